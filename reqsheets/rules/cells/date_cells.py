"""Checks of date columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import shown, stated, titled
from reqsheets.rules.cells.cell_check import FILLED, NUMBERS, TEXT, CellCheck, Told
from reqsheets.rules.cells.date_text import read_date

FIRST = date(1900, 3, 1)  # Excel's own count of days is wrong before
FORM = Words("请按 2024-03-01 这样的格式输入日期。", "Type the date in the form 2024-03-01.")


def date_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of a date or datetime column; no value fails two of them."""
    yield CellCheck("REQ204", TEXT | NUMBERS, _is_date, lambda value: _not_stored(column, value))
    yield CellCheck("REQ306", FILLED, _is_no_day, lambda value: _no_day(column, value))


def _is_date(value: Value) -> bool:
    read = read_date(value)
    return read is not None and read.possible


def _is_no_day(value: Value) -> bool:
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value) < FIRST
    read = read_date(value)  # of a time, too, nothing: Excel shows day 0 so
    return read is None or not read.possible


def _not_stored(column: ColumnSpec, value: Value) -> Told:
    title, is_, read = titled(column), shown(value), read_date(value)
    noun = Words("文本", "the text") if isinstance(value, str) else Words("数字 ", "the number")
    message = Words(
        f"{title.zh}是{noun.zh}{is_.zh}，不是日期，无法比较先后。",
        f"{title.en} holds {noun.en} {is_.en}, not a date, so it cannot be compared.",
    )
    if read is None or read.day is None:
        return Told(
            message,
            Words("年、月、日要写全，例如 2024-03-01。", "Give year, month and day, for example 2024-03-01."),
            "warning",
        )
    day = shown(read.day)
    return Told(
        message,
        Words(
            f"如果指的是 {day.zh}，请重新输入 {day.zh}，并把单元格格式设为“日期”。",
            f'If it means {day.en}, type {day.en} again and set the cell\'s format to "Date".',
        ),
        "warning",
    )


def _no_day(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    if isinstance(value, str | bool) and read_date(value) is None:
        return Told(Words(f"{is_.zh}，应为日期。", f"{is_.en}; it should be a date."), FORM)
    return Told(
        Words(f"{is_.zh}，没有这一天。", f"{is_.en}; there is no such day."),
        Words("请核对后按 2024-03-01 这样的格式输入。", "Look up the right date and type it in the form 2024-03-01."),
    )
