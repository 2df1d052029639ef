"""Why two texts are proposed, in words, and where they differ."""

from __future__ import annotations

from difflib import SequenceMatcher

from reqsheets.matching.guards import numbers_apart, signs
from reqsheets.matching.lexicon import Lexicon

SHORT = 2  # characters: fewer in common say nothing
MOST = 5  # words named
LOOKED_AT = 1_000  # characters; finding what two texts share takes the square of that


def shared_words(one: str, other: str, words: Lexicon) -> list[str]:
    """Return what two normal forms have in common: runs of characters, and words that mean the same (慢≈卡顿)."""
    one, other = one[:LOOKED_AT], other[:LOOKED_AT]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    runs = sorted((one[b.a : b.a + b.size].strip() for b in blocks if b.size >= SHORT), key=lambda run: -len(run))
    runs = [run for run in runs if _without_courtesy(run, words)]
    mine, yours = _spelled(one, words), _spelled(other, words)
    same = [f"{mine[c]}≈{yours[c]}" for c in mine if c in yours and not _overlap(mine[c], yours[c])]
    return [*dict.fromkeys(runs[:MOST]), *same[:MOST]]


def one_sided(one: str, other: str, words: Lexicon) -> list[str]:
    """Return the numbers and codes that only one of two normal forms names: no guard speaks, but look twice."""
    mine, yours = (signs(text, "", words) for text in (one, other))
    numbers = (number + unit for lacking in numbers_apart(mine, yours) for number, unit in lacking)
    codes = (words.concept_names.get(code, code) for code in mine.codes ^ yours.codes)
    return sorted({*numbers, *codes})


def marked(one: str, other: str) -> tuple[str, str]:
    """Return both texts with what only they have in brackets, as far as they are looked at.

    >>> marked("导出为Excel", "导出为PDF")
    ('导出为【Excel】', '导出为【PDF】')
    """
    left, right = (text[:LOOKED_AT].translate(OTHER_BRACKETS) for text in (one, other))
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    common = [block for block in blocks if block.size >= SHORT]
    return (
        _bracketed(left, [(b.a, b.a + b.size) for b in common]) + one[LOOKED_AT:],
        _bracketed(right, [(b.b, b.b + b.size) for b in common]) + other[LOOKED_AT:],
    )


OTHER_BRACKETS = str.maketrans("【】", "〖〗")


def _bracketed(text: str, common: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in [*common, (len(text), len(text))]:
        if at < start:
            parts.append(f"【{text[at:start]}】")
        parts.append(text[start:end])
        at = end
    return "".join(parts)


def _without_courtesy(text: str, words: Lexicon) -> str:
    return words.concept_pattern.sub(lambda match: words.concepts.get(match[0], match[0]), text).strip()


def _spelled(text: str, words: Lexicon) -> dict[str, str]:
    found = words.concept_pattern.finditer(text)
    return {concept: match[0] for match in found if (concept := words.concepts.get(match[0]))}


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one
