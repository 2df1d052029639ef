"""One run at a time on a workbook: a lock of the system's, which ends with the run however it ends."""

from __future__ import annotations

import getpass
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import OtherRunError
from reqsheets.store.plain_files import Rights, extended, make_folders, workbook_rights
from reqsheets.store.versions import hide, history_folder

if sys.platform == "win32":
    import msvcrt
else:
    import errno
    import fcntl

PATIENCE = 60.0  # seconds; a write of 100,000 rows takes less
PAUSE = 0.1  # seconds
LOOKED_AT = 300  # bytes
BEYOND = 1 << 20


@contextmanager
def exclusive_run(path: Path, patience: float = PATIENCE, who: str = "") -> Iterator[None]:
    """Keep other runs of reqsheets from this workbook and its history while the block runs; they are told `who` it is.

    Raises OtherRunError where another run does not finish in time, OSError where the folder cannot be written.
    """
    lock = history_folder(path).with_name(f"{path.name}.lock")
    make_folders(lock.parent)
    hide(lock.parent)
    held = ExitStack()
    file = held.enter_context(extended(lock, _who_may_write(workbook_rights(lock))))
    try:
        end = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() > end:
                raise _other_run(path, file)
            time.sleep(PAUSE)
        with _told(file, who):
            yield
    finally:
        with suppress(OSError):  # the lock is let go of even where the system tells an error, and what was done is done
            held.close()


@contextmanager
def _told(file: BinaryIO, who: str) -> Iterator[None]:
    """Have it written down who works, since when, and in which process."""
    since = datetime.now().astimezone()
    with suppress(OSError):  # who waits is told less, and nothing else
        file.truncate(0)
        file.write(f"{since:%Y-%m-%d %H:%M:%S}\n{who}\n{_myself()}".encode("utf-8", "replace"))
    try:
        yield
    finally:
        with suppress(OSError):
            file.truncate(0)


def _who_may_write(rights: Rights | None) -> Rights | None:
    """Return the rights of a lock: whoever may only read the workbook could hold it for good."""
    return replace(rights, mode=(rights.mode & 0o022) * 3) if rights else None


def _myself() -> str:
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such account, as in some containers
        user = ""
    return f"{user}@{socket.gethostname()}, PID {os.getpid()}"


def _other_run(path: Path, file: BinaryIO) -> OtherRunError:
    try:
        file.seek(0)
        note = file.read(LOOKED_AT).decode("utf-8", "replace")
    except OSError:
        note = ""
    lines = ["".join(sign for sign in line if sign.isprintable()) for line in note.split("\n")]
    since, who, process = (*lines, "", "", "")[:3]
    zh = f"（{who or '未知用户'}，{since} 开始，{process}）" if since else ""
    en = f" ({who or 'somebody'}, since {since}, {process})" if since else ""
    return OtherRunError(
        f"{path.name}：另一个 reqsheets{zh}正在写入这个工作簿，这次没有写入；请等它结束后重新运行",
        f"{path.name}: another run of reqsheets{en} is writing this workbook; nothing was written, "
        "run again when it ends",
    )


if sys.platform == "win32":

    def _taken(file: BinaryIO) -> bool:
        file.seek(BEYOND)  # what stands before it can be read by who waits
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
