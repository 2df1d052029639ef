"""A second tab with the header of a sheet is told, can be joined to the register, or marked as not ours."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from command_line import here
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.kinds.example_rows import example_rows
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Value
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.template.template import template

TODAY = date(2024, 3, 20)
CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
FEEDBACK = next(spec for spec in KINDS if spec.kind == "feedback")


def need(number: str | None, text: str, day: date = date(2024, 3, 1)) -> dict[str, Value]:
    return {
        "number": number,
        "channel": "客服工单",
        "customer": "甲公司-电力-大型企业",
        "text": text,
        "received": day,
        "recorder": "张三",
        "label": "功能优化",
        "affected": 1,
        "core_business": "否",
        "first_priority": "中",
        "status": "待处理",
    }


def titles(sheet: SheetSpec) -> list[str]:
    return [column.title for column in sheet.columns]


def add_tab(path: Path, sheet: SheetSpec, tab: str, rows: list[Mapping[str, Value]]) -> None:
    book = load_workbook(path)
    made = book.create_sheet(tab)
    made.append(titles(sheet))
    for row in rows:
        made.append([row.get(column.name) for column in sheet.columns])
    book.save(path)


def set_parameter(path: Path, name: str, value: str) -> None:
    book = load_workbook(path)
    sheet = book["参数配置"]
    blank = next(row for row in range(2, sheet.max_row + 2) if sheet.cell(row, 1).value is None)
    sheet.cell(blank, 1).value, sheet.cell(blank, 2).value = name, value
    book.save(path)


def column(sheet: Worksheet, title: str) -> list[object]:
    at = next(cell.column for cell in sheet[1] if cell.value == title)
    held = [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]
    return [value for value in held if value is not None]


@pytest.fixture(name="path")
def two_months(tmp_path: Path) -> Path:
    path = tmp_path / "登记.xlsx"
    path.write_bytes(
        template(FEEDBACK, {"needs": [need("XY2024001", "希望报表可以导出"), need("XY2024002", "登录要等一分钟")]})
    )
    add_tab(path, FEEDBACK.sheet("needs"), "2月", [need("XY2024003", "历史曲线打不开"), need(None, "希望增加批量导入")])
    return path


@pytest.mark.fault("F-20")
def test_a_second_tab_with_the_registers_header_is_an_error_that_names_both_and_counts_its_rows(path: Path) -> None:
    (outcome,) = reqsheets.check(path, today=TODAY)
    (finding,) = [finding for finding in outcome.plan.findings if finding.rule == "REQ011"]
    assert finding.severity == "error"
    assert outcome.exit_code == 1
    for text in ("2月", "客户需求信息登记表", "2 行"):
        assert text in finding.message.zh
    for text in ('"2月"', '"客户需求信息登记表"', "2 rows"):
        assert text in finding.message.en
    assert "并入登记表" in finding.hint.zh
    assert "非登记表" in finding.hint.zh


@pytest.mark.fault("F-20")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_every_kind_tells_a_copied_tab_of_its_registers_settings_tracking_and_archive(
    tmp_path: Path, spec: WorkbookSpec
) -> None:
    path = tmp_path / "例.xlsx"
    path.write_bytes(template(spec, example_rows(spec)))
    told = [s for s in spec.sheets if s.role in ("register", "settings") or s.purpose in ("tracking", "archive")]
    book = load_workbook(path)
    for sheet in told:
        book.copy_worksheet(book[sheet.title]).title = f"{sheet.title[:24]} (2)"
    book.save(path)
    (outcome,) = reqsheets.check(path, today=TODAY)
    found = {f.at.sheet for f in outcome.plan.findings if f.rule == "REQ011" and f.severity == "error"}
    assert found == {f"{sheet.title[:24]} (2)" for sheet in told}


@pytest.mark.fault("F-20")
def test_a_tab_marked_as_not_ours_is_left_alone_without_a_word(path: Path) -> None:
    set_parameter(path, "非登记表", "2月")
    (outcome,) = reqsheets.check(path, today=TODAY)
    assert "REQ011" not in {finding.rule for finding in outcome.plan.findings}


@pytest.mark.fault("F-20")
def test_a_joined_tab_is_numbered_tracked_and_written_on_its_own_rows_and_a_second_night_is_idle(path: Path) -> None:
    set_parameter(path, "并入登记表", "2月")
    (entry,) = reqsheets.nightly(path, write=True, today=TODAY)
    assert entry.error is None
    book = load_workbook(path)
    assert column(book["2月"], "需求编号") == ["XY2024003", "XY2024004"]
    assert column(book["客户需求信息登记表"], "需求编号") == ["XY2024001", "XY2024002"]
    assert sorted(map(str, column(book["需求处理跟踪表"], "需求编号"))) == [f"XY202400{i}" for i in range(1, 5)]
    before = path.read_bytes()
    reqsheets.nightly(path, write=True, today=TODAY)
    assert path.read_bytes() == before


@pytest.mark.fault("F-20")
def test_findings_in_a_joined_tab_are_told_by_its_own_title_and_row(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_tab(
        path,
        FEEDBACK.sheet("needs"),
        "3月",
        [need("XY2024003", "另一件事"), need("XY2024005", "某事") | {"status": "瞎写"}],
    )
    set_parameter(path, "并入登记表", "2月、3月")
    printed = here(capsys, "check", str(path), "--today", "2024-03-20").out
    assert "3月" in printed
    assert "0000" not in printed
    (outcome,) = reqsheets.check(path, today=TODAY)
    (twice, other) = [finding for finding in outcome.plan.findings if finding.rule == "REQ501"]
    assert "“3月”第 2 行" in twice.message.zh
    assert "“2月”第 2 行" in other.message.zh
    assert 'row 2 on "3月"' in twice.message.en


@pytest.mark.fault("F-20")
def test_the_same_need_on_two_joined_tabs_is_merged_into_the_earlier_one(path: Path) -> None:
    add_tab(path, FEEDBACK.sheet("needs"), "3月", [need("XY2024009", "希望报表可以导出", date(2024, 3, 9))])
    (outcome,) = reqsheets.merge(path, write=True, today=TODAY, sheets=["客户需求信息登记表", "2月", "3月"])
    assert outcome.written
    book = load_workbook(path)
    assert column(book["3月"], "记录状态") == ["已合并"]
    assert column(book["客户需求信息登记表"], "重复次数")[0] == 2


@pytest.mark.fault("F-20")
def test_the_command_line_joins_tabs_and_names_the_one_that_is_not_there(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tabs = "客户需求信息登记表,2月"
    joined = here(capsys, "nightly", str(path), "--write", "--today", "2024-03-20", "--sheets", tabs)
    assert joined.exit_code in (0, 1)
    assert len(column(load_workbook(path)["需求处理跟踪表"], "需求编号")) == 4
    lost = here(capsys, "check", str(path), "--sheets", "1月,2月")
    assert lost.exit_code == 2
    assert "1月" in lost.err


@pytest.mark.fault("F-20")
def test_a_tab_whose_columns_differ_is_not_joined_and_the_columns_are_named(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["2月"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "联系方式"))
    book.save(path)
    set_parameter(path, "并入登记表", "2月")
    (outcome,) = reqsheets.check(path, today=TODAY)
    (finding,) = [finding for finding in outcome.plan.findings if finding.rule == "REQ011"]
    assert "联系方式" in finding.message.zh


@pytest.mark.fault("F-20")
def test_a_wish_to_join_a_tab_that_is_not_there_is_an_error(path: Path) -> None:
    set_parameter(path, "并入登记表", "12月")
    (outcome,) = reqsheets.check(path, today=TODAY)
    assert any(f.rule == "REQ011" and f.severity == "error" and "12月" in f.message.zh for f in outcome.plan.findings)


@pytest.mark.fault("F-20")
@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
@pytest.mark.parametrize(
    ("case", "tab"), [("13c-two-month-tabs.xlsx", "2月"), ("47-copied-tab-with-faults.xlsx", "客户需求信息登记表 (2)")]
)
def test_the_cases_with_two_registers_are_told(tmp_path: Path, case: str, tab: str) -> None:
    shutil.copyfile(CASES / case, tmp_path / case)
    (outcome,) = reqsheets.check(tmp_path / case, today=TODAY)
    assert [f.at.sheet for f in outcome.plan.findings if f.rule == "REQ011"] == [tab]


@pytest.mark.fault("F-20")
def test_a_new_year_is_not_begun_without_the_rows_of_the_second_tab(path: Path) -> None:
    with pytest.raises(ReqsheetsError, match="2月"):
        reqsheets.rollover(path, today=TODAY)
    set_parameter(path, "并入登记表", "2月")
    begun = reqsheets.rollover(path, today=TODAY)
    assert begun.numbers == ("XY2024001", "XY2024002", "XY2024003", "XY2024004")
