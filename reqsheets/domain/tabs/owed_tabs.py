"""Tabs that a night shows because somebody owes an entry there, or there is something to see for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reqsheets.domain.register.states import NO
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Finding, Plan, ShowSheet, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec

SWITCH = "自动显示工作表"  # a parameter; 否 keeps every tab as people have it
NOT_NOW = Words("现在不用填，要填时会自动显示", "nothing to fill in now; it shows when there is")
OWED = ("error", "warning")  # findings that ask for something


def owed_tabs(spec: WorkbookSpec, frames: Frames, findings: Iterable[Finding]) -> Plan:
    """Plan to show hidden sheets of the later steps on which an entry is owed, or that hold their first rows.

    `frames` are those that the night leaves, `findings` what it found. Shape: one ShowSheet a sheet. It never hides,
    and sheets of settings, logs and summaries never come out by themselves.
    Source: the look of the light workbook, section 3.
    """
    if frames.locked or Settings(spec, frames).value(SWITCH) == NO:
        return Plan()
    asked = {finding.at.sheet for finding in findings if finding.severity in OWED and finding.at.column}
    return Plan(changes=tuple(_shown(spec, frames, asked)))


def arrange_tabs(spec: WorkbookSpec, frames: Frames, findings: Iterable[Finding]) -> Plan:
    """Plan to hide, once, the sheets of a workbook that a new one would not show: nobody owes an entry there.

    Shape: one ShowSheet a sheet. What people have filled in, or owe, stays in view; nothing is taken away.
    """
    asked = {finding.at.sheet for finding in findings if finding.severity in OWED and finding.at.column}
    seen = [sheet for sheet in spec.sheets if sheet.name in frames and sheet.name not in frames.unseen]
    hidden = [sheet for sheet in seen if sheet.shelved and _why(sheet, frames, asked) is None]
    if len(hidden) == len(seen):
        return Plan()
    changes = (ShowSheet(sheet.name, old=True, new=False, because=NOT_NOW) for sheet in hidden)
    return Plan(changes=tuple(changes))


def _shown(spec: WorkbookSpec, frames: Frames, asked: set[str]) -> Iterator[ShowSheet]:
    for sheet in spec.sheets:
        if not sheet.shelved or sheet.name not in frames.unseen:
            continue
        because = _why(sheet, frames, asked)
        if because is not None:
            yield ShowSheet(sheet.name, old=False, new=True, because=because)


def _why(sheet: SheetSpec, frames: Frames, asked: set[str]) -> Words | None:
    filled = len(frames[sheet.name]) > 0
    match sheet.purpose:
        case "dashboard" if any(
            isinstance(count, int) and count for count in values_or_blank(frames, sheet.name, "open")
        ):
            return Words("有在办的需求了", "there are open requirements now")
        case "duplicates" if None in values_or_blank(frames, sheet.name, "decision"):
            return Words("有疑似重复等待决定", "probable duplicates wait for a decision")
        case "archive" if filled:
            return Words("有归档的需求了", "the first requirement is archived")
        case _ if sheet.role == "register" and sheet.name in asked:
            return Words("这里有要填的内容", "an entry is owed here")
        case _ if sheet.role == "register" and filled:
            return Words("这里已经填了内容", "somebody has filled it in")
        case _:
            return None
