"""A workbook's bytes, read once; whatever is no whole, honest .xlsx package is refused before it is parsed."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reqsheets.model.errors import (
    FalseCountError,
    NoWorkbookError,
    OversizedFileError,
    UnreadableFileError,
    UsageError,
    is_text,
    odd_name,
)
from reqsheets.model.plan import Words
from reqsheets.store import plain_files
from reqsheets.store.plain_files import Place
from reqsheets.xlsx.package.deflate import inflated
from reqsheets.xlsx.package.encryption import decrypted, is_encrypted, locked
from reqsheets.xlsx.package.sniff import COMPOUND, SAVE_AS, WRONG_ENDINGS, foreign, foreign_package

WORKBOOK = "xl/workbook.xml"
XML = (".xml", ".rels", ".vml")
BEGINNING = re.compile(  # declarations and comments, then a document type or the root element's tag
    rb"""\A(?:[^<]|<\?.*?\?>|<!--.*?-->)*+(<!DOCTYPE|<[^?!\s<>](?:[^<>"']|"[^"]*"|'[^']*')*+>)""", re.DOTALL
)
STATED = re.compile(rb"""uniqueCount\s*=\s*["']\s*\+?([0-9]+)""")
LONGEST_PROLOG = 1 << 20  # bytes before the root element
STRINGS = "xl/sharedstrings.xml"
READ_BY_CALAMINE = ("[content_types].xml", "xl/_rels/workbook.xml.rels", STRINGS, "xl/styles.xml")
MOST_PACKED = 512 << 20  # bytes; a register of 100,000 rows has 12 MiB
MOST_UNPACKED = 2 << 30  # bytes
MOST_RATIO = 400  # of a member of more than UNSUSPICIOUS bytes; a sheet full of one word reaches some 150
UNSUSPICIOUS = 32 << 20  # bytes
MOST_MEMBERS = 20_000
LOCKED = 0x1  # zip flag: this member is encrypted

# What the zip library raises on bytes that are no whole package.
BROKEN = (
    zipfile.BadZipFile,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)


@dataclass(frozen=True)
class Package:
    """A workbook's bytes and its parts by their name in lower case with forward slashes."""

    path: Path
    place: Place | None  # None: the bytes were handed in
    content: bytes
    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    digest: str  # SHA-256 of the file's bytes, in hex, those of an encrypted one as they lie there

    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield a part's bytes, inflated piece by piece; raise UnreadableFileError where it is missing or damaged."""
        try:
            yield from inflated(self.archive, self.members[spelled(part)])
        except BROKEN:
            raise damaged(self.path, part) from None


def spelled(part: str) -> str:
    """Return a part's name as it is compared: WPS writes upper case and back slashes now and then."""
    return part.replace("\\", "/").lstrip("/").lower()


def package(path: Path, content: bytes | None = None) -> Package:
    """Return the package of a workbook, or of these bytes of it.

    Raises UsageError where there is no such file, UnreadableFileError where it is no whole workbook.
    """
    content, place = _content(path) if content is None else (content, None)
    digest = sha256(content).hexdigest()
    if content.startswith(COMPOUND):
        if not is_encrypted(content):
            raise _other(path, WRONG_ENDINGS[".et" if path.suffix.lower() == ".et" else ".xls"])
        content = decrypted(content, path)
    if not content.startswith(b"PK"):
        raise _other(path, foreign(content))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        raise damaged(path) from None
    members = _members(path, archive)
    if WORKBOOK not in members:
        raise _other(path, foreign_package(members))
    opened = Package(path, place, content, archive, members, digest)
    _refuse_lies(opened)
    return opened


def _content(path: Path) -> tuple[bytes, Place]:
    """Return a file's bytes, and where it lies; a link is followed once, before it is opened."""
    if not is_text(str(path)):
        raise odd_name(str(path))
    if not path.exists():
        raise _no_file(path)
    if path.is_dir():
        raise _folder(path)
    if path.name.startswith(("~$", ".~")):
        raise _lock_file(path)
    real = path.resolve()
    try:
        with plain_files.opened(real) as file:
            state = os.fstat(file.fileno())
            if state.st_size > MOST_PACKED:
                raise _too_big(path)
            content = file.read(MOST_PACKED + 1)
    except OSError as error:
        raise _withheld(path, error) from None
    if not content:
        raise _empty(path)
    if path.suffix.lower() in WRONG_ENDINGS and content.startswith(b"PK"):
        raise _other(path, WRONG_ENDINGS[path.suffix.lower()])
    return content, Place(real, plain_files.rights_in(state))


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    entries = archive.infolist()
    for entry in entries:
        name = spelled(entry.filename)
        if name in members:
            raise damaged(path, entry.filename)
        if entry.flag_bits & LOCKED:
            raise locked(path)
        if entry.file_size > UNSUSPICIOUS and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise _too_big(path)
        members[name] = entry
    if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_big(path)
    return members


def _refuse_lies(opened: Package) -> None:
    """Refuse what calamine would believe beside the sheets: a wrong size, a count for which it sets memory aside.

    Inflated, each part's size and checksum must be what the directory says. No part begins with a document type.
    """
    for part in opened.members:
        if part.endswith(XML):
            _refuse_document_type(opened, part)
    for part in (WORKBOOK, *READ_BY_CALAMINE):
        if part in opened.members:
            tags = sum(chunk.count(b"<") for chunk in opened.chunks(part))
            if part == STRINGS:
                _refuse_false_count(opened, tags)


def _refuse_false_count(opened: Package, tags: int) -> None:
    """Raise FalseCountError where the list of shared texts states more of them than it has tags."""
    tag = _first_tag(opened, STRINGS)
    stated = max((int(match[1].lstrip(b"0")[:30] or b"0") for match in STATED.finditer(tag)), default=0)
    if stated > tags:
        raise FalseCountError(
            f"{opened.path.name} 里写着有 {stated} 条文字，文件却装不下这么多（{STRINGS}），为安全起见不予打开："
            "请核对文件来源，或在 Excel 中另存一份",
            f"{opened.path.name} states {stated} texts where there is room for {tags} at most ({STRINGS}) and is not "
            "opened: check where it comes from, or save it anew in Excel",
        )


def _refuse_document_type(opened: Package, part: str) -> None:
    """Raise UnreadableFileError where there is one before the root element; no office program writes one."""
    if _first_tag(opened, part).startswith(b"<!"):
        raise damaged(opened.path, part)


def _first_tag(opened: Package, part: str) -> bytes:
    """Return the tag of the root element, or what begins a document type; b"" where there is neither."""
    start = b""
    for chunk in opened.chunks(part):
        start += chunk.replace(b"\0", b"")  # UTF-16 has one beside each sign of these
        found = BEGINNING.match(start)
        if found:
            return found[1]
        if len(start) > LONGEST_PROLOG:
            raise damaged(opened.path, part)
    return b"<!DOCTYPE" if b"<!DOCTYPE" in start else b""


# --- what to say --------------------------------------------------------------------------------------------------


def damaged(path: Path, part: str = "") -> UnreadableFileError:
    """Return the error that the file, or one part of it, is broken."""
    zh, en = (f"（{part}）", f" ({part})") if part else ("", "")
    return UnreadableFileError(
        f"{path.name} 已损坏或不完整{zh}：请在 Excel 中用“打开并修复”，或换用备份、重新下载",
        f"{path.name} is damaged or incomplete{en}: try Open and Repair in Excel, or use a backup or a new download",
    )


def beyond_sheet(path: Path, part: str, row: int, column: int) -> UnreadableFileError:
    """Return the error that a cell stands where no sheet of Excel reaches."""
    return UnreadableFileError(
        f"{path.name} 的 {part} 里有单元格在第 {row} 行、第 {column} 列，超出工作表的范围（1048576 行、16384 列），"
        "Excel 会丢掉它；请用写出这个文件的程序把它移到表格里，或删除",
        f"{path.name}: a cell of {part} stands in row {row}, column {column}, where no sheet reaches (1,048,576 rows,"
        " 16,384 columns), and Excel would drop it; move or delete it with the program that wrote the file",
    )


def _no_file(path: Path) -> UsageError:
    return UsageError(f"找不到文件：{path}", f"no such file: {path}")


def _folder(path: Path) -> UsageError:
    return UsageError(f"{path} 是文件夹，请指定其中的工作簿", f"{path} is a folder; name a workbook in it")


def _lock_file(path: Path) -> NoWorkbookError:
    return NoWorkbookError(
        f"{path.name} 是 Excel、WPS 或 LibreOffice 打开文件时的临时文件，请改选工作簿本身",
        f"{path.name} is a lock file that Excel, WPS or LibreOffice keeps beside an open workbook: name the workbook",
    )


def _withheld(path: Path, error: OSError) -> UnreadableFileError:
    return UnreadableFileError(
        f"无法读取 {path.name}：{error.strerror}；请检查权限，或关闭正在占用它的程序",
        f"{path.name} cannot be read: {error.strerror}; check its permissions or close what holds it",
    )


def _empty(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} 是空文件（0 字节），请换用备份或重新导出",
        f"{path.name} is empty (0 bytes); use a backup or export it again",
    )


def _other(path: Path, is_really: Words) -> NoWorkbookError:
    return NoWorkbookError(
        f"{path.name} 不是 .xlsx 工作簿，而是{is_really.zh}：{SAVE_AS.zh}",
        f"{path.name} is no .xlsx workbook but {is_really.en}: {SAVE_AS.en}",
    )


def _too_big(path: Path) -> OversizedFileError:
    return OversizedFileError(
        f"{path.name} 解压后大得不合常理，为安全起见不予打开：请核对文件来源，或删去多余的内容后重新保存",
        f"{path.name} unpacks to an absurd size and is not opened: check where it comes from, or trim and save it anew",
    )


def too_many_rows(path: Path, tab: str) -> OversizedFileError:
    """Return the error that a sheet has more rows than a register can have."""
    return OversizedFileError(
        f"{path.name} 的工作表“{tab}”有 30 万行以上的内容，不予处理：请删去多余的行，或把往年的需求转到新的工作簿",
        f"{path.name}: sheet {tab!r} has more than 300,000 rows with something in them and is left alone: delete what "
        "is too many, or begin a new workbook for the new year",
    )
