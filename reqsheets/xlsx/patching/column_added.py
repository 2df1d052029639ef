"""A column at the right end of a block of cells, or the last one taken away again: cells, table, width, looks."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from html import unescape
from xml.sax.saxutils import escape, quoteattr

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.deflate import packed
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Area, area, column_number, letters
from reqsheets.xlsx.package.xml_bytes import (
    PREFIX,
    as_before,
    as_utf8,
    attribute,
    tags,
    with_attribute,
    without_attribute,
)
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.sheet_edit import LAST_COLUMN, SheetEdit
from reqsheets.xlsx.patching.splices import appended, blanked, element, root_prefix
from reqsheets.xlsx.patching.styles import Styles

FILLED = re.compile(rb"<" + PREFIX + rb"(?:v|f|is)[\s/>]")
ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")
BEFORE_VALIDATIONS = (
    "conditionalFormatting",
    "phoneticPr",
    "mergeCells",
    "customSheetViews",
    "dataConsolidate",
    "sortState",
    "autoFilter",
    "scenarios",
    "protectedRanges",
    "sheetProtection",
    "sheetCalcPr",
    "sheetData",
)
LONGEST_HEADER = 255  # characters of a table's column

Places = dict[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column to add: its header, values by row, and how the template dresses it (style numbers; None: as the left).

    `validation` is the drop-down or prompt of its cells, as an element without a place.
    """

    header: str
    values: Mapping[int, Value]
    header_style: int | None = None
    style: int | None = None
    width: float | None = None
    validation: bytes = b""


def add_column(package: Package, title: str, block: Area, column: NewColumn) -> SheetEdit:
    """Add a column right of a block (header row to last row, a row of totals included); return what cells changed.

    Raises UneditableError where something is in the way.
    """
    part, new = package.sheets[title], block.right + 1
    text = package.read(part)
    _refuse(package, part, title, text, block, column.header)
    table = _table(package, part, block)
    totals = _grow_table(package, table, block, column.header, title) if table else 0
    rows = range(block.top, block.bottom + 1 - totals)
    cells: dict[int, dict[int, Value]] = {row: {new: column.values.get(row)} for row in rows}
    cells[block.top][new] = column.header
    wanted = SheetEdit(cells, first_row=block.top + 1, added=frozenset(rows))
    edit(package, {part: wanted})
    _dress(package, part, block, column)
    text = _with_width(text_now(package, part), block, column.width)
    text = _spanning(text, replace(block, bottom=block.bottom - totals), column.validation)
    put(package, part, text)
    _widen_names(package, part, title, replace(block, bottom=block.bottom - totals))
    return wanted


def text_now(package: Package, part: str) -> bytes:
    """Return a part as UTF-8 as it will be written."""
    name = package.member(part)
    if name not in package.changed:
        return package.read(part)
    return as_utf8(zlib.decompress(b"".join(package.changed[name].chunks), -15))[0]


def put(package: Package, part: str, text: bytes) -> None:
    """Have a part hold this UTF-8 text, in the encoding that it had."""
    encoding = as_utf8(package.members.read(_info(package, part)))[1]
    package.replace(part, packed([as_before(text, encoding)]))


