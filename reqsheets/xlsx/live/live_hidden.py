"""The hidden rows and columns of an open sheet, found by halving: Excel tells at once whether none of many is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

MOST = 200  # questions a sheet and direction; a filter that hides more pieces is told in part


def hidden_lines(sheet: xlwings.Sheet, last: int, *, rows: bool) -> set[int]:
    """Return Excel's numbers of the hidden rows, else of the hidden columns, up to the last in use.

    One question where none is hidden. An Excel that does not answer hides none: only what findings say of it lacks.
    """
    found: set[int] = set()
    open_ones = [(1, last)]
    for _ in range(MOST):
        if not open_ones:
            break
        first, end = open_ones.pop()
        hidden = _hidden(sheet, first, end, rows=rows)
        if hidden is True:
            found.update(range(first, end + 1))
        elif hidden is None and first < end:
            middle = (first + end) // 2
            open_ones += [(middle + 1, end), (first, middle)]
    return found


def _hidden(sheet: xlwings.Sheet, first: int, last: int, *, rows: bool) -> bool | None:
    """Tell whether all of these lines are hidden (True), none (False), or some (None); xlwings has no word for it."""
    corners = ((first, 1), (last, 1)) if rows else ((1, first), (1, last))
    try:
        cells = sheet.range(*corners).api
        if sys.platform == "darwin":
            told = (cells.entire_row if rows else cells.entire_column).hidden.get()
        else:
            told = (cells.EntireRow if rows else cells.EntireColumn).Hidden
    except Exception:  # noqa: BLE001 (each system raises errors of its own, and a check must not end for this)
        return False
    return told if isinstance(told, bool) else None
