"""Checks of number columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned, listed, shown, stated, titled
from reqsheets.rules.cells.cell_check import FILLED, NUMBERS, TEXT, CellCheck, Told

NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[-+]?\.[0-9]+")
TEN_THOUSANDS = "(万元)"  # in the title of a column that counts in 10,000 yuan
RANGE = re.compile(r"\A([0-9]+(?:\.[0-9]+)?)(?:万元|万|元)? ?(?:[-~—–至到]|——) ?([0-9]+(?:\.[0-9]+)?)万")
ENORMOUS = 100_000  # of these, a billion yuan: probably yuan were typed
FEW = 10  # whole numbers that a hint lists one by one


def number_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of an int or decimal column; no value fails two of them."""
    yield CellCheck("REQ203", TEXT, lambda value: number_in(value) is not None, lambda value: _as_text(column, value))
    if TEN_THOUSANDS in column.title:
        yield CellCheck("REQ325", NUMBERS, _enormous, lambda value: _asked(column, value))
    yield CellCheck("REQ304", FILLED, lambda value: _not_taken(column, value), lambda value: _wrong(column, value))


def number_in(value: Value) -> float | None:
    """Return the number that a text says, None where it says none."""
    text = cleaned(str(value))
    return float(text.replace(",", "")) if NUMBER.fullmatch(text) else None


def _not_taken(column: ColumnSpec, value: Value) -> bool:
    if isinstance(value, str):
        return number_in(value) is None
    return isinstance(value, bool) or not isinstance(value, int | float) or not allowed(column, value)


def allowed(column: ColumnSpec, number: float) -> bool:
    """Tell whether the column takes this number."""
    low, high = column.minimum, column.maximum
    if column.type == "int" and not _whole(number):
        return False
    return (low is None or number >= low) and (high is None or number <= high)


def _enormous(value: Value) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and value >= ENORMOUS


def _asked(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    right = f"{value / 10_000:g}" if isinstance(value, int | float) else ""
    return Told(
        Words(f"{is_.zh}，也就是 {right} 亿元，像是按元填的。", f"{is_.en}, in 10,000 yuan; it looks like plain yuan."),
        Words(f"请核实：如果是 {value} 元，应填 {right}。", f"Ask: if {value} yuan are meant, type {right}."),
        "warning",
    )


def _whole(value: Value) -> bool:
    return type(value) is int or (isinstance(value, float) and value.is_integer())


def _wrong(column: ColumnSpec, value: Value) -> Told:
    is_, should = stated(column, value), allowed_numbers(column)
    hint = _as_range(column, value) or _to_allowed(column)
    if column.type == "int" and isinstance(value, float):
        more = Words("（单元格里看到的可能是四舍五入后的数。）", " (The cell may show a rounded number.)")
        hint = Words(hint.zh + more.zh, hint.en + more.en)
    return Told(Words(f"{is_.zh}，应为{should.zh}。", f"{is_.en}; it should be {should.en}."), hint)


def _as_range(column: ColumnSpec, value: Value) -> Words | None:
    """Return what to type for a range such as 50-80万, None for anything else."""
    found = RANGE.match(cleaned(value)) if TEN_THOUSANDS in column.title and isinstance(value, str) else None
    if found is None:
        return None
    low, high = found.groups()
    return Words(f"请在下限填 {low}，在上限填 {high}。", f"Type {low} as the least and {high} as the most.")


def _as_text(column: ColumnSpec, value: Value) -> Told:
    title, is_ = titled(column), shown(value)
    message = Words(
        f"{title.zh}是文本{is_.zh}，不是数字，无法参与计算。",
        f"{title.en} holds the text {is_.en}, not a number, so it cannot be calculated with.",
    )
    number = number_in(value)
    if number is None or not allowed(column, number):
        return Told(message, _to_allowed(column))
    right = shown(int(number) if number.is_integer() else number)
    return Told(
        message,
        Words(
            f"请把单元格格式改为“常规”，再重新输入 {right.zh}。",
            f'Set the cell\'s format to "General", then type {right.en} again.',
        ),
    )


def _to_allowed(column: ColumnSpec) -> Words:
    low, high = column.minimum, column.maximum
    if column.type == "int" and low is not None and high is not None and high - low < FEW:
        choice = listed([str(number) for number in range(int(low), int(high) + 1)])
        return Words(f"请改成 {choice.zh}。", f"Change it to {choice.en}.")
    should = allowed_numbers(column)
    return Words(f"请改成{should.zh}。", f"Change it to {should.en}.")


def allowed_numbers(column: ColumnSpec) -> Words:
    """Return in words which numbers the column takes: `应为` goes before ` 1 到 5 的整数` or `整数`."""
    noun = Words("整数", "a whole number") if column.type == "int" else Words("数字", "a number")
    match column.minimum, column.maximum:
        case None, None:
            return noun
        case low, None:
            return Words(f"不小于 {low:g} 的{noun.zh}", f"{noun.en} of at least {low:g}")
        case None, high:
            return Words(f"不大于 {high:g} 的{noun.zh}", f"{noun.en} of at most {high:g}")
        case low, high:
            return Words(f" {low:g} 到 {high:g} 的{noun.zh}", f"{noun.en} from {low:g} to {high:g}")
