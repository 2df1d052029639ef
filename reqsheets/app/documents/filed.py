"""A paper put into a folder of files: what is there is never overwritten, and the same paper is not filed twice."""

from __future__ import annotations

import os
from pathlib import Path

from reqsheets.model.errors import NotPlainError, UsageError
from reqsheets.store import plain_files

MOST = 1000  # files of one name


def filed(place: Path, content: bytes) -> tuple[Path, bool]:
    """Write a file that is not there yet, with a number behind its name where others bear it (N-8).

    Returns where it is, and whether it is new; one of the same content stays as it is. Raises UsageError where nothing
    can be written there.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for i in range(1, MOST):
            named = place if i == 1 else place.with_name(f"{place.stem}({i}){place.suffix}")
            if os.path.lexists(named):
                if _is_same(named, content):
                    return named, False
                continue
            with named.open("xb") as file:
                file.write(content)
                os.fsync(file.fileno())
            return named, True
    except OSError as error:
        raise UsageError(
            f"无法写入“{place}”：{error.strerror}", f"{str(place)!r} cannot be written: {error.strerror}"
        ) from error
    raise UsageError(f"“{place.parent}”里同名文件太多", f"too many files of that name in {str(place.parent)!r}")


def _is_same(place: Path, content: bytes) -> bool:
    try:
        return plain_files.read(place.resolve(), len(content) + 1) == content
    except NotPlainError:  # a link that leads out, a folder or a pipe: it is not ours
        return False
