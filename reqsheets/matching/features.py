"""Comparison: what makes two texts of a candidate pair alike, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from reqsheets.matching.alignment import ALIGNED, alignment
from reqsheets.matching.concepts import telling
from reqsheets.matching.guards import Signs, kept_apart, numbers_apart
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.term_matrix import Numbers, Terms, Vocabulary, Weights, terms

CONTENT = (
    "words",  # cosine of concepts
    "order",  # cosine of concepts and pairs of them
    "spelling",  # cosine of characters and pairs of them
    "left_over",  # rarity of what only the one has that has less, share of all
    "left_over_most",
    "covered",  # share of the shorter text that the longer one has
    "evidence",  # rarity of what both have, in words as rare as can be
)
DIFFERENCES = (
    "frame",  # share of the shorter text that begins and ends alike around something different
    "guard",  # a guard speaks
    "number",  # only one has a number, or more of them
    "code",
    "choice",  # one names more of a set's choices
    "denial",  # only one has a word of no
    *ALIGNED,
)
NAMES = CONTENT + DIFFERENCES


@dataclass(frozen=True)
class Compared:
    """All texts of a register, ready for comparing any two."""

    normal: Sequence[str]
    concepts: Sequence[str]
    signs: Sequence[Signs]
    words: Lexicon
    among: tuple[Vocabulary, Vocabulary] | tuple[None, None] = (None, None)  # of concepts and characters, as in `terms`

    @cached_property
    def single(self) -> Terms:
        """Return the concepts as terms."""
        return terms(self.concepts, 1, among=self.among[0])

    @cached_property
    def rare(self) -> csr_matrix:
        """Return the concepts, each weighing its rarity."""
        found = self.single.present.copy()
        found.data = self.single.rarity[found.indices]
        return found

    @cached_property
    def mass(self) -> Weights:
        """Return how much each text holds, in words as rare as can be."""
        found: Weights = np.asarray(self.rare.sum(axis=1)).ravel()
        return found

    def told(self, at: int) -> str:
        """Return a text as concepts with what tells a direction: before and after, to and from, adding."""
        found = self._told.get(at)
        if found is None:
            found = self._told[at] = telling([self.normal[at]], self.words)[0]
        return found

    def tell(self, those: Iterable[int]) -> None:
        """Make ready what `told` returns of many texts, in one go."""
        new = [at for at in those if at not in self._told]
        self._told.update(zip(new, telling([self.normal[at] for at in new], self.words), strict=True))

    @cached_property
    def _told(self) -> dict[int, str]:
        return {}

    @cached_property
    def pairs(self) -> Terms:
        """Return concepts and pairs of them as terms: these bring candidates."""
        return terms(self.concepts, 1, 2, among=self.among[0])

    @cached_property
    def spelled(self) -> Terms:
        """Return characters and pairs of them as terms."""
        return terms(self.normal, 1, 2, among=self.among[1])


def features(texts: Compared, one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Return one row a pair with the columns of NAMES."""
    return np.hstack([content(texts, one, other), differences(texts, one, other)])


def content(texts: Compared, one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Return one row a pair with the columns of CONTENT."""
    single = texts.single
    both = _dot(texts.rare, single.present, one, other)
    mine, yours = texts.mass[one] - both, texts.mass[other] - both
    least, most, total = np.minimum(mine, yours), np.maximum(mine, yours), mine + yours + both + 1e-6
    columns = [
        _dot(single.weighted, single.weighted, one, other),
        _dot(texts.pairs.weighted, texts.pairs.weighted, one, other),
        _dot(texts.spelled.weighted, texts.spelled.weighted, one, other),
        least / total,
        most / total,
        both / (both + least + 1e-6),
        both,
    ]
    return np.column_stack(columns).astype(np.float64)


def _dot(left: csr_matrix, right: csr_matrix, one: Numbers, other: Numbers) -> Weights:
    found: Weights = np.asarray(left[one].multiply(right[other]).sum(axis=1)).ravel()
    return found


def guarded(texts: Compared, one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Tell by pair whether a guard keeps the two apart."""
    known: dict[tuple[int, int], bool] = {}  # by two signs, of which equal ones are one
    seen, found = texts.signs, []
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        a, b = seen[i], seen[j]
        speaks = False if a is b else known.get((id(a), id(b)))
        if speaks is None:
            speaks = known[id(a), id(b)] = kept_apart(a, b)
        found.append(speaks)
    return np.array(found, dtype=bool)


def differences(texts: Compared, one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Return one row a pair with the columns of DIFFERENCES."""
    rows: list[tuple[float, ...]] = []
    known: dict[tuple[int, int], tuple[float, ...]] = {}  # by two signs, of which equal ones are one
    concepts, seen = texts.concepts, texts.signs
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        a, b, mine, yours = seen[i], seen[j], concepts[i], concepts[j]
        told = NO_SIGNS if a is b else known.get((id(a), id(b)))
        if told is None:
            told = known[id(a), id(b)] = _signs_apart(a, b)
        rows.append((_frame(mine, yours), *told, *alignment(mine, yours)))
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(DIFFERENCES))


NO_SIGNS = (0.0,) * (len(DIFFERENCES) - len(ALIGNED) - 1)


def _signs_apart(one: Signs, other: Signs) -> tuple[float, ...]:
    if one == other:
        return NO_SIGNS
    return (
        kept_apart(one, other),
        any(numbers_apart(one, other)),
        one.codes != other.codes,
        one.choices != other.choices,
        one.denied != other.denied,
    )


def _frame(one: str, other: str) -> float:
    """Return how much of the shorter text stands alike around one place where both have something else."""
    short = min(len(one), len(other))
    start = 0
    while start < short and one[start] == other[start]:
        start += 1
    end = 0
    while end < short - start and one[-1 - end] == other[-1 - end]:
        end += 1
    if start + end >= short or set(one[start : len(one) - end]) & set(other[start : len(other) - end]):
        return 0.0
    return (start + end) / short
