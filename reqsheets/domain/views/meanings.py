"""What the columns of each kind mean to a view, and the status classes, the only thing that kinds share (T-11).

Source: views.md, section 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.model.plan import Value
from reqsheets.model.spec import LifeCycle

NOT_BEGUN, AT_WORK, WAITING, DONE, CLOSED, ENDED = "未开始", "在办", "等待", "办完待关闭", "已关闭", "终止"
OPEN = (NOT_BEGUN, AT_WORK, WAITING, DONE)
DUE: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.new_finish", "tracking.planned_finish", "tracking.due"),
    "feedback": ("tracking.new_finish", "tracking.due", "tracking.planned_finish"),
    "customer": ("ledger.crm_due",),
    "response": ("needs.solve_due", "needs.plan_due", "needs.next_contact"),
    "survey": ("signings.correct_by",),
}
FINISHED: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.actual_finish", "archive.actual_finish"),
    "feedback": ("tracking.finished", "archive.finished"),
    "customer": ("ledger.crm_entered",),
    "response": ("needs.solved",),
    "survey": ("signings.signed",),
}
PROGRESS: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.progress",),
    "feedback": ("tracking.progress",),
    "response": ("needs.tasks",),
}
UPDATED: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.updated",),
    "feedback": ("tracking.updated",),
    "response": ("needs.last_contact",),
}
NEXT_UPDATE: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.next_update",),
    "feedback": ("tracking.next_update",),
    "response": ("needs.next_contact",),
}
TROUBLE: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.problem",),
    "feedback": ("tracking.delay_reason",),
    "response": ("tasks.delay_reason",),
}
SATISFACTION: Mapping[str, str] = {
    "collection": "acceptances.satisfaction",
    "feedback": "followups.satisfaction",
    "customer": "needs.satisfaction",
    "response": "surveys.overall",
}
DEPARTMENT: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.department", "needs.departments"),
    "feedback": ("tracking.department",),
    "customer": ("collecting.department",),
    "response": ("tracking.department",),
    "survey": ("needs.departments",),
}
HELPING: Mapping[str, str] = {"feedback": "tracking.departments", "collection": "tracking.helpers"}
OWNER: Mapping[str, tuple[str, ...]] = {
    "collection": ("tracking.owner", "needs.owner"),
    "feedback": ("tracking.owner",),
    "customer": ("collecting.collector",),
    "response": ("tracking.owner", "needs.first_contact"),
    "survey": (),
}
RECORDER: Mapping[str, tuple[str, ...]] = {
    "collection": ("raw.collector", "needs.manager"),
    "feedback": ("needs.recorder",),
    "customer": ("collecting.collector",),
    "response": ("needs.first_contact",),
    "survey": ("interviews.recorder",),
}
CLASSES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "collection": {NOT_BEGUN: ("待处理",), AT_WORK: ("处理中", "测试中", "重新打开"), WAITING: ("暂缓",)},
    "feedback": {NOT_BEGUN: ("待评审", "待处理"), AT_WORK: ("处理中", "测试中", "重新打开"), WAITING: ("暂缓",)},
    "customer": {NOT_BEGUN: ("采集中",), AT_WORK: ("待复核", "已退回", "已通过")},
    "response": {
        NOT_BEGUN: ("待受理",),
        AT_WORK: ("分析中", "方案制定中", "执行中", "重新打开"),
        WAITING: ("信息待补充", "待客户验收", "暂缓"),
    },
    "survey": {NOT_BEGUN: ("待评估",), AT_WORK: ("已评估", "已纳入说明书", "变更中")},
}


def class_of(kind: str, cycle: LifeCycle | None, status: Value) -> str:
    """Return the class of a status; one that the kind does not know counts as at work."""
    for name, statuses in CLASSES.get(kind, {}).items():
        if status in statuses:
            return name
    if cycle is not None and status in cycle.done:
        return DONE
    if cycle is not None and status in cycle.closed:
        return CLOSED
    if cycle is not None and status in cycle.dropped:
        return ENDED
    return NOT_BEGUN if status is None else AT_WORK
