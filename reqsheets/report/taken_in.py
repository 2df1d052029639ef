"""What became of an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reqsheets.domain.intake.planning import Intake
from reqsheets.domain.intake.predicted import letters, predicted
from reqsheets.domain.intake.proposal import Proposal
from reqsheets.domain.intake.refusing import RowError
from reqsheets.model.brief import brief
from reqsheets.report.outcome import Outcome


@brief
@dataclass(frozen=True)
class TakenIn:
    """What an import found, and what it does to the register it goes into; `intake` is None without one."""

    source: Path
    proposal: Proposal
    into: Path | None = None
    intake: Intake | None = None
    outcome: Outcome | None = None
    errors: tuple[RowError, ...] = ()
    copy: Path | None = None  # of the rows that were not taken, to be corrected

    @property
    def written(self) -> bool:
        """Tell whether the register was written."""
        return self.outcome is not None and self.outcome.written

    def told(self) -> dict[str, object]:
        """Return the proposal as JSON, with what differs from the version imported last."""
        known = self.intake is not None and not self.intake.first
        found = predicted(self.proposal, self.intake.update.told() if self.intake and known else None)
        if self.intake is not None:
            found["counts"] = dict(self.intake.counts)
            found["written"] = self.written
            found["errors"] = [_error(error) for error in self.errors]
            found["copy"] = None if self.copy is None else str(self.copy)
        return found


def _error(error: RowError) -> dict[str, object]:
    cell = f"{letters(error.column)}{error.row}" if error.column else ""
    told = {"sheet": error.tab, "row": error.row, "cell": cell, "field": error.title, "rule": error.rule}
    return {**told, "value": error.value, "reason": error.reason.zh, "hint": error.hint.zh}
