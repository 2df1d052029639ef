"""Which requirements of a register probably ask for the same: proposals for people to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reqsheets.domain.merging.repeated_rows import Sheets
from reqsheets.domain.merging.repeats import Candidate
from reqsheets.domain.register.columns import column_for, meant, needed, sheet_for
from reqsheets.domain.register.decisions import LATER, MERGE, Decision
from reqsheets.domain.register.merge_log import apart
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.text import same_name
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.matching.incremental import linked_again
from reqsheets.matching.linkage import Linked, Pairs, Tier, linked
from reqsheets.matching.linkage_cache import keep, kept
from reqsheets.matching.weighed import Embedding
from reqsheets.model.frames import Frames
from reqsheets.model.spec import WorkbookSpec

TIERS: tuple[Tier, ...] = ("certain", "likely", "possible")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two rows of the register, counted from 0, that probably ask for the same, and how probably."""

    main: int
    other: int
    tier: Tier
    weight: float
    equal: bool  # nothing of content differs


@dataclass(frozen=True)
class Main:
    """The rows that stand for a requirement, neither merged nor void, with what they say."""

    sheets: Sheets
    positions: Sequence[int]
    texts: Sequence[str]
    products: Sequence[str]


def main_rows(spec: WorkbookSpec, frames: Frames) -> Main:
    """Return them, without rows whose text says nothing: those repeat nothing.

    Raises MissingSheetError or MissingColumnError where register, log or a column is absent.
    """
    sheets = Sheets(spec, frames, register(spec, frames), sheet_for(spec, frames, "merges"))
    needs = sheets.needs
    texts = needed(frames, needs.sheet, column_for(frames, needs.sheet, "text"))
    products = meant(frames, needs.sheet, "product") if needs.sheet.meaning("product") else [None] * len(texts)
    words = sheets.words
    chosen = [
        i
        for i in sorted(needs.position.values())
        if needs.counts(i) and isinstance(texts[i], str) and not words.says_nothing(texts[i])
    ]
    return Main(sheets, chosen, [str(texts[i]) for i in chosen], [same_name(str(products[i] or "")) for i in chosen])


def proposals(main: Main, told: Sequence[Decision] = (), embedding: Embedding | None = None) -> list[Proposal]:
    """Return the proposals, the most certain first; `told` are the pairs that people decided on already.

    Of each cluster the main row is one that somebody works on, else the earliest. Pairs of which both have ended are
    left out: there is nothing to do about them.
    """
    words, told_apart = lexicon_of(main.sheets.spec, main.sheets.frames), _apart(main, told)
    if embedding is None:
        found, known = linked_again(main.texts, words, main.products, told_apart, kept())
        keep(known)
    else:
        found = linked(main.texts, words, main.products, told_apart, None, embedding)
    return sorted(_proposed(main, found), key=lambda p: (TIERS.index(p.tier), -p.weight, p.main, p.other))


def _apart(main: Main, told: Sequence[Decision]) -> Pairs:
    """Return by position among the main rows the pairs that people told apart."""
    at = {main.sheets.needs.numbers[position]: i for i, position in enumerate(main.positions)}
    pairs = apart(main.sheets.frames, main.sheets.log)
    pairs |= {row.pair for row in told if row.decision not in (None, MERGE, LATER)}
    found = (frozenset(at[number] for number in pair if number in at) for pair in pairs)
    return frozenset(pair for pair in found if len(pair) > 1)


def _proposed(main: Main, found: Linked) -> Iterator[Proposal]:
    clusters: defaultdict[int, list[int]] = defaultdict(list)
    for i, name in enumerate(found.possible):
        clusters[name].append(i)
    for members in clusters.values():
        if len(members) == 1:
            continue
        rows = {i: main.sheets.candidate(main.positions[i]) for i in members}
        for first, other in _paired(found, sorted(members, key=lambda i: _first_of_all(rows[i]))):
            tier = found.tier(first, other)
            if tier is not None and not (rows[first].ended and rows[other].ended):
                weight = round(found.weight(first, other), 2)
                equal = found.standing_for[first] == found.standing_for[other]
                yield Proposal(main.positions[first], main.positions[other], tier, weight, equal)


def _paired(found: Linked, members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a cluster: what is equal first, then the first rows of what is equal, tier by tier.

    So a look-alike that is the first of all hides no pair that says the same.
    """
    heads = list(members)
    for names in (found.standing_for, found.certain, found.likely, found.possible):
        first: dict[int, int] = {}
        for i in heads:
            head = first.setdefault(names[i], i)
            if head != i:
                yield head, i
        heads = list(first.values())


def _first_of_all(row: Candidate) -> tuple[object, ...]:
    at = row.received
    moment = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    return row.fixed is None, moment, row.order
