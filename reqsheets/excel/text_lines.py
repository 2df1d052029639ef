"""How many lines a wrapped text takes, and how high a row must be to show it."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

LINE_HEIGHT = 16.5  # points a line of 10-point text
ROW_HEIGHT = 21  # points of a row with one line
HIGHEST = 409  # points; Excel knows no higher row


def shown_width(text: str) -> int:
    """Return the width of a text in digits: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


@lru_cache(maxsize=1 << 14)  # the words of findings come again on many rows
def lines(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of that width."""
    room = max(2, width - 1)
    return sum(max(1, math.ceil(shown_width(part) / room)) for part in text.split("\n"))


def row_height(most: int) -> float:
    """Return the height of a row, in points, whose fullest cell takes that many lines."""
    return min(HIGHEST, max(ROW_HEIGHT, most * LINE_HEIGHT + 4))
