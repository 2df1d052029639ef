"""How a sheet prints: A4 landscape, as many pages wide as keep it legible, header row and key column on every page."""

from __future__ import annotations

import math

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.template.template_styles import MUTED, NAVY

A4 = "9"
ROOM, MOST_PAGES = 215, 2  # characters across a page at the smallest scale that reads, pages side by side


def set_up_print(worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec, header_row: int) -> None:
    """Set page, scale, repeated titles, page header and footer.

    There is no print area: Excel prints what is laid out, and goes on doing so when rows are added.
    """
    columns = [column for column in sheet.columns if not (column.hidden or column.folded)]
    pages = max(1, min(MOST_PAGES, math.ceil(sum(column.width for column in columns) / ROOM)))
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToWidth = pages
    worksheet.page_setup.fitToHeight = 0  # as many pages long as there are rows
    worksheet.page_setup.pageOrder = "overThenDown"
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.65, bottom=0.6, header=0.25, footer=0.3)
    worksheet.print_options.horizontalCentered = True
    worksheet.print_title_rows = f"{header_row}:{header_row}"
    if pages > 1:
        worksheet.print_title_cols = "A:A"
    worksheet.oddHeader = _at_the_edge("", "" if sheet.role == "form" else "&A", "", size=14, colour=NAVY)
    worksheet.oddFooter = _at_the_edge(
        "&A", spec.terms.label("第 &P 页，共 &N 页"), spec.terms.said(spec.title), size=8, colour=MUTED
    )


def _at_the_edge(left: str, center: str, right: str, *, size: int, colour: str) -> HeaderFooterItem:
    item = HeaderFooterItem()
    for part, words in ((item.left, left), (item.center, center), (item.right, right)):
        part.text, part.size, part.color = words or None, size, colour
    return item
