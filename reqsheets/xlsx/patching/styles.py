"""Cell styles: a date needs one that shows a date, a number one that does not; existing ids never move."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from reqsheets.model.plan import Severity, Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags, with_attribute

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
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*+\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
NO_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_SIDES = (b"left", b"right", b"top", b"bottom")


def _mark(colour: bytes) -> bytes:
    """Return how a marked cell looks: an edge and ink, so that its own fill stays to be seen."""
    edges = b"".join(b'<%b style="thin"><color rgb="FF%b"/></%b>' % (side, colour, side) for side in _SIDES)
    return b'<dxf><font><b/><color rgb="FF%b"/></font><border>%b</border></dxf>' % (colour, edges)


_MARKS: dict[Severity, bytes] = {"error": _mark(b"C81E1E"), "warning": _mark(b"C2700B")}


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
        self._marks: dict[Severity, int] = {}
        self._looks: list[bytes] = []  # differential formats to append

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

    def mark(self, severity: Severity) -> int:
        """Return the number of the differential format that marks cells of that level."""
        if severity not in self._marks:
            if self._part is None:
                self._begin()
            prefix = self._prefix()
            wanted = re.sub(rb"<(/?)", rb"<\1" + prefix, _MARKS[severity])
            known = [*self._formats(), *self._looks]
            self._marks[severity] = known.index(wanted) if wanted in known else len(known)
            self._looks += [] if wanted in known else [wanted]
        return self._marks[severity]

    def save(self) -> None:
        """Put the appended styles into the package."""
        if self._part is None or (len(self._styles) == self._known and not self._looks):
            return
        text = self._text
        if self._list and len(self._styles) > self._known:
            text = _appended(text, self._list, self._styles[self._known :], len(self._styles))
        if self._looks:
            text = self._with_looks(text)
        self._package.change(self._part, text)

    def _prefix(self) -> bytes:
        match = tags("styleSheet").search(self._text)
        return match[1] if match else b""

    def _formats(self) -> list[bytes]:
        found = _element(self._text, b"dxfs")
        return _children(found[0], b"dxf") if found else []

    def _with_looks(self, text: bytes) -> bytes:
        found = _element(text, b"dxfs")
        if found:
            return _appended(text, found, self._looks, len(self._formats()) + len(self._looks))
        prefix = self._prefix()
        new = b'<%bdxfs count="%d">%b</%bdxfs>' % (prefix, len(self._looks), b"".join(self._looks), prefix)
        empty = re.search(rb"<" + prefix + rb"dxfs(?=[\s/])[^<>]*/>", text)
        if empty:
            return text[: empty.start()] + new + text[empty.end() :]
        after = re.compile(rb"<" + prefix + rb"(?:tableStyles|colors|extLst)[\s/>]|</" + prefix + rb"styleSheet")
        place = found_at.start() if (found_at := after.search(text)) else len(text)
        return text[:place] + new + text[place:]

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
        self._text = NO_STYLES.encode()
        self._list = _element(self._text, b"cellXfs")
        self._styles = _children(self._list[0], b"xf") if self._list else []
        self._known = len(self._styles)
        self._part = self._package.add_styles(self._text)


def _format_for(value: Value) -> int | None:
    """Return the built-in number format that shows a value, None where any will do."""
    return _FORMATS.get(type(value))


def _appended(text: bytes, found: tuple[bytes, int, int], more: list[bytes], count: int) -> bytes:
    """Return the text with more children at the end of an element that was found in it."""
    _, start, end = found
    open_end = text.index(b">", start) + 1
    tag = with_attribute(text[start:open_end], "count", str(count))
    close = text.rindex(b"</", start, end)
    return text[:start] + tag + text[open_end:close] + b"".join(more) + text[close:]


def _element(text: bytes, name: bytes) -> tuple[bytes, int, int] | None:
    """Return an element that has an end tag, with its place."""
    pattern = rb"<" + PREFIX + name + rb"(?=[\s>])[^<>]*+(?<!/)>" + inside(name) + rb"</" + PREFIX + name + rb"\s*>"
    match = re.search(pattern, text)
    return (match[0], match.start(), match.end()) if match else None


def _children(text: bytes, name: bytes) -> list[bytes]:
    tag = rb"<" + PREFIX + name + rb"(?=[\s/>])"
    return re.findall(tag + rb"[^<>]*?(?:/>|>" + inside(name) + rb"</" + PREFIX + name + rb"\s*>)", text)
