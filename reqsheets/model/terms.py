"""What a workbook in another language calls the words that the operations know in Chinese.

Inside, every option, parameter and label is the Chinese one; a workbook in English holds the English ones. `swapped`
takes one for the other in both directions, and twice gives back what was there, so that reading and writing lose
nothing, whatever people typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reqsheets.model.plan import Language, Value, Words

CHINESE = re.compile("[\u3400-\u9fff\uff08\uff09][0-9A-Za-z\u3400-\u9fff\uff08\uff09/]*")
QUOTED = re.compile("“([^“”]*)”")
SEPARATORS = re.compile("(、|, )")
SWAPPED_SEPARATORS = {"、": ", ", ", ": "、"}
COUNTED = re.compile(r"(.*?)( [0-9]+)?")
LITERAL = re.compile('"((?:[^"]|"")*)"')


@dataclass(frozen=True)
class Terms:
    """The words of a language for those that the operations know.

    `labels` are texts that nobody reads back, `titles` those of sheets and columns, as sentences may name them.
    """

    language: Language = "zh"
    words: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _both(self) -> dict[str, str]:
        return {**self.words, **{theirs: ours for ours, theirs in self.words.items()}}

    @cached_property
    def _beginnings(self) -> list[tuple[str, str]]:
        """Return what words with a gap at their end begin with, in both languages."""
        return [(o.removesuffix("{}"), t.removesuffix("{}")) for o, t in self.words.items() if o.endswith("{}")]

    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], str]]:
        """Return the labels with gaps as patterns."""
        found = []
        for ours, theirs in self.labels.items():
            if "{}" in ours:
                found.append((re.compile("(.*?)".join(map(re.escape, ours.split("{}"))), re.DOTALL), theirs))
        return found

    def swapped(self, value: Value, *, listed: bool = False) -> Value:
        """Return the other language's word for a cell, and any other value as it is; a list has one in each place."""
        if not self.words or not isinstance(value, str):
            return value
        if value in self._both:
            return self._both[value]
        for ours, theirs in self._beginnings:
            if value.startswith((ours, theirs)):
                first, second = (ours, theirs) if value.startswith(ours) else (theirs, ours)
                return f"{second}{value.removeprefix(first)}"
        if not listed:
            return value
        return "".join(SWAPPED_SEPARATORS.get(part) or self._counted(part) for part in SEPARATORS.split(value))

    def has(self, ours: str) -> bool:
        """Tell whether the language has a word for it: lists of Chinese turns of phrase have none in another one."""
        return not self.words or ours in self.words

    def word(self, ours: str) -> str:
        """Return what the workbook calls one of our words."""
        return self.words.get(ours, ours)

    def _counted(self, part: str) -> str:
        """Return the other word of a part such as `无 4`."""
        match = COUNTED.fullmatch(part)
        word, count = (match[1], match[2] or "") if match else (part, "")
        return self._both.get(part) or f"{self._both.get(word, word)}{count}"

    def shown(self, value: Value) -> Value:
        """Return what a formula of ours shows, as the workbook has it: a word, or a label with figures in it."""
        swapped = self.swapped(value)
        return self.label(value) if isinstance(value, str) and swapped == value else swapped

    def label(self, text: str) -> str:
        """Return a text that we put on a sheet in the language; a text that is no label of ours as it is."""
        if self.language == "zh":
            return text
        known = self.labels.get(text) or self.words.get(text)
        if known is not None:
            return known
        for form, theirs in self._forms:
            match = form.fullmatch(text)
            if match:
                return theirs.format(*match.groups())
        return text

    def formula(self, text: str) -> str:
        """Return a formula with its text literals in the language."""
        if self.language == "zh":
            return text
        return LITERAL.sub(lambda literal: f'"{self._literal(literal[1])}"', text)

    def _literal(self, text: str) -> str:
        known = self.words.get(text) or self.label(text)
        return known if known != text else "".join(map(self.word, re.split("(,)", text)))

    def said(self, words: Words) -> str:
        """Return what stands in a cell for a text in two languages."""
        return self.spoken(words).to(self.language)

    def spoken(self, words: Words) -> Words:
        """Return a text whose options and parameters are called as the workbook calls them."""
        if not self.words:
            return words
        zh = QUOTED.sub(lambda match: f"“{self._named(match[1])}”", words.zh)
        return Words(
            zh,
            CHINESE.sub(lambda match: self._named(match[0]), re.sub(r"、(?!\s|$)", ", ", words.en).replace("、", ",")),
        )

    def _named(self, text: str) -> str:
        return self.words.get(text) or self.titles.get(text, text)


NO_TERMS = Terms()
