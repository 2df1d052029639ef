"""A worksheet's XML as a stream: head, blocks of whole rows, tail; and where rows and cells lie in a block.

Here is a scan for bytes that Excel, WPS and nearly every library write alike. What is spelled in another way
(`UnusualSpellingError`) goes through `respelled` first, which is slower and understands all XML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import lt
from typing import Literal, NamedTuple, TypeAlias

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.references import column_number
from reqsheets.xlsx.package.respelled import NAMESPACES, NotWellFormedError, OutOfOrderError, respelled
from reqsheets.xlsx.package.xml_bytes import PREFIX, as_utf8, encoding_of

LONGEST_HEAD = 1 << 22
_SHEET_DATA = re.compile(rb"<(" + PREFIX + rb")sheetData\s*(/?)>")
_STRANGE = ((b"!", b"<!"), (b"?", b"<?"), (b":", b"AlternateContent"))  # one byte is found much faster than several
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<\?xml[^<>]*\?>")
_OUR_NAMESPACE = re.compile(
    rb"=\s*[\"'](?:" + b"|".join(re.escape(name.encode()) for name in sorted(NAMESPACES)) + rb")"
)
_ATTRIBUTES = rb'(?:[ \t]+[A-Za-z_][\w.:-]*="[^"<>]*+")*+[ \t]*(/?)>'

Kind: TypeAlias = Literal["head", "rows", "last", "tail"]
Pieces: TypeAlias = Iterable[tuple[Kind, bytes]]


class UnusualSpellingError(Exception):
    """The bytes are not written as a search for bytes expects; never leaves this folder."""


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
    """How rows and cells are found in blocks of a sheet whose elements bear that prefix (with the colon).

    Each method raises UnusualSpellingError where the bytes are not as they should be, whatever the reason.
    """

    prefix: bytes = b""

    def numbers(self, block: bytes) -> list[int]:
        """Return the numbers of all rows, rising."""
        signs = _signs(self.prefix)
        numbers = list(map(int, signs.row_number.findall(block)))
        if len(numbers) != block.count(signs.row) or not all(map(lt, numbers, numbers[1:])):
            raise UnusualSpellingError
        return numbers

    def check_cells(self, block: bytes) -> None:
        """Look whether every cell begins with its reference; where exactly it stands is seen when it is touched."""
        cell = _signs(self.prefix).cell
        if block.count(cell) != block.count(cell + b' r="'):
            raise UnusualSpellingError

    def rows(self, block: bytes, wanted: Sequence[int]) -> list[RowPlace]:
        """Return at least the wanted rows where all of these are there, else every row."""
        row, position, found = _signs(self.prefix).row, 0, []
        for number in wanted:
            start = block.find(b'%b r="%d"' % (row, number), position)
            if start < 0:
                return self.every_row(block)
            found.append(self._row_at(block, start))
            position = found[-1].end
        return found

    def every_row(self, block: bytes) -> list[RowPlace]:
        """Return all rows."""
        row, found = _signs(self.prefix).row, []
        start = block.find(row)
        while start >= 0:
            found.append(self._row_at(block, start))
            start = block.find(row, found[-1].end)
        return found

    def _row_at(self, block: bytes, start: int) -> RowPlace:
        signs = _signs(self.prefix)
        tag = signs.row_tag.match(block, start)
        if tag is None:
            raise UnusualSpellingError
        number, inner = int(tag[1]), tag.end()
        if tag[2]:
            return RowPlace(number, start, inner, inner, inner)
        close = block.find(signs.row_end, inner)
        if close < 0 or block.find(signs.row, inner, close) >= 0:
            raise UnusualSpellingError
        return RowPlace(number, start, inner, close, close + len(signs.row_end))

    def cells(self, block: bytes, row: RowPlace, wanted: Sequence[int]) -> list[CellPlace]:
        """Return a place for each wanted column; these must rise."""
        there = self.every_cell(block, row)
        return [_place(there, row, column) for column in wanted]

    def every_cell(self, block: bytes, row: RowPlace) -> list[CellPlace]:
        """Return all cells of a row, rising."""
        signs = _signs(self.prefix)
        found = list(signs.cell_tag.finditer(block, row.inner, row.close))
        starts = [match.start() for match in found]
        columns = _columns(tuple([match[1] for match in found]))
        if (
            columns is None
            or len(found) != block.count(signs.cell, row.inner, row.close)
            or any(int(number) != row.number for number in {match[2] for match in found})
        ):
            raise UnusualSpellingError
        ends = [*starts[1:], self._last_end(block, found[-1], row.close)] if found else []
        if starts[:1] != [row.inner] and (found or row.inner < row.close):
            raise UnusualSpellingError
        for match, end in zip(found, ends, strict=True):
            if (match.end() != end) if match[3] else not block.endswith(signs.cell_end, match.end(), end):
                raise UnusualSpellingError
        return list(map(CellPlace, columns, starts, ends))

    def _last_end(self, block: bytes, tag: re.Match[bytes], close: int) -> int:
        """Return where the last cell of a row ends; an extension list may follow it."""
        signs = _signs(self.prefix)
        end = tag.end() if tag[3] else block.find(signs.cell_end, tag.end(), close) + len(signs.cell_end)
        if end != close and not block.startswith(signs.extension, end, close):
            raise UnusualSpellingError
        return end


@dataclass(frozen=True, slots=True)
class _Signs:
    """What to look for in a sheet whose elements bear one prefix."""

    row: bytes
    row_end: bytes
    cell: bytes
    cell_end: bytes
    extension: bytes
    row_number: re.Pattern[bytes]
    row_tag: re.Pattern[bytes]
    cell_tag: re.Pattern[bytes]


@cache
def _signs(prefix: bytes) -> _Signs:
    row, cell = b"<" + prefix + b"row", b"<" + prefix + b"c"
    return _Signs(
        row,
        b"</" + prefix + b"row>",
        cell,
        b"</" + prefix + b"c>",
        b"<" + prefix + b"extLst",
        re.compile(re.escape(row) + rb' r="([0-9]{1,7})"'),
        re.compile(re.escape(row) + rb' r="([0-9]{1,7})"' + _ATTRIBUTES),
        re.compile(re.escape(cell) + rb' r="([A-Z]{1,3})([0-9]{1,7})"' + _ATTRIBUTES),
    )


@lru_cache(maxsize=1024)  # most rows of a sheet have cells in the same columns
def _columns(letters: tuple[bytes, ...]) -> tuple[int, ...] | None:
    """Return the numbers of columns; None where they do not rise."""
    numbers = tuple(column_number(text.decode()) for text in letters)
    return numbers if all(map(lt, numbers, numbers[1:])) else None


def _place(there: Sequence[CellPlace], row: RowPlace, column: int) -> CellPlace:
    at = bisect_left(there, (column,))
    if at < len(there):
        cell = there[at]
        return cell if cell.column == column else CellPlace(column, cell.start, cell.start)
    end = there[-1].end if there else row.inner
    return CellPlace(column, end, end)


def blocks(chunks: Iterator[bytes]) -> Iterator[tuple[Kind, bytes]]:
    """Yield the head with `<sheetData>`, blocks of whole rows (the last one as such), the tail with `</sheetData>`.

    Raises UnusualSpellingError where elements bear a prefix, or where anything but elements and text stands.
    """
    head, rest, empty = _head(chunks)
    if _SHEET_DATA.search(head)[1] or len(_OUR_NAMESPACE.findall(head)) != 1:  # type: ignore[index]
        raise UnusualSpellingError
    yield "head", head
    if empty:
        yield "last", b""
        yield "tail", _ordinary(b"</sheetData>" + rest + b"".join(chunks), _STRANGE[:2])
        return
    while True:
        end = rest.find(b"</sheetData>")
        if end >= 0:
            yield "last", _ordinary(rest[:end])
            yield "tail", _ordinary(rest[end:] + b"".join(chunks), _STRANGE[:2])
            return
        cut = rest.rfind(b"</row>") + 6
        if cut > 6:  # noqa: PLR2004
            yield "rows", _ordinary(rest[:cut])
            rest = rest[cut:]
        more = next(chunks, None)
        if more is None:
            raise UnusualSpellingError
        rest += more


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes, bool]:
    """Return what stands before the rows, what was read beyond, and whether there are no rows."""
    head = b""
    for chunk in chunks:
        head += chunk
        match = _SHEET_DATA.search(head)
        if match:
            break
        if len(head) > LONGEST_HEAD:
            raise UnusualSpellingError
    else:
        raise UnusualSpellingError
    before = head[: match.start()]
    if encoding_of(head[:200]) not in {"utf-8", "utf-8-sig"}:
        raise UnusualSpellingError
    _ordinary(_DECLARATION.sub(b"", before, count=1), _STRANGE[:2])
    return before + b"<" + match[1] + b"sheetData>", head[match.end() :], bool(match[2])


def _ordinary(block: bytes, signs: Sequence[tuple[bytes, bytes]] = _STRANGE) -> bytes:
    if any(byte in block and sign in block for byte, sign in signs):
        raise UnusualSpellingError
    return block


@dataclass(frozen=True, slots=True)
class Respelled:
    """A worksheet that was spelled unusually: the pieces that `blocks` would give, the prefix, its encoding."""

    pieces: tuple[tuple[Kind, bytes], ...]
    prefix: str
    encoding: str

    @property
    def finder(self) -> Finder:
        """How rows and cells are found in it."""
        return Finder(self.prefix.encode())


def respelled_blocks(content: bytes, title: str, *, in_order: bool = True) -> Respelled:
    """Return a worksheet in the usual spelling, whatever its own.

    Raises UneditableError where it is not well-formed, or rows or cells stand out of order or twice, unless that is
    of no matter.
    """
    text, encoding = as_utf8(content)
    try:
        text = respelled(text, in_order=in_order)
    except NotWellFormedError as error:
        raise damaged_sheet(title) from error
    except OutOfOrderError as error:
        raise out_of_order(title, error.where) from error
    head, rest, empty = _head(iter([text]))
    prefix = _SHEET_DATA.search(head)[1]  # type: ignore[index]
    close = b"</" + prefix + b"sheetData>"
    end = 0 if empty else rest.rindex(close)
    block, tail = rest[:end], (close if empty else b"") + rest[end:]
    return Respelled((("head", head), ("last", block), ("tail", tail)), prefix.decode(), encoding)


def damaged_sheet(title: str) -> UneditableError:
    """Return the error that a sheet is no well-formed XML, or holds what no program of ours understands."""
    return UneditableError(
        f"工作表“{title}”的内容已损坏，不能修改；请在 Excel 里打开并另存一份",
        f"sheet {title!r} is damaged; open and save it in Excel",
    )


def out_of_order(title: str, where: str) -> UneditableError:
    """Return the error that a row or cell does not stand where it belongs."""
    return UneditableError(
        f"工作表“{title}”的 {where} 次序有误或出现两次，没有写入；请在 Excel 里打开并另存一份",
        f"sheet {title!r}: {where} is out of order or stands twice, so nothing was written;"
        " open the workbook in Excel and save it",
    )
