"""Where a sheet's columns stand: the header row found, its titles matched with the spec, and addresses in A1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from reqsheets.model.plan import Cell, Finding, Severity, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.xlsx.reading.likely import likely
from reqsheets.xlsx.reading.titles import LEVEL, plain, spellings, without_note

BROUGHT = ("source_number", "taken_over", "source_cells")  # only an import fills them; a register may lack them
HEADER_WITHIN = 30  # rows in which a header is looked for
FEWEST_MATCHES = 2  # titles that make a row a header, where the sheet has as many columns
LETTERS = 26
STRIDE = 10_000_000  # rows; more than Excel has
UNHEADED = re.compile("（([A-Z]{1,3}) 列）")  # what `unheaded_name` gives


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Where a sheet stands in its workbook.

    `title` is the tab's text as it stands; `columns` has Excel's column number (A is 1) by name, people's own columns
    by their header text. `hidden_rows` and `hidden_columns`, by Excel's numbers, are those that nobody sees.
    """

    name: str
    title: str
    header_row: int
    columns: Mapping[str, int]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    joined: tuple[SheetLayout, ...] = ()  # further tabs, whose rows go by Excel's number plus STRIDE a tab

    def tab_of(self, row: int) -> tuple[SheetLayout, int]:
        """Return on which tab a row of the sheet lies, and Excel's number there."""
        place, own = divmod(row, STRIDE)
        return (self.joined[place - 1], own) if 0 < place <= len(self.joined) else (self, row)


