"""Numbers for rows that have none yet: the next of their year or month, never one that was used before."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from reqsheets.domain.register.erased import Erased, still_erased
from reqsheets.domain.register.issued import issued
from reqsheets.model.derived_cells import Numbering
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Plan, SetCell, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.cells.filled_in import filled_in
from reqsheets.rules.earlier import highest

BECAUSE = Words("按登记时间接着编号", "the next number of its time")


def number(
    spec: WorkbookSpec,
    frames: Frames,
    today: date,  # noqa: ARG001  every operation is called so
    *,
    lost: Collection[Erased] = (),
) -> Plan:
    """Give every row of a register that has content and a date but no number the next one.

    Placeholders are no content.

    Shape: one SetCell a row. Numbers on the register and on the sheets that we write, 合并记录, the archive and
    操作日志 too, count as used, and so do those of earlier workbooks; past 999 the number grows a digit.
    A row that lost its number (`lost`) gets no new one: that is finding REQ490.
    Source: decisions T-25 to T-27.
    """
    changes: list[SetCell] = []
    for sheet in spec.sheets:
        for column in sheet.columns:
            if column.numbering is not None and sheet.name in frames and column.name in frames[sheet.name].columns:
                changes += _of_column(spec, frames, sheet, column, column.numbering)
    known = {one.at for one in lost}
    return Plan(still_erased(spec, frames, lost), tuple(change for change in changes if change.at not in known))


def _of_column(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec, numbering: Numbering
) -> Iterator[SetCell]:
    held = values_or_blank(frames, sheet.name, column.name)
    dated = values_or_blank(frames, sheet.name, numbering.by) if numbering.by else [None] * len(held)
    begun = _begun(spec, frames, sheet)
    blank = [i for i, value in enumerate(held) if value is None and begun(i)]
    waiting = [i for i in blank if not numbering.by or as_date(dated[i]) is not None]
    if not waiting:
        return
    last = highest(numbering, issued(spec, frames, sheet, column))
    rows = row_numbers(frames[sheet.name])
    for i in waiting:
        before, after = _around(numbering, as_date(dated[i]))
        count = last[f"{before}#{after}"] = last.get(f"{before}#{after}", 0) + 1
        width = re.search(r"\{count:0(\d+)\}", numbering.form)
        new = f"{before}{count:0{width[1] if width else 1}d}{after}"
        yield SetCell(Cell(sheet.name, rows[i], column.name), None, new, BECAUSE)


def _begun(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec) -> Callable[[int], bool]:
    """Return what tells whether people entered something in a row that says something, beyond its date."""
    settings = Settings(spec, frames)
    people = [column for column in sheet.columns if not column.derived and column.name in frames[sheet.name].columns]
    dated = {column.numbering.by for column in sheet.columns if column.numbering is not None}
    filled = [
        (values_or_blank(frames, sheet.name, column.name), filled_in(column, settings))
        for column in people
        if column.name not in dated
    ]
    return lambda position: any(says(held[position]) for held, says in filled)


def _around(numbering: Numbering, day: date | None) -> tuple[str, str]:
    """Return what stands before and behind the counting part."""
    before, _, rest = numbering.form.partition("{count")
    after = rest.partition("}")[2]
    if day is None:
        return before, after
    return tuple(part.format(year=f"{day:%Y}", month=f"{day:%m}") for part in (before, after))  # type: ignore[return-value]
