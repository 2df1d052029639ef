"""Record linkage on the texts of a register, from end to end; the answer does not depend on their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from reqsheets.matching.cluster import Edge, Members, clusters, neighbours
from reqsheets.matching.concepts import conceptual
from reqsheets.matching.content import content_keys
from reqsheets.matching.features import Compared
from reqsheets.matching.guards import SignsOf
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.normal import in_clauses, without_stops
from reqsheets.matching.weighed import Embedding, Weighed
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
    group, chosen, compared = _representatives(texts, products or [""] * len(texts), words, apart)
    fresh = None if new is None else np.array(sorted({group[i] for i in new}), dtype=np.int64)
    weighed = Weighed(compared, frozenset(frozenset(group[i] for i in pair) for pair in apart), fresh, embedding)
    standing = [chosen[g] for g in group]
    edges = list(weighed.pairs(LEAST))
    near, fitted = neighbours(edges), model()
    certain = clusters(weighed.restated(), near, weighed.forbidden, fitted.likely)
    likely = clusters(_from(edges, fitted.likely), near, weighed.forbidden, fitted.likely, certain)
    possible = clusters(_from(edges, fitted.possible), near, weighed.forbidden, fitted.possible, likely)
    first, second, third = (_first(standing, _chosen(member, chosen)) for member in (certain, likely, possible))
    return Linked(first, second, third, {(chosen[i], chosen[k]): weight for weight, i, k in edges}, standing)


def _from(edges: Sequence[Edge], least: float) -> Iterator[Edge]:
    return (edge for edge in edges if edge[0] >= least)


def _chosen(member: Members, chosen: Sequence[int]) -> dict[int, int]:
    """Return by representative's row the first row among those of its cluster."""
    return {chosen[i]: min(chosen[k] for k in held) for i, held in member.items()}


def _representatives(
    texts: Sequence[str], products: Sequence[str], words: Lexicon, apart: Pairs
) -> tuple[list[int], list[int], Compared]:
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
    return [position[name] for name in names], chosen, Compared(said, conceptual(said, words), seen, words)


def _first(standing: Sequence[int], member: Mapping[int, int]) -> list[int]:
    """Return by row the first row of its cluster, from the clusters of representatives."""
    cluster = [member.get(i, i) for i in standing]
    lowest: dict[int, int] = {}
    for row, name in enumerate(cluster):
        lowest.setdefault(name, row)
    return [lowest[name] for name in cluster]
