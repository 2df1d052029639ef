"""Cells that are filled in: with something that says something, or with an option of their list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from reqsheets.model.contentless import Contentless, contentless_of
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned, is_blank, stated
from reqsheets.rules.cells.cell_check import NUMBERS, TEXT, CellCheck, Told
from reqsheets.rules.cells.choice_cells import MEANT
from reqsheets.rules.choices import choices

Judgement: TypeAlias = Callable[[Value], bool]
OF_CONTENT = ("REQ204", "REQ302", "REQ303", "REQ304", "REQ306", "REQ308", "REQ601", "REQ602", "REQ608", "REQ610")
LEAVE_BLANK = Words(
    "没有内容就留空，不要填占位的字。", "If there is nothing to enter, leave it blank, without a placeholder."
)
CLEARED_BY_FIX = Words("可用 reqsheets check --fix 自动清空。", "reqsheets check --fix clears it.")
NONE_AT_ALL = Words(
    "如果确实没有，请写成一句话，说明是谁确认的。",
    "If there really is none, say so in a sentence, and who confirmed it.",
)


def placeholder_in(column: ColumnSpec, settings: Settings) -> Judgement:
    """Return what tells whether a cell of the column holds a placeholder, which counts as blank.

    An option of the column's list is none, whatever it says; nor is what is meant for yes or no in a yes-or-no column.
    """
    words = contentless_of(settings.spec, settings.frames)
    if column.type == "bool":
        meant = frozenset(MEANT).union(*MEANT.values())
        return lambda value: words.is_placeholder(value, column) and cleaned(str(value)).casefold() not in meant
    known = choices(settings, column.options) if column.options else None
    if known is None or not known.options:
        return partial(words.is_placeholder, column=column)
    allowed = {*known.options, *known.aliases}
    return lambda value: words.is_placeholder(value, column) and cleaned(str(value)) not in allowed


def filled_in(column: ColumnSpec | None, settings: Settings) -> Judgement:
    """Return what tells whether a cell of the column is filled in, as stages and required cells ask it.

    In a column of people's own (None) everything but a blank counts.
    """
    if column is None:
        return lambda value: not is_blank(value)
    says_nothing = placeholder_in(column, settings)
    return lambda value: not is_blank(value) and not says_nothing(value)


def with_placeholders(
    column: ColumnSpec, checks: Iterator[CellCheck], settings: Settings, fill: Words
) -> Iterator[CellCheck]:
    """Yield a column's checks such that a placeholder is told for what it is, once.

    REQ444 where the cell is required; else by the check that it fails, with the hint to leave it blank.
    """
    says_nothing = placeholder_in(column, settings)
    required = column.required == "always" and not _holds_words(column, settings)
    for check in checks:
        if check.rule not in OF_CONTENT or column.derived:
            yield check
        elif required:
            yield replace(check, wrong=partial(_wrong, check.wrong, says_nothing))
        else:
            yield replace(check, told=partial(_told, check.told, says_nothing, column))
    words = contentless_of(settings.spec, settings.frames)
    if column.meaning == "contact" and not required:
        yield CellCheck("REQ448", TEXT, says_nothing, partial(_no_contact, column), right=words.plainly_says)
    if required and not column.derived:
        told = partial(says_nothing_told, column, words, fill)
        yield CellCheck("REQ444", TEXT | NUMBERS, says_nothing, told, right=words.plainly_says)


def _holds_words(column: ColumnSpec, settings: Settings) -> bool:
    """Tell whether the column is one of the lists' own, where words that say nothing are entered as such."""
    sheets = (settings.spec.purpose("options"), settings.spec.purpose("parameters"))
    return any(column is each for sheet in sheets if sheet is not None for each in sheet.columns)


def _wrong(wrong: Judgement, says_nothing: Judgement, value: Value) -> bool:
    return wrong(value) and not says_nothing(value)


def _told(told: Callable[[Value], Told], says_nothing: Judgement, column: ColumnSpec, value: Value) -> Told:
    found = told(value)
    if not says_nothing(value):
        return found
    return replace(found, hint=_to_clear() if clearable(column) else LEAVE_BLANK)


def _no_contact(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    return Told(
        Words(f"{is_.zh}，不是电话或邮箱。", f"{is_.en}, which is not a phone number or mail address."),
        _to_clear(),
        "info",
    )


def _to_clear() -> Words:
    return Words(LEAVE_BLANK.zh + CLEARED_BY_FIX.zh, f"{LEAVE_BLANK.en} {CLEARED_BY_FIX.en}")


def clearable(column: ColumnSpec) -> bool:
    """Tell whether a placeholder may be cleared for people: instead of a date, number or contact that need not be."""
    if column.required != "never" or column.derived:
        return False
    return column.meaning == "contact" or column.type in ("date", "datetime", "int", "decimal")


def says_nothing_told(column: ColumnSpec, words: Contentless, fill: Words, value: Value) -> Told:
    """Return what to tell of a required cell that holds a placeholder."""
    is_ = stated(column, value)
    message = Words(f"{is_.zh}，等于没有填写；这一列必填。", f"{is_.en}, which says nothing; the cell is required.")
    if column.meaning == "text":
        fill = Words(
            "请用一两句话写清楚客户要什么；附件、邮件可以照样保留。",
            "Say in a sentence or two what the customer asks for; the attachment or mail may stay where it is.",
        )
    if column.meaning is None and words.is_none(value):
        return Told(message, Words(fill.zh + NONE_AT_ALL.zh, f"{fill.en} {NONE_AT_ALL.en}"), "warning")
    return Told(message, fill)
