"""Texts as strings of concepts: a word and its synonyms are one character, words of courtesy none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from reqsheets.matching.lexicon import Lexicon

FIRST_TOKEN, TOKENS = 0xF0000, 0x1FFF0  # a Latin word or a number is one character of the supplementary planes
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|es|s)$")


def conceptual(normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return each normal form as concepts; what is no word of the lexicon stays as it is."""
    known = dict(words.concepts)
    known[" "] = ""

    def concept(found: re.Match[str]) -> str:
        word = found[0]
        said = known.get(word)
        if said is None:
            stem = _ENDING.sub("", word)
            said = known[word] = known.get(stem) or chr(FIRST_TOKEN + crc32(stem.encode()) % TOKENS)
        return said

    return words.concept_pattern.sub(concept, "\n".join(normal)).split("\n") if normal else []
