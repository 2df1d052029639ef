"""What a cell may hold after a write: what the plan wants, or what it held."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import assert_never

from reqsheets.model.plan import Unreadable, Value
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.patching.read_back_rows import Held, Line
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

BLANK = Held("n", None, None, "0")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBERS = re.compile(r"[0-9]+")
FIRST_DAY, FIRST_DAY_OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
NO_LEAP_DAY = 60  # Excel counts a day that 1900 did not have
DAY = 86400  # seconds


@dataclass(frozen=True)
class Wanted:
    """What an edit wants of each cell; `old` gives a row as it was, `has_formula` tells whether that may hold one."""

    edit: SheetEdit
    old: Callable[[int], Line | None]
    has_formula: Callable[[int], bool]
    from_1904: bool = False

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows that the edit is about."""
        return frozenset(self.edit.rows())

    @cached_property
    def _places(self) -> dict[int, int]:
        rewrite = self.edit.rewrite
        return {column: at for at, column in enumerate(rewrite.columns)} if rewrite else {}

    def columns(self, row: int) -> AbstractSet[int]:
        """Return the columns of a row that the edit names."""
        named = self.edit.cells.get(row, {}).keys()
        return named | self._places.keys() if self._rewrites(row) else named

    def _rewrites(self, row: int) -> bool:
        rewrite = self.edit.rewrite
        return bool(rewrite) and (row in rewrite.old or row in rewrite.new) if rewrite else False

    @cached_property
    def _in_order(self) -> list[tuple[str, int]]:
        """The letters of the rewritten columns from left to right, and the places of their values."""
        return [(letters(column), at) for column, at in sorted(self._places.items())]

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(letter for letter, _ in self._in_order)

    @cached_property
    def _texts(self) -> dict[Value, tuple[str, str]]:
        return {}

    def is_plainly_right(self, row: int, was: Line | None, now: Line | None) -> bool:
        """Tell whether a rewritten row holds the wanted plain values and nothing else; a quick look at most rows."""
        rewrite, edit = self.edit.rewrite, self.edit
        if not rewrite or now is None or row not in rewrite.new or row in edit.cells or row in edit.uncached:
            return False
        source = rewrite.came_from.get(row)
        if (source is not None and self.has_formula(source)) or (was is not None and self.has_formula(row)):
            return False
        shown = now.letters()
        if len(shown) != len(now.element):  # a cell twice, or something else than cells
            return False
        if not shown <= self._letters or (was is not None and not was.letters() <= self._letters):
            return False
        values, wanted = rewrite.new[row], []
        for letter, at in self._in_order:
            value = values[at]
            if value is not None:
                if isinstance(value, bool):
                    return False
                wanted.append((f"{letter}{row}", *self._plain(value)))
        return now.plain() == wanted

    def _plain(self, value: Value) -> tuple[str, str]:
        known = self._texts.get(value)
        if known is None:
            known = self._texts[value] = self._as_text(value)
        return known

    def _as_text(self, value: Value) -> tuple[str, str]:
        match value:
            case str():
                return "inlineStr", value
            case int() | float() | datetime() | date() | time() | timedelta():
                number = float(value) if isinstance(value, int | float) else days(value, from_1904=self.from_1904)
                return "n", str(int(number)) if number.is_integer() else repr(number)
            case _:
                return "", ""

    def leaves(self, row: int) -> bool:
        """Tell whether the row itself (its height, its being hidden) is none that the edit is about."""
        pushed = self.edit.pushed
        return not (row in self.edit.cells or self._rewrites(row) or (pushed and pushed.row <= row <= pushed.to))

    def differs(self, row: int, column: int, was: Held | None, now: Held | None) -> bool:
        """Tell whether a cell holds neither what it held nor what is wanted."""
        pushed, was, now = self.edit.pushed, self._spelled(row, column, was or BLANK), now or BLANK
        if column in self.edit.cells.get(row, ()):
            return not self._is_set(row, column, was, now)
        if column in self._places and self._rewrites(row):
            return not self._is_rewritten(row, column, was, now)
        if pushed and pushed.row <= row <= pushed.to:
            return row == pushed.to and not self._is_total(pushed.row, column, now)
        if column in self.edit.uncached.get(row, ()):
            return not self._lost_its_result(was, now)
        return was != now

    def _spelled(self, row: int, column: int, was: Held) -> Held:
        """Return what a cell held, with the formula in full that it shared with one that goes."""
        text = self.edit.spelled.get(row, {}).get(column)
        if text is None or was.formula is None or column in self.edit.fixed.get(row, ()):
            return was
        return was._replace(formula=(text, ()))

    def _lost_its_result(self, was: Held, now: Held) -> bool:
        return (now.formula, now.style) == (was.formula, was.style) and now.value in (None, was.value)

    def _is_total(self, source: int, column: int, now: Held) -> bool:
        line = self.old(source)
        was = line.cells.get(column, BLANK) if line else BLANK
        return was == now or (was.formula is not None and self._lost_its_result(was, now))

    def _is_set(self, row: int, column: int, was: Held, now: Held) -> bool:
        value = self.edit.cells[row][column]
        if value is None and row in self.edit.added and was == now:
            return True
        if not self._has_its_formula(row, column, was, now):
            return False
        if column in self.edit.uncached.get(row, ()) and self._lost_its_result(was, now) and now.formula is not None:
            return True
        return self.shows(now, value)

    def _has_its_formula(self, row: int, column: int, was: Held, now: Held) -> bool:
        """Tell whether a set cell has the formula that it is to have, or none."""
        if column in self.edit.fixed.get(row, ()):
            return now.formula is None
        live = self.edit.formula(row, column) if self.edit.cells[row][column] is not None else ""
        if live and (column in self.edit.relaid.get(row, ()) or (was.formula is None and not was.value)):
            return now.formula is not None and now.formula[0] == live
        return now.formula == was.formula

    def _is_live(self, row: int, column: int, now: Held) -> bool:
        return now.formula is not None and now.formula[0] == self.edit.formula(row, column) != ""

    def _is_rewritten(self, row: int, column: int, was: Held, now: Held) -> bool:
        rewrite, at = self.edit.rewrite, self._places[column]
        if rewrite is None:
            return False
        source, values = rewrite.came_from.get(row, 0), rewrite.new.get(row)
        value = values[at] if values else None
        line = self.old(source) if source != row else None
        before = was if source == row else line.cells.get(column, BLANK) if line else BLANK
        if source and not self._same_formula(before, now, moved=source != row) and not self._is_live(row, column, now):
            return False
        kept = source in rewrite.old and rewrite.old[source][at] == value
        if kept and (before.kind, before.value, before.more) == (now.kind, now.value, now.more):
            return True
        if column in self.edit.uncached.get(row, ()) and now.formula is not None and now.value is None:
            return True
        return self.shows(now, value)

    def _same_formula(self, was: Held, now: Held, *, moved: bool) -> bool:
        if not moved or was.formula is None or now.formula is None:
            return was.formula == now.formula or (moved and now.formula is None and was.formula is None)
        if not was.formula[0]:  # of a shared formula whose text stands in another row
            return bool(now.formula[0])
        return _NUMBERS.sub("#", was.formula[0]) == _NUMBERS.sub("#", now.formula[0])

    def shows(self, now: Held, value: Value) -> bool:
        """Tell whether a cell shows that value, of the right type."""
        match value:
            case None | "":
                return not now.value and not now.more
            case str():
                return now.kind in ("inlineStr", "str") and _unescaped(now.value or "") == value
            case bool():
                return (now.kind, now.value) == ("b", str(int(value)))
            case Unreadable(shown=shown):
                return (now.kind, now.value) == ("e", shown)
            case int() | float():
                return self._counts(now, float(value))
            case datetime() | date() | time() | timedelta():
                return self._counts(now, days(value, from_1904=self.from_1904))
            case _:
                assert_never(value)

    def _counts(self, now: Held, number: float) -> bool:
        try:
            return now.kind == "n" and math.isclose(float(now.value or ""), number, rel_tol=1e-12, abs_tol=1e-9)
        except ValueError:
            return False


