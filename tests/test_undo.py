"""Undo: what a batch changed returns, what people changed since stays."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_line import DAY, ran
from remembered import BY_HAND, TODAY, held, looked_after, reading, records, typed, workbook

import reqsheets
from reqsheets.app.commit import commit
from reqsheets.domain.history.undo import undo
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import StalePlanError, UsageError
from reqsheets.model.plan import Cell, Plan, SetCell

pytestmark = pytest.mark.capability("D7")

NOT_OURS = ("journal", "merges")  # logs keep their rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def test_undo_gives_back_what_the_night_changed(path: Path) -> None:
    start = held(reading(path).frames, *NOT_OURS)
    looked_after(path)
    assert held(reading(path).frames, *NOT_OURS) != start
    outcome = reqsheets.undo(path, write=True, today=TODAY)
    assert outcome.written
    now = held(reading(path).frames, *NOT_OURS)
    assert {name: rows for name, rows in now.items() if name != "scores"} == {
        name: rows for name, rows in start.items() if name != "scores"
    }


def test_undo_shows_a_plan_and_writes_only_when_told(path: Path) -> None:
    looked_after(path)
    night = path.read_bytes()
    outcome = reqsheets.undo(path, today=TODAY)
    assert outcome.plan.changes
    assert not outcome.written
    assert path.read_bytes() == night


def test_a_merge_taken_back_is_marked_and_not_done_again(path: Path) -> None:
    looked_after(path)
    assert reading(path).frames["needs"]["record_state"].tolist() == ["有效", "有效", "已合并"]
    reqsheets.undo(path, write=True, today=TODAY)
    merges = reading(path).frames["merges"]
    assert merges["state"].tolist() == ["已撤销"]
    assert merges["undone_on"].tolist() == [TODAY]
    assert merges["undone_because"].tolist() == [f"撤销批次 {records(path)[0]['batch']}"]
    assert merges["undone_by"].tolist() == [records(path)[1]["user"]]
    looked_after(path, TODAY + timedelta(days=1))
    assert reading(path).frames["needs"]["record_state"].tolist() == ["有效"] * 3
    assert len(reading(path).frames["merges"]) == 1


def test_the_undo_of_an_undo_is_the_night_again(path: Path) -> None:
    looked_after(path)
    night = held(reading(path).frames, "journal")
    reqsheets.undo(path, write=True, today=TODAY)
    reqsheets.undo(path, write=True, today=TODAY)
    assert held(reading(path).frames, "journal") == night
    assert reqsheets.verify(path).holds


def test_cells_that_people_edited_since_stay_and_are_told(path: Path) -> None:
    looked_after(path)
    typed(path, "needs", 4, "record_state", "已作废")
    typed(path, "needs", 3, "text", "误报率太高")
    outcome = reqsheets.undo(path, write=True, today=TODAY)
    now = reading(path).frames["needs"]
    assert now["record_state"].tolist() == [None, None, "已作废"]
    assert now["text"].tolist()[1] == "误报率太高"
    assert [(f.rule, f.at.row, f.at.column, f.key) for f in outcome.plan.findings] == [
        ("REQ903", 4, "record_state", "XY2024003")
    ]


def test_a_row_that_people_sorted_elsewhere_is_found_by_its_number(path: Path) -> None:
    looked_after(path)
    before = reading(path)
    texts = before.frames["needs"]["number"].tolist()
    for row, number in zip((2, 3, 4), reversed(texts), strict=True):
        typed(path, "needs", row, "number", f"{number}x")
    for row, number in zip((2, 3, 4), reversed(texts), strict=True):
        typed(path, "needs", row, "number", number)
    for name in ("record_state", "status", "main_number"):
        cells = reading(path).frames["needs"][name].tolist()
        for row, value in zip((2, 3, 4), reversed(cells), strict=True):
            typed(path, "needs", row, name, value)
    reqsheets.undo(path, write=True, today=TODAY)
    now = reading(path).frames["needs"]
    assert now["record_state"].tolist() == [None] * 3
    assert now["status"].tolist() == ["待处理", "处理中", "待处理"]


def test_what_people_typed_on_the_tracking_sheet_since_stays(path: Path) -> None:
    looked_after(path)
    frames = reading(path).frames
    row = frames["tracking"].index.tolist()[0]
    typed(path, "tracking", row, "progress", "已联系客户")
    outcome = reqsheets.undo(path, write=True, today=TODAY)
    assert reading(path).frames["tracking"]["progress"].tolist() == ["已联系客户"]
    assert ("REQ903", "tracking") in [(f.rule, f.at.sheet) for f in outcome.plan.findings]


def test_an_older_batch_is_undone_and_the_newer_one_stays(path: Path) -> None:
    reqsheets.merge(path, write=True, today=TODAY)
    reqsheets.score(path, write=True, today=TODAY)
    merge, score = (str(record["batch"]) for record in records(path))
    scored = reading(path).frames["scores"]["weights_version"].tolist()
    reqsheets.undo(path, merge, write=True, today=TODAY)
    assert reading(path).frames["needs"]["record_state"].tolist() == [None] * 3
    assert reading(path).frames["scores"]["weights_version"].tolist() == scored
    assert score != merge


def test_a_value_that_a_formula_gives_is_not_taken_back(path: Path) -> None:
    assert reading(path).frames.formula_rows("scores", "score")
    looked_after(path)
    reqsheets.undo(path, write=True, today=TODAY)
    assert reading(path).frames["scores"]["score"].tolist()[0] == 4.3


def test_a_batch_that_is_not_there_is_told_with_those_that_are(path: Path) -> None:
    with pytest.raises(UsageError, match="no batch to undo yet"):
        reqsheets.undo(path)
    looked_after(path)
    with pytest.raises(UsageError, match=f"no batch '20200101-9' .*{records(path)[0]['batch']}"):
        reqsheets.undo(path, "20200101-9")


def test_a_batch_whose_versions_are_gone_is_told(path: Path) -> None:
    for count, name in enumerate(("备份份数", "备份天数")):
        frame = reading(path).frames["parameters"]
        row = frame.index.tolist()[frame["name"].tolist().index(name)]
        typed(path, "parameters", row, "value", 1 - count)
    looked_after(path)
    first = str(records(path)[0]["batch"])
    looked_after(path, TODAY + timedelta(days=40))
    assert len(reqsheets.restore(path)) == 1
    with pytest.raises(UsageError, match="no longer kept"):
        reqsheets.undo(path, first)


def test_nothing_changed_since_means_nothing_to_undo_twice(path: Path) -> None:
    start = reading(path).frames
    looked_after(path)
    night = reading(path).frames
    plan = undo(KINDS[0], start, night, start, "20240401-1", "张三", TODAY)
    assert [change for change in plan.changes if getattr(change, "at", None) is None] == []
    assert plan.findings == ()


def test_the_command_shows_the_plan_then_carries_it_out(path: Path) -> None:
    looked_after(path)
    shown = ran("undo", path.name, "--today", DAY, "--lang", "en", cwd=path.parent)
    assert "set 客户需求信息登记表!4:记录状态 已合并 -> blank (the batch is undone)" in shown.out
    assert shown.out.rstrip().endswith("change(s); --write writes them; nothing wrong")
    batch = str(records(path)[0]["batch"])
    done = json.loads(ran("undo", path.name, batch, "--write", "--json", "--today", DAY, cwd=path.parent).out)
    assert done["written"]
    assert done["findings"] == []
    wrong = ran("undo", path.name, "20200101-9", "--lang", "zh", cwd=path.parent)
    assert wrong.exit_code == 2
    assert wrong.err.startswith(f"错误：{path.name} 没有可撤销的批次“20200101-9”（最近的批次：{batch}、")


def test_what_was_saved_after_the_plan_was_made_is_not_ours(path: Path) -> None:
    looked_after(path)
    found = reading(path)
    typed(path, "needs", 3, "text", "误报率太高")
    change = SetCell(Cell("needs", 2, "text"), "导出为Excel", "导出", BY_HAND)
    commit(found, Plan((), (change,)), Author("张三", "reqsheets test", datetime(2024, 4, 1)))  # noqa: DTZ001
    assert [record["command"] for record in records(path)] == ["reqsheets nightly", "外部修改", "reqsheets test"]
    reqsheets.undo(path, write=True, today=TODAY)
    assert reading(path).frames["needs"]["text"].tolist()[:2] == ["导出为Excel", "误报率太高"]


def test_a_plan_that_no_longer_fits_writes_nothing_and_leaves_no_trace(path: Path) -> None:
    looked_after(path)
    found = reading(path)
    typed(path, "needs", 2, "text", "导出")
    before, kept = path.read_bytes(), reqsheets.restore(path)
    change = SetCell(Cell("needs", 2, "text"), "导出为Excel", "导出成表", BY_HAND)
    with pytest.raises(StalePlanError):
        commit(found, Plan((), (change,)), Author("张三", "test", datetime(2024, 4, 1)))  # noqa: DTZ001
    assert path.read_bytes() == before
    assert reqsheets.restore(path) == kept
    assert len(records(path)) == 1
