"""Restatements: all that the shorter text asks for stands in the longer one, in the same or in equal words.

What the features cannot see, since they do not know of order or of small words, is looked at here: who does it to whom,
what comes first, from where to where, opposites, words that limit or deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reqsheets.matching import lists
from reqsheets.matching.guards import Signs, numbers_apart
from reqsheets.matching.lexicon import Lexicon

_OPPOSITES = (
    "上下 前后 内外 进出 出入 先后 未已 新旧 新老 左右 男女 早晚 升降 增减 收发 买卖 借还 正反 正负 首末 首尾 公私 "
    "主副 主子 单多 同异 真假 明暗 深浅 冷热 干湿 横竖 横纵 东西 南北 起止 存取 装卸 拆合 充放 加减 盈亏 涨跌 输赢 "
    "春秋 甲乙 总分 父子"
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_LIMITS = frozenset("仅最首末除非未已免每全半双单另否")
_RELATIONS = frozenset("从到至转由比给被向")
_SEQUENCE = frozenset("先再")
_DENIAL = re.compile(
    "不能|不支持|不可|不允许|不得|不要|不再|不让|不是|无法|禁|勿|别|只|不(?![知用够好方太上下来清明全稳到便])"
)
_ACTORS = re.compile(
    "[\u4e00-\u9fff]{1,2}(?:员(?!工)|人(?![工脸数力])|者|师)|[货业店车户]主|[校院班组店厂部局科]长|[甲乙买卖供需]方"
    "|[买卖商]家"
    "|主任|老师|客户|用户|会员|家属|家长|患者|病人|医生|学生|司机|客服|主管|经理|领导|护士|员工|上级|下级|总部|分公司|公司|门店|仓库|部门|科室"
    "|[a-z]+系统|erp|mes|crm|wms|oa|sap"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A concept, how the text says it, and whether it names somebody or something that acts."""

    concept: str
    said: str
    acts: bool


@dataclass(frozen=True)
class Restating:
    """Tells which texts restate one another."""

    words: Lexicon

    @cached_property
    def movable(self) -> frozenset[str]:
        """Return the concepts of verbs and faults: they may stand before or behind what they belong to."""
        known = self.words.concepts
        names = (lists.VERBS, lists.WITH_VERBS, lists.FAULTS)
        return frozenset(known[word] for name in names for word in self.words.words(name) if known.get(word))

    def restates(self, one: str, other: str, signs: tuple[Signs, Signs]) -> bool:
        """Tell whether two normal forms say the same with nothing that limits, denies or turns round one of them."""
        first, second = list(self._tokens(one)), list(self._tokens(other))
        shared = {t.concept for t in first} & {t.concept for t in second}
        if _limited(one, first, shared) or _limited(other, second, shared):
            return False
        return not self.contradict(one, other, signs)

    def contradict(self, one: str, other: str, signs: tuple[Signs, Signs]) -> bool:
        """Tell whether numbers, opposites or the order of what both name keep two normal forms apart."""
        if any(numbers_apart(*signs)) or any(_opposed(one, other, pair) for pair in _OPPOSITES.split()):
            return True
        first, second = list(self._tokens(one)), list(self._tokens(other))
        shared = {t.concept for t in first} & {t.concept for t in second}
        if not (_CHINESE.search(one) or _CHINESE.search(other)):
            sides = ([t.concept for t in side if t.concept in shared] for side in (first, second))
            return len({tuple(dict.fromkeys(side)) for side in sides}) > 1
        return self._turned(first, second, shared)

    def _turned(self, first: list[Token], second: list[Token], shared: set[str]) -> bool:
        """Tell whether what both name stands in an order that tells who does what to whom, or what comes first."""
        small = {token.said for token in (*first, *second)}
        ordered, related = bool(small & _SEQUENCE), bool(small & _RELATIONS)
        acting = {token.concept for token in (*first, *second) if token.acts} - _owners(first, second)
        place = {token.concept: i for i, token in reversed(list(enumerate(second)))}
        order = list(dict.fromkeys(token.concept for token in first if token.concept in shared))
        for i, one in enumerate(order):
            for other in order[i + 1 :]:
                if place[one] > place[other]:
                    both = (one in self.movable) == (other in self.movable)
                    if ordered or acting & {one, other} or (related and both):
                        return True
        return False

    def _tokens(self, text: str) -> Iterator[Token]:
        acting = {i for found in _ACTORS.finditer(text) for i in range(*found.span())}
        at = 0
        for found in (*self.words.concept_pattern.finditer(text), None):
            end = len(text) if found is None else found.start()
            yield from (Token(text[i], text[i], i in acting) for i in range(at, end))
            if found is not None:
                concept, acts = self.words.concepts.get(found[0], found[0]), found.start() in acting
                if concept or acts or found[0] in _RELATIONS:
                    yield Token(concept or found[0], found[0], acts)
                at = found.end()


def _opposed(one: str, other: str, pair: str) -> bool:
    """Tell whether the two name opposites, or both of them in another order."""
    mine, yours = ("".join(c for c in text if c in pair) for text in (one, other))
    if not mine or not yours or mine == yours:
        return False
    return not set(mine) & set(yours) or set(mine) == set(yours) == set(pair)


def _owners(first: Sequence[Token], second: Sequence[Token]) -> set[str]:
    """Return what stands before the same word in both texts: it says whose, not who."""
    mine, yours = ({a.concept: b.concept for a, b in pairwise(side) if not b.acts} for side in (first, second))
    return {concept for concept, after in mine.items() if yours.get(concept) == after}


def _limited(text: str, tokens: Sequence[Token], shared: set[str]) -> bool:
    """Tell whether something that limits or denies stands in what only this text has."""
    at = 0
    for token in tokens:
        at = text.index(token.said, at)
        if token.concept not in shared and (_LIMITS & set(token.said) or _DENIAL.match(text, at)):
            return True
        at += len(token.said)
    return False
