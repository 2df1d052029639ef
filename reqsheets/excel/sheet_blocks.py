"""A worksheet's XML as a stream: head, blocks of whole rows, tail; and where rows and cells lie in a block.

Here is the fast way, a scan for bytes that Excel, WPS and every library write alike. What it does not understand
(`NeedsOffsetsError`) goes to `sheet_offsets`, which is slower and understands all XML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import lt
from typing import Literal, NamedTuple, TypeAlias

from reqsheets.excel.references import column_number, letters
from reqsheets.excel.xml_bytes import encoding_of

LONGEST_HEAD = 1 << 22
_SHEET_DATA = re.compile(rb"<sheetData\s*(/?)>")
_OTHER_SHEET_DATA = re.compile(rb"<[\w.-]+:sheetData\b")
_ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')
_CELL = re.compile(rb"<c(?=[\s/>])([^<>]*?)(?:/>|>(?:[^<]++|<(?!/?c[\s/>]))*+</c>)")
_CELL_START = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_CELL_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})[0-9]+"')
_STRANGE = ((b"!", b"<!"), (b"?", b"<?"), (b":", b"AlternateContent"))  # one byte is found much faster than several

Kind: TypeAlias = Literal["head", "rows", "last", "tail"]


class NeedsOffsetsError(Exception):
    """The bytes are not written as the fast way expects; never leaves this folder."""


class RowPlace(NamedTuple):
    """Where a row lies in a block: `inner` to `close` are its cells; an empty `<row/>` has inner = close = end."""

    number: int
    start: int
    inner: int
    close: int
    end: int


class CellPlace(NamedTuple):
    """Where a cell lies in a block; one that is missing begins and ends where it belongs."""

    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finder:
    """How rows and cells are found in a block.

    `rows` gives at least the wanted rows where all of these are there, else every row.
    """

    rows: Callable[[bytes, Sequence[int]], list[RowPlace]]
    every_row: Callable[[bytes], list[RowPlace]]
    every_cell: Callable[[bytes, RowPlace], list[CellPlace]]

    def cells(self, block: bytes, row: RowPlace, wanted: Sequence[int]) -> list[CellPlace]:
        """Return a place for each wanted column; these must rise."""
        if self is FAST:
            found = _found(block, row, wanted) or _beside(block, row, wanted)
            if found:
                return found
        there = sorted(self.every_cell(block, row)) if row.inner < row.close else []
        return [_place(there, row, column) for column in wanted]


def _place(there: Sequence[CellPlace], row: RowPlace, column: int) -> CellPlace:
    at = bisect_left(there, (column,))
    if at < len(there):
        cell = there[at]
        return cell if cell.column == column else CellPlace(column, cell.start, cell.start)
    end = there[-1].end if there else row.inner
    return CellPlace(column, end, end)


def _found(block: bytes, row: RowPlace, wanted: Sequence[int]) -> list[CellPlace]:
    """Return the places of few cells, each found by its reference or beside its neighbour; nothing where one is not."""
    if len(wanted) > 4:  # noqa: PLR2004
        return []
    found = []
    for column in wanted:
        place = _cell_at(block, row, column) or (_gap_at(block, row, column) if len(wanted) == 1 else None)
        if place is None:
            return []
        found.append(place)
    return found


def _beside(block: bytes, row: RowPlace, wanted: Sequence[int]) -> list[CellPlace]:
    """Return the places of cells from where the row's cells begin, one beside the other; nothing where they are not."""
    columns, starts = [], []
    for match in _CELL_START.finditer(block, row.inner, row.close):
        columns.append(column_number(match[1].decode()))
        starts.append(match.start())
    starts.append(row.close)
    rising = all(map(lt, columns, columns[1:]))
    if not rising or starts[0] != row.inner or len(columns) != block.count(b"<c", row.inner, row.close):
        return []
    found = []
    for column in wanted:
        at = bisect_left(columns, column)
        if at < len(columns) and columns[at] == column:
            start, end = starts[at], starts[at + 1]
            if not block.endswith((b"</c>", b"/>"), start, end):
                return []
            found.append(CellPlace(column, start, end))
        else:
            found.append(CellPlace(column, starts[at], starts[at]))
    return found


