# ruff: noqa: DTZ001  (local times, decision T-24)
"""A duty begins with the status: the night begins the row where it is answered, and its deadline runs from then."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from drawing import drawn

from reqsheets import check, nightly
from reqsheets.domain.deadlines.begin import begin
from reqsheets.domain.deadlines.clock import clock
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.derived_cells import Clock, Duty, Limit
from reqsheets.model.frames import applied
from reqsheets.model.plan import AddRow, Finding, Words
from reqsheets.xlsx.reading.read import read

pytestmark = pytest.mark.fault("F-30")
EXAMPLES = Path(__file__).parents[1] / "examples"
FEEDBACK = kind_named("feedback")
NEEDS = "需求编号 | 客户信息(姓名/行业/规模) | 记录人 | 需求状态 | 主需求编号 | 记录状态"
TRACKING = "需求编号 | 需求状态 | 实际完成时间"
DAY = date(2024, 6, 30)


def copy_of(kind: str, folder: Path) -> Path:
    path = folder / "register.xlsx"
    shutil.copy(EXAMPLES / f"{kind}-nightly" / "register.xlsx", path)
    return path


def night(path: Path, now: date) -> None:
    [entry] = nightly(path, write=True, today=now)
    assert entry.error is None


def findings(path: Path, now: date) -> list[Finding]:
    [outcome] = check(path, today=now)
    return list(outcome.plan.findings)


def rows(path: Path, sheet: str, number: str) -> list[dict[str, object]]:
    reading = read(path, KINDS)
    spec = reading.spec.sheet(sheet)
    named = spec.meaning("number") or "numbers"
    frame = reading.frames[sheet]
    return [row for row in frame.to_dict("records") if str(row[named]) == number]


def edited(path: Path, sheet: str, number: str, new: Mapping[str, object]) -> None:
    """Have somebody type into the row of a number, as openpyxl saves it."""
    spec = read(path, KINDS).spec.sheet(sheet)
    book = openpyxl.load_workbook(path)
    tab = book[spec.title]
    at = {str(cell.value).strip("* "): cell.column for cell in tab[1] if cell.value}
    key = at[spec.column(spec.key[0]).title]
    [row] = [row[0].row for row in tab.iter_rows(min_row=2) if str(row[key - 1].value) == number]
    for name, value in new.items():
        tab.cell(row, at[spec.column(name).title]).value = value
    book.save(path)


# --- on drawn registers -------------------------------------------------------------------------------------------


def begun(tables: Mapping[str, str]) -> list[dict[str, object]]:
    plan = begin(
        FEEDBACK,
        drawn(FEEDBACK, {"followups": "需求编号 | 客户 | 告知人 | 告知截止 | 实际告知时间"} | dict(tables)),
        DAY,
    )
    assert all(isinstance(change, AddRow) and change.sheet == "followups" for change in plan.changes)
    return [dict(change.values) for change in plan.changes if isinstance(change, AddRow)]


def test_a_finished_requirement_without_a_row_gets_one_with_customer_and_doer() -> None:
    needs = f"{NEEDS}\nXY2024001 | *女士-汽车 | 张三 | 已完成 |  | 有效\nXY2024002 | *总-建材 | 李四 | 处理中 |  | 有效"
    assert begun({"needs": needs}) == [{"number": "XY2024001", "customer": "*女士-汽车", "notifier": "张三"}]


def test_every_reporter_of_merged_requirements_gets_a_row() -> None:
    needs = (
        f"{NEEDS}\nXY2024001 | *女士-汽车 | 张三 | 已完成 |  | 有效"
        "\nXY2024002 | *总-建材 | 张三 | 已合并 | XY2024001 | 已合并"
        "\nXY2024003 | *女士-汽车 | 张三 | 已合并 | XY2024001 | 已合并"
    )
    assert [row["customer"] for row in begun({"needs": needs})] == ["*女士-汽车", "*总-建材"]
    there = "需求编号 | 客户\nXY2024001 | *总 - 建材"
    assert [row["customer"] for row in begun({"needs": needs, "followups": there})] == ["*女士-汽车"]


@pytest.mark.parametrize("state", ["已合并", "已作废", "已归档"])
def test_rows_at_rest_and_closed_rows_owe_nothing(state: str) -> None:
    status = "已关闭" if state == "已归档" else "已完成"
    assert begun({"needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | {status} |  | {state}"}) == []
    assert begun({"needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | 已关闭 |  | 有效"}) == []


def notice(when: date, finished: str = "2024-06-29 10:00", now: datetime | None = None) -> list[str]:
    tables = {
        "needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | 已完成 |  | 有效",
        "tracking": f"{TRACKING}\nXY2024001 | 已完成 | {finished}",
        "followups": "需求编号 | 客户 | 告知截止 | 实际告知时间\nXY2024001 | *女士 |  |",
    }
    plan = clock(FEEDBACK, drawn(FEEDBACK, tables), when, now)
    return [f.message.zh for f in plan.findings if f.rule == "REQ413"]


def test_hours_are_judged_at_a_moment_and_a_day_alone_means_its_close() -> None:
    day = date(2024, 6, 30)
    assert notice(day, now=datetime(2024, 6, 30, 9, 59)) == []
    assert notice(day, now=datetime(2024, 6, 30, 10, 0)) == []
    assert notice(day, now=datetime(2024, 6, 30, 12, 30)) == ["告知客户应在 2024-06-30 10:00 前完成，已过 3 小时。"]
    assert notice(day) == ["告知客户应在 2024-06-30 10:00 前完成，已过 8 小时。"]
    assert notice(day, "2024-06-29 18:00") == []


def test_a_status_without_any_date_counts_from_when_it_was_first_seen_and_that_is_told() -> None:
    tables = {
        "needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | 已完成 |  | 有效",
        "followups": "需求编号 | 客户 | 告知截止 | 实际告知时间\nXY2024001 | *女士 |  |",
    }
    frames = drawn(FEEDBACK, tables)
    first = clock(FEEDBACK, frames, DAY, datetime(2024, 6, 30, 2, 0))
    assert [f.rule for f in first.findings] == ["REQ460"]
    later = applied(frames, first)
    assert later["followups"]["notice_due"].tolist() == [datetime(2024, 7, 1, 2, 0)]
    again = clock(FEEDBACK, later, date(2024, 7, 1), datetime(2024, 7, 1, 3, 0))
    assert not again.changes
    assert {f.rule for f in again.findings} == {"REQ460", "REQ413"}


def test_a_kind_of_your_own_declares_a_duty() -> None:
    duty = Duty("look", Words("复看", "a second look"), "followups", ("测试中",), "noticed", within="告知时限")
    own = replace(FEEDBACK, duties=(duty,), clocks=())
    frames = drawn(
        own, {"needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | 测试中 |  | 有效", "followups": "需求编号 | 实际告知时间"}
    )
    plan = begin(own, frames, DAY)
    assert [dict(c.values) for c in plan.changes if isinstance(c, AddRow)] == [{"number": "XY2024001"}]


def test_a_clock_may_measure_the_duty_of_a_kind_of_your_own() -> None:
    duty = Duty("look", Words("复看", "a second look"), "followups", ("测试中",), "noticed")
    one = Clock("look", duty.title, "followups", "notice_due", (), (Limit("", "告知时限"),), duty="look")
    own = replace(FEEDBACK, duties=(duty,), clocks=(one,))
    tables = {
        "needs": f"{NEEDS}\nXY2024001 | *女士 | 张三 | 测试中 |  | 有效",
        "followups": "需求编号 | 告知截止\nXY2024001 |",
    }
    plan = clock(own, drawn(own, tables), DAY, datetime(2024, 6, 30, 2, 0))
    assert [change.new for change in plan.changes] == [datetime(2024, 7, 1, 2, 0)]  # type: ignore[union-attr]


# --- night after night --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number", "sheet", "rule"),
    [
        ("feedback", "XY2024058", "followups", "REQ413"),
        ("response", "202404-003", "surveys", "REQ413"),
        ("response", "202404-003", "retros", ""),
        ("collection", "XQ-2024-011", "acceptances", "REQ461"),
        ("survey", "DY-022", "feasibility", "REQ461"),
    ],
)
def test_a_status_that_nobody_answered_is_told_once_its_time_is_over(
    kind: str, number: str, sheet: str, rule: str, tmp_path: Path
) -> None:
    path = copy_of(kind, tmp_path)
    grade = rows(path, "needs", number)[0].get("grade")
    assert rows(path, sheet, number) == []
    now = date(2024, 12, 30)
    foreseen = {f.rule for f in findings(path, now) if number in f.key}
    night(path, now)
    if sheet == "retros" and grade not in ("P0级", "P1级", None):
        return
    if rule:
        assert len(rows(path, sheet, number)) == 1
        assert rule in {f.rule for f in findings(path, now) if f.at.sheet == sheet and number in f.key}
        assert rule in foreseen
    [entry] = nightly(path, write=True, today=now)
    assert not any(dict(entry.changes).values())


def test_the_deadline_runs_from_the_status_by_the_records(tmp_path: Path) -> None:
    path = copy_of("customer", tmp_path)
    waiting = next(
        str(row["number"]) for row in read(path, KINDS).frames["needs"].to_dict("records") if row["status"] == "待复核"
    )
    night(path, datetime(2024, 7, 1, 20, 0))
    edited(path, "needs", waiting, {"status": "已通过"})
    night(path, datetime(2024, 7, 2, 20, 0))
    [row] = rows(path, "ledger", waiting)
    assert row["crm_due"] == datetime(2024, 7, 4, 18, 0)  # two working days after Tuesday, 2 July
    assert not [f for f in findings(path, datetime(2024, 7, 4, 18, 0)) if f.rule == "REQ413" and f.key == waiting]
    assert [f for f in findings(path, datetime(2024, 7, 4, 18, 1)) if f.rule == "REQ413" and f.key == waiting]


def finished(path: Path) -> str:
    frame = read(path, KINDS).frames["needs"]
    return next(str(row["number"]) for row in frame.to_dict("records") if row["status"] == "测试中")


def test_what_people_type_between_two_nights_tells_the_moment_more_exactly(tmp_path: Path) -> None:
    path = copy_of("feedback", tmp_path)
    night(path, datetime(2024, 7, 1, 20, 0))
    number = finished(path)
    edited(path, "needs", number, {"status": "已完成"})
    edited(path, "tracking", number, {"finished": datetime(2024, 7, 2, 9, 0)})
    night(path, datetime(2024, 7, 2, 20, 0))
    assert [row["notice_due"] for row in rows(path, "followups", number)] == [datetime(2024, 7, 3, 9, 0)]


def test_reopened_and_finished_again_is_a_new_turn(tmp_path: Path) -> None:
    path = copy_of("feedback", tmp_path)
    night(path, datetime(2024, 7, 1, 20, 0))
    number = finished(path)
    edited(path, "needs", number, {"status": "已完成"})
    night(path, datetime(2024, 7, 2, 20, 0))
    edited(path, "followups", number, {"noticed": datetime(2024, 7, 3, 9, 0)})
    night(path, datetime(2024, 7, 3, 20, 0))
    assert not [
        f for f in findings(path, datetime(2024, 7, 5)) if f.key.startswith(number) and f.at.column == "notice_due"
    ]
    edited(path, "needs", number, {"status": "重新打开"})
    night(path, datetime(2024, 7, 8, 20, 0))
    for step, day in (("处理中", 9), ("测试中", 10), ("已完成", 11)):
        edited(path, "needs", number, {"status": step})
        night(path, datetime(2024, 7, day, 20, 0))
    [row] = rows(path, "followups", number)
    assert row["notice_due"] == datetime(2024, 7, 12, 20, 0)
    late = [
        f.rule
        for f in findings(path, datetime(2024, 7, 13, 2, 0))
        if f.key.startswith(number) and f.at.column == "notice_due"
    ]
    assert late == ["REQ413"]


def test_a_row_that_people_delete_comes_back_while_it_is_owed(tmp_path: Path) -> None:
    path = copy_of("feedback", tmp_path)
    night(path, datetime(2024, 7, 1, 20, 0))
    edited(path, "followups", "XY2024058", dict.fromkeys(("number", "customer", "notifier")))
    night(path, datetime(2024, 7, 2, 20, 0))
    assert len(rows(path, "followups", "XY2024058")) == 1
    edited(path, "needs", "XY2024058", {"status": "重新打开"})
    edited(path, "followups", "XY2024058", dict.fromkeys(("number", "customer", "notifier")))
    night(path, datetime(2024, 7, 3, 20, 0))
    assert rows(path, "followups", "XY2024058") == []


def test_a_begun_row_is_not_told_as_incomplete_before_anybody_answers(tmp_path: Path) -> None:
    path = copy_of("response", tmp_path)
    night(path, DAY)
    told = [f for f in findings(path, DAY) if f.rule == "REQ301" and f.at.sheet in ("acceptances", "surveys", "retros")]
    assert told == []


def test_a_blank_parameter_switches_a_reminder_off(tmp_path: Path) -> None:
    path = copy_of("survey", tmp_path)
    book = openpyxl.load_workbook(path)
    tab = book["参数配置"]
    row = next(cell.row for cell in tab["A"] if cell.value == "评估时限")
    tab.cell(row, 2).value = None
    book.save(path)
    night(path, date(2024, 12, 30))
    assert not [f for f in findings(path, date(2024, 12, 30)) if f.rule == "REQ461"]
