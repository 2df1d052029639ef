"""REQ450."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import COMPARED, WorkbookSpec


def longer_than_compared(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ450 (info): of requirements that are longer only the beginning is compared when duplicates are looked for.

    Once a workbook, at the first such row. What lies beyond still counts: such texts are equal only if all of it is.
    """
    sheet = spec.purpose("needs")
    column = sheet.meaning("text") if sheet is not None else None
    if sheet is None or column is None or sheet.name not in frames:
        return
    cells = zip(row_numbers(frames[sheet.name]), values_or_blank(frames, sheet.name, column), strict=True)
    rows = [(row, text) for row, text in cells if isinstance(text, str) and len(text) > COMPARED]
    if not rows:
        return
    (row, text), title = rows[0], sheet.column(column).title
    message = Words(
        f"“{title}”超过 {COMPARED} 个字的有 {len(rows)} 行，第一处在第 {row} 行（{len(text)} 个字）；"
        "查重时逐字比较前面这些字，其余部分只看是否完全相同。",
        f"{title} is longer than {COMPARED} characters on {len(rows)} row{'s' if len(rows) > 1 else ''}, "
        f"first on row {row} ({len(text)}); the search for duplicates reads that many and only tells whether the rest "
        "is exactly the same.",
    )
    hint = Words(
        "把要求写在前面，其余放进附件或拆成几条。",
        "Put what is wanted first, and the rest into an attachment or other rows.",
    )
    yield Finding("REQ450", "info", Cell(sheet.name, row, column), None, message, hint)
