"""Judges of workbooks that got a sheet or a column: rules of the format, openpyxl, and the bytes of the rest."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import openpyxl
from corpus import PARSER
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.kinds import KINDS
from reqsheets.xlsx.package.package import CONTENT_TYPES, Package, relationships_part
from reqsheets.xlsx.patching.graft import NewSheet, graft
from reqsheets.xlsx.template.template import template

FEEDBACK = next(kind for kind in KINDS if kind.kind == "feedback")
SMALL = replace(
    FEEDBACK,
    options=tuple(  # without the hundreds of words that make every copy slow
        option for option in FEEDBACK.options if sum(o.dictionary == option.dictionary for o in FEEDBACK.options) < 40
    ),
)
PURPOSES = ("needs", "dashboard", "figures", "findings", "options", "parameters", "people", "calendar")
TITLES = [sheet.title for sheet in SMALL.sheets if sheet.purpose in PURPOSES]
WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
STYLES_ORDER = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]


def source() -> bytes:
    """Return the workbook whose sheets are added."""
    return template(SMALL)


def with_sheets(content: bytes, template_bytes: bytes) -> bytes:
    """Return a workbook with eight sheets more, under free titles."""
    package = Package(io.BytesIO(content), "file.xlsx")
    there = {_attribute(tag, "name").casefold() for tag in package.sheet_tags()}
    new = [NewSheet(title, title if title.casefold() not in there else f"{title} 新") for title in TITLES]
    graft(package, Package(io.BytesIO(template_bytes), "template.xlsx"), new, {})
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def _attribute(tag: bytes, name: str) -> str:
    node = re.search(rb"\s" + name.encode() + rb"\s*=\s*[\"']([^\"']*)", tag)
    return node[1].decode() if node else ""


def indexes(content: bytes) -> set[str]:
    """Return the members that may differ once a sheet is added."""
    package = Package(io.BytesIO(content), "file.xlsx")
    parts = {CONTENT_TYPES, package.workbook, relationships_part(package.workbook)}
    return {package.member(part) for part in (*parts, *package.related(package.workbook, "styles"))}


def other_members_changed(before: bytes, after: bytes, free: set[str]) -> list[str]:
    """Return the members outside `free` that are gone or hold other bytes than before."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        there = {info.filename: info for info in new.infolist()}
        return [
            info.filename
            for info in old.infolist()
            if info.filename not in free
            and (info.filename not in there or _packed(before, info) != _packed(after, there[info.filename]))
        ]


def _packed(content: bytes, info: zipfile.ZipInfo) -> tuple[int, bytes]:
    """Return a member as it lies in the file, also where its checksum is wrong."""
    name, extra = (int.from_bytes(content[info.header_offset + at :][:2], "little") for at in (26, 28))
    start = info.header_offset + 30 + name + extra
    return info.CRC, content[start : start + info.compress_size]


def lost_from_indexes(before: bytes, after: bytes, free: set[str]) -> list[str]:
    """Return the index parts in which an element that stood there is gone or altered, counts and switches aside."""
    found = []
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for member in sorted(free & set(old.namelist())):
            left = iter(_elements(new.read(member)))
            if not all(any(one == other for other in left) for one in _elements(old.read(member))):
                found.append(member)
    return found


def _elements(text: bytes) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    moving = {"count", "fullCalcOnLoad", "activeTab", "firstSheet", "localSheetId"}
    return [
        (
            str(node.tag),
            tuple(sorted((k, v) for k, v in node.attrib.items() if k not in moving)),
            (node.text or "").strip(),
        )
        for node in etree.fromstring(text, PARSER).iter(etree.Element)
        if etree.QName(node).localname not in {"calcPr", "bookViews", "workbookView", "definedNames"}
    ]


