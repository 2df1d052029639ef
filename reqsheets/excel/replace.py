"""A file replaced as a whole: the old one or the new one is there at any moment, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import FileInUseError, ReadOnlyFileError

if sys.platform != "win32":
    import fcntl

SUFFIX = ".reqsheets-new"
WAITS = (0.05, 0.2, 0.5, 1.0)  # seconds; virus scanners and indexers let go of a file after a moment


def replace(path: Path, write: Callable[[BinaryIO], None], still_right: Callable[[], None]) -> None:
    """Write a new file beside the old one and put it in its place.

    `still_right` is called at the last moment and raises where the old file must stay after all. Raises
    FileInUseError where another program or the system does not let us write; then nothing has changed.
    """
    target = path.resolve()  # a link stays a link
    refuse_unwritable(target)
    with told(target):
        _sweep(target)
    with told(target), _beside(target) as (file, new):
        write(file)
        file.flush()
        os.fsync(file.fileno())
        _take_over(target, new)
        file.close()
        still_right()
        _put_in_place(new, target)
        _sync_folder(target.parent)


def refuse_unwritable(path: Path) -> None:
    """Raise FileInUseError where the file is read-only or another program keeps it from being written."""
    try:
        if not path.stat().st_mode & stat.S_IWUSR:
            raise ReadOnlyFileError(
                f"{path.name}：文件是只读的；请在文件属性里取消“只读”",
                f"{path.name}: the file is read-only; make it writable first",
            )
        with path.open("r+b"):
            pass
    except OSError as error:
        raise _not_let(path, error) from error


@contextmanager
def _beside(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Yield a new file in the same folder, gone at the end unless it took the other's place."""
    handle, name = tempfile.mkstemp(SUFFIX, _prefix(target), target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with contextlib.suppress(OSError):  # some network folders know no locks
                _lock(file)
            yield file, new
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Remove what a killed run left beside the file; a run that is still writing holds a lock on its own."""
    for left in target.parent.iterdir():
        if not (left.name.startswith(_prefix(target)) and left.name.endswith(SUFFIX)):
            continue
        with contextlib.suppress(OSError):
            with left.open("r+b") as file:
                _lock(file)
            left.unlink()


def _lock(file: BinaryIO) -> None:
    """Take the file for this run; raise OSError where another one has it. Windows needs none: open files stay."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _prefix(target: Path) -> str:
    return f".{target.name}."


def _take_over(target: Path, new: Path) -> None:
    """Give the new file the old one's permissions and, where the system allows, its owner."""
    was = target.stat()
    new.chmod(stat.S_IMODE(was.st_mode))
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(new, was.st_uid, was.st_gid)


def _put_in_place(new: Path, target: Path) -> None:
    for wait in WAITS:
        try:
            new.replace(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    new.replace(target)


def _sync_folder(folder: Path) -> None:
    """Have the folder's new entry survive a power cut, where the system offers that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):  # a few file systems cannot; the file itself is in its place either way
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def told(target: Path) -> Iterator[None]:
    """Tell whatever the system refuses in here as a FileInUseError about this file."""
    try:
        yield
    except OSError as error:
        raise _not_let(target, error) from error


def _not_let(path: Path, error: OSError) -> FileInUseError:
    why = error.strerror or str(error)
    return FileInUseError(
        f"{path.name}：无法写入（{why}）；请关闭正在使用它的程序，并检查文件夹权限和磁盘空间",
        f"{path.name}: cannot be written ({why}); close the program that uses it, check the folder and the disk",
    )
