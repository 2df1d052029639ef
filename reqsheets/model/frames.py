"""A workbook as read: DataFrames whose index is Excel's row number, and a plan applied to them in memory.

The shape, told once: one frame a sheet, under `SheetSpec.name`. The index holds Excel row numbers, rising, none twice;
only rows that hold something stand in it. The columns are `ColumnSpec.name`, then people's own columns by their title;
a column that the sheet lacks is absent. Every column has dtype object and holds `Value`s: text as typed, whole numbers
as int, a moment at midnight as date, an empty cell (or empty text) as None, a cell without a value as `Unreadable`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar, assert_never
from weakref import finalize

import numpy as np
import numpy.typing as npt
import pandas as pd

from reqsheets.model.brief import brief
from reqsheets.model.errors import MissingColumnError, MissingSheetError, StalePlanError
from reqsheets.model.events import NO_HISTORY, History
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Mark,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    Row,
    SetCell,
    ShowSheet,
    Unreadable,
    Value,
    parted,
)

T = TypeVar("T")
PLAIN_TYPES = {str, int, bool, date, type(None)}  # whose values are canonical, but for the empty text


@brief
@dataclass(frozen=True)
class Frames(Mapping[str, pd.DataFrame]):
    """The sheets of a workbook by name, with what a frame cannot say: header rows and where formulas stand."""

    tables: Mapping[str, pd.DataFrame]
    headers: Mapping[str, int] = field(default_factory=dict)  # sheet: Excel row of the header
    formulas: Mapping[tuple[str, str], frozenset[int]] = field(default_factory=dict)  # (sheet, column): Excel rows
    notes: Mapping[str, frozenset[int]] = field(default_factory=dict)  # sheet: Excel rows with a comment or picture
    marks: Mapping[str, frozenset[Mark]] = field(default_factory=dict)  # sheet: cells that we marked
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)  # sheet: columns of its spec that it has not
    struck: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)  # sheet: row: columns struck out
    apart: Mapping[str, Mapping[int, Value]] = field(default_factory=dict)  # sheet: rows that are no records: their key
    tabs: frozenset[str] = frozenset()  # the titles of all tabs, people's own and chart sheets too, in lower case
    unseen: frozenset[str] = frozenset()  # sheets whose tabs are hidden
    locked: bool = False  # the workbook's structure is protected: no tab may come, go, show or hide
    history: History = field(default=NO_HISTORY, compare=False, repr=False)  # since when cells are as they are
    asked: set[tuple[str, str]] = field(default_factory=set, compare=False, repr=False)  # columns asked for in vain
    kept: dict[object, object] = field(default_factory=dict, compare=False, repr=False)  # see `once`

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        try:
            return self.tables[sheet]
        except KeyError:
            raise MissingSheetError(f"缺少工作表“{sheet}”", f"the workbook has no sheet {sheet!r}") from None

    def __contains__(self, sheet: object) -> bool:
        return sheet in self.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def rows(self, sheet: str) -> dict[int, Row]:
        """Return every row of a sheet as a tuple in column order, under its Excel row number; made once a frame."""
        return self.once("rows", sheet, lambda: rows_of(self[sheet]))

    def once(self, what: object, sheet: str, make: Callable[[], T]) -> T:
        """Return what `make` gives for a sheet as it stands; made once a frame and `what`, so nobody may change it.

        It goes when the frame goes: what an operation left behind takes no memory, and no later frame has its id.
        """
        frame = self[sheet]
        key = (what, id(frame))
        if key not in self.kept:
            self.kept[key] = make()
            finalize(frame, self.kept.pop, key, None)
        made: T = self.kept[key]  # type: ignore[assignment]
        return made

    def next_row(self, sheet: str) -> int:
        """Return the Excel row below the last one that holds something."""
        frame = self[sheet]
        last = int(frame.index.max()) if len(frame) else 0
        return max(self.headers.get(sheet, 1), last, *self.apart.get(sheet, ())) + 1

    def formula_rows(self, sheet: str, column: str) -> frozenset[int]:
        """Return the Excel rows whose cell in that column holds a formula."""
        return self.formulas.get((sheet, column), frozenset())


def canonical(value: Value) -> Value:
    """Return the value in the form that reading a workbook gives: no empty text, no 4.0, no moment at midnight."""
    match value:
        case "":
            return None
        case bool():
            return value
        case float() if value.is_integer():
            return int(value)
        case datetime() if value.time() == datetime.min.time():
            return value.date()
        case _:
            return value


def all_canonical(values: Iterable[Value]) -> list[Value]:
    """Return the values in canonical form; quick where they are so already."""
    listed = list(values)
    types = set(map(type, listed))
    if float in types or datetime in types or not types <= PLAIN_TYPES or (str in types and "" in listed):
        return list(map(canonical, listed))
    return listed


def as_date(value: Value) -> date | None:
    """Return the day of a date or moment; None for anything else, text that looks like a date included."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return None


