"""The cells of a stranger's records as ours have them, sheet by sheet; what ours has no column for is kept aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reqsheets.domain.intake.proposal import Guess, Proposal, target_of, text_of
from reqsheets.domain.intake.samples import is_blank
from reqsheets.model.frames import canonical
from reqsheets.model.plan import Value
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec

JOINT = "；"  # between two cells of theirs that go into one of ours
LISTED = "、"
LONGEST = 32_000  # letters of a cell


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that could not be taken as its column wants it: record, from 0, header, and what it holds."""

    record: int
    header: str
    value: Value
    column: ColumnSpec


@dataclass
class Transfer:
    """By sheet and column of ours the cells of all records, and by record what is kept aside."""

    cells: dict[str, dict[str, list[Value]]] = field(default_factory=dict)
    aside: list[dict[str, str]] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    homes: dict[str, tuple[str, str]] = field(default_factory=dict)  # by header: sheet and column

    def aside_text(self, record: int) -> str | None:
        """Return what is kept aside of a record, a line a column; None for nothing."""
        lines = [f"{header}：{text}" for header, text in self.aside[record].items()]
        return "\n".join(lines)[:LONGEST] or None


def transferred(proposal: Proposal) -> Transfer:
    """Return the cells of all records as ours have them."""
    found = Transfer(aside=[{} for _ in range(proposal.count)])
    target = target_of(proposal.spec)
    for guess in proposal.guesses:
        if guess.volatile and guess.to is None:
            continue
        answer, column = guess.to, proposal.column_of(guess)
        values = proposal.cells[guess.column.title]
        if answer is None or column is None or not _is_writable(column):
            _keep_aside(found, guess.column.title, values)
            continue
        if column.meaning == "number" or (answer.sheet == target and column.name in proposal.spec.sheet(target).key):
            continue
        _take(found, proposal, guess, column, values)
    return found


def _is_writable(column: ColumnSpec) -> bool:
    """Tell whether people fill a column; what we compute is not overwritten, so the cell is kept aside."""
    return not column.derived or column.meaning == "number"


def _keep_aside(found: Transfer, title: str, values: Sequence[Value]) -> None:
    for i, value in enumerate(values):
        if value is not None:
            found.aside[i][title] = text_of(value)


def _take(found: Transfer, proposal: Proposal, guess: Guess, column: ColumnSpec, values: Sequence[Value]) -> None:
    answer, title = guess.to, guess.column.title
    if answer is None:
        return
    words = proposal.values.get(title, {})
    held = found.cells.setdefault(answer.sheet, {}).setdefault(answer.column, [None] * proposal.count)
    found.homes[title] = (answer.sheet, answer.column)
    known: dict[Value, tuple[Value, bool]] = {}
    for i, value in enumerate(values):
        if value is None:
            continue
        made = known.get(value)
        if made is None:
            made = known[value] = converted(column, value, words)
        new, fits = made
        if not fits:
            found.odd.append(Odd(i, title, value, column))
            found.aside[i][title] = text_of(value)
        elif new is not None:
            held[i] = new if held[i] is None else f"{held[i]}{JOINT}{new}"


def converted(column: ColumnSpec, value: Value, words: Mapping[str, str | None]) -> tuple[Value, bool]:
    """Return a cell as a column of ours has it, and whether it fits; blanks such as N/A fit every column as None."""
    text = text_of(value)
    if text in words:
        option = words[text]
        return (option if option is not None else text), True
    if is_blank(value):
        return None, True
    return _typed(column, value, text, words)


def _typed(column: ColumnSpec, value: Value, text: str, words: Mapping[str, str | None]) -> tuple[Value, bool]:
    match column.type:
        case "date" | "datetime":
            return (value, True) if isinstance(value, date) else (None, False)
        case "int" | "decimal":
            return _number(value, whole=column.type == "int")
        case "bool":
            return (text, text in ("是", "否"))
        case "multi":
            return LISTED.join(_listed(text, words)), True
        case _:
            return _text(value), True


def _number(value: Value, *, whole: bool) -> tuple[Value, bool]:
    if isinstance(value, bool):
        return None, False
    if isinstance(value, int | float):
        return value, True
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        return None, False
    return canonical(number), not whole or number.is_integer()


def _listed(text: str, words: Mapping[str, str | None]) -> list[str]:
    parts = split_choices(text)
    return list(dict.fromkeys(words.get(part) or part for part in parts))


def _text(value: Value) -> Value:
    if isinstance(value, str):
        return value.strip() or None
    return text_of(value)
