"""The workbook part as the index of its sheets: one added, one taken out, one shown or hidden; the rest stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import FRONT
from reqsheets.xlsx.package.package import CONTENT_TYPES, Package, relationships_part
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, tags, with_attribute, without_attribute
from reqsheets.xlsx.patching.splices import appended, blanked, element, parsed_part, root_prefix

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")  # names stand behind the first that is there
LAST_SHEET_ID = 65_534
FORMULA = re.compile(rb"<" + PREFIX + rb"f(?:\s[^<>]*)?>([^<]*)")
SPAN = re.compile(rb"(?<=[\w'.]):[^<!():+*/,;\-]++!")  # of sheets, as in A:C!B2
Entry: TypeAlias = tuple[str, str, bool, str, str]  # title, template's title, hidden, tab behind it, ID


def is_strict(package: Package) -> bool:
    """Tell whether a workbook is of the strict form of the format, whose namespaces are others."""
    return NAMESPACES[1].encode() in package.read(package.workbook)


def relationship_type(package: Package, kind: str) -> str:
    """Return the type of a relationship as that workbook spells it."""
    return f"{STRICT if is_strict(package) else TRANSITIONAL}/{kind}"


def refuse_locked(package: Package) -> None:
    """Raise UneditableError where the workbook must get no sheet, and lose none."""
    text = package.read(package.workbook)
    protection = tags("workbookProtection").search(text)
    if protection and attribute(protection[0], "lockStructure") in {"1", "true"}:
        raise UneditableError(
            f"{package.name}：工作簿结构受保护，不能增减或显隐工作表；请先在“审阅”里取消“保护工作簿”",
            f"{package.name}: the workbook's structure is protected, no sheet can come, go, show or hide; unprotect it"
            " first",
        )
    if any("/revisions/" in info.filename.lower() for info in package.members.infos):
        raise UneditableError(
            f"{package.name}：这是旧式“共享工作簿”，不能增减工作表；请先取消共享",
            f"{package.name}: this is a shared workbook of the old sort, stop sharing it before sheets come or go",
        )
    known = etree.QName(parsed_part(text)).namespace in NAMESPACES
    if not known or element(text, root_prefix(text), "sheets") is None or not package.has(_holder(package)):
        raise UneditableError(
            f"{package.name}：工作簿的格式不常见，无法新增工作表；请用 Excel 另存一次",
            f"{package.name}: an unusual form of workbook, no sheet can be added; save it in Excel first",
        )


def _holder(package: Package) -> str:
    return relationships_part(package.workbook)


def free_id(package: Package, skip: int) -> str:
    """Return a relationship's ID that the workbook does not use yet, the one after `skip` others."""
    used = {attribute(match[0], "Id") for match in tags("Relationship").finditer(package.read(_holder(package)))}
    number = 0
    while True:
        number += 1
        if f"rId{number}" not in used:
            if not skip:
                return f"rId{number}"
            skip -= 1


def put_in_workbook(package: Package, source: Package, entries: Sequence[Entry]) -> None:
    """Name new sheets in the workbook part, with the names of their own that the template has for them."""
    for title, old, hidden, before, relationship in entries:
        text = package.read(package.workbook)
        prefix = root_prefix(text)
        tabs = package.sheet_tags()
        place = _place(package, tabs, before)
        tag = _tag(package, prefix, title, hidden=hidden, relationship=relationship)
        text = _with_tag(text, prefix, tag, place, len(tabs))
        text = _with_names(text, prefix, source, old, title, place)
        package.change(package.workbook, text)


def _place(package: Package, tabs: Sequence[bytes], before: str) -> int:
    """Return where a new tab goes: in front of that one.

    Behind the last where a formula reads a span of sheets, which would take it in, and where macros may count tabs.
    """
    titles = [attribute(tag, "name") for tag in tabs]
    if before not in titles and before != FRONT:
        return len(tabs)
    macros = any(info.filename.lower().endswith("vbaproject.bin") for info in package.members.infos)
    formulas = (text for part in package.sheets.values() for text in FORMULA.findall(package.read(part)))
    if macros or any(map(SPAN.search, formulas)):
        return len(tabs)
    return 0 if before == FRONT else titles.index(before)


