"""Rows that cannot be taken into a sheet that takes whole files: every error of every row, in one pass.

Source: document 4 (import with 12 required fields and exact reasons), capabilities 4-4e and B4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqsheets.domain.intake.planning import number_column
from reqsheets.domain.intake.proposal import BESIDE, Proposal, target_of, text_of
from reqsheets.domain.intake.transfer import transferred
from reqsheets.model.frames import Frames, canonical
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, WorkbookSpec
from reqsheets.rules.cells.by_column import cell_checks, checked_columns
from reqsheets.rules.cells.cell_check import distinct


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell of a stranger's file: its record from 0, tab, row and column from 1 (0: none there)."""

    record: int
    tab: str
    row: int
    column: int
    title: str
    rule: str
    value: str
    reason: Words
    hint: Words


def row_errors(spec: WorkbookSpec, frames: Frames, proposal: Proposal) -> list[RowError]:
    """Return every error of every record of a file that goes to a sheet beside the register; none of other files."""
    if BESIDE not in proposal.spec.kind:
        return []
    sheet = spec.sheet(target_of(proposal.spec))
    settings = Settings(spec, frames)
    cells = transferred(proposal).cells.get(sheet.name, {})
    named = number_column(proposal.spec, sheet)
    places = {guess.to.column: guess.column.number for guess in proposal.guesses if guess.to is not None}
    numbers: list[Value] = list(proposal.keys) if proposal.key else [None] * proposal.count
    found: list[RowError] = []
    for column in checked_columns(sheet):
        held = numbers if column.name == named else cells.get(column.name, [None] * proposal.count)
        at = places.get(column.name, 0)
        found += _of_column(proposal, column, settings, [canonical(value) for value in held], at)
    return sorted(found, key=lambda error: (error.record, error.column))


def _of_column(
    proposal: Proposal, column: ColumnSpec, settings: Settings, held: list[Value], at: int
) -> Iterator[RowError]:
    known = distinct(held)
    for check in cell_checks(column, settings):
        for record in check.failing(held, known):
            told = check.told(held[record])
            if told.severity != "error":
                continue
            tab, row = proposal.places[record]
            shown = text_of(held[record])
            yield RowError(record, tab, row, at, column.title, check.rule, shown, told.message, told.hint)
