"""Sheets of a template added to a workbook that somebody owns: every other part stays as it is, save the named indexes.

Content types, workbook, its relationships and styles get text put in; what stood there stays byte for byte, in the
encoding that it had. New parts get names that nothing speaks of yet.
Source: evidence on adding sheets (742 workbooks of other programs), issue 13, point 1.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import CONTENT_TYPES, Package, relationships_part
from reqsheets.xlsx.package.xml_bytes import attribute, tags
from reqsheets.xlsx.patching.calculation import calculate_on_opening, calculates_on_opening
from reqsheets.xlsx.patching.grafted_sheet import MAIN, Grafting, transformed
from reqsheets.xlsx.patching.grafted_styles import GraftedStyles
from reqsheets.xlsx.patching.sheet_index import free_id, put_in_workbook, refuse_locked, relationship_type
from reqsheets.xlsx.patching.splices import element, parsed_part, root_prefix

RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to add: its title in the template, its title here, whether it shows, and the tab it stands before."""

    source: str
    title: str
    hidden: bool = False
    before: str = ""


@dataclass
class _State:
    """What one graft has collected until the indexes are written."""

    parts: dict[str, str] = field(default_factory=dict)  # by the template's part
    types: list[tuple[str, str]] = field(default_factory=list)  # new part, its content type
    holders: list[str] = field(default_factory=list)  # new parts of relationships
    taken: set[str] = field(default_factory=set)


def graft(
    target: Package,
    source: Package,
    sheets: Collection[NewSheet],
    renamed: Mapping[str, str],
    moved: Collection[str] = (),
) -> None:
    """Add sheets of a template to a workbook.

    `renamed` gives the titles here of sheets of the template that are there already under another one, `moved` those
    whose columns stand elsewhere than in the template, so that no formula may read them. Raises UneditableError where
    the workbook must not get a sheet.
    """
    refuse_locked(target)
    _refuse_taken(target, sheets)
    grafting = Grafting(
        target,
        {**renamed, **{sheet.source: sheet.title for sheet in sheets}},
        _table_names(target, source, sheets),
        _free_table_id(target),
        GraftedStyles(target, source),
        _strings(source),
        frozenset(moved),
    )
    state = _State(taken=_promised(target))
    parts = [_copy(grafting, state, source, source.sheets[sheet.source]) for sheet in sheets]
    made = [(sheet, part, free_id(target, i)) for i, (sheet, part) in enumerate(zip(sheets, parts, strict=True))]
    grafting.styles.save()
    _put_types(target, state)
    _put_relationships(target, [(part, name) for _, part, name in made])
    put_in_workbook(
        target, source, [(sheet.title, sheet.source, sheet.hidden, sheet.before, i) for sheet, _, i in made]
    )
    if grafting.uncalculated and not calculates_on_opening(target):
        calculate_on_opening(target)


def _refuse_taken(target: Package, sheets: Collection[NewSheet]) -> None:
    there = {(attribute(tag, "name") or "").casefold() for tag in target.sheet_tags()}  # chart and macro sheets too
    for sheet in sheets:
        if sheet.title.casefold() in there:
            raise UneditableError(
                f"{target.name}：已经有名为“{sheet.title}”的工作表，没有新增",
                f"{target.name}: there is a sheet {sheet.title!r} already, nothing was added",
            )
        there.add(sheet.title.casefold())


def _table_names(target: Package, source: Package, sheets: Collection[NewSheet]) -> dict[str, str]:
    """Return free names for the template's tables: unique among tables and defined names of the workbook."""
    workbook = target.read(target.workbook)
    taken = {(attribute(match[0], "name") or "").casefold() for match in tags("definedName").finditer(workbook)}
    for tag in _table_tags(target):
        taken |= {(attribute(tag, key) or "").casefold() for key in ("name", "displayName")}
    names = {}
    for sheet in sheets:
        for part in source.related(source.sheets[sheet.source], "table"):
            old = parsed_part(source.read(part)).get("displayName", "")
            new, number = old, 2
            while new.casefold() in taken:
                new, number = f"{old}_{number}", number + 1
            taken.add(new.casefold())
            names[old] = new
    return names


def _table_tags(package: Package) -> Iterator[bytes]:
    for sheet in package.sheets.values():
        for part in package.related(sheet, "table"):
            match = tags("table").search(package.read(part))
            if match:
                yield match[0]


def _free_table_id(target: Package) -> int:
    numbers = (attribute(tag, "id") or "" for tag in _table_tags(target))
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)


