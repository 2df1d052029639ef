"""A plan written to its workbook: only the cells that it names change, and the file is replaced as a whole."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import FileInUseError, StalePlanError, UnreadableFileError
from reqsheets.excel.edited import edit
from reqsheets.excel.edits import edits_of, known_formulas
from reqsheets.excel.lock import refuse_in_use
from reqsheets.excel.package import Package
from reqsheets.excel.read import Reading, read
from reqsheets.excel.replace import refuse_unwritable, replace, told
from reqsheets.frames import check_fresh
from reqsheets.plan import Plan


def write(reading: Reading, plan: Plan, keep: Callable[[bytes], None] | None = None) -> None:
    """Carry out a plan that was made on this reading.

    `keep` is given the new file's bytes before they take the old one's place; what it raises stops the write. Raises
    StalePlanError where a cell no longer holds what the plan expects, FileInUseError where somebody has the workbook
    open or the system does not let us write, UneditableError where a cell must not be changed, and UnreadableFileError
    where the file is no sound workbook. Nothing is written then.
    """
    if not plan.changes:
        return
    path = reading.path
    refuse_unsafe(path)
    with told(path), _opened(path) as file:
        reading = _as_it_is(reading, file)
        check_fresh(reading.frames, plan)
        package = Package(file, path.name)
        edit(package, edits_of(reading, plan, package), known_formulas(reading, package))

        def unchanged() -> None:
            refuse_unsafe(path)
            with _opened(path) as now:
                if digest(now) != reading.digest:
                    raise _edited_meanwhile(path)

        def new_package(out: BinaryIO) -> None:
            package.write(out)
            _verify(package, out)
            if keep:
                out.seek(0)
                keep(out.read())
            file.close()  # Windows replaces no file that is open

        replace(path, new_package, unchanged)


def digest(file: BinaryIO) -> str:
    """Return the SHA-256 of an open file's bytes, in hex."""
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except PermissionError as error:
        raise FileInUseError(
            f"{path.name}：文件被占用，或没有读取权限；请关闭打开它的程序后重试",
            f"{path.name}: the file is in use or may not be read; close the program that has it open",
        ) from error
    except FileNotFoundError as error:
        raise _edited_meanwhile(path) from error


def _as_it_is(reading: Reading, file: BinaryIO) -> Reading:
    """Return the reading, or a new one where the file was saved since."""
    if digest(file) == reading.digest:
        return reading
    return read(reading.path, (reading.spec,))


def refuse_unsafe(path: Path) -> None:
    """Raise FileInUseError where the workbook is read-only or somebody has it open."""
    refuse_unwritable(path.resolve())
    refuse_in_use(path)


def _edited_meanwhile(path: Path) -> StalePlanError:
    return StalePlanError(
        f"{path.name}：刚刚被别的程序保存、移动或删除，没有写入；请重新运行",
        f"{path.name}: another program saved, moved or deleted it just now, nothing was written; run again",
    )


def _verify(package: Package, out: BinaryIO) -> None:
    """Read the new members back once; raise UnreadableFileError where the disk did not keep them."""
    out.seek(0)
    try:
        whole = _count(package, out) == len(package.members.infos) - len(package.dropped) + len(package.added)
    except (zipfile.BadZipFile, zlib.error):  # zipfile says so too where the disk fails
        whole = False
    if not whole:
        raise UnreadableFileError(
            f"{package.name}：写出的文件不完整，已放弃，原文件没有改动；请检查磁盘",
            f"{package.name}: the new file is not whole and was discarded, the old one is as it was; check the disk",
        )


def _count(package: Package, out: BinaryIO) -> int:
    """Return how many members there are, once the new ones have been read."""
    with zipfile.ZipFile(out) as written:
        for name in (*package.changed, *package.added):
            with written.open(name) as member:
                while member.read(1 << 20):
                    pass
        return len(written.infolist())
