"""How many lines a wrapped text takes, and how high a row must be to show it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from reqsheets.model.plan import Value
from reqsheets.xlsx.package.xml_bytes import attribute, with_attribute, without_attribute

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


@lru_cache(maxsize=1 << 10)
def has_height(tag: bytes) -> bool:
    """Tell whether somebody set the height of a row, by its tag or the attributes of it."""
    return attribute(tag, "ht") is not None or attribute(tag, "customHeight") in {"1", "true"}


def visible(tag: bytes) -> bytes:
    """Return the tag of a row that nobody hid, and that is not so low that nothing of it shows."""
    tag = without_attribute(tag, "hidden")
    if number(attribute(tag, "ht")) == 0:
        tag = without_attribute(without_attribute(tag, "ht"), "customHeight")
    return tag


def number(text: str | None) -> float | None:
    """Return the number that an attribute holds, None where it is none."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def tall(tag: bytes, texts: Iterable[tuple[Value, float]]) -> bytes:
    """Return the tag of a row, high enough for texts wrapped in columns of these widths; Excel may fit it better.

    A width of 0 is that of a column that wraps nothing.
    """
    most = 1
    for value, width in texts:
        if width and type(value) is str and (len(value) * 2 >= width or "\n" in value):
            most = max(most, lines(value, width))
    return with_attribute(tag, "ht", f"{row_height(most):g}") if most > 1 else tag
