"""Tables that leave a workbook: a CRM's words, masked personal data, files that Excel opens as they are."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import here, register
from drawing import drawn
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import reqsheets
from reqsheets.domain.export.exported import Table, exported
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.template.table_file import csv_text

pytestmark = pytest.mark.capability("2-4c", "2-5b", "3-4c", "B21")

CUSTOMER, FEEDBACK = kind_named("customer"), kind_named("feedback")
EXPORTING = [spec for spec in KINDS if spec.exports]


def crm(spec: WorkbookSpec, tables: dict[str, str]) -> Table:
    return exported(spec, drawn(spec, tables), spec.exports[0])


def column(table: Table, title: str) -> list[object]:
    at = table.titles.index(title)
    return [row[at] for row in table.rows]


NEEDS = """
    需求编号 | 客户名称 | 具体需求描述 | 需求优先级 | 需求状态 | 记录状态
    CRM-2024-001 | 甲公司 | 数据同步 | 高 | 已通过 | 有效
    CRM-2024-002 | 乙公司 | 数据同步 | 低 | 采集中 | 有效
    CRM-2024-003 | 甲公司 | 请打13812345678联系 | 特急 | 已录入 | 有效
    CRM-2024-004 | 甲公司 | 数据同步 | 中 | 已通过 | 已合并
    """
CUSTOMERS = "客户名称 | 联系方式 | 所属行业\n甲公司 | 139-1234-5678 | 教育"


def test_approved_rows_leave_with_the_customers_fields_and_personal_data_masked() -> None:
    table = crm(CUSTOMER, {"needs": NEEDS, "customers": CUSTOMERS})
    assert column(table, "需求编号") == ["CRM-2024-001", "CRM-2024-003"]
    assert column(table, "所属行业") == ["教育", "教育"]
    assert column(table, "联系方式") == ["139****5678"] * 2
    assert column(table, "具体需求描述") == ["数据同步", "请打138****5678联系"]


def test_what_was_in_the_clear_and_what_has_no_match_is_told_once() -> None:
    table = crm(CUSTOMER, {"needs": NEEDS, "customers": CUSTOMERS})
    places = [(f.rule, f.at.sheet, f.at.row, f.at.column) for f in table.findings]
    assert sorted(places) == [
        ("REQ607", "needs", 4, "priority"),
        ("REQ803", "customers", 2, "phone"),
        ("REQ803", "needs", 4, "text"),
    ]
    assert "13812345678" not in repr(table)
    assert column(table, "需求优先级") == ["高", None]


GRADED = {
    "needs": "需求编号 | 需求状态\n" + "\n".join(f"XY202400{i} | 待处理" for i in range(1, 6)),
    "scores": "需求编号 | 最终优先级\nXY2024001 | S\nXY2024002 | A\nXY2024003 | B\nXY2024004 | C",
}


def test_grades_become_the_three_words_of_a_crm() -> None:
    assert column(crm(FEEDBACK, GRADED), "需求优先级") == ["高", "中", "中", "低", None]


def test_people_change_words_titles_and_order_on_the_options_sheet() -> None:
    options = """
        字典名称 | 选项值 | 别名 | 是否停用
        CRM优先级 | 高 | S、A | 否
        CRM优先级 | 普通 | B、C | 否
        CRM字段 | Priority | 需求优先级 | 否
        CRM字段 | 需求编号 | 需求编号 | 否
        CRM字段 | 来源渠道 | | 是
        """
    table = crm(FEEDBACK, {**GRADED, "options": options})
    assert table.titles == ("Priority", "需求编号")
    assert column(table, "Priority") == ["高", "高", "普通", "普通", None]


@pytest.mark.parametrize("spec", EXPORTING, ids=lambda spec: spec.kind)
def test_every_export_names_what_is_there_and_gives_a_filled_table(spec: WorkbookSpec, tmp_path: Path) -> None:
    path = reqsheets.new(spec.kind, tmp_path / "a.xlsx", example=True)
    reqsheets.nightly(path, write=True, today=date(2024, 6, 30))
    for export in spec.exports:
        titles = [one.title for one in export.columns]
        made = reqsheets.export(path, what=export.name)
        assert list(made.titles) == titles
        assert made.rows
        empty = [title for i, title in enumerate(titles) if all(row[i] is None for row in made.rows)]
        assert set(empty) <= {"新预计时间", "问题及上报对象"}


def test_text_that_would_be_computed_is_harmless_in_csv_and_text_in_a_workbook(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    needs = [{"number": "XY2024001", "text": evil, "status": "待处理", "received": date(2024, 3, 1)}]
    path = register(tmp_path / "a.xlsx", needs)
    reqsheets.export(path, to=tmp_path / "out.csv")
    reqsheets.export(path, to=tmp_path / "out.xlsx")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert (row["需求描述"], row["提出时间"]) == (f"'{evil}", "2024-03-01")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = {sheet.cell(1, c.column).value: c for c in sheet[2]}
    assert (cells["需求描述"].data_type, cells["需求描述"].value) == ("s", evil)
    assert cells["提出时间"].value == datetime(2024, 3, 1)  # noqa: DTZ001  cells hold local time
    assert CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()[1][0] == "XY2024001"


def test_signs_that_start_a_formula_are_escaped_and_numbers_are_not() -> None:
    row = ("=1", "+1", "-1", "@x", "\tx", -1, 2.5, "a=1", None)
    assert csv_text((), [row]).splitlines()[1] == "'=1,'+1,'-1,'@x,'\tx,-1,2.5,a=1,"


def test_nothing_is_overwritten_and_no_workbook_is_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = register(tmp_path / "a.xlsx", [{"number": "XY2024001", "status": "待处理"}])
    before = path.read_bytes()
    taken = tmp_path / "taken.csv"
    taken.write_text("mine")
    for to in (taken, path, tmp_path / "no" / "x.csv", tmp_path / "x.pdf"):
        shown = here(capsys, "export", str(path), "--to", str(to))
        assert (shown.exit_code, shown.out) == (2, "")
    assert here(capsys, "export", str(path), "--to", str(path), "--force").exit_code == 2
    assert here(capsys, "export", str(path), "--what", "nothing").exit_code == 2
    assert (path.read_bytes(), taken.read_text()) == (before, "mine")
    assert here(capsys, "export", str(path), "--to", str(taken), "--force").exit_code == 0
    assert taken.read_text("utf-8-sig").startswith("需求编号,")


def test_findings_go_to_the_other_stream(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need = {"number": "XY2024001", "text": "请打13812345678", "status": "待处理"}
    shown = here(capsys, "export", str(register(tmp_path / "a.xlsx", [need])))
    assert "138****5678" in shown.out
    assert "13812345678" not in shown.out + shown.err
    assert "REQ803" in shown.err
