"""The register of requirements as the operations read it: column by column, by meaning."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.frames import Frames, row_numbers, values
from reqsheets.plan import Value
from reqsheets.register.columns import column_for, meant, number_of, numbers, only_positions, sheet_for
from reqsheets.register.states import MERGED, VOID, is_archived
from reqsheets.spec import LifeCycle, SheetSpec, WorkbookSpec


@dataclass(frozen=True)
class Register:
    """Lists in row order; `position` leads from a number to its row, unless the number stands twice."""

    sheet: SheetSpec
    cycle: LifeCycle | None
    rows: list[int]
    typed_numbers: list[Value]
    numbers: list[str | None]
    position: dict[str, int]
    statuses: list[Value]
    record_states: list[Value]

    def counts(self, position: int) -> bool:
        """Tell whether the row is neither merged into another nor void."""
        return self.record_states[position] not in (MERGED, VOID)

    def rests(self, position: int) -> bool:
        """Tell whether the row is archived."""
        return is_archived(self.cycle, self.record_states[position], self.statuses[position])


def register(spec: WorkbookSpec, frames: Frames) -> Register:
    """Return the register; raise MissingSheetError or MissingColumnError where it or its number column is absent."""
    sheet = sheet_for(spec, frames, "needs")
    found = numbers(frames, sheet)
    return Register(
        sheet,
        spec.cycle,
        row_numbers(frames[sheet.name]),
        values(frames, sheet.name, column_for(frames, sheet, "number")),
        found,
        only_positions(found),
        [number_of(status) for status in meant(frames, sheet, "status")],
        meant(frames, sheet, "record_state"),
    )
