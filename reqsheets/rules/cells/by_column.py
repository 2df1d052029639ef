"""Which checks the cells of a column get, from what the spec says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.model.wording import UNSEEN, cleaned, is_blank, shown, stated, titled
from reqsheets.rules.cells.cell_check import BLANK, EDGE, FILLED, NUMBERS, WITHOUT_VALUE, CellCheck, Told
from reqsheets.rules.cells.choice_cells import bool_checks, choice_checks
from reqsheets.rules.cells.date_cells import date_checks
from reqsheets.rules.cells.elsewhere_cells import elsewhere_checks
from reqsheets.rules.cells.file_cells import file_checks
from reqsheets.rules.cells.filled_in import with_placeholders
from reqsheets.rules.cells.form_cells import form_checks
from reqsheets.rules.cells.hygiene_cells import hygiene_checks, lost_digits
from reqsheets.rules.cells.look_alikes import look_alike
from reqsheets.rules.cells.number_cells import number_checks
from reqsheets.rules.cells.reference_cells import reference_checks

EMPTY = re.compile(f"{EDGE}[{UNSEEN}]*(?={EDGE})")
LONGEST_NUMBER = 16  # digits of a number that lost its zeros, at most


def checked_columns(sheet: SheetSpec) -> tuple[ColumnSpec, ...]:
    """Return the columns of a sheet that are worth checking.

    On registers and settings all; on sheets that reqsheets writes only what people type there; on forms none.
    """
    match sheet.role:
        case "register" | "settings":
            return sheet.columns
        case "derived" | "log":
            return tuple(column for column in sheet.columns if not column.derived)
        case "form":
            return ()


def cell_checks(column: ColumnSpec, settings: Settings) -> tuple[CellCheck, ...]:
    """Return every check of the column's single cells; no cell fails two of them for the same fault."""
    of_type = with_placeholders(column, _checks_of_type(column, settings), settings, to_fill(column))
    return (*_checks_of_all(column), *of_type)


def _checks_of_all(column: ColumnSpec) -> Iterator[CellCheck]:
    yield CellCheck("REQ205", WITHOUT_VALUE, _is_error, partial(_error_value, column))
    if not column.derived:  # an operation fills those, or reports why it cannot
        yield CellCheck("REQ206", WITHOUT_VALUE, _is_formula, partial(_not_calculated, column))
        if column.required == "always":
            yield CellCheck("REQ301", BLANK, is_blank, partial(_required, column), EMPTY)


def _checks_of_type(column: ColumnSpec, settings: Settings) -> Iterator[CellCheck]:
    yield from hygiene_checks(column)
    yield from elsewhere_checks(column, settings)
    match column.type:
        case "text" | "long":
            yield from form_checks(column)
        case "link":
            yield from form_checks(column)
            yield from file_checks(column, settings)
        case "id":
            yield CellCheck("REQ203", NUMBERS, partial(_lost_zeros, column), partial(_zeros, column))
            in_form = re.compile(column.pattern).fullmatch if column.pattern else None
            yield CellCheck("REQ302", FILLED, partial(_not_in_form, column), partial(_form, column), right=in_form)
        case "int" | "decimal":
            yield from number_checks(column)
        case "date" | "datetime":
            yield from date_checks(column)
        case "enum":
            yield from choice_checks(column, settings)
        case "multi":
            yield from choice_checks(column, settings)
            yield from reference_checks(column, settings)
        case "bool":
            yield from bool_checks(column)
        case "ref":
            yield from reference_checks(column, settings)


def _is_error(value: Value) -> bool:
    return isinstance(value, Unreadable) and value.shown.startswith("#")


def _is_formula(value: Value) -> bool:
    return isinstance(value, Unreadable) and not value.shown.startswith("#")


def _error_value(column: ColumnSpec, value: Value) -> Told:
    title, is_ = titled(column), shown(value)
    return Told(
        Words(
            f"{title.zh}显示错误值 {is_.zh}，读不出内容。", f"{title.en} shows the error {is_.en} and holds no value."
        ),
        Words("请改正公式，或直接输入内容。", "Mend the formula, or type the content."),
    )


def _not_calculated(column: ColumnSpec, _: Value) -> Told:
    title = titled(column)
    return Told(
        Words(
            f"{title.zh}是公式，但文件里没有它的计算结果。", f"{title.en} is a formula whose result is not in the file."
        ),
        Words(
            "请在 Excel 或 WPS 中打开文件，保存后再检查。", "Open the file in Excel or WPS, save it, and check again."
        ),
    )


def _required(column: ColumnSpec, _: Value) -> Told:
    title = titled(column)
    return Told(Words(f"{title.zh}没有填写，这一列必填。", f"{title.en} is blank; it is required."), to_fill(column))


def to_fill(column: ColumnSpec) -> Words:
    """Return how to fill a blank cell of that column, with its example; a number comes by itself."""
    if column.numbering is not None:
        return Words("不用手工填，下次运行会自动接着编。", "Leave it: the next run gives it by itself.")
    if column.example:
        return Words(f"请补上，例如：{column.example}。", f"Fill it in, for example: {column.example}.")
    if column.type in ("enum", "bool"):
        return Words("请从下拉列表中选择。", "Choose from the drop-down list.")
    return Words("请补上。", "Fill it in.")


def _as_number(column: ColumnSpec, value: Value) -> str:
    """Return the number of digits alone that a cell without its leading zeros was, "" where that cannot be."""
    if not isinstance(value, int) or isinstance(value, bool) or not column.pattern:
        return ""
    padded = (str(value).zfill(length) for length in range(len(str(value)), LONGEST_NUMBER))
    return next((text for text in padded if re.fullmatch(column.pattern, text)), "")


def _lost_zeros(column: ColumnSpec, value: Value) -> bool:
    return _as_number(column, value) != ""


def _zeros(column: ColumnSpec, value: Value) -> Told:
    is_, meant = stated(column, value), _as_number(column, value)
    return Told(
        Words(f"{is_.zh}，编号存成了数字，前面的 0 会丢失。", f"{is_.en}: stored as a number, it loses its zeros."),
        Words(
            f"请把单元格格式设为“文本”，再输入 {meant}（请先核对）。",
            f'Set the cell\'s format to "Text", then type {meant} (check it first).',
        ),
    )


def _not_in_form(column: ColumnSpec, value: Value) -> bool:
    if not isinstance(value, str):
        return not lost_digits(value) and not _lost_zeros(column, value)
    if not column.pattern or re.fullmatch(column.pattern, value):
        return False
    return not re.fullmatch(column.pattern, cleaned(value)) and not lost_digits(value)


def _form(column: ColumnSpec, value: Value) -> Told:
    is_, example = stated(column, value), column.example
    message = Words(f"{is_.zh}，应为 {example} 这样的编号。", f"{is_.en}; it should be a number like {example}.")
    if not isinstance(value, str):
        hint = Words(
            "请把单元格格式设为“文本”，再重新输入编号。",
            'Set the cell\'s format to "Text", then type the number again.',
        )
        return Told(message, hint)
    alike = look_alike(value, column.pattern)
    if alike is not None:
        return Told(message, alike)
    meant = cleaned(value).upper().replace(" ", "")
    if column.pattern and re.fullmatch(column.pattern, meant):
        return Told(
            message,
            Words(f"请改成 {meant}（大写，没有空格）。", f"Change it to {meant} (capital letters, no blanks)."),
        )
    return Told(message, Words(f"请按 {column.example} 的写法改正。", f"Write it in the form of {column.example}."))
