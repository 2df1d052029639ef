"""The tracking sheet: what stands on it, in which order, and that what people typed follows its number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from drawing import drawn

from reqsheets.domain.deadlines.due import later
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Plan
from reqsheets.report.lines import lines

pytestmark = pytest.mark.capability("0-5c", "1-4a", "1-4d", "3-3d", "D11")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
NEEDS = "需求编号 | 需求描述(具体问题/期望) | 提出时间 | 需求状态 | 记录状态"
TRACKING = (
    "需求编号 | 需求状态 | 完成时限 | 是否超期 | 超期天数 | 负责人 | 计划完成 | 新计划完成 | "
    "更新时间 | 下次更新截止 | 提醒次数 | 最近提醒 | 备注"
)


def tracked(*needs: str, tracking: str = TRACKING, today: date = TODAY, **tables: str) -> tuple[Frames, Plan]:
    frames = drawn(SPEC, {"needs": "\n".join([NEEDS, *needs]), "tracking": tracking} | tables)
    plan = track(SPEC, frames, today)
    return applied(frames, plan), plan


def shown(frames: Frames, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(frames["tracking"][name].tolist() for name in columns), strict=True))


def need(number: str, status: str = "处理中", received: str = "2024-05-01", state: str = "有效") -> str:
    return f"{number} | 误报 | {received} | {status} | {state}"


def test_rows_stand_by_grade_then_due_date_then_number() -> None:
    needs = [
        need("XY2024001"),
        need("XY20241000"),
        need("XY2024002"),
        need("XY2024003", received="2024-04-01"),
        need("XY2024004"),
    ]
    scores = "需求编号 | 最终优先级\nXY2024001 | B\nXY20241000 | S\nXY2024002 | S\nXY2024003 | S"
    frames, plan = tracked(*needs, scores=scores)
    assert [number for (number,) in shown(frames, "number")] == [
        "XY2024003",
        "XY2024002",
        "XY20241000",
        "XY2024001",
        "XY2024004",
    ]
    assert frames["tracking"].index.tolist() == [2, 3, 4, 5, 6]
    assert list(lines(SPEC, plan, "zh")) == ["重写 需求处理跟踪表：0行 → 5行（在办需求按级别、完成时限、编号排列）"]


@pytest.mark.parametrize("state", ["已合并", "已作废"])
def test_merged_and_void_rows_are_not_tracked(state: str) -> None:
    assert shown(tracked(need("XY2024001", state=state))[0], "number") == []


def test_an_archived_row_is_tracked_again_once_it_is_reopened() -> None:
    archive = "需求编号 | 负责人 | 备注 | 归档日期\nXY2024001 | 张三 | 复查 | 2024-05-20"
    assert shown(tracked(need("XY2024001", "已关闭", state="已归档"), archive=archive)[0], "number") == []
    frames, _ = tracked(need("XY2024001", "重新打开", state="已归档"), archive=archive)
    assert shown(frames, "number", "status", "owner", "remark") == [("XY2024001", "重新打开", "张三", "复查")]


def test_a_number_that_is_blank_or_stands_twice_is_not_tracked() -> None:
    assert shown(tracked(need(""), need("XY2024001"), need("XY2024001"), need("XY2024002"))[0], "number") == [
        ("XY2024002",)
    ]


def test_a_step_that_is_not_allowed_is_told_until_it_is_mended() -> None:
    tracking = "需求编号 | 需求状态\nXY2024001 | 处理中"
    frames, plan = tracked(need("XY2024001", "已关闭"), tracking=tracking)
    assert [(f.rule, f.severity, f.at.sheet, f.at.row, f.at.column) for f in plan.findings] == [
        ("REQ403", "error", "needs", 2, "status")
    ]
    assert plan.findings[0].hint.zh == "请改为“处理中”，或它之后允许的状态：测试中、暂缓、已拒绝。"
    assert shown(frames, "status") == [("处理中",)]
    assert track(SPEC, frames, TODAY).findings == plan.findings


@pytest.mark.parametrize(
    ("before", "after"), [("处理中", "测试中"), ("处理中", "处理中"), ("", "已完成"), ("不详", "已完成")]
)
def test_an_allowed_step_is_taken_over(before: str, after: str) -> None:
    frames, plan = tracked(need("XY2024001", after), tracking=f"需求编号 | 需求状态\nXY2024001 | {before}")
    assert shown(frames, "status") == [(after,)]
    assert plan.findings == ()


@pytest.mark.parametrize("status", ["", "处理好了"])
def test_a_status_of_no_list_is_left_to_validate(status: str) -> None:
    frames, plan = tracked(need("XY2024001", status), tracking="需求编号 | 需求状态\nXY2024001 | 处理中")
    assert shown(frames, "status") == [("处理中",)]
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("grade", "planned", "expected"),
    [
        ("S", "", (date(2024, 5, 30), "是", 2)),
        ("A", "", (date(2024, 6, 30), "否", None)),
        ("A", "2024-05-01", (date(2024, 6, 30), "否", None)),
        ("B", "", (None, "否", None)),
        ("B", "2024-05-31", (None, "是", 1)),
        ("B", "2024-06-01", (None, "否", None)),
        ("B", "2024-05-01 | 2024-06-05", (None, "否", None)),
        ("", "2024-05-01 | 2024-05-22", (None, "是", 10)),
    ],
)
def test_due_is_the_grades_limit_else_the_planned_finish_counts(
    grade: str, planned: str, expected: tuple[object, ...]
) -> None:
    frames, _ = tracked(
        need("XY2024001", received="2024-04-30"),
        tracking=f"{TRACKING}\nXY2024001 | 处理中 | | | | 张三 | {planned}",
        scores=f"需求编号 | 最终优先级\nXY2024001 | {grade}",
    )
    assert shown(frames, "due", "overdue", "overdue_days") == [expected]


@pytest.mark.parametrize("status", ["已完成", "已关闭", "已拒绝"])
def test_the_clock_stands_once_the_work_is_done(status: str) -> None:
    tracking = (
        f"{TRACKING}\nXY2024001 | {status} | | 是 | 9 | 张三 | 2024-05-01 | | 2024-05-30 | 2024-06-06 | 3 | 2024-05-09"
    )
    frames, _ = tracked(need("XY2024001", status), tracking=tracking)
    assert shown(frames, "overdue", "overdue_days", "next_update", "reminders") == [("否", None, None, 3)]


def test_a_paused_row_is_still_overdue() -> None:
    frames, _ = tracked(need("XY2024001", "暂缓"), tracking=f"{TRACKING}\nXY2024001 | 暂缓 | | | | | 2024-05-01")
    assert shown(frames, "overdue") == [("是",)]


def test_a_reminder_is_counted_once_a_day() -> None:
    frames, _ = tracked(need("XY2024001"), tracking=f"{TRACKING}\nXY2024001 | 处理中 | | | | | 2024-05-01")
    assert shown(frames, "reminders", "reminded") == [(1, TODAY)]
    assert track(SPEC, frames, TODAY).changes == ()
    tomorrow = date(2024, 6, 2)
    assert shown(applied(frames, track(SPEC, frames, tomorrow)), "reminders", "reminded") == [(2, tomorrow)]


def test_the_next_update_is_due_a_week_after_the_last() -> None:
    row = "XY2024001 | 处理中 | | | | | | | 2024-05-30 09:30"
    frames, _ = tracked(need("XY2024001"), tracking=f"{TRACKING}\n{row}")
    assert shown(frames, "next_update") == [(date(2024, 6, 6),)]
    frames, _ = tracked(need("XY2024001"), tracking=f"{TRACKING}\n{row}", parameters="参数 | 值\n进展更新周期 | 14")
    assert shown(frames, "next_update") == [(date(2024, 6, 13),)]


def test_peoples_columns_follow_their_number_whatever_the_order() -> None:
    tracking = "我们的列 | 需求编号 | 负责人\n甲 | XY2024002 | 张三\n | |\n乙 | XY2024001 | 李四"
    frames, _ = tracked(need("XY2024001"), need("XY2024002"), tracking=tracking)
    assert list(frames["tracking"].columns) == ["我们的列", "number", "owner"]
    assert shown(frames, "number", "owner", "我们的列") == [("XY2024001", "李四", "乙"), ("XY2024002", "张三", "甲")]
    assert frames["tracking"].index.tolist() == [2, 3]


def test_a_row_whose_number_is_gone_stays_only_if_somebody_typed_in_it() -> None:
    tracking = "需求编号 | 需求状态 | 负责人\nXY2024008 | 处理中 |\nXY2024009 | 处理中 | 张三"
    frames, plan = tracked(need("XY2024001"), tracking=tracking)
    assert shown(frames, "number", "owner") == [("XY2024001", None), ("XY2024009", "张三")]
    assert [(f.rule, f.severity, f.at.row, f.key) for f in plan.findings] == [("REQ604", "error", 3, "XY2024009")]


def test_an_archived_row_stays_while_the_archive_has_no_room_for_what_was_typed() -> None:
    tracking = "需求编号 | 负责人 | 我们的列\nXY2024001 | 张三 | 甲"
    archive = "需求编号 | 负责人\nXY2024001 | 张三"
    frames, plan = tracked(need("XY2024001", "已关闭", state="已归档"), tracking=tracking, archive=archive)
    assert shown(frames, "number", "owner", "我们的列") == [("XY2024001", None, "甲")]
    assert "我们的列" in plan.findings[0].message.zh
    archive = "需求编号 | 负责人 | 我们的列\nXY2024001 | 张三 | 甲"
    frames, plan = tracked(need("XY2024001", "已关闭", state="已归档"), tracking=tracking, archive=archive)
    assert (shown(frames, "number"), plan.findings) == ([], ())


def test_a_second_row_of_a_number_is_folded_into_the_first() -> None:
    tracking = "需求编号 | 负责人 | 备注\nXY2024001 | 张三 |\nXY2024001 | 张三 | 复查\nXY2024001 | 李四 |"
    frames, plan = tracked(need("XY2024001"), tracking=tracking)
    assert shown(frames, "owner", "remark") == [("张三", "复查"), ("李四", None)]
    assert [(f.rule, f.at.row) for f in plan.findings] == [("REQ604", 3)]


def test_what_is_missing_is_named_by_its_title() -> None:
    with pytest.raises(MissingSheetError, match="需求处理跟踪表"):
        track(SPEC, drawn(SPEC, {"needs": NEEDS}), TODAY)
    with pytest.raises(MissingColumnError, match="需求编号"):
        track(SPEC, drawn(SPEC, {"needs": NEEDS, "tracking": "负责人"}), TODAY)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2024-01-31", "1", "月", "2024-02-29"),
        ("2023-01-31", "1", "月", "2023-02-28"),
        ("2024-12-15", "2", "月", "2025-02-15"),
        ("2024-02-29", "1", "年", "2025-02-28"),
        ("2024-02-28", "3", "天", "2024-03-02"),
        ("2024-02-28", "2", "周", "2024-03-13"),
        ("2024-02-28", "0", "天", "2024-02-28"),
    ],
)
def test_a_limit_counts_natural_days_and_clamped_months(start: str, amount: str, unit: str, expected: str) -> None:
    assert later(date.fromisoformat(start), Decimal(amount), unit) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("amount", "unit"), [("1.5", "月"), ("-1", "天"), ("1", "工作日"), ("99999", "年"), ("9000", "年")]
)
def test_a_limit_that_cannot_be_counted_is_none(amount: str, unit: str) -> None:
    assert later(date(2024, 1, 1), Decimal(amount), unit) is None
