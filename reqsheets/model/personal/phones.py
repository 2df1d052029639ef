"""Phone numbers, however people group them; service numbers of firms (400, 800, 95…) are nobody's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsheets.model.personal.surrounding import (
    DAY_OF_YEAR,
    OF_CODES,
    OF_ORDERS,
    OF_PHONES,
    SEPARATOR,
    Personal,
    before,
    groups,
    hidden,
    is_decimal_before,
    stands_alone,
)

PHONE_WORDS = frozenset(
    {
        "tel",
        "telephone",
        "phone",
        "mobile",
        "mob",
        "cell",
        "cellphone",
        "ph",
        "hp",
        "wx",
        "vx",
        "wechat",
        "weixin",
        "whatsapp",
        "qq",
    }
)
LOCAL_DIGITS = (7, 8)
_LETTERS_BEFORE = re.compile(r"[A-Za-z]{1,12}\Z")
_LETTERS_AFTER = re.compile(r"[A-Za-z]{1,12}")
_MOBILE = re.compile(rf"(?:\(?\+?(?:00)?86\)?{SEPARATOR}|(?<![0-9])0)?(1[3-9][0-9](?:{SEPARATOR}[0-9]){{8}})(?![0-9*])")
_NO_PHONE_AFTER = re.compile(r"[%元万亿吨箱]|美元")
_USUAL_GROUPS = {(11,), (3, 4, 4), (4, 3, 4)}
_TWO_GROUPS = {(3, 8), (7, 4)}
_AREAS = (
    r"(?:10|2[0-57-9]|31[0-9]|335|349|35[0-9]|37[0-9]|39[1-8]|41[0-9]|42[1279]|43[0-9]|45[1-9]|46[4789]|47[0-9]|48[23]"
    r"|51[0-9]|52[37]|53[0-9]|54[36]|55[0-9]|56[1-6]|57[0-9]|580|59[1-9]|63[1-5]|66[0238]|69[12]|701|71[0-9]|72[248]"
    r"|73[0-9]|74[3-6]|75[0-9]|76[02369]|77[0-9]|79[0-9]|81[23678]|82[5-7]|83[0-9]|85[0-9]|87[0-9]|88[3678]|89[1-8]"
    r"|90[1239]|91[0-9]|93[0-9]|94[13]|95[1-5]|97[0-9]|99[0-9])"
)
_LANDLINE = re.compile(
    rf"(?:\(?\+?(?:00)?86\)?{SEPARATOR})?(\(?0?{_AREAS}\)?)({SEPARATOR})([2-8][0-9]{{2,3}}[ -]?[0-9]{{3,4}})(?![0-9*])"
)
_LOCAL = re.compile(
    r"(?:电话|座机|固话|传真|tel|phone|fax)(?:号码|号|是|为|[ .:#(]){0,4}([2-8][0-9]{2,3}[ -]?[0-9]{3,4})(?![0-9*-])",
    re.IGNORECASE,
)


def mobiles(text: str) -> Iterator[Personal]:
    """Yield each mobile number."""
    end_of_last = -2
    for match in _MOBILE.finditer(text):
        joined = match.start() == end_of_last + 1  # 138…-139…
        if (joined or _may_begin_phone(text, match.start())) and _is_mobile(text, match):
            end_of_last = match.end()
            yield hidden("mobile", match, 1, 3, 4, stars=4)


def _may_begin_phone(text: str, start: int) -> bool:
    """Tell whether a phone number may begin here: not inside a number or code, but behind Tel, 微信 or a dash."""
    left = text[max(0, start - 14) : start]
    words = left.rstrip("-._ ")
    between = left[len(words) :]
    letters = _LETTERS_BEFORE.search(words)
    if letters:
        return letters[0].casefold() in PHONE_WORDS or between.endswith(" ")
    last = words[-1:]
    if between:
        return between.endswith(" ") or not (last.isascii() and (last.isalnum() or last == "*"))
    return not (last.isdigit() or last == "*")


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 5]
    letters = _LETTERS_AFTER.match(text[match.end() : match.end() + 13])
    if (
        is_decimal_before(after)
        or _NO_PHONE_AFTER.match(after)
        or (letters and letters[0].casefold() not in PHONE_WORDS)
    ):
        return False
    lengths, signs = groups(match[1])
    words = before(text, match.start(), 16)
    if lengths == (11,):
        return not OF_ORDERS.search(words)
    if len(signs) == 1 and "." in signs:
        return False  # a decimal
    usual = lengths in _USUAL_GROUPS or lengths in _TWO_GROUPS
    return usual or bool(OF_PHONES.search(words))


def landlines(text: str) -> Iterator[Personal]:
    """Yield each landline with its area code, and each local number behind 电话; the extension stays."""
    for match in _LANDLINE.finditer(text):
        area, between, local = match[1], match[2], match[3]
        digits = local.replace(" ", "").replace("-", "")
        has_zero = "0" in area[:2] and area.strip("()").startswith("0")
        abroad = match.start() < match.start(1)  # +86 10 …
        if (
            len(digits) not in LOCAL_DIGITS
            or not (has_zero or abroad)
            or not stands_alone(text, *match.span())
            or between.startswith(".")
        ):
            continue
        words = before(text, match.start())
        told = OF_PHONES.search(words)
        if not told and (OF_CODES.search(words) or _is_day(digits)):
            continue
        yield hidden("landline", match, 3, 0, 4, stars=4)
    for match in _LOCAL.finditer(text):
        digits = "".join(sign for sign in match[1] if sign.isdigit())
        if len(digits) in LOCAL_DIGITS and not _is_day(digits):
            yield hidden("landline", match, 1, 0, 4, stars=4)


def _is_day(digits: str) -> bool:
    return re.fullmatch(rf"(?:19|20)[0-9]{{2}}{DAY_OF_YEAR}", digits) is not None