def frame_of(columns: Iterable[str], rows: Mapping[int, Row]) -> pd.DataFrame:
    """Return a frame of these columns with these rows under their Excel row numbers."""
    names = list(columns)
    by_column = zip(*rows.values(), strict=True) if rows else ([] for _ in names)
    index = pd.Index(list(rows), dtype="int64")
    held = {name: object_array(all_canonical(values)) for name, values in zip(names, by_column, strict=True)}
    return pd.DataFrame(held, index=index, columns=pd.Index(names, dtype=object), dtype=object, copy=False)


def object_array(values: list[Value]) -> npt.NDArray[np.object_]:
    """Return the values as they are: numpy is not asked what they might be."""
    return np.fromiter(values, dtype=object, count=len(values))


def rows_of(frame: pd.DataFrame) -> dict[int, Row]:
    """Return every row as a tuple in column order, under its Excel row number."""
    if not len(frame.columns):
        return dict.fromkeys(row_numbers(frame), ())
    columns = (frame[name].tolist() for name in frame.columns)
    return dict(zip(row_numbers(frame), zip(*columns, strict=True), strict=True))


def row_numbers(frame: pd.DataFrame) -> list[int]:
    """Return the Excel row numbers as plain ints."""
    numbers: list[int] = frame.index.tolist()
    return numbers


def values(frames: Frames, sheet: str, column: str) -> list[Value]:
    """Return a column's values in row order; raise MissingColumnError where the sheet lacks it."""
    frame = frames[sheet]
    if column not in frame.columns:
        raise MissingColumnError(f"工作表“{sheet}”缺少列“{column}”", f"sheet {sheet!r} has no column {column!r}")
    found: list[Value] = frame[column].tolist()
    return found


def values_or_blank(frames: Frames, sheet: str, column: str | None) -> list[Value]:
    """Return a column's values in row order, all None where the sheet lacks it (or `column` is None)."""
    frame = frames[sheet]
    if column is None or column not in frame.columns:
        if column is not None:
            frames.asked.add((sheet, column))
        return [None] * len(frame)
    found: list[Value] = frame[column].tolist()
    return found


def set_column(frame: pd.DataFrame, column: str, new: Iterable[Value]) -> pd.DataFrame:
    """Return the frame with that column's values, in row order, replaced."""
    return frame.assign(
        **{column: pd.Series(object_array(all_canonical(new)), index=frame.index, dtype=object, copy=False)}
    )


def applied(frames: Frames, plan: Plan) -> Frames:
    """Return the frames as they are once the plan is carried out; the given frames stay as they are.

    Raises StalePlanError where a cell or a sheet does not hold what the plan expects, MissingSheetError and
    MissingColumnError where it is not there at all.
    """
    structural, plan = parted(plan)
    frames = restructured(frames, structural)
    tables = dict(frames.tables)
    marks = dict(frames.marks)
    cells, added, replaced = _by_place(plan)
    now = replace(frames, tables=tables, marks=marks, formulas=_formulas_after(frames, cells), asked=set())
    marks |= _checked_marks(frames, plan)
    for change in replaced:
        _check_rows(frames, change)
        tables[change.sheet] = frame_of(change.columns, change.new)
    for (sheet, column), changes in cells.items():
        tables[sheet] = set_column(now[sheet], column, _checked_cells(now, sheet, column, changes))
    for sheet, rows in added.items():
        tables[sheet] = frame_of(now[sheet].columns, dict(sorted((now.rows(sheet) | _checked_rows(now, rows)).items())))
    return now