def _info(package: Package, part: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    name = package.member(part)
    return next(info for info in package.members.infos if info.filename == name)


# --- what is in the way ---------------------------------------------------------------------------------------------


def _refuse(package: Package, part: str, title: str, text: bytes, block: Area, header: str) -> None:
    new = block.right + 1
    protection = tags("sheetProtection").search(text)
    if protection and attribute(protection[0], "sheet") in {"1", "true"}:
        raise _in_the_way(title, "工作表受保护", "the sheet is protected")
    if new > LAST_COLUMN:
        raise _in_the_way(title, "右边没有空列了", "no column is left")
    if "\n" in header or len(header) > LONGEST_HEADER:
        raise _in_the_way(title, "表头过长或有换行", "the header is too long or has several lines")
    for (row, column), (start, end) in places_of(text, title).items():
        if column == new and block.top <= row <= block.bottom and FILLED.search(text[start:end]):
            raise _in_the_way(title, f"{letters(new)}{row} 已有内容", f"{letters(new)}{row} is filled")
    strip = Area(block.top, new, block.bottom, new)
    others = [attribute(match[0], "ref") for match in tags("mergeCell").finditer(text)]
    for kind, tag in (("table", "table"), ("pivotTable", "location")):
        for other in package.related(part, kind):
            match = tags(tag).search(package.read(other))
            others.append(attribute(match[0], "ref") if match else None)
    for reference in others:
        there = area(reference or "")
        if there and there.meets(strip):
            raise _in_the_way(title, f"{there} 挡在右边", f"{there} is in the way")


def _in_the_way(title: str, zh: str, en: str) -> UneditableError:
    return UneditableError(
        f"工作表“{title}”右边不能加列：{zh}", f"sheet {title!r}: no column can be added at the right: {en}"
    )


def places_of(text: bytes, title: str) -> Places:
    """Return where each cell stands in a sheet's text; raise UneditableError where cells have no addresses."""
    found: Places = {}
    seen = blanked(text)
    for match in tags("c").finditer(seen):
        address = ADDRESS.fullmatch(attribute(match[0], "r") or "")
        if address is None:
            raise _in_the_way(
                title, "单元格没有地址，请用 Excel 另存一次", "cells lack addresses; save it in Excel first"
            )
        close = match.end() if match[0].endswith(b"/>") else seen.index(b"</" + match[1] + b"c", match.end())
        end = close if match[0].endswith(b"/>") else seen.index(b">", close) + 1
        found[int(address[2]), column_number(address[1])] = (match.start(), end)
    return found


# --- the table -------------------------------------------------------------------------------------------------------


def _table(package: Package, part: str, block: Area) -> str | None:
    for other in package.related(part, "table"):
        match = tags("table").search(package.read(other))
        there = area(attribute(match[0], "ref") or "") if match else None
        if there and there == block:
            return other
    return None


def _grow_table(package: Package, part: str, block: Area, header: str, title: str) -> int:
    """Give the table one more column; return how many rows of totals it has."""
    text, prefix = package.read(part), root_prefix(package.read(part))
    match = tags("table").search(text)
    tag = match[0] if match else b""
    filled = (attribute(tag, "tableType") or "worksheet") != "worksheet" or package.related(part, "queryTable")
    if filled or attribute(tag, "headerRowCount") == "0":
        raise _in_the_way(title, "表格由查询填充，或没有标题行", "the table is filled by a query or has no header row")
    columns = [match[0] for match in tags("tableColumn").finditer(text)]
    if header.casefold() in {(attribute(column, "name") or "").casefold() for column in columns}:
        raise _in_the_way(title, f"已有名为“{header}”的列", f"there is a column {header!r}")
    looks = ("headerRowDxfId", "dataDxfId", "headerRowCellStyle", "dataCellStyle")
    kept = "".join(f" {key}={quoteattr(value)}" for key in looks if (value := attribute(columns[-1], key)) is not None)
    number = 1 + max(int(attribute(column, "id") or 0) for column in columns)
    new = f'<{prefix.decode()}tableColumn id="{number}" name={quoteattr(header)}{kept}/>'.encode()
    text = appended(text, prefix, "tableColumns", new, len(columns) + 1, (), ())
    package.change(part, _resized(text, block, block.right + 1))
    return int(attribute(tag, "totalsRowCount") or 0)


def _resized(text: bytes, block: Area, right: int) -> bytes:
    def filtered(match: re.Match[bytes]) -> bytes:
        there = area(attribute(match[0], "ref") or "")
        alike = there and (there.left, there.right, there.top) == (block.left, block.right, block.top)
        return with_attribute(match[0], "ref", str(replace(there, right=right))) if there and alike else match[0]

    wanted = str(replace(block, right=right))
    text = tags("table").sub(lambda match: with_attribute(match[0], "ref", wanted), text, count=1)
    return tags("autoFilter").sub(filtered, text, count=1)


# --- looks -----------------------------------------------------------------------------------------------------------


def _dress(package: Package, part: str, block: Area, column: NewColumn) -> None:
    """Give the new cells the template's styles, else those of their left neighbours."""
    text, new = text_now(package, part), block.right + 1
    prefix, now, styles = root_prefix(text), places_of(text, ""), Styles(package)
    changes: list[tuple[int, int, bytes]] = []
    for row in range(block.top, block.bottom + 1):
        left, mine = now.get((row, block.right)), now.get((row, new))
        own = column.header_style if row == block.top else column.style
        beside = attribute(text[left[0] : text.index(b">", left[0]) + 1], "s") if left else None
        if mine:
            value = column.header if row == block.top else column.values.get(row)
            fit = str(own) if own is not None else styles.fitting(beside or "", value) or None
            before = text[mine[0] : text.index(b">", mine[0]) + 1]
            after = with_attribute(before, "s", fit) if fit is not None else without_attribute(before, "s")
            changes += [(mine[0], len(before), after)] if after != before else []
        elif left and (own is not None or beside is not None):  # a blank cell goes on with borders and fill
            style = str(own) if own is not None else beside or ""
            tag = b'<%bc r="%b%d" s="%b"/>' % (prefix, letters(new).encode(), row, style.encode())
            changes.append((left[1], 0, tag))
    for place, length, tag in sorted(changes, reverse=True):
        text = text[:place] + tag + text[place + length :]
    styles.save()
    put(package, part, text)


def _with_width(text: bytes, block: Area, width: float | None) -> bytes:
    """Give the new column the template's width, else its left neighbour's, where nothing is said of it."""
    new, prefix = block.right + 1, root_prefix(text)
    columns = element(text, prefix, "cols")
    if columns is None or columns.closed:
        return text
    stated = [
        (int(attribute(match[0], "min") or 0), int(attribute(match[0], "max") or 0), match)
        for match in tags("col").finditer(text, columns[1], columns[2])
    ]
    near = next((match[0] for first, last, match in stated if first <= block.right <= last), None)
    if near is None or any(first <= new <= last for first, last, _ in stated):
        return text
    tag = with_attribute(with_attribute(near, "min", str(new)), "max", str(new))
    if width is not None:
        tag = with_attribute(with_attribute(tag, "width", f"{width:g}"), "customWidth", "1")
    tag = without_attribute(without_attribute(tag, "hidden"), "collapsed")
    tag = tag if tag.endswith(b"/>") else tag[:-1] + b"/>"
    after = next((match.start() for first, _, match in stated if first > new), columns[2])
    return text[:after] + tag + text[after:]


def _spanning(text: bytes, block: Area, validation: bytes) -> bytes:
    """Widen what covered the whole width: filter and formats; validations too, where the column has none of its own."""
    data = element(text, root_prefix(text), "sheetData")
    if data is None:
        return text
    head, tail = text[: data[3]], text[data[3] :]
    tail = tags("autoFilter").sub(lambda match: _wider_tag(match[0], "ref", block), tail)
    tail = tags("conditionalFormatting").sub(lambda match: _wider_tag(match[0], "sqref", block), tail)
    if validation:
        return _with_validation(head + tail, block, validation)
    return head + tags("dataValidation").sub(lambda match: _wider_tag(match[0], "sqref", block), tail)


def _wider_tag(tag: bytes, key: str, block: Area) -> bytes:
    held = attribute(tag, key) or ""
    wide = " ".join(_wider(one, block) for one in held.split(" "))
    return with_attribute(tag, key, wide) if wide != held else tag


def _wider(reference: str, block: Area) -> str:
    there = area(reference)
    covers = there and there.left <= block.left and there.right == block.right and there.top <= block.top + 1
    return (
        str(replace(there, right=block.right + 1)) if there and covers and there.bottom >= block.bottom else reference
    )


def _with_validation(text: bytes, block: Area, validation: bytes) -> bytes:
    new, prefix = letters(block.right + 1), root_prefix(text)
    place = f"{new}{block.top + 1}:{new}1048576"
    end = validation.index(b">") + 1
    made = with_attribute(validation[:end], "sqref", place) + validation[end:]
    made = re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix, made)
    at = element(text, prefix, "dataValidations")
    held = len([*tags("dataValidation").finditer(text, at[1], at[2])]) if at and not at.closed else 0
    return appended(text, prefix, "dataValidations", made, held + 1, BEFORE_VALIDATIONS, ())


