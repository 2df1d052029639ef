"""The texts nearest to one that somebody is about to type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reqsheets.matching.concepts import conceptual
from reqsheets.matching.features import Compared
from reqsheets.matching.guards import Signs, SignsOf, conflicts
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.normal import normalised
from reqsheets.matching.weighed import Embedding, weighed

ANY = -2.0  # a guarded pair is shown too: it tells what differs


@dataclass(frozen=True, slots=True)
class Near:
    """One text by its position; `why_not` names what keeps it apart, "" where nothing does."""

    at: int
    weight: float
    why_not: str


def nearest(
    texts: Sequence[str], wanted: str, words: Lexicon, count: int, embedding: Embedding | None = None
) -> list[Near]:
    """Return at most `count` texts near the wanted one, the nearest first; those that a guard keeps apart come last."""
    normal = normalised([*texts, wanted], words)
    seen = SignsOf(normal, [""] * len(normal), words)
    last = len(texts)
    compared = Compared(normal, conceptual(normal, words), seen, words)
    pairs = sorted(
        weighed(compared, frozenset(), np.array([last]), embedding).pairs(ANY), key=lambda pair: (-pair[0], pair[1])
    )
    return [
        Near(
            other,
            max(0.0, round(weight, 2)),
            _why_not(seen[other], seen[last], words),
        )
        for weight, other, _ in pairs[:count]
    ]


def _why_not(one: Signs, other: Signs, words: Lexicon) -> str:
    return "；".join(dict.fromkeys(f"{c.one}≠{c.other}" for c in conflicts(one, other, words)))
