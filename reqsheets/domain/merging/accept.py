"""Every proposal that is suggested is merged, by its tier; nobody decided on it, and so it is logged."""

from __future__ import annotations

from datetime import date

from reqsheets.domain.merging.repeated_rows import Sheets
from reqsheets.domain.register.columns import number_of, sheet_for
from reqsheets.domain.register.decisions import BY_TIER, MERGE
from reqsheets.domain.register.derived_sheet import rewritten
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.states import YES
from reqsheets.model.frames import Frames, rows_of
from reqsheets.model.plan import Plan, Row, Words
from reqsheets.model.spec import WorkbookSpec

BECAUSE = Words("按建议合并", "merged as suggested")


def accept(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Set the decision to 合并, by the tier, where merging is suggested and nobody decided.

    Shape: one ReplaceRows of the sheet of probable duplicates. Rows that somebody works on, or that have ended, are
    left for a person (decision T-33).
    Raises MissingSheetError or MissingColumnError where a sheet or column that it reads is absent.
    """
    del today
    sheet = sheet_for(spec, frames, "duplicates")
    sheets = Sheets(spec, frames, register(spec, frames), sheet_for(spec, frames, "merges"))
    columns = [str(name) for name in frames[sheet.name].columns]
    rows: list[Row] = []
    for cells in rows_of(frames[sheet.name]).values():
        row = dict(zip(columns, cells, strict=True))
        free = row.get("suggested") == YES and row.get("decision") is None
        if free and _may_merge(sheets, number_of(row.get("main")), number_of(row.get("other"))):
            row |= {"decision": MERGE} | ({"decided_by": BY_TIER} if "decided_by" in row else {})
        rows.append(tuple(row.values()))
    change = rewritten(frames, sheet, rows, BECAUSE)
    return Plan((), () if change is None else (change,))


def _may_merge(sheets: Sheets, main: str | None, other: str | None) -> bool:
    position = sheets.needs.position
    if main not in position or other not in position:
        return False
    return sheets.candidate(position[other]).fixed is None and not sheets.candidate(position[main]).ended
