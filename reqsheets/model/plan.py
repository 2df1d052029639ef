"""What an operation wants: findings to tell and changes to make; plain data, which `plan_json` writes down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias, assert_never

from reqsheets.model.brief import brief

Language: TypeAlias = Literal["zh", "en"]
Severity: TypeAlias = Literal["error", "warning", "info"]
Formula: TypeAlias = Literal["kept", "value", "live"]  # what becomes of one in a cell that is set
State: TypeAlias = Literal["", "new", "old", "gone", "unseen"]  # since the last run; "": not compared
FORMULAS: tuple[Formula, ...] = ("kept", "value", "live")
STATES: tuple[State, ...] = ("", "new", "old", "gone", "unseen")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")  # worst first


@brief
@dataclass(frozen=True, slots=True)
class Words:
    """One text for people, in both languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """Return the text in that language."""
        return self.zh if language == "zh" else self.en


NOTHING_SAID = Words("", "")


@brief
@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that shows no value: an error (`#REF!`) or a formula that was never calculated (`=A1+B1`)."""

    shown: str


Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | Unreadable | None
Row: TypeAlias = tuple[Value, ...]


@brief
@dataclass(frozen=True, slots=True)
class Cell:
    """A place: sheet and column by their names in the spec, row by Excel's number; column "" is the whole row.

    A column that the spec does not know (people's own) goes by its title.
    """

    sheet: str
    row: int
    column: str = ""


@brief
@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about one place; never raised, always with a row."""

    rule: str
    severity: Severity
    at: Cell
    value: Value
    message: Words
    hint: Words = NOTHING_SAID
    key: str = ""
    owner: str = ""  # who must mend it, where the row says so
    state: State = ""


@brief
@dataclass(frozen=True, slots=True)
class SetCell:
    """One cell shall show `new`.

    `formula`: "kept": one that stands there stays and gets `new` as its cached value, a blank cell gets the live one of
    its column; "value": the cell holds `new` alone, whatever is computed elsewhere; "live": it gets the column's own
    formula, where that would find all it refers to.
    """

    at: Cell
    old: Value
    new: Value
    because: Words
    formula: Formula = "kept"


@brief
@dataclass(frozen=True, slots=True)
class AddRow:
    """One more row at the end of a sheet; `row` is free in the frame that was planned on."""

    sheet: str
    row: int
    values: Mapping[str, Value]
    because: Words


@brief
@dataclass(frozen=True, slots=True)
class ReplaceRows:
    """All rows of a derived sheet, by Excel row number, before and after; each tuple goes with `columns`."""

    sheet: str
    columns: tuple[str, ...]
    old: Mapping[int, Row]
    new: Mapping[int, Row]
    because: Words


@dataclass(frozen=True, slots=True)
class Mark:
    """Cells of one column, one below the other, that a person should look at; nobody's own format is touched."""

    column: str
    first: int  # Excel rows, ends included
    last: int
    severity: Severity


@brief
@dataclass(frozen=True, slots=True)
class MarkCells:
    """The marks of a sheet, before and after; no two of one severity touch."""

    sheet: str
    old: frozenset[Mark]
    new: frozenset[Mark]
    because: Words


def cells_marked(marks: Iterable[Mark]) -> int:
    """Return how many cells are marked."""
    return sum(mark.last - mark.first + 1 for mark in marks)


FRONT = "*"  # in front of all tabs; no tab may be called so


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A sheet of the spec that the workbook lacks, dressed as in the template, behind the last tab or before one.

    `rows` are what reading it gives, by Excel row number; each tuple goes with `columns`.
    """

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: Mapping[int, Row]
    because: Words
    header: int = 1  # Excel row
    hidden: bool = False
    before: str = ""  # the title of a tab, or FRONT; "": behind the last


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """The way back from an `AddSheet`: the sheet goes, where it still holds these rows."""

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: Mapping[int, Row]
    because: Words


@dataclass(frozen=True, slots=True)
class AddColumn:
    """One more column at the right end of a sheet's table; `values` are by Excel row number."""

    sheet: str
    column: str
    title: str
    values: Mapping[int, Value]
    because: Words


@dataclass(frozen=True, slots=True)
class RemoveColumn:
    """The way back from an `AddColumn`: the last column goes, where it still holds these values."""

    sheet: str
    column: str
    title: str
    values: Mapping[int, Value]
    because: Words


@dataclass(frozen=True, slots=True)
class ShowSheet:
    """A tab that people see (`new`), or do not, before and after."""

    sheet: str
    old: bool
    new: bool
    because: Words


Structural: TypeAlias = AddSheet | RemoveSheet | AddColumn | RemoveColumn | ShowSheet
OfCells: TypeAlias = SetCell | AddRow | ReplaceRows | MarkCells
Change: TypeAlias = OfCells | Structural
STRUCTURAL = (AddSheet, RemoveSheet, AddColumn, RemoveColumn, ShowSheet)


@brief
@dataclass(frozen=True, slots=True)
class Plan:
    """Findings and changes, in the order in which they were planned."""

    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def inverse(change: Structural) -> Structural:
    """Return the change that takes one of a sheet, a column or a tab back."""
    match change:
        case AddSheet(sheet=sheet, title=title, columns=columns, rows=rows):
            return RemoveSheet(sheet, title, columns, rows, change.because)
        case RemoveSheet(sheet=sheet, title=title, columns=columns, rows=rows):
            return AddSheet(sheet, title, columns, rows, change.because)
        case AddColumn(sheet=sheet, column=column, title=title):
            return RemoveColumn(sheet, column, title, change.values, change.because)
        case RemoveColumn(sheet=sheet, column=column, title=title):
            return AddColumn(sheet, column, title, change.values, change.because)
        case ShowSheet(sheet=sheet, old=old, new=new):
            return ShowSheet(sheet, new, old, change.because)
        case _:
            assert_never(change)


def cell_changes(plan: Plan) -> Iterator[OfCells]:
    """Yield what a plan changes in cells and rows, not in sheets, columns and tabs."""
    for change in plan.changes:
        if isinstance(change, SetCell | AddRow | ReplaceRows | MarkCells):
            yield change


def parted(plan: Plan) -> tuple[Plan, Plan]:
    """Return what the plan changes of sheets, columns and tabs, and then what it changes in cells."""
    first = tuple(change for change in plan.changes if isinstance(change, STRUCTURAL))
    return Plan(changes=first), Plan(plan.findings, tuple(cell_changes(plan)))


def joined(plans: Iterable[Plan]) -> Plan:
    """Return one plan that does what these do one after the other.

    Two changes of one cell become one, from the first `old` to the last `new`; so do two rewrites of one sheet, and
    what is set in a row that was added goes into that row. What ends as it began is left out.
    """
    findings: list[Finding] = []
    changes: dict[object, Change] = {}
    for plan in plans:
        findings += plan.findings
        for change in plan.changes:
            place = _place(change)
            if isinstance(change, SetCell) and (change.at.sheet, change.at.row) in changes:
                place = (change.at.sheet, change.at.row)
            before = changes.get(place)
            changes[place] = change if before is None else _chained(before, change)
    return Plan(tuple(findings), tuple(c for c in changes.values() if _does_something(c)))


def _place(change: Change) -> object:  # noqa: PLR0911 (one case a change)
    match change:
        case SetCell(at=at):
            return (at.sheet, at.row, at.column)  # a tuple, whose hash is quick
        case AddRow(sheet=sheet, row=row):
            return (sheet, row)
        case ReplaceRows(sheet=sheet):
            return sheet
        case MarkCells(sheet=sheet):
            return (sheet, "marks")
        case AddSheet(sheet=sheet) | RemoveSheet(sheet=sheet):
            return (sheet, "tab")
        case AddColumn(sheet=sheet, column=column) | RemoveColumn(sheet=sheet, column=column):
            return (sheet, "column", column)
        case ShowSheet(sheet=sheet):
            return (sheet, "shown")
        case _:
            assert_never(change)


def _chained(first: Change, then: Change) -> Change:
    match first, then:
        case SetCell(at=at, old=old, formula=before), SetCell(new=new, because=because, formula=after):
            return SetCell(at, old, new, because, before if after == "kept" else after)
        case AddRow(sheet=sheet, row=row, values=given, because=because), SetCell(at=at, new=new):
            filled = {name: value for name, value in {**given, at.column: new}.items() if value is not None}
            return AddRow(sheet, row, filled, because)
        case ReplaceRows(columns=columns, old=rows), ReplaceRows() if columns == then.columns:
            return ReplaceRows(then.sheet, columns, rows, then.new, then.because)
        case MarkCells(sheet=sheet, old=marks), MarkCells(new=new_marks, because=because):
            return MarkCells(sheet, marks, new_marks, because)
        case ShowSheet(sheet=sheet, old=was), ShowSheet(new=shown, because=because):
            return ShowSheet(sheet, was, shown, because)
        case _:
            message = f"two plans want different things at {_place(then)}"
            raise ValueError(message)


def _does_something(change: Change) -> bool:
    match change:
        case SetCell(formula="value" | "live"):
            return True
        case SetCell(old=old, new=new) | ReplaceRows(old=old, new=new) | MarkCells(old=old, new=new):
            return old != new
        case ShowSheet(old=was, new=then):
            return was is not then
        case AddRow() | AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn():
            return True
        case _:
            assert_never(change)


# --- a value as JSON ----------------------------------------------------------------------------------------------


def value_out(value: Value) -> object:
    """Return a cell's value as JSON can hold it: dates, times and unreadable cells as a one-entry object."""
    match value:
        case None | str() | bool() | int() | float():
            return value
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case Unreadable(shown=shown):
            return {"unreadable": shown}
        case _:
            assert_never(value)


def value_in(item: object) -> Value:
    """Return the cell's value that `value_out` wrote."""
    match item:
        case None | str() | bool() | int() | float():
            return item
        case {"datetime": str(text)}:
            return datetime.fromisoformat(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return time.fromisoformat(text)
        case {"seconds": int() | float() as seconds}:
            return timedelta(seconds=seconds)
        case {"unreadable": str(text)}:
            return Unreadable(text)
        case _:
            message = f"not a cell's value: {item!r}"
            raise ValueError(message)
