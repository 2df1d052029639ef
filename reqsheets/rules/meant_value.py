"""A text that a person gives for a cell, as a value of the cell's type."""

from __future__ import annotations

from datetime import datetime

from reqsheets.model.frames import canonical
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec
from reqsheets.rules.cells.date_text import read_date
from reqsheets.rules.cells.number_cells import number_in
from reqsheets.rules.choices import choices, option_of


def meant_value(column: ColumnSpec, text: str, settings: Settings) -> Value:
    """Return the text as a value of the column's type; itself where it is none, which the checks then tell."""
    found: Value
    match column.type if text else "":
        case "":
            found = None
        case "int" | "decimal":
            number = number_in(text)
            found = text if number is None else canonical(number)
        case "date":
            found = _day(text)
        case "datetime":
            found = _moment(text)
        case "enum":
            found = option_of(choices(settings, column.options), text) or text
        case "multi":
            known = choices(settings, column.options)
            found = "、".join(option_of(known, part) or part for part in split_choices(text))
        case _:
            found = text
    return found


def _moment(text: str) -> Value:
    try:
        return canonical(datetime.fromisoformat(text))
    except ValueError:
        return _day(text)


def _day(text: str) -> Value:
    read = read_date(text)
    return text if read is None or read.day is None else read.day
