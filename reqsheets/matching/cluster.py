"""Clusters: pairs joined as long as the members of a cluster are alike on average and no two are forbidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

Edge: TypeAlias = tuple[float, int, int]
Weights: TypeAlias = Mapping[int, Mapping[int, float]]
Members: TypeAlias = dict[int, list[int]]


def neighbours(edges: Iterable[Edge]) -> Weights:
    """Return by member what it has an edge with, and its weight."""
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for weight, one, other in edges:
        near[one][other] = near[other][one] = weight
    return near


def clusters(
    joining: Iterable[Edge],
    near: Weights,
    forbidden: Callable[[int, int], bool],
    least: float,
    start: Mapping[int, list[int]] | None = None,
    *,
    every: bool = False,
) -> Members:
    """Return by member its cluster, for clusters of two or more.

    The heaviest of the `joining` pairs join first, ties by row. Two clusters become one where the average weight over
    their pairs is at least `least` (a pair without an edge in `near` weighs 0) and none of these is forbidden, which is
    asked of pairs with an edge too where it is of `every` pair. Clusters that are there at the `start` stay together.
    """
    member: Members = dict(start or {})
    for _, one, other in sorted((-weight, one, other) for weight, one, other in joining):
        left, right = member.get(one), member.get(other)
        if left is None and right is None:
            if near[one].get(other, 0.0) >= least - 1e-9:
                member[one] = member[other] = [one, other] if one < other else [other, one]
            continue
        left, right = left or [one], right or [other]
        if left is right or not _alike(left, right, near, least):
            continue
        if any((every or j not in near[i]) and forbidden(i, j) for i in left for j in right):
            continue
        joined = sorted([*left, *right])
        for i in joined:
            member[i] = joined
    return member


def _alike(left: Sequence[int], right: Sequence[int], near: Weights, least: float) -> bool:
    if len(left) > len(right):
        left, right = right, left
    wanted = least * len(left) * len(right) - 1e-9
    found = 0.0
    for i in left:
        known = near.get(i)
        if known:
            found += sum([known[j] for j in right if j in known])
    return found >= wanted
