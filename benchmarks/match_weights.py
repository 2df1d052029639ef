"""Fit the match weights on the hand-written register in benchmarks/duplicates; the same weights.json each time.

Half of the fitting sees the register with most synonyms forgotten, so that the weights do not lean on a lexicon that
knows every word. Thresholds are the ones that do best on the same register.

python benchmarks/match_weights.py [--check]
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from reqsheets.matching import lists
from reqsheets.matching.blocking import candidate_pairs
from reqsheets.matching.concepts import conceptual
from reqsheets.matching.content import content_keys
from reqsheets.matching.features import NAMES, Compared, features
from reqsheets.matching.guards import signs
from reqsheets.matching.lexicon import Lexicon, lexicon
from reqsheets.matching.normal import in_clauses, without_stops

HERE = Path(__file__).parent / "duplicates"
TESTS = Path(__file__).parents[1] / "tests"
HOSTILE = ("hotel", "restaurant", "english_rental")  # the others in that folder are judged on only
TARGET = Path(__file__).parents[1] / "reqsheets" / "matching" / "weights.json"
FORGOTTEN, FORGETFUL = 0.6, 8  # share of synonyms, number of lexicons that lack them
RIDGE = 1.0
CERTAIN, LIKELY, POSSIBLE = 0.5, 0.9, 0.3  # no wrong pair of a register from 0.9; below 0.3 more go wrong than right
Numbers = NDArray[np.float64]


def look_alikes(name: str) -> tuple[list[str], list[str]]:
    """Return a register in which each requirement has a paraphrase and a look-alike, with its gold clusters."""
    with (TESTS / "look_alikes" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = [(row[side], f"{name} {i} {side == 'other'}") for i, row in enumerate(rows) for side in row if row[side]]
    return [text for text, _ in said], [cluster for _, cluster in said]


def forgetful(seed: int) -> Lexicon:
    draw = Random(seed)  # noqa: S311 (no secret: the same each time)
    whole = lexicon()
    kept = [
        replace(e, others=tuple(word for word in e.others if draw.random() > FORGOTTEN))
        if e.list == lists.SYNONYMS
        else e
        for e in whole.entries
    ]
    return Lexicon(tuple(kept))


def examples(texts: Sequence[str], gold: Sequence[str], words: Lexicon) -> tuple[Numbers, Numbers]:
    """Return features and truth of the candidate pairs among the texts that differ."""
    clauses = in_clauses(texts, words)
    normal = without_stops(clauses)
    keys = content_keys(clauses, normal, words)
    rows = {key: (text, cluster) for key, text, cluster in sorted(zip(keys, normal, gold, strict=True), reverse=True)}
    chosen = [rows[key] for key in sorted(rows)]
    said = [text for text, _ in chosen]
    compared = Compared(said, conceptual(said, words), [signs(text, "", words) for text in said], words)
    one, other = candidate_pairs(compared.pairs)
    truth = np.array([chosen[i][1] == chosen[j][1] for i, j in zip(one, other, strict=True)], dtype=float)
    return features(compared, one, other), truth


def fitted(given: Numbers, truth: Numbers) -> tuple[Numbers, float]:
    """Return weights and start of the logistic model, by Newton's method."""
    mean, spread = given.mean(axis=0), given.std(axis=0) + 1e-9
    rows = np.column_stack([np.ones(len(given)), (given - mean) / spread])
    ridge = RIDGE * np.eye(rows.shape[1])
    ridge[0, 0] = 0
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (chance - truth) + ridge @ found
        found -= np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + ridge, slope)
    weights = found[1:] / spread
    return weights, float(found[0] - (weights * mean).sum())


def main() -> None:
    with (HERE / "register.csv").open(encoding="utf-8") as file:
        texts = {row["id"]: row["需求描述"] for row in csv.DictReader(file)}
    with (HERE / "gold.csv").open(encoding="utf-8") as file:
        gold = {row["id"]: row["cluster"] for row in csv.DictReader(file)}
    truths = [gold[name] for name in texts]
    lexicons = (lexicon(), *map(forgetful, range(FORGETFUL)))
    registers = [(list(texts.values()), truths), *map(look_alikes, HOSTILE)]
    parts = [examples(*register, words) for register in registers for words in lexicons]
    weights, start = fitted(np.vstack([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))
    rounded = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    document = {
        "weights": rounded,
        "start": round(start, 4),
        "certain": CERTAIN,
        "likely": LIKELY,
        "possible": POSSIBLE,
    }
    text = json.dumps(document, indent=1) + "\n"
    if "--check" in sys.argv:
        sys.exit(text != TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(text, dict(Counter(truths).most_common(3)))


if __name__ == "__main__":
    main()
