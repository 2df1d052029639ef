"""The dashboard: one row a day, counted from the register."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames, applied

pytestmark = pytest.mark.capability("0-6c")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
TABLES = {
    "needs": """
        需求编号 | 来源渠道 | 需求状态 | 记录状态
        XY2024001 | 客服工单 | 处理中 | 有效
        XY2024002 | 社群 | 待处理 | 有效
        XY2024003 | 社群 | 已完成 |
        XY2024004 | 客服工单 | 已关闭 | 已归档
        XY2024005 | 客服工单 | 已关闭 | 有效
        XY2024006 | 客服工单 | 已拒绝 | 已归档
        XY2024007 | 客服工单 | 已合并 | 已合并
        XY2024008 | 客服工单 | 处理中 | 已作废
        XY2024009 | 展会 | 重新打开 | 已归档
         | 客服工单 | 处理中 |
    """,
    "scores": "需求编号 | 最终优先级\nXY2024001 | A\nXY2024002 | S\nXY2024003 | A\nXY2024004 | B",
    "tracking": """
        需求编号 | 是否超期 | 责任部门(牵头)
        XY2024001 | 是 | 客服部
        XY2024002 | 否 | 技术部
        XY2024008 | 是 |
    """,
    "followups": "需求编号 | 满意度评分\nXY2024004 | 5\nXY2024005 | 4\nXY2024006 | 4\nXY2024001 | 好\nXY2024002 |",
    "archive": "需求编号 | 全程天数\nXY2024004 | 10\nXY2024006 | 11\nXY2024006 | 12",
}
BLANK = "统计日期 | 在办数"


def figures(frames: Frames) -> dict[str, object]:
    return {str(name): held for name, held in frames["dashboard"].iloc[-1].items() if held is not None}


def test_a_day_is_counted_from_the_register() -> None:
    frames = drawn(SPEC, TABLES, whole=True)
    assert figures(applied(frames, dashboard(SPEC, frames, TODAY))) == {
        "day": TODAY,
        "open": 4,
        "overdue": 1,
        "by_grade": "S 1、A 2、无 1",
        "by_department": "技术部 1、客服部 1、无 2",
        "by_status": "待处理 1、处理中 1、已完成 1、重新打开 1",
        "by_channel": "客服工单 1、社群 2、展会 1",
        "satisfaction": 4.33,
        "achieved": "28.6%",
        "days_taken": 11,
        "batch": "2024-06-01",
    }


def test_an_empty_register_makes_a_row_of_zeros() -> None:
    frames = drawn(SPEC, {}, whole=True)
    found = figures(applied(frames, dashboard(SPEC, frames, TODAY)))
    assert found == {"day": TODAY, "open": 0, "overdue": 0, "batch": "2024-06-01"}


def test_a_half_is_rounded_up() -> None:
    tables = TABLES | {"followups": "需求编号 | 满意度评分" + "\nXY2024001 | 1" * 7 + "\nXY2024001 | 2"}
    frames = drawn(SPEC, tables, whole=True)
    assert figures(applied(frames, dashboard(SPEC, frames, TODAY)))["satisfaction"] == 1.13  # 1.125


def test_other_days_and_peoples_own_columns_stay() -> None:
    days = "统计日期 | 在办数 | 我们的话\n2024-05-30 | 9 | 早\n2024-06-01 | 8 | 今\n上周 | 7 |"
    frames = drawn(SPEC, TABLES | {"dashboard": days})
    frame = applied(frames, dashboard(SPEC, frames, TODAY))["dashboard"]
    assert list(zip(frame["day"], frame["open"], frame["我们的话"], strict=True)) == [
        (date(2024, 5, 30), 9, "早"),
        (TODAY, 4, "今"),
        ("上周", 7, None),
    ]


def test_the_same_figures_on_another_day_are_another_row() -> None:
    frames = drawn(SPEC, TABLES | {"dashboard": BLANK})
    for day in (TODAY, TODAY, date(2024, 6, 2)):
        frames = applied(frames, dashboard(SPEC, frames, day))
    assert frames["dashboard"]["day"].tolist() == [TODAY, date(2024, 6, 2)]


def test_what_is_missing_is_named_by_its_title() -> None:
    with pytest.raises(MissingSheetError, match="看板"):
        dashboard(SPEC, drawn(SPEC, TABLES), TODAY)
    with pytest.raises(MissingColumnError, match="统计日期"):
        dashboard(SPEC, drawn(SPEC, TABLES | {"dashboard": "在办数"}), TODAY)
