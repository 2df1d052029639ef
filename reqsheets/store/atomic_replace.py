"""A file replaced as a whole: the old one or the new one is there at any moment, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import FileInUseError, NotPlainError, ReadOnlyFileError
from reqsheets.store.plain_files import (
    NewFile,
    give,
    given_rights,
    names,
    new_beside,
    opened,
    refuse_unplain,
    remove,
    rights_of,
)

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
    with raising_file_in_use(target):
        rights = given_rights() or rights_of(target)
        _sweep(target)
    with raising_file_in_use(target), new_beside(target, _prefix(target), SUFFIX) as new:
        with contextlib.suppress(OSError):  # some network folders know no locks
            _lock(new.file)
        write(new.file)
        new.file.flush()
        os.fsync(new.file.fileno())
        give(new.file.fileno(), rights, exactly=True)
        still_right()
        _put_in_place(new)
        new.sync_folder()


def refuse_unwritable(path: Path) -> None:
    """Raise FileInUseError where the file is read-only or another program keeps it from being written."""
    try:
        if not path.stat().st_mode & stat.S_IWUSR:
            raise ReadOnlyFileError(
                f"{path.name}：文件是只读的；请在文件属性里取消“只读”",
                f"{path.name}: the file is read-only; make it writable first",
            )
        refuse_unplain(path)
        with path.open("r+b"):
            pass
    except OSError as error:
        raise _not_let(path, error) from error


def _sweep(target: Path) -> None:
    """Remove what a killed run left beside the file; a run that is still writing holds a lock on its own."""
    for name in names(target.parent):
        if name.startswith(_prefix(target)) and name.endswith(SUFFIX):
            with contextlib.suppress(OSError, NotPlainError):
                with opened(target.with_name(name)) as file:
                    _lock(file)
                remove(target.with_name(name))


def _lock(file: BinaryIO) -> None:
    """Take the file for this run; raise OSError where another one has it. Windows needs none: open files stay."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _prefix(target: Path) -> str:
    return f".{target.name}."


def _put_in_place(new: NewFile) -> None:
    for wait in WAITS:
        try:
            new.take_place()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    new.take_place()


@contextmanager
def raising_file_in_use(target: Path) -> Iterator[None]:
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
