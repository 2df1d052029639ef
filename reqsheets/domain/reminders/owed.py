"""What is owed in a workbook at a moment: who owes it, by when, and where it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from reqsheets.domain.reminders.declared import Either, Found, Moments, Pace, Reminder, Where
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.domain.reminders.moments import moments
from reqsheets.domain.reminders.table import reminders_of
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames
from reqsheets.model.nights import NO_NIGHTS, Nights
from reqsheets.model.personal.masking import masked
from reqsheets.model.plan import NOTHING_SAID, Cell, Value, Words
from reqsheets.model.spec import WorkbookSpec

STOPPED = "停用的提醒"
SHORT = 30  # characters of a requirement's text
HIGHEST = ("P0", "P0级", "S")  # grades that are reminded of and escalated faster
NOBODY = Words("没有填谁负责", "nobody is named")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that is owed; `doers` are empty where `nobody` says why nobody can be told.

    `due` is None where it is due at once. `at` has row 0 where the row that would answer it is not there.
    """

    duty: str
    record: str
    doers: tuple[str, ...]
    due: date | datetime | None
    title: Words
    words: Words
    at: Cell
    soon: date | datetime | None = None
    start: date | datetime | None = None
    opens: date | None = None
    number: str = ""
    customer: str = ""
    text: str = ""
    grade: str = ""
    status: str = ""
    pace: Pace = "days"
    superior: bool = False
    patience: int | None = None
    grace: int = 1
    any_time: bool = False
    nobody: Words = NOTHING_SAID
    place: str = ""  # where no cell is: a sheet to look at
    to_tell: Words = NOTHING_SAID
    count: int = 1  # of things that it stands for
    base: str = ""  # the duty as it was called before it was overdue

    @property
    def is_urgent(self) -> bool:
        """Tell whether the grade is one that is escalated faster."""
        return self.grade in HIGHEST

    @property
    def key(self) -> str:
        """Return by what it is known: duty, record and due moment."""
        due = (
            "-"
            if self.due is None
            else self.due.isoformat(timespec="minutes")
            if isinstance(self.due, datetime)
            else self.due.isoformat()
        )
        return f"{self.name}|{due}"

    @property
    def name(self) -> str:
        """Return duty and record: what stays when it is put off."""
        return f"{self.base or self.duty}|{self.record}"


def obligations(
    spec: WorkbookSpec, frames: Frames, now: datetime, nights: Nights = NO_NIGHTS
) -> tuple[Obligation, ...]:
    """Return everything that is owed at that moment, in the order of the table and of the rows.

    Source: reminders.md, section 3. What the parameter 停用的提醒 lists is left out. `nights` tells of the last runs.
    """
    look = Lookup(spec, frames, now, nights)
    stopped = look.settings.words(STOPPED)
    found: list[Obligation] = []
    for reminder in reminders_of(spec.kind):
        if reminder.id in stopped or (reminder.sheet and reminder.sheet not in frames):
            continue
        try:
            found += _of_source(look, reminder) if reminder.source else _of_rows(look, reminder)
        except (MissingColumnError, MissingSheetError):  # the night tells which
            continue
    return tuple(found)


def _of_source(look: Lookup, reminder: Reminder) -> Iterator[Obligation]:
    for one in reminder.source(look) if reminder.source else ():
        who = _answering(look, one.doers)
        fields = _Fields(look, None, one, dict(one.fields))
        needs = look.needs.sheet.name if look.needs is not None else ""
        about = look.record_of(needs, one.number) if one.number and needs else None
        made = _made(look, reminder, one.record, one.moments, who, fields, about, Cell("", 0))
        yield replace(made, place=one.at, count=int(one.fields.get("n", "1")))


def _of_rows(look: Lookup, reminder: Reminder) -> Iterator[Obligation]:
    for record in _owing(look, reminder):
        for one in _reporters(look, reminder, record):
            if reminder.each and not all(look.holds(one, condition) for condition in reminder.when):
                continue
            more = reminder.more(look, one) if reminder.more else {}
            over = moments(look, reminder, one, more) if more is not None else None
            if more is None or over is None:
                continue
            fields = _Fields(look, one, None, dict(more))
            key = f"{one.key}/{one.reporter}" if one.reporter else one.key
            at = _cell(look, reminder, one)
            yield _made(look, reminder, key, over, _doers(look, reminder, one), fields, one, at)


def _owing(look: Lookup, reminder: Reminder) -> Iterator[Record]:
    """Yield the rows that meet the conditions; those on their own cells are looked at first, column by column."""
    sheet = reminder.sheet
    positions: list[int] = list(range(len(look.frames[sheet])))
    others = []
    for condition in reminder.when:
        if isinstance(condition, Where) and "." not in condition.place:
            positions = look.among(sheet, positions, condition)
        elif not reminder.each or _is_about_needs(condition, reminder):
            others.append(condition)
    key = reminder.key or (look.naming(sheet),)
    for record in look.records(sheet, key, positions):
        if (reminder.at_rest or not look.rests(record)) and all(look.holds(record, one) for one in others):
            yield record


