"""The register on a tab: its header in one row or two, its columns, and which rows are records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reqsheets.domain.intake.grids import Grid
from reqsheets.domain.intake.headings import segmented
from reqsheets.domain.intake.samples import DATE, NUMBER
from reqsheets.domain.intake.vocabulary import plain_text
from reqsheets.model.plan import Value

TOP = 40  # rows among which a header is looked for
LEAST = 3  # columns of a register
TITLE = 40  # letters of a header; longer texts are sentences
ENOUGH = 0.6
TOTAL = re.compile(
    r"^\W*(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本[页月周]?(合计|小计)|汇总|平均|(grand\s+|sub-?\s*)?totals?|sum|average|count)\b|^\W*(合\s*计|总\s*计|小\s*计|共\s*计)",
    re.IGNORECASE,
)
SAME = frozenset(
    (
        "同上",
        "〃",
        "″",
        '"',
        "''",
        "”",
        "同前",
        "ditto",
        "do.",
        "same",
        "same as above",
        "同上行",
        "上同",
        "如上",
        "〞",
        "as above",
        "“",
    )
)
GROUP_MARK = "\x1f"  # between a group and a column under it
NOTE = re.compile(r"[:：]\s*\S")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: Excel column from 1, its header, and the group above it where the header has two rows."""

    number: int
    header: str
    group: str = ""

    @property
    def title(self) -> str:
        """Return the header with its group, as people are shown it."""
        return f"{self.group}/{self.header}" if self.group else self.header

    @property
    def path(self) -> str:
        """Return the header with its group as `headings` reads it."""
        return f"{self.group}{GROUP_MARK}{self.header}" if self.group else self.header


@dataclass(frozen=True)
class Table:
    """A register on a tab; `records` are Excel rows, `others` the rows inside it that are none, and why."""

    grid: Grid
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    records: tuple[int, ...]
    others: tuple[tuple[int, str], ...] = ()
    covered: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict
    )  # a merged cell: where its text stands

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return the headers as people are shown them."""
        return tuple(column.title for column in self.columns)

    def raw(self, row: int, column: Column) -> Value:
        """Return a cell as it is; of merged cells the text that all of them show."""
        return self.grid.cell(*self.covered.get((row, column.number), (row, column.number)))

    def values(self, column: Column) -> list[Value]:
        """Return the cells of all records in a column, 同上 and the like resolved to the cell above; gathered once."""
        if column.number not in self._gathered:
            found: list[Value] = []
            for row in self.records:
                value = self.raw(row, column)
                if isinstance(value, str) and value.strip().lower() in SAME and found:
                    value = found[-1]
                found.append(value)
            self._gathered[column.number] = found
        return list(self._gathered[column.number])

    @cached_property
    def _gathered(self) -> dict[int, list[Value]]:
        return {}

    @property
    def first_row(self) -> int:
        """Return the first row below the header."""
        return self.header_rows[-1] + 1

    @property
    def top(self) -> str:
        """Return the texts above the header, from which a year can be read."""
        rows = self.grid.cells[: self.header_rows[0] - 1]
        return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def table_of(grid: Grid) -> Table | None:
    """Return the register on a tab, None where there is none."""
    row = _header_row(grid)
    if row is None:
        return None
    rows = _header_rows(grid, row)
    columns = tuple(_columns(grid, rows))
    if len(columns) < LEAST - 1:
        return None
    covered = _covered(grid, rows[-1])
    records, others = _classified(grid, rows, columns, covered)
    return Table(grid, rows, columns, tuple(records), tuple(others), covered) if records else None


def _covered(grid: Grid, header: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for the cells of areas that are merged downwards where their text stands."""
    areas = [area for area in grid.merged if area.top > header and area.left == area.right]
    return {(row, area.left): (area.top, area.left) for area in areas for row in range(area.top + 1, area.bottom + 1)}


def _header_row(grid: Grid) -> int | None:
    scores = {row: _header_score(grid, row) for row in range(1, min(len(grid.cells), TOP) + 1)}
    best = max(scores.values(), default=0)
    return next((row for row, score in scores.items() if score == best), None) if best > 0 else None


