"""docs/security.md names every weakness that was seen and every way to alter the past, with tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

from histories import EIGHT
from mark_pages import FAULTS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_weakness_that_was_seen_is_met_on_the_page() -> None:
    seen = {name for name in FAULTS.marked() if name.startswith("S-")}
    assert len(seen) == 16
    assert seen - set(re.findall(r"S-[0-9]+", PAGE)) == set()


def test_a_row_names_tests_of_the_weaknesses_that_it_names() -> None:
    marked = FAULTS.marked()
    for row in re.findall(r"^\| .*S-[0-9].*$", PAGE, re.MULTILINE):
        files = set(re.findall(r"tests/(test_\w+\.py)", row))
        assert files
        for weakness in re.findall(r"S-[0-9]+", row):
            assert files & {file for file, _ in marked[weakness]}, (weakness, files)


def test_the_eight_tamperings_stand_there_in_their_order() -> None:
    rows = re.findall(r"^\| ([1-8]) .* \| (seen|–) \| seen \|$", PAGE, re.MULTILINE)
    assert [number for number, _ in rows] == [what[0] for what in EIGHT]
    assert [number for number, inside in rows if inside != "seen"] == ["4", "5"]  # as tests/test_memory.py says
