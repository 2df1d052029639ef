"""The day or moment that counts as now, as people give it in Python: a date, a datetime or text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeAlias

from reqsheets.model.errors import UsageError

JUDGED_AT = time(18)  # of a day that is named without a time (decision N-31)

Day: TypeAlias = date | str | None


def day_of(today: Day) -> date | None:
    """Return a day, or a datetime where a time is given; text such as 2024-06-30 or 2024-06-30T17:00 is read.

    Raises UsageError where the text is neither.
    """
    if not isinstance(today, str):
        return today
    text = today.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"“{today}”不是日期；请写成 2024-06-30 或 2024-06-30T17:00",
            f"{today!r} is not a date; write 2024-06-30 or 2024-06-30T17:00",
        ) from None
    return moment.replace(tzinfo=None) if ":" in text or "T" in text else moment.date()


def at(today: Day) -> tuple[date, datetime | None]:
    """Return the day that counts as today and the moment that counts as now, None where only a day is named.

    Without a day both are the computer's; a datetime names both.
    """
    named = day_of(today)
    if named is None or isinstance(named, datetime):
        now = moment_of(named)
        return now.date(), now
    return named, None


def moment_of(today: Day) -> datetime:
    """Return now by the computer's clock, the moment that is named, or midnight of the day that counts as today."""
    named = day_of(today)
    if isinstance(named, datetime):
        return named
    return datetime.now().astimezone().replace(tzinfo=None) if named is None else datetime.combine(named, time())


def moment_judged(today: Day) -> datetime:
    """Return the moment at which it is judged what is owed: now, the moment that is named, or 18:00 of a day."""
    day, now = at(today)
    return now or datetime.combine(day, JUDGED_AT)