def _formulas_after(
    frames: Frames, cells: Mapping[tuple[str, str], Sequence[SetCell]]
) -> Mapping[tuple[str, str], frozenset[int]]:
    """Return where formulas stand once cells were given a value in their place, or a formula again."""
    found = dict(frames.formulas)
    for place, changes in cells.items():
        gone = {change.at.row for change in changes if change.formula == "value"}
        laid = {change.at.row for change in changes if change.formula == "live"}
        if gone or laid:
            found[place] = frames.formula_rows(*place) - gone | laid
    return found


def check_fresh(frames: Frames, plan: Plan) -> None:
    """Raise what `applied` would raise: a plan that these frames do not fit."""
    structural, plan = parted(plan)
    frames = restructured(frames, structural)
    cells, added, replaced = _by_place(plan)
    _checked_marks(frames, plan)
    for change in replaced:
        _check_rows(frames, change)
    untouched = {change.sheet for change in replaced}
    for (sheet, column), changes in cells.items():
        if sheet not in untouched:
            _checked_cells(frames, sheet, column, changes)
    for sheet, rows in added.items():
        if sheet not in untouched:
            _checked_rows(frames, rows)


def _by_place(
    plan: Plan,
) -> tuple[dict[tuple[str, str], list[SetCell]], dict[str, list[AddRow]], list[ReplaceRows]]:
    cells: defaultdict[tuple[str, str], list[SetCell]] = defaultdict(list)
    added: defaultdict[str, list[AddRow]] = defaultdict(list)
    replaced: list[ReplaceRows] = []
    for change in plan.changes:
        match change:
            case SetCell(at=at):
                cells[at.sheet, at.column].append(change)
            case AddRow(sheet=sheet):
                added[sheet].append(change)
            case ReplaceRows():
                replaced.append(change)
            case MarkCells() | AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn() | ShowSheet():
                continue
            case _:
                assert_never(change)
    return cells, added, replaced


def restructured(frames: Frames, plan: Plan) -> Frames:
    """Return the frames with the sheets and columns that a plan adds and without those that it removes.

    Raises StalePlanError where a tab or column of that name is there by now, or what is to go was edited.
    """
    if not plan.changes:
        return frames
    now = replace(frames, tables=dict(frames.tables), asked=set(), kept={})
    for change in plan.changes:
        match change:
            case AddSheet():
                now = _with_sheet(now, change)
            case RemoveSheet():
                now = _without_sheet(now, change)
            case AddColumn():
                now = _with_column(now, change)
            case RemoveColumn():
                now = _without_column(now, change)
            case ShowSheet(sheet=sheet, old=old, new=new):
                if sheet not in now or (sheet not in now.unseen) is not old:
                    raise _edited_since(sheet)
                now = replace(now, unseen=now.unseen - {sheet} if new else now.unseen | {sheet})
            case _:
                continue
    return now


def _with_sheet(frames: Frames, change: AddSheet) -> Frames:
    if change.sheet in frames or change.title.lower() in frames.tabs:
        raise StalePlanError(
            f"已经有名为“{change.title}”的工作表：请重新运行",
            f"there is a sheet {change.title!r} by now: plan again",
        )
    return replace(
        frames,
        tables={**frames.tables, change.sheet: frame_of(change.columns, change.rows)},
        headers={**frames.headers, change.sheet: change.header},
        lacking={**frames.lacking, change.sheet: frozenset()},
        tabs=frames.tabs | {change.title.lower()},
        unseen=frames.unseen | {change.sheet} if change.hidden else frames.unseen,
    )


def _without_sheet(frames: Frames, change: RemoveSheet) -> Frames:
    held = frames[change.sheet]
    if tuple(held.columns) != change.columns or rows_of(held) != change.rows:
        raise _edited_since(change.sheet)

    def left(of: Mapping[str, T]) -> dict[str, T]:
        return {name: value for name, value in of.items() if name != change.sheet}

    return replace(
        frames,
        tables=left(frames.tables),
        headers=left(frames.headers),
        formulas={place: rows for place, rows in frames.formulas.items() if place[0] != change.sheet},
        notes=left(frames.notes),
        marks=left(frames.marks),
        lacking=left(frames.lacking),
        struck=left(frames.struck),
        apart=left(frames.apart),
        tabs=frames.tabs - {change.title.lower()},
        unseen=frames.unseen - {change.sheet},
    )


