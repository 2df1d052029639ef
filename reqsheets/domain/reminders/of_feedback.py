"""What is to be reminded of in the kind `feedback`: R-101 to R-111 of reminders.md."""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.domain.reminders.declared import Due, Either, Reminder, after, at_once, blank, filled, is_, is_not, on
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.model.plan import Words
from reqsheets.model.settings import as_decimal

LOW = 2  # points
OPEN = ("待评审", "待处理", "处理中", "测试中", "重新打开")
WORKING = ("处理中", "测试中")


def _low(look: Lookup, record: Record) -> Mapping[str, str] | None:
    points = as_decimal(look.cell(record, "satisfaction"))
    return {} if points is not None and points <= LOW else None


def _apart(look: Lookup, record: Record) -> Mapping[str, str] | None:
    spread, most = as_decimal(look.cell(record, "spread")), look.settings.number("评分分歧提示")
    return {} if spread is not None and most is not None and spread >= most else None


def _papers(look: Lookup, record: Record) -> Mapping[str, str] | None:
    wanted = {"tracking.solution_document": "最终解决方案文档", "followups.followed_up": "满意度回访"}
    missing = [title for place, title in wanted.items() if look.cell(record, place) is None]
    if look.cell(record, "followups.unrated_reason") is not None and "满意度回访" in missing:
        missing.remove("满意度回访")
    return {"missing": "、".join(missing)} if missing else None


def _postponed(look: Lookup, record: Record) -> Mapping[str, str] | None:
    """Let the later of 完成时限 and 新计划完成 count where a reason is given (settled question A-19)."""
    reason, new = look.cell(record, "delay_reason"), look.day(look.cell(record, "new_finish"))
    due = look.day(look.cell(record, "due"))
    return {"@due": new.isoformat()} if reason is not None and new and due and new > due else {}


# fmt: off
REMINDERS = (
    Reminder("R-101", Words("完成", "finishing"), Words("{key} 应在 {due} 前完成", "{key} is due {due}"), "tracking", ("owner", "needs.recorder"), on("due", since="needs.received"), (is_("needs.status", *OPEN),), cell="finished", late="R-102", more=_postponed),
    Reminder("R-103", Words("每周进展", "the weekly progress"), Words("{key} 本周进展还没写，应在 {due} 前", "no progress on {key} this week; it was due {due}"), "tracking", ("owner",), on("next_update"), (is_("needs.status", *WORKING), filled("updated")), cell="updated", pace="rhythm"),
    Reminder("R-104", Words("关键节点", "a milestone"), Words("{number} 的“{milestone}”应在 {due}", "milestone {milestone} of {number} is due {due}"), "milestones", ("tracking.owner", "needs.recorder"), on("due"), (blank("actual"), is_not("state", "已完成"), is_not("needs.status", "已完成", "已关闭")), key=("number", "milestone"), cell="actual"),
    Reminder("R-105", Words("告知客户", "telling the customer"), Words("{number} 请在 {due} 前告知 {customer}：{tracking__solution}", "{number}: tell {customer} by {due}: {tracking__solution}"), "needs", ("followups.notifier", "recorder", "tracking.owner"), after("告知时限", "tracking.finished"), (is_("status", "已完成"), blank("followups.noticed")), each=("followups", "customer"), cell="followups.noticed", pace="hours", to_tell=Words("您提出的“{text}”已经解决：{tracking__solution}", "What you asked for ({text}) is done: {tracking__solution}")),
    Reminder("R-106", Words("回访", "the follow-up"), Words("{number} {customer} 的回访窗口到 {due} 为止", "{number}: follow up with {customer} by {due}"), "needs", ("followups.caller", "followups.notifier", "recorder"), Due(("tracking.finished",), "回访窗口止", "回访窗口起"), (is_("status", "已完成"), blank("followups.followed_up"), blank("followups.unrated_reason")), each=("followups", "customer"), cell="followups.followed_up"),
    Reminder("R-107", Words("重新打开", "reopening"), Words("客户说 {number} 没有解决，请重新打开", "{number} is not solved; reopen it"), "followups", ("tracking.owner", "needs.recorder"), at_once("followed_up"), (is_("solved", "未解决"), Either((is_not("reopen", "是"), is_("needs.status", "已完成", "已关闭")))), key=("number", "customer"), cell="reopen"),
    Reminder("R-108", Words("低分", "a low mark"), Words("{customer} 给 {number} 打了 {satisfaction} 分：{suggestion}", "{customer} gave {number} {satisfaction} points: {suggestion}"), "followups", ("tracking.owner", "needs.recorder"), at_once("followed_up"), (filled("satisfaction"),), key=("number", "customer"), cell="suggestion", pace="once", superior=True, more=_low),
    Reminder("R-109", Words("关闭后补齐材料", "the papers of a closed one"), Words("{key} 已关闭，还缺 {missing}", "{key} is closed and lacks {missing}"), "needs", ("tracking.owner", "recorder"), at_once("entered:已关闭"), (is_("status", "已关闭"),), cell="tracking.solution_document", more=_papers),
    Reminder("R-110", Words("分类定级", "label and grade"), Words("{key} 还没有分类、定级", "{key} waits for label and grade"), "needs", ("recorder",), after("分类时限", "received"), (is_("status", "待处理", "待评审"), Either((blank("label"), blank("first_priority"), blank("scores.grade")))), cell="label"),
    Reminder("R-111", Words("评分分歧", "marks apart"), Words("{key} 评分相差 {spread} 分，请讨论", "marks for {key} differ by {spread}: please discuss"), "scores", ("approver", "all:reviews.reviewer"), at_once("reviewed"), (is_("needs.status", *OPEN),), cell="spread", more=_apart),
)
