"""Files opened for what they are: no link is followed on the way to them, nothing but an ordinary file is opened.

A place is an absolute path without links in it (`Path.resolve`). Where the system offers handles of folders, each
folder on the way is opened in the one before, so that a link that somebody puts there meanwhile is found out; on
Windows it is looked for before. What reqsheets keeps beside a workbook has the workbook's owner and at most its rights.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import NotPlainError, PlantedError

FOLDER = ".reqsheets"
HANDLES = os.open in os.supports_dir_fd  # nowhere on Windows
PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
PLAIN |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
A_FOLDER = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
PASSING = A_FOLDER | getattr(os, "O_PATH", os.O_RDONLY)  # a folder that one may only pass through
REPARSE_POINT = 0x400  # links and junctions of Windows
OURS_ALONE = 0o600


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose a file is, and what its owner, its group and others may do with it."""

    owner: int
    group: int
    mode: int


def rights_of(place: Path) -> Rights | None:
    """Return the rights of what is there, None where nothing is."""
    try:
        state = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Rights(state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode))


@contextmanager
def opened(place: Path) -> Iterator[BinaryIO]:
    """Yield an ordinary file, open for reading.

    Raises NotPlainError where a link, a folder or a pipe stands there, else OSError.
    """
    with _in_folder(place) as (name, folder), os.fdopen(_open(place, name, os.O_RDONLY, folder), "rb") as file:
        yield file


def read(place: Path, most: int = -1) -> bytes:
    """Return what is in an ordinary file, at most so many bytes; raises what `opened` raises."""
    with opened(place) as file:
        return file.read(most)


# --- what reqsheets keeps beside a workbook -----------------------------------------------------------------------


def put(place: Path, content: bytes, rights: Rights | None = None) -> None:
    """Write a file so that it is there whole or not at all, in place of whatever bears its name.

    `rights` are those that it may have at most (default: those of the workbook beside which it is kept; where there is
    none, its writer's alone).
    """
    with _in_folder(place) as (name, folder):
        new = f".{secrets.token_hex(8)}.new"
        handle = _open(place, new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, folder)
        try:
            with os.fdopen(handle, "wb") as file:
                give(file.fileno(), rights or workbook_rights(place))
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _rename(place, new, name, folder)
        except BaseException:
            with suppress(OSError):
                _unlink(place, new, folder)
            raise


@contextmanager
def extended(place: Path, rights: Rights | None = None) -> Iterator[BinaryIO]:
    """Yield a file of ours, open for reading and for adding at its end, made if need be; `rights` as for `put`.

    Raises PlantedError where what stands there has another name too (a hard link), or is another's.
    """
    rights = rights or workbook_rights(place)
    with _in_folder(place) as (name, folder):
        with os.fdopen(_open(place, name, os.O_RDWR | os.O_APPEND | os.O_CREAT, folder), "a+b", buffering=0) as file:
            state = os.fstat(file.fileno())
            if state.st_nlink > 1 or not _may_be_ours(state, rights):
                raise planted(place)
            give(file.fileno(), rights)
            yield file


def remove(place: Path) -> None:
    """Remove a file, if it is there; a link goes, what it leads to stays."""
    with suppress(FileNotFoundError), _in_folder(place) as (name, folder):
        _unlink(place, name, folder)


def make_folders(folder: Path) -> None:
    """Make that folder and those above it, down from the workbook's; raise PlantedError where a link is one."""
    missing = [folder, *folder.parents]
    top = next(i for i, place in enumerate(missing) if place.name == FOLDER) + 1
    for place in reversed(missing[:top]):
        with _in_folder(place) as (name, parent):
            try:
                os.mkdir(name if HANDLES else place, 0o700, **_at(parent))
            except FileExistsError:
                _look_at_folder(place)
            else:
                _give_folder(place, name, parent)


def names(folder: Path) -> list[str]:
    """Return what is in a folder, sorted; nothing where there is none. Raises PlantedError where it is a link."""
    try:
        with _in_folder(folder / "*") as (_, handle):
            return sorted(os.listdir(handle if handle is not None else folder))
    except FileNotFoundError:
        return []


def give(handle: int, rights: Rights | None, *, folder: bool = False) -> None:
    """Give what is open the owner, and at most the rights, of a workbook; what cannot be given stays its writer's."""
    if sys.platform == "win32":
        return  # what is made in a folder inherits its rights
    mode = rights.mode if rights else 0
    if rights:
        state = os.fstat(handle)
        for owner in (rights.owner, -1):
            if (state.st_uid, state.st_gid) != (rights.owner, rights.group):
                with suppress(PermissionError):
                    os.fchown(handle, owner, rights.group)
                state = os.fstat(handle)
        if state.st_gid != rights.group:  # else another group would get them
            mode = mode & ~0o070 | (mode & 0o007) << 3
    allowed = OURS_ALONE | mode & 0o066
    os.fchmod(handle, allowed | 0o100 | (allowed & 0o044) >> 2 if folder else allowed)


