"""Sheets drawn as text tables: what a test shows is what stands in the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from reqsheets.model.frames import Frames, frame_of
from reqsheets.model.plan import Plan, Row, Unreadable, Value
from reqsheets.model.spec import SheetSpec, WorkbookSpec

HEADER_ROW = 1


def drawn(
    spec: WorkbookSpec,
    tables: Mapping[str, str],
    *,
    whole: bool = False,
    formulas: Mapping[tuple[str, str], Iterable[int]] | None = None,
) -> Frames:
    r"""Return the workbook that the tables show, one a sheet, by the sheet's name or title.

    The first line holds titles or names of columns, parted by |; the first line below it is Excel row 2, and a line of
    blanks is an Excel row that holds nothing. `2024-03-01` is a date, `2024-03-01 09:30` a moment, `4` and `4.5` are
    numbers, `TRUE` and `FALSE` booleans, `#REF!` and `=A1` cells without a value, nothing is an empty cell, `"4"` in
    quotes is text, `\n` a line break. Sheets and columns that are not drawn are absent, with `whole` there but blank.
    """
    frames = {}
    for sheet in spec.sheets:
        table = next((tables[name] for name in (sheet.name, sheet.title) if name in tables), None)
        if table is not None:
            columns, rows = _read(sheet, table)
        elif whole:
            columns, rows = [], {}
        else:
            continue
        missing = [column.name for column in sheet.columns if column.name not in columns] if whole else []
        frames[sheet.name] = frame_of(
            [*columns, *missing], {row: (*values, *[None] * len(missing)) for row, values in rows.items()}
        )
    unknown = [
        name for name in tables if name not in {known for sheet in spec.sheets for known in (sheet.name, sheet.title)}
    ]
    assert not unknown, f"no such sheet: {unknown}"
    stand = {place: frozenset(rows) for place, rows in (formulas or {}).items()}
    return Frames(frames, dict.fromkeys(frames, HEADER_ROW), stand)


def told(plan: Plan) -> list[str]:
    """Return a line for each finding: rule, severity, place and what is wrong."""
    return [f"{f.rule} {f.severity} {f.at.sheet}!{f.at.row}:{f.at.column} {f.message.zh}" for f in plan.findings]


def told_in_full(plan: Plan) -> str:
    """Return three lines for each finding: its rule and place, what is wrong, how to mend it."""
    lines = [
        f"{f.rule} {f.severity} {f.at.sheet}!{f.at.row}:{f.at.column}\n  {f.message.zh}\n  {f.hint.zh}"
        for f in plan.findings
    ]
    return "\n".join(lines)


def _read(sheet: SheetSpec, table: str) -> tuple[list[str], dict[int, Row]]:
    header, *lines = table.strip("\n").rstrip().splitlines()
    names = {column.title: column.name for column in sheet.columns}
    columns = [names.get(title, title) for title in _cells(header)]
    rows: dict[int, Row] = {}
    for row, line in enumerate(lines, HEADER_ROW + 1):
        held = [value_of(text) for text in _cells(line)]
        assert len(held) <= len(columns), f"more cells than columns: {line}"
        if any(value is not None for value in held):
            rows[row] = (*held, *[None] * (len(columns) - len(held)))
    return columns, rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def value_of(text: str) -> Value:
    """Return what a cell drawn like this holds."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace("\\n", "\n")
    if len(text) > 1 and text[0] in "#=":
        return Unreadable(text)
    for form, made in FORMS:
        if re.fullmatch(form, text):
            return made(text)
    return text.replace("\\n", "\n") or None


FORMS: tuple[tuple[str, Callable[[str], Value]], ...] = (
    ("TRUE|FALSE", "TRUE".__eq__),
    ("[-+]?[0-9]+", int),
    (r"[-+]?[0-9]*\.[0-9]+", float),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?", datetime.fromisoformat),
)
