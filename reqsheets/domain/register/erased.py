"""Rows whose number was erased: the last version knows it, as the row's other cells say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reqsheets.domain.register.columns import number_of
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Row, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import numbered_column

ALIKE = 0.6  # of the cells that were filled hold the same
SURE = 0.8  # the same for a row in its old place of which every text was rewritten
PAIRS = 200_000  # that are compared cell by cell


@dataclass(frozen=True, slots=True)
class Erased:
    """A row that lost its number; several `numbers` where it cannot be told which of them it had."""

    at: Cell
    numbers: tuple[str, ...]


def unnumbered(spec: WorkbookSpec, frames: Frames) -> dict[str, tuple[int, ...]]:
    """Return by sheet the Excel rows that people filled and that have no number, on sheets that number their rows."""
    found = {}
    for sheet in spec.sheets:
        column = numbered_column(sheet)
        if column is None or sheet.name not in frames or column.name not in frames[sheet.name].columns:
            continue
        people = _people(sheet, column, frames)
        cells = (values_or_blank(frames, sheet.name, name) for name in people)
        held = list(zip(*cells, strict=True)) if people else []
        numbers = values_or_blank(frames, sheet.name, column.name)
        rows = row_numbers(frames[sheet.name])
        filled = [any(value is not None for value in cells) for cells in held]
        blank = (row for row, number, begun in zip(rows, numbers, filled, strict=False) if begun and number is None)
        found[sheet.name] = tuple(blank)
    return {name: rows for name, rows in found.items() if rows}


def erased(spec: WorkbookSpec, before: Frames, now: Frames) -> Iterator[Erased]:
    """Yield the rows without a number that had one before: it stands nowhere in its column any more, the rest does.

    `before` needs the sheets that number their rows only.
    """
    for name, rows in unnumbered(spec, now).items():
        sheet = spec.sheet(name)
        column = numbered_column(sheet)
        if column is not None and name in before and column.name in before[name].columns:
            yield from _of_sheet(sheet, column, rows, before, now)


def _of_sheet(
    sheet: SheetSpec, column: ColumnSpec, rows: Sequence[int], before: Frames, now: Frames
) -> Iterator[Erased]:
    numbers = map(number_of, values_or_blank(before, sheet.name, column.name))
    held = {number_of(value) for value in values_or_blank(now, sheet.name, column.name)}
    gone = {row: text for row, text in zip(row_numbers(before[sheet.name]), numbers, strict=True) if text}
    gone = {row: number for row, number in gone.items() if number not in held}
    people = [name for name in _people(sheet, column, now) if name in before[sheet.name].columns]
    texts = [i for i, name in enumerate(people) if sheet.column(name).type == "long"]
    was, then = (_cells(frames, sheet, people) for frames in (before, now))
    close = len(rows) * len(gone) <= PAIRS
    taken: set[str] = set()
    for row in rows:
        others = [old for old in gone if gone[old] not in taken and (close or old == row)]
        scores = {old: _alike(was[old], then[row], texts, in_place=old == row) for old in others}
        best = max(scores.values(), default=0.0)
        if not best:
            continue
        found = [old for old, score in scores.items() if score == best]
        found = [row] if row in found else found
        taken |= {gone[found[0]]} if len(found) == 1 else set()
        yield Erased(Cell(sheet.name, row, column.name), tuple(gone[old] for old in found))


def still_erased(spec: WorkbookSpec, frames: Frames, lost: Iterable[Erased]) -> tuple[Finding, ...]:
    """Return the findings of the rows that have no number yet."""
    blank = unnumbered(spec, frames)
    return tuple(told(one) for one in lost if one.at.row in blank.get(one.at.sheet, ()))


def told(found: Erased) -> Finding:
    """Return what people must know about such a row."""
    zh, en = "、".join(found.numbers), " or ".join(found.numbers)
    fix = Words("或运行 reqsheets check --fix --write 填回", "or let reqsheets check --fix --write do it")
    hint = fix if len(found.numbers) == 1 else Words("请核对后填写", "look which one it is")
    return Finding(
        "REQ490",
        "error",
        found.at,
        None,
        Words(
            f"这一行上次处理时的编号是 {zh}，现在编号被清空；没有另给新编号，跟踪、评分等仍用原来的编号。",
            f"This row was {en} at the last run; its number was erased. It gets no new one, as tracking, scores and "
            "the like still name it.",
        ),
        Words(f"请填回 {zh}，{hint.zh}", f"enter {en} again, {hint.en}"),
        found.numbers[0],
    )


def _people(sheet: SheetSpec, column: ColumnSpec, frames: Frames) -> list[str]:
    known = frames[sheet.name].columns
    return [c.name for c in sheet.columns if not c.derived and c.name in known and c.name != column.name]


def _cells(frames: Frames, sheet: SheetSpec, names: Sequence[str]) -> Mapping[int, Row]:
    columns = [values_or_blank(frames, sheet.name, name) for name in names]
    return dict(zip(row_numbers(frames[sheet.name]), zip(*columns, strict=True), strict=True)) if columns else {}


def _alike(was: Row, now: Row, texts: Sequence[int], *, in_place: bool) -> float:
    """Return how much of what was filled is still the same, 0.0 where the two may well be different records."""
    filled = [i for i, value in enumerate(was) if value is not None]
    same = [i for i in filled if was[i] == now[i]]
    share = len(same) / len(filled) if filled else 0.0
    told_before = [i for i in texts if was[i] is not None]
    kept = not told_before or any(i in same for i in told_before)
    return share if share >= (ALIKE if kept else SURE) and (kept or in_place) else 0.0
