"""A written workbook read back before it takes the old one's place: what differs must be what was asked for.

Nothing here knows how a sheet was written. Rows whose bytes are equal are compared as bytes, every other row of a
touched sheet is parsed by expat, before and after: cells that the plan names hold what it wants, every other cell holds
what it held (value, type, formula, style), and every member that nobody meant to change lies there byte for byte.
Source: decision D21.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree as ET

from reqsheets.model.errors import MiswrittenError
from reqsheets.xlsx.package.deflate import BLOCK, inflated
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.patching.read_back_cells import Wanted, lines_differ, named_in
from reqsheets.xlsx.patching.read_back_rows import Chunks, Differing, DisorderError, parsed
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

CHAIN = "calcchain.xml"  # the only part that a write leaves out
STYLES = "styles.xml"  # the only part that it may add
# What follows a sheet's rows and may come or go with them.
FOLLOW = ("autoFilter", "conditionalFormatting", "dataValidations", "hyperlinks", "extLst", "dimension", "sheetData")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a write meant to change: edits by member, titles of those sheets, and which other members may differ."""

    edits: Mapping[str, SheetEdit]
    titles: Mapping[str, str]
    others: Collection[str]
    from_1904: bool = False


def compare(before: bytes, after: bytes, meant: Meant, name: str) -> None:
    """Raise MiswrittenError where a workbook's new bytes are not the old ones with these changes."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for where in _member_differences(before, after, meant, (old, new)):
            raise miswritten(name, where)
        for member, edit in meant.edits.items():
            texts = partial(inflated, old, old.getinfo(member)), partial(_by_zlib, new, member)
            for place in sheet_differences(*texts, edit, from_1904=meant.from_1904):
                raise miswritten(name, f"{meant.titles.get(member, member)}!{place}")


def _member_differences(
    before: bytes, after: bytes, meant: Meant, archives: tuple[zipfile.ZipFile, zipfile.ZipFile]
) -> Iterator[str]:
    """Yield the members that are lost, new or changed and should not be."""
    old, new = ({info.filename: info for info in archive.infolist()} for archive in archives)
    for member in sorted(old.keys() ^ new.keys()):
        if not member.lower().endswith(CHAIN if member in old else STYLES):
            yield member
    for member in old.keys() & new.keys() - meant.edits.keys():
        if as_it_lies(before, old[member]) == as_it_lies(after, new[member]):
            continue
        was, now = (archive.read(member) for archive in archives)
        if member not in meant.others or (_is_whole(was) and not _is_whole(now)):
            yield member


def as_it_lies(content: bytes, info: zipfile.ZipInfo) -> tuple[int, int, memoryview]:
    """Return how a member lies in a file: its checksum, how it is packed, and the packed bytes."""
    start = info.header_offset
    start += 30 + sum(int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
    return info.CRC, info.compress_type, memoryview(content)[start : start + info.compress_size]


def _is_whole(text: bytes) -> bool:
    try:
        parsed(text)
    except ET.ParseError:
        return False
    return True


def _by_zlib(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Yield a member's bytes by another library than the one that packed it."""
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            yield block


def sheet_differences(
    before: Chunks, after: Chunks, edit: SheetEdit, *, from_1904: bool = False, follow: Collection[str] = FOLLOW
) -> Iterator[str]:
    """Yield the places of a worksheet that hold neither what they held nor what the edit wants."""
    sheet = Differing(before, after, frozenset(edit.rows()), partial(named_in, edit))
    wanted = Wanted(edit, sheet.old, sheet.has_formula, from_1904)
    try:
        for old, new in sheet.batches():
            for row in sorted(old.keys() | new.keys()):
                for column in lines_differ(wanted, row, old.get(row), new.get(row)):
                    yield f"{letters(column)}{row}" if column else str(row)
        if _around(sheet, 0, follow) != _around(sheet, 1, follow):
            yield "A1"
    except (DisorderError, ET.ParseError) as error:
        yield str(error)


def _around(sheet: Differing, at: int, follow: Collection[str]) -> list[str]:
    """Return what stands around the rows and has no reason to change."""
    around = sheet.heads[at]
    root = ET.fromstring(around.head + around.tail)  # noqa: S314 -- documents with a DOCTYPE were refused
    return [
        ET.tostring(child, encoding="unicode").strip() for child in root if child.tag.rpartition("}")[2] not in follow
    ]


def miswritten(name: str, where: str) -> MiswrittenError:
    """Return the error that the new file was not what it should have been."""
    return MiswrittenError(
        f"{name}：写入前核对时发现 {where} 与预期不符，这是 reqsheets 的错误，不是您的问题；"
        "没有写入，工作簿保持原样。请把这条信息和工作簿的副本发给维护者",
        f"{name}: read back before replacing it, the new file differs from the plan at {where}. This is a fault of"
        " reqsheets, not yours; nothing was written and the workbook is as it was. Please send this message and, if"
        " you may, a copy of the workbook to the maintainers",
    )
