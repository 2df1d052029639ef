"""Checks of text columns whose content has a form of its own: codes of firms, masked ids, budgets, months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from operator import getitem

from reqsheets.model.personal.numbers import is_personal_id
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned, stated
from reqsheets.rules.cells.cell_check import DATES, FILLED, TEXT, CellCheck, Told
from reqsheets.rules.cells.contact_cells import contact_checks
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.cells.privacy_cells import privacy_checks

CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
WORTH = [{sign: i * pow(3, place, 31) for i, sign in enumerate(CODE_SIGNS)} for place in range(17)]  # by place
CODE = re.compile(f"[{CODE_SIGNS}]{{2}}[0-9]{{6}}[{CODE_SIGNS}]{{10}}")
MASKED_ID = re.compile(r"\A(?=.*\*)(?:[0-9*]{17}[0-9Xx*]|[0-9]{1,6}\*++[0-9Xx]{0,4})")
AMOUNT = r"([0-9]+(?:\.[0-9]+)?)(万元?|亿元?|元|千元)?"
BUDGET = re.compile(rf"(?:约|大约)?{AMOUNT}(?:(?:-|~|—|–|至|到){AMOUNT})?(?:以内|以上|以下|左右)?")
IN_WAN = {"万": Decimal(1), "万元": Decimal(1), "亿": Decimal(10000), "亿元": Decimal(10000)} | {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
}
MONTH = re.compile(r"([0-9]{4})年?(?:[-/.]?([0-9]{1,2})月?)?")
MONTHS = 12


def form_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of a text column's form, and those of personal data in it.

    credit_code: with the check digit of GB 32100. masked_id: a person's id, never clear. contact: phone or mail, the
    one place where a number may stand in full; masked_contact: phone or mail, the phone masked. budget: a number or
    range in 万元, 50-80万. month: a date that may be as coarse as 2015-03 or 2015.
    """
    match column.form:
        case "credit_code":
            form, no_code = partial(_code_form, column), lambda value: not _is_code(value)
            yield CellCheck("REQ308", FILLED, no_code, form, right=CODE.fullmatch)
            yield CellCheck("REQ307", TEXT, _wrong_check, partial(_code_check, column), right=_checks_out)
        case "credit_code_or_masked_id":
            yield CellCheck("REQ308", FILLED, _neither, partial(_code_form, column), right=CODE.fullmatch)
            yield CellCheck("REQ307", TEXT, _wrong_check, partial(_code_check, column), right=_checks_out)
        case "masked_id":
            yield CellCheck("REQ308", FILLED, lambda value: not _is_masked(value), partial(_masked_form, column))
        case "budget":
            yield CellCheck("REQ308", FILLED, lambda value: read_budget(value) is None, partial(_budget_form, column))
        case "month":
            yield CellCheck("REQ308", FILLED - DATES, lambda value: not is_month(value), partial(_month_form, column))
        case "" | "contact" | "masked_contact":
            yield from contact_checks(column)
    yield from privacy_checks(column)


def check_sign(code: str) -> str:
    """Return the last character that the first 17 of a unified social credit code ask for (GB 32100)."""
    return CODE_SIGNS[-sum(map(getitem, WORTH, code)) % 31]


def _checks_out(code: str) -> bool:
    """Tell whether the last character is the one asked for; whether the others are in form is not looked at."""
    try:
        return CODE_SIGNS[-sum(map(getitem, WORTH, code)) % 31] == code[17:]
    except KeyError:  # a sign that no code has
        return False


def read_budget(value: Value) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most of a budget in 万元: `50-80万` is 50 and 80; None where it cannot be read.

    A number alone is both; an amount without a unit is in 万元, or in the unit that stands at the end.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = "".join(cleaned(str(value)).split()).replace(",", "").replace("～", "~")
    found = BUDGET.fullmatch(text)
    if found is None:
        return None
    low, low_unit, high, high_unit = found.groups()
    least = Decimal(low) * IN_WAN[low_unit or high_unit or "万"]
    most = Decimal(high) * IN_WAN[high_unit or "万"] if high else least
    return (least, most) if least <= most else None


def is_month(value: Value) -> bool:
    """Tell whether the text is a year, a month or a day: 2015, 2015-03, 2015年3月, 2015-03-09."""
    text = cleaned(str(value))
    found = MONTH.fullmatch(text)
    if found:
        return found[2] is None or 1 <= int(found[2]) <= MONTHS
    read = read_date(text)
    return read is not None and read.day is not None


def _is_code(value: Value) -> bool:
    return isinstance(value, str) and CODE.fullmatch(cleaned(value)) is not None


def _wrong_check(value: Value) -> bool:
    text = cleaned(str(value))
    return CODE.fullmatch(text) is not None and not is_personal_id(text) and check_sign(text) != text[-1]


def _is_masked(value: Value) -> bool:
    text = cleaned(str(value))
    return MASKED_ID.fullmatch(text) is not None or is_personal_id(text)  # in the clear: REQ801


def _neither(value: Value) -> bool:
    return not _is_code(value) and not _is_masked(value)


def _code_form(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    persons = column.form == "credit_code_or_masked_id"
    more = Words("；个人填打码的证件号", ", or a person's id, masked") if persons else Words("", "")
    return Told(
        Words(
            f"{is_.zh}，应为 18 位统一社会信用代码{more.zh}。",
            f"{is_.en}; it should be a credit code of 18 characters{more.en}.",
        ),
        Words(
            "请对照营业执照填写，例如 91350100M000100Y43（没有字母 I、O、S、V、Z）。",
            "Copy it from the business licence, for example 91350100M000100Y43 (never I, O, S, V or Z).",
        ),
    )


def _code_check(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    return Told(
        Words(
            f"{is_.zh}，最后一位校验不通过，多半抄错了一位。",
            f"{is_.en}; its check digit is wrong, so a character was probably mistyped.",
        ),
        Words("请对照营业执照逐位核对。", "Compare it with the business licence, character by character."),
    )


def _masked_form(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    return Told(
        Words(f"{is_.zh}，应为打码的证件号。", f"{is_.en}; it should be a masked id."),
        Words("例如 110*************1X。", "For example 110*************1X."),
    )


def _budget_form(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    return Told(
        Words(f"{is_.zh}，读不出预算的下限和上限。", f"{is_.en}; its lower and upper limit cannot be read."),
        Words("请写成 50-80万 这样，小的在前。", "Write it like 50-80万, the lesser amount first."),
    )


def _month_form(column: ColumnSpec, value: Value) -> Told:
    is_ = stated(column, value)
    return Told(
        Words(f"{is_.zh}，应为年、年月或日期。", f"{is_.en}; it should be a year, a month or a day."),
        Words("例如 2015、2015-03 或 2015-03-09。", "For example 2015, 2015-03 or 2015-03-09."),
    )
