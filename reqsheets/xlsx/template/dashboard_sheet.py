"""The upper part of the dashboard: today's figures as tiles, and native charts, all reading the sheet of figures."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.chart import BarChart, DoughnutChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.domain.dashboard.figures import (
    ACHIEVED,
    DAYS,
    DIMENSIONS,
    LONGEST,
    MARKS,
    OVERVIEW,
    TITLES,
    blocks,
    has_terms,
)
from reqsheets.domain.deadlines.snapshot import where
from reqsheets.model.plan import Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.terms import Terms
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.template.chart_looks import BLUE, PALE, RED, TEAL, bars, columns, doughnut, painted
from reqsheets.xlsx.template.formulas import quoted
from reqsheets.xlsx.template.template_styles import ALARM, BAND_FILL, MUTED, NAVY, fill, font, highlight
from reqsheets.xlsx.template.tiles import tile_formula

LABELS, VALUES, FIRST_CHART, HEADER_ROW = 3, 4, 6, 26
TILES = ("A:C", "D:D", "E:E", "F:F", "G:G", "H:I", "J:K")
FORMATS = ("0", "0", "0", "0.0%", "0.00", "0.0", "0.0")
LATE = 1  # the tile that alarms
SPACE = 21.0  # points a row among the charts
ROWS = 9  # a chart
EMU_PER_PIXEL = 9_525
PIXELS_PER_CHARACTER, PADDING, GAP = 7, 5, 8  # pixels
FIGURE, LATE_COLUMN, IN_TIME = 3, 4, 5  # columns of the sheet of figures


def dress_dashboard(worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec) -> None:
    """Put title, tiles and charts above the header row."""
    figures = spec.purpose("figures")
    worksheet.sheet_view.showGridLines = False
    worksheet["A1"] = f"{spec.terms.said(spec.title)} · {sheet.title}"
    worksheet["A1"].font, worksheet["A1"].alignment = font(NAVY, 18, bold=True), Alignment(vertical="center", indent=1)
    worksheet.row_dimensions[1].height = 36
    worksheet.row_dimensions[2].height = 8
    for row in range(FIRST_CHART - 1, HEADER_ROW):
        worksheet.row_dimensions[row].height = 8 if row == FIRST_CHART - 1 else SPACE
    if figures is None:
        return
    tops = _tops(spec)
    _tiles(worksheet, figures, tops[OVERVIEW][0], spec.terms)
    _charts(worksheet, spec, figures, sheet, tops)


def _tops(spec: WorkbookSpec) -> dict[str, tuple[int, int]]:
    """Return the first and the last row of each block on the sheet of figures."""
    found, top = {}, 2
    for block in blocks(spec):
        found[block.group] = (top, top + block.size - 1)
        top += block.size
    return found


def _tiles(worksheet: Worksheet, figures: SheetSpec, top: int, terms: Terms) -> None:
    edge = Border(top=Side(style="medium", color=PALE))
    for i, (place, title, form) in enumerate(zip(TILES, TITLES, FORMATS, strict=True)):
        left, right = place.split(":")
        for row in (LABELS, VALUES):
            if left != right:
                worksheet.merge_cells(f"{left}{row}:{right}{row}")
            for column in worksheet[f"{left}{row}:{right}{row}"][0]:
                column.fill = fill(BAND_FILL)
                column.border = edge if row == LABELS else Border()
        label, value = worksheet[f"{left}{LABELS}"], worksheet[f"{left}{VALUES}"]
        label.value, label.font = terms.label(title), font(MUTED, 10)
        value.value = f"={tile_formula(quoted(figures.title), top + i)}"
        value.font, value.number_format = font(NAVY, 22, bold=True), form
        for cell in (label, value):
            cell.alignment = Alignment(horizontal="center", vertical="center")
    worksheet.row_dimensions[LABELS].height, worksheet.row_dimensions[VALUES].height = 22, 42
    late = TILES[LATE].split(":")[0]
    alarm = Rule(type="expression", formula=[f"N(${late}${VALUES})>0"], dxf=highlight(ALARM[1], ALARM[0]))
    worksheet.conditional_formatting.add(f"{late}{LABELS}:{late}{VALUES}", alarm)


def _charts(
    worksheet: Worksheet, spec: WorkbookSpec, figures: SheetSpec, sheet: SheetSpec, tops: dict[str, tuple[int, int]]
) -> None:
    """Lay the charts out in two rows across the table."""
    found = list(_made(spec, figures.title, tops))
    first = (len(found) + 1) // 2
    whole = sum(int(column.width * PIXELS_PER_CHARACTER + PADDING) for column in sheet.columns)
    for row, charts in enumerate((found[:first], found[first:])):
        width = (whole - GAP * (len(charts) - 1)) // max(1, len(charts))
        for i, chart in enumerate(charts):
            left, top = i * (width + GAP), FIRST_CHART - 1 + row * (ROWS + 1)
            right = whole if i == len(charts) - 1 else left + width
            place = TwoCellAnchor(_from=_marker(sheet, left, top), to=_marker(sheet, right, top + ROWS))
            chart.anchor = place  # type: ignore[assignment] # the stubs know only an address
            worksheet.add_chart(chart)


def _marker(sheet: SheetSpec, left: int, row: int) -> AnchorMarker:
    """Return the place so many pixels from the left edge."""
    for number, column in enumerate(sheet.columns):
        width = int(column.width * PIXELS_PER_CHARACTER + PADDING)
        if left < width:
            return AnchorMarker(col=number, colOff=left * EMU_PER_PIXEL, row=row)
        left -= width
    return AnchorMarker(col=len(sheet.columns), row=row)


def _made(spec: WorkbookSpec, title: str, tops: dict[str, tuple[int, int]]) -> Iterator[BarChart | DoughnutChart]:
    order = (LONGEST, "按部门", "按级别", "按状态", DAYS, "按来源", MARKS, ACHIEVED)
    for group in order:
        if group in tops:
            yield _chart(spec, group, title, *tops[group])


def _chart(spec: WorkbookSpec, group: str, title: str, top: int, last: int) -> BarChart | DoughnutChart:
    items, label = _cells(title, 2, top, last), spec.terms.label
    figure, late, in_time = (_cells(title, column, top, last) for column in (FIGURE, LATE_COLUMN, IN_TIME))
    if group == LONGEST:
        return bars(label("超期最久的需求（天）"), items, [painted(late, label("超期天数"), RED)])
    if group == MARKS:
        return bars(label("客户满意度评分（份）"), items, [painted(figure, label("份数"), TEAL)])
    if group == ACHIEVED:
        return doughnut(label("需求达成率"), items, painted(figure, label("需求"), BLUE))
    both = [painted(late, label("超期"), RED), painted(in_time, label("未超期"), BLUE)]
    both = both if has_terms(spec) else [painted(figure, label("在办"), BLUE)]
    if group == DAYS:
        return columns(label("每日在办需求"), items, both)
    sheet = where(spec, DIMENSIONS[group])
    column = sheet.column(sheet.meaning(DIMENSIONS[group]) or "").title if sheet else group
    by = Words(f"在办需求：按{column.partition('(')[0]}", f"Open requirements by {column.partition('(')[0].lower()}")
    return bars(spec.terms.said(by), items, both)


def _cells(title: str, column: int, top: int, last: int) -> str:
    letter = letters(column)
    return f"{quoted(title)}!${letter}${top}:${letter}${last}"
