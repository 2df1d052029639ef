"""How a requirement is handled and closed: sheets 1.4 to 1.6 of document 1, column by column; source: fields 1.4 to 1.6."""

from __future__ import annotations

from reqsheets.kinds.feedback_intake import NEED, PERSON, SORTED, WHICH_NEED
from reqsheets.kinds.routing import routes
from reqsheets.model.derived_cells import Figure, Route
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, When

IN_HAND = When("status", ("处理中", "测试中"))  # written up every week

# fmt: off
# A column a line reads as a table.

# What people type while a requirement is handled; the same columns stand on the archive sheet, so nothing typed is lost.
HANDLING = (
    ColumnSpec("department", "责任部门(牵头)", "enum", Words("由哪个部门牵头负责到底。", "The department that leads."), "产品部", meaning="department", required=SORTED, options="部门", width=12),
    ColumnSpec("departments", "协同部门", "multi", Words("一起参与的其他部门。", "Other departments that take part."), "技术部、客服部", options="部门", width=14),
    ColumnSpec("owner", "负责人", "ref", Words("牵头部门里对结果负责的人，只写一位。", "The one person who answers for the result."), "王五", meaning="owner", required=SORTED, refers=PERSON, width=10),
    ColumnSpec("workers", "执行人", "multi", Words("具体动手的人。", "Who does the work."), "赵六、钱七", width=14),
    ColumnSpec("duration", "处理周期", "text", Words("预计要多久，带上单位。", "How long it will take, with the unit."), "6周", required=SORTED, width=10),
    ColumnSpec("planned_start", "计划开始", "date", Words("打算哪天动手。", "The day work shall start."), "2024-03-11", required=SORTED, width=13),
    ColumnSpec("planned_finish", "计划完成", "date", Words("打算哪天做完，不要晚于完成时限。", "The day it shall be done, not after the due date."), "2024-04-22", meaning="planned_finish", required=SORTED, width=13),
    ColumnSpec("progress", "本周进展", "long", Words("这一周做了什么、还差什么。", "What was done this week and what is left."), "第5周测试验收中，误报率降到4%", required=IN_HAND, width=26),
    ColumnSpec("updated", "更新时间", "datetime", Words("上面的进展是什么时候写的。", "When the progress was written."), "2024-04-19 16:30", meaning="updated", required=IN_HAND, width=17),
    ColumnSpec("delay_reason", "延期原因", "long", Words("赶不上原计划时写明卡在哪里。", "What holds it up, if it is late."), "等待客户提供现场数据", width=20),
    ColumnSpec("new_finish", "新计划完成", "date", Words("重新商定的完成日期。", "The finish agreed anew."), "2024-05-06", meaning="new_finish", width=13),
    ColumnSpec("finished", "实际完成时间", "datetime", Words("真正做完的时间，告知客户和回访都从这里起算。", "When it was done; notice and follow-up count from here."), "2024-04-20 17:00", meaning="finished", required=When("status", ("已完成", "已关闭")), width=17),
    ColumnSpec("solution", "解决方案", "long", Words("最后是怎么解决的，让没参与的人也看得懂。", "How it was solved, clear to an outsider."), "更新预警算法并调整阈值", meaning="solution", required=When("status", ("已完成",)), width=30),
    ColumnSpec("before", "处理前指标", "text", Words("动手之前测得的数。", "The figure measured before."), "误报率15%", width=14),
    ColumnSpec("after", "处理后指标", "text", Words("做完之后测得的数，与处理前用同一种量法。", "The figure after, measured the same way."), "误报率3%", width=14),
    ColumnSpec("close_reason", "关闭原因", "enum", Words("不做或拒绝的需求，在这里选原因。", "Why it ends; needed where it is not done."), "不做", meaning="close_reason", options="关闭原因", width=12),
    ColumnSpec("solution_document", "最终解决方案文档", "link", Words("方案文件放在哪里：路径或网址。", "Where the solution is written down: a path or an address."), "算法更新说明.docx", meaning="solution_document", width=24),
    ColumnSpec("remark", "备注", "long", Words("其他需要交代的。", "Anything else."), "客户希望现场演示", width=20),
)

