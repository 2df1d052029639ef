"""Which rows of one text and customer are repeats of another: who is the main row, what a person must decide."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reqsheets.plan import Words

Pairs = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that says the same as others; `fixed` tells why it may not be merged into an earlier one, if so."""

    position: int  # in the register, from 0
    number: str
    order: str  # the number as it sorts
    received: date | datetime
    ended: bool
    fixed: Words | None

    @property
    def day(self) -> date:
        """Return the day of receipt."""
        return self.received.date() if isinstance(self.received, datetime) else self.received


@dataclass(frozen=True, slots=True)
class Repeat:
    """A later row and the earlier one that it repeats; `why_not` where only a person may merge them (T-33)."""

    main: Candidate
    later: Candidate
    why_not: Words | None = None
    decided: bool = False  # by a person
    decided_by: str = ""
    similarity: float = 1.0


ENDED = Words("前者已完成或已关闭", "the earlier one is done or closed")


def repeats(group: Iterable[Candidate], within: int, apart: Pairs) -> Iterator[Repeat]:
    """Yield the repeats among rows of one text and customer, each with the earliest row at most `within` days before.

    Pairs in `apart` were judged to be different, or were taken apart again: they never meet.
    """
    mains: deque[Candidate] = deque()
    ended: deque[Candidate] = deque()
    for later in sorted(group, key=_order):
        oldest = later.day - timedelta(days=within) if within < later.day.toordinal() else date.min
        main = _earliest(mains, later, oldest, apart)
        past = None if main is not None else _earliest(ended, later, oldest, apart)
        if main is not None and later.fixed is None:
            yield Repeat(main, later)
            continue
        if main is not None:
            yield Repeat(main, later, later.fixed)
        elif past is not None and not later.ended:
            yield Repeat(past, later, ENDED)
        (ended if later.ended else mains).append(later)


def _order(candidate: Candidate) -> tuple[datetime, str]:
    at = candidate.received
    moment = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    return moment, candidate.order


def _earliest(earlier: deque[Candidate], later: Candidate, oldest: date, apart: Pairs) -> Candidate | None:
    while earlier and earlier[0].day < oldest:  # rows come in order: too old for this one is too old for the rest
        earlier.popleft()
    return next((main for main in earlier if frozenset({main.number, later.number}) not in apart), None)