def _with_column(frames: Frames, change: AddColumn) -> Frames:
    sheet, frame = change.sheet, frames[change.sheet]
    given = change.values  # noqa: PD011 (no frame, a change)
    if change.column in frame.columns or not given.keys() <= set(row_numbers(frame)):
        raise _edited_since(sheet)
    return replace(
        frames,
        tables={**frames.tables, sheet: set_column(frame, change.column, map(given.get, row_numbers(frame)))},
        lacking={**frames.lacking, sheet: frames.lacking.get(sheet, frozenset()) - {change.column}},
    )


def _without_column(frames: Frames, change: RemoveColumn) -> Frames:
    sheet, frame, name = change.sheet, frames[change.sheet], change.column
    held = dict(zip(row_numbers(frame), values(frames, sheet, name), strict=True))
    if {row: value for row, value in held.items() if value is not None} != change.values:  # noqa: PD011 (no frame)
        raise _edited_since(sheet)
    lacking = frames.lacking.get(sheet, frozenset()) | {name}
    formulas = {place: rows for place, rows in frames.formulas.items() if place != (sheet, name)}
    tables = {**frames.tables, sheet: frame.drop(columns=name)}
    return replace(frames, tables=tables, lacking={**frames.lacking, sheet: lacking}, formulas=formulas)


def _check_rows(frames: Frames, change: ReplaceRows) -> None:
    if frames.rows(change.sheet) != change.old or tuple(frames[change.sheet].columns) != change.columns:
        raise _edited_since(change.sheet)


def _checked_marks(frames: Frames, plan: Plan) -> dict[str, frozenset[Mark]]:
    """Return the new marks by sheet; raise StalePlanError where others stand there than the plan expects."""
    found = {}
    for change in plan.changes:
        if isinstance(change, MarkCells):
            if frames.marks.get(change.sheet, frozenset()) != change.old:
                raise _edited_since(change.sheet)
            found[change.sheet] = change.new
    return found


def _edited_since(sheet: str) -> StalePlanError:
    return StalePlanError(
        f"工作表“{sheet}”在制定计划之后被改动过：请重新运行",
        f"sheet {sheet!r} was edited since the plan was made: plan again",
    )


def _checked_cells(frames: Frames, sheet: str, column: str, changes: list[SetCell]) -> list[Value]:
    """Return the column with the new values; raise StalePlanError where an old one is not what stands there."""
    held = values(frames, sheet, column)
    position = {row: i for i, row in enumerate(row_numbers(frames[sheet]))}
    for change in changes:
        i = position.get(change.at.row)
        now = None if i is None else held[i]
        if i is None or now != change.old:
            where = f"{sheet}!{change.at.row}:{column}"
            raise StalePlanError(
                f"{where}：计划里原值是{_said(change.old)}，现在是{_said(now)}；有人在此期间改过，请重新运行",
                f"{where}: the plan expects {_said(change.old)} but it holds {_said(now)}; someone edited it since:"
                " plan again",
            )
        held[i] = change.new
    return held


def _said(value: Value) -> str:
    """Return a value as an error in either language shows it."""
    return f"“{'' if value is None else value.shown if isinstance(value, Unreadable) else value}”"


def _checked_rows(frames: Frames, added: list[AddRow]) -> dict[int, Row]:
    """Return the rows in column order; raise StalePlanError where one is taken."""
    names = list(frames[added[0].sheet].columns)
    new: dict[int, Row] = {}
    for change in added:
        sheet = change.sheet
        if change.row in frames[sheet].index or change.row in new:
            raise StalePlanError(
                f"工作表“{sheet}”第 {change.row} 行已有内容：请重新运行",
                f"sheet {sheet!r}: row {change.row} is taken since the plan was made: plan again",
            )
        given = change.values  # noqa: PD011 (no frame, a change)
        for name in given:
            if name not in names:
                raise MissingColumnError(f"工作表“{sheet}”缺少列“{name}”", f"sheet {sheet!r} has no column {name!r}")
        new[change.row] = tuple(given.get(name) for name in names)
    return new
