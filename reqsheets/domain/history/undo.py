"""A batch taken back: what it changed returns, what people changed since stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from reqsheets.domain.register.columns import title_of
from reqsheets.domain.register.compare import Difference, compare, row_keys
from reqsheets.domain.register.merge_log import withdrawal
from reqsheets.domain.register.structure_back import structure_back
from reqsheets.model.frames import Frames, restructured, row_numbers, rows_of
from reqsheets.model.plan import Cell, Change, Finding, Plan, ReplaceRows, Row, SetCell, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

TAKEN_BACK = Words("撤销该批次", "the batch is undone")


@dataclass(frozen=True, slots=True)
class _States:
    """A workbook before the batch, right after it, and now."""

    before: Frames
    after: Frames
    now: Frames


def undo(spec: WorkbookSpec, before: Frames, after: Frames, now: Frames, batch: str, user: str, today: date) -> Plan:
    """Plan the way back from `after` to `before` on the workbook as it is now, by number and column.

    Shape: SetCells on registers and settings, one ReplaceRows a derived sheet, and what takes sheets, columns and tabs
    back. Logs keep their rows, as a trace is
    never removed: the batch's merges are marked 已撤销, so that nothing merges these rows again. A formula's value is
    nobody's to take back. A cell that no longer holds what the batch wrote was edited since: it stays, which is
    finding REQ903 (info).
    """
    findings: list[Finding] = []
    changes: list[Change] = []
    _sort_out(structure_back(spec, before, after, now), findings, changes)
    states = _States(before, after, restructured(now, Plan(changes=tuple(changes))))
    new_sheets = after.tables.keys() - before.tables.keys()
    differences: dict[str, list[Difference]] = {}
    for difference in compare(spec, before, after):
        differences.setdefault(difference.sheet, []).append(difference)
    for sheet in spec.sheets:
        if sheet.name not in differences or sheet.name not in states.now or sheet.purpose == "journal":
            continue
        if sheet.name in new_sheets:
            continue  # it stays as people use it
        whole = sheet.role == "derived" or _gained_rows(sheet, differences[sheet.name])
        _sort_out(_rows_back(sheet, states) if whole else _cells_back(sheet, states), findings, changes)
        if sheet.purpose == "merges":
            new = [found.key for found in differences[sheet.name] if not found.column and found.old is None]
            changes += withdrawal(
                states.now, sheet, new, Words(f"撤销批次 {batch}", f"batch {batch} undone"), user, today
            )
    return Plan(tuple(findings), tuple(changes))


def _sort_out(items: Iterable[Change | Finding], findings: list[Finding], changes: list[Change]) -> None:
    for item in items:
        if isinstance(item, Finding):
            findings.append(item)
        else:
            changes.append(item)


def _gained_rows(sheet: SheetSpec, differences: list[Difference]) -> bool:
    """Tell whether the batch gave a sheet of settings more rows: they go again, nobody's records hang on them."""
    return sheet.role == "settings" and any(not found.column and found.old is None for found in differences)


def _cells_back(sheet: SheetSpec, states: _States) -> Iterator[Change | Finding]:
    """Set back what the batch wrote, by place: a batch moves no row of such a sheet, but it may number one anew.

    Where the row stands now, after people sorted, is told by the key that the batch left it.
    """
    placed, key_of = row_keys(sheet, states.now), {row: key for key, row in row_keys(sheet, states.after).items()}
    frame = states.now[sheet.name]
    at = {row: i for i, row in enumerate(row_numbers(frame))}
    now = {name: frame[name].tolist() for name in frame.columns}
    before, after = _filled(states.before[sheet.name]), _filled(states.after[sheet.name])
    begun, blanked = after - before, before - after
    for row, wrote in _written(sheet, states).items():
        key = key_of.get(row, f"@{row}")
        place = row if row in blanked else placed.get(key)
        if place is None or (row in begun and sheet.role == "log"):
            continue  # people deleted it; a trace stays
        held = {name: now[name][at[place]] if place in at else None for name in wrote if name in now}
        if row in begun and _is_used(states, sheet, row, {name: now[name][at[place]] for name in now}):
            yield _kept(sheet, Cell(sheet.name, place), key, None)
            continue
        for name, value in held.items():
            old, new = wrote[name]
            if row in states.before.formula_rows(sheet.name, name):
                continue
            cell = Cell(sheet.name, place, name)
            if value == new:
                yield SetCell(cell, value, old, TAKEN_BACK)
            elif value != old:
                yield _kept(sheet, cell, key, value)