def workbook_rights(place: Path) -> Rights | None:
    """Return the rights of the workbook that a file below `.reqsheets` belongs to, None where it is not there."""
    parts = place.parts
    if FOLDER not in parts:
        return None
    at = len(parts) - 1 - parts[::-1].index(FOLDER)
    folder, name = Path(*parts[:at]), parts[at + 1] if len(parts) > at + 1 else ""
    if not name:
        return rights_of(folder)
    return rights_of(folder / name) or rights_of(folder / name.removesuffix(".lock"))


def planted(place: Path) -> PlantedError:
    """Return the error that something foreign stands where a file or folder of ours belongs."""
    return PlantedError(
        f"“{place}”不是 reqsheets 自己的文件（是链接、别的东西，或属于别人），没有写入；请查明是谁放的，移走后重新运行",
        f"{place} is not a file of reqsheets' own but a link, something else or somebody else's; nothing was written; "
        "find out who put it there, move it away and run again",
    )


# --- the ground ---------------------------------------------------------------------------------------------------


@contextmanager
def _in_folder(place: Path) -> Iterator[tuple[str, int | None]]:
    """Yield the name of what is meant, and the handle of the folder that it is in; None where there are no handles."""
    if not HANDLES:
        for folder in place.parents:
            if folder.name == FOLDER or FOLDER in folder.parts:
                _look_at_folder(folder)
        yield place.name, None
        return
    handle = os.open(place.anchor, PASSING)
    try:
        for i, name in enumerate(place.parts[1:-1], 2):
            last = i == len(place.parts) - 1
            try:
                inner = os.open(name, A_FOLDER | os.O_RDONLY if last else PASSING, dir_fd=handle)
            except PermissionError:
                inner = os.open(name, PASSING, dir_fd=handle)
            except OSError as error:
                raise _why(Path(*place.parts[:i]), error) from error
            os.close(handle)
            handle = inner
            if FOLDER in place.parts[1:i]:
                _refuse_foreign(Path(*place.parts[:i]), os.fstat(handle))
        yield place.name, handle
    finally:
        os.close(handle)


def _why(folder: Path, error: OSError) -> Exception:
    """Return what to raise where a folder could not be opened: a link or a file may stand in its place."""
    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):
        return planted(folder) if FOLDER in folder.parts else not_plain(folder)
    return error


def _open(place: Path, name: str, flags: int, folder: int | None) -> int:
    if folder is None and (place.is_symlink() or place.is_dir()):
        raise _not_plain(place)
    try:
        handle = os.open(name if folder is not None else place.with_name(name), flags | PLAIN, 0o600, **_at(folder))
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR):
            raise _not_plain(place) from error
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _not_plain(place)
    return handle


def _not_plain(place: Path) -> NotPlainError | PlantedError:
    return planted(place) if FOLDER in place.parts else not_plain(place)


def not_plain(place: Path) -> NotPlainError:
    """Return the error that a link or something else stands where an ordinary file is meant."""
    return NotPlainError(
        f"{place.name}：这里应是普通文件，却是链接、管道或别的东西，没有打开；请核对“{place}”",
        f"{place.name}: a link, a pipe or something else stands where an ordinary file should; it was not opened; "
        f"look at {place}",
    )


def _look_at_folder(folder: Path) -> None:
    try:
        state = folder.lstat()
    except FileNotFoundError:
        return
    is_link = stat.S_ISLNK(state.st_mode) or getattr(state, "st_file_attributes", 0) & REPARSE_POINT
    if is_link or not stat.S_ISDIR(state.st_mode):
        raise planted(folder)
    _refuse_foreign(folder, state)


def _refuse_foreign(folder: Path, state: os.stat_result) -> None:
    if not _may_be_ours(state, workbook_rights(folder / "x") if folder.name == FOLDER else workbook_rights(folder)):
        raise planted(folder)


def _may_be_ours(state: os.stat_result, rights: Rights | None) -> bool:
    """Tell whether root may use what has that owner: its own, or the workbook's owner's. Others do as the rights say."""
    return sys.platform == "win32" or os.geteuid() != 0 or state.st_uid in (0, rights.owner if rights else 0)


def _rename(place: Path, old: str, new: str, folder: int | None) -> None:
    if folder is None:
        place.with_name(old).replace(place.with_name(new))
    else:
        os.replace(old, new, src_dir_fd=folder, dst_dir_fd=folder)


def _unlink(place: Path, name: str, folder: int | None) -> None:
    os.unlink(name if folder is not None else place.with_name(name), **_at(folder))


def _give_folder(place: Path, name: str, parent: int | None) -> None:
    if parent is None:
        return
    handle = os.open(name, A_FOLDER | os.O_RDONLY, dir_fd=parent)
    try:
        give(handle, workbook_rights(place), folder=True)
    finally:
        os.close(handle)


def _at(folder: int | None) -> dict[str, int]:
    return {} if folder is None else {"dir_fd": folder}
