"""Rules between two columns and on the form of a text, as a kind of one's own declares them in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, TypeAlias

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import WorkbookSpec

Order: TypeAlias = Literal["before", "after", "above", "below"]
ORDERS: tuple[Order, ...] = ("before", "after", "above", "below")
SAID = {
    "before": Words("不能晚于", "must not be later than"),
    "after": Words("不能早于", "must not be earlier than"),
    "above": Words("要大于", "must be greater than"),
    "below": Words("要小于", "must be less than"),
}
RULE = "REQ906"


@dataclass(frozen=True)
class ColumnOrder:
    """A column that stands in an order to another one of its row; equal days are in order, equal numbers are not.

    Rows where either cell is blank, or no day or number, are left to other rules.
    """

    sheet: str
    column: str
    order: Order
    other: str

    @property
    def __name__(self) -> str:
        """Return how the rule is called where it cannot run."""
        return f"{self.column} {self.order} {self.other}"

    def __call__(self, spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
        """Yield REQ906 (error) on each cell that breaks the order."""
        if self.sheet not in frames:
            return
        sheet, said = spec.sheet(self.sheet), SAID[self.order]
        mine, theirs = (sheet.column(name).title for name in (self.column, self.other))
        held = (values_or_blank(frames, self.sheet, name) for name in (self.column, self.other))
        for row, one, two in zip(row_numbers(frames[self.sheet]), *held, strict=True):
            if _in_order(one, self.order, two) is False:
                yield Finding(
                    RULE,
                    "error",
                    Cell(self.sheet, row, self.column),
                    one,
                    Words(
                        f"“{mine}”{said.zh}“{theirs}”，那里是{two}。", f'"{mine}" {said.en} "{theirs}", which is {two}.'
                    ),
                    Words("请核对这两格。", "Check both cells."),
                )


@dataclass(frozen=True)
class TextForm:
    """A column whose filled cells match a regular expression as a whole."""

    sheet: str
    column: str
    pattern: str

    @property
    def __name__(self) -> str:
        """Return how the rule is called where it cannot run."""
        return f"{self.column} pattern"

    def __call__(self, spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
        """Yield REQ906 (error) on each text of another form."""
        if self.sheet not in frames:
            return
        title, form = spec.sheet(self.sheet).column(self.column).title, re.compile(self.pattern)
        held = values_or_blank(frames, self.sheet, self.column)
        for row, value in zip(row_numbers(frames[self.sheet]), held, strict=True):
            if value not in (None, "") and not form.fullmatch(str(value)):
                yield Finding(
                    RULE,
                    "error",
                    Cell(self.sheet, row, self.column),
                    value,
                    Words(
                        f"“{title}”的写法不符合 {self.pattern}。", f'"{title}" does not have the form {self.pattern}.'
                    ),
                    Words("请按这种写法改正。", "Write it in that form."),
                )


def _in_order(one: Value, order: Order, two: Value) -> bool | None:
    """Return whether two cells are in order; None where they cannot be compared."""
    if isinstance(one, date) and isinstance(two, date):
        first, second = _moments(one, two)
        return {"before": first <= second, "after": first >= second, "above": first > second, "below": first < second}[
            order
        ]
    if isinstance(one, int | float | Decimal) and isinstance(two, int | float | Decimal):
        small, great = Decimal(str(one)), Decimal(str(two))
        return {"before": small <= great, "after": small >= great, "above": small > great, "below": small < great}[
            order
        ]
    return None


def _moments(one: date, two: date) -> tuple[datetime, datetime]:
    """Return both as moments; where either is a day alone, the day counts."""
    if isinstance(one, datetime) and isinstance(two, datetime):
        return one, two
    midnight = time()
    days = [value.date() if isinstance(value, datetime) else value for value in (one, two)]
    return datetime.combine(days[0], midnight), datetime.combine(days[1], midnight)
