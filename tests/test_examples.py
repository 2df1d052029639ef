"""Every page under examples/ tells the truth: its commands are run and must print what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import reqsheets

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "examples").glob("*/README*.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "\x1e"  # printed after each command


def commands(block: str) -> list[tuple[str, str]]:
    """Return the commands of a block with what each prints; a line `…` stands for lines left out."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def printed(folder: Path, lines: list[str]) -> list[str]:
    """Run the lines in one shell, one after the other, and return what each printed on both streams."""
    script = "".join(f"{line}\nlast=$?; printf '{END}'; (exit $last)\n" for line in lines)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "REQSHEETS_LANG": "zh", "COLUMNS": "120", "PYTHONUTF8": "1"}
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return ran.stdout.split(END)[:-1]


def pattern(expected: str) -> str:
    """Return what the shown lines match: seconds and hashes may differ, `…` on a line of its own is any lines."""
    text = re.sub(r"[0-9a-f]{64}", "[0-9a-f]{64}", re.escape(expected))
    text = re.sub(r"\d+\\\.\d+(\\ )?(秒|s\b)", r"\\d+\\.\\d+\\ ?(?:秒|s)", text)
    return re.sub(r"^(?:…|\\…)\\?\n", r"(?:.*\\n)*?", text, flags=re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "examples")))
def test_a_page_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(page.parent, tmp_path / page.parent.name))
    shown = [command for block in BLOCK.findall(page.read_text("utf-8")) for command in commands(block)]
    assert shown
    given = printed(folder, [line for line, _ in shown])
    for (line, expected), got in zip(shown, given, strict=True):
        assert re.fullmatch(pattern(expected), got), f"$ {line}\n{got}"


def members(workbook: Path) -> dict[str, bytes]:
    """Return the parts of a workbook; their compression may differ from one zlib to the next."""
    with zipfile.ZipFile(workbook) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("kind", [spec.kind for spec in reqsheets.kinds()])
def test_the_register_of_an_example_is_what_new_makes(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQSHEETS_FIXED_ID", "1")  # as `make templates` does
    made = members(reqsheets.new(kind, tmp_path / "register.xlsx", example=True))
    for kept in (ROOT / "examples").glob(f"{kind}-*/register.xlsx"):
        parts = members(kept)
        differing = [name for name in made.keys() | parts.keys() if made.get(name) != parts.get(name)]
        assert differing == [], "rebuild it with: make templates"