def _tag(package: Package, prefix: bytes, title: str, *, hidden: bool, relationship: str) -> bytes:
    numbers = (attribute(tag, "sheetId") or "" for tag in package.sheet_tags())
    number = 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
    if number > LAST_SHEET_ID:
        raise UneditableError("工作簿的工作表编号已经用完", "the workbook has no number left for another sheet")
    namespace = STRICT if is_strict(package) else TRANSITIONAL
    state = ' state="hidden"' if hidden else ""
    return (
        f'<{prefix.decode()}sheet name={quoteattr(title)} sheetId="{number}"{state} r:id="{relationship}"'
        f' xmlns:r="{namespace}"/>'
    ).encode()


def _with_tag(text: bytes, prefix: bytes, tag: bytes, place: int, count: int) -> bytes:
    if place >= count:
        text = appended(text, prefix, "sheets", tag, None, (), ())
    else:
        listed = element(text, prefix, "sheets") or (0, 0, 0, 0)
        starts = [match.start() for match in tags("sheet").finditer(blanked(text), listed[1], listed[2])]
        text = text[: starts[place]] + tag + text[starts[place] :]
        text = _shifted(text, place, 1)
    if element(text, prefix, "bookViews") is None:  # the views of our sheets need a window to belong to
        at = element(text, prefix, "sheets") or (0, 0, 0, 0)
        views = b"<%bbookViews><%bworkbookView/></%bbookViews>" % (prefix, prefix, prefix)
        text = text[: at[0]] + views + text[at[0] :]
    return text


def _shifted(text: bytes, place: int, by: int) -> bytes:
    """Return the workbook part with every number of a tab from that place on moved along."""

    def moved(match: re.Match[bytes], keys: Collection[str]) -> bytes:
        tag = match[0]
        for key in keys:
            value = attribute(tag, key) or ("0" if key != "localSheetId" else "")
            if value.isdecimal() and int(value) >= place:
                tag = with_attribute(tag, key, str(max(0, int(value) + by)))
        return tag

    text = tags("definedName").sub(lambda match: moved(match, ("localSheetId",)), text)
    return tags("workbookView").sub(lambda match: moved(match, ("firstSheet", "activeTab")), text)


def _with_names(text: bytes, prefix: bytes, source: Package, old: str, title: str, place: int) -> bytes:
    """Return the workbook part with the names that the template keeps for that sheet: print area, titles, filter."""
    root = parsed_part(source.read(source.workbook))
    order = [attribute(tag, "name") for tag in source.sheet_tags()]
    spelled, quoted = old.replace("'", "''"), "'" + title.replace("'", "''") + "'!"
    made = []
    for node in root.iter("{*}definedName"):
        if node.get("localSheetId") is None or order[int(node.get("localSheetId", 0))] != old:
            continue
        formula = (node.text or "").replace(f"'{spelled}'!", quoted).replace(f"{old}!", quoted)
        hidden = ' hidden="1"' if node.get("hidden") in {"1", "true"} else ""
        name = f"{prefix.decode()}definedName"
        given = f'name={quoteattr(node.get("name", ""))} localSheetId="{place}"{hidden}'
        made.append(f"<{name} {given}>{escape(formula)}</{name}>")
    if not made:
        return text
    return appended(text, prefix, "definedNames", "".join(made).encode(), None, BEFORE_NAMES, ())


def show(package: Package, title: str, *, visible: bool) -> None:
    """Have a tab show, or hide it; raise UneditableError where the structure is locked or no other tab would show."""
    refuse_locked(package)
    tabs = package.sheet_tags()
    seen = [tag for tag in tabs if attribute(tag, "state") in {None, "visible"}]
    tag = next(tag for tag in tabs if attribute(tag, "name") == title)
    if not visible and seen == [tag]:
        raise UneditableError(
            f"“{title}”是唯一可见的工作表，不能隐藏", f"sheet {title!r} is the only one that shows; it stays"
        )
    new = without_attribute(tag, "state") if visible else with_attribute(tag, "state", "hidden")
    text = package.read(package.workbook)
    if not visible:
        text = _looking_elsewhere(text, tabs, tabs.index(tag))
    listed = element(text, root_prefix(text), "sheets") or (0, 0, 0, 0)
    at = text.index(tag, listed[0])
    package.change(package.workbook, text[:at] + new + text[at + len(tag) :])


