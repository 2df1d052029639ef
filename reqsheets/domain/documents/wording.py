"""How a cell's value stands on paper, masked; on a customer's copy more is masked than elsewhere."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from reqsheets.model.harmless import without_illegal
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.spec import ColumnSpec

PERSONS = ("customer_contact", "contact", "person", "receiver")  # columns that name a person of the customer's
FIRM = re.compile("公司|集团|厂|店|中心|银行|医院|学校|局|院|社|部|所|Ltd|Inc|Co\\.")
LONGEST_NAME = 4  # signs of a Chinese person's name


def on_paper(value: Value, column: ColumnSpec) -> str:
    """Return a value as it is printed, personal data masked: dates as 2024-03-01, numbers without a needless point."""
    told = masked_value(value, column.title)
    match told:
        case None | Unreadable() | bool():
            return ("是" if told else "否") if isinstance(told, bool) else ""
        case datetime():
            return told.isoformat(" ", "minutes")
        case date() | time():
            return told.isoformat()
        case float():
            return f"{told:.15g}"
        case timedelta() | int():
            return str(told)
        case _:
            return without_illegal(told).strip()


def for_customers(text: str, column: ColumnSpec) -> str:
    """Return a printed text as it may leave the house: persons by their family name (N-55)."""
    return family_name(text) if column.name in PERSONS else text


def family_name(text: str) -> str:
    """Return a person's name as 王**; a firm's name and what is masked already stay."""
    if "*" in text or FIRM.search(text) or not 1 < len(text) <= LONGEST_NAME:
        return text
    return text[0] + "*" * (len(text) - 1)


def is_masked_person(text: str) -> bool:
    """Tell whether a name is a person's with a mask, such as *女士, which may be several people."""
    return "*" in text and not FIRM.search(text) and len(text) <= LONGEST_NAME
