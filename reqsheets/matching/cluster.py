"""Clusters: pairs joined as long as the members of a cluster are alike on average and no two are forbidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

Edge: TypeAlias = tuple[float, int, int]


def clusters(edges: Iterable[Edge], forbidden: Callable[[int, int], bool], least: float) -> dict[int, list[int]]:
    """Return by member its cluster, for clusters of two or more.

    The heaviest pairs join first, ties by row. Two clusters become one where the average weight over their pairs is at
    least `least` (a pair without an edge weighs 0) and none of these is forbidden.
    """
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    member: dict[int, list[int]] = {}
    rising = sorted(((-weight, one, other) for weight, one, other in edges))
    for weight, one, other in rising:
        near[one][other] = near[other][one] = -weight
    for weight, one, other in rising:
        if -weight < least:
            break
        left, right = member.get(one, [one]), member.get(other, [other])
        if left is right or not _alike(left, right, near, least):
            continue
        if any(j not in near[i] and forbidden(i, j) for i in left for j in right):
            continue
        joined = sorted([*left, *right])
        for i in joined:
            member[i] = joined
    return member


def _alike(left: Sequence[int], right: Sequence[int], near: dict[int, dict[int, float]], least: float) -> bool:
    wanted = least * len(left) * len(right)
    return sum(near[i].get(j, 0.0) for i in left for j in right) >= wanted - 1e-9
