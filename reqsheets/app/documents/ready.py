"""What can be issued now: every paper whose rows have come so far, and of these what was not issued yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from reqsheets.domain.documents.composing import Issue, barring, issues
from reqsheets.domain.documents.invalid import invalid_papers
from reqsheets.domain.documents.paper_lines import listed_papers, lost_lines
from reqsheets.domain.documents.rows import Rows
from reqsheets.domain.register.states import ARCHIVED
from reqsheets.model.frames import Frames
from reqsheets.model.issued_papers import Issued
from reqsheets.model.papers import Paper
from reqsheets.model.plan import Finding, Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import paper_ledger
from reqsheets.xlsx.reading.read import Reading

FOR_CUSTOMERS = ("customer", "either")


def issuable(spec: WorkbookSpec, frames: Frames, day: date) -> Iterator[Issue]:
    """Yield every paper that these rows allow; none that open conflicts bar (P-45)."""
    return _issuable(Rows(spec, frames), spec.papers, day)


def _issuable(rows: Rows, papers: Iterable[Paper], day: date) -> Iterator[Issue]:
    for paper in papers:
        if paper.sheet in rows.frames and not barring(rows, paper):
            yield from issues(rows, paper, f"{day:%Y-%m}")


def papers_told(path: Path, reading: Reading) -> tuple[Finding, ...]:
    """Return the papers that came back and no longer say what the register says, and whether the ledger was lost."""
    spec, frames, lines = reading.spec, reading.frames, paper_ledger.ledger(path)
    return (*invalid_papers(spec, frames, lines), *lost_lines(spec, frames, lines))


def papers_at_night(
    path: Path, spec: WorkbookSpec, frames: Frames, plan: Plan, day: date
) -> tuple[Plan, Mapping[str, int]]:
    """Return the plan that also brings the sheet 文书台账 up to date, and how many papers wait to be issued.

    `frames` are those that the plan leaves.
    """
    if not spec.papers:
        return plan, {}
    lines = paper_ledger.ledger(path)
    listed = listed_papers(spec, frames, lines)
    return Plan(plan.findings, (*plan.changes, *listed.changes)), not_issued_yet(spec, frames, lines, day)


def not_issued_yet(spec: WorkbookSpec, frames: Frames, lines: Iterable[Issued], day: date) -> Mapping[str, int]:
    """Return how many papers of each sort can be issued and never were, those for customers first.

    What can be printed at any time is left out (lists of all rows, forms of a requirement without a condition), and so
    is what was sent or signed before there was a ledger, or is about an archived requirement. Source: N-7.
    """
    rows = Rows(spec, frames)
    known = {(one.paper, one.number) for one in lines}
    ready = [
        one.paper
        for one in _issuable(rows, [paper for paper in spec.papers if _waits(rows, paper)], day)
        if (one.paper.id, one.number) not in known and _is_open(rows, one)
    ]
    counts = Counter(f"{paper.id} {paper.title}" for paper in sorted(ready, key=lambda paper: paper.id))
    outside = {f"{paper.id} {paper.title}" for paper in ready if paper.audience in FOR_CUSTOMERS}
    return {name: counts[name] for name in sorted(counts, key=lambda name: (name not in outside, name))}


def _waits(rows: Rows, paper: Paper) -> bool:
    """Tell whether somebody has to get so far before the paper can be issued: a condition, or a row made for it."""
    if paper.per == "all":
        return False
    own_row = rows.needs is None or paper.sheet != rows.needs.name
    return bool(paper.only) or (own_row and paper.audience in FOR_CUSTOMERS)


def _is_open(rows: Rows, one: Issue) -> bool:
    entry = one.entries[0]
    column, sent = one.paper.state
    if column and entry.text(column) in sent:
        return False
    need = rows.need_of(entry)
    state = rows.needs.meaning("record_state") if rows.needs is not None else None
    return need is None or not state or need.text(state) != ARCHIVED
