"""One row with some cells changed; every other byte of it stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import Formula, Value
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.package.sheet_blocks import Finder, RowPlace
from reqsheets.xlsx.patching.cell_xml import (
    Dialect,
    changed_cell,
    has_formula,
    is_blank,
    new_cell,
    with_formula,
    without_formula,
    without_result,
)
from reqsheets.xlsx.patching.looks import Looks
from reqsheets.xlsx.patching.plain_rows import Look, as_look
from reqsheets.xlsx.patching.styles import Styles

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]+)""")
_SPANS = re.compile(rb'\sspans="([0-9]+):([0-9]+)"')


class Wanted(NamedTuple):
    """What a cell shall hold; `style` None: its own or that of its surroundings.

    `moved`: what stood there before goes, its formula too; `cell` is what takes its place, as it stood in another row,
    with that value unless it is the `same`. `uncached`: a formula keeps no result. `formula`: as in `SetCell`.
    `spelled`: the text of the formula that stands there, told in full where it was shared; `same`: its result stays.
    """

    value: Value
    style: str | None = None
    moved: bool = False
    cell: bytes = b""
    same: bool = False
    uncached: bool = False
    formula: Formula = "kept"
    spelled: str = ""


@dataclass
class RowPatch:
    """How rows of one sheet are written."""

    dialect: Dialect
    styles: Styles
    looks: Looks
    finder: Finder
    formula: Callable[[int, int], str]  # by row and column: what a blank cell gets beside its value
    title: str
    formulas_added: int = 0  # or moved, or gone: in any case the calculation chain is outdated

    def changed(self, block: bytes, row: RowPlace, wanted: Mapping[int, Wanted], tag: bytes = b"") -> bytes:
        """Return a row of the block with the wanted cells, and with that tag if one is given."""
        tag = _spanning(tag or block[row.start : row.inner], wanted)
        out: list[bytes] = []
        position = row.inner
        columns = sorted(wanted)
        for column, cell in zip(columns, self.finder.cells(block, row, columns), strict=True):
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
        if want.spelled:
            old = with_formula(old, want.spelled)
            if want.same:
                return without_result(old) if want.uncached else old
        if want.uncached and not want.cell:
            return without_result(old)
        if want.cell:
            return self._carried(want)
        live = ""
        if want.value is not None and want.formula != "value":
            live = self.formula(int(reference.lstrip(LETTERS)), column)
        if not old or want.moved:
            style = self.looks.cell(column, *at) if want.style is None else want.style
            style = self.styles.fitting(style, want.value)
            self.looks.made(column, style)
            self.formulas_added += bool(live) or (want.moved and has_formula(old))
            return new_cell(reference, want.value, style, self.dialect, live)
        own = _style(old)
        style = self.styles.fitting(own if want.style is None else want.style, want.value)
        if want.formula == "value" and has_formula(old):
            old = without_formula(old)
            self.formulas_added += 1
        formula = live if live and (want.formula == "live" or is_blank(old)) else ""
        self.formulas_added += bool(formula)
        return changed_cell(old, want.value, None if style == own else style, self.dialect, formula)

    def _carried(self, want: Wanted) -> bytes:
        """Return a cell that comes from another row."""
        self.formulas_added += has_formula(want.cell)
        if want.uncached:
            return without_result(want.cell)
        return want.cell if want.same else changed_cell(want.cell, want.value, None, self.dialect)


def look_of(block: bytes, row: RowPlace, finder: Finder) -> Look:
    """Return the styles of a row's cells by column; rows that look alike give the same object."""
    cells = finder.every_cell(block, row) if row.inner < row.close else []
    return as_look(
        tuple((letters(cell.column).encode(), _style(block[cell.start : cell.end]).encode()) for cell in cells)
    )


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
    match = _STYLE.search(cell, 0, cell.index(b">"))
    return match[1].decode() if match else ""