def _looking_elsewhere(text: bytes, tabs: Sequence[bytes], place: int) -> bytes:
    """Return the workbook part with another tab active than one that is to hide: Excel opens no hidden one."""
    other = next((i for i, tag in enumerate(tabs) if i != place and attribute(tag, "state") in {None, "visible"}), None)

    def looking(match: re.Match[bytes]) -> bytes:
        if (attribute(match[0], "activeTab") or "0") != str(place):
            return match[0]
        return with_attribute(match[0], "activeTab", str(other or 0))

    return tags("workbookView").sub(looking, text)


def take_out(package: Package, title: str) -> None:
    """Leave a sheet out with all parts that only it names; raise UneditableError where something else reads it."""
    refuse_locked(package)
    part = package.sheets[title]
    _refuse_read_elsewhere(package, title, part)
    tabs = package.sheet_tags()
    tag = next(tag for tag in tabs if attribute(tag, "name") == title)
    place = tabs.index(tag)
    text = package.read(package.workbook)
    listed = element(text, root_prefix(text), "sheets") or (0, 0, 0, 0)
    at = text.index(tag, listed[0])
    end = at + len(tag) if tag.endswith(b"/>") else text.index(b">", at + len(tag)) + 1
    text = _without_names(text[:at] + text[end:], place)
    package.change(package.workbook, _shifted(text, place + 1, -1))
    _drop_parts(package, part)


def _without_names(text: bytes, place: int) -> bytes:
    name = re.compile(
        rb"<("
        + PREFIX
        + rb")definedName(?=[\s>])[^<>]*?\slocalSheetId\s*=\s*[\"']%d[\"'][^<>]*>[^<]*</\1definedName\s*>" % place
    )
    text = name.sub(b"", text)
    return re.sub(rb"<(" + PREFIX + rb")definedNames\s*></\1definedNames\s*>", b"", text)


def _refuse_read_elsewhere(package: Package, title: str, part: str) -> None:
    plain, quoted = (escape(form).encode() for form in (f"{title}!", "'" + title.replace("'", "''") + "'!"))
    own = {part, *_named_by(package, part)}
    for info in package.members.infos:
        name = info.filename
        if name.replace("\\", "/").lstrip("/") in own or not name.lower().endswith(".xml"):
            continue
        try:
            text = package.read(name)
        except UneditableError:
            continue  # it was damaged when the sheet came; no program can read from it what it refers to
        if name == package.member(package.workbook):
            index = package.index_of(part)
            text = _without_names(text, index)
        if plain in text or quoted in text or quoted.replace(b"'", b"&apos;") in text:
            raise UneditableError(
                f"别的地方（{name}）还在引用工作表“{title}”，没有移除",
                f"something else ({name}) still reads sheet {title!r}; it was not removed",
            )


def _named_by(package: Package, part: str) -> set[str]:
    """Return the parts that a part names, and those that they name."""
    found: set[str] = set()
    left = [part]
    while left:
        for relationship in package.relationships(left.pop()):
            inside = package.has(relationship.target) and relationship.target not in found
            if inside and relationship.kind in {"table", "drawing", "chart", "comments", "vmlDrawing"}:
                found.add(relationship.target)
                left.append(relationship.target)
    return found


def _drop_parts(package: Package, part: str) -> None:
    holder = _holder(package)
    name = next(r.id for r in package.relationships(package.workbook) if r.target == part)
    package.change(holder, _without_tag(package.read(holder), "Relationship", "Id", name))
    gone = [part, *_named_by(package, part)]
    for each in gone:
        for one in (each, relationships_part(each)):
            types = package.read(CONTENT_TYPES)
            package.change(CONTENT_TYPES, _without_tag(types, "Override", "PartName", f"/{one}"))
            if package.has(one):
                package.drop(one)


def _without_tag(text: bytes, tag: str, key: str, value: str) -> bytes:
    for match in tags(tag).finditer(text):
        if (attribute(match[0], key) or "").lower() == value.lower():
            end = match.end() if match[0].endswith(b"/>") else text.index(b">", match.end()) + 1
            return text[: match.start()] + text[end:]
    return text
