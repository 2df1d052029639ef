"""The tabs of a workbook and the parts of the package that hold them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from reqsheets.xlsx.package.markup import parse
from reqsheets.xlsx.package.package_check import WORKBOOK, Package, spelled

RELATIONS = "xl/_rels/workbook.xml.rels"


def tabs(package: Package) -> dict[str, str]:
    """Return the part of every worksheet by its tab's title, in the workbook's order, hidden ones included."""
    targets = {
        attributes.get("Id", ""): _part(attributes.get("Target", ""))
        for element, attributes in _elements(package, RELATIONS)
        if element == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    found: dict[str, str] = {}
    for element, attributes in _elements(package, WORKBOOK):
        if element == "sheet":
            part = targets.get(_relation(attributes), "")
            if spelled(part) in package.members:
                found[attributes.get("name", "")] = part
    return found


def hidden_tabs(package: Package) -> set[str]:
    """Return the titles of the tabs that do not show, "very hidden" ones included."""
    return {
        attributes.get("name", "")
        for element, attributes in _elements(package, WORKBOOK)
        if element == "sheet" and attributes.get("state", "visible") != "visible"
    }


def structure_locked(package: Package) -> bool:
    """Tell whether no tab may come, go, show or hide: the structure is protected, or shared in the old way."""
    if any("/revisions/" in member for member in package.members):
        return True
    return any(
        element == "workbookProtection" and attributes.get("lockStructure") in {"1", "true"}
        for element, attributes in _elements(package, WORKBOOK)
    )


def related_part(package: Package, kind: str) -> str | None:
    """Return the part that the workbook names as its styles, shared strings and the like; None without one."""
    for element, attributes in _elements(package, RELATIONS) if RELATIONS in package.members else ():
        if element == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
            part = _part(attributes.get("Target", ""))
            return part if spelled(part) in package.members else None
    return None


def _part(target: str) -> str:
    return spelled(posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))))


def _relation(attributes: Mapping[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _elements(package: Package, part: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    parse(package, part, lambda element, attributes: found.append((element, attributes)))
    return found
