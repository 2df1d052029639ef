"""Personal data that stands in the clear, for the person in charge of data (V-12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reqsheets.domain.views.facts import Book, shortened, text_of
from reqsheets.domain.views.shape import Section
from reqsheets.model.frames import row_numbers, values_or_blank
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Cell, Row, Words

COLUMNS = ("sheet", "cell", "field", "number", "masked", "book")
LEFT_OUT = ("guide", "journal", "people")  # purposes of sheets; reminders need the addresses of our staff


def personal_data_in_clear(books: Sequence[Book]) -> Iterator[Section]:
    """Yield every cell in which a phone number, an ID or other personal data stands unmasked, shown masked, by sheet.

    Columns that a workbook has beyond ours count too. Source: V-12.
    """
    rows = tuple(row for book in books for row in _of_book(book))
    yield Section(Words("没有打码的个人信息", "Personal data in the clear"), COLUMNS, rows)


def _of_book(book: Book) -> Iterator[Row]:
    spec, frames = book.look.spec, book.look.frames
    for sheet in spec.sheets:
        if sheet.name not in frames or sheet.purpose in LEFT_OUT:
            continue
        titles = {column.name: column.title for column in sheet.columns}
        number = sheet.meaning("number") or (sheet.key[0] if sheet.key else "")
        numbers = values_or_blank(frames, sheet.name, number)
        places = row_numbers(frames[sheet.name])
        for name in map(str, frames[sheet.name].columns):
            title = titles.get(name, name)
            for row, value, held in zip(places, values_or_blank(frames, sheet.name, name), numbers, strict=True):
                told = masked_value(value, title)
                if told != value:
                    cell = book.address(Cell(sheet.name, row, name))
                    whose = text_of(masked_value(held))
                    yield (sheet.title, cell, title, whose, shortened(text_of(told)), PurePath(book.name).name)
