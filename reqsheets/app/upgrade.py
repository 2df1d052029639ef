"""An upgrade from end to end: today's template read, compared with a workbook, and written in one batch."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from reqsheets.app.commit import commit, memory
from reqsheets.app.memory_findings import memory_findings
from reqsheets.domain.upgrade.upgrade import upgrade
from reqsheets.kinds import KINDS, shipped
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.likely import likely
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.template import template


def upgraded(path: Path, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS) -> Outcome:
    """Plan what today's template has and the workbook lacks and, with `write`, add it in one batch.

    Raises what reading raises; what prevents writing stands in the outcome.
    """
    reading = read(path, kinds)
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    plan = upgrade(reading.spec, reading.frames, template_frames(reading.spec), renamed(reading), author.time.date())
    likely_ones = tuple(finding for finding in reading.findings if finding.rule == "REQ102")
    outcome = Outcome(path, reading.spec, reading.layouts, Plan((*found, *likely_ones, *plan.findings), plan.changes))
    if not write or not plan.changes:
        return outcome
    try:
        head = commit(reading, plan, author)
    except ReqsheetsError as error:
        return replace(outcome, error=error)
    return replace(outcome, written=True, head=head)


@cache
def _template_frames(kind: str) -> Frames:
    return _read(next(spec for spec in shipped() if spec.kind == kind))


def template_frames(spec: WorkbookSpec) -> Frames:
    """Return a new workbook of a kind as read."""
    return _template_frames(spec.kind) if spec in shipped() else _read(spec)


def _read(spec: WorkbookSpec) -> Frames:
    with tempfile.TemporaryDirectory(prefix="reqsheets-") as folder:
        path = Path(folder) / "template.xlsx"
        path.write_bytes(template(spec))
        return read(path, (spec,)).frames


def renamed(reading: Reading) -> set[tuple[str, str]]:
    """Return the columns, by sheet and name, that a sheet lacks but has one of its own that is probably meant."""
    found = set()
    for name, columns in reading.frames.lacking.items():
        sheet = reading.spec.sheet(name)
        known = {column.name for column in sheet.columns}
        own = [title for title in reading.layouts[name].columns if title not in known]
        for column in sheet.columns:
            if column.name in columns and likely(column, sheet, own) is not None:
                found.add((name, column.name))
    return found
