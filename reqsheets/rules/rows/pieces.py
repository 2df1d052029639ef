"""REQ324: a cell that holds several facts at once, such as 姓名-行业-规模, and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import cleaned, stated

MANY = 3


@lru_cache(maxsize=10_000)  # the same customer asks more than once
def pieces(text: str) -> tuple[str | None, ...]:
    """Return the three parts of a text, None for those that lack; a first part may itself hold a dash.

    >>> pieces("*女士-汽车零部件-中型企业")
    ('*女士', '汽车零部件', '中型企业')
    """
    parts = [part.strip() or None for part in cleaned(text).split("-")]
    if len(parts) > MANY:
        parts = ["-".join(part or "" for part in parts[: 1 - MANY]), *parts[1 - MANY :]]
    return (*parts, *[None] * (MANY - len(parts)))


def lacks_a_piece(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ324 (warning): a cell of several facts, parted by dashes, lacks one of them.

    Those are the columns of which others of the sheet show a piece (`Figure`); the first part may hold a dash itself.
    """
    for sheet in spec.sheets:
        wanted: defaultdict[str, list[ColumnSpec]] = defaultdict(list)
        for column in sheet.columns:
            if column.figure is not None and column.figure.of == "piece":
                wanted[column.figure.columns[0]].append(column)
        for name, titled in wanted.items():
            if sheet.name in frames:
                yield from _lacking(frames, sheet, sheet.column(name), titled)


def _lacking(frames: Frames, sheet: SheetSpec, whole: ColumnSpec, titled: list[ColumnSpec]) -> Iterator[Finding]:
    held = values_or_blank(frames, sheet.name, whole.name)
    for row, value in zip(row_numbers(frames[sheet.name]), held, strict=True):
        if not isinstance(value, str):
            continue
        found = pieces(value)
        missing = [c.title for c in titled if c.figure is not None and found[c.figure.place] is None]
        if missing:
            is_ = stated(whole, value)
            yield Finding(
                "REQ324",
                "warning",
                Cell(sheet.name, row, whole.name),
                value,
                Words(f"{is_.zh}，缺少{'、'.join(missing)}。", f"{is_.en}; {', '.join(missing)} lacks."),
                Words(f"请依次写全，中间用“-”连接，例如 {whole.example}。", f"Write all of it, as in {whole.example}."),
            )
