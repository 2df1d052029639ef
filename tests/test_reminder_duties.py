# ruff: noqa: DTZ001  (local times, decision T-24)
"""Every duty of reminders.md by its ID: it is owed by whom it says, when it says, and what settles it ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from drawing import drawn, value_of
from reminder_cases import CASES, PEOPLE, Drawn

from reqsheets.domain.reminders.declared import Either, Reminder
from reqsheets.domain.reminders.owed import Obligation, obligations
from reqsheets.domain.reminders.table import BY_KIND, reminders_of
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, frame_of, rows_of, set_column
from reqsheets.model.nights import Nights
from reqsheets.model.spec import WorkbookSpec

pytestmark = pytest.mark.capability("1-4f", "4-5e")

BY_ANOTHER = {"R-201": "a finding (REQ322), told under R-901", "R-909": "comes with reconciling"}


def frames_of(case: Drawn) -> Frames:
    parameters = f"参数 | 值\n{case.parameters}" if case.parameters else "参数 | 值"
    return drawn(kind_named(case.kind), {"people": PEOPLE, "parameters": parameters} | case.tables)


def owed(case: Drawn, frames: Frames, duty: str) -> list[Obligation]:
    now = datetime.fromisoformat(case.now)
    return [one for one in obligations(kind_named(case.kind), frames, now) if one.duty == duty]


def shown(one: Obligation) -> str:
    due = "-" if one.due is None else str(one.due)[:16]
    return f"{one.record} | {'、'.join(one.doers)} | {due}"


def edited(frames: Frames, sheet: str, column: str, text: str) -> Frames:
    """Return the frames with that value in the sheet's last row, or with `+` one more row."""
    tables = dict(frames.tables)
    frame = tables[sheet]
    if column == "+":
        row = tuple(value_of(part.strip()) for part in text.split("|"))
        rows = rows_of(frame) | {max(frame.index, default=1) + 1: row}
        tables[sheet] = frame_of(frame.columns, rows)
    else:
        held = frame[column].tolist() if column in frame.columns else [None] * len(frame)
        tables[sheet] = set_column(frame, column, [*held[:-1], value_of(text)])
    return replace(frames, tables=tables, kept={})


@pytest.mark.parametrize("duty", CASES)
def test_it_is_owed_by_whom_and_when_the_table_says(duty: str) -> None:
    case = CASES[duty]
    found = owed(case, frames_of(case), duty)
    assert [shown(one) for one in found] == [case.owed]
    assert found[0].words.zh
    assert "{" not in found[0].words.zh + found[0].words.en


@pytest.mark.parametrize("duty", [duty for duty, case in CASES.items() if case.done])
def test_what_settles_it_ends_it(duty: str) -> None:
    case = CASES[duty]
    frames = frames_of(case)
    for sheet, column, text in case.done:
        frames = edited(frames, sheet, column, text)
    before = {one.key for one in owed(case, frames_of(case), duty)}
    assert before.isdisjoint(one.key for one in owed(case, frames, duty))


@pytest.mark.parametrize("duty", [duty for duty in CASES if duty not in ("R-016", "R-207") and duty < "R-9"])
@pytest.mark.parametrize("state", ["已合并", "已作废"])
def test_rows_at_rest_owe_nothing(duty: str, state: str) -> None:
    case = CASES[duty]
    frames = frames_of(case)
    if "needs" not in frames or duty in ("R-015", "R-209"):
        pytest.skip("about no requirement")
    for row in range(len(frames["needs"])):
        held = frames["needs"]["record_state"].tolist()
        held[row] = state
        frames = replace(
            frames, tables={**frames.tables, "needs": set_column(frames["needs"], "record_state", held)}, kept={}
        )
    assert owed(case, frames, duty) == []


def test_nights_that_could_not_write_or_did_not_run_are_told_to_who_looks_after_it() -> None:
    case = CASES["R-908"]
    spec, now = kind_named("feedback"), datetime(2024, 6, 3, 9)
    found = obligations(spec, frames_of(case), now, Nights(unwritten=3, holder="王五", last=date(2024, 5, 29)))
    assert [(one.record, one.doers) for one in found if one.duty == "R-906"] == [
        ("未写入", ("李敏", "王五")),
        ("未运行", ("李敏",)),
    ]
    assert [
        one for one in obligations(spec, frames_of(case), now, Nights(2, "", date(2024, 5, 30))) if one.duty == "R-906"
    ] == []


