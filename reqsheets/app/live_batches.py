"""A plan carried out in an open workbook, entered in its journal, and the way back from the last one."""

from __future__ import annotations

import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import assert_never

import xlwings

from reqsheets.domain.history.journal import journal
from reqsheets.domain.history.undo import undo
from reqsheets.model.audit import Author
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, applied, frame_of, restructured, rows_of
from reqsheets.model.plan import (
    STRUCTURAL,
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Words,
    inverse,
    joined,
    parted,
)
from reqsheets.model.plan_json import from_json, to_json
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store.user_folder import user_folder
from reqsheets.xlsx.live.live import LiveReading, write_live

LOOK_AGAIN = sys.platform == "darwin"  # there Excel does not wait for us, so people can type meanwhile
UNDO = "ribbon undo"
LAST = Words("最近一次按钮操作", "the last click")


def write_with_way_back(book: xlwings.Book, live: LiveReading, plan: Plan, author: Author) -> None:
    """Carry out the plan in the open workbook and keep what `way_back` needs; raises what `write_live` raises."""
    frames = live.reading.frames
    place = _place(book)
    new = place.with_suffix(".new")
    new.write_text(to_json(_touched(live.reading.spec, frames, plan)), "utf-8")
    write_live(book, live, _with_journal(live, plan, author), look_again=LOOK_AGAIN)
    new.replace(place)


def way_back(book: xlwings.Book, live: LiveReading, author: Author) -> Plan:
    """Plan the undoing of the last batch in this workbook; cells that were edited since stay and are findings.

    Raises UsageError where there is none.
    """
    place = _place(book)
    if not place.exists():
        raise UsageError(
            f"{book.name}：没有可以撤销的操作；只能撤销最近一次按钮操作",
            f"{book.name}: nothing to undo; only the last click can be undone",
        )
    structural, cells = parted(from_json(place.read_text("utf-8")))
    kept = [change for change in cells.changes if isinstance(change, ReplaceRows)]
    before = Frames({change.sheet: frame_of(change.columns, change.old) for change in kept})
    after = Frames({change.sheet: frame_of(change.columns, change.new) for change in kept})
    back = Plan(changes=tuple(inverse(change) for change in structural.changes if isinstance(change, STRUCTURAL)))
    now = restructured(live.reading.frames, back)
    plan = undo(live.reading.spec, before, after, now, LAST.zh, author.user, author.time.date())
    return joined([back, plan])


def go_back(book: xlwings.Book, live: LiveReading, plan: Plan, author: Author) -> None:
    """Carry out the plan of `way_back`; afterwards there is nothing more to undo."""
    write_live(book, live, _with_journal(live, plan, author), look_again=LOOK_AGAIN, blank_formulas=True)
    _place(book).unlink()


def _place(book: xlwings.Book) -> Path:
    """Return the file for this workbook; one that was never saved goes by its name."""
    folder = user_folder() / "undo"
    folder.mkdir(0o700, exist_ok=True)
    return folder / f"{sha256(full_name(book).encode()).hexdigest()[:16]}.json"


def full_name(book: xlwings.Book) -> str:
    """Return path and name; xlwings cannot tell the path of some OneDrive folders."""
    try:
        return str(book.fullname)
    except xlwings.XlwingsError:
        return str(book.name)


def _touched(spec: WorkbookSpec, frames: Frames, plan: Plan) -> Plan:
    """Return the sheets that the plan changes, before and after: keys and changed columns are enough on registers."""
    plan = Plan(changes=tuple(change for change in plan.changes if not _on_formula(frames, change)))
    done = applied(frames, plan)
    columns: defaultdict[str, list[str]] = defaultdict(list)
    because: dict[str, Words] = {}
    for change in plan.changes:
        match change:
            case SetCell(at=at):
                columns[at.sheet] += [*spec.sheet(at.sheet).key, at.column]
                because[at.sheet] = change.because
            case ReplaceRows(sheet=sheet):
                columns[sheet] += change.columns
                because[sheet] = change.because
            case AddRow(sheet=sheet):  # on logs, which only grow; merges are marked as withdrawn
                columns[sheet] += [*spec.sheet(sheet).key, *change.values]
                because[sheet] = change.because
            case MarkCells() | AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn() | ShowSheet():
                continue
            case _:
                assert_never(change)
    found: list[Change] = [*parted(plan)[0].changes]
    for sheet, names in columns.items():
        kept = [name for name in dict.fromkeys(names) if name in frames[sheet].columns]
        was, then = (rows_of(state[sheet][kept]) for state in (frames, done))
        found.append(ReplaceRows(sheet, tuple(kept), was, then, because[sheet]))
    return Plan(changes=tuple(found))


def _on_formula(frames: Frames, change: Change) -> bool:
    """Tell whether the change only is what a formula shows by itself: nothing to take back."""
    if not isinstance(change, SetCell):
        return False
    return change.formula == "kept" and change.at.row in frames.formula_rows(change.at.sheet, change.at.column)


def _with_journal(live: LiveReading, plan: Plan, author: Author) -> Plan:
    spec, frames = live.reading.spec, live.reading.frames
    sheet = spec.purpose("journal")
    if sheet is None or sheet.name not in frames:
        return plan
    return joined([plan, journal(spec, frames, plan, author.time.date(), author.user, author.command)])
