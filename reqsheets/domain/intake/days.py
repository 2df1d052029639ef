"""Days as people type them: which order day and month have in a column, and the day that a cell means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Literal, TypeAlias

from reqsheets.model.plan import Value

Order: TypeAlias = Literal["YMD", "DMY", "MDY"]
MONTHS = {
    name: i
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
CLOCK = (
    r"(?:[T\s,]*+(?:上午|下午|am|pm)?\s*+(\d{1,2})[:：时点](\d{1,2})"
    r"(?:[:：分]\d{1,2}(?:\.\d+)?)?[秒分]*+\s*+(am|pm)?)?"
)
YEAR_FIRST = re.compile(
    r"(\d{4}|\d{2})\s*+[-./年]\s*+(\d{1,2})\s*+[-./月]\s*+(\d{1,2})\s*+[日号]?" + CLOCK, re.IGNORECASE
)
YEAR_LAST = re.compile(r"(\d{1,2})\s*+[-./]\s*+(\d{1,2})\s*+[-./]\s*+(\d{4}|\d{2})" + CLOCK, re.IGNORECASE)
NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s/.]*+([a-z]{3,9})\.?[-,\s/.]*+(\d{4}|\d{2})?" + CLOCK,
    re.IGNORECASE,
)
NAMED_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}|\d{2}))?" + CLOCK, re.IGNORECASE)
PACKED = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})(?:\s*+(\d{2}):?(\d{2}))?")
MONTH_DAY = re.compile(r"(\d{1,2})\s*+[月./-]\s*+(\d{1,2})\s*+[日号]?" + CLOCK, re.IGNORECASE)
MONTH_ONLY = re.compile(r"(\d{4})\s*+[-./年]\s*+(\d{1,2})\s*+月?")
YEAR = re.compile(r"(?<!\d)(20\d{2}|19[89]\d)(?!\d)")
FAR = 183  # days: a month and day that lies further before its record's begin means the next year
CENTURY = 70  # two digits from here on are of the last century


def year_in(*texts: str) -> int | None:
    """Return the year that texts above a table or a file's name tell, the first that any of them names."""
    for text in texts:
        found = YEAR.search(text)
        if found:
            return int(found[1])
    return None


def order_of(cells: Iterable[Value]) -> Order | None:
    """Return the order of year, month and day in the texts of a column; None where nothing tells it."""
    votes: Counter[Order] = Counter()
    doubtful = 0
    for cell in cells:
        told = _order(cell)
        if told == "?":
            doubtful += 1
        elif told:
            votes[told] += 1  # type: ignore[index]  # "?" is out
    if votes["YMD"]:
        return "YMD"
    if votes:
        return votes.most_common(1)[0][0]
    return None


def is_doubtful(cells: Iterable[Value]) -> bool:
    """Tell whether a column has days such as 3/4/2024 and nothing that says which is the month."""
    told = {_order(cell) for cell in cells}
    return "?" in told and not told & {"DMY", "MDY"}


def _order(cell: Value) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return "YMD" if PACKED.fullmatch(str(cell)) else ""
    if not isinstance(cell, str):
        return ""
    text = cell.strip()
    last = YEAR_LAST.fullmatch(text)
    if YEAR_FIRST.fullmatch(text) and not (last and len(last[3]) == 4):  # noqa: PLR2004 (a whole year)
        return "YMD"
    if last:
        first, second = int(last[1]), int(last[2])
        return "DMY" if first > 12 else "MDY" if second > 12 else "?"  # noqa: PLR2004 (months)
    return _order_of_names(text)


def _order_of_names(text: str) -> str:
    """Return the order of a day whose month is named, or of one without a year."""
    named, first = NAMED.fullmatch(text), NAMED_FIRST.fullmatch(text)
    if named and _month(named[2]):
        return "DMY"
    if first and _month(first[1]):
        return "MDY"
    return "YMD" if MONTH_DAY.fullmatch(text) or PACKED.fullmatch(text) or MONTH_ONLY.fullmatch(text) else ""


def _month(name: str) -> int:
    return MONTHS.get(name[:3].lower(), 0)


def day_of(cell: Value, order: Order, year: int | None, begun: date | None = None) -> date | None:
    """Return the day or moment that a cell means; None where it means none.

    `year` stands in for one that the cell does not tell; where `begun` is given and the day lies far before it, the
    next one.
    """
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else cell.date()
    if isinstance(cell, date) or cell is None or isinstance(cell, bool):
        return cell if isinstance(cell, date) else None
    if isinstance(cell, int) and not PACKED.fullmatch(str(cell)):
        return None
    if isinstance(cell, float):
        return None
    parts = _parts(str(cell).strip(), order)
    if parts is None:
        return None
    told, month, day, clock = parts
    chosen = told or year
    return _made(chosen, month, day, clock, begun if told is None else None) if chosen else None


def _made(year: int, month: int, day: int, clock: tuple[int, int] | None, begun: date | None) -> date | None:
    try:
        found = date(year, month, day)
        if begun is not None and (_plain(begun) - found).days > FAR:
            found = date(year + 1, month, day)
        return datetime(found.year, month, day, *clock) if clock and clock != (0, 0) else found  # noqa: DTZ001 (local)
    except ValueError:
        return None


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _parts(text: str, order: Order) -> tuple[int | None, int, int, tuple[int, int] | None] | None:
    """Return year (None where it is not told), month, day and time of a text."""
    packed = PACKED.fullmatch(text)
    if packed:
        return int(packed[1] + packed[2]), int(packed[3]), int(packed[4]), _clock(packed[5], packed[6])
    last = YEAR_LAST.fullmatch(text)
    if last and (len(last[3]) == 4 or order != "YMD"):  # noqa: PLR2004
        first, second = int(last[1]), int(last[2])
        month, day = (first, second) if order == "MDY" else (second, first)
        return _whole(last[3]), month, day, _clock(last[4], last[5], last[6], text)
    found = YEAR_FIRST.fullmatch(text)
    if found:
        return _whole(found[1]), int(found[2]), int(found[3]), _clock(found[4], found[5], found[6], text)
    for pattern, place in ((NAMED, (2, 1)), (NAMED_FIRST, (1, 2))):
        found = pattern.fullmatch(text)
        if found and _month(found[place[0]]):
            year = _whole(found[3]) if found[3] else None
            return year, _month(found[place[0]]), int(found[place[1]]), _clock(found[4], found[5], found[6], text)
    found = MONTH_DAY.fullmatch(text)
    if found:
        month, day = int(found[1]), int(found[2])
        return None, *((day, month) if order == "DMY" else (month, day)), _clock(found[3], found[4], found[5], text)
    return None


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= CENTURY else 2000)  # noqa: PLR2004


def _clock(hour: str | None, minute: str | None, half: str | None = None, text: str = "") -> tuple[int, int] | None:
    if hour is None:
        return None
    late = (half or "").lower() == "pm" or "下午" in text
    return (int(hour) % 12 + 12 if late else int(hour)), int(minute or 0)


def shown(day: date) -> str:
    """Return a day as YYYY-MM-DD, a moment with hours and minutes."""
    return day.strftime("%Y-%m-%d %H:%M") if isinstance(day, datetime) else day.isoformat()


def steps_back(days: Sequence[date]) -> int:
    """Return how often a day lies before the one above it: fewer speak for an order of day and month."""
    return sum(_plain(later) < _plain(before) for before, later in pairwise(days))
