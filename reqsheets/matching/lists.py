"""The word lists that matching starts from; a company extends them on the sheet 选项字典."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

GREETINGS, CLOSINGS = "称呼", "结束语"  # in front of a text and behind it
COURTESY = "客套词"  # carry a request, not what is asked for
SYNONYMS = "同义词"  # mean about the same: a reason to propose
EQUALS = "等义词"  # may stand for one another anywhere: no difference at all
MOOD = "语气词"  # ask for what follows, politely or not
VERBS = "动词"  # may stand before or behind what they act on
WITH_VERBS = "随动词"  # how or by what means: stand beside the verb
FAULTS = "毛病词"  # a fault and the verbs that mend it: asking for these says no more
EXCLUSIVE = "互斥词"  # one or the other, never the same request
NEGATIONS = "否定词"
LISTS = (
    GREETINGS,
    CLOSINGS,
    COURTESY,
    SYNONYMS,
    EQUALS,
    MOOD,
    VERBS,
    WITH_VERBS,
    FAULTS,
    EXCLUSIVE,
    NEGATIONS,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a list and the others that go with it: synonyms of it, or what excludes it."""

    list: str
    word: str
    others: tuple[str, ...] = ()


@cache
def default_entries() -> tuple[Entry, ...]:
    """Return the lists that ship."""
    text = files("reqsheets.matching").joinpath("words.csv").read_text(encoding="utf-8")
    return tuple(
        Entry(row["list"], row["word"], tuple(row["others"].split("、")) if row["others"] else ())
        for row in csv.DictReader(text.splitlines())
    )
