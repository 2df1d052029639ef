"""A workbook's package: which part is which sheet, how parts name each other, and what must not be touched at all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from reqsheets.model.errors import UneditableError, UnreadableFileError
from reqsheets.xlsx.package.deflate import Packed, packed
from reqsheets.xlsx.package.xml_bytes import PREFIX, as_before, as_utf8, attribute, inside, tags, with_attribute
from reqsheets.xlsx.package.zip_members import Members

CONTENT_TYPES = "[Content_Types].xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_TYPE_OF_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE_OF_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also the wrapper of an encrypted .xlsx


@dataclass(frozen=True, slots=True)
class Relationship:
    """One part names another; `kind` is the last word of its type, `target` the part's name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a workbook, read only; `changed`, `dropped` and `added` collect what the new file has instead."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        _refuse_old(file, name)
        self.members = Members(file, name)
        self._infos = {_plain(info.filename): info for info in self.members.infos}
        self.changed: dict[str, Packed] = {}
        self.dropped: set[str] = set()
        self.added: dict[str, Packed] = {}
        self._texts: dict[str, bytes] = {}
        self._named: dict[str, tuple[bytes, list[Relationship]]] = {}  # by the part that holds them
        workbook = next((r.target for r in self.relationships("") if r.kind == "officeDocument"), None)
        if workbook is None or not self.has(workbook):
            raise UnreadableFileError(f"{name}：不是 Excel 工作簿", f"{name}: no Excel workbook")
        self.workbook = workbook
        self._refuse_signed()
        self.sheets = dict(self._sheets())

    def _refuse_signed(self) -> None:
        if any("_xmlsignatures/" in part for part in self._infos):
            raise UneditableError(
                f"{self.name}：文件带有数字签名，修改会使签名失效；请先在 Excel 里删除签名",
                f"{self.name}: the file is signed and a change would void that; remove the signature in Excel first",
            )

    def has(self, part: str) -> bool:
        """Tell whether the package has that part, whatever the case or the slashes of its name."""
        return _plain(part) in self._infos

    def member(self, part: str) -> str:
        """Return the name of a part as it stands in the file."""
        return self._infos[_plain(part)].filename

    def read(self, part: str) -> bytes:
        """Return a part's content as UTF-8, as it is now."""
        if part in self._texts:
            return self._texts[part]
        return as_utf8(self.members.read(self._infos[_plain(part)]))[0]

    def stream(self, part: str) -> Iterator[bytes]:
        """Yield a part's content as it lies in the file."""
        return self.members.stream(self._infos[_plain(part)])

    def change(self, part: str, text: bytes) -> None:
        """Have that part hold this UTF-8 text, in the encoding that it had; nothing happens where it already does."""
        before = self.read(part)
        if text == before:
            return
        if part in self.added:
            self.new_part(part, text)
            return
        info = self._infos[_plain(part)]
        encoding = as_utf8(self.members.read(info))[1]
        self._texts[part] = text
        self.changed[info.filename] = packed([as_before(text, encoding)])

    def replace(self, part: str, content: Packed) -> None:
        """Have that part hold a content that is already compressed."""
        self.changed[self._infos[_plain(part)].filename] = content

    def drop(self, part: str) -> None:
        """Leave a part out of the new file."""
        self.dropped.add(self._infos[_plain(part)].filename)

    def add_styles(self, text: bytes) -> str:
        """Give the workbook a styles part, which it lacks, and return its name."""
        part = posixpath.join(posixpath.dirname(self.workbook), "styles.xml")
        holder = relationships_part(self.workbook)
        types, names = self.read(CONTENT_TYPES), self.read(holder)
        kind = _TYPE_OF_STRICT if b"http://purl.oclc.org/ooxml/" in names else _TYPE_OF_TRANSITIONAL
        self.change(CONTENT_TYPES, _appended(types, "Override", {"PartName": f"/{part}", "ContentType": _STYLES_TYPE}))
        entry = {"Id": "reqsheetsStyles", "Type": f"{kind}/styles", "Target": f"/{part}"}
        self.change(holder, _appended(names, "Relationship", entry))
        self.new_part(part, text)
        return part

    def new_part(self, part: str, text: bytes) -> None:
        """Add a part at the end of the package."""
        self._texts[part] = text
        self.added[part] = packed([text])

    def write(self, out: BinaryIO) -> None:
        """Write the package as it is now."""
        self.members.new_archive(out, self.changed, self.dropped, self.added)

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part names; "" is the package itself."""
        holder = relationships_part(part)
        if not self.has(holder):
            return []
        text = self._texts[holder] = self.read(holder)  # asked for again and again
        known = self._named.get(holder)
        if known is None or known[0] != text:
            known = self._named[holder] = (text, _relationships(part, text))
        return known[1]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of that kind which a part names and which are there."""
        return [r.target for r in self.relationships(part) if r.kind == kind and self.has(r.target)]

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """Yield title and part of every worksheet."""
        targets = {r.id: r for r in self.relationships(self.workbook)}
        for tag in self.sheet_tags():
            relationship = targets.get(_relationship_id(tag) or "")
            if relationship and relationship.kind == "worksheet" and self.has(relationship.target):
                yield attribute(tag, "name") or "", relationship.target

    def sheet_tags(self) -> list[bytes]:
        """Return the `<sheet …/>` tags of the workbook part, in order: chart sheets and macro sheets too."""
        text = self.read(self.workbook)
        listed = re.search(
            rb"<" + PREFIX + rb"sheets(?=[\s>])" + inside(rb"sheets") + rb"</" + PREFIX + rb"sheets\s*>", text
        )
        return [match[0] for match in tags("sheet").finditer(listed[0])] if listed else []

    def index_of(self, sheet_part: str) -> int:
        """Return the place of a worksheet among all sheets, from 0, as defined names count them."""
        title = next(title for title, part in self.sheets.items() if part == sheet_part)
        return [attribute(tag, "name") for tag in self.sheet_tags()].index(title)

    def from_1904(self) -> bool:
        """Tell whether the workbook counts its days from 1904-01-01."""
        properties = tags("workbookPr").search(self.read(self.workbook))
        return bool(properties) and attribute(properties[0], "date1904") in {"1", "true"} if properties else False


