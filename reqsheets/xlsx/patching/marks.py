"""Cells marked as worth a look: conditional formats of our own, known by their formula, in a sheet's XML.

Nobody's own fill, border or conditional format is touched: ours come last, and taking them away leaves all as it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape

from reqsheets.model.plan import Severity
from reqsheets.xlsx.package.references import Area, area
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, tags

SIGN = b"reqsheets:"
FORMULA = 'N("reqsheets:{}")=0'  # always true: the number of a text is 0
LEVELS: tuple[Severity, ...] = ("error", "warning")  # a note marks nothing
MOST = 200  # areas of one block; Excel slows down with more
_LEVEL = re.compile(rb"reqsheets:(error|warning)")
_OURS = re.compile(
    rb"<(" + PREFIX + rb")cfRule\s[^<>]*+(?<!/)>\s*+<\1formula>(?>[^<]*?reqsheets:(?:error|warning))[^<]*+</\1formula>"
    rb"\s*</\1cfRule\s*>"
)
_RULE = re.compile(rb"<" + PREFIX + rb"cfRule[\s>]")
_BEFORE = (  # what stands before the conditional formats of a sheet
    *(b"sheetCalcPr", b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter", b"sortState"),
    *(b"dataConsolidate", b"customSheetViews", b"mergeCells", b"phoneticPr"),
)
Areas = Mapping[Severity, tuple[Area, ...]]


def marks_in(tail: bytes) -> list[tuple[str, Severity]]:
    """Return the places of each block of ours, as they stand, with its level."""
    found: list[tuple[str, Severity]] = []
    for start, end in _blocks(tail):
        tag = tags("conditionalFormatting").match(tail, start)
        sign = _LEVEL.search(tail, start, end)
        if tag and sign:
            found.append((attribute(tag[0], "sqref") or "", "error" if sign[1] == b"error" else "warning"))
    return found


def _blocks(tail: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each `<conditionalFormatting>` begins and ends that holds a rule of ours."""
    at, end = tail.find(SIGN), 0
    while at >= 0:
        start = max(tail.rfind(b"<conditionalFormatting", end, at), tail.rfind(b":conditionalFormatting", end, at))
        start = tail.rfind(b"<", end, start + 1) if start >= 0 else -1
        close = tail.find(b"conditionalFormatting", at)
        end = tail.find(b">", close) + 1 if close >= 0 else 0
        if start < 0 or not end:
            return
        yield start, end
        at = tail.find(SIGN, end)


def runs(found: Iterable[tuple[str, Severity]], width: int) -> Iterator[tuple[int, int, int, Severity]]:
    """Yield marked cells as (column, first row, last row, level), from top to bottom, none touching the next.

    An area that reaches beyond `width` columns counts one column more, however far it goes.
    """
    rows: defaultdict[tuple[int, Severity], list[tuple[int, int]]] = defaultdict(list)
    for places, level in found:
        for covered in filter(None, map(area, unescape(places).split())):
            for column in range(covered.left, min(covered.right, width + 1) + 1):
                rows[column, level].append((covered.top, covered.bottom))
    for (column, level), spans in rows.items():
        for first, last in joined_spans(spans):
            yield column, first, last, level


def joined_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans of rows, rising, those that touch made one."""
    done: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if done and first <= done[-1][1] + 1:
            done[-1] = done[-1][0], max(last, done[-1][1])
        else:
            done.append((first, last))
    return done


def kept(tail: bytes) -> Areas:
    """Return the marks that stand in what follows a sheet's rows."""
    places: defaultdict[Severity, list[Area]] = defaultdict(list)
    for where, level in marks_in(tail):
        places[level] += filter(None, map(area, unescape(where).split()))
    return {level: tuple(found) for level, found in places.items()}


def without_marks(tail: bytes) -> bytes:
    """Return what follows a sheet's rows without rules of ours, all else byte for byte."""
    pieces, position = [], 0
    for start, end in _blocks(tail):
        block = _OURS.sub(b"", tail[start:end])
        pieces += [tail[position:start], block if _RULE.search(block) else b""]
        position = end
    return b"".join(pieces) + tail[position:]


def with_marks(tail: bytes, wanted: Areas, prefix: str, look: Callable[[Severity], int]) -> bytes:
    """Return what follows a sheet's rows with these marks, which yield to every other conditional format.

    `look` gives the number of a level's differential format. The tail must hold no marks yet.
    """
    first = 1 + max((int(found) for found in _priorities(tail)), default=0)
    blocks = b"".join(
        _block(wanted[level], level, prefix, look(level), first + at)
        for at, level in enumerate(LEVELS)
        if wanted.get(level)
    )
    place = behind(tail, prefix, b"conditionalFormatting")
    return tail[:place] + blocks + tail[place:]


def _priorities(tail: bytes) -> Iterator[str]:
    for tag in tags("cfRule").finditer(tail):
        number = attribute(tag[0], "priority") or ""
        if number.isascii() and number.isdecimal():
            yield number[:9]


def _block(areas: tuple[Area, ...], level: Severity, prefix: str, look: int, priority: int) -> bytes:
    rule = (
        f'<{prefix}cfRule type="expression" dxfId="{look}" priority="{priority}">'
        f"<{prefix}formula>{FORMULA.format(level)}</{prefix}formula></{prefix}cfRule>"
    )
    parts = (areas[at : at + MOST] for at in range(0, len(areas), MOST))
    name = f"{prefix}conditionalFormatting"
    return "".join(f'<{name} sqref="{" ".join(map(str, part))}">{rule}</{name}>' for part in parts).encode()


def behind(tail: bytes, prefix: str, *more: bytes) -> int:
    """Return the place behind all that the file format wants before conditional formats, and behind those elements."""
    name = prefix.encode() + rb"(?:" + b"|".join((*_BEFORE, *more)) + rb")"
    ends = re.compile(rb"</" + name + rb"\s*>|<" + name + rb"(?=[\s/])[^<>]*/>")
    found = [match.end() for match in ends.finditer(tail)]
    return max(found) if found else tail.index(b">", tail.index(b"sheetData")) + 1
