"""What a plan, or somebody, changed in a workbook, as edits by number and column for the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import assert_never

from reqsheets.domain.register.compare import Difference, compare, keyed_rows, row_keys
from reqsheets.model.audit import Edit
from reqsheets.model.frames import Frames
from reqsheets.model.plan import (
    NOTHING_SAID,
    AddColumn,
    AddRow,
    AddSheet,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Structural,
    Unreadable,
    Words,
    cells_marked,
)
from reqsheets.model.spec import SheetSpec, WorkbookSpec

BY_HAND = Words("在表格程序里修改", "edited in a spreadsheet program")


def planned_edits(spec: WorkbookSpec, before: Frames, plan: Plan) -> Iterator[Edit]:
    """Return each change of the plan by number and column.

    Cells that we fill for the first time, or compute anew on a rewritten sheet, are told by their count; the rows of a
    rewritten sheet that appear and vanish, the cells that people fill, and values in place of formulas, one by one.
    """

    @cache
    def keys(sheet: str) -> dict[int, str]:
        return {row: key for key, row in row_keys(spec.sheet(sheet), before).items()}

    ours = {(sheet.name, column.name) for sheet in spec.sheets for column in sheet.columns if column.derived}
    filled: Counter[tuple[str, str]] = Counter()
    for change in plan.changes:
        match change:
            case SetCell(at=at, old=None | Unreadable(), formula="kept" | "live") if (at.sheet, at.column) in ours:
                filled[at.sheet, at.column] += 1
            case SetCell(at=at, old=old, new=new, because=because):
                yield Edit(at.sheet, keys(at.sheet).get(at.row, f"@{at.row}"), at.column, old, new, because)
            case AddRow(sheet=sheet, values=values, because=because):
                parts = (values.get(name) for name in spec.sheet(sheet).key)
                key = "/".join("" if part is None else str(part) for part in parts) or f"@{change.row}"
                yield Edit(sheet, key, "", None, key, because)
            case ReplaceRows():
                yield from _rewritten(spec.sheet(change.sheet), change)
            case MarkCells(sheet=sheet, old=was, new=then, because=because):
                yield Edit(sheet, "", "", cells_marked(was), cells_marked(then), because)
            case _:
                yield _structural(change)
    for (sheet, column), count in filled.items():
        yield Edit(
            sheet, "", column, None, count, Words(f"首次填写 {count} 格", f"{count} cells filled in for the first time")
        )


def _structural(change: Structural) -> Edit:
    """Return that a sheet or column came or went; a sheet goes by its rows, a column by its title."""
    match change:
        case AddSheet(sheet=sheet, rows=rows):
            return Edit(sheet, "", "", None, len(rows), change.because)
        case RemoveSheet(sheet=sheet, rows=rows):
            return Edit(sheet, "", "", len(rows), None, change.because)
        case AddColumn(sheet=sheet, column=column, title=title):
            return Edit(sheet, "", column, None, title, change.because)
        case RemoveColumn(sheet=sheet, column=column, title=title):
            return Edit(sheet, "", column, title, None, change.because)
        case ShowSheet(sheet=sheet, old=old, new=new):
            return Edit(sheet, "", "", _seen(visible=old), _seen(visible=new), change.because)
        case _:
            assert_never(change)


def _seen(*, visible: bool) -> str:
    return "显示" if visible else "隐藏"


def edits_between(spec: WorkbookSpec, before: Frames, after: Frames) -> tuple[Edit, ...]:
    """Return what differs from one state to the other, cell by cell."""
    return tuple(_edit(found) for found in compare(spec, before, after))


def typed_between(spec: WorkbookSpec, before: Frames, after: Frames) -> tuple[Edit, ...]:
    """Return what somebody edited from one state to the other: the same save formulas that gave another value."""

    @cache
    def rows_before(sheet: str) -> dict[str, int]:
        return row_keys(spec.sheet(sheet), before)

    def computed(found: Difference) -> bool:
        return (
            found.row in after.formula_rows(found.sheet, found.column)
            and rows_before(found.sheet)[found.key] in before.formula_rows(found.sheet, found.column)
        )  # fmt: skip

    return tuple(
        _edit(found, BY_HAND) for found in compare(spec, before, after) if not found.column or not computed(found)
    )


def _edit(found: Difference, because: Words = NOTHING_SAID) -> Edit:
    return Edit(found.sheet, found.key, found.column, found.old, found.new, because)


def _rewritten(sheet: SheetSpec, change: ReplaceRows) -> Iterator[Edit]:
    """Return which rows appear and vanish, and each cell of people's that becomes another; ours by their count."""
    ours = {column.name for column in sheet.columns if column.derived}
    derived = [name in ours for name in change.columns]
    old, new = (keyed_rows(sheet, change.columns, rows) for rows in (change.old, change.new))
    yield from (Edit(sheet.name, key, "", key, None, change.because) for key in old if key not in new)
    yield from (Edit(sheet.name, key, "", None, key, change.because) for key in new if key not in old)
    computed = 0
    for key, row in new.items():
        if key not in old:
            continue
        was, now = change.old[old[key]], change.new[row]
        if was == now:
            continue
        for name, is_ours, before, after in zip(change.columns, derived, was, now, strict=True):
            if before == after:
                continue
            if is_ours:
                computed += 1
            else:
                yield Edit(sheet.name, key, name, before, after, change.because)
    if computed:
        counted = Words(f"重新计算 {computed} 格", f"{computed} cells computed anew")
        yield Edit(sheet.name, "", "", None, computed, counted)
