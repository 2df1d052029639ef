"""A tab of a stranger's file as plain cells, and how its cells look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from reqsheets.model.plan import Value

TOP_BYTES = 1 << 19  # of a tab's part, from which formulas and forms of days are told


@dataclass(frozen=True, slots=True)
class Area:
    """Cells in a rectangle: Excel rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Looks:
    """How the cells of a tab look: by Excel row the fills of its cells, rows struck out, and columns with formulas."""

    fills: Mapping[int, frozenset[str]] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    formulas: frozenset[int] = frozenset()  # columns from 1
    orders: Mapping[int, frozenset[str]] = field(
        default_factory=dict
    )  # by column: YMD, DMY or MDY, as its days are shown


@dataclass(frozen=True)
class Grid:
    """One tab: `cells[0][0]` is A1; blanks are None. How it looks is read only when somebody asks."""

    title: str
    cells: list[list[Value]]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    looking: Callable[[int], Looks] = lambda most: Looks()  # noqa: ARG005 (how many bytes are looked at, 0 for all)

    @cached_property
    def looks(self) -> Looks:
        """Return how its cells look."""
        return self.looking(0)

    @cached_property
    def top_looks(self) -> Looks:
        """Return how its first cells look, which is quick."""
        return self.looking(TOP_BYTES)

    def cell(self, row: int, column: int) -> Value:
        """Return the cell in an Excel row and column from 1; None beyond the last one."""
        line = self.cells[row - 1] if 0 < row <= len(self.cells) else []
        return line[column - 1] if 0 < column <= len(line) else None


@dataclass(frozen=True)
class Source:
    """A stranger's file: its path and its tabs; `encoding` of a text file."""

    path: Path
    grids: tuple[Grid, ...]
    encoding: str = ""
