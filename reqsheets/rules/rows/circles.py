"""REQ606."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import stated


def goes_in_a_circle(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ606 (error): rows of a sheet refer to each other in a circle.

    Such as tasks that each wait for the other. Every row on the circle is told.
    """
    for sheet in spec.sheets:
        if sheet.name not in frames or len(sheet.key) == 0:
            continue
        for column in sheet.columns:
            refers = column.refers
            if refers is not None and refers.sheet == sheet.name and refers.column in sheet.key:
                yield from _circles(sheet, column, refers.column, frames)


def _circles(sheet: SheetSpec, column: ColumnSpec, key: str, frames: Frames) -> Iterator[Finding]:
    keys, held = (values_or_blank(frames, sheet.name, name) for name in (key, column.name))
    leads = {str(k): str(v) for k, v in zip(keys, held, strict=True) if k is not None and v is not None}
    inside = _on_circles(leads)
    for row, own, value in zip(row_numbers(frames[sheet.name]), keys, held, strict=True):
        if str(own) in inside and value is not None:
            is_ = stated(column, value)
            message = Words(f"{is_.zh}，绕了一圈又回到 {own} 自己。", f"{is_.en}, which leads back to {own} itself.")
            hint = Words("请改正其中一处，断开这个圈。", "Correct one of them to open the circle.")
            yield Finding("REQ606", "error", Cell(sheet.name, row, column.name), value, message, hint)


def _on_circles(leads: dict[str, str]) -> set[str]:
    found: set[str] = set()
    done: set[str] = set()
    for start in leads:
        path: dict[str, None] = {}
        at = start
        while at in leads and at not in done and at not in path:
            path[at] = None
            at = leads[at]
        if at in path:
            names = list(path)
            found.update(names[names.index(at) :])
        done.update(path)
    return found
