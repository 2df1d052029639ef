"""Rows that we began for a duty and nobody has filled in yet: their deadline tells what is wanted."""

from __future__ import annotations

import pandas as pd

from reqsheets.model.spec import SheetSpec, WorkbookSpec


def begun_columns(spec: WorkbookSpec, sheet: SheetSpec) -> frozenset[str]:
    """Return the columns that hold what we begin a row with (`WorkbookSpec.duties`), none on other sheets."""
    found: set[str] = set()
    for duty in (duty for duty in spec.duties if duty.sheet == sheet.name):
        found |= {duty.each, duty.round, *(name for name, _ in duty.fills)}
        needs = spec.purpose("needs")
        refers = (c.name for c in sheet.columns if c.refers is not None and needs and c.refers.sheet == needs.name)
        found |= {sheet.meaning("number") or next(refers, "")}
    return frozenset(found - {""})


def waiting_rows(sheet: SheetSpec, frame: pd.DataFrame, begun: frozenset[str]) -> pd.Index:
    """Return the rows in which nothing stands but what we begin a row with, and its number."""
    if not begun:
        return frame.index[:0]
    numbered = {column.name for column in sheet.columns if column.numbering is not None}
    others = [c.name for c in sheet.columns if not c.derived and c.name in frame.columns and c.name not in begun]
    return frame.index[frame[[name for name in others if name not in numbered]].isna().all(axis=1)]
