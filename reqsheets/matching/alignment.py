"""Alignment: where two texts say the same in the same order, and what stands between.

In a look-alike one word is exchanged within a frame that stays; what says the same in other words differs in many
places, in order and in length.
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Levenshtein

ALIGNED = (
    "aligned",  # share of the longer text that stands in the same order in both
    "swapped",  # the same, where one word is exchanged for another and nothing else differs
    "swapped_twice",  # where several are
    "swapped_besides",  # where one is and something else differs too
    "swapped_alike",  # where what is exchanged is as long as what stands for it
    "pieces",  # in how many places they differ, of four
)
PIECES = 4
Hunk = tuple[str, str]


def hunks(one: str, other: str) -> list[Hunk]:
    """Return what stands between what both say in the same order, on either side."""
    found: list[Hunk] = []
    left = right = ""
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "equal":
            if left or right:
                found.append((left, right))
                left = right = ""
        else:
            left += one[step.src_start : step.src_end]
            right += other[step.dest_start : step.dest_end]
    return [*found, (left, right)] if left or right else found


def residue(one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what either says that the other does not say, or not as often."""
    if one == other:
        return frozenset(), frozenset()
    mine, yours = Counter(one), Counter(other)
    return frozenset(mine - yours), frozenset(yours - mine)


def exchanged(one: str, other: str, between: list[Hunk]) -> list[Hunk]:
    """Return the hunks of which either side says something that the other text does not say as often."""
    mine, yours = residue(one, other)
    return [(a, b) for a, b in between if mine & set(a) and yours & set(b)]


def swaps(one: str, other: str) -> list[Hunk]:
    """Return the places where two texts say something different that the other nowhere says."""
    return exchanged(one, other, hunks(one, other))


def alignment(one: str, other: str) -> tuple[float, ...]:
    """Return the features of ALIGNED for two strings of concepts."""
    between = hunks(one, other)
    swapped = exchanged(one, other, between)
    longest = max(len(one), len(other), 1)
    aligned = max(0.0, 1 - sum(max(len(a), len(b)) for a, b in between) / longest)
    alone = len(swapped) == len(between)
    return (
        aligned,
        aligned if alone and len(swapped) == 1 else 0.0,
        aligned if alone and len(swapped) > 1 else 0.0,
        aligned if swapped and not alone else 0.0,
        aligned if swapped and all(len(a) == len(b) for a, b in swapped) else 0.0,
        min(len(between), PIECES) / PIECES,
    )
