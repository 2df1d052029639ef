"""Tabs shown, hidden, or put as in a new workbook, from end to end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from reqsheets.app.commit import commit, memory
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.pipeline import planned
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.tabs.owed_tabs import arrange_tabs
from reqsheets.domain.tabs.show_tabs import show_tabs
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import Reading, read


def tabs_shown(
    path: Path,
    sheets: Collection[str],
    author: Author,
    *,
    visible: bool,
    write: bool,
    kinds: Sequence[WorkbookSpec] = KINDS,
) -> Outcome:
    """Plan to show, or hide, these sheets and, with `write`, do it in one batch; without any sheet all are meant.

    Raises UsageError where there is no such sheet, and what reading raises; what prevents writing stands in the
    outcome.
    """
    reading = read(path, kinds)
    plan = show_tabs(reading.spec, reading.frames, sheets, visible=visible)
    return _done(path, reading, plan, author, write=write)


def tabs_arranged(path: Path, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS) -> Outcome:
    """Plan to hide what a new workbook would not show and nobody owes an entry on; with `write` do it in one batch.

    Raises what reading raises; what prevents writing stands in the outcome.
    """
    reading = read(path, kinds)
    findings = planned(reading, (validate,), author.time.date(), list_findings=False, now=author.time).findings
    return _done(path, reading, arrange_tabs(reading.spec, reading.frames, findings), author, write=write)


def _done(path: Path, reading: Reading, plan: Plan, author: Author, *, write: bool) -> Outcome:
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    outcome = Outcome(path, reading.spec, reading.layouts, Plan(found, plan.changes))
    if not write or not plan.changes:
        return outcome
    try:
        head = commit(reading, plan, author)
    except ReqsheetsError as error:
        return replace(outcome, error=error)
    return replace(outcome, written=True, head=head)
