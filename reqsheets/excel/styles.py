"""Cell styles: a date needs one that shows a date, a number one that does not; existing ids never move."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from reqsheets.excel.package import Package
from reqsheets.excel.xml_bytes import PREFIX, attribute, tags, with_attribute
from reqsheets.plan import Value

_BUILT_IN = frozenset(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
)  # formats that show a date or time
GENERAL = 0  # the number format of a cell that nobody formatted
_FORMATS: dict[type, int] = {
    int: GENERAL,
    float: GENERAL,
    datetime: 22,  # yyyy-m-d h:mm, in the reader's own order
    date: 14,  # yyyy-m-d, in the reader's own order
    time: 21,  # h:mm:ss
    timedelta: 46,  # [h]:mm:ss
}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Styles:
    """The cell styles of a package; what `fitting` appends reaches the package with `save`."""

    def __init__(self, package: Package) -> None:
        self._package = package
        parts = package.related(package.workbook, "styles")
        self._part = parts[0] if parts else None
        self._text = package.read(parts[0]) if parts else b""
        self._list = _element(self._text, b"cellXfs")
        self._styles = _children(self._list[0], b"xf") if self._list else []
        self._known = len(self._styles)
        self._clones: dict[tuple[str, int], str] = {}
        self._dates: dict[str, bool] = {}
        self._wraps: dict[str, bool] = {}

    def fitting(self, style: str, value: Value) -> str:
        """Return a style like that one which shows a date as a date and a number as a number."""
        number = _format_for(value)
        if number is None or self._shows_dates(style) is (number != GENERAL):
            return style
        if not self._list:
            self._begin()
        clone = self._clones.get((style, number))
        if clone is None:
            base = self._styles[int(style or 0)] if int(style or 0) < len(self._styles) else self._styles[0]
            tag_end = base.index(b">") + 1
            tag = with_attribute(with_attribute(base[:tag_end], "numFmtId", str(number)), "applyNumberFormat", "1")
            clone = self._clones[style, number] = str(len(self._styles))
            self._styles.append(tag + base[tag_end:])
        return clone

    def wraps(self, style: str) -> bool:
        """Tell whether a cell of that style shows a long text on several lines."""
        known = self._wraps.get(style)
        if known is None:
            place = int(style or 0)
            tag = tags("alignment").search(self._styles[place]) if place < len(self._styles) else None
            known = self._wraps[style] = bool(tag) and attribute(tag[0], "wrapText") in {"1", "true"} if tag else False
        return known

    def save(self) -> None:
        """Put the appended styles into the package."""
        if self._part is None or not self._list or len(self._styles) == self._known:
            return
        _, start, end = self._list
        open_end = self._text.index(b">", start) + 1
        tag = with_attribute(self._text[start:open_end], "count", str(len(self._styles)))
        close = self._text.rindex(b"</", start, end)
        inner = self._text[open_end:close] + b"".join(self._styles[self._known :])
        self._package.change(self._part, self._text[:start] + tag + inner + self._text[close:])

    def _shows_dates(self, style: str) -> bool:
        known = self._dates.get(style)
        if known is None:
            known = self._dates[style] = self._is_date_format(int(style or 0))
        return known

    def _is_date_format(self, style: int) -> bool:
        if style >= len(self._styles):
            return False
        tag = self._styles[style][: self._styles[style].index(b">") + 1]
        number = int(attribute(tag, "numFmtId") or 0)
        for match in tags("numFmt").finditer(self._text):
            if attribute(match[0], "numFmtId") == str(number):
                return bool(_DATE_CODE.search(_NOT_CODE.sub("", attribute(match[0], "formatCode") or "")))
        return number in _BUILT_IN

    def _begin(self) -> None:
        """Give a package that has no styles its first ones."""
        self._text = _STYLES.encode()
        self._list = _element(self._text, b"cellXfs")
        self._styles = _children(self._list[0], b"xf") if self._list else []
        self._known = len(self._styles)
        self._part = self._package.add_styles(self._text)


def _format_for(value: Value) -> int | None:
    """Return the built-in number format that shows a value, None where any will do."""
    return _FORMATS.get(type(value))


def _element(text: bytes, name: bytes) -> tuple[bytes, int, int] | None:
    """Return an element that has an end tag, with its place."""
    pattern = rb"<" + PREFIX + name + rb"(?=[\s>])[^>]*[^/]>.*?</" + PREFIX + name + rb"\s*>"
    pattern += rb"|<" + PREFIX + name + rb">.*?</" + PREFIX + name + rb"\s*>"
    match = re.search(pattern, text, re.DOTALL)
    return (match[0], match.start(), match.end()) if match else None


def _children(text: bytes, name: bytes) -> list[bytes]:
    tag = rb"<" + PREFIX + name + rb"(?=[\s/>])"
    return re.findall(tag + rb"[^>]*/>|" + tag + rb"[^>]*>.*?</" + PREFIX + name + rb"\s*>", text, re.DOTALL)
