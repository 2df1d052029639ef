"""One run at a time on a workbook: a lock of the system's, which ends with the run however it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import FileInUseError
from reqsheets.excel.versions import hide, history_folder

if sys.platform == "win32":
    import msvcrt
else:
    import errno
    import fcntl

PATIENCE = 60.0  # seconds; a write of 100,000 rows takes less
PAUSE = 0.1  # seconds


@contextmanager
def alone(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other runs of reqsheets from this workbook and its history while the block runs.

    Raises FileInUseError where another run does not finish in time, OSError where the folder cannot be written.
    """
    lock = history_folder(path).with_name(f"{path.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    hide(lock.parent)
    file = lock.open("ab")
    try:
        end = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() > end:
                raise FileInUseError(
                    f"{path.name}：另一个 reqsheets 正在写入这个工作簿，没有写入；请等它结束后重新运行",
                    f"{path.name}: another run of reqsheets is writing it; nothing was written, run again when it ends",
                )
            time.sleep(PAUSE)
        yield
    finally:
        with suppress(OSError):  # nothing was written to it, and what was done while it was held is done
            file.close()


if sys.platform == "win32":

    def _taken(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:

    def _taken(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS)  # a network folder that knows no locks
        return True
