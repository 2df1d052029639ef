"""One workbook from end to end, by the verbs in their order."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, register, snapshot
from openpyxl import load_workbook

from reqsheets.app import pipeline
from reqsheets.kinds import KINDS
from reqsheets.model.errors import MissingColumnError, MissingSheetError, UnreadableFileError
from reqsheets.model.frames import Frames, values
from reqsheets.model.plan import Cell, Finding, Plan, SetCell, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store.record_file import records
from reqsheets.xlsx.reading.read import read

TODAY = date.fromisoformat(DAY)
WHY = Words("测试", "a test")


def renamed(_spec: WorkbookSpec, frames: Frames, _today: date) -> Plan:
    """Set every status from 待处理 to 处理中."""
    rows = zip(frames["needs"].index.tolist(), values(frames, "needs", "status"), strict=True)
    return Plan(changes=tuple(SetCell(Cell("needs", r, "status"), s, "处理中", WHY) for r, s in rows if s == "待处理"))


def counted(_spec: WorkbookSpec, frames: Frames, _today: date) -> Plan:
    """Say how many rows are 处理中."""
    count = values(frames, "needs", "status").count("处理中")
    return Plan((Finding("REQ999", "info", Cell("needs", 2), count, Words(f"{count} 条", f"{count} rows")),))


def needs_a_sheet(_spec: WorkbookSpec, _frames: Frames, _today: date) -> Plan:
    raise MissingSheetError("缺少工作表“scores”", "the workbook has no sheet 'scores'")


def needs_a_column(_spec: WorkbookSpec, _frames: Frames, _today: date) -> Plan:
    raise MissingColumnError("工作表“needs”缺少列“text”", "sheet 'needs' has no column 'text'")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return register(tmp_path / "a.xlsx", [{"number": "XY2024001", "text": "导出为Excel", "status": "待处理"}])


def test_a_verb_sees_what_the_verb_before_it_planned(path: Path) -> None:
    before = path.read_bytes()
    outcome = pipeline.run(path, (counted, renamed, counted), TODAY, write=False)
    assert [finding.value for finding in outcome.plan.findings] == [0, 1]
    assert path.read_bytes() == before


def test_a_plan_is_written_with_its_journal_rows_in_one_go(path: Path) -> None:
    outcome = pipeline.run(path, (renamed,), TODAY, write=True, user="李敏", command="reqsheets test")
    assert outcome.written
    frames = read(path, KINDS).frames
    assert values(frames, "needs", "status") == ["处理中"]
    told = {name: values(frames, "journal", name) for name in ("user", "command", "number", "old", "new")}
    assert {*told["user"]} == {"李敏"}
    assert {*told["command"]} == {"reqsheets test"}
    assert told["number"] == ["XY2024001", None, None, None]
    assert told["old"] == ["待处理", None, None, None]
    first, *ids, seal = told["new"]
    assert (first, seal) == ("处理中", records(path)[-1].hash)
    assert [str(name)[:3] for name in ids] == ["WB-", "RG-"]  # the workbook and its series get their IDs


def test_a_verb_that_lacks_something_is_left_out_and_the_others_run(path: Path) -> None:
    outcome = pipeline.run(path, (needs_a_sheet, renamed, needs_a_column, counted), TODAY, write=False)
    left_out = [finding for finding in outcome.plan.findings if finding.rule == "REQ902"]
    assert [(f.severity, f.at) for f in left_out] == [("error", Cell("needs", 1)), ("error", Cell("scores", 1))]
    assert "“客户需求信息登记表”缺少列“需求描述(具体问题/期望)”" in left_out[0].message.zh
    assert "缺少工作表“需求优先级评估表”" in left_out[1].message.zh
    assert left_out[1].message.en == "this step was left out: the workbook has no sheet '需求优先级评估表'"
    assert [change.at for change in outcome.plan.changes if isinstance(change, SetCell)] == [Cell("needs", 2, "status")]
    assert outcome.exit_code == 1


def test_a_workbook_without_the_sheet_that_a_verb_needs_is_no_fault(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [{"number": "XY2024001", "text": "导出为Excel", "status": "待处理"}])
    workbook = load_workbook(path)
    for title in ("需求优先级评估表", "闭环归档表", "校验结果", "操作日志", "合并记录", "参数配置"):
        del workbook[title]
    workbook.save(path)
    outcome = pipeline.run(path, pipeline.NIGHTLY, TODAY, write=True, list_findings=True)
    rules = {finding.rule for finding in outcome.plan.findings}
    assert {"REQ007", "REQ012"} <= rules
    assert outcome.error is None
    names = {sheet.name for sheet in KINDS[0].sheets} | {
        c.name for s in KINDS[0].sheets for c in s.columns if "_" in c.name
    }
    for finding in outcome.plan.findings:
        assert not names & set(re.findall("[“']([a-z_]+)[”']", finding.message.zh + finding.message.en)), finding


def test_what_is_no_workbook_is_raised(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(UnreadableFileError):
        pipeline.run(tmp_path / "a.xlsx", (counted,), TODAY, write=True)
    assert list(snapshot(tmp_path)) == ["a.xlsx"]


def test_a_workbook_that_changed_under_our_hands_is_not_written(path: Path) -> None:
    def edited_meanwhile(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
        register(path, [{"number": "XY2024001", "text": "导出为Excel", "status": "测试中"}])
        return renamed(spec, frames, today)

    outcome = pipeline.run(path, (edited_meanwhile,), TODAY, write=True)
    assert outcome.exit_code == 3
    assert not outcome.written
    assert values(read(path, KINDS).frames, "needs", "status") == ["测试中"]
