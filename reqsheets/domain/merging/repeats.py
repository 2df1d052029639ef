"""Which rows of one text and customer are repeats of another: who is the main row, what a person must decide."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from reqsheets.domain.register.traits import Against, Traits
from reqsheets.model.plan import Words

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
    traits: Traits = ()

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
    by_tier: str = ""  # the tier by which it is merged, unless a person decided or nothing of content differs


MOST_MAINS = 50  # earlier rows that one is compared with; there are as many only where all differ
ENDED = Words("前者已完成或已关闭", "the earlier one is done or closed")


def repeats(group: Iterable[Candidate], within: int, apart: Pairs, against: Against) -> Iterator[Repeat]:
    """Yield the repeats among rows of one text and customer, each with the earliest row at most `within` days before.

    Pairs in `apart` were judged to be different, or were taken apart again: they never meet. Of a row and all those
    merged into one, none may speak `against` another: then a person decides.
    """
    mains: deque[Candidate] = deque()
    ended: deque[Candidate] = deque()
    joined: defaultdict[int, dict[Traits, None]] = defaultdict(dict)  # by main row, itself included
    for later in sorted(group, key=_order):
        oldest = later.day - timedelta(days=within) if within < later.day.toordinal() else date.min
        near = _near(mains, later, oldest, apart)
        why_not = {m.position: _first(against(traits, later.traits) for traits in joined[m.position]) for m in near}
        main = next((m for m in near if why_not[m.position] is None), near[0] if near else None)
        past = None if main is not None else next(iter(_near(ended, later, oldest, apart)), None)
        if main is not None and (later.fixed or why_not[main.position]) is None:
            joined[main.position][later.traits] = None
            yield Repeat(main, later)
            continue
        if main is not None:
            yield Repeat(main, later, later.fixed or why_not[main.position])
        elif past is not None and not later.ended:
            yield Repeat(past, later, ENDED)
        joined[later.position][later.traits] = None
        (ended if later.ended else mains).append(later)


def _order(candidate: Candidate) -> tuple[datetime, str]:
    at = candidate.received
    moment = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    return moment, candidate.order


def _near(earlier: deque[Candidate], later: Candidate, oldest: date, apart: Pairs) -> list[Candidate]:
    while earlier and earlier[0].day < oldest:  # rows come in order: too old for this one is too old for the rest
        earlier.popleft()
    return list(islice((main for main in earlier if frozenset({main.number, later.number}) not in apart), MOST_MAINS))


def _first(found: Iterator[Words | None]) -> Words | None:
    return next((words for words in found if words is not None), None)
