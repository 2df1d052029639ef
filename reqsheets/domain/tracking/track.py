"""The tracking sheet: every requirement that is not at rest, by grade and due date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from reqsheets.domain.deadlines.due import later
from reqsheets.domain.deadlines.terms import term
from reqsheets.domain.deadlines.workdays import WorkCalendar, work_calendar
from reqsheets.domain.register.columns import all_readable, meant, sheet_for, title_of
from reqsheets.domain.register.derived_sheet import (
    DerivedSheet,
    copied,
    derived,
    derived_if_there,
    filled,
    followed,
    rewritten,
)
from reqsheets.domain.register.left_over import LeftOver, Mover, left_over
from reqsheets.domain.register.manual_sort import by_hand, ordered
from reqsheets.domain.register.places import Places, places
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.routed import routed
from reqsheets.domain.register.states import NO, YES, clock_stands
from reqsheets.domain.register.steps import Steps
from reqsheets.domain.register.text import in_order
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.plan import Cell, Finding, Plan, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Meaning, WorkbookSpec

UPDATE_PARAMETER = "进展更新周期"
SORTED_BY: tuple[Meaning, Meaning] = ("grade", "due")
BECAUSE = Words("在办需求按级别、完成时限、编号排列", "open requirements by grade, due date and number")


@dataclass(frozen=True)
class Tracked:
    """The tracked requirements in the register's order; `positions` are their rows in it, counted from 0."""

    needs: Requirements
    own: DerivedSheet
    other: DerivedSheet | None
    positions: list[int]
    numbers: list[str]

    @cached_property
    def _places(self) -> Places:
        return places(self.own.first, self.numbers)

    def before(self, meaning: Meaning) -> list[Value]:
        """Return what the tracking sheet showed in that column, None for a row that is new on it."""
        held = self.own.columns.get(self.own.sheet.meaning(meaning) or "")
        if held is None:
            return [None] * len(self.numbers)
        return self._places.cells(all_readable(held))

    def typed(self, meaning: Meaning) -> list[Value]:
        """Return what people typed in that column, on this sheet or else on the archive."""
        name = self.own.sheet.meaning(meaning) or ""
        return all_readable(followed(self.own, self.other, self.numbers, name))


