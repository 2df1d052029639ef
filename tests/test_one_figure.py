"""One definition of open and overdue: tracking, dashboard, its charts, findings and export tell the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from drawing import drawn

from reqsheets import check, nightly
from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import ReplaceRows
from reqsheets.xlsx.reading.read import read

EXAMPLES = Path(__file__).parents[1] / "examples"
FEEDBACK = kind_named("feedback")
DAY = date(2024, 7, 20)
TRACKED = ("feedback", "collection", "response")


def figures(frames: Frames) -> dict[str, int]:
    """Return each place's count of what is overdue, and of what is open."""
    tracking, shown, charts = frames["tracking"], frames["dashboard"], frames["figures"]
    day = shown[shown["day"] == DAY].iloc[0]
    overview = dict(zip(charts["item"], charts["figure"], strict=True)) if "item" in charts.columns else {}
    late = [number for number, late in zip(tracking["number"], tracking["overdue"], strict=True) if late == "是"]
    return {
        "tracking": len(late),
        "dashboard": int(day["overdue"]),
        "charts": int(overview.get("已超期", day["overdue"]) or 0),
    }


@pytest.mark.fault("F-61")
@pytest.mark.parametrize("kind", TRACKED)
def test_every_place_counts_the_same_on_the_examples(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    shutil.copy(EXAMPLES / f"{kind}-nightly" / "register.xlsx", path)
    nightly(path, write=True, today=DAY)
    frames = read(path, KINDS).frames
    found = figures(frames)
    told = sum(f.rule == "REQ409" for outcome in check(path, today=DAY) for f in outcome.plan.findings)
    assert len({*found.values(), told}) == 1, (found, told)
    assert found["tracking"] > 0


NEEDS = "需求编号 | 提出时间 | 需求状态 | 记录状态"
TRACKING = "需求编号 | 需求状态 | 是否超期 | 超期天数 | 计划完成"


def after(needs: str, tracking: str) -> Frames:
    frames = drawn(FEEDBACK, {"needs": needs, "tracking": tracking, "dashboard": "统计日期"}, whole=True)
    for verb in (archive, track, dashboard):
        frames = applied(frames, verb(FEEDBACK, frames, DAY))
    return frames


@pytest.mark.fault("F-61")
def test_a_requirement_closed_by_a_step_that_is_not_allowed_is_open_and_late_everywhere() -> None:
    statuses = {"XY2024001": "已关闭", "XY2024002": "处理中", "XY2024003": "已关闭"}
    needs = NEEDS + "".join(f"\n{number} | 2024-01-02 | {status} | 有效" for number, status in statuses.items())
    tracking = (
        f"{TRACKING}\nXY2024001 | 处理中 |  |  | 2024-02-01\nXY2024002 | 处理中 |  |  | 2024-02-01"
        "\nXY2024003 | 已完成 |  |  | 2024-02-01"
    )
    frames = after(needs, tracking)
    assert figures(frames) == {"tracking": 2, "dashboard": 2, "charts": 2}
    day = frames["dashboard"].iloc[0]
    assert (day["open"], day["by_status"]) == (2, "处理中 2")


@pytest.mark.fault("F-36")
def test_what_cannot_be_is_told_and_enters_no_mean() -> None:
    needs = f"{NEEDS} | 一级标签\nXY2024001 | 2024-06-03 | 已拒绝 | 有效 |\nXY2024002 | 2024-06-03 | 已拒绝 | 有效 |"
    held = "需求编号 | 关闭日期 | 关闭原因\nXY2024001 | 2024-05-02 | 不做\nXY2024002 | 2024-06-13 | 不做"
    followups = "需求编号 | 客户 | 满意度评分\nXY2024001 | 甲 | 50\nXY2024002 | 乙 | 4"
    tables = {"needs": needs, "archive": held, "followups": followups, "dashboard": "统计日期", "tracking": "需求编号"}
    frames = drawn(FEEDBACK, tables, whole=True)
    plan = archive(FEEDBACK, frames, DAY)
    assert [(f.rule, f.key) for f in plan.findings if f.rule.startswith("REQ46")] == [("REQ463", "XY2024001")]
    frames = applied(frames, plan)
    assert frames["archive"]["days_taken"].tolist() == [None, 10]
    frames = applied(frames, dashboard(FEEDBACK, frames, DAY))
    day = frames["dashboard"].iloc[0]
    assert (day["days_taken"], day["satisfaction"]) == (10, 4)


@pytest.mark.fault("F-35")
def test_a_day_of_closing_that_nobody_knows_is_the_runs_and_that_is_told() -> None:
    tables = {
        "needs": f"{NEEDS} | 一级标签\nXY2024001 | 2024-06-03 | 已拒绝 | 有效 |",
        "archive": "需求编号 | 关闭日期 | 关闭原因",
        "tracking": "需求编号 | 关闭原因\nXY2024001 | 不做",
    }
    frames = drawn(FEEDBACK, tables, whole=True)
    plan = archive(FEEDBACK, frames, DAY)
    assert [(f.rule, f.key, f.value) for f in plan.findings] == [("REQ462", "XY2024001", DAY)]
    [change] = [c for c in plan.changes if isinstance(c, ReplaceRows) and c.sheet == "archive"]
    assert change.new[2][change.columns.index("closed")] == DAY
