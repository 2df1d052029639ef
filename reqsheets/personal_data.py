"""Personal data of people in China: where it stands in a text, and how every output masks it.

Told from other numbers by form, check digit and the words before them; every pattern takes time linear in the text.
Not masked: firms' credit codes, service numbers that begin with 400 or 800, names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from reqsheets.plan import Unreadable, Value

PersonalClass: TypeAlias = Literal[
    "id", "bank_card", "document", "mobile", "landline", "mail", "plate", "account", "address"
]

BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
UNSEEN = "\u200b\u200c\u200d\ufeff\u00ad\u2060"
_FOLDED = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, BLANKS), " ")
    | dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys(map(ord, "·•・‧"), ".")
    | dict.fromkeys(map(ord, UNSEEN), "\u200b")
    | {ord("【"): "\u200b", ord("】"): "\u200b"}  # what two texts differ in is told between these
)
BETWEEN_DIGITS = re.escape(f" ._-·•・‧．＿－{BLANKS}{DASHES}{UNSEEN}")
PATHS = ("file", "target", "path", "report")  # members of our JSON that name files: programs open these
LARGEST = 1e20  # a number that is more is no number of a person
_SEPARATOR = r"[ ._\u200b-]{0,3}"
_WORTH_A_LOOK = re.compile(r"[0-9０-９]|[@＠]|\(at\)|（at）|\[at\]|微信|wechat|wxid|[vV]信", re.IGNORECASE)

# The first two digits of an id: provinces, then the permits of people from Hong Kong, Macao and Taiwan.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"  # ISO 7064 MOD 11-2
_DAY_OF_YEAR = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_BORN_18 = re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_DAY_OF_YEAR}[0-9]{{3}}[0-9Xx]")
_BORN_15 = re.compile(rf"[1-8][0-9]{{5}}[0-9]{{2}}{_DAY_OF_YEAR}[0-9]{{3}}")
_DATED = re.compile(r"(?:19|20[0-4])[0-9]")  # a number that begins with a year was given by a firm
_CARD_ISSUER = re.compile(r"62|4|5[1-5]|60|68|69|95|35")

# Words close before a number that say what it is. A nearer sentence's end cuts them off.
_SENTENCE_END = re.compile(r"[,，。;；!！?？\n|]")
_OF_CODES = re.compile(
    r"单号|订单|工单|编号|序列号|流水|批号|批次|型号|料号|物料|版本|条码|代码|编码|图号|零件|部件|设备|机号|货号|合同"
    r"|发票|凭证|票号|运单|快递|金额|数量|imei|\bsn\b|s/n|p/n|\bpn\b|\bno\b|\bean\b|\bupc\b|\bsku\b|iccid|serial|order"
    r"|batch|version|invoice|ticket|part",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(
    r"(?:单号|订单编号|订单|序列号|流水号|运单|快递|批号|料号|条码|imei|\bsn|s/n|金额|数量|order|serial)(?:no\.?|号|是|为|[ :#.])*$",
    re.IGNORECASE,
)
_OF_PERSONS = re.compile(
    r"身份证|证件|护照|通行证|回乡证|台胞证|居住证|驾驶证|驾照|军官证|警官证|士兵证|passport|permit|id card",
    re.IGNORECASE,
)
_OF_CARDS = re.compile(
    r"银行卡|储蓄卡|信用卡|借记卡|工资卡|卡号|银行账|银行帐|收款账|收款帐|开户行|bank|card", re.IGNORECASE
)
_OF_PHONES = re.compile(
    r"手机|电话|联系|致电|拨打|来电|座机|固话|号码|\btel|phone|mobile|\bcall\b|\bfax|传真", re.IGNORECASE
)
_PHONE_WORDS = frozenset(
    [
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
    ]
)
_LETTERS_BEFORE = re.compile(r"[A-Za-z]{1,12}\Z")
_LETTERS_AFTER = re.compile(r"[A-Za-z]{1,12}")


@dataclass(frozen=True, slots=True)
class Personal:
    """Where personal data stands in a text: class, first and last position, and from where to where it is hidden."""

    of: PersonalClass
    start: int
    end: int
    hidden_from: int
    hidden_to: int
    stars: int


def masked(text: str) -> str:
    """Return the text with all personal data masked, in the way of 138****0021; masking twice changes nothing more.

    An id with a wrong check digit is masked as well: it may be one that was mistyped.
    """
    if not _WORTH_A_LOOK.search(text):
        return text
    return _masked(text)


@lru_cache(maxsize=4096)  # one text is told in several outputs
def _masked(text: str) -> str:
    for one in reversed(personal_data(text)):
        text = text[: one.hidden_from] + "*" * one.stars + text[one.hidden_to :]
    return text


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
    plain = text.translate(_FOLDED)
    found: list[Personal] = []
    for reader in _READERS:
        for one in reader(plain):
            if all(one.end <= other.start or other.end <= one.start for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def is_personal_id(text: str) -> bool:
    """Tell whether the text is an 18-character id of a person whose check digit is right (GB 11643)."""
    if not _BORN_18.fullmatch(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return _CHECK_SIGNS[total % 11] == text[-1].upper()


# --- what stands around a number ----------------------------------------------------------------------------------


def _before(text: str, start: int, length: int = 12) -> str:
    """Return the words of the same sentence that stand before a place."""
    return _SENTENCE_END.split(text[max(0, start - length) : start])[-1]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a number is no part of a longer one, of a decimal, of a code or of what is masked already."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] in ("*", "_")):
        return False
    if before[-1:] in (".", ",", "-") and before[:1].isascii() and before[:1].isalnum() and len(before) > 1:
        return False
    if after[:1] == "*" or (after[:1].isascii() and after[:1].isalnum()):
        return False
    return not (after[:1] in (".", ",") and after[1:].isdigit())


def _groups(text: str) -> tuple[tuple[int, ...], str]:
    """Return the lengths of the groups of digits, and the signs between them."""
    seen = text.replace("\u200b", "")
    parts = re.split(r"[ ._-]+", seen)
    return tuple(map(len, parts)), "".join(sign for sign in seen if sign in " ._-")


def _hidden(of: PersonalClass, match: re.Match[str], group: int, first: int, last: int, stars: int = 0) -> Personal:
    """Return the match with all but its first and last signs hidden; signs between the digits do not count."""
    places = [at for at in range(match.start(group), match.end(group)) if match.string[at].isalnum()]
    start = places[first - 1] + 1 if first else places[0]
    count = stars or len(places) - first - last
    return Personal(of, match.start(group), match.end(group), start, places[-last], count)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


# --- ids, cards, documents ----------------------------------------------------------------------------------------

_ID_18 = re.compile(rf"[1-9][0-9](?:{_SEPARATOR}[0-9]){{15}}{_SEPARATOR}[0-9Xx](?![0-9A-Za-z*])")
_ID_15 = re.compile(rf"[1-8][0-9](?:{_SEPARATOR}[0-9]){{13}}(?![0-9A-Za-z*])")
_ID_WORD = re.compile(r"(?:\bid|证|号)\Z", re.IGNORECASE)
_ID_GROUPS = {(6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (4, 4, 4, 4, 2), (6, 4, 2, 2, 4), (6, 4, 2, 2, 3, 1), (14, 4)}
_BANK_CARD = re.compile(r"[1-9][0-9](?:[ \u200b-]{0,2}[0-9]){10,17}(?![0-9*])")
_DOCUMENT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居住证|驾驶证|驾照|驾证|军官证|警官证|士兵证|证件|passport|permit)"
    r"(?:号码|编号|档案|证件|号|码|件|是|为|no\.?|number|[ :#()/-]){0,6}"
    r"([A-Za-z]{0,2}(?:[ \u200b-]?[0-9]){7,18}(?:\([0-9A-Z]{1,2}\))?)(?![0-9A-Za-z*])",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z*_./-])(?:[EGeg][ \u200b]?[0-9]{8}|[DPSCWH][0-9]{8}|[HM][0-9]{10}|[EC][A-HJ-NP-Z][0-9]{7})"
    r"(?![0-9A-Za-z*_-])"
)


def _ids(text: str) -> Iterator[Personal]:
    for match in _ID_18.finditer(text):
        signs = "".join(sign for sign in match[0] if sign.isalnum())
        lengths, _ = _groups(match[0])
        alone = _stands_alone(text, *match.span()) or (
            _ID_WORD.search(text[max(0, match.start() - 3) : match.start()]) is not None
        )
        if alone and _BORN_18.fullmatch(signs) and _id_as_written(text, match, signs, lengths):
            yield _hidden("id", match, 0, 3, 2)
    for match in _ID_15.finditer(text):
        signs = "".join(sign for sign in match[0] if sign.isalnum())
        if _stands_alone(text, *match.span()) and _is_old_id(text, match, signs):
            yield _hidden("id", match, 0, 3, 2)


def _id_as_written(text: str, match: re.Match[str], signs: str, lengths: tuple[int, ...]) -> bool:
    if is_personal_id(signs):
        return signs[:2] in PROVINCES or len(lengths) == 1
    if _OF_ORDERS.search(_before(text, match.start())):
        return False
    return len(lengths) == 1 or (lengths in _ID_GROUPS and signs[:2] in PROVINCES)


def _is_old_id(text: str, match: re.Match[str], signs: str) -> bool:
    if not _BORN_15.fullmatch(signs) or signs[:2] not in PROVINCES:
        return False
    before = _before(text, match.start())
    if _OF_PERSONS.search(before):
        return True
    lengths, _ = _groups(match[0])
    is_device = signs.startswith(("35", "86")) and _luhn(signs)  # an IMEI
    return lengths in ((15,), (6, 6, 3)) and not is_device and not _OF_CODES.search(before)


def _bank_cards(text: str) -> Iterator[Personal]:
    for match in _BANK_CARD.finditer(text):
        digits = "".join(sign for sign in match[0] if sign.isdigit())
        lengths, _ = _groups(match[0])
        before = _before(text, match.start())
        in_fours = set(lengths[:-1]) == {4} and len(digits) >= 16
        if not _stands_alone(text, *match.span()) or not (len(lengths) == 1 or in_fours or lengths[0] == 6):
            continue
        is_card = len(digits) >= 16 and _luhn(digits) and _CARD_ISSUER.match(digits) and not _OF_CODES.search(before)
        if is_card or (_OF_CARDS.search(before) and not re.search(r"iccid|sim|物联", before, re.IGNORECASE)):
            yield _hidden("bank_card", match, 0, 4, 4)


def _documents(text: str) -> Iterator[Personal]:
    for match in _DOCUMENT.finditer(text):
        yield _hidden("document", match, 1, 1, 2)
    for match in _PASSPORT.finditer(text):
        digits = match[0].lstrip("EGDPSCWHMegABFJKLNQRTUVXYZ \u200b")
        before = _before(text, match.start())
        if _OF_PERSONS.search(before) or not (_DATED.match(digits) or _OF_CODES.search(before)):
            yield _hidden("document", match, 0, 1, 2)


# --- phones -------------------------------------------------------------------------------------------------------

_MOBILE = re.compile(
    rf"(?:\(?\+?(?:00)?86\)?{_SEPARATOR}|(?<![0-9])0)?(1[3-9][0-9](?:{_SEPARATOR}[0-9]){{8}})(?![0-9*])"
)
_NO_PHONE_AFTER = re.compile(r"[.,][0-9]|[%元万亿吨箱]|美元")
_USUAL_GROUPS = {(11,), (3, 4, 4), (4, 3, 4)}
_TWO_GROUPS = {(3, 8), (7, 4)}
_AREAS = (
    r"(?:10|2[0-57-9]|31[0-9]|335|349|35[0-9]|37[0-9]|39[1-8]|41[0-9]|42[1279]|43[0-9]|45[1-9]|46[4789]|47[0-9]|48[23]"
    r"|51[0-9]|52[37]|53[0-9]|54[36]|55[0-9]|56[1-6]|57[0-9]|580|59[1-9]|63[1-5]|66[0238]|69[12]|701|71[0-9]|72[248]"
    r"|73[0-9]|74[3-6]|75[0-9]|76[02369]|77[0-9]|79[0-9]|81[23678]|82[5-7]|83[0-9]|85[0-9]|87[0-9]|88[3678]|89[1-8]"
    r"|90[1239]|91[0-9]|93[0-9]|94[13]|95[1-5]|97[0-9]|99[0-9])"
)
_LANDLINE = re.compile(
    rf"(?:\(?\+?(?:00)?86\)?{_SEPARATOR})?(\(?0?{_AREAS}\)?)({_SEPARATOR})([2-8][0-9]{{2,3}}[ -]?[0-9]{{4}})(?![0-9*])"
)
_LOCAL = re.compile(
    r"(?:电话|座机|固话|传真|tel|phone|fax)(?:号码|号|是|为|[ .:#(]){0,4}([2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9*-])",
    re.IGNORECASE,
)


def _mobiles(text: str) -> Iterator[Personal]:
    end_of_last = -2
    for match in _MOBILE.finditer(text):
        joined = match.start() == end_of_last + 1  # 138…-139…
        if (joined or _may_begin_phone(text, match.start())) and _is_mobile(text, match):
            end_of_last = match.end()
            yield _hidden("mobile", match, 1, 3, 4, stars=4)


def _may_begin_phone(text: str, start: int) -> bool:
    """Tell whether a phone number may begin here: not inside a number or code, but behind Tel or 微信."""
    before = text[max(0, start - 14) : start].rstrip("-._ ") if text[start - 1 : start] in "-._" else text[:start][-14:]
    letters = _LETTERS_BEFORE.search(before)
    if letters:
        return letters[0].casefold() in _PHONE_WORDS or (
            before != text[:start][-14:] and text[start - 1 : start] == " "
        )
    last = before[-1:]
    if before != text[:start][-14:]:  # a sign stands between
        return not (last.isascii() and (last.isalnum() or last == "*"))
    if last == ",":
        return not before[-2:-1].isdigit()
    return not (last.isdigit() or last == "*")


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 2]
    letters = _LETTERS_AFTER.match(text[match.end() : match.end() + 13])
    if _NO_PHONE_AFTER.match(after) or (letters and letters[0].casefold() not in _PHONE_WORDS):
        return False
    lengths, signs = _groups(match[1])
    before = _before(text, match.start(), 16)
    if lengths == (11,):
        return not _OF_ORDERS.search(before)
    if len(lengths) == 2 and "." in signs:
        return False  # a decimal
    usual = lengths in _USUAL_GROUPS or lengths in _TWO_GROUPS
    return usual or bool(_OF_PHONES.search(before))


def _landlines(text: str) -> Iterator[Personal]:
    for match in _LANDLINE.finditer(text):
        area, between, local = match[1], match[2], match[3]
        digits = local.replace(" ", "").replace("-", "")
        has_zero = "0" in area[:2] and area.strip("()").startswith("0")
        abroad = match.start() < match.start(1)  # +86 10 …
        if not (has_zero or abroad) or not _stands_alone(text, *match.span()) or between.startswith("."):
            continue
        before = _before(text, match.start())
        told = _OF_PHONES.search(before)
        if not told and (_OF_CODES.search(before) or (len(digits) == 8 and _is_day(digits))):
            continue
        yield _hidden("landline", match, 3, 0, 4, stars=4)
    for match in _LOCAL.finditer(text):
        digits = "".join(sign for sign in match[1] if sign.isdigit())
        if not _is_day(digits):
            yield _hidden("landline", match, 1, 0, 4, stars=4)


def _is_day(digits: str) -> bool:
    return re.fullmatch(rf"(?:19|20)[0-9]{{2}}{_DAY_OF_YEAR}", digits) is not None


# --- mail, plates, accounts, addresses ----------------------------------------------------------------------------

_MAIL = re.compile(
    r"(?<![0-9A-Za-z._%+-])([0-9A-Za-z._%+-]{1,64}) {0,2}(?:@|\(at\)|\[at\]|#at#) {0,2}"
    r"(?:[0-9A-Za-z-]{1,63}(?:\.| ?\(dot\) ?|\[dot\])){1,4}[A-Za-z]{2,24}",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?:[京津沪渝冀豫辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕闽粤琼]|(?<![更最创全重刷翻崭清革])新|(?<![里讯为度上动公私混])云"
    r"|吉|贵|青|藏|川|宁)([A-HJ-NP-Z])[ .\u200b-]?([0-9A-HJ-NP-Z]{4,5}[0-9A-HJ-NP-Z挂学警港澳])(?![0-9A-Za-z_*-]|版|型|系列)"
)
_ACCOUNT = re.compile(
    r"(?:微信|薇信|威信|[vV]信|wechat|weixin|(?<![A-Za-z])wx|(?<![A-Za-z])vx)(号码|账号|帐号|号|[ :是为()]){0,4}"
    r"([A-Za-z][0-9A-Za-z_-]{5,19})(?![0-9A-Za-z_*-])",
    re.IGNORECASE,
)
_WXID = re.compile(r"wxid_([0-9A-Za-z_-]{4,40})(?![0-9A-Za-z_*-])", re.IGNORECASE)
_QQ = re.compile(
    r"(?:(?<![A-Za-z])qq|扣扣|企鹅号|微信)(?:号码|账号|帐号|群|号|是|为|[ :()]){0,4}([1-9][0-9]{4,11})(?![0-9A-Za-z.*@])",
    re.IGNORECASE,
)
_NO_ACCOUNT = re.compile(r"(?:api|sdk|h5|jsapi|oauth|pay|app|android|ios|web|work|mini|v[0-9])", re.IGNORECASE)
_NUMBER = r"[0-9]{1,5}(?:-[0-9]{1,4})?"
_INSIDE = rf"(?:[ ,-]?(?:[A-Z]|{_NUMBER}[A-Z]?|[一二三四五六七八九十]{{1,3}})(?:号楼|单元|号|栋|幢|座|室|房|户|层|楼|院|门|#)?){{0,6}}"
_STREET = re.compile(
    r"(?:大道|大街|街道|胡同|新村|(?<![线回电链网铁管油气水支旁短思])路|街|巷|(?<=[一-龥]{2})弄|(?<=[一-龥]{2})[村庄坊里])"
    rf"(?:[东南西北中]段?|[一二三四五六七八九十]段)? ?({_NUMBER}(?:号|弄|巷)(?!线|阀|机|泵|工位)(?:院|楼)?{_INSIDE})"
)
_ESTATE = re.compile(
    r"(?:小区|社区|花园|公寓|家园|[一-龥]苑|[一-龥]府|新城|[一-龥]庭|[一-龥]湾|[一-龥]轩|新村|大厦|广场|大楼|公馆|山庄|别墅|宿舍)"
    r" ?((?:[A-Z]|[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|座|区|期|#|-)[0-9A-Z一二三四五六七八九十#号楼栋幢座单元室房户层门-]{1,24})"
)


def _mails(text: str) -> Iterator[Personal]:
    for match in _MAIL.finditer(text):
        keep = 1 if len(match[1]) > 1 else 0
        start = match.start(1) + keep
        yield Personal("mail", match.start(), match.end(), start, match.end(1), 3)


def _plates(text: str) -> Iterator[Personal]:
    for match in _PLATE.finditer(text):
        digits = sum(sign.isdigit() for sign in match[2])
        is_electric = len(match[2]) == 6 and (match[2][0] in "ABCDEFGHJK" or match[2][-1] in "ABCDEFGHJK")
        if (len(match[2]) == 5 and digits >= 2) or (is_electric and digits >= 4):
            yield Personal("plate", match.start(), match.end(), match.start(2), match.end(2) - 2, len(match[2]) - 2)


def _accounts(text: str) -> Iterator[Personal]:
    for match in _WXID.finditer(text):
        yield Personal("account", match.start(), match.end(), match.start(1), match.end(1), 4)
    for match in _ACCOUNT.finditer(text):
        said = text[match.start() : match.start(2)]
        named = ":" in said or "号" in said or "是" in said
        signs = sum(sign.isdigit() or sign == "_" for sign in match[2])
        if (named or signs >= 2) and not (not named and _NO_ACCOUNT.match(match[2])):
            yield Personal("account", match.start(2), match.end(2), match.start(2) + 2, match.end(2), 4)
    for match in _QQ.finditer(text):
        yield Personal("account", match.start(1), match.end(1), match.start(1) + 2, match.end(1), 4)


def _addresses(text: str) -> Iterator[Personal]:
    for pattern in (_STREET, _ESTATE):
        for match in pattern.finditer(text):
            yield Personal("address", match.start(), match.end(), match.start(1), match.end(1), 3)


_READERS: tuple[Callable[[str], Iterator[Personal]], ...] = (
    _ids,
    _mails,
    _documents,
    _mobiles,
    _bank_cards,
    _landlines,
    _accounts,
    _plates,
    _addresses,
)
