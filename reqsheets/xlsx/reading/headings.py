"""What the cells above a table say: merged header cells, and headers of two levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.scanned import Merged
from reqsheets.xlsx.reading.titles import LEVEL
from reqsheets.xlsx.reading.values import title


def heading_texts(top: Sequence[tuple[int, Sequence[Value]]], offset: int, merged: Iterable[Merged]) -> list[list[str]]:
    """Return the first rows as texts, from column A on.

    A cell that is covered from above has the text of the cell that covers it. Below a header that spans several columns
    a text is `upper LEVEL lower`, unless that header stands alone in its row, as a title does.
    """
    rows = {row: [""] * offset + [title(cell) for cell in cells] for row, cells in top}
    areas = list(_apart(area for area in merged if area.top in rows))
    for area in areas:
        text = _at(rows, area.top, area.left)
        for row in range(area.top + 1, min(area.bottom, max(rows)) + 1):
            if text and row in rows and area.left <= len(rows[row]):
                rows[row][area.left - 1] = text
    upper = _upper(rows, areas)
    return [
        [_levels(upper.get((row - 1, column), ""), text) for column, text in enumerate(texts, 1)]
        for row, texts in rows.items()
    ]


def _apart(areas: Iterable[Merged]) -> Iterator[Merged]:
    """Yield the areas without those that reach into one that begins in the same row: no sheet has such."""
    reached: dict[int, int] = {}
    for area in sorted(set(areas), key=lambda area: (area.top, area.left)):
        if area.left > reached.get(area.top, 0):
            reached[area.top] = area.right
            yield area


def _at(rows: Mapping[int, Sequence[str]], row: int, column: int) -> str:
    return rows[row][column - 1] if column <= len(rows[row]) else ""


def _upper(rows: Mapping[int, Sequence[str]], areas: Iterable[Merged]) -> dict[tuple[int, int], str]:
    """Return by row and column the text of the header that spans them."""
    widest = max(map(len, rows.values()), default=0)
    found: dict[tuple[int, int], str] = {}
    for area in areas:
        text = _at(rows, area.top, area.left)
        if text and area.left < area.right and len({other for other in rows[area.top] if other}) > 1:
            columns = range(area.left, min(area.right, widest) + 1)
            found |= {(area.bottom, column): text for column in columns}
    return found


def _levels(upper: str, lower: str) -> str:
    return f"{upper}{LEVEL}{lower}" if upper and lower and upper != lower else lower


def last_header_row(row: int, columns: Iterable[int], merged: Iterable[Merged]) -> int:
    """Return the row that merged header cells of these columns reach down to."""
    wanted = set(columns)
    return max([row, *(area.bottom for area in merged if area.top <= row < area.bottom and area.left in wanted)])
