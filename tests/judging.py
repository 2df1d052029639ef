"""An outside judge of an edited workbook: what differs from the file before, part by part and cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy as copy

from corpus import PARSER, Grid, expected, grid, holds_formula, named, number, shown
from lxml import etree

from reqsheets.model.plan import Value
from reqsheets.xlsx.patching.sheet_edit import SheetEdit


def wanted_cells(wanted: SheetEdit) -> dict[tuple[int, int], Value]:
    found = {(row, column): value for row, cells in wanted.cells.items() for column, value in cells.items()}
    if wanted.rewrite:
        for row, values in wanted.rewrite.new.items():
            found |= {(row, column): value for column, value in zip(wanted.rewrite.columns, values, strict=True)}
    return found


def differences(before: bytes, after: bytes, part: str, wanted: SheetEdit) -> list[str]:
    """Return everything in the new file that is not as it was or as it was wanted."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = {info.orig_filename: info for info in new.infolist()}
        kept = [info.orig_filename for info in old.infolist() if "calcchain" not in info.orig_filename.lower()]
        there = [name for name in names if "calcchain" not in name.lower()]
        found = [] if there[: len(kept)] == kept else ["members lost or moved"]
        found += [f"{name} added" for name in there[len(kept) :] if not name.endswith("styles.xml")]
        told = calculates(old, new)
        for info in old.infolist():
            if info.orig_filename not in names:
                continue
            other = names[info.orig_filename]
            name = plain(info.filename)
            if name == part.lower():
                values = wanted, is_1904(old)
                found += sheet_differences(old.read(info), new.read(other), *values, results_may_go=told)
            elif raw(before, info) != raw(after, other):
                found += [f"{name}: {what}" for what in part_differences(name, old.read(info), new.read(other), told)]
        for info in new.infolist():
            if info.orig_filename.lower().endswith((".xml", ".rels")) and raw(after, info) not in before:
                etree.fromstring(new.read(info), PARSER)
    return found


def plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def calculates(old: zipfile.ZipFile, new: zipfile.ZipFile) -> bool:
    """Tell whether the new workbook is calculated when it is opened."""
    workbooks = [name for name in old.namelist() if re.search(r"(?i)workbook[^/]*\.xml$", name)]
    return any(re.search(rb"fullCalcOnLoad\s*=\s*[\"'](1|true)", new.read(name)) for name in workbooks)


# What may differ in the parts beside the edited sheet, by the end of their name; what is left must be the same.
MAY_DIFFER: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    (r"workbook[^/]*\.xml$", lambda text: grown_names(told_nothing(text))),
    (r"workbook[^/]*\.xml\.rels$", lambda text: re.sub(rb"<[^<]*(?:calcChain|reqsheetsStyles)[^>]*>", b"", text)),
    (r"\[content_types\]\.xml$", lambda text: re.sub(rb"<[^<]*(?:calcChain|/styles\.xml)[^>]*>", b"", text)),
    (r"styles\d*\.xml$", lambda text: re.sub(rb"(<[\w:]*cellXfs\b[^>]*?) count=[\"']\d+[\"']", rb"\1", text)),
    (r"table[^/]*\.xml$", lambda text: without(without(text, "table", "ref"), "autoFilter", "ref")),
    (r"comments?[^/]*\.xml$", lambda text: without(text, "comment", "ref")),
    (r"\.vml$", lambda text: re.sub(rb"(<[\w-]+:(?:Row|Anchor)>)[^<]*", rb"\1", text)),
    (r"drawing[^/]*\.xml$", lambda text: re.sub(rb"(<(?:[\w-]+:)?row>)\d+", rb"\1", text)),
)


def told_nothing(text: bytes) -> bytes:
    """Return a workbook part that says nothing of calculating when it is opened."""
    text = re.sub(rb"(<(?:[\w-]+:)?calcPr\b[^>]*?)\s*/>", rb"\1/>", without(text, "calcPr", "fullCalcOnLoad"))
    return re.sub(rb"<(?:[\w-]+:)?calcPr/>", b"", text)


