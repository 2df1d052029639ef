"""Which department takes a requirement on, by the workbook's own lines, where nobody said so."""

from __future__ import annotations

from collections.abc import Sequence

from reqsheets.domain.register.columns import first_positions, number_of, numbers, readable
from reqsheets.model.derived_cells import Route
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.spec import WorkbookSpec


def routed(
    spec: WorkbookSpec, frames: Frames, route: Route, found: Sequence[str], held: Sequence[Value]
) -> list[Value]:
    """Return the cells with the blanks filled, in the order of the numbers.

    A requirement of which one of the deciding cells is still blank stays as it is.
    """
    lines = _lines(frames, route) if None in held else []
    if not lines:
        return list(held)
    deciding = list(zip(*(_by_number(spec, frames, place, found) for _, place in route.by), strict=True))
    return [
        _first(lines, said) if value is None and None not in said else value
        for value, said in zip(held, deciding, strict=True)
    ]


def _lines(frames: Frames, route: Route) -> list[tuple[tuple[str | None, ...], Value]]:
    """Return what each line asks for and gives, those that ask for more first, else as they stand."""
    if route.table not in frames:
        return []
    names = (*(name for name, _ in route.by), route.gives)
    columns = (map(readable, values_or_blank(frames, route.table, name)) for name in names)
    lines = [(tuple(map(number_of, row[:-1])), row[-1]) for row in zip(*columns, strict=True) if row[-1] is not None]
    return sorted(lines, key=lambda line: sum(asked is None for asked in line[0]))


def _first(lines: Sequence[tuple[tuple[str | None, ...], Value]], said: tuple[str | None, ...]) -> Value:
    fitting = (given for asked, given in lines if all(a in (None, s) for a, s in zip(asked, said, strict=True)))
    return next(fitting, None)


def _by_number(spec: WorkbookSpec, frames: Frames, place: tuple[str, str], found: Sequence[str]) -> list[str | None]:
    name, column = place
    if name not in frames:
        return [None] * len(found)
    first = first_positions(numbers(frames, spec.sheet(name)))
    held = [number_of(readable(value)) for value in values_or_blank(frames, name, column)]
    return [held[first[number]] if number in first else None for number in found]
