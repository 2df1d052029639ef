"""The text of a formula: what it refers to, and the same formula for another row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reqsheets.xlsx.package.references import Area, column_number, letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PIECE = re.compile(
    r"""(?P<text>"[^"]*+(?:"|\Z))
    |(?P<sheet>(?<!')'(?:[^']|'')++'!|(?<![\w.\[\]\\:])[\w.\[\]\\:]++!)?  # a structured reference has no ! behind it
     (?:(?P<area>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w.(\[]))
       |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(\[]))
       |(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.(]))
       |(?P<table>[^\W\d][\w.\\]*)?(?P<part>(?<!')\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*+\])*+\])
       |(?P<name>[^\W\d][\w.\\?]*)(?P<call>\s*\()?
       |(?P<number>[0-9.]+(?:[Ee][+-]?[0-9]+)?))""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_INNER = re.compile(r"(?<!')\[((?:'.|[^\[\]'])++)\]")
_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})  # what these read, their text does not tell
_CONSTANTS = frozenset({"TRUE", "FALSE"})


@dataclass(frozen=True, slots=True)
class CellsNamed:
    """A reference to cells; `sheet` is a tab's title, empty for the formula's own."""

    sheet: str
    area: Area


@dataclass(frozen=True, slots=True)
class TableNamed:
    """A reference to a table (empty: that in which the formula stands) or some of its columns, or to one row of it."""

    table: str
    columns: tuple[str, ...]
    this_row: bool


@dataclass(frozen=True, slots=True)
class NameUsed:
    """A reference to a defined name, or to a table as a whole."""

    name: str


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A reference that only calculating tells."""


Reference = CellsNamed | TableNamed | NameUsed | Anywhere


def references(formula: str) -> Iterator[Reference]:
    """Yield what a formula refers to; references into other workbooks are left out."""
    for piece in _PIECE.finditer(formula):
        kind = piece.lastgroup
        if kind in {"text", "number"} or piece["text"]:
            continue
        sheet = _title(piece["sheet"] or "")
        if "[" in sheet or (sheet and ":" in sheet):
            if "[" not in sheet:
                yield Anywhere()  # a row of sheets
            continue
        if piece["name"]:
            yield from _named(piece["name"].upper(), is_call=bool(piece["call"]))
        elif piece["part"]:
            yield _structured(piece["table"] or "", piece["part"])
        elif piece["area"] or piece["columns"] or piece["rows"]:
            yield CellsNamed(sheet, _area(piece))


def _title(sheet: str) -> str:
    sheet = sheet.removesuffix("!")
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _named(name: str, *, is_call: bool) -> Iterator[Reference]:
    if is_call:
        if name in _ANYWHERE:
            yield Anywhere()
    elif name not in _CONSTANTS:
        yield NameUsed(name)


def _structured(table: str, part: str) -> TableNamed:
    inner = _INNER.findall(part) if part.startswith("[[") or "[#" in part[1:] else [part[1:-1]]
    words = [re.sub(r"'(.)", r"\1", word.strip()) for word in inner] or [part[1:-1]]
    this_row = part.startswith("[@") or any(word.lower() == "#this row" for word in words)
    titles = [word.removeprefix("@").strip("[]") for word in words if not word.startswith("#")]
    if part.startswith("[@["):
        titles = [re.sub(r"'(.)", r"\1", word) for word in _INNER.findall(part[2:])]
    columns = (
        () if ":" in _INNER.sub("", part) else tuple(title for title in titles if title)
    )  # a span: the whole table
    return TableNamed(table, columns, this_row)


def _area(piece: re.Match[str]) -> Area:
    if piece["area"]:
        first, _, last = piece["area"].upper().replace("$", "").partition(":")
        corners = [_corner(first), _corner(last or first)]
        rows, columns = sorted(row for row, _ in corners), sorted(column for _, column in corners)
        return Area(rows[0], columns[0], rows[1], columns[1])
    if piece["columns"]:
        first, _, last = piece["columns"].upper().replace("$", "").partition(":")
        columns = sorted((column_number(first), column_number(last)))
        return Area(1, columns[0], LAST_ROW, columns[1])
    first, _, last = piece["rows"].replace("$", "").partition(":")
    rows = sorted((int(first), int(last)))
    return Area(rows[0], 1, rows[1], LAST_COLUMN)


def _corner(reference: str) -> tuple[int, int]:
    match = _CORNER.fullmatch(reference)
    return (int(match[4]), column_number(match[2])) if match else (0, 0)


def filled_down(formula: str, rows: int, columns: int) -> str:
    """Return a formula as copying it that many rows down and columns to the right gives it."""

    def shifted(piece: re.Match[str]) -> str:
        return _CORNER.sub(lambda corner: _shifted(corner, rows, columns), piece["area"])

    return _with_areas(formula, shifted, other_sheets=True)


def moved_to(formula: str, row: int, new_row: int) -> str | None:
    """Return a formula that goes to another row together with its row: what it reads of that row goes along.

    None where it reads a single other row by a relative reference: nobody can tell what that should become.
    """
    lost = False

    def moved(piece: re.Match[str]) -> str:
        nonlocal lost
        corners = [(corner[3], int(corner[4])) for corner in _CORNER.finditer(piece["area"])]
        if {at for _, at in corners} == {row}:
            return _CORNER.sub(lambda corner: _at_row(corner, new_row), piece["area"])
        lost = lost or (len(corners) == 1 and not corners[0][0])
        return piece["area"]

    text = _with_areas(formula, moved, other_sheets=False)
    return None if lost else text


def _with_areas(formula: str, change: Callable[[re.Match[str]], str], *, other_sheets: bool) -> str:
    def changed(piece: re.Match[str]) -> str:
        if not piece["area"] or (piece["sheet"] and not other_sheets):
            return piece[0]
        return (piece["sheet"] or "") + change(piece)

    return _PIECE.sub(changed, formula)


def _shifted(corner: re.Match[str], rows: int, columns: int) -> str:
    column = column_number(corner[2].upper()) + (0 if corner[1] else columns)
    row = int(corner[4]) + (0 if corner[3] else rows)
    if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
        return "#REF!"
    return f"{corner[1]}{letters(column)}{corner[3]}{row}"


def _at_row(corner: re.Match[str], row: int) -> str:
    return corner[0] if corner[3] else f"{corner[1]}{corner[2]}{corner[3]}{row}"
