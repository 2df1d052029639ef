"""What calamine cannot tell of a sheet: formulas, whether they were calculated, error cells, and how far it reaches.

A scan of the bytes, streamed; a sheet that is spelled in an unusual way is respelled first, which is slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import unescape

from reqsheets.xlsx.package.package_check import Package, beyond_sheet, damaged
from reqsheets.xlsx.package.respelled import NotWellFormedError, respelled
from reqsheets.xlsx.package.xml_bytes import as_utf8, encoding_of
from reqsheets.xlsx.patching.marks import SIGN, marks_in
from reqsheets.xlsx.reading.cell_places import END_OF_ROW, Places, places, places_one_by_one
from reqsheets.xlsx.reading.scanned import PICTURE, BeyondSheetError, Scan, area, column_number

CELL = re.compile(rb'<c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>')
FORMULA = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>([^<]*)</f>)")
VALUE = re.compile(rb"<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>)")
PLAIN_FORMULA = re.compile(  # with a result that is neither an error nor, save as a text, empty
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="(?:str|n|b)")?>'
    rb"<f(?: [^<>]*[^<>/])?>[^<]*</f><v>[^<]+</v></c>"
)
HIDDEN_ROW = re.compile(rb'<row(?=[^<>]*\shidden="(?:1|true)")\s(?:[^<>]*?\s)?r="([0-9]{1,7})"')
HIDDEN_COLUMNS = re.compile(rb'<col(?=[^<>]*\shidden="(?:1|true)")\s[^<>]*>')
MERGED = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
BOUND = re.compile(rb'\s(min|max)="([0-9]{1,5})"')
ODD_ATTRIBUTE = re.compile(rb"<[^<>]*(?:=\s*'|\s=\s*\"|=\s+\")")  # in single quotes, or with space around its sign
ODD_SIGNS = (
    b"='",
    *(sign for space in (b" ", b"\t", b"\n", b"\r", b"\v", b"\f") for sign in (b"=" + space, space + b"=")),
)
ODD_ROW = re.compile(rb'<row(?=[\s/>])(?! r="[0-9])')
CELL_BELOW = re.compile(rb"<c[\s/>]")
DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+<\?xml[^<>]*\?>")


def scan(package: Package, part: str) -> Scan:
    """Return what one sheet's part tells; raise UnreadableFileError where it is broken.

    `respelled` of the scan is the sheet as calamine had better read it, where it is spelled in an unusual way.
    """
    try:
        found = _by_bytes(package.chunks(part))
        if found is not None:
            return found
        text = respelled(as_utf8(b"".join(package.chunks(part)))[0], bare=True, in_order=False)
        found = _by_bytes([text], places_one_by_one)
    except BeyondSheetError as error:
        raise beyond_sheet(package.path, part, error.row, error.column) from None
    except (ValueError, LookupError, NotWellFormedError):  # ValueError, LookupError: an encoding that nobody knows
        raise damaged(package.path, part) from None
    if found is None:
        raise damaged(package.path, part)
    found.respelled = text
    return found


# --- the fast way: bytes ------------------------------------------------------------------------------------------


def _by_bytes(chunks: Iterable[bytes], where: Callable[[bytes], Places | None] = places) -> Scan | None:
    """Return None where the sheet is spelled in a way that a search for bytes does not follow."""
    found = Scan()
    for number, rows in enumerate(_whole_rows(chunks)):
        if number == 0 and (b"<worksheet" not in rows or encoding_of(rows[:200]) not in ("utf-8", "utf-8-sig")):
            return None
        text = DECLARATION.sub(b"", rows, count=1) if number == 0 else rows
        if _is_odd(text, edge=number == 0 or not rows.endswith(END_OF_ROW)) or not _scan_rows(found, rows, where):
            return None
    return found


def _is_odd(rows: bytes, *, edge: bool) -> bool:
    """Tell whether anything but elements and texts stands there, or an attribute is written oddly.

    `edge`: what holds the sheet's head or tail is looked at more closely; a program keeps to its ways.
    """
    return (
        (b"!" in rows and b"<!" in rows)
        or (b"?" in rows and b"<?" in rows)
        or (any(sign in rows for sign in (ODD_SIGNS if edge else ODD_SIGNS[:1])) and bool(ODD_ATTRIBUTE.search(rows)))
    )


def _whole_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(END_OF_ROW, max(0, len(rest) - len(chunk) - len(END_OF_ROW)))
        if cut >= 0:
            yield rest[: cut + len(END_OF_ROW)]
            rest = rest[cut + len(END_OF_ROW) :]
    yield rest


def _note_hidden(found: Scan, rows: bytes) -> bool:
    """Note what is hidden; return False where a row does not say which it is."""
    if b"hidden" in rows:
        if ODD_ROW.search(rows):
            return False
        found.hidden_rows.update(int(row[1]) for row in HIDDEN_ROW.finditer(rows))
        for columns in HIDDEN_COLUMNS.finditer(rows):
            bounds = {name.decode(): int(number) for name, number in BOUND.findall(columns[0])}
            found.hide_columns(bounds.get("min", 1), bounds.get("max", 0))
    return True


def _note_below(found: Scan, rest: bytes) -> None:
    """Note what is merged and what is marked; both stand below the last row."""
    found.merged += [area(*(part.decode() for part in match.groups())) for match in MERGED.finditer(rest)]
    found.marks += marks_in(rest) if SIGN in rest else ()


def _scan_rows(found: Scan, rows: bytes, where: Callable[[bytes], Places | None]) -> bool:
    """Note what a block of whole rows tells; return False where its spelling is not followed."""
    if not _note_hidden(found, rows):
        return False
    if not rows.endswith(END_OF_ROW):  # what stands below the last row has elements such as <formula1>
        _note_below(found, rows)
        return CELL_BELOW.search(rows) is None
    at = where(rows)
    if at is None:
        return False
    found.cells += at.cells
    found.filled |= at.filled
    if at.cells:
        found.reach(at.last_row, at.last_column)
    return _scan_formulas(found, rows) and _scan_marks(found, rows, b' t="e"')


def _scan_formulas(found: Scan, rows: bytes) -> bool:
    """Note the formulas of plain cells with a value in one sweep; leave the block to the careful way if any is not."""
    count = rows.count(b"<f")
    plain = PLAIN_FORMULA.findall(rows) if count and PICTURE.encode() not in rows else []
    if len(plain) != count:
        return _scan_marks(found, rows, b"<f")
    for letters, row in plain:
        found.formulas[_number_of(letters)].add(int(row))
    return True


@lru_cache(maxsize=1024)
def _number_of(letters: bytes) -> int:
    return column_number(letters.decode())


def _scan_marks(found: Scan, rows: bytes, mark: bytes) -> bool:
    at = rows.find(mark)
    while at >= 0:
        begin = rows.rfind(b"<c ", 0, at)
        end = rows.find(b"</c>", at)
        cell = CELL.match(rows, begin) if begin >= 0 else None
        if cell is None or end < 0 or not _note(found, cell, rows[cell.end() : end]):
            return False
        at = rows.find(mark, end)
    return True


def _note(found: Scan, cell: re.Match[bytes], body: bytes) -> bool:
    """Note a cell; return False where its formula or value is spelled in a way that is not followed."""
    formula, value = FORMULA.search(body), VALUE.search(body)
    if (formula is None and b"<f" in body) or (value is None and b"<v" in body):
        return False
    type_ = re.search(rb'\st="(\w+)"', cell[0])
    found.note(
        int(cell[2]),
        column_number(cell[1].decode()),
        type_[1].decode() if type_ else "",
        None if formula is None else _text(formula[1]),
        None if value is None else _text(value[1]),
    )
    return True


def _text(raw: bytes | None) -> str:
    return unescape((raw or b"").decode("utf-8", "replace"))
