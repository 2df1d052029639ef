"""The register of requirements as the operations read it: column by column, by meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reqsheets.domain.register.columns import all_numbers, column_for, meant, numbers, only_positions, sheet_for
from reqsheets.domain.register.states import MERGED, VOID, YES, is_archived
from reqsheets.model.frames import Frames, row_numbers, values
from reqsheets.model.plan import Value
from reqsheets.model.spec import LifeCycle, SheetSpec, WorkbookSpec


@dataclass(frozen=True)
class Requirements:
    """Lists in row order; `position` leads from a number to its row, unless the duplicate ID."""

    sheet: SheetSpec
    cycle: LifeCycle | None
    rows: list[int]
    typed_numbers: list[Value]
    numbers: list[str | None]
    position: dict[str, int]
    statuses: list[Value]
    record_states: list[Value]
    taken_over: list[Value] = field(default_factory=list)

    def counts(self, position: int) -> bool:
        """Tell whether the row is neither merged into another nor void."""
        return self._counting[position]

    def rests(self, position: int) -> bool:
        """Tell whether the row is archived."""
        return self._resting[position]

    def is_taken_over(self, position: int) -> bool:
        """Tell whether the row came closed from an older register and owes nothing more."""
        return bool(self.taken_over) and self.taken_over[position] == YES

    @cached_property
    def _counting(self) -> list[bool]:
        return [state not in (MERGED, VOID) for state in self.record_states]

    @cached_property
    def _resting(self) -> list[bool]:
        pairs = list(zip(self.record_states, self.statuses, strict=True))
        archived = {pair: is_archived(self.cycle, *pair) for pair in set(pairs)}
        return list(map(archived.__getitem__, pairs))


def register(spec: WorkbookSpec, frames: Frames) -> Requirements:
    """Return the register; raise MissingSheetError or MissingColumnError where it or its number column is absent."""
    sheet = sheet_for(spec, frames, "needs")
    return frames.once(("register", id(sheet), id(spec.cycle)), sheet.name, lambda: _register(spec, frames, sheet))


def _register(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec) -> Requirements:
    found = numbers(frames, sheet)
    return Requirements(
        sheet,
        spec.cycle,
        row_numbers(frames[sheet.name]),
        values(frames, sheet.name, column_for(frames, sheet, "number")),
        found,
        only_positions(found),
        list(all_numbers(meant(frames, sheet, "status"))),
        meant(frames, sheet, "record_state"),
        meant(frames, sheet, "taken_over"),
    )
