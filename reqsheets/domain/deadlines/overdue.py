"""What is over at a moment: terms to the minute, days at their end, and duties that no clock measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from reqsheets.domain.deadlines.duties import Line, Owed, is_answered
from reqsheets.domain.deadlines.running import Clockwork
from reqsheets.domain.deadlines.terms import Term, term
from reqsheets.model.errors import MissingColumnError
from reqsheets.model.frames import as_date, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words


def is_over(due: Value, now: datetime) -> bool:
    """Tell whether a moment has passed, or a day is over."""
    if isinstance(due, datetime):
        return due < now
    return isinstance(due, date) and due < now.date()


def since_then(due: Value, now: datetime) -> Words:
    """Return how long ago that was: in days, or in hours where it was today."""
    day = as_date(due)
    days = (now.date() - day).days if day is not None else 0
    if days or not isinstance(due, datetime):
        return Words(f"{days} 天", f"{days} day{'s' if days != 1 else ''}")
    hours = max(-(-(now - due) // timedelta(hours=1)), 1)
    return Words(f"{hours} 小时", f"{hours} hour{'s' if hours != 1 else ''}")


def unanswered(work: Clockwork) -> Iterator[Finding]:
    """Yield REQ461 for each duty whose time is over, where no clock of its sheet says so; REQ460 on unknown starts."""
    for owed, line, over, is_known in _open_duties(work):
        if over is not None and is_over(over.due, work.moment):
            yield _overdue(owed, line, over, work.moment)
        elif not is_known:
            at = Cell(owed.duty.sheet, line.row, owed.naming)
            yield Finding("REQ460", "info", at, line.number, *unknown_start(owed.duty.title), line.number)


def is_by_the_hour(work: Clockwork) -> bool:
    """Tell whether something ends at a moment of today, so that another one of the day may come to something else."""
    for clock in work.spec.clocks:
        if clock.sheet in work.frames and clock.due in work.frames[clock.sheet].columns:
            held = set(values_or_blank(work.frames, clock.sheet, clock.due))
            if any(isinstance(due, datetime) and due.date() == work.today for due in held):
                return True
    try:
        dues = [over.due for _, _, over, _ in _open_duties(work) if over is not None]
    except MissingColumnError:  # nothing has a number, so nothing is measured
        return False
    return any(isinstance(due, datetime) and due.date() == work.today for due in dues)


def _open_duties(work: Clockwork) -> Iterator[tuple[Owed, Line, Term | None, bool]]:
    """Yield what is owed and no clock measures: its last row, when it ends, and whether it is known since when."""
    measured = {clock.duty for clock in work.spec.clocks}
    for name, owed in work.owed.items():
        if name in measured or not owed.duty.within:
            continue
        amount, unit = work.settings.number(owed.duty.within), work.settings.unit(owed.duty.within)
        for number, _ in owed.owing():
            began = owed.start(number)
            lines = [line for line in owed.lines_of(number) if not is_answered(line.answered, began)]
            if lines and len(lines) == len(owed.lines_of(number)):  # a row is begun first; an answered one answers
                over = term(began.moment or first_seen(owed, lines[-1]), amount, unit, work.calendar)
                yield owed, lines[-1], over, began.moment is not None or amount is None


def first_seen(owed: Owed, line: Line) -> Value:
    """Return when the row was begun, as the records tell; None where they do not."""
    frame = owed.frames[owed.duty.sheet]
    parts = [frame[name].iloc[line.position] for name in owed.sheet.key if name in frame.columns]
    key = "/".join("" if part is None else str(part) for part in parts).strip("/") or f"@{line.row}"
    events = owed.frames.history.of(owed.duty.sheet, key, "")
    return events[-1].by.replace(second=0, microsecond=0) if events else None


def _overdue(owed: Owed, line: Line, over: Term, now: datetime) -> Finding:
    title, ago, due = owed.duty.title, since_then(over.due, now), str(over.due)[:16]
    column = owed.sheet.column(owed.duty.answered).title
    return Finding(
        "REQ461",
        "warning",
        Cell(owed.duty.sheet, line.row, owed.duty.answered),
        line.answered,
        Words(
            f"{title.zh}应在 {due} 前完成，已过 {ago.zh}，本行还没有填“{column}”。",
            f"{title.en[:1].upper()}{title.en[1:]} was due by {due}, {ago.en} ago; {column} is blank.",
        ),
        Words(
            "请尽快处理并填写本行；已经做了的，补上日期。", "See to it and fill in the row, with the day it was done."
        ),
        line.number,
    )


def unknown_start(title: Words) -> tuple[Words, Words]:
    """Return message and hint where nobody can tell since when a duty is owed."""
    return (
        Words(
            f"不知道是哪天变为现在的状态的，{title.zh}从系统第一次看到时起算。",
            f"Nobody wrote down when it came to this status: {title.en} counts from when it was first seen.",
        ),
        Words("请补上变为这个状态的实际日期，截止时间会随之重算。", "Write down the day, and the due date follows."),
    )
