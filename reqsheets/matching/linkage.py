"""Record linkage on the texts of a register, from end to end; the answer does not depend on their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from reqsheets.matching.cluster import Edge, Members, Weights, clusters, neighbours
from reqsheets.matching.concepts import conceptual
from reqsheets.matching.content import content_keys
from reqsheets.matching.features import Compared
from reqsheets.matching.guards import SignsOf
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.normal import in_clauses, without_stops
from reqsheets.matching.weighed import Embedding, Weighed, weighed
from reqsheets.matching.weights import LEAST, model

Tier: TypeAlias = Literal["certain", "likely", "possible"]
Pairs: TypeAlias = frozenset[frozenset[int]]


@dataclass(frozen=True)
class Linked:
    """By tier and text the first text of its cluster; clusters of a higher tier lie within one of a lower."""

    certain: Sequence[int]
    likely: Sequence[int]
    possible: Sequence[int]
    weights: Mapping[tuple[int, int], float]  # of representatives, as far as possible or better
    standing_for: Sequence[int]  # by row the representative that was compared in its place

    def tier(self, one: int, other: int) -> Tier | None:
        """Return how sure it is that two rows ask for the same."""
        if self.certain[one] == self.certain[other]:
            return "certain"
        if self.likely[one] == self.likely[other]:
            return "likely"
        return "possible" if self.possible[one] == self.possible[other] else None

    def weight(self, one: int, other: int) -> float:
        """Return the match weight of two rows of a cluster: 1 where they certainly say the same."""
        left, right = self.standing_for[one], self.standing_for[other]
        return 1.0 if left == right else self.weights.get((left, right), self.weights.get((right, left), 0.0))


def linked(
    texts: Sequence[str],
    words: Lexicon,
    products: Sequence[str] | None = None,
    apart: Pairs = frozenset(),
    new: Iterable[int] | None = None,
    embedding: Embedding | None = None,
) -> Linked:
    """Link texts that ask for the same; pairs in `apart` were judged to be different and never share a cluster.

    Texts of different `products` never do either ("" is any). With `new` (positions) only pairs with one of them are
    compared. An `embedding` turns texts into vectors: what lies close there is compared as well, and weighs more.
    """
    run = full_run(texts, words, products or [""] * len(texts), apart, new, embedding)
    standing = [run.chosen[g] for g in run.group]
    first, second, third = (first_of_each(standing, _chosen(member, run.chosen)) for member in run.tiers)
    weights = {(run.chosen[i], run.chosen[k]): weight for weight, i, k in run.edges}
    return Linked(first, second, third, weights, standing)


@dataclass(frozen=True)
class Run:
    """What linking found: by text its group, by group one text of it, and on groups the edges and clusters by tier."""

    group: Sequence[int]
    chosen: Sequence[int]
    keys: Sequence[tuple[str, str, int]]  # product, content key, and the position of a text that was told apart
    compared: Compared
    edges: Sequence[Edge]
    tiers: Sequence[Members]


def full_run(
    texts: Sequence[str],
    words: Lexicon,
    products: Sequence[str],
    apart: Pairs,
    new: Iterable[int] | None = None,
    embedding: Embedding | None = None,
) -> Run:
    """Link all texts, or the new ones with all."""
    group, chosen, keys, compared = _representatives(texts, products, words, apart)
    fresh = None if new is None else np.array(sorted({group[i] for i in new}), dtype=np.int64)
    found = weighed(compared, frozenset(frozenset(group[i] for i in pair) for pair in apart), fresh, embedding)
    edges = list(found.pairs(LEAST))
    return Run(group, chosen, keys, compared, edges, tiers_of(found, edges, neighbours(edges)))


def tiers_of(
    found: Weighed, edges: Sequence[Edge], near: Weights, start: Sequence[Members] = ({}, {}, {})
) -> list[Members]:
    """Return the clusters by tier, the most certain first, each within one of the next."""
    fitted = model()
    joining = (found.restated(), _from(edges, fitted.likely), _from(edges, fitted.possible))
    least = (fitted.likely, fitted.likely, fitted.possible)
    apart = (found.contradict, found.forbidden, found.forbidden)
    tiers: list[Members] = []
    for pairs, weight, never, there in zip(joining, least, apart, start, strict=True):
        together = _together(there, tiers[-1] if tiers else {})
        tiers.append(clusters(pairs, near, never, weight, together, every=not tiers))
    return tiers


def _together(known: Members, inner: Members) -> Members:
    """Return the known clusters, larger where those of the tier within them grew together."""
    member = dict(known)
    for held in {id(cluster): cluster for cluster in inner.values()}.values():
        whole = sorted({k for i in held for k in member.get(i, (i,))})
        member |= dict.fromkeys(whole, whole)
    return member


def _from(edges: Sequence[Edge], least: float) -> Iterator[Edge]:
    return (edge for edge in edges if edge[0] >= least)


def _chosen(member: Members, chosen: Sequence[int]) -> dict[int, int]:
    """Return by representative's row the first row among those of its cluster."""
    return {chosen[i]: min(chosen[k] for k in held) for i, held in member.items()}


def _representatives(
    texts: Sequence[str], products: Sequence[str], words: Lexicon, apart: Pairs
) -> tuple[list[int], list[int], list[tuple[str, str, int]], Compared]:
    """Return by text its group of those that certainly say the same, by group one of them, and these to compare.

    Groups stand in the order of what they say, so that nothing depends on the order of texts. A text that was told
    apart from another is a group of its own.
    """
    alone = {i for pair in apart for i in pair}
    clauses = in_clauses(texts, words)
    normal = without_stops(clauses)[: len(texts)]
    keys = content_keys(clauses, normal, words)
    names = [(p, key, i if i in alone else -1) for i, (p, key) in enumerate(zip(products, keys, strict=True))]
    first: dict[tuple[str, str, int], int] = {}
    for i, name in enumerate(names):
        if name not in first or (normal[i], i) < (normal[first[name]], first[name]):
            first[name] = i
    order = sorted(first)
    position = {name: g for g, name in enumerate(order)}
    chosen = [first[name] for name in order]
    said = [normal[i] for i in chosen]
    seen = SignsOf(said, [products[i] for i in chosen], words)
    return [position[name] for name in names], chosen, order, Compared(said, conceptual(said, words), seen, words)


def first_of_each(standing: Sequence[int], member: Mapping[int, int]) -> list[int]:
    """Return by row the first row of its cluster, from the clusters of representatives."""
    cluster = [member.get(i, i) for i in standing]
    lowest: dict[int, int] = {}
    for row, name in enumerate(cluster):
        lowest.setdefault(name, row)
    return [lowest[name] for name in cluster]
