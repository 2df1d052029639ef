"""The archive: what has ended with all that belongs to it goes there, and comes back when it is reopened."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Plan
from reqsheets.report.lines import lines

pytestmark = pytest.mark.capability("1-5c")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
NEEDS = "需求编号 | 需求描述(具体问题/期望) | 提出时间 | 需求状态 | 记录状态"
TRACKING = "需求编号 | 需求状态 | 解决方案 | 最终解决方案文档 | 关闭原因 | 负责人"
FOLLOWUPS = "需求编号 | 客户 | 满意度评分 | 未评原因 | 回访时间"
ARCHIVE = (
    "需求编号 | 需求描述 | 关闭日期 | 满意度回访记录 | 全程天数 | 归档人 | 归档日期 | "
    "负责人 | 解决方案 | 最终解决方案文档 | 关闭原因"
)
CLOSED = "XY2024001 | 误报 | 2024-03-01 | 已关闭 | 有效"
REOPENED = "XY2024001 | 误报 | 2024-03-01 | 重新打开 | 已归档"
SOLVED = "XY2024001 | 已完成 | 改算法 | | | 张三"
RATED = "XY2024001 | 王女士 | 5 | | 2024-05-10 10:00"
RESTING = "XY2024001 | 误报 | 2024-05-10 | 王女士 5分（2024-05-10） | 70 | | 2024-05-20 | 张三 | 改算法"


def workbook(need: str = CLOSED, tracking: str = SOLVED, followups: str = RATED, archived: str = "") -> Frames:
    tables = {"needs": NEEDS, "tracking": TRACKING, "followups": FOLLOWUPS, "archive": ARCHIVE}
    rows = {"needs": need, "tracking": tracking, "followups": followups, "archive": archived}
    return drawn(SPEC, {name: f"{header}\n{rows[name]}" for name, header in tables.items()})


def archived(frames: Frames, today: date = TODAY) -> tuple[Frames, Plan]:
    plan = archive(SPEC, frames, today)
    return applied(frames, plan), plan


def row(frames: Frames, sheet: str = "archive") -> dict[str, object]:
    (found,) = frames[sheet].to_dict("records")
    return {str(name): value for name, value in found.items() if value is not None}


def test_a_closed_row_with_solution_and_followup_is_archived() -> None:
    frames, plan = archived(workbook())
    assert list(lines(SPEC, plan, "en")) == [
        "set 客户需求信息登记表!2:记录状态 有效 -> 已归档 (closed, and nothing lacks: archived)",
        "rewrite 闭环归档表: 0 rows -> 1 row (closed requirements with all that belongs to them)",
    ]
    assert row(frames) == {
        "number": "XY2024001",
        "text": "误报",
        "closed": date(2024, 5, 10),
        "followup_record": "王女士 5分（2024-05-10）",
        "days_taken": 70,
        "archived": TODAY,
        "owner": "张三",
        "solution": "改算法",
    }


@pytest.mark.parametrize(
    ("need", "tracking", "followups", "lacks"),
    [
        (CLOSED, SOLVED, "", "缺少：客户回访（满意度或未评原因）"),
        (CLOSED, SOLVED, "XY2024001 | 王女士", "缺少：客户回访（满意度或未评原因）"),
        (CLOSED, "XY2024001 | 已完成", RATED, "缺少：解决方案"),
        (CLOSED, "", "", "缺少：解决方案、客户回访（满意度或未评原因）"),
        (CLOSED, "XY2024001 | 已完成 | #REF!", RATED, "缺少：解决方案"),
        (CLOSED.replace("已关闭", "已拒绝"), "XY2024001 | 暂缓 | 改算法", RATED, "缺少：关闭原因"),
    ],
)
def test_what_lacks_something_stays_open_and_is_told(need: str, tracking: str, followups: str, lacks: str) -> None:
    frames, plan = archived(workbook(need, tracking, followups))
    assert plan.changes == ()
    assert [(f.rule, f.severity, f.at.sheet, f.at.row) for f in plan.findings] == [("REQ404", "error", "needs", 2)]
    assert lacks in plan.findings[0].message.zh
    assert frames["archive"].empty


@pytest.mark.parametrize(
    ("need", "tracking", "followups"),
    [
        (CLOSED, "XY2024001 | 已完成 | | D:/文档.docx", RATED),
        (CLOSED, SOLVED, "XY2024001 | 王女士 | | 拒评 | 2024-05-10"),
        (CLOSED.replace("已关闭", "已拒绝"), "XY2024001 | 暂缓 | | | 不做", ""),
    ],
)
def test_a_document_a_reason_for_no_rating_and_a_reason_for_dropping_are_enough(
    need: str, tracking: str, followups: str
) -> None:
    assert len(archived(workbook(need, tracking, followups))[0]["archive"]) == 1


@pytest.mark.parametrize("state", ["已合并", "已作废"])
def test_merged_and_void_rows_are_not_archived(state: str) -> None:
    assert archive(SPEC, workbook(CLOSED.replace("有效", state)), TODAY) == Plan()


def test_a_row_that_skipped_a_step_is_not_archived() -> None:
    assert archive(SPEC, workbook(tracking=SOLVED.replace("已完成", "处理中")), TODAY) == Plan()


def test_the_day_of_archiving_and_a_typed_day_of_closing_are_kept() -> None:
    frames, plan = archived(workbook(CLOSED.replace("有效", "已归档"), "", RATED, RESTING.replace("05-10 ", "05-08 ")))
    assert row(frames)["archived"] == date(2024, 5, 20)
    assert row(frames)["closed"] == date(2024, 5, 8)
    assert row(frames)["days_taken"] == 68
    assert plan.findings == ()


def test_archiving_then_tracking_moves_the_row() -> None:
    frames, _ = archived(workbook())
    frames = applied(frames, track(SPEC, frames, TODAY))
    assert frames["tracking"].empty


def test_a_reopened_row_comes_back_with_what_was_typed() -> None:
    frames, plan = archived(workbook(REOPENED, "", RATED, RESTING))
    assert [line.split(" (")[0] for line in lines(SPEC, plan, "en")] == [
        "set 客户需求信息登记表!2:记录状态 已归档 -> 有效",
        "rewrite 闭环归档表: 1 row -> 0 rows",
        "rewrite 需求处理跟踪表: 0 rows -> 1 row",
    ]
    assert row(frames, "tracking") == {"number": "XY2024001", "owner": "张三", "solution": "改算法"}


def test_what_only_the_archive_has_room_for_stays_there() -> None:
    frames, plan = archived(workbook(REOPENED, "", RATED, RESTING.replace("| 70 | |", "| 70 | 王五 |")))
    assert row(frames) == {"number": "XY2024001", "text": "误报", "archivist": "王五"}
    assert [(f.rule, f.severity, f.at.sheet, f.at.row) for f in plan.findings] == [("REQ604", "info", "archive", 2)]
    again, _ = archived(applied(frames, Plan()))
    assert row(again) == row(frames)


def test_an_archive_that_was_kept_by_hand_loses_nothing() -> None:
    by_hand = RESTING.replace("| 70 | |", "| 70 | 王五 |")
    frames, plan = archived(workbook(CLOSED, "", "", by_hand))  # no follow-up: not to be archived by us
    assert row(frames)["archivist"] == "王五"
    assert row(frames)["closed"] == date(2024, 5, 10)
    assert row(frames, "tracking")["solution"] == "改算法"
    assert [f.rule for f in plan.findings] == ["REQ404", "REQ604"]


def test_what_is_missing_is_named_by_its_title() -> None:
    with pytest.raises(MissingSheetError, match="闭环归档表"):
        archive(SPEC, drawn(SPEC, {"needs": NEEDS}), TODAY)
    with pytest.raises(MissingColumnError, match="记录状态"):
        archive(SPEC, drawn(SPEC, {"needs": "需求编号 | 需求状态", "archive": ARCHIVE}), TODAY)
