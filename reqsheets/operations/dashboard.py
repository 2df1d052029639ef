"""The dashboard sheet: one row a day of how the requirements stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reqsheets.errors import MissingColumnError
from reqsheets.frames import Frames, as_date, canonical
from reqsheets.plan import Plan, Value, Words
from reqsheets.register.carried import rewritten
from reqsheets.register.columns import first_rows, meant, sheet_for, sheet_if_there
from reqsheets.register.needs import Register, register
from reqsheets.register.states import YES, has_ended
from reqsheets.settings import Settings, as_decimal
from reqsheets.spec import Meaning, Purpose, SheetSpec, WorkbookSpec

BECAUSE = Words("每天一行", "one row a day")
NONE_GIVEN = "无"


@dataclass(frozen=True)
class Standing:
    """The register with its valid rows and those still open (neither closed, dropped nor archived), by position."""

    spec: WorkbookSpec
    frames: Frames
    needs: Register
    valid: list[int]
    open: list[int]

    def by_number(self, purpose: Purpose, meaning: Meaning) -> dict[str, Value]:
        """Return another sheet's column by number; the first row of a number counts."""
        sheet = sheet_if_there(self.spec, self.frames, purpose)
        if sheet is None:
            return {}
        held = meant(self.frames, sheet, meaning)
        return {number: held[i] for number, i in first_rows(self.frames, sheet).items()}


def dashboard(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Write today's row; the rows of other days stay as they are.

    Shape: at most one ReplaceRows. The four counts are of the open requirements and each sums to 在办数; 需求达成率 is
    closed ones, archived or not, per valid one; the cycle is in days.
    Raises MissingSheetError or MissingColumnError where the register, the sheet or its day column is absent.
    """
    sheet = sheet_for(spec, frames, "dashboard")
    frame = frames[sheet.name]
    if "day" not in frame.columns:
        title = sheet.column("day").title
        raise MissingColumnError(f"工作表“{sheet.title}”缺少列“{title}”", f"{sheet.title}: no column titled {title}")
    figures = _figures(spec, frames, today)
    names = [str(name) for name in frame.columns]
    rows = list(frames.rows(sheet.name).values())
    days = [as_date(row[names.index("day")]) for row in rows]
    place = days.index(today) if today in days else len(rows)
    before = rows[place] if place < len(rows) else (None,) * len(names)
    row = tuple(figures.get(name, held) for name, held in zip(names, before, strict=True))
    change = rewritten(frames, sheet, [*rows[:place], row, *rows[place + 1 :]], BECAUSE)
    return Plan((), () if change is None else (change,))


def _figures(spec: WorkbookSpec, frames: Frames, today: date) -> dict[str, Value]:
    needs = register(spec, frames)
    valid = [i for i, number in enumerate(needs.numbers) if number is not None and needs.counts(i)]
    is_open = [i for i in valid if not needs.rests(i) and not has_ended(spec.cycle, needs.statuses[i])]
    standing = Standing(spec, frames, needs, valid, is_open)
    overdue = standing.by_number("tracking", "overdue")
    channels = meant(frames, needs.sheet, "channel")
    followups = meant(frames, _satisfied(spec, frames), "satisfaction")
    days_taken = meant(frames, sheet_if_there(spec, frames, "archive"), "days_taken")
    return {
        "day": today,
        "open": len(is_open),
        "overdue": sum(overdue.get(needs.numbers[i] or "") == YES for i in is_open),
        "by_grade": _counts(_joined(standing, _rated(spec), "grade"), _grades(spec)),
        "by_department": _counts(
            _joined(standing, "tracking", "department"), _options(standing, "tracking", "department")
        ),
        "by_status": _counts([needs.statuses[i] for i in is_open], _options(standing, "needs", "status")),
        "by_channel": _counts([channels[i] for i in is_open], _options(standing, "needs", "channel")),
        "satisfaction": _mean(followups, "0.01"),
        "achieved": _achieved(standing),
        "days_taken": _mean(days_taken, "0.1"),
        "batch": today.isoformat(),
    }


def _joined(standing: Standing, purpose: Purpose, meaning: Meaning) -> list[Value]:
    held = standing.by_number(purpose, meaning)
    return [held.get(standing.needs.numbers[i] or "") for i in standing.open]


def _satisfied(spec: WorkbookSpec, frames: Frames) -> SheetSpec | None:
    """Return the first register that has the customers' marks."""
    return next((s for s in spec.sheets if s.meaning("satisfaction") and s.name in frames), None)


def _rated(spec: WorkbookSpec) -> Purpose:
    """Return the purpose of the sheet that has the grades."""
    return next((sheet.purpose for sheet in spec.sheets if sheet.rating is not None), "scores")


def _grades(spec: WorkbookSpec) -> list[str]:
    return [grade for sheet in spec.sheets if sheet.rating is not None for grade in sheet.rating.grades]


def _options(standing: Standing, purpose: Purpose, meaning: Meaning) -> list[str]:
    """Return the options of that column in the order of its dictionary."""
    sheet = standing.spec.purpose(purpose)
    name = None if sheet is None else sheet.meaning(meaning)
    if sheet is None or name is None:
        return []
    return list(Settings(standing.spec, standing.frames).options.get(sheet.column(name).options, {}))


def _counts(found: Iterable[Value], order: Sequence[str]) -> str | None:
    """Return such as `S 1、A 12、无 4`: in the order of the list, then others by name, then the blanks."""
    times = Counter(NONE_GIVEN if value is None else str(value) for value in found)
    others = sorted(value for value in times if value not in order and value != NONE_GIVEN)
    names = [*(value for value in dict.fromkeys(order) if value != NONE_GIVEN), *others, NONE_GIVEN]
    return "、".join(f"{name} {times[name]}" for name in names if times[name]) or None


def _mean(found: Iterable[Value], step: str) -> Value:
    """Return the mean of the numbers among the values, rounded half up; None without any."""
    points = [number for value in found if (number := as_decimal(value)) is not None]
    if not points:
        return None
    mean = sum(points, Decimal(0)) / len(points)
    return canonical(float(mean.quantize(Decimal(step), ROUND_HALF_UP)))


def _achieved(standing: Standing) -> str | None:
    """Return closed requirements per valid one, as per cent; a dropped one was not achieved."""
    needs, cycle = standing.needs, standing.spec.cycle
    if not standing.valid:
        return None
    done = sum(
        needs.rests(i) if status is None else cycle is not None and status in cycle.closed
        for i in standing.valid
        for status in (needs.statuses[i],)
    )
    share = (Decimal(100 * done) / len(standing.valid)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share}%"
