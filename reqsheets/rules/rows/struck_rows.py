"""REQ445: rows that people struck through, but whose requirement is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import LifeCycle, SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank
from reqsheets.rules.rows.gate_rows import OUT_OF_FORCE

HALF = 0.5  # of a row's filled cells


def struck_and_open(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ445 (warning): a row is struck through, yet by its status the requirement is still open.

    A row counts as struck where its text is, or at least half of what is filled in. Whether it is void, people decide.
    """
    sheet = spec.purpose("needs")
    struck = frames.struck.get(sheet.name, {}) if sheet else {}
    if sheet is None or not struck or sheet.name not in frames:
        return
    status, state = sheet.meaning("status"), sheet.meaning("record_state")
    columns = (values_or_blank(frames, sheet.name, name) for name in (status, state))
    for row, is_, kept in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        if row not in struck or kept in OUT_OF_FORCE or is_ in _over(spec.cycle):
            continue
        if _is_void(frames, sheet, row, struck[row]):
            at = Cell(sheet.name, row, sheet.meaning("text") or status or "")
            message = Words(
                f"这一行画了删除线，但“{is_ or '状态'}”说明它还在办，照样会编号、跟踪和提醒。",
                f"This row is struck through, but by its status ({is_ or 'blank'}) it is open: it is still tracked.",
            )
            yield Finding("REQ445", "warning", at, is_, message, _what_to_set(spec, sheet))


def _over(cycle: LifeCycle | None) -> tuple[str, ...]:
    return () if cycle is None else (*cycle.closed, *cycle.dropped, *cycle.merged)


def _is_void(frames: Frames, sheet: SheetSpec, row: int, struck: Collection[str]) -> bool:
    if sheet.meaning("text") in struck:
        return True
    held = dict(zip(frames[sheet.name].columns, frames.rows(sheet.name)[row], strict=True))
    people = (column.name for column in sheet.columns if not column.derived)
    filled = [name for name in people if not is_blank(held.get(name))]
    return bool(filled) and sum(name in struck for name in filled) >= HALF * len(filled)


def _what_to_set(spec: WorkbookSpec, sheet: SheetSpec) -> Words:
    dropped = spec.cycle.dropped if spec.cycle else ()
    name = sheet.meaning("status") if dropped else sheet.meaning("record_state")
    title, option = (sheet.column(name).title if name else "记录状态"), (dropped[0] if dropped else "已作废")
    return Words(
        f"这条需求作废了吗？作废就把“{title}”改为“{option}”并写明原因；没有作废就去掉删除线。",
        f"Is it void? If so, set {title} to {option} and give the reason; if not, remove the strikethrough.",
    )
