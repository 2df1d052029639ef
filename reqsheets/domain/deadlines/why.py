"""Why a deadline is what it is: each clock of a requirement with its start, its length and the days that counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reqsheets.domain.deadlines.running import Clockwork, RunningTerm
from reqsheets.domain.deadlines.terms import WORK_DAYS
from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.model.brief import brief
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.plan import Cell, Value, Words
from reqsheets.model.spec import WorkbookSpec

MANY = 31  # days; a longer term is told without each of its days


@brief
@dataclass(frozen=True, slots=True)
class Reason:
    """One clock of one requirement: where it stands, when it is over, and how that was counted."""

    at: Cell
    title: Words
    due: Value
    lines: tuple[Words, ...]


def why(spec: WorkbookSpec, frames: Frames, number: str, today: date) -> Iterator[Reason]:
    """Yield a reason for each clock that runs for that requirement; none where it has no clock."""
    work = Clockwork(spec, frames, today)
    for clock in spec.clocks:
        for running in work.running(clock):
            if running.number == number:
                due = None if running.term is None else running.term.due
                at = Cell(clock.sheet, running.row, clock.due)
                yield Reason(at, clock.title, due, tuple(_lines(work, running, today)))


def _lines(work: Clockwork, running: RunningTerm, today: date) -> Iterator[Words]:
    amount, unit = running.length
    if as_date(running.start) is None:
        yield Words("还没有起算时间", "it has not started")
        return
    yield Words(f"起算：{_shown(running.start)}", f"start: {_shown(running.start)}")
    if amount is None:
        yield Words("没有设定时限", "no limit is set")
        return
    natural = Words("", "") if unit in WORK_DAYS else Words("（自然时间）", " (natural time)")
    yield Words(f"时限：{amount:f} {unit}{natural.zh}", f"length: {amount:f} {unit}{natural.en}")
    if unit in WORK_DAYS:
        yield from _days(work.calendar, running)
    if running.paused_days:
        days = running.paused_days
        yield Words(f"暂停：加 {days} 天", f"paused: {days} days more")
    if running.paused:
        yield Words("正在等待客户，暂停计时", "it stands still: waiting for the customer")
    if running.term is not None and running.term.provisional:
        yield Words("暂估：工作日历还没有这一年", "provisional: the calendar lacks that year")
    yield _standing(running, today)


def _days(calendar: WorkCalendar, running: RunningTerm) -> Iterator[Words]:
    start, end = as_date(running.start), as_date(running.term.due if running.term else None)
    if start is None or end is None or (end - start).days > MANY:
        return
    counted = 0
    for i in range(1, (end - start).days + 1):
        day = start + timedelta(days=i)
        counted += calendar.is_worked(day)
        said = calendar.said(day)
        mark = Words(f"第 {counted} 天", f"day {counted}") if calendar.is_worked(day) else Words("不计", "not counted")
        yield Words(f"  {day}：{mark.zh}（{said.zh}）", f"  {day}: {mark.en} ({said.en})")


def _standing(running: RunningTerm, today: date) -> Words:
    due = as_date(running.term.due if running.term else None)
    if running.stopped is not None:
        return Words(f"已完成：{_shown(running.stopped)}", f"done: {_shown(running.stopped)}")
    if running.rests:
        return Words("需求已结束，不再计时", "the requirement has ended")
    if due is None:
        return Words("没有截止时间", "no due date")
    days = (due - today).days
    if days < 0:
        return Words(f"已过 {-days} 天", f"overdue by {-days} days")
    return Words(f"还有 {days} 天", f"{days} days left")


def _shown(value: Value) -> str:
    return str(value)[:16]
