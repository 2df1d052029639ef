"""Workbooks in places of other people, and files that somebody moved there meanwhile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reqsheets.model.errors import AsRootError
from reqsheets.store.plain_files import Place, not_plain, rights_of
from reqsheets.xlsx.reading.read import Reading


def is_strangers(place: Place | None) -> bool:
    """Tell whether this runs as root and the workbook or its folder is somebody else's."""
    if place is None or sys.platform == "win32" or os.geteuid() != 0:
        return False
    folder = rights_of(place.path.parent)
    return bool(place.rights.owner or (folder and folder.owner))


def refuse_root(place: Place) -> None:
    """Raise AsRootError where root would write in a place of somebody else: what they plant there, root would obey."""
    if is_strangers(place):
        name = place.path.name
        raise AsRootError(
            f"{name}：正以 root 身份运行，而工作簿或它的文件夹属于别人，没有写入；请以它主人的身份运行，或加 --as-root",
            f"{name}: this runs as root, but the workbook or its folder is somebody else's; nothing was written; "
            "run it as its owner, or add --as-root",
        )


def refuse_moved(reading: Reading, place: Path | None) -> None:
    """Raise NotPlainError where the file that was read lies elsewhere: a link was put in its place meanwhile."""
    if place and reading.place and reading.place.path != place:
        raise not_plain(reading.path)
