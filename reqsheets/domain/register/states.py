"""The words that we ourselves write into a register, and when a row counts as archived."""

from __future__ import annotations

from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import LifeCycle

# The dictionary 记录状态 of every kind.
VALID = "有效"
MERGED = "已合并"
ARCHIVED = "已归档"
VOID = "已作废"

# The two values of a column of type bool.
YES = "是"
NO = "否"

# Why a row stands in a new year's workbook.
OPEN = Words("还没有结束，带入新工作簿", "not ended yet: carried into the new workbook")
WITH_IT = Words("随未结束的需求带入新工作簿", "carried with the requirements that are open")


def has_ended(cycle: LifeCycle | None, status: Value) -> bool:
    """Tell whether the status is closed or dropped: nothing more to do."""
    return cycle is not None and (status in cycle.closed or status in cycle.dropped)


def is_archived(cycle: LifeCycle | None, record_state: Value, status: Value) -> bool:
    """Tell whether a row rests in the archive; one that has an open status again (重新打开) does not."""
    return record_state == ARCHIVED and (status is None or has_ended(cycle, status))


def is_frozen(cycle: LifeCycle | None, record_state: Value, status: Value) -> bool:
    """Tell whether a row keeps what was judged once: new weights do not grade it again (decisions T-6, T-23)."""
    if cycle is not None and status in cycle.signed:
        return True
    return has_ended(cycle, status) or is_archived(cycle, record_state, status)


def clock_stands(cycle: LifeCycle | None, status: Value) -> bool:
    """Tell whether a row can no longer become overdue: done, closed or dropped."""
    return cycle is not None and (status in cycle.done or has_ended(cycle, status))
