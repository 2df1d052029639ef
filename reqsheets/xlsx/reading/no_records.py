"""Which rows of a register are records: those with something that people typed beyond a number.

Repeated header rows, section titles, legends, notes, and rows with a number and nothing else are none; each sort is
told once, and nothing is done to them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.xlsx.reading.columns import Columns
from reqsheets.xlsx.reading.layout import SheetLayout, known_titles
from reqsheets.xlsx.reading.titles import plain
from reqsheets.xlsx.reading.values import PICTURE

NOTE = re.compile(
    r"(?:备注|附注|注|说明|图例|填表说明|填写说明|填写要求|提示|注意|注意事项|note|notes|legend|remark|remarks)\s*[:：1-9①].*",
    re.IGNORECASE | re.DOTALL,
)
CHOSEN = ("enum", "bool", "multi")  # types whose cells are often filled in beforehand, all down the sheet, from a list
FEWEST_TITLES = 2  # cells that repeat the header make a row a header
MARGIN = 12  # characters that a header may have beyond its title: blanks, stars
FEW = 2  # cells; a row that says more, without a number, is a record begun
NAMED = 5  # rows that a message names

Sort: TypeAlias = Literal["header", "number", "note"]


@dataclass(frozen=True)
class _Table:
    """A register's rows with what tells records from the rest; columns count from 0."""

    sheet: SheetSpec
    layout: SheetLayout
    held: Columns
    formulas: Mapping[int, Collection[int]]  # Excel rows by Excel column

    @cached_property
    def key(self) -> int | None:
        """Return the column that identifies a row."""
        return self._at(next(iter(self.sheet.key), ""))

    @cached_property
    def text(self) -> int | None:
        """Return the column that says what is asked for."""
        return self._at(self.sheet.meaning("text") or "")

    @cached_property
    def own_key(self) -> bool:
        """Tell whether the key is the rows' own, so that it says nothing by itself; else it names another row."""
        column = _column(self.sheet, next(iter(self.sheet.key), ""))
        return column is not None and column.refers is None and (column.type == "id" or column.numbering is not None)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Return what a number looks like."""
        column = _column(self.sheet, next(iter(self.sheet.key), ""))
        return re.compile(column.pattern) if column is not None and column.pattern else None

    @cached_property
    def people(self) -> list[tuple[int, ColumnSpec | None]]:
        """Return the columns that people fill in, but for the key, people's own included."""
        names = {number - 1: name for name, number in self.layout.columns.items()}
        found = ((at, _column(self.sheet, name)) for at, name in sorted(names.items()))
        return [(at, column) for at, column in found if at != self.key and not (column and column.derived)]

    @cached_property
    def titles(self) -> dict[int, str]:
        """Return by column its title in plain letters."""
        known = known_titles(self.sheet)
        by_name = {name: text for text, name in reversed(known.items())}
        return {number - 1: by_name.get(name, plain(name)) for name, number in self.layout.columns.items()}

    @cached_property
    def headers(self) -> dict[int, frozenset[Value]]:
        """Return by column the texts in it that say its title once more; only columns that have some."""
        found: dict[int, frozenset[Value]] = {}
        for at, title in self.titles.items():
            first, most = {title[:1], title[:1].upper()}, len(title) + MARGIN
            signs = {sign for sign in title if "㐀" <= sign <= "鿿"}
            texts_held = (v for v in set(self.held.cells[at]) if isinstance(v, str) and len(v) <= most)
            likely = (text for text in texts_held if signs.issubset(text) and not first.isdisjoint(text))
            texts = frozenset(text for text in likely if plain(text) == title)
            if texts:
                found[at] = texts
        return found

    def _at(self, name: str) -> int | None:
        number = self.layout.columns.get(name)
        return None if number is None else number - 1

    def cell(self, at: int | None, place: int) -> Value:
        """Return a cell."""
        return None if at is None else self.held.cells[at][place]

    def is_formula(self, at: int, place: int) -> bool:
        """Tell whether a cell holds a formula."""
        return self.held.rows[place] in self.formulas.get(at + 1, ())


def _column(sheet: SheetSpec, name: str) -> ColumnSpec | None:
    return next((column for column in sheet.columns if column.name == name), None)


def no_records(
    sheet: SheetSpec, layout: SheetLayout, held: Columns, formulas: Mapping[int, Collection[int]]
) -> dict[int, tuple[Sort, Value]]:
    """Return by Excel row why it is no record, and what stands in its key cell."""
    if sheet.role not in ("register", "settings"):
        return {}
    table = _Table(sheet, layout, held, formulas)
    found: dict[int, tuple[Sort, Value]] = {}
    for place in _doubtful(table):
        row = held.rows[place]
        sort = _sort(table, place, row - (held.rows[place - 1] if place else layout.header_row))
        if sort is not None:
            found[row] = sort, table.cell(table.key, place)
    return found


def _doubtful(table: _Table) -> list[int]:
    """Return, quickly, the places of rows that may be no records: most have both a number and a text."""
    found: set[int] = set()
    if len(table.headers) >= FEWEST_TITLES:
        for at, texts in table.headers.items():
            found.update(place for place, cell in enumerate(table.held.cells[at]) if cell in texts)
    if table.sheet.role == "register" and table.key is not None:
        keys = table.held.cells[table.key]
        found.update(place for place, key in enumerate(keys) if key is None)
        if table.own_key and table.text is not None:
            texts_held = table.held.cells[table.text]
            found.update(i for i, text in enumerate(texts_held) if text is None or type(text) is Unreadable)
        elif table.own_key:
            found.update(range(len(keys)))
    return sorted(found)


