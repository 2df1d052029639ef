"""Where rows and cells lie in a worksheet, by a real XML parser: prefixes, comments, CDATA, missing references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from reqsheets.errors import UneditableError
from reqsheets.excel.references import column_number
from reqsheets.excel.sheet_blocks import CellPlace, Finder, Kind, RowPlace

NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_LETTERS = re.compile(r"[A-Z]+")


@dataclass
class _Walk:
    """What a parse collects; `path` are the open elements, None for one of another namespace."""

    text: bytes
    parser: expat.XMLParserType
    prefix: str = ""
    begin: int = -1  # of <sheetData>
    close: int = -1  # of </sheetData>
    row: int = 0
    column: int = 0
    path: list[str | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    rows: list[RowPlace] = field(default_factory=list)
    cells: dict[int, list[CellPlace]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, rest = name.partition("\n")
        local, _, prefix = rest.partition("\n")
        self.path.append(local if namespace in NAMESPACES else None)
        self.starts.append(self.parser.CurrentByteIndex)
        match self.path[1:]:
            case ["sheetData"]:
                self.begin, self.prefix = self.starts[-1], f"{prefix}:" if prefix else ""
            case ["sheetData", "row"]:
                self.row = int(attributes.get("r") or self.row + 1)
                self.column = 0
                self.cells[self.row] = []
            case ["sheetData", "row", "c"]:
                letters = _LETTERS.match(attributes.get("r") or "")
                self.column = column_number(letters[0]) if letters else self.column + 1

    def end(self, _: str) -> None:
        begin, here = self.starts.pop(), self.parser.CurrentByteIndex
        inner = self.tag_end(begin)
        empty = self.text[inner - 2 : inner - 1] == b"/"
        close, end = (inner, inner) if empty else (here, self.tag_end(here))
        match self.path[1:]:
            case ["sheetData"]:
                self.close = begin if empty else here
            case ["sheetData", "row"]:
                self.rows.append(RowPlace(self.row, begin, inner, close, end))
            case ["sheetData", "row", "c"]:
                self.cells[self.row].append(CellPlace(self.column, begin, end))
        self.path.pop()

    def tag_end(self, position: int) -> int:
        quote = 0
        while True:
            byte = self.text[position]
            position += 1
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == ord(">"):
                return position


@dataclass(frozen=True, slots=True)
class Offsets:
    """A parsed worksheet: the same pieces as `sheet_blocks.blocks` gives, and how to find places in them."""

    pieces: tuple[tuple[Kind, bytes], ...]
    finder: Finder
    prefix: str


def offsets(text: bytes, name: str) -> Offsets:
    """Parse a worksheet in UTF-8; raise UneditableError where it is no well-formed one."""
    parser = expat.ParserCreate("utf-8", namespace_separator="\n")
    parser.namespace_prefixes = True
    walk = _Walk(text, parser)
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    try:
        parser.Parse(text, True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise _broken(name) from error
    if walk.begin < 0:
        raise _broken(name)
    inner = walk.tag_end(walk.begin)
    if walk.close == walk.begin:  # <sheetData/>
        open_tag = text[walk.begin : inner - 2].rstrip() + b">"
        head, block, tail = text[: walk.begin] + open_tag, b"", f"</{walk.prefix}sheetData>".encode() + text[inner:]
    else:
        head, block, tail = text[:inner], text[inner : walk.close], text[walk.close :]
    pieces: tuple[tuple[Kind, bytes], ...] = (("head", head), ("last", block), ("tail", tail))
    return Offsets(pieces, _finder(walk, inner), walk.prefix)


def _finder(walk: _Walk, base: int) -> Finder:
    rows = [RowPlace(row.number, *(edge - base for edge in row[1:])) for row in walk.rows]
    cells = {
        row: [CellPlace(cell.column, cell.start - base, cell.end - base) for cell in found]
        for row, found in walk.cells.items()
    }

    def all_rows(_block: bytes, _wanted: Sequence[int]) -> list[RowPlace]:
        return rows

    return Finder(all_rows, lambda _: rows, lambda _, row: cells[row.number])


def _broken(name: str) -> UneditableError:
    return UneditableError(
        f"“{name}”的内容已损坏，不能修改；请在 Excel 里打开并另存一份",
        f"{name!r} is damaged; open and save it in Excel",
    )
