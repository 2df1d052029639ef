"""How the requirements stand today: which are open, which of them are late, and what other sheets say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from statistics import median

from reqsheets.domain.deadlines.duties import moment_of_day
from reqsheets.domain.deadlines.overdue import is_over
from reqsheets.domain.deadlines.running import Clockwork, RunningTerm
from reqsheets.domain.register.columns import all_readable, first_rows, meant, sheet_if_there
from reqsheets.domain.register.derived_sheet import derived_if_there
from reqsheets.domain.register.plausible import plausible
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.states import YES, clock_stands, has_ended
from reqsheets.domain.register.steps import Steps
from reqsheets.model.frames import Frames, as_date, canonical
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, as_decimal
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec

SOON = 7  # days
ON_THE_REGISTER: tuple[Meaning, ...] = ("status", "channel")


@dataclass(frozen=True)
class Snapshot:
    """The register with its valid rows and those still open (neither closed, dropped nor archived), by position."""

    spec: WorkbookSpec
    frames: Frames
    today: date
    needs: Requirements
    valid: list[int]
    open: list[int]
    statuses: list[Value]  # by position: that of the register, or the last one accepted where its step is not allowed
    now: datetime | None = None

    def by_number(self, sheet: SheetSpec | None, meaning: Meaning) -> dict[str, Value]:
        """Return a sheet's column by number; the first row of a number counts."""
        if sheet is None or sheet.name not in self.frames or sheet.meaning("number") is None:
            return {}
        held = meant(self.frames, sheet, meaning)
        return {number: held[i] for number, i in first_rows(self.frames, sheet).items()}

    def of_open(self, meaning: Meaning) -> list[Value]:
        """Return what the open requirements have in the column that means this, wherever it is."""
        sheet = where(self.spec, meaning)
        if sheet is not None and sheet.name == self.needs.sheet.name:
            held = self.statuses if meaning == "status" else meant(self.frames, sheet, meaning)
            return [held[i] for i in self.open]
        by_number = self.by_number(sheet, meaning)
        return [by_number.get(self.needs.numbers[i] or "") for i in self.open]

    def options(self, meaning: Meaning) -> list[str]:
        """Return the options of that column, best grade first, else in the order of its dictionary."""
        sheet = where(self.spec, meaning)
        if sheet is None:
            return []
        if meaning == "grade" and sheet.rating is not None:
            return list(sheet.rating.grades)
        dictionary = sheet.column(sheet.meaning(meaning) or "").options
        return list(Settings(self.spec, self.frames).options.get(dictionary, {}))

    @cached_property
    def late(self) -> dict[int, int]:
        """Return for how many days each late one is overdue, by position: as tracked, else by the clocks."""
        tracking = self.spec.purpose("tracking")
        if tracking is None:
            return self._late_by_clocks()
        overdue, days = self.by_number(tracking, "overdue"), self.by_number(tracking, "overdue_days")
        found = {}
        for i in self.open:
            number = self.needs.numbers[i] or ""
            if overdue.get(number) == YES:
                over = days.get(number)
                found[i] = over if isinstance(over, int) else 0
        return found

    @cached_property
    def soon(self) -> int:
        """Return how many are due within the next days."""
        last = self.today + timedelta(days=SOON)
        return sum(self.today <= due <= last for i, due in self.dues().items() if i not in self.late)

    @cached_property
    def _running(self) -> list[RunningTerm]:
        work = Clockwork(self.spec, self.frames, self.today)
        clocks = [clock for clock in self.spec.clocks if clock.told]
        return [
            one
            for clock in clocks
            for one in work.running(clock, judged=False)
            if not (one.rests or one.stopped or one.paused)
        ]

    def _late_by_clocks(self) -> dict[int, int]:
        moment = moment_of_day(self.now, self.today)
        position = {self.needs.numbers[i]: i for i in self.open}
        found: dict[int, int] = {}
        for one in self._running:
            i = position.get(one.number)
            if one.term is not None and i is not None and is_over(one.term.due, moment):
                days = (
                    (self.today - one.term.due).days
                    if not isinstance(one.term.due, datetime)
                    else (moment - one.term.due).days
                )
                found[i] = max(days, found.get(i, 0))
        return found

    def dues(self) -> dict[int, date]:
        """Return when each open requirement is due next, by position."""
        tracking = sheet_if_there(self.spec, self.frames, "tracking")
        found: dict[int, date] = {}
        if tracking is None:
            position = {self.needs.numbers[i]: i for i in self.open}
            for one in self._running:
                due, i = as_date(one.term.due) if one.term else None, position.get(one.number)
                if due is not None and i is not None:
                    found[i] = min(due, found.get(i, due))
            return found
        planned: tuple[Meaning, ...] = ("due", "new_finish", "planned_finish")
        held = [self.by_number(tracking, meaning) for meaning in planned]
        for i in self.open:
            days = (as_date(by_number.get(self.needs.numbers[i] or "")) for by_number in held)
            due = next((day for day in days if day is not None), None)
            if due is not None and not clock_stands(self.spec.cycle, self.statuses[i]):
                found[i] = due
        return found

    @cached_property
    def marks(self) -> list[Value]:
        """Return the customers' marks; what no mark can be is left out."""
        sheet = next((s for s in self.spec.sheets if s.meaning("satisfaction") and s.name in self.frames), None)
        if sheet is None:
            return []
        column = sheet.column(sheet.meaning("satisfaction") or "")
        return [value for value in meant(self.frames, sheet, "satisfaction") if plausible(column, value)]

    @cached_property
    def days_taken(self) -> list[Value]:
        """Return how many days each archived requirement took; none can take less than nothing."""
        held = meant(self.frames, sheet_if_there(self.spec, self.frames, "archive"), "days_taken")
        return [days for days in held if (number := as_decimal(days)) is not None and number >= 0]

    @cached_property
    def done(self) -> int:
        """Return how many valid requirements are closed, archived or not; a dropped one was not achieved."""
        needs, cycle = self.needs, self.spec.cycle
        return sum(
            needs.rests(i) if status is None else cycle is not None and status in cycle.closed
            for i in self.valid
            for status in (self.statuses[i],)
        )

    @property
    def achieved(self) -> Decimal | None:
        """Return closed requirements per valid one in per cent; None without any."""
        if not self.valid:
            return None
        return (Decimal(100 * self.done) / len(self.valid)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def snapshot(spec: WorkbookSpec, frames: Frames, today: date, now: datetime | None = None) -> Snapshot:
    """Return how the requirements stand; raise MissingSheetError or MissingColumnError without a register."""
    needs = register(spec, frames)
    valid = [i for i, number in enumerate(needs.numbers) if number is not None and needs.counts(i)]
    statuses = _accepted(spec, frames, needs)
    is_open = [i for i in valid if not needs.rests(i) and not has_ended(spec.cycle, statuses[i])]
    return Snapshot(spec, frames, today, needs, valid, is_open, statuses, now)


def _accepted(spec: WorkbookSpec, frames: Frames, needs: Requirements) -> list[Value]:
    """Return the status of each row as the tracking sheet accepts it: one skipped to (REQ403) does not count."""
    tracking = derived_if_there(spec, frames, "tracking")
    if tracking is None or not tracking.sheet.meaning("status"):
        return needs.statuses
    steps = Steps(spec.cycle)
    shown = all_readable(tracking.columns.get(tracking.sheet.meaning("status") or "", []))
    found = list(needs.statuses)
    for number, at in tracking.first.items():
        i = needs.position.get(number)
        if i is not None and not needs.rests(i) and shown and not steps.accepts(shown[at], found[i]):
            found[i] = shown[at]
    return found


def where(spec: WorkbookSpec, meaning: Meaning) -> SheetSpec | None:
    """Return the sheet that says this of a requirement: the rated one first, then tracking, then the registers."""
    if meaning in ON_THE_REGISTER:
        sheets = [spec.purpose("needs")]
    else:
        rated = [sheet for sheet in spec.sheets if sheet.rating is not None]
        others = [sheet for sheet in spec.sheets if sheet.role == "register"]
        sheets = [*rated, spec.purpose("tracking"), spec.purpose("needs"), *others]
    return next((sheet for sheet in sheets if sheet and sheet.meaning(meaning) and sheet.meaning("number")), None)


def mean(found: Iterable[Value], step: str) -> Value:
    """Return the mean of the numbers among the values, rounded half up; None without any."""
    points = _points(found)
    if not points:
        return None
    return _shown(sum(points, Decimal(0)) / len(points), step)


def middle(found: Iterable[Value], step: str) -> Value:
    """Return the median of the numbers among the values, rounded half up; None without any."""
    points = _points(found)
    return _shown(median(points), step) if points else None


def _points(found: Iterable[Value]) -> Sequence[Decimal]:
    return [number for value in found if (number := as_decimal(value)) is not None]


def _shown(number: Decimal, step: str) -> Value:
    return canonical(float(number.quantize(Decimal(step), ROUND_HALF_UP)))