def _header_score(grid: Grid, row: int) -> float:
    """Return how much a row looks like a header with records below it; 0 where it is none."""
    cells = [(i, cell) for i, cell in enumerate(grid.cells[row - 1], 1) if cell is not None]
    texts = [(i, cell) for i, cell in cells if isinstance(cell, str) and _is_title(cell)]
    if len(texts) < LEAST or len(texts) < ENOUGH * len(cells):
        return 0
    if len({text for _, text in texts}) < ENOUGH * len(texts):
        return 0
    below = grid.cells[row : row + 6]
    filled = max((sum(i <= len(line) and line[i - 1] is not None for i, _ in texts) for line in below), default=0)
    if filled < 2:  # noqa: PLR2004 (a record has two cells at least)
        return 0
    known = sum(_is_known(text) for _, text in texts)
    return len(texts) + 2 * known - 2 * (len(cells) - len(texts)) - row * 0.05


def _is_title(text: str) -> bool:
    text = text.strip()
    return len(text) <= TITLE and not DATE.fullmatch(text.lower()) and not NUMBER.fullmatch(text)


def _is_known(text: str) -> bool:
    cuts = segmented(plain_text(text))
    return bool(cuts) and all(word.concepts for word in cuts[0])


def _header_rows(grid: Grid, row: int) -> tuple[int, ...]:
    """Return the row of the header, or two where one groups the other."""
    if _groups(grid, row, row + 1) and _header_score(grid, row + 1) > 0:
        return (row, row + 1)
    if row > 1 and _groups(grid, row - 1, row):
        return (row - 1, row)
    return (row,)


