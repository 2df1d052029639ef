"""Texts that a regular expression takes long over if it ever does: long runs of what it looks for."""

# ruff: noqa: ANN401, PLR0911 (a parsed pattern has no type)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

BRANCHES = 5  # of an alternation that are drawn; word lists have hundreds
ENDS = ("", "\x01", "!\n")  # what a run ends with: nothing, or something that most patterns refuse
CLASSES = {
    sre.CATEGORY_DIGIT: "7",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "w",
    sre.CATEGORY_NOT_DIGIT: "w",
    sre.CATEGORY_NOT_SPACE: "w",
    sre.CATEGORY_NOT_WORD: " ",
}
ANY = "a1 <单,\"'[/"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A text that begins so, then says the same again and again, and ends so."""

    start: str
    run: str
    end: str

    def text(self, pattern: re.Pattern[Any], length: int) -> Any:
        """Return it in that many characters, in bytes where the pattern is of bytes."""
        times = (length - len(self.start) - len(self.end)) // len(self.run)
        text = self.start + self.run * times + self.end
        return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def hostile_runs(pattern: re.Pattern[Any]) -> list[Hostile]:
    """Return what to try a pattern with, each once."""
    pieces = dict.fromkeys(_pieces(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)))
    return [Hostile(start, run, end) for start, run in pieces if run for end in ENDS]


def _pieces(parsed: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield what stands before a repetition, and what may be repeated there."""
    before = [""]
    for op, argument in parsed:
        for start in before:
            yield "", start
        mine = list(_examples([(op, argument)]))
        for start, run in product(before[:2], mine):
            yield start, run
            yield "", start + run
        for inner in _inside(op, argument):
            for outer, (start, run) in product(before[:2], _pieces(inner)):
                yield outer + start, run
                yield "", outer + start + run
        before = list(dict.fromkeys(start + one for start, one in product(before, mine)))[:3] or before
    for start in before:
        yield "", start


def _inside(op: Any, argument: Any) -> list[Any]:
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [argument[2]]
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return _drawn(argument[1]) if op is sre.BRANCH else []


def _drawn(branches: list[Any]) -> list[Any]:
    step = max(1, len(branches) // BRANCHES)
    return branches[::step][:BRANCHES]


def _examples(parsed: Iterable[Any]) -> list[str]:
    """Return a few texts that these pieces match."""
    found = [""]
    for op, argument in parsed:
        found = [start + one for start, one in product(found, _one(op, argument))][:BRANCHES]
    return list(dict.fromkeys(found))


def _one(op: Any, argument: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(argument)]
    if op in (sre.NOT_LITERAL, sre.ANY):
        return [sign for sign in ANY if op is sre.ANY or ord(sign) != argument][:4]
    if op is sre.IN:
        return _members(argument)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, _, inner = argument
        examples = _examples(inner)
        return [*(one * max(1, least) for one in examples), *([""] if least == 0 else [])]
    if op is sre.BRANCH:
        return [one for branch in _drawn(argument[1]) for one in _examples(branch)[:2]]
    inside = _inside(op, argument)
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [""] if argument[0] < 0 or op is sre.ASSERT_NOT else ["", *_examples(argument[1])[:2]]
    return [one for inner in inside for one in _examples(inner)] or [""]


def _members(argument: list[Any]) -> list[str]:
    if argument[0][0] is sre.NEGATE:
        excluded = re.compile("[" + "".join(_spelled(item) for item in argument[1:]) + "]")
        return [sign for sign in ANY if not excluded.match(sign)][:4] or ["\x02"]
    found = []
    for op, value in argument:
        if op is sre.LITERAL:
            found.append(chr(value))
        elif op is sre.RANGE:
            found += [chr(value[0]), chr(value[1])]
        elif op is sre.CATEGORY:
            found.append(CLASSES[value])
    return list(dict.fromkeys(found))[:8]


def _spelled(item: tuple[Any, Any]) -> str:
    op, value = item
    if op is sre.LITERAL:
        return re.escape(chr(value))
    if op is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "NOT_DIGIT": r"\D", "NOT_SPACE": r"\S", "NOT_WORD": r"\W"}[
        value.name.removeprefix("CATEGORY_")
    ]
