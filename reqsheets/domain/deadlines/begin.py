"""Rows that a status calls for: begun on the sheet where they are answered, so that their deadlines run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reqsheets.domain.deadlines.duties import Line, Owed, is_answered, reporters, values_at
from reqsheets.domain.register.columns import readable
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.text import same_name
from reqsheets.model.errors import MissingSheetError
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import AddRow, Plan, Value, Words
from reqsheets.model.spec import WorkbookSpec


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row to begin: what it is about, and whose."""

    number: str
    customer: str | None
    round: int


def begin(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:  # noqa: ARG001  every operation is called so
    """Begin the rows that requirements owe by their status and that nobody began (`WorkbookSpec.duties`).

    Shape: one AddRow a row, with the requirement's number, the customer and who does it as far as the workbook says;
    `clock` then sets when it is due. A row is begun while it is owed and absent: one that people delete comes back as
    long as the status still calls for it. Requirements that have ended owe no row: what they lack is finding REQ404.
    Source: document 1, step 5; document 2, step 5; document 3, steps 3 to 6; decision N-30.
    """
    try:
        needs = register(spec, frames) if spec.duties else None
    except MissingSheetError:
        return Plan()
    changes: list[AddRow] = []
    below: dict[str, int] = {}
    for duty in spec.duties if needs is not None else ():
        if duty.sheet not in frames or needs is None:
            continue
        owed = Owed(spec, frames, needs, duty)
        if owed.naming not in frames[duty.sheet].columns:
            continue
        row = below.get(duty.sheet, frames.next_row(duty.sheet))
        for found in _rows(owed, row):
            changes.append(found)
            row += 1
        below[duty.sheet] = row
    return Plan((), tuple(changes))


def _rows(owed: Owed, row: int) -> Iterator[AddRow]:
    duty, spec, frames = owed.duty, owed.spec, owed.frames
    there = frames[duty.sheet].columns
    fills = {name: values_at(spec, frames, places) for name, places in duty.fills if name in there}
    for wanted in _absent(owed):
        values: dict[str, Value] = {owed.naming: wanted.number}
        values |= {name: known.get(wanted.number) for name, known in fills.items()}
        if duty.each and wanted.customer is not None:
            values[duty.each] = wanted.customer
        if duty.round:
            values[duty.round] = wanted.round
        status = owed.needs.statuses[owed.needs.position[wanted.number]]
        because = Words(
            f"状态是“{status}”，应办：{duty.title.zh}", f"the status is {status}, which calls for {duty.title.en}"
        )
        held = {name: value for name, value in values.items() if value is not None and name in there}
        yield AddRow(duty.sheet, row, held, because)
        row += 1


def _absent(owed: Owed) -> Iterator[_Wanted]:
    asked_by = reporters(owed.frames, owed.needs) if owed.duty.each else {}
    for number, _ in owed.owing():
        lines = owed.lines_of(number)
        if owed.duty.each:
            yield from _of_reporters(owed, number, lines, asked_by.get(number, []))
        elif not lines:
            yield _Wanted(number, None, 1)
        elif owed.duty.round and _failed(owed, lines):
            yield _Wanted(number, None, len(lines) + 1)


def _of_reporters(owed: Owed, number: str, lines: list[Line], customers: list[str]) -> Iterator[_Wanted]:
    """Yield a row for each reporter without one; people may name a customer otherwise, so never more than there are."""
    named = values_or_blank(owed.frames, owed.duty.sheet, owed.duty.each)
    have = {same_name(str(named[line.position])) for line in lines}
    absent = [customer for customer in customers if same_name(customer) not in have]
    missing = max(len(customers), 1) - len(lines)
    if not customers and missing > 0:
        yield _Wanted(number, None, 1)
    for customer in absent[: max(missing, 0)]:
        yield _Wanted(number, customer, 1)


def _failed(owed: Owed, lines: list[Line]) -> bool:
    """Tell whether the last round did not do, and the status was left and came back since then."""
    column, values = owed.duty.failed
    rounds = values_or_blank(owed.frames, owed.duty.sheet, owed.duty.round)
    last = max(lines, key=lambda line: (_count(rounds[line.position]), line.position))
    verdict = readable(values_or_blank(owed.frames, owed.duty.sheet, column)[last.position])
    return verdict in values and not is_answered(last.answered, owed.start(last.number))


def _count(value: Value) -> int:
    return value if type(value) is int else 0
