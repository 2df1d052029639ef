"""Which style a new cell and a new row take: those of the nearest cell and row above them, below the header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.package.xml_bytes import attribute, tags, with_attribute
from reqsheets.xlsx.template.text_lines import visible

WIDEST = 256  # columns of one `<col>` whose width is looked at
TAIL = 1 << 16  # bytes of the block before that are still looked at
_OF_ROW = ("spans", "s", "customFormat", "ht", "customHeight")  # what a new row takes from the one above


@dataclass
class Looks:
    """The looks of the rows passed so far; `block` is the one being written."""

    prefix: str
    first_row: int
    columns: list[tuple[int, int, str]] = field(default_factory=list)  # first and last column, style
    widths: dict[int, float] = field(default_factory=dict)  # by column, in digits; hidden ones are left out
    block: bytes = b""
    _before: bytes = b""
    _styles: dict[int, str] = field(default_factory=dict)  # of the last cell seen in each column asked for
    _marks: dict[int, int] = field(default_factory=dict)  # how far the block was searched for it
    _row_tag: bytes | None = None

    def head(self, head: bytes) -> None:
        """Take the styles and widths of whole columns from the sheet's head."""
        for match in tags("col").finditer(head):
            style, width = attribute(match[0], "style"), attribute(match[0], "width")
            left, right = int(attribute(match[0], "min") or 0), int(attribute(match[0], "max") or 0)
            if style:
                self.columns.append((left, right, style))
            if width and attribute(match[0], "hidden") not in {"1", "true"}:
                self.widths |= dict.fromkeys(range(left, min(right, left + WIDEST) + 1), float(width))

    def enter(self, block: bytes) -> None:
        """Go on to the next block of rows."""
        for column in self._styles:
            self.above(column, len(self.block))
        self._row_tag = self._tag_above(len(self.block))
        self._before, self.block = self.block[-TAIL:], block
        self._marks = dict.fromkeys(self._styles, 0)

    def cell(self, column: int, position: int, row_tag: bytes) -> str:
        """Return the style for a new cell in a row that lies at that position of the block."""
        style = None
        if b"customFormat" in row_tag and attribute(row_tag, "customFormat") in {"1", "true"}:
            style = attribute(row_tag, "s")
        style = style or self.above(column, position)
        return style or self.of_column(column)

    def of_column(self, column: int) -> str:
        """Return the style of a whole column, or nothing."""
        return next((style for left, right, style in self.columns if left <= column <= right), "")

    def above(self, column: int, position: int) -> str:
        """Return the style of the nearest cell above, or nothing."""
        if column not in self._marks:
            self._styles[column] = self._last(self._before, column, 0, len(self._before)) or ""
            self._marks[column] = 0
        found = self._last(self.block, column, self._marks[column], position)
        self._marks[column] = max(self._marks[column], position)
        if found is not None:
            self._styles[column] = found
        return self._styles[column]

    def made(self, column: int, style: str) -> None:
        """Remember a cell that was just written."""
        self._styles[column] = style
        self._marks.setdefault(column, 0)

    def row(self, number: int, position: int) -> bytes:
        """Return the opening tag of a new row at that position of the block."""
        tag = f'<{self.prefix}row r="{number}">'.encode()
        above = self._tag_above(position)
        if above is None:
            return tag
        for name in _OF_ROW:
            value = attribute(above, name)
            if value is not None and not (name == "ht" and attribute(above, "customHeight") not in {"1", "true"}):
                tag = with_attribute(tag, name, value)
        return visible(tag)

    def _tag_above(self, position: int) -> bytes | None:
        start = self.block.rfind(f"<{self.prefix}row ".encode(), 0, position)
        if start < 0:
            return self._row_tag
        tag = self.block[start : self.block.index(b">", start) + 1]
        return tag if int(attribute(tag, "r") or 0) >= self.first_row else self._row_tag

    def _last(self, block: bytes, column: int, start: int, end: int) -> str | None:
        """Return the style of the last cell of a column between two places of a block."""
        sign = f'<{self.prefix}c r="{letters(column)}'.encode()
        while True:
            found = block.rfind(sign, start, end)
            if found < 0:
                return None
            number = re.compile(rb"[0-9]+").match(block, found + len(sign))
            if number:
                tag = block[found : block.index(b">", found) + 1]
                return (attribute(tag, "s") or "") if int(number[0]) >= self.first_row else None
            end = found
