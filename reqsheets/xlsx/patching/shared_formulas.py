"""Formulas that have their text in another cell, which is to hold a value from now on: they must tell it themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from reqsheets.xlsx.package.sheet_blocks import Finder, Kind
from reqsheets.xlsx.package.xml_bytes import attribute
from reqsheets.xlsx.patching.cell_xml import formula_of
from reqsheets.xlsx.patching.formula_text import filled_down

Place = tuple[int, int]  # row and column


def spelled(
    pieces: Iterable[tuple[Kind, bytes]], finder: Finder, fixed: Mapping[int, frozenset[int]]
) -> dict[int, dict[int, str]]:
    """Return by row and column the text of each formula that shares it with a cell of `fixed`."""
    masters: dict[str, tuple[str, Place]] = {}
    followers: defaultdict[str, list[Place]] = defaultdict(list)
    for group, text, place in _shared(pieces, finder):
        if text:
            masters[group] = (text, place)
        else:
            followers[group].append(place)
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for group, (text, (top, left)) in masters.items():
        for row, column in followers[group] if left in fixed.get(top, ()) else ():
            found[row][column] = filled_down(text, row - top, column - left)
    return dict(found)


def _shared(pieces: Iterable[tuple[Kind, bytes]], finder: Finder) -> Iterator[tuple[str, str, Place]]:
    """Yield the group, the text (or nothing) and the place of each formula that is shared."""
    for kind, block in pieces:
        if kind not in {"rows", "last"} or b"shared" not in block:
            continue
        for place in finder.every_row(block):
            if block.find(b"shared", place.inner, place.close) < 0:
                continue
            for cell in finder.every_cell(block, place):
                text, tag = formula_of(block[cell.start : cell.end])
                group = attribute(tag, "si") if tag and attribute(tag, "t") == "shared" else None
                if group is not None:
                    yield group, text, (place.number, cell.column)
