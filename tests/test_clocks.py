"""Clocks: natural and working time, unknown years, pauses, windows, contact; and numbers that count on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from drawing import drawn

from reqsheets.domain.columns.number import number
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.deadlines.terms import term
from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import kind_named
from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan, Value

pytestmark = pytest.mark.capability("1-5a 1-5b 2-5a 2-5d 3-1b 3-2d 3-4b 3-5c 3-1e")

RESPONSE, FEEDBACK, CUSTOMER = kind_named("response"), kind_named("feedback"), kind_named("customer")
FEBRUARY = WorkCalendar(
    {
        date(2024, 2, 4): ("调休上班", "春节调休"),
        **{date(2024, 2, d): ("法定节假日", "春节") for d in (12, 13, 14, 15, 16)},
    },
    frozenset({2024}),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        (at("2024-03-01 17:00"), 24, "小时", at("2024-03-02 17:00")),
        (date(2024, 3, 1), 24, "小时", at("2024-03-03 00:00")),
        (at("2023-10-08 09:30"), 3, "天", at("2023-10-11 09:30")),
        (date(2024, 1, 31), 1, "月", date(2024, 2, 29)),
        (date(2024, 2, 29), 3, "年", date(2027, 2, 28)),
        (date(2024, 2, 2), 1, "工作日", at("2024-02-04 18:00")),  # a Sunday that is worked
        (at("2024-02-08 20:00"), 2, "工作日", at("2024-02-19 18:00")),  # 9 February is a worked Friday
        (date(2024, 3, 1), None, "天", None),
        (None, 3, "天", None),
    ],
)
def test_a_term_ends_when_decisions_t15_to_t19_say(start: Value, amount: int | None, unit: str, due: object) -> None:
    over = term(start, None if amount is None else Decimal(amount), unit, FEBRUARY)
    assert (over.due if over else None) == due


def test_a_year_that_the_calendar_lacks_is_counted_from_monday_to_friday_and_marked_provisional() -> None:
    over = term(date(2024, 12, 30), Decimal(3), "工作日", FEBRUARY)
    assert over is not None
    assert (over.due, over.provisional) == (at("2025-01-02 18:00"), True)


def told(plan: Plan) -> list[str]:
    return [f"{f.rule} {f.at.sheet}!{f.at.row}:{f.at.column}" for f in plan.findings]


FOLLOWUPS = {
    "needs": "需求编号 | 需求状态 | 记录状态\nXY2024001 | 已完成 | 有效\nXY2024002 | 已关闭 | 已归档",
    "tracking": "需求编号 | 实际完成时间\nXY2024001 | 2024-04-20 17:00",
    "archive": "需求编号 | 实际完成时间\nXY2024002 | 2024-04-01 09:00",
    "followups": "需求编号 | 客户 | 告知截止 | 实际告知时间 | 回访窗口起 | 回访窗口止 | 回访时间\n{}",
}


def followed(rows: str, today: date) -> Plan:
    frames = drawn(FEEDBACK, FOLLOWUPS | {"followups": FOLLOWUPS["followups"].format(rows)})
    return clock(FEEDBACK, frames, today)


def test_notice_is_due_in_a_day_and_the_follow_up_in_one_to_two_weeks() -> None:
    plan = followed("XY2024001 | *女士 | | | | |", date(2024, 4, 21))
    assert [change.new for change in plan.changes] == [  # type: ignore[union-attr]
        at("2024-04-21 17:00"),
        date(2024, 4, 27),
        date(2024, 5, 4),
    ]
    assert plan.changes[0].because.zh == "告知客户：2024-04-20 17:00 + 24小时"


def test_what_is_late_soon_or_premature_is_told() -> None:
    row = "XY2024001 | *女士 | | {} | | | {}"
    assert told(followed(row.format("", ""), date(2024, 5, 3))) == [
        "REQ413 followups!2:notice_due",
        "REQ414 followups!2:window_to",
    ]
    assert told(followed(row.format("2024-04-21 10:00", "2024-04-22 10:00"), date(2024, 5, 3))) == [
        "REQ415 followups!2:window_from"
    ]


def test_a_closed_requirement_keeps_what_was_judged_and_nobody_waits_for_it() -> None:
    plan = followed("XY2024002 | *女士 | 2024-04-09 09:00 | | 2024-04-08 | 2024-04-15 |", date(2024, 6, 1))
    assert plan == Plan()


PAUSED = "需求编号 | 接收时间 | 紧急程度 | 优先级 | 当前状态 | 解决截止 | 暂停起 | 累计暂停天数"


def paused(row: str, today: date) -> tuple[list[Value], list[str], bool]:
    frames = drawn(RESPONSE, {"needs": f"{PAUSED}\n{row}", "parameters": "参数 | 值"})
    plan = clock(RESPONSE, frames, today)
    after = applied(frames, plan)
    again = clock(RESPONSE, after, today).changes == ()
    names = ("solve_due", "paused_since", "paused_days")
    return [after["needs"][name].tolist()[0] for name in names], told(plan), again


def test_the_solution_clock_stands_still_while_the_customer_is_waited_for() -> None:
    row = "202310-001 | 2023-10-09 09:00 | 常规 | P2级 | {} | | {} |"
    due = at("2023-10-16 09:00")
    assert paused(row.format("信息待补充", ""), date(2023, 10, 10)) == ([due, date(2023, 10, 10), None], [], True)
    cells, findings, again = paused(row.format("分析中", "2023-10-10"), date(2023, 10, 20))
    assert (cells, again) == ([at("2023-10-26 09:00"), None, 10], True)
    assert findings == []


@pytest.mark.parametrize(("grade", "overdue"), [("P2级", "否"), ("P0级", "是")])
def test_what_waits_for_the_customer_is_not_overdue_on_the_tracking_sheet(grade: str, overdue: str) -> None:
    needs = f"number | status | grade | solve_due\n202310-001 | 信息待补充 | {grade} | 2023-10-16 09:00"
    frames = drawn(RESPONSE, {"needs": needs}, whole=True)
    after = applied(frames, track(RESPONSE, frames, date(2023, 10, 20)))
    assert after["tracking"]["overdue"].tolist() == [overdue]


def test_a_p0_never_pauses_and_the_grade_comes_before_the_urgency() -> None:
    row = "202310-001 | 2023-10-09 09:00 | 重要 | {} | 信息待补充 | | |"
    assert paused(row.format("P2级"), date(2023, 10, 10))[0][0] == at("2023-10-16 09:00")
    assert paused(row.format("P0级"), date(2023, 10, 20))[0][0] == at("2023-10-12 09:00")
    assert "REQ413 needs!2:solve_due" in paused(row.format("P0级"), date(2023, 10, 20))[1]


def test_the_contact_rhythm_counts_from_the_last_contact_and_moves_off_days_off() -> None:
    needs = "需求编号 | 接收时间 | 优先级 | 当前状态 | 下次同步截止\n202310-001 | 2023-10-09 09:00 | {} | 执行中 |"
    contacts = "需求编号 | 实际同步时间\n202310-001 | 2023-10-10 10:00\n202310-001 | 2023-10-12 10:00"

    def due(grade: str) -> Value:
        frames = drawn(RESPONSE, {"needs": needs.format(grade), "contacts": contacts, "calendar": "日期 | 类型"})
        found: Value = applied(frames, clock(RESPONSE, frames, date(2023, 10, 12)))["needs"]["next_contact"].tolist()[0]
        return found

    assert due("P0级") == date(2023, 10, 13)
    assert due("P1级") == date(2023, 10, 16)  # the 14th is a Saturday


def test_retention_starts_with_the_end_of_cooperation_and_falls_away_with_it() -> None:
    needs = "需求编号 | 需求状态\nCRM-2020-001 | 已归档"
    ledger = "需求编号 | 合作终止日期 | 到期日 | 处置\nCRM-2020-001 | {} | {} |"

    def kept(ended: str, until: str) -> Plan:
        tables = {"needs": needs, "ledger": ledger.format(ended, until)}
        return clock(CUSTOMER, drawn(CUSTOMER, tables), date(2024, 6, 30))

    assert told(kept("2021-05-31", "2024-05-31")) == ["REQ413 ledger!2:kept_until"]
    gone = kept("", "2024-05-31")
    assert [change.new for change in gone.changes] == [None]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "taken", "day", "new"),
    [
        ("feedback", "XY2024007", "2024-03-01", "XY2024008"),
        ("feedback", "XY2024999", "2024-03-01", "XY20241000"),
        ("feedback", "XY2023412", "2024-03-01", "XY2024001"),
        ("response", "202310-014", "2023-10-31", "202310-015"),
        ("response", "202310-014", "2023-11-01", "202311-001"),
        ("survey", "DY-004", "2024-03-01", "DY-005"),
    ],
)
def test_a_row_without_a_number_gets_the_next_of_its_time(kind: str, taken: str, day: str, new: str) -> None:
    spec = kind_named(kind)
    frames = drawn(spec, {"needs": f"number | received | text\n{taken} | 2024-01-02 | 甲\n | {day} | 乙"})
    after = applied(frames, number(spec, frames, date(2024, 6, 1)))
    assert after["needs"]["number"].tolist() == [taken, new]
    assert number(spec, after, date(2024, 6, 1)) == Plan()


def test_a_number_that_was_merged_archived_or_logged_is_never_given_again() -> None:
    tables = {
        "needs": "number | received | text\n | 2024-03-01 | 甲\n | | 没有日期",
        "merges": "合并编号 | 主需求编号 | 被合并需求编号\nHB1 | XY2024003 | XY2024004",
        "journal": "序号 | 记录编号\n1 | XY2024008/王五",
        "archive": "需求编号\nXY2024006",
    }
    frames = drawn(FEEDBACK, tables)
    after = applied(frames, number(FEEDBACK, frames, date(2024, 6, 1)))
    assert after["needs"]["number"].tolist() == ["XY2024009", None]
