"""What hangs on the rows of a sheet and must go along when they move: comments, their boxes, pictures, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Area, area
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags, with_attribute
from reqsheets.xlsx.patching.existing_rows import moved_rows, vanished
from reqsheets.xlsx.patching.sheet_edit import Rewrite

_SHAPE = re.compile(rb"<(" + PREFIX + rb")shape(?=[\s>])" + inside(rb"shape") + rb"</\1shape\s*>")
_BOX = re.compile(rb"(<" + PREFIX + rb"Anchor\s*>)([^<]*)(</)")
_ROW = re.compile(rb"(<" + PREFIX + rb"Row\s*>\s*)([0-9]+)(\s*</)")
_COLUMN = re.compile(rb"<" + PREFIX + rb"Column\s*>\s*([0-9]+)")
_NOTE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")
_ANCHOR = re.compile(
    rb"<(" + PREFIX + rb")(twoCellAnchor|oneCellAnchor)(?=[\s>])" + inside(rb"(?:two|one)CellAnchor") + rb"</\1\2\s*>"
)
_EDGE_COLUMN = re.compile(rb"<" + PREFIX + rb"col\s*>\s*([0-9]+)")
_EDGE = re.compile(rb"(<(" + PREFIX + rb")(?:from|to)\s*>" + inside(rb"(?:from|to|row)") + rb"<\2row\s*+>\s*+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Moves:
    """Where each row of a rewritten block goes; rows that nothing continues take what hangs on them with them."""

    to: Mapping[int, int]
    gone: frozenset[int]
    left: int
    right: int

    def row(self, row: int) -> int | None:
        """Return the new place of a row, None where it is gone; rows beside the block stay."""
        return None if row in self.gone else self.to.get(row, row)

    def spans(self, column: int) -> bool:
        """Tell whether a column belongs to the block."""
        return self.left <= column <= self.right

    def reference(self, text: str) -> str | None:
        """Return the new place of a cell (or of cells in one row), None where it is gone."""
        covered = area(text)
        if covered is None or covered.top != covered.bottom or not self.spans(covered.left):
            return text
        row = self.row(covered.top)
        return None if row is None else str(Area(row, covered.left, row, covered.right))


def moves_of(rewrite: Rewrite | None) -> Moves | None:
    """Return how the rows of a block move; None where all stay."""
    if not rewrite or not rewrite.moves:
        return None
    return Moves(moved_rows(rewrite), frozenset(vanished(rewrite)), min(rewrite.columns), max(rewrite.columns))


def follow_rows(package: Package, sheet_part: str, moves: Moves) -> None:
    """Move comments, threads and pictures along with their rows; a picture on a row that is gone stays where it is."""
    changes: tuple[tuple[str, Callable[[bytes, Moves], bytes]], ...] = (
        ("comments", lambda text, moves: _entries(text, "comment", moves)),
        ("threadedComment", lambda text, moves: _entries(text, "threadedComment", moves)),
        ("vmlDrawing", _boxes),
        ("drawing", _pictures),
    )
    for kind, moved in changes:
        for part in package.related(sheet_part, kind):
            package.change(part, moved(package.read(part), moves))


def linked(tail: bytes, moves: Moves | None) -> bytes:
    """Return what follows the rows with the links moved along."""
    if moves is None or b"hyperlink" not in tail:
        return tail
    tail = _entries(tail, "hyperlink", moves)
    return re.sub(rb"<(" + PREFIX + rb")hyperlinks\s*>\s*</\1hyperlinks\s*>", b"", tail)


def _entries(text: bytes, name: str, moves: Moves) -> bytes:
    """Return a list of elements that name their cell by `ref`, each at its new place, in the order of the cells."""
    element = re.compile(
        rb"<(" + PREFIX + rb")" + name.encode() + rb"(?=[\s/>])(?:[^<>]*/>|"
        rb"" + inside(name.encode()) + rb"</\1" + name.encode() + rb"\s*>)"
    )

    def moved(match: re.Match[bytes]) -> bytes:
        opening = tags(name).match(match[0])
        tag = opening[0] if opening else match[0]
        before = attribute(tag, "ref")
        after = before if before is None else moves.reference(before)
        if after is None:
            return match[0] if before is None else b""
        return match[0] if after == before else with_attribute(tag, "ref", after) + match[0][len(tag) :]

    return element.sub(moved, text)


def _boxes(text: bytes, moves: Moves) -> bytes:
    """Return the old drawing part with the box of each comment at its new row."""

    def moved(match: re.Match[bytes]) -> bytes:
        place, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        if not place or not column or not _NOTE.search(match[0]) or not moves.spans(int(column[1]) + 1):
            return match[0]
        row = int(place[2]) + 1
        new = moves.row(row)
        if new is None:
            return b""
        shape = _ROW.sub(lambda found: found[1] + b"%d" % (new - 1) + found[3], match[0])
        return _BOX.sub(lambda found: found[1] + _shifted(found[2], new - row) + found[3], shape)

    return _SHAPE.sub(moved, text)


def _shifted(box: bytes, rows: int) -> bytes:
    """Return the eight numbers of a box (column, offset, row, offset, twice) that many rows further down."""
    numbers = box.split(b",")
    for at in (2, 6):
        if len(numbers) == 8 and numbers[at].strip().isdigit():  # noqa: PLR2004
            numbers[at] = b" %d" % max(0, int(numbers[at]) + rows)
    return b",".join(numbers)


def _pictures(text: bytes, moves: Moves) -> bytes:
    def moved(match: re.Match[bytes]) -> bytes:
        top, column = _EDGE.search(match[0]), _EDGE_COLUMN.search(match[0])
        row = int(top[3]) + 1 if top else 0
        new = moves.row(row)
        if new is None or new == row or not column or not moves.spans(int(column[1]) + 1):
            return match[0]
        return _EDGE.sub(lambda edge: edge[1] + b"%d" % max(0, int(edge[3]) + new - row), match[0])

    return _ANCHOR.sub(moved, text)
