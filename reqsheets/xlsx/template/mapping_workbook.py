"""The mapping workbook: columns, options and days of a proposal, for a person to correct in Excel and hand back."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.domain.intake.days import Order
from reqsheets.domain.intake.memory import Memory, choices_of
from reqsheets.domain.intake.predicted import titled
from reqsheets.domain.intake.proposal import Proposal, text_of
from reqsheets.model.errors import UsageError
from reqsheets.xlsx.reading.grids import source as read_source

COLUMNS, OPTIONS, DAYS, LISTS = "列对应", "选项对应", "日期顺序", "候选"
HEADS = {
    COLUMNS: ("原表的列", "去向（工作表 / 列，留空则另存）", "把握", "样例"),
    OPTIONS: ("原表的列", "原文", "我们的选项"),
    DAYS: ("原表的列", "日期顺序"),
}
BETWEEN = " / "
SURE, ASKED, NONE = "确定", "请确认", "另存"
ROWS = 2_000  # rows a drop-down reaches


def mapping_workbook(proposal: Proposal, file: Path) -> None:
    """Write the mapping workbook of a proposal to a file."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    columns, options, days, lists = map(book.create_sheet, (COLUMNS, OPTIONS, DAYS, LISTS))
    _columns(columns, lists, proposal)
    _options(options, lists, proposal)
    _days(days, proposal)
    lists.sheet_state = "hidden"
    for sheet in (columns, options, days):
        for letter in "ABCD":
            sheet.column_dimensions[letter].width = 34
        sheet.freeze_panes = "A2"
    book.save(file)


def _headed(sheet: Worksheet, title: str) -> None:
    sheet.append(HEADS[title])
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _columns(sheet: Worksheet, lists: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, COLUMNS)
    for guess in proposal.guesses:
        best = guess.to or (guess.answers[0] if guess.answers else None)
        to = titled(proposal.spec, best)
        sure = SURE if guess.to else ASKED if guess.answers else NONE
        samples = " | ".join(text_of(value) for value in guess.samples)
        sheet.append((guess.column.title, BETWEEN.join(to) if to else None, sure, samples))
    places = [
        f"{s.title}{BETWEEN}{c.title}"
        for s in proposal.spec.sheets
        if s.role == "register" or s.purpose == "tracking"
        for c in s.columns
        if not c.derived or c.meaning == "number"
    ]
    _drop_down(sheet, lists, "B", places, 2, len(proposal.guesses) + 1)


def _options(sheet: Worksheet, lists: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, OPTIONS)
    row = 2
    for guess in proposal.guesses:
        words = proposal.values.get(guess.column.title, {})
        for word, option in words.items():
            sheet.append((guess.column.title, word, option))
        if words:
            _drop_down(sheet, lists, "C", choices_of(proposal.spec, guess), row, row + len(words) - 1)
            row += len(words)


def _days(sheet: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, DAYS)
    for title, order in proposal.dates.items():
        sheet.append((title, order))
    orders = DataValidation(type="list", formula1='"YMD,DMY,MDY"', allow_blank=True)
    sheet.add_data_validation(orders)
    orders.add(f"B2:B{max(2, len(proposal.dates) + 1)}")


def _drop_down(sheet: Worksheet, lists: Worksheet, letter: str, choices: object, first: int, last: int) -> None:
    at = lists.max_column + 1 if lists["A1"].value else 1
    listed = list(choices)  # type: ignore[call-overload]  # any listing of texts
    for i, choice in enumerate(listed, 1):
        lists.cell(i, at, choice)
    column = get_column_letter(at)
    found = DataValidation(
        type="list", formula1=f"'{LISTS}'!${column}$1:${column}${max(1, len(listed))}", allow_blank=True
    )
    sheet.add_data_validation(found)
    found.add(f"{letter}{first}:{letter}{last}")


def mapping_of(file: Path) -> Memory:
    """Return what a person settled in a mapping workbook.

    Raises UsageError where it is none, and what reading raises.
    """
    tabs = {grid.title: grid.cells for grid in read_source(file).grids}
    if COLUMNS not in tabs:
        raise UsageError(
            f"{file.name} 不是对应关系表：没有工作表“{COLUMNS}”",
            f"{file.name} is no mapping workbook: no tab {COLUMNS!r}",
        )
    columns: dict[str, tuple[str, str] | None] = {}
    for row in tabs[COLUMNS][1:]:
        header, to = text_of(row[0]), text_of(row[1]) if len(row) > 1 else ""
        if header:
            sheet, _, column = to.partition(BETWEEN)
            columns[header] = (sheet.strip(), column.strip()) if column else None
    options = {
        (text_of(row[0]), text_of(row[1])): text_of(row[2]) or None
        for row in tabs.get(OPTIONS, [])[1:]
        if len(row) > 2 and row[0] is not None  # noqa: PLR2004 (three columns)
    }
    days: dict[str, Order] = {
        text_of(row[0]): text_of(row[1])  # type: ignore[misc]  # one of three, just below
        for row in tabs.get(DAYS, [])[1:]
        if len(row) > 1 and text_of(row[1]) in ("YMD", "DMY", "MDY")
    }
    return Memory(columns=columns, options=options, days=days)
