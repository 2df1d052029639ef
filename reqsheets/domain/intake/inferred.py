"""The smallest kind that fits a sheet, as TOML: types, options, required cells, form of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from reqsheets.domain.intake.proposal import Guess, Proposal, column_values
from reqsheets.domain.intake.samples import LONG, MANY, is_blank
from reqsheets.model.plan import Value

OPTIONS = 12  # different words; more are no list
SHARE = 0.5  # of the filled cells may be different in a list
TAKEN = frozenset((
    "number", "text", "customer", "product", "channel", "received", "status", "contact", "owner", "department",
    "planned_finish", "finished", "solution", "satisfaction",
))  # fmt: skip  # meanings that a column of the register itself may have
TYPES_OF: Mapping[str, tuple[str, ...]] = {
    "number": ("id",), "received": ("date", "datetime"), "planned_finish": ("date", "datetime"),
    "finished": ("date", "datetime"), "status": ("enum",), "satisfaction": ("int",),
}  # fmt: skip  # which types a meaning allows


@dataclass(frozen=True, slots=True)
class InferredColumn:
    """A column of her sheet as it would be declared."""

    title: str
    type: str
    means: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """What statuses mean: the first one, where the work is done, where nothing more is to do, what was dropped."""

    initial: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


NO_CYCLE = Cycle()
NUMBER = (
    "",
    "[[columns]]",
    'title = "需求编号"',
    'type = "id"',
    'means = "number"',
    'pattern = "XQ-[0-9]{4,}"',
    'numbering = "XQ-{count:04}"',
)  # of ours, for a register that has none


def inferred(found: Proposal) -> tuple[InferredColumn, ...]:
    """Return the columns of her register, from left to right; a meaning goes to one column only."""
    seen: set[str] = set()
    columns: list[InferredColumn] = []
    for guess in found.guesses:
        if guess.column.header in {column.title for column in columns}:
            continue  # the second of a title stays a column of her own
        ours = found.column_of(guess)
        means = ours.meaning if ours and ours.meaning in TAKEN and ours.meaning not in seen else ""
        column = _column(guess.column.header, column_values(found.tables, guess.column), means, found.key)
        seen.add(column.means)
        columns.append(column)
    return tuple(columns)


def as_toml(kind: str, sheet: str, columns: Sequence[InferredColumn], cycle: Cycle = NO_CYCLE, *, ours: bool) -> str:
    """Return the declaration as the text of a file; `ours`: with the columns in which we note what we did."""
    head = (f"kind = {_text(kind)}", f"sheet = {_text(sheet)}", *([] if ours else ["ours = false"]))
    number = NUMBER if ours and all(column.means != "number" for column in columns) else ()
    return "\n".join((*head, *_tables(columns), *number, *_cycle(cycle), ""))


def inferred_cycle(found: Proposal) -> Cycle:
    """Return what her statuses mean in the life cycle of the nearest kind; her words may follow in any order."""
    cycle = found.spec.cycle
    header = next((guess.column.title for guess in found.guesses if _is_status(found, guess)), "")
    words = found.values.get(header, {})
    if cycle is None or not words:
        return NO_CYCLE

    def of(ours: Sequence[str]) -> tuple[str, ...]:
        return tuple(word for word, option in words.items() if option in ours)

    first = of((cycle.initial, *cycle.waiting))
    return Cycle(first[:1], of(cycle.done), of(cycle.closed), of((*cycle.dropped, *cycle.merged)))


def _is_status(found: Proposal, guess: Guess) -> bool:
    ours = found.column_of(guess)
    return ours is not None and ours.meaning == "status"


def _cycle(cycle: Cycle) -> Iterator[str]:
    if cycle == NO_CYCLE:
        return
    yield from ("", "[cycle]")
    if cycle.initial:
        yield f"initial = {_text(cycle.initial[0])}"
    for name, words in (("done", cycle.done), ("closed", cycle.closed), ("dropped", cycle.dropped)):
        if words:
            yield f"{name} = [{', '.join(map(_text, words))}]"


def _column(title: str, values: Sequence[Value], means: str, key: Sequence[str]) -> InferredColumn:
    cells = [value for value in values if not is_blank(value)]
    required = bool(values) and len(cells) == len(values)
    words = tuple(dict.fromkeys(str(cell).strip() for cell in cells))
    type_ = "id" if means == "number" and title in key else _type(cells, words)
    if means == "status" and 0 < len(words) <= OPTIONS and all(isinstance(cell, str) for cell in cells):
        type_ = "enum"
    if means and type_ not in TYPES_OF.get(means, (type_,)):
        means = ""
    return InferredColumn(
        title,
        type_,
        means,
        required,
        words if type_ == "enum" else (),
        number_form(words) if type_ == "id" else "",
    )


def _type(cells: Sequence[Value], words: Sequence[str]) -> str:
    if not cells:
        return "text"
    if all(isinstance(cell, date) for cell in cells):
        timed = any(isinstance(cell, datetime) and cell.time() != time() for cell in cells)
        return "datetime" if timed else "date"
    if all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
        return "int" if all(float(str(cell)).is_integer() for cell in cells) else "decimal"
    if not all(isinstance(cell, str) for cell in cells):
        return "text"
    if sum(map(len, words)) > LONG * len(words) or any("\n" in word for word in words):
        return "long"
    few = len(words) <= OPTIONS and len(words) <= SHARE * len(cells)
    return "enum" if few and len(cells) >= MANY else "text"


def number_form(words: Sequence[str]) -> str:
    """Return the regular expression of all these numbers: letters as they are, digits as many; "" where none is."""
    pieces = {tuple(re.split(r"([0-9]+)", word)) for word in words}
    shapes = {(len(parts), *parts[::2]) for parts in pieces}
    if len(shapes) != 1:
        return ""
    first = next(iter(pieces))
    form = []
    for place, part in enumerate(first):
        lengths = {len(parts[place]) for parts in pieces}
        digits = f"[0-9]{{{min(lengths)}}}" if len(lengths) == 1 else f"[0-9]{{{min(lengths)},}}"
        form.append(digits if place % 2 else re.escape(part).replace("\\-", "-"))
    last = first[-2] if len(first) > 1 and not first[-1] else ""
    if last and form[-2].endswith("}") and not form[-2].endswith(",}"):
        form[-2] = f"{form[-2][:-1]},}}"  # numbers grow
    return "".join(form)


def _tables(columns: Sequence[InferredColumn]) -> Iterator[str]:
    for column in columns:
        yield from ("", "[[columns]]", f"title = {_text(column.title)}")
        if column.options:
            yield f"options = [{', '.join(map(_text, column.options))}]"
        elif column.type != "text":
            yield f"type = {_text(column.type)}"
        if column.means:
            yield f"means = {_text(column.means)}"
        if column.pattern:
            yield f"pattern = {_text(column.pattern)}"
        if column.required:
            yield "required = true"


def _text(text: str) -> str:
    """Return a TOML string, which is written as one of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
