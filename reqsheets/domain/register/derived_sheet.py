"""The rows of a derived sheet, rewritten: our columns computed anew, what people typed follows its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reqsheets.domain.register.columns import all_readable, first_rows, needed, numbers, sheet_if_there
from reqsheets.domain.register.places import Places, places
from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import ReplaceRows, Row, Value, Words
from reqsheets.model.spec import Purpose, SheetSpec, WorkbookSpec


@dataclass(frozen=True)
class DerivedSheet:
    """A derived sheet as it stands, column by column.

    `first` leads from a number to its first row, `again` to its further ones (copied rows), counted from 0. `people`
    are the columns that people fill: those of the spec that are not derived, and all that it does not know.
    """

    sheet: SheetSpec
    rows: list[int]
    columns: dict[str, list[Value]]
    numbers: list[str | None]
    first: dict[str, int]
    again: dict[str, list[int]]
    people: tuple[str, ...]
    formulas: Mapping[str, frozenset[int]] = field(default_factory=dict)  # Excel rows by column
    noted: frozenset[int] = frozenset()  # Excel rows with a comment or picture
    looked_up: list[tuple[Sequence[str], Places]] = field(default_factory=list, compare=False, repr=False)

    def typed(self, position: int) -> dict[str, Value]:
        """Return what people typed in one row, by column, without blanks; a formula fills itself in on every row."""
        row = self.rows[position]
        names = (name for name in self.people if row not in self.formulas.get(name, ()))
        found = ((name, self.columns[name][position]) for name in names)
        return {name: value for name, value in found if value is not None}

    def is_noted(self, position: int) -> bool:
        """Tell whether a comment or picture hangs on a row."""
        return self.rows[position] in self.noted

    def typed_on(self, number: str) -> dict[str, Value]:
        """Return what people typed for that number; where its rows differ, the first counts."""
        if number not in self.first:
            return {}
        typed = self.typed(self.first[number])
        for position in self.again.get(number, ()):
            typed = self.typed(position) | typed
        return typed

    def cells(self, name: str, found: Sequence[str]) -> list[Value]:
        """Return what stands in that column for each number, all None where there is no such column."""
        held = self.columns.get(name)
        if held is None:
            return [None] * len(found)
        cells = self._places(found).cells(held)
        if self.again and name in self.people:
            for i, number in enumerate(found):
                if cells[i] is None and number in self.again:
                    cells[i] = next((held[p] for p in self.again[number] if held[p] is not None), None)
        return cells

    def has_any(self, found: Sequence[str]) -> bool:
        """Tell whether one of the numbers stands on the sheet."""
        return not self._places(found).nowhere

    def _places(self, found: Sequence[str]) -> Places:
        """Return where each number stands; asked for once a column with the same numbers, so the last are kept."""
        if not self.looked_up or self.looked_up[0][0] is not found:
            self.looked_up[:] = [(found, places(self.first, found))]
        return self.looked_up[0][1]


def derived(frames: Frames, sheet: SheetSpec) -> DerivedSheet:
    """Return a derived sheet as it stands; raise MissingColumnError where its number column is absent."""
    frame = frames[sheet.name]
    ours = {column.name for column in sheet.columns if column.derived}
    found = numbers(frames, sheet)
    columns = {str(name): frame[name].tolist() for name in frame.columns}
    people = tuple(name for name in columns if name not in ours)
    first = first_rows(frames, sheet)
    again: dict[str, list[int]] = {}
    if len(first) < len(found):
        for position, number in enumerate(found):
            if number is not None and first[number] != position:
                again.setdefault(number, []).append(position)
    formulas = {name: rows for name in people if (rows := frames.formula_rows(sheet.name, name))}
    noted = frames.notes.get(sheet.name, frozenset())
    return DerivedSheet(sheet, row_numbers(frame), columns, found, first, again, people, formulas, noted)


def derived_if_there(spec: WorkbookSpec, frames: Frames, purpose: Purpose) -> DerivedSheet | None:
    """Return the derived sheet for that purpose as it stands, or None."""
    sheet = sheet_if_there(spec, frames, purpose)
    return None if sheet is None else derived(frames, sheet)


def followed(own: DerivedSheet, other: DerivedSheet | None, found: Sequence[str], name: str) -> list[Value]:
    """Return what stands in that column for each number; where people fill it, blanks come from the other sheet."""
    cells = own.cells(name, found)
    if other is None or name not in own.people or name not in other.people:
        return cells
    if None not in cells or not other.has_any(found):
        return cells
    beside = all_readable(other.cells(name, found))
    return [there if here is None else here for here, there in zip(cells, beside, strict=True)]


def filled(
    own: DerivedSheet, other: DerivedSheet | None, found: Sequence[str], computed: Mapping[str, Sequence[Value]]
) -> list[Row]:
    """Return one row a number, in the sheet's column order.

    Our cells come from `computed`, those that are not in it stay as they stand; people's follow their number.
    """
    columns = [computed[name] if name in computed else followed(own, other, found, name) for name in own.columns]
    return list(zip(*columns, strict=True))


def copied(spec: WorkbookSpec, frames: Frames, own: DerivedSheet, found: Sequence[str]) -> dict[str, list[Value]]:
    """Return the columns that copy another sheet's by number, those that the sheet lacks included.

    The first row of a number counts.
    """
    values: dict[str, list[Value]] = {}
    at: dict[str, Places] = {}
    for column in own.sheet.columns:
        if column.copies is None:
            continue
        name, source = column.copies
        if name not in frames or source not in frames[name].columns:
            continue
        if name not in at:
            at[name] = places(first_rows(frames, spec.sheet(name)), found)
        values[column.name] = at[name].cells(all_readable(needed(frames, spec.sheet(name), source)))
    return values


def rewritten(frames: Frames, sheet: SheetSpec, rows: Iterable[Row], because: Words) -> ReplaceRows | None:
    """Return the change that makes these the sheet's rows, right below its header; None where they are already."""
    frame = frames[sheet.name]
    old = frames.rows(sheet.name)
    new = dict(enumerate(rows, start=frames.headers.get(sheet.name, 1) + 1))
    return ReplaceRows(sheet.name, tuple(frame.columns), old, new, because) if old != new else None
