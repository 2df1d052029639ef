"""Links from a column's cells to other places of the workbook, in what follows a sheet's rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reqsheets.model.plan import Row, Value
from reqsheets.xlsx.package.references import letters, place
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags
from reqsheets.xlsx.patching.marks import behind

MOST = 65_530  # links that Excel keeps on a sheet
_LINK = re.compile(
    rb"<(" + PREFIX + rb")hyperlink(?=[\s/>])[^<>]*?(?:/>|>" + inside(rb"hyperlink") + rb"</\1hyperlink\s*>)"
)
_EMPTY = re.compile(rb"<(" + PREFIX + rb")hyperlinks\s*>\s*</\1hyperlinks\s*>|<" + PREFIX + rb"hyperlinks\s*/>")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the cells of one column lead, by row; no other cell of it below the header leads anywhere."""

    column: int
    first_row: int
    to: Mapping[int, str]


def links_of(column: int, first_row: int, rows: Mapping[int, Row], sheet_at: int, cell_at: int) -> Links:
    """Return links to the cells that rows name: the sheet's title and the address, by their place in the rows."""
    to = {number: _location(row[sheet_at], row[cell_at]) for number, row in rows.items()}
    return Links(column, first_row, {number: found for number, found in to.items() if found})


def _location(sheet: Value, cell: Value) -> str:
    if not isinstance(sheet, str) or not isinstance(cell, str) or place(cell) is None:
        return ""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"


def linking(tail: bytes, links: Links, prefix: str) -> bytes:
    """Return what follows the rows with these links in place of the column's old ones."""

    def kept(match: re.Match[bytes]) -> bytes:
        at = place((attribute(match[0][: match[0].index(b">") + 1], "ref") or "").partition(":")[0])
        return b"" if at and at[1] == links.column and at[0] >= links.first_row else match[0]

    tail = _EMPTY.sub(b"", _LINK.sub(kept, tail))
    letter = letters(links.column)
    new = "".join(
        f'<{prefix}hyperlink ref="{letter}{number}" location="{_escaped(links.to[number])}"/>'
        for number in sorted(links.to)[:MOST]
    ).encode()
    if not new:
        return tail
    there = tags("hyperlinks").search(tail)
    if there:
        return tail[: there.end()] + new + tail[there.end() :]
    at = behind(tail, prefix, b"conditionalFormatting", b"dataValidations")
    name = f"{prefix}hyperlinks".encode()
    return tail[:at] + b"<" + name + b">" + new + b"</" + name + b">" + tail[at:]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