def _sort(table: _Table, place: int, step: int) -> Sort | None:
    if _repeats_header(table, place):
        return "header"
    if table.sheet.role != "register" or table.key is None:
        return None
    content = [at for at, column in table.people if _is_content(table, at, column, place)]
    key = table.cell(table.key, place)
    if not content and (key is None or table.own_key):
        return _sort_without_content(table, place, key)
    return None if _is_number(table, key) or not table.own_key else _note(table, place, step, content)


def _note(table: _Table, place: int, step: int, content: Sequence[int]) -> Sort | None:
    """Tell a note or legend from a record that has no number yet."""
    first = next((str(cell) for cell in _row(table, place) if cell is not None), "")
    texts = [table.cell(at, place) for at in content]
    if NOTE.fullmatch(first) and len(texts) <= FEW:
        return "note"
    filled = len(texts) + (table.cell(table.key, place) is not None)
    no_text = table.text is not None and table.cell(table.text, place) is None
    alone = filled <= FEW and all(isinstance(text, str) for text in texts)
    return "note" if alone and (no_text or (step > 1 and len(texts) == 1)) else None


def _sort_without_content(table: _Table, place: int, key: Value) -> Sort:
    if key is None or table.pattern is None or table.is_formula(table.key or 0, place):
        return "number"
    return "number" if _is_number(table, key) else "note"


def _row(table: _Table, place: int) -> Iterator[Value]:
    return (column[place] for column in table.held.cells)


def _repeats_header(table: _Table, place: int) -> bool:
    same = sum(table.cell(at, place) in texts for at, texts in table.headers.items())
    return same >= FEWEST_TITLES and same * 2 > sum(cell is not None for cell in _row(table, place))


def _is_content(table: _Table, at: int, column: ColumnSpec | None, place: int) -> bool:
    """Tell whether a person typed something there that says more than a choice filled in beforehand."""
    value = table.held.cells[at][place]
    if value is None or (isinstance(value, str) and not value.strip()):
        return False
    if PICTURE in (value, getattr(value, "shown", None)):
        return True
    if table.is_formula(at, place):
        if table.cell(table.key, place) is not None and not table.is_formula(table.key or 0, place):
            return at == table.text or (column is not None and column.type == "long")
        return at == table.text and not isinstance(value, Unreadable)
    return column is None or column.type not in CHOSEN or (column.type == "multi" and not column.options)


def _is_number(table: _Table, key: Value) -> bool:
    """Tell whether the key cell holds a number, as far as the sheet says how numbers look."""
    if key is None or isinstance(key, Unreadable):
        return False
    return table.pattern is None or not isinstance(key, str) or any(sign.isdigit() for sign in key)


def told_once(layout: SheetLayout, rows: Mapping[int, tuple[Sort, Value]]) -> Iterator[Finding]:
    """Yield a finding for each sort of rows that are no records."""
    by_sort: dict[Sort, list[int]] = {}
    for row, (sort, key) in sorted(rows.items()):
        if sort != "number" or key is not None:  # rows laid out with choices or formulas wait to be filled in
            by_sort.setdefault(sort, []).append(row)
    for sort, found in by_sort.items():
        code, message, hint = _words(sort, _listed(found))
        yield Finding(code, "info", Cell(layout.name, found[0]), None, message, hint)


def _listed(rows: Sequence[int]) -> Words:
    some = list(map(str, rows[:NAMED]))
    if len(rows) == 1:
        return Words(f"第 {some[0]} 行", f"Row {some[0]}")
    more = len(rows) > NAMED
    return Words(
        f"第 {'、'.join(some)} 行{f'等 {len(rows)} 行' if more else ''}",
        f"Rows {', '.join(some)}{f' and {len(rows) - NAMED} more' if more else ''}",
    )


def _words(sort: Sort, rows: Words) -> tuple[str, Words, Words]:
    match sort:
        case "header":
            return (
                "REQ110",
                Words(
                    f"{rows.zh}又是一行表头，不是记录，已跳过。", f"{rows.en}: the header again, not a record; skipped."
                ),
                Words("下面的记录照样处理；重复的表头可以删掉。", "The records below count; the row can be deleted."),
            )
        case "number":
            return (
                "REQ111",
                Words(
                    f"{rows.zh}只有编号，没有填写内容，不算记录：不跟踪，不统计，编号留着不用。",
                    f"{rows.en}: an ID and nothing else, no record: neither tracked nor counted; the ID stays taken.",
                ),
                Words("填上内容就开始处理；不需要就删掉编号。", "Fill it in, or delete the ID if it is not needed."),
            )
        case "note":
            return _of_note(rows)


def _of_note(rows: Words) -> tuple[str, Words, Words]:
    return (
        "REQ112",
        Words(
            f"{rows.zh}是说明、图例或小标题，不是记录，已跳过。",
            f"{rows.en}: a note, a legend or a section title, not a record; skipped.",
        ),
        Words(
            "如果其实是记录，请填上编号或提出时间等内容。", "If it is a record, give it an ID or fill in more of it."
        ),
    )
