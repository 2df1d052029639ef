"""Guards: what tells two texts apart however alike they look. Amounts, codes, exclusive choices, negation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, overload

from reqsheets.matching.lexicon import Lexicon

Guard: TypeAlias = Literal["product", "number", "code", "exclusive", "negation"]

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(
    r"(?<![a-z0-9.-])v?(-?\d+(?:[.:]\d+)*)"
    r"(%|分钟|小时|个月|[年月周天秒号次级期楼层条台元块倍份页张位家套组人万]|[mgkt]b?(?![a-z0-9])|(?:k?g|[cmk]?m|ms|s|h|min)(?![a-z0-9]))?"
)
_CODE = re.compile(r"[a-z][a-z0-9+#]*(?:-\d+)?")
_DIGITS = re.compile(r"\d")
_NO = re.compile(r"不|没|无|未|别|非|not|no(?![a-z])|n't")
_MAY = re.compile("(?<!不)(?:可以|能够?|支持|允许)([\u3400-\u9fff]{2})")
_MAY_NOT = re.compile("(?:不可以|不能够?|不支持|不允许|不得)([\u3400-\u9fff]{2})")
_WISH = re.compile(
    "希望|建议|能否|能不能|可否|请|想|需要|最好|[吗么]$|期望|麻烦"
)  # 希望能导出 and 不能导出 ask for the same
PLAIN_WORDS = frozenset({"v", "app", "pc"})
ARTICLES = frozenset({"a", "i"})
KEPT = 1 << 16  # sets of numbers whose units are at hand
Amounts: TypeAlias = frozenset[tuple[str, str]]  # with unit


@dataclass(frozen=True, slots=True)
class Signs:
    """What the guards look at in one text."""

    numbers: Amounts
    codes: frozenset[str]
    choices: tuple[tuple[int, int], ...]  # (exclusive set, bits of its words)
    negated: bool
    denied: bool  # some word of no, which may also tell a fault
    product: str = ""
    may: frozenset[str] = frozenset()  # how what is said to be allowed begins, unless it is wished for
    may_not: frozenset[str] = frozenset()

    @property
    def in_order(self) -> tuple[object, ...]:
        """Return all of them but the product, equal and sortable as text for equal signs."""
        return sorted(self.numbers), sorted(self.codes), self.choices, self.negated, self.denied


@dataclass(frozen=True, slots=True)
class Conflict:
    """A guard that speaks, and what it saw on either side."""

    guard: Guard
    one: str
    other: str


def signs(text: str, product: str, words: Lexicon) -> Signs:
    """Return the signs of a normal form."""
    bits: Counter[int] = Counter()
    for word in words.exclusive_pattern.findall(text):
        for number, bit in words.exclusive[word]:
            bits[number] |= bit
    return Signs(
        frozenset((n.removesuffix(".0"), u.removesuffix("b")) for n, u in _NUMBER.findall(text)),
        frozenset(_codes(text, words)),
        tuple(sorted(bits.items())),
        words.negation_pattern.search(text) is not None,
        _NO.search(text) is not None,
        product,
        frozenset() if _WISH.search(text) else frozenset(_MAY.findall(text)),
        frozenset(_MAY_NOT.findall(text)),
    )


class SignsOf(Sequence[Signs]):
    """The signs of many texts, each looked for once it is asked for: most texts are never compared."""

    def __init__(self, normal: Sequence[str], products: Sequence[str], words: Lexicon) -> None:
        self.normal, self.products, self.words = normal, products, words
        self.found: list[Signs | None] = [None] * len(normal)
        self.once: dict[Signs, Signs] = {}  # equal ones are one

    def __len__(self) -> int:
        return len(self.normal)

    @overload
    def __getitem__(self, at: int) -> Signs: ...
    @overload
    def __getitem__(self, at: slice) -> list[Signs]: ...
    def __getitem__(self, at: int | slice) -> Signs | list[Signs]:
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        found = self.found[at]
        if found is None:
            found = signs(self.normal[at], self.products[at], self.words)
            found = self.found[at] = self.once.setdefault(found, found)
        return found


def _codes(text: str, words: Lexicon) -> Iterator[str]:
    chinese = _CHINESE.search(text) is not None
    for found in _CODE.finditer(text):
        code = found[0]
        if re.fullmatch(r"v\d+|[mgk]b?|min|ms|s|h|kg|cm|km", code) or code in PLAIN_WORDS:
            continue
        if chinese or _DIGITS.search(code) or (len(code) == 1 and code not in ARTICLES):
            yield words.concepts.get(code, code)


def kept_apart(one: Signs, other: Signs) -> bool:
    """Tell whether a guard keeps the two apart."""
    return next(_speaking(one, other), None) is not None


def conflicts(one: Signs, other: Signs, words: Lexicon) -> Iterator[Conflict]:
    """Tell each guard that keeps the two apart."""
    shown: dict[Guard, Callable[..., str]] = {
        "number": _shown,
        "code": lambda codes: _named(codes, words),
        "exclusive": lambda choice: _chosen(choice[0], choice[1], words),
    }
    for guard, mine, yours in _speaking(one, other):
        show = shown.get(guard, str)
        yield Conflict(guard, show(mine), show(yours))


def _speaking(one: Signs, other: Signs) -> Iterator[tuple[Guard, object, object]]:
    """Yield each guard that keeps the two apart, with what it saw on either side."""
    if one.product and other.product and one.product != other.product:
        yield "product", one.product, other.product
    mine, yours = numbers_apart(one, other)
    if mine and yours:
        yield "number", mine, yours
    codes, others = one.codes - other.codes, other.codes - one.codes
    if codes and others:
        yield "code", codes, others
    theirs = dict(other.choices)
    for number, bits in one.choices:
        if bits & theirs.get(number, bits) == 0:
            yield "exclusive", (number, bits), (number, theirs[number])
    denied = (one.may & other.may_not or other.may & one.may_not) - (one.may_not & other.may_not)
    if denied:
        mine_denied, its_denied = (("不" if side.may_not & denied else "") + min(denied) for side in (one, other))
        yield "negation", mine_denied, its_denied
    if one.negated != other.negated:
        yield "negation", "否" if one.negated else "", "否" if other.negated else ""


def numbers_apart(one: Signs, other: Signs) -> tuple[Amounts, Amounts]:
    """Return the numbers that only one side has; without a unit a number equals the same number with any."""
    if one.numbers == other.numbers:
        return frozenset(), frozenset()
    return _lacking(one.numbers, other.numbers), _lacking(other.numbers, one.numbers)


def _lacking(mine: Amounts, yours: Amounts) -> Amounts:
    units = _units(yours)
    return frozenset(
        [
            (number, unit)
            for number, unit in mine
            if number not in units or (unit and unit not in units[number] and "" not in units[number])
        ]
    )


@lru_cache(KEPT)
def _units(numbers: Amounts) -> dict[str, set[str]]:
    """Return by number its units."""
    units: dict[str, set[str]] = {}
    for number, unit in numbers:
        units.setdefault(number, set()).add(unit)
    return units


def _shown(numbers: Amounts) -> str:
    return "、".join(sorted(number + unit for number, unit in numbers))


def _named(codes: frozenset[str], words: Lexicon) -> str:
    return "、".join(sorted(words.concept_names.get(code, code) for code in codes))


def _chosen(number: int, bits: int, words: Lexicon) -> str:
    return "、".join(word for word, sets in words.exclusive.items() for n, bit in sets if n == number and bits & bit)
