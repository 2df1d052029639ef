"""The pages of reference say what the code says: every public name, every command in both languages."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import reqsheets
from reqsheets.model import errors

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference"


def test_the_pages_are_what_the_code_says(tmp_path: Path) -> None:
    program = tmp_path / "reference" / "pages.py"
    program.parent.mkdir()
    program.write_text((PAGES / "pages.py").read_text("utf-8"), "utf-8")
    subprocess.run([sys.executable, str(program)], check=True, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
    for place in program.parent.glob("*.md"):
        assert place.read_text("utf-8") == (PAGES / place.name).read_text("utf-8"), "run `make reference`"


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    page = (PAGES / "python.md").read_text("utf-8")
    for name in reqsheets.__all__:
        it = getattr(reqsheets, name)
        assert f"### {name}\n" in page or f"| `{name}` |" in page, name
        if inspect.isfunction(it) or inspect.isclass(it):
            assert len((it.__doc__ or "").strip()) > 10, name


@pytest.mark.parametrize("name", reqsheets.__all__)
def test_a_function_that_raises_says_what(name: str) -> None:
    it = getattr(reqsheets, name)
    if inspect.isfunction(it):
        assert re.search(r"[Rr]aise|error", it.__doc__ or ""), name


def test_both_languages_have_the_same_commands() -> None:
    headings = [
        re.findall(r"^## .*$", (PAGES / name).read_text("utf-8"), re.MULTILINE)
        for name in ("commands.md", "commands.zh-CN.md")
    ]
    assert headings[0] == headings[1]
    assert len(headings[0]) > 30


@pytest.mark.parametrize("name", [name for name in reqsheets.__all__ if inspect.isfunction(getattr(reqsheets, name))])
def test_what_a_function_returns_is_public_too(name: str) -> None:
    told = str(inspect.signature(getattr(reqsheets, name)).return_annotation)
    named = {word for word in re.findall(r"[A-Za-z_]+", told) if word[0].isupper()}
    assert (
        named - {"DataFrame", "DataFrameSchema", "DataFrameModel", "Path", "None", "Iterator", *reqsheets.__all__}
        == set()
    )


def test_every_error_is_public() -> None:
    held = [it for it in vars(errors).values() if inspect.isclass(it) and issubclass(it, errors.ReqsheetsError)]
    assert {it.__name__ for it in held if not it.__name__.startswith("_")} - set(reqsheets.__all__) == set()
