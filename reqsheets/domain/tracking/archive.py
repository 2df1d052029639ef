"""The archive sheet: requirements that have ended with all that belongs to it; and back, once they are reopened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reqsheets.domain.register.audit_entries import BY_HAND
from reqsheets.domain.register.columns import (
    all_readable,
    column_for,
    column_for_number,
    meant,
    needed,
    number_of,
    sheet_for,
)
from reqsheets.domain.register.derived_sheet import DerivedSheet, copied, derived, derived_if_there, filled, rewritten
from reqsheets.domain.register.left_over import Mover, left_over
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.states import ARCHIVED, VALID, has_ended
from reqsheets.domain.register.steps import Steps
from reqsheets.domain.tracking.closings import before_receipt, unknown_closing
from reqsheets.domain.tracking.followups import FollowUp, followups
from reqsheets.domain.tracking.lacking import ended, not_closed
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.plan import Cell, Change, Finding, Plan, Row, SetCell, Value, Words
from reqsheets.model.spec import LifeCycle, Meaning, WorkbookSpec

ADDED = Words("已关闭且资料齐全的需求归档", "closed requirements with all that belongs to them")
BROUGHT_BACK = Words("重新打开的需求带回手工填写的内容", "what was typed comes back with a reopened requirement")
STATE = {
    ARCHIVED: Words("已关闭且资料齐全，归档", "closed, and nothing lacks: archived"),
    VALID: Words("状态已重新打开，移出归档", "its status is open again: no longer archived"),
}


@dataclass(frozen=True)
class Case:
    """What archiving knows: the sheets, the answers, and which rows of the register are archived from now on."""

    needs: Requirements
    cycle: LifeCycle
    own: DerivedSheet
    tracking: DerivedSheet | None
    answers: dict[str, FollowUp]
    archived: dict[str, int]  # position in the register by number

    def left(self, number: str | None) -> bool:
        """Tell whether the archive sheet may still show a requirement that counts but is not archived."""
        position = None if number is None else self.needs.position.get(number)
        return position is not None and number not in self.archived and self.needs.counts(position)


def archive(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Archive what has ended, take back what is open again.

    Shape: SetCells on the register's record state, at most one ReplaceRows of the archive sheet and one of the
    tracking sheet (only rows of reopened requirements, with what people typed; `track` fills in the rest). An ended row
    that lacks what belongs to it is finding REQ404 and stays open.
    Source: document 1, step 5; decision T-45.
    Raises MissingSheetError or MissingColumnError where the register, its record state or the archive sheet is absent.
    """
    if spec.cycle is None:
        return Plan()
    case, findings = _case(spec, frames, spec.cycle)
    changes: list[Change] = list(_record_states(frames, case))
    back = _brought_back(case)
    rows, told = _rows(spec, frames, case, back, today)
    change = rewritten(frames, case.own.sheet, rows, ADDED)
    changes += [] if change is None else [change]
    if case.tracking is not None:
        change = rewritten(frames, case.tracking.sheet, _with_rows(case.tracking, back), BROUGHT_BACK) if back else None
        changes += [] if change is None else [change]
    return Plan((*findings, *told), tuple(changes))


def _case(spec: WorkbookSpec, frames: Frames, cycle: LifeCycle) -> tuple[Case, list[Finding]]:
    """Return which rows are archived, and a finding for each that has ended but lacks something."""
    needs = register(spec, frames)
    own = derived(frames, sheet_for(spec, frames, "archive"))
    tracking = derived_if_there(spec, frames, "tracking")
    answers = followups(spec, frames)
    candidates = {n: i for n, i in needs.position.items() if needs.counts(i)}
    finished = [n for n, i in candidates.items() if has_ended(cycle, needs.statuses[i])]
    typed = ended(spec, frames, (needs, tracking, own), finished, answers)
    shown = _shown_statuses(tracking, finished)
    archived = {n: i for n, i in candidates.items() if needs.rests(i)}
    findings: list[Finding] = []
    steps = Steps(cycle)
    for number in finished:
        position = needs.position[number]
        status = needs.statuses[position]
        missing = typed.lacking(cycle, number, status)
        if missing:
            findings.append(not_closed(needs, position, missing))
        elif steps.accepts(shown.get(number), status):  # else track tells it
            archived[number] = position
    return Case(needs, cycle, own, tracking, answers, archived), findings


