"""The dashboard sheet: one row a day of how the requirements stand, and the figures that its charts show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from reqsheets.domain.dashboard.figures import NONE_GIVEN, figure_rows
from reqsheets.domain.deadlines.snapshot import Snapshot, mean, snapshot
from reqsheets.domain.register.columns import sheet_for, sheet_if_there
from reqsheets.domain.register.derived_sheet import rewritten
from reqsheets.model.errors import MissingColumnError
from reqsheets.model.frames import Frames, as_date, values_or_blank
from reqsheets.model.plan import Plan, ReplaceRows, Row, Value, Words
from reqsheets.model.spec import WorkbookSpec

BECAUSE = Words("每天一行", "one row a day")
FOR_CHARTS = Words("看板图表的数据", "what the dashboard's charts show")


def dashboard(spec: WorkbookSpec, frames: Frames, today: date, now: datetime | None = None) -> Plan:
    """Write today's row, the rows of other days stay as they are; and the figures for the charts, where there are any.

    Shape: at most one ReplaceRows a sheet. The four counts are of the open requirements and each sums to 在办数;
    A status counts that the tracking sheet accepts, so both tell the same as open and overdue; `now` (default: 18:00 of
    `today`) judges the clocks of kinds without one. 需求达成率 is closed ones, archived or not, per valid one; the
    cycle is in days.
    Raises MissingSheetError or MissingColumnError where the register, the sheet or its day column is absent.
    """
    sheet = sheet_for(spec, frames, "dashboard")
    frame = frames[sheet.name]
    if "day" not in frame.columns:
        title = sheet.column("day").title
        raise MissingColumnError(f"工作表“{sheet.title}”缺少列“{title}”", f"{sheet.title}: no column titled {title}")
    stand = snapshot(spec, frames, today, now)
    figures = _figures(stand)
    names = [str(name) for name in frame.columns]
    rows = list(frames.rows(sheet.name).values())
    days = [as_date(row[names.index("day")]) for row in rows]
    place = days.index(today) if today in days else len(rows)
    before = rows[place] if place < len(rows) else (None,) * len(names)
    row = tuple(figures.get(name, held) for name, held in zip(names, before, strict=True))
    rows = [*rows[:place], row, *rows[place + 1 :]]
    changes = (rewritten(frames, sheet, rows, BECAUSE), _for_charts(stand, names, rows))
    return Plan((), tuple(change for change in changes if change is not None))


def _for_charts(now: Snapshot, names: Sequence[str], rows: Sequence[Row]) -> ReplaceRows | None:
    """Return the change that brings the charts' figures up to date; None where they are, or without charts."""
    sheet = sheet_if_there(now.spec, now.frames, "figures")
    if sheet is None:
        return None
    held = [dict(zip(names, row, strict=True)) for row in rows]
    days = [(row.get("day"), row.get("open"), row.get("overdue")) for row in held]
    laid = values_or_blank(now.frames, sheet.name, "group")
    columns = [column.name for column in sheet.columns]
    found = [dict(zip(columns, row, strict=True)) for row in figure_rows(now, days, laid)]
    there = [str(name) for name in now.frames[sheet.name].columns]
    return rewritten(now.frames, sheet, [tuple(row.get(name) for name in there) for row in found], FOR_CHARTS)


def _figures(now: Snapshot) -> dict[str, Value]:
    achieved = now.achieved
    return {
        "day": now.today,
        "open": len(now.open),
        "overdue": len(now.late),
        "by_grade": _counts(now.of_open("grade"), now.options("grade")),
        "by_department": _counts(now.of_open("department"), now.options("department")),
        "by_status": _counts(now.of_open("status"), now.options("status")),
        "by_channel": _counts(now.of_open("channel"), now.options("channel")),
        "satisfaction": mean(now.marks, "0.01"),
        "achieved": None if achieved is None else f"{achieved}%",
        "days_taken": mean(now.days_taken, "0.1"),
        "batch": now.today.isoformat(),
    }


def _counts(found: Iterable[Value], order: Sequence[str]) -> str | None:
    """Return such as `S 1、A 12、无 4`: in the order of the list, then others by name, then the blanks."""
    times = Counter(NONE_GIVEN if value is None else str(value) for value in found)
    others = sorted(value for value in times if value not in order and value != NONE_GIVEN)
    names = [*(value for value in dict.fromkeys(order) if value != NONE_GIVEN), *others, NONE_GIVEN]
    return "、".join(f"{name} {times[name]}" for name in names if times[name]) or None
