"""Some sheets of a workbook, read to look something up; what is odd there is told when it has its own turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from reqsheets.excel.notes import totals_rows
from reqsheets.excel.package_check import package
from reqsheets.excel.read import sheet_read, top_texts
from reqsheets.excel.recognise import recognised
from reqsheets.excel.tabs import tabs
from reqsheets.excel.values import Source, calamine_speaks
from reqsheets.frames import Frames
from reqsheets.spec import WorkbookSpec


def glance(
    path: Path, kinds: Sequence[WorkbookSpec], wanted: Mapping[str, Collection[str]]
) -> tuple[WorkbookSpec, Frames]:
    """Return the workbook's kind, and those of its sheets that are wanted of that kind, as far as it has them.

    Raises UsageError, UnreadableFileError or UnknownKindError as `read` does.
    """
    opened = package(path)
    source = Source(opened, tabs(opened))

    def top(tab: str) -> list[list[str]]:
        values = source.sheet(tab)
        with calamine_speaks(opened, source.parts[tab]):
            return top_texts(values)

    spec, found = recognised(path, kinds, list(source.parts), top)
    frames = {}
    for name in wanted.get(spec.kind, ()):
        if name in found:
            tab, part = found[name], source.parts[found[name]]
            values = source.sheet(tab)
            with calamine_speaks(opened, part):
                known = sheet_read(values, spec.sheet(name), tab, totals_rows(opened, part))
            if known:
                frames[name] = known.frame
    return spec, Frames(frames)
