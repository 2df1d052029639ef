"""Personal data: ids and phone numbers that stand in the clear in a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reqsheets.model.personal.masking import personal_data
from reqsheets.model.personal.numbers import is_personal_id
from reqsheets.model.personal.surrounding import BETWEEN_DIGITS
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import half_width, titled
from reqsheets.rules.cells.cell_check import NUMBERS, TEXT, CellCheck, Told

LONG_DIGITS = re.compile(rf"[0-9０-９](?:[{BETWEEN_DIGITS}]{{0,3}}[0-9０-９]){{9}}")
OLD_ID = 15  # digits; it has no check digit
HOLDS_CODES = ("credit_code", "credit_code_or_masked_id")


def privacy_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the checks of a text column for personal data; a contact column may hold a phone number in full."""
    yield CellCheck("REQ801", TEXT | NUMBERS, _shows_id, partial(_id_told, column), LONG_DIGITS)
    if column.form != "contact":
        yield CellCheck("REQ802", TEXT | NUMBERS, _shows_phone, partial(_phone_told, column), LONG_DIGITS)


def _shows_id(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    ids = (value[one.start : one.end] for one in personal_data(value) if one.of == "id")
    signs = ("".join(filter(str.isalnum, half_width(text))) for text in ids)
    return any(len(text) == OLD_ID or is_personal_id(text) for text in signs)


def _shows_phone(value: Value) -> bool:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return any(one.of == "mobile" for one in personal_data(text))


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
