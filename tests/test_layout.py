from __future__ import annotations

from pathlib import Path

import pytest
from reading import HEADER, codes, column, register

from reqsheets.model.plan import Cell
from reqsheets.xlsx.reading.layout import SheetLayout, a1, column_letter, letters
from reqsheets.xlsx.reading.titles import plain

pytestmark = pytest.mark.capability("1-T1", "D12")

NAMES = ("number", "text", "received", "contact", "score")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


SAME_TITLES = [
    "需求描述(具体问题/期望)",
    "需求描述（具体问题／期望）",
    " 需求描述\n（具体问题/期望）* ",
    "*需求描述(具体问题/期望)",
    "需求描述【具体问题/期望】",
    "需求 描述\u3000(具体问题/\u200b期望)＊",
    "问题描述",
    "问题描述*",
    "需求描述",
    "需求描述（必填）",
    "TEXT",
]


@pytest.mark.parametrize("title", SAME_TITLES)
def test_a_title_is_known_however_it_is_typed(path: Path, title: str) -> None:
    reading = register(path, ("需求编号", title, *HEADER[2:]), ("XY1", "导出"))
    assert column(reading, "text") == {2: "导出"}
    assert reading.findings == ()


OTHER_TITLES = ["需求描", "描述", "需求描述2", "需求编号说明"]


@pytest.mark.parametrize("title", OTHER_TITLES)
def test_another_title_is_peoples_own_column(path: Path, title: str) -> None:
    reading = register(path, (*HEADER, title), ("XY1", "导出", None, None, None, "own"))
    assert list(reading.frames["needs"].columns) == [*NAMES, title]
    assert column(reading, title) == {2: "own"}


def test_moved_and_inserted_columns_are_found(path: Path) -> None:
    header = ("综合得分", "自有", "提出时间", "需求编号", None, "需求描述", "联系方式")
    reading = register(path, header, (4, "own", "x", "XY1", None, "导出", "138"))
    layout = reading.layouts["needs"]
    assert layout.columns == {"score": 1, "自有": 2, "received": 3, "number": 4, "text": 6, "contact": 7}
    assert list(reading.frames["needs"].columns) == list(layout.columns)
    assert column_letter(layout, "text") == "F"
    assert reading.findings == ()


def test_the_row_with_most_titles_is_the_header(path: Path) -> None:
    rows = [("需求编号", "提出时间"), ("说明", "需求编号"), HEADER, ("XY1", "导出")]
    assert register(path, *rows).layouts["needs"].header_row == 3


def test_a_header_that_stands_twice_counts_once_and_loses_nothing(path: Path) -> None:
    reading = register(path, (*HEADER, "需求编号 *", "自有", "自有"), ("XY1", "x", "y", "z", 4, "old", "a", "b"))
    assert codes(reading) == [("REQ103", "error", 1)]
    assert "A1" in reading.findings[0].message.zh
    assert "F1" in reading.findings[0].message.zh
    assert column(reading, "number") == {2: "XY1"}
    assert list(reading.frames["needs"].columns) == [*NAMES, "number (2)", "自有", "自有 (2)"]
    assert column(reading, "自有 (2)") == {2: "b"}


def test_a_missing_column_is_an_error_where_operations_need_it(path: Path) -> None:
    reading = register(path, ("需求编号", "需求描术", "提出时间"), ("XY1", "x"))
    assert codes(reading) == [("REQ102", "error", 1), ("REQ101", "warning", 1), ("REQ101", "warning", 1)]
    assert [finding.at.column for finding in reading.findings] == ["需求描术", "contact", "score"]
    assert "text" not in reading.frames["needs"]
    assert [a1(reading.layouts["needs"], finding.at) for finding in reading.findings] == ["B1", "D1", "D1"]


def test_a_near_miss_is_named(path: Path) -> None:
    reading = register(path, ("需求编号", "需求描述", "提出时间", "联系方试", "综合得分"), ("XY1", "x"))
    assert codes(reading) == [("REQ102", "warning", 1)]
    assert "联系方试" in reading.findings[0].hint.zh
    assert "联系方式" in reading.findings[0].hint.zh


def test_a_blank_header_above_values_is_told_and_its_values_are_kept(path: Path) -> None:
    header = ("需求编号", None, "需求描述", None, "提出时间", "联系方式", "综合得分")
    reading = register(path, header, ("XY1", "note", "x", None, "y"), (None, "only a note"))
    assert codes(reading) == [("REQ104", "warning", 1)]
    finding = reading.findings[0]
    assert "B1" in finding.message.zh
    assert a1(reading.layouts["needs"], finding.at) == "B1"
    assert column(reading, finding.at.column) == {2: "note"}


def test_what_stands_right_of_the_last_header_is_cut(path: Path) -> None:
    reading = register(path, HEADER, ("XY1", "x", "y", "z", 4, None, "草稿"))
    assert list(reading.frames["needs"].columns) == list(NAMES)
    assert codes(reading) == [("REQ106", "info", 2)]
    assert a1(reading.layouts["needs"], reading.findings[0].at) == "G2"


def test_a_sheet_without_a_header_row_is_a_finding(path: Path) -> None:
    reading = register(path, ("张三", "李四"), ("XY1", "x"))
    assert codes(reading) == [("REQ101", "error", 1)]
    assert "前 30 行" in reading.findings[0].message.zh
    assert "needs" not in reading.frames


LETTERS = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 702: "ZZ", 703: "AAA", 16_384: "XFD"}


@pytest.mark.parametrize("number", LETTERS)
def test_columns_are_lettered_as_in_excel(number: int) -> None:
    assert letters(number) == LETTERS[number]


def test_addresses_are_those_that_excel_shows() -> None:
    layout = SheetLayout("needs", "登记表", 1, {"status": 4})
    assert a1(layout, Cell("needs", 17, "status")) == "D17"
    assert a1(layout, Cell("needs", 17)) == "A17"
    with pytest.raises(KeyError):
        column_letter(layout, "other")


def test_a_plain_title_stays_plain() -> None:
    for title in SAME_TITLES + OTHER_TITLES:
        assert plain(plain(title)) == plain(title)
