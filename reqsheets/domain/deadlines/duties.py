"""What requirements owe from a status on: which of them, since when, and whether anybody answers (decision N-30)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Literal, TypeAlias

from reqsheets.domain.register.columns import all_readable, meant, number_of, numbers
from reqsheets.domain.register.requirements import Requirements
from reqsheets.domain.register.states import OPEN
from reqsheets.domain.register.text import same_name
from reqsheets.model.derived_cells import Duty, Place
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec

JUDGED_AT = time(18)  # of a day that is named without a time (decision N-31)
Source: TypeAlias = Literal["records", "typed", ""]


def moment_of_day(now: datetime | None, today: date) -> datetime:
    """Return the moment at which hours are judged: as given, else the close of that day."""
    return datetime.combine(today, JUDGED_AT) if now is None else now


@dataclass(frozen=True, slots=True)
class Start:
    """When a duty began, None where nobody can tell; `after`: what was done by then answers an earlier one."""

    moment: Value = None
    source: Source = ""
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet where a duty is answered."""

    row: int
    position: int  # in the frame, from 0
    number: str
    answered: Value


@dataclass(frozen=True)
class Owed:
    """A duty in a workbook: who owes it and where it is answered."""

    spec: WorkbookSpec
    frames: Frames
    needs: Requirements
    duty: Duty

    @property
    def sheet(self) -> SheetSpec:
        """Return the sheet where it is answered."""
        return self.spec.sheet(self.duty.sheet)

    @property
    def naming(self) -> str:
        """Return the column of that sheet that names the requirement: its number, or the first that refers to one."""
        own = self.sheet.meaning("number")
        if own is not None:
            return own
        needs = self.needs.sheet.name
        return next((c.name for c in self.sheet.columns if c.refers is not None and c.refers.sheet == needs), "")

    def lines_of(self, number: str) -> list[Line]:
        """Return the rows that name a requirement, however its number is typed, in their order."""
        return self._lines.get(same_name(number), [])

    @cached_property
    def _lines(self) -> dict[str, list[Line]]:
        found: defaultdict[str, list[Line]] = defaultdict(list)
        several = self.sheet.column(self.naming).type == "multi"
        named = values_or_blank(self.frames, self.duty.sheet, self.naming)
        held = all_readable(values_or_blank(self.frames, self.duty.sheet, self.duty.answered))
        rows = row_numbers(self.frames[self.duty.sheet])
        for position, (row, value, answered) in enumerate(zip(rows, named, held, strict=True)):
            text = number_of(value)
            for number in (split_choices(text) if several else (text,)) if text is not None else ():
                found[same_name(number)].append(Line(row, position, number, answered))
        return dict(found)

    def is_owed_in(self, status: Value) -> bool:
        """Tell whether a requirement of that status owes it."""
        return status in self.duty.statuses

    def owing(self) -> Iterator[tuple[str, int]]:
        """Yield number and position in the register of each requirement that owes it, answered or not."""
        only = self.duty.only
        chosen = values_or_blank(self.frames, self.needs.sheet.name, only[0]) if only else []
        for number, position in self.needs.position.items():
            if not self.is_owed_in(self.needs.statuses[position]) or self.needs.rests(position):
                continue
            if self.needs.is_taken_over(position):
                continue
            if self.needs.counts(position) and (only is None or chosen[position] in only[1]):
                yield number, position

    def start(self, number: str) -> Start:
        """Return when the duty of a requirement began.

        The records tell between which two of our runs the status came; what people type tells the moment, where it
        lies between them. What they type of an earlier time is about an earlier turn, save of a row that a change of
        year carried along.
        """
        typed = next((by[number] for by in self._typed if number in by), None)
        position = self.needs.position.get(number)
        column = self.needs.sheet.meaning("status")
        if position is None or column is None:
            return Start(typed, "typed") if typed is not None else Start()
        event = self.frames.history.entered(self.needs.sheet.name, number, column, self.duty.statuses)
        if event is None:
            return Start(typed, "typed") if typed is not None else Start()
        if event.because == OPEN:  # a new year's workbook was begun with the row, which had its status before
            began = event.by.replace(second=0, microsecond=0)
            return Start(typed, "typed") if typed is not None else Start(began, "records")
        day = as_date(typed)
        fits = day is not None and day <= event.by.date() and (event.after is None or day >= event.after.date())
        if fits:
            return Start(typed, "typed", event.after)
        return Start(event.by.replace(second=0, microsecond=0), "records", event.after)

    @cached_property
    def _typed(self) -> list[dict[str, Value]]:
        return [days_at(self.spec, self.frames, place) for place in self.duty.since]


def days_at(spec: WorkbookSpec, frames: Frames, place: Place) -> dict[str, Value]:
    """Return the latest day or moment that stands in a column by the requirement's number."""
    name, column = place
    if name not in frames:
        return {}
    found: dict[str, Value] = {}
    held = all_readable(values_or_blank(frames, name, column))
    for number, value in zip(numbers(frames, spec.sheet(name)), held, strict=True):
        day, known = as_date(value), as_date(found.get(number or ""))
        if number is not None and day is not None and (known is None or day >= known):
            found[number] = value
    return found


def values_at(spec: WorkbookSpec, frames: Frames, places: Sequence[Place]) -> Mapping[str, Value]:
    """Return by number the first filled cell among these places."""
    found: dict[str, Value] = {}
    for name, column in places:
        if name not in frames:
            continue
        held = all_readable(values_or_blank(frames, name, column))
        for number, value in zip(numbers(frames, spec.sheet(name)), held, strict=True):
            if number is not None and value is not None:
                found.setdefault(number, value)
    return found


def reporters(frames: Frames, needs: Requirements) -> dict[str, list[str]]:
    """Return the customers who asked for a requirement, by the number of its main row: each is told (T-32)."""
    customers = all_readable(meant(frames, needs.sheet, "customer"))
    mains = [number_of(value) for value in meant(frames, needs.sheet, "main_number")]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, position in needs.position.items():
        counts = needs.counts(position)
        main = number if counts else mains[position]
        customer = customers[position]
        if main is not None and customer is not None and str(customer) not in found[main]:
            found[main].insert(0 if counts else len(found[main]), str(customer))
    return dict(found)


def is_answered(answered: Value, start: Start) -> bool:
    """Tell whether what stands there answers this turn of a duty, and not one before the status was left."""
    day = as_date(answered)
    return answered is not None and not (start.after is not None and day is not None and day < start.after.date())