def without(text: bytes, element: str, name: str) -> bytes:
    """Return the XML with one attribute of an element left out."""
    pattern = (
        rb"(<(?:[\w-]+:)?" + element.encode() + rb"\b[^>]*?)\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    )
    return re.sub(pattern, rb"\1", text)


def part_differences(name: str, before: bytes, after: bytes, told: bool) -> list[str]:  # noqa: FBT001
    """Return what is wrong with another part that changed."""
    if re.search(rb"<(?:[\w-]+:)?sheetData", before):
        return sheet_differences(before, after, SheetEdit(), from_1904=False, results_may_go=told)
    left = next((left for pattern, left in MAY_DIFFER if re.search(pattern, name)), None)
    if left is None:
        return ["changed"]
    old, new = left(before), left(after)
    if re.search(r"comment|\.vml$", name):
        return [] if fewer(old, new) else ["more changed than may"]
    return (
        []
        if old == new or ("styles" in name and (lists_nothing(old) or only_appended(old, new)))
        else ["more changed than may"]
    )


def fewer(before: bytes, after: bytes) -> bool:
    """Tell whether the second text is the first one with at most whole comments and their boxes left out."""
    one = rb"<(?:[\w-]+:)?(comment|threadedComment|shape)\b.*?</(?:[\w-]+:)?\1\s*>"
    old, new = ([match[0] for match in re.finditer(one, text, re.DOTALL)] for text in (before, after))
    at = iter(old)
    rest = [re.sub(one, b"", text, flags=re.DOTALL) for text in (before, after)]
    return all(entry in at for entry in new) and rest[0] == rest[1]


def grown_names(text: bytes) -> bytes:
    """Return a workbook part without the last rows of its print areas, filters and named areas."""
    return re.sub(
        rb"(<(?:[\w-]+:)?definedName\b[^>]*>)([^<]*)",
        lambda match: match[1] + re.sub(rb":(\$[A-Z]+)\$\d+|(?<=\d)(?=$|,)", rb":\1", match[2]).replace(b"::", b":"),
        text,
    )


def lists_nothing(styles: bytes) -> bool:
    """Tell whether a styles part is empty or an element without any inside."""
    return not styles or re.search(rb"<styleSheet\b[^<>]*(?:/>|>\s*</styleSheet>)\s*$", styles) is not None


def only_appended(before: bytes, after: bytes) -> bool:
    """Tell whether cell styles came at the end of their list and all else is as it was."""
    pairs = enumerate(zip(before, after, strict=False))
    start = next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))
    start = before.rfind(b"<", 0, start + 1)
    added = after[start : start + len(after) - len(before)]
    return (
        after[:start] + after[start + len(added) :] == before
        and re.fullmatch(rb"(?:\s*</?(?:[\w-]+:)?(?:xf|alignment|protection)\b[^>]*>)+", added) is not None
    )


