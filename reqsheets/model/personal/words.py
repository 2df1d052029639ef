"""Personal data in words: mail addresses, number plates, accounts behind 微信 and QQ, places to live."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqsheets.model.personal.surrounding import Personal

_MAIL = re.compile(
    r"(?<![0-9A-Za-z._%+-])([0-9A-Za-z._%+-]{1,64}) {0,2}(?:@|\(at\)|\[at\]|#at#) {0,2}"
    r"(?:[0-9A-Za-z-]{1,63}(?:\.| ?\(dot\) ?|\[dot\])){1,4}[A-Za-z]{2,24}",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?:[京津沪渝冀豫辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕闽粤琼]|(?<![更最创全重刷翻崭清革])新|(?<![里讯为度上动公私混])云"
    r"|吉|贵|青|藏|川|宁)([A-HJ-NP-Z])[ .\u200b-]?([0-9A-HJ-NP-Z]{4,5}[0-9A-HJ-NP-Z挂学警港澳])"
    r"(?![0-9A-Za-z_*-]|版|型|系列)"
)
_PLATE_FORM = re.compile(r"(?=(?:[^0-9]{0,4}[0-9]){2}).{5}|[A-HJ-K][0-9A-HJ-NP-Z][0-9]{3}[0-9学]|[0-9]{5}[A-HJ-K]")
_ACCOUNT = re.compile(
    r"(?:微信|薇信|威信|[vV]信|wechat|weixin|(?<![A-Za-z])wx|(?<![A-Za-z])vx)(号码|账号|帐号|号|[ :是为()]){0,4}"
    r"([A-Za-z][0-9A-Za-z_-]{5,19})(?![0-9A-Za-z_*-])",
    re.IGNORECASE,
)
_WXID = re.compile(r"wxid_([0-9A-Za-z_-]{4,40})(?![0-9A-Za-z_*-])", re.IGNORECASE)
_QQ = re.compile(
    r"(?:(?<![A-Za-z])qq|扣扣|企鹅号|微信)(?:号码|账号|帐号|群|号|是|为|[ :()]){0,4}"
    r"([1-9][0-9]{4,11})(?![0-9A-Za-z.*@])",
    re.IGNORECASE,
)
_ACCOUNT_FORM = re.compile(r"[0-9_].*[0-9_]")
_NO_ACCOUNT = re.compile(r"(?:api|sdk|h5|jsapi|oauth|pay|app|android|ios|web|work|mini|v[0-9])", re.IGNORECASE)
_CHINESE = "一二三四五六七八九十"
_NUMBER = r"[甲乙丙丁附]?[0-9]{1,5}(?:-[0-9]{1,4})?"
_INSIDE = (
    rf"(?:[ -]?(?:[A-Z]|{_NUMBER}[A-Z]?|[{_CHINESE}]{{1,3}})"
    r"(?:号楼|单元|号|栋|幢|座|塔|室|房|户|层|楼|院|门|#)?){0,6}"
    r"(?:[A-Za-z]{0,8}[一-龥]{1,12}(?:[A-Z]|[0-9]{1,3})(?:座|塔|栋|幢|号楼|楼|层|室)(?:[0-9]{1,4}[室房楼层]?)?)?"
)
_STREET = re.compile(
    r"(?:大道|大街|街道|胡同|新村|(?<![线回电链网铁管油气水支旁短思])路|街|巷|(?<=[一-龥]{2})弄|(?<=[A-Z一-龥]{2})[村庄坊里社])"
    rf"(?:[东南西北中]段?|[{_CHINESE}]段)? ?"
    rf"((?:[0-9]{{1,3}}组)?(?:{_NUMBER}|[{_CHINESE}百零〇]{{1,6}})(?:号|弄|巷)(?!线|阀|机|泵|工位)(?:院|楼)?{_INSIDE})"
)
_ESTATE = re.compile(
    r"(?:小区|社区|花园|公寓|家园|[一-龥]苑|[一-龥]府|新城|[一-龥]庭|[一-龥]湾|[一-龥]轩|新村|大厦|广场"
    r"|大楼|公馆|山庄|别墅|宿舍)"
    rf" ?((?:[A-Z]|[0-9]{{1,3}}|[{_CHINESE}]{{1,3}})(?:号楼|栋|幢|座|区|期|#|-)"
    rf"[0-9A-Z{_CHINESE}#号楼栋幢座单元室房户层门-]{{1,24}})"
)


def mails(text: str) -> Iterator[Personal]:
    """Yield each mail address: the name is hidden but for its first sign."""
    for match in _MAIL.finditer(text):
        keep = 1 if len(match[1]) > 1 else 0
        start = match.start(1) + keep
        yield Personal("mail", match.start(), match.end(), start, match.end(1), 3)


def plates(text: str) -> Iterator[Personal]:
    """Yield each number plate: place and last two signs stay."""
    for match in _PLATE.finditer(text):
        if _PLATE_FORM.fullmatch(match[2]):
            yield Personal("plate", match.start(), match.end(), match.start(2), match.end(2) - 2, len(match[2]) - 2)


def accounts(text: str) -> Iterator[Personal]:
    """Yield each account of 微信 or QQ that stands behind that word."""
    for match in _WXID.finditer(text):
        yield Personal("account", match.start(), match.end(), match.start(1), match.end(1), 4)
    for match in _ACCOUNT.finditer(text):
        said = text[match.start() : match.start(2)]
        named = ":" in said or "号" in said or "是" in said
        if named or (_ACCOUNT_FORM.search(match[2]) and not _NO_ACCOUNT.match(match[2])):
            yield Personal("account", match.start(2), match.end(2), match.start(2) + 2, match.end(2), 4)
    for match in _QQ.finditer(text):
        yield Personal("account", match.start(1), match.end(1), match.start(1) + 2, match.end(1), 4)


def addresses(text: str) -> Iterator[Personal]:
    """Yield each street or estate with a house number: what stands behind its name is hidden."""
    for pattern in (_STREET, _ESTATE):
        for match in pattern.finditer(text):
            yield Personal("address", match.start(), match.end(), match.start(1), match.end(1), 3)
