"""Limits: the day that lies so many days or months after another (decisions T-15, T-18)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

DAYS = {"天": 1, "日": 1, "自然日": 1, "周": 7}
MONTHS = {"月": 1, "个月": 1, "年": 12}
LONGEST = 36_525  # days; a limit beyond a hundred years is a slip


def later(start: date, amount: Decimal | None, unit: str) -> date | None:
    """Return the day `amount` units after the start; None without a limit, or where it is none that we can count.

    A month later is the same day of the next month, or its last day: 31 January + 1 月 = 28 or 29 February.
    """
    if amount is None or amount != int(amount) or not 0 <= amount <= LONGEST:
        return None
    try:
        if unit in DAYS:
            return start + timedelta(days=int(amount) * DAYS[unit])
        if unit in MONTHS:
            return _months_later(start, int(amount) * MONTHS[unit])
    except (OverflowError, ValueError):  # past the year 9999
        return None
    return None


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
