"""Contact, delivery, acceptance and learning: sheets 3.5, 3.7 to 3.11 of document 3; source: the same of the fields."""

from __future__ import annotations

from reqsheets.kinds.routing import routes
from reqsheets.kinds.shared_columns import NEED, PERSON, WHICH_NEED
from reqsheets.model.derived_cells import Figure, Numbering, Route
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

LOW = When("low", ("是",))

# fmt: off
# A column a line reads as a table.

CONTACTS = SheetSpec(
    "contacts",
    "客户同步记录",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "202310-003", meaning="number", required="always", refers=NEED, width=14),
        ColumnSpec("previous", "上次同步", "datetime", Words("这次之前最近的一次；第一次从接收时间算。", "The contact before, or the receipt."), derived=True, figure=Figure("previous", columns=("number", "synced")), width=17),
        ColumnSpec("due", "应同步日期", "date", Words("按级别的频率，最迟哪天该同步。", "By when it was due, by the grade's rhythm."), derived=True, width=13),
        ColumnSpec("synced", "实际同步时间", "datetime", Words("什么时候告诉客户的。", "When the customer was told."), "2023-10-09 16:00", required="always", width=17),
        ColumnSpec("ways", "方式", "multi", Words("怎么告诉的。", "How."), "电话、系统状态更新", required="always", options="同步方式", width=18),
        ColumnSpec("content", "内容", "long", Words("说了什么。", "What was said."), "已定位原因，今晚发布修复", required="always", width=34),
        ColumnSpec("delay", "是否含延期说明", "bool", Words("有没有说明要延期。", "Whether a delay was told."), "否", options="是否", width=12),
        ColumnSpec("answer", "客户反馈", "long", Words("客户怎么说。", "What the customer said."), "可以接受", width=22),
        ColumnSpec("caller", "同步人", "ref", Words("谁联系的。", "Who did it."), "周婷", required="always", refers=PERSON, width=10),
        ColumnSpec("customer_state", "客户系统中的状态", "text", Words("在客户的系统里更新成了什么状态。", "The state that was set in the customer's own system."), "处理中", later=True, width=17),
    ),
    Words("P0 每天、P1 每两天、P2 每周告诉客户一次进展。", "P0 daily, P1 every two days, P2 weekly."),
    key=("number", "synced"),
    ready_rows=24,
)

DELIVERIES = SheetSpec(
    "deliveries",
    "需求交付清单",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "202310-003", meaning="number", required="always", refers=NEED, width=14),
        ColumnSpec("item", "交付物名称", "text", Words("交付了什么。", "What is handed over."), "订单接口", required="always", width=20),
        ColumnSpec("version", "交付物版本", "text", Words("哪一版。", "Which version."), "2.4.1", required="always", width=12),
        ColumnSpec("type", "交付物类型", "enum", Words("软件、文档、权限或报告。", "Software, document, access or report."), "软件", required="always", options="交付物类型", width=12),
        ColumnSpec("functions", "功能说明", "link", Words("说明放在哪里。", "Where it is described."), "功能说明.pdf", required="always", width=18),
        ColumnSpec("manual", "使用指南", "link", Words("指南放在哪里。", "Where the manual is."), "使用指南.pdf", required="always", width=18),
        ColumnSpec("caution", "注意事项", "long", Words("使用时要当心什么。", "What to beware of."), "升级前请备份", required="always", width=24),
        ColumnSpec("delivered", "交付日期", "date", Words("哪天交的。", "When."), "2023-10-20", required="always", width=13),
        ColumnSpec("deliverer", "交付人", "ref", Words("我方谁交的。", "Who handed it over."), "周婷", required="always", refers=PERSON, width=10),
        ColumnSpec("receiver", "接收人", "text", Words("客户方谁收的。", "Who took it."), "*主管", required="always", width=10),
        ColumnSpec("signature", "接收签字", "link", Words("签收单放在哪里。", "Where the receipt is."), "签收1020.jpg", width=17),
    ),
    Words("交给客户的每样东西一行。", "A row for each thing handed over."),
    key=("number", "item"),
    ready_rows=12,
)