def _relationships(part: str, text: bytes) -> list[Relationship]:
    """Return what a part names, from the text of the part that holds its relationships."""
    found = []
    for match in tags("Relationship").finditer(text):
        if attribute(match[0], "TargetMode") == "External":
            continue
        target, kind = attribute(match[0], "Target") or "", attribute(match[0], "Type") or ""
        found.append(Relationship(attribute(match[0], "Id") or "", kind.rpartition("/")[2], _absolute(part, target)))
    return found


def relationships_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _appended(text: bytes, element: str, attributes: dict[str, str]) -> bytes:
    """Return a list of parts or relationships with one more entry at its end."""
    end = text.rindex(b"</")
    tag = b"<" + text[end + 2 : text.index(b">", end)].rpartition(b":")[0] + b":" + element.encode() + b"/>"
    tag = tag.replace(b"<:", b"<")
    for name, value in attributes.items():
        tag = with_attribute(tag, name, value)
    return text[:end] + tag + text[end:]


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _absolute(part: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _relationship_id(tag: bytes) -> str | None:
    match = re.search(rb"\s[\w.-]+:id\s*=\s*[\"']([^\"']*)[\"']", tag)
    return match[1].decode() if match else None


def _refuse_old(file: BinaryIO, name: str) -> None:
    start = file.read(8)
    file.seek(0)
    if start.startswith(OLD_OFFICE):
        raise UneditableError(
            f"{name}：文件已加密，或是旧的 .xls/.et 格式，无法修改；请取消密码并另存为 .xlsx",
            f"{name}: the file is encrypted or of the old .xls/.et format; remove the password and save it as .xlsx",
        )


def opened(path: Path, file: BinaryIO) -> Package:
    """Return the package in an open file; raise UnreadableFileError or UneditableError where it must stay as it is."""
    return Package(file, path.name)
