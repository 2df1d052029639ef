"""Sheets, columns and tabs of a batch taken back: what holds nothing of people's goes, the rest stays and is told."""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.domain.register.columns import title_of
from reqsheets.domain.register.compare import row_keys
from reqsheets.model.frames import Frames, row_numbers, rows_of
from reqsheets.model.plan import (
    AddColumn,
    AddSheet,
    Cell,
    Finding,
    RemoveColumn,
    RemoveSheet,
    ShowSheet,
    Structural,
    Value,
    Words,
)
from reqsheets.model.spec import SheetSpec, WorkbookSpec

TAKEN_BACK = Words("撤销该批次", "the batch is undone")


def structure_back(spec: WorkbookSpec, before: Frames, after: Frames, now: Frames) -> Iterator[Structural | Finding]:
    """Yield what takes back the sheets, columns and tabs that came, went, showed or hid between two states.

    A sheet or column that holds what people typed since stays, which is finding REQ903 (info).
    """
    for sheet in spec.sheets:
        name = sheet.name
        was, then, there = (name in frames for frames in (before, after, now))
        if then and there and not was:
            yield _sheet_back(sheet, after, now)
        elif was and not then and not there:
            frame = before[name]
            rows, header = rows_of(frame), before.headers.get(name, 1)
            yield AddSheet(name, sheet.title, tuple(frame.columns), rows, TAKEN_BACK, header, name in before.unseen)
        elif was and then and there:
            yield from _columns_back(sheet, before, after, now)
            yield from _tab_back(name, before, after, now)


def _sheet_back(sheet: SheetSpec, after: Frames, now: Frames) -> Structural | Finding:
    frame = now[sheet.name]
    renamed = sheet.title.lower() not in now.tabs
    if renamed or (sheet.role == "log" and len(frame)) or _typed_since(sheet, after, now):
        where = Cell(sheet.name, now.headers.get(sheet.name, 1))
        return _stays(where, Words(f"工作表“{sheet.title}”", f'The sheet "{sheet.title}"'))
    return RemoveSheet(sheet.name, sheet.title, tuple(frame.columns), rows_of(frame), TAKEN_BACK)


def _typed_since(sheet: SheetSpec, after: Frames, now: Frames) -> bool:
    """Tell whether people typed on a sheet since: in a column of theirs, or one that they added."""
    ours = {column.name for column in sheet.columns if column.derived}
    theirs = [name for name in now[sheet.name].columns if name not in ours]
    return any(_held(sheet, now, name).items() - _held(sheet, after, name).items() for name in theirs)


def _held(sheet: SheetSpec, frames: Frames, column: str) -> dict[str, Value]:
    """Return the filled cells of a column by the key of their row."""
    frame = frames[sheet.name]
    if column not in frame.columns:
        return {}
    cells = dict(zip(row_numbers(frame), frame[column].tolist(), strict=True))
    return {key: cells[row] for key, row in row_keys(sheet, frames).items() if cells[row] is not None}


def _columns_back(sheet: SheetSpec, before: Frames, after: Frames, now: Frames) -> Iterator[Structural | Finding]:
    name = sheet.name
    old, new, there = (list(frames[name].columns) for frames in (before, after, now))
    last = len(there)
    for column in reversed([one for one in new if one not in old and one in there]):
        title, header = title_of(sheet, column), now.headers.get(name, 1)
        typed = _held(sheet, now, column).items() - _held(sheet, after, column).items()
        if typed or there.index(column) != last - 1 or (name, column) in now.formulas:
            yield _stays(Cell(name, header, column), Words(f"“{title}”列", f'The column "{title}"'))
            continue
        last -= 1
        held = dict(zip(row_numbers(now[name]), now[name][column].tolist(), strict=True))
        values = {row: value for row, value in held.items() if value is not None}
        yield RemoveColumn(name, column, title, values, TAKEN_BACK)
    for column in [one for one in old if one not in new and one not in there]:
        cells = dict(zip(row_numbers(before[name]), before[name][column].tolist(), strict=True))
        keys, places = row_keys(sheet, before), row_keys(sheet, now)
        values = {places[key]: cells[row] for key, row in keys.items() if key in places and cells[row] is not None}
        yield AddColumn(name, column, title_of(sheet, column), values, TAKEN_BACK)


def _tab_back(name: str, before: Frames, after: Frames, now: Frames) -> Iterator[Structural]:
    was, then, is_now = (name not in frames.unseen for frames in (before, after, now))
    if was is not then and is_now is then:
        yield ShowSheet(name, is_now, was, TAKEN_BACK)


def _stays(at: Cell, what: Words) -> Finding:
    return Finding(
        "REQ903",
        "info",
        at,
        None,
        Words(
            f"{what.zh}在此批次之后又被使用过，予以保留。", f"{what.en} was used after the batch; it stays as it is."
        ),
        Words("不再需要时请手工删除。", "Delete it by hand when it is no longer needed."),
    )
