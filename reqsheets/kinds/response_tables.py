"""What may leave a workbook of the kind `response`: for the CRM, and the list for the daily and weekly meeting."""

from __future__ import annotations

from reqsheets.kinds.tables import PRIORITIES, for_crm
from reqsheets.model.exports import Export, Exported
from reqsheets.model.plan import Words

CRM = for_crm(
    "needs",
    (
        Exported("需求编号", "needs", "number"),
        Exported("客户名称", "needs", "customer"),
        Exported("所属行业", "needs", "industry"),
        Exported("联系方式", "needs", "phone"),
        Exported("需求类型", "needs", "type"),
        Exported("问题描述", "needs", "text"),
        Exported("需求优先级", "needs", "grade", mapped=PRIORITIES),
        Exported("当前状态", "needs", "status"),
        Exported("接收时间", "needs", "received"),
        Exported("解决截止", "needs", "solve_due"),
        Exported("解决时间", "needs", "solved"),
    ),
)
MEETING = Export(
    "meeting",
    Words("站会和周会用的在办任务，按负责人排列", "open tasks for the daily and weekly meeting, by owner"),
    "tasks",
    (
        Exported("负责人", "tasks", "owner"),
        Exported("需求编号", "tasks", "number"),
        Exported("客户名称", "needs", "customer"),
        Exported("优先级", "needs", "grade"),
        Exported("任务名称", "tasks", "name"),
        Exported("任务状态", "tasks", "state"),
        Exported("今日进度", "tasks", "progress"),
        Exported("更新时间", "tasks", "updated"),
        Exported("结束时间", "tasks", "planned_finish"),
        Exported("新预计时间", "tasks", "new_finish"),
        Exported("是否超期", "tasks", "late"),
        Exported("问题及上报对象", "tasks", "problem"),
    ),
    "会议字段",
    ("state", ("未开始", "进行中", "受阻")),
    ("owner", "number", "task"),
)