def _written(sheet: SheetSpec, states: _States) -> dict[int, dict[str, tuple[Value, Value]]]:
    """Return by row and column the values before and after the batch, where they differ."""
    before, after = states.before[sheet.name], states.after[sheet.name]
    rows = sorted({*row_numbers(before), *row_numbers(after)})
    found: dict[int, dict[str, tuple[Value, Value]]] = {}
    for name in dict.fromkeys([*after.columns, *before.columns]):
        was, then = _aligned(before, name, rows), _aligned(after, name, rows)
        if was == then:
            continue
        for row, old, new in zip(rows, was, then, strict=True):
            if old != new:
                found.setdefault(row, {})[name] = (old, new)
    return dict(sorted(found.items()))


def _aligned(frame: pd.DataFrame, name: str, rows: list[int]) -> list[Value]:
    if name not in frame.columns:
        return [None] * len(rows)
    cells = dict(zip(row_numbers(frame), frame[name].tolist(), strict=True))
    return [cells.get(row) for row in rows]


def _filled(frame: pd.DataFrame) -> set[int]:
    """Return the rows that hold something."""
    return {row for row, cells in rows_of(frame).items() if any(cell is not None for cell in cells)}


def _is_used(states: _States, sheet: SheetSpec, row: int, now: Mapping[str, Value]) -> bool:
    """Tell whether people typed into a row since the batch began it; then it stays whole."""
    frame = states.after[sheet.name]
    then = dict(zip(frame.columns, rows_of(frame)[row], strict=True))
    formulas = {name for name in now if row in states.after.formula_rows(sheet.name, name)}
    return any(value != then.get(name) for name, value in now.items() if name not in formulas)


def _rows_back(sheet: SheetSpec, states: _States) -> Iterator[Change | Finding]:
    """Rewrite the sheet with the rows and the order of before, and on top what was edited since."""
    columns = tuple(states.now[sheet.name].columns)
    was, then, held = (_by_key(sheet, frames, columns) for frames in (states.before, states.after, states.now))
    ours = {column.name for column in sheet.columns if column.derived}
    typed = [i for i, name in enumerate(columns) if name not in ours]
    new: dict[str, Row] = {}
    for key, row in was.items():
        if key not in held:
            if key not in then:
                new[key] = row
            continue
        new[key] = tuple(map(_either, row, then[key], held[key])) if key in then else held[key]
    for key, row in held.items():
        if key in was:
            continue
        if key not in then:
            new[key] = row
        elif any(row[i] != then[key][i] for i in typed):
            new[key] = row
            yield _kept(sheet, Cell(sheet.name, row_keys(sheet, states.now)[key]), key, None)
    rows, wanted = rows_of(states.now[sheet.name]), _numbered(sheet, states, new)
    if rows != wanted:
        yield ReplaceRows(sheet.name, columns, rows, wanted, TAKEN_BACK)


def _numbered(sheet: SheetSpec, states: _States, new: Mapping[str, Row]) -> dict[int, Row]:
    """Return the rows under their Excel row numbers of before, where they are the same, else one below the other."""
    before = row_keys(sheet, states.before) if sheet.name in states.before else {}
    headers = (frames.headers.get(sheet.name, 1) for frames in (states.before, states.now))
    if list(before) == list(new) and len(set(headers)) == 1:
        return {before[key]: row for key, row in new.items()}
    return dict(enumerate(new.values(), start=states.now.headers.get(sheet.name, 1) + 1))


def _either(was: Value, then: Value, now: Value) -> Value:
    return was if now == then else now


def _by_key(sheet: SheetSpec, frames: Frames, columns: tuple[str, ...]) -> dict[str, Row]:
    if sheet.name not in frames:
        return {}
    frame = frames[sheet.name].reindex(columns=list(columns))
    frame = frame.astype(object).where(frame.notna(), None)
    rows = rows_of(frame)
    return {key: rows[row] for key, row in row_keys(sheet, frames).items()}


def _kept(sheet: SheetSpec, at: Cell, key: str, value: Value) -> Finding:
    title = title_of(sheet, at.column)
    zh, en = (f"“{title}”", title) if title else ("这一行", "This row")
    return Finding(
        "REQ903",
        "info",
        at,
        value,
        Words(f"{zh}在此批次之后又被修改过，保留现在的内容。", f"{en} was edited after the batch; it stays as it is."),
        Words("如需恢复旧值，请手工修改。", "Edit it by hand if you want the old value back."),
        key,
    )
