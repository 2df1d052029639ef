"""The change of year: what goes into the new workbook, and which numbers it never gives again."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.number import number
from reqsheets.domain.rollover.rollover import rollover
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import AddRow, Plan, Value
from reqsheets.model.spec import WorkbookSpec

pytestmark = pytest.mark.capability("B23")

SPEC, TODAY = kind_named("feedback"), date(2024, 12, 31)
TABLES = {
    "needs": """
        需求编号 | 需求状态 | 记录状态 | 主需求编号 | 提出时间 | 我们的话
        XY2024001 | 处理中 | 有效 | | 2024-03-01 | 早
        XY2024002 | 已关闭 | 已归档 | | 2024-03-02 |
        XY2024003 | 待处理 | 已合并 | XY2024001 | 2024-03-03 |
        XY2024004 | 待处理 | 已合并 | XY2024002 | 2024-03-04 |
        XY2024005 | 待处理 | 已作废 | | 2024-03-05 |
        XY2024006 | 已关闭 | 有效 | | 2024-03-06 |
        XY2023007 | 重新打开 | 已归档 | | 2023-03-07 |
    """,
    "scores": "需求编号 | 综合得分\nXY2024001 | 4.3\nXY2024002 | 3\nXY2024999 | 2",
    "reviews": "需求编号 | 评审人\nXY2024001 | 张三\nXY2024002 | 张三\n | 李四",
    "tracking": "需求编号 | 当前进展\nXY2024001 | 开发中\nXY2024006 | 待回访",
    "archive": "需求编号 | 全程天数\nXY2024002 | 10",
    "merges": "合并编号 | 主需求编号 | 被合并需求编号 | 非重复判定\n"
    "HB0001 | XY2024001 | XY2024003 |\nHB0002 | XY2024002 | XY2024004 |\n | XY2024001 | XY2024006 | 是",
    "waivers": "编号 | 规则 | 到期日\nXY2024001 | REQ701 | 2025-06-30\nXY2024002 | REQ701 | 2025-06-30\n"
    "XY2024001 | REQ301 | 2024-06-30\n | REQ409 | 2025-06-30",
    "parameters": "参数 | 值\n紧急性权重 | 30\n我的参数 | x",
    "options": "字典名称 | 选项值\n来源渠道 | 社群",
    "dashboard": "统计日期 | 在办数\n2024-12-30 | 3",
    "journal": "序号 | 记录编号\n1 | XY2024001",
}


def carried(plan: Plan, sheet: str, column: str) -> list[Value]:
    return [change.values.get(column) for change in rows(plan) if change.sheet == sheet]


def rows(plan: Plan) -> list[AddRow]:
    assert all(isinstance(change, AddRow) for change in plan.changes)
    return [change for change in plan.changes if isinstance(change, AddRow)]


def begun(spec: WorkbookSpec, frames: Frames) -> Frames:
    """Return the new workbook as the plan fills it."""
    plan = rollover(spec, frames, TODAY)
    columns = {name: list(frames[name].columns) for name in frames}
    blank = drawn(spec, {name: " | ".join(map(str, held)) for name, held in columns.items() if held}, whole=True)
    return applied(blank, plan)


def test_what_is_not_at_rest_goes_along_with_what_was_merged_into_it() -> None:
    plan = rollover(SPEC, drawn(SPEC, TABLES), TODAY)
    assert carried(plan, "needs", "number") == ["XY2024001", "XY2024003", "XY2024006", "XY2023007"]
    assert carried(plan, "needs", "我们的话") == ["早", None, None, None]
    assert [row.row for row in rows(plan) if row.sheet == "needs"] == [2, 3, 4, 5]


def test_what_hangs_on_a_requirement_goes_or_stays_with_it() -> None:
    plan = rollover(SPEC, drawn(SPEC, TABLES), TODAY)
    assert carried(plan, "scores", "number") == [
        "XY2024001",
        "XY2024999",
    ]  # nobody knows what 999 is: still to be mended
    assert carried(plan, "reviews", "reviewer") == ["张三", "李四"]
    assert carried(plan, "tracking", "number") == ["XY2024001", "XY2024006"]
    assert carried(plan, "archive", "number") == []
    assert carried(plan, "merges", "merge") == ["HB0001", None]


def test_settings_go_along_and_logs_and_figures_do_not() -> None:
    plan = rollover(SPEC, drawn(SPEC, TABLES), TODAY)
    assert carried(plan, "options", "value") == ["社群"]
    assert carried(plan, "parameters", "name")[:2] == ["紧急性权重", "我的参数"]
    assert carried(plan, "waivers", "rule") == ["REQ701", "REQ409"]
    assert {row.sheet for row in rows(plan)} & {"journal", "dashboard", "guide"} == set()


def test_without_an_archive_what_has_ended_stays() -> None:
    spec = kind_named("survey")
    frames = drawn(spec, {"needs": "需求编号 | 需求状态\nDY-001 | 已签字\nDY-002 | 已剔除\nDY-003 | 草稿"})
    assert carried(rollover(spec, frames, TODAY), "needs", "number") == ["DY-003"]


def test_rows_named_by_a_row_that_goes_along_go_too() -> None:
    spec = kind_named("response")
    tables = {
        "needs": "需求编号 | 当前状态 | 记录状态\n202410-001 | 处理中 |\n202410-002 | 已关闭 | 已归档",
        "meetings": "纪要编号 | 议题需求编号\nHY-2024-001 | 202410-001、202410-002\n"
        "HY-2024-002 | 202410-002\nHY-2024-003 |",
        "todos": "纪要编号 | 序号\nHY-2024-001 | 1\nHY-2024-002 | 2",
        "tasks": "任务编号 | 需求编号 | 前置任务\nRW-2024-001 | 202410-002 |\nRW-2024-002 | 202410-001 | RW-2024-001\n"
        "RW-2024-003 | 202410-002 |",
        "knowledge": "知识编号 | 来源需求编号\nZS-2024-001 | 202410-002",
    }
    plan = rollover(spec, drawn(spec, tables), TODAY)
    assert carried(plan, "meetings", "minutes") == ["HY-2024-001", "HY-2024-003"]
    assert carried(plan, "todos", "minutes") == ["HY-2024-001"]
    assert carried(plan, "tasks", "task") == ["RW-2024-001", "RW-2024-002"]
    assert carried(plan, "knowledge", "entry") == ["ZS-2024-001"]  # of no year


def test_a_plan_stays_once_all_that_came_of_it_stays() -> None:
    spec = kind_named("collection")
    tables = {
        "plans": "计划编号\nCJ-2024-001\nCJ-2024-002\nCJ-2024-003",
        "needs": "需求编号 | 当前状态 | 记录状态\nXQ-2024-001 | 处理中 |\nXQ-2024-002 | 已关闭 | 已归档",
        "raw": "原始需求编号 | 采集计划编号 | 转入需求编号\nYS-202401-001 | CJ-2024-001 | XQ-2024-001\n"
        "YS-202401-002 | CJ-2024-002 | XQ-2024-002",
    }
    plan = rollover(spec, drawn(spec, tables), TODAY)
    assert carried(plan, "plans", "plan") == ["CJ-2024-001", "CJ-2024-003"]  # nothing came of the third yet
    assert carried(plan, "raw", "record") == ["YS-202401-001"]


def test_what_was_signed_together_stays_together() -> None:
    spec = kind_named("collection")
    tables = {
        "needs": "需求编号 | 当前状态 | 记录状态\nXQ-2024-001 | 处理中 |\nXQ-2024-002 | 已关闭 | 已归档\n"
        "XQ-2024-003 | 已关闭 | 已归档",
        "confirm": "需求编号 | 验收标准\nXQ-2024-001 | a\nXQ-2024-002 | b\nXQ-2024-003 | c",
        "letters": "确认函编号 | 确认需求编号清单 | 函件状态\nQR-2024-001 | XQ-2024-001、XQ-2024-002 | 已签回\n"
        "QR-2024-002 | XQ-2024-001、XQ-2024-003 | 草稿",
        "archive": "需求编号 | 验收标准\nXQ-2024-002 | b\nXQ-2024-003 | c",
    }
    plan = rollover(spec, drawn(spec, tables), TODAY)
    assert carried(plan, "needs", "number") == ["XQ-2024-001", "XQ-2024-002"]
    assert carried(plan, "confirm", "number") == ["XQ-2024-001", "XQ-2024-002"]
    assert carried(plan, "archive", "number") == ["XQ-2024-002"]
    assert carried(plan, "letters", "letter") == ["QR-2024-001", "QR-2024-002"]


def test_numbers_left_behind_are_never_given_again_and_the_new_year_starts_at_one() -> None:
    new = begun(SPEC, drawn(SPEC, TABLES))
    last = {str(n): v for n, v in zip(new["parameters"]["name"], new["parameters"]["value"], strict=True)}
    assert last["已用编号：客户需求信息登记表"] == "XY2023007、XY2024006"  # 999 was only ever a slip
    late = "需求编号 | 提出时间 | 需求描述\n | 2024-12-30 | 甲\n | 2025-01-02 | 乙\n | 2025-01-03 | 丙"
    frames = Frames({"parameters": new["parameters"], "needs": drawn(SPEC, {"needs": late})["needs"]})
    assert applied(frames, number(SPEC, frames, TODAY))["needs"]["number"].tolist() == [
        "XY2024007",
        "XY2025001",
        "XY2025002",
    ]


def test_a_second_change_of_year_still_knows_the_numbers_of_the_first() -> None:
    again = begun(SPEC, begun(SPEC, drawn(SPEC, TABLES)))
    names = [name for name in again["parameters"]["name"] if str(name).startswith("已用编号")]
    assert names == ["已用编号：客户需求信息登记表"]
    assert "XY2023007、XY2024006" in again["parameters"]["value"].tolist()


def test_a_reference_to_a_number_left_behind_is_no_error_and_one_to_a_number_never_given_is() -> None:
    spec = kind_named("response")
    tables = {
        "needs": "需求编号 | 当前状态 | 记录状态 | 历史需求编号\n202410-001 | 处理中 | | 202410-002、旧-7\n"
        "202410-002 | 已关闭 | 已归档 |\n旧-7 | 已关闭 | 已归档 |",
        "parameters": "参数 | 值",
        "knowledge": "知识编号 | 来源需求编号\nZS-2024-001 | 202410-002",
    }
    new = begun(spec, drawn(spec, tables, whole=True))
    assert dangling(spec, new) == []
    shown = new["knowledge"].assign(source=["202410-003"])
    assert dangling(spec, Frames({**new.tables, "knowledge": shown}, new.headers)) == ["202410-003"]


def dangling(spec: WorkbookSpec, frames: Frames) -> list[Value]:
    return [finding.value for finding in validate(spec, frames, TODAY).findings if finding.rule == "REQ601"]


def test_a_copied_row_is_offered_a_number_that_no_earlier_workbook_gave() -> None:
    tables = {
        "needs": "需求编号\nXY2024002\nXY2024002",
        "parameters": "参数 | 值\n已用编号：客户需求信息登记表 | XY2024150",
    }
    findings = validate(SPEC, drawn(SPEC, tables), TODAY).findings
    assert any(f.rule == "REQ501" and "XY2024151" in f.hint.zh for f in findings)


def test_the_last_numbers_are_kept_even_where_the_old_workbook_lost_its_parameters() -> None:
    plan = rollover(SPEC, drawn(SPEC, {"needs": TABLES["needs"]}), TODAY)
    assert carried(plan, "parameters", "value") == ["XY2023007、XY2024006"]


def test_planning_changes_nothing() -> None:
    frames = drawn(SPEC, TABLES)
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    rollover(SPEC, frames, TODAY)
    assert all(before[name].equals(frames[name]) for name in frames)
