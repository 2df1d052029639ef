"""The values of one sheet as calamine reads them, row by row under Excel's row numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from reqsheets.model.frames import canonical
from reqsheets.model.plan import Unreadable, Value
from reqsheets.xlsx.package.encryption import locked
from reqsheets.xlsx.package.package_check import STRINGS, Package, damaged, spelled
from reqsheets.xlsx.package.repack import repacked
from reqsheets.xlsx.package.tabs import RELATIONS
from reqsheets.xlsx.reading.scan import scan
from reqsheets.xlsx.reading.scanned import Scan
from reqsheets.xlsx.reading.squeeze import is_sparse, squeezed

PICTURE = "〔图片〕"  # what stands for a picture inside a cell (WPS)
BLANK = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


@dataclass(frozen=True)
class SheetValues:
    """The rows from the top, and the columns from `offset` + 1 on; what calamine cannot tell stands in `scan`."""

    rows: Iterator[tuple[int, Sequence[Value]]]
    offset: int
    scan: Scan

    def overlays(self) -> dict[int, dict[int, Value]]:
        """Return by column and row what stands for cells that calamine cannot read: errors, formulas, pictures."""
        found: dict[int, dict[int, Value]] = {}
        for column, cells in self.scan.unreadable.items():
            found[column] = {row: Unreadable(shown) for row, shown in cells.items()}
        for column, rows in self.scan.pictures.items():
            found.setdefault(column, {}).update(dict.fromkeys(rows, PICTURE))
        return found

    def top(self, number: int) -> list[tuple[int, Sequence[Value]]]:
        """Take the first rows off."""
        return list(islice(self.rows, number))


@dataclass(frozen=True)
class Source:
    """A package and calamine's view of it."""

    package: Package
    parts: dict[str, str] = field(default_factory=dict)  # by tab

    @cached_property
    def workbook(self) -> CalamineWorkbook:
        """Return calamine's workbook."""
        with calamine_speaks(self.package):
            return CalamineWorkbook.from_filelike(io.BytesIO(_content(self.package)))

    def sheet(self, tab: str) -> SheetValues:
        """Return a sheet; go through its rows within `calamine_speaks`."""
        part = self.parts[tab]
        known = scan(self.package, part)
        with calamine_speaks(self.package, part):
            numbers: Iterator[int] = count(1)
            if is_sparse(known):
                smaller = squeezed(self.package, part, known.respelled)
                sheet = self._alone(tab, part, smaller.sheet)
                numbers = iter(smaller.rows)
            elif known.respelled:
                sheet = self._alone(tab, part, known.respelled)
            else:
                sheet = self.workbook.get_sheet_by_name(tab)
            known.respelled = b""
            rows = sheet.iter_rows()
        start = sheet.start
        return SheetValues(zip(numbers, rows, strict=False), start[1] if start else 0, known)

    def _alone(self, tab: str, part: str, sheet: bytes) -> CalamineSheet:
        """Return calamine's view of another text of a sheet; the other sheets are left blank."""
        blank = dict.fromkeys(map(spelled, self.parts.values()), BLANK)
        content = repacked(self.package, {**blank, spelled(part): sheet} | _without_strings(self.package))
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(tab)


def _content(package: Package) -> bytes:
    """Return the bytes for calamine, which stumbles over an empty list of strings even where nothing refers to it."""
    without = _without_strings(package)
    return repacked(package, without) if without else package.content


def _without_strings(package: Package) -> dict[str, bytes | None]:
    strings = package.members.get(STRINGS)
    if strings is None or strings.file_size or b"sharedstrings" in b"".join(package.chunks(RELATIONS)).lower():
        return {}
    return {STRINGS: None}


def title(value: Value) -> str:
    """Return a header cell's text."""
    return "" if value is None else str(canonical(value) if value != "" else "")


@contextmanager
def calamine_speaks(package: Package, part: str = "") -> Iterator[None]:
    """Turn what calamine raises on a damaged file into UnreadableFileError."""
    try:
        yield
    except PasswordError:
        raise locked(package.path) from None
    except CalamineError:
        raise damaged(package.path, part) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's; derives from BaseException and has no public name
            raise damaged(package.path, part) from None
        raise
