"""The five shipped examples in nine legal spellings: what is written is what the usual spelling gives, cell by cell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from spelling import NINE, cells_of, respelt, sheets_of, shown

TODAY = "2024-06-30"
EXAMPLES = sorted(Path(__file__).parents[1].glob("examples/*/*.xlsx"))
COMMANDS = {
    "fix": ("check", "--fix", "--write"),
    "archive": ("archive", "--write"),
    "nightly": ("nightly", "--write"),
}
SMALLEST = min(EXAMPLES, key=lambda path: path.stat().st_size)


def run(path: Path, command: tuple[str, ...]) -> None:
    line = [sys.executable, "-m", "reqsheets", *command, "--today", TODAY, str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode in (0, 1), done.stdout + done.stderr


def written(folder: Path, content: bytes, command: tuple[str, ...]) -> bytes:
    folder.mkdir()
    path = folder / "register.xlsx"
    path.write_bytes(content)
    run(path, command)
    return path.read_bytes()


ANEW = re.compile(r".{64}|(WB|RG)-[0-9a-f]{16}")


def sealed(cells: dict[tuple[str, int, int], object]) -> dict[tuple[str, int, int], object]:
    """Leave out what hangs on the bytes of the file before: hashes, the number of the batch, and new identities."""
    return {
        place: cell
        for place, cell in cells.items()
        if not (isinstance(cell, tuple) and isinstance(cell[1], str) and ANEW.fullmatch(cell[1]))
    }


@pytest.mark.fault("F-1")
@pytest.mark.parametrize("spelling", NINE)
def test_a_night_over_a_register_in_any_spelling_gives_the_same_as_in_the_usual_one(
    spelling: str, tmp_path: Path
) -> None:
    content = SMALLEST.read_bytes()
    other = respelt(content, NINE[spelling])
    assert shown(other) == shown(content)
    wanted = written(tmp_path / "usual", content, COMMANDS["nightly"])
    found = written(tmp_path / "other", other, COMMANDS["nightly"])
    assert wanted != content
    assert sealed(shown(found)) == sealed(shown(wanted))


@pytest.mark.fault("F-1")
@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("spelling", NINE)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_command_writes_the_same_in_any_spelling(
    example: Path, spelling: str, command: str, tmp_path: Path
) -> None:
    content = example.read_bytes()
    other = respelt(content, NINE[spelling])
    wanted = written(tmp_path / "usual", content, COMMANDS[command])
    found = written(tmp_path / "other", other, COMMANDS[command])
    assert sealed(shown(found)) == sealed(shown(wanted))
    assert styles(found) == styles(wanted)


def styles(content: bytes) -> dict[tuple[str, int, int], str]:
    return {
        (part, *place): cell.style
        for part, sheet in sheets_of(content).items()
        for place, cell in cells_of(sheet).items()
        if cell.value is not None
    }
