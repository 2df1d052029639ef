"""Checks of columns for contacts: a phone number that lost a digit, or the zero of its area code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reqsheets.model.personal.surrounding import FOLDED
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import stated
from reqsheets.rules.cells.cell_check import NUMBERS, TEXT, CellCheck, Told

PHONES = ("contact", "masked_contact")  # forms of columns that hold phone numbers
MOBILE_DIGITS = 11
SHOWN_DIGITS = 7  # of a masked one: 138****0021
SERVICE = ("400", "800")
_RUN = re.compile(r"(?<![0-9A-Za-z@*._+-])(?:\+?86[ -]?)?\(?[0-9*][0-9*() -]{5,18}[0-9*](?![0-9A-Za-z@*])")
_MOBILE = re.compile(r"1[3-9][0-9*]*")
_RIGHT = re.compile(
    r"1[3-9][0-9*]{9}|0[1-9][0-9*]{8,10}|[2-9*][0-9*]{6,7}|[48]00[0-9*]{7}|(?:0?10|0?2[0-9]|0?[3-9][0-9]{2})\*[0-9*]+"
)
_AREA = re.compile(r"(?:10|2[0-57-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7}")


def contact_checks(column: ColumnSpec) -> Iterator[CellCheck]:
    """Yield the check of a column for contacts; none for others."""
    if column.form in PHONES:
        yield CellCheck("REQ327", TEXT | NUMBERS, _is_short, partial(_phone_told, column))


def _is_short(value: Value) -> bool:
    return _fault(value) is not None


def _fault(value: Value) -> Words | None:
    """Return what is wrong with the first phone number that cannot be one, None where all can."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    for found in _RUN.finditer(text.translate(FOLDED).replace("\u200b", "")):
        digits = re.sub(r"[^0-9*]", "", re.sub(r"^\+?86[ -]?(?=\(?[01])", "", found[0]))
        fault = _of_number(digits)
        if fault is not None:
            return fault
    return None


def _of_number(digits: str) -> Words | None:
    if digits.startswith(SERVICE):
        return None
    if _AREA.fullmatch(digits) and not (digits.startswith("1") and len(digits) == MOBILE_DIGITS):
        return Words("像是区号开头的 0 丢了", "the 0 of the area code seems to be lost")
    if _RIGHT.match(digits) and (_RIGHT.fullmatch(digits) or not _MOBILE.fullmatch(digits)):
        return None
    if _MOBILE.fullmatch(digits):
        shown = len(digits.replace("*", ""))
        if "*" in digits and shown == SHOWN_DIGITS:
            return None  # however many stars
        count = len(digits)
        return Words(
            f"手机号应为 {MOBILE_DIGITS} 位，这里有 {count} 位",
            f"a mobile number has {MOBILE_DIGITS} digits, this one {count}",
        )
    return None


def _phone_told(column: ColumnSpec, value: Value) -> Told:
    is_, fault = stated(column, value), _fault(value) or Words("", "")
    return Told(
        Words(f"{is_.zh}，{fault.zh}。", f"{is_.en}: {fault.en}."),
        Words(
            "请核对号码；单元格格式用“文本”，开头的 0 才不会丢。",
            "Check the number; format the cell as text, so that a leading 0 is kept.",
        ),
        "warning",
    )
