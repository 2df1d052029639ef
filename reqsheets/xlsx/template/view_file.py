"""A view as a workbook of its own: one sheet, a block of rows for each section, text stays text; no formulas."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.domain.views.shape import Section, View
from reqsheets.model.plan import Language
from reqsheets.xlsx.template.table_file import put, simple

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
    put(sheet, 1, 1, f"{made.title.to(language)} {made.person} {made.now:%Y-%m-%d %H:%M}", Font(bold=True, size=14))
    put(sheet, 2, 1, "、".join(made.files))
    row = 3
    for text in made.unread:
        put(sheet, row, 1, f"不含：{text}", Font(color="B42318"))
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
    put(sheet, row, 1, f"{section.title.to(language)} ({len(section.rows)})", Font(bold=True))
    for i, title in enumerate(section.heads(language), 1):
        put(sheet, row + 1, i, title, Font(bold=True, color="FFFFFF"))
        sheet.cell(row + 1, i).fill = HEADER
        widths[i] = max(widths.get(i, 0), 2 * len(title))
    for offset, values in enumerate(section.rows, 2):
        for i, value in enumerate(values, 1):
            put(sheet, row + offset, i, value)
            widths[i] = max(widths.get(i, 0), len(str(simple(value) or "")) + 2)
    return row + 2 + len(section.rows)
