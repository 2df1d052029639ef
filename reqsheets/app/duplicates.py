"""Duplicates of one workbook from end to end: the list of suspects, what is nearest to a text, merges taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date
from pathlib import Path

from reqsheets.app.commit import commit, memory
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.pipeline import run
from reqsheets.app.user_folder import compared_file
from reqsheets.domain.merging.duplicates import duplicates, proposal_values
from reqsheets.domain.merging.knowledge import Learned, learned
from reqsheets.domain.merging.proposals import Main, main_rows, proposals
from reqsheets.domain.merging.unmerge import unmerge
from reqsheets.domain.register.decisions import decisions
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.kinds import KINDS
from reqsheets.matching.linkage_cache import kept_in
from reqsheets.matching.nearest import Near, nearest
from reqsheets.matching.weighed import Embedding
from reqsheets.model.audit import Author
from reqsheets.model.brief import brief
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan, Value
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import read

FEW = 10  # of the nearest
KNOWN = "知识库"


@brief
@dataclass(frozen=True, slots=True)
class Suspect:
    """Two requirements that probably ask for the same; what only one of the texts has is in 【】."""

    main: str
    other: str
    tier: str
    similarity: float
    why: str
    main_text: str
    other_text: str
    main_customer: str
    other_customer: str


@brief
@dataclass(frozen=True, slots=True)
class Similar:
    """A requirement or an entry of the knowledge base near to a text.

    `status` is the requirement's, KNOWN for an entry, whose `remedy` tells what helped. `why_not` names what keeps the
    two apart, such as another number or format.
    """

    number: str
    similarity: float
    text: str
    status: str
    why_not: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """Return it as one line for people."""
        remedy = f" → {self.remedy}" if self.remedy else ""
        why_not = f"（{self.why_not}）" if self.why_not else ""
        return f"{self.similarity:.2f}  {self.number}  {self.status}  {self.text}{remedy}{why_not}"


def suspects(
    path: Path, today: date, author: Author, *, write: bool, embedding: Embedding | None = None
) -> list[Suspect]:
    """Return the proposals; with `write` the sheet shows them. Raises what reading or writing raises."""
    reading = read(path, KINDS)
    spec, frames = reading.spec, reading.frames
    main = main_rows(spec, frames)
    with kept_in(compared_file(path)):
        return _suspects(path, today, author, main, embedding, write=write)


def _suspects(
    path: Path, today: date, author: Author, main: Main, embedding: Embedding | None, *, write: bool
) -> list[Suspect]:
    found = proposals(main, list(decisions(main.sheets.spec, main.sheets.frames)), embedding)
    if write:
        outcome = run(path, (duplicates,), today, write=True, user=author.user, command=author.command, now=author.time)
        if outcome.error is not None:
            raise outcome.error
    return [_suspect(values) for values in proposal_values(main, found)]


def similar(path: Path, text: str, *, embedding: Embedding | None = None) -> list[Similar]:
    """Return what is nearest to a text among requirements, merged and void ones left out, and the knowledge base."""
    reading = read(path, KINDS)
    return similar_rows(reading.spec, reading.frames, text, embedding=embedding)


def similar_rows(spec: WorkbookSpec, frames: Frames, text: str, *, embedding: Embedding | None = None) -> list[Similar]:
    """Return what `similar` does, of these frames; raise MissingSheetError where they have no register."""
    main = main_rows(spec, frames)
    entries = list(learned(spec, frames))
    texts = [*main.texts, *(entry.text for entry in entries)]
    found = nearest(texts, text, lexicon_of(spec, frames), len(entries) + FEW, embedding)
    best: dict[str, Similar] = {}
    for one in (_similar(main, entries, near) for near in found):
        best.setdefault(one.number, one)
    return list(best.values())[:FEW]


def _similar(main: Main, entries: Sequence[Learned], near: Near) -> Similar:
    if near.at >= len(main.texts):
        entry = entries[near.at - len(main.texts)]
        return Similar(entry.number, near.weight, entry.text, KNOWN, near.why_not, entry.remedy)
    needs, position = main.sheets.needs, main.positions[near.at]
    status = str(needs.statuses[position] or "")
    return Similar(needs.numbers[position] or "", near.weight, main.texts[near.at], status, near.why_not)


def unmerged(path: Path, numbers: Sequence[str], author: Author, *, write: bool) -> Outcome:
    """Plan the taking back of merges and, with `write`, carry it out; raise UsageError where there is none."""
    reading = read(path, KINDS)
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    plan = unmerge(reading.spec, reading.frames, author.time.date(), numbers, author.user)
    outcome = Outcome(path, reading.spec, reading.layouts, Plan((*found, *plan.findings), plan.changes))
    if not write or not plan.changes:
        return outcome
    try:
        head = commit(reading, plan, author)
    except ReqsheetsError as error:
        return replaced(outcome, error=error)
    return replaced(outcome, written=True, head=head)


def _suspect(values: dict[str, Value]) -> Suspect:
    def text(name: str) -> str:
        return str(values[name] if values[name] is not None else "")

    similarity = values["similarity"]
    return Suspect(
        text("main"),
        text("other"),
        text("tier"),
        float(similarity) if isinstance(similarity, int | float) else 0.0,
        text("why"),
        text("main_text"),
        text("other_text"),
        text("main_customer"),
        text("other_customer"),
    )
