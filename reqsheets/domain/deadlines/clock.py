"""Due moments of every clock, and what is overdue, due soon, premature or counted on an unknown calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from reqsheets.domain.deadlines.overdue import is_over, since_then, unanswered, unknown_start
from reqsheets.domain.deadlines.running import Clockwork, RunningTerm
from reqsheets.domain.register.columns import meant
from reqsheets.model.frames import Frames, as_date, values_or_blank
from reqsheets.model.plan import Cell, Change, Finding, Plan, SetCell, Severity, Value, Words
from reqsheets.model.spec import WorkbookSpec

PAUSED = Words("等待客户，暂停计时", "waiting for the customer: the clock stands still")
RESUMED = Words("恢复计时", "the clock runs again")
NO_START = Words("起算时间已清空", "there is no start any more")


def clock(spec: WorkbookSpec, frames: Frames, today: date, now: datetime | None = None) -> Plan:
    """Set every clock's due moment and keep the log of pauses; tell what is overdue (REQ413), due soon (REQ414), etc.

    Shape: one SetCell a cell that differs. Rows of closed requirements keep what was once judged (decision T-23).
    Moments are judged at `now` (default: 18:00 of `today`, decision N-31), days at their end. What a status calls for
    and no clock measures is told once its time is over (REQ461), and which start nobody knows (REQ460).
    Source: decisions T-15 to T-24, N-30.
    """
    work = Clockwork(spec, frames, today, now)
    changes: list[Change] = list(_pauses(work))
    findings: list[Finding] = []
    unknown: Counter[int] = Counter()
    for known in spec.clocks:
        for running in work.running(known, judged=False):
            change = _set(running)
            changes += [] if change is None else [change]
            findings += _told(work, running, today)
            if running.term is not None and running.term.provisional and not running.rests:
                last = as_date(running.term.due)
                unknown[last.year if last else 0] += 1
    findings += unanswered(work)
    findings += _provisional(spec, frames, unknown)
    return Plan(tuple(findings), tuple(changes))


def _pauses(work: Clockwork) -> Iterator[SetCell]:
    """Yield what keeps the log of pauses: since when a row waits, and for how many days it did before (T-20)."""
    needs = work.needs
    statuses = {status for known in work.spec.clocks for status in known.pauses}
    if needs is None or not statuses:
        return
    since, days = needs.sheet.meaning("paused_since"), needs.sheet.meaning("paused_days")
    columns = work.frames[needs.sheet.name].columns
    if since is None or days is None or since not in columns or days not in columns:
        return
    began, counted = (meant(work.frames, needs.sheet, m) for m in ("paused_since", "paused_days"))
    for position in needs.position.values():
        row, waits, start = needs.rows[position], needs.statuses[position] in statuses, as_date(began[position])
        if waits and start is None and needs.counts(position):
            yield SetCell(
                Cell(needs.sheet.name, row, since), began[position], _waits_since(work, position, statuses), PAUSED
            )
        elif not waits and start is not None:
            total = work.paused_days.get(needs.numbers[position] or "", 0)
            yield SetCell(Cell(needs.sheet.name, row, since), began[position], None, RESUMED)
            if counted[position] != total:
                yield SetCell(Cell(needs.sheet.name, row, days), counted[position], total, RESUMED)


def _waits_since(work: Clockwork, position: int, statuses: Collection[str]) -> date:
    """Return the day on which a row's status came to be one of these, as far as the history knows; else now."""
    needs = work.needs
    column = needs.sheet.meaning("status") if needs is not None else None
    if needs is None or column is None:
        return work.today
    event = work.frames.history.entered(needs.sheet.name, needs.numbers[position] or "", column, statuses)
    return work.today if event is None else min(event.by.date(), work.today)


def _set(running: RunningTerm) -> SetCell | None:
    new = None if running.term is None else running.term.due
    if new == running.held or (running.rests and (running.held is not None or new is None)):
        return None
    at = Cell(running.clock.sheet, running.row, running.clock.due)
    return SetCell(at, running.held, new, NO_START if new is None else _because(running))


def _because(running: RunningTerm) -> Words:
    title = running.clock.title
    return _sum_of(title.zh, title.en, _moment(running.start), *running.length, running.paused_days)


