"""A plain table as bytes of a file: comma-separated text that Excel opens, or a workbook of one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.harmless import cell_text, csv_cell
from reqsheets.model.plan import Row, Unreadable, Value

WIDEST, NARROWEST = 50, 10  # characters


def csv_text(titles: Sequence[str], rows: Iterable[Row], *, line_end: str = "\n") -> str:
    """Return the table as CSV: dates as 2024-03-01; text that would be computed stands behind an apostrophe (T-52)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(map(_harmless, titles))
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue()


def widths_of(titles: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Return how wide each column should be, in characters."""
    longest = (max((len(_shown(row[i])) for row in rows), default=0) for i in range(len(titles)))
    return [min(WIDEST, max(NARROWEST, 2 * len(title), long)) for title, long in zip(titles, longest, strict=True)]


def cells_of(row: Row) -> list[tuple[object, str]]:
    """Return each cell as it is written, and its number format."""
    return [(_plain(value), _format(value)) for value in row]


def _format(value: Value) -> str:
    if isinstance(value, date):
        return "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    return "General"


def xlsx_bytes(titles: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return the table as a workbook; text stays text, whatever it begins with."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("导出")
    for i, title in enumerate(titles):
        longest = max((len(_shown(row[i])) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(i + 1)].width = min(WIDEST, max(NARROWEST, 2 * len(title), longest))
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, title, bold=True) for title in titles])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _cell(sheet: object, value: Value, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, _plain(value))  # type: ignore[arg-type]
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Value) -> object:
    match value:
        case Unreadable():
            return None
        case str():
            return cell_text(value)
        case _:
            return value


def simple(value: Value) -> str | int | float | bool | None:
    """Return a cell as JSON and CSV have it: dates as 2024-03-01 or 2024-03-01 09:30."""
    match value:
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case Unreadable():
            return None
        case _:
            return value


def _shown(value: Value) -> str:
    told = simple(value)
    return "" if told is None else str(told)


def _harmless(value: Value) -> str:
    text = _shown(value)
    return csv_cell(text) if isinstance(value, str) else text


def put(sheet: Worksheet, row: int, column: int, value: Value, font: Font | None = None) -> None:
    """Set a cell of a workbook made for people to read: text stays text, wrapped below the heading; days look so."""
    if isinstance(value, Unreadable) or value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = cell_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=column > 1 or row > 2)  # noqa: PLR2004 (the heading)
    if isinstance(value, date):
        cell.number_format = _format(value)
    if font is not None:
        cell.font = font