ACCEPTANCES = SheetSpec(
    "acceptances",
    "客户验收确认表",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "202310-003", meaning="number", required="always", refers=NEED, width=14),
        ColumnSpec("round", "验收轮次", "int", Words("第几次验收。", "Which round."), "1", required="always", minimum=1, width=10),
        ColumnSpec("accepted", "验收日期", "date", Words("哪天验收的。", "When."), "2023-10-23", required="always", not_future=True, width=13),
        ColumnSpec("comment", "客户反馈", "long", Words("客户试用后怎么说。", "What the customer says after trying."), "下单正常，速度满意", required="always", width=28),
        ColumnSpec("conclusion", "验收结论", "enum", Words("通过、有条件通过或不通过。", "Passed, on conditions, or not."), "通过", required="always", options="验收结论", width=12),
        ColumnSpec("to_add", "待补充内容", "long", Words("还要补什么。", "What is to be added."), "补一个批量入口", required=When("conclusion", ("有条件通过",)), width=22),
        ColumnSpec("repairer", "整改责任人", "ref", Words("谁来改。", "Who mends it."), "孙磊", required=When("conclusion", ("有条件通过", "不通过")), refers=PERSON, width=11),
        ColumnSpec("repair_due", "整改期限", "date", Words("哪天前。", "By when."), "2023-10-30", required=When("conclusion", ("有条件通过", "不通过")), width=13),
        ColumnSpec("again", "复验日期", "date", Words("哪天再验。", "When it is tried again."), "2023-10-31", width=13),
        ColumnSpec("customer_signature", "客户签字", "text", Words("客户方谁签的。", "Who signed for the customer."), "*主管", required="always", width=10),
        ColumnSpec("customer_signed", "客户签字日期", "date", Words("哪天签的。", "When."), "2023-10-23", required="always", width=13),
        ColumnSpec("our_signature", "我方签字", "ref", Words("我方谁签的。", "Who signed for us."), "周婷", required="always", refers=PERSON, width=10),
        ColumnSpec("our_signed", "我方签字日期", "date", Words("哪天签的。", "When."), "2023-10-23", required="always", width=13),
        ColumnSpec("fingerprint", "内容指纹", "text", Words("签字时内容的指纹，用来发现签字后的改动。", "A fingerprint of what was signed, to find later changes."), derived=True, width=22),
        ColumnSpec("broken", "失效原因", "text", Words("签字以后内容被改过。", "Changed after it was signed."), derived=True, width=24),
    ),
    Words("每轮验收一行；验收项写在明细里。", "A row for each round; the items stand on the next sheet."),
    key=("number", "round"),
    ready_rows=12,
)

ACCEPTANCE_ITEMS = SheetSpec(
    "acceptance_items",
    "验收项明细",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "202310-003", meaning="number", required="always", refers=NEED, width=14),
        ColumnSpec("round", "验收轮次", "int", Words("第几次验收。", "Which round."), "1", required="always", minimum=1, width=10),
        ColumnSpec("item", "验收项", "text", Words("验收了哪一项。", "What was tried."), "提交订单", required="always", width=20),
        ColumnSpec("standard", "验收标准", "long", Words("怎样算合格。", "What counts as good."), "3秒内返回结果", required="always", width=26),
        ColumnSpec("result", "结果", "enum", Words("通过、不通过或待整改。", "Passed, failed or to be mended."), "通过", required="always", options="验收结果", width=11),
        ColumnSpec("note", "说明", "long", Words("测得的数。", "What was measured."), "平均1.8秒", width=24),
    ),
    Words("每轮验收的各个项目。", "The items of each round."),
    key=("number", "round", "item"),
    ready_rows=12,
)

