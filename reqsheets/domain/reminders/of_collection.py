"""What is to be reminded of in the kind `collection`: R-001 to R-016 of reminders.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from reqsheets.domain.reminders.declared import (
    Due,
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

PAPERS = ("原始记录", "评估表", "确认函", "跟踪表", "验收报告")
PASSED = ("通过", "有条件通过")
WORKING = ("处理中", "测试中")
REVIEW_WITHIN = 15  # days of a new quarter, in which the last one is looked back on
MONTHS = 3  # of a quarter


def _signed_anew(look: Lookup, record: Record) -> Mapping[str, str] | None:
    newer = look.later(record, "letter", "version", (is_("state", "已签回"), blank("broken")))
    return None if newer else {}


def _no_later_round(look: Lookup, record: Record) -> Mapping[str, str] | None:
    return None if look.later(record, "number", "round") else {}


def _papers(look: Lookup, record: Record) -> Mapping[str, str] | None:
    there = {str(value) for value in look.cells(record, "directory.document")}
    missing = [paper for paper in PAPERS if paper not in there]
    return {"missing": "、".join(missing)} if missing else None


def _quarter(look: Lookup) -> Iterator[Found]:
    today = look.now.date()
    if look.settings.value("复盘周期") not in ("季度", "季"):
        return
    first = date(today.year, (today.month - 1) // MONTHS * MONTHS + 1, 1)
    last = first - timedelta(days=1)
    name = f"{last.year}Q{(last.month - 1) // MONTHS + 1}"
    due = first + timedelta(days=REVIEW_WITHIN)
    if today <= due:
        doers = look.people("set:复盘负责人", None)
        yield Found(name, doers, Moments(due, first, None, first), {"quarter": name})


# fmt: off
REMINDERS = (
    Reminder("R-001", Words("按计划采集", "collecting by plan"), Words("计划 {key} 应在 {due} 前采集完，已采集 {collected} 条", "plan {key} is due {due}, {collected} collected"), "plans", ("contact",), on("work_finish"), (is_("state", "未开始", "进行中"),), key=("plan",), cell="state"),
    Reminder("R-002", Words("核实信息", "verifying"), Words("{key} 的信息还没核实", "{key} is not verified yet"), "raw", ("collector",), after("核实时限", "collected"), (is_("verified", "待核实"),), key=("record",), cell="verified"),
    Reminder("R-003", Words("转成需求", "making it a requirement"), Words("{key} 还没有转成需求", "{key} is not a requirement yet"), "raw", ("collector",), after("转入时限", "collected"), (blank("number"), is_not("verified", "无法核实")), key=("record",), cell="number"),
    Reminder("R-004", Words("评审", "the review"), Words("{key} 等待评审", "{key} waits for review"), "needs", ("owner", "manager"), after("评审时限", "received"), (is_("status", "待处理"), blank("scores.grade")), cell="scores.customer_value"),
    Reminder("R-005", Words("澄清问题", "clarifying"), Words("{key} 有待客户答复的问题：{open_question}", "{key} waits for the customer's answer: {open_question}"), "confirm", ("needs.manager", "needs.owner"), after("澄清时限", "checked"), (filled("open_question"), blank("answer")), cell="answer", to_tell=Words("请确认：{open_question}", "Please tell us: {open_question}")),
    Reminder("R-006", Words("确认函签回", "the letter signed"), Words("确认函 {key} 已于 {sent} 发出，还没签回", "letter {key} was sent on {sent} and is not signed"), "letters", ("our_signer", "needs.manager"), after("签回时限", "sent"), (is_("state", "已发出"),), key=("letter", "version"), cell="state"),
    Reminder("R-007", Words("重签", "signing again"), Words("{key} 签字后被改过（{broken}），请改回或重签", "{key} was changed after signing ({broken}): change it back or sign again"), "letters", ("our_signer", "needs.manager"), at_once(), (filled("broken"), is_not("state", "拒签")), key=("letter", "version"), cell="state", more=_signed_anew),
    Reminder("R-008", Words("责任人和完成日", "owner and date"), Words("{key} 已在执行，还没有责任人或完成日", "{key} is in work and has no owner or date"), "tracking", ("head:department", "owner", "needs.manager"), at_once("entered:处理中"), (is_("needs.status", *WORKING), Either((blank("owner"), blank("planned_finish")))), cell="owner"),
    Reminder("R-009", Words("更新进展", "writing up progress"), Words("{key} 应在 {due} 前更新进展，上次是 {updated}", "progress on {key} was due {due}; last written up {updated}"), "tracking", ("owner",), on("next_update"), (is_("needs.status", *WORKING), filled("updated")), cell="updated", pace="rhythm"),
    Reminder("R-010", Words("完成", "finishing"), Words("{key} 应在 {due} 前完成", "{key} is due {due}"), "tracking", ("owner",), on("new_finish", "planned_finish", since="planned_start"), (is_("needs.status", *WORKING, "待处理", "重新打开"),), cell="actual_finish"),
    Reminder("R-011", Words("向客户说明问题", "telling the customer of a problem"), Words("{key} 的问题还没告诉客户", "the customer does not know of the problem with {key}"), "tracking", ("owner",), after("同步客户时限", "updated"), (is_("needs.status", *WORKING), is_("has_problem", "是"), is_not("told_customer", "是")), cell="told_customer", to_tell=Words("您的需求遇到问题：{problem}", "Your requirement has met a problem: {problem}")),
    Reminder("R-012", Words("验收", "the acceptance"), Words("{key} 已完成，还没验收", "{key} is done and waits for acceptance"), "needs", ("tracking.owner", "owner"), after("验收时限", "tracking.actual_finish"), (is_("status", "已完成"), is_not("acceptances.conclusion", *PASSED)), cell="acceptances.conclusion"),
    Reminder("R-013", Words("验收整改", "the repair"), Words("{key} 的整改 {due} 到期", "the repair of {key} is due {due}"), "acceptances", ("repairer", "tracking.owner"), on("repair_due"), (is_not("conclusion", "通过"),), key=("report",), cell="repair_due", more=_no_later_round),
    Reminder("R-014", Words("归档文件", "filing"), Words("{key} 还缺 {missing}", "{key} still lacks {missing}"), "needs", ("last:directory.archivist", "tracking.owner", "owner"), after("归档时限", "acceptances.accepted"), (is_("status", "已完成", "已关闭"), is_("acceptances.conclusion", *PASSED)), cell="directory.document", more=_papers),
    Reminder("R-015", Words("复盘", "the periodic review"), Words("{quarter} 需求复盘", "review of {quarter}"), pace="announced", source=_quarter),
    Reminder("R-016", Words("保管到期", "papers whose time is over"), Words("{key} 的保管期 {due} 已满，可以决定续存或销毁", "keeping {key} ends {due}: keep it longer or destroy it"), "directory", ("archivist",), Due(("kept_until",)), key=("entry",), cell="kept_until", pace="once", soon=0, at_rest=True),
)
