"""Where the paths lead that a workbook names: from its own folder on, and never over a network by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reqsheets.plan import Words
from reqsheets.rules.named_paths import named_paths
from reqsheets.settings import Settings

ON_A_NETWORK = re.compile(r"[\\/]{2}|[A-Za-z][A-Za-z0-9+.-]+:")  # \\server\share, https:; a drive has one letter
FAR = Words(
    "只能写本机或已映射磁盘上的路径，不能写网址或网络地址", "it must be a path on this computer, no network address"
)
GONE = Words("在那里找不到", "it is not there")


class Unread(NamedTuple):
    """A path as it is written, the parameter that names it, and why it leads nowhere."""

    parameter: str
    text: str
    why: Words


def local(path: Path, settings: Settings, beginning: str) -> Iterator[tuple[str, Path, str, Words | None]]:
    """Yield for each path that such parameters name: parameter, place, the path as written, and why it is refused."""
    for parameter, text in named_paths(settings, beginning):
        why = FAR if ON_A_NETWORK.match(text) else None
        yield parameter, path.parent / text.replace("\\", "/"), text, why


def reasons(unread: Iterable[Unread]) -> dict[str, Words]:
    """Return by parameter why what it names was not read."""
    told: dict[str, Words] = {}
    for parameter, text, why in unread:
        zh, en = f"“{text}”没有读到：{why.zh}", f'"{text}", named here, was not read: {why.en}'
        before = told.get(parameter)
        told[parameter] = Words(f"{before.zh}；{zh}", f"{before.en}; {en}") if before else Words(f"这里写的{zh}", en)
    return {parameter: Words(f"{words.zh}。", f"{words.en}.") for parameter, words in told.items()}
