"""The merged cells of an open sheet, found by halving: Excel tells of an area at once whether none of it is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsheets.xlsx.package.references import Area
from reqsheets.xlsx.reading.scanned import Merged

if TYPE_CHECKING:
    import xlwings

MOST = 400  # questions a sheet; whoever merged more than these find has merged everything


def merged_areas(sheet: xlwings.Sheet, last_row: int, last_column: int) -> list[Merged]:
    """Return the merged areas, those at the top first; one question where there is none."""
    found: list[Merged] = []
    open_ones = [Area(1, 1, last_row, last_column)]
    for _ in range(MOST):
        while open_ones and any(_within(open_ones[-1], merged) for merged in found):
            open_ones.pop()
        if not open_ones:
            break
        area = open_ones.pop()
        cells = sheet.range((area.top, area.left), (area.bottom, area.right))
        if cells.merge_cells is False:  # else True, or nothing where only some of them are
            continue
        corner = sheet.range((area.top, area.left)).merge_area
        last = corner.last_cell
        merged = Merged(corner.row, corner.column, last.row, last.column)
        if (last.row, last.column) != (corner.row, corner.column) and merged not in found:
            found.append(merged)
        open_ones += _halves(area)
    return sorted(found, key=lambda merged: (merged.top, merged.left))


def _within(area: Area, merged: Merged) -> bool:
    rows = merged.top <= area.top and area.bottom <= merged.bottom
    return rows and merged.left <= area.left and area.right <= merged.right


def _halves(area: Area) -> list[Area]:
    """Return the two halves of an area, the one to be looked at first at the end; none of a single cell."""
    if area.bottom > area.top:
        middle = (area.top + area.bottom) // 2
        return [
            Area(middle + 1, area.left, area.bottom, area.right),
            Area(area.top, area.left, middle, area.right),
        ]
    if area.right > area.left:
        middle = (area.left + area.right) // 2
        return [
            Area(area.top, middle + 1, area.bottom, area.right),
            Area(area.top, area.left, area.bottom, middle),
        ]
    return []
