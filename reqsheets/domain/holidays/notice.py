"""A year's holidays and worked weekends as the public holiday-cn data tells them: JSON, or a calendar file (ICS)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reqsheets.model.errors import UsageError

WORKED = re.compile("(?:补班|调休上班|上班|（班）|\\(班\\))")  # in the summary of an event
BEGIN, END = "BEGIN:VEVENT", "END:VEVENT"
MOST_DAYS = 366
YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that the notice names: whether it is off, and what for."""

    day: date
    off: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says of one year, and where it stands."""

    year: int
    days: tuple[Day, ...]
    source: str = ""


def notice_of(text: str, name: str) -> Notice:
    """Return the notice in a file's text; `name` is the file's.

    A few days of the year before or after may come along (a holiday that spans New Year); they are left out. Raises
    UsageError where the text is neither form, names a day twice in two ways, or names none.
    """
    listed, year, source = _of_calendar(text) if "BEGIN:VCALENDAR" in text[:2000] else _of_json(text, name)
    year = year or _year_of(listed)
    days: dict[date, Day] = {}
    for day in listed:
        if day.day in days and days[day.day].off is not day.off:
            raise _unfit(name, f"{day.day} 既写了休息又写了上班", f"{day.day} is named both as off and as worked")
        days.setdefault(day.day, day)
    found = tuple(days[on] for on in sorted(days) if on.year == year)
    if not found or year not in YEARS or len(found) > MOST_DAYS:
        raise _unfit(name, "里面没有一年的节假日", "it names no holidays of a year")
    return Notice(year, found, source)


def _of_json(text: str, name: str) -> tuple[list[Day], int, str]:
    try:
        document = json.loads(text.removeprefix("\ufeff"))
        papers = document.get("papers") or []
        days = [_day(item) for item in document["days"]]
        year = document.get("year")
        return days, year if isinstance(year, int) else 0, str(papers[0]) if papers else ""
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise _unfit(
            name,
            "不是 holiday-cn 的 JSON（要有 year 和 days，每天有 date、name、isOffDay）",
            "it is not holiday-cn JSON (year and days; each day with date, name, isOffDay)",
        ) from None


def _day(item: dict[str, object]) -> Day:
    if not isinstance(item["isOffDay"], bool):
        raise TypeError
    return Day(date.fromisoformat(str(item["date"])), item["isOffDay"], str(item.get("name", "")))


def _events(text: str) -> Iterator[str]:
    for part in text.split(BEGIN)[1:]:
        event, end, _ = part.partition(END)
        if end:
            yield event


def _of_calendar(text: str) -> tuple[list[Day], int, str]:
    lines = re.sub(r"\r?\n[ \t]", "", text)  # a long line goes on behind a blank
    days = [day for event in _events(lines) for day in _days_of_event(event)]
    return days, 0, ""


def _days_of_event(event: str) -> Iterator[Day]:
    first, last = _date_of(event, "DTSTART"), _date_of(event, "DTEND")
    told = re.search(r"^SUMMARY[^:\n]*:(.*)$", event, re.MULTILINE)
    if first is None or told is None:
        return
    summary = told[1].strip().replace("\\,", ",")
    last = last or first + timedelta(days=1)  # the end is the day after
    for offset in range(min(max(1, (last - first).days), MOST_DAYS)):
        name = re.sub("(?:假期|补班|调休上班|上班|[（(][休班][)）])$", "", summary)
        yield Day(first + timedelta(days=offset), WORKED.search(summary) is None, name)


def _date_of(event: str, field: str) -> date | None:
    match = re.search(rf"^{field}[^:\n]*:([0-9]{{8}})", event, re.MULTILINE)
    try:
        return datetime.strptime(match[1], "%Y%m%d").date() if match else None  # noqa: DTZ007 (a day, no moment)
    except ValueError:
        return None


def _year_of(days: list[Day]) -> int:
    """Return the year that most of the days are of."""
    years = [day.day.year for day in days]
    return max(sorted(set(years)), key=years.count, default=0)


def _unfit(name: str, zh: str, en: str) -> UsageError:
    return UsageError(f"{name}：{zh}，没有导入", f"{name}: {en}; nothing was taken in")
