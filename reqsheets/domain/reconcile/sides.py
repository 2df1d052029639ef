"""One sheet on the three sides: its rows by key, people's cells column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reqsheets.domain.register.compare import row_keys
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Row, Value
from reqsheets.model.spec import ColumnSpec, SheetSpec


@dataclass(frozen=True)
class Side:
    """The rows of one sheet on one side: people's cells and Excel row by key; keys that stand twice are apart."""

    cells: Mapping[str, Row]
    at: Mapping[str, int]
    twice: frozenset[str]
    formulas: Mapping[str, frozenset[int]] = field(default_factory=dict)  # by column the Excel rows that hold one


@dataclass(frozen=True)
class Sides:
    """One sheet of mine's, with base and theirs; `columns` are those that people fill and that mine and theirs have."""

    sheet: SheetSpec
    columns: tuple[str, ...]
    specs: Mapping[str, ColumnSpec]
    base: Side
    mine: Side
    theirs: Side

    def spec_of(self, name: str) -> ColumnSpec | None:
        """Return the column's spec; None for a column of people's own."""
        return self.specs.get(name)

    def named(self, cells: Row | None) -> dict[str, Value]:
        """Return a row's cells by column."""
        return {} if cells is None else dict(zip(self.columns, cells, strict=True))


def sides(
    sheet: SheetSpec, base: Frames, mine: Frames, theirs: Frames, renamed: Callable[[str], str] = str
) -> Sides | None:
    """Return the sheet on its three sides; None where mine or theirs lacks it, which says nothing (section 2).

    `renamed` gives the key of a row of theirs in mine's numbers.
    """
    if sheet.name not in mine or sheet.name not in theirs:
        return None
    ours = {column.name for column in sheet.columns if column.derived and column.name not in sheet.key}
    held = [str(name) for name in mine[sheet.name].columns]
    columns = tuple(name for name in held if name not in ours and name in theirs[sheet.name].columns)
    specs = {column.name: column for column in sheet.columns}
    theirs_side = _side(sheet, theirs, columns)
    return Sides(
        sheet,
        columns,
        specs,
        _side(sheet, base, columns),
        _side(sheet, mine, columns),
        _renamed(theirs_side, renamed),
    )


def _side(sheet: SheetSpec, frames: Frames, columns: tuple[str, ...]) -> Side:
    if sheet.name not in frames:
        return Side({}, {}, frozenset())
    frame = frames[sheet.name]
    blank: list[Value] = [None] * len(frame)
    parts = [frame[name].tolist() if name in frame.columns else blank for name in columns]
    keys = row_keys(sheet, frames)
    rows = zip(*parts, strict=True) if parts else iter([()] * len(frame))
    cells = dict(zip(keys, rows, strict=True))
    twice = frozenset(part for key in keys if "#" in key for part in (key, key.rpartition("#")[0]) if part in keys)
    formulas = {name: frames.formula_rows(sheet.name, name) for name in columns}
    return Side(cells, keys, twice, formulas)


def _renamed(side: Side, renamed: Callable[[str], str]) -> Side:
    return Side(
        {renamed(key): row for key, row in side.cells.items()},
        {renamed(key): at for key, at in side.at.items()},
        frozenset(map(renamed, side.twice)),
        side.formulas,
    )
