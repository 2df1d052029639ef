"""The merges of a run, as people decided and as is certain, each into the root of its group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reqsheets.domain.merging.repeated_rows import Sheets
from reqsheets.domain.merging.repeats import Candidate, Pairs, Repeat
from reqsheets.domain.register.decisions import BY_TIER, DIFFERENT, MERGE, Decision


def decided_merges(sheets: Sheets, decided: Iterable[Decision]) -> Iterator[Repeat]:
    """Yield what people decided to merge, and what a tier did; pairs that are no longer both in force are left out."""
    position = sheets.needs.position
    for row in decided:
        if row.decision != MERGE or row.main not in position or row.other not in position:
            continue
        main, later = position[row.main], position[row.other]
        if sheets.needs.counts(main) and sheets.needs.counts(later):
            one, other = sheets.candidate(main), sheets.candidate(later)
            by_tier = row.by == BY_TIER
            tier = (row.tier or "很可能") if by_tier else ""
            yield Repeat(
                one, other, decided=not by_tier, decided_by=row.by or "", similarity=row.similarity, by_tier=tier
            )


def told_different(decided: Iterable[Decision], apart: Pairs) -> list[Decision]:
    """Return the pairs that people newly told apart."""
    found = [row for row in decided if row.decision == DIFFERENT]
    return list({row.pair: row for row in found if row.pair not in apart}.values())


def flattened(wanted: Iterable[Repeat]) -> list[Repeat]:
    """Return the merges, each into the root of its group; one within a group already joined is left out."""
    parent: dict[int, Candidate] = {}

    def root(candidate: Candidate) -> Candidate:
        while candidate.position in parent:
            candidate = parent[candidate.position]
        return candidate

    joined: list[tuple[Candidate, Repeat]] = []
    for repeat in wanted:
        main, later = root(repeat.main), root(repeat.later)
        if main.position != later.position:
            parent[later.position] = main
            joined.append((later, repeat))
    return [replace(repeat, main=root(later), later=later) for later, repeat in joined]
