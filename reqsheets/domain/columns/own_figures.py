"""Figures that a row tells of its own columns, such as their mean, or whether it is late."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from reqsheets.domain.register.columns import number_of, readable, title_of
from reqsheets.domain.register.plausible import plausible
from reqsheets.domain.register.states import NO, YES
from reqsheets.domain.register.text import same_name
from reqsheets.model.contentless import shipped_words
from reqsheets.model.derived_cells import Figure
from reqsheets.model.frames import Frames, as_date, canonical, values_or_blank
from reqsheets.model.plan import Row, Value, Words
from reqsheets.model.settings import as_decimal
from reqsheets.model.spec import SheetSpec
from reqsheets.model.wording import cleaned
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.rows.pieces import pieces

WEEK = re.compile("第?([0-9]{1,3})周")
NEAREST = 5  # of the earlier rows
EARLIEST = datetime(1, 1, 1)  # noqa: DTZ001 # local time (decision T-24)
HUNDREDTH = Decimal("0.01")


def own_figures(frames: Frames, sheet: SheetSpec, figure: Figure, today: date) -> list[Value]:
    """Return the figure for each row of the sheet."""
    names = (*figure.columns, figure.among) if figure.among else figure.columns
    columns = [[readable(v) for v in values_or_blank(frames, sheet.name, name)] for name in names]
    if figure.of == "mean":
        known = [sheet.column(name) for name in names]
        columns = [[v if plausible(c, v) else None for v in held] for c, held in zip(known, columns, strict=True)]
    rows = list(zip(*columns, strict=True))
    if figure.of == "previous":
        return _previous(rows)
    if figure.of == "earlier":
        return _earlier(rows)
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
        case "lacking":
            pairs = zip(figure.columns, row, strict=True)
            lacking = [title_of(sheet, name) for name, value in pairs if _is_lacking(sheet, name, value)]
            told = Words(f"字段缺失：{'、'.join(lacking)}", f"missing: {', '.join(lacking)}")
            return sheet.terms.said(told) if lacking and len(lacking) < len(row) else None
        case "piece":
            return pieces(row[0])[figure.place] if isinstance(row[0], str) else None
        case _:
            return _of_days(figure, row, today)


def _is_lacking(sheet: SheetSpec, name: str, value: Value) -> bool:
    """Tell whether a cell is blank or holds a placeholder; what stands in a column of options is an option."""
    column = next((column for column in sheet.columns if column.name == name), None)
    if column is None or column.options:
        return value is None
    return shipped_words().says_nothing(value, column)


def _of_days(figure: Figure, row: Row, today: date) -> Value:
    match figure.of:
        case "late":
            return _late(figure, row, today)
        case "day":
            return _day(row[0], row[1])
        case "behind":
            return _behind(row[0], row[1], today)
        case "any":
            return YES if any(str(value) in figure.one_of for value in row) else NO if any(row) else None
        case _:  # a figure of other rows
            return None


def _late(figure: Figure, row: Row, today: date) -> Value:
    planned, anew, real = map(as_date, row[:3])
    last = anew or planned
    if last is None:
        return None
    waived = any(str(state) in figure.one_of for state in row[3:])
    return YES if real is None and last < today and not waived else NO


def _day(plan: Value, start: Value) -> date | None:
    """Return the day that a plan means: a date, or the last day of so many weeks from the start, itself included."""
    if (day := as_date(plan)) is not None or not isinstance(plan, str):
        return day
    week, first = WEEK.fullmatch(cleaned(plan).replace(" ", "")), as_date(start)
    if week is not None:
        return None if first is None else first + timedelta(days=7 * int(week[1]) - 1)
    read = read_date(plan)
    return None if read is None else as_date(read.day)


def _behind(due: Value, done: Value, today: date) -> int | None:
    """Return how many days, begun ones counted, the second lies after the first; today where it is blank."""
    end, last = as_date(due), as_date(today if as_date(done) is None else done)
    if end is None or last is None:
        return None
    if not isinstance(due, datetime):
        return max(0, (last - end).days)
    over = moment_of(today if as_date(done) is None else done) - moment_of(due)
    return max(0, -(-over // timedelta(days=1)))


def _earlier(rows: list[Row]) -> list[Value]:
    """Return for each row (number, whose, when) the numbers of the same one's rows before it, the newest first."""
    of_one: dict[str, list[tuple[datetime, str]]] = {}
    for number, whose, when in rows:
        if (text := number_of(number)) is not None and whose is not None and as_date(when) is not None:
            of_one.setdefault(same_name(str(whose)), []).append((moment_of(when), text))
    for known in of_one.values():
        known.sort()
    found: list[Value] = []
    for number, whose, when in rows:
        known = of_one.get(same_name(str(whose)), []) if whose is not None and as_date(when) is not None else []
        before = known[: bisect_left(known, (moment_of(when), number_of(number) or ""))]
        found.append("、".join(text for _, text in before[: -NEAREST - 1 : -1]) or None)
    return found


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
