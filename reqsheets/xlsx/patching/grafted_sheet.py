"""A template's parts as they must read in another workbook: styles, titles, tables, dates, namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.xml_bytes import attribute
from reqsheets.xlsx.patching.grafted_styles import GraftedStyles
from reqsheets.xlsx.patching.sheet_index import is_strict
from reqsheets.xlsx.patching.splices import parsed_part

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "http://purl.oclc.org/ooxml/drawingml/chart",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": (
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
    ),
}
PERCENT_IN_STRICT = {"gapWidth", "overlap", "holeSize", "gapDepth", "hPercent", "depthPercent", "bubbleScale"}
DAYS_TO_1904 = 1462
TABLE_LOOKS = (
    "headerRowDxfId",
    "dataDxfId",
    "totalsRowDxfId",
    "headerRowBorderDxfId",
    "tableBorderDxfId",
    "totalsRowBorderDxfId",
)
_TEXTS = re.compile(r'("[^"]*+(?:"|\Z))')
_SHEET_IN_FORMULA = re.compile(r"'((?:[^']|''){1,99}+)'!|(?<![\w'.\]])([^\W\d][\w.]{0,99}+)!")


@dataclass
class Grafting:
    """What the parts of new sheets need to know of the workbook that they come into."""

    target: Package
    titles: Mapping[str, str]  # of the template's sheets: their titles here
    tables: Mapping[str, str]  # of the template's tables: their names here
    table_id: int  # the next free one
    styles: GraftedStyles
    strings: Sequence[str]  # the template's shared texts
    moved: frozenset[str]  # the template's titles of sheets whose columns stand elsewhere here
    uncalculated: bool = False  # whether a formula came without a result

    @cached_property
    def from_1904(self) -> bool:
        """Whether the workbook counts its days from 1904."""
        return self.target.from_1904()

    @cached_property
    def there(self) -> frozenset[str]:
        """The titles of all sheets that the workbook has or gets, in lower case."""
        titles = ((attribute(tag, "name") or "") for tag in self.target.sheet_tags())
        return frozenset(title.casefold() for title in (*titles, *self.titles.values()))


def transformed(grafting: Grafting, text: bytes, kind: str) -> bytes:
    """Return a part of the template as it must read in the workbook, by its content type."""
    root = parsed_part(text)
    if kind.endswith("worksheet+xml"):
        _sheet(grafting, root)
    elif kind.endswith("table+xml"):
        _table(grafting, root)
    elif "chart+xml" in kind:
        for formula in root.iter("{*}f"):
            formula.text = renamed(grafting, formula.text or "")
    if not is_strict(grafting.target):
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _strict(root, kind)


def _strict(root: etree._Element, kind: str) -> bytes:
    if "chart+xml" in kind:
        for node in root.iter(etree.Element):
            if etree.QName(node).localname in PERCENT_IN_STRICT and (node.get("val") or "").lstrip("-").isdecimal():
                node.set("val", f"{node.get('val')}%")
    text = etree.tostring(root, encoding="UTF-8")
    for old, new in STRICT.items():
        text = text.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.partition(b"?>\n")[2]
        if text.startswith(b"<?xml")
        else b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text
    )


def renamed(grafting: Grafting, formula: str) -> str:
    """Return a formula with the titles and the tables' names of the workbook; texts in it stay."""

    def one(text: str) -> str:
        def titled(match: re.Match[str]) -> str:
            old = (match[1] or match[2]).replace("''", "'")
            new = grafting.titles.get(old, old)
            return match[0] if new == old else "'" + new.replace("'", "''") + "'!"

        text = _SHEET_IN_FORMULA.sub(titled, text)
        for old, new in grafting.tables.items():
            if old != new:
                text = re.sub(r"(?<![\w.])" + re.escape(old) + r"\[", f"{new}[".replace("\\", ""), text)
        return text

    return "".join(part if part.startswith('"') else one(part) for part in _TEXTS.split(formula))


def _read_by(formula: str) -> Iterator[str]:
    """Yield the titles of the sheets that a formula reads."""
    for quoted, plain in _SHEET_IN_FORMULA.findall(_TEXTS.sub('""', formula)):
        yield quoted.replace("''", "'") or plain