SURVEYS = SheetSpec(
    "surveys",
    "客户反馈记录表",
    "register",
    "followups",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "202310-003", meaning="number", required="always", refers=NEED, width=14),
        ColumnSpec("customer", "客户", "text", Words("问的是哪位客户。", "Which customer was asked."), "某科技有限公司", meaning="customer", required="always", width=20),
        ColumnSpec("due", "调研截止", "datetime", Words("验收后一个工作日，当天18点。", "One working day after acceptance, 18:00."), derived=True, width=17),
        ColumnSpec("surveyed", "调研时间", "datetime", Words("什么时候问的。", "When."), "2023-10-24 10:00", meaning="followed_up", required="always", width=17),
        ColumnSpec("way", "调研方式", "enum", Words("问卷还是电话。", "By form or phone."), "电话", required="always", options="调研方式", width=10),
        ColumnSpec("speed", "响应速度", "int", Words("1 到 5 分，5 最满意。", "1 to 5, 5 is best."), "5", minimum=1, maximum=5, width=10),
        ColumnSpec("effect", "方案有效性", "int", Words("1 到 5 分，5 最满意。", "1 to 5, 5 is best."), "4", minimum=1, maximum=5, width=10),
        ColumnSpec("manner", "服务态度", "int", Words("1 到 5 分，5 最满意。", "1 to 5, 5 is best."), "5", minimum=1, maximum=5, width=10),
        ColumnSpec("overall", "总体满意度", "decimal", Words("答了的几项的平均。", "The mean of what was answered."), meaning="satisfaction", derived=True, figure=Figure("mean", columns=("speed", "effect", "manner")), width=11),
        ColumnSpec("suggestion", "改进建议", "long", Words("客户希望改什么。", "What the customer would change."), "希望夜间也有人接电话", width=26),
        ColumnSpec("low", "是否低分", "bool", Words("有一项不超过 2 分，要有人跟进。", "A mark of 2 or less: somebody must follow it up."), derived=True, figure=Figure("any", columns=("speed", "effect", "manner"), one_of=("1", "2")), width=10),
        ColumnSpec("follower", "低分跟进责任人", "ref", Words("有 2 分以下的，由谁跟进。", "Who looks after low marks."), "李敏", required=LOW, refers=PERSON, width=12),
        ColumnSpec("measure", "跟进措施", "long", Words("准备怎么改。", "What will be done."), "安排夜班值守", required=LOW, width=20),
        ColumnSpec("follow_due", "跟进期限", "date", Words("哪天前。", "By when."), "2023-11-01", required=LOW, width=13),
        ColumnSpec("unrated_reason", "未评原因", "enum", Words("一项都没答的，选原因。", "Why there is no mark at all."), "联系不上", meaning="unrated_reason", options="未评原因", width=13),
        ColumnSpec("asker", "调研人", "ref", Words("谁问的，不能是解决的人。", "Who asked, not who solved it."), "李敏", required="always", refers=PERSON, width=10),
    ),
    Words("验收后一个工作日内问满意度，三项分开打分。", "Within one working day of acceptance, in three marks."),
    key=("number", "customer"),
    ready_rows=12,
)

RETROS = SheetSpec(
    "retros",
    "需求复盘报告",
    "register",
    "detail",
    (
        ColumnSpec("retro", "复盘编号", "id", Words("FP、年份、三位序号；留空由系统接着编。", "FP, year, three digits; blank is numbered for you."), "FP-2023-001", required="always", pattern=r"FP-[0-9]{4}-[0-9]{3,}", numbering=Numbering("FP-{year}-{count:03}", "held"), width=13),
        ColumnSpec("numbers", "需求编号", "multi", Words("复盘了哪些需求。", "Which requirements."), "202310-003", required="always", refers=NEED, width=18),
        ColumnSpec("held", "复盘日期", "date", Words("哪天开的。", "When."), "2023-11-02", required="always", width=13),
        ColumnSpec("departments", "参会部门", "multi", Words("哪些部门参加。", "Which departments."), "技术部、客服部", required="always", width=18),
        ColumnSpec("aim", "目标", "long", Words("原来想做到什么。", "What was intended."), "3天内修复", width=20),
        ColumnSpec("actual", "实际", "long", Words("实际做到了什么。", "What happened."), "4天修复", width=20),
        ColumnSpec("gap", "偏差", "long", Words("差在哪里。", "The difference."), "多等了1天测试环境", width=20),
        ColumnSpec("good", "处理中的亮点", "long", Words("哪里做得好。", "What went well."), "当天就定位到原因", required="always", width=24),
        ColumnSpec("bad", "待改进问题", "long", Words("哪里要改。", "What to improve."), "测试环境不稳定", required="always", width=24),
        ColumnSpec("root", "根因", "long", Words("根本原因。", "The root cause."), "环境无人维护", width=20),
        ColumnSpec("measure", "改进措施", "long", Words("准备怎么改。", "What will be done."), "指定环境管理员", required="always", width=22),
        ColumnSpec("person", "责任人", "ref", Words("谁负责改。", "Who does it."), "赵志强", required="always", refers=PERSON, width=10),
        ColumnSpec("by", "期限", "date", Words("哪天前。", "By when."), "2023-11-15", required="always", width=13),
        ColumnSpec("verified", "验证结果", "long", Words("改了以后有没有效果。", "Whether it helped."), "两周无故障", width=18),
        ColumnSpec("knowledge", "沉淀知识编号", "ref", Words("写成了知识库里的哪一条。", "The entry it became."), "ZS-2023-001", refers=Reference("knowledge", "entry"), width=13),
    ),
    Words("P0、P1 级和复杂的需求关闭后要复盘。", "Due for P0 and P1 once closed."),
    key=("retro",),
    ready_rows=12,
)