def _shown_statuses(tracking: DerivedSheet | None, found: list[str]) -> dict[str, Value]:
    """Return the last accepted status by number, None where the tracking sheet shows none."""
    if tracking is None:
        return {}
    cells = tracking.cells(tracking.sheet.meaning("status") or "", found)
    return dict(zip(found, all_readable(cells), strict=True))


def _record_states(frames: Frames, case: Case) -> Iterator[SetCell]:
    needs = case.needs
    column = column_for(frames, needs.sheet, "record_state")
    held = needed(frames, needs.sheet, column)
    for number, position in needs.position.items():
        new = ARCHIVED if number in case.archived else VALID
        if (new == ARCHIVED) != (needs.record_states[position] == ARCHIVED):
            yield SetCell(Cell(needs.sheet.name, needs.rows[position], column), held[position], new, STATE[new])


def _brought_back(case: Case) -> dict[str, Row]:
    """Return by number the tracking rows of requirements that left the archive, with what people typed there."""
    tracking = case.tracking
    if tracking is None:
        return {}
    found = [number for number in case.own.first if case.left(number)]
    typed_numbers = [case.needs.typed_numbers[case.needs.position[number]] for number in found]
    computed = {column_for_number(tracking.sheet): typed_numbers}
    rows = filled(tracking, case.own, found, computed)
    names = [name for name in tracking.people if name in case.own.people]
    worth = {number for number in found if any(name in names for name in case.own.typed_on(number))}
    return {number: row for number, row in zip(found, rows, strict=True) if number in worth}


def _with_rows(tracking: DerivedSheet, back: dict[str, Row]) -> Iterator[Row]:
    """Yield the tracking sheet's rows with those in their places, or below where the number is new on it."""
    places = {tracking.first[number]: row for number, row in back.items() if number in tracking.first}
    for position, row in enumerate(zip(*tracking.columns.values(), strict=True)):
        yield places.get(position, row)
    yield from (row for number, row in back.items() if number not in tracking.first)


def _rows(
    spec: WorkbookSpec, frames: Frames, case: Case, back: dict[str, Row], today: date
) -> tuple[list[Row], list[Finding]]:
    """Return the archive sheet: what stands there keeps its order, new rows come below, in the register's order."""
    found = list(case.archived)
    rows = dict(zip(found, filled(case.own, case.tracking, found, _computed(spec, frames, case, today)), strict=True))
    stays = {row.position: row for row in left_over(case.needs, case.own, _mover(frames, case, back))}
    top = frames.headers.get(case.own.sheet.name, 1) + 1
    shown: list[Row] = []
    findings: list[Finding] = []
    for position, number in enumerate(case.own.numbers):
        if number in rows and case.own.first.get(number) == position:
            shown.append(rows[number])
        elif position in stays:
            findings += stays[position].findings(case.own.sheet, top + len(shown))
            shown.append(stays[position].values)
    shown += [row for number, row in rows.items() if number not in case.own.first]
    number_at = list(case.own.columns).index(column_for_number(case.own.sheet)) if case.own.columns else 0
    places: dict[str, int] = {}
    for i, row in enumerate(shown):
        number = number_of(row[number_at])
        if number in rows:
            places.setdefault(number, top + i)
    findings += _closings(frames, case, places, today)
    return shown, findings


def _is_typed(frames: Frames, case: Case, number: str) -> bool:
    """Tell whether people wrote down the day of closing: it is none that we would have put there."""
    own = case.own
    [day], [filed] = _before(own, [number], "closed"), _before(own, [number], "archived")
    answer = case.answers.get(number)
    if _is_by_hand(frames, case, number, day) or (day is not None and as_date(day) is None):  # we write days alone
        return True
    entered = frames.history.of(case.needs.sheet.name, number, case.needs.sheet.meaning("status") or "")
    ours = {as_date(filed), answer.last if answer else None, *(event.by.date() for event in entered)}
    return as_date(day) not in ours


def _is_by_hand(frames: Frames, case: Case, number: str, day: Value) -> bool:
    """Tell whether the records know that somebody typed this day of closing."""
    events = frames.history.of(case.own.sheet.name, number, case.own.sheet.meaning("closed") or "")
    return any(event.because == BY_HAND and event.new == day for event in events)