def _sheet(grafting: Grafting, root: etree._Element) -> None:
    _drop_lists_out_of_reach(grafting, root)
    _refuse_out_of_reach(grafting, root)
    for cell in root.iter(_main("c")):
        _cell(grafting, cell)
    _lines_and_looks(grafting, root)
    for node in root.iter(*map(_main, ("f", "formula", "formula1", "formula2"))):
        node.text = renamed(grafting, node.text or "")
    for node in root.iter(_main("hyperlink")):
        if node.get("location"):
            node.set("location", renamed(grafting, node.get("location", "")))
    for node in root.iter(_main("sheetView")):
        node.attrib.pop("tabSelected", "")  # else Excel opens with two sheets selected and edits go into both
        node.set("workbookViewId", "0")
    for node in root.iter(_main("sheetPr")):
        node.attrib.pop("codeName", "")  # the macro project knows no such module


def _lines_and_looks(grafting: Grafting, root: etree._Element) -> None:
    for node in root.iter(_main("col")):
        node.set("style", str(grafting.styles.cell(int(node.get("style", 0)))))
    for node in root.iter(_main("row")):
        if node.get("s") is not None:
            node.set("s", str(grafting.styles.cell(int(node.get("s", 0)))))
    for node in root.iter(_main("cfRule")):
        if node.get("dxfId") is not None:
            node.set("dxfId", str(grafting.styles.look(int(node.get("dxfId", 0)))))


def _main(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def _cell(grafting: Grafting, cell: etree._Element) -> None:
    """Give a cell its style here, also where it has none: style 0 is the workbook's own look."""
    old = int(cell.get("s", 0))
    cell.set("s", str(grafting.styles.cell(old)))
    value = cell.find(_main("v"))
    if cell.find(_main("f")) is not None:
        if (value is None or not value.text) and cell.get("t") != "str":
            grafting.uncalculated = True
        return
    if cell.get("t") == "s" and value is not None:
        _inline(cell, grafting.strings[int(value.text or 0)])
    elif _is_date(grafting, cell, old) and value is not None and value.text and grafting.from_1904:
        value.text = f"{float(value.text) - DAYS_TO_1904:.15g}"


def _is_date(grafting: Grafting, cell: etree._Element, style: int) -> bool:
    return cell.get("t", "n") == "n" and grafting.styles.shows_date(style)


def _inline(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    inner = etree.SubElement(etree.SubElement(cell, _main("is")), _main("t"))
    inner.text = text
    if text != text.strip():
        inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _out_of_reach(grafting: Grafting, formula: str) -> str:
    """Return the title of a sheet that a formula would read in vain, nothing where it finds all."""
    for title in _read_by(formula):
        if grafting.titles.get(title, title).casefold() not in grafting.there or title in grafting.moved:
            return title
    return ""


def reaches(grafting: Grafting, formula: str) -> bool:
    """Tell whether a formula would find here all that it reads."""
    return not _out_of_reach(grafting, formula)


def _drop_lists_out_of_reach(grafting: Grafting, root: etree._Element) -> None:
    """Leave out drop-downs and formats that would read a sheet that is not there: Excel would mend the file."""
    for holder, item in (("dataValidations", "dataValidation"), ("", "conditionalFormatting")):
        for node in [*root.iter(_main(item))]:
            texts = [inner.text or "" for inner in node.iter(*map(_main, ("formula", "formula1", "formula2")))]
            if any(_out_of_reach(grafting, text) for text in texts):
                _remove(node)
        for node in [*root.iter(_main(holder))] if holder else []:
            left = len(node)
            node.set("count", str(left))
            if not left:
                _remove(node)


def _remove(node: etree._Element) -> None:
    holder = node.getparent()
    if holder is not None:
        holder.remove(node)


def _refuse_out_of_reach(grafting: Grafting, root: etree._Element) -> None:
    for node in root.iter(_main("f")):
        title = _out_of_reach(grafting, node.text or "")
        if title:
            raise UneditableError(
                f"新增的工作表里有公式要读取“{title}”，但工作簿里没有它，或它的列被移动过，没有新增",
                f"a formula of the new sheet reads {title!r}, which is missing or whose columns were moved; not added",
            )


def _table(grafting: Grafting, root: etree._Element) -> None:
    new = grafting.tables[root.get("displayName", "")]
    root.set("id", str(grafting.table_id))
    grafting.table_id += 1
    root.set("name", new)
    root.set("displayName", new)
    for node in root.iter(etree.Element):
        for key in TABLE_LOOKS:
            if node.get(key) is not None:
                node.set(key, str(grafting.styles.look(int(node.get(key, 0)))))
    for node in root.iter(_main("calculatedColumnFormula")):
        node.text = renamed(grafting, node.text or "")
