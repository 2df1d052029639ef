"""The candidate pairs of a register with their match weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reqsheets.matching.alignment import residue, swaps
from reqsheets.matching.blocking import NEIGHBOURS, candidate_pairs, near_to
from reqsheets.matching.contrasts import DENIALS, contrast, opposed
from reqsheets.matching.directions import turned
from reqsheets.matching.features import Compared
from reqsheets.matching.guards import kept_apart
from reqsheets.matching.restated import Restating
from reqsheets.matching.term_matrix import Numbers, distinct
from reqsheets.matching.weights import FORBIDDEN, LEAST, match_weights, model

Embedding: TypeAlias = Callable[[Sequence[str]], Sequence[Sequence[float]]]
AT_ONCE = 100_000  # pairs: memory


def weighed(
    texts: Compared, apart: frozenset[frozenset[int]], new: Numbers | None, embedding: Embedding | None
) -> Weighed:
    """Return the weights of the pairs that blocking brings, of those with a `new` text only where that is given.

    A single new text is compared with all that have enough in common with it.
    """
    if new is not None and len(new) == 1:
        one, other = near_to(texts.pairs, int(new[0]))
    else:
        one, other = candidate_pairs(texts.pairs, new)
    if embedding is None or not texts.normal:
        return Weighed(texts, apart, (one, other))
    vectors, count = _unit(embedding(texts.normal)), len(texts.normal)
    near, next_to = _nearest(vectors, new)
    codes = distinct(np.concatenate([one * count + other, near * count + next_to]))
    return Weighed(texts, apart, (codes // count, codes % count), vectors)


class Weighed:
    """The weights of all candidate pairs; a pair that no block holds weighs 0."""

    def __init__(
        self,
        texts: Compared,
        apart: frozenset[frozenset[int]],
        candidates: tuple[Numbers, Numbers],
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        self.texts = texts
        self.apart = apart
        self.vectors = vectors
        self.one, self.other = candidates
        self.weights, self.covered = self._weighed()
        looked = self.weights != 0
        self.texts.tell(distinct(np.concatenate([self.one[looked], self.other[looked]])).tolist())
        self._raise_restatements()
        self._forbid_contradictions()
        self.weights[opposed(texts.told, self.one, self.other, self.weights, LEAST)] = FORBIDDEN

    def pairs(self, least: float) -> Iterator[tuple[float, int, int]]:
        """Return the pairs of at least that weight."""
        heavy = self.weights >= least
        columns = (self.weights[heavy], self.one[heavy], self.other[heavy])
        return zip(*(column.tolist() for column in columns), strict=True)

    def restated(self) -> Iterator[tuple[float, int, int]]:
        """Return the pairs of which one text restates the other, in equal or in other words."""
        said, signs, restating = self.texts.normal, self.texts.signs, Restating(self.texts.words)
        concepts = self.texts.concepts  # without courtesy, which may differ in more than one place
        covered = self.covered & (self.weights >= model().certain)
        columns = (self.weights[covered], self.one[covered], self.other[covered])
        for weight, one, other in zip(*(column.tolist() for column in columns), strict=True):
            if restating.restates(said[one], said[other], (signs[one], signs[other])) and not swaps(
                concepts[one], concepts[other]
            ):
                yield weight, one, other

    def _raise_restatements(self) -> None:
        """Weigh more what the one text says whole, in whatever order, where the other only adds to it."""
        told = self.texts.told
        for at in np.nonzero(self.covered & (self.weights >= 0) & (self.weights < SAME))[0].tolist():
            mine, yours = residue(told(int(self.one[at])), told(int(self.other[at])))
            if not (mine or yours):
                self.weights[at] = SAME
            elif not (mine and yours) and not (mine | yours) & DENIALS:
                self.weights[at] = max(self.weights[at], ADDED)

    def _forbid_contradictions(self) -> None:
        """Weigh as forbidden what the same words say the other way round: who does what to whom, before or after."""
        said, signs, restating = self.texts.normal, self.texts.signs, Restating(self.texts.words)
        for at in np.nonzero(self.weights >= LEAST)[0].tolist():
            one, other = int(self.one[at]), int(self.other[at])
            if turned(said[one], said[other]) or (
                self.covered[at] and restating.contradict(said[one], said[other], (signs[one], signs[other]))
            ):
                self.weights[at] = FORBIDDEN

    def contradict(self, one: int, other: int) -> bool:
        """Tell whether the two can certainly not say the same, or a guard or people keep them apart."""
        said, signs = self.texts.normal, self.texts.signs
        if self.forbidden(one, other) or turned(said[one], said[other]):
            return True
        return Restating(self.texts.words).contradict(said[one], said[other], (signs[one], signs[other]))

    def forbidden(self, one: int, other: int) -> bool:
        """Tell whether a guard keeps the two apart, or people did."""
        if frozenset((one, other)) in self.apart:
            return True
        signs, told = self.texts.signs, self.texts.told
        if kept_apart(signs[one], signs[other]):
            return True
        return contrast(told(one), told(other)) is not None

    def _weighed(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        parts, covers = [np.zeros(0)], [np.zeros(0, dtype=bool)]
        for start in range(0, len(self.one), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            one, other = self.one[part], self.other[part]
            weights, covered = match_weights(self.texts, one, other)
            if self.vectors is not None:
                alike = np.einsum("ij,ij->i", self.vectors[one], self.vectors[other])
                weights = np.where(weights < 0, weights, np.maximum(weights, alike**ALIKE))
            parts.append(weights)
            covers.append(covered)
        found = np.concatenate(parts)
        for pair in self.apart:
            low, high = min(pair), max(pair)
            found[(self.one == low) & (self.other == high)] = FORBIDDEN
        return found, np.concatenate(covers)


SAME, ADDED = 0.95, 0.7  # weight of the same concepts in whatever order, and of those and more
ALIKE = 3.0  # a cosine of 0.8 between embeddings is about an even chance


def _unit(vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    found = np.asarray(vectors, dtype=np.float32)
    unit: NDArray[np.float32] = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return unit


def _nearest(vectors: NDArray[np.float32], new: Numbers | None) -> tuple[Numbers, Numbers]:
    rows = np.arange(len(vectors)) if new is None else new
    count = min(NEIGHBOURS + 1, len(vectors))
    ones, others = [], []
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        nearest = np.argpartition(-(vectors[part] @ vectors.T), count - 1, axis=1)[:, :count]
        ones.append(np.repeat(part, count))
        others.append(nearest.ravel())
    one, other = np.concatenate(ones), np.concatenate(others)
    different = one != other
    return np.minimum(one, other)[different], np.maximum(one, other)[different]