def named_in(edit: SheetEdit, row: int) -> Collection[str] | None:
    """Return the letters of a row's columns that an edit is about; None where it is about the whole row."""
    rewrite, pushed = edit.rewrite, edit.pushed
    if (rewrite and (row in rewrite.old or row in rewrite.new)) or (pushed and pushed.row <= row <= pushed.to):
        return None
    return [letters(column) for cells in (edit.cells, edit.uncached, edit.spelled) for column in cells.get(row, ())]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def days(moment: date | time | timedelta, *, from_1904: bool) -> float:
    """Return the number by which Excel counts a moment, a time or a span."""
    match moment:
        case timedelta():
            return moment.total_seconds() / DAY
        case time():
            return (datetime.combine(FIRST_DAY, moment) - FIRST_DAY).total_seconds() / DAY
        case datetime():
            since = moment.replace(tzinfo=None) - (FIRST_DAY_OF_1904 if from_1904 else FIRST_DAY)
            count = since.total_seconds() / DAY
            return count - 1 if not from_1904 and count < NO_LEAP_DAY + 1 else count
        case date():
            return days(datetime.combine(moment, time()), from_1904=from_1904)
        case _:
            assert_never(moment)


def lines_differ(wanted: Wanted, row: int, was: Line | None, now: Line | None) -> Iterator[int]:
    """Yield the columns of a row that hold neither what they held nor what is wanted; 0 is the row itself."""
    if wanted.is_plainly_right(row, was, now):
        return
    old, new = (was.cells if was else {}), (now.cells if now else {})
    if was and now and wanted.leaves(row) and was.attributes != now.attributes:
        yield 0
    for column in sorted(old.keys() | new.keys() | wanted.columns(row)):
        if wanted.differs(row, column, old.get(column), new.get(column)):
            yield column
