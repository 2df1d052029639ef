"""Directions: what stands before and behind a word such as 改, 到 or "to", and whether two texts turn it round."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"改为|改成|换成|转为|转成|变成|调到|移到|并到|并入|改|换|转|调|变|移|并|升|降|到|至|给|替|代|比|被|由|借"
    r"|(?<![a-z])(?:to|into|for|than|before|after|by|instead of)(?![a-z])"
)
_TOKEN = re.compile("[a-z0-9]+|[\u3400-\u9fff]")
FEW = 12  # such words of a text
TOLD = 2  # Chinese characters, or one other word, that change sides


def turned(one: str, other: str) -> bool:
    """Tell whether two normal forms name the same two things on either side of such a word, the other way round.

    >>> turned("默认斤改公斤", "默认公斤改斤"), turned("斤改公斤", "默认斤改公斤")
    (True, False)
    """
    there = [(other[: found.start()], found[0], other[found.end() :]) for found in _WORDS.finditer(other)][:FEW]
    here = (
        [(one[: found.start()], found[0], one[found.end() :]) for found in _WORDS.finditer(one)][:FEW] if there else []
    )
    return any(
        mine == theirs and (_crossed(before, behind, first, last) or _exchanged((before, behind), (first, last)))
        for before, mine, behind in here
        for first, theirs, last in there
    )


def _exchanged(mine: tuple[str, str], yours: tuple[str, str]) -> bool:
    """Tell whether words that stand before it in the one only stand behind it in the other, and the reverse."""
    (before, behind), (first, last) = (
        ({*_TOKEN.findall(side)} for side in mine),
        ({*_TOKEN.findall(side)} for side in yours),
    )
    away, back = (before & last) - behind - first, (behind & first) - before - last
    return _weight(away) >= TOLD and _weight(back) >= TOLD


def _weight(tokens: set[str]) -> int:
    return sum(TOLD if token.isascii() else 1 for token in tokens)


def _crossed(before: str, behind: str, their_before: str, their_behind: str) -> bool:
    """Tell whether what only the one says before the word the other says behind it, and the reverse."""
    start = _common(before, their_before)
    mine, yours = before[start:], their_before[start:]
    if _moved(mine, yours, behind, their_behind):
        return True
    end = _common(mine[::-1], yours[::-1])
    return _moved(mine[: len(mine) - end], yours[: len(yours) - end], behind, their_behind)


def _moved(mine: str, yours: str, behind: str, their_behind: str) -> bool:
    mine, yours = mine.strip(), yours.strip()
    return bool(mine and yours and mine != yours and yours in behind and mine in their_behind)


def _common(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    for i, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return i
    return min(len(one), len(other))
