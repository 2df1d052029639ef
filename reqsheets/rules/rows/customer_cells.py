"""REQ320 to REQ322: rules of registers of customers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import Settings, as_decimal
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, stated, titled

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18
CLEAR_ID = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx]|[1-9][0-9]{14}")
SECONDS = 86_400  # of a day


def credit_code(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ320 (error): a firm's credit code is not one of GB 32100, or a person's number is not masked (T-44)."""
    for sheet in _named(spec, frames, "credit_code"):
        code = sheet.column("code")
        columns = (values_or_blank(frames, sheet.name, name) for name in ("subject", "code"))
        for row, subject, value in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            if value is None:
                continue
            words = _of_person(value) if subject == "个人" else _of_firm(value)
            if words is not None:
                title = titled(code)
                at, shown = Cell(sheet.name, row, "code"), None if subject == "个人" else value
                message = Words(f"{title.zh}{words[0].zh}", f"{title.en} {words[0].en}")
                yield Finding("REQ320", "error", at, shown, message, words[1])


def _of_person(value: Value) -> tuple[Words, Words] | None:
    if not CLEAR_ID.fullmatch(str(value).strip()):
        return None
    return (
        Words("写了完整的个人证件号，不能明文保存。", "is a person's number in clear, which must not be kept."),
        Words("请用 * 代替中间各位，例如 110***********1232。", "Put * for the middle, such as 110***********1232."),
    )


def _of_firm(value: Value) -> tuple[Words, Words] | None:
    text = str(value).strip().upper()
    if (
        isinstance(value, str)
        and len(text) == LENGTH
        and set(text) <= set(ALPHABET)
        and check_character(text) == text[-1]
    ):
        return None
    if isinstance(value, int | float):
        why = Words("存成了数字，后几位可能已经丢失。", "is stored as a number; its last digits may be lost.")
    elif len(text) != LENGTH:
        why = Words(f"有 {len(text)} 位，应为 18 位。", f"has {len(text)} characters; there should be 18.")
    elif not set(text) <= set(ALPHABET):
        why = Words(
            "含有代码里不会出现的字符（不用 I、O、S、V、Z）。", "has characters that no code has (I, O, S, V, Z)."
        )
    else:
        why = Words("的校验码不对，可能抄错了一位。", "does not match its check character: a slip, probably.")
    return why, Words("请对照营业执照改正，单元格格式用“文本”。", "Correct it by the licence; format the cell as text.")


def check_character(code: str) -> str:
    """Return the last character that the first 17 of a credit code call for. Source: GB 32100-2015."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(code[:17], WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def budget_range(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ321 (error): the least of a budget is above its most; (warning) a complex requirement with a tiny budget."""
    for sheet in _named(spec, frames, "budget_range"):
        columns = (values_or_blank(frames, sheet.name, n) for n in ("budget_low", "budget_high", "complexity"))
        for row, low, high, complexity in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            least, most = as_decimal(low), as_decimal(high)
            at = Cell(sheet.name, row, "budget_low")
            if least is not None and most is not None and least > most:
                is_, top = stated(sheet.column("budget_low"), low), stated(sheet.column("budget_high"), high)
                message = Words(f"{is_.zh}，大于上限；{top.zh}。", f"{is_.en}, above the most; {top.en}.")
                hint = Words("请核对，下限不能大于上限。", "Check them: the least cannot be above the most.")
                yield Finding("REQ321", "error", at, low, message, hint)
            elif complexity == "高" and most is not None and most < SMALL_BUDGET:
                is_ = stated(sheet.column("budget_high"), high)
                message = Words(
                    f"{is_.zh}，而需求复杂度是“高”，两者不太相称。", f"{is_.en}, but the complexity is high."
                )
                hint = Words("请与客户核实预算或复杂度。", "Ask the customer about budget or complexity.")
                yield Finding("REQ321", "warning", Cell(sheet.name, row, "budget_high"), high, message, hint)


SMALL_BUDGET = 5  # 10,000 yuan


def full_address(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ326 (warning): the registered address of a firm stops before the street (document 2, step 2)."""
    for sheet in _named(spec, frames, "full_address"):
        column = sheet.column("address")
        columns = (values_or_blank(frames, sheet.name, name) for name in ("address", "subject"))
        for row, value, subject in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            if isinstance(value, str) and not is_blank(value) and subject != "个人" and _stops_early(value):
                is_ = stated(column, value)
                message = Words(
                    f"{is_.zh}，没有写全到区县和街道。",
                    f"{is_.en}; it does not go down to the district and street.",
                )
                hint = Words(
                    f"请照营业执照写全，例如 {column.example}。", f"Copy it from the licence, such as {column.example}."
                )
                yield Finding("REQ326", "warning", Cell(sheet.name, row, "address"), value, message, hint)


def _stops_early(address: str) -> bool:
    region = _REGION.search(address)
    return region is None or _STREET.search(address, region.end()) is None


_STREET = re.compile(r"[路街道巷弄镇乡村庄园号苑里]|大厦|广场|胡同|工业区|开发区|大街|座|楼")
_REGION = re.compile(r"[市区县旗州盟]")


def late_entry(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ322 (warning): a talk was written down later than the parameter 补录提示 allows."""
    most = Settings(spec, frames).number("补录提示")
    for sheet in _named(spec, frames, "late_entry") if most is not None else ():
        columns = (values_or_blank(frames, sheet.name, name) for name in ("talked", "recorded"))
        for row, talked, recorded in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            start, end = _moment(talked), _moment(recorded)
            if (
                start is not None
                and end is not None
                and most is not None
                and (end - start).total_seconds() > most * SECONDS
            ):
                is_ = stated(sheet.column("recorded"), recorded)
                days = (end - start).days
                message = Words(f"{is_.zh}，距沟通已有 {days} 天，属于补录。", f"{is_.en}, {days} days after the talk.")
                hint = Words(
                    "请核对有无遗漏，以后尽量当天填写。", "Check that nothing is lost; write it down on the day."
                )
                yield Finding("REQ322", "warning", Cell(sheet.name, row, "recorded"), recorded, message, hint)


def _moment(value: Value) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, datetime.min.time()) if isinstance(value, date) else None


def _named(spec: WorkbookSpec, frames: Frames, rule: str) -> Iterator[SheetSpec]:
    return (sheet for sheet in spec.sheets if rule in sheet.rules and sheet.name in frames)
