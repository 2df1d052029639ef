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
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import DamagedHistoryError, NotPlainError, PlantedError

FOLDER = ".reqsheets"
HANDLES = os.open in os.supports_dir_fd  # nowhere on Windows
PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
PLAIN |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
A_FOLDER = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
PASSING = A_FOLDER | getattr(os, "O_PATH", os.O_RDONLY)  # a folder that one may only pass through
REPARSE_POINT = 0x400  # links and junctions of Windows
OURS_ALONE = 0o600
LARGEST = 1 << 29  # bytes of one file of the history


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose a file is, and what its owner, its group and others may do with it."""

    owner: int
    group: int
    mode: int


def rights_of(place: Path) -> Rights | None:
    """Return the rights of the file or folder that is there, None where none is, or a link."""
    try:
        state = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return rights_in(state) if stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode) else None


def rights_in(state: os.stat_result) -> Rights:
    """Return the rights that the system told."""
    return Rights(state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file really lies, and whose it was when it was opened."""

    path: Path
    rights: Rights


@contextmanager
def opened(place: Path) -> Iterator[BinaryIO]:
    """Yield an ordinary file, open for reading.

    Raises NotPlainError where a link, a folder or a pipe stands there, else OSError.
    """
    with _in_folder(place) as (name, folder), os.fdopen(_open(place, name, os.O_RDONLY, folder), "rb") as file:
        yield file


def refuse_unplain(place: Path) -> None:
    """Raise NotPlainError where something stands there that is no ordinary file, OSError where nothing does."""
    if not stat.S_ISREG(place.lstat().st_mode):
        raise _not_plain(place)


def read(place: Path, most: int = -1) -> bytes:
    """Return what is in an ordinary file, at most so many bytes; raises what `opened` raises."""
    with opened(place) as file:
        return file.read(most)


# --- what reqsheets keeps beside a workbook -----------------------------------------------------------------------


def read_kept(place: Path, largest: int = LARGEST) -> bytes:
    """Return what is in a file of the history; raises what `opened` raises, DamagedHistoryError where it is absurd."""
    content = read(place, largest + 1)
    if len(content) > largest:
        raise DamagedHistoryError(f"“{place}”大得不合常理", f"{place} is absurdly large")
    return content


_given: ContextVar[Rights | None] = ContextVar("rights", default=None)


@contextmanager
def given(rights: Rights | None) -> Iterator[None]:
    """Let what is written in this block have these rights at most, whatever stands in the workbook's place by then."""
    token = _given.set(rights)
    try:
        yield
    finally:
        _given.reset(token)


def given_rights() -> Rights | None:
    """Return the rights that hold for what is written now, None where nobody said."""
    return _given.get()


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file under a name that nobody could foresee, in the folder of the one whose place it is to take."""

    file: BinaryIO
    place: Path
    name: str
    folder: int | None

    def take_place(self) -> None:
        """Put it there; raise PlantedError where somebody has put something else under its name meanwhile."""
        if self.folder is None:
            self.file.close()
            self.place.with_name(self.name).replace(self.place)
            return
        if not os.path.samestat(os.stat(self.name, dir_fd=self.folder, follow_symlinks=False), self._state()):
            raise planted(self.place.with_name(self.name))
        os.replace(self.name, self.place.name, src_dir_fd=self.folder, dst_dir_fd=self.folder)

    def sync_folder(self) -> None:
        """Have the folder's new entry survive a power cut, where the system offers that."""
        if self.folder is not None:
            with suppress(OSError):  # a few file systems cannot; the file itself is in its place either way
                handle = os.open(".", A_FOLDER | os.O_RDONLY, dir_fd=self.folder)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    def _state(self) -> os.stat_result:
        return os.fstat(self.file.fileno())


@contextmanager
def new_beside(place: Path, prefix: str = ".", suffix: str = ".new") -> Iterator[NewFile]:
    """Yield a new file for that place, open for reading and writing; gone at the end unless it took the place."""
    with _in_folder(place) as (_, folder):
        name = f"{prefix}{secrets.token_hex(8)}{suffix}"
        handle = _open(place, name, os.O_RDWR | os.O_CREAT | os.O_EXCL, folder)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield NewFile(file, place, name, folder)
        finally:
            with suppress(OSError):
                _unlink(place, name, folder)


def put(place: Path, content: bytes, rights: Rights | None = None) -> None:
    """Write a file so that it is there whole or not at all, in place of whatever bears its name.

    `rights` are those that it may have at most (default: those of the workbook beside which it is kept; where there is
    none, its writer's alone).
    """
    with new_beside(place) as new:
        give(new.file.fileno(), rights or _rights_at(place))
        new.file.write(content)
        new.file.flush()
        os.fsync(new.file.fileno())
        new.take_place()


@contextmanager
def extended(place: Path, rights: Rights | None = None) -> Iterator[BinaryIO]:
    """Yield a file of ours, open for reading and for adding at its end, made if need be; `rights` as for `put`.

    Raises PlantedError where what stands there has another name too (a hard link), or is another's.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    with (
        _in_folder(place) as (name, folder),
        os.fdopen(_open(place, name, flags, folder), "a+b", buffering=0) as file,
    ):
        state = os.fstat(file.fileno())
        if state.st_nlink > 1 or not _may_be_ours(state, place):
            raise planted(place)
        give(file.fileno(), rights or _rights_at(place))
        yield file


def remove(place: Path) -> None:
    """Remove a file, if it is there; a link goes, what it leads to stays."""
    with suppress(FileNotFoundError), _in_folder(place) as (name, folder):
        _unlink(place, name, folder)


def sweep(folder: Path) -> None:
    """Remove what a killed run left half written in a folder of ours; nobody else may be at work in it."""
    for name in names(folder):
        if name.startswith(".") and name.endswith(".new"):
            remove(folder / name)


def make_folders(folder: Path) -> None:
    """Make that folder and those above it, down from the workbook's; raise PlantedError where a link is one."""
    missing = [folder, *folder.parents]
    top = next(i for i, place in enumerate(missing) if place.name == FOLDER) + 1
    for place in reversed(missing[:top]):
        with _in_folder(place) as (name, parent):
            try:
                os.mkdir(name if HANDLES else place, 0o700, **_at(parent))  # noqa: PTH102 (a handle)
            except FileExistsError:
                _look_at_folder(place)
            else:
                _give_folder(place, name, parent)


