"""Alignment: where two texts say the same in the same order, and what stands between.

In a look-alike one word is exchanged within a frame that stays; what says the same in other words differs in many
places, in order and in length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    for tag, start, end, there, there_end in Levenshtein.opcodes(one, other).as_list():
        if tag != "equal":
            left += one[start:end]
            right += other[there:there_end]
        elif left or right:
            found.append((left, right))
            left = right = ""
    return [*found, (left, right)] if left or right else found


def residue(one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what either says that the other does not say, or not as often."""
    here, there = set(one), set(other)
    mine, yours = here - there, there - here
    if len(here) < len(one) or len(there) < len(other):
        often, as_often = Counter(one), Counter(other)
        for said in here & there:
            if often[said] != as_often[said]:
                (mine if often[said] > as_often[said] else yours).add(said)
    return frozenset(mine), frozenset(yours)


def exchanged(between: Sequence[Hunk]) -> list[Hunk]:
    """Return the hunks of which either side says something that the other text does not say as often."""
    mine, yours = unshared(between)
    return [(a, b) for a, b in between if not (mine.isdisjoint(a) or yours.isdisjoint(b))]


def unshared(between: Sequence[Hunk]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the residue of two texts; what stands in the same order in both adds nothing to it."""
    return residue("".join([a for a, _ in between]), "".join([b for _, b in between]))


def swaps(one: str, other: str) -> list[Hunk]:
    """Return the places where two texts say something different that the other nowhere says."""
    return exchanged(hunks(one, other))


def alignment(one: str, other: str) -> tuple[float, ...]:
    """Return the features of ALIGNED for two strings of concepts."""
    between = hunks(one, other)
    swapped = exchanged(between) if any(a and b for a, b in between) else []
    longest = max(len(one), len(other), 1)
    aligned = max(0.0, 1 - sum([max(len(a), len(b)) for a, b in between]) / longest)
    if not swapped:
        return aligned, 0.0, 0.0, 0.0, 0.0, min(len(between), PIECES) / PIECES
    alone = len(swapped) == len(between)
    return (
        aligned,
        aligned if alone and len(swapped) == 1 else 0.0,
        aligned if alone and len(swapped) > 1 else 0.0,
        0.0 if alone else aligned,
        aligned if all(len(a) == len(b) for a, b in swapped) else 0.0,
        min(len(between), PIECES) / PIECES,
    )