def _groups(grid: Grid, upper: int, lower: int) -> bool:
    """Tell whether one row names groups of columns that the row below it names one by one."""
    if lower > len(grid.cells):
        return False
    width = max(len(grid.cells[upper - 1]), len(grid.cells[lower - 1]))
    over = [area for area in grid.merged if area.top == area.bottom == upper and area.right > area.left]
    texts = [str(grid.cell(upper, column)) for column in range(1, width + 1) if grid.cell(upper, column) is not None]
    if len(texts) < 2 or any(NOTE.search(text) or len(text) > TITLE // 2 for text in texts):  # noqa: PLR2004
        return False
    leaves = [column for column in range(1, width + 1) if isinstance(grid.cell(lower, column), str)]
    if not all(_is_title(str(grid.cell(lower, column))) for column in leaves):
        return False
    spread = [area for area in over if sum(area.left <= column <= area.right for column in leaves) > 1]
    down = [area for area in grid.merged if area.top == upper and area.bottom == lower and area.left == area.right]
    alone = [c for c in range(1, width + 1) if grid.cell(upper, c) is not None and grid.cell(lower, c) is None]
    if spread and len(spread[0:1]) and (down or len(leaves) >= LEAST - 1):
        return True
    both = [c for c in leaves if grid.cell(upper, c) is not None]
    blank = [c for c in leaves if grid.cell(upper, c) is None]
    return not grid.merged and bool(alone and both and blank) and _is_known_row(grid, lower, leaves)


def _is_known_row(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return (
        sum(_is_known(str(grid.cell(row, column))) for column in columns) >= ENOUGH * len(columns) and len(columns) > 1
    )


def _columns(grid: Grid, rows: tuple[int, ...]) -> Iterator[Column]:
    """Yield the columns of the widest run of headers; a blank header with cells below it does not end a run."""
    width = max(len(line) for line in grid.cells[: rows[-1] + 5])
    named = {column: _named(grid, rows, column) for column in range(1, width + 1)}
    runs: list[list[int]] = [[]]
    for column in range(1, width + 1):
        if named[column][1]:
            runs[-1].append(column)
        elif _is_empty(grid, rows[-1], column):
            runs.append([])
        else:
            runs[-1].append(column)
    best = max(runs, key=lambda run: (sum(bool(named[column][1]) for column in run), -run[0] if run else 0))
    while best and not named[best[-1]][1]:
        best.pop()
    for column in best:
        group, header = named[column]
        yield Column(column, header, group)


def _is_empty(grid: Grid, header: int, column: int) -> bool:
    below = [line[column - 1] if column <= len(line) else None for line in grid.cells[header : header + 200]]
    return sum(cell is not None for cell in below) < max(1, len(below) * 0.05)


def _named(grid: Grid, rows: tuple[int, ...], column: int) -> tuple[str, str]:
    """Return the group and the header of a column."""
    leaf = _clean(grid.cell(rows[-1], column))
    if len(rows) == 1:
        return "", leaf or _across(grid, rows[0], column)
    group = _clean(grid.cell(rows[0], column)) or _across(grid, rows[0], column)
    if not leaf:
        return "", group
    if not group and not grid.merged:
        group = _before(grid, rows, column)
    return (group, leaf) if group != leaf else ("", leaf)


def _before(grid: Grid, rows: tuple[int, ...], column: int) -> str:
    """Return the group that stands before a column, where the file keeps no merged cells."""
    for left in range(column - 1, 0, -1):
        if _clean(grid.cell(rows[-1], left)) == "":
            return ""
        if _clean(grid.cell(rows[0], left)):
            return _clean(grid.cell(rows[0], left))
    return ""


def _across(grid: Grid, row: int, column: int) -> str:
    for area in grid.merged:
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            return _clean(grid.cell(area.top, area.left))
    return ""


def _clean(value: Value) -> str:
    return "".join(line.strip() for line in str(value).split("\n")) if value is not None else ""


def _classified(
    grid: Grid, rows: tuple[int, ...], columns: Sequence[Column], covered: dict[tuple[int, int], tuple[int, int]]
) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the rows that are records, and those that are none with the reason."""
    titles = {plain_text(text) for column in columns for text in (column.header, column.group) if text}
    counters = {column.number for column in columns if _counts(column.header)}
    wide = _wide(grid, columns)
    fills = _fills(grid, rows, columns)
    typical = sorted(fills.values())[len(fills) // 2] if fills else 0
    records: list[int] = []
    others: list[tuple[int, str]] = []
    blank = beyond = False
    for row in range(rows[-1] + 1, len(grid.cells) + 1):
        cells = [(c.number, grid.cell(row, c.number)) for c in columns if grid.cell(row, c.number) is not None]
        if not cells:
            blank = blank or bool(records)
            continue
        why = _no_record(row, cells, titles, counters, wide, covered)
        if blank and not why and len(cells) <= max(2, typical * 0.3):
            beyond = True
        beyond = beyond and len(cells) < typical * ENOUGH
        blank = False
        if why or beyond:
            others.append((row, "second table" if beyond else why))
        else:
            records.append(row)
    return records, others


def _counts(header: str) -> bool:
    cuts = segmented(plain_text(header))
    return bool(cuts) and len(cuts[0]) == 1 and "sequence" in cuts[0][0].concepts


def _wide(grid: Grid, columns: Sequence[Column]) -> frozenset[int]:
    """Return the rows in which one text runs across the table."""
    return frozenset(a.top for a in grid.merged if a.right - a.left + 1 >= max(3, len(columns) * 0.5))


def _fills(grid: Grid, rows: tuple[int, ...], columns: Sequence[Column]) -> dict[int, int]:
    found = (
        (row, sum(grid.cell(row, column.number) is not None for column in columns))
        for row in range(rows[-1] + 1, min(len(grid.cells), rows[-1] + 300) + 1)
    )
    return {row: count for row, count in found if count > 1}


def _no_record(
    row: int,
    cells: Sequence[tuple[int, Value]],
    titles: set[str],
    counters: set[int],
    wide: frozenset[int],
    covered: dict[tuple[int, int], tuple[int, int]],
) -> str:
    """Return why a row is no record; "" where it is one."""
    texts = [plain_text(str(cell)) for _, cell in cells]
    if len(cells) > 1 and sum(text in titles for text in texts) >= ENOUGH * len(cells):
        return "repeated header"
    if any(TOTAL.search(str(cell)) for _, cell in cells[:2] if isinstance(cell, str) and len(str(cell)) <= TITLE // 2):
        return "total"
    if row in wide:
        return "section"
    core = [number for number, _ in cells if number not in counters]
    if not core:
        return "placeholder"
    if len(cells) == 1 and not any((row, number) in covered for number in range(1, cells[0][0] + 2)):
        text = str(cells[0][1])
        return "legend" if NOTE.search(text) or len(text) > TITLE // 2 else "section"
    return ""