KNOWLEDGE = SheetSpec(
    "knowledge",
    "需求处理知识库",
    "register",
    "knowledge",
    (
        ColumnSpec("entry", "知识编号", "id", Words("ZS、年份、三位序号；留空由系统接着编。", "ZS, year, three digits; blank is numbered for you."), "ZS-2023-001", meaning="entry", required="always", pattern=r"ZS-[0-9]{4}-[0-9]{3,}", numbering=Numbering("ZS-{year}-{count:03}", "created"), width=13),
        ColumnSpec("type", "需求类型", "enum", Words("属于哪一类。", "Of which type."), "问题修复类", required="always", options="需求类型", width=13),
        ColumnSpec("keywords", "关键词", "multi", Words("别人会用什么词来找。", "By which words it is found."), "下单、超时", required="always", width=20),
        ColumnSpec("title", "标题", "text", Words("一句话说清。", "In one line."), "下单转圈的处理", meaning="entry_title", required="always", width=24),
        ColumnSpec("symptom", "问题现象", "long", Words("看到什么。", "What is seen."), "提交后一直转圈", meaning="symptom", required="always", width=24),
        ColumnSpec("cause", "原因", "long", Words("为什么会这样。", "Why."), "连接池耗尽", width=20),
        ColumnSpec("solution", "解决方案", "long", Words("怎么办，照着就能做。", "What to do, step by step."), "扩大连接池并加超时", meaning="remedy", required="always", width=28),
        ColumnSpec("suggestion", "客户反馈建议", "long", Words("客户提过什么建议。", "What customers suggested."), "提前公告维护时间", width=22),
        ColumnSpec("source", "来源需求编号", "ref", Words("从哪条需求得来。", "The requirement it comes from."), "202310-003", required="always", refers=NEED, width=14),
        ColumnSpec("product", "适用产品/版本", "text", Words("哪个版本适用。", "For which version."), "商城 2.x", width=14),
        ColumnSpec("state", "有效状态", "enum", Words("还管不管用。", "Whether it still holds."), "有效", required="always", options="有效状态", width=10),
        ColumnSpec("creator", "创建人", "ref", Words("谁写的。", "Who wrote it."), "孙磊", required="always", refers=PERSON, width=10),
        ColumnSpec("created", "创建日期", "date", Words("哪天写的。", "When."), "2023-11-03", required="always", width=13),
        ColumnSpec("reviewed", "最后复核日期", "date", Words("最近哪天核对过。", "When it was last checked."), "2023-11-03", required="always", width=13),
        ColumnSpec("cited", "被引用次数", "int", Words("复盘报告里提到几次。", "How often retrospectives name it."), derived=True, figure=Figure("count", "retros", "knowledge"), width=11),
    ),
    Words("把处理经验写下来，按类型和关键词筛选。", "What was learned, to be filtered by type and keyword."),
    key=("entry",),
    ready_rows=12,
    lasting=True,
)

