"""When a cell became what it is and who saw to it, as the records beside the workbook tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from reqsheets.model.audit import OUTSIDE, Edit, Record
from reqsheets.model.plan import Value, Words

Place = tuple[str, str, str]  # sheet, key and column; column "" is the row itself


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a cell: it happened after the one moment and no later than the other (None: nobody knows).

    What people edit between two of our runs is known to lie between them; what we write ourselves, to the second.
    """

    after: datetime | None
    by: datetime
    user: str
    old: Value
    new: Value
    because: Words


def _nothing() -> Iterable[Record]:
    return ()


@dataclass(frozen=True)
class History:
    """What is on record of a workbook, and what people edited since; read once somebody asks for it.

    `records` gives the batches, oldest first, the edits that are on no record yet as the last of them.
    """

    records: Callable[[], Iterable[Record]] = field(default=_nothing, compare=False)

    @cached_property
    def _events(self) -> dict[Place, list[Event]]:
        found: defaultdict[Place, list[Event]] = defaultdict(list)
        before: datetime | None = None
        for record in self.records():
            by = datetime.fromisoformat(record.time)
            after = before if record.command == OUTSIDE else by
            for edit in record.edits:
                for place, one in _placed(edit):
                    found[place].append(Event(after, by, record.user, one.old, one.new, one.because))
            before = by
        return dict(found)

    def of(self, sheet: str, key: str, column: str) -> list[Event]:
        """Return what happened to a cell, or with column "" to the row, oldest first."""
        return self._events.get((sheet, key, column), [])

    def entered(self, sheet: str, key: str, column: str, one_of: Collection[Value]) -> Event | None:
        """Return when the cell came to hold one of these values, which it still does; None where that is not known."""
        found: Event | None = None
        for event in reversed(self.of(sheet, key, column)):
            if event.new not in one_of:
                return found
            found = event
            if event.old not in one_of:
                return found
        if found is None and not self.of(sheet, key, column):  # it may have had the value from the first
            rows = [event for event in self.of(sheet, key, "") if event.new is not None]
            return rows[-1] if rows else None
        return found

    def left(self, sheet: str, key: str, column: str, one_of: Collection[Value]) -> Event | None:
        """Return when the cell last ceased to hold one of these values; None where that is not known."""
        events = reversed(self.of(sheet, key, column))
        return next((event for event in events if event.old in one_of and event.new not in one_of), None)


def _placed(edit: Edit) -> Iterator[tuple[Place, Edit]]:
    """Yield the places that an edit is about: a row that got its number on the spot goes by that from then on."""
    yield (edit.sheet, edit.key, edit.column), edit
    if edit.key.startswith("@") and edit.old is None and isinstance(edit.new, str) and edit.column:
        yield (edit.sheet, edit.new, ""), edit


NO_HISTORY = History()
