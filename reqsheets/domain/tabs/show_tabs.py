"""Tabs shown or hidden because somebody asked for it."""

from __future__ import annotations

from collections.abc import Collection

from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan, ShowSheet, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

ASKED = Words("按要求", "as asked")


def show_tabs(spec: WorkbookSpec, frames: Frames, titles: Collection[str], *, visible: bool) -> Plan:
    """Plan to show, or hide, the sheets of these titles (or names); without any all of them.

    Shape: one ShowSheet a sheet that is not so yet. Raises UsageError where the workbook has no such sheet, or would
    show none any more.
    """
    wanted = [_named(spec, frames, title) for title in titles] or [s for s in spec.sheets if s.name in frames]
    names = list(dict.fromkeys(sheet.name for sheet in wanted))
    if not visible and not (frames.tables.keys() - frames.unseen - set(names)):
        raise UsageError("至少要留一张看得见的登记类工作表", "at least one sheet of the register must show")
    changes = [ShowSheet(name, not visible, visible, ASKED) for name in names if (name in frames.unseen) is visible]
    return Plan(changes=tuple(changes))


def _named(spec: WorkbookSpec, frames: Frames, title: str) -> SheetSpec:
    plain = title.strip().casefold()
    for sheet in spec.sheets:
        if plain in {sheet.title.casefold(), sheet.name.casefold()} and sheet.name in frames:
            return sheet
    there = "、".join(sheet.title for sheet in spec.sheets if sheet.name in frames)
    raise UsageError(f"没有名为“{title}”的工作表；可以写：{there}", f"there is no sheet {title!r}; there are: {there}")
