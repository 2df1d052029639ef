"""Parts beside a worksheet that must follow its rows: tables, the print area, the hidden name of the filter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from xml.sax.saxutils import escape

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Area, Growth, area
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, tags, with_attribute
from reqsheets.xlsx.patching.sheet_edit import Pushed
from reqsheets.xlsx.patching.totals import in_the_way

_NAME = re.compile(rb"(<" + PREFIX + rb"definedName(?=[\s>])[^<>]*+>)([^<]*+)(?=</" + PREFIX + rb"definedName\s*>)")
_GROWING_NAMES = {"_xlnm.Print_Area", "_xlnm._FilterDatabase"}
_FIXED_AREA = re.compile(r"\$[A-Z]{1,3}\$[0-9]++:\$[A-Z]{1,3}\$[0-9]++")
_SHEET_AREA = re.compile(rf"((?:(?<!')'(?:[^']|'')++'|(?<![^'!,()\s])[^'!,()\s]++)!)({_FIXED_AREA.pattern})")
_AREAS = re.compile(rf"{_SHEET_AREA.pattern}(?:,{_SHEET_AREA.pattern})*+")


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table: its name, the part of its sheet, what it covers, and the titles of its columns."""

    name: str
    part: str
    area: Area
    columns: tuple[str, ...]
    totals: int = 0  # rows of totals at its end


def tables_of(package: Package) -> Iterator[Table]:
    """Yield every table of the workbook."""
    for sheet_part in package.sheets.values():
        for part in package.related(sheet_part, "table"):
            text = package.read(part)
            table, covered = tags("table").search(text), _area_of(text)
            if table and covered:
                columns = (attribute(match[0], "name") or "" for match in tags("tableColumn").finditer(text))
                yield Table(
                    attribute(table[0], "displayName") or "", sheet_part, covered, tuple(columns), _totals(text)
                )


def table_columns(package: Package) -> dict[str, frozenset[str]]:
    """Return the titles of the columns of every table in the workbook, by the table's name."""
    return {table.name: frozenset(table.columns) for table in tables_of(package)}


def defined_names(package: Package) -> dict[str, list[str]]:
    """Return what the workbook's names stand for, by the name in lower case; those of single sheets come along."""
    found: dict[str, list[str]] = {}
    for match in _NAME.finditer(package.read(package.workbook)):
        name = (attribute(match[1], "name") or "").lower()
        found.setdefault(name, []).append(unescape(match[2].decode()))
    return found


def follow(package: Package, sheet_part: str, growth: Growth, title: str) -> None:
    """Grow (or shrink) a sheet's table, and grow its print area, filter and names of all its rows.

    Raises UneditableError where another table or a row of totals is in the way.
    """
    tables = {part: package.read(part) for part in package.related(sheet_part, "table")}
    areas = {part: covered for part, text in tables.items() if (covered := _area_of(text))}
    for part, covered in areas.items():
        wanted = _wanted(covered, growth, _totals(tables[part]))
        if wanted == covered:
            continue
        if wanted.bottom > covered.bottom:
            if _totals(tables[part]) and growth.last >= covered.bottom:
                raise in_the_way(title, covered.bottom)
            _refuse(wanted, [other for at, other in areas.items() if at != part], title)
        package.change(part, _resized(tables[part], wanted))
    _grow_names(package, sheet_part, growth, title)


def totals_in_the_way(package: Package, sheet_part: str, growth: Growth | None) -> Pushed | None:
    """Return the row of totals that new rows push down, if there is one."""
    for part in package.related(sheet_part, "table") if growth else ():
        text = package.read(part)
        covered, totals = _area_of(text), _totals(text)
        if not growth or not covered or totals != 1 or covered.left > growth.right or growth.left > covered.right:
            continue
        if growth.last < covered.bottom <= growth.new_last:
            return Pushed(covered.bottom, growth.new_last + 1, covered.left, covered.right)
    return None


def _wanted(covered: Area, growth: Growth, totals: int) -> Area:
    """Return the area that a table shall cover."""
    if covered.right < growth.left or covered.left > growth.right or covered.top >= growth.first:
        return covered
    if growth.new_last < growth.last == covered.bottom and not totals:
        return covered.down_to(max(growth.new_last, growth.first))
    if totals and covered.bottom - totals < growth.new_last and covered.bottom > growth.last:
        return covered.down_to(growth.new_last + totals)
    return growth.of(covered)


def _refuse(wanted: Area, others: list[Area], title: str) -> None:
    if any(wanted.meets(other) for other in others):
        raise UneditableError(
            f"工作表“{title}”的表格下方紧接着另一个表格，无法添加行；请先把它移开",
            f"sheet {title!r}: another table is in the way of new rows; move it first",
        )


def _area_of(table: bytes) -> Area | None:
    match = tags("table").search(table)
    return area(attribute(match[0], "ref") or "") if match else None


def _totals(table: bytes) -> int:
    match = tags("table").search(table)
    return int(attribute(match[0], "totalsRowCount") or 0) if match else 0


def _resized(table: bytes, wanted: Area) -> bytes:
    before, totals = _area_of(table), _totals(table)
    table = tags("table").sub(lambda match: with_attribute(match[0], "ref", str(wanted)), table, count=1)

    def filtered(match: re.Match[bytes]) -> bytes:
        covered = area(attribute(match[0], "ref") or "")
        if covered is None or before is None or covered.bottom != before.bottom - totals:
            return match[0]
        return with_attribute(match[0], "ref", str(covered.down_to(wanted.bottom - totals)))

    return tags("autoFilter").sub(filtered, table, count=1)


def _grow_names(package: Package, sheet_part: str, growth: Growth, title: str) -> None:
    index = package.index_of(sheet_part)

    def grown(match: re.Match[bytes]) -> bytes:
        text = match[2].decode()
        if attribute(match[1], "name") not in _GROWING_NAMES:
            after = grown_name(unescape(text), title, growth)
            return match[0] if after == unescape(text) else match[1] + escape(after).encode()
        if attribute(match[1], "localSheetId") != str(index):
            return match[0]
        return match[1] + _FIXED_AREA.sub(lambda found: _grown_area(found[0], growth), text).encode()

    text = package.read(package.workbook)
    package.change(package.workbook, _NAME.sub(grown, text))


def grown_name(text: str, title: str, growth: Growth) -> str:
    """Return what a name stands for, with the areas grown that cover all rows of the block; a formula stays."""
    if not _AREAS.fullmatch(text):
        return text

    def grown(match: re.Match[str]) -> str:
        sheet = match[1][:-1]
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        covered = area(match[2])
        if sheet.lower() != title.lower() or covered is None or covered.top > growth.first:
            return match[0]
        return match[1] + _grown_area(match[2], growth)

    return _SHEET_AREA.sub(grown, text)


def _grown_area(reference: str, growth: Growth) -> str:
    covered = area(reference)
    return str(replace(growth.of(covered), fixed=True)) if covered else reference
