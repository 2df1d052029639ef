"""The word lists, looked up by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import normalize

from reqsheets.matching import lists
from reqsheets.matching.lists import Entry
from reqsheets.matching.simplified import SIMPLIFIED
from reqsheets.matching.word_patterns import any_of

FIRST_CONCEPT = 0xE000  # a group of synonyms is one character of Unicode's private use area
CONCEPTS = 0x1900
VERB, WITH_VERB, FAULT = ("\ue000", "\ue7ff"), ("\ue800", "\uebff"), ("\uec00", "\uefff")  # classes of words


@dataclass(frozen=True)
class Lexicon:
    """All words in one width, one case, simplified."""

    entries: tuple[Entry, ...]

    def words(self, name: str) -> frozenset[str]:
        """Return all words of a list."""
        return frozenset(word for entry in self._of(name) for word in (entry.word, *entry.others) if word)

    @cached_property
    def concepts(self) -> dict[str, str]:
        """Return by word the one character that stands for its group of synonyms, "" where it carries no content."""
        found = dict.fromkeys(self.words(lists.COURTESY), "")
        for i, entry in enumerate(self._of(lists.SYNONYMS)[:CONCEPTS]):
            for word in (entry.word, *entry.others):
                found.setdefault(word, chr(FIRST_CONCEPT + i))
        return found

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return by word what stands for it where content is compared.

        Words that may be exchanged for one another are one word; a verb, what goes with a verb and a fault are one
        character each.
        """
        found: dict[str, str] = {}
        for name, (first, last) in ((lists.VERBS, VERB), (lists.WITH_VERBS, WITH_VERB), (lists.FAULTS, FAULT)):
            of_class = sorted({e.word for e in self._of(name)} if name == lists.FAULTS else self.words(name))
            for i, word in enumerate(of_class[: ord(last) - ord(first) + 1]):
                found.setdefault(word, chr(ord(first) + i))
        for entry in self._of(lists.EQUALS):
            for word in (entry.word, *entry.others):
                found.setdefault(word, found.get(entry.word, entry.word))
        return found

    @cached_property
    def equals(self) -> dict[str, str]:
        """Return by word the one that it may be exchanged for without any difference."""
        found: dict[str, str] = {}
        for entry in self._of(lists.EQUALS):
            for word in (entry.word, *entry.others):
                found.setdefault(word, entry.word)
        return found

    @cached_property
    def equals_pattern(self) -> re.Pattern[str]:
        """Return what finds the words of `equals`."""
        return re.compile(any_of(self.equals))

    @cached_property
    def mends(self) -> dict[str, str]:
        """Return by a fault's character those of the verbs that mend it."""
        return {
            self.classes[entry.word]: "".join(self.classes.get(verb, "") for verb in entry.others)
            for entry in self._of(lists.FAULTS)
        }

    @cached_property
    def complaints(self) -> dict[str, str]:
        """Return by a verb's character that of the fault which asks for it: 加快 says that something is slow."""
        return {verbs[0]: fault for fault, verbs in reversed(self.mends.items()) if len(verbs) == 1}

    @cached_property
    def concept_names(self) -> dict[str, str]:
        """Return by a concept's character the word that people know it by."""
        return {chr(FIRST_CONCEPT + i): e.word for i, e in enumerate(self._of(lists.SYNONYMS)[:CONCEPTS])}

    @cached_property
    def concept_pattern(self) -> re.Pattern[str]:
        """Return what finds the words of `concepts`, else Latin words and numbers, else blanks."""
        return re.compile(rf"{any_of(self.concepts)}|[a-z0-9][a-z0-9.%#+-]*|[^\S\n]+")

    @cached_property
    def exclusive(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Return by word the exclusive sets that it is in: (set, its bit)."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, entry in enumerate(self._of(lists.EXCLUSIVE)):
            for bit, word in enumerate((entry.word, *entry.others)):
                found.setdefault(word, []).append((number, 1 << bit))
        return {word: tuple(sets) for word, sets in found.items()}

    @cached_property
    def exclusive_pattern(self) -> re.Pattern[str]:
        """Return what finds the words of `exclusive`."""
        return re.compile(any_of(self.exclusive))

    @cached_property
    def negation_pattern(self) -> re.Pattern[str]:
        """Return what finds words that turn a request round."""
        return re.compile(any_of(self.words(lists.NEGATIONS)))

    def _of(self, name: str) -> list[Entry]:
        return [_folded(entry) for entry in self.entries if entry.list == name]


def lexicon(entries: Iterable[Entry] | None = None) -> Lexicon:
    """Return the lexicon of these lists, by default of those that ship."""
    return _lexicon(lists.default_entries() if entries is None else tuple(entries))


@lru_cache(maxsize=8)  # most workbooks of a run have the same words, and their patterns take long to compile
def _lexicon(entries: tuple[Entry, ...]) -> Lexicon:
    return Lexicon(entries)


def folded(text: str) -> str:
    """Return the text in one width, one case, simplified characters."""
    return normalize("NFKC", text).lower().translate(SIMPLIFIED)


def _folded(entry: Entry) -> Entry:
    return Entry(entry.list, folded(entry.word).strip(), tuple(folded(word).strip() for word in entry.others))
