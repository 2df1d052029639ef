"""Which formulas read cells that an edit changes: their results are stale, and so are the results that rest on them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import assert_never

from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Area, area, column_number
from reqsheets.xlsx.package.sheet_blocks import Finder, UnusualSpellingError, blocks, respelled_blocks
from reqsheets.xlsx.package.xml_bytes import attribute
from reqsheets.xlsx.patching.cell_xml import array_range, formula_of
from reqsheets.xlsx.patching.existing_rows import moved_rows
from reqsheets.xlsx.patching.followers import Table, defined_names, grown_name, tables_of
from reqsheets.xlsx.patching.formula_text import (
    Anywhere,
    CellsNamed,
    NameUsed,
    Reference,
    TableNamed,
    filled_down,
    references,
)
from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit

ROUNDS = 50  # a longer chain of formulas that stand before what they read: all that are left count as stale
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"')


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula where it stands before the edit; `covers` is what an array formula fills."""

    part: str
    row: int
    column: int
    text: str
    covers: Area


@dataclass
class Changed:
    """Cells of a workbook: rising rows by part and column."""

    cells: defaultdict[str, defaultdict[int, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, part: str, row: int, column: int) -> None:
        """Note one more cell."""
        rows = self.cells[part][column]
        if not rows or rows[-1] < row:
            rows.append(row)
        elif rows[bisect_left(rows, row)] != row:
            insort(rows, row)

    def meets(self, part: str, where: Area) -> bool:
        """Tell whether a cell of an area is among them."""
        columns = self.cells.get(part)
        if not columns:
            return False
        if where.right - where.left > len(columns):
            return any(_any(rows, where) for column, rows in columns.items() if where.left <= column <= where.right)
        return any(_any(columns[column], where) for column in range(where.left, where.right + 1) if column in columns)


def _any(rows: Sequence[int], where: Area) -> bool:
    return bisect_right(rows, where.bottom) > bisect_left(rows, where.top)


def stale(
    package: Package, edits: Mapping[str, SheetEdit], parts: Iterable[str], known: Mapping[str, frozenset[int]]
) -> dict[str, dict[int, frozenset[int]]]:
    """Return the cells whose formula must lose its result, by part and row, where they stand after the edit.

    `parts` are looked at; `known`: the columns of each sheet whose formulas we keep right ourselves. A formula
    whose text does not tell what it reads (INDIRECT, OFFSET) counts as stale.
    """
    left = [cell for part in parts for cell in formula_cells(package, part, known.get(part, ()))]
    if not left:
        return {}
    book = _Book(package, edits)
    found: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    left = [cell for cell in left if not book.is_set(cell)]
    for turn in range(ROUNDS + 1):
        right: list[FormulaCell] = []
        for cell in left:
            if turn < ROUNDS and not book.is_stale(cell):
                right.append(cell)
                continue
            for row, column in book.gone_stale(cell):
                found[cell.part][row].add(column)
        if len(right) == len(left):
            break
        left = right
    return {part: {row: frozenset(columns) for row, columns in rows.items()} for part, rows in found.items()}


class _Book:
    """A workbook with what an edit changes, and what formulas in it refer to."""

    def __init__(self, package: Package, edits: Mapping[str, SheetEdit]) -> None:
        self._package = package
        self._edits = edits
        self._parts = {title.lower(): part for title, part in package.sheets.items()}
        self._to = {part: moved_rows(edit.rewrite) if edit.rewrite else {} for part, edit in edits.items()}
        self._changed = _changed(edits)
        self._lost = Changed()  # those whose formula loses its result

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name.lower(): table for table in tables_of(self._package)}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        names = defined_names(self._package)
        for title, part in self._package.sheets.items():
            growth = self._edits[part].growth if part in self._edits else None
            if growth:
                names = {name: [grown_name(text, title, growth) for text in texts] for name, texts in names.items()}
        return names

    def is_set(self, cell: FormulaCell) -> bool:
        """Tell whether the edit itself says what the formula gives; totals that are pushed down lose it anyway."""
        edit = self._edits.get(cell.part)
        if edit and edit.pushed and edit.pushed.row == cell.row:
            return True
        return bool(edit) and cell.column in edit.cells.get(cell.row, ()) if edit else False

    def is_stale(self, cell: FormulaCell) -> bool:
        """Tell whether a formula reads what is changed."""
        return any(self._reads(cell, reference, frozenset()) for reference in _references(cell.text))

    def gone_stale(self, cell: FormulaCell) -> Iterator[tuple[int, int]]:
        """Yield where the formula and what it fills stand after the edit; from now on these count as changed."""
        rewrite = self._rewrite(cell)
        if rewrite and cell.row in rewrite.old and cell.column in rewrite.columns:
            if cell.row in self._to[cell.part]:
                row = self._to[cell.part][cell.row]
                self._changed.add(cell.part, row, cell.column)
                self._lost.add(cell.part, row, cell.column)
                yield row, cell.column
            return
        for row in range(cell.covers.top, cell.covers.bottom + 1):
            for column in range(cell.covers.left, cell.covers.right + 1):
                self._changed.add(cell.part, row, column)
                yield row, column

    def _rewrite(self, cell: FormulaCell) -> Rewrite | None:
        edit = self._edits.get(cell.part)
        return edit.rewrite if edit else None

    def _reads(self, cell: FormulaCell, reference: Reference, seen: frozenset[str]) -> bool:
        match reference:
            case Anywhere():
                return True
            case CellsNamed(sheet=sheet, area=where):
                part = self._parts.get(sheet.lower()) if sheet else cell.part
                return part is not None and self._meets(cell, part, where)
            case TableNamed(table=name):
                table = self._tables.get(name.lower()) if name else self._own_table(cell)
                return table is not None and self._reads_table(cell, table, reference)
            case NameUsed(name=name):
                return self._reads_name(cell, name.lower(), seen)
            case _:
                assert_never(reference)

    def _reads_name(self, cell: FormulaCell, name: str, seen: frozenset[str]) -> bool:
        if name in self._tables:
            return self._reads_table(cell, self._tables[name], TableNamed(name, (), this_row=False))
        if name in seen:
            return False
        texts = self._names.get(name, ())
        return any(self._reads(cell, inner, seen | {name}) for text in texts for inner in _references(text))

    def _own_table(self, cell: FormulaCell) -> Table | None:
        there = (table for table in self._tables.values() if table.part == cell.part)
        return next((table for table in there if table.area.holds(cell.row, cell.column)), None)

    def _reads_table(self, cell: FormulaCell, table: Table, reference: TableNamed) -> bool:
        covered = table.area
        edit = self._edits.get(table.part)
        if edit and edit.growth:
            covered = edit.growth.of(covered)
        if reference.this_row:
            covered = Area(cell.row, covered.left, cell.row, covered.right)
        wanted = [title.lower() for title in reference.columns]
        places = [covered.left + i for i, title in enumerate(table.columns) if title.lower() in wanted]
        if len(places) < len(wanted) or not places:
            return self._meets(cell, table.part, covered)
        return any(self._meets(cell, table.part, Area(covered.top, at, covered.bottom, at)) for at in places)

    def _meets(self, cell: FormulaCell, part: str, where: Area) -> bool:
        """Tell whether an area holds changed cells; a formula that moves reads its own row where that goes."""
        rewrite = self._rewrite(cell)
        own_row = part == cell.part and where.top == where.bottom == cell.row
        if not own_row or not rewrite or cell.row not in rewrite.old:
            return self._changed.meets(part, where)
        row = self._to[part].get(cell.row)
        if row is None or row == cell.row:
            return row is not None and self._changed.meets(part, where)
        return self._differs(rewrite, (cell.row, row), where) or self._lost.meets(
            part, Area(row, where.left, row, where.right)
        )

    def _differs(self, rewrite: Rewrite, rows: tuple[int, int], where: Area) -> bool:
        """Tell whether what a moving row holds in some columns changes, or does not move with it."""
        old, new = rewrite.old[rows[0]], rewrite.new[rows[1]]
        here = [at for at, column in enumerate(rewrite.columns) if where.left <= column <= where.right]
        return any(old[at] != new[at] for at in here) or len(here) < where.right - where.left + 1


