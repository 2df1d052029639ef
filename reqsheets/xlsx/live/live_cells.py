"""A plan as what to type into the cells of an open workbook, by row and column number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias, assert_never
from unicodedata import normalize

from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Unreadable,
    Value,
)
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.live.live_grid import Grid
from reqsheets.xlsx.reading.layout import SheetLayout, letters
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.formulas import column_letters, live_formula, table_name

if TYPE_CHECKING:
    import xlwings

Entry: TypeAlias = str | float | bool | date | datetime | None  # what Excel is given; text may be typed as a formula
Cells: TypeAlias = dict[int, dict[int, Entry]]  # row: column: entry

DAY = timedelta(days=1)
# Text that Excel would take for a number, a date, an error or a formula, in any of its languages; full width is as half
# width, and 二〇二四年三月一日 is a date.
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_WORDS = (
    _MONTHS + "|年|月|日|时|分|秒|上午|下午|am|pm|e|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
)  # the longest first
_DIGITS = r"\d〇零一二三四五六七八九十百千万两"
_TAKEN = re.compile(
    rf"\A(?:(?=.*[{_DIGITS}])(?:[{_DIGITS}\s.,:/%+\-()$¥€£]|{_WORDS})++|true|false)", re.IGNORECASE | re.DOTALL
)
_LONGEST = 60  # characters of such a text


def entry(value: Value) -> Entry:
    """Return what to hand to Excel so that the cell then shows the value: text stays text."""
    match value:
        case None | "":
            return None
        case str():
            return f"'{value}" if _looks_like_more(value) else value
        case bool() | date():
            return value
        case int() | float():
            return float(value)
        case time() | timedelta():
            return _share_of_day(value)
        case Unreadable():
            return value.shown
        case _:
            assert_never(value)


def _looks_like_more(text: str) -> bool:
    seen = text if text.isascii() else normalize("NFKC", text[: _LONGEST + 1])
    return seen[0] in "=+-@'#" or (len(text) <= _LONGEST and _TAKEN.fullmatch(seen) is not None)


def _share_of_day(value: time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value / DAY
    return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / DAY


def cells_of(
    book: xlwings.Book, reading: Reading, grids: Mapping[str, Grid], plan: Plan, *, blank_formulas: bool = False
) -> dict[str, Cells]:
    """Return what a plan wants typed, by sheet; nothing for cells whose formula already tells it."""
    wanted: defaultdict[str, Cells] = defaultdict(lambda: defaultdict(dict))
    live: dict[str, dict[str, str]] = {}
    for change in plan.changes:
        match change:
            case SetCell(at=at, old=old, new=new):
                column = reading.layouts[at.sheet].columns[at.column]
                stands = bool(grids[at.sheet].formula(at.row, column))
                if stands and change.formula != "value" and not (blank_formulas and new is None):
                    continue
                if at.sheet not in live:
                    live[at.sheet] = _live_formulas(book, reading, grids, reading.spec.sheet(at.sheet))
                laid = change.formula == "live" or (change.formula == "kept" and old is None)
                formula = live[at.sheet].get(at.column, "") if laid else ""
                wanted[at.sheet][at.row][column] = formula or entry(new)
            case AddRow(sheet=sheet, row=row):
                given = change.values
                columns = reading.layouts[sheet].columns
                wanted[sheet][row].update({columns[name]: entry(given.get(name)) for name in columns})
            case ReplaceRows(sheet=sheet):
                _rewrite(wanted[sheet], change, reading.layouts[sheet], grids[sheet])
            case MarkCells():
                continue  # marks are for files; here Excel itself jumps to the cell
            case AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn() | ShowSheet():
                continue  # carried out before the cells, by `live_structure`
            case _:
                assert_never(change)
    return {sheet: cells for sheet, cells in wanted.items() if cells}


def _rewrite(cells: Cells, change: ReplaceRows, layout: SheetLayout, grid: Grid) -> None:
    """Add a rewritten sheet's cells; a formula in a row that stays in use stays where it stands."""
    columns = [layout.columns[name] for name in change.columns]
    for row in sorted({*change.old, *change.new}):
        values = change.new.get(row)
        for at, column in enumerate(columns):
            if values is None:
                cells[row][column] = None
            else:
                formula = grid.formula(row, column) if row in change.old else ""
                cells[row][column] = formula or entry(values[at])


def foreign_formulas(reading: Reading, name: str, grid: Grid, wanted: set[tuple[int, int]]) -> dict[int, list[int]]:
    """Return, by column, the rising rows of the formulas that must not be written anew: people's own.

    Only formulas that we laid out ourselves are known to stand each in one cell.
    """
    rating = reading.spec.sheet(name).rating
    columns = reading.layouts[name].columns
    ours = {columns.get(column) for column in rating.columns} if rating else set()
    found = {
        column: sorted(row for row in rows if (row, column) not in wanted)
        for column, rows in grid.formulas.items()
        if column not in ours
    }
    return {column: rows for column, rows in found.items() if rows}


def _live_formulas(book: xlwings.Book, reading: Reading, grids: Mapping[str, Grid], sheet: SheetSpec) -> dict[str, str]:
    """Return the formulas of a sheet's score and grade, none where one would not find all that it refers to."""
    layout, rating = reading.layouts[sheet.name], sheet.rating
    if rating is None or not _as_in_template(reading, sheet) or not _parameters_stand(reading):
        return {}
    named = [*rating.inputs, *rating.columns]
    header = layout.header_row
    for name in named:
        if grids[sheet.name].value(header, layout.columns[name]) != sheet.column(name).title:
            return {}
    if table_name(sheet) not in {table.name for table in book.sheets[layout.title].tables}:
        return {}
    formulas = {name: live_formula(reading.spec, sheet, name) for name in rating.columns}
    return {name: f"={formula}" for name, formula in formulas.items() if formula}


def _as_in_template(reading: Reading, sheet: SheetSpec) -> bool:
    rating, columns = sheet.rating, reading.layouts[sheet.name].columns
    if rating is None:
        return False
    named = [*rating.inputs, *rating.columns]
    return all(name in columns for name in named)


def _parameters_stand(reading: Reading) -> bool:
    """Tell whether the parameters stand on the tab and in the columns that the formulas name."""
    sheet = reading.spec.purpose("parameters")
    layout = reading.layouts.get(sheet.name) if sheet else None
    if sheet is None or layout is None or layout.title != sheet.title:
        return False
    return all(letters(layout.columns.get(name, 0)) == column_letters(sheet, name) for name in ("name", "value"))
