"""Where rows stand by their number, and what a column holds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter

from reqsheets.model.plan import Value

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Places:
    """Positions in a sheet, counted from 0, one a number that was asked for; NOWHERE for one that is not there."""

    at: Sequence[int]
    nowhere: bool  # not one of them is there

    def cells(self, held: Sequence[Value]) -> list[Value]:
        """Return what a column holds at each place, None where there is none."""
        if self.nowhere:
            return [None] * len(self.at)
        ending = [*held, None]  # which is what NOWHERE leads to
        return list(itemgetter(*self.at)(ending)) if len(self.at) > 1 else [ending[self.at[0]]]


def places(first: Mapping[str, int], found: Sequence[str]) -> Places:
    """Return where each of the numbers stands; `first` leads from a number to its row."""
    at = list(map(first.get, found, repeat(NOWHERE)))
    return Places(at, max(at, default=NOWHERE) == NOWHERE)
