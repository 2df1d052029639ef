"""What reminders look up in a workbook: rows of a sheet, cells of a row and of what names the same requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from reqsheets.domain.deadlines.duties import reporters
from reqsheets.domain.deadlines.workdays import WorkCalendar, work_calendar
from reqsheets.domain.register.columns import all_readable, number_of
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.text import same_name
from reqsheets.domain.reminders.declared import Condition, Either, Where
from reqsheets.domain.reminders.staff import Staff, staff_of
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.nights import NO_NIGHTS, Nights
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.rules.cells.filled_in import filled_in

AT_REST = ("暂缓",)  # a status of rows that nobody is reminded of, beside those that are dropped
ENTERED = "entered:"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a sheet: its position in the frame (from 0), its key, and the requirements that it names."""

    sheet: str
    position: int
    row: int
    key: str
    numbers: tuple[str, ...]
    reporter: str = ""  # of several who asked for the requirement, the one whom it is about


@dataclass(frozen=True)
class Lookup:
    """A workbook at a moment, each column looked up once."""

    spec: WorkbookSpec
    frames: Frames
    now: datetime
    nights: Nights = NO_NIGHTS

    @cached_property
    def settings(self) -> Settings:
        """Return the workbook's parameters."""
        return Settings(self.spec, self.frames)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Return the workbook's calendar."""
        return work_calendar(self.spec, self.frames)

    @cached_property
    def staff(self) -> Staff:
        """Return the workbook's people."""
        return staff_of(self.spec, self.frames)

    @cached_property
    def needs(self) -> Requirements | None:
        """Return the register, None where it or its numbers are absent."""
        try:
            return register(self.spec, self.frames)
        except (MissingSheetError, MissingColumnError):
            return None

    @cached_property
    def reporters(self) -> dict[str, list[str]]:
        """Return who asked for each requirement, by its number."""
        return {} if self.needs is None else reporters(self.frames, self.needs)

    @cached_property
    def _columns(self) -> dict[tuple[str, str], list[Value]]:
        return {}

    @cached_property
    def _filled(self) -> dict[tuple[str, str], Callable[[Value], bool]]:
        return {}

    @cached_property
    def _said_something(self) -> dict[tuple[tuple[str, str], type, Value], bool]:
        return {}

    @cached_property
    def _naming(self) -> dict[str, tuple[str, bool]]:
        return {}

    @cached_property
    def _meant(self) -> dict[str, list[tuple[str, str]]]:
        return {}

    @cached_property
    def _about(self) -> dict[tuple[str, str], Value]:
        return {}

    @cached_property
    def _by_number(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def sheet(self, name: str) -> SheetSpec:
        """Return the sheet of that name; KeyError where the kind has none."""
        return self.spec.sheet(name)

    def title(self, sheet: str, column: str) -> str:
        """Return a column as people find it: sheet and title."""
        known = self.sheet(sheet)
        return f"{known.title}·{known.column(column).title}"

    def column(self, sheet: str, name: str) -> list[Value]:
        """Return a column in row order; all None where workbook or sheet lack it."""
        place = sheet, name
        if place not in self._columns:
            there = sheet in self.frames
            self._columns[place] = all_readable(values_or_blank(self.frames, sheet, name)) if there else []
        return self._columns[place]

    def is_filled(self, sheet: str, name: str, value: Value) -> bool:
        """Tell whether a cell says something: 待定 and the like do not."""
        if value is None:
            return False
        place = sheet, name
        if place not in self._filled:
            self._filled[place] = filled_in(self.sheet(sheet).column(name), self.settings)
        asked = place, type(value), value  # True is not 1
        said = self._said_something.get(asked)
        if said is None:
            said = self._said_something[asked] = self._filled[place](value)
        return said

    def naming(self, sheet: str) -> str:
        """Return the column of a sheet that names requirements, "" where none does."""
        if sheet not in self._naming:
            name = self._named_by(sheet)
            several = bool(name) and self.sheet(sheet).column(name).type == "multi"
            self._naming[sheet] = name, several
        return self._naming[sheet][0]

    def _named_by(self, sheet: str) -> str:
        known = self.sheet(sheet)
        own = known.meaning("number")
        needs = self.spec.purpose("needs")
        if own is not None or needs is None:
            return own or ""
        return next((c.name for c in known.columns if c.refers is not None and c.refers.sheet == needs.name), "")

    def by_number(self, sheet: str) -> dict[str, list[int]]:
        """Return the positions of the rows that name each requirement, however its number is typed."""
        if sheet not in self._by_number:
            found: defaultdict[str, list[int]] = defaultdict(list)
            naming = self.naming(sheet)
            for position, value in enumerate(self.column(sheet, naming) if naming else ()):
                for number in self._numbers(sheet, naming, value):
                    found[same_name(number)].append(position)
            self._by_number[sheet] = dict(found)
        return self._by_number[sheet]

    def _numbers(self, sheet: str, naming: str, value: Value) -> tuple[str, ...]:
        text = number_of(value)
        if text is None or not naming:
            return ()
        return split_choices(text) if self._naming[sheet][1] else (text,)

    def record(self, sheet: str, position: int, row: int, key: Sequence[str]) -> Record:
        """Return the row at a position of a sheet."""
        parts = [number_of(self.column(sheet, name)[position]) or "" for name in key]
        naming = self.naming(sheet)
        value = self.column(sheet, naming)[position] if naming else None
        return Record(sheet, position, row, "/".join(parts).strip("/"), self._numbers(sheet, naming, value))

    def records(self, sheet: str, key: Sequence[str], positions: Iterable[int] | None = None) -> Iterator[Record]:
        """Yield the rows of a sheet that have a key, or those at these positions."""
        if sheet not in self.frames:
            return
        rows = row_numbers(self.frames[sheet])
        for position in range(len(rows)) if positions is None else positions:
            record = self.record(sheet, position, rows[position], key)
            if record.key:
                yield record

    def record_of(self, sheet: str, number: str) -> Record | None:
        """Return the first row of a requirement on a sheet, None where it has none."""
        positions = self.by_number(sheet).get(same_name(number), [])
        if not positions:
            return None
        record = self.record(sheet, positions[0], int(self.frames[sheet].index[positions[0]]), (self.naming(sheet),))
        return record if record.key else None

    def rests(self, record: Record) -> bool:
        """Tell whether all the requirements that a row names are at rest: merged, void, archived, dropped, put off."""
        needs = self.needs
        if needs is None or not record.numbers:
            return False
        positions = [needs.position.get(number) for number in record.numbers]
        return all(position is not None and self.is_at_rest(needs, position) for position in positions)

    def is_at_rest(self, needs: Requirements, position: int) -> bool:
        """Tell whether the requirement at a position of the register is at rest."""
        status, cycle = needs.statuses[position], self.spec.cycle
        dropped = cycle.dropped if cycle else ()
        return not needs.counts(position) or needs.rests(position) or status in AT_REST or status in dropped

    # --- cells ----------------------------------------------------------------------------------------------------

    def cells(self, record: Record, place: str, *, blanks: bool = False) -> list[Value]:
        """Return what stands at a place for a row, in the order of the rows there; blanks only where asked for."""
        sheet, _, name = place.rpartition(".")
        if not sheet or (sheet == record.sheet and not record.reporter):
            held = self.column(record.sheet, name)
            found = [held[record.position]] if held else []
            sheet = record.sheet
        elif sheet not in self.frames:
            return []
        else:
            held = self.column(sheet, name)
            found = [held[position] for position in self._positions(record, sheet)]
        return found if blanks else [value for value in found if self.is_filled(sheet, name, value)]

    def _positions(self, record: Record, sheet: str) -> list[int]:
        every = self.by_number(sheet)
        named = [every.get(same_name(number), []) for number in record.numbers]
        positions = named[0] if len(named) == 1 else [position for part in named for position in part]
        customer = self.sheet(sheet).meaning("customer")
        if not record.reporter or customer is None or sheet == record.sheet:
            return positions
        held, wanted = self.column(sheet, customer), same_name(record.reporter)
        return [position for position in positions if same_name(str(held[position] or "")) == wanted]

    def rows_at(self, record: Record, sheet: str) -> list[int]:
        """Return the Excel rows of another sheet that a row's requirement has there."""
        if sheet not in self.frames:
            return []
        rows = row_numbers(self.frames[sheet])
        return [rows[position] for position in self._positions(record, sheet)]

    def cell(self, record: Record, place: str) -> Value:
        """Return the first filled cell of a place, None where there is none."""
        return next(iter(self.cells(record, place)), None)

    def holds(self, record: Record, condition: Condition) -> bool:
        """Tell whether a condition holds for a row."""
        if isinstance(condition, Either):
            return any(self.holds(record, one) for one in condition.of)
        cells = self.cells(record, condition.place)
        there = any(str(value) in condition.one_of for value in cells) if condition.one_of else bool(cells)
        return there != condition.never

    def among(self, sheet: str, positions: Iterable[int], condition: Where) -> list[int]:
        """Return the positions of the rows for which a condition on one of their own cells holds; quick."""
        held = self.column(sheet, condition.place)
        if condition.one_of:
            wanted = set(condition.one_of)
            return [i for i in positions if (held[i] in wanted) != condition.never]
        if condition.never:
            return [i for i in positions if held[i] is None or not self.is_filled(sheet, condition.place, held[i])]
        return [i for i in positions if held[i] is not None and self.is_filled(sheet, condition.place, held[i])]

    def later(self, record: Record, group: str, order: str, when: Sequence[Condition] = ()) -> bool:
        """Tell whether a row of the same group has a higher order (round, version) and meets the conditions."""
        groups, orders = self.column(record.sheet, group), self.column(record.sheet, order)
        mine = groups[record.position], orders[record.position]
        for position, (one, rank) in enumerate(zip(groups, orders, strict=True)):
            if one == mine[0] and isinstance(rank, int) and isinstance(mine[1], int) and rank > mine[1]:
                row = Record(record.sheet, position, 0, "", record.numbers)
                if all(self.holds(row, condition) for condition in when):
                    return True
        return False

    def start(self, record: Record, places: Sequence[str]) -> date | datetime | None:
        """Return the latest day or moment at the first of these places that has one."""
        for place in places:
            if place.startswith(ENTERED):
                moment = self._entered(record, place.removeprefix(ENTERED))
                if moment is not None:
                    return moment
                continue
            days = [value for value in self.cells(record, place) if isinstance(value, date)]
            if days:
                return max(
                    days, key=lambda value: (as_date(value) or date.min, isinstance(value, datetime), str(value))
                )
        return None

    def _entered(self, record: Record, status: str) -> datetime | None:
        needs = self.needs
        column = needs.sheet.meaning("status") if needs is not None else None
        if needs is None or column is None or not record.numbers:
            return None
        event = self.frames.history.entered(needs.sheet.name, record.numbers[0], column, (status,))
        return event.by.replace(second=0, microsecond=0) if event else None

    def day(self, value: Value) -> date | None:
        """Return the day of a date or a moment."""
        return as_date(value)

    # --- people ---------------------------------------------------------------------------------------------------

    def people(self, who: str, record: Record | None) -> tuple[str, ...]:
        """Return whom one link of a chain names, each once; see `declared`."""
        way, _, rest = who.partition(":")
        if who.startswith("head="):
            found: list[str] = [self.staff.head(who.removeprefix("head="))]
        elif way == "set":
            found = list(split_choices(str(self.settings.value(rest) or "")))
        elif record is None:
            found = []
        elif way == "heads":
            found = self._heads(record, *rest.split(","))
        elif way == "head":
            found = [self.staff.head(name) for name in _names(self.cells(record, rest)[:1])]
        elif way == "last":
            found = _names(self.cells(record, rest)[-1:])
        elif way == "all":
            found = _names(self.cells(record, rest))
        else:
            found = _names(self.cells(record, who)[:1])
        return tuple(dict.fromkeys(name for name in found if name))

    def _heads(self, record: Record, place: str, others: str) -> list[str]:
        """Return the heads of the departments at a place, of a row's own requirement and of those a column names."""
        numbers = (
            *record.numbers,
            *(name for value in self.cells(record, others) for name in split_choices(str(value))),
        )
        rows = (Record(record.sheet, record.position, 0, "", (number,)) for number in numbers)
        departments = _names([value for row in rows for value in self.cells(row, place)])
        return [self.staff.head(name) for name in departments]

    def about(self, record: Record, meaning: str) -> Value:
        """Return what the register, or tracking and scores, say of a row's first requirement."""
        if self.needs is None or not record.numbers:
            return None
        asked = record.numbers[0], meaning
        if asked not in self._about:
            self._about[asked] = self._said(same_name(asked[0]), meaning)
        return self._about[asked]

    def _said(self, number: str, meaning: str) -> Value:
        if meaning not in self._meant:
            self._meant[meaning] = [
                (sheet.name, column.name)
                for sheet in self.spec.sheets
                if sheet.name in self.frames and sheet.purpose not in ("archive", "followups")
                for column in sheet.columns
                if column.meaning == meaning
            ]
        for sheet, column in self._meant[meaning]:
            positions = self.by_number(sheet).get(number)
            if positions and (value := self.column(sheet, column)[positions[0]]) is not None:
                return value
        return None


def _names(values: Iterable[Value]) -> list[str]:
    return [name for value in values if value is not None for name in split_choices(str(value))]
