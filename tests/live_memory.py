"""Sheets of an open workbook held in memory: fast, and without any calculation."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from live_engine import Box, Matrix
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

import reqsheets

NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?", re.IGNORECASE)


class Formula(str):
    """Text that was typed as a formula."""

    __slots__ = ()


def as_typed(entry: object) -> object:
    """Return what a cell holds once Excel took this entry: text that looks like a number or a date becomes one."""
    if not isinstance(entry, str):
        return entry
    if entry.startswith("'"):
        return entry[1:]
    if entry.startswith("="):
        return Formula(entry)
    if NUMBER.fullmatch(entry):
        return float(entry)
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", entry):
        return datetime(*map(int, entry.split("-")))
    return entry or None


@dataclass
class MemoryTable:
    """A table of a sheet."""

    name: str
    box: Box
    totals: bool = False

    def resize(self, box: Box) -> None:
        """Cover other cells."""
        self.box = box


@dataclass
class MemorySheet:
    """The cells of a sheet by row and column; a formula shows the value that was stored beside it."""

    title: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    behind: dict[tuple[int, int], str] = field(default_factory=dict)
    kept: list[MemoryTable] = field(default_factory=list)
    refuses: bool = False  # as a protected sheet does
    visible: bool = True
    joined: list[Box] = field(default_factory=list)  # merged areas
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def size(self) -> tuple[int, int]:
        """Return the last row and column in use."""
        places = [*self.cells, *self.behind]
        return max((row for row, _ in places), default=1), max((column for _, column in places), default=1)

    def values(self, box: Box) -> Matrix:
        """Return what the cells show."""
        return [[self.cells.get((row, column)) for column in _columns(box)] for row in _rows(box)]

    def formulas(self, box: Box) -> Matrix:
        """Return the formulas, "" where there is none."""
        return [[self.behind.get((row, column), "") for column in _columns(box)] for row in _rows(box)]

    def put(self, box: Box, entries: Matrix) -> None:
        """Put entries into the cells; a formula that is typed again keeps its value."""
        if self.refuses:
            message = "the cell is protected"
            raise RuntimeError(message)
        for row, line in zip(_rows(box), entries, strict=True):
            for column, typed in zip(_columns(box), line, strict=True):
                entry = as_typed(typed)
                if isinstance(entry, Formula) and self.behind.get((row, column)) == entry:
                    continue
                self.cells.pop((row, column), None)
                self.behind.pop((row, column), None)
                if isinstance(entry, Formula):
                    self.behind[row, column] = entry
                elif entry is not None:
                    self.cells[row, column] = entry

    def merged(self, box: Box) -> bool | None:
        """Tell whether all cells are merged (True), none (False), or some (None), as Excel does."""
        inside = sum(_common(area, box) for area in self.joined)
        size = _common(box, box)
        return False if not inside else True if inside == size else None

    def merged_area(self, row: int, column: int) -> Box:
        """Return the merged area that a cell is in, else the cell."""
        cell = (row, column, row, column)
        return next((area for area in self.joined if _common(area, cell)), cell)

    def hidden(self, first: int, last: int, *, rows: bool) -> bool | None:
        """Tell whether all of these rows, else columns, are hidden (True), none (False), or some (None)."""
        among = (self.hidden_rows if rows else self.hidden_columns) & set(range(first, last + 1))
        return False if not among else True if len(among) == last - first + 1 else None

    def tables(self) -> Sequence[MemoryTable]:
        """Return the tables of the sheet."""
        return self.kept

    def new_table(self, name: str, box: Box) -> MemoryTable:
        """Make cells a table."""
        self.kept.append(MemoryTable(name, box))
        return self.kept[-1]


def _common(first: Box, second: Box) -> int:
    """Return how many cells two areas share."""
    rows = min(first[2], second[2]) - max(first[0], second[0]) + 1
    columns = min(first[3], second[3]) - max(first[1], second[1]) + 1
    return max(0, rows) * max(0, columns)


def _rows(box: Box) -> range:
    return range(box[0], box[2] + 1)


def _columns(box: Box) -> range:
    return range(box[1], box[3] + 1)


def memory_sheets(path: Path) -> list[MemorySheet]:
    """Return the sheets of a workbook file; cached values stand for calculated ones."""
    shown, typed = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    return [_sheet(shown[title], typed[title]) for title in typed.sheetnames]


def _sheet(shown: Worksheet, typed: Worksheet) -> MemorySheet:
    sheet = MemorySheet(typed.title, visible=typed.sheet_state == "visible")
    for line in shown.iter_rows():
        sheet.cells |= {(cell.row, cell.column): _number(cell.value) for cell in line if cell.value is not None}
    for line in typed.iter_rows():
        for cell in line:
            text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
            if cell.data_type == "f":
                sheet.behind[cell.row, cell.column] = text
    sheet.joined = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in typed.merged_cells.ranges]
    sheet.hidden_rows = {row for row, about in typed.row_dimensions.items() if about.hidden}
    for about in typed.column_dimensions.values():
        if about.hidden:
            sheet.hidden_columns.update(range(about.min, about.max + 1))
    for table in typed.tables.values():
        left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
        sheet.kept.append(MemoryTable(table.displayName, (top, left, bottom, right), bool(table.totalsRowCount)))
    return sheet


@cache
def _example() -> list[MemorySheet]:
    with tempfile.TemporaryDirectory() as folder:
        return memory_sheets(reqsheets.new("feedback", Path(folder) / "a.xlsx", example=True))


def example_sheets() -> list[MemorySheet]:
    """Return the sheets of the example register, fresh."""
    return deepcopy(_example())


def _number(value: Any) -> Any:
    return float(value) if type(value) is int else value