@dataclass
class Parts:
    """A package as a stranger reads it."""

    archive: zipfile.ZipFile

    def __post_init__(self) -> None:
        self.members = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self.archive.infolist()}

    def root(self, part: str) -> etree._Element:
        """Return the root of a part."""
        return etree.fromstring(self.archive.read(self.members[part.lower()]), PARSER)

    def named(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of what a part names, by ID; what lies outside the package is left out."""
        folder, file = posixpath.split(part)
        holder = posixpath.join(folder, "_rels", f"{file}.rels").lower()
        found = {}
        for node in self.root(holder).iter("{*}Relationship") if holder in self.members else ():
            target = node.get("Target", "").replace("\\", "/")
            if node.get("TargetMode") != "External":
                inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], inner.lstrip("/"))
        return found


def broken_rules(content: bytes) -> list[str]:
    """Return what Excel would mend in a workbook: numbers and names that stand twice, lists that are miscounted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = Parts(archive)
        top = next(target for kind, target in parts.named("").values() if kind == "officeDocument")
        workbook, named = parts.root(top), parts.named(top)
        return [
            *_types(parts),
            *_workbook(parts, workbook, named),
            *_styles(parts, named),
            *_tables(parts, workbook, named),
        ]


def _twice(what: str, values: Sequence[str]) -> list[str]:
    return [f"{what} twice: {value}" for value, count in Counter(values).items() if count > 1]


def _types(parts: Parts) -> Iterator[str]:
    root = parts.root("[Content_Types].xml")
    overrides = [node.get("PartName", "").lower() for node in root.iter("{*}Override")]
    endings = {node.get("Extension", "").lower() for node in root.iter("{*}Default")}
    yield from _twice("Override", overrides)
    for member in parts.members:
        if f"/{member}" not in overrides and member.rpartition(".")[2] not in endings and member[0] != "[":
            yield f"no content type: {member}"


def _listed(workbook: etree._Element) -> list[etree._Element]:
    return [node for node in workbook.iter("{*}sheet") if etree.QName(node.getparent()).localname == "sheets"]


def _relation(node: etree._Element) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).endswith("}id")), "")


def _workbook(parts: Parts, workbook: etree._Element, named: dict[str, tuple[str, str]]) -> Iterator[str]:
    sheets = _listed(workbook)
    yield from _twice("sheet name", [node.get("name", "").casefold() for node in sheets])
    yield from _twice("sheetId", [node.get("sheetId", "") for node in sheets])
    yield from _twice("r:id", [_relation(node) for node in sheets])
    names = [*workbook.iter("{*}definedName")]
    yield from _twice("name", [f"{node.get('name', '').casefold()} {node.get('localSheetId')}" for node in names])
    yield from (f"localSheetId {n.get('localSheetId')}" for n in names if int(n.get("localSheetId", 0)) >= len(sheets))
    yield from _out_of_order(workbook, WORKBOOK_ORDER)
    for node in sheets:
        if named.get(_relation(node), ("", ""))[1].lower() not in parts.members:
            yield f"sheet without part: {node.get('name')}"


def _out_of_order(root: etree._Element, order: Sequence[str]) -> list[str]:
    names = [etree.QName(child).localname for child in root if isinstance(child.tag, str)]
    places = [order.index(name) for name in names if name in order]
    return [] if places == sorted(places) else [f"order: {names}"]


def _styles(parts: Parts, named: dict[str, tuple[str, str]]) -> Iterator[str]:
    part = next((target for kind, target in named.values() if kind == "styles"), "")
    if part.lower() not in parts.members:
        return
    root = parts.root(part)
    yield from _out_of_order(root, STYLES_ORDER)
    held = {}
    for child in root.iterchildren(etree.Element):
        name = etree.QName(child).localname
        held[name] = len([*child.iterchildren(etree.Element)])
        if child.get("count") is not None and int(child.get("count", 0)) != held[name] and name != "extLst":
            yield f"{name} says {child.get('count')} and has {held[name]}"
    for xf in root.iter("{*}xf"):
        for key, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(xf.get(key, 0)) >= max(1, held.get(kind, 0)):
                yield f"{key} {xf.get(key)} of {held.get(kind)}"
    formats = [node for node in root.iter("{*}numFmt") if etree.QName(node.getparent()).localname == "numFmts"]
    yield from _twice("numFmtId", [node.get("numFmtId", "") for node in formats])


def _tables(parts: Parts, workbook: etree._Element, named: dict[str, tuple[str, str]]) -> Iterator[str]:
    tables = []
    for node in _listed(workbook):
        part = named.get(_relation(node), ("", ""))[1]
        for kind, target in parts.named(part).values():
            if kind == "table" and target.lower() in parts.members:
                tables.append(parts.root(target))
    yield from _twice("table id", [table.get("id", "") for table in tables])
    names = [(table.get("displayName") or "").casefold() for table in tables]
    others = [
        node.get("name", "").casefold() for node in workbook.iter("{*}definedName") if not node.get("localSheetId")
    ]
    yield from _twice("table or name", [*names, *{name for name in others if name in names}])


def seen_by_openpyxl(content: bytes) -> dict[str, dict[str, object]] | None:
    """Return each sheet's cells by address as openpyxl sees them, None where it cannot open the workbook at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return None  # it looks for the styles in xl/ alone
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content))
        except Exception:  # noqa: BLE001 (whatever it raises: a judge that cannot see)
            return None
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
        if isinstance(sheet, Worksheet)
    }


def _plain(value: object) -> object:
    text = getattr(value, "text", None)
    return text if text is not None and not isinstance(value, str) else value
