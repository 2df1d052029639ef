"""frictionless once more, with what columns say of each other as formulas, which is its built-in check of rows."""

from __future__ import annotations

from pathlib import Path

from checking_frictionless import FORMULAS
from checking_frictionless import found as found_with
from checking_register import Told
from frictionless import checks


def found(path: Path) -> Told:
    """Return what the package finds in the workbook."""
    return found_with(path, [checks.row_constraint(formula=formula) for formula in FORMULAS])
