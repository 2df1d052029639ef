"""When something is owed: from its declaration and the cells of its row; decision N-40, settled questions A-6, A-7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from reqsheets.domain.deadlines.due import LONGEST, later
from reqsheets.domain.deadlines.terms import HOURS, WORK_DAYS, days_until_worked, term
from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.domain.reminders.declared import HALF_TERM, Moments, Reminder
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.model.frames import as_date

Moment = date | datetime
AHEAD = "提前提醒"


def moments(look: Lookup, reminder: Reminder, record: Record, more: Mapping[str, str]) -> Moments | None:
    """Return when it is owed; None where nobody can tell, or a blank parameter switches it off.

    `more` may hold `@due`, a day that counts instead, and `@soon`, "" where it is not announced.
    """
    due = reminder.due
    start = look.start(record, due.places)
    if due.at_once:
        return Moments(None, start)
    if start is None:
        return None
    if due.every:
        found = _repeated(look, due.after, start)
    elif due.opens:
        found = _window(look, reminder, start)
    elif due.before:
        found = _ahead_of(look, due.after, start)
    elif due.after:
        found = _term(look, reminder, start)
    else:
        over = date.fromisoformat(more["@due"]) if "@due" in more else start
        since = look.start(record, (due.since,)) if due.since else None
        found = Moments(over, since, _announced(look, reminder, since, over))
    return replace(found, soon=None) if found is not None and more.get("@soon") == "" else found


def days_ahead(look: Lookup, reminder: Reminder) -> int | None:
    """Return how many days before it is due it is announced, None where it is not."""
    if reminder.soon is not None:
        return reminder.soon or None
    ahead = look.settings.number(AHEAD)
    return int(ahead) if ahead is not None and 0 < ahead <= LONGEST else None


def _announced(look: Lookup, reminder: Reminder, since: Moment | None, over: Moment) -> Moment | None:
    """Return from when on something with a due moment is announced: short terms at half of them."""
    if reminder.soon == 0 or reminder.pace == "once":
        return None
    if reminder.pace == "hours":
        return since or date.min
    if since is not None:
        began, ends = _moment(since), _moment(over)
        if timedelta() < ends - began <= timedelta(days=HALF_TERM):
            return began + (ends - began) / 2
    return _before(over, days_ahead(look, reminder))


def _term(look: Lookup, reminder: Reminder, start: Moment) -> Moments | None:
    amount, unit = look.settings.number(reminder.due.after), look.settings.unit(reminder.due.after)
    over = term(start, amount, unit, look.calendar)
    if over is None or amount is None:
        return None
    return Moments(over.due, start, _soon_of_term(look, reminder, start, amount, unit, over.due))


def _soon_of_term(
    look: Lookup, reminder: Reminder, start: Moment, amount: Decimal, unit: str, over: Moment
) -> Moment | None:
    if reminder.soon == 0:
        return None
    if unit in HOURS:
        return start
    if amount > HALF_TERM:
        return _before(over, days_ahead(look, reminder))
    if unit in WORK_DAYS:
        days = days_until_worked(as_date(start) or date.min, int(amount) // 2, look.calendar)
        return days[-1] if days else as_date(start)
    return _moment(start) + (_moment(over) - _moment(start)) / 2


def _window(look: Lookup, reminder: Reminder, start: Moment) -> Moments | None:
    began = as_date(start) or date.min
    first, last = (
        later(began, look.settings.number(name), look.settings.unit(name))
        for name in (reminder.due.opens, reminder.due.after)
    )
    if last is None:
        return None
    return Moments(last, start, _before(last, days_ahead(look, reminder)), first or last)


def _ahead_of(look: Lookup, parameter: str, start: Moment) -> Moments | None:
    amount, day = look.settings.number(parameter), as_date(start) or date.min
    if amount is None or not 0 <= amount <= LONGEST:
        return None
    left = int(amount)
    while left > 0 and day > date.min:
        day -= timedelta(days=1)
        left -= look.calendar.is_worked(day)
    return Moments(day, None, None)


def _repeated(look: Lookup, parameter: str, start: Moment) -> Moments | None:
    amount, today = look.settings.number(parameter), look.now.date()
    day = as_date(start)
    if amount is None or day is None or not 1 <= amount <= LONGEST or (today - day).days > LONGEST:
        return None
    worked = worked_days(day, today, look.calendar)
    times = worked // int(amount)
    if not times:
        return None
    return Moments(days_until_worked(day, times * int(amount), look.calendar)[-1], start)


def worked_days(first: date, last: date, calendar: WorkCalendar) -> int:
    """Return how many days after the first one, up to the last one, are worked."""
    days = (last - first).days
    weeks = max(days - 400, 0) // 7  # whole weeks long past: five work days each are near enough
    day = first + timedelta(days=7 * weeks)
    return 5 * weeks + sum(calendar.is_worked(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def _before(over: Moment, ahead: int | None) -> date | None:
    day = as_date(over)
    if ahead is None or day is None:
        return None
    return day - timedelta(days=ahead) if (day - date.min).days > ahead else date.min


def _moment(value: Moment) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())