def letters(number: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def column_letter(layout: SheetLayout, column: str) -> str:
    """Return the letters of a column of the sheet; KeyError where the sheet lacks it."""
    return letters(layout.columns[column])


def a1(layout: SheetLayout, cell: Cell) -> str:
    """Return the address as Excel shows it; a whole row, or a column that the sheet lacks, is its cell in column A."""
    layout, row = layout.tab_of(cell.row)
    unheaded_column = UNHEADED.fullmatch(cell.column)
    if unheaded_column:
        return f"{unheaded_column[1]}{row}"
    if cell.column and cell.column not in layout.columns and row == layout.header_row:
        return f"{letters(max(layout.columns.values(), default=0) + 1)}{row}"  # where the header is to be added
    return f"{letters(layout.columns.get(cell.column, 1))}{row}"


def known_titles(sheet: SheetSpec) -> dict[str, str]:
    """Return column names by every plain text that may stand in their header cell; the surest text wins."""
    known: dict[str, str] = {}
    for texts in (_titles, _aliases, _names):
        for column in sheet.columns:
            for text in texts(column):
                known.setdefault(plain(text), column.name)
    short = [(without_note(plain(column.title)), column.name) for column in sheet.columns]
    for text, name in short:
        if [other for other, _ in short].count(text) == 1:
            known.setdefault(text, name)
    return known


def _titles(column: ColumnSpec) -> tuple[str, ...]:
    return (column.title,)


def _aliases(column: ColumnSpec) -> tuple[str, ...]:
    return column.aliases


def _names(column: ColumnSpec) -> tuple[str, ...]:
    return (column.name,)


def _named(known: Mapping[str, str], title: str) -> str | None:
    for text in (title, title.rpartition(LEVEL)[2]):
        for form in spellings(text):
            name = known.get(form)
            if name:
                return name
    return None


def header_row(sheet: SheetSpec, rows: Sequence[Sequence[str]]) -> int | None:
    """Return the row (1 is the first) whose cells name the most columns; None where none names enough."""
    known = known_titles(sheet)
    found: list[int] = []
    for row in rows[:HEADER_WITHIN]:
        found.append(len({_named(known, cell) for cell in row if cell} - {None}))
        if found[-1] == len(sheet.columns):  # no row below can name more
            break
    best = max(found, default=0)
    if best < min(FEWEST_MATCHES, len(sheet.columns)):
        return None
    return found.index(best) + 1


def laid_out(sheet: SheetSpec, tab: str, row: int, titles: Sequence[str]) -> tuple[SheetLayout, tuple[Finding, ...]]:
    """Return where the columns stand, given the header row's cells from column A on, and what is odd about them.

    A blank header has no column here; `unheaded` tells of those above filled cells.
    """
    known = known_titles(sheet)
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for number, title in enumerate(titles, 1):
        if not plain(title):
            continue
        name = _named(known, title)
        if name is not None and name in columns:
            at = Cell(sheet.name, row, _unused(name, columns))  # the second one, which is not used
            findings.append(_twice(tab, at, sheet.column(name).title, title, columns[name], number))
        columns[_unused(name or _one_line(title), columns)] = number
    own = [titles[number - 1] for name, number in columns.items() if name not in {c.name for c in sheet.columns}]
    findings += _missing(sheet, tab, row, columns, own)
    return SheetLayout(sheet.name, tab, row, columns), tuple(findings)


def _one_line(title: str) -> str:
    return " ".join(title.split())


def _unused(name: str, taken: Iterable[str]) -> str:
    copy = name
    count = 1
    while copy in taken:
        count += 1
        copy = f"{name} ({count})"
    return copy


def _twice(tab: str, at: Cell, wanted: str, title: str, first: int, again: int) -> Finding:
    used, other = f"{letters(first)}{at.row}", f"{letters(again)}{at.row}"
    message = Words(
        f"工作表“{tab}”的表头“{wanted}”出现了两次：{used} 和 {other}",
        f'sheet "{tab}": the header "{wanted}" stands twice, in {used} and {other}',
    )
    hint = Words(
        f"只采用了 {letters(first)} 列；请把 {other} 改名，或删除那一列",
        f"only column {letters(first)} is used; rename {other} or delete that column",
    )
    return Finding("REQ103", "error", at, title, message, hint)


def _missing(sheet: SheetSpec, tab: str, row: int, columns: Mapping[str, int], own: Sequence[str]) -> Iterator[Finding]:
    meant: set[str] = set()
    for column in sorted(sheet.columns, key=lambda column: column.later):  # a younger one has what is left
        if column.name in columns or column.meaning in BROUGHT:
            continue
        near = likely(column, sheet, [title for title in own if title not in meant] if column.later else own)
        if near is None and column.later:
            continue
        meant |= {near} if near else set()
        needed = column.required != "never" or column.meaning is not None
        yield Finding(
            "REQ102" if near else "REQ101",
            "error" if needed else "warning",
            Cell(sheet.name, row, column.name if near is None else _one_line(near)),
            near,
            Words(
                f"工作表“{tab}”第 {row} 行的表头里没有“{column.title}”",
                f'sheet "{tab}": row {row} has no header "{column.title}"',
            ),
            _add_hint(column.title) if near is None else _near_hint(column.title, near),
        )


def _near_hint(wanted: str, near: str) -> Words:
    near = _one_line(near)
    return Words(
        f"你们的“{near}”大概就是“{wanted}”；是的话请把它改成“{wanted}”",
        f'your "{near}" is probably "{wanted}"; if so, rename it to "{wanted}"',
    )


def _add_hint(wanted: str) -> Words:
    return Words(f"请在表头行加上“{wanted}”一列", f'add a column "{wanted}" to the header row')


def unheaded_name(number: int) -> str:
    """Return what a column with a blank header goes by."""
    return f"（{letters(number)} 列）"


def unheaded(sheet: SheetSpec, tab: str, row: int, number: int) -> Finding:
    """Return the finding that a column has values but a blank header cell."""
    where = f"{letters(number)}{row}"
    return Finding(
        "REQ104",
        "warning",
        Cell(sheet.name, row, unheaded_name(number)),
        None,
        Words(
            f"工作表“{tab}”的 {where} 没有表头，但下面有内容",
            f'sheet "{tab}": {where} is blank, yet there are values below it',
        ),
        Words(f"请在 {where} 填写表头，或删除这一列", f"type a header into {where} or delete the column"),
    )


def no_header(sheet: SheetSpec, tab: str) -> Finding:
    """Return the finding that no row of a sheet looks like its header."""
    wanted = [column.title for column in sheet.columns if column.required != "never"] or [
        column.title for column in sheet.columns
    ]
    return Finding(
        "REQ101",
        missing_is(sheet),
        Cell(sheet.name, 1),
        None,
        Words(
            f"工作表“{tab}”的前 {HEADER_WITHIN} 行里找不到表头",
            f'sheet "{tab}": no header row within the first {HEADER_WITHIN} rows',
        ),
        Words(f"表头里应有：{'、'.join(wanted)}", f"the header row should have: {', '.join(wanted)}"),
    )


def no_sheet(sheet: SheetSpec, tabs: Sequence[str]) -> Finding:
    """Return the finding that the workbook lacks a sheet; a tab with a similar title is named."""
    near = get_close_matches(sheet.title, tabs, n=1)
    hint = (
        Words(
            f"是不是“{near[0]}”？请把它改名为“{sheet.title}”", f'is it "{near[0]}"? Then rename it to "{sheet.title}"'
        )
        if near
        else Words(f"请从模板里复制“{sheet.title}”这张工作表", f'copy the sheet "{sheet.title}" from the template')
    )
    message = Words(f"缺少工作表“{sheet.title}”", f'the workbook has no sheet "{sheet.title}"')
    return Finding("REQ007", missing_is(sheet), Cell(sheet.name, 1), None, message, hint)


def hidden_sheet(sheet: SheetSpec, tab: str) -> Finding:
    """Return the finding that a tab which people fill in does not show."""
    return Finding(
        "REQ008",
        "warning",
        Cell(sheet.name, 1),
        None,
        Words(f"工作表“{tab}”是隐藏的，照样检查了", f'sheet "{tab}" is hidden; it was checked all the same'),
        Words("请在任意工作表标签上点右键，选“取消隐藏”", "right-click any tab and choose Unhide"),
    )


def missing_is(sheet: SheetSpec) -> Severity:
    """Return how bad it is that a workbook lacks this sheet."""
    return "error" if sheet.purpose in ("needs", "scores", "tracking", "archive") else "warning"
