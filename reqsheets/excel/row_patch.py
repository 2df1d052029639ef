"""One row with some cells changed; every other byte of it stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from reqsheets.errors import UneditableError
from reqsheets.excel.cell_xml import (
    Dialect,
    changed_cell,
    content,
    has_formula,
    is_blank,
    new_cell,
    without_result,
)
from reqsheets.excel.looks import Looks
from reqsheets.excel.references import column_number, letters
from reqsheets.excel.sheet_blocks import FAST, Finder, RowPlace
from reqsheets.excel.styles import Styles
from reqsheets.excel.xml_bytes import with_attribute
from reqsheets.plan import Value

_SPANS = re.compile(rb'\sspans="([0-9]+):([0-9]+)"')
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="[a-zA-Z]+")?/?>')
_NOT_PLAIN = (b"<f", b"extLst")

Look: TypeAlias = dict[int, str]  # style by column


class Wanted(NamedTuple):
    """What a cell shall hold; `style` None: its own or that of its surroundings.

    `moved`: what stood there before goes, its formula too; `cell` is what takes its place, as it stood in another row,
    with that value unless it is the `same`. `uncached`: a formula keeps no result.
    """

    value: Value
    style: str | None = None
    moved: bool = False
    cell: bytes = b""
    same: bool = False
    uncached: bool = False


@dataclass
class RowPatch:
    """How rows of one sheet are written."""

    dialect: Dialect
    styles: Styles
    looks: Looks
    finder: Finder
    live: Mapping[int, str]
    title: str
    formulas_added: int = 0  # or moved, or gone: in any case the calculation chain is outdated

    def changed(self, block: bytes, row: RowPlace, wanted: Mapping[int, Wanted], tag: bytes = b"") -> bytes:
        """Return a row of the block with the wanted cells, and with that tag if one is given."""
        tag = _spanning(tag or block[row.start : row.inner], wanted)
        out: list[bytes] = []
        position = row.inner
        columns = sorted(wanted)
        for column, cell in zip(columns, self.finder.cells(block, row, columns), strict=True):
            if cell.start < position:
                raise UneditableError(
                    f"工作表“{self.title}”第 {row.number} 行的单元格次序有误；请在 Excel 里打开并另存一份",
                    f"sheet {self.title!r} row {row.number}: its cells stand out of order; open and save it in Excel",
                )
            out.append(block[position : cell.start])
            old = block[cell.start : cell.end]
            out.append(self._cell(row.number, column, old, wanted[column], (row.start, tag)))
            position = cell.end
        out.append(block[position : row.close])
        return self._closed(tag, b"".join(out), block[row.close : row.end])

    def added(self, number: int, position: int, wanted: Mapping[int, Wanted], tag: bytes = b"") -> bytes:
        """Return a row that was not there, for that position of the block."""
        tag = _spanning(tag or self.looks.row(number, position), wanted)
        cells = [self._cell(number, column, b"", want, (position, tag)) for column, want in sorted(wanted.items())]
        return self._closed(tag, b"".join(cells), b"")

    def _closed(self, tag: bytes, body: bytes, close: bytes) -> bytes:
        if tag.endswith(b"/>"):
            if not body:
                return tag
            tag = tag[:-2].rstrip() + b">"
        return tag + body + (close or f"</{self.dialect.prefix}row>".encode())

    def _cell(self, row: int, column: int, old: bytes, want: Wanted, at: tuple[int, bytes]) -> bytes:
        reference = f"{letters(column)}{row}"
        try:
            return self._written(reference, column, old, want, at)
        except UneditableError as error:
            words = error.words
            raise UneditableError(
                f"工作表“{self.title}”{reference}：{words.zh}", f"sheet {self.title!r} {reference}: {words.en}"
            ) from error

    def _written(self, reference: str, column: int, old: bytes, want: Wanted, at: tuple[int, bytes]) -> bytes:
        if want.uncached and not want.cell:
            return without_result(old)
        if want.cell:
            return self._carried(want)
        live = self.live.get(column, "") if want.value is not None else ""
        if not old or want.moved:
            style = self.looks.cell(column, *at) if want.style is None else want.style
            style = self.styles.fitting(style, want.value)
            self.looks.made(column, style)
            self.formulas_added += bool(live) or (want.moved and has_formula(old))
            return new_cell(reference, want.value, style, self.dialect, live)
        own = _style(old)
        style = self.styles.fitting(own if want.style is None else want.style, want.value)
        formula = live if live and is_blank(old) else ""
        self.formulas_added += bool(formula)
        return changed_cell(
            _with_reference(old, reference), want.value, None if style == own else style, self.dialect, formula
        )

    def _carried(self, want: Wanted) -> bytes:
        """Return a cell that comes from another row."""
        self.formulas_added += has_formula(want.cell)
        if want.uncached:
            return without_result(want.cell)
        return want.cell if want.same else changed_cell(want.cell, want.value, None, self.dialect)


def look_of(block: bytes, row: RowPlace, finder: Finder) -> Look:
    """Return the styles of a row's cells by column; rows that look alike give the same object."""
    found = plain_look(block, row) if finder is FAST else None
    if found is not None:
        return found
    cells = finder.every_cell(block, row) if row.inner < row.close else []
    return _as_look(
        tuple((letters(cell.column).encode(), _style(block[cell.start : cell.end]).encode()) for cell in cells)
    )


def plain_look(block: bytes, row: RowPlace) -> Look | None:
    """Return the same, quickly; None where a cell of the row is more than a plain value."""
    if any(block.find(sign, row.inner, row.close) >= 0 for sign in _NOT_PLAIN):
        return None
    found = tuple(_PLAIN_CELL.findall(block, row.inner, row.close))
    return _as_look(found) if len(found) == block.count(b"<c", row.inner, row.close) else None


@lru_cache(maxsize=1 << 16)
def _as_look(found: tuple[tuple[bytes, bytes], ...]) -> Look:
    return {column_number(letter.decode()): style.decode() for letter, style in found}


def whole_row(
    number: int, tag: bytes, cells: Iterable[tuple[str, Value, str]], styles: Styles, dialect: Dialect
) -> bytes:
    """Return a row of the plainest kind, of letters, values and styles: every cell is written anew."""
    p = dialect.prefix
    parts: list[str] = []
    for letter, value, style in cells:
        if value is None:
            if style:
                parts.append(f'<{p}c r="{letter}{number}" s="{style}"/>')
            continue
        kind, inner = content(value, dialect)
        own = style if type(value) is str else styles.fitting(style, value)
        look = f' s="{own}"' if own else ""
        parts.append(f'<{p}c r="{letter}{number}"{look}{kind}>{inner}</{p}c>')
    return tag + "".join(parts).encode() + f"</{p}row>".encode()


def _spanning(tag: bytes, columns: Mapping[int, Wanted]) -> bytes:
    match = _SPANS.search(tag)
    if not match or not columns:
        return tag
    left, right = int(match[1]), int(match[2])
    wide = (min(left, *columns), max(right, *columns))
    if wide == (left, right):
        return tag
    return tag[: match.start()] + b' spans="%d:%d"' % wide + tag[match.end() :]


def _style(cell: bytes) -> str:
    match = re.compile(rb"""\ss\s*=\s*["']([0-9]+)""").search(cell, 0, cell.index(b">"))
    return match[1].decode() if match else ""


def _with_reference(cell: bytes, reference: str) -> bytes:
    """Return the cell with its reference, which a few programs leave out."""
    end = cell.index(b">") + 1
    if re.search(rb"""\sr\s*=""", cell[:end]):
        return cell
    return with_attribute(cell[:end], "r", reference) + cell[end:]
