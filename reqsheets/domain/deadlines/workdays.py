"""Which days are worked, by the workbook's own calendar (decision T-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reqsheets.model.frames import Frames, as_date, values_or_blank
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import WorkbookSpec

WORKED = ("工作日", "调休上班")
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The days that differ from Monday to Friday, with what they are; a year without any is not known yet."""

    days: dict[date, tuple[Value, Value]]
    years: frozenset[int]

    def is_worked(self, day: date) -> bool:
        """Tell whether that day is worked; Monday to Friday where the calendar says nothing."""
        if day in self.days:
            return self.days[day][0] in WORKED
        return day.weekday() < SATURDAY

    def knows(self, day: date) -> bool:
        """Tell whether the calendar has that day's year; else what is counted is provisional (暂估)."""
        return day.year in self.years

    def said(self, day: date) -> Words:
        """Return in a word why the day counts or not."""
        if day in self.days:
            kind, name = self.days[day]
            shown = f"{kind} {name}" if name else str(kind)
            return Words(shown, shown)
        if not self.knows(day):
            return Words("工作日历没有这一年，暂估", "the calendar lacks this year: provisional")
        return Words("周末", "weekend") if day.weekday() >= SATURDAY else Words("工作日", "work day")


def work_calendar(spec: WorkbookSpec, frames: Frames) -> WorkCalendar:
    """Return the calendar sheet's days; an absent sheet knows no year."""
    sheet = spec.purpose("calendar")
    found: dict[date, tuple[Value, Value]] = {}
    if sheet is not None and sheet.name in frames:
        columns = (values_or_blank(frames, sheet.name, name) for name in ("day", "type", "name"))
        for value, kind, name in zip(*columns, strict=True):
            day = as_date(value)
            if day is not None and kind is not None:
                found.setdefault(day, (kind, name))
    return WorkCalendar(found, frozenset(day.year for day in found))
