"""Terms: when so much time from a moment on is over, in natural or working time (decisions T-15 to T-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from reqsheets.domain.deadlines.due import LONGEST, later
from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.model.frames import as_date
from reqsheets.model.plan import Value

HOURS, WORK_DAYS = ("小时", "时"), ("工作日",)
CLOSE = time(18)  # of business, on the last of so many work days


@dataclass(frozen=True, slots=True)
class Term:
    """When a term is over; `provisional` where the calendar lacks a year, `timeless` where hours start from a day."""

    due: date | datetime
    provisional: bool = False
    timeless: bool = False


def term(start: Value, amount: Decimal | None, unit: str, calendar: WorkCalendar) -> Term | None:
    """Return when `amount` units from the start on are over; None without a start or a limit that we can count.

    Hours from a mere day count from the next midnight. Of work days the first is the day after the start, the last ends
    at 18:00. Days, months and years are natural and keep the time of day.
    """
    day = as_date(start)
    if day is None or amount is None or not 0 <= amount <= LONGEST:
        return None
    try:
        if unit in HOURS:
            moment = start if isinstance(start, datetime) else datetime.combine(day + timedelta(days=1), time())
            return Term(moment + timedelta(hours=float(amount)), timeless=not isinstance(start, datetime))
        if unit in WORK_DAYS:
            return _worked(day, int(amount), calendar) if amount == int(amount) else None
    except OverflowError:  # past the year 9999
        return None
    end = later(day, amount, unit)
    if end is None:
        return None
    return Term(datetime.combine(end, start.time()) if isinstance(start, datetime) else end)


def _worked(day: date, amount: int, calendar: WorkCalendar) -> Term:
    provisional = False
    for counted in days_until_worked(day, amount, calendar):
        provisional = provisional or not calendar.knows(counted)
        day = counted
    return Term(datetime.combine(day, CLOSE), provisional)


def days_until_worked(day: date, amount: int, calendar: WorkCalendar) -> list[date]:
    """Return every day after that one up to the `amount`-th work day."""
    days: list[date] = []
    worked = 0
    while worked < amount:
        day += timedelta(days=1)
        days.append(day)
        worked += calendar.is_worked(day)
    return days
