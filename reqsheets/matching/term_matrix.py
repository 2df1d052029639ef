"""Texts as sparse vectors: characters and pairs of characters, weighted by how rare they are (TF-IDF)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Numbers = NDArray[np.int64]
Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Terms:
    """`present` has a row a text and a column a term: 1 where the text has it; `rarity` weighs the columns."""

    present: csr_matrix
    rarity: Weights

    @cached_property
    def weighted(self) -> csr_matrix:
        """Return the vectors, each of length 1."""
        found = self.present.copy()
        found.data = self.rarity[found.indices]
        squares = np.asarray(found.multiply(found).sum(axis=1)).ravel()
        found.data /= np.repeat(np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32), np.diff(found.indptr))
        return found


@dataclass(frozen=True)
class Vocabulary:
    """Terms, rising, with how many of `count` texts have each."""

    codes: Numbers
    frequency: Numbers
    count: int

    def rarity(self, codes: Numbers) -> Weights:
        """Return how rare each term is among the texts."""
        return _rarity(self.frequency_of(codes), self.count)

    def frequency_of(self, codes: Numbers) -> Numbers:
        """Return how many texts have each term."""
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, self.frequency[at], 0)

    def with_texts(self, texts: Sequence[str], *sizes: int) -> Vocabulary:
        """Return the vocabulary of these texts as well."""
        more = vocabulary(texts, *sizes)
        codes = distinct(np.concatenate([self.codes, more.codes]))
        return Vocabulary(codes, self.frequency_of(codes) + more.frequency_of(codes), self.count + more.count)


def vocabulary(texts: Sequence[str], *sizes: int) -> Vocabulary:
    """Return the terms of the texts, each with its frequency."""
    codes, rows = codes_of(texts, *sizes)
    found = _counted(codes, rows, len(texts), None)
    return Vocabulary(distinct(codes), np.bincount(found.present.indices, minlength=found.present.shape[1]), len(texts))


def terms(texts: Sequence[str], *sizes: int, among: Vocabulary | None = None) -> Terms:
    """Return the terms of the texts, runs of that many characters (1 and 2 are known); as rare as `among` others."""
    codes, rows = codes_of(texts, *sizes)
    return _counted(codes, rows, len(texts), among)


def codes_of(texts: Sequence[str], *sizes: int) -> tuple[Numbers, Numbers]:
    """Return the code of each term where it stands, and its text's position."""
    points = np.frombuffer("\n".join((*texts, "")).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    ends = points == LINE_BREAK
    row = np.cumsum(ends) - ends
    codes, rows = [], []
    if 1 in sizes:
        codes.append(points[~ends])
        rows.append(row[~ends])
    if 2 in sizes:  # noqa: PLR2004 (pairs)
        inside = ~(ends[:-1] | ends[1:])
        codes.append((points[:-1][inside] << BITS) | points[1:][inside])
        rows.append(row[:-1][inside])
    return np.concatenate(codes), np.concatenate(rows)


SOME = 50  # texts: a term in so few is not common
LINE_BREAK, BITS = 10, 21  # a character of Unicode has 21 bits


def _counted(codes: Numbers, rows: Numbers, count: int, among: Vocabulary | None) -> Terms:
    order = np.argsort(codes, kind="stable")
    rising = codes[order]
    begins = np.concatenate([[True], rising[1:] != rising[:-1]]) if len(codes) else np.zeros(0, dtype=bool)
    kinds = rising[begins]
    columns = np.empty(len(codes), dtype=np.int64)
    columns[order] = np.cumsum(begins) - 1
    places = distinct(rows * max(1, len(kinds)) + columns)
    rows, columns = np.divmod(places, max(1, len(kinds)))
    indptr = np.searchsorted(rows, np.arange(count + 1))
    ones = np.ones(len(columns), dtype=np.float32)
    present = csr_matrix((ones, columns.astype(np.int32), indptr.astype(np.int32)), shape=(count, len(kinds)))
    if among is not None:
        return Terms(present, among.rarity(kinds))
    return Terms(present, _rarity(np.bincount(columns, minlength=len(kinds)), count))


def _rarity(frequency: Numbers, count: int) -> Weights:
    found: Weights = ((np.log((count + 1) / (frequency + 1)) + 1) / (np.log(count + 1) + 1)).astype(np.float32)
    return found


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers, each once, rising; faster than numpy's own on millions."""
    rising = np.sort(numbers)
    return rising[np.concatenate([[True], rising[1:] != rising[:-1]])] if len(rising) else rising


def without_common(found: Terms, share: float) -> Terms:
    """Return the terms without those in more than that share of the texts: they find too many candidates."""
    frequency = np.bincount(found.present.indices, minlength=found.present.shape[1])
    rare = frequency <= max(SOME, share * found.present.shape[0])
    return Terms(csr_matrix(found.present[:, rare]), found.rarity[rare])
