"""A table's row of totals, pushed down by new rows."""

from __future__ import annotations

import re

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.references import area
from reqsheets.xlsx.package.sheet_blocks import Finder, RowPlace
from reqsheets.xlsx.package.xml_bytes import attribute, tags
from reqsheets.xlsx.patching.cell_xml import has_formula, is_blank, without_result
from reqsheets.xlsx.patching.sheet_edit import Pushed

_NUMBER = re.compile(rb"""(<(?:[\w.-]+:)?(?:row|c)\s(?:[^<>]*?\s)?r=["'][A-Z]{0,3})([0-9]++)(?=["'])""")


def pushed_down(block: bytes, row: RowPlace, finder: Finder, pushed: Pushed, title: str) -> bytes:
    """Return the row of totals for its new place, its results left out; raise UneditableError where more moves."""
    out, position = [], row.start
    for cell in sorted(finder.every_cell(block, row)) if row.inner < row.close else ():
        xml = block[cell.start : cell.end]
        if not is_blank(xml) and not pushed.left <= cell.column <= pushed.right:
            raise in_the_way(title, row.number)
        out += [block[position : cell.start], without_result(xml) if has_formula(xml) else xml]
        position = cell.end
    text = b"".join(out) + block[position : row.end]
    return _NUMBER.sub(lambda match: match[1] + b"%d" % pushed.to, text)


def refuse_filled(block: bytes, row: RowPlace, finder: Finder, title: str) -> None:
    """Raise UneditableError where a row below the totals holds something."""
    cells = finder.every_cell(block, row) if row.inner < row.close else ()
    if any(not is_blank(block[cell.start : cell.end]) for cell in cells):
        raise in_the_way(title, row.number)


def refuse_merged_totals(tail: bytes, pushed: Pushed | None, title: str) -> None:
    """Raise UneditableError where merged cells lie in the rows that the totals leave or reach."""
    for match in tags("mergeCell").finditer(tail) if pushed else ():
        merged = area(attribute(match[0], "ref") or "")
        if pushed and merged and merged.top <= pushed.to and merged.bottom >= pushed.row:
            raise in_the_way(title, merged.top)


def in_the_way(title: str, row: int) -> UneditableError:
    """Return the error that something stands where rows must be inserted above a row of totals."""
    return UneditableError(
        f"工作表“{title}”的表格带汇总行，第 {row} 行还有别的内容，无法在汇总行上方插入新行；请先移开，或关闭汇总行",
        f"sheet {title!r}: row {row} holds something that is in the way of new rows above the table's totals;"
        " move it, or switch the totals row off",
    )
