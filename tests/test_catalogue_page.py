"""The page of bad inputs and the tests that it names say the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from test_catalogue_cells import CELLS

from reqsheets.rules.titles import TITLES

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "bad-inputs.md"
ROW = re.compile(r"\| ([0-9+, ]+) \| (.+) \| (.*) \| (REQ[0-9]{3} \w+)? ?\| \[(\w+)\]\(\.\./tests/(\w+\.py)\) \|")
BY_CELL = "test_a_bad_cell_is_told_by_rule_level_and_address"

OF_THEIR_OWN = ("22", "47")  # which the page leads to tests that say more


class Entry(NamedTuple):
    """A row of the page."""

    numbers: tuple[str, ...]
    told: str
    rule: str
    test: str
    file: str


def entries() -> list[Entry]:
    lines = PAGE.read_text("utf-8").split("|---|---|---|---|---|\n")[1].splitlines()
    found = [ROW.fullmatch(line) for line in lines]
    assert None not in found, [line for line, match in zip(lines, found, strict=True) if match is None]
    return [Entry(tuple(m[1].split(", ")), m[3], m[4] or "", m[5], m[6]) for m in found if m]


def source(file: str, test: str) -> str:
    text = (HERE / file).read_text("utf-8")
    defined = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == test)
    return "\n".join(ast.get_source_segment(text, node) or "" for node in defined)


def test_the_page_has_every_number() -> None:
    numbers = {number for entry in entries() for number in entry.numbers} - {"+"}
    assert numbers == {f"{number:02}" for number in range(1, 60)}


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.test != BY_CELL], ids=lambda e: e.test)
def test_a_row_says_what_its_test_asserts(entry: Entry) -> None:
    code = source(entry.file, entry.test)
    assert code, "there is no such test"
    rule, _, level = entry.rule.partition(" ")
    assert not rule or (rule in TITLES and rule in code)
    assert not level or level in code or rule < "REQ007"  # a file as a whole has no findings
    assert "exit code 3" not in entry.told or re.search(r"exit_code.*\b3\b|refused\(path\)|REQ007", code)


def test_the_rows_on_single_cells_have_the_rules_of_their_entries() -> None:
    on_page = {(number, entry.rule) for entry in entries() if entry.test == BY_CELL for number in entry.numbers}
    tested = {(number, told) for number, _, _, told, _ in CELLS if number not in OF_THEIR_OWN}
    assert on_page == tested
