"""How every output masks personal data.

Told from other numbers by form, check digit and the words before them; every pattern takes time linear in the text.
Not masked: firms' credit codes, service numbers that begin with 400 or 800, names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from reqsheets.model.plan import Unreadable, Value

if TYPE_CHECKING:  # their patterns take time to compile, which a call for help need not wait for
    from reqsheets.model.personal.surrounding import Personal

Reader: TypeAlias = "Callable[[str], Iterator[Personal]]"

PATHS = ("file", "target", "path", "report")  # members of our JSON that name files: programs open these
LARGEST = 1e20  # a number that is more is no number of a person
# What any of the readers could find something in; most cells hold none of it.
_WORTH_A_LOOK = re.compile(
    r"(?:[0-9０-９][^0-9０-９]{0,20}){5}|[@＠]|[(（[【#]at|微信|wechat|weixin|wxid|[薇威vV]信|(?<![a-z])[wv]x|qq|扣扣"
    r"|[0-9０-９一二三四五六七八九十零百〇][号弄巷栋幢座#期区-]|[A-Z一二三四五六七八九十][栋幢座]"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-ZＡ-Ｚ]",
    re.IGNORECASE,
)


@cache
def readers() -> tuple[Reader, ...]:
    """Return what finds each sort of personal data, the more certain first."""
    from reqsheets.model.personal.numbers import bank_cards, documents, ids  # noqa: PLC0415
    from reqsheets.model.personal.phones import landlines, mobiles  # noqa: PLC0415
    from reqsheets.model.personal.words import accounts, addresses, mails, plates  # noqa: PLC0415

    return ids, mails, documents, mobiles, bank_cards, landlines, accounts, plates, addresses


def masked(text: str) -> str:
    """Return the text with all personal data masked, in the way of 138****0021; masking twice changes nothing more.

    An id with a wrong check digit is masked as well: it may be one that was mistyped.
    """
    if not _WORTH_A_LOOK.search(text):
        return text
    return _masked(text)


@lru_cache(maxsize=4096)  # one text is told in several outputs
def _masked(text: str) -> str:
    pieces, at = [], 0
    for one in personal_data(text):
        pieces += [text[at : one.hidden_from], "*" * one.stars]
        at = one.hidden_to
    return "".join([*pieces, text[at:]])


def masked_value(value: Value, title: str = "") -> Value:
    """Return a cell's value as an output may show it: masked text, also for a number that is a phone number.

    The title of its column counts as words before it: 微信号, 护照, 订单号.
    """
    match value:
        case bool():
            return value
        case str():
            return _masked_below(title, value)
        case Unreadable(shown=text):
            return Unreadable(masked(text))
        case int() | float() if abs(value) < LARGEST and value == int(value):
            text = str(int(value))
            hidden = _masked_below(title, text)
            return value if hidden == text else hidden
        case _:
            return value


def _masked_below(title: str, text: str) -> str:
    above = f"{title}："
    told = masked(above + text) if title else ""
    return told.removeprefix(above) if told.startswith(above) else masked(text)


def masked_tree(item: object) -> object:
    """Return what `json` can write (objects, lists, texts, numbers) with every text and number masked, keys too.

    Paths stay as they are, since programs open them.
    """
    match item:
        case bool():
            return item
        case str() | int() | float():
            return masked_value(item)
        case dict():
            return {masked_tree(key): _masked_member(key, value) for key, value in item.items()}
        case list() | tuple():
            return [masked_tree(value) for value in item]
        case _:
            return item


def _masked_member(key: object, value: object) -> object:
    if key in PATHS and isinstance(value, str):
        return value
    if isinstance(key, str) and not key.isascii() and isinstance(value, str | int | float):
        return masked_value(value, key)  # the title of a column
    return masked_tree(value)


def personal_data(text: str) -> list[Personal]:
    """Return all personal data of a text, by place; where two readings overlap the more certain one counts."""
    from reqsheets.model.personal.surrounding import FOLDED  # noqa: PLC0415

    plain = text.translate(FOLDED)
    found: list[Personal] = []
    taken = bytearray(len(plain))
    for reader in readers():
        for one in reader(plain):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\x01" * (one.end - one.start)
                found.append(one)
    return sorted(found, key=lambda one: one.start)
