"""The mapping workbook and the annotated copy of an import: written by us, corrected by a person, read again."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from command_line import Ran
from intake_books import drawn
from openpyxl import load_workbook
from remembered import typed

import reqsheets
from reqsheets.cli import main

pytestmark = pytest.mark.capability("B5")

ROWS = (
    ("单号", "投诉日期", "投诉人", "=1+2", "投诉渠道", "情况", "紧急程度"),
    ("TS-1", "2024-03-01", "甲公司", "=1+1", "电话", "已和客户沟通，下周安排人上门处理这个问题", "特急"),
    ("TS-2", "2024-03-02", "乙公司", "-2+3", "微信群", "还没有联系上客户，等周一再打一次电话过去", "一般"),
)
SITUATION, TEXT = "情况", "客户需求信息登记表 / 需求描述(具体问题/期望)"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "投诉.csv"
    path.write_text("\n".join(",".join(row) for row in ROWS), "utf-8")
    return path


def run(*words: object) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["import", *map(str, words)])
    return Ran(code, out.getvalue(), err.getvalue())


def proposed(source: Path, mapping: Path) -> None:
    done = run(source, "--kind", "feedback", "--mapping", mapping)
    assert done.exit_code == 0, done.out + done.err


def corrected(mapping: Path, tab: str, header: str, column: int, text: str) -> None:
    book = load_workbook(mapping)
    row = next(row for row in book[tab].iter_rows(min_row=2) if row[0].value == header)
    row[column].value = text
    book.save(mapping)


def test_what_a_person_corrects_is_taken(source: Path, tmp_path: Path) -> None:
    mapping, into = tmp_path / "对应.xlsx", tmp_path / "登记表.xlsx"
    proposed(source, mapping)
    before = reqsheets.intake(source, kind="feedback").told()
    asked = {column["header"]: column["to"] for column in before["columns"]}
    assert asked[SITUATION] is None
    corrected(mapping, "列对应", SITUATION, 1, TEXT)
    corrected(mapping, "列对应", "投诉渠道", 1, "")
    found = reqsheets.intake(source, into=into, kind="feedback", mapping=mapping, write=True)
    assert found.written
    frame = reqsheets.open(into).frame("客户需求信息登记表")
    assert list(frame["需求描述(具体问题/期望)"]) == [row[5] for row in ROWS[1:]]
    assert frame["来源渠道"].isna().all()
    again = reqsheets.intake(source, into=into).told()
    assert [column["to"] for column in again["columns"] if column["header"] == SITUATION] == [
        ["客户需求信息登记表", "需求描述(具体问题/期望)"]
    ]


def test_an_option_that_a_person_corrects_is_taken(source: Path, tmp_path: Path) -> None:
    mapping, into = tmp_path / "对应.xlsx", tmp_path / "登记表.xlsx"
    proposed(source, mapping)
    corrected(mapping, "选项对应", "投诉渠道", 2, "客服工单")
    reqsheets.intake(source, into=into, kind="feedback", mapping=mapping, write=True)
    assert "客服工单" in set(reqsheets.open(into).frame("客户需求信息登记表")["来源渠道"])


def test_text_stays_text(source: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "对应.xlsx"
    proposed(source, mapping)
    cells = [cell for sheet in load_workbook(mapping) for row in sheet.iter_rows() for cell in row]
    assert "=1+2" in [cell.value for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_signs_that_no_workbook_holds_do_no_harm(tmp_path: Path) -> None:
    source, mapping = tmp_path / "a.csv", tmp_path / "对应.xlsx"
    text = "\n".join(",".join(row) for row in ROWS).replace("情况", "情\x07况").replace("特急", "特\x0b急")
    source.write_text(text, "utf-8")
    proposed(source, mapping)
    corrected(mapping, "列对应", SITUATION, 1, TEXT)
    into = tmp_path / "登记表.xlsx"
    assert reqsheets.intake(source, into=into, kind="feedback", mapping=mapping, write=True).written
    assert list(reqsheets.open(into).frame("客户需求信息登记表")["需求描述(具体问题/期望)"]) == [
        row[5] for row in ROWS[1:]
    ]


@pytest.mark.parametrize(
    ("tab", "header", "column", "text"),
    [
        ("列对应", SITUATION, 1, "客户需求信息登记表 / 没有这一列"),
        ("列对应", SITUATION, 1, "客户需求描述什么的"),
        ("列对应", SITUATION, 1, "客户需求信息登记表 / 客户信息(姓名/行业/规模)"),  # where 投诉人 goes already
        ("列对应", SITUATION, 0, "没有这个表头"),
        ("选项对应", "投诉渠道", 2, "没有这个选项"),
        ("日期顺序", "投诉日期", 1, "日月年"),
    ],
)
def test_a_correction_that_leads_nowhere_is_told_with_its_cell(
    source: Path, tmp_path: Path, tab: str, header: str, column: int, text: str
) -> None:
    mapping, into = tmp_path / "对应.xlsx", tmp_path / "登记表.xlsx"
    proposed(source, mapping)
    corrected(mapping, "列对应", "投诉人", 1, "客户需求信息登记表 / 客户信息(姓名/行业/规模)")
    corrected(mapping, tab, header, column, text)
    done = run(source, "--kind", "feedback", "--into", into, "--mapping", mapping, "--write")
    assert done.exit_code == 2, done.out + done.err
    assert tab in done.out + done.err
    assert text in done.out + done.err
    assert not into.exists()


def test_another_workbook_is_no_mapping_and_stays(source: Path, tmp_path: Path) -> None:
    other = drawn(tmp_path / "别的.xlsx", ROWS)
    held = other.read_bytes()
    done = run(source, "--kind", "feedback", "--mapping", other)
    assert done.exit_code == 2
    assert "对应关系表" in done.out + done.err
    assert other.read_bytes() == held


CUSTOMERS = (
    ("客户编号", "客户名称", "联系人", "联系电话"),
    ("=1+1", "甲\x07公司", "", "123"),
    ("K2", "乙公司", "李四", "abc"),
)


def test_rows_with_errors_go_into_a_copy_that_takes_no_correction_away(tmp_path: Path) -> None:
    source, into = tmp_path / "客户[1].csv", tmp_path / "登记表.xlsx"
    source.write_text("\n".join(",".join(row) for row in CUSTOMERS), "utf-8")
    first = run(source, "--kind", "survey", "--into", into, "--write")
    copy = tmp_path / "客户[1]-需改正.xlsx"
    assert first.exit_code == 1, first.out
    assert copy.name in first.out
    sheet = load_workbook(copy).worksheets[0]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    copy.write_bytes(b"a person's corrections")
    second = run(source, "--kind", "survey", "--into", into, "--write")
    assert copy.read_bytes() == b"a person's corrections"
    assert "客户[1]-需改正-2.xlsx" in second.out
    assert (tmp_path / "客户[1]-需改正-2.xlsx").exists()


@pytest.mark.parametrize("what", ["表头", "主键", "记录"])
def test_a_memory_that_somebody_edited_is_told_and_nothing_is_imported(source: Path, tmp_path: Path, what: str) -> None:
    into = tmp_path / "登记表.xlsx"
    assert reqsheets.intake(source, into=into, kind="feedback", write=True).written
    sheet = load_workbook(into)["导入映射"]
    at = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == what)
    typed(into, "intake", at, "value", '["单号')
    held = into.read_bytes()
    done = run(source, "--into", into, "--write")
    assert done.exit_code == 2, done.out + done.err
    assert f"第 {at} 行" in done.out + done.err
    assert into.read_bytes() == held
