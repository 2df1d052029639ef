"""Where the cells of a block of whole rows stand, for all of its cells at once, from the bytes of their references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reqsheets.xlsx.package.references import column_number

END_OF_ROW = b"</row>"
_BEYOND = bytes(24)  # so that what is looked at right of the last cell is there
_REFERENCE = b' r="'
_ONE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"[^<>]*?(?:(/)>|>(?:[^<]++|<(?!/?c[\s>]))*+</c>)')
_AT = len(b"<c" + _REFERENCE)  # from the beginning of a cell to its reference
_MOST_DIGITS = 7
_A, _LOWER_A, _ZERO, _QUOTE = (ord(character) for character in 'Aa0"')
_LETTERS, _TEN = 26, 10

Bytes: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Places:
    """How many cells there are, how far they reach; by column the last row whose last cell, a filled one, is there."""

    cells: int
    last_row: int
    last_column: int
    filled: dict[int, int]


def places(rows: bytes) -> Places | None:
    """Return the places in a block that ends with a row; None where a cell is spelled unusually or stands astray.

    No cell has a reference with more digits than the block's rows: a stray one would make calamine lay out a sheet of
    that height.
    """
    text = np.frombuffer(rows + _BEYOND, dtype=np.uint8)
    opening = text == ord("<")
    cells = _cells(text, opening)
    if not len(cells):
        return Places(0, 0, 0, {})
    if not all(np.all(text[cells + 2 + i] == sign) for i, sign in enumerate(_REFERENCE)):
        return None
    columns, digits = _columns(text, cells + _AT)
    lasts, tails = _lasts(text, opening, cells)
    numbers = _numbers(text, digits[lasts])
    if columns is None or numbers is None or not _no_longer(text, digits, numbers):
        return None
    tops = columns[lasts]
    filled = dict(zip(tops[tails].tolist(), numbers[tails].tolist(), strict=True))
    return Places(len(cells), int(numbers.max()), int(columns.max()), filled)


def places_one_by_one(rows: bytes) -> Places:
    """Return the same for rows in the usual spelling, wherever their cells stand; slower.

    A cell counts as the last of its row where no other one stands between it and the row's end.
    """
    cells = last_row = last_column = 0
    filled: dict[int, int] = {}
    for match in _ONE.finditer(rows):
        column, row = column_number(match[1].decode()), int(match[2])
        cells, last_row, last_column = cells + 1, max(last_row, row), max(last_column, column)
        if match[3] is None and rows.startswith(END_OF_ROW, match.end()):
            filled[column] = row
    return Places(cells, last_row, last_column, filled)


def _cells(text: Bytes, opening: Flags) -> Numbers:
    """Return where cells begin; <col and <cols> are none."""
    found = np.flatnonzero(opening[:-1] & (text[1:] == ord("c")))
    return found[text[found + 2] - _LOWER_A >= _LETTERS]  # bytes wrap round


def _columns(text: Bytes, at: Numbers) -> tuple[Numbers | None, Numbers]:
    """Return the number of each column, and where the digits of the row begin."""
    first, second, third = (text[at + i] - _A for i in range(3))
    if np.any(first >= _LETTERS):
        return None, at
    two = second < _LETTERS
    three = two & (third < _LETTERS)
    columns = first.astype(np.int64) + 1
    columns[two] = columns[two] * _LETTERS + second[two] + 1
    columns[three] = columns[three] * _LETTERS + third[three] + 1
    return columns, at + 1 + two + three


def _lasts(text: Bytes, opening: Flags, cells: Numbers) -> tuple[Numbers, Flags]:
    """Return which cells are the last of their rows, and which of those hold something."""
    closing = np.flatnonzero(opening[:-2] & (text[2:] == ord("r")))
    closing = closing[text[closing + 1] == ord("/")]
    closing = closing[text[closing + 3] == ord("o")]  # else </r> or </rPr> in a text
    lasts = np.searchsorted(cells, closing) - 1
    some = np.diff(lasts, prepend=-1) > 0  # a row without cells has no last one
    return lasts[some], text[closing[some] - 2] == ord("c")


def _numbers(text: Bytes, at: Numbers) -> Numbers | None:
    """Return the numbers that stand there before a quotation mark, None where that is no number of a row."""
    numbers, lengths = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
    more = np.ones(len(at), dtype=np.bool_)
    for i in range(_MOST_DIGITS):
        digit = text[at + i] - _ZERO
        more = more & (digit < _TEN)
        if not np.any(more):
            break
        numbers[more] = numbers[more] * _TEN + digit[more]
        lengths += more
    return numbers if np.all(numbers) and np.all(text[at + lengths] == _QUOTE) else None


def _no_longer(text: Bytes, digits: Numbers, numbers: Numbers) -> bool:
    """Tell whether each reference ends after as many digits as some row's number of the block has."""
    least, most = len(str(numbers.min())), len(str(numbers.max()))
    ends = np.zeros(len(digits), dtype=np.bool_)
    for i in range(least, most + 1):
        ends |= text[digits + i] == _QUOTE
    return bool(np.all(ends))
