"""The clocks of a workbook as they run: row by row, when each started, when it is over, what stopped it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from reqsheets.domain.deadlines.duties import Owed, is_answered, moment_of_day
from reqsheets.domain.deadlines.terms import Term, term
from reqsheets.domain.deadlines.workdays import WorkCalendar, work_calendar
from reqsheets.domain.register.columns import all_readable, meant, numbers
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.states import has_ended
from reqsheets.model.derived_cells import Clock, Place
from reqsheets.model.errors import MissingSheetError
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.rules.cells.filled_in import filled_in
from reqsheets.rules.choices import choices, option_of


@dataclass(frozen=True, slots=True)
class RunningTerm:
    """A clock on one row: `held` stands in its due cell, `term` is when it ends, `rests` where nobody waits for it."""

    clock: Clock
    row: int
    number: str
    start: Value
    length: tuple[Decimal | None, str]
    term: Term | None
    held: Value
    stopped: Value
    paused: bool
    paused_days: int
    rests: bool
    unknown: bool = False  # since when is not known: it counts from when we first saw it


@dataclass(frozen=True, slots=True)
class _Run:
    """What rows with the same start, length and pause have in common."""

    length: tuple[Decimal | None, str]
    term: Term | None
    pauses: tuple[str, ...]
    paused_days: int


@dataclass(frozen=True)
class Clockwork:
    """Everything that the clocks of a workbook read, looked up once."""

    spec: WorkbookSpec
    frames: Frames
    today: date
    now: datetime | None = None  # None: the close of the day

    @property
    def moment(self) -> datetime:
        """Return the moment at which hours are judged."""
        return moment_of_day(self.now, self.today)

    @cached_property
    def owed(self) -> dict[str, Owed]:
        """Return the duties of the workbook, by name."""
        needs = self.needs
        there = [duty for duty in self.spec.duties if duty.sheet in self.frames] if needs is not None else []
        return {duty.name: Owed(self.spec, self.frames, needs, duty) for duty in there if needs is not None}

    @cached_property
    def settings(self) -> Settings:
        """Return the workbook's parameters."""
        return Settings(self.spec, self.frames)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Return the workbook's calendar."""
        return work_calendar(self.spec, self.frames)

    @cached_property
    def needs(self) -> Requirements | None:
        """Return the register, None where there is none."""
        try:
            return register(self.spec, self.frames)
        except MissingSheetError:
            return None

    @cached_property
    def paused_days(self) -> dict[str, int]:
        """Return for how many days each requirement's clocks stood still, by number."""
        needs = self.needs
        if needs is None:
            return {}
        pauses = {status for known in self.spec.clocks for status in known.pauses}
        counted, since = (meant(self.frames, needs.sheet, m) for m in ("paused_days", "paused_since"))
        found: dict[str, int] = {}
        for number, i in needs.position.items():
            before, start = counted[i], as_date(since[i])
            waited = start is not None and needs.statuses[i] not in pauses
            resumed = max((self._resumed(number, pauses) - start).days, 0) if waited and start is not None else 0
            found[number] = (before if type(before) is int else 0) + resumed
        return found

    def _resumed(self, number: str, pauses: Collection[str]) -> date:
        """Return the day on which a requirement ceased to wait, as far as the history knows; else today."""
        needs = self.needs
        column = needs.sheet.meaning("status") if needs is not None else None
        if needs is None or column is None:
            return self.today
        event = self.frames.history.left(needs.sheet.name, number, column, pauses)
        return self.today if event is None else min(event.by.date(), self.today)

    def running(self, clock: Clock, *, judged: bool = True) -> Iterator[RunningTerm]:
        """Yield the clock on each row with a number; none where its sheet or due column is absent.

        Without `judged`, rows are left out whose due moment stands there and for which nobody waits any more.
        """
        frames, sheet = self.frames, self.spec.sheet(clock.sheet)
        if clock.sheet not in frames or clock.due not in frames[clock.sheet].columns:
            return
        found = numbers(frames, sheet)
        starts = [self._cells(clock, place, found) for place in clock.start]
        stops = [self._cells(clock, place, found) for place in clock.stop]
        by = [self._options(place, self._cells(clock, place, found)) for place in clock.by]
        chosen = list(zip(*by, strict=True)) if by else [()] * len(found)
        held = values_or_blank(frames, clock.sheet, clock.due)
        runs: dict[tuple[object, ...], _Run] = {}
        for i, (row, number) in enumerate(zip(row_numbers(frames[clock.sheet]), found, strict=True)):
            if number is None:
                continue
            status, rests = self._standing(clock, number)
            if rests and held[i] is not None and not judged:
                continue
            start = next((cells[i] for cells in starts if as_date(cells[i]) is not None), None)
            stop = next((cells[i] for cells in stops if cells[i] is not None), None)
            unknown = False
            if clock.duty in self.owed and not rests:
                start, stop, unknown = self._of_duty(clock, number, stop, held[i])
            waited = self.paused_days.get(number, 0) if clock.pauses else 0
            key = (start, waited, *chosen[i], *map(type, chosen[i]))  # True equals 1
            run = runs.get(key) or runs.setdefault(key, self._run(clock, start, chosen[i], waited))
            over = _standing_term(held[i]) if unknown and held[i] is not None else run.term
            at = (clock, row, number, start, run.length, over, held[i])
            yield RunningTerm(*at, stop, status in run.pauses, run.paused_days, rests, unknown)

    def _of_duty(self, clock: Clock, number: str, stop: Value, held: Value) -> tuple[Value, Value, bool]:
        """Return start and stop of a clock that measures a duty, and whether nobody knows when the duty began."""
        began = self.owed[clock.duty].start(number)
        stop = stop if is_answered(stop, began) else None
        if began.moment is not None:
            return began.moment, stop, False
        unknown = stop is None or held is not None
        return (self.moment.replace(second=0, microsecond=0) if unknown else None), stop, unknown

    def _run(self, clock: Clock, start: Value, chosen: tuple[Value, ...], waited: int) -> _Run:
        length = self._length(clock, chosen)
        pauses = clock.pauses if set(chosen).isdisjoint(clock.never_paused) else ()
        days = waited if pauses else 0
        over = term(start, *length, self.calendar)
        if over is not None:
            whole = self.spec.sheet(clock.sheet).column(clock.due).type == "date"
            due = over.due + timedelta(days=days)
            if not set(chosen).isdisjoint(clock.to_work_day):
                due = self._worked(due)
            over = Term(_shown(due, whole=whole), over.provisional, over.timeless)
        return _Run(length, over, pauses, days)

    def _worked(self, due: date | datetime) -> date | datetime:
        while not self.calendar.is_worked(as_date(due) or due):
            due += timedelta(days=1)
        return due

    def _length(self, clock: Clock, chosen: tuple[Value, ...]) -> tuple[Decimal | None, str]:
        for value in chosen or ("",):
            for limit in clock.lengths:
                amount = self.settings.number(limit.parameter) if limit.grade == str(value) else None
                if amount is not None:
                    return amount, self.settings.unit(limit.parameter)
        return None, ""

    def _standing(self, clock: Clock, number: str) -> tuple[Value, bool]:
        """Return the requirement's status, and whether nobody waits for its clocks any more."""
        needs = self.needs
        place = None if needs is None else needs.position.get(number)
        if needs is None or place is None:
            return None, needs is not None and clock.sheet == needs.sheet.name
        status = needs.statuses[place]
        ended = has_ended(self.spec.cycle, status) or needs.rests(place)
        owed = self.owed.get(clock.duty)
        left = owed is not None and status is not None and not owed.is_owed_in(status)
        return status, not needs.counts(place) or ((ended or left) and not clock.beyond)

    def _cells(self, clock: Clock, place: Place, found: list[str | None]) -> list[Value]:
        """Return what stands at that place for each row: in the row itself, or on another sheet by number."""
        name, column = place
        if name == clock.sheet and not (clock.latest and place == clock.start[0]):
            return self._said(self.spec.sheet(name), column)
        by_number = self._by_number(place, latest=clock.latest)
        return [None if number is None else by_number.get(number) for number in found]

    def _options(self, place: Place, cells: list[Value]) -> list[Value]:
        """Return the cells of a column that chooses from a list, each by its option: 常规 for 常规-7天处理."""
        column = self.spec.sheet(place[0]).column(place[1])
        known = choices(self.settings, column.options) if column.options else None
        if known is None:
            return cells
        meant = {text: option_of(known, text) or text for text in set(cells) if isinstance(text, str)}
        return [meant[cell] if isinstance(cell, str) else cell for cell in cells]

    def _by_number(self, place: Place, *, latest: bool) -> Mapping[str, Value]:
        name, column = place
        if name not in self.frames:
            return {}
        sheet = self.spec.sheet(name)
        held = self._said(sheet, column)
        found: dict[str, Value] = {}
        for number, value in zip(numbers(self.frames, sheet), held, strict=True):
            if number is None or value is None:
                continue
            if number not in found or (latest and _after(value, found[number])):
                found[number] = value
        return found

    def _said(self, sheet: SheetSpec, column: str) -> list[Value]:
        """Return a column, cells that say nothing as None: a placeholder for a moment stops no clock."""
        held = all_readable(values_or_blank(self.frames, sheet.name, column))
        filled = filled_in(sheet.column(column), self.settings)
        return [value if filled(value) else None for value in held]


def _standing_term(held: Value) -> Term | None:
    """Return the term that ends when a due cell says."""
    return Term(held) if isinstance(held, date) else None


def _shown(due: date | datetime, *, whole: bool) -> date | datetime:
    if isinstance(due, datetime) and (whole or due.time() == time()):
        return due.date()
    return due


def _after(value: Value, other: Value) -> bool:
    first, then = as_date(other), as_date(value)
    return first is not None and then is not None and then > first
