"""The catalogue of bad inputs: where things stand on a sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from catalogue import HEADER, KIND, PEOPLE, TITLE, TWO_SHEETS, checked, drawn, found, hints, put, rows
from reading import edited
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reqsheets.report.terminal import show_findings

Form = Callable[[str], Format]
FIRST = ("XY2024001", "甲公司")
SECOND = ("XY2024002", "乙公司")
BAD = ("XY2024003", "丙公司", None, None, None, 9)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "登记.xlsx"


def test_05_covered_cells_take_the_value_of_the_one_that_covers_them(path: Path) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form, number="XY2024001")
        put(sheet, 2, form, number="XY2024002")
        sheet.merge_range(1, 1, 2, 1, "某公司")

    drawn(path, draw)
    assert found(path) == ["REQ105 warning B2"]
    assert "B2:B3" in hints(path)


def test_06_a_header_of_two_rows_is_joined(path: Path) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        for place, title in enumerate(HEADER[:4]):
            sheet.merge_range(0, place, 1, place, title)
        sheet.merge_range(0, 4, 0, 6, "处理")
        sheet.merge_range(0, 7, 0, 9, "其他")
        sheet.write_row(1, 4, HEADER[4:])
        put(sheet, 2, form, affected=9)

    drawn(path, draw)
    assert found(path) == ["REQ304 error F3"]
    assert checked(path).layouts["needs"].header_row == 2


def test_06_two_levels_make_one_title(path: Path) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(1, 0, HEADER)
        sheet.merge_range(0, 0, 0, 1, "需求")
        sheet.merge_range(0, 2, 0, 3, "客户")
        sheet.write(1, 0, "编号")  # 需求 + 编号
        sheet.write(1, 2, "编码")  # 客户 + 编码
        put(sheet, 2, form, affected=9)

    assert found(drawn(path, draw)) == ["REQ304 error F3"]


def test_07_a_renamed_header_is_told_with_the_right_one(path: Path) -> None:
    header = ("需求编号*", "客户名称 ", "客户编码（六位）", "问题描述", "提出时间", "满意度", "需求状太", *HEADER[7:])
    rows(path, header, FIRST)
    assert found(path) == ["REQ102 warning G1"]
    assert "“需求状太”大概就是“需求状态”" in hints(path)


def test_08_moved_columns_are_found_by_their_titles(path: Path) -> None:
    rows(path, HEADER[::-1], (None, None, None, None, 9, None, None, None, "甲公司", "XY2024001"))
    assert found(path) == ["REQ304 error E2"]


def test_09_a_blank_header_over_values_is_told(path: Path) -> None:
    rows(path, (*HEADER[:3], None, *HEADER[3:]), (*FIRST, None, "备注"))
    assert found(path) == ["REQ104 warning D1"]


@pytest.mark.parametrize("again", ["满意度", " 满意度 ", "满意度*"])
def test_10_and_11_a_header_twice_is_told(path: Path, again: str) -> None:
    rows(path, (*HEADER, again), FIRST)
    assert found(path) == ["REQ103 error K1"]


def test_12_titles_above_the_header_are_no_header(path: Path) -> None:
    rows(path, ("需求登记表",), ("部门：产品部",), (), HEADER, BAD)
    assert found(path) == ["REQ304 error F5"]


def test_12_the_row_of_the_header_is_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows(path, ("需求登记表",), (), HEADER, BAD)
    show_findings(checked(path), "zh")
    assert f"“{TITLE}”的表头在第 3 行" in capsys.readouterr().out
    rows(path, HEADER, BAD)
    show_findings(checked(path), "zh")
    assert "表头" not in capsys.readouterr().out


def test_13_a_table_that_starts_at_c5_has_right_addresses(path: Path) -> None:
    rows(path, (), (), (), (), (None, None, *HEADER), (None, None, *BAD))
    assert found(path) == ["REQ304 error H6"]


def test_14_hidden_rows_and_columns_are_checked_and_said_to_be_hidden(path: Path) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form, affected=9)
        put(sheet, 2, form, number="XY2024002", status="好")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(6, 6, None, None, {"hidden": True})

    drawn(path, draw)
    told = {f.at.row: f.message.zh for f in checked(path).plan.findings}
    assert told[2].endswith("（在隐藏的行里）")
    assert told[3].endswith("（在隐藏的列里）")


def test_17_blank_rows_in_the_middle_are_told_once(path: Path) -> None:
    rows(path, HEADER, FIRST, (), (), SECOND, (), BAD)
    assert found(path) == ["REQ108 info A3", "REQ304 error F7"]
    assert "3、4、6" in hints(path)


FEET = [
    ("合计", None, None, None, None, 12),
    (None, "总计：", None, None, None, 12),
    ("合 计", "2 条"),
    ("制表人：张三", None, None, "审核：李四"),
    (None, None, "负责人签字：", None, "日期：2024-03-01"),
]


@pytest.mark.parametrize("foot", FEET, ids=repr)
def test_18_totals_and_signatures_are_no_records(path: Path, foot: tuple[object, ...]) -> None:
    rows(path, HEADER, FIRST, SECOND, foot)  # type: ignore[arg-type]
    assert found(path) == ["REQ107 info A4"]


def test_18_a_record_that_speaks_of_totals_stays_a_record(path: Path) -> None:
    rows(path, HEADER, (*FIRST, None, "合计金额不对，希望签字：领导"), (None, "丙公司"))
    assert found(path) == ["REQ301 error A3"]


def test_51_the_totals_row_of_a_table_is_no_record(path: Path) -> None:
    def draw(sheet: Worksheet, _: Form) -> None:
        columns = [{"header": title} for title in HEADER]
        columns[5] |= {"total_function": "sum"}
        columns[1] |= {"total_string": "两家"}
        sheet.add_table(0, 0, 3, 9, {"data": [FIRST, SECOND], "columns": columns, "total_row": True})

    assert found(drawn(path, draw)) == ["REQ107 info A4"]


@pytest.mark.parametrize("address", ["K1048576", "XFD3", "M2"])
def test_31_and_32_a_stray_cell_is_told_and_costs_nothing(path: Path, address: str) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form)
        sheet.write(address, "x")

    assert found(drawn(path, draw)) == [f"REQ106 info {address}"]


def test_31_a_record_far_below_is_told_and_checked(path: Path) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form)
        sheet.write("A1048576", "XY2024002")
        sheet.write("D1048576", "希望增加批量导入")

    assert found(drawn(path, draw)) == ["REQ106 info A1048576", "REQ301 error B1048576"]


def test_33_a_wrong_dimension_hides_nothing(path: Path) -> None:
    rows(path, HEADER, FIRST, BAD)
    edited(path, lambda sheet: sheet.replace(b'<dimension ref="A1:J3"/>', b'<dimension ref="A1"/>'))
    assert found(path) == ["REQ304 error F3"]


def test_39_and_40_a_missing_sheet_is_named_and_a_blank_in_a_tab_does_no_harm(path: Path) -> None:
    drawn(path, lambda sheet, _: sheet.write_row(0, 0, HEADER), title=f" {TITLE}  ")
    outcome = checked(path, TWO_SHEETS)
    assert [(f.rule, f.severity) for f in outcome.plan.findings] == [("REQ007", "warning"), ("REQ109", "info")]
    assert PEOPLE.title in outcome.plan.findings[0].message.zh


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_41_a_hidden_sheet_is_checked_and_told(path: Path, state: str) -> None:
    def draw(sheet: Worksheet, form: Form) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form, affected=9)

    drawn(path, draw)
    edited(path, lambda book: book.replace(b'sheetId="1"', f'sheetId="1" state="{state}"'.encode()), "xl/workbook.xml")
    assert found(path) == ["REQ008 warning A1", "REQ304 error F2"]


def test_57_a_header_alone_is_told(path: Path) -> None:
    assert found(rows(path, HEADER)) == ["REQ109 info A1"]


def test_58_a_blank_sheet_lacks_its_header(path: Path) -> None:
    rows(path)
    assert [(f.rule, f.severity) for f in checked(path).plan.findings] == [("REQ101", "error")]


def test_the_kind_of_the_tests_has_no_fault_of_its_own(path: Path) -> None:
    assert checked(rows(path, HEADER, FIRST), KIND).plan.findings == ()
