"""Which department takes a requirement on: by the workbook's own lines, where nobody said so."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.tracking.track import track
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied

pytestmark = pytest.mark.capability("0-5a")

COLLECTION = kind_named("collection")
TODAY = date(2024, 6, 30)
NEEDS = "需求编号 | 当前状态\nXQ-2024-001 | 待处理\nXQ-2024-002 | 待处理\nXQ-2024-003 | 待处理\nXQ-2024-004 | 待处理"
SCORES = """
    需求编号 | 需求类型 | 最终优先级
    XQ-2024-001 | 服务需求 | P1
    XQ-2024-002 | 服务需求 | P0
    XQ-2024-003 | 功能需求 | P1
    XQ-2024-004 | 服务需求 |
    """
LINES = "需求类型 | 最终优先级 | 部门\n | | 产品部\n服务需求 | | 客服部\n服务需求 | P0 | 技术部"


def departments(routes: str, tracking: str = "需求编号 | 执行部门") -> list[object]:
    frames = drawn(COLLECTION, {"needs": NEEDS, "scores": SCORES, "routes": routes, "tracking": tracking}, whole=True)
    plan = track(COLLECTION, frames, TODAY)
    after = applied(frames, plan)
    assert track(COLLECTION, after, TODAY).changes == ()
    return by_number(after)


def by_number(frames: Frames) -> list[object]:
    sheet = frames["tracking"]
    held = dict(zip(sheet["number"].tolist(), sheet["department"].tolist(), strict=True))
    return [held[f"XQ-2024-00{i}"] for i in range(1, 5)]


def test_the_line_that_asks_for_more_goes_first_and_what_is_not_assessed_waits() -> None:
    assert departments(LINES) == ["客服部", "技术部", "产品部", None]


def test_what_a_person_typed_stays() -> None:
    typed = "需求编号 | 执行部门\nXQ-2024-001 | 销售部\nXQ-2024-004 | 产品部"
    assert departments(LINES, typed) == ["销售部", "技术部", "产品部", "产品部"]


def test_without_a_line_that_fits_the_cell_stays_blank() -> None:
    assert departments("需求类型 | 最终优先级 | 部门\n商务需求 | | 销售部") == [None] * 4
    assert departments("需求类型 | 最终优先级 | 部门") == [None] * 4


def test_a_workbook_without_the_sheet_is_tracked_as_before() -> None:
    tables = {"needs": NEEDS, "scores": SCORES, "tracking": "需求编号 | 执行部门"}
    frames = drawn(COLLECTION, tables)
    assert by_number(applied(frames, track(COLLECTION, frames, TODAY))) == [None] * 4
