"""What calamine cannot tell of a sheet: formulas, whether they were calculated, error cells, and how far it reaches.

A scan of the bytes, streamed; a sheet that is spelled in an unusual way goes through expat instead, four times slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from reqsheets.excel.cell_places import END_OF_ROW, places
from reqsheets.excel.marks import SIGN, marks_in
from reqsheets.excel.package_check import Package, damaged
from reqsheets.excel.scan_events import by_events
from reqsheets.excel.scanned import PICTURE, Scan, area, column_number

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
ODD_AT_START = (b"<c r='", b"<row r='", b"<c\n", b"<c\r", b"<c\t", b"<c>", b"<c/>")


def scan(package: Package, part: str) -> Scan:
    """Return what one sheet's part tells; raise UnreadableFileError where it is broken."""
    try:
        return _by_bytes(package.chunks(part)) or by_events(package, part)
    except ValueError:
        raise damaged(package.path, part) from None


# --- the fast way: bytes ------------------------------------------------------------------------------------------


def _by_bytes(chunks: Iterable[bytes]) -> Scan | None:
    """Return None where the sheet is spelled in a way that a search for bytes does not follow."""
    found = Scan()
    for number, rows in enumerate(_whole_rows(chunks)):
        if number == 0 and (b"<worksheet" not in rows or any(mark in rows for mark in ODD_AT_START)):
            return None
        if (b"!" in rows and b"<!" in rows) or not _scan_rows(found, rows):
            return None
    return found


def _whole_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(END_OF_ROW, max(0, len(rest) - len(chunk) - len(END_OF_ROW)))
        if cut >= 0:
            yield rest[: cut + len(END_OF_ROW)]
            rest = rest[cut + len(END_OF_ROW) :]
    yield rest


def _note_hidden(found: Scan, rows: bytes) -> None:
    if b' hidden="' in rows:
        found.hidden_rows.update(int(row[1]) for row in HIDDEN_ROW.finditer(rows))
        for columns in HIDDEN_COLUMNS.finditer(rows):
            bounds = {name.decode(): int(number) for name, number in BOUND.findall(columns[0])}
            found.hide_columns(bounds.get("min", 1), bounds.get("max", 0))


def _note_below(found: Scan, rest: bytes) -> None:
    """Note what is merged and what is marked; both stand below the last row."""
    found.merged += [area(*(part.decode() for part in match.groups())) for match in MERGED.finditer(rest)]
    found.marks += marks_in(rest) if SIGN in rest else ()


def _scan_rows(found: Scan, rows: bytes) -> bool:
    """Note what a block of whole rows tells; return False where its spelling is not followed."""
    _note_hidden(found, rows)
    if not rows.endswith(END_OF_ROW):  # what stands below the last row has elements such as <formula1>
        _note_below(found, rows)
        return b"<c " not in rows
    at = places(rows)
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
        if cell is None or end < 0:
            return False
        _note(found, cell, rows[cell.end() : end])
        at = rows.find(mark, end)
    return True


def _note(found: Scan, cell: re.Match[bytes], body: bytes) -> None:
    formula, value = FORMULA.search(body), VALUE.search(body)
    type_ = re.search(rb'\st="(\w+)"', cell[0])
    found.note(
        int(cell[2]),
        column_number(cell[1].decode()),
        type_[1].decode() if type_ else "",
        None if formula is None else _text(formula[1]),
        None if value is None else _text(value[1]),
    )


def _text(raw: bytes | None) -> str:
    return unescape((raw or b"").decode("utf-8", "replace"))
