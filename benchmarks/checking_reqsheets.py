"""The checks as `reqsheets check` makes them, and as `reqsheets check --mark --write` does."""

from __future__ import annotations

from pathlib import Path

from checking_register import SPEC, TODAY, Told

from reqsheets.app.pipeline import run
from reqsheets.domain.checking.validate import validate


def found(path: Path, *, mark: bool = False) -> Told:
    """Return what is wrong in the workbook; with `mark` list it on its sheets and mark the cells too."""
    outcome = run(path, (validate,), TODAY, write=mark, kinds=(SPEC,), list_findings=mark)
    if mark and not outcome.written:
        raise SystemExit(outcome.error or "nothing was marked")
    return {(finding.at.row, finding.at.column, finding.rule) for finding in outcome.plan.findings}
