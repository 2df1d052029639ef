"""calamine's rows as columns of canonical values; each repeated text is kept once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import isfinite

from reqsheets.model.frames import canonical
from reqsheets.model.plan import Unreadable, Value

BATCH = 4096  # rows
MOST_ROWS = 300_000  # that hold something, on one sheet; a register of 100,000 is large
ALONE = 0.5  # share of different texts above which a column's texts are not worth remembering


class TooManyRowsError(Exception):
    """A sheet has more rows than a register can have; whoever knows the file tells so."""


@dataclass
class Columns:
    """The rows that hold something: their Excel numbers, and their values by column."""

    rows: list[int]
    cells: list[list[Value]]


@dataclass
class _Memory:
    """The texts and days of one column, each kept once."""

    known: dict[Value, Value] = field(default_factory=lambda: {"": None})
    seen: int = 0
    worth: bool = True

    def once(self, values: Sequence[Value]) -> list[Value]:
        """Return the values, equal ones as one object and empty texts as None."""
        if not self.worth:
            return [value or None for value in values]
        self.seen += len(values)
        kept = list(map(self.known.setdefault, values, values))
        if len(self.known) > max(BATCH, self.seen) * ALONE:
            self.worth = False
            self.known.clear()
        return kept


def columns_of(
    rows: Iterable[tuple[int, Sequence[Value]]],
    offset: int,
    count: int,
    deciding: Sequence[int],
    overlays: Mapping[int, Mapping[int, Value]],
) -> Columns:
    """Return columns 1 to `count` of the rows in which at least one `deciding` column (from 0) holds something.

    `rows` are (Excel row, cells from column `offset` + 1 on); `overlays`, by column and row, stand for what calamine
    cannot read. Raises TooManyRowsError.
    """
    memories = [_Memory() for _ in range(count)]
    found = Columns([], [[] for _ in range(count)])
    known = {column - 1: cells for column, cells in overlays.items() if column <= count}
    for numbers, batch in _batches(rows, offset, count):
        columns = [_canonical_all(values, memory) for values, memory in zip(batch, memories, strict=True)]
        for column, cells in known.items():
            columns[column] = _overlaid(numbers, columns[column], cells)
        _append(found, numbers, columns, _blank_rows(columns, deciding, len(numbers)))
        if len(found.rows) > MOST_ROWS:
            raise TooManyRowsError
    return found


def _batches(
    rows: Iterable[tuple[int, Sequence[Value]]], offset: int, count: int
) -> Iterator[tuple[list[int], list[Sequence[Value]]]]:
    """Yield row numbers and `count` columns of raw values, a batch of rows at a time."""
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        blank: Sequence[Value] = [""] * len(batch)
        width = max(0, count - offset)
        columns: list[Sequence[Value]] = [blank] * min(offset, count)
        numbers, cells = zip(*batch, strict=True)
        columns += islice(zip(*cells, strict=True), width)  # all rows of a sheet are as wide
        columns += [blank] * (count - len(columns))
        yield list(numbers), columns


def _canonical_all(values: Sequence[Value], memory: _Memory) -> list[Value]:
    if values[0] == "" and values.count("") == len(values):
        return [None] * len(values)
    types = set(map(type, values))
    if types <= {str, date}:
        return memory.once(values)
    if types == {float}:
        numbers: Sequence[float] = values  # type: ignore[assignment]
        return list(map(int, numbers)) if all(map(float.is_integer, numbers)) else list(map(_number, numbers))
    return [_canonical(value) for value in values]


def _canonical(value: Value) -> Value:
    return _number(value) if isinstance(value, float) else canonical(value)


def _number(value: float) -> Value:
    if value.is_integer():
        return int(value)
    return value if isfinite(value) else Unreadable(str(value))


def _overlaid(numbers: Sequence[int], values: Sequence[Value], cells: Mapping[int, Value]) -> list[Value]:
    return [cells.get(number, value) for number, value in zip(numbers, values, strict=True)]


def _blank_rows(columns: Sequence[Sequence[Value]], deciding: Sequence[int], count: int) -> set[int]:
    """Return the places of the rows in which no deciding column holds anything."""
    blank: list[int] = list(range(count))
    for column in deciding:
        values = columns[column]
        blank = [place for place in blank if values[place] is None]
        if not blank:
            break
    return set(blank)


def _append(found: Columns, numbers: Sequence[int], columns: Sequence[Sequence[Value]], blank: set[int]) -> None:
    if not blank:
        found.rows.extend(numbers)
        for held, values in zip(found.cells, columns, strict=True):
            held.extend(values)
    elif len(blank) < len(numbers):
        kept = [place for place in range(len(numbers)) if place not in blank]
        found.rows.extend(numbers[place] for place in kept)
        for held, values in zip(found.cells, columns, strict=True):
            held.extend([values[place] for place in kept])
