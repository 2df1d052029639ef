"""A plan written to its workbook: only the cells that it names change, and the file is replaced as a whole."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import FileInUseError, StalePlanError, UnreadableFileError
from reqsheets.model.frames import check_fresh
from reqsheets.model.plan import Plan
from reqsheets.store import plain_files
from reqsheets.store.atomic_replace import raising_file_in_use, refuse_unwritable, replace
from reqsheets.store.office_lock_files import refuse_in_use
from reqsheets.xlsx.package.deflate import BLOCK
from reqsheets.xlsx.package.encryption import encrypted, is_encrypted, plain
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.plan_to_cells import edits_of, known_formulas
from reqsheets.xlsx.patching.read_back import Meant, compare
from reqsheets.xlsx.patching.sheet_edit import SheetEdit
from reqsheets.xlsx.patching.structure import beginning
from reqsheets.xlsx.reading.further_tabs import by_tab
from reqsheets.xlsx.reading.read import Reading, read


def write(reading: Reading, plan: Plan, keep: Callable[[bytes], None] | None = None, base: bytes | None = None) -> None:
    """Carry out a plan that was made on this reading.

    `base` are the bytes of an earlier state: where they, with the rows that logs got since, give what the plan wants,
    the file is made of them, so that everything else is as it was, byte for byte.
    `keep` is given the new file's bytes before they take the old one's place; what it raises stops the write. Raises
    StalePlanError where a cell no longer holds what the plan expects, FileInUseError where somebody has the workbook
    open or the system does not let us write, UneditableError where a cell must not be changed, and UnreadableFileError
    where the file is no sound workbook. MiswrittenError is a fault of ours: what was about to be written was not what
    was planned. Nothing is written then.
    """
    if not plan.changes:
        return
    path = reading.path
    refuse_unsafe(path)
    with raising_file_in_use(path):
        content = _content(path)
        digest = sha256(content).hexdigest()
        reading = reading if digest == reading.digest else read(path, (reading.spec,))
        if digest != reading.digest:
            raise _edited_meanwhile(path)
        check_fresh(reading.frames, plan)
        start, reading, plan = beginning(plain(content, path), reading, plan, base and plain(base, path))
        package = Package(io.BytesIO(start), path.name)
        done = _edited(package, reading, plan)

        def unchanged() -> None:
            refuse_unsafe(path)
            if sha256(_content(path)).hexdigest() != digest:
                raise _edited_meanwhile(path)

        def new_package(out: BinaryIO) -> None:
            written = _packed(package, out, content, path)
            _verify(package, done, start, plain(written, path))
            if keep:
                keep(written)

        replace(path, new_package, unchanged)


def _packed(package: Package, out: BinaryIO, like: bytes, path: Path) -> bytes:
    """Write the new package, in an envelope where that file is in one, and return what the file holds then."""
    if is_encrypted(like):
        inside = io.BytesIO()
        package.write(inside)
        out.write(encrypted(inside.getvalue(), like, path))
    else:
        package.write(out)
    out.seek(0)
    return out.read()


def _edited(package: Package, reading: Reading, plan: Plan) -> dict[str, SheetEdit]:
    reading, plan = by_tab(reading, plan)
    return edit(package, edits_of(reading, plan, package), known_formulas(reading, package))


def _content(path: Path) -> bytes:
    try:
        return plain_files.read(path.resolve())
    except PermissionError as error:
        raise FileInUseError(
            f"{path.name}：文件被占用，或没有读取权限；请关闭打开它的程序后重试",
            f"{path.name}: the file is in use or may not be read; close the program that has it open",
        ) from error
    except FileNotFoundError as error:
        raise _edited_meanwhile(path) from error


def refuse_unsafe(path: Path) -> None:
    """Raise FileInUseError where the workbook is read-only or somebody has it open."""
    refuse_unwritable(path.resolve())
    refuse_in_use(path)


def _edited_meanwhile(path: Path) -> StalePlanError:
    return StalePlanError(
        f"{path.name}：刚刚被别的程序保存、移动或删除，没有写入；请重新运行",
        f"{path.name}: another program saved, moved or deleted it just now, nothing was written; run again",
    )


def _verify(package: Package, done: Mapping[str, SheetEdit], before: bytes, written: bytes) -> None:
    """Read the new file before it takes the old one's place.

    Raises UnreadableFileError where the disk did not keep what was written, MiswrittenError where that is not what was
    planned.
    """
    edits = {package.member(part): edit for part, edit in done.items()}
    titles = {package.member(part): title for title, part in package.sheets.items()}
    others = package.changed.keys() | package.added.keys()
    try:
        whole = _count(package, written, edits) == len(package.members.infos) - len(package.dropped) + len(
            package.added
        )
        if whole:
            compare(before, written, Meant(edits, titles, others, package.from_1904()), package.name)
    except (zipfile.BadZipFile, zlib.error, EOFError):  # zipfile says so too where the disk fails
        whole = False
    if not whole:
        raise UnreadableFileError(
            f"{package.name}：写出的文件不完整，已放弃，原文件没有改动；请检查磁盘",
            f"{package.name}: the new file is not whole and was discarded, the old one is as it was; check the disk",
        )


def _count(package: Package, written: bytes, later: Collection[str]) -> int:
    """Return how many members there are, once the new ones have been read but for those that are read later."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        for name in (package.changed.keys() | package.added.keys()) - set(later):
            with archive.open(name) as member:  # by zlib: another judge than the one that packed it
                while member.read(BLOCK):
                    pass
        return len(archive.infolist())
