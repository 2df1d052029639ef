"""Texts in normal form: one width, one case, simplified, without greeting, thanks and idle punctuation.

All texts go through each step at once, joined by line breaks: ten times as fast as one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reqsheets.matching import lists
from reqsheets.matching.lexicon import Lexicon, folded
from reqsheets.matching.word_patterns import any_of

_BLANKS = re.compile(r"[^\S\n]+")
_STOPS = r",;:!?。、~…\-—·. "
_IDLE = re.compile(  # between digits a mark counts (1.5, 3-5), before a digit a minus does (-5)
    r"(?<![\d\n])[.,:](?=\S)|[.,:](?!\d)|[-—](?!\d)|[;!?。、~…·“”\"'‘’()\[\]{}【】《》<>「」『』|_=^`]"
)
_BETWEEN_WORDS = re.compile(r" (?![a-z0-9])|(?<![a-z0-9]) ")
_CODE_DASH = re.compile(r"(?<=[a-z])-(?=\d)")  # XJ-200 is XJ200
_VERSION = re.compile(r"(?<![a-z])(?:version|ver|v)[. ]?(?=\d)")
_CHINESE_NUMBER = re.compile(
    r"[零一二两三四五六七八九十百千]+(?=号|个月|天|年|小时|分钟|秒|次|级|期|楼|层|季度|车间|条|台|元|块|倍|周|月|份|页|张|位|家|套|组)"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
# What only sets the mood of a request; adding or offering something belongs to it right behind another such word.
_MOOD = (
    "希望能够 希望可以 希望能 希望系统能 希望 建议可以 建议能 建议 能不能 能否 可否 是否可以 可不可以 "
    "最好能 请求 请问 麻烦 应当 应该 需要 要求 尽快 please kindly"
)
_PLEASE = "请(?![假示购款求教勿])"  # 请假 is leave, 请勿 a ban
_OFFER = "支持 增加 新增 添加 提供 实现 增设 能够 可以 能 有 做 support add"
_PARTICLES = "了 吧 啊 呀 哦 嘛 呢 吗 一下 进行 相关 贵司 我司 功能 目前 现在 很 非常 十分 也 都"
_OF = "的(?![地确])"  # 目的地, 的确
_MENDED = "优化 改进 改善 完善 改良 修复 解决 处理 排查 核查 处理好 解决好"  # at the end: of course


def normalised(texts: Sequence[str], words: Lexicon) -> list[str]:
    """Return each text in normal form.

    >>> from reqsheets.matching.lexicon import lexicon
    >>> normalised(["【客户反馈】導出為 ＥＸＣＥＬ，谢谢！", "导出为Excel"], lexicon())
    ['导出为excel', '导出为excel']
    """
    if not texts:
        return []
    joined = folded("\n".join(text.replace("\n", " ").replace("\r", " ") for text in texts))
    joined = _BLANKS.sub(" ", joined)
    greeting, closing = _edges(words)
    joined = closing.sub("", greeting.sub("", joined))
    joined = _CHINESE_NUMBER.sub(_in_digits, _VERSION.sub("v", _CODE_DASH.sub("", joined)))
    joined = _BETWEEN_WORDS.sub("", _BLANKS.sub(" ", _IDLE.sub(" ", joined)))
    return [text.strip() for text in joined.split("\n")]


def content_keys(normal: Sequence[str], words: Lexicon) -> list[str]:
    """Return what is left of each normal form without words of mood: equal keys say the same.

    Words that may stand for one another are one word. A text that leaves little keeps all of its words.
    """
    if not normal:
        return []
    mood, mended = _mood()
    equals = words.equals
    joined = words.equals_pattern.sub(lambda found: equals[found[0]], "\n".join(normal))
    shorn = mood.sub("", mended.sub("", joined)).replace(" ", "").split("\n")
    return [key if len(key) >= LEAST else f"={text}" for key, text in zip(shorn, normal, strict=True)]


LEAST = 4  # characters


def certain_keys(texts: Sequence[str], words: Lexicon) -> list[str]:
    """Return by text what is equal where nothing of content differs; linear in their number."""
    return content_keys(normalised(texts, words), words)


@cache
def _edges(words: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    opening, closing = (any_of(words.words(name)) for name in (lists.GREETINGS, lists.CLOSINGS))
    bracketed = rf"[(\[【<《](?:{opening})[)\]】>》][{_STOPS}]*"
    greeted = rf"(?:{opening})[{_STOPS}]*[,:;!。、~—][{_STOPS}]*"
    counted = r"\d{1,2} ?[、.)] ?(?!\d)"
    thanked = rf"(?:(?<=[{_STOPS}(])|(?<=\)))(?:{closing})|(?<=\S)(?:谢谢|麻烦了|多谢)"
    return (
        re.compile(rf"^ ?(?:{bracketed}|{greeted}|{counted})+", re.MULTILINE),
        re.compile(rf"(?:[{_STOPS}()]*(?:{thanked})[{_STOPS}()]*)+$|[{_STOPS}]+$", re.MULTILINE),
    )


@cache
def _mood() -> tuple[re.Pattern[str], re.Pattern[str]]:
    mood, offer, particle = f"(?:{any_of(_MOOD.split())}|{_PLEASE})", any_of(_OFFER.split()), any_of(_PARTICLES.split())
    return (
        re.compile(rf"{mood}(?:{mood}|{offer}| )*|{particle}|{_OF}|(?<![不没])支持|^(?:提供|实现|可以)", re.MULTILINE),
        re.compile(rf"{mood}(?:{mood}| )*{any_of(_MENDED.split())}$", re.MULTILINE),
    )


def _in_digits(found: re.Match[str]) -> str:
    """Return a number below ten thousand in digits; what is none (两万, 一一) as it stands."""
    total, digit = 0, None
    for character in found[0]:
        if character in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        elif digit:
            return found[0]
        else:
            digit = _DIGITS[character]
    return str(total + (digit or 0))
