"""Some sheets of a workbook, read to look something up; what is odd there is told when it has its own turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from reqsheets.excel.package_check import package
from reqsheets.excel.read import sheet_in, top_of
from reqsheets.excel.recognise import recognised
from reqsheets.excel.tabs import tabs
from reqsheets.excel.values import Source
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
    spec, found = recognised(path, kinds, list(source.parts), lambda tab: top_of(source, tab))
    read = {
        name: sheet_in(source, spec.sheet(name), found[name]) for name in wanted.get(spec.kind, ()) if name in found
    }
    there = {name: known for name, known in read.items() if known}
    formulas = {(name, column): rows for name, known in there.items() for column, rows in known.formulas.items()}
    return spec, Frames({name: known.frame for name, known in there.items()}, formulas=formulas)
