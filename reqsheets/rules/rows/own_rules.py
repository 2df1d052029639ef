"""Rules that people write themselves, a line each on the sheet 参数配置; they need no program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from reqsheets.model.contentless import shipped_words
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.settings import Settings, as_decimal, split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import cleaned, is_blank, listed, quoted, shown

Kind: TypeAlias = Literal["必填", "格式", "范围", "列表"]
CODES: dict[Kind, str] = {"必填": "REQ351", "格式": "REQ352", "范围": "REQ353", "列表": "REQ354"}
ANY_COLUMN = ColumnSpec("", "", "text")
NAME = re.compile(r"\A规则 *+(必填|格式|范围|列表) *+[:：] *+([^.．]++)[.．](.+)")
RANGE = re.compile(r"\A(-?[0-9]++(?:\.[0-9]++)?) *+[-~～至到] *+(-?[0-9]++(?:\.[0-9]++)?)")
SIGNS = {"0": "[0-9]", "A": "[A-Z]", "a": "[a-z]"}
FORMS = Words(
    "应写成“规则 范围：工作表.列”，值写 1-100；另有 必填（是）、格式（KH0000）、列表（甲、乙）。",
    'Write "规则 范围：sheet.column" with 1-100 as its value; others: 必填 (是), 格式 (KH0000), 列表 (甲、乙).',
)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One line: which cells must be how, in words, and whether a cell is right."""

    kind: Kind
    sheet: SheetSpec
    column: str
    title: str
    should: Words
    right: Callable[[Value], bool]


def own_rules(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ351 to REQ354 (error): a cell breaks a rule that people wrote on the sheet 参数配置.

    The parameter is called `规则 范围：工作表.列`, by titles, people's own columns included; its
    value says how the cells must be. A line that cannot be understood is REQ904.
    """
    settings = Settings(spec, frames)
    for name, (row, value, _unit) in settings.parameters.items():
        if name.startswith("规则") and row:
            rule = _read(spec, frames, name, value)
            if rule is None:
                yield _misunderstood(spec, name, row)
            else:
                yield from _broken(rule, frames)


def _read(spec: WorkbookSpec, frames: Frames, name: str, value: Value) -> OwnRule | None:
    found = NAME.fullmatch(name.strip())
    sheet = next((sheet for sheet in spec.sheets if found and sheet.title == found[2].strip()), None)
    if found is None or sheet is None or sheet.name not in frames:
        return None
    title = found[3].strip()
    column = next((column.name for column in sheet.columns if column.title == title), title)
    kind = next(kind for kind in CODES if kind == found[1])
    judged = _judged(kind, value)
    if judged is None or column not in frames[sheet.name].columns:
        return None
    return OwnRule(kind, sheet, column, title, *judged)


def _judged(kind: Kind, value: Value) -> tuple[Words, Callable[[Value], bool]] | None:
    """Return how a cell must be, in words, and the judgement; None where the value says nothing."""
    text = cleaned(str(value)) if value is not None else ""
    match kind:
        case "必填":
            return (Words("不能为空", "filled"), _says_something) if text == "是" else None
        case "格式" if text:
            form = re.compile("".join(SIGNS.get(sign, re.escape(sign)) for sign in text))
            return Words(f"{text} 这样", f"like {text}"), lambda cell: form.fullmatch(str(cell)) is not None
        case "范围" if found := RANGE.fullmatch(text):
            low, high = Decimal(found[1]), Decimal(found[2])
            return Words(f" {low} 到 {high} 的数", f"a number from {low} to {high}"), lambda cell: _within(
                low, cell, high
            )
        case "列表" if options := split_choices(str(value)) if text else ():
            return listed(options), lambda cell: str(cell) in options
        case _:
            return None


def _says_something(cell: Value) -> bool:
    """Tell whether a cell is filled in with more than a placeholder; of a number nobody can tell."""
    return not shipped_words().says_nothing(cell, ANY_COLUMN)


def _within(low: Decimal, cell: Value, high: Decimal) -> bool:
    number = as_decimal(cell)
    return number is not None and low <= number <= high


def _broken(rule: OwnRule, frames: Frames) -> Iterator[Finding]:
    held = values_or_blank(frames, rule.sheet.name, rule.column)
    title = quoted(rule.title)
    for row, value in zip(row_numbers(frames[rule.sheet.name]), held, strict=True):
        if isinstance(value, Unreadable) or rule.right(value) or (is_blank(value) and rule.kind != "必填"):
            continue
        is_ = shown(value)
        yield Finding(
            CODES[rule.kind],
            "error",
            Cell(rule.sheet.name, row, rule.column),
            value,
            Words(
                f"{title.zh}是{is_.zh}，应为{rule.should.zh}。",
                f"{title.en} is {is_.en}; it should be {rule.should.en}.",
            ),
            Words("这是“参数配置”里自定的规则。", "This is a rule of your own on the sheet 参数配置."),
        )


def _misunderstood(spec: WorkbookSpec, name: str, row: int) -> Finding:
    sheet = spec.purpose("parameters")
    said = quoted(name)
    message = Words(
        f"自定规则{said.zh}读不懂，没有执行。", f"The rule {said.en} cannot be understood and was left out."
    )
    return Finding("REQ904", "warning", Cell(sheet.name if sheet else "", row, "name"), name, message, FORMS)
