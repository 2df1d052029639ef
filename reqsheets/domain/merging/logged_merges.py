"""The merges that the log tells of, with what stood there before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reqsheets.domain.register.columns import number_of
from reqsheets.domain.register.merge_log import WITHDRAWN, WRITTEN
from reqsheets.domain.register.states import YES
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value, value_in
from reqsheets.model.spec import SheetSpec


@dataclass(frozen=True, slots=True)
class LoggedMerge:
    """One row of the log; `written` is what the merge wrote on the main row."""

    row: int
    serial: str
    main: str
    merged: str
    day: str  # ISO
    in_force: bool
    before_main: dict[str, Value]
    before_merged: dict[str, Value]
    written: dict[str, Value]


def logged_merges(frames: Frames, sheet: SheetSpec) -> Iterator[LoggedMerge]:
    """Yield the merges, oldest first; rows without both numbers are left out."""
    names = ("merge", "main", "merged", "merged_on", "state", "not_duplicate", "snapshot")
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    for row, serial, main, merged, on, state, no, text in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        one, other, day = number_of(main), number_of(merged), as_date(on)
        if one is None or other is None:
            continue
        before = _rows(text)
        yield LoggedMerge(
            row,
            str(serial or ""),
            one,
            other,
            day.isoformat() if day else "",
            state != WITHDRAWN and no not in (YES, True) and bool(before),
            before.get(one, {}),
            before.get(other, {}),
            before.get(WRITTEN, {}),
        )


def parents(merges: Iterable[LoggedMerge]) -> dict[str, str]:
    """Return by merged number the row it was merged into, as the log first says."""
    return {merge.merged: merge.main for merge in merges}


def _rows(text: Value) -> dict[str, dict[str, Value]]:
    try:
        document: dict[str, Any] = json.loads(text) if isinstance(text, str) else {}
        return {number: {name: value_in(item) for name, item in row.items()} for number, row in document.items()}
    except (ValueError, AttributeError):  # somebody edited it: nothing to go back to
        return {}
