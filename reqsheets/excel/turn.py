"""One run at a time on a workbook: a lock of the system's, which ends with the run however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from reqsheets.errors import OtherRunError
from reqsheets.excel.kept_file import refuse_no_folder, refuse_odd
from reqsheets.excel.versions import hide, history_folder

if sys.platform == "win32":
    import msvcrt
else:
    import errno
    import fcntl

PATIENCE = 60.0  # seconds; a write of 100,000 rows takes less
PAUSE = 0.1  # seconds
LONGEST = 200  # bytes of a note


@contextmanager
def alone(path: Path, patience: float = PATIENCE, who: str = "") -> Iterator[None]:
    """Keep other runs of reqsheets from this workbook and its history while the block runs; they are told `who` it is.

    Raises OtherRunError where another run does not finish in time, OSError where the folder cannot be written.
    """
    lock = history_folder(path).with_name(f"{path.name}.lock")
    refuse_no_folder(lock.parent)
    lock.parent.mkdir(parents=True, exist_ok=True)
    hide(lock.parent)
    if os.path.lexists(lock):
        refuse_odd(lock)
    file = lock.open("a+b", buffering=0)
    try:
        end = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() > end:
                raise _other_run(path, file)
            time.sleep(PAUSE)
        with _told(file, who):
            yield
    finally:
        with suppress(OSError):  # nothing that counts was written to it, and what was done while it was held is done
            file.close()


@contextmanager
def _told(file: BinaryIO, who: str) -> Iterator[None]:
    """Have it written down who works, and since when; behind the first byte, which Windows lets nobody else read."""
    since = datetime.now().astimezone()
    with suppress(OSError):  # who waits is told less, and nothing else
        file.truncate(0)
        file.write(f"\n{since:%Y-%m-%d %H:%M:%S}\n{who}".encode("utf-8", "replace"))
    try:
        yield
    finally:
        with suppress(OSError):
            file.truncate(0)


def _other_run(path: Path, file: BinaryIO) -> OtherRunError:
    try:
        file.seek(1)
        since, _, who = file.read(LONGEST).decode("utf-8", "replace").partition("\n")
    except OSError:
        since, who = "", ""
    zh = f"（{who or '未知用户'}，{since} 开始）" if since else ""
    en = f" ({who or 'somebody'}, since {since})" if since else ""
    return OtherRunError(
        f"{path.name}：另一个 reqsheets{zh}正在写入这个工作簿，这次没有写入；请等它结束后重新运行",
        f"{path.name}: another run of reqsheets{en} is writing this workbook; nothing was written, "
        "run again when it ends",
    )


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
