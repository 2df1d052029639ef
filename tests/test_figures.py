"""Cells that registers compute for themselves: weeks, how late, low marks, earlier requirements, what was entered."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn, told

from reqsheets.app.verb_titles import Verb
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.fill import fill, lateness
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.signatures.fingerprints_kept import seal
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Value
from reqsheets.model.spec import WorkbookSpec

pytestmark = pytest.mark.capability("1-1b", "1-4c", "3-1c", "3-4a", "3-5d", "3-6c")

FEEDBACK, CUSTOMER, RESPONSE = kind_named("feedback"), kind_named("customer"), kind_named("response")
TODAY = date(2024, 4, 10)


def after(spec: WorkbookSpec, tables: dict[str, str], *verbs: Verb, today: date = TODAY) -> Frames:
    frames = drawn(spec, tables, whole=True)
    for verb in verbs:
        frames = applied(frames, verb(spec, frames, today))
    return frames


def column(frames: Frames, sheet: str, name: str) -> list[Value]:
    found: list[Value] = frames[sheet][name].tolist()
    return found


@pytest.mark.parametrize(
    ("planned", "due"),
    [
        ("第3周", date(2024, 3, 31)),
        ("第 3 周", date(2024, 3, 31)),
        ("3周", date(2024, 3, 31)),
        ("2024-03-27", date(2024, 3, 27)),
        ('"2024年3月27日"', date(2024, 3, 27)),
        ("三月底", None),
    ],
)
def test_a_milestone_is_due_on_its_day_or_the_last_day_of_its_week(planned: str, due: date | None) -> None:
    tables = {
        "milestones": f"需求编号 | 节点名称 | 计划日期(或第N周)\nXY2024001 | 开发启动 | {planned}",
        "tracking": "需求编号 | 计划开始\nXY2024001 | 2024-03-11",
    }
    assert column(after(FEEDBACK, tables, fill), "milestones", "due") == [due]


MILESTONES = """
    需求编号 | 节点名称 | 计划日期(或第N周) | 实际日期 | 状态
    XY2024001 | 需求评审 | 第1周 | 2024-03-15 | 已完成
    XY2024001 | 开发启动 | 第3周 | | 进行中
    XY2024001 | 需求细化 | 第3周 | | 已完成
    XY2024001 | 测试验收 | 第5周 | | 未开始
    XY2024002 | 开发启动 | 第1周 | | 进行中
    """


def test_a_milestone_that_is_late_is_told_unless_its_requirement_has_ended() -> None:
    tables = {
        "needs": "需求编号 | 需求状态\nXY2024001 | 处理中\nXY2024002 | 已拒绝",
        "tracking": "需求编号 | 计划开始\nXY2024001 | 2024-03-11\nXY2024002 | 2024-03-11",
        "milestones": MILESTONES,
    }
    frames = after(FEEDBACK, tables, fill)
    assert column(frames, "milestones", "late") == ["否", "是", "否", "否", "是"]
    found = [line for line in told(validate(FEEDBACK, frames, TODAY)) if line.startswith("REQ421")]
    assert found == ["REQ421 warning milestones!3:late 应在 2024-03-31 前完成，到现在还没有完成。"]
    assert fill(FEEDBACK, frames, TODAY).changes == ()


def test_weeks_go_on_counting_where_the_requirement_is_archived() -> None:
    tables = {"milestones": MILESTONES, "archive": "需求编号 | 计划开始\nXY2024001 | 2024-03-11"}
    assert column(after(FEEDBACK, tables, fill), "milestones", "due")[0] == date(2024, 3, 17)


@pytest.mark.parametrize(
    ("entered", "late"),
    [
        ("2024-03-15 17:59", 0),
        ("2024-03-15 18:00", 0),
        ("2024-03-15 18:01", 1),
        ("2024-03-16 18:00", 1),
        ("2024-03-18 09:00", 3),
        ("", 26),  # until today
    ],
)
def test_the_ledger_says_how_many_days_late_the_crm_entry_was(entered: str, late: int) -> None:
    tables = {
        "needs": "number | status\nCRM-2024-001 | 已通过",
        "reviews": "number | round | conclusion | checked\nCRM-2024-001 | 1 | 通过 | 2024-03-13",
        "ledger": f"number | crm_entered\nCRM-2024-001 | {entered}",
        "calendar": "day | type\n2024-01-01 | 法定节假日",
    }
    frames = after(CUSTOMER, tables, fill, clock, lateness)
    assert str(column(frames, "ledger", "crm_due")[0]) == "2024-03-15 18:00:00"
    assert column(frames, "ledger", "crm_late") == [late]
    assert lateness(CUSTOMER, frames, TODAY).changes == ()


LEDGER = "number | crm_entered\nCRM-2024-001 | {}\nCRM-2024-002 |"
NEEDS = "number | customer | priority\nCRM-2024-001 | 甲公司 | {}\nCRM-2024-002 | 乙公司 | 高"


def test_what_changes_after_it_was_entered_no_longer_agrees_until_it_is_entered_anew() -> None:
    entered = after(CUSTOMER, {"ledger": LEDGER.format("2024-03-15 10:00"), "needs": NEEDS.format("中")}, seal)
    assert column(entered, "ledger", "consistent") == ["一致", None]
    changed = drawn(CUSTOMER, {"needs": NEEDS.format("高")}, whole=True)
    frames = Frames({**entered.tables, "needs": changed["needs"]}, entered.headers)
    plan = seal(CUSTOMER, frames, TODAY)
    assert told(plan) == [
        "REQ422 warning ledger!2:consistent 录入以后，“核心需求信息”里的需求优先级又改过，两边已不一致。"
    ]
    frames = applied(frames, plan)
    assert column(frames, "ledger", "consistent") == ["不一致", None]
    assert seal(CUSTOMER, frames, TODAY).changes == ()
    anew = drawn(CUSTOMER, {"ledger": LEDGER.format("2024-03-20 10:00")}, whole=True)["ledger"]
    ledger = frames["ledger"].assign(crm_entered=anew["crm_entered"])
    frames = Frames({**frames.tables, "ledger": ledger}, frames.headers)
    frames = applied(frames, seal(CUSTOMER, frames, TODAY))
    assert column(frames, "ledger", "consistent") == ["一致", None]


def test_low_marks_ask_for_a_person_a_measure_and_a_day() -> None:
    surveys = """
        需求编号 | 响应速度 | 方案有效性 | 服务态度 | 低分跟进责任人
        202310-001 | 5 | 2 | 4 | 李敏
        202310-002 | 3 | 4 | 3 |
        202310-003 | | | |
        """
    frames = after(RESPONSE, {"surveys": surveys}, fill)
    assert column(frames, "surveys", "low") == ["是", "否", None]
    lacking = [f for f in validate(RESPONSE, frames, TODAY).findings if f.rule == "REQ301" and f.at.sheet == "surveys"]
    asked = {(f.at.row, f.at.column) for f in lacking} & {
        (row, name) for row in (2, 3, 4) for name in ("follower", "measure", "follow_due")
    }
    assert asked == {(2, "measure"), (2, "follow_due")}


def test_a_customers_earlier_requirements_are_shown_the_newest_first_and_at_most_five() -> None:
    lines = [f"202310-00{i} | 甲公司 | 2023-10-0{i} 09:00" for i in range(1, 8)]
    needs = "\n".join(["需求编号 | 客户名称/ID | 接收时间", *lines, "202310-009 | 乙公司 | 2023-10-09 09:00"])
    shown = column(after(RESPONSE, {"needs": needs}, fill), "needs", "earlier")
    assert shown[:2] == [None, "202310-001"]
    assert shown[6:] == ["202310-006、202310-005、202310-004、202310-003、202310-002", None]


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2024, 4, 8), []), (date(2024, 4, 9), [2])]
)  # written up on Wednesday the 3rd; the 4th and 5th are a holiday, the 7th is a worked Sunday
def test_work_in_hand_that_was_not_written_up_by_the_next_working_day_is_told(today: date, overdue: list[int]) -> None:
    tables = {
        "needs": "number | status\n202404-001 | 执行中",
        "tasks": "number | task | state | updated\n202404-001 | RW-2024-001 | 进行中 | 2024-04-07 17:00\n"
        "202404-001 | RW-2024-002 | 未开始 | 2024-04-01 17:00\n202404-001 | RW-2024-003 | 取消 | 2024-04-01 17:00",
        "calendar": "day | type\n2024-04-04 | 法定节假日\n2024-04-05 | 法定节假日\n2024-04-07 | 调休上班",
    }
    frames = drawn(RESPONSE, tables, whole=True)
    plan = clock(RESPONSE, frames, today)
    assert [f.at.row for f in plan.findings if f.rule == "REQ413" and f.at.sheet == "tasks"] == overdue


@pytest.mark.parametrize(
    ("whole", "parts", "lacking"),
    [
        ("*女士-汽车零部件-中型企业", ["*女士", "汽车零部件", "中型企业"], None),
        ("*女士 － 制造 － 大型企业", ["*女士", "制造", "大型企业"], None),
        ("某公司-华东分部-互联网-小型企业", ["某公司-华东分部", "互联网", "小型企业"], None),
        ("某公司-互联网", ["某公司", "互联网", None], "客户规模"),
        ("某公司", ["某公司", None, None], "客户行业、客户规模"),
        ("某公司--小型企业", ["某公司", None, "小型企业"], "客户行业"),
    ],
)
def test_the_printed_cell_for_the_customer_is_taken_apart_and_what_lacks_is_told(
    whole: str, parts: list[str | None], lacking: str | None
) -> None:
    tables = {"needs": f"需求编号 | 客户信息(姓名/行业/规模)\nXY2024001 | {whole}"}
    frames = after(FEEDBACK, tables, fill)
    names = ("customer_name", "customer_industry", "customer_size")
    assert [column(frames, "needs", name)[0] for name in names] == parts
    found = [f for f in validate(FEEDBACK, frames, TODAY).findings if f.rule == "REQ324"]
    assert [f.message.zh.partition("缺少")[2] for f in found] == ([f"{lacking}。"] if lacking else [])
