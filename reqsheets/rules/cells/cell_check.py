"""The shape of a check on single cells: what is wrong, what to tell, and the same as a pandera check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import filterfalse
from types import NoneType
from typing import TYPE_CHECKING

import pandas as pd

from reqsheets.model.plan import NOTHING_SAID, Severity, Unreadable, Value, Words
from reqsheets.model.wording import is_blank
from reqsheets.rules.titles import TITLES

if TYPE_CHECKING:
    from pandera.pandas import Check

TEXT = frozenset({str})
NUMBERS = frozenset({int, float})
DATES = frozenset({date, datetime})
OTHERS = frozenset({bool, time, timedelta})
COUNTING = NUMBERS | {bool}
FILLED = TEXT | NUMBERS | DATES | OTHERS
BLANK = frozenset({NoneType, str, float})
TEXT_OR_NONE = frozenset({str, NoneType})
WITHOUT_VALUE = frozenset({Unreadable})


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says of one value."""

    message: Words
    hint: Words = NOTHING_SAID
    severity: Severity = "error"


EDGE = "\x1e"  # stands before, between and after the texts that a sieve looks through


@dataclass(frozen=True)
class Distinct:
    """What stands in a column, each value once; True equals 1, so a column with booleans has no set of values."""

    types: frozenset[type]
    held: frozenset[Value] | None

    @cached_property
    def texts(self) -> list[str]:
        """Return what is text."""
        held = self.held or frozenset()
        if self.types <= TEXT_OR_NONE:
            return list(held - {None})  # type: ignore[arg-type]
        return [value for value in held if isinstance(value, str)]

    @cached_property
    def longest(self) -> int:
        """Return how many characters the longest text has."""
        return max(map(len, self.texts), default=0)

    @cached_property
    def others(self) -> list[Value]:
        """Return what is no text."""
        if self.types <= TEXT_OR_NONE:
            return [None] if NoneType in self.types else []
        return [value for value in self.held or () if not isinstance(value, str)]

    @cached_property
    def joined(self) -> str:
        """Return all texts in one, with EDGE around each; "" where a text holds an EDGE itself."""
        joined = EDGE + EDGE.join(self.texts) + EDGE
        return joined if joined.count(EDGE) == len(self.texts) + 1 else ""

    def sifted(self, sieve: re.Pattern[str]) -> Iterable[str]:
        """Return the texts in which the sieve finds something, all where they cannot be looked through at once."""
        if not self.joined:
            return self.texts
        if sieve not in self._found:  # two checks may share one
            self._found[sieve] = _sifted(self.joined, sieve)
        return self._found[sieve]

    @cached_property
    def _found(self) -> dict[re.Pattern[str], set[str]]:
        return {}


def distinct(held: Sequence[Value]) -> Distinct:
    """Return what stands in a column, each value once."""
    once = frozenset(held)
    types = frozenset(map(type, once))
    if not types.isdisjoint(COUNTING):  # of 1, 1.0 and True only the first one stays
        types = frozenset(map(type, held))
    return Distinct(types, None if bool in types else once)


def plain_values(series: pd.Series) -> list[Value]:
    """Return a column's values as frames of ours hold them, whoever read them: no NaN, no Timestamp."""
    held: list[Value] = series.tolist()
    if series.dtype == object and pd.Timestamp not in set(map(type, held)):
        return held
    missing = series.isna().tolist()
    plain = (value.to_pydatetime() if isinstance(value, pd.Timestamp) else value for value in held)
    return [None if gone else value for gone, value in zip(missing, plain, strict=True)]


def _sifted(joined: str, sieve: re.Pattern[str]) -> set[str]:
    """Return the texts in which the sieve finds something."""
    return {
        joined[
            joined.rfind(EDGE, 0, found.start() + 1) + 1 : joined.find(EDGE, max(found.end() - 1, found.start() + 1))
        ]
        for found in sieve.finditer(joined)
    }


@dataclass(frozen=True)
class CellCheck:
    """One rule on one column: `wrong` judges a value of the `suspects` types, `told` puts it in words.

    Values of other types pass unseen, which makes a clean column cheap. Blanks pass too unless None is suspect.
    A text in which the `sieve` finds nothing is right, as is one for which `right` gives something true, and one of at
    most `most` characters: that is quick, for the sieve goes through all texts of a column at once.
    """

    rule: str
    suspects: frozenset[type]
    wrong: Callable[[Value], bool]
    told: Callable[[Value], Told]
    sieve: re.Pattern[str] | None = None
    right: Callable[[str], object] | None = None
    most: int = -1

    @cached_property
    def check(self) -> Check:
        """Return the check for a pandera schema; its function takes any series and never raises on a `Value`."""
        from pandera.pandas import Check  # which takes longer to import than a small register to check

        title = TITLES[self.rule]
        return Check(self.passed, name=self.rule, title=title.zh, description=title.en, ignore_na=False)

    def passed(self, series: pd.Series) -> pd.Series:
        """Return which cells pass, under the series' index."""
        held = plain_values(series)
        right = pd.Series(data=True, index=series.index, dtype=bool)
        right.iloc[self.failing(held, distinct(held))] = False
        return right

    def failing(self, held: Sequence[Value], known: Distinct) -> list[int]:
        """Return the places of what fails in a column, from 0; `known` is what stands in it."""
        faults = self._faults(known)
        if faults is None:
            return [at for at, value in enumerate(held) if self._fails(value)]
        return [at for at, value in enumerate(held) if value in faults] if faults else []

    def _faults(self, known: Distinct) -> set[Value] | None:
        """Return the wrong values of a column; None where each cell must be judged for itself."""
        if self.suspects.isdisjoint(known.types):
            return set()
        if known.held is None:
            return None
        others = () if self.suspects <= TEXT else known.others
        return {value for value in (*others, *self._doubtful(known)) if self._fails(value)}

    def _doubtful(self, known: Distinct) -> Iterable[str]:
        if self.sieve is not None:
            return known.sifted(self.sieve)
        if self.most >= 0:
            return [text for text in known.texts if len(text) > self.most] if known.longest > self.most else ()
        return known.texts if self.right is None else filterfalse(self.right, known.texts)

    def _fails(self, value: Value) -> bool:
        if type(value) not in self.suspects:
            return False
        return self.wrong(value) and (NoneType in self.suspects or not is_blank(value))