def _strings(source: Package) -> list[str]:
    parts = source.related(source.workbook, "sharedStrings")
    if not parts:
        return []
    root = parsed_part(source.read(parts[0]))
    return ["".join(text.text or "" for text in item.iter(f"{{{MAIN}}}t")) for item in root.iter(f"{{{MAIN}}}si")]


def _promised(target: Package) -> set[str]:
    """Return the names that content types or relationships speak of, though no such part need be there."""
    named = tags("Override").finditer(target.read(CONTENT_TYPES))
    names = {(attribute(match[0], "PartName") or "").lstrip("/").lower() for match in named}
    for info in target.members.infos:
        part = info.filename.replace("\\", "/").lstrip("/")
        if part.lower().endswith(".rels"):
            folder, file = posixpath.split(part)
            owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            names |= {relationship.target.lower() for relationship in target.relationships(owner)}
    return names


def _free_name(target: Package, state: _State, source: Package, part: str) -> str:
    """Return a free name in the workbook's folder of parts like the template's one: sheet3.xml, table12.xml."""
    base = posixpath.dirname(target.workbook)
    folder, file = posixpath.split(posixpath.relpath(part, posixpath.dirname(source.workbook) or "."))
    stem, ending = posixpath.splitext(file)
    stem, number = stem.rstrip("0123456789"), 1
    while True:
        name = posixpath.join(base, folder, f"{stem}{number}{ending}")
        free = not target.has(name) and not target.has(relationships_part(name)) and name.lower() not in state.taken
        if free:
            state.taken.add(name.lower())
            return name
        number += 1


def _copy(grafting: Grafting, state: _State, source: Package, part: str) -> str:
    """Copy a part and all that it names; return the new part's name."""
    if part in state.parts:
        return state.parts[part]
    new = state.parts[part] = _free_name(grafting.target, state, source, part)
    holder = relationships_part(part)
    if source.has(holder):
        root = parsed_part(source.read(holder))
        for relationship in root:
            if relationship.get("TargetMode") != "External":
                inner = _absolute(part, relationship.get("Target", ""))
                copied = _copy(grafting, state, source, inner)
                relationship.set("Target", posixpath.relpath(copied, posixpath.dirname(new) or "."))
            relationship.set(
                "Type", relationship_type(grafting.target, relationship.get("Type", "").rpartition("/")[2])
            )
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        grafting.target.new_part(relationships_part(new), text)
        state.holders.append(relationships_part(new))
    kind = _content_type(source, part)
    text = source.read(part)
    grafting.target.new_part(new, transformed(grafting, text, kind) if kind.endswith("xml") else text)
    state.types.append((new, kind))
    return new


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _content_type(package: Package, part: str) -> str:
    text = package.read(CONTENT_TYPES)
    for match in tags("Override").finditer(text):
        if (attribute(match[0], "PartName") or "").lstrip("/").lower() == part.lower():
            return attribute(match[0], "ContentType") or ""
    return "application/octet-stream"


def _put_types(target: Package, state: _State) -> None:
    text = target.read(CONTENT_TYPES)
    prefix = root_prefix(text).decode()
    listed = list(state.types)
    if not any((attribute(m[0], "Extension") or "").lower() == "rels" for m in tags("Default").finditer(text)):
        listed += [(holder, RELATIONSHIPS) for holder in state.holders]
    entries = (f"<{prefix}Override PartName={quoteattr('/' + p)} ContentType={quoteattr(kind)}/>" for p, kind in listed)
    end = text.rindex(b"</")
    target.change(CONTENT_TYPES, text[:end] + "".join(entries).encode() + text[end:])


def _put_relationships(target: Package, made: Collection[tuple[str, str]]) -> None:
    holder = relationships_part(target.workbook)
    text = target.read(holder)
    prefix, kind = root_prefix(text), relationship_type(target, "worksheet")
    base = posixpath.dirname(target.workbook) or "."
    entries = (
        f'<{prefix.decode()}Relationship Id="{name}" Type="{kind}" Target={quoteattr(posixpath.relpath(part, base))}/>'
        for part, name in made
    )
    at = element(text, prefix, "Relationships")
    if at is None or at.closed:
        raise UneditableError(
            f"{target.name}：工作簿的内部目录不完整，无法新增工作表",
            f"{target.name}: the workbook names none of its parts, no sheet can be added",
        )
    target.change(holder, text[: at[2]] + "".join(entries).encode() + text[at[2] :])