def raw(content: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset
    skip = 30 + int.from_bytes(content[start + 26 : start + 28], "little")
    skip += int.from_bytes(content[start + 28 : start + 30], "little")
    return content[start + skip : start + skip + info.compress_size]


def is_1904(package: zipfile.ZipFile) -> bool:
    workbooks = [name for name in package.namelist() if re.search(r"(?i)workbook[^/]*\.xml$", name)]
    return any(re.search(rb"date1904\s*=\s*[\"'](1|true)", package.read(name)) for name in workbooks)


def sheet_differences(
    before: bytes,
    after: bytes,
    wanted: SheetEdit,
    from_1904: bool,  # noqa: FBT001
    *,
    results_may_go: bool,
) -> list[str]:
    old, new = grid(before), grid(after)
    values = wanted_cells(wanted)
    rewritten = wanted.rewrite.old.keys() | wanted.rewrite.new.keys() if wanted.rewrite else set()
    columns = wanted.rewrite.columns if wanted.rewrite else ()
    found = []
    calculated = filled_by_formulas(old) if results_may_go else set()
    for place, cell in old.cells.items():
        if place in values or (place[0] in rewritten and place[1] in columns):
            continue
        there = new.cells.get(place)
        if there is None or (text_of(cell) != text_of(there) and (place not in calculated or kept_more(cell, there))):
            found.append(f"{place} changed")
    for place, value in values.items():
        formula = place in old.cells and holds_formula(old.cells[place])
        if shown(new.cells.get(place)) != expected(value, formula=formula, from_1904=from_1904):
            found.append(f"{place} shows {shown(new.cells.get(place))} instead of {value!r}")
        if formula and [etree.tostring(f, with_tail=False) for f in named(old.cells[place], "f")] != [
            etree.tostring(f, with_tail=False) for f in named(new.cells[place], "f")
        ]:
            found.append(f"{place}: formula changed")
    extra = [p for p in new.cells.keys() - old.cells.keys() - values.keys() if shown(new.cells[p])[1]]
    found += [f"{place} appeared" for place in extra]
    numbers = [int(row.get("r")) for row in new.rows() if row.get("r")]
    if numbers != sorted(set(numbers)):
        found.append("rows out of order")
    tags = {row.get("r"): dict(row.attrib) for row in old.rows() if int(row.get("r") or 0) not in rewritten}
    for row in new.rows():
        was = tags.get(row.get("r"), dict(row.attrib)) | {"spans": ""}
        if was != dict(row.attrib) | {"spans": ""} and int(row.get("r") or 0) not in wanted.added:
            found.append(f"row {row.get('r')} changed")
    return found + around(old, new, moves=bool(wanted.rewrite))


def text_of(cell: etree._Element) -> bytes:
    return etree.tostring(cell, method="c14n", with_tail=False)


def filled_by_formulas(sheet: Grid) -> set[tuple[int, int]]:
    """Return the places that a formula fills, those of array formulas and data tables included."""
    found = set()
    for place, cell in sheet.cells.items():
        for formula in named(cell, "f"):
            found.add(place)
            first, _, last = (formula.get("ref") or "").partition(":") if formula.get("t") != "shared" else ("", "", "")
            if last:
                (left, top), (right, bottom) = (re.match(r"([A-Z]+)(\d+)", corner).groups() for corner in (first, last))
                rows, columns = range(int(top), int(bottom) + 1), range(number(left), number(right) + 1)
                found |= {(row, column) for row in rows for column in columns}
    return found


def kept_more(before: etree._Element, after: etree._Element) -> bool:
    """Tell whether a cell differs in more than a result that is no longer there."""
    bare = copy(before)
    bare.attrib.pop("t", None)
    for value in named(bare, "v"):
        bare.remove(value)
    return text_of(bare) != text_of(copy(after))


def around(old: Grid, new: Grid, *, moves: bool) -> list[str]:
    """Return what changed outside the rows, save for the references that must grow."""
    texts = []
    for sheet in (old, new):
        for sheet_data in named(sheet.root, "sheetData"):
            for row in list(sheet_data):
                sheet_data.remove(row)
            sheet_data.text = None
        text = etree.tostring(sheet.root, method="c14n")
        if moves:  # links go along with their rows
            text = re.sub(rb"<[\w:]*hyperlinks>.*</[\w:]*hyperlinks>", b"", text, flags=re.DOTALL)
        text = re.sub(rb'(<[\w:]*(?:dimension|autoFilter)[^>]*?) ref="[^"]*"', rb"\1", text)
        text = re.sub(rb'(<[\w:]*(?:dataValidation|conditionalFormatting)[^>]*?) sqref="[^"]*"', rb"\1", text)
        texts.append(re.sub(rb"(<[\w:]*sqref>)[^<]*", rb"\1", text))
    return [] if texts[0] == texts[1] else ["something around the rows changed"]
