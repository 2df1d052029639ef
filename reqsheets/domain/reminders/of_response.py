"""What is to be reminded of in the kind `response`: R-301 to R-320 of reminders.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsheets.domain.reminders.declared import (
    Due,
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

OPEN = ("待受理", "信息待补充", "分析中", "方案制定中", "执行中", "待客户验收", "重新打开")
WAITING = ("信息待补充", "待客户验收")
HIGHEST = "P0级"
DAILY = (HIGHEST, "P1级")
PASSED = ("通过", "有条件通过")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def _not_paused(look: Lookup, record: Record) -> Mapping[str, str] | None:
    waits = look.cell(record, "status") in WAITING and look.cell(record, "grade") != HIGHEST
    return None if waits else {}


def _rhythm(look: Lookup, record: Record) -> Mapping[str, str] | None:
    return {"@soon": ""} if look.cell(record, "grade") in DAILY else {}


def _no_later_round(look: Lookup, record: Record) -> Mapping[str, str] | None:
    return None if look.later(record, "number", "round") else {}


def _delay_untold(look: Lookup, record: Record) -> Mapping[str, str] | None:
    new, planned = look.day(look.cell(record, "new_finish")), look.day(look.cell(record, "planned_finish"))
    if new is None or planned is None or new <= planned:
        return None
    since = look.day(look.cell(record, "updated"))
    delays, told = (look.cells(record, f"contacts.{name}", blanks=True) for name in ("delay", "synced"))
    days = [day for delay, when in zip(delays, told, strict=True) if delay == "是" and (day := look.day(when))]
    return None if any(since is None or day >= since for day in days) else {}


def _not_accepted_since(look: Lookup, record: Record) -> Mapping[str, str] | None:
    since = look.start(record, ("entered:待客户验收", "deliveries.delivered", "solved"))
    days = [day for value in look.cells(record, "acceptances.accepted") if (day := look.day(value))]
    began = look.day(since)
    return None if any(began is None or day >= began for day in days) else {}


def _not_followed_up(look: Lookup, record: Record) -> Mapping[str, str] | None:
    """Tell nothing once the day of 跟进期限 is over and 跟进措施 says what was done (decision N-42)."""
    by = look.day(look.cell(record, "follow_due"))
    done = by is not None and by < look.now.date() and look.cell(record, "measure") is not None
    return None if done else {}


def _meetings(look: Lookup) -> Iterator[Found]:
    today = look.now.date()
    if "tasks" not in look.frames or not look.calendar.is_worked(today):
        return
    open_ones = [r for r in look.records("tasks", ("task",)) if look.cell(r, "state") in ("未开始", "进行中", "受阻")]
    owners = {str(owner) for r in open_ones if not look.rests(r) and (owner := look.cell(r, "owner")) is not None}
    weekly = look.settings.value("周会日") == WEEKDAYS[today.weekday()]
    for title, there in (("站会", True), ("周会", weekly)):
        if there and owners:
            record = f"{title}/{today.isoformat()}"
            yield Found(record, tuple(sorted(owners)), Moments(today, today), {"meeting": title, "n": str(len(owners))})


# fmt: off
REMINDERS = (
    Reminder("R-301", Words("首次响应", "the first answer"), Words("{key} {customer} 等待首次响应，截止 {due}", "{key} ({customer}) waits for a first answer by {due}"), "needs", ("first_contact",), on("response_due", since="received"), (is_("status", *OPEN), blank("responded")), cell="responded", pace="hours", any_time=("",)),
    Reminder("R-302", Words("启动解决", "beginning to solve it"), Words("{key} 是P0，请在 {due} 前启动", "{key} is P0: start by {due}"), "needs", ("tracking.owner", "first_contact"), on("start_due", since="received"), (is_("status", *OPEN), is_("grade", HIGHEST), blank("started"), blank("solved")), cell="started", pace="hours", any_time=("",)),
    Reminder("R-303", Words("给出方案", "the plan"), Words("{key} 的方案 {due} 前给出", "the plan for {key} is due {due}"), "needs", ("plans.author", "tracking.owner", "first_contact"), on("plan_due", since="received"), (is_("status", *OPEN), blank("planned"), blank("solved")), cell="planned"),
    Reminder("R-304", Words("解决", "solving it"), Words("{key} 应在 {due} 前解决", "solve {key} by {due}"), "needs", ("tracking.owner", "first_contact"), on("solve_due", since="received"), (is_("status", *OPEN), blank("solved")), cell="solved", more=_not_paused),
    Reminder("R-304", Words("没有时限", "no deadline"), Words("{key} 是P0，但没有解决时限，请商定", "{key} is P0 and has no deadline: agree on one"), "needs", ("tracking.owner", "first_contact"), at_once(), (is_("status", *OPEN), is_("grade", HIGHEST), blank("solve_due"), blank("solved")), suffix="无时限", cell="solved", pace="once", superior=True),
    Reminder("R-305", Words("向客户通报进度", "telling the customer how it stands"), Words("今天请向 {customer} 通报 {key} 的进度", "tell {customer} how {key} stands"), "needs", ("last:contacts.caller", "first_contact"), on("next_contact"), (is_("status", *OPEN), blank("solved")), cell="contacts.synced", pace="rhythm", any_time=(HIGHEST,), more=_rhythm, to_tell=Words("“{text}”目前：{status}", "{text}: {status}")),
    Reminder("R-306", Words("今日进度", "the daily progress"), Words("{key} 还没写进度，应在 {due} 前", "no progress on {key}; it was due {due}"), "tasks", ("owner",), on("next_update"), (is_("state", "进行中", "受阻"), blank("actual_finish")), key=("task",), cell="progress", pace="rhythm", soon=0),
    Reminder("R-307", Words("任务完成", "finishing a task"), Words("{key} {name} 应在 {due} 前完成", "task {key} is due {due}"), "tasks", ("owner",), on("new_finish", "planned_finish", since="planned_start"), (is_not("state", "已完成", "取消"), blank("actual_finish")), key=("task",), cell="actual_finish"),
    Reminder("R-308", Words("说明延期", "telling of a delay"), Words("{number} 延期到 {new_finish}，请告诉客户原因", "{number} slips to {new_finish}: tell the customer why"), "tasks", ("needs.first_contact",), after("延期告知时限", "updated"), (filled("new_finish"), is_not("state", "已完成", "取消")), key=("task",), cell="contacts.synced", more=_delay_untold, to_tell=Words("预计改到 {new_finish}，原因：{delay_reason}", "It will take until {new_finish}: {delay_reason}")),
    Reminder("R-309", Words("可行性评估", "the assessment"), Words("{key} 要做可行性评估", "assess {key}"), "needs", ("head=技术部",), after("评估时限", "entered:方案制定中", "received"), (is_("status", "方案制定中"), is_("type", "定制开发类"), blank("feasibility.conclusion")), cell="feasibility.conclusion"),
    Reminder("R-310", Words("告知评估结论", "telling the verdict"), Words("请把 {number} 的评估结论（{conclusion}）告诉客户", "tell the customer the verdict on {number}: {conclusion}"), "feasibility", ("needs.first_contact",), at_once("assessed"), (is_("conclusion", "采用替代方案", "暂缓", "不予立项"), is_not("told", "是")), cell="told", to_tell=Words("评估结论：{conclusion} {alternative}", "The verdict: {conclusion} {alternative}")),
    Reminder("R-311", Words("会议待办", "a to-do"), Words("{minutes} 的待办“{item}” {due} 到期", "to-do {item} of {minutes} is due {due}"), "todos", ("person",), on("by"), (is_not("state", "已完成", "取消"),), key=("minutes", "item"), cell="state"),
    Reminder("R-312", Words("等客户验收", "the customer's acceptance"), Words("{key} 等客户验收，应在 {due} 前", "{key} waits for acceptance, due {due}"), "needs", ("deliveries.deliverer", "first_contact"), after("验收时限", "entered:待客户验收", "deliveries.delivered", "solved"), (is_("status", "待客户验收"),), cell="acceptances.conclusion", more=_not_accepted_since),
    Reminder("R-313", Words("整改与复验", "repair and second acceptance"), Words("{number} 第 {round} 轮整改 {due} 到期", "the repair of {number} is due {due}"), "acceptances", ("repairer", "tracking.owner", "needs.first_contact"), on("repair_due", "again"), (is_not("conclusion", "通过"),), key=("number", "round"), cell="repair_due", more=_no_later_round),
    Reminder("R-314", Words("满意度调研", "the survey"), Words("{number} 请在 {due} 前向 {customer} 调研满意度", "{number}: ask {customer} by {due}"), "needs", ("surveys.asker", "head=客服部"), after("调研时限", "acceptances.accepted"), (is_("status", "已验收", "已关闭"), is_("acceptances.conclusion", *PASSED), blank("surveys.surveyed"), blank("surveys.unrated_reason")), each=("surveys", "customer"), cell="surveys.surveyed", other_than="tracking.owner"),
    Reminder("R-315", Words("低分跟进", "following up a low mark"), Words("{customer} 对 {number} 打了 {overall} 分，请跟进", "{customer} gave {number} {overall} points: follow up"), "surveys", ("follower", "tracking.owner", "needs.first_contact"), on("follow_due"), (is_("low", "是"), filled("follow_due")), key=("number", "customer"), cell="measure", superior=True, more=_not_followed_up),
    Reminder("R-315", Words("低分跟进", "following up a low mark"), Words("{customer} 对 {number} 打了 {overall} 分，请定下跟进人和期限", "{customer} gave {number} {overall} points: who follows up, by when?"), "surveys", ("follower", "tracking.owner", "needs.first_contact"), at_once("surveyed"), (is_("low", "是"), blank("follow_due")), key=("number", "customer"), suffix="未定期限", cell="follow_due", superior=True, grace=3),
    Reminder("R-316", Words("复盘", "the retrospective"), Words("{key} 要开复盘会", "hold the retrospective of {key}"), "needs", ("tracking.owner", "first_contact"), after("复盘时限", "acceptances.accepted"), (is_("status", "已验收"), is_("grade", *DAILY), blank("retros.held")), cell="retros.held"),
    Reminder("R-317", Words("改进措施", "a measure"), Words("{key} 的措施 {due} 到期，请写验证结果", "the measure of {key} is due {due}: write down the result"), "retros", ("person",), on("by"), (blank("verified"),), key=("retro",), cell="verified"),
    Reminder("R-318", Words("催客户补充", "waiting for the customer"), Words("{key} 自 {paused_since} 起等客户补充，请催一次", "{key} waits for the customer since {paused_since}: ask again"), "needs", ("first_contact",), Due(("paused_since",), "催办间隔", every=True), (is_("status", "信息待补充"),), cell="status", pace="once", to_tell=Words("请补充：{text}", "Please tell us more of: {text}")),
    Reminder("R-319", Words("站会与周会", "the meetings"), Words("今天{meeting}，{n} 人有任务", "{meeting} today: {n} with tasks"), pace="once", source=_meetings),
    Reminder("R-320", Words("知识复核", "reviewing knowledge"), Words("{key} 请复核", "review {key}"), "knowledge", ("creator",), after("知识复核周期", "reviewed", "created"), (is_("state", "有效"),), key=("entry",), cell="reviewed"),
    Reminder("R-320", Words("知识复核", "reviewing knowledge"), Words("{key} 待更新，请复核", "{key} is to be brought up to date"), "knowledge", ("creator",), at_once(), (is_("state", "待更新"),), key=("entry",), suffix="待更新", cell="state"),
)