def test_every_duty_of_the_table_has_a_case() -> None:
    declared = {one.id for kind in BY_KIND for one in reminders_of(kind)} | {"R-102"}
    assert declared == {*CASES, "R-906"}
    assert not {*BY_ANOTHER} & declared


def places_of(reminder: Reminder) -> set[str]:
    plain = [who for who in reminder.by if "=" not in who and not who.startswith(("set:", "heads:"))]
    found = {who.rpartition(":")[2] for who in plain} | {*reminder.due.places, reminder.due.since, reminder.cell}
    for condition in reminder.when:
        found |= {one.place for one in (condition.of if isinstance(condition, Either) else (condition,))}
    found |= {reminder.other_than, *reminder.key, ".".join(reminder.each or ())}
    return {place for place in found if place and not place.startswith("entered:")}


@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_every_place_that_a_reminder_names_is_there(spec: WorkbookSpec) -> None:
    there = {f"{sheet.name}.{column.name}" for sheet in spec.sheets for column in sheet.columns}
    parameters = {parameter.name for parameter in spec.parameters}
    for reminder in reminders_of(spec.kind):
        named = {place if "." in place else f"{reminder.sheet}.{place}" for place in places_of(reminder)}
        assert named - there == set(), reminder.id
        assert {reminder.due.after, reminder.due.opens} - {""} <= parameters, reminder.id


def test_a_blank_parameter_and_the_list_of_stopped_ones_switch_a_duty_off() -> None:
    case = CASES["R-110"]
    assert (
        owed(replace(case, parameters="分类时限 | "), frames_of(replace(case, parameters="分类时限 | ")), "R-110") == []
    )
    stopped = replace(case, parameters="停用的提醒 | R-110、R-101")
    assert owed(stopped, frames_of(stopped), "R-110") == []


def test_a_p0_without_a_deadline_is_told_once() -> None:
    frames = drawn(
        kind_named("response"),
        {
            "people": PEOPLE,
            "needs": "需求编号 | 初步对接人 | 优先级 | 当前状态 | 解决截止 | 解决时间 | 记录状态\n202403-001 | 张三 | P0级 | 执行中 |  |  | 有效",
        },
    )
    found = obligations(kind_named("response"), frames, datetime(2024, 3, 5, 9))
    assert [(one.duty, one.record, one.pace) for one in found] == [("R-304", "202403-001/无时限", "once")]


def test_waiting_for_the_customer_stops_the_clock_but_not_for_p0() -> None:
    for grade, owes in (("P1级", False), ("P0级", True)):
        case = replace(CASES["R-304"], tables={**CASES["R-304"].tables})
        frames = edited(edited(frames_of(case), "needs", "status", "待客户验收"), "needs", "grade", grade)
        assert bool(owed(case, frames, "R-304")) is owes


def test_every_reporter_of_a_merged_requirement_is_owed_a_notice() -> None:
    case = CASES["R-105"]
    frames = drawn(
        kind_named("feedback"),
        {
            "people": PEOPLE,
            **case.tables,
            "needs": "需求编号 | 客户信息(姓名/行业/规模) | 记录人 | 需求状态 | 主需求编号 | 记录状态\n"
            "XY2024001 | 某厂 | 张三 | 已完成 |  | 有效\nXY2024002 | 某社 | 张三 | 已合并 | XY2024001 | 已合并",
        },
    )
    assert [one.record for one in owed(case, frames, "R-105")] == ["XY2024001/某厂", "XY2024001/某社"]


def test_who_left_gives_way_to_the_head_and_who_is_unknown_to_nobody() -> None:
    case = CASES["R-103"]
    gone = edited(frames_of(case), "tracking", "owner", "马宁")
    assert [one.doers for one in owed(case, gone, "R-103")] == [("赵志强",)]
    [unknown] = owed(case, edited(frames_of(case), "tracking", "owner", "赵工"), "R-103")
    assert (unknown.doers, unknown.nobody.zh) == ((), "“赵工”不在“人员与部门”里")


def test_planning_changes_nothing_and_gives_the_same_twice() -> None:
    case = CASES["R-106"]
    frames = frames_of(case)
    before = {name: frame.to_dict() for name, frame in frames.items()}
    first = obligations(kind_named(case.kind), frames, datetime.fromisoformat(case.now))
    assert first == obligations(kind_named(case.kind), frames, datetime.fromisoformat(case.now))
    assert before == {name: frame.to_dict() for name, frame in frames.items()}
    assert date(2024, 3, 18) in {one.opens for one in first}
