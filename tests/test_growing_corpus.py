"""Eight sheets, and a column, added to workbooks of other programs: everything else stays, and others can open them."""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from corpus import FILES, FOLDER
from growing import (
    TITLES,
    broken_rules,
    indexes,
    lost_from_indexes,
    other_members_changed,
    seen_by_openpyxl,
    source,
    with_sheets,
)

from reqsheets.model.errors import ReqsheetsError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.sheet_index import take_out

pytestmark = pytest.mark.skipif(not FILES, reason=f"the corpus is missing: {FOLDER}")

GROUPS = 40
REASONS = ("protected", "old sort", "signed", "twice", "damaged", "no Excel workbook", "unusual form", "encrypted")


@cache
def _source() -> bytes:
    return source()


@cache
def _new_cells() -> dict[str, dict[str, object]]:
    return seen_by_openpyxl(_source()) or {}


def _judged(path: Path) -> tuple[str, list[str]]:
    """Return what became of a workbook ("added" or "refused"), and what went wrong."""
    before = path.read_bytes()
    try:
        after = with_sheets(before, _source())
    except ReqsheetsError as error:
        told = [] if any(reason in error.words.en for reason in REASONS) else [f"{path.name}: refused: {error}"]
        return "refused", told
    free = indexes(before)
    wrong = [f"changed: {member}" for member in other_members_changed(before, after, free)]
    wrong += [f"lost from {member}" for member in lost_from_indexes(before, after, free)]
    known = set(broken_rules(before))
    wrong += [rule for rule in broken_rules(after) if rule not in known]
    wrong += _seen_otherwise(before, after)
    wrong += _not_taken_out(before, after)
    return "added", [f"{path.name}: {what}" for what in wrong]


def _seen_otherwise(before: bytes, after: bytes) -> list[str]:
    old = seen_by_openpyxl(before)
    if not old:  # it sees no sheets in a strict file
        return []
    new = seen_by_openpyxl(after)
    if new is None:
        return ["openpyxl cannot open it any more"]
    wrong = [f"cells of {title} differ" for title, cells in old.items() if new.get(title) != cells]
    fresh = [title for title in TITLES if title not in old]
    return wrong + [f"cells of the new {title} differ" for title in fresh if new.get(title) != _new_cells()[title]]


def _not_taken_out(before: bytes, after: bytes) -> list[str]:
    """Take the last new sheet that nothing reads out again: all that was there before must be there still."""
    package = Package(io.BytesIO(after), "file.xlsx")
    title = next(title for title in reversed(package.sheets) if title.startswith("看板") and "数据" not in title)
    take_out(package, title)
    out = io.BytesIO()
    package.write(out)
    left = Package(io.BytesIO(out.getvalue()), "file.xlsx")
    wrong = [f"{title} is still there"] if title in left.sheets else []
    wrong += [f"taken out: changed {m}" for m in other_members_changed(before, out.getvalue(), indexes(before))]
    known = set(broken_rules(before))
    return wrong + [f"taken out: {rule}" for rule in broken_rules(out.getvalue()) if rule not in known]


@pytest.mark.parametrize("group", [3, 21])
def test_a_workbook_of_another_program_gets_eight_sheets_and_keeps_all_it_had(group: int) -> None:
    results = [_judged(path) for path in FILES[group :: GROUPS * 2][:8]]
    assert [problem for _, problems in results for problem in problems] == []
    assert Counter(what for what, _ in results)["added"] >= 6


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_workbook_gets_eight_sheets_and_keeps_all_it_had(group: int) -> None:
    assert [problem for path in FILES[group::GROUPS] for problem in _judged(path)[1]] == []
