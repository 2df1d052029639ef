"""A sheet as pandas people expect it: typed columns under their titles, rows by Excel's number or by their ID."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

import pandas as pd

from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.spec import ColumnSpec, ColumnType, SheetSpec
from reqsheets.xlsx.reading.own_words import swapped_all

Index: TypeAlias = Literal["row", "id"]
Unfit: TypeAlias = Literal["keep", "coerce"]
ROW = "行"
YES = {"是": True, "否": False}
DTYPES: Mapping[ColumnType, str] = {
    "int": "Int64",
    "decimal": "Float64",
    "bool": "boolean",
    "date": "datetime64[us]",
    "datetime": "datetime64[us]",
}  # all others are "string"


def typed(sheet: SheetSpec, frames: Frames, *, index: Index, unfit: Unfit) -> pd.DataFrame:
    """Return the sheet's rows under the titles of its columns.

    Shape: `index` "row" has Excel's row numbers, "id" the key of each row (several columns: a MultiIndex). Whole
    numbers are Int64, decimals Float64, days and moments datetime64[us], 是 and 否 boolean, all else string; blank is
    NA.
    A column in which a value does not fit its type stays object with "keep", and loses those values with "coerce";
    `attrs["unfit"]` counts them by title either way. Raises UsageError where a sheet without a key is wanted by ID.
    """
    held = frames[sheet.name]
    specs = {column.name: column for column in sheet.columns}
    counts: dict[str, int] = {}
    columns: dict[str, pd.Series] = {}
    for name in held.columns:
        column = specs.get(name)
        title = column.title if column else str(name)
        held_values = list(values_or_blank(frames, sheet.name, name))
        words = held_values if column and column.type == "bool" else swapped_all(sheet, str(name), held_values)
        series, count = _column(column, words, unfit)
        columns[title] = series
        if count:
            counts[title] = count
    found = pd.DataFrame(columns)
    found.index = pd.Index(row_numbers(held), dtype="int64", name=ROW)
    found.attrs = {"sheet": sheet.title, "unfit": counts}
    return found if index == "row" else _by_id(sheet, found)


def _by_id(sheet: SheetSpec, found: pd.DataFrame) -> pd.DataFrame:
    titles = [sheet.column(name).title for name in sheet.key]
    if not titles or not set(titles) <= set(found.columns):
        raise UsageError(
            f"“{sheet.title}”没有编号列，不能按编号取行；请用 index='row'",
            f"{sheet.title} has no ID column, so its rows go by index='row' only",
        )
    return found.set_index(titles if len(titles) > 1 else titles[0])


def _column(column: ColumnSpec | None, values: list[Value], unfit: Unfit) -> tuple[pd.Series, int]:
    """Return the values as a series, and how many do not fit the column's type."""
    if column is None:  # people's own: as it stands
        return pd.Series(values, dtype=object), 0
    fitting = FITTING.get(column.type, _as_text)
    fitted = [None if value is None else fitting(value) for value in values]
    count = sum(new is None and old is not None for new, old in zip(fitted, values, strict=True))
    if count and unfit == "keep":
        return pd.Series(values, dtype=object), count
    return pd.Series(fitted, dtype=DTYPES.get(column.type, "string")), count


def _as_int(value: Value) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _as_decimal(value: Value) -> object:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_bool(value: Value) -> object:
    return value if isinstance(value, bool) else YES.get(value) if isinstance(value, str) else None


def _as_moment(value: Value) -> object:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else None  # noqa: DTZ001 (a day)


def _as_text(value: Value) -> object:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


FITTING: Mapping[ColumnType, Callable[[Value], object]] = {
    "int": _as_int,
    "decimal": _as_decimal,
    "bool": _as_bool,
    "date": _as_moment,
    "datetime": _as_moment,
}
