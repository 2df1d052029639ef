"""A year's holidays taken in from end to end: the notice read, the calendar filled, what hangs on it counted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reqsheets.app.commit import commit, memory
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.pipeline import planned
from reqsheets.domain.columns.fill import lateness
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.holidays.fill_calendar import fill_calendar
from reqsheets.domain.holidays.notice import Notice, notice_of
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan, joined
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import read

RECOUNTED = (clock, lateness, track)  # what counts work days
LARGEST = 1 << 20  # bytes of a notice; a year has some 10 KB


def calendar_filled(
    path: Path, days: Path, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS
) -> Outcome:
    """Plan the days of a notice that the calendar lacks and the deadlines that move; with `write` one batch does it.

    Raises UsageError where the notice cannot be read, and what reading raises; what prevents writing stands in the
    outcome.
    """
    notice, reading = _notice(days), read(path, kinds)
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    today = author.time.date()
    filled = fill_calendar(reading.spec, reading.frames, notice, today)
    changes = filled.changes
    if changes:
        later = replace(reading, frames=applied(reading.frames, filled))
        again = planned(later, RECOUNTED, today, list_findings=False, now=author.time)
        changes = joined([filled, Plan(changes=again.changes)]).changes
    plan = Plan((*found, *filled.findings), changes)
    outcome = Outcome(path, reading.spec, reading.layouts, plan)
    if not write or not plan.changes:
        return outcome
    try:
        head = commit(reading, plan, author)
    except ReqsheetsError as error:
        return replace(outcome, error=error)
    return replace(outcome, written=True, head=head)


def _notice(path: Path) -> Notice:
    """Return the notice in a file; raise UsageError where it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(f"读不出“{path}”：{why}", f"{str(path)!r} cannot be read: {why}") from error
    if len(content) > LARGEST:
        raise UsageError(f"{path.name}：文件太大，不是一年的节假日", f"{path.name}: too large for a year's holidays")
    return notice_of(content.decode("utf-8", "replace"), path.name)
