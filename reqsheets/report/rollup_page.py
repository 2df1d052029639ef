"""The roll-up as one HTML page that opens offline: tables and pictures in SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from reqsheets.model.plan import Row
from reqsheets.xlsx.template.report_book import ReportTable
from reqsheets.xlsx.template.table_file import simple

WIDE, HIGH = 640, 180  # pixels of a picture
COLOURS = ("#4472c4", "#ed7d31", "#70ad47", "#7f7f7f")
STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin:.5em 0 2em}"
    "td,th{border:1px solid #ccc;padding:2px 8px;text-align:left}th{background:#eee}"
)


def page(title: str, note: str, tables: Mapping[str, ReportTable]) -> str:
    """Return the page; every text is escaped."""
    parts = "".join(
        f"<h2>{escape(name)}</h2>{_picture(table)}{_table(table.titles, table.rows)}" for name, table in tables.items()
    )
    head = f"<meta charset=utf-8><title>{escape(title)}</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang=zh>{head}<h1>{escape(title)}</h1><p>{escape(note)}</p>{parts}</html>\n"


def _table(titles: Sequence[str], rows: Sequence[Row]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    cells = ("".join(f"<td>{escape(_shown(simple(value)))}</td>" for value in row) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _shown(value: str | float | None) -> str:
    return "" if value is None else str(value)


def _picture(table: ReportTable) -> str:
    if not table.chart or not table.rows:
        return ""
    series = [[_number(row[column - 1]) for row in table.rows] for column in table.charted]
    most = max((value for values in series for value in values), default=0) or 1
    draw = _line if table.chart == "line" else _bars
    shapes = "".join(draw(values, most, i, len(series)) for i, values in enumerate(series))
    names = "".join(
        f'<text x="{10 + 120 * i}" y="14" fill="{COLOURS[i % 4]}">{escape(table.titles[column - 1])}</text>'
        for i, column in enumerate(table.charted)
    )
    size = f'width="{WIDE}" height="{HIGH + 20}" font-size="12"'
    return f'<svg {size} role="img">{names}<g transform="translate(0 20)">{shapes}</g></svg>'


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _line(values: Sequence[float], most: float, i: int, _: int) -> str:
    step = WIDE / max(len(values), 1)
    points = " ".join(f"{at * step + step / 2:.0f},{HIGH - value / most * HIGH:.0f}" for at, value in enumerate(values))
    return f'<polyline points="{points}" fill="none" stroke="{COLOURS[i % 4]}" stroke-width="2"/>'


def _bars(values: Sequence[float], most: float, i: int, count: int) -> str:
    step = WIDE / max(len(values), 1)
    width = step * 0.8 / count
    return "".join(
        f'<rect x="{at * step + i * width:.0f}" y="{HIGH - value / most * HIGH:.0f}" width="{width:.0f}" '
        f'height="{value / most * HIGH:.0f}" fill="{COLOURS[i % 4]}"/>'
        for at, value in enumerate(values)
    )
