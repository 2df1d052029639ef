"""What people decided on the sheet of probable duplicates (疑似重复)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqsheets.domain.register.columns import number_of, sheet_if_there
from reqsheets.model.frames import Frames, row_numbers, rows_of, values_or_blank
from reqsheets.model.plan import ReplaceRows, Row, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.rules.rights import MERGE as MERGING
from reqsheets.rules.rights import lacks, rights_of

MERGE, DIFFERENT, LATER = "合并", "不是重复", "以后再说"
BY_TIER = "reqsheets merge --tier likely"  # stands for who decided where nobody did
CARRIED_OUT = Words("已按决定处理的不再列出", "what was decided is carried out")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the sheet: a pair of numbers and what a person decided, None where nobody did."""

    row: int
    main: str
    other: str
    decision: str | None
    by: str | None
    similarity: float
    tier: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """Return both numbers."""
        return frozenset({self.main, self.other})


def decisions(spec: WorkbookSpec, frames: Frames) -> Iterator[Decision]:
    """Yield the rows of the sheet in order; none where the workbook lacks it.

    What somebody decided who has no right to (REQ570) counts as undecided.
    """
    sheet = sheet_if_there(spec, frames, "duplicates")
    if sheet is None:
        return
    rights = rights_of(spec, frames)
    names = ("main", "other", "decision", "decided_by", "similarity", "tier")
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    for row, main, other, decision, by, alike, tier in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        one, two = number_of(main), number_of(other)
        if one is not None and two is not None and one != two:
            similarity = alike if isinstance(alike, int | float) else 1
            decided = None if lacks(rights, by, MERGING) else number_of(decision)
            yield Decision(row, one, two, decided, number_of(by), similarity, str(tier or ""))


def without_rows(spec: WorkbookSpec, frames: Frames, gone: frozenset[int]) -> ReplaceRows | None:
    """Return the change that takes those rows off the sheet, None where there is nothing to take off."""
    sheet = sheet_if_there(spec, frames, "duplicates")
    if sheet is None or not gone:
        return None
    old = rows_of(frames[sheet.name])
    first = frames.headers.get(sheet.name, 1) + 1
    kept: list[Row] = [row for number, row in old.items() if number not in gone]
    columns = tuple(frames[sheet.name].columns)
    return ReplaceRows(sheet.name, columns, old, dict(enumerate(kept, start=first)), CARRIED_OUT)