def folder_within(above: Path, name: str) -> Path:
    """Return the folder of that name, made for its writer alone if need be, by a path without links.

    A link on the way to `above` is the user's own; one in the folder's place raises NotPlainError.
    """
    above.mkdir(0o700, parents=True, exist_ok=True)
    place = above.resolve() / name
    with suppress(FileExistsError):
        place.mkdir(0o700)
    if _is_link_or_no_folder(place.lstat()):
        raise not_plain(place)
    return place


def move(old: Path, new: Path) -> None:
    """Rename a file or folder of ours; both are in the same folder."""
    with _in_folder(old) as (name, folder):
        if folder is None:
            old.replace(new)
        else:
            os.replace(name, new.name, src_dir_fd=folder, dst_dir_fd=folder)


def names(folder: Path) -> list[str]:
    """Return what is in a folder, sorted; nothing where there is none. Raises PlantedError where it is a link."""
    try:
        with _in_folder(folder / "*") as (_, handle):
            if handle is None:
                return sorted(os.listdir(folder))  # noqa: PTH208 (names alone)
            listing = os.open(".", A_FOLDER | os.O_RDONLY, dir_fd=handle)
            try:
                return sorted(os.listdir(listing))  # noqa: PTH208 (a handle)
            finally:
                _let_go(listing)
    except FileNotFoundError:
        return []


def give(handle: int, rights: Rights | None, *, exactly: bool = False) -> None:
    """Give what is open the owner, and at most the rights, of a workbook; what cannot be given stays its writer's."""
    if sys.platform == "win32":
        return  # what is made in a folder inherits its rights
    mode, state = rights.mode if rights else 0, os.fstat(handle)
    if rights:
        for owner in (rights.owner, -1):
            if (state.st_uid, state.st_gid) != (rights.owner, rights.group):
                with suppress(PermissionError):
                    os.fchown(handle, owner, rights.group)
                state = os.fstat(handle)
        if state.st_gid != rights.group:  # else another group would have them
            mode = mode & ~0o070 | (mode & 0o007) << 3
    allowed = mode if exactly else OURS_ALONE | mode & 0o066
    if stat.S_ISDIR(state.st_mode):
        allowed |= 0o100 | (allowed & 0o044) >> 2 | (mode & stat.S_ISVTX) | (state.st_mode & stat.S_ISGID)
    if stat.S_IMODE(state.st_mode) != allowed:
        with suppress(PermissionError):  # another's, or a disk that knows no rights
            os.fchmod(handle, allowed)


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


def _rights_at(place: Path) -> Rights | None:
    return _given.get() or workbook_rights(place)


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
            try:
                inner = os.open(name, PASSING, dir_fd=handle)
            except OSError as error:
                raise _why(Path(*place.parts[:i]), error) from error
            _let_go(handle)
            handle = inner
            if FOLDER in place.parts[1:i]:
                _refuse_foreign(Path(*place.parts[:i]), os.fstat(handle))
        yield place.name, handle
    finally:
        _let_go(handle)


def _let_go(folder: int) -> None:
    """Close the handle of a folder; it is gone even where the system tells an error, and nothing was written by it."""
    with suppress(OSError):
        os.close(folder)


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
    if _is_link_or_no_folder(state):
        raise planted(folder)
    _refuse_foreign(folder, state)


def _is_link_or_no_folder(state: os.stat_result) -> bool:
    return bool(getattr(state, "st_file_attributes", 0) & REPARSE_POINT) or not stat.S_ISDIR(state.st_mode)


def _refuse_foreign(folder: Path, state: os.stat_result) -> None:
    if folder.name != FOLDER and not _may_be_ours(state, folder):  # that one serves the workbooks of several people
        raise planted(folder)


def _may_be_ours(state: os.stat_result, place: Path) -> bool:
    """Tell whether root may use what has that owner; what others may do, the system sees to."""
    if sys.platform == "win32" or os.geteuid() != 0 or state.st_uid == 0:
        return True
    above = next((folder.parent for folder in place.parents if folder.name == FOLDER), place.parent)
    theirs = (_given.get(), workbook_rights(place), rights_of(above))
    return state.st_uid in {rights.owner for rights in theirs if rights}


def _unlink(place: Path, name: str, folder: int | None) -> None:
    os.unlink(name if folder is not None else place.with_name(name), **_at(folder))


def _give_folder(place: Path, name: str, parent: int | None) -> None:
    if parent is None:
        return
    handle = os.open(name, A_FOLDER | os.O_RDONLY, dir_fd=parent)
    try:
        give(handle, workbook_rights(place) if place.name == FOLDER else _rights_at(place))
    finally:
        _let_go(handle)


def _at(folder: int | None) -> dict[str, int]:
    return {} if folder is None else {"dir_fd": folder}