def _widen_names(package: Package, part: str, title: str, block: Area) -> None:
    """Widen the print area, the filter and the names that covered the whole width."""
    index = str(package.index_of(part))
    form = re.compile(r"((?:'(?:[^']|''){1,99}+'|[^'!,()\s]{1,99}+)!)(\$[A-Z]{1,3}\$\d{1,7}:\$[A-Z]{1,3}\$\d{1,7})")

    def wider(match: re.Match[bytes]) -> bytes:
        hit, own = form.fullmatch(unescape(match[2].decode())), attribute(match[1], "localSheetId")
        if not hit or (own is not None and own != index):
            return match[0]
        there, named = area(hit[2]), hit[1][:-1].strip("'").replace("''", "'")
        if there is None or named.casefold() != title.casefold() or there.right != block.right:
            return match[0]
        if there.left > block.left or there.top > block.top + 1 or there.bottom < block.bottom:
            return match[0]
        return match[1] + escape(hit[1] + str(replace(there, right=block.right + 1, fixed=True))).encode()

    text = package.read(package.workbook)
    pattern = rb"(<" + PREFIX + rb"definedName(?=[\s>])[^<>]*>)([^<]*)(?=</)"
    package.change(package.workbook, re.sub(pattern, wider, text))


# --- the way back ----------------------------------------------------------------------------------------------------


def take_column(package: Package, title: str, block: Area, header: str, rows: Collection[int]) -> SheetEdit:
    """Empty the last column of a block and let its table be one column narrower; return what cells changed.

    The cells stay blank; raises UneditableError where the table's last column is not that one.
    """
    part = package.sheets[title]
    wanted = SheetEdit({row: {block.right: None} for row in sorted({block.top, *rows})}, first_row=block.top + 1)
    table = _table(package, part, block)
    if table:
        text = package.read(table)
        columns = [*tags("tableColumn").finditer(text)]
        last = columns[-1]
        if (attribute(last[0], "name") or "") != header or not last[0].endswith(b"/>"):
            raise _in_the_way(title, f"“{header}”不是最后一列", f"{header!r} is not the last column")
        text = text[: last.start()] + text[last.end() :]
        count = str(len(columns) - 1)
        text = tags("tableColumns").sub(lambda match: with_attribute(match[0], "count", count), text, count=1)
        package.change(table, _resized(text, block, block.right - 1))
    edit(package, {part: wanted})
    return wanted
