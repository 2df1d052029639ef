"""The sheet 工作日历 filled for a year by a notice: days that differ from Monday to Friday, and nothing twice."""

from __future__ import annotations

from datetime import date

from reqsheets.domain.deadlines.workdays import SATURDAY, WORKED
from reqsheets.domain.holidays.notice import Day, Notice
from reqsheets.domain.register.columns import sheet_for
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import AddRow, Cell, Finding, Plan, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

OFF, SWAPPED = "法定节假日", "调休上班"


def fill_calendar(spec: WorkbookSpec, frames: Frames, notice: Notice, today: date) -> Plan:
    """Plan the days of a notice that the calendar lacks.

    Shape: one AddRow a day off from Monday to Friday or worked at a weekend (decision T-19). A day that stands there
    as something else was decided by somebody: it stays, which is finding REQ032 (warning). Raises MissingSheetError
    where the workbook has no calendar.
    """
    del today
    sheet = sheet_for(spec, frames, "calendar")
    held = _held(frames, sheet)
    rows: list[AddRow] = []
    findings: list[Finding] = []
    because = Words(f"{notice.year} 年放假安排", f"the holidays of {notice.year}")
    for day in notice.days:
        if day.day in held:
            row, kind = held[day.day]
            if (kind in WORKED) is day.off:
                findings.append(_otherwise(sheet, row, kind, day))
        elif day.off is (day.day.weekday() < SATURDAY):
            values: dict[str, Value] = {
                "day": day.day,
                "type": OFF if day.off else SWAPPED,
                "name": spec.terms.said(_name(day)) or None,
            }
            values["source"] = notice.source or None
            there = {name: value for name, value in values.items() if value is not None and name in frames[sheet.name]}
            rows.append(AddRow(sheet.name, frames.next_row(sheet.name) + len(rows), there, because))
    return Plan(tuple(findings), tuple(rows))


def _held(frames: Frames, sheet: SheetSpec) -> dict[date, tuple[int, Value]]:
    found: dict[date, tuple[int, Value]] = {}
    days, kinds = (values_or_blank(frames, sheet.name, name) for name in ("day", "type"))
    for row, value, kind in zip(row_numbers(frames[sheet.name]), days, kinds, strict=True):
        day = as_date(value)
        if day is not None and kind is not None:
            found.setdefault(day, (row, kind))
    return found


def _name(day: Day) -> Words:
    if day.off or not day.name:
        return Words(day.name, day.name)
    return Words(f"{day.name}调休", f"Working day for {day.name}")


def _otherwise(sheet: SheetSpec, row: int, kind: Value, day: Day) -> Finding:
    zh, en = ("休息", "off") if day.off else ("上班", "worked")
    return Finding(
        "REQ032",
        "warning",
        Cell(sheet.name, row, "type"),
        kind,
        Words(
            f"{day.day} 在“{sheet.title}”里是“{kind}”，放假安排写的是{zh}（{day.name}），保留表里的。",
            f'{day.day} is "{kind}" on the sheet {sheet.title}; the notice says {en} ({day.name}). The sheet stands.',
        ),
        Words("如果表里填错了，请改这一行的“类型”。", "If the sheet is wrong, change the type in this row."),
        str(day.day),
    )