def _changed(edits: Mapping[str, SheetEdit]) -> Changed:
    """Return the cells whose value an edit changes, by their places."""
    found = Changed()
    for part, edit in edits.items():
        rewrite = edit.rewrite
        if rewrite:
            blank = (None,) * len(rewrite.columns)
            for row in sorted(rewrite.old.keys() | rewrite.new.keys()):
                pairs = zip(rewrite.columns, rewrite.old.get(row, blank), rewrite.new.get(row, blank), strict=True)
                for column, old, new in pairs:
                    if old != new:
                        found.add(part, row, column)
        for row, cells in sorted(edit.cells.items()):
            for column, value in cells.items():
                if value is not None or row not in edit.added:
                    found.add(part, row, column)
    return found


@lru_cache(maxsize=1 << 12)
def _references(text: str) -> tuple[Reference, ...]:
    return tuple(references(text))


def formula_cells(package: Package, part: str, known: Iterable[int]) -> Iterator[FormulaCell]:
    """Yield the formulas of a sheet as it stands, those of the known columns left out."""
    skipped = frozenset(known)
    masters: dict[str, tuple[str, int, int]] = {}
    for row, column, cell in _cells(package, part, skipped):
        if column in skipped:
            continue
        text, tag = formula_of(cell)
        if attribute(tag, "t") == "shared":
            group = attribute(tag, "si") or ""
            if text:
                masters[group] = (text, row, column)
            elif group in masters:
                master, top, left = masters[group]
                text = filled_down(master, row - top, column - left)
        here = Area(row, column, row, column)
        covers = area(array_range(cell) or "") or here
        if attribute(tag, "t") == "dataTable":
            text = "OFFSET()"  # it reads through the cells that it varies
        yield FormulaCell(part, row, column, text, covers)


def _cells(package: Package, part: str, known: frozenset[int]) -> Iterator[tuple[int, int, bytes]]:
    """Yield row, column and XML of each cell that holds a formula."""
    try:
        for kind, block in blocks(package.stream(part)):
            if kind in {"rows", "last"} and b"<f" in block:
                yield from _fast_cells(block, known)
    except UnusualSpellingError:
        found = respelled_blocks(b"".join(package.stream(part)), part, in_order=False)
        for kind, block in found.pieces:
            if kind != "last":
                continue
            for place in found.finder.every_row(block):
                for cell in found.finder.every_cell(block, place) if place.inner < place.close else ():
                    xml = block[cell.start : cell.end]
                    if formula_of(xml)[1]:
                        yield place.number, cell.column, xml


def _fast_cells(block: bytes, known: frozenset[int]) -> Iterator[tuple[int, int, bytes]]:
    Finder().check_cells(block)
    at = block.find(b"<f")
    while at >= 0:
        start = block.rfind(b"<c ", 0, at)
        match = _CELL.match(block, start) if start >= 0 else None
        end = block.find(b"</c>", at)
        if match is None or end < 0:
            raise UnusualSpellingError
        column = column_number(match[1].decode())
        if column not in known:
            yield int(match[2]), column, block[start : end + 4]
        at = block.find(b"<f", end)
