"""Rows that people sorted by hand keep their order; the check needs no memory of what was written last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")
FEW = 10  # one row in so many may stand at the end, out of our order: such as came back from elsewhere


def by_hand(keys: Sequence[Any]) -> bool:
    """Tell whether rows with these keys of our order stand in another one, that is: somebody sorted them.

    A few rows at the very end do not count.
    """
    falls = (at for at in range(1, len(keys)) if keys[at] < keys[at - 1])
    return len(keys) - next(falls, len(keys)) > len(keys) // FEW


def ordered(
    usual: Sequence[Row], place: Callable[[Row], int | None], key: Callable[[Row], Any], *, sorted_by_hand: bool
) -> list[Row]:
    """Return rows in our order or, where people sorted them, as they stand, with new ones (place None) at the end.

    Where the order as they stand is as good as ours, ours it is; so a second run has nothing to do.
    """
    if not sorted_by_hand:
        return list(usual)
    places = {at: there for at, row in enumerate(usual) if (there := place(row)) is not None}
    kept = [usual[at] for at in sorted(range(len(usual)), key=lambda at: (at not in places, places.get(at, at)))]
    return kept if by_hand([key(row) for row in kept]) else list(usual)
