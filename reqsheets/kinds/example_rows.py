"""The rows of a kind's filled example: one CSV file a sheet, in `examples/KIND/SHEET.csv` beside this file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib.resources import files

from reqsheets.model.plan import Value
from reqsheets.model.spec import ColumnSpec, ColumnType, SheetSpec, WorkbookSpec


def example_rows(spec: WorkbookSpec) -> dict[str, list[dict[str, Value]]]:
    """Return the example's rows by sheet, each by column; no rows where a kind has no example.

    The files are UTF-8; the header has names or titles of columns, dates are ISO. What does not fit its column's type
    stays text, and a leading apostrophe makes it text, as in Excel: examples have the faults that real registers have.
    Raises ValueError for a file or a header that the spec does not know.
    """
    folder = files("reqsheets.kinds").joinpath("examples", spec.kind)
    if not folder.is_dir():
        return {}
    texts = {
        entry.name.removesuffix(".csv"): entry.read_text(encoding="utf-8-sig")
        for entry in folder.iterdir()
        if entry.name.endswith(".csv")
    }
    if unknown := set(texts) - {sheet.name for sheet in spec.sheets}:
        message = f"kind {spec.kind!r} has no sheet {min(unknown)!r}"
        raise ValueError(message)
    return {sheet.name: _rows(sheet, texts[sheet.name]) for sheet in spec.sheets if sheet.name in texts}


def _rows(sheet: SheetSpec, text: str) -> list[dict[str, Value]]:
    header, *lines = list(csv.reader(text.splitlines(keepends=True)))
    columns = [_column(sheet, title.strip()) for title in header]
    return [
        {
            column.name: value
            for column, cell in zip(columns, line, strict=False)
            if (value := _value(column, cell)) is not None
        }
        for line in lines
        if any(line)
    ]


def _column(sheet: SheetSpec, title: str) -> ColumnSpec:
    for column in sheet.columns:
        if title in (column.name, column.title):
            return column
    message = f"sheet {sheet.name!r} has no column {title!r}"
    raise ValueError(message)


def _value(column: ColumnSpec, cell: str) -> Value:
    if not cell:
        return None
    if cell.startswith("'"):
        return cell[1:]
    try:
        return TYPED.get(column.type, str)(cell)
    except ValueError:
        return cell


def _number(cell: str) -> Value:
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)


def _moment(cell: str) -> Value:
    return datetime.fromisoformat(cell) if ":" in cell else date.fromisoformat(cell)


TYPED: Mapping[ColumnType, Callable[[str], Value]] = {
    "int": _number,
    "decimal": _number,
    "date": _moment,
    "datetime": _moment,
}
