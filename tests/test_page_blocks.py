"""What the pages tell people to type is typed: each command and each block of Python, in a prepared folder."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
from command_line import few, here
from pandera.errors import SchemaErrors

import reqsheets

DOCS = Path(__file__).parents[1] / "docs"
DAY = "2024-06-30"
NOT_HERE = {  # begins of commands that need what a test has not: why
    "reqsheets git": "needs a repository; tests/test_git.py runs it",
    "reqsheets addin": "needs Excel; tests/test_addin.py builds it",
    "reqsheets schedule": "changes the jobs of the machine; tests/test_schedule.py runs it dry",
    "reqsheets import": "needs a stranger's register; tests/test_intake.py takes some in",
}
RAISED = {"FindingsError": reqsheets.FindingsError, ".validate(": SchemaErrors}  # where a line of a page says so
BLOCK = re.compile(r"^```(bash|python)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (page.name, match[2])
        for page in sorted(DOCS.glob("*.md"))
        for match in BLOCK.finditer(page.read_text("utf-8"))
        if (match[1] or "bash") == language
    ]


COMMANDS = [
    (page, line.split("#")[0].strip())
    for page, block in blocks("bash")
    for line in block.splitlines()
    if line.startswith("reqsheets ")
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prepared")
    path = few(made / "register.xlsx")
    reqsheets.nightly(path, write=True, today="2024-06-29")
    reqsheets.nightly(path, write=True, today=DAY)
    for name in ("before.xlsx", "after.xlsx", "copy-east.xlsx", "copy-west.xlsx"):
        shutil.copy(path, made / name)
    few(made / "register-2024.xlsx")
    return made


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(prepared, tmp_path / "a"))
    monkeypatch.chdir(made)
    return made


def typed(line: str, path: Path) -> list[str]:
    """Return the words of a command with what a person puts in place of the page's examples."""
    batch = next(record.batch for record, _ in reversed(reqsheets.history(path)))
    meant = {"HASH": reqsheets.verify(path).head, "20240630-1": batch, "XY2024113": "XY2024001"}
    told = re.sub("|".join(meant), lambda found: meant[found[0]], line)
    return [re.sub(r"^12$", "1", word) for word in shlex.split(told)[1:]]


@pytest.mark.parametrize(("page", "line"), COMMANDS, ids=lambda text: text[:60])
def test_a_command_of_a_page_does_what_it_says(
    page: str, line: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del page
    for begin, why in NOT_HERE.items():
        if line.startswith(begin):
            pytest.skip(why)
    ran = here(capsys, *typed(line, folder / "register.xlsx"), "--today", DAY)
    assert ran.exit_code in (0, 1), ran.err
    assert ran.out.strip()


@pytest.mark.parametrize("page", ["python.md", "checking.md"])
def test_a_block_of_python_runs_as_it_stands(page: str, folder: Path) -> None:
    names: dict[str, object] = {"reqsheets": reqsheets, "pandas": pd}
    for where, block in blocks("python"):
        if where != page:
            continue
        for node in ast.parse(block).body:
            source = ast.get_source_segment(block, node) or ""
            line = block.splitlines()[node.lineno - 1]
            expected = next((error for name, error in RAISED.items() if name in line), None)
            with pytest.raises(expected) if expected else nullcontext():
                exec(compile(source, page, "exec"), names)  # noqa: S102 (our own page)
    assert (folder / "register.xlsx").exists()


def test_the_pages_have_commands_and_blocks() -> None:
    assert len(COMMANDS) > 10
    assert {page for page, _ in blocks("python")} >= {"python.md", "checking.md"}