@lru_cache(maxsize=4096)
def _sum_of(zh: str, en: str, start: str, amount: Decimal | None, unit: str, paused_days: int) -> Words:
    shown = "" if amount is None else f"{amount:f}{unit}"
    waited = f" + 暂停 {paused_days} 天" if paused_days else ""
    return Words(f"{zh}：{start} + {shown}{waited}", f"{en}: {start} + {shown}{waited}")


def _moment(value: Value) -> str:
    return str(value)[:16]


def _told(work: Clockwork, running: RunningTerm, today: date) -> Iterator[Finding]:
    over = running.term
    if over is None or running.rests:
        return
    due, stopped = as_date(over.due), as_date(running.stopped)
    if due is None:
        return
    if running.unknown and running.stopped is None:
        yield _finding(running, "REQ460", "info", unknown_start(running.clock.title))
    if over.timeless and running.stopped is None:
        yield _finding(running, "REQ416", "info", _timeless(running))
    if running.clock.early and stopped is not None and stopped < due:
        yield _finding(running, "REQ415", "warning", _premature(running))
    if running.stopped is not None or running.paused or not running.clock.told:
        return
    soon = work.settings.number(running.clock.soon) if running.clock.soon else None
    if is_over(over.due, work.moment):
        yield _finding(running, "REQ413", "warning", _overdue(running, work.moment))
    elif soon is not None and (due - today).days <= soon:
        yield _finding(running, "REQ414", "info", _soon(running, (due - today).days))


def _finding(running: RunningTerm, rule: str, severity: Severity, words: tuple[Words, Words]) -> Finding:
    at = Cell(running.clock.sheet, running.row, running.clock.due)
    value = None if running.term is None else running.term.due
    return Finding(rule, severity, at, value, *words, running.number)


def _overdue(running: RunningTerm, now: datetime) -> tuple[Words, Words]:
    over = running.term.due if running.term else None
    due, ago = _moment(over), since_then(over, now)
    zh, en = running.clock.title.zh, running.clock.title.en
    return (
        Words(f"{zh}应在 {due} 前完成，已过 {ago.zh}。", f"{en[:1].upper()}{en[1:]} was due by {due}, {ago.en} ago."),
        Words("请尽快处理，并填写实际时间。", "See to it, and write down when it was done."),
    )


def _soon(running: RunningTerm, days: int) -> tuple[Words, Words]:
    due = _moment(running.term.due if running.term else None)
    zh, en = running.clock.title.zh, running.clock.title.en
    left = Words("就在今天", "today") if not days else Words(f"还有 {days} 天", f"in {days} days")
    return (
        Words(f"{zh}应在 {due} 前完成，{left.zh}。", f"{en} is due by {due}, {left.en}."),
        Words("请安排好时间。", "Plan for it."),
    )


def _premature(running: RunningTerm) -> tuple[Words, Words]:
    due, done = _moment(running.term.due if running.term else None), _moment(running.stopped)
    zh, en = running.clock.title.zh, running.clock.title.en
    return (
        Words(f"{zh}是 {due}，实际时间 {done} 早了，效果可能还看不出来。", f"{en} is {due}; {done} is premature."),
        Words("请核对日期；确实早做了的，窗口内再问一次。", "Check the day, or ask again within the window."),
    )


def _timeless(running: RunningTerm) -> tuple[Words, Words]:
    zh, en = running.clock.title.zh, running.clock.title.en
    return (
        Words(
            f"{zh}的起算时间只有日期，没有时刻，按次日零点起算。",
            f"{en} starts from a day without a time.",
        ),
        Words("请补上时刻，例如 2024-03-01 09:30。", "Add the time, for example 2024-03-01 09:30."),
    )


def _provisional(spec: WorkbookSpec, frames: Frames, unknown: Counter[int]) -> Iterator[Finding]:
    sheet = spec.purpose("calendar")
    if sheet is None or sheet.name not in frames:
        return
    days = values_or_blank(frames, sheet.name, "day")
    row = frames.headers.get(sheet.name, 1) if not days else frames.next_row(sheet.name) - 1
    for year, many in sorted(unknown.items()):
        yield Finding(
            "REQ417",
            "info",
            Cell(sheet.name, row, "day"),
            None,
            Words(
                f"工作日历没有 {year} 年，{many} 个截止时间按周一至周五上班暂估。",
                f"The calendar lacks {year}: {many} due dates are provisional, on Monday to Friday.",
            ),
            Words("放假安排公布后请补上，截止时间会自动重算。", "Add the year when it is announced."),
            str(year),
        )
