"""The words of a workbook's language, swapped for ours where a sheet is read, and back where a plan is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from reqsheets.model.plan import AddColumn, AddRow, AddSheet, Change, Finding, Plan, ReplaceRows, Row, SetCell, Value
from reqsheets.model.spec import Purpose, SheetSpec, WorkbookSpec

LISTING: dict[Purpose, tuple[str, ...]] = {"options": ("aliases",), "parameters": ("value",)}  # may hold lists
Key = TypeVar("Key", int, str)


def swapped(sheet: SheetSpec, name: str, value: Value) -> Value:
    """Return what stands in a cell for our word, or our word for what stands there; the same for all that is none."""
    return sheet.terms.swapped(value, listed=_lists(sheet, name)) if isinstance(value, str) else value


def swapped_all(sheet: SheetSpec, name: str, values: list[Value]) -> list[Value]:
    """Return the swapped values of a column; a column that is none of the sheet's own stays."""
    if not sheet.terms.words or not _is_ours(sheet, name):
        return values
    known = {value: swapped(sheet, name, value) for value in {value for value in values if isinstance(value, str)}}
    return [known[value] if isinstance(value, str) else value for value in values]


def as_written(spec: WorkbookSpec, plan: Plan) -> Plan:
    """Return the plan of cells as the workbook has it in its language."""
    if not spec.terms.words:
        return plan
    return replace(plan, changes=tuple(_written(spec, change) for change in plan.changes))


def as_told(spec: WorkbookSpec, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings with options and parameters called as the workbook calls them."""
    terms = spec.terms
    for finding in findings:
        message, hint = terms.spoken(finding.message), terms.spoken(finding.hint)
        yield replace(finding, value=terms.swapped(finding.value), message=message, hint=hint)


def _written(spec: WorkbookSpec, change: Change) -> Change:
    match change:
        case SetCell(at=at, old=old, new=new):
            sheet = spec.sheet(at.sheet)
            both = [swapped(sheet, at.column, value) if _is_ours(sheet, at.column) else value for value in (old, new)]
            return replace(change, old=both[0], new=both[1])
        case AddRow(sheet=name):
            sheet, given = spec.sheet(name), change.values
            held = {column: swapped_all(sheet, column, [value])[0] for column, value in given.items()}
            return replace(change, values=held)
        case ReplaceRows(sheet=name, columns=columns, old=old, new=new):
            sheet = spec.sheet(name)
            return replace(change, old=_rows(sheet, columns, old), new=_rows(sheet, columns, new))
        case AddSheet(sheet=name, columns=columns, rows=rows):
            return replace(change, rows=_rows(spec.sheet(name), columns, rows))
        case AddColumn(sheet=name, column=column):
            return replace(change, values=_cells(spec.sheet(name), column, change.values))
        case _:
            return change


def _cells(sheet: SheetSpec, column: str, cells: Mapping[Key, Value]) -> dict[Key, Value]:
    return dict(zip(cells, swapped_all(sheet, column, list(cells.values())), strict=True))


def _rows(sheet: SheetSpec, columns: tuple[str, ...], rows: Mapping[int, Row]) -> dict[int, Row]:
    """Return the rows swapped column by column, as many texts stand in them often."""
    held = [swapped_all(sheet, name, [row[at] for row in rows.values()]) for at, name in enumerate(columns)]
    return dict(zip(rows, zip(*held, strict=True), strict=True)) if held else dict(rows)


def _is_ours(sheet: SheetSpec, name: str) -> bool:
    return any(column.name == name for column in sheet.columns)


def _lists(sheet: SheetSpec, name: str) -> bool:
    """Tell whether a column's texts may be several words."""
    if sheet.purpose == "dashboard" or name in LISTING.get(sheet.purpose, ()):
        return True
    column = next((column for column in sheet.columns if column.name == name), None)
    joins = column is not None and column.figure is not None and column.figure.of in ("joined", "earlier")
    return joins or (column is not None and column.type == "multi")
