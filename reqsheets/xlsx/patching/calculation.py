"""What keeps Excel from showing a stale number: a full calculation on opening, and no outdated calculation chain."""

from __future__ import annotations

import re

from reqsheets.xlsx.package.package import CONTENT_TYPES, Package, relationships_part
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, tags, with_attribute

_BEFORE = ("definedNames", "externalReferences", "functionGroups", "sheets")  # calcPr follows the first that is there


def calculates_on_opening(package: Package) -> bool:
    """Tell whether the workbook is set to be calculated in full when it is opened."""
    match = tags("calcPr").search(package.read(package.workbook))
    return bool(match) and attribute(match[0], "fullCalcOnLoad") in {"1", "true"} if match else False


def calculate_on_opening(package: Package) -> None:
    """Have Excel, WPS and LibreOffice calculate everything when the workbook is next opened."""
    text = package.read(package.workbook)
    match = tags("calcPr").search(text)
    if match:
        tag = with_attribute(match[0], "fullCalcOnLoad", "1")
        package.change(package.workbook, text[: match.start()] + tag + text[match.end() :])
        return
    for name in _BEFORE:
        end = re.search(
            rb"</(" + PREFIX + rb")" + name.encode() + rb"\s*>|<(" + PREFIX + rb")" + name.encode() + rb"\s*/>", text
        )
        if end:
            prefix = end[1] if end[1] is not None else end[2]
            tag = b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>'
            package.change(package.workbook, text[: end.end()] + tag + text[end.end() :])
            return


def drop_chain(package: Package) -> None:
    """Leave the calculation chain out; Excel makes a new one. It must name exactly the cells with formulas."""
    for relationship in package.relationships(package.workbook):
        if relationship.kind != "calcChain" or not package.has(relationship.target):
            continue
        package.drop(relationship.target)
        holder = relationships_part(package.workbook)
        package.change(holder, _without(package.read(holder), "Relationship", "Id", relationship.id))
        types = package.read(CONTENT_TYPES)
        package.change(CONTENT_TYPES, _without(types, "Override", "PartName", f"/{relationship.target}"))


def _without(text: bytes, element: str, name: str, value: str) -> bytes:
    """Return a list of parts or relationships without the entry whose attribute has that value."""
    for match in tags(element).finditer(text):
        if (attribute(match[0], name) or "").lower() == value.lower():
            end = match.end()
            if not match[0].endswith(b"/>"):
                end = text.index(b">", end) + 1
            return text[: match.start()] + text[end:]
    return text
