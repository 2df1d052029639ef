"""The tiles of the dashboard: formulas that repeat a cell of the figures, and what they show after a write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from reqsheets.model.plan import ReplaceRows, Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.stale import formula_cells
from reqsheets.xlsx.reading.read import Reading

NOTHING = "—"
_TILE = re.compile(
    r"""IF\((?P<sheet>'(?:[^']|'')++'|[^'!()\s]++)!\$C\$(?P<row>[0-9]+)="","—",(?P=sheet)!\$C\$(?P=row)\)"""
)


def tile_formula(sheet: str, row: int) -> str:
    """Return the formula of a tile, given the figures' sheet as a formula takes it."""
    return f'IF({sheet}!$C${row}="","{NOTHING}",{sheet}!$C${row})'


def tiles(reading: Reading, package: Package) -> dict[tuple[int, int], int]:
    """Return by row and column which row of the figures each tile of the dashboard repeats."""
    dashboard, figures = reading.spec.purpose("dashboard"), reading.spec.purpose("figures")
    if dashboard is None or figures is None or not {dashboard.name, figures.name} <= reading.layouts.keys():
        return {}
    layout, source = reading.layouts[dashboard.name], reading.layouts[figures.name]
    found = {}
    for cell in formula_cells(package, package.sheets[layout.title], ()):
        match = _TILE.fullmatch(cell.text)
        if match and match["sheet"].strip("'") == source.title and source.columns.get("figure") == len("ABC"):
            found[cell.row, cell.column] = int(match["row"])
    return found


def tile_values(found: Mapping[tuple[int, int], int], figures: ReplaceRows | None) -> dict[int, dict[int, Value]]:
    """Return what the tiles show, by row and column, once the figures are rewritten."""
    values: defaultdict[int, dict[int, Value]] = defaultdict(dict)
    if figures is not None and "figure" in figures.columns:
        at = figures.columns.index("figure")
        for (row, column), source in found.items():
            value = figures.new[source][at] if source in figures.new else None
            values[row][column] = NOTHING if value is None else value
    return dict(values)
