"""A customer's copy as a workbook: a sheet for each of ours, text only; no properties, names, notes or formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from reqsheets.model.harmless import cell_text
from reqsheets.xlsx.package.reproducible import MOMENT, repacked
from reqsheets.xlsx.template.table_file import widths_of

Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]  # title, titles of columns, rows of text
LINE = Side(style="thin", color="BFBFBF")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="F2F2F2")
LONGEST_TITLE = 31  # characters of a sheet's title


def customer_xlsx(tables: Sequence[Table]) -> bytes:
    """Return the tables as the bytes of a workbook, each on a sheet of its own; the same content, the same bytes."""
    workbook = Workbook(write_only=True)
    for title, titles, rows in tables:
        sheet = workbook.create_sheet(title[:LONGEST_TITLE])
        for i, width in enumerate(widths_of(titles, [tuple(row) for row in rows]), 1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.append([_cell(sheet, text, head=True) for text in titles])
        for row in rows:
            sheet.append([_cell(sheet, text) for text in row])
    workbook.properties.creator = ""
    workbook.properties.created = datetime(*MOMENT)  # noqa: DTZ001 (a stopped clock)
    packed = io.BytesIO()
    workbook.save(packed)
    return repacked(packed.getvalue(), {})


def _cell(sheet: WriteOnlyWorksheet, text: str, *, head: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, cell_text(text) or None)
    if text:
        cell.data_type = "s"
    cell.border = FRAME
    cell.alignment = Alignment(horizontal="center" if head else None, vertical="top", wrap_text=True)
    if head:
        cell.font, cell.fill = Font(bold=True), GREY
    return cell
