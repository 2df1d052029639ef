"""What the rules on the tracking sheet tell: the sheets drawn, the findings listed."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from drawing import drawn, told_in_full

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK

pytestmark = pytest.mark.capability("1-4b", "1-4e")

TODAY = date(2024, 6, 1)

CASES: dict[str, tuple[dict[str, str], str]] = {
    "work that ends before it begins is told": (
        {
            "tracking": """
                需求编号  | 计划开始   | 计划完成
                XY2024001 | 2024-04-02 | 2024-04-01
                XY2024002 | 2024-04-01 | 2024-04-01
            """,
        },
        """
        REQ402 error tracking!2:planned_finish
          “计划完成”是 2024-04-01，早于“计划开始” 2024-04-02，应为同一天或更晚。
          请核对两个日期，改正其中一个。
        """,
    ),
    "a grade without a limit is told once, where rows have that grade": (
        {
            "parameters": """
                参数        | 值 | 单位
                B级处理时限 |    | 月
                C级处理时限 |    | 月
            """,
            "tracking": """
                需求编号  | 最终优先级
                XY2024001 | B
                XY2024002 | B
                XY2024003 | S
            """,
        },
        """
        REQ407 info parameters!2:value
          B 级没有处理时限，跟踪中的 2 条 B 级需求因此没有完成时限。
          需要时限时，请填写“B级处理时限”；不需要时不用处理。
        """,
    ),
    "a finish planned after the due date is told, the one planned anew first": (
        {
            "tracking": """
                需求编号  | 最终优先级 | 完成时限   | 计划完成   | 新计划完成
                XY2024001 | A          | 2024-05-01 | 2024-05-02 |
                XY2024002 | A          | 2024-05-01 | 2024-05-02 | 2024-05-01
                XY2024003 | A          | 2024-05-01 | 2024-05-01 | 2024-05-09
                XY2024004 | B          |            | 2030-05-01 |
            """,
        },
        """
        REQ408 warning tracking!2:planned_finish
          “计划完成”是 2024-05-02，超出 A 级需求的完成时限 2024-05-01。
          请提前计划，或与客户商定并说明原因。
        REQ408 warning tracking!4:new_finish
          “新计划完成”是 2024-05-09，超出 A 级需求的完成时限 2024-05-01。
          请提前计划，或与客户商定并说明原因。
        """,
    ),
    "an overdue row names its owner, its date and the days": (
        {
            "tracking": """
                需求编号  | 是否超期 | 负责人 | 完成时限   | 计划完成
                XY2024001 | 是       | 王五   | 2024-05-20 |
                XY2024002 | TRUE     |        |            | 2024-05-31
                XY2024003 | 否       | 王五   | 2024-05-20 |
            """,
        },
        """
        REQ409 warning tracking!2:overdue
          已超期 12 天，应在 2024-05-20 前完成。
          请王五尽早完成并更新进展；确需延期的，写明原因和新的日期。
        REQ409 warning tracking!3:overdue
          已超期 1 天，应在 2024-05-31 前完成。
          还没有“负责人”：请先指定，再安排完成。
        """,
    ),
    "progress older than the period is told on open rows": (
        {
            "tracking": """
                需求编号  | 需求状态 | 更新时间         | 实际完成时间 | 解决方案
                XY2024001 | 待处理   | 2024-05-24 10:00 |              |
                XY2024002 | 待处理   | 2024-05-25       |              |
                XY2024003 | 已完成   | 2024-01-01       | 2024-01-01   | 已升级
                XY2024004 | 待处理   |                  |              |
            """,
        },
        """
        REQ410 warning tracking!2:updated
          “更新时间”是 2024-05-24 10:00，已有 8 天没有更新进展，应每 7 天更新一次。
          请填写最新进展和更新时间。
        """,
    ),
}


@pytest.mark.parametrize(("sheets", "expected"), CASES.values(), ids=CASES.keys())
def test_rule(sheets: dict[str, str], expected: str) -> None:
    plan = validate(FEEDBACK, drawn(FEEDBACK, sheets), TODAY)

    assert told_in_full(plan) == dedent(expected).strip()
