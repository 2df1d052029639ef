"""What shall change on one worksheet, told by Excel's row and column numbers; knows no spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reqsheets.model.plan import Row, Severity, Value
from reqsheets.xlsx.package.references import Area, Growth
from reqsheets.xlsx.patching.hyperlinks import Links

LAST_ROW, LAST_COLUMN = 1048576, 16384


@dataclass(frozen=True, slots=True)
class Rewrite:
    """All rows of a block, before and after; each tuple goes with `columns`.

    `came_from` tells which old row a new row continues (the same key), so that its look follows it.
    """

    columns: tuple[int, ...]
    old: Mapping[int, Row]
    new: Mapping[int, Row]
    came_from: Mapping[int, int] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Whether a row goes to another place or goes away."""
        stay = {number for number, source in self.came_from.items() if number == source}
        return len(stay) < len(self.old)

    def rows(self) -> set[int]:
        """Return the numbers of the rows to look at: all where rows move, else those that differ."""
        numbers = self.old.keys() | self.new.keys()
        if self.moves:
            return numbers
        return {number for number in numbers if not _alike(self.old.get(number), self.new.get(number))}


@dataclass(frozen=True, slots=True)
class Pushed:
    """A table's row of totals that goes further down, and the columns of the table."""

    row: int
    to: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """Cells by row and column, and at most one rewritten block.

    `live` gives blank cells of a column a formula beside their value. `first_row` is the first one whose looks new
    cells may take: the row below the header. `growth` tells how the block of rows became longer or shorter.
    """

    cells: Mapping[int, Mapping[int, Value]] = field(default_factory=dict)
    rewrite: Rewrite | None = None
    live: Mapping[int, str] = field(default_factory=dict)
    beyond: Mapping[int, str] = field(default_factory=dict)  # the same for rows that no table holds; {row} is their own
    table: tuple[int, int] = (1, LAST_ROW)  # the first and last row of the table that `live` is about
    first_row: int = 1
    added: frozenset[int] = frozenset()  # rows that are new: their blanks only lay out missing cells
    growth: Growth | None = None
    uncached: Mapping[int, frozenset[int]] = field(
        default_factory=dict
    )  # columns by row: formulas to lose their result
    fixed: Mapping[int, frozenset[int]] = field(default_factory=dict)  # columns by row: a value takes a formula's place
    relaid: Mapping[int, frozenset[int]] = field(default_factory=dict)  # columns by row: the live formula comes back
    spelled: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # formulas to tell in full
    pushed: Pushed | None = None
    links: Links | None = None  # where a column's cells lead, None: as they do now
    marks: Mapping[Severity, tuple[Area, ...]] | None = None  # all that the sheet shall have; None: as it has now

    def formula(self, row: int, column: int) -> str:
        """Return the formula that a blank cell gets beside its value, or nothing."""
        if self.table[0] <= row <= self.table[1]:
            return self.live.get(column, "")
        return self.beyond.get(column, "").replace("{row}", str(row))

    def rows(self) -> list[int]:
        """Return the numbers of the rows to change, rising."""
        numbers = self.cells.keys() | self.uncached.keys() | self.spelled.keys()
        if self.rewrite:
            numbers |= self.rewrite.rows()
        if self.pushed:
            numbers |= set(range(self.pushed.row, self.pushed.to + 1))
        return sorted(numbers)

    def box(self) -> Area | None:
        """Return the smallest area with every cell that gets a value."""
        rows = [row for row, cells in self.cells.items() if any(value is not None for value in cells.values())]
        columns = {c for cells in self.cells.values() for c, value in cells.items() if value is not None}
        if self.rewrite and self.rewrite.new:
            rows += [min(self.rewrite.new), max(self.rewrite.new)]
            columns |= set(self.rewrite.columns)
        return Area(min(rows), min(columns), max(rows), max(columns)) if rows and columns else None

    def touches(self, row: int, column: int) -> bool:
        """Tell whether a cell is among those to change."""
        if column in self.cells.get(row, ()):
            return True
        return bool(self.rewrite) and self._rewrites(row, column)

    def _rewrites(self, row: int, column: int) -> bool:
        rewrite = self.rewrite
        if not rewrite or column not in rewrite.columns or (row not in rewrite.old and row not in rewrite.new):
            return False
        at = rewrite.columns.index(column)
        before, after = rewrite.old.get(row), rewrite.new.get(row)
        return (before[at] if before else None) != (after[at] if after else None)


def _alike(before: Row | None, after: Row | None) -> bool:
    return before == after and list(map(type, before or ())) == list(map(type, after or ()))
