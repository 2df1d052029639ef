"""How the template dresses a column: the styles of its header and cells, its width, and its drop-down or prompt."""

from __future__ import annotations

import io
import re

from lxml import etree

from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import area, letters
from reqsheets.xlsx.patching.grafted_sheet import MAIN, Grafting, reaches, renamed
from reqsheets.xlsx.patching.grafted_styles import GraftedStyles
from reqsheets.xlsx.patching.splices import parsed_part
from reqsheets.xlsx.reading.read import Reading

Dress = tuple[int | None, int | None, float | None, bytes]
ELSEWHERE = re.compile(
    r"(?:'(?:[^']|''){1,99}+'|[^\W\d][\w.]{0,99}+)!\$?[A-Z]{1,3}\$?[0-9]{0,7}(?::\$?[A-Z]{1,3}\$?[0-9]{0,7})?"
)
OWN_ROW = re.compile(r"(?<![\w!$:.])\$?([A-Z]{1,3})[0-9]+(?![\w(!])")


def dressed(package: Package, reading: Reading, sheet: str, column: str) -> Dress:
    """Return the styles of header and cells, the width and the validation of a column, brought into the workbook."""
    from reqsheets.xlsx.template.template import HEADER_ROWS, template  # noqa: PLC0415 (heavy, and seldom needed)

    spec = reading.spec.sheet(sheet)
    number = [known.name for known in spec.columns].index(column) + 1
    source = Package(io.BytesIO(template(reading.spec, only=(sheet,))), "template.xlsx")
    root = parsed_part(source.read(source.sheets[spec.title]))
    header = HEADER_ROWS.get(spec.purpose, 1)
    styles = GraftedStyles(package, source)
    found = [styles.cell(_style(root, row, number)) for row in (header, header + 1)]
    styles.save()
    width = next(known.width for known in spec.columns if known.name == column)
    titles = {reading.spec.sheet(name).title: layout.title for name, layout in reading.layouts.items()}
    moved = frozenset(
        reading.spec.sheet(name).title
        for name, layout in reading.layouts.items()
        if any(layout.columns.get(c.name) != i for i, c in enumerate(reading.spec.sheet(name).columns, 1))
    )
    grafting = Grafting(package, titles, {}, 0, styles, (), moved)
    return found[0], found[1], width, _validation(grafting, root, header + 1, number)


def _style(root: etree._Element, row: int, column: int) -> int:
    address = f"{letters(column)}{row}"
    cell = next((cell for cell in root.iter(f"{{{MAIN}}}c") if cell.get("r") == address), None)
    return int(cell.get("s", 0)) if cell is not None else 0


def _validation(grafting: Grafting, root: etree._Element, row: int, column: int) -> bytes:
    """Return the template's validation of a column, without a place; nothing where it reads cells of its own row."""
    for node in root.iter(f"{{{MAIN}}}dataValidation"):
        places = [area(one) for one in (node.get("sqref") or "").split()]
        if not any(place and place.holds(row, column) for place in places):
            continue
        formulas = list(node.iterchildren(etree.Element))
        for inner in formulas:
            text = inner.text or ""
            if not reaches(grafting, text) or _reads_own_row(text, column):
                return b""
            inner.text = renamed(grafting, text)
        node.attrib.pop("sqref", "")
        whole: bytes = etree.tostring(node, encoding="UTF-8")
        whole = whole[whole.index(b"<dataValidation") :].rstrip()
        return re.sub(rb'\sxmlns(?::\w+)?="[^"]*"', b"", whole)
    return b""


def _reads_own_row(formula: str, column: int) -> bool:
    """Tell whether a formula reads other cells of its row, which may stand elsewhere here."""
    plain = re.sub(r'"[^"]*+(?:"|\Z)', '""', formula)
    plain = ELSEWHERE.sub("", plain)
    return any(found != letters(column) for found in OWN_ROW.findall(plain)) or bool(OWN_ROW.search(plain))
