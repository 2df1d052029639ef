"""The mapping workbook: columns, options and days of a proposal, for a person to correct in Excel and hand back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.domain.intake.days import Order
from reqsheets.domain.intake.memory import Memory, choices_of, with_memory
from reqsheets.domain.intake.predicted import titled
from reqsheets.domain.intake.proposal import ORDERS, Proposal, target_of, text_of
from reqsheets.model.errors import UsageError
from reqsheets.model.harmless import without_illegal
from reqsheets.model.plan import Value, Words
from reqsheets.xlsx.reading.grids import source as read_source
from reqsheets.xlsx.template.table_file import put

COLUMNS, OPTIONS, DAYS, LISTS = "列对应", "选项对应", "日期顺序", "候选"
HEADS = {
    COLUMNS: ("原表的列", "去向（工作表 / 列，留空则另存）", "把握", "样例"),
    OPTIONS: ("原表的列", "原文", "我们的选项"),
    DAYS: ("原表的列", "日期顺序"),
}
BETWEEN = " / "
SURE, ASKED, NONE = "确定", "请确认", "另存"
SHOWN = 10  # wrong lines that are named one by one
Cells: TypeAlias = list[list[Value]]


def mapping_workbook(proposal: Proposal) -> bytes:
    """Return the mapping workbook of a proposal."""
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
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _headed(sheet: Worksheet, title: str) -> None:
    _line(sheet, 1, HEADS[title], Font(bold=True))


def _line(sheet: Worksheet, row: int, values: Iterable[Value], font: Font | None = None) -> None:
    for i, value in enumerate(values, 1):
        put(sheet, row, i, value, font)


def _columns(sheet: Worksheet, lists: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, COLUMNS)
    for row, guess in enumerate(proposal.guesses, 2):
        best = guess.to or (guess.answers[0] if guess.answers else None)
        to = titled(proposal.spec, best)
        sure = SURE if guess.to else ASKED if guess.answers else NONE
        samples = " | ".join(text_of(value) for value in guess.samples)
        _line(sheet, row, (guess.column.title, BETWEEN.join(to) if to else None, sure, samples))
    _drop_down(sheet, lists, "B", list(_places(proposal)), 2, len(proposal.guesses) + 1)


def _places(proposal: Proposal) -> dict[str, None]:
    """Return the columns of ours that one of theirs may go to, as people are shown them."""
    spec = proposal.spec
    own = target_of(spec)
    columns = [
        (sheet, column)
        for sheet in spec.sheets
        if sheet.role == "register" or sheet.purpose == "tracking" or sheet.name == own
        for column in sheet.columns
        if not column.derived or column.meaning == "number"
    ]
    offered = [titled(spec, answer) for guess in proposal.guesses for answer in guess.answers]
    places = [(sheet.title, column.title) for sheet, column in columns]
    return dict.fromkeys(BETWEEN.join(place) for place in (*places, *filter(None, offered)))


def _options(sheet: Worksheet, lists: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, OPTIONS)
    row = 2
    for guess in proposal.guesses:
        words = proposal.values.get(guess.column.title, {})
        for at, (word, option) in enumerate(words.items(), row):
            _line(sheet, at, (guess.column.title, word, option))
        if words:
            _drop_down(sheet, lists, "C", choices_of(proposal.spec, guess), row, row + len(words) - 1)
            row += len(words)


def _days(sheet: Worksheet, proposal: Proposal) -> None:
    _headed(sheet, DAYS)
    for row, dated in enumerate(proposal.dates.items(), 2):
        _line(sheet, row, dated)
    orders = DataValidation(type="list", formula1='"YMD,DMY,MDY"', allow_blank=True)
    sheet.add_data_validation(orders)
    orders.add(f"B2:B{max(2, len(proposal.dates) + 1)}")


def _drop_down(sheet: Worksheet, lists: Worksheet, letter: str, choices: Sequence[str], first: int, last: int) -> None:
    at = lists.max_column + 1 if lists["A1"].value else 1
    for i, choice in enumerate(choices, 1):
        put(lists, i, at, choice)
    column = get_column_letter(at)
    found = DataValidation(
        type="list", formula1=f"'{LISTS}'!${column}$1:${column}${max(1, len(choices))}", allow_blank=True
    )
    sheet.add_data_validation(found)
    found.add(f"{letter}{first}:{letter}{last}")


def mapping_of(file: Path, proposal: Proposal) -> Memory:
    """Return what a person settled in a mapping workbook of this proposal.

    Raises UsageError where the file is none, or where a line leads nowhere, each named by its cell; and what reading
    raises.
    """
    tabs = {grid.title: grid.cells for grid in read_source(file).grids}
    if COLUMNS not in tabs:
        raise UsageError(
            f"{file.name} 不是对应关系表：没有工作表“{COLUMNS}”",
            f"{file.name} is no mapping workbook: no tab {COLUMNS!r}",
        )
    lines = _Lines(proposal)
    columns = dict(lines.columns(tabs[COLUMNS]))
    settled = with_memory(proposal, Memory(columns=columns))
    options = dict(lines.options(tabs.get(OPTIONS, []), settled))
    days = dict(lines.days(tabs.get(DAYS, [])))
    if lines.wrong:
        told = lines.wrong[:SHOWN]
        raise UsageError(
            f"{file.name} 里有 {len(lines.wrong)} 处无法采用，请改正后再导入：" + "；".join(words.zh for words in told),
            f"{file.name}: {len(lines.wrong)} lines cannot be used; correct them and import again: "
            + "; ".join(words.en for words in told),
        )
    return Memory(columns=columns, options=options, days=days)


class _Lines:
    """The lines of a mapping workbook against its proposal; `wrong` gathers those that lead nowhere."""

    def __init__(self, proposal: Proposal) -> None:
        self.wrong: list[Words] = []
        self._tables = proposal.tables
        self._titles = {_written(guess.column.title): guess.column.title for guess in proposal.guesses}
        self._places = _places(proposal)

    def columns(self, cells: Cells) -> Iterator[tuple[str, tuple[str, str] | None]]:
        """Yield where each header goes, None where it is kept aside."""
        taken: dict[str, str] = {}
        for row, (header, to) in _filled(cells, 2):
            title = self._title(COLUMNS, row, header)
            if title is None or not to:
                if title is not None:
                    yield title, None
                continue
            sheet, _, column = (part.strip() for part in to.partition(BETWEEN.strip()))
            place = f"{sheet}{BETWEEN}{column}"
            if place not in self._places:
                self._tell(COLUMNS, f"B{row}", to, Words("没有这个工作表或列", "no such sheet or column"))
            elif place in taken and self._together(taken[place], title):
                also = taken[place]
                self._tell(
                    COLUMNS, f"B{row}", to, Words(f"“{also}”已经放在那里", f"that is where {also!r} goes already")
                )
            else:
                taken[place] = title
                yield title, (sheet, column)

    def options(self, cells: Cells, settled: Proposal) -> Iterator[tuple[tuple[str, str], str | None]]:
        """Yield which of our options each word means, None where it is none of them."""
        choices = {guess.column.title: choices_of(settled.spec, guess) for guess in settled.guesses}
        for row, (header, word, option) in _filled(cells, 3):
            title = self._title(OPTIONS, row, header)
            if title is None or title not in settled.values:
                continue  # kept aside: its words mean nothing to us
            words = {_written(one): one for one in settled.values[title]}
            if option and option not in choices.get(title, ()):
                self._tell(OPTIONS, f"C{row}", option, Words("不是这一列的选项", "no option of that column"))
            elif word in words:
                yield (title, words[word]), option or None
            else:
                self._tell(OPTIONS, f"B{row}", word, Words("原表这一列里没有这个词", "not a word of that column"))

    def days(self, cells: Cells) -> Iterator[tuple[str, Order]]:
        """Yield the order of day and month in each column of days."""
        for row, (header, order) in _filled(cells, 2):
            title = self._title(DAYS, row, header)
            if title is not None and order in ORDERS:
                yield title, order
            elif title is not None and order:
                self._tell(DAYS, f"B{row}", order, Words("应为 YMD、DMY 或 MDY", "should be YMD, DMY or MDY"))

    def _title(self, tab: str, row: int, header: str) -> str | None:
        title = self._titles.get(header)
        if title is None:
            self._tell(tab, f"A{row}", header, Words("原表没有这一列", "the file has no such column"))
        return title

    def _together(self, one: str, other: str) -> bool:
        return any(one in table.titles and other in table.titles for table in self._tables)

    def _tell(self, tab: str, cell: str, text: str, why: Words) -> None:
        self.wrong.append(Words(f"“{tab}”{cell}“{text}”{why.zh}", f"{tab} {cell} {text!r}: {why.en}"))


def _filled(cells: Cells, width: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield Excel row and texts of each line below the header that says anything in its first column."""
    for row, line in enumerate(cells[1:], 2):
        texts = tuple(text_of(line[i]) if i < len(line) else "" for i in range(width))
        if texts[0]:
            yield row, texts


def _written(text: str) -> str:
    """Return a header or word of theirs as it is read again from the mapping workbook."""
    return text_of(without_illegal(text))
