from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from reading import (
    HEADER,
    KIND,
    NEEDS,
    REGISTER,
    codes,
    column,
    edited,
    register,
    with_cells,
    workbook,
)

from reqsheets.model.errors import UnknownKindError
from reqsheets.model.plan import Unreadable
from reqsheets.xlsx.reading.read import read

DAY = date(2024, 3, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "登记册.xlsx"


def test_values_come_back_in_canonical_form_under_their_excel_row(path: Path) -> None:
    reading = register(
        path,
        HEADER,
        ("XY1", "导出\n为Excel", datetime(2024, 3, 1, 0, 0), "138", 4.3),  # noqa: DTZ001 -- Excel has no zones
        (None,) * 5,
        (7.0, " 空格 ", datetime(2024, 3, 1, 9, 30), True, 4.0),  # noqa: DTZ001
        ("XY3", "x", 45352, time(9, 30), ""),
    )
    assert column(reading, "number") == {2: "XY1", 4: 7, 5: "XY3"}
    assert column(reading, "text") == {2: "导出\n为Excel", 4: " 空格 ", 5: "x"}
    assert column(reading, "received") == {2: DAY, 4: datetime(2024, 3, 1, 9, 30), 5: 45352}  # noqa: DTZ001
    assert column(reading, "contact") == {2: "138", 4: True, 5: time(9, 30)}
    assert column(reading, "score") == {2: 4.3, 4: 4, 5: None}
    assert [type(value) for value in column(reading, "number").values()] == [str, int, str]
    assert type(column(reading, "received")[2]) is date
    assert codes(reading) == [("REQ108", "info", 3)]
    assert reading.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_all_columns_have_dtype_object_and_an_empty_sheet_has_them_too(path: Path) -> None:
    reading = register(path, HEADER)
    frame = reading.frames["needs"]
    assert list(frame.columns) == ["number", "text", "received", "contact", "score"]
    assert len(frame) == 0
    assert set(map(str, frame.dtypes)) == {"object"}
    assert reading.frames.next_row("needs") == 2


def test_a_table_that_starts_at_c5_keeps_its_addresses(path: Path) -> None:
    blank = (None, None)
    rows = [
        ("客户需求登记表",),
        (),
        ("制表：张三",),
        (),
        (*blank, *HEADER),
        (*blank, "XY1", "导出", DAY),
        (),
        (*blank, "XY2", "导入"),
    ]
    reading = register(path, *rows)
    assert reading.layouts["needs"].header_row == 5
    assert reading.layouts["needs"].columns["number"] == 3
    assert column(reading, "number") == {6: "XY1", 8: "XY2"}
    assert reading.frames.headers == {"needs": 5}


def test_a_row_of_our_own_formulas_alone_is_no_row_but_its_formulas_are_known(path: Path) -> None:
    with xlsxwriter.Workbook(path) as target:
        sheet = target.add_worksheet(NEEDS.title)
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("XY1", "导出", "x", "y"))
        for row in (1, 2, 3):
            sheet.write_formula(row, 4, "=1+3", value=4)
    reading = read(path, [REGISTER])
    assert column(reading, "score") == {2: 4}
    assert reading.frames.formula_rows("needs", "score") == {2, 3, 4}


def test_on_a_derived_sheet_any_filled_cell_makes_a_row(path: Path) -> None:
    sheets = {
        NEEDS.title: [HEADER],
        "跟踪表": [("需求编号", "备注"), ("XY1",), (), (None, "留")],
        "人员名单": [("姓名",), ("张三",)],
    }
    reading = read(workbook(path, sheets), [KIND])
    assert column(reading, "number", "tracking") == {2: "XY1", 4: None}
    assert column(reading, "name", "people") == {2: "张三"}
    assert reading.layouts["people"].title == "人员名单"


