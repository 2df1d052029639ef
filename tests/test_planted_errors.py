"""A known error planted anywhere on a sheet that is laid out anyhow is found at exactly its address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from catalogue import COLUMNS, KIND, TITLE, checked, found
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.layout import letters

# column, what is wrong there, how that is told
ERRORS: list[tuple[str, Value, str]] = [
    ("number", "XX1", "REQ302 error"),
    ("customer", None, "REQ301 error"),
    ("affected", 9, "REQ304 error"),
    ("affected", "三", "REQ304 error"),
    ("status", "搁置", "REQ303 error"),
    ("received", "月底", "REQ306 error"),
    ("received", "2024年3月1日", "REQ204 warning"),
    ("code", "12ab", "REQ302 error"),
    ("core", "也许", "REQ303 error"),
]
NAMES = [column.name for column in COLUMNS]
TITLES = {column.name: column.title for column in COLUMNS}


@dataclass(frozen=True)
class Sheet:
    """How a sheet is laid out, and what is wrong on it."""

    left: int
    above: tuple[str, ...]
    order: tuple[str, ...]
    spare: frozenset[int]  # columns of people's own, by their place among all
    two_rows: bool
    gaps: frozenset[int]  # blank rows, by record
    records: int
    foot: str
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    error: tuple[str, Value, str]
    at: int  # the wrong record


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    records = draw(st.integers(1, 12))
    places = st.frozensets(st.integers(0, 11), max_size=4)
    return Sheet(
        draw(st.integers(0, 5)),
        tuple(draw(st.lists(st.sampled_from(["", "需求登记表", "部门：产品部", "2024 年"]), max_size=6))),
        tuple(draw(st.permutations(NAMES))),
        draw(places),
        draw(st.booleans()),
        draw(places),
        records,
        draw(st.sampled_from(["", "合计", "制表人：张三"])),
        draw(places),
        draw(places),
        draw(st.sampled_from(ERRORS)),
        draw(st.integers(0, records - 1)),
    )


def written(sheet: Sheet, path: Path) -> str:
    """Write the sheet and return the address of what is wrong."""
    columns: list[str | None] = list(sheet.order)
    for place in sorted(sheet.spare):
        columns.insert(min(place, len(columns)), None)
    with xlsxwriter.Workbook(path) as book:
        tab = book.add_worksheet(TITLE)
        for row, text in enumerate(sheet.above):
            tab.write(row, sheet.left, text)
        row = len(sheet.above)
        for place, column in enumerate(columns, sheet.left):
            title = TITLES[column] if column else f"自有列{place}"
            if sheet.two_rows:
                tab.merge_range(row, place, row + 1, place, title)
            else:
                tab.write(row, place, title)
            if place - sheet.left in sheet.hidden_columns:
                tab.set_column(place, place, None, None, {"hidden": True})
        return records(sheet, tab, columns, row + (2 if sheet.two_rows else 1))


def records(sheet: Sheet, tab: Worksheet, columns: list[str | None], row: int) -> str:
    """Write the records and the foot from that row on, and return the address of what is wrong."""
    name, wrong, _ = sheet.error
    address = ""
    for record in range(sheet.records):
        row += record in sheet.gaps
        held: dict[str | None, Value] = {
            "number": f"XY2024{record:03}",
            "customer": "甲公司",
            "text": "导出",
            None: "其他",
        }
        if record == sheet.at:
            held[name] = wrong
            address = f"{letters(sheet.left + columns.index(name) + 1)}{row + 1}"
        for place, column in enumerate(columns, sheet.left):
            if held.get(column) is not None:
                tab.write(row, place, held[column])
        if record in sheet.hidden_rows:
            tab.set_row(row, None, None, {"hidden": True})
        row += 1
    tab.write(row, sheet.left + columns.index("number"), sheet.foot)
    return address


@settings(deadline=None)
@given(sheets())
def test_a_planted_error_is_found_at_its_address_and_nowhere_else(sheet: Sheet) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "登记.xlsx"
        address = written(sheet, path)
        told = [line for line in found(path, KIND) if not line.startswith("REQ1")]
        assert told == [f"{sheet.error[2]} {address}"]
        (finding,) = [f for f in checked(path, KIND).plan.findings if not f.rule.startswith("REQ1")]
        unseen = sheet.at in sheet.hidden_rows
        assert ("在隐藏的行里" in finding.message.zh) == unseen
