"""Other legal spellings of a workbook's sheets, and a reader of cells that has nothing in common with the package's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.dom import minidom

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True)
class Held:
    """What a cell holds, as its elements say: type, text of value, formula, style."""

    kind: str = "n"
    value: str | None = None
    formula: str | None = None
    style: str = "0"


def cells_of(sheet: bytes) -> dict[tuple[int, int], Held]:
    """Return every cell of a worksheet by row and column, as a DOM gives them."""
    found: dict[tuple[int, int], Held] = {}
    data = children(minidom.parseString(sheet).documentElement, "sheetData")  # noqa: S318 -- our own files
    row = 0
    for line in (line for element in data for line in children(element, "row")):
        row = int(line.getAttribute("r") or row + 1)
        column = 0
        for cell in children(line, "c"):
            reference = cell.getAttribute("r")
            column = number(reference.rstrip("0123456789")) if reference else column + 1
            assert not reference or reference.endswith(str(row))
            assert (row, column) not in found
            found[row, column] = held(cell)
    return found


def held(cell: minidom.Element) -> Held:
    formulas, values, texts = (children(cell, name) for name in ("f", "v", "is"))
    value = text(values[0]) if values else None
    if texts:
        runs = [t for is_ in texts for t in is_.getElementsByTagNameNS(MAIN, "t") if t.parentNode.localName != "rPh"]
        value = "".join(map(text, runs))
    formula = None
    if formulas:
        formula = "|".join([text(formulas[0]), *(f"{k}={v}" for k, v in sorted(formulas[0].attributes.items()))])
    return Held(cell.getAttribute("t") or "n", value, formula, cell.getAttribute("s") or "0")


def children(element: minidom.Element, name: str) -> list[minidom.Element]:
    return [
        child
        for child in element.childNodes
        if child.nodeType == child.ELEMENT_NODE and child.localName == name and child.namespaceURI == MAIN
    ]


def text(element: minidom.Element) -> str:
    kinds = (element.TEXT_NODE, element.CDATA_SECTION_NODE)
    return "".join(child.data for child in element.childNodes if child.nodeType in kinds)


def number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def sheets_of(content: bytes) -> dict[str, bytes]:
    """Return the worksheets of a package by the names of their parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if SHEET.fullmatch(name)}


def shown(content: bytes) -> dict[tuple[str, int, int], object]:
    """Return what every filled cell shows, shared texts looked up, by part, row and column; styles left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        strings = package.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in package.namelist() else b""
    shared = []
    for entry in children(minidom.parseString(strings).documentElement, "si") if strings else ():  # noqa: S318
        runs = [t for t in entry.getElementsByTagNameNS(MAIN, "t") if t.parentNode.localName != "rPh"]
        shared.append("".join(map(text, runs)))
    found: dict[tuple[str, int, int], object] = {}
    for part, sheet in sheets_of(content).items():
        for (row, column), cell in cells_of(sheet).items():
            value: object = cell.value
            kind = cell.kind
            if kind == "s":
                value, kind = shared[int(cell.value or 0)], "text"
            elif kind in ("inlineStr", "str"):
                kind = "text"
            elif kind == "n" and cell.value:
                value = float(cell.value)
            if value not in (None, "") or cell.formula is not None:
                found[part, row, column] = kind, value, cell.formula
    return found


def respelt(content: bytes, spell: Callable[[str], str]) -> bytes:
    """Return the package with every worksheet written another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            sheet = old.read(name)
            new.writestr(name, spell(sheet.decode()) if SHEET.fullmatch(name) else sheet)
    return out.getvalue()


ROW = re.compile(r'<row r="(\d+)"([^<>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^<>]*?)(/>|>.*?</c>)', re.DOTALL)
Says = Callable[[int], bool]  # whether the n-th row, or the n-th cell of a row, says where it stands


def placed(text: str, *, rows: Says = lambda _: True, cells: Says = lambda _: True) -> str:
    """Return a sheet in which only some rows and cells say where they stand; blank ones fill what that leaves open."""
    before = 0

    def row(match: re.Match[str]) -> str:
        nonlocal before
        here, says = int(match[1]), rows(before)
        blank = "" if says else "<row/>" * (here - before - 1)
        before = here
        where = f' r="{here}"' if says else ""
        inner = _cells(match[3] or "", cells)
        return f"{blank}<row{where}{match[2]}" + (f">{inner}</row>" if match[3] is not None else "/>")

    return ROW.sub(row, text)


def _cells(text: str, says: Says) -> str:
    out, column = [], 0
    for at, match in enumerate(CELL.finditer(text)):
        here = number(match[1])
        if says(at):
            out.append(match[0])
        else:
            out.append("<c/>" * (here - column - 1) + f"<c{match[3]}{match[4]}")
        column = here
    return "".join(out)


def places_last(text: str) -> str:
    return re.sub(r'<(row|c)( r="[A-Z0-9]+")([^<>]*?)(/?)>', r"<\1\3\2\4>", text)


def in_tags(text: str, change: Callable[[str], str]) -> str:
    return re.sub(r"<[^<>?!]+>", lambda match: change(match[0]), text)


def prefixed(text: str) -> str:
    return re.sub(r"<(/?)(?=[A-Za-z]+[\s/>])", r"<\1x:", text).replace('xmlns="', 'xmlns:x="', 1)


def commented(text: str) -> str:
    comment = '<!-- <c r="A1"><v>99</v></c></row></sheetData> --><?x <row r="3"> ?>'
    return re.sub(r"(?=<c |<row |</row>|</sheetData>|<mergeCell )", comment, text)


def broken_into_lines(text: str) -> str:
    return in_tags(text, lambda tag: re.sub(r"(/?>)$", "\n\\1", tag.replace(' r="', '\n  r = "')))


NINE: dict[str, Callable[[str], str]] = {
    "no r beyond the first cell": lambda text: placed(text, cells=lambda at: at == 0),
    "r on every second cell": lambda text: placed(text, cells=lambda at: at % 2 == 0),
    "r on no cell": lambda text: placed(text, cells=lambda _: False),
    "no r on rows": lambda text: placed(text, rows=lambda _: False),
    "r last": places_last,
    "single quotes": lambda text: in_tags(text, lambda tag: tag if "'" in tag else tag.replace('"', "'")),
    "a prefix": prefixed,
    "comments between cells": commented,
    "line breaks in tags": broken_into_lines,
}
