"""What only a night does, where the workbook's parameters ask for it: safe fixes first, a look for duplicates later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from reqsheets.domain.checking.mend import mend
from reqsheets.domain.register.columns import sheet_if_there
from reqsheets.domain.register.erased import Erased
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec

FIX, SUSPECTS = "自动修正", "夜间查找疑似重复"  # parameters
YES, NO = ("是", True), ("否", False)


def fixes(spec: WorkbookSpec, frames: Frames, today: date, *, lost: Collection[Erased] = ()) -> Plan:
    """Fix what has one meaning only, where 自动修正 is 是; nothing else. Shape: as `mend`."""
    if Settings(spec, frames).value(FIX) not in YES:
        return Plan()
    return mend(spec, frames, today, lost=lost)


def suspects(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Fill the sheet of probable duplicates, unless 夜间查找疑似重复 is 否; what people decided stays (F-50).

    Shape: as `duplicates`. Nothing where the workbook has no such sheet.
    """
    if sheet_if_there(spec, frames, "duplicates") is None or Settings(spec, frames).value(SUSPECTS) in NO:
        return Plan()
    from reqsheets.domain.merging.duplicates import duplicates

    return duplicates(spec, frames, today)
