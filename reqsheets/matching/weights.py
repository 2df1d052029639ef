"""Match weights: how probable it is that two texts ask for the same, from their features.

weights.json was fitted on the hand-written register in benchmarks/duplicates, by benchmarks/match_weights.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from reqsheets.matching.features import CONTENT, NAMES, Compared, content, differences, guarded
from reqsheets.matching.term_matrix import Numbers

NEXT_TO_NOTHING = 1e-9  # looked at, and too little in common
LEAST = 0.15  # what weighs less weighs nothing
LEFT_OVER = CONTENT.index("left_over")
NOTHING, MOST = (
    0.03,
    0.6,
)  # of all content: what may stand in the shorter and in the longer text only, where it is covered
FORBIDDEN = -1.0  # a guard speaks: no pair, and no cluster over it


@dataclass(frozen=True)
class Model:
    """A logistic model, and from which weight on a pair is certain, likely or at least possible."""

    weights: tuple[float, ...]
    start: float
    certain: float
    likely: float
    possible: float


@cache
def model() -> Model:
    """Return the model that ships."""
    fitted = json.loads(files("reqsheets.matching").joinpath("weights.json").read_text(encoding="utf-8"))
    weights = tuple(fitted["weights"][name] for name in NAMES)
    return Model(weights, fitted["start"], fitted["certain"], fitted["likely"], fitted["possible"])


def match_weights(texts: Compared, one: Numbers, other: Numbers) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probability of each pair, and whether what the one says is covered by the other.

    It is FORBIDDEN where a guard speaks, 0 where they have too little in common. Only pairs that the words in common
    make worth while are looked at closely.
    """
    fitted = model()
    weights = np.array(fitted.weights)
    alike = content(texts, one, other)
    sums = alike @ weights[: len(CONTENT)] + fitted.start
    close = np.nonzero(sums > np.log(LEAST / (1 - LEAST)) - np.maximum(weights[len(CONTENT) :], 0).sum())[0]
    kept_apart = guarded(texts, one[close], other[close])
    free = close[~kept_apart]
    chances = 1 / (1 + np.exp(-(sums[free] + differences(texts, one[free], other[free]) @ weights[len(CONTENT) :])))
    found = np.zeros(len(one))
    found[close[kept_apart]] = FORBIDDEN
    found[free] = np.where(chances < LEAST, NEXT_TO_NOTHING, chances)
    covered = (alike[:, LEFT_OVER] <= NOTHING) & (alike[:, LEFT_OVER + 1] <= MOST)
    return found, covered
