"""Which live formulas a write puts beside the values of a rated sheet, and how far its table must reach for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from reqsheets.model.frames import row_numbers
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Growth, letters
from reqsheets.xlsx.patching.followers import Table, table_columns, tables_of
from reqsheets.xlsx.patching.sheet_edit import SheetEdit
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.formulas import live_formula

_COLUMN_OF_TABLE = re.compile(r"(?<![\w.])([^\W\d][\w.]*+)\[(?:\[#This Row\],)?\[?((?:'.|[^\[\]'])++)\]")
_TABLE = re.compile(r"(?<![\w.])([^\W\d][\w.]*+)\[")
_THIS_ROW = re.compile(r"(?<![\w.])([^\W\d][\w.]*+)\[\[#This Row\],\[((?:'.|[^\[\]'])++)\]\]")
_LACKING = "\0"  # stands for a column that the sheet has not; no formula holds one


def with_live(reading: Reading, sheet: str, package: Package, edit: SheetEdit) -> SheetEdit:
    """Return the edit with the live formulas of its sheet; the table grows over rows of the sheet that follow it.

    Rows that the table cannot take in get the same formulas with plain references.
    """
    live = _live(reading, sheet, package)
    if not live and edit.growth is None:
        return edit
    layout, spec = reading.layouts[sheet], reading.spec.sheet(sheet)
    table = _table_of(package, layout)
    last = _last_that_belongs(reading, sheet, table, package) if table else 0
    edit = replace(edit, growth=_growth(edit.growth, table, last, layout))
    if not live:
        return edit
    beyond = {column: _plain(formula, spec, layout) for column, formula in live.items()}
    edit = replace(edit, live=live, beyond={column: formula for column, formula in beyond.items() if formula})
    named = {match[1] for formula in live.values() for match in _THIS_ROW.finditer(formula)}
    if table is None or named != {table.name}:
        return replace(edit, table=(0, 0))
    return replace(edit, table=(table.area.top + 1, max(last, edit.growth.new_last if edit.growth else 0)))


def _table_of(package: Package, layout: SheetLayout) -> Table | None:
    """Return the table that begins with the sheet's header."""
    left, right = min(layout.columns.values()), max(layout.columns.values())
    for table in tables_of(package):
        here = table.part == package.sheets[layout.title] and table.area.top == layout.header_row
        if here and table.area.left <= right and left <= table.area.right:
            return table
    return None


def _growth(growth: Growth | None, table: Table | None, last: int, layout: SheetLayout) -> Growth | None:
    """Return how a block becomes longer, the rows counted among the new ones that its table does not hold yet."""
    if table is None or last <= table.area.bottom or (growth and growth.new_last < growth.last):
        return growth
    if growth is not None and growth.last > last:
        return growth
    numbers = layout.columns.values()
    new_last = max(last, growth.new_last if growth else 0)
    return Growth(table.area.top + 1, table.area.bottom, new_last, min(numbers), max(numbers))


def _last_that_belongs(reading: Reading, sheet: str, table: Table, package: Package) -> int:
    """Return the last row that the table holds or may take in: one with a key, no gap above it, nothing in the way."""
    spec, frame = reading.spec.sheet(sheet), reading.frames[sheet]
    keys = [frame[name].tolist() for name in spec.key if name in frame.columns]
    last = table.area.bottom - table.totals
    if table.totals or not keys:
        return last
    others = [other.area for other in tables_of(package) if other.part == table.part and other.name != table.name]
    numbered = {row for row, *held in zip(row_numbers(frame), *keys, strict=True) if None not in held}
    while last + 1 in numbered and not any(other.meets(table.area.down_to(last + 1)) for other in others):
        last += 1
    return last


def _plain(formula: str, spec: SheetSpec, layout: SheetLayout) -> str:
    """Return a formula that names its own row by a table with plain references; nothing where a column is lacking."""
    titles = {re.sub(r"(['\[\]#])", r"'\1", column.title): column.name for column in spec.columns}

    def placed(match: re.Match[str]) -> str:
        number = layout.columns.get(titles.get(match[2], ""))
        return f"${letters(number)}{{row}}" if number else _LACKING

    plain = _THIS_ROW.sub(placed, formula)
    return "" if _LACKING in plain or _TABLE.search(plain) else plain


def _live(reading: Reading, sheet: str, package: Package) -> dict[int, str]:
    """Return the live formulas of a sheet by column number, those that would find all they refer to."""
    spec, layout = reading.spec.sheet(sheet), reading.layouts[sheet]
    if not spec.rating:
        return {}
    tables = table_columns(package)
    live = {}
    for column in spec.rating.columns:
        formula = live_formula(reading.spec, spec, column)
        if column in layout.columns and formula and _stands(formula, tables):
            live[layout.columns[column]] = formula
    return live


def _stands(formula: str, tables: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the workbook has every table and column that a formula names; else Excel would not open it."""
    named = {(table, re.sub(r"'(.)", r"\1", title)) for table, title in _COLUMN_OF_TABLE.findall(formula)}
    return all(table in tables for table in _TABLE.findall(formula)) and all(
        title in tables.get(table, ()) for table, title in named
    )
