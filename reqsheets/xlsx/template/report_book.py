"""A workbook for reading: a sheet a table, with charts that are Excel's own; no formulas."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reqsheets.model.plan import Row
from reqsheets.xlsx.template.table_file import cells_of, widths_of


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A sheet: titles and rows; `charted` are the columns, from 1, that a chart beside it shows, "line" or "bar"."""

    titles: tuple[str, ...]
    rows: Sequence[Row]
    chart: str = ""
    charted: tuple[int, ...] = ()


def book_of(tables: Mapping[str, ReportTable]) -> bytes:
    """Return the workbook; text stays text, whatever it begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in tables.items():
        sheet = book.create_sheet(title)
        for i, name in enumerate(table.titles, 1):
            sheet.cell(1, i, name).font = Font(bold=True)
        for at, row in enumerate(table.rows, 2):
            for i, (value, form) in enumerate(cells_of(row), 1):
                cell = sheet.cell(at, i, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.number_format = form
        for i, width in enumerate(widths_of(table.titles, table.rows), 1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        sheet.freeze_panes = "B2"
        if table.chart and table.rows:
            chart = LineChart() if table.chart == "line" else BarChart()
            for column in table.charted:
                chart.add_data(Reference(sheet, column, 1, column, len(table.rows) + 1), titles_from_data=True)
            chart.set_categories(Reference(sheet, 1, 2, 1, len(table.rows) + 1))
            chart.title, chart.width, chart.height = title, 24, 9
            sheet.add_chart(chart, f"{get_column_letter(len(table.titles) + 2)}2")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
