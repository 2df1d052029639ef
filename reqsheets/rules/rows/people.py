"""REQ605 and REQ420: people who left, and one person where there should be two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, stated, titled
from reqsheets.rules.cells.filled_in import filled_in

LEFT = ("否", False)


def owner_left(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ605 (warning): who answers for open work is no longer employed.

    在职 is 否 on the sheet 人员与部门. Rows that are closed, dropped or merged are left in peace.
    """
    people = spec.purpose("people")
    if people is None or people.name not in frames:
        return
    names, employed = (values_or_blank(frames, people.name, name) for name in ("name", "employed"))
    gone = {name for name, there in zip(names, employed, strict=True) if there in LEFT and name is not None}
    ended = {*spec.cycle.closed, *spec.cycle.dropped, *spec.cycle.merged} if spec.cycle else set()
    for sheet in spec.sheets if gone else ():
        at = sheet.meaning("owner")
        if at is None or sheet.name not in frames or sheet.purpose == "archive":
            continue
        owners, statuses = (values_or_blank(frames, sheet.name, name) for name in (at, sheet.meaning("status")))
        for row, owner, status in zip(row_numbers(frames[sheet.name]), owners, statuses, strict=True):
            if owner in gone and status not in ended:
                is_ = stated(sheet.column(at), owner)
                message = Words(f"{is_.zh}，此人已不在职。", f"{is_.en}, who has left.")
                hint = Words("请移交给在职的同事。", "Hand it over to somebody who is here.")
                yield Finding("REQ605", "warning", Cell(sheet.name, row, at), owner, message, hint)


def same_person(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ420 (error): one person did both of two tasks that check each other.

    Allowed where the reason is given in the column for it (decision T-47).
    """
    settings = Settings(spec, frames)
    for sheet in spec.sheets:
        if sheet.name in frames:
            yield from _in_sheet(sheet, settings)


def _in_sheet(sheet: SheetSpec, settings: Settings) -> Iterator[Finding]:
    frames = settings.frames
    for column in sheet.columns:
        if column.differs_from is None:
            continue
        other, waiver = column.differs_from
        reasoned = filled_in(sheet.column(waiver), settings)
        columns = (values_or_blank(frames, sheet.name, name) for name in (column.name, other, waiver))
        for row, mine, theirs, reason in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            if is_blank(mine) or mine != theirs or reasoned(reason):
                continue
            is_, title, why = stated(column, mine), titled(sheet.column(other)), titled(sheet.column(waiver))
            message = Words(f"{is_.zh}，与{title.zh}是同一个人。", f"{is_.en}, the same person as {title.en}.")
            hint = Words(
                f"请换一个人；确实没有别人时，在{why.zh}里写明原因。",
                f"Have another person do it, or say why in {why.en}.",
            )
            yield Finding("REQ420", "error", Cell(sheet.name, row, column.name), mine, message, hint)
