"""Registers of the first template brought to today's: what is missing comes, what people made of theirs stays."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from command_line import here
from growing import broken_rules

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.model.plan import AddColumn, AddRow, AddSheet
from reqsheets.xlsx.reading.read import Reading, read

pytestmark = pytest.mark.capability("D17")

FIRST = Path(__file__).parent / "data" / "first_version"
TODAY = date(2024, 6, 15)
EACH_KIND = pytest.mark.parametrize("kind", [spec.kind for spec in KINDS])
OWN = "我们自己的列"


def first_version(kind: str, folder: Path) -> Path:
    """Lay out a workbook of the first template, with a record, a sheet, a column, a colour and a width of people's."""
    path = folder / f"{kind}.xlsx"
    book = openpyxl.load_workbook(FIRST / f"{kind}.xlsx")
    needs = next(spec for spec in KINDS if spec.kind == kind).purpose("needs")
    assert needs is not None
    sheet = book[needs.title]
    [table] = sheet.tables.values()
    titles = {column.meaning: column.title for column in needs.columns}
    for cell in [*sheet[1]]:
        if cell.value == titles["text"]:
            sheet.cell(2, cell.column, "导出为Excel").fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF8800")
        if cell.value == titles.get("number"):
            sheet.cell(2, cell.column, "XY2024001")
    sheet.column_dimensions["B"].width = 33
    last = sheet.max_column + 1
    sheet.cell(1, last, OWN)
    sheet.cell(2, last, "甲")
    table.ref = table.autoFilter.ref = f"A1:{openpyxl.utils.get_column_letter(last)}{sheet.max_row}"
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=last, name=OWN))
    book.create_sheet("我们的汇总")["A1"] = "手写"
    book.save(path)
    return path


def night(path: Path, day: date) -> Reading:
    outcome = run(path, NIGHTLY, day, write=True, list_findings=True, command="reqsheets nightly")
    assert outcome.error is None
    return read(path, KINDS)


@EACH_KIND
def test_a_register_of_the_first_template_is_upgraded_and_lives_through_two_nights(kind: str, tmp_path: Path) -> None:
    path = first_version(kind, tmp_path)
    outcome = reqsheets.upgrade(path, write=True, today=TODAY)
    assert outcome.written
    assert broken_rules(path.read_bytes()) == []
    now = read(path, KINDS)
    assert [sheet.title for sheet in now.spec.sheets if sheet.name not in now.frames] == []
    assert {name: columns for name, columns in now.frames.lacking.items() if columns} == {}
    assert reqsheets.upgrade(path, today=TODAY).plan.changes == ()
    for day in (TODAY, TODAY + timedelta(days=1)):
        after = night(path, day)
        assert "REQ016" not in after.frames["findings"]["rule"].tolist()
    assert reqsheets.verify(path).holds
    _theirs(path, now.spec.purpose("needs").title)  # type: ignore[union-attr]


def _theirs(path: Path, title: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[title]
    assert book["我们的汇总"]["A1"].value == "手写"
    [column] = [cell.column for cell in sheet[1] if cell.value == OWN]
    assert sheet.cell(2, column).value == "甲"
    assert sheet.column_dimensions["B"].width == 33
    assert "FFFF8800" in {cell.fill.fgColor.rgb for cell in sheet[2]}


def test_a_dry_run_shows_what_would_come_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = first_version("response", tmp_path)
    before = path.read_bytes()
    outcome = reqsheets.upgrade(path, today=TODAY)
    assert {type(change) for change in outcome.plan.changes} >= {AddColumn, AddRow}
    assert path.read_bytes() == before
    done = here(capsys, "upgrade", str(path))
    assert done.exit_code == 0
    assert "新增列 客户验收确认表:" in done.out


def test_undo_takes_the_whole_upgrade_back(tmp_path: Path) -> None:
    path = first_version("response", tmp_path)
    with zipfile.ZipFile(path) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    reqsheets.upgrade(path, write=True, today=TODAY)
    reqsheets.undo(path, write=True, today=TODAY)
    with zipfile.ZipFile(path) as archive:
        differing = [name for name in archive.namelist() if archive.read(name) != before.get(name)]
    parts = [name for name in differing if name.startswith("xl/worksheets/")]
    assert len(parts) == 1  # the journal keeps its trace
    assert len(reqsheets.upgrade(path, today=TODAY).plan.changes) > 0


def test_a_night_says_in_one_finding_that_an_upgrade_is_there(tmp_path: Path) -> None:
    path = first_version("response", tmp_path)
    outcome = run(path, NIGHTLY, TODAY, write=False, list_findings=True)
    [finding] = [finding for finding in outcome.plan.findings if finding.rule == "REQ016"]
    assert finding.severity == "info"
    columns = sum(isinstance(change, AddColumn) for change in reqsheets.upgrade(path, today=TODAY).plan.changes)
    assert f"{columns} 列" in finding.message.zh


def test_missing_sheets_and_options_come_and_deleted_options_are_asked_about(tmp_path: Path) -> None:
    path = first_version("feedback", tmp_path)
    book = openpyxl.load_workbook(path)
    del book["校验豁免"]
    sheet = book["选项字典"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    kept = [row for row in rows if row[0] != "重复决定" and row[:2] != ["来源渠道", "客服工单"]]
    for number, row in enumerate(kept + [[None] * 6] * (len(rows) - len(kept)), 2):
        for column, value in enumerate(row[:6], 1):
            sheet.cell(number, column, value)
    book.save(path)
    outcome = reqsheets.upgrade(path, write=True, today=TODAY)
    assert outcome.written
    added = [change.title for change in outcome.plan.changes if isinstance(change, AddSheet)]
    assert set(added) == {"校验豁免", "首页", "合并冲突", "导入映射", "文书台账"}
    now = read(path, KINDS).frames["options"]
    lists = now["dictionary"].tolist()
    values = [v for d, v in zip(lists, now["value"].tolist(), strict=True) if d == "重复决定"]
    assert values == ["合并", "不是重复", "以后再说"]
    assert [d for d, before in zip(lists, [None, *lists], strict=False) if d != before] == list(dict.fromkeys(lists))
    assert [(f.rule, f.value) for f in outcome.plan.findings if f.rule == "REQ015"] == [("REQ015", "客服工单")]
