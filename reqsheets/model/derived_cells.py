"""Computed cells as values of the spec: terms that run, numbers that count on, figures of other rows, routes, seals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqsheets.model.plan import Words

Place: TypeAlias = tuple[str, str]  # sheet and column


@dataclass(frozen=True, slots=True)
class Limit:
    """The time a grade leaves, as the parameter that holds it; its unit (小时, 天, 工作日, 月, …) stands beside it.

    The grade "" stands for any.
    """

    grade: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A term: it starts with the first filled cell of `start`, ends by `due`, a column of `sheet`, and `stop` stops it.

    Other sheets are found by the requirement's number; `latest` takes the newest of several rows there. `by` are the
    columns that choose among `lengths`, the first with a length set. While the status is one of `pauses` it stands
    still, save for the grades in `never_paused` (T-20). `early`: what stops it before the term is premature (T-21).
    `beyond`: it runs on after the requirement is closed. `soon` is the parameter that says how many days before the end
    to tell. `duty` names the one that it measures: it runs from the moment that duty began, `start` being what people
    type of it, and while the requirement owes it. Source: decisions T-15 to T-24.
    """

    name: str
    title: Words
    sheet: str
    due: str
    start: tuple[Place, ...]
    lengths: tuple[Limit, ...]
    by: tuple[Place, ...] = ()
    stop: tuple[Place, ...] = ()
    pauses: tuple[str, ...] = ()
    never_paused: tuple[str, ...] = ()
    latest: bool = False
    early: bool = False
    told: bool = True  # overdue is a finding
    beyond: bool = False
    soon: str = ""
    to_work_day: tuple[str, ...] = ()  # for these grades a day off moves on (T-22)
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a requirement owes from a status on: a row on `sheet`, which we begin where nobody did (decision N-30).

    It is owed while the status is one of `statuses` (and the register's column `only` holds one of its values) until
    `answered` is filled. It began when the status did: as the records tell, else as people type it at the first filled
    place of `since`, else when we first saw it. `fills` are columns of the new row with the places, by number, of which
    the first filled one goes there. `each`: a row for each reporter, merged ones too, told apart by that column.
    `round` counts rows of one number: once the last of them holds in a column one of the values of `failed`, another is
    owed. `within` is the time it leaves where no clock of the sheet measures it; a blank parameter switches that off.
    """

    name: str
    title: Words
    sheet: str
    statuses: tuple[str, ...]
    answered: str
    since: tuple[Place, ...] = ()
    fills: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None
    each: str = ""
    round: str = ""
    failed: tuple[str, tuple[str, ...]] = ("", ())
    within: str = ""  # parameter


@dataclass(frozen=True, slots=True)
class Numbering:
    """How rows without a number get the next one: `form` takes year, month and count; `by` is the column that dates it.

    Source: decisions T-25 to T-27.
    """

    form: str  # such as XY{year}{count:03}
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a goal counts on a sheet: the distinct values of `column`, or its rows where `column` is the sheet's key.

    Counted are rows whose column `by` holds what this row's column `ours` does; one of several is enough.
    Without `by` all rows count.
    """

    sheet: str
    column: str
    by: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says of the rows on another sheet whose column `by` names this row's key (several: joined by 、).

    count: how many, where `column` (or `among`) is one of `one_of` if those are given; part: such as 2/5, how many of
    all; last: the latest value of `column`; mean: of its numbers; joined: its values, each once. Without a sheet it is
    of the row's own `columns`: mean; dashed: joined by -; said: the first of `one_of` where filled, else the second;
    late: 是 where the finish (planned, anew) has passed without the real one and `among` is none of `one_of`; previous:
    the moment before this one of the same number; lacking: the titles of those that are blank; day: of a plan such as
    第3周, counted from a start; behind: by how many days the second lies after the first, today where it is blank; any:
    是 where one of them is one of `one_of`; earlier: of rows (number, whose, when) the numbers of the same one's before
    this, the newest first; piece: the part at `place` of a text of several, joined by -, the last ones short; tallied:
    how many different things the tallies find that `cases` names for the value of `among`; times: how often `column`
    came to be one of `one_of`, as the history tells, never less than was counted before.
    """

    of: Literal[
        "count", "part", "last", "mean", "joined", "dashed", "said", "late", "previous", "lacking",
        "day", "behind", "any", "earlier", "piece", "tallied", "times",
    ]  # fmt: skip
    sheet: str = ""
    by: str = ""
    column: str = ""
    one_of: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    among: str = ""
    place: int = 0
    cases: tuple[tuple[str, tuple[Tally, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Which department takes a requirement on where nobody said so: a blank cell on the tracking sheet is filled.

    `table` is a settings sheet with a line a case; `by` pairs its columns with the place that must say the same, by the
    requirement's number. A blank cell there fits anything; of several lines the one with more cells filled goes first.
    Its column `gives` fills `column`. `lines` are the first lines: what `by` must say ("": anything), then the answer.
    """

    table: str
    by: tuple[tuple[str, Place], ...]
    gives: str
    column: str
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """What must stand on a sheet before a requirement may have one of these statuses (decision T-46).

    `column` is filled, with one of `one_of` if those are given (a cell of several choices may hold others too), in a
    row that names the requirement's number. `only` limits it to requirements whose column on the register holds one of
    those values, `where` to rows of the sheet whose column does; with `latest` only the requirement's rows with the
    highest value of that column count, such as its last version.
    """

    statuses: tuple[str, ...]
    sheet: str
    column: str
    what: Words
    one_of: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None
    where: tuple[str, tuple[str, ...]] | None = None
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Rows that were signed: `mark` keeps fingerprints of what they said, `broken` tells once they say otherwise (D9).

    `sheet` has one row a paper, its column `names` the requirements it is about; it counts as signed while `status` is
    one of `sealed`, or filled where that names none. The paper shows `columns` of the sheet `about`, `also` cells of
    other sheets by number (where they have the columns `same`, of rows that say the same there), and `own` cells of its
    row. A mark names each column that it covers and is judged by those
    alone: a longer list makes no older signature void. Marks without names are of the first lists: `columns` alone.
    """

    sheet: str
    names: str
    status: str
    sealed: tuple[str, ...]
    about: str
    columns: tuple[str, ...]
    mark: str
    broken: str
    also: tuple[Place, ...] = ()
    own: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Place, ...]:
        """Return every column of the requirements that the paper shows."""
        return (*((self.about, column) for column in self.columns), *self.also)

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the sheets that hold what was signed."""
        return tuple(dict.fromkeys((self.sheet, *(name for name, _ in self.shown))))


@dataclass(frozen=True, slots=True)
class Mirror:
    """What was entered into another system: whether a sheet still says what it said then.

    `sheet` has a row a requirement. Once its column `since` has a moment, `mark` keeps fingerprints of `columns` of the
    sheet `about`; `verdict` is the first of `verdicts` while they fit, else the second. A new moment looks anew.
    """

    sheet: str
    since: str
    mark: str
    verdict: str
    verdicts: tuple[str, str]
    about: str
    columns: tuple[str, ...]
