"""A plan as edits of worksheets: names of sheets and columns become parts and column numbers."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from reqsheets.domain.register.log_end import log_end
from reqsheets.model.frames import row_numbers
from reqsheets.model.plan import (
    AddRow,
    Formula,
    MarkCells,
    Plan,
    ReplaceRows,
    Row,
    SetCell,
    Severity,
    Value,
    cell_changes,
)
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Area, Growth
from reqsheets.xlsx.patching.hyperlinks import Links, links_of
from reqsheets.xlsx.patching.live_formulas import with_live
from reqsheets.xlsx.patching.package_writer import Known
from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.own_words import as_written
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.home_values import home_formulas, home_values
from reqsheets.xlsx.template.tiles import tile_values, tiles


def edits_of(reading: Reading, plan: Plan, package: Package) -> dict[str, SheetEdit]:
    """Return what a plan changes, by part of the sheet."""
    cells: defaultdict[str, defaultdict[int, dict[int, Value]]] = defaultdict(lambda: defaultdict(dict))
    formulas = _formulas(reading, plan)
    shown, plan = list(_shown(reading, plan, package)), as_written(reading.spec, plan)
    added: defaultdict[str, list[AddRow]] = defaultdict(list)
    rewritten: dict[str, ReplaceRows] = {}
    marks: dict[str, Mapping[Severity, tuple[Area, ...]]] = {}
    for change in cell_changes(plan):
        match change:
            case SetCell(at=at, new=new):
                cells[at.sheet][at.row][reading.layouts[at.sheet].columns[at.column]] = new
            case AddRow(sheet=sheet):
                added[sheet].append(change)
            case ReplaceRows(sheet=sheet):
                rewritten[sheet] = change
            case MarkCells(sheet=sheet):
                marks[sheet] = _marked(reading.layouts[sheet], change)
            case _:
                assert_never(change)
    for sheet, row in ((sheet, row) for sheet, rows in added.items() for row in rows):
        cells[sheet][row.row].update(_laid_out(reading.layouts[sheet], row))
    for name, place, held in shown:
        cells[name][place].update(held)
    edits = {}
    for sheet in cells.keys() | rewritten.keys() | marks.keys():
        edit = replace(_edit(reading, sheet, cells[sheet], added[sheet], rewritten.get(sheet)), marks=marks.get(sheet))
        edit = with_live(reading, sheet, package, edit)
        edit = replace(edit, fixed=formulas.get((sheet, "value"), {}), relaid=formulas.get((sheet, "live"), {}))
        edits[package.sheets[reading.layouts[sheet].title]] = edit
    return dict(sorted(edits.items()))


def _shown(reading: Reading, plan: Plan, package: Package) -> Iterator[tuple[str, int, dict[int, Value]]]:
    """Yield what dashboard and home show once the plan is carried out, by sheet and row, in the workbook's words."""
    replaced = {change.sheet: change for change in plan.changes if isinstance(change, ReplaceRows)}
    for name, place, held in (*_tiles(reading, package, replaced), *home_values(reading, package, plan)):
        yield name, place, {column: reading.spec.terms.shown(value) for column, value in held.items()}


