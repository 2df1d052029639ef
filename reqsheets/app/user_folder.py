"""What is kept in the folder of the person at this computer: what was compared, and the lock of a click."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from reqsheets.model.errors import FileInUseError
from reqsheets.store.user_folder import user_folder
from reqsheets.store.vault import is_encrypted

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def compared_file(path: Path) -> Path | None:
    """Return where it is kept what was compared in a workbook, so that the next time only new rows are.

    None where this person has no folder of their own, or the workbook is encrypted: then all is compared each time.
    """
    if is_encrypted(path):
        return None
    try:
        return user_folder() / "compared" / f"{sha256(str(path.resolve()).encode()).hexdigest()[:24]}.npz"
    except OSError:
        return None


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep a second click from running while this block does; a killed process leaves nothing locked.

    Raises FileInUseError where another one runs.
    """
    with (user_folder() / "click.lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise FileInUseError(
                "上一次操作还没有结束，请等它完成后再点按钮",
                "the last click is still at work; wait until it is done, then click again",
            ) from None
        yield
