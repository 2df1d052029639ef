"""Who is who in a search: customers by what their names share, staff by their names."""

from __future__ import annotations

import re

from reqsheets.domain.register.text import same_name
from reqsheets.model.plan import Value

FORMS_OF_FIRMS = re.compile(r"股份|有限责任公司|有限公司|集团|公司|[（()）]")
PARTS = re.compile(r"[-—－/／、，,]")
DOERS = ("责任人", "负责人", "执行人", "采集人", "记录人", "对接人", "录入人")  # ends of titles of columns with staff


def customer_key(name: str) -> str:
    """Return a customer's name without what firms share; a mask such as *女士 stays, it is nobody's wildcard (D15)."""
    plain = same_name(name)
    return FORMS_OF_FIRMS.sub("", plain) or plain


def is_customer(held: Value, wanted: str) -> bool:
    """Tell whether a cell names that customer, whole or as one part of 姓名-行业-规模 or of a list."""
    if not isinstance(held, str):
        return False
    key = customer_key(wanted)
    return bool(key) and key in {customer_key(part) for part in (held, *PARTS.split(held))}


def is_person(held: Value, wanted: str) -> bool:
    """Tell whether a cell names that person, alone or in a list."""
    return isinstance(held, str) and same_name(wanted) in {same_name(part) for part in (held, *PARTS.split(held))}


def names_doers(title: str) -> bool:
    """Tell whether a column of that title names who does or did something."""
    return title.endswith(DOERS)