def blocks(chunks: Iterator[bytes]) -> Iterator[tuple[Kind, bytes]]:
    """Yield the head with `<sheetData>`, blocks of whole rows (the last one as such), the tail with `</sheetData>`."""
    head, rest, empty = _head(chunks)
    yield "head", head
    if empty:
        yield "last", b""
        yield "tail", b"</sheetData>" + rest + b"".join(chunks)
        return
    while True:
        end = rest.find(b"</sheetData>")
        if end >= 0:
            yield "last", _ordinary(rest[:end])
            yield "tail", rest[end:] + b"".join(chunks)
            return
        cut = rest.rfind(b"</row>") + 6
        if cut > 6:  # noqa: PLR2004
            yield "rows", _ordinary(rest[:cut])
            rest = rest[cut:]
        more = next(chunks, None)
        if more is None:
            raise NeedsOffsetsError
        rest += more


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes, bool]:
    """Return what stands before the rows, what was read beyond, and whether there are no rows."""
    head = b""
    for chunk in chunks:
        head += chunk
        match = _SHEET_DATA.search(head)
        if match:
            break
        if len(head) > LONGEST_HEAD or _OTHER_SHEET_DATA.search(head):
            raise NeedsOffsetsError
    else:
        raise NeedsOffsetsError
    before = head[: match.start()]
    if encoding_of(head[:200]) not in {"utf-8", "utf-8-sig"} or b"<!" in before:
        raise NeedsOffsetsError
    return before + b"<sheetData>", head[match.end() :], bool(match[1])


def _ordinary(block: bytes) -> bytes:
    if any(byte in block and sign in block for byte, sign in _STRANGE):
        raise NeedsOffsetsError
    return block


def last_number(block: bytes) -> int:
    """Return the number of the last row in a block."""
    match = _ROW_NUMBER.search(block, block.rfind(b"<row"))
    if not match:
        raise NeedsOffsetsError
    return int(match[1])


def _rows(block: bytes, wanted: Sequence[int]) -> list[RowPlace]:
    found = []
    position = 0
    for number in wanted:
        start = block.find(b'<row r="%d"' % number, position)
        if start < 0:
            return _all_rows(block)
        place = _row_at(block, number, start, block.find(b">", start) + 1)
        found.append(place)
        position = place.end
    return found


def _all_rows(block: bytes) -> list[RowPlace]:
    found = []
    start = block.find(b"<row")
    while start >= 0:
        inner = block.find(b">", start) + 1
        number = _ROW_NUMBER.search(block, start, inner)
        if not number:
            raise NeedsOffsetsError
        found.append(_row_at(block, int(number[1]), start, inner))
        start = block.find(b"<row", found[-1].end)
    return found


def _row_at(block: bytes, number: int, start: int, inner: int) -> RowPlace:
    if block[inner - 2 : inner - 1] == b"/":
        return RowPlace(number, start, inner, inner, inner)
    close = block.find(b"</row>", inner)
    if close < 0:
        raise NeedsOffsetsError
    return RowPlace(number, start, inner, close, close + 6)


def _cell_at(block: bytes, row: RowPlace, column: int) -> CellPlace | None:
    start = block.find(b'<c r="%b%d"' % (letters(column).encode(), row.number), row.inner, row.close)
    if start < 0:
        return None
    end = block.find(b">", start, row.close) + 1
    if block[end - 2 : end - 1] == b"/":
        return CellPlace(column, start, end)
    return CellPlace(column, start, block.index(b"</c>", end, row.close) + 4)


def _gap_at(block: bytes, row: RowPlace, column: int) -> CellPlace | None:
    """Return where a missing cell belongs, if a neighbour or the row's last cell tells."""
    after = _cell_at(block, row, column + 1)
    if after:
        return CellPlace(column, after.start, after.start)
    before = _cell_at(block, row, column - 1) if column > 1 else None
    if before:
        return CellPlace(column, before.end, before.end)
    last = block.rfind(b"<c r=", row.inner, row.close)
    reference = _CELL_REFERENCE.match(block, last + 2) if last >= 0 else None
    if reference and column_number(reference[1].decode()) < column:
        before = _cell_at(block, row, column_number(reference[1].decode()))
        return CellPlace(column, before.end, before.end) if before else None
    return None


def _all_cells(block: bytes, row: RowPlace) -> list[CellPlace]:
    found = []
    for match in _CELL.finditer(block, row.inner, row.close):
        reference = _CELL_REFERENCE.search(match[1])
        if not reference:
            raise NeedsOffsetsError
        found.append(CellPlace(column_number(reference[1].decode()), match.start(), match.end()))
    return found


FAST = Finder(_rows, _all_rows, _all_cells)
