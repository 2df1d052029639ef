"""A text as it is looked through for personal data, and the words that say what a number in it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

PersonalClass: TypeAlias = Literal[
    "id", "bank_card", "document", "mobile", "landline", "mail", "plate", "account", "address"
]

BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
UNSEEN = "\u200b\u200c\u200d\ufeff\u00ad\u2060"
FOLDED = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}  # it parts no thousands
    | dict.fromkeys(map(ord, BLANKS), " ")
    | dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys(map(ord, "·•・‧"), ".")
    | dict.fromkeys(map(ord, UNSEEN), "\u200b")
    | {ord("【"): "\u200b", ord("】"): "\u200b"}  # what two texts differ in is told between these
)
BETWEEN_DIGITS = re.escape(f" ._-·•・‧．＿－{BLANKS}{DASHES}{UNSEEN}")
SEPARATOR = r"[ ._\u200b-]{0,3}"  # of a folded text
DAY_OF_YEAR = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"

# Words close before a number that say what it is. A nearer sentence's end cuts them off.
SENTENCE_END = re.compile(r"[,，。;；!！?？\n|]")
OF_CODES = re.compile(
    r"单号|订单|工单|编号|序列号|流水|批号|批次|型号|料号|物料|版本|条码|代码|编码|图号|零件|部件|设备|机号|货号|合同"
    r"|发票|凭证|票号|运单|快递|金额|数量|imei|\bsn\b|s/n|p/n|\bpn\b|\bno\b|\bean\b|\bupc\b|\bsku\b|iccid|serial|order"
    r"|batch|version|invoice|ticket|part",
    re.IGNORECASE,
)
OF_ORDERS = re.compile(
    r"(?:单号|订单编号|订单|序列号|流水号|运单|快递|批号|料号|条码|imei|\bsn|s/n|金额|数量|order|serial)"
    r"(?:no|号|是|为|[ :#.])*$",
    re.IGNORECASE,
)
OF_PERSONS = re.compile(
    r"身份证|证件|护照|通行证|回乡证|台胞证|居住证|驾驶证|驾照|军官证|警官证|士兵证|passport|permit|id card",
    re.IGNORECASE,
)
OF_CARDS = re.compile(
    r"银行卡|储蓄卡|信用卡|借记卡|工资卡|卡号|银行账|银行帐|收款账|收款帐|开户行|bank|card", re.IGNORECASE
)
OF_PHONES = re.compile(
    r"手机|电话|联系|致电|拨打|来电|座机|固话|号码|\btel|phone|mobile|\bcall\b|\bfax|传真", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Personal:
    """Where personal data stands in a text: class, first and last position, and from where to where it is hidden."""

    of: PersonalClass
    start: int
    end: int
    hidden_from: int
    hidden_to: int
    stars: int


def before(text: str, start: int, length: int = 12) -> str:
    """Return the words of the same sentence that stand before a place."""
    return SENTENCE_END.split(text[max(0, start - length) : start])[-1]


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a number is no part of a longer one, of a decimal, of a code or of what is masked already."""
    left, right = text[max(0, start - 2) : start], text[end : end + 5]
    if left[-1:].isascii() and (left[-1:].isalnum() or left[-1:] in ("*", "_")):
        return False
    if len(left) > 1 and left[1] in ".-" and left[0].isascii() and left[0].isalnum():
        return False
    if right[:1] == "*" or (right[:1].isascii() and right[:1].isalnum()):
        return False
    return not is_decimal_before(right)


def is_decimal_before(right: str) -> bool:
    """Tell whether what follows a number makes it a decimal or one with thousands parted."""
    return re.match(r"\.[0-9]|,[0-9]{3}(?![0-9])", right) is not None


def groups(text: str) -> tuple[tuple[int, ...], str]:
    """Return the lengths of the groups of digits, and the signs between them."""
    seen = text.replace("\u200b", "")
    return tuple(map(len, re.split(r"[ ._-]+", seen))), "".join(sign for sign in seen if sign in " ._-")


def hidden(of: PersonalClass, match: re.Match[str], group: int, first: int, last: int, stars: int = 0) -> Personal:
    """Return a group of the match with all but its first and last signs hidden; what parts the signs goes too."""
    places = [at for at in range(match.start(group), match.end(group)) if match.string[at].isalnum()]
    start = places[first - 1] + 1 if first else places[0]
    count = stars or len(places) - first - last
    return Personal(of, match.start(group), match.end(group), start, places[-last], count)
