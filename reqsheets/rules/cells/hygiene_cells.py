"""Checks of what a cell's text is made of: signs that nobody sees, width, lost digits, length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reqsheets.model.plan import Severity, Value, Words
from reqsheets.model.spec import ColumnSpec, ColumnType
from reqsheets.model.wording import (
    CONTROL,
    FULL_WIDTH,
    INVISIBLE,
    UNCLEAN,
    half_width,
    quoted,
    shown,
    stated,
    tidy,
    titled,
)
from reqsheets.rules.cells.cell_check import EDGE, NUMBERS, TEXT, CellCheck, Told

LONGEST_TEXT = 32_767  # characters that Excel keeps in a cell
MOST_DIGITS = 10**15  # from here on Excel forgets the last digits of a number
FORGOTTEN = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+(?:1[1-9]|[2-9][0-9])")  # 1.10101E+17
TYPED: tuple[ColumnType, ...] = ("text", "long", "link", "id", "ref", "enum", "multi", "bool")
WRITTEN: tuple[ColumnType, ...] = ("text", "long", "link", "id", "ref")
# One class of characters comes first, because that is what a search skips to quickly.
UNSEEN_SIGNS = re.compile(f"[{UNCLEAN}](?:(?<={EDGE}.)|(?={EDGE})|(?<=[{INVISIBLE}]))", re.DOTALL)
EXPONENT = re.compile(r"[Ee]\+[0-9]")
SEVERE = re.compile(f"[{CONTROL}]")
SEVERE_INSIDE = re.compile(SEVERE.pattern.replace("\x1f", "\x1d\x1f"))  # but for EDGE, which is one itself
WIDE = re.compile(f"[{FULL_WIDTH}]")


def hygiene_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of a cell's text as such; numbers and dates that are text are told by their own checks."""
    if column.type in TYPED:
        yield CellCheck("REQ201", TEXT, _has_unseen, partial(_unseen, column), UNSEEN_SIGNS)
        yield CellCheck("REQ209", TEXT, _has_control, partial(_control, column), SEVERE_INSIDE)
    if column.type in WRITTEN:
        yield CellCheck("REQ207", TEXT | NUMBERS, lost_digits, partial(_lost, column), EXPONENT)
        cut = partial(_longer, LONGEST_TEXT)
        yield CellCheck("REQ208", TEXT, cut, partial(_cut, column), most=LONGEST_TEXT)
    most = column.longest
    if most:
        longer = partial(_longer, most)
        yield CellCheck("REQ305", TEXT, longer, partial(_too_long, column), most=most)
    if column.type == "id":
        yield CellCheck("REQ202", TEXT, _is_wide, partial(full_width, column), WIDE)


def lost_digits(value: Value) -> bool:
    """Tell whether a number is so long, or was text so short, that its digits are lost."""
    match value:
        case bool():
            return False
        case int() | float():
            return abs(value) >= MOST_DIGITS
        case str():
            return FORGOTTEN.fullmatch(tidy(value)) is not None
        case _:
            return False


def _has_unseen(value: Value) -> bool:
    return isinstance(value, str) and tidy(value) != value


def _has_control(value: Value) -> bool:
    return isinstance(value, str) and SEVERE.search(value) is not None


def _is_wide(value: Value) -> bool:
    return half_width(str(value)) != value


def _longer(most: int, value: Value) -> bool:
    return len(str(value)) > most


def _unseen(column: ColumnSpec, value: Value) -> Told:
    title, right = titled(column), quoted(tidy(str(value)))
    severity: Severity = "info" if column.type == "long" else "warning"
    at_edge = str(value).strip() != value
    where = (
        Words("首尾有多余的空白", "blanks at its edges") if at_edge else Words("夹有看不见的字符", "invisible signs")
    )
    if column.type == "long":  # prose is never mended for people
        hint = Words("请手工删去。", "Delete them by hand.")
    else:
        hint = Words(
            f"应为{right.zh}；可用 reqsheets check --fix 自动去掉。",
            f"It should be {right.en}; reqsheets check --fix removes them.",
        )
    return Told(
        Words(f"{title.zh}{where.zh}，查找和比对时会对不上。", f"{title.en} has {where.en}, so it matches nothing."),
        hint,
        severity,
    )


def _control(column: ColumnSpec, _: Value) -> Told:
    title = titled(column)
    return Told(
        Words(
            f"{title.zh}夹有控制字符，多半是从别的系统粘贴来的。",
            f"{title.en} holds control characters, probably pasted from another program.",
        ),
        Words(
            "请删去后重新输入，或用 reqsheets check --fix 自动去掉。", "Type it again, or let check --fix remove them."
        ),
        "warning",
    )


def full_width(column: ColumnSpec, value: Value) -> Told:
    """Return what to tell of a code or choice that is typed in full-width letters or digits."""
    is_, right = stated(column, value), half_width(tidy(str(value)))
    return Told(
        Words(f"{is_.zh}，夹有全角字符，应为半角。", f"{is_.en}, with full-width characters; half width is expected."),
        Words(
            f"请改成 {right}；可用 reqsheets check --fix 自动改。", f"Change it to {right}; check --fix does that too."
        ),
        "warning",
    )


def _lost(column: ColumnSpec, value: Value) -> Told:
    title, held = titled(column), shown(value)
    return Told(
        Words(
            f"{title.zh}存成了数字 {held.zh}，Excel 只保留前 15 位，后面的数字已经丢失。",
            f"{title.en} was stored as the number {held.en}: Excel keeps 15 digits, the others are lost.",
        ),
        Words(
            "请把单元格格式设为“文本”，对照原始材料重新输入；丢失的数字无法恢复。",
            'Set the cell\'s format to "Text" and type it again from its source; nothing can restore lost digits.',
        ),
    )


def _cut(column: ColumnSpec, value: Value) -> Told:
    title, length = titled(column), len(str(value))
    return Told(
        Words(
            f"{title.zh}有 {length} 个字，Excel 的一个单元格最多存 {LONGEST_TEXT} 个。",
            f"{title.en} has {length} characters; a cell of Excel keeps at most {LONGEST_TEXT}.",
        ),
        Words("请写成摘要，全文放到附件里。", "Shorten it and keep the full text in an attachment."),
    )


def _too_long(column: ColumnSpec, value: Value) -> Told:
    title, length = titled(column), len(str(value))
    return Told(
        Words(
            f"{title.zh}有 {length} 个字，最多 {column.longest} 个。",
            f"{title.en} has {length} characters; at most {column.longest} are allowed.",
        ),
        Words("请缩短，细节写到描述里。", "Shorten it and put the details into the description."),
    )
