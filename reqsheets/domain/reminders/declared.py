"""What a reminder is, as a value: whose rows, who does it, by when, in which words, and what settles it.

A place is written as text: `column` is of the row itself, `sheet.column` of the rows of another sheet that name the
same requirement, `entered:STATUS` the day on which the records saw the requirement come to that status.
Who does it is a chain, of which the first that is somebody counts: a place that names people; `head:PLACE`, the head of
the department named there; `head=部门`, of that department; `last:PLACE`, the last filled row there; `all:PLACE`,
everybody there; `set:PARAMETER`, whom the sheet 参数配置 names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from reqsheets.model.plan import NOTHING_SAID, Words

if TYPE_CHECKING:  # it stands on this
    from reqsheets.domain.reminders.lookup import Lookup, Record

# How it goes on: in days; in hours (S4 on the next work night); as a rhythm (a new due moment each time, no S6); only
# announced (S1, S2, nothing after); once (one message); weekly or daily (one message in each).
Pace: TypeAlias = Literal["days", "hours", "rhythm", "announced", "once"]
HALF_TERM = 3  # days; terms up to that length are announced at half of it


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a row: a place is filled, or holds one of these values; `never`: it does not.

    On another sheet one of its rows is enough, and with `never` none may be.
    """

    place: str
    one_of: tuple[str, ...] = ()
    never: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One of these conditions holds."""

    of: tuple[Where, ...]


Condition: TypeAlias = Where | Either


@dataclass(frozen=True, slots=True)
class Due:
    """By when: the day or moment of the first filled place, `after` so long as a parameter says, or `at_once`.

    `opens` is the parameter of a window's beginning; `before` counts work days back instead of forward; `since` is
    where a term begins that only its end is written down of.
    """

    places: tuple[str, ...] = ()
    after: str = ""
    opens: str = ""
    since: str = ""
    at_once: bool = False
    before: bool = False
    every: bool = False  # each time that so many work days are over


@dataclass(frozen=True, slots=True)
class Moments:
    """When something owed begins, is to be announced, and is due; `due` None: at once, whenever that is."""

    due: date | datetime | None
    start: date | datetime | None = None
    soon: date | datetime | None = None  # None: not announced
    opens: date | None = None  # of a window, in which it may be done


@dataclass(frozen=True, slots=True)
class Found:
    """Something owed that stands on no one row: its key, who does it, when, and what its words show."""

    record: str
    doers: tuple[str, ...]
    moments: Moments
    fields: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    at: str = ""  # sheet and cell where it is answered


@dataclass(frozen=True, slots=True)
class Reminder:
    """One duty of reminders.md.

    `sheet` has a row for each of them, `key` its columns that identify it (default: its number); `each` (sheet, column)
    makes one for each reporter of the requirement, a row there or not. `more` gives what else the words show, None
    where nothing is owed after all; `source` replaces all of that. `cell` is where it is answered. `late` is the ID
    under which it goes once it is overdue. `at_rest`: told of rows at rest too. `superior` is told along with the doer
    from the first. `patience`: work days from S3 to S4, `grace`: from S2 to S3 of what is due at once (default 1).
    `soon` replaces 提前提醒, in days; 0: not announced. `any_time`: grades (() none, ("",) any) that need no office
    hours. `other_than` names a place: whoever did that does not do this.
    """

    id: str
    title: Words
    words: Words
    sheet: str = ""
    by: tuple[str, ...] = ()
    due: Due = field(default_factory=Due)
    when: tuple[Condition, ...] = ()
    key: tuple[str, ...] = ()
    suffix: str = ""
    each: tuple[str, str] | None = None
    cell: str = ""
    pace: Pace = "days"
    late: str = ""
    more: Callable[[Lookup, Record], Mapping[str, str] | None] | None = None
    source: Callable[[Lookup], Iterable[Found]] | None = None
    at_rest: bool = False
    superior: bool = False
    patience: int | None = None
    grace: int = 1
    soon: int | None = None
    any_time: tuple[str, ...] = ()
    other_than: str = ""
    to_tell: Words = NOTHING_SAID  # what its doer may tell the customer


def is_(place: str, *one_of: str) -> Where:
    """Return the condition that a place holds one of these."""
    return Where(place, one_of)


def is_not(place: str, *one_of: str) -> Where:
    """Return the condition that a place holds none of these."""
    return Where(place, one_of, never=True)


def filled(place: str) -> Where:
    """Return the condition that a place is filled."""
    return Where(place)


def blank(place: str) -> Where:
    """Return the condition that a place is blank."""
    return Where(place, never=True)


def on(*places: str, since: str = "") -> Due:
    """Return the day or moment that stands in the first filled of these places; `since`: where the term began."""
    return Due(places, since=since)


def after(parameter: str, *places: str) -> Due:
    """Return what is so long, as that parameter says, after the first filled of these places."""
    return Due(places, parameter)


def at_once(*places: str) -> Due:
    """Return what is due at once, since the first filled of these places."""
    return Due(places, at_once=True)
