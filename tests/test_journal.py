"""The journal: what was there before and is changed now, each entry sealed by the one before it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from drawing import drawn

from reqsheets.domain.history.journal import journal, sealed
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingSheetError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import AddRow, Cell, Change, Plan, ReplaceRows, SetCell, Value, Words
from reqsheets.report.lines import lines

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
WHY = Words("原因", "a reason")
NEEDS = "需求编号 | 联系方式 | 记录状态 | 重复次数\nXY2024001 | 123 | 有效 |"


def workbook() -> Frames:
    return drawn(SPEC, {"needs": NEEDS}, whole=True, formulas={("scores", "score"): [2]})


def entries(*changes: Change, frames: Frames | None = None) -> list[dict[str, Value]]:
    plan = journal(SPEC, frames or workbook(), Plan((), changes), TODAY, "张三", "nightly")
    return [dict(change.values) for change in plan.changes if isinstance(change, AddRow)]


def set_cell(column: str, old: Value, new: Value, sheet: str = "needs", row: int = 2) -> SetCell:
    return SetCell(Cell(sheet, row, column), old, new, WHY)


def test_a_changed_cell_is_entered_with_its_number_and_titles() -> None:
    (entry,) = entries(set_cell("record_state", "有效", "已合并"))
    assert {name: value for name, value in entry.items() if name not in {"hash", "previous_hash"}} == {
        "entry": 1,
        "time": TODAY,
        "user": "张三",
        "command": "nightly",
        "sheet": "客户需求信息登记表",
        "number": "XY2024001",
        "field": "记录状态",
        "old": "有效",
        "new": "已合并",
        "reason": "原因",
        "batch": "20240601-1",
    }


def test_first_fills_of_our_columns_cached_values_and_added_rows_are_not_entered() -> None:
    added = AddRow("merges", 2, {"merge": "HB0001"}, WHY)
    assert entries(set_cell("repeats", None, 2), set_cell("score", 4.2, 4.3, "scores"), added) == []


def test_a_first_fill_of_peoples_column_is_entered() -> None:
    (known, own) = entries(set_cell("use_time", None, "1年"), set_cell("我们的列", None, "甲"))
    assert (known["field"], known["new"], "old" in known) == ("客户使用时长", "1年", False)
    assert own["field"] == "我们的列"


def test_a_rewritten_sheet_is_one_entry() -> None:
    (entry,) = entries(ReplaceRows("tracking", ("number",), {2: ("XY2024001",)}, {}, WHY))
    assert (entry["sheet"], entry["old"], entry["new"]) == ("需求处理跟踪表", "1 行", "0 行")


def test_entries_are_numbered_and_sealed_on_across_runs() -> None:
    changes = (set_cell("record_state", "有效", "已合并"), set_cell("contact", "123", "456"))
    frames = workbook()
    for _ in range(2):
        frames = applied(frames, journal(SPEC, frames, Plan((), changes), TODAY, "张三", "nightly"))
    rows = frames["journal"].to_dict("records")
    assert [row["entry"] for row in rows] == [1, 2, 3, 4]
    assert [row["batch"] for row in rows] == ["20240601-1"] * 2 + ["20240601-3"] * 2
    previous = ""
    for row in rows:
        assert (row["previous_hash"] or "") == previous
        previous = sealed({str(name): value for name, value in row.items()}, previous)
        assert row["hash"] == previous
    forged = {str(name): value for name, value in rows[1].items()} | {"new": "999"}
    assert sealed(forged, str(rows[0]["hash"])) != rows[1]["hash"]


def test_nothing_changed_is_nothing_entered() -> None:
    assert entries() == []


def test_without_its_sheet_nothing_can_be_entered() -> None:
    with pytest.raises(MissingSheetError, match="操作日志"):
        entries(frames=drawn(SPEC, {"needs": NEEDS}))


def test_a_plan_reads_as_lines_in_both_languages() -> None:
    plan = Plan(
        (),
        (
            set_cell("record_state", None, "有效"),
            set_cell("我们的列", datetime(2024, 5, 1, 9, 30), "长" * 50),  # noqa: DTZ001  cells hold local time
            AddRow("merges", 5, {"merge": "HB0001", "snapshot": "hidden", "merged_on": TODAY}, WHY),
            ReplaceRows("tracking", ("number",), {2: ("XY2024001",)}, {}, Words("", "")),
        ),
    )
    assert list(lines(SPEC, plan, "en")) == [
        "set 客户需求信息登记表!2:记录状态 blank -> 有效 (a reason)",
        f"set 客户需求信息登记表!2:我们的列 2024-05-01 09:30:00 -> {'长' * 39}… (a reason)",
        "add 合并记录!5 合并编号=HB0001, 合并时间=2024-06-01 (a reason)",
        "rewrite 需求处理跟踪表: 1 row -> 0 rows",
    ]
    assert list(lines(SPEC, plan, "zh"))[2:] == [
        "新增 合并记录!5 合并编号=HB0001，合并时间=2024-06-01（原因）",
        "重写 需求处理跟踪表：1行 → 0行",
    ]
