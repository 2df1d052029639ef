"""Blocking: which pairs are compared at all. Each text brings its nearest neighbours by rare terms in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from reqsheets.matching.term_matrix import SOME, Numbers, Terms, distinct, without_common

NEIGHBOURS = 20
NEAR = 0.15  # cosine
MANY = 5_000  # rows from which common terms no longer bring candidates
COMMON = 0.03  # share of rows


def candidate_pairs(found: Terms, new: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """Return the candidate pairs as two arrays of rows, the first below the second, in order.

    With `new` only pairs with at least one of those rows are returned, at that much less cost.
    """
    if found.present.shape[0] > MANY:
        found = without_common(found, COMMON)
    vectors = found.weighted
    count = vectors.shape[0]
    left = vectors if new is None else vectors[new]
    nearest = sp_matmul_topn(left, vectors.T.tocsr(), top_n=NEIGHBOURS + 1, threshold=NEAR, sort=False)
    one = np.repeat(np.arange(left.shape[0]) if new is None else new, np.diff(nearest.indptr))
    other = nearest.indices.astype(np.int64)
    low, high = np.minimum(one, other), np.maximum(one, other)
    pairs = distinct(low[low != high] * count + high[low != high])
    return pairs // count, pairs % count


def near_to(found: Terms, row: int) -> tuple[Numbers, Numbers]:
    """Return every pair of that row with one that has enough in common, however many there are and however common."""
    vectors = found.weighted
    alike = np.asarray((vectors @ vectors[row].T).todense()).ravel()
    alike[row] = 0
    near = np.nonzero(alike >= NEAR)[0]
    return np.minimum(near, row), np.maximum(near, row)


def without_common_codes(frequency: Numbers, count: int) -> NDArray[np.bool_]:
    """Tell which terms are rare enough to bring candidates among that many texts."""
    rare: NDArray[np.bool_] = frequency <= max(SOME, COMMON * count)
    return rare
