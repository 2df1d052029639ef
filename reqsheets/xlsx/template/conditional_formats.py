"""Colours that tell at a glance: grades, overdue, finished, merged, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.rating import Rating
from reqsheets.model.spec import Meaning, SheetSpec, When, WorkbookSpec
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.template.formulas import column_letters, text, whole_column
from reqsheets.xlsx.template.template_styles import ALARM, GRADE_COLOURS, MISSING_COLOUR, MUTED, highlight, line_above
from reqsheets.xlsx.template.validations import LAST_ROW

MERGED = "已合并"
OUT_OF_FORCE = ("已归档", "已作废")
OVERDUE = "是"
LATE_MEANINGS: tuple[Meaning, ...] = ("due", "overdue", "overdue_days")


def add_conditional_formats(worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec, top: int) -> None:
    """Add the sheet's rules; the first that fits wins where two set the same thing."""
    for places, formula, style in _rules(spec, sheet, top):
        worksheet.conditional_formatting.add(
            places, Rule(type="expression", formula=[sheet.terms.formula(formula)], dxf=style)
        )


def _rules(spec: WorkbookSpec, sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    yield from _states(sheet, top)
    yield from _overdue(sheet, top)
    yield from _grades(spec, sheet, top)
    yield from _finished(spec, sheet, top)
    yield from _missing(sheet, top)
    yield from _weights(spec, sheet, top)
    if sheet.purpose == "options":
        name = column_letters(sheet, "dictionary")
        yield _all(sheet, top), f'AND(${name}{top}<>${name}{top - 1},${name}{top}<>"")', line_above("7F9BB8")


def _meant(sheet: SheetSpec, meaning: Meaning) -> str | None:
    name = sheet.meaning(meaning)
    return None if name is None else column_letters(sheet, name)


def _down(letter: str, top: int) -> str:
    return f"{letter}{top}:{letter}{LAST_ROW}"


def _all(sheet: SheetSpec, top: int) -> str:
    return f"A{top}:{letters(len(sheet.columns))}{LAST_ROW}"


def _one_of(letter: str, top: int, values: tuple[str, ...]) -> str:
    return "OR(" + ",".join(f"${letter}{top}={text(value)}" for value in values) + ")"


def _states(sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    state = _meant(sheet, "record_state")
    if state:
        yield _all(sheet, top), _one_of(state, top, (MERGED,)), highlight("9CA3AF", struck=True)
        yield _all(sheet, top), _one_of(state, top, OUT_OF_FORCE), highlight("9CA3AF")


def _overdue(sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    overdue = _meant(sheet, "overdue")
    if overdue:
        late = f"${overdue}{top}={text(OVERDUE)}"
        letters_of = {meaning: _meant(sheet, meaning) for meaning in LATE_MEANINGS}
        for meaning, letter in letters_of.items():
            if letter:
                yield _down(letter, top), late, highlight(ALARM[1], bold=None if meaning == "due" else True)


def _grades(spec: WorkbookSpec, sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    grade = _meant(sheet, "grade")
    ratings = [known.rating for known in spec.sheets if known.rating]
    if grade and ratings:
        for position, best_first in enumerate(ratings[0].grades):
            colour, ink = GRADE_COLOURS[min(position, len(GRADE_COLOURS) - 1)]
            yield _down(grade, top), f"${grade}{top}={text(best_first)}", highlight(ink, colour, bold=True)


def _finished(spec: WorkbookSpec, sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    status = _meant(sheet, "status")
    cycle = spec.cycle
    if status and cycle:
        yield _all(sheet, top), _one_of(status, top, (*cycle.closed, *cycle.dropped)), highlight(MUTED)
        yield _down(status, top), _one_of(status, top, cycle.done), highlight("2F6B4F", bold=True)


def _missing(sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    """Tint what a begun row still lacks: one rule for the always required columns, one for each stage."""
    by_need: dict[When | None, list[str]] = {}
    for column in sheet.columns:
        need = column.required
        if column.derived or need == "never" or column.numbering is not None:
            continue
        if need == "always":
            by_need.setdefault(None, []).append(column_letters(sheet, column.name))
        elif need.column in {known.name for known in sheet.columns}:
            by_need.setdefault(need, []).append(column_letters(sheet, column.name))
    for when, places in by_need.items():
        reached = _one_of(column_letters(sheet, when.column), top, when.one_of) if when else f"{_begun(sheet, top)}>0"
        where = " ".join(_down(letter, top) for letter in places)
        yield where, f'AND({places[0]}{top}="",{reached})', highlight(colour=MISSING_COLOUR)


def _begun(sheet: SheetSpec, top: int) -> str:
    """Return how many of a row's cells people have filled; formulas that show nothing do not count."""
    runs: list[list[str]] = [[]]
    for column in sheet.columns:
        if not column.derived:
            runs[-1].append(column_letters(sheet, column.name))
        elif runs[-1]:
            runs.append([])
    return "COUNTA(" + ",".join(f"${run[0]}{top}:${run[-1]}{top}" for run in runs if run) + ")"


def _weights(spec: WorkbookSpec, sheet: SheetSpec, top: int) -> Iterator[tuple[str, str, DifferentialStyle]]:
    """Mark the weights on the parameters sheet while they do not sum to 100."""
    if sheet.purpose != "parameters":
        return
    names, numbers = (whole_column(sheet, name).split("!")[1] for name in ("name", "value"))
    first, value = column_letters(sheet, "name"), column_letters(sheet, "value")
    for rating in (known.rating for known in spec.sheets if isinstance(known.rating, Rating)):
        weights = tuple(name for _, name in rating.weights)
        total = "+".join(f"SUMIF({names},{text(name)},{numbers})" for name in weights)
        whole = f"SUMIF({names},{text(rating.whole)},{numbers})" if rating.whole else "100"
        wrong = f"AND({_one_of(first, top, weights)},ROUND({total}-{whole},8)<>0)"
        yield _down(value, top), wrong, highlight(ALARM[1], ALARM[0], bold=True)