def track(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Rewrite the tracking sheet from the register.

    Shape: at most one ReplaceRows. A status that the life cycle does not allow next is finding REQ403 and is not taken
    over; a row that no longer belongs here but holds what people typed stays below the others, finding REQ604.
    A blank department is filled by the workbook's lines (`WorkbookSpec.route`).
    Source: document 0, step 5; document 1, step 4; decisions T-17, T-18, T-45, T-49.
    Raises MissingSheetError or MissingColumnError where register, tracking sheet or their numbers are absent.
    """
    tracked = _tracked(spec, frames)
    statuses, findings = _accepted(tracked)
    computed = copied(spec, frames, tracked.own, tracked.numbers)
    computed |= _clocks(spec, frames, tracked, statuses, computed, today) | _routed(spec, frames, tracked)
    order = _order(spec, tracked, computed)
    numbers = [tracked.numbers[i] for i in order]
    sorted_columns = {name: [held[i] for i in order] for name, held in computed.items()}
    rows = filled(tracked.own, tracked.other, numbers, sorted_columns)
    kept = _left_over(tracked, frozenset(numbers))
    below = frames.headers.get(tracked.own.sheet.name, 1) + 1 + len(rows)
    told = [finding for i, row in enumerate(kept) for finding in row.findings(tracked.own.sheet, below + i)]
    change = rewritten(frames, tracked.own.sheet, [*rows, *(row.values for row in kept)], BECAUSE)
    return Plan((*findings, *told), () if change is None else (change,))


def _routed(spec: WorkbookSpec, frames: Frames, tracked: Tracked) -> dict[str, list[Value]]:
    """Return the column that says who takes it on, its blanks filled; none where the kind or the sheet has no such."""
    route, own = spec.route, tracked.own
    if route is None or route.column not in own.columns:
        return {}
    held = followed(own, tracked.other, tracked.numbers, route.column)
    return {route.column: routed(spec, frames, route, tracked.numbers, held)}


def _left_over(tracked: Tracked, shown: frozenset[str]) -> list[LeftOver]:
    other = tracked.other
    if other is None:
        archive = Mover(shown, tracked.needs.rests, lambda _: {}, tracked.own.sheet)
    else:
        archive = Mover(shown, tracked.needs.rests, other.typed_on, other.sheet)
    return list(left_over(tracked.needs, tracked.own, archive))


def _tracked(spec: WorkbookSpec, frames: Frames) -> Tracked:
    needs = register(spec, frames)
    own = derived(frames, sheet_for(spec, frames, "tracking"))
    positions = sorted(i for i in needs.position.values() if needs.counts(i) and not needs.rests(i))
    numbers = [number for i in positions if (number := needs.numbers[i]) is not None]
    return Tracked(needs, own, derived_if_there(spec, frames, "archive"), positions, numbers)


def _accepted(tracked: Tracked) -> tuple[list[Value], list[Finding]]:
    """Return the status that each row shows, and a finding for each step that is not allowed."""
    needs, steps = tracked.needs, Steps(tracked.needs.cycle)
    statuses: list[Value] = []
    findings: list[Finding] = []
    for i, before in zip(tracked.positions, tracked.before("status"), strict=True):
        wanted = needs.statuses[i]
        if steps.accepts(before, wanted):
            statuses.append(wanted)
            continue
        statuses.append(before)
        if wanted in steps.known:  # a blank or a word of no list is told by validate
            findings.append(_not_allowed(needs, i, str(before), steps))
    return statuses, findings


def _not_allowed(needs: Requirements, position: int, before: str, steps: Steps) -> Finding:
    column = needs.sheet.meaning("status") or ""
    wanted, allowed = needs.statuses[position], steps.after(before)
    title = title_of(needs.sheet, column)
    return Finding(
        "REQ403",
        "error",
        Cell(needs.sheet.name, needs.rows[position], column),
        wanted,
        Words(
            f"“{title}”不能从“{before}”直接变为“{wanted}”，跟踪表仍按“{before}”。",
            f"{title} may not go from {before} to {wanted}; the tracking sheet keeps {before}.",
        ),
        Words(
            f"请改为“{before}”，或它之后允许的状态：{'、'.join(allowed) or '无'}。",
            f"Set it to {before} or to what may follow it: {', '.join(allowed) or 'nothing'}.",
        ),
        needs.numbers[position] or "",
    )


def _clocks(
    spec: WorkbookSpec,
    frames: Frames,
    tracked: Tracked,
    statuses: list[Value],
    copies: dict[str, list[Value]],
    today: date,
) -> dict[str, list[Value]]:
    """Return our own columns by name, in the register's order, those that the sheet lacks included."""
    sheet, typed_numbers = tracked.own.sheet, tracked.needs.typed_numbers
    dues = _dues(spec, frames, tracked, copies)
    planned = zip(tracked.typed("new_finish"), tracked.typed("planned_finish"), strict=True)
    deadlines = [due or as_date(new) or as_date(first) for due, (new, first) in zip(dues, planned, strict=True)]
    running = _running(spec, tracked, statuses, copies)
    days = [_days_over(end, today) if runs else None for end, runs in zip(deadlines, running, strict=True)]
    reminders, reminded = _reminders(tracked, days, today)
    week = Settings(spec, frames).number(UPDATE_PARAMETER)
    updates = zip(tracked.typed("updated"), running, strict=True)
    by_meaning: dict[Meaning, Sequence[Value]] = {
        "number": [typed_numbers[i] for i in tracked.positions],
        "status": statuses,
        "due": dues,
        "overdue": [NO if over is None else YES for over in days],
        "overdue_days": days,
        "reminders": reminders,
        "reminded": reminded,
        "next_update": [later(day, week, "天") if runs and (day := as_date(at)) else None for at, runs in updates],
    }
    return {name: list(held) for m, held in by_meaning.items() if (name := sheet.meaning(m))}


def _running(spec: WorkbookSpec, tracked: Tracked, statuses: list[Value], copies: dict[str, list[Value]]) -> list[bool]:
    """Tell which requirements may become overdue: neither done nor waiting for the customer (decision T-20)."""
    sheet = tracked.own.sheet
    due = next((column.copies for column in sheet.columns if column.meaning == "due"), None)
    clock = next((clock for clock in spec.clocks if (clock.sheet, clock.due) == due), None)
    grades = copies.get(sheet.meaning("grade") or "", [None] * len(statuses))
    return [
        not clock_stands(spec.cycle, status)
        and not (clock is not None and status in clock.pauses and grade not in clock.never_paused)
        for status, grade in zip(statuses, grades, strict=True)
    ]


def _dues(spec: WorkbookSpec, frames: Frames, tracked: Tracked, copies: dict[str, list[Value]]) -> list[date | None]:
    """Return the due days: those of another sheet's clock where the column copies it, else by the grades' limits."""
    sheet = tracked.own.sheet
    due = sheet.meaning("due") or ""
    if due in copies:
        return [as_date(value) for value in copies[due]]
    grades = copies.get(sheet.meaning("grade") or "", [None] * len(tracked.positions))
    settings, calendar = Settings(spec, frames), work_calendar(spec, frames)
    received = meant(frames, tracked.needs.sheet, "received")
    limits = {limit.grade: (settings.number(limit.parameter), settings.unit(limit.parameter)) for limit in spec.limits}
    return [
        _due(received[i], limits.get(str(grade)), calendar) for i, grade in zip(tracked.positions, grades, strict=True)
    ]


def _due(received: Value, limit: tuple[Decimal | None, str] | None, calendar: WorkCalendar) -> date | None:
    over = None if limit is None else term(received, *limit, calendar)
    return None if over is None else as_date(over.due)


def _days_over(deadline: date | None, today: date) -> int | None:
    return (today - deadline).days if deadline is not None and deadline < today else None


def _reminders(tracked: Tracked, days: list[int | None], today: date) -> tuple[list[Value], list[Value]]:
    """Count the first run of each day on which a row is overdue; not where the sheet cannot keep that day."""
    kept = tracked.own.sheet.meaning("reminded") in tracked.own.columns
    counted: list[Value] = []
    on: list[Value] = []
    for over, reminders, reminded in zip(days, tracked.before("reminders"), tracked.before("reminded"), strict=True):
        day = as_date(reminded)
        again = kept and over is not None and (day is None or day < today)
        before = reminders if type(reminders) is int else None
        counted.append((before or 0) + 1 if again else before)
        on.append(today if again else day)
    return counted, on


def _order(spec: WorkbookSpec, tracked: Tracked, computed: dict[str, list[Value]]) -> list[int]:
    """Return the rows' order: as people sorted them, else grade as the cuts go, due date, number; blanks come last."""
    sheet, own = tracked.own.sheet, tracked.own
    count = len(tracked.numbers)
    names = {meaning: sheet.meaning(meaning) or "" for meaning in SORTED_BY}
    new = [computed.get(name, [None] * count) for name in names.values()]
    keys = _keys(spec, tracked.numbers, *new)
    usual = sorted(range(count), key=keys.__getitem__)
    if not own.columns.keys() >= set(names.values()):
        return usual  # the sheet does not show by what we sort
    shown = [tracked.before(meaning) for meaning in SORTED_BY]
    before = _keys(spec, tracked.numbers, *shown)
    statuses = tracked.before("status")
    standing = sorted((own.first[n], i) for i, n in enumerate(tracked.numbers) if n in own.first)
    by_people = by_hand([before[i] for _, i in standing if statuses[i] is not None])  # None: nobody sorted it yet
    return ordered(usual, lambda i: own.first.get(tracked.numbers[i]), keys.__getitem__, sorted_by_hand=by_people)


def _keys(
    spec: WorkbookSpec, numbers: Sequence[str], grades: Sequence[Value], dues: Sequence[Value]
) -> list[tuple[object, ...]]:
    best_first = next((rated.rating.grades for rated in spec.sheets if rated.rating is not None), ())
    ranks = {grade: rank for rank, grade in enumerate(best_first)}
    return [
        (ranks.get(str(grade), len(ranks)), as_date(due) or date.max, in_order(number))
        for grade, due, number in zip(grades, dues, numbers, strict=True)
    ]
