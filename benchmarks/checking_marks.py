"""The checks as `reqsheets check --mark --write` makes them."""

from __future__ import annotations

from pathlib import Path

import checking_reqsheets
from checking_register import Told


def found(path: Path) -> Told:
    """Return what is wrong in the workbook, which has its findings on its own sheets and its cells marked then."""
    return checking_reqsheets.found(path, mark=True)
