"""Mend what has one meaning only; whatever a person might have meant otherwise stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import lru_cache, partial

from reqsheets.domain.register.erased import Erased
from reqsheets.model.frames import Frames, canonical, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Plan, SetCell, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, WorkbookSpec
from reqsheets.model.wording import CONTROL, cleaned, is_blank, tidy
from reqsheets.rules.cells.by_column import checked_columns
from reqsheets.rules.cells.choice_cells import MEANT
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.cells.filled_in import clearable, placeholder_in
from reqsheets.rules.cells.form_cells import read_budget
from reqsheets.rules.cells.number_cells import TEN_THOUSANDS, allowed, number_in
from reqsheets.rules.choices import choices, option_of

CONTROLS = re.compile(f"[{CONTROL}]")
YEAR = re.compile("[0-9]{4}")  # a date that begins with fewer digits may mean several days
EDGES = Words("去掉首尾空白和看不见的字符", "blanks at the edges and invisible signs removed")
HALF = Words("全角改半角", "half width")
AGREED = Words("改成统一的说法", "the agreed word")
CLEARED = Words("占位的字清空", "a placeholder, cleared")
NUMBER = Words("文本改成数字", "a number, no longer text")
BACK = Words("填回被清空的编号", "the number that was erased")
DAY = Words("文本改成日期", "a date, no longer text")
PARTED = Words("一个范围分成下限和上限", "a range, in its two columns")
LIMITS = ("budget_low", "budget_high")
Mended = tuple[Value, Words]


def mend(spec: WorkbookSpec, frames: Frames, _: date, *, lost: Collection[Erased] = ()) -> Plan:
    """Set each cell that people typed and that can be mended safely.

    Safe are: edges and invisible signs, full width in codes and choices, numbers and whole dates as text, other names
    of an option, and placeholders (无, /) for a date, number or contact that need not be given. Prose, formulas,
    two-digit years and whatever stays wrong after mending are left alone. A row that lost its number (`lost`) gets it
    back where it is sure which one it was. Shape: one SetCell a cell.
    """
    settings = Settings(spec, frames)
    back = (SetCell(one.at, None, one.numbers[0], BACK) for one in lost if len(one.numbers) == 1)
    return Plan(changes=(*_changes(settings), *_ranges(settings), *back))


def _changes(settings: Settings) -> Iterator[SetCell]:
    frames = settings.frames
    for sheet in settings.spec.sheets:
        for column in checked_columns(sheet) if sheet.name in frames else ():
            if column.derived or column.name not in frames[sheet.name].columns:
                continue
            better = lru_cache(maxsize=None)(_mending(column, settings))
            formulas = frames.formula_rows(sheet.name, column.name)
            held: list[Value] = frames[sheet.name][column.name].tolist()
            for row, value in zip(row_numbers(frames[sheet.name]), held, strict=True):
                if _typed(column, value) and row not in formulas and (found := better(str(value))) is not None:
                    yield SetCell(Cell(sheet.name, row, column.name), value, found[0], found[1])


def _mending(column: ColumnSpec, settings: Settings) -> Callable[[str], Mended | None]:
    """Return what mends a text of the column; a placeholder where nothing need stand is cleared."""
    mended, is_placeholder = partial(_mended, column, settings), placeholder_in(column, settings)
    if not clearable(column):
        return mended
    return lambda text: (None, CLEARED) if is_placeholder(text) else mended(text)


def _typed(column: ColumnSpec, value: Value) -> bool:
    """Tell whether a cell may hold what should be written otherwise: a text, or 1 and 0 for yes and no."""
    return (isinstance(value, str) and not is_blank(value)) or (column.type == "bool" and type(value) is int)


def _mended(column: ColumnSpec, settings: Settings, text: str) -> Mended | None:
    """Return what the cell should hold and why, None where it stays."""
    match column.type:
        case "int" | "decimal":
            return _number(column, text) or _amount(column, text)
        case "date":
            return _day(text)
        case "enum" | "bool":
            return _choice(column, settings, text)
        case "id":
            return _code(text, lambda meant: not column.pattern or re.fullmatch(column.pattern, meant) is not None)
        case "ref" | "text" | "link" | "multi":
            return _plain(text)
        case "long" | "datetime":
            return None


def _choice(column: ColumnSpec, settings: Settings, text: str) -> Mended | None:
    meant = cleaned(text)
    if column.type == "bool":
        word = next((word for word, others in MEANT.items() if meant.casefold() in others), None)
        return (word, AGREED) if word else _code(text, lambda right: right in MEANT)
    known = choices(settings, column.options)
    if meant in known.options:
        return _code(text, lambda right: right in known.options)
    option = option_of(known, text)
    return (option, AGREED) if option else None


def _plain(text: str) -> Mended | None:
    right = tidy(CONTROLS.sub("", text))
    return (right, EDGES) if right != text and right else None


def _code(text: str, fits: Callable[[str], bool]) -> Mended | None:
    plain = tidy(CONTROLS.sub("", text))
    if plain != text and fits(plain):
        return plain, EDGES
    half = cleaned(CONTROLS.sub("", text))
    return (half, HALF) if half != text and fits(half) else None


def _number(column: ColumnSpec, text: str) -> Mended | None:
    number = number_in(text)
    if number is None or not allowed(column, number):
        return None
    return int(number) if number.is_integer() else number, NUMBER


def _amount(column: ColumnSpec, text: str) -> Mended | None:
    """Return an amount with its unit, such as 50万 or 500000元, in a column of 10,000 yuan."""
    read = read_budget(text) if TEN_THOUSANDS in column.title else None
    if read is None or read[0] != read[1] or not allowed(column, float(read[0])):
        return None
    return canonical(float(read[0])), NUMBER


def _ranges(settings: Settings) -> Iterator[SetCell]:
    """Yield the two cells of a budget that was typed into one as a range: 50-80万; the other one must be blank."""
    frames = settings.frames
    for sheet in settings.spec.sheets:
        if "budget_range" not in sheet.rules or sheet.name not in frames:
            continue
        columns = (values_or_blank(frames, sheet.name, name) for name in LIMITS)
        for row, *ends in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
            typed = [end for end in ends if not is_blank(end)]
            read = read_budget(typed[0]) if len(typed) == 1 and isinstance(typed[0], str) else None
            if read is not None and read[0] != read[1]:
                for name, old, new in zip(LIMITS, ends, read, strict=True):
                    yield SetCell(Cell(sheet.name, row, name), old, canonical(float(new)), PARTED)


def _day(text: str) -> Mended | None:
    read = read_date(text)
    if read is None or read.day is None or not YEAR.match(cleaned(text)):
        return None
    return read.day, DAY