TYPED = (
    ColumnSpec("department", "负责部门", "enum", Words("由哪个部门负责。", "The department in charge."), "技术部", meaning="department", options="部门", width=11),
    ColumnSpec("owner", "负责人", "ref", Words("谁对结果负责。", "Who answers for it."), "孙磊", meaning="owner", refers=PERSON, width=10),
    ColumnSpec("remark", "备注", "long", Words("周会上要说的。", "What to say at the weekly meeting."), "等客户确认", width=22),
)

TRACKING = SheetSpec(
    "tracking",
    "需求跟踪总览",
    "derived",
    "tracking",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=13),
        ColumnSpec("customer", "客户名称", "text", derived=True, copies=("needs", "customer"), width=18),
        ColumnSpec("text", "问题描述", "long", derived=True, copies=("needs", "text"), width=34),
        ColumnSpec("grade", "优先级", "enum", meaning="grade", derived=True, copies=("needs", "grade"), options="优先级", width=9),
        ColumnSpec("status", "当前状态", "enum", Words("状态请在登记表里改。", "Change it on the register."), meaning="status", derived=True, options="当前状态", width=12),
        ColumnSpec("received", "接收时间", "datetime", meaning="received", derived=True, copies=("needs", "received"), width=17),
        ColumnSpec("due", "解决截止", "date", meaning="due", derived=True, copies=("needs", "solve_due"), width=13),
        ColumnSpec("overdue", "是否超期", "bool", meaning="overdue", derived=True, width=10),
        ColumnSpec("overdue_days", "超期天数", "int", meaning="overdue_days", derived=True, width=10),
        ColumnSpec("tasks", "任务完成", "text", derived=True, copies=("needs", "tasks"), width=10),
        ColumnSpec("next_contact", "下次同步截止", "date", derived=True, copies=("needs", "next_contact"), width=13),
        *TYPED,
        ColumnSpec("reminders", "提醒次数", "int", meaning="reminders", derived=True, width=10),
        ColumnSpec("reminded", "最近提醒", "date", meaning="reminded", derived=True, width=13),
    ),
    Words("在办的需求一览，周会直接用。", "All open requirements, for the weekly meeting."),
    key=("number",),
)

ROUTES = routes(ColumnSpec("type", "需求类型", "enum", Words("登记表里的需求类型；留空表示各类都一样。", "As on the register; blank for any."), "咨询服务类", options="需求类型", width=16), "优先级", "P0级", "部门")
ROUTE = Route(
    "routes",
    (("type", ("needs", "type")), ("grade", ("needs", "grade"))),
    "department",
    "department",
    (("功能优化类", "", "产品部"), ("问题修复类", "", "技术部"), ("定制开发类", "", "技术部"), ("咨询服务类", "", "客服部")),
)

ARCHIVE = SheetSpec(
    "archive",
    "已关闭需求",
    "derived",
    "archive",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=13),
        ColumnSpec("customer", "客户名称", "text", derived=True, copies=("needs", "customer"), width=18),
        ColumnSpec("text", "问题描述", "long", derived=True, copies=("needs", "text"), width=34),
        ColumnSpec("grade", "优先级", "enum", meaning="grade", derived=True, copies=("needs", "grade"), options="优先级", width=9),
        ColumnSpec("received", "接收时间", "datetime", meaning="received", derived=True, copies=("needs", "received"), width=17),
        ColumnSpec("closed", "关闭日期", "date", Words("哪天关闭的；留空由系统填。", "When it was closed; filled if blank."), "2023-11-03", meaning="closed", width=13),
        ColumnSpec("followup_record", "满意度记录", "text", meaning="followup_record", derived=True, width=26),
        ColumnSpec("days_taken", "全程天数", "int", meaning="days_taken", derived=True, width=10),
        ColumnSpec("archived", "归档日期", "date", meaning="archived", derived=True, width=13),
        *TYPED,
    ),
    Words("验收、调研、复盘都做完的需求自动移到这里。", "Accepted, surveyed and looked back on, moved here for you."),
    key=("number",),
)
