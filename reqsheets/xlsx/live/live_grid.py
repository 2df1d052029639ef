"""All cells of an open sheet, from one read of the values and one of the formulas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reqsheets.model.plan import Unreadable, Value
from reqsheets.xlsx.live.live_hidden import hidden_lines
from reqsheets.xlsx.live.live_merged import merged_areas
from reqsheets.xlsx.reading.scanned import Merged, Scan

if TYPE_CHECKING:
    import xlwings

FIRST_YEAR = 1900  # a moment before it is a time of day
ERRORS = frozenset({
    *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"),
    *("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA", "#BUSY!"),
})  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """What the cells show, from A1 on, empty ones as ""; `formulas` by column and row; what is merged and hidden."""

    values: Sequence[Sequence[Value]]
    formulas: dict[int, dict[int, str]]
    merged: Sequence[Merged] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def value(self, row: int, column: int) -> Value:
        """Return what a cell shows, None beyond the last one."""
        if row > len(self.values) or column > len(self.values[0]):
            return None
        return self.values[row - 1][column - 1]

    def formula(self, row: int, column: int) -> str:
        """Return a cell's formula with its =, "" where it has none."""
        return self.formulas.get(column, {}).get(row, "")

    def scan(self) -> Scan:
        """Return where formulas and errors stand."""
        unreadable: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for row, cells in enumerate(self.values, 1):
            for column, value in enumerate(cells, 1):
                if isinstance(value, Unreadable):
                    unreadable[column][row] = value.shown
        formulas = defaultdict(set, {column: set(rows) for column, rows in self.formulas.items()})
        width = len(self.values[0]) if self.values else 0
        return Scan(
            formulas,
            unreadable,
            len(self.values),
            width,
            merged=list(self.merged),
            hidden_rows=set(self.hidden_rows),
            hidden_columns=set(self.hidden_columns),
        )


def grid_of(sheet: xlwings.Sheet) -> Grid:
    """Read an open sheet."""
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (last.row, last.column))
    values = [list(map(_value, row)) for row in area.options(ndim=2, err_to_str=True).value]
    formulas: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for row, texts in enumerate(_rows(area.formula), 1):
        for column, text in enumerate(texts, 1):
            # Text that merely looks like a formula shows itself.
            if type(text) is str and text[:1] == "=" and text != values[row - 1][column - 1]:
                formulas[column][row] = text
    rows, columns = hidden_lines(sheet, last.row, rows=True), hidden_lines(sheet, last.column, rows=False)
    merged = merged_areas(sheet, last.row, last.column)
    return Grid(values, dict(formulas), merged, frozenset(rows), frozenset(columns))


def _rows(formulas: object) -> Iterator[Sequence[object]]:
    """Return the rows of what xlwings gives for formulas: of a single cell it gives the bare text."""
    if isinstance(formulas, (tuple, list)):
        yield from (row if isinstance(row, (tuple, list)) else (row,) for row in formulas)
    else:
        yield (formulas,)


def _value(cell: Value) -> Value:
    match cell:
        case None:
            return ""
        case str():
            return Unreadable(cell) if cell[:1] == "#" and cell in ERRORS else cell
        case datetime() if cell.year < FIRST_YEAR:
            return cell.time()
        case _:
            return cell
