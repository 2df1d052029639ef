"""The words that offices use for what our kinds call by their titles: data files, read once.

`words.toml` names concepts and their words, `<kind>.toml` which concepts together are which column of that kind.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

FILL = "fill"  # words that say nothing
IN_ORDER = "="  # before the concepts of a rule whose order counts
REST = "*"  # in a rule: one word that the vocabulary does not know
IGNORED = re.compile(r"[\s*:：?？!！。.,，、;；\"'“”‘’`~【】\[\]<>《》\-—_·•※★☆●]+")
INSIDE = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a set of concepts is: sheet and column by their names, whether to take it unasked, and its place in line."""

    sheet: str
    column: str
    taken: bool
    place: int  # 0: the first phrase of its column, which wins over later ones
    head: str = (
        ""  # the last concept of the phrase, which says what the thing is: 需求客户 is a customer, 客户需求 a need
    )


@lru_cache(maxsize=20_000)  # every cell of a stranger's file is looked at, and most words come again
def plain_text(text: str) -> str:
    """Return a header in small letters of half width, marks and blanks as single blanks."""
    return IGNORED.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def data_of(name: str) -> Mapping[str, Mapping[str, object]]:
    """Return the content of one data file of the vocabulary."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))


@cache
def words() -> dict[str, frozenset[str]]:
    """Return by word the concepts that it may stand for; English words in the plural too."""
    found: dict[str, set[str]] = {}
    for concept, listed in data_of("words")["concepts"].items():
        for word in str(listed).split():
            text = plain_text(word.replace("_", " "))
            for form in (text, f"{text}s") if text.isascii() and text[-1:].isalpha() else (text,):
                found.setdefault(form, set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items() if word}


@cache
def by_first() -> dict[str, tuple[str, ...]]:
    """Return by first letter the words that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for word in words():
        found.setdefault(word[0], []).append(word)
    return {letter: tuple(sorted(listed, key=len, reverse=True)) for letter, listed in found.items()}


@cache
def rules(kind: str) -> dict[tuple[str, ...], tuple[Rule, ...]]:
    """Return by concepts the columns of a kind that they may be.

    The concepts are in the order of the alphabet, but for phrases that begin with = and hold in their own order only;
    those are under IN_ORDER and their concepts, and come before any other.
    """
    found: dict[tuple[str, ...], dict[tuple[str, str], Rule]] = {}
    for sheet, columns in _sections(data_of(kind)):
        for column, said in columns.items():
            for manner in ("take", "ask"):
                for place, phrase in enumerate(said.get(manner, ())):
                    for concepts in _spelled_out(phrase.removeprefix("=")):
                        rule = Rule(sheet, column, manner == "take", place, concepts[-1])
                        key = (IN_ORDER, *concepts) if phrase.startswith("=") else tuple(sorted(concepts))
                        found.setdefault(key, {}).setdefault((sheet, column), rule)
    return {concepts: tuple(rules.values()) for concepts, rules in found.items()}


def _sections(data: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, Mapping[str, list[str]]]]]:
    for sheet, columns in data.items():
        if isinstance(columns, dict):
            yield sheet, columns


def _spelled_out(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield each row of concepts that a phrase such as "record? raise|receive date" stands for."""
    choices: list[tuple[str, ...]] = []
    for word in phrase.split():
        if word == "?":
            choices.append((REST,))
        else:
            choices.append((*word.removesuffix("?").split("|"), *([""] if word.endswith("?") else [])))
    for chosen in product(*choices):
        yield tuple(concept for concept in chosen if concept)