TRACKING = SheetSpec(
    "tracking",
    "需求处理跟踪表",
    "derived",
    "tracking",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=13),
        ColumnSpec("text", "需求描述", "long", derived=True, copies=("needs", "text"), width=40),
        ColumnSpec("grade", "最终优先级", "enum", meaning="grade", derived=True, copies=("scores", "grade"), width=11),
        ColumnSpec("status", "需求状态", "enum", Words("状态请在登记表里改，这里随之更新。", "Change it in the register; this follows."), meaning="status", derived=True, options="需求状态", width=10),
        ColumnSpec("received", "提出时间", "date", meaning="received", derived=True, copies=("needs", "received"), width=13),
        ColumnSpec("due", "完成时限", "date", Words("提出时间加上该级别的处理时限。", "Receipt plus the grade's limit."), meaning="due", derived=True, width=13),
        ColumnSpec("overdue", "是否超期", "bool", meaning="overdue", derived=True, width=10),
        ColumnSpec("overdue_days", "超期天数", "int", meaning="overdue_days", derived=True, width=10),
        *HANDLING[:9],
        ColumnSpec("next_update", "下次更新截止", "date", Words("最迟哪天要再写一次进展。", "The next progress is due by then."), meaning="next_update", derived=True, width=13),
        ColumnSpec("reminders", "提醒次数", "int", meaning="reminders", derived=True, width=10),
        ColumnSpec("reminded", "最近提醒", "date", meaning="reminded", derived=True, width=13),
        *HANDLING[9:],
    ),
    Words(
        "在办的需求自动排在这里；蓝色表头的列由负责人填，灰色的不用管。",
        "Open requirements, listed for you; fill the blue columns, leave the grey.",
    ),
    key=("number",),
)

ROUTES = routes(ColumnSpec("label", "一级标签", "enum", Words("登记表里的一级标签；留空表示各类都一样。", "As on the register; blank for any."), "服务体验", options="一级标签", width=16), "最终优先级", "S", "部门")
ROUTE = Route(
    "routes",
    (("label", ("needs", "label")), ("grade", ("scores", "grade"))),
    "department",
    "department",
    (("功能优化", "", "产品部"), ("新功能需求", "", "产品部"), ("性能提升", "", "技术部"), ("服务体验", "", "客服部"), ("价格建议", "", "市场部")),
)

MILESTONES = SheetSpec(
    "milestones",
    "关键节点",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XY2024001", meaning="number", required="always", refers=NEED, width=16),
        ColumnSpec("milestone", "节点名称", "enum", Words("走到哪个关口；列表里没有的可以直接写。", "Which milestone; others may be typed."), "开发启动", required="always", options="节点名称", open_options=True, width=18),
        ColumnSpec("planned", "计划日期(或第N周)", "text", Words("写日期，或写第几周。", "A date, or which week."), "第3周", required="always", width=20),
        ColumnSpec("actual", "实际日期", "date", Words("真正到达的那一天。", "The day it was reached."), "2024-03-27", width=15),
        ColumnSpec("state", "状态", "enum", Words("这个节点现在怎样。", "How the milestone stands."), "进行中", options="节点状态", width=13),
        ColumnSpec("work_began", "计划开始", "date", Words("第几周从这天数起。", "Weeks are counted from this day."), derived=True, copies=("tracking", "planned_start"), width=13),
        ColumnSpec("due", "应到日期", "date", Words("写的日期，或那一周的最后一天。", "The day written, or the last of that week."), derived=True, figure=Figure("day", columns=("planned", "work_began")), width=13),
        ColumnSpec("late", "是否超期", "bool", Words("过了应到日期还没有到达。", "Past that day and not reached."), derived=True, figure=Figure("late", columns=("due", "due", "actual"), among="state", one_of=("已完成",)), width=10),
    ),
    Words("需要盯住的时间点，一个节点一行。", "Points in time to watch, one row each."),
    key=("number", "milestone"),
    ready_rows=24,
)

