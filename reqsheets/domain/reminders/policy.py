"""How a workbook wants to be reminded, as its sheet 参数配置 says; a missing row is the default (reminders.md, 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings

WAYS = ("文件", "邮件", "企业微信", "钉钉", "飞书", "日历")
HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-至~—–]\s*(\d{1,2})[:：](\d{2})")
MOST_LINES = 20
NINE, SIX = time(9), time(18)


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers are work days; None: never. Messages go out from `first` to `last`, both minutes included."""

    ways: tuple[str, ...] = ("文件",)
    first: time = NINE
    last: time = SIX
    urgent_at_any_time: bool = True
    escalate: int | None = 3
    escalate_urgent: int | None = 1
    escalate_again: int | None = 10
    every: int | None = 3
    most_lines: int = MOST_LINES
    administrator: str = ""
    server: str = ""
    sender: str = ""

    def is_open(self, now: datetime, calendar: WorkCalendar) -> bool:
        """Tell whether messages may go out at that moment (settled question A-4: the last minute is inside)."""
        minute = now.time().replace(second=0, microsecond=0)
        return calendar.is_worked(now.date()) and self.first <= minute <= self.last


def policy_of(settings: Settings) -> Policy:
    """Return how that workbook wants to be reminded."""
    first, last = hours_of(settings.value("提醒时段"))
    ways = tuple(way for way in settings.words("提醒方式") if way in WAYS)
    return Policy(
        ways or ("文件",),
        first,
        last,
        settings.value("紧急不受时段限制") not in ("否", False),
        _days(settings, "升级天数"),
        _days(settings, "紧急升级天数"),
        _days(settings, "再升级天数"),
        _days(settings, "超期再提醒间隔"),
        _days(settings, "每封最多条数") or MOST_LINES,
        str(settings.value("管理员") or "").strip(),
        str(settings.value("发件服务器") or "").strip(),
        str(settings.value("发件人") or "").strip(),
    )


def hours_of(value: Value) -> tuple[time, time]:
    """Return the hours of such as 09:00-18:00; the default where it is none."""
    found = HOURS.search(str(value or ""))
    if found is None:
        return NINE, SIX
    numbers = [int(part) for part in found.groups()]
    if numbers[0] > 23 or numbers[2] > 23 or max(numbers[1], numbers[3]) > 59:  # noqa: PLR2004 (a clock's)
        return NINE, SIX
    first, last = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    return (first, last) if first < last else (NINE, SIX)


def _days(settings: Settings, name: str) -> int | None:
    number = settings.number(name)
    return int(number) if number is not None and 1 <= number <= 10_000 else None  # noqa: PLR2004 (a slip beyond)
