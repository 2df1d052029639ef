"""Personal data: ids and phone numbers that stand in the clear, and how every output masks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reqsheets.plan import Value, Words
from reqsheets.rules.cell_check import NUMBERS, TEXT, CellCheck, Told
from reqsheets.rules.wording import half_width, titled
from reqsheets.spec import ColumnSpec

ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
PHONE = re.compile(r"(?<![0-9A-Za-z*.])((?:\+?86[- ]?)?1[3-9][0-9])([- ]?[0-9]{4}[- ]?)([0-9]{4})(?![0-9A-Za-z*])")
LONG_DIGITS = re.compile("[0-9０-９][0-9０-９ +-]{9}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"  # ISO 7064 MOD 11-2
HOLDS_CODES = ("credit_code", "credit_code_or_masked_id")


def privacy_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of a text column for personal data; a contact column may hold a phone number in full."""
    yield CellCheck("REQ801", TEXT | NUMBERS, _shows_id, partial(_id_told, column), LONG_DIGITS)
    if column.form != "contact":
        yield CellCheck("REQ802", TEXT | NUMBERS, _shows_phone, partial(_phone_told, column), LONG_DIGITS)


def is_personal_id(text: str) -> bool:
    """Tell whether the text is an 18-character id of a person whose check digit is right (GB 11643)."""
    if not ID.fullmatch(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=False))
    return CHECK_SIGNS[total % 11] == text[-1].upper()


def masked(text: str) -> str:
    """Return the text with personal ids and phone numbers masked, in the way of 138****0021; full-width ones too.

    What only looks like an id, with a wrong check digit, is masked as well: it may be one that was mistyped.
    """
    if not LONG_DIGITS.search(text):
        return text
    for found in reversed(list(ID.finditer(half_width(text)))):  # which is as long as the text itself
        start, end = found.start() + 3, found.end() - 2
        text = text[:start] + "*" * (end - start) + text[end:]
    for found in reversed(list(PHONE.finditer(half_width(text)))):
        text = text[: found.end(1)] + "****" + text[found.start(3) :]
    return text


def masked_value(value: Value) -> Value:
    """Return a cell's value as an output may show it: masked text, also for a number that is a phone number."""
    match value:
        case str():
            return masked(value)
        case bool():
            return value
        case int() if masked(str(value)) != str(value):
            return masked(str(value))
        case _:
            return value


def _shows_id(value: Value) -> bool:
    return isinstance(value, str) and any(is_personal_id(found[0]) for found in ID.finditer(half_width(value)))


def _shows_phone(value: Value) -> bool:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return PHONE.search(half_width(text)) is not None


def _id_told(column: ColumnSpec, _: Value) -> Told:
    title = titled(column)
    return Told(
        Words(
            f"{title.zh}里有完整的身份证号，个人证件号只能打码保存。",
            f"{title.en} holds a personal id in full; it may only be kept masked.",
        ),
        Words(
            "请只留前 3 位和后 2 位，其余改成 *，例如 110*************1X。",
            "Keep the first 3 and last 2 characters and put * for the rest, as in 110*************1X.",
        ),
    )


def _phone_told(column: ColumnSpec, _: Value) -> Told:
    title = titled(column)
    return Told(
        Words(f"{title.zh}里有完整的手机号。", f"{title.en} holds a phone number in full."),
        Words(
            "请移到“联系方式”一列，或改成 138****0021 这样的写法。",
            "Move it to the contact column, or write it like 138****0021.",
        ),
        "warning",
    )
