"""The manual of the rules: every code has its page, the pages in docs/ are up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import here

from reqsheets.model.plan import Language
from reqsheets.rules.pages import PAGES, lines, markdown
from reqsheets.rules.titles import TITLES

ROOT = Path(__file__).parent.parent


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(PAGES) == set(TITLES)


def test_every_code_in_the_program_is_a_rule() -> None:
    named = {
        code for path in (ROOT / "reqsheets").rglob("*.py") for code in re.findall(r"REQ[0-9]{3}", path.read_text())
    }
    assert named <= set(PAGES)


@pytest.mark.parametrize("code", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_says_what_why_wrong_right_how_to_mend_and_how_to_silence(code: str, language: Language) -> None:
    told = lines(PAGES[code], language)
    assert len(told) == 7
    assert all(len(line) > 4 for line in told)


@pytest.mark.parametrize(("language", "name"), [("en", "rules.md"), ("zh", "rules.zh-CN.md")])
def test_the_pages_in_docs_are_up_to_date(language: Language, name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == markdown(language)  # else run `make rules`


def test_the_command_lists_explains_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert "REQ204  日期没有存成日期" in here(capsys, "rules").out
    assert "怎么改" in here(capsys, "rules", "req204").out
    assert here(capsys, "rules", "REQ999").exit_code == 2