FOLLOWUPS = SheetSpec(
    "followups",
    "客户反馈与满意度回访表",
    "register",
    "followups",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XY2024001", meaning="number", required="always", refers=NEED, width=13),
        ColumnSpec("customer", "客户", "text", Words("告知和回访的是哪位客户；合并的需求，每位提出人各占一行。", "Which customer; each reporter of a merged requirement has a row."), "*女士-汽车零部件-中型企业", meaning="customer", required="always", width=24),
        ColumnSpec("notice_due", "告知截止", "datetime", Words("完成后 24 小时。", "24 hours after completion."), derived=True, width=17),
        ColumnSpec("noticed", "实际告知时间", "datetime", Words("什么时候把结果告诉了客户。", "When the customer was told."), "2024-04-21 10:00", width=17),
        ColumnSpec("notice_way", "告知方式", "enum", Words("用什么方式告诉的。", "How the customer was told."), "电话", options="告知方式", width=10),
        ColumnSpec("explanation", "优化说明", "long", Words("对客户说了什么，最好有前后对比的数字。", "What the customer was told, best with figures."), "算法已更新，误报率从15%降到3%", width=30),
        ColumnSpec("notifier", "告知人", "ref", Words("谁告诉的。", "Who told the customer."), "张三", refers=PERSON, width=10),
        ColumnSpec("window_from", "回访窗口起", "date", Words("完成后第 7 天。", "7 days after completion."), derived=True, width=13),
        ColumnSpec("window_to", "回访窗口止", "date", Words("完成后第 14 天。", "14 days after completion."), derived=True, width=13),
        ColumnSpec("followed_up", "回访时间", "datetime", Words("什么时候做的回访，宜在窗口之内。", "When the customer was asked, best within the window."), "2024-04-30 15:00", meaning="followed_up", width=17),
        ColumnSpec("followup_way", "回访方式", "enum", Words("用什么方式回访的。", "How the customer was asked."), "电话", options="回访方式", width=10),
        ColumnSpec("solved", "需求解决确认", "enum", Words("客户自己认为解决了没有。", "Whether the customer finds it solved."), "已解决", options="解决确认", width=12),
        ColumnSpec("satisfaction", "满意度评分", "int", Words("客户打的分，5 分最满意；没打分请填未评原因。", "The customer's mark, 5 is best; else give the reason."), "5", meaning="satisfaction", minimum=1, maximum=5, width=10),
        ColumnSpec("unrated_reason", "未评原因", "enum", Words("客户没有打分时选原因。", "Why there is no mark."), "联系不上", meaning="unrated_reason", options="未评原因", width=14),
        ColumnSpec("suggestion", "改进建议", "long", Words("客户还希望我们改什么。", "What else the customer would like."), "希望能看到误报的历史记录", width=26),
        ColumnSpec("reopen", "是否重新打开", "bool", Words("没解决时，要不要重新处理。", "If unsolved: shall it be taken up again?"), "否", required=When("solved", ("未解决",)), options="是否", width=11),
        ColumnSpec("caller", "回访人", "ref", Words("谁做的回访。", "Who asked."), "李四", refers=PERSON, width=10),
    ),
    Words(
        "做完以后告知客户、隔一两周回访，都记在这里。", "Telling the customer, and asking again a week or two later."
    ),
    key=("number", "customer"),
    ready_rows=24,
)

ARCHIVE = SheetSpec(
    "archive",
    "闭环归档表",
    "derived",
    "archive",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=13),
        ColumnSpec("text", "需求描述", "long", derived=True, copies=("needs", "text"), width=40),
        ColumnSpec("grade", "最终优先级", "enum", meaning="grade", derived=True, copies=("scores", "grade"), width=11),
        ColumnSpec("received", "提出时间", "date", meaning="received", derived=True, copies=("needs", "received"), width=13),
        ColumnSpec("closed", "关闭日期", "date", Words("哪天关闭的；留空时取最后一次回访的日子。", "The day it was closed; else the last follow-up's."), "2024-05-06", meaning="closed", width=13),
        ColumnSpec("followup_record", "满意度回访记录", "text", meaning="followup_record", derived=True, width=26),
        ColumnSpec("days_taken", "全程天数", "int", Words("从提出到关闭的天数。", "Days from receipt to closing."), meaning="days_taken", derived=True, width=10),
        ColumnSpec("archivist", "归档人", "ref", Words("谁核对并归档的。", "Who checked and filed it."), "李四", refers=PERSON, width=10),
        ColumnSpec("archived", "归档日期", "date", meaning="archived", derived=True, width=13),
        ColumnSpec("kept_for", "保管期限", "text", Words("要保存多久。", "How long it is kept."), "3年", width=10),
        ColumnSpec("kept_until", "到期日", "date", Words("保管到哪一天。", "The day until which it is kept."), "2027-05-06", width=13),
        *HANDLING,
    ),
    Words(
        "已关闭并且方案、回访齐全的需求自动移到这里，填过的内容一并带来。",
        "Closed requirements with solution and follow-up; what was typed comes along.",
    ),
    key=("number",),
)
