"""When two cells say the same, and what becomes of one that both sides changed.

Source: reconcile.md, section 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from reqsheets.model.frames import canonical
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec
from reqsheets.model.wording import cleaned, is_blank
from reqsheets.rules.cells.choice_cells import MEANT
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.cells.number_cells import number_in


def same(column: ColumnSpec | None, one: Value, other: Value) -> bool:
    """Tell whether two cells of a column mean the same: 1 and 1.0, a day and its text, 是 and √, blanks at the end."""
    return (one == other and type(one) is type(other)) or meaning(column, one) == meaning(column, other)


def meaning(column: ColumnSpec | None, value: Value) -> object:
    """Return what a cell says, whatever its spelling."""
    if is_blank(value):
        return None
    kind = column.type if column is not None else "text"
    found: object = canonical(value)
    match kind:
        case "int" | "decimal":
            number = number_in(value) if isinstance(value, str) else None
            found = number if number is not None else found
        case "date" | "datetime" if isinstance(value, str):
            read = read_date(value)
            found = read.day if read is not None and read.day is not None else cleaned(value)
        case "bool":
            meant = cleaned(str(value)).casefold() if not isinstance(value, bool) else "是" if value else "否"
            found = next((word for word, others in MEANT.items() if meant in others), meant)
        case "id" | "ref" | "enum":
            found = cleaned(str(value))
        case "multi" if isinstance(value, str):
            found = frozenset(map(cleaned, split_choices(value)))
        case _ if isinstance(value, str):
            found = value.rstrip()
        case _:
            pass
    return _moment(found)


def _moment(found: object) -> object:
    """Return a day as the moment at its midnight, so that both compare."""
    return datetime(found.year, found.month, found.day) if type(found) is date else found  # noqa: DTZ001 (a day)


def readable(value: Value) -> bool:
    """Tell whether a cell shows a value, so that it may be taken."""
    return not isinstance(value, Unreadable)


def both_appended(base: Value, one: Value, other: Value) -> str | None:
    """Return the text with both additions, one a line, where both sides only added behind it; None where not.

    The order is that of the texts, the same from whichever side one looks; where one addition begins with the other the
    longer stands alone.
    """
    texts = (base, one, other)
    if not all(isinstance(text, str) for text in texts) or is_blank(base):
        return None
    start = str(base).rstrip()
    if not (str(one).startswith(start) and str(other).startswith(start)):
        return None
    added = sorted(str(text)[len(start) :].strip() for text in (one, other))
    if not all(added):
        return None
    return "\n".join([start, added[1]] if added[1].startswith(added[0]) else [start, *added])


def sets_joined(base: Value, one: Value, other: Value, options: Sequence[str]) -> Value:
    """Return base's choices with those that either side added and without those that either took out."""
    was, mine, yours = (
        list(split_choices(text)) if isinstance(text, str) else [] for text in (base, one, other)
    )  # fmt: skip
    gone = {choice for choice in was if choice not in mine or choice not in yours}
    kept = {choice for choice in (*was, *mine, *yours) if choice not in gone}
    rank = {option: i for i, option in enumerate(options)}
    return "、".join(sorted(kept, key=lambda choice: (rank.get(choice, len(rank)), choice))) or None
