"""REQ409, REQ410 and REQ421."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.gates import Ending
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, stated, titled
from reqsheets.rules.rows.gate_rows import running

UPDATE_EVERY = "进展更新周期"  # the parameter, in days


def overdue(spec: WorkbookSpec, frames: Frames, today: date) -> Iterator[Finding]:
    """REQ409 (warning): a row of the tracking sheet is overdue; tells who owns it, since when and by how much.

    The tracking sheet says what is overdue; against which day is the due date, or the planned finish where the grade
    sets no limit.
    """
    sheet = spec.purpose("tracking")
    at = sheet.meaning("overdue") if sheet else None
    if sheet is None or at is None or sheet.name not in frames:
        return
    wanted: tuple[Meaning, ...] = ("overdue", "owner", "due", "new_finish", "planned_finish")
    columns = (values_or_blank(frames, sheet.name, sheet.meaning(meaning)) for meaning in wanted)
    for row, late, owner, *days in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        if late is True or late == "是":
            since = next((day for day in map(as_date, days) if day is not None), None)
            yield Finding("REQ409", "warning", Cell(sheet.name, row, at), late, _late(since, today), _ask(sheet, owner))


def _late(since: date | None, today: date) -> Words:
    if since is None:
        return Words("已超期。", "Overdue.")
    days = max((today - since).days, 1)
    return Words(
        f"已超期 {days} 天，应在 {since} 前完成。",
        f"Overdue by {days} day{'s' if days > 1 else ''}; it was due on {since}.",
    )


def _ask(sheet: SheetSpec, owner: Value) -> Words:
    if is_blank(owner):
        name = sheet.meaning("owner")
        title = titled(sheet.column(name)) if name else Words("负责人", "an owner")
        return Words(f"还没有{title.zh}：请先指定，再安排完成。", f"Nobody owns it: fill in {title.en} first.")
    return Words(
        f"请{owner}尽早完成并更新进展；确需延期的，写明原因和新的日期。",
        f"{owner} should finish it and report progress, or give the reason for the delay and a new day.",
    )


def progress_not_updated(spec: WorkbookSpec, frames: Frames, today: date) -> Iterator[Finding]:
    """REQ410 (warning): nobody has reported progress on an open row for longer than the parameter 进展更新周期 says.

    Counted from the last report; a row without any, and one that is done, closed or dropped, is left in peace.
    """
    sheet = spec.purpose("tracking")
    at = sheet.meaning("updated") if sheet else None
    period = Settings(spec, frames).number(UPDATE_EVERY)
    if sheet is None or at is None or period is None or sheet.name not in frames:
        return
    cycle = spec.cycle
    finished = {*cycle.done, *cycle.closed, *cycle.dropped, *cycle.merged} if cycle else set()
    columns = (values_or_blank(frames, sheet.name, name) for name in (at, sheet.meaning("status")))
    for row, value, status in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        last = as_date(value)
        if last is None or status in finished or (today - last).days <= period:
            continue
        is_, days = stated(sheet.column(at), value), (today - last).days
        message = Words(
            f"{is_.zh}，已有 {days} 天没有更新进展，应每 {period:f} 天更新一次。",
            f"{is_.en}, {days} days ago; progress should be reported every {period:f} days.",
        )
        hint = Words("请填写最新进展和更新时间。", "Write down the latest progress and its date.")
        yield Finding("REQ410", "warning", Cell(sheet.name, row, at), value, message, hint)


def past_its_day(spec: WorkbookSpec, frames: Frames, today: date) -> Iterator[Finding]:
    """REQ421 (warning): a milestone, task, plan or item to do is past the day it was planned for and not reached.

    The sheet's own figure says so, or the kind's endings; rows of requirements that have ended, or were merged, are
    left in peace.
    """
    yield from _past_figures(spec, frames)
    for ending in spec.endings:
        if ending.sheet in frames:
            yield from _past_ending(spec, frames, ending, today)


def _past_ending(spec: WorkbookSpec, frames: Frames, ending: Ending, today: date) -> Iterator[Finding]:
    owners = dict(
        zip(
            row_numbers(frames[ending.sheet]),
            values_or_blank(frames, ending.sheet, ending.owner or None),
            strict=True,
        )
    )
    for row, value in running(spec, frames, ending):
        day = as_date(value)
        if day is not None and day < today:
            yield _past(Cell(ending.sheet, row, ending.due), value, day, owners[row])


def _past_figures(spec: WorkbookSpec, frames: Frames) -> Iterator[Finding]:
    resting = _resting(spec, frames)
    for sheet in spec.sheets:
        late = next((c for c in sheet.columns if c.figure is not None and c.figure.of == "late"), None)
        if late is None or late.figure is None or sheet.name not in frames:
            continue
        names = (late.name, sheet.meaning("number"), sheet.meaning("owner"), *late.figure.columns[:2])
        columns = (values_or_blank(frames, sheet.name, name) for name in names)
        for row, is_late, number, owner, planned, anew in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            day = as_date(anew) or as_date(planned)
            if is_late not in (True, "是") or day is None or str(number).strip() in resting:
                continue
            yield _past(Cell(sheet.name, row, late.name), is_late, day, owner)


def _past(at: Cell, value: Value, day: date, owner: Value) -> Finding:
    who = "" if is_blank(owner) else str(owner)
    message = Words(f"应在 {day} 前完成，到现在还没有完成。", f"It was planned for {day} and is not done.")
    hint = Words(
        f"请{who or '负责人'}尽快完成并填写实际日期，或改期并写明原因。",
        f"{who or 'Its owner'} should finish it and fill in the day, or plan it anew and say why.",
    )
    return Finding("REQ421", "warning", at, value, message, hint)


def _resting(spec: WorkbookSpec, frames: Frames) -> frozenset[str]:
    """Return the numbers of requirements for which nobody works any more."""
    sheet, cycle = spec.purpose("needs"), spec.cycle
    if sheet is None or cycle is None or sheet.name not in frames:
        return frozenset()
    ended = {*cycle.done, *cycle.closed, *cycle.dropped, *cycle.merged}
    held = (values_or_blank(frames, sheet.name, sheet.meaning(m)) for m in ("number", "status"))
    return frozenset(str(number).strip() for number, status in zip(*held, strict=True) if status in ended)
