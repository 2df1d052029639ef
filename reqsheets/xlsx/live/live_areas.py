"""Cells gathered into few areas, because each write into a running Excel costs more than many cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from reqsheets.xlsx.package.references import Area

MOST = 4  # range writes a sheet


def areas(wanted: set[tuple[int, int]], keep_out: Mapping[int, Sequence[int]], most: int = MOST) -> list[Area]:
    """Return areas that cover these cells (row, column), rarely more than `most`.

    `keep_out` has, by column, the rising rows of cells that no area may cover. Only where such a cell lies between the
    wanted ones are there more areas: a formula weighs more than a fast write.
    """
    exact = _runs(wanted)
    if len(exact) <= most:
        return exact
    ways = (_by_columns(wanted, most), _by_rows(wanted, most))
    free = [way for way in ways if not any(_covers(area, keep_out) for area in way)]
    if free:
        return min(free, key=_size)
    found: list[Area] = []
    for area in ways[0]:
        inside = {(row, column) for row, column in wanted if area.holds(row, column)}
        found += _runs(inside) if _covers(area, keep_out) else [area]
    return found


def _covers(area: Area, keep_out: Mapping[int, Sequence[int]]) -> bool:
    for column, rows in keep_out.items():
        if area.left <= column <= area.right:
            at = bisect_left(rows, area.top)
            if at < len(rows) and rows[at] <= area.bottom:
                return True
    return False


def _size(found: Iterable[Area]) -> int:
    return sum((area.bottom - area.top + 1) * (area.right - area.left + 1) for area in found)


def _runs(wanted: Iterable[tuple[int, int]]) -> list[Area]:
    """Return the cells exactly: unbroken pieces of columns, side by side ones of the same rows as one."""
    found: list[Area] = []
    for row, column in sorted(wanted, key=lambda cell: (cell[1], cell[0])):
        last = found[-1] if found else None
        if last and last.left == column and last.bottom == row - 1:
            found[-1] = Area(last.top, column, row, column)
        else:
            found.append(Area(row, column, row, column))
    wide: dict[tuple[int, int, int], Area] = {}  # by rows and the column to the right
    for area in found:
        left = wide.pop((area.top, area.bottom, area.left), area)
        wide[area.top, area.bottom, area.right + 1] = Area(area.top, left.left, area.bottom, area.right)
    return list(wide.values())


def _around(first: Area, second: Area) -> Area:
    return Area(
        min(first.top, second.top),
        min(first.left, second.left),
        max(first.bottom, second.bottom),
        max(first.right, second.right),
    )


def _by_columns(wanted: Iterable[tuple[int, int]], most: int) -> list[Area]:
    """Return at most so many groups of neighbouring columns, those that cover the fewest cells."""
    rows: dict[int, list[int]] = {}
    for row, column in wanted:
        rows.setdefault(column, []).append(row)
    columns = [Area(min(rows[column]), column, max(rows[column]), column) for column in sorted(rows)]
    best: list[list[Area]] = [[]]  # of the first columns, as many as the index
    for _ in range(most):
        best = [[], *(_cheapest(best, columns[:end]) for end in range(1, len(columns) + 1))]
    return best[-1]


def _cheapest(best: Sequence[list[Area]], columns: Sequence[Area]) -> list[Area]:
    """Return the cheapest way to cover the columns: a way to cover the first of them, and one more group."""
    group = columns[-1]
    found: list[list[Area]] = []
    for start in reversed(range(len(columns))):
        group = _around(columns[start], group)
        if start < len(best):
            found.append([*best[start], group])
    return min(found, key=_size)


def _by_rows(wanted: Iterable[tuple[int, int]], most: int) -> list[Area]:
    """Return at most so many groups of rows, cut at the widest gaps."""
    across: dict[int, Area] = {}
    for row, column in wanted:
        cell = Area(row, column, row, column)
        across[row] = _around(across.get(row, cell), cell)
    rows = sorted(across)
    gaps = sorted((after - before, after) for before, after in pairwise(rows))
    cuts = {after for _, after in gaps[-(most - 1) :]}
    found: list[Area] = []
    for row in rows:
        if found and row not in cuts:
            found[-1] = _around(found[-1], across[row])
        else:
            found.append(across[row])
    return found