def _is_about_needs(condition: Where | Either, reminder: Reminder) -> bool:
    return isinstance(condition, Where) and not condition.place.startswith(
        f"{reminder.each[0] if reminder.each else ''}."
    )


def _reporters(look: Lookup, reminder: Reminder, record: Record) -> Iterator[Record]:
    """Yield the row once for each who asked for its requirement, where each of them is to be told."""
    if reminder.each is None:
        yield record
        return
    customers = look.reporters.get(record.key) or [str(look.cell(record, "customer") or "")]
    for customer in customers:
        yield Record(record.sheet, record.position, record.row, record.key, record.numbers, customer)


def _doers(look: Lookup, reminder: Reminder, record: Record) -> tuple[tuple[str, ...], Words]:
    """Return who does it: the first of the chain that names somebody, who did not do what excludes it."""
    barred = {str(name) for name in look.cells(record, reminder.other_than)} if reminder.other_than else set()
    for who in reminder.by:
        names = [name for name in look.people(who, record) if name not in barred]
        if not names and who.startswith("head"):
            names = [above for name in look.people(who, record) if (above := look.staff.superior(name))]
        if names:
            return _answering(look, tuple(names))
    return (), NOBODY


def _answering(look: Lookup, names: tuple[str, ...]) -> tuple[tuple[str, ...], Words]:
    found: list[str] = []
    why = NOBODY
    for name in names:
        answering, nobody = look.staff.answering(name)
        if nobody is not None:
            why = nobody
        elif answering not in found:
            found.append(answering)
    return tuple(found), NOTHING_SAID if found else why


def _cell(look: Lookup, reminder: Reminder, record: Record) -> Cell:
    """Return the cell that answers it; row 0 where there is no row yet."""
    sheet, _, column = reminder.cell.rpartition(".")
    if not sheet or sheet == record.sheet:
        return Cell(record.sheet, record.row, column)
    found = look.rows_at(record, sheet)
    return Cell(sheet, found[-1] if found else 0, column)


def _made(
    look: Lookup,
    reminder: Reminder,
    record: str,
    over: Moments,
    who: tuple[tuple[str, ...], Words],
    fields: _Fields,
    about: Record | None,
    at: Cell,
) -> Obligation:
    fields.due = over.due
    late = reminder.late if over.due is not None and _is_over(over.due, look.now) else ""
    key = f"{record}/{reminder.suffix}" if reminder.suffix and not record.endswith(reminder.suffix) else record
    number = about.numbers[0] if about is not None and about.numbers else record.partition("/")[0]
    customer, text = (fields["customer"], fields["text"]) if about is not None else ("", "")
    grade = _shown(look.about(about, "grade")) if about is not None else ""
    status = _shown(look.about(about, "status")) if about is not None else ""
    any_time = "" in reminder.any_time or (grade != "" and grade in reminder.any_time)
    to_tell = _said(reminder.to_tell, fields) if reminder.to_tell.zh else NOTHING_SAID
    # fmt: off
    return Obligation(
        late or reminder.id, key, who[0], over.due, reminder.title, _said(reminder.words, fields), at,
        over.soon, over.start, over.opens, number, customer, text, grade, status,
        reminder.pace, reminder.superior, reminder.patience, reminder.grace, any_time, who[1],
        to_tell=to_tell, base=reminder.id,
    )
    # fmt: on


def _said(words: Words, fields: _Fields) -> Words:
    return Words(words.zh.format_map(fields), words.en.format_map(fields))


def _is_over(due: date | datetime, now: datetime) -> bool:
    return due < now if isinstance(due, datetime) else due < now.date()


class _Fields(dict[str, str]):
    """What the words of a reminder show, looked up when they ask for it."""

    due: date | datetime | None = None

    def __init__(self, look: Lookup, record: Record | None, one: Found | None, more: Mapping[str, str]) -> None:
        super().__init__(more)
        self._look, self._record, self._one = look, record, one

    def __missing__(self, name: str) -> str:
        record = self._record
        if name == "due":
            found = _shown(self.due)
        elif name in ("key", "record"):
            found = record.key if record else self._one.record.partition("/")[0] if self._one else ""
        else:
            found = "" if record is None else self._of_row(record, name)
        shown = str(self._look.spec.terms.swapped(found))
        self[name] = shown
        return shown

    def _of_row(self, record: Record, name: str) -> str:
        match name:
            case "number":
                return "、".join(record.numbers) or record.key
            case "text":
                return _short(_shown(self._look.about(record, "text")))
            case "customer":
                return _hidden(record.reporter or _shown(self._customer(record)))
            case _:
                return _hidden(_shown(self._look.cell(record, name.replace("__", "."))))

    def _customer(self, record: Record) -> Value:
        own = self._look.sheet(record.sheet).meaning("customer")
        customer = self._look.cell(record, own) if own else None
        return customer if customer is not None else self._look.about(record, "customer")


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    text = " ".join(masked(text).split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


@lru_cache(maxsize=4096)
def _hidden(text: str) -> str:
    return masked(text)


def _shown(value: Value) -> str:
    if type(value) is str:
        return value
    if value is None:
        return ""
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else str(value)
