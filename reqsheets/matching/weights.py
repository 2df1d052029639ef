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

from reqsheets.matching.features import CONTENT, DIFFERENCES, NAMES, Compared, content, differences
from reqsheets.matching.term_matrix import Numbers

GUARD = DIFFERENCES.index("guard")
LEAST = 0.3  # what weighs less weighs nothing
FORBIDDEN = -1.0  # a guard speaks: no pair, and no cluster over it


@dataclass(frozen=True)
class Model:
    """A logistic model, and from which weight on a pair is likely or at least possible."""

    weights: tuple[float, ...]
    start: float
    likely: float
    possible: float


@cache
def model() -> Model:
    """Return the model that ships."""
    fitted = json.loads(files("reqsheets.matching").joinpath("weights.json").read_text(encoding="utf-8"))
    weights = tuple(fitted["weights"][name] for name in NAMES)
    return Model(weights, fitted["start"], fitted["likely"], fitted["possible"])


def match_weights(texts: Compared, one: Numbers, other: Numbers) -> NDArray[np.float64]:
    """Return the probability of each pair, FORBIDDEN where a guard speaks, 0 where they have too little in common.

    Only pairs that the words in common make worth while are looked at closely.
    """
    fitted = model()
    weights = np.array(fitted.weights)
    sums = content(texts, one, other) @ weights[: len(CONTENT)] + fitted.start
    close = sums > np.log(LEAST / (1 - LEAST)) - np.maximum(weights[len(CONTENT) :], 0).sum()
    found = np.zeros(len(one))
    different = differences(texts, one[close], other[close])
    chances = 1 / (1 + np.exp(-(sums[close] + different @ weights[len(CONTENT) :])))
    found[close] = np.where(different[:, GUARD] > 0, FORBIDDEN, np.where(chances < LEAST, 0.0, chances))
    return found
