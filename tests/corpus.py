"""What the corpus tests share: the files, edits drawn for each of them, and an outside judge of the result."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from reqsheets.model.plan import Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Growth
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit

FOLDER = Path(__file__).parents[2] / "shared" / "corpus"
FILES = sorted(path for path in FOLDER.glob("*/*") if path.suffix in {".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"})
PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.microsoft.com/office/excel/2006/2",  # a beta of Excel 2007
)


@dataclass
class Grid:
    """A worksheet as lxml sees it."""

    root: etree._Element
    cells: dict[tuple[int, int], etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row = 0
        for element in self.rows():
            row = int(element.get("r") or row + 1)
            column = 0
            for cell in named(element, "c"):
                reference = cell.get("r")
                column = number(re.match("[A-Z]+", reference)[0]) if reference else column + 1
                self.cells[row, column] = cell

    def rows(self) -> list[etree._Element]:
        """Return the row elements."""
        return [row for sheet_data in named(self.root, "sheetData") for row in named(sheet_data, "row")]


def number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def named(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for space in MAIN for child in element.findall(f"{{{space}}}{name}")]


def grid(text: bytes) -> Grid:
    return Grid(etree.fromstring(text, PARSER))


def holds_formula(cell: etree._Element) -> bool:
    return bool(named(cell, "f"))


def shown(cell: etree._Element | None) -> tuple[str, str]:
    """Return a cell's type and text, as a reader of the format sees it."""
    if cell is None:
        return "n", ""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        text = "".join(t.text or "" for is_ in named(cell, "is") for t in is_.iter() if etree.QName(t).localname == "t")
    else:
        text = "".join(v.text or "" for v in named(cell, "v"))
    return kind, re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def expected(value: Value, *, formula: bool, from_1904: bool) -> tuple[str, str]:
    match value:
        case None:
            return ("str", "") if formula else ("n", "")
        case bool():
            return "b", str(int(value))
        case str():
            return "str" if formula else "inlineStr", value
        case date():
            return "n", str(value.toordinal() - date(1899, 12, 30).toordinal() - (1462 if from_1904 else 0))
        case _:
            return "n", repr(value)


def edited(content: bytes, part: str, wanted: SheetEdit) -> bytes:
    package = Package(io.BytesIO(content), "file")
    edit(package, {part: wanted})
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


VALUES: tuple[Value, ...] = ("=1+1 <&> “新” _x0041_ ", 42, 4.3, None, True, "0012", date(2024, 3, 1))


def cells_edit(sheet: Grid) -> SheetEdit:
    """Change up to seven cells: filled ones, formulas, and a blank one at the end of a row."""
    formulas = [place for place, cell in sheet.cells.items() if holds_formula(cell)][:3]
    others = [place for place, cell in sheet.cells.items() if not holds_formula(cell)]
    chosen = formulas + others[:: max(1, len(others) // 3)][:3]
    if sheet.cells:
        row, column = max(sheet.cells, key=lambda place: (place[1] < 16000, place[0] < 1048000, *place))
        chosen.append((row, column + 2))
    changed: dict[int, dict[int, Value]] = {}
    for at, (row, column) in enumerate(chosen or [(2, 2)]):
        changed.setdefault(row, {})[column] = VALUES[at % len(VALUES)]
    return SheetEdit(changed)


def rows_edit(sheet: Grid) -> SheetEdit:
    """Add two rows below the last one."""
    last = max((row for row, _ in sheet.cells), default=1)
    columns = sorted({column for row, column in sheet.cells if row == last}) or [1]
    added = {last + more: dict.fromkeys(columns, None) | {columns[0]: f"新 {more}"} for more in (1, 2)}
    growth = Growth(min(2, last), last, last + 2, columns[0], columns[-1])
    return SheetEdit(added, added=frozenset(added), growth=growth)


def block_edit(sheet: Grid) -> SheetEdit:
    """Rewrite the last rows that hold no formulas, each one row further up, and two more rows."""
    formulas = {row for (row, _), cell in sheet.cells.items() if holds_formula(cell)}
    numbers = sorted({row for row, _ in sheet.cells})
    rows: list[int] = []
    while numbers and numbers[-1] not in formulas and len(rows) < 30 and (not rows or numbers[-1] == rows[0] - 1):
        rows.insert(0, numbers.pop())
    rows = rows or [max((row for row, _ in sheet.cells), default=1) + 1]
    columns = tuple(sorted({column for row, column in sheet.cells if row in rows})) or (1,)
    old = {row: tuple("was" if (row, column) in sheet.cells else None for column in columns) for row in rows}
    new: dict[int, tuple[Value, ...]] = {
        row: tuple(VALUES[(row + column) % 7] for column in columns) for row in range(rows[0], rows[-1] + 3)
    }
    came_from = {row: row + 1 for row in rows[:-1]}
    return SheetEdit(rewrite=Rewrite(columns, old, new, came_from), first_row=rows[0])
