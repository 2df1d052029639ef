"""What a main row takes over from the rows merged into it (decisions T-30, T-32 and T-34)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from reqsheets.domain.merging.repeated_rows import Sheets
from reqsheets.domain.merging.repeats import Candidate
from reqsheets.domain.register.columns import readable
from reqsheets.domain.register.text import plain, same_name
from reqsheets.model.plan import Cell, SetCell, Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec


@dataclass(frozen=True, slots=True)
class Fill:
    """A value that the main row takes over, from which row; None where it was made of several."""

    value: Value
    source: Candidate | None


def fills(sheets: Sheets, main: int, later: Sequence[Candidate], *, decided: bool) -> dict[str, Fill]:
    """Return by column what the main row takes over.

    Always its blanks and placeholders, from the earliest row that says something, and several choices, such as
    departments, as a set. Where a person `decided` on the merge also what is more complete or more urgent: the
    description, the earliest receipt, the highest priority.
    """
    better = _better(sheets, main, later, decided=decided)
    return _blanks(sheets, main, later) | {name: fill for name, fill in better if _free(sheets, main, name)}


def filled(sheets: Sheets, main: int, taken: Mapping[str, Fill]) -> Iterator[SetCell]:
    """Yield the changes of the main row."""
    needs = sheets.needs
    for name, fill in taken.items():
        if fill.source is None:
            because = Words("汇总自合并在一起的各行", "put together from the rows merged into this one")
        else:
            row = needs.rows[fill.source.position]
            because = Words(f"取自被合并的第 {row} 行", f"from row {row}, which is merged into this one")
        yield SetCell(Cell(needs.sheet.name, needs.rows[main], name), sheets.columns[name][main], fill.value, because)


def customers(sheets: Sheets, positions: Sequence[int]) -> int:
    """Return how many customers or departments these rows come from, each counted once (decision T-29)."""
    held = sheets.columns.get(sheets.needs.sheet.meaning("customer") or "", [])
    names = (str(held[i]) for i in positions if held and held[i] is not None)
    if sheets.asked_by_several:
        return len({same_name(choice) for name in names for choice in split_choices(name)})
    return len({same_name(name) for name in names})


def _free(sheets: Sheets, main: int, name: str) -> bool:
    return sheets.needs.rows[main] not in sheets.frames.formula_rows(sheets.needs.sheet.name, name)


def _blanks(sheets: Sheets, main: int, later: Sequence[Candidate]) -> dict[str, Fill]:
    sheet = sheets.needs.sheet
    ours = {column.name for column in sheet.columns if column.derived}
    ours |= {name for name in (sheet.meaning("status"), sheet.meaning("number")) if name}
    by_name = {column.name: column for column in sheet.columns}
    found: dict[str, Fill] = {}
    for name, held in sheets.columns.items():
        says_nothing = partial(sheets.says_nothing, by_name.get(name))
        if name in ours or not says_nothing(held[main]) or not _free(sheets, main, name):
            continue
        source = next((row for row in later if not says_nothing(readable(held[row.position]))), None)
        if source is not None:
            found[name] = Fill(held[source.position], source)
    return found


def _better(sheets: Sheets, main: int, later: Sequence[Candidate], *, decided: bool) -> Iterator[tuple[str, Fill]]:
    for column in sheets.needs.sheet.columns:
        held = sheets.columns.get(column.name)
        if held is None or column.derived or held[main] is None:
            continue
        if column.type == "multi":
            fill: Fill | None = _together(held, main, later)
        elif not decided:
            continue
        elif column.meaning == "affected":
            fill = _affected(sheets, held, main, later)
        else:
            fill = _best(sheets, column, held, main, later)
        if fill is not None and fill.value != held[main]:
            yield column.name, fill


def _best(
    sheets: Sheets, column: ColumnSpec, held: Sequence[Value], main: int, later: Sequence[Candidate]
) -> Fill | None:
    ranks: list[tuple[object, ...]]
    rows = [row for row in later if not sheets.says_nothing(column, readable(held[row.position]))]
    positions = [main, *(row.position for row in rows)]
    match column.meaning:
        case "text":
            if len({plain(str(held[i])) for i in positions}) == 1:
                return None
            ranks = [(-_filled_fields(sheets, i), -len(str(held[i]))) for i in positions]
        case "received":
            if not all(isinstance(held[i], date) for i in positions):
                return None
            ranks = [(str(held[i]),) for i in positions]
        case "urgency":
            order = list(Settings(sheets.spec, sheets.frames).options.get(column.options, {}))
            ranks = [(order.index(str(held[i])) if str(held[i]) in order else len(order),) for i in positions]
        case _:
            return None
    best = min(range(len(positions)), key=lambda k: ranks[k])
    return None if best == 0 else Fill(held[positions[best]], rows[best - 1])


def _filled_fields(sheets: Sheets, position: int) -> int:
    people = (column.name for column in sheets.needs.sheet.columns if not column.derived)
    return sum(sheets.columns[name][position] is not None for name in people if name in sheets.columns)


def _affected(sheets: Sheets, held: Sequence[Value], main: int, later: Sequence[Candidate]) -> Fill | None:
    count, now = customers(sheets, [main, *(row.position for row in later)]), held[main]
    return Fill(count, None) if isinstance(now, int) and now < count else None


def _together(held: Sequence[Value], main: int, later: Sequence[Candidate]) -> Fill:
    texts = [held[main], *(held[row.position] for row in later)]
    choices = (choice for text in texts if isinstance(text, str) for choice in split_choices(text))
    return Fill("、".join(dict.fromkeys(choices)), None)