def test_errors_and_formulas_without_a_value_are_unreadable_and_empty_text_is_none(path: Path) -> None:
    rows = [(number, text, None, "138") for number, text in zip("123456", "abcdef", strict=True)]
    workbook(path, {NEEDS.title: [HEADER, *rows]})
    with_cells(
        path,
        {
            b"B2": b'<c r="B2" t="e"><v>#REF!</v></c>',
            b"B3": b'<c r="B3" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            b"B4": b'<c r="B4"><f>IF(A1&lt;"&amp;",A1,B1)</f></c>',
            b"B5": b'<c r="B5"><f t="shared" si="0"/><v></v></c>',
            b"B6": b'<c r="B6" t="str"><f>""</f><v></v></c>',
            b"B7": b'<c r="B7"><f>1+1</f><v>2</v></c>',
        },
    )
    reading = read(path, [REGISTER])
    assert column(reading, "text") == {
        2: Unreadable("#REF!"),
        3: Unreadable("#DIV/0!"),
        4: Unreadable('=IF(A1<"&",A1,B1)'),
        5: Unreadable("="),
        6: None,
        7: 2,
    }
    assert reading.frames.formulas == {("needs", "text"): frozenset({3, 4, 5, 6, 7})}


def test_formulas_that_openpyxl_writes_have_no_value_yet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NEEDS.title
    sheet.append(HEADER)
    sheet.append(("XY1", "=A1", DAY, None, "=ROUND(1,2)"))
    book.save(path)
    reading = read(path, [REGISTER])
    assert column(reading, "text") == {2: Unreadable("=A1")}
    assert column(reading, "score") == {2: Unreadable("=ROUND(1,2)")}


def _prefixed(sheet: bytes) -> bytes:
    return sheet.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")


def _single_quoted(sheet: bytes) -> bytes:
    begin = sheet.index(b"<sheetData")
    return sheet[:begin] + sheet[begin:].replace(b'"', b"'")


def _commented(sheet: bytes) -> bytes:
    return sheet.replace(b"<sheetData>", b"<sheetData><!-- <c r='A9'><f>9</f></c> -->")


@pytest.mark.parametrize("spelling", [_prefixed, _single_quoted, _commented])
def test_unusual_spellings_of_a_sheet_tell_the_same(path: Path, spelling: Callable[[bytes], bytes]) -> None:
    workbook(path, {NEEDS.title: [HEADER, ("XY1", "a"), ("XY2", "b")]})
    with_cells(path, {b"B2": b'<c r="B2" t="e"><v>#N/A</v></c>', b"B3": b'<c r="B3"><f>A1&amp;A2</f></c>'})
    plainly = read(path, [REGISTER])
    oddly = read(edited(path, spelling), [REGISTER])
    assert column(oddly, "text") == column(plainly, "text") == {2: Unreadable("#N/A"), 3: Unreadable("=A1&A2")}
    assert oddly.frames.formulas == plainly.frames.formulas
    assert column(oddly, "number") == {2: "XY1", 3: "XY2"}


def test_cells_without_addresses_stand_one_after_the_other(path: Path) -> None:
    workbook(path, {NEEDS.title: [HEADER, ("XY1", "a", "b", "c")]})
    with_cells(path, {b"B2": b"<c><f>1+1</f></c>", b"C2": b'<c t="e"><v>#N/A</v></c>'})
    reading = read(path, [REGISTER])
    assert column(reading, "text") == {2: Unreadable("=1+1")}
    assert column(reading, "received") == {2: Unreadable("#N/A")}
    assert column(reading, "contact") == {2: "c"}


def test_dates_of_the_1904_calendar_are_right(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = NEEDS.title
    sheet.append(HEADER)
    sheet.append(("XY1", "x", DAY))
    book.save(path)
    assert column(read(path, [REGISTER]), "received") == {2: DAY}


def test_only_the_first_cell_of_merged_cells_holds_the_value(path: Path) -> None:
    with xlsxwriter.Workbook(path) as target:
        sheet = target.add_worksheet(NEEDS.title)
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range(1, 0, 2, 0, "XY1")
        sheet.write_column(1, 1, ("a", "b"))
    assert column(read(path, [REGISTER]), "number") == {2: "XY1", 3: None}


@pytest.mark.parametrize("hide", ["rows", "sheet", "filter"])
def test_what_is_hidden_is_read_all_the_same(path: Path, hide: str) -> None:
    with xlsxwriter.Workbook(path) as target:
        target.add_worksheet("封面")
        sheet = target.add_worksheet(NEEDS.title)
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("XY1", "a"))
        sheet.write_row(2, 0, ("XY2", "b"))
        if hide == "sheet":
            sheet.very_hidden()
        if hide == "filter":
            sheet.autofilter(0, 0, 2, 4)
        if hide != "sheet":
            sheet.set_row(1, None, None, {"hidden": True})
    assert column(read(path, [REGISTER]), "number") == {2: "XY1", 3: "XY2"}


