"""Some sheets of a workbook, read to look something up; what is odd there is told when it has its own turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reqsheets.model.frames import Frames
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.package.package_check import package
from reqsheets.xlsx.package.tabs import tabs
from reqsheets.xlsx.reading.further_tabs import with_further_tabs
from reqsheets.xlsx.reading.read import SheetRead, sheet_in, top_of
from reqsheets.xlsx.reading.recognise import recognised
from reqsheets.xlsx.reading.values import Source


class Glance(NamedTuple):
    """A workbook's kind, the sheets that were wanted, and the SHA-256 of the file's bytes, in hex."""

    spec: WorkbookSpec
    frames: Frames
    digest: str


def glance(
    path: Path, kinds: Sequence[WorkbookSpec], wanted: Mapping[str, Collection[str]], content: bytes | None = None
) -> Glance:
    """Return the workbook's kind, and those of its sheets that are wanted of that kind, as far as it has them.

    With `content` those of these bytes. Raises UsageError, UnreadableFileError or UnknownKindError as `read` does.
    """
    opened = package(path, content)
    source = Source(opened, tabs(opened))
    spec, found = recognised(path, kinds, list(source.parts), lambda tab: top_of(source, tab))

    def sheet_of(sheet: SheetSpec, tab: str) -> SheetRead | None:
        return sheet_in(source, sheet, tab)

    there = [name for name in wanted.get(spec.kind, ()) if name in found.of]
    read = {name: known for name in there if (known := sheet_of(spec.sheet(name), found.of[name]))}
    read = with_further_tabs(spec, read, {name: found.copies[name] for name in read if name in found.copies}, sheet_of)
    formulas = {(name, column): rows for name, known in read.items() for column, rows in known.formulas.items()}
    frames = Frames({name: known.frame for name, known in read.items()}, formulas=formulas)
    return Glance(spec, frames, opened.digest)
