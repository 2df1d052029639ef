"""The lists that cells choose from, with other names of an option and the closest option to a slip."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from reqsheets.model.settings import Settings
from reqsheets.model.wording import cleaned

LIKE_ENOUGH = 60  # percent of equal characters; below it a guess confuses more than it helps
# What follows an option where it is explained; full-width signs are in half width by then.
EXPLAINED = re.compile(r"\A\s*+(?:[-\u2010-\u2015\u2212~]+|:|[(\[【])\s*(?P<why>[^-\s)\]】].*?)[)\]】]?", re.DOTALL)
LONGEST_LIST = 2000  # entries that are searched for the closest one


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of one dictionary, in order, stopped ones included, and the option behind each other name."""

    options: Collection[str]
    aliases: Mapping[str, str]


def choices(settings: Settings, dictionary: str) -> Choices:
    """Return a dictionary's options, none where nobody knows the dictionary; an option is never another's alias."""
    return Choices(settings.options.get(dictionary, {}), settings.aliases(dictionary))


def closest(text: str, known: Collection[str]) -> str | None:
    """Return the entry that the text was probably meant to be; None where none or several are likely."""
    same = same_but_for_form(text, known)
    if same is not None or len(known) > LONGEST_LIST:
        return same
    best = process.extract(cleaned(text), list(known), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def option_of(known: Choices | None, text: str) -> str | None:
    """Return the option that a text means; None where it means none.

    It is the option itself, another name of it, or either with its explanation behind a dash, a colon or in
    parentheses, as documents print it: 常规-7天处理, 紧急（24小时响应）.
    """
    if known is None or not known.options:
        return None
    meant = cleaned(text)
    for form in (text, meant):
        if form in known.options:
            return form
        if form in known.aliases:
            return known.aliases[form]
    names = {option: option for option in known.options} | dict(known.aliases)
    for name in sorted(names, key=len, reverse=True):
        rest = meant[len(name) :] if meant.startswith(name) else ""
        found = EXPLAINED.fullmatch(rest)
        if found and cleaned(found["why"]) not in names:  # 高-低 names two
            return names[name]
    return None


def same_but_for_form(text: str, known: Collection[str]) -> str | None:
    """Return the entry that differs only by width, invisible characters, edges or small letters, or None."""
    meant = cleaned(text)
    return next((form for form in (meant, meant.upper()) if form in known), None)
