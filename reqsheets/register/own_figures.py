"""Figures that a row tells of its own columns, such as their mean, or whether it is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from reqsheets.clocks import Figure
from reqsheets.frames import Frames, as_date, canonical, values_or_blank
from reqsheets.plan import Row, Value
from reqsheets.register.columns import number_of, readable, title_of
from reqsheets.register.states import NO, YES
from reqsheets.settings import as_decimal
from reqsheets.spec import SheetSpec

EARLIEST = datetime(1, 1, 1)  # noqa: DTZ001 # local time (decision T-24)
HUNDREDTH = Decimal("0.01")


def own_figures(frames: Frames, sheet: SheetSpec, figure: Figure, today: date) -> list[Value]:
    """Return the figure for each row of the sheet."""
    columns = [[readable(v) for v in values_or_blank(frames, sheet.name, name)] for name in figure.columns]
    rows = list(zip(*columns, strict=True))
    if figure.of == "previous":
        return _previous(rows)
    return [_of_row(sheet, figure, row, today) for row in rows]


def _of_row(sheet: SheetSpec, figure: Figure, row: Row, today: date) -> Value:
    match figure.of:
        case "mean":
            return mean_of(row)
        case "dashed":
            shown = [str(as_date(value) or value) for value in row if value is not None]
            return "-".join(shown) if len(shown) == len(row) else None
        case "said":
            return figure.one_of[row[0] is None]
        case "late":
            planned, anew, real = map(as_date, row)
            last = anew or planned
            return None if last is None else YES if real is None and last < today else NO
        case "lacking":
            lacking = [title_of(sheet, name) for name, value in zip(figure.columns, row, strict=True) if value is None]
            return f"字段缺失：{'、'.join(lacking)}" if lacking and len(lacking) < len(row) else None
        case _:  # a figure of other rows
            return None


def _previous(rows: list[Row]) -> list[Value]:
    """Return for each row (number, moment) the latest moment before its own among the rows of its number."""
    by_number: dict[str, list[Value]] = {}
    for number, at in rows:
        if (text := number_of(number)) is not None and as_date(at) is not None:
            by_number.setdefault(text, []).append(at)
    found: list[Value] = []
    for number, at in rows:
        others = by_number.get(number_of(number) or "", [])
        earlier = [o for o in others if as_date(at) is not None and moment_of(o) < moment_of(at)]
        found.append(max(earlier, key=moment_of, default=None))
    return found


def moment_of(value: Value) -> datetime:
    """Return a date or moment as a moment, the earliest there is for anything else."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else EARLIEST


def mean_of(held: Iterable[Value]) -> Value:
    """Return the mean of the numbers among the values, two decimals, half up; None without any."""
    points = [point for value in held if (point := as_decimal(value)) is not None]
    if not points:
        return None
    return canonical(float((sum(points, Decimal(0)) / len(points)).quantize(HUNDREDTH, ROUND_HALF_UP)))
