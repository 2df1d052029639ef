"""What stands before and behind a worksheet's rows and must follow them: dimension, filter, validations, formats."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.references import Area, Growth, area, letters
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags, with_attribute
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

_EXTENDED = re.compile(
    rb"<(" + PREFIX + rb"(?:dataValidation|conditionalFormatting))(?=[\s>])"
    rb"" + inside(rb"(?:dataValidation|conditionalFormatting)") + rb"</\1\s*>"
)
_EXTENDED_RANGE = re.compile(rb"(<" + PREFIX + rb"sqref\s*>)([^<]*)(?=</)")


def dimensioned(head: bytes, box: Area | None) -> bytes:
    """Return the head with a `<dimension>` that covers the box too."""
    match = tags("dimension").search(head)
    covered = area(attribute(match[0], "ref") or "") if match else None
    if not match or not covered or not box:
        return head
    top, left = min(covered.top, box.top), min(covered.left, box.left)
    grown = Area(top, left, max(covered.bottom, box.bottom), max(covered.right, box.right))
    if grown == covered:
        return head
    return head[: match.start()] + with_attribute(match[0], "ref", str(grown)) + head[match.end() :]


def refuse_merged(tail: bytes, edit: SheetEdit, rows: Sequence[int], title: str) -> None:
    """Raise UneditableError where a cell to change is hidden in a merged range."""
    for match in tags("mergeCell").finditer(tail):
        merged = area(attribute(match[0], "ref") or "")
        if not merged:
            continue
        for row in rows[bisect_left(rows, merged.top) : bisect_right(rows, merged.bottom)]:
            for column in range(merged.left, merged.right + 1):
                if (row, column) != (merged.top, merged.left) and edit.touches(row, column):
                    raise UneditableError(
                        f"工作表“{title}”{letters(column)}{row} 在合并单元格 {merged} 之内，写了也看不见；请先取消合并",
                        f"sheet {title!r} {letters(column)}{row} lies inside the merged cells {merged}, where nobody"
                        " would see it; unmerge them first",
                    )


def grown_tail(tail: bytes, growth: Growth | None) -> bytes:
    """Return what follows the rows, with filter, validations and conditional formats grown to the new last row."""
    if not growth or growth.new_last <= growth.last:
        return tail
    for name, key in (("autoFilter", "ref"), ("dataValidation", "sqref"), ("conditionalFormatting", "sqref")):
        tail = tags(name).sub(partial(_grown_tag, key, growth), tail)
    if b"sqref>" not in tail:
        return tail
    return _EXTENDED.sub(
        lambda element: _EXTENDED_RANGE.sub(
            lambda match: match[1] + _grown(match[2].decode(), growth).encode(), element[0]
        ),
        tail,
    )


def _grown_tag(key: str, growth: Growth, match: re.Match[bytes]) -> bytes:
    tag = match[0]
    covered = attribute(tag, key)
    if covered is None:
        return tag
    grown = _grown(covered, growth)
    return tag if grown == covered else with_attribute(tag, key, grown)


def _grown(covered: str, growth: Growth) -> str:
    """Return a list of areas, each grown; untouched where none is."""
    grown = [_one(reference, growth) for reference in covered.split(" ")]
    return " ".join(grown)


def _one(reference: str, growth: Growth) -> str:
    covered = area(reference)
    if not covered:
        return reference
    grown = growth.of(covered)
    return reference if grown == covered else str(grown)
