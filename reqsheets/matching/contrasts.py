"""Contrasts: two texts that differ in one word within the same frame, and what a third text says about the two.

A register that holds both 退款 and 收取 in the same words tells by itself that the two are not one: whatever asks for
the one does not ask for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from reqsheets.matching.alignment import hunks, unshared
from reqsheets.matching.term_matrix import Numbers

PLACES = 2  # where texts of one frame may differ
DENIALS = frozenset("不没无未免非禁勿别莫")
FRAME = 0.5  # share of the longer text that stays
MARGIN = 0.25  # in weight: what is nearer by less is not told from its rival
SURE = 0.6  # match weight from which an exchanged word is taken for another way to say the same
Side = tuple[int, frozenset[str], frozenset[str]]  # the other text; what only this one says, what only the other says


def contrast(one: str, other: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return what only either text says where they differ in one place of a frame, None where they differ otherwise.

    The texts are concepts that keep what tells a direction. A word of no on one side is a difference too.
    """
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > (1 - FRAME) * longest:
        return None
    if Levenshtein.distance(one, other, score_cutoff=int((1 - FRAME) * longest)) > (1 - FRAME) * longest:
        return None  # what is changed is never less
    between = hunks(one, other)
    changed = sum(max(len(a), len(b)) for a, b in between)
    if not between or changed > (1 - FRAME) * longest:
        return None
    mine, yours = unshared(between)
    swaps = [(a, b) for a, b in between if mine & set(a) and yours & set(b)]
    if mine and yours and (len(swaps) == len(between) or len(between) <= PLACES):
        return mine, yours
    return (mine, yours) if len(between) == 1 and (mine | yours) & DENIALS else None


def opposed(
    concepts: Callable[[int], str], one: Numbers, other: Numbers, weights: NDArray[np.float64], least: float
) -> Numbers:
    """Return the positions of the pairs that contrasts of the register keep apart."""
    looked = weights != 0
    near = {(i, j): k for k, i, j in _triples(looked, one, other)}
    sides: defaultdict[int, list[Side]] = defaultdict(list)
    never: list[int] = []
    for k, i, j in _triples(looked & (weights < SURE), one, other):
        found = contrast(concepts(i), concepts(j))
        if found is not None:
            never.append(k)
            sides[i].append((j, *found))
            sides[j].append((i, found[1], found[0]))
    heavy = weights.tolist()
    for k, i, j in _triples(looked & (weights >= least), one, other):
        if (j in sides and _against(concepts(i), heavy[k], i, sides[j], near, heavy)) or (
            i in sides and _against(concepts(j), heavy[k], j, sides[i], near, heavy)
        ):
            never.append(k)
    return np.array(sorted(set(never)), dtype=np.int64)


def _triples(chosen: NDArray[np.bool_], one: Numbers, other: Numbers) -> Iterator[tuple[int, int, int]]:
    """Yield the positions of the chosen pairs, with the pairs."""
    at = np.nonzero(chosen)[0]
    return zip(at.tolist(), one[at].tolist(), other[at].tolist(), strict=True)


def _against(
    said: str,
    weight: float,
    third: int,
    sides: Iterable[Side],
    near: Mapping[tuple[int, int], int],
    weights: Sequence[float],
) -> bool:
    """Tell whether a pair's third text says what the contrasted one says, or is nearer to that."""
    spoken = frozenset(said)
    for other, mine, yours in sides:
        for_me, for_it = len(spoken & mine), len(spoken & yours)
        if for_it > for_me:
            return True
        if for_me == for_it:
            rival = near.get((third, other) if third < other else (other, third))
            if rival is not None and weights[rival] > weight - MARGIN:
                return True
    return False
