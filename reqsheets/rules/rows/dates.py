"""REQ401 and REQ402."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import stated, titled
from reqsheets.rules.cells.by_column import checked_columns

START, FINISH = "_start", "_finish"  # how the names of two columns end that say from when to when


def not_in_future(spec: WorkbookSpec, frames: Frames, today: date) -> Iterator[Finding]:
    """REQ401 (error): a day that can only be past, such as that of receipt, lies after today.

    Usually the year is wrong, or the computer's clock is.
    """
    for sheet in spec.sheets:
        if sheet.name not in frames:
            continue
        for column in checked_columns(sheet):
            if column.not_future:
                yield from _future(sheet, column, frames, today)


def _future(sheet: SheetSpec, column: ColumnSpec, frames: Frames, today: date) -> Iterator[Finding]:
    held = values_or_blank(frames, sheet.name, column.name)
    late = {value for value in set(held) if (day := as_date(value)) is not None and day > today}
    for row, value in zip(row_numbers(frames[sheet.name]), held, strict=True) if late else ():
        if value in late:
            is_ = stated(column, value)
            message = Words(
                f"{is_.zh}，晚于今天（{today}），应为今天或更早。",
                f"{is_.en}, after today ({today}); it should be today or earlier.",
            )
            hint = Words("请改成实际发生的日期。", "Change it to the day on which it happened.")
            yield Finding("REQ401", "error", Cell(sheet.name, row, column.name), value, message, hint)


def finish_before_start(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ402 (error): work ends before it begins.

    Compared are the two date columns of a sheet whose names in the spec are alike but for `_start` and `_finish`.
    """
    for sheet in spec.sheets:
        if sheet.name in frames:
            for start, finish in _pairs(sheet):
                yield from _swapped(sheet, start, finish, frames)


def _pairs(sheet: SheetSpec) -> list[tuple[ColumnSpec, ColumnSpec]]:
    starts = {column.name.removesuffix(START): column for column in sheet.columns if column.name.endswith(START)}
    finishes = {column.name.removesuffix(FINISH): column for column in sheet.columns if column.name.endswith(FINISH)}
    return [(start, finishes[stem]) for stem, start in starts.items() if stem in finishes]


def _is_swapped(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _swapped(sheet: SheetSpec, start: ColumnSpec, finish: ColumnSpec, frames: Frames) -> Iterator[Finding]:
    starts, finishes = (values_or_blank(frames, sheet.name, column.name) for column in (start, finish))
    swapped = {pair for pair in set(zip(starts, finishes, strict=True)) if _is_swapped(*map(as_date, pair))}
    for row, began, value in zip(row_numbers(frames[sheet.name]), starts, finishes, strict=True) if swapped else ():
        if (began, value) in swapped:
            first = as_date(began)
            is_, other = stated(finish, value), titled(start)
            message = Words(
                f"{is_.zh}，早于{other.zh} {first}，应为同一天或更晚。",
                f"{is_.en}, before {other.en} {first}; it should be that day or later.",
            )
            hint = Words("请核对两个日期，改正其中一个。", "Compare the two days and correct one of them.")
            yield Finding("REQ402", "error", Cell(sheet.name, row, finish.name), value, message, hint)
