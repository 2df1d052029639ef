"""Conditions on cells as people write them: 状态=处理中, 影响范围>=100, 需求描述~导出, 完成时限<2024-07-01."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Literal, TypeAlias

from reqsheets.domain.register.text import same_name
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.wording import cleaned, is_blank
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.cells.number_cells import number_in

Operator: TypeAlias = Literal["=", "!=", ">=", "<=", ">", "<", "~", "!~"]
# Longer signs first; full-width ones and those of mathematics are meant too.
SIGNS: Mapping[str, Operator] = {
    "!~": "!~", "≠": "!=", "!=": "!=", "<>": "!=", ">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=",
    "==": "=", "=": "=", ">": ">", "<": "<", "~": "~",
}  # fmt: skip
FULL_WIDTH = str.maketrans("＝！＞＜～", "=!><~")
FORM = re.compile("|".join(map(re.escape, SIGNS)))
COMPARING: Mapping[Operator, Callable[..., bool]] = {
    "=": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A column by its title, what its cells are compared with, and how; an empty `value` means a blank cell."""

    column: str
    operator: Operator
    value: str

    def holds(self, held: Value) -> bool:
        """Tell whether a cell meets the condition.

        Numbers and days compare as such where the cell holds one; texts by width, case and blanks alike, and `~` looks
        for a part. A blank cell meets only `=` and `!=` (and `!~`); an order between other kinds is never met.
        """
        if isinstance(held, Unreadable) or is_blank(held):
            return (self.operator in ("!=", "!~")) if self.value else self.operator == "="
        if not self.value:
            return self.operator == "!="
        if self.operator in ("~", "!~"):
            return (same_name(self.value) in same_name(_text(held))) == (self.operator == "~")
        mine, wanted = self._alike(held)
        if mine is None:
            return self.operator == "!="
        return COMPARING[self.operator](mine, wanted)

    def _alike(self, held: Value) -> tuple[object, object]:
        """Return the cell and what it is compared with as two of one kind; None for the cell where they are not."""
        pair: tuple[object, object]
        match held:
            case bool():
                pair = ("是" if held else "否"), cleaned(self.value)
            case int() | float():
                pair = float(held), number_in(self.value)
            case datetime():
                moment = _moment(self.value)
                pair = (held.date(), _day(self.value)) if moment is None else (held, moment)
            case date():
                pair = held, _day(self.value)
            case _ if self.operator in ("=", "!="):
                pair = same_name(_text(held)), same_name(self.value)
            case _:
                pair = number_in(_text(held)), number_in(self.value)
        return (None, None) if None in pair else pair


def condition(text: str) -> Condition:
    """Return the condition that the text says; raise UsageError where it says none."""
    plain = text.translate(FULL_WIDTH)
    found = FORM.search(plain)
    if found is None or not plain[: found.start()].strip():
        raise UsageError(
            f"看不懂条件“{text}”；请写成“列名=值”，也可以用 != > >= < <= ~（包含）",
            f"cannot read the condition {text!r}; write COLUMN=VALUE, or use != > >= < <= ~ (contains)",
        )
    value = plain[found.end() :].strip().strip("\"'“”")
    return Condition(plain[: found.start()].strip(), SIGNS[found[0]], value)


def _text(held: Value) -> str:
    return held if isinstance(held, str) else str(held)


def _day(text: str) -> date | None:
    read = read_date(text)
    return read.day if read is not None else None


def _moment(text: str) -> datetime | None:
    if ":" not in text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
