"""Dates that somebody typed as text or that Excel shows as a bare number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reqsheets.model.wording import cleaned

TIME = r"(?:[T ]*([0-9]{1,2})[:时点]([0-9]{1,2})分?(?:[:]?[0-9]{1,2}秒?)?)?"
FULL = re.compile(rf"([0-9]{{4}}|[0-9]{{2}}) ?[-–—/.年\\] ?([0-9]{{1,2}}) ?[-–—/.月\\] ?([0-9]{{1,2}}) ?[日号]?{TIME}")
COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?: +([0-9]{1,2}):([0-9]{2}))?")
PARTIAL = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}[日号]?"
    r"|[0-9]{4}[-/.年][0-9]{1,2}月?"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}(?:[-/.][0-9]{4})?"
)
FIRST_SERIAL, LAST_SERIAL = 1, 2_958_465  # 1900-01-01 and 9999-12-31
NO_SUCH_DAY = 60  # Excel's 1900-02-29


@dataclass(frozen=True, slots=True)
class DateText:
    """What a date that is not stored as a date says: a day, no day at all (`possible=False`), or not enough to tell."""

    day: date | None
    possible: bool = True


IMPOSSIBLE = DateText(None, possible=False)
NOT_ENOUGH = DateText(None)


def read_date(value: object) -> DateText | None:
    """Return what a text or number says as a date, None where it says nothing of the kind.

    Year, month, day in this order with the usual separators, or eight digits; a year of two digits is of this century.
    A number counts days as Excel does.
    """
    match value:
        case bool():
            return None
        case str():
            return _of_text(cleaned(value))
        case int() | float():
            return _of_number(value)
        case _:
            return None


def _of_text(text: str) -> DateText | None:
    found = FULL.fullmatch(text) or COMPACT.fullmatch(text)
    if found is None:
        return NOT_ENOUGH if PARTIAL.fullmatch(text) else None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    return _made(year if year > 99 else 2000 + year, month, day, hour, minute)  # noqa: PLR2004 (two digits)


def _made(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> DateText:
    if year < 1900:  # noqa: PLR2004 (Excel knows no day before)
        return IMPOSSIBLE
    try:
        moment = datetime(year, month, day, hour, minute)  # noqa: DTZ001 (local time, decision T-24)
    except ValueError:
        return IMPOSSIBLE
    return DateText(moment if hour or minute else moment.date())


def _of_number(number: float) -> DateText:
    digits = COMPACT.fullmatch(str(number))
    if digits:
        return _made(*(int(part) for part in digits.groups()[:3]))
    if not FIRST_SERIAL <= number < LAST_SERIAL + 1 or int(number) == NO_SUCH_DAY:
        return IMPOSSIBLE
    first = date(1899, 12, 31) if number < NO_SUCH_DAY else date(1899, 12, 30)
    return DateText(first + timedelta(days=int(number)))
