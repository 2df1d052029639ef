"""Content keys: equal where two texts say the same but for mood, interchangeable words and where the verb stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from reqsheets.matching import lists
from reqsheets.matching.guards import Signs, conflicts, numbers_apart, signs
from reqsheets.matching.lexicon import Lexicon
from reqsheets.matching.normal import in_clauses, without_stops
from reqsheets.matching.rewriting import rewritten, says_enough

LEAST = 4  # characters
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FIGURE, _NO_FIGURES = re.compile(r"\d"), re.compile(r"[^\d\n]+")


def certain_keys(texts: Sequence[str], words: Lexicon, groups: Sequence[Hashable] | None = None) -> list[str]:
    """Return by text what is equal where nothing of content differs and no guard speaks; linear in their number.

    With `groups`, one for each text, only those of one group are compared, and a text that none of its group can equal,
    for they cite other figures, gets "".
    """
    if not texts:
        return []
    clauses = in_clauses(texts, words)
    if groups is None or _figures_vary(words):
        return content_keys(clauses, without_stops(clauses), words)
    lines = clauses.split("\n")
    chosen = _in_company(clauses, groups)
    clauses = "\n".join(lines[i] for i in chosen)
    keys = [""] * len(lines)
    for i, key in zip(chosen, content_keys(clauses, without_stops(clauses) if chosen else (), words), strict=True):
        keys[i] = key
    return keys


def _figures_vary(words: Lexicon) -> bool:
    """Tell whether words with figures may be exchanged or left out: then texts with other figures may say the same."""
    return any(_FIGURE.search(word) for word in (*words.classes, *words.classes.values(), *words.words(lists.MOOD)))


def _in_company(clauses: str, groups: Sequence[Hashable]) -> list[int]:
    """Return the places of the lines whose figures, in whatever order, another line of their group has too."""
    figures = ["".join(sorted(line)) for line in _NO_FIGURES.sub("", clauses).split("\n")]
    seen = list(zip(groups, figures, strict=True))
    often = Counter(seen)
    return [i for i, pair in enumerate(seen) if often[pair] > 1]


def content_keys(clauses: str, normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return what is left of each text without words of mood: equal keys say the same.

    `clauses` and `normal` are the texts as `in_clauses` and `without_stops` give them. A text that leaves little keeps
    all its words. Where a guard keeps two texts of one key apart, their keys differ.
    """
    if not normal:
        return []
    bare = rewritten(clauses, words).split("\n")
    keys = [key if says_enough(key, LEAST) else f"={text}" for key, text in zip(bare, normal, strict=True)]
    return _guarded(keys, normal, words)


def _guarded(keys: list[str], normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return the keys, those of texts that a guard keeps apart made different."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for key, text in zip(keys, normal, strict=True):
        said[key].add(text)
    apart: dict[tuple[str, str], str] = {}
    for key, texts in said.items():
        heads: list[Signs] = []
        for text in sorted(texts) if len(texts) > 1 else ():
            seen = signs(_exchanged(text, words), "", words)
            at = next((i for i, head in enumerate(heads) if _agree(head, seen, words)), len(heads))
            if at == len(heads):
                heads.append(seen)
            if at:
                apart[key, text] = f"{key}={at}"
    return [apart.get((key, text), key) for key, text in zip(keys, normal, strict=True)] if apart else keys


def _exchanged(text: str, words: Lexicon) -> str:
    """Return a Chinese text with one word for those that may stand for one another."""
    return words.equals_pattern.sub(lambda found: words.equals[found[0]], text) if _CHINESE.search(text) else text


def agree(one: str, other: str, words: Lexicon) -> bool:
    """Tell whether no guard keeps two normal forms of one key apart."""
    mine, yours = (signs(_exchanged(text, words), "", words) for text in (one, other))
    return _agree(mine, yours, words)


def _agree(one: Signs, other: Signs, words: Lexicon) -> bool:
    return one.codes == other.codes and not any(numbers_apart(one, other)) and not any(conflicts(one, other, words))
