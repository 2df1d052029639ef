"""A view as a workbook of its own: one sheet, a block of rows for each section, text stays text; no formulas."""

from __future__ import annotations

import io
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.domain.views.shape import Section, View
from reqsheets.model.harmless import cell_text
from reqsheets.model.plan import Language, Unreadable, Value
from reqsheets.xlsx.template.table_file import simple

HEADER = PatternFill("solid", fgColor="1F4E79")
NARROWEST, WIDEST = 8, 46  # characters
LONGEST_TITLE = 31  # of a sheet


def view_bytes(made: View, language: Language) -> bytes:
    """Return the view as the bytes of a workbook, ready to print on A4."""
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):  # a new workbook has one
        raise TypeError
    sheet.title = made.title.to(language)[:LONGEST_TITLE]
    _put(sheet, 1, 1, f"{made.title.to(language)} {made.person} {made.now:%Y-%m-%d %H:%M}", Font(bold=True, size=14))
    _put(sheet, 2, 1, "、".join(made.files))
    row = 3
    for text in made.unread:
        _put(sheet, row, 1, f"不含：{text}", Font(color="B42318"))
        row += 1
    widths: dict[int, int] = {}
    for section in made.sections:
        row = _section(sheet, row + 1, section, language, widths)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, NARROWEST), WIDEST)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _section(sheet: Worksheet, row: int, section: Section, language: Language, widths: dict[int, int]) -> int:
    _put(sheet, row, 1, f"{section.title.to(language)} ({len(section.rows)})", Font(bold=True))
    for i, title in enumerate(section.heads(language), 1):
        _put(sheet, row + 1, i, title, Font(bold=True, color="FFFFFF"))
        sheet.cell(row + 1, i).fill = HEADER
        widths[i] = max(widths.get(i, 0), 2 * len(title))
    for offset, values in enumerate(section.rows, 2):
        for i, value in enumerate(values, 1):
            _put(sheet, row + offset, i, value)
            widths[i] = max(widths.get(i, 0), len(str(simple(value) or "")) + 2)
    return row + 2 + len(section.rows)


def _put(sheet: Worksheet, row: int, column: int, value: Value, font: Font | None = None) -> None:
    if isinstance(value, Unreadable) or value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = cell_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=column > 1 or row > 2)  # noqa: PLR2004 (the heading)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    if font is not None:
        cell.font = font
