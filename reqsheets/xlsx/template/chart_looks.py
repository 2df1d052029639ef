"""How charts look: flat bars in the colours of the workbook, no frames, numbers at the bars instead of an axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from openpyxl.chart import BarChart, DoughnutChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from reqsheets.xlsx.template.template_styles import FONT, INK, MUTED, NAVY

Chart = TypeVar("Chart", BarChart, DoughnutChart)

RED, BLUE, TEAL, PALE = "D9534F", "6F98BF", "3D8B7D", "C9D6E3"
SHOWN = "0;;;"  # no label where there is nothing
POINT = 100  # font sizes are in hundredths
GAP = 45  # per cent of a bar's width


def bars(title: str, items: str, series: Sequence[Series]) -> BarChart:
    """Return horizontal bars, the first item on top; several series lie on one bar."""
    chart = _bar_chart("bar", title, items, series)
    chart.x_axis.scaling.orientation = "maxMin"
    return chart


def columns(title: str, items: str, series: Sequence[Series]) -> BarChart:
    """Return upright bars, from left to right, too narrow for numbers at them."""
    chart = _bar_chart("col", title, items, series)
    for one in series:
        one.dLbls = None
    chart.y_axis.delete = False
    chart.y_axis.txPr = _text(MUTED, 8)
    chart.y_axis.number_format, chart.y_axis.majorTickMark = "0", "none"
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E8ECF1")))
    chart.x_axis.txPr = _text(MUTED, 8)
    return chart


def doughnut(title: str, items: str, series: Series) -> DoughnutChart:
    """Return a ring of two parts: the first coloured, the second pale."""
    chart = DoughnutChart(holeSize=62, firstSliceAng=0)
    series.cat = AxDataSource(strRef=StrRef(f=items))
    series.dPt = [DataPoint(idx=i, spPr=_filled(colour)) for i, colour in enumerate((TEAL, PALE))]
    series.dLbls = _labels(per_cent=True)
    chart.series.append(series)
    return _dressed(chart, title, with_legend=True)


def painted(cells: str, name: str, colour: str) -> Series:
    """Return a series of these cells."""
    series = Series(val=NumDataSource(numRef=NumRef(f=cells)), tx=SeriesLabel(v=name))
    series.graphicalProperties = _filled(colour)
    return series


def _bar_chart(direction: str, title: str, items: str, series: Sequence[Series]) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = direction, "stacked", 100, GAP
    for number, one in enumerate(series):
        one.idx = one.order = number
        one.invertIfNegative = False
        one.cat = AxDataSource(strRef=StrRef(f=items))
        one.dLbls = _labels()
        chart.series.append(one)
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.majorTickMark = chart.x_axis.minorTickMark = "none"
    chart.x_axis.txPr = _text(INK, 9)
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=PALE))
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    return _dressed(chart, title, with_legend=len(series) > 1)


def _dressed(chart: Chart, title: str, *, with_legend: bool) -> Chart:
    chart.title = _title(title)
    chart.legend = Legend(legendPos="b", overlay=False, txPr=_text(MUTED, 9)) if with_legend else None
    chart.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill="D9DEE5"))
    chart.roundedCorners = False
    chart.display_blanks = "gap"
    chart.visible_cells_only = False
    return chart


def _title(text: str) -> Title:
    run = RegularTextRun(rPr=_characters(NAVY, 11, bold=True), t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_characters(NAVY, 11, bold=True)), r=[run])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)


def _labels(*, per_cent: bool = False) -> DataLabelList:
    shown = DataLabelList(
        numFmt="0%" if per_cent else SHOWN,
        showVal=not per_cent,
        showPercent=per_cent,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showLeaderLines=False if per_cent else None,
    )
    shown.txPr = _text(INK, 9)
    return shown


def _filled(colour: str) -> GraphicalProperties:
    properties = GraphicalProperties(solidFill=colour)
    properties.line.noFill = True
    return properties


def _text(colour: str, size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(colour, size))
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=properties, endParaRPr=_characters(colour, size))])


def _characters(colour: str, size: int, *, bold: bool = False) -> CharacterProperties:
    face = Font(typeface=FONT)
    return CharacterProperties(sz=size * POINT, b=bold, solidFill=colour, latin=face, ea=face)