FAR = {"F1048576": 6, "XFD3": 16_384, "XFD1048576": 16_384}


@pytest.mark.parametrize("address", FAR)
def test_a_stray_cell_at_the_far_end_neither_costs_nor_adds_anything(path: Path, address: str) -> None:
    with xlsxwriter.Workbook(path) as target:
        sheet = target.add_worksheet(NEEDS.title)
        sheet.write_row(0, 0, HEADER)
        for row in range(1, 4):
            sheet.write_row(row, 0, (f"XY{row}", "导出"))
        sheet.write(address, "x")
    reading = read(path, [REGISTER])
    assert column(reading, "number") == {2: "XY1", 3: "XY2", 4: "XY3"}
    assert list(reading.frames["needs"].columns) == ["number", "text", "received", "contact", "score"]


def test_a_value_in_the_last_row_of_all_is_a_row(path: Path) -> None:
    with xlsxwriter.Workbook(path) as target:
        sheet = target.add_worksheet(NEEDS.title)
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1_048_575, 0, ("XY1", "导出"))
        sheet.write(1_048_570, 16_383, "x")
    assert column(read(path, [REGISTER]), "text") == {1_048_576: "导出"}


def test_a_wrong_dimension_hides_no_row(path: Path) -> None:
    workbook(path, {NEEDS.title: [HEADER, ("XY1", "a"), ("XY2", "b")]})
    edited(path, lambda sheet: sheet.replace(b'<dimension ref="A1:E3"/>', b'<dimension ref="A1"/>'))
    assert column(read(path, [REGISTER]), "number") == {2: "XY1", 3: "XY2"}


def test_a_missing_sheet_is_a_finding_and_absent(path: Path) -> None:
    reading = read(workbook(path, {NEEDS.title: [HEADER, ("XY1", "导出")], "跟踪": [("备注",)]}), [KIND])
    assert codes(reading) == [("REQ007", "error", 1), ("REQ007", "warning", 1)]
    assert reading.findings[0].at.sheet == "tracking"
    assert "跟踪表" in reading.findings[0].message.zh
    assert "跟踪" in reading.findings[0].hint.zh
    assert set(reading.frames) == {"needs"}


def test_a_tab_matches_whatever_its_blanks_and_width(path: Path) -> None:
    reading = read(workbook(path, {" 登 记 表 ": [HEADER, ("XY1",)]}), [REGISTER])
    assert reading.layouts["needs"].title == " 登 记 表 "


def test_a_register_under_another_tab_is_known_by_its_header(path: Path) -> None:
    sheets = {"封面": [("公司",)], "2024年": [("标题",), ("需求编号*", "问题描述", "提出时间"), ("XY1", "a")]}
    reading = read(workbook(path, sheets), [KIND])
    assert reading.layouts["needs"].title == "2024年"
    assert column(reading, "text") == {3: "a"}


def test_a_workbook_of_no_kind_says_what_was_looked_for(path: Path) -> None:
    workbook(path, {"工资": [("姓名", "金额"), ("张三", 1)]})
    with pytest.raises(UnknownKindError) as caught:
        read(path, [KIND])
    assert "登记表" in caught.value.words.zh
    assert "工资" in caught.value.words.zh
    assert "reqsheets new" in caught.value.words.en


def test_a_formula_in_the_register_is_read_by_its_value_whatever_its_spelling(path: Path) -> None:
    workbook(path, {NEEDS.title: [HEADER, ("XY1", '<f>t="e"</f>')]})
    with_cells(path, {b"A2": b'<c t="str" r="A2"><f ca="1">A1</f><v xml:space="preserve">XY1</v></c>'})
    reading = read(path, [REGISTER])
    assert column(reading, "number") == {2: "XY1"}
    assert column(reading, "text") == {2: '<f>t="e"</f>'}
    assert reading.frames.formulas == {("needs", "number"): frozenset({2})}
