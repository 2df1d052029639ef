"""An xlwings engine over any store of cells: the part of Excel that the ribbon uses, with scripted answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import xlwings
from live_native import Native
from xlwings import base_classes

Matrix = list[list[Any]]
Box = tuple[int, int, int, int]  # first row, first column, last row, last column


class StoredTable(Protocol):
    """A table of a sheet."""

    name: str
    box: Box
    totals: bool

    def resize(self, box: Box) -> None:
        """Cover other cells."""


class Store(Protocol):
    """The cells of one sheet."""

    title: str

    def size(self) -> tuple[int, int]:
        """Return the last row and column in use."""

    def values(self, box: Box) -> Matrix:
        """Return what the cells show; None where they are empty."""

    def formulas(self, box: Box) -> Matrix:
        """Return the formulas with their =, any other text where there is none."""

    def put(self, box: Box, entries: Matrix) -> None:
        """Type values and formulas into the cells."""

    def tables(self) -> Sequence[StoredTable]:
        """Return the tables of the sheet."""

    def merged(self, box: Box) -> bool | None:
        """Tell whether all cells are merged (True), none (False), or some (None), as Excel does."""

    def merged_area(self, row: int, column: int) -> Box:
        """Return the merged area that a cell is in, else the cell."""

    def hidden(self, first: int, last: int, *, rows: bool) -> bool | None:
        """Tell whether all of these rows, else columns, are hidden (True), none (False), or some (None)."""


@dataclass
class Screen:
    """What the user sees, and what the user will press."""

    alerts: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    shown: tuple[str, str] = ("", "")  # sheet and address that were jumped to
    selected: Any = None  # the range that the user has selected
    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)


class Engine:
    name, type = "test", "desktop"

    def __init__(self, app: App) -> None:
        self.apps = Apps(app)

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, number: Any, err_to_str: bool) -> Matrix:
        del dates, number, err_to_str
        return [[empty if value in (None, "") else value for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> Any:
        del options
        return datetime(value.year, value.month, value.day) if type(value) is date else value


class Apps(base_classes.Apps):
    def __init__(self, app: App) -> None:
        self.app = app

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Iterator[App]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self.app


class App(base_classes.App):
    version = "16.0"
    pid = hwnd = books = api = None
    screen_updating = status_bar = None

    engine = None

    def __init__(self) -> None:
        self.screen, self.books, self.engine = Screen(), Books(self), Engine(self)

    @property
    def selection(self) -> Range | None:
        return self.screen.selected

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        del title, mode, callback
        self.screen.alerts.append(prompt)
        return self.screen.answers.pop(0) if self.screen.answers else "ok" if buttons == "ok" else "no"

    def activate(self, steal_focus: bool = False) -> None:
        pass


class Books(base_classes.Books):
    active = api = None

    def __init__(self, app: App) -> None:
        self.app, self.books = app, []

    def __call__(self, key: str) -> Book:
        for book in self.books:
            if str(key).lower() in {book.name.lower(), book.fullname.lower()}:
                return book
        raise KeyError(key)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.books)

    def __len__(self) -> int:
        return len(self.books)


class Book(base_classes.Book):
    app = name = fullname = sheets = None
    api = True
    locked = False  # its structure is protected

    def __init__(self, app: App, name: str, stores: Sequence[Store], fullname: str = "") -> None:
        self.app, self.name, self.fullname = app, name, fullname or name
        self.sheets = Sheets([Sheet(self, store) for store in stores])
        app.books.active = self
        app.books.books.append(self)

    def activate(self) -> None:
        self.app.books.active = self


class Sheets(base_classes.Sheets):
    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sheets

    def __call__(self, key: str | int) -> Sheet:
        return next(sheet for at, sheet in enumerate(self.sheets, 1) if key in (at, sheet.name))

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a blank sheet, as the ribbon's engine does."""
        store = type(self.sheets[0].store)(name or "Sheet")
        sheet = Sheet(self.sheets[0].book, store)
        place = self.sheets.index(before) if before else self.sheets.index(after) + 1 if after else 0
        self.sheets.insert(place, sheet)
        return sheet


