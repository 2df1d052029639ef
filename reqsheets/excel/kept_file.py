"""A file of the history read with care: it may have been planted, and is never waited for nor read without limit."""

from __future__ import annotations

import stat
import zlib
from pathlib import Path

from reqsheets.errors import DamagedHistoryError

LARGEST = 1 << 29  # bytes of one file of the history
STEP = 1 << 16  # bytes


def kept_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a plain file; raise FileNotFoundError where none is there, OSError where the disk fails.

    Raises DamagedHistoryError where something else stands in its place, or it is absurdly large.
    """
    refuse_odd(path)
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise DamagedHistoryError(f"“{path}”大得不合常理", f"{path} is absurdly large")
    return content


def refuse_odd(path: Path) -> None:
    """Raise DamagedHistoryError where a folder, a pipe or a link stands in a file's place."""
    try:
        mode = path.lstat().st_mode
    except NotADirectoryError as error:
        raise _in_the_way(path.parent) from error
    if not stat.S_ISREG(mode):
        raise _in_the_way(path)


def refuse_no_folder(path: Path) -> None:
    """Raise DamagedHistoryError where something that is no folder stands in a folder's place."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise _in_the_way(path.parent) from error
    if not stat.S_ISDIR(mode):
        raise _in_the_way(path)


def unpacked(content: bytes, largest: int) -> bytes:
    """Return what a compressed piece holds; raise ValueError where it is none, or holds more than that."""
    try:
        unpacker = zlib.decompressobj()
        whole = unpacker.decompress(content, largest + 1)
    except zlib.error as error:
        raise ValueError from error
    if len(whole) > largest or not unpacker.eof:
        raise ValueError
    return whole


def _in_the_way(path: Path) -> DamagedHistoryError:
    return DamagedHistoryError(
        f"“{path}”不是它应该是的普通文件或文件夹，请把它移走后重新运行",
        f"{path} is not the plain file or folder that should be there; move it away and run again",
    )
