"""A sheet with a stray cell at the far end, made smaller for calamine, which lays out every cell between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reqsheets.model.errors import OversizedFileError
from reqsheets.xlsx.package.package_check import Package
from reqsheets.xlsx.reading.scanned import Scan, column_number

FEW = 4_000_000  # cells that calamine may lay out unasked: 32 bytes each
TIMES = 4  # more than the cells that are there
MOST = 40_000_000  # cells laid out in the end
WIDEST_GAP = 100  # columns without a cell, beyond which all are strays

ROW = re.compile(rb"<row\b([^<>]*?)(?:/>|>((?:[^<]++|<(?!/?row\b))*+)</row>)")
ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')
CELL = re.compile(rb'(<c\s(?:[^<>]*?\s)?r=")([A-Z]{1,3})[0-9]{1,7}("[^<>]*?)(/>|>(?:[^<]++|<(?!/?c[\s/>]))*+</c>)')


@dataclass(frozen=True)
class Squeezed:
    """A sheet without blank rows; `rows` are the Excel numbers of those that are left."""

    sheet: bytes
    rows: list[int] = field(default_factory=list)


def is_sparse(scan: Scan) -> bool:
    """Tell whether the sheet reaches so far beyond its cells that calamine should not lay it out."""
    area = scan.last_row * scan.last_column
    return area > FEW and area > TIMES * scan.cells


def squeezed(package: Package, part: str, respelled: bytes = b"") -> Squeezed:
    """Return a sheet with its rows moved together and its far columns dropped.

    `respelled`: the sheet in the usual spelling, where its own is another. Raises UnreadableFileError where it stays
    too large.
    """
    text = respelled or b"".join(package.chunks(part))
    rows = [(number, body) for number, body in _rows(text)]
    limit = _last_column(text)
    if not rows or len(rows) * limit > MOST:
        raise _too_far_apart(package, part)
    written = b"".join(_row(new, body, limit) for new, (_, body) in enumerate(rows, 1))
    begin = text.index(b"<sheetData")
    sheet = text[:begin] + b"<sheetData>" + written + b"</sheetData></worksheet>"
    return Squeezed(sheet, [number for number, _ in rows])


def _too_far_apart(package: Package, part: str) -> OversizedFileError:
    return OversizedFileError(
        f"{package.path.name} 的内容散布得太远（{part}）：请删除表格以外的零散单元格后重新保存",
        f"{package.path.name}: cells lie absurdly far apart ({part}): delete the stray ones and save it again",
    )


def _rows(text: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    number = 0
    for row in ROW.finditer(text):
        given = ROW_NUMBER.search(row[1])
        number = int(given[1]) if given else number + 1
        if row[2]:
            found.append((number, row[2]))
    return found


def _last_column(text: bytes) -> int:
    """Return the last column before the first wide gap."""
    used = sorted(
        {column_number(letters.decode()) for letters in set(re.findall(rb'<c\s[^<>]*?r="([A-Z]{1,3})', text))}
    )
    last = 0
    for column in used:
        if last and column - last > WIDEST_GAP:
            break
        last = column
    return last


def _row(number: int, body: bytes, limit: int) -> bytes:
    def moved(cell: re.Match[bytes]) -> bytes:
        if column_number(cell[2].decode()) > limit:
            return b""
        return cell[1] + cell[2] + b"%d" % number + cell[3] + cell[4]

    return b'<row r="%d">' % number + CELL.sub(moved, body) + b"</row>"
