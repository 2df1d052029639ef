"""Rows of a derived sheet that no longer belong on it but hold what people typed: they stay, and somebody is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reqsheets.domain.register.columns import column_for_number, title_of
from reqsheets.domain.register.derived_sheet import DerivedSheet
from reqsheets.domain.register.requirements import Requirements
from reqsheets.model.plan import NOTHING_SAID, Cell, Finding, Row, Severity, Value, Words
from reqsheets.model.spec import SheetSpec

TypedElsewhere = Callable[[str], Mapping[str, Value]]  # what people typed for a number on the sheet where its row went

CLEAR = Words(
    "请把有用的内容移走，再清空本行手工填写的单元格，下次运行时本行会移除。",
    "Move what is of use, then clear what was typed in this row; the next run removes it.",
)
NO_NUMBER = Words(
    "本行没有编号，因有手工填写的内容而保留。", "This row has no number; it stays because somebody typed in it."
)
NOTED = Words(
    "该需求已转走，本行因有批注或图片而保留。",
    "This requirement moved on; its row stays because of a comment or picture.",
)
TAKE_ALONG = Words(
    "请把批注或图片移到需求现在所在的表，再从本行删除，下次运行时本行会移除。",
    "Move the comment or picture to the requirement's new sheet and delete it here; the next run removes the row.",
)
STANDS_ABOVE = Words(
    "本编号上面已有一行，本行因有手工填写的内容而保留。",
    "This number has a row further up; this one stays because somebody typed in it.",
)
GONE = Words(
    "登记表里已没有这个编号，本行因有手工填写的内容而保留。",
    "The register no longer has this number; the row stays because somebody typed in it.",
)
SET_ASIDE = Words(
    "该需求已合并或作废，本行因有手工填写的内容而保留。",
    "This requirement is merged or void; the row stays because somebody typed in it.",
)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A row that stays: where it stood (counted from 0), what it shows from now on, and why."""

    position: int
    number: str | None
    values: Row
    severity: Severity = "error"
    message: Words = NOTHING_SAID
    hint: Words = CLEAR

    def findings(self, sheet: SheetSpec, row: int) -> list[Finding]:
        """Return what to tell about it, once it stands in that Excel row; nothing where validate tells it."""
        if self.message == NOTHING_SAID:
            return []
        at = Cell(sheet.name, row, column_for_number(sheet))
        return [Finding("REQ604", self.severity, at, self.number, self.message, self.hint, self.number or "")]


@dataclass(frozen=True)
class Mover:
    """What left_over asks: which numbers are shown anyway, which rows moved on, where, and what falls away then."""

    shown: frozenset[str]
    moved: Callable[[int], bool]  # of a position in the register
    elsewhere: TypedElsewhere
    sheet: SheetSpec  # where they moved to
    falls_away: Callable[[int], frozenset[str]] = lambda _: frozenset()  # columns that say nothing from then on


def left_over(needs: Requirements, own: DerivedSheet, mover: Mover) -> Iterator[LeftOver]:
    """Yield the rows that stay, in their order on the sheet."""
    registered = frozenset(needs.numbers)
    for position, number in enumerate(own.numbers):
        shown = number is not None and number in mover.shown
        if (shown and own.first[number or ""] == position) or not (own.typed(position) or own.is_noted(position)):
            continue
        values = tuple(held[position] for held in own.columns.values())
        if number is None:
            yield LeftOver(position, number, values, "warning", NO_NUMBER)
        elif shown:
            yield from _second(own, position, number)
        elif number not in registered:
            yield LeftOver(position, number, values, "error", GONE)
        elif number not in needs.position:  # stands twice in the register: finding REQ501 there
            yield LeftOver(position, number, values)
        elif mover.moved(needs.position[number]):
            yield from _moved(needs, own, position, number, mover)
        else:
            yield LeftOver(position, number, values, "warning", SET_ASIDE)


def _second(own: DerivedSheet, position: int, number: str) -> Iterator[LeftOver]:
    """Yield a further row of a number that is shown, with what the first row does not show."""
    shown = own.typed_on(number)
    rest = {name: value for name, value in own.typed(position).items() if shown.get(name) != value}
    if rest or own.is_noted(position):
        yield LeftOver(position, number, _with_only(own, position, rest), "warning", STANDS_ABOVE)


def _moved(needs: Requirements, own: DerivedSheet, position: int, number: str, mover: Mover) -> Iterator[LeftOver]:
    """Yield a row that went to the other sheet with what that does not show."""
    there = mover.elsewhere(number)
    falls_away = mover.falls_away(needs.position[number])
    typed = own.typed(position).items()
    rest = {name: value for name, value in typed if name not in falls_away and there.get(name) != value}
    if not rest:
        if own.is_noted(position):
            yield LeftOver(position, number, _with_only(own, position, rest, falls_away), "info", NOTED, TAKE_ALONG)
        return
    titles = "、".join(title_of(own.sheet, name) for name in rest)
    to = mover.sheet.title
    message = Words(
        f"该需求已转到“{to}”，但那里没有地方放：{titles}；本行因此保留。",
        f"This requirement moved to {to}, which has no room for: {titles}; so the row stays.",
    )
    hint = Words(
        f"请在“{to}”加上同名的列（或清空那里不同的内容），下次运行时会移过去。",
        f"Add columns of the same title to {to} (or clear what differs there); the next run moves them.",
    )
    yield LeftOver(position, number, _with_only(own, position, rest, falls_away), "info", message, hint)


def _with_only(
    own: DerivedSheet, position: int, rest: Mapping[str, Value], falls_away: frozenset[str] = frozenset()
) -> Row:
    return tuple(
        rest.get(name) if name in own.people else None if name in falls_away else held[position]
        for name, held in own.columns.items()
    )
