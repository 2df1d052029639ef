"""The same number given to two different new rows: one keeps it, the other gets the next free one and an alias.

Source: reconcile.md, section 4, decision N-77: both orders of bringing copies together agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from reqsheets.domain.reconcile.sides import Sides
from reqsheets.domain.reconcile.values import meaning
from reqsheets.domain.register.columns import number_of
from reqsheets.domain.register.issued import issued
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, SetCell, Words
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import highest, numbered_column, series

DIGITS = "0123456789"


@dataclass
class Numbers:
    """Who was given another number: in theirs (by sheet: theirs' number to the new one) and in mine."""

    theirs: dict[str, dict[str, str]] = field(default_factory=dict)
    mine: dict[str, dict[str, str]] = field(default_factory=dict)

    def renamed(self, sheet: str) -> Callable[[str], str]:
        """Return what gives a key of theirs in the numbers after."""
        by_number = self.theirs.get(sheet, {})
        return lambda key: by_number.get(key, key)


def clashes(sides: Sides) -> list[str]:
    """Return the keys that both sides gave to new rows that differ, in the order of mine's."""
    if len(sides.sheet.key) != 1 or numbered_column(sides.sheet) is None:
        return []
    new = (key for key in sides.mine.cells if key not in sides.base.cells and key in sides.theirs.cells)
    return [key for key in new if not key.startswith("@") and not same_rows(sides, key, key)]


def same_rows(sides: Sides, mine: str, theirs: str) -> bool:
    """Tell whether a row of mine and one of theirs say the same in all people's cells but the key."""
    pairs = zip(sides.columns, sides.mine.cells[mine], sides.theirs.cells[theirs], strict=True)
    return all(
        meaning(sides.spec_of(name), one) == meaning(sides.spec_of(name), other)
        for name, one, other in pairs
        if name not in sides.sheet.key
    )


def alike(sides: Sides, mine: str, theirs: str) -> int:
    """Return how many people's cells of a row of mine and one of theirs say the same."""
    pairs = zip(sides.columns, sides.mine.cells[mine], sides.theirs.cells[theirs], strict=True)
    return sum(meaning(sides.spec_of(name), one) == meaning(sides.spec_of(name), other) for name, one, other in pairs)


def settle_clashes(spec: WorkbookSpec, sides: Sides, mine: Frames, theirs: Frames, numbers: Numbers) -> None:
    """Give one row of each clash another number, in `numbers`.

    The number stays with the row that rows of other sheets name, else with the earlier one, else with the smaller
    digest of its cells: whoever is called mine.
    """
    column = numbered_column(sides.sheet)
    if column is None:
        return
    used = issued(spec, mine, sides.sheet, column) | issued(spec, theirs, sides.sheet, column)
    named = [_named(spec, frames, sides.sheet, column) for frames in (mine, theirs)]
    for number in sorted(clashes(sides)):
        ours = _rank(sides, sides.mine.cells[number], is_named=number in named[0])
        yours = _rank(sides, sides.theirs.cells[number], is_named=number in named[1])
        loser = numbers.theirs if ours <= yours else numbers.mine
        new = _next(column, number, used)
        used.add(new)
        loser.setdefault(sides.sheet.name, {})[number] = new


def _rank(sides: Sides, row: tuple[object, ...], *, is_named: bool) -> tuple[bool, str, str]:
    """Return a key that sorts first whoever keeps the number."""
    cells = dict(zip(sides.columns, row, strict=True))
    numbered = numbered_column(sides.sheet)
    by = numbered.numbering.by if numbered is not None and numbered.numbering is not None else ""
    day = as_date(cells.get(by or sides.sheet.meaning("received") or ""))  # type: ignore[arg-type]
    said = [(name, str(meaning(sides.spec_of(name), cell))) for name, cell in sorted(cells.items())]  # type: ignore[arg-type]
    return not is_named, str(day or "9999"), sha256(repr(said).encode()).hexdigest()


def _next(column: ColumnSpec, number: str, used: set[str]) -> str:
    """Return the next free number of the same time."""
    counted = series(column.numbering, number)
    if counted is None:
        before = number.rstrip(DIGITS)
        digits = number[len(before) :]
        before, count, width = (before, int(digits), len(digits)) if digits else (f"{number}-", 1, 1)
        after = ""
    else:
        before, _, after = counted[0].partition("#")
        width = len(number) - len(before) - len(after)
        count = highest(column.numbering, used).get(counted[0], counted[1])
    new = number
    while new in used or new == number:
        count += 1
        new = f"{before}{count:0{width}d}{after}"
    return new


def referring(spec: WorkbookSpec, sheet: SheetSpec, column: ColumnSpec) -> Iterator[tuple[SheetSpec, str]]:
    """Yield the columns of all sheets that hold numbers of that column, itself included."""
    for other in spec.sheets:
        for one in other.columns:
            refers = one.refers is not None and (one.refers.sheet, one.refers.column) == (sheet.name, column.name)
            is_number = sheet.purpose == "needs" and (one.meaning in ("number", "main_number"))
            if refers or is_number or (other.name, one.name) == (sheet.name, column.name):
                yield other, one.name


def _named(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec) -> set[str]:
    """Return the numbers that registers other than their own name."""
    found: set[str] = set()
    for other, name in referring(spec, sheet, column):
        if other.name in frames and other.role == "register" and other.name != sheet.name:
            for value in values_or_blank(frames, other.name, name):
                found.update(split_choices(number_of(value) or ""))
    return found


def renumbered(spec: WorkbookSpec, frames: Frames, numbers: Mapping[str, Mapping[str, str]]) -> list[SetCell]:
    """Return the cells of a workbook that hold a number which is another one now."""
    changes = []
    for name, pairs in numbers.items():
        sheet = spec.sheet(name)
        column = numbered_column(sheet)
        for other, held in referring(spec, sheet, column) if column is not None else ():
            if other.name not in frames or held not in frames[other.name].columns:
                continue
            cells = zip(row_numbers(frames[other.name]), values_or_blank(frames, other.name, held), strict=True)
            for row, value in cells:
                new = replaced(value, pairs) if isinstance(value, str) else value
                if new != value:
                    because = Words(f"编号重复，改为 {new}", f"the number stood twice and is {new} now")
                    changes.append(SetCell(Cell(other.name, row, held), value, new, because, "value"))
    return changes


def replaced(text: str, pairs: Mapping[str, str]) -> str:
    """Return a cell's list of numbers with the new ones in their places."""
    if text in pairs:
        return pairs[text]
    parts = split_choices(text)
    return "、".join(pairs.get(part, part) for part in parts) if any(part in pairs for part in parts) else text
