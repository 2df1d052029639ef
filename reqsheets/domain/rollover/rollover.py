"""The change of year: what a new workbook of the kind begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from reqsheets.domain.register.columns import number_of
from reqsheets.domain.register.identity import WORKBOOK
from reqsheets.domain.register.states import OPEN, WITH_IT
from reqsheets.domain.rollover.carried_over import rows_carried
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import AddRow, Plan, Unreadable, Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, Role, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import NAME, earlier, numbered_column, parameter_name, series

TOP = 2  # the first row below the header of a new sheet
SETTING = Words("设置带入新工作簿", "a setting: carried into the new workbook")
LASTING = Words("不分年度，带入新工作簿", "of no year: carried into the new workbook")
LAST_NUMBERS = Words("旧工作簿用到的编号，不再使用", "numbers of earlier workbooks, never given again")
NOTE = "以前的工作簿用到的最后编号：它们和更小的编号不会再发，引用它们也不算错。由系统填写，请勿改动。"


def rollover(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Return what a new, empty workbook of the kind shall hold; the workbook that the frames were read from stays.

    Shape: one AddRow a row, from row 2 of each sheet on, people's own columns included. Which rows: see
    `register.year_end`. The numbers that stay behind are listed among the parameters, the highest of each series and
    those that no series explains, so that they are neither given again nor missed where a row names them.
    Source: decisions T-25 to T-27. Raises MissingSheetError or MissingColumnError where the register is absent.
    """
    rows: list[AddRow] = []
    carried = rows_carried(spec, frames, today)
    for sheet in spec.sheets:
        kept = list(_rows(frames, sheet, carried[sheet.name])) if sheet.name in carried else []
        if sheet.purpose == "parameters":
            kept = [*filter(_goes_along, kept), *_last_numbers(spec, frames)]
        rows += [AddRow(sheet.name, TOP + i, values, _because(sheet)) for i, values in enumerate(kept)]
    return Plan((), tuple(rows))


def _goes_along(parameter: dict[str, Value]) -> bool:
    """Tell whether a parameter is the new workbook's too: its numbers are counted anew, its ID is its own."""
    return not str(parameter.get("name")).startswith(NAME) and parameter.get("name") != WORKBOOK


def _rows(frames: Frames, sheet: SheetSpec, carried: list[int]) -> Iterator[dict[str, Value]]:
    names = [str(name) for name in frames[sheet.name].columns]
    rows = frames.rows(sheet.name)
    for number in carried:
        cells = zip(names, rows[number], strict=True)
        yield {name: value for name, value in cells if value is not None and not isinstance(value, Unreadable)}


def _because(sheet: SheetSpec) -> Words:
    if sheet.role == "settings":
        return SETTING
    if sheet.purpose == "needs":
        return OPEN
    return LASTING if sheet.lasting else WITH_IT


def _last_numbers(spec: WorkbookSpec, frames: Frames) -> Iterator[dict[str, Value]]:
    """Yield a parameter for each sheet that numbers its rows."""
    for sheet in spec.sheets:
        column = numbered_column(sheet)
        if column is None or sheet.name not in frames:
            continue
        ours = set(_named(spec, frames, sheet, column, ("derived", "log")))  # what we wrote once stood on the sheet
        given = ours | set(earlier(Settings(spec, frames), sheet, column.name).listed)
        given |= set(filter(None, map(number_of, values_or_blank(frames, sheet.name, column.name))))
        named = set(_named(spec, frames, sheet, column, ("register",)))
        others = sorted(number for number in given & named if series(column.numbering, number) is None)
        listed = [*_highest(column, given), *others]
        if listed:
            yield {"name": parameter_name(sheet), "value": "、".join(listed), "note": NOTE}


def _highest(column: ColumnSpec, given: Iterable[str]) -> list[str]:
    """Return the highest number of each series."""
    highest: dict[str, tuple[int, str]] = {}
    for number in given:
        counted = series(column.numbering, number)
        if counted is not None:
            highest[counted[0]] = max((counted[1], number), highest.get(counted[0], (0, "")))
    return [number for _, (_, number) in sorted(highest.items())]


def _named(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec, roles: tuple[Role, ...]
) -> Iterator[str]:
    """Yield the numbers of that column that other cells name, on sheets of these roles."""
    for other in spec.sheets:
        for known in other.columns if other.name in frames and other.role in roles else ():
            refers = known.refers
            if refers is not None and (refers.sheet, refers.column) == (sheet.name, column.name):
                for value in values_or_blank(frames, other.name, known.name):
                    yield from split_choices(number_of(value) or "")