def _formulas(reading: Reading, plan: Plan) -> dict[tuple[str, Formula], dict[int, frozenset[int]]]:
    """Return by sheet the cells, column numbers by row, whose formula goes or comes back."""
    found: defaultdict[tuple[str, Formula], defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for change in plan.changes:
        if isinstance(change, SetCell) and change.formula != "kept":
            at = change.at
            found[at.sheet, change.formula][at.row].add(reading.layouts[at.sheet].columns[at.column])
    return {place: {row: frozenset(columns) for row, columns in rows.items()} for place, rows in found.items()}


def _tiles(
    reading: Reading, package: Package, rewritten: Mapping[str, ReplaceRows]
) -> Iterator[tuple[str, int, Mapping[int, Value]]]:
    """Yield sheet, row and cells of the dashboard's tiles, where the figures that they show are rewritten."""
    figures, shown = reading.spec.purpose("figures"), reading.spec.purpose("dashboard")
    if figures is not None and shown is not None and figures.name in rewritten:
        for place, held in tile_values(tiles(reading, package), rewritten[figures.name]).items():
            yield shown.name, place, held


def known_formulas(reading: Reading, package: Package) -> dict[str, Known]:
    """Return by part the formulas whose results the operations keep right: those in columns that are ours.

    Only those of a score or grade are counted: in any other column of ours somebody else put them there.
    """
    known = {}
    for sheet in reading.spec.sheets:
        if sheet.name in reading.layouts:
            layout = reading.layouts[sheet.name]
            ours = [column.name for column in sheet.columns if column.derived and column.name in layout.columns]
            rated = sheet.rating.columns if sheet.rating else ()
            count = sum(len(reading.frames.formula_rows(sheet.name, column)) for column in rated)
            count += len(tiles(reading, package)) if sheet.purpose == "dashboard" else 0
            count += len(home_formulas(reading, package)) if sheet.purpose == "home" else 0
            known[package.sheets[layout.title]] = Known(frozenset(layout.columns[name] for name in ours), count)
    return known


def _marked(layout: SheetLayout, change: MarkCells) -> dict[Severity, tuple[Area, ...]]:
    """Return the areas to mark by level, from left to right and top to bottom."""
    found: defaultdict[Severity, list[tuple[int, int, int]]] = defaultdict(list)
    for mark in change.new:
        found[mark.severity].append((layout.columns[mark.column], mark.first, mark.last))
    return {
        level: tuple(Area(first, column, last, column) for column, first, last in sorted(places))
        for level, places in found.items()
    }


def _laid_out(layout: SheetLayout, row: AddRow) -> dict[int, Value]:
    """Return a new row's values by column number, None in every column that it says nothing about."""
    return {number: row.values.get(name) for name, number in layout.columns.items()}


def _edit(
    reading: Reading,
    sheet: str,
    cells: Mapping[int, Mapping[int, Value]],
    added: Sequence[AddRow],
    rewritten: ReplaceRows | None,
) -> SheetEdit:
    layout = reading.layouts[sheet]
    last = last_row(reading, sheet)
    new_last = max((row.row for row in added), default=last)
    rewrite = None
    if rewritten:
        columns = tuple(layout.columns[name] for name in rewritten.columns)
        came_from = _came_from(reading.spec.sheet(sheet), rewritten)
        rewrite = Rewrite(columns, rewritten.old, rewritten.new, came_from)
        new_last = max((*rewritten.new, *(row.row for row in added)), default=layout.header_row)
    elif new_last < last:
        new_last = last
    numbers = layout.columns.values()
    growth = Growth(layout.header_row + 1, last, new_last, min(numbers), max(numbers)) if new_last != last else None
    fresh = frozenset(row.row for row in added)
    links = _links(reading.spec.sheet(sheet), layout, rewritten) if rewritten else None
    return SheetEdit(cells, rewrite, first_row=layout.header_row + 1, added=fresh, growth=growth, links=links)


def last_row(reading: Reading, sheet: str) -> int:
    """Return the last row of a sheet's table, its header row where it has none; of a log the last that is its own."""
    spec, header_row = reading.spec.sheet(sheet), reading.layouts[sheet].header_row
    if spec.role == "log":
        return log_end(reading.frames, spec).last
    return max(row_numbers(reading.frames[sheet]), default=header_row)


def _links(spec: SheetSpec, layout: SheetLayout, rewritten: ReplaceRows) -> Links | None:
    """Return where the cells of the column lead whose texts are addresses, if the sheet has one."""
    there = rewritten.columns
    for column in spec.columns:
        if column.leads_to and column.name in there and column.leads_to in there:
            at = there.index(column.leads_to), there.index(column.name)
            return links_of(layout.columns[column.name], layout.header_row + 1, rewritten.new, *at)
    return None


def _came_from(spec: SheetSpec, rewritten: ReplaceRows) -> dict[int, int]:
    """Return which old row each new row continues: that with the same key, of several the one in its turn.

    Rows without a key continue an equal row.
    """
    at = [rewritten.columns.index(name) for name in spec.key if name in rewritten.columns]

    def key(row: Row) -> Row:
        parts = tuple([row[i] for i in at])
        return ("", *row) if parts.count(None) == len(parts) else parts

    places: defaultdict[Row, deque[int]] = defaultdict(deque)
    for number, row in rewritten.old.items():
        places[key(row)].append(number)
    found = {}
    for number, row in rewritten.new.items():
        there = places.get(key(row))
        if there:
            found[number] = there.popleft()
    return found