def _mover(frames: Frames, case: Case, back: dict[str, Row]) -> Mover:
    """Return what tells a row that went back to the tracking sheet from one that is gone altogether."""
    tracking = case.tracking
    names = () if tracking is None else tuple(tracking.columns)
    people = () if tracking is None else tracking.people
    meanings: tuple[Meaning, ...] = ("closed", "archived", "days_taken", "followup_record")
    dated = frozenset(filter(None, (case.own.sheet.meaning(meaning) for meaning in meanings)))
    closed = case.own.sheet.meaning("closed") or ""

    def elsewhere(number: str) -> dict[str, Value]:
        row = dict(zip(names, back[number], strict=True)) if number in back else {}
        return {name: row[name] for name in people if name in row}

    def falls_away(position: int) -> frozenset[str]:
        if has_ended(case.cycle, case.needs.statuses[position]):
            return frozenset()
        return dated - {closed} if _is_typed(frames, case, case.needs.numbers[position] or "") else dated

    def moved(position: int) -> bool:
        return case.left(case.needs.numbers[position])

    sheet = case.own.sheet if tracking is None else tracking.sheet
    return Mover(frozenset(case.archived), moved, elsewhere, sheet, falls_away)


def _computed(spec: WorkbookSpec, frames: Frames, case: Case, today: date) -> dict[str, list[Value]]:
    """Return our own columns by name, one value an archived row; dates that stand there are kept."""
    needs, own, found = case.needs, case.own, list(case.archived)
    received = meant(frames, needs.sheet, "received")
    answers = [case.answers.get(number) for number in found]
    typed = _before(own, found, "closed")
    closed = [
        (closing_day(frames, case, number) or today) if kept is None else kept
        for number, kept in zip(found, typed, strict=True)
    ]
    days = [_days(received[i], end) for i, end in zip(case.archived.values(), closed, strict=True)]
    by_meaning: dict[Meaning, list[Value]] = {
        "number": [needs.typed_numbers[i] for i in case.archived.values()],
        "closed": list(closed),
        "archived": [as_date(kept) or today for kept in _before(own, found, "archived")],
        "days_taken": list(days),
        "followup_record": [answer.record if answer else None for answer in answers],
    }
    ours = {name: held for m, held in by_meaning.items() if (name := own.sheet.meaning(m)) and name in own.columns}
    return copied(spec, frames, own, found) | _grades(spec, frames, own, found) | ours


def _grades(spec: WorkbookSpec, frames: Frames, own: DerivedSheet, found: list[str]) -> dict[str, list[Value]]:
    """Return the grades as archived: what stands there stays, whatever becomes of the score's row (decision T-23)."""
    name = own.sheet.meaning("grade")
    new = copied(spec, frames, own, found).get(name or "")
    if name is None or new is None:
        return {}
    return {name: [now if kept is None else kept for kept, now in zip(_before(own, found, "grade"), new, strict=True)]}


def _before(own: DerivedSheet, found: list[str], meaning: Meaning) -> list[Value]:
    return own.cells(own.sheet.meaning(meaning) or "", found)


def closing_day(frames: Frames, case: Case, number: str) -> date | None:
    """Return the day on which nobody wrote down that it was closed: as the records tell, else of the last answer."""
    needs, cycle = case.needs, case.cycle
    over = (*cycle.closed, *cycle.dropped)
    event = frames.history.entered(needs.sheet.name, number, needs.sheet.meaning("status") or "", over)
    if event is not None:
        return event.by.date()
    answer = case.answers.get(number)
    return answer.last if answer else None


def _days(received: Value, closed: Value) -> int | None:
    """Return how many days it took, None where the two days cannot both be right (REQ463)."""
    start, end = as_date(received), as_date(closed)
    return None if start is None or end is None or end < start else (end - start).days


def _closings(frames: Frames, case: Case, rows: dict[str, int], today: date) -> Iterator[Finding]:
    """Yield REQ462 on days of closing that nobody knows, REQ463 on those before the requirement came in."""
    own, needs = case.own, case.needs
    name = own.sheet.meaning("closed")
    if name is None or name not in own.columns:
        return
    received = meant(frames, needs.sheet, "received")
    numbers = list(rows)
    standing = zip(numbers, _before(own, numbers, "closed"), _before(own, numbers, "archived"), strict=True)
    for number, kept, filed in standing:
        day = kept if kept is not None else closing_day(frames, case, number)
        if kept is not None and kept == filed and closing_day(frames, case, number) is None:
            day = kept if _is_by_hand(frames, case, number, kept) else None
        at = Cell(own.sheet.name, rows[number], name)
        start, end = as_date(received[needs.position[number]]), as_date(day)
        if day is None:
            stands = as_date(kept) or today
            yield Finding("REQ462", "info", at, stands, *unknown_closing(stands), number)
        elif start is not None and end is not None and end < start:
            yield Finding("REQ463", "error", at, day, *before_receipt(end, start), number)
