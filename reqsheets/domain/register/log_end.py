"""Where a log ends: at its last row with content of its own; a stray cell further down moves it nowhere."""

from __future__ import annotations

from typing import NamedTuple

from reqsheets.model.frames import Frames, rows_of
from reqsheets.model.spec import SheetSpec

FEWEST = 3  # cells that a row of a log holds at least, its number among them


class LogEnd(NamedTuple):
    """The last row of a log (its header where it has none), and the rows below that hold something all the same."""

    last: int
    strays: frozenset[int]


def log_end(frames: Frames, sheet: SheetSpec) -> LogEnd:
    """Return where a log ends; found once a frame."""
    return frames.once("log end", sheet.name, lambda: _log_end(frames, sheet))


def _log_end(frames: Frames, sheet: SheetSpec) -> LogEnd:
    frame = frames[sheet.name]
    names = list(frame.columns)
    keys = [names.index(name) for name in sheet.key if name in names]
    fewest = min(FEWEST, len(names))
    last = frames.headers.get(sheet.name, 1)
    strays = []
    for row, values in reversed(rows_of(frame).items()):
        if len(values) - values.count(None) >= fewest and all(values[at] is not None for at in keys):
            last = max(last, row)
            break
        strays.append(row)
    return LogEnd(last, frozenset(strays))


def free_row(frames: Frames, sheet: SheetSpec, offset: int) -> int:
    """Return the row for an entry, `offset` entries below the last one; strays keep their rows."""
    end = log_end(frames, sheet)
    row = end.last + 1 + offset
    for stray in sorted(end.strays):
        if stray > row:
            break
        row += 1
    return row
