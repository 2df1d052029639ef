"""Where the paths lead that a workbook names: into its own folder or one that the run was given, nowhere else.

Whoever fills in the sheet 参数配置 need not be who runs this: what is told of a place must not tell what is there, not
even whether it is there, unless the run was given that place. So a path is judged by its text first, then by where
links lead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reqsheets.model.plan import Words
from reqsheets.model.settings import Settings
from reqsheets.rules.named_paths import named_paths

VARIABLE = "REQSHEETS_TRUST"
ON_A_NETWORK = re.compile(r"\A(?:[\\/]{2}|[\\/]\?\?[\\/]|[A-Za-z][A-Za-z0-9+.-]+:)")  # \\server\share, \??\UNC, https:
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *+(?:[.:].*)?")
FAR = Words(
    "只能写本机或已映射磁盘上的路径，不能写网址或网络地址", "it must be a path on this computer, no network address"
)
ODD = Words("这不是普通文件的路径", "it is no path of an ordinary file")
OUTSIDE = Words(
    "它不在本工作簿所在的文件夹里，也不在这次运行的文件夹里；确需使用，请运行者加 --trust 文件夹",
    "it is neither in the folder of this workbook nor in one of this run; whoever runs this can add --trust FOLDER",
)
GONE = Words("在那里找不到", "it is not there")


def trusted_everywhere() -> tuple[Path, ...]:
    """Return the folders that REQSHEETS_TRUST names, as PATH does; the ribbon has no other way to be told."""
    return tuple(Path(text) for text in os.environ.get(VARIABLE, "").split(os.pathsep) if text)


class Unread(NamedTuple):
    """A path as it is written, the parameter that names it, and why it leads nowhere."""

    parameter: str
    text: str
    why: Words


def local(
    path: Path, settings: Settings, beginning: str, trusted: Collection[Path]
) -> Iterator[tuple[str, Path, str, Words | None]]:
    """Yield for each path that such parameters name: parameter, place, the path as written, and why it is refused.

    `trusted` are the folders, and workbooks, in which one may look beside the workbook's own folder.
    """
    roots = [path.resolve().parent, *(root.resolve() for root in trusted)]
    for parameter, text in named_paths(settings, beginning):
        place = Path(os.path.normpath(path.resolve().parent / text.replace("\\", "/")))
        yield parameter, place, text, _refused(text) or (None if within(place, roots) else OUTSIDE)


def within(place: Path, roots: Collection[Path]) -> bool:
    """Tell whether a place lies below one of these, by its name and then by where links lead."""
    if not any(place.is_relative_to(root) for root in roots):
        return False
    try:
        real = place.resolve()
    except (OSError, ValueError, RuntimeError):  # no name that this system knows; links in a circle
        return False
    return any(real.is_relative_to(root) for root in roots)


def _refused(text: str) -> Words | None:
    if ON_A_NETWORK.match(text):
        return FAR
    rest = DRIVE.sub("", text, count=1) if DRIVE.match(text) else text
    if ":" in rest or "\0" in rest or any(DEVICE.fullmatch(part.strip()) for part in re.split(r"[\\/]", rest)):
        return ODD
    return None


def reasons(unread: Iterable[Unread]) -> dict[str, Words]:
    """Return by parameter why what it names was not read."""
    told: dict[str, Words] = {}
    for parameter, text, why in unread:
        zh, en = f"“{text}”没有读到：{why.zh}", f'"{text}", named here, was not read: {why.en}'
        before = told.get(parameter)
        told[parameter] = Words(f"{before.zh}；{zh}", f"{before.en}; {en}") if before else Words(f"这里写的{zh}", en)
    return {parameter: Words(f"{words.zh}。", f"{words.en}.") for parameter, words in told.items()}
