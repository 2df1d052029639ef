"""Excel's own names of places: letters for columns, A1 for cells, A1:B9 for areas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@cache
def letters(column: int) -> str:
    """Return the letters over a column: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(text: str) -> int:
    """Return the number of the column under these letters: A is 1, AB is 28."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def place(reference: str) -> tuple[int, int] | None:
    """Return row and column of a reference such as B17 or $B$17; None where it is none."""
    match = _CELL.fullmatch(reference)
    return (int(match[2]), column_number(match[1])) if match else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its edges included; `fixed` ones are written with dollar signs."""

    top: int
    left: int
    bottom: int
    right: int
    fixed: bool = False

    def __str__(self) -> str:
        dollar = "$" if self.fixed else ""
        first = f"{dollar}{letters(self.left)}{dollar}{self.top}"
        if not self.fixed and (self.top, self.left) == (self.bottom, self.right):
            return first
        return f"{first}:{dollar}{letters(self.right)}{dollar}{self.bottom}"

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Tell whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def down_to(self, bottom: int) -> Area:
        """Return the area with another last row."""
        return replace(self, bottom=bottom)


def area(reference: str) -> Area | None:
    """Return the area of A1, A1:B9 or $A$1:$B$9; None for whole columns, whole rows and anything else."""
    match = _AREA.fullmatch(reference)
    if not match:
        return None
    row, column = int(match[4]), column_number(match[2])
    bottom, right = (int(match[6]), column_number(match[5])) if match[5] else (row, column)
    return Area(min(row, bottom), min(column, right), max(row, bottom), max(column, right), bool(match[1] and match[3]))


@dataclass(frozen=True, slots=True)
class Growth:
    """A block of rows below a header that became longer or shorter: whatever covered its last row must follow."""

    first: int  # first row below the header
    last: int  # last row that held something before
    new_last: int
    left: int
    right: int

    def of(self, covered: Area) -> Area:
        """Return the area, grown to the new last row where it covered the old one.

        A single cell of a longer block stays: somebody marked that one cell.
        """
        lonely = covered.top == covered.bottom == self.last and self.last > self.first
        if (
            lonely
            or covered.right < self.left
            or covered.left > self.right
            or covered.top > self.last + 1
            or not self.last <= covered.bottom < self.new_last
        ):
            return covered
        return covered.down_to(self.new_last)
