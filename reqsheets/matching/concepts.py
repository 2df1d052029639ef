"""Texts as strings of concepts: a word and its synonyms are one character, words of courtesy none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from zlib import crc32

from reqsheets.matching.lexicon import Lexicon

LAST_CONCEPT = 0xF8FE
FIRST_TOKEN, TOKENS = 0xF0000, 0x1FFF0  # a Latin word or a number is one character of the supplementary planes
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|es|s)$")


# Words of courtesy elsewhere, but of two texts that are alike they tell which way.
_TELLING = (
    *("后 之后 以后 后面 after", "上", "下", "从", "到 to", "给", "被", "更", "还", "急", "申请"),
    "支持 提供 实现 增加 新增 添加 加上 加个 加一个 增设 增添 增加一个 做一个 做个 开发 add",
    "修复 解决 处理 核查 排查 改善 优化 改进 完善 提升 改良",
)


def conceptual(normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return each normal form as concepts; what is no word of the lexicon stays as it is."""
    return _in_concepts(normal, words, dict(words.concepts))


def telling(normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return each normal form as concepts, without dropping what tells a direction."""
    return _in_concepts(normal, words, words.concepts | _directions())


@cache
def _directions() -> dict[str, str]:
    return {word: chr(LAST_CONCEPT - i) for i, group in enumerate(_TELLING) for word in group.split()}


def _in_concepts(normal: Sequence[str], words: Lexicon, known: dict[str, str]) -> list[str]:
    known[" "] = ""

    def concept(found: re.Match[str]) -> str:
        word = found[0]
        said = known.get(word)
        if said is None:
            stem = _ENDING.sub("", word)
            said = known[word] = known.get(stem) or chr(FIRST_TOKEN + crc32(stem.encode()) % TOKENS)
        return said

    return words.concept_pattern.sub(concept, "\n".join(normal)).split("\n") if normal else []
