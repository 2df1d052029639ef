"""What is to be reminded of in the kind `customer`: R-202 to R-210 of reminders.md (R-201 is a finding: REQ322)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from reqsheets.domain.reminders.declared import (
    Either,
    Found,
    Moments,
    Reminder,
    after,
    at_once,
    blank,
    filled,
    is_,
    is_not,
    on,
)
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.model.plan import Words

AHEAD = 30  # days, in which to decide on papers
COOPERATING = "合作中"


def _no_later_round(look: Lookup, record: Record) -> Mapping[str, str] | None:
    return None if look.later(record, "number", "round") else {}


def _visits(look: Lookup) -> Iterator[Found]:
    every = look.settings.number("老客户回访周期")
    if every is None or "customers" not in look.frames:
        return
    last: dict[str, tuple[date, str]] = {}
    for record in look.records("needs", ("number",)):
        day, customer = look.day(look.cell(record, "received")), look.cell(record, "customer")
        if day is not None and customer is not None:
            last[str(customer)] = max(last.get(str(customer), (day, record.key)), (day, record.key))
    for record in look.records("customers", ("customer",)):
        day, number = last.get(record.key, (None, ""))
        if day is not None and look.cell(record, "cooperation") == COOPERATING:
            needs = look.record_of("needs", number)
            doers = look.people("collecting.collector", needs) if needs else ()
            due = day + timedelta(days=int(every))
            yield Found(record.key, doers, Moments(due, day, due - timedelta(days=3)), {"last": str(day)}, number)


# fmt: off
REMINDERS = (
    Reminder("R-202", Words("自查", "the self-check"), Words("{key} 请自查", "check {key} yourself"), "needs", ("collecting.collector",), after("自查时限", "collecting.recorded"), (is_("status", "采集中"), blank("reviews.self_checked")), cell="reviews.self_checked"),
    Reminder("R-203", Words("复核", "the second check"), Words("{number} 等您复核", "{number} waits for your check"), "reviews", ("checker", "head:collecting.department"), after("复核时限", "self_checked"), (is_("needs.status", "待复核"), filled("self_checked"), blank("checked")), key=("number", "round"), cell="checked", other_than="self_checker"),
    Reminder("R-204", Words("退回修改", "mending what came back"), Words("{number} 被退回：{returned_because}", "{number} came back: {returned_because}"), "reviews", ("collecting.collector", "self_checker"), after("退回修改时限", "checked"), (is_("conclusion", "退回"), is_("needs.status", "已退回")), key=("number", "round"), cell="self_checked", more=_no_later_round),
    Reminder("R-205", Words("录入CRM", "entering it in the CRM"), Words("{key} 请在 {due} 前录入CRM", "enter {key} in the CRM by {due}"), "needs", ("ledger.crm_by", "collecting.collector"), after("CRM录入时限", "ledger.approved", "reviews.checked"), (is_("status", "已通过"), blank("ledger.crm_entered")), cell="ledger.crm_entered"),
    Reminder("R-206", Words("同步CRM", "the CRM says otherwise"), Words("{key} 录入后改过，请同步CRM", "{key} was changed since it was entered: bring the CRM up to date"), "ledger", ("crm_by", "collecting.collector"), at_once(), (is_("consistent", "不一致"),), cell="crm_entered"),
    Reminder("R-207", Words("资料到期", "papers to decide on"), Words("{customer} 的资料 {due} 到期，请决定续存或销毁", "the papers of {customer} end {due}: keep or destroy them"), "ledger", ("head:paper_keeper", "crm_by"), on("kept_until"), (blank("disposal"),), cell="disposal", at_rest=True, soon=AHEAD),
    Reminder("R-208", Words("归档", "filing"), Words("{key} 还没归档", "{key} is not filed"), "needs", ("ledger.crm_by", "collecting.collector"), after("存档时限", "ledger.crm_entered"), (is_("status", "已录入"), Either((blank("ledger.original"), blank("ledger.reviewed")))), cell="ledger.original"),
    Reminder("R-209", Words("老客户回访", "visiting a customer"), Words("{record} 自 {last} 起没有回访", "no visit to {record} since {last}"), source=_visits),
    Reminder("R-210", Words("客户期望的日期", "the customer's own wish"), Words("{customer} 希望 {due} 前完成 {key}", "{customer} hopes for {key} by {due}"), "needs", ("collecting.collector",), on("wanted"), (is_not("status", "已归档", "已作废"),), cell="status", pace="announced"),
)
