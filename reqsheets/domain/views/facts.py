"""What a view says of each requirement, read once a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.domain.reminders.summons import Summons
from reqsheets.domain.views import meanings
from reqsheets.model.frames import as_date
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import Cell, Value
from reqsheets.model.settings import split_choices

NO_OWNER = "无负责人"
SHORT = 60  # characters of a text


@dataclass(frozen=True, slots=True)
class Fact:
    """One requirement as a view shows it; `status_class` is what kinds share."""

    book: str
    kind: str
    number: str
    customer: str
    text: str
    grade: str
    status: str
    status_class: str
    owner: str
    departments: tuple[str, ...]
    helping: tuple[str, ...]
    recorder: str
    received: date | None
    due: date | None
    finished: date | None
    progress: str
    updated: date | None
    next_update: date | None
    new_finish: date | None
    trouble: str
    satisfaction: Value
    is_archived: bool

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.status_class in meanings.OPEN and not self.is_archived

    def days_late(self, today: date) -> int:
        """Return for how many days it is overdue; 0 where it is not, is finished, or waits."""
        runs = self.is_open and self.status_class not in (meanings.DONE, meanings.WAITING)
        return max((today - self.due).days, 0) if runs and self.due is not None else 0


def row_alone(at: Cell) -> str:
    """Return the row of a cell, where nobody knows its column's letter."""
    return str(at.row)


@dataclass(frozen=True)
class Book:
    """One workbook of a view: what its rows say, and what is owed in it, where its cells are."""

    look: Lookup
    summons: Summons
    facts: tuple[Fact, ...]
    address: Callable[[Cell], str] = row_alone

    @property
    def name(self) -> str:
        """Return the path by which the workbook was named."""
        return self.summons.path


def facts_of(look: Lookup, book: str) -> tuple[Fact, ...]:
    """Return every requirement that is neither merged nor void, in the order of the rows."""
    needs = look.needs
    if needs is None:
        return ()
    wanted = [i for i, number in enumerate(needs.numbers) if number is not None and needs.counts(i)]
    name = needs.sheet.name
    column = needs.sheet.meaning("number") or ""
    return tuple(_fact(look, record, book) for record in look.records(name, (column,), wanted))


def _fact(look: Lookup, record: Record, book: str) -> Fact:
    kind, needs = look.spec.kind, look.needs
    status = needs.statuses[record.position] if needs is not None else None
    first = partial(_first, look, record)
    return Fact(
        book,
        kind,
        record.key,
        masked(text_of(look.about(record, "customer"))),
        shortened(masked(text_of(look.about(record, "text")))),
        text_of(look.about(record, "grade")),
        text_of(status),
        meanings.class_of(kind, look.spec.cycle, status),
        text_of(first(meanings.OWNER)),
        _several(first(meanings.DEPARTMENT)),
        _several(look.cell(record, meanings.HELPING[kind])) if kind in meanings.HELPING else (),
        text_of(first(meanings.RECORDER)),
        as_date(look.about(record, "received")),
        as_date(first(meanings.DUE)),
        as_date(first(meanings.FINISHED)),
        masked(text_of(first(meanings.PROGRESS))),
        as_date(first(meanings.UPDATED)),
        as_date(first(meanings.NEXT_UPDATE)),
        as_date(look.about(record, "new_finish")),
        masked(text_of(first(meanings.TROUBLE))),
        look.cell(record, meanings.SATISFACTION[kind]) if kind in meanings.SATISFACTION else None,
        needs is not None and needs.rests(record.position),
    )


def _first(look: Lookup, record: Record, places: Mapping[str, Sequence[str]]) -> Value:
    """Return the first filled cell among the places that the kind has for this."""
    cells = (look.cell(record, place) for place in places.get(look.spec.kind, ()))
    return next((value for value in cells if value is not None), None)


def text_of(value: Value) -> str:
    """Return a cell as text; "" for a blank one."""
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def shortened(text: str) -> str:
    """Return the text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _several(value: Value) -> tuple[str, ...]:
    return split_choices(text_of(value))
