"""Rows that hold nothing but plain values, a whole row at a time: how one looks, and one written anew.

Most rows of a rewritten sheet are of this kind, so here counts what a cell costs: a row that looks as one before it is
known by one match of its bytes, and a cell that comes again is not made again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from reqsheets.model.plan import Row, Value
from reqsheets.xlsx.package.references import column_number, letters
from reqsheets.xlsx.package.sheet_blocks import RowPlace
from reqsheets.xlsx.patching.cell_xml import Dialect, content, is_plain
from reqsheets.xlsx.patching.styles import Styles

Look: TypeAlias = dict[int, str]  # style by column

KNOWN = 64  # looks that are known by their bytes; a sheet with more is coloured by hand, cell by cell
MADE = 4096  # cells of one column and style that are remembered
GAP = "\0"  # stands for the row's number; no XML holds one
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="[a-zA-Z]+")?/?>')
_NOT_PLAIN = (b"<f", b":f", b"<r>", b":r>", b"extLst")
_VALUE = b'(?: t="[a-zA-Z]++")?+(?:/>|>(?:<v>[^<]*+</v>|<is><t[^<]*+</t></is>)?+</c>)'


@dataclass
class PlainLooks:
    """The looks of plain rows; those that look alike give the same object."""

    _last: Look | None = None
    _patterns: dict[int, re.Pattern[bytes]] = field(default_factory=dict)  # by the identity of a look
    _kept: list[Look] = field(default_factory=list)  # so that their identities stay theirs

    def of(self, block: bytes, row: RowPlace) -> Look | None:
        """Return the styles of a row's cells by column; None where a cell is more than a plain value."""
        last = self._last
        pattern = self._patterns.get(id(last)) if last is not None else None
        if pattern is not None and pattern.fullmatch(block, row.inner, row.close):
            return last
        if any(block.find(sign, row.inner, row.close) >= 0 for sign in _NOT_PLAIN):
            return None
        found = tuple(_PLAIN_CELL.findall(block, row.inner, row.close))
        if len(found) != block.count(b"<c", row.inner, row.close):
            return None
        look = as_look(found)
        if look is last and pattern is None and len(self._kept) < KNOWN:
            self._patterns[id(look)] = _pattern(found)
            self._kept.append(look)
        self._last = look
        return look


@lru_cache(maxsize=1 << 16)
def as_look(found: tuple[tuple[bytes, bytes], ...]) -> Look:
    """Return the look that letters and styles give, the same object for the same ones."""
    return {column_number(letter.decode()): style.decode() for letter, style in found}


def _pattern(found: Sequence[tuple[bytes, bytes]]) -> re.Pattern[bytes]:
    """Return what matches the cells of every plain row of this look; it never has to go back."""
    cells = (b'<c r="%b[0-9]++"%b' % (letter, b' s="%b"' % style if style else b"") for letter, style in found)
    return re.compile(b"".join(cell + _VALUE for cell in cells))


class _Cells(dict[Value, str]):
    """The cells of one column in one style by their value, made when first asked for."""

    def __init__(self, column: int, style: str, styles: Styles, dialect: Dialect) -> None:
        super().__init__()
        self._style, self._styles, self._dialect = style, styles, dialect
        self._start = f'<c r="{letters(column)}{GAP}"'
        self._text = self._start + (f' s="{style}"' if style else "") + ' t="inlineStr"><is><t>'

    def __missing__(self, value: Value) -> str:
        if len(self) >= MADE:
            self.clear()
        made = self[value] = self.made(value)
        return made

    def made(self, value: Value) -> str:
        """Return the XML of a cell with a gap for its row's number."""
        if type(value) is str and is_plain(value):
            return f"{self._text}{value}</t></is></c>"
        if value is None:
            return f'{self._start} s="{self._style}"/>' if self._style else ""
        kind, inner = content(value, self._dialect)
        style = self._styles.fitting(self._style, value)
        return self._start + (f' s="{style}"' if style else "") + (f"{kind}>{inner}</c>" if inner else "/>")


class WholeRows:
    """How the rows of a rewritten block are written whole, in a sheet whose elements bear no prefix."""

    def __init__(self, columns: Sequence[int], usual: Mapping[int, str], styles: Styles, dialect: Dialect) -> None:
        """Take the columns in the order of each row's values, and the style of those that a look says nothing of."""
        self._columns = sorted(columns)
        self._order = [columns.index(column) for column in self._columns]
        self._in_order = self._order == list(range(len(columns)))
        self._usual, self._styles, self._dialect = usual, styles, dialect
        self._cells: dict[tuple[int, str], _Cells] = {}
        self._of_look: dict[int, tuple[Look, list[_Cells]]] = {}  # by the identity of a look

    def covers(self, look: Look) -> bool:
        """Tell whether a row of this look has no cell beside the block."""
        return look.keys() <= self._usual.keys()

    def row(self, number: int, tag: bytes, values: Row, look: Look) -> bytes:
        """Return a row of these values; raise UneditableError for what no cell can hold."""
        if not self._in_order:
            values = tuple(values[at] for at in self._order)
        cells = self._cells_of(look)
        if bool in set(map(type, values)):  # True equals 1, but is another cell
            parts = [column.made(value) for column, value in zip(cells, values, strict=True)]
        else:
            parts = [column[value] for column, value in zip(cells, values, strict=True)]
        return tag + "".join(parts).replace(GAP, str(number)).encode() + b"</row>"

    def _cells_of(self, look: Look) -> list[_Cells]:
        known = self._of_look.get(id(look))
        if known is None:
            if len(self._of_look) >= MADE:
                self._of_look.clear()
            styles = [look.get(column, self._usual[column]) for column in self._columns]
            cells = [self._column(column, style) for column, style in zip(self._columns, styles, strict=True)]
            known = self._of_look[id(look)] = (look, cells)
        return known[1]

    def _column(self, column: int, style: str) -> _Cells:
        cells = self._cells.get((column, style))
        if cells is None:
            cells = self._cells[column, style] = _Cells(column, style, self._styles, self._dialect)
        return cells