class Sheet(base_classes.Sheet):
    book = api = None

    def __init__(self, book: Book, store: Store) -> None:
        self.book, self.store = book, store
        self._visible = getattr(store, "visible", True)

    @property
    def name(self) -> str:
        return self.store.title

    @name.setter
    def name(self, title: str) -> None:
        self.store.title = title

    @property
    def visible(self) -> bool:
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        if self.book.locked:
            message = "the structure is protected"
            raise RuntimeError(message)
        self._visible = value
        if hasattr(self.store, "visible"):
            self.store.visible = value

    def delete(self) -> None:
        self.book.sheets.sheets.remove(self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def used_range(self) -> Range:
        return Range(self, (1, 1, *self.store.size()))

    def range(self, first: Range | tuple[int, int], last: Range | tuple[int, int] | None = None) -> Range:
        start, end = (place.box if isinstance(place, Range) else (*place, *place) for place in (first, last or first))
        return Range(self, (*start[:2], *end[2:]))

    def activate(self) -> None:
        self.book.app.screen.shown = (self.name, "")


class Range(base_classes.Range):
    has_array = False
    row = column = sheet = None

    def __init__(self, sheet: Sheet, box: Box) -> None:
        self.sheet, self.box = sheet, box
        self.row, self.column = box[:2]

    @property
    def api(self) -> Native:
        return Native(self.sheet.store.hidden, self.box)

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.box
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        row, column = self.row + row - 1, self.column + column - 1
        return Range(self.sheet, (row, column, row, column))

    @property
    def raw_value(self) -> Matrix:
        self.sheet.book.app.screen.reads[self.sheet.name] += 1
        return self.sheet.store.values(self.box)

    @raw_value.setter
    def raw_value(self, entries: Any) -> None:
        entries = entries if isinstance(entries, list) else [[entries]]
        self.sheet.book.app.screen.writes[self.sheet.name] += 1
        self.sheet.store.put(self.box, entries)

    @property
    def formula(self) -> Any:
        self.sheet.book.app.screen.reads[self.sheet.name] += 1
        rows = tuple(map(tuple, self.sheet.store.formulas(self.box)))
        return rows[0][0] if len(self) == 1 else rows

    @property
    def merge_cells(self) -> bool | None:
        return self.sheet.store.merged(self.box)

    @property
    def merge_area(self) -> Range:
        return Range(self.sheet, self.sheet.store.merged_area(self.row, self.column))

    def select(self) -> None:
        self.sheet.book.app.screen.shown = (self.sheet.name, xlwings.utils.col_name(self.column) + str(self.row))


class Tables(base_classes.Tables):
    api = None

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.items = [Table(sheet, table) for table in sheet.store.tables()]

    def __iter__(self) -> Iterator[Table]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __call__(self, key: int) -> Table:
        return self.items[key - 1]

    def add(self, source: Range, name: str | None = None, **_: Any) -> Table:
        """Make cells a table."""
        self.items.append(
            Table(
                self.sheet,
                self.sheet.store.new_table(name or "表1", (source.row, source.column, *_end(source))),
            )
        )
        return self.items[-1]


class Table(base_classes.Table):
    name = range = show_totals = api = None

    def __init__(self, sheet: Sheet, stored: StoredTable) -> None:
        self.stored, self.name, self.show_totals = stored, stored.name, stored.totals
        self.range = Range(sheet, stored.box)

    def resize(self, area: Any) -> None:
        self.stored.resize((area.row, area.column, area.last_cell.row, area.last_cell.column))


@contextmanager
def engine_of(app: App) -> Iterator[App]:
    """Make the app the one that xlwings sees."""
    before = xlwings.engines.active
    xlwings.Engine(impl=app.engine).activate()
    try:
        yield app
    finally:
        xlwings.engines.active = before
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller


def opened(app: App, name: str, stores: Sequence[Store], fullname: str = "") -> xlwings.Book:
    """Open a workbook in the app; the buttons find it as the one that they were pressed in."""
    book = xlwings.Book(impl=Book(app, name, stores, fullname))
    book.set_mock_caller()
    return book


def _end(area: Any) -> tuple[int, int]:
    return area.last_cell.row, area.last_cell.column
