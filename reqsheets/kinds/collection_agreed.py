"""Agreeing, carrying out and filing: sheets 0.5 to 0.9 of document 0, column by column; source: fields 0.5 to 0.9."""

from __future__ import annotations

from reqsheets.kinds.collection_intake import BEGUN
from reqsheets.kinds.routing import routes
from reqsheets.kinds.shared_columns import NEED, PERSON, WHICH_NEED
from reqsheets.model.derived_cells import Numbering, Route
from reqsheets.model.external_references import ReferencedColumn
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

SIGNED = When("state", ("已签回",))
PROBLEM = When("has_problem", ("是",))
DONE = When("status", ("已完成", "已关闭"))
LETTER = ReferencedColumn("collection", "letters", "letter", r"QR-[0-9]{4}-[0-9]{3,}")

# fmt: off
# A column a line reads as a table.

CONFIRM = SheetSpec(
    "confirm",
    "需求确认清单",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XQ-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("understanding", "我方理解(需求目标)", "long", Words("用我们的话复述客户要达到什么。", "What we understand the customer to want."), "自动对账，每月省下5小时人工", required="always", width=32),
        ColumnSpec("acceptance", "验收标准", "long", Words("到时候凭什么说做成了。", "By what it will be judged."), "同样数据量对账不超过10分钟", required="always", width=28),
        ColumnSpec("open_question", "待澄清问题", "long", Words("还有哪里没问清楚。", "What is still unclear."), "“更简洁”指少点几步还是换配色", width=24),
        ColumnSpec("answer", "客户答复", "long", Words("客户怎么回答的。", "What the customer answered."), "少点两步", width=20),
        ColumnSpec("clarified", "澄清日期", "date", Words("哪天问清楚的。", "When it became clear."), "2024-03-08", width=13),
        ColumnSpec("our_priority", "我方优先级", "enum", Words("评估表里的结果。", "From the assessment."), derived=True, copies=("scores", "grade"), options="最终优先级", width=11),
        ColumnSpec("customer_priority", "客户优先级意见", "enum", Words("客户认为应该多急，与我方的并列，互不覆盖。", "What the customer thinks; it stands beside ours."), "P0", options="最终优先级", width=13),
        ColumnSpec("customer_reason", "客户意见理由", "long", Words("客户为什么这么看。", "Why the customer thinks so."), "月底审计要用", width=20),
        ColumnSpec("way", "核对方式", "enum", Words("怎么核对的。", "How it was gone through."), "面谈", required="always", options="核对方式", width=10),
        ColumnSpec("checked", "核对日期", "date", Words("哪天核对的。", "When it was gone through."), "2024-03-10", required="always", width=13),
        ColumnSpec("agreed", "理解一致", "enum", Words("双方说的是不是一回事。", "Whether both mean the same."), "一致", required="always", options="理解一致", width=11),
    ),
    Words("拿这张表与客户逐条核对，签字以后请不要再改。", "Gone through with the customer; not changed once signed."),
    key=("number",),
    ready_rows=24,
)

LETTERS = SheetSpec(
    "letters",
    "客户需求确认函",
    "register",
    "detail",
    (
        ColumnSpec("letter", "确认函编号", "id", Words("QR、年份、三位序号；留空由系统接着编。", "QR, year, three digits; blank is numbered for you."), "QR-2024-001", required="always", pattern=LETTER.form, numbering=Numbering("QR-{year}-{count:03}", "sent"), width=14),
        ColumnSpec("version", "版本", "int", Words("第几版，从 1 开始。", "Which version, from 1."), "1", required="always", minimum=1, width=8),
        ColumnSpec("customer", "客户名称", "text", Words("发给哪家客户。", "To which customer."), "某科技有限公司", required="always", width=22),
        ColumnSpec("numbers", "确认需求编号清单", "multi", Words("这封函确认了哪些需求。", "Which requirements it confirms."), "XQ-2024-001、XQ-2024-002", required="always", refers=NEED, width=28),
        ColumnSpec("fingerprint", "内容指纹", "text", Words("发出时清单内容的指纹，用来发现签字后的改动。", "A fingerprint of what was sent, to find later changes."), derived=True, width=30),
        ColumnSpec("sent", "发函日期", "date", Words("哪天发出的。", "When it was sent."), "2024-03-11", required="always", width=13),
        ColumnSpec("way", "方式", "enum", Words("怎么送到客户手里。", "How it reached the customer."), "邮件", required="always", options="核对方式", width=9),
        ColumnSpec("customer_signer", "客户签字人", "text", Words("客户方谁签的。", "Who signed for the customer."), "*总", required=SIGNED, width=11),
        ColumnSpec("customer_post", "客户签字人职务", "text", Words("签字人的职务。", "The signer's post."), "信息部主管", required=SIGNED, width=14),
        ColumnSpec("customer_signed", "客户签字日期", "date", Words("客户哪天签的。", "When the customer signed."), "2024-03-13", required=SIGNED, width=13),
        ColumnSpec("customer_seal", "客户盖章", "bool", Words("盖章了没有。", "Whether it is sealed."), "是", required=SIGNED, options="是否", width=10),
        ColumnSpec("our_signer", "我方签字人", "ref", Words("我方谁签的。", "Who signed for us."), "李四", required=SIGNED, refers=PERSON, width=11),
        ColumnSpec("our_post", "我方签字人职务", "text", Words("我方签字人的职务。", "The post of our signer."), "销售主管", required=SIGNED, width=14),
        ColumnSpec("our_signed", "我方签字日期", "date", Words("我方哪天签的。", "When we signed."), "2024-03-11", required=SIGNED, width=13),
        ColumnSpec("our_seal", "我方盖章", "bool", Words("我方盖章了没有。", "Whether our seal is on it."), "是", required=SIGNED, options="是否", width=10),
        ColumnSpec("scan", "扫描件", "link", Words("签回的扫描件放在哪里。", "Where the scan is."), "QR-2024-001.pdf", required=SIGNED, width=20),
        ColumnSpec("state", "函件状态", "enum", Words("草稿、已发出、已签回、已失效或拒签。", "Draft, sent, signed, void or refused."), "已签回", required="always", options="函件状态", width=11),
        ColumnSpec("broken", "失效原因", "text", Words("签字以后哪条需求被改过。", "Which requirement was changed after signing."), derived=True, width=26),
    ),
    Words("每封函的每个版本一行；内容改了就出新版本重签。", "A row for each version of a letter; changed content asks for a new one."),
    key=("letter", "version"),
    ready_rows=12,
)

# What people type while a requirement is carried out; the archive has the same columns.
HANDLING = (
    ColumnSpec("department", "执行部门", "enum", Words("由哪个部门做。", "Which department does it."), "技术部", meaning="department", required=BEGUN, options="负责部门", width=11),
    ColumnSpec("owner", "责任人", "ref", Words("谁对结果负责。", "Who answers for it."), "王五", meaning="owner", required=BEGUN, refers=PERSON, width=10),
    ColumnSpec("helpers", "协办部门/人", "multi", Words("还有谁参与。", "Who else takes part."), "客服部", width=14),
    ColumnSpec("planned_start", "计划开始", "date", Words("打算哪天动手。", "When work shall start."), "2024-03-15", required=BEGUN, width=13),
    ColumnSpec("planned_finish", "计划完成", "date", Words("打算哪天做完。", "When it shall be done."), "2024-04-15", meaning="planned_finish", required=BEGUN, width=13),
    ColumnSpec("actual_start", "实际开始", "date", Words("真正动手的日子。", "When work did start."), "2024-03-16", width=13),
    ColumnSpec("actual_finish", "实际完成", "date", Words("真正做完的日子。", "When it was done."), "2024-04-12", meaning="finished", required=DONE, width=13),
    ColumnSpec("percent", "完成百分比", "int", Words("做了百分之几。", "Per cent done."), "60", minimum=0, maximum=100, width=10),
    ColumnSpec("progress", "当前进度", "long", Words("做到哪里、下一步是什么。", "How far it is and what is next."), "开发完成，4月10日前测完", required=BEGUN, width=26),
    ColumnSpec("updated", "更新日期", "date", Words("上面的进度是哪天写的。", "When that was written."), "2024-04-02", meaning="updated", required=BEGUN, width=13),
    ColumnSpec("has_problem", "有无问题", "bool", Words("遇到问题填“是”。", "是 where there is a problem."), "否", options="是否", width=10),
    ColumnSpec("problem", "问题", "long", Words("遇到了什么问题。", "What the problem is."), "接口文档与实际不符", required=PROBLEM, width=22),
    ColumnSpec("problem_type", "问题类型", "enum", Words("属于哪类问题。", "Of what type."), "技术瓶颈", required=PROBLEM, options="问题类型", width=11),
    ColumnSpec("solution", "解决方案", "long", Words("问题怎么解决，或需求最后怎么实现的。", "How the problem or the requirement was solved."), "与客户确认新版接口后重做", meaning="solution", required=PROBLEM, width=24),
    ColumnSpec("told_customer", "已同步客户", "bool", Words("问题告诉客户了没有。", "Whether the customer knows."), "是", required=PROBLEM, options="是否", width=11),
    ColumnSpec("told_on", "同步日期", "date", Words("哪天告诉的。", "When the customer was told."), "2024-03-28", required=When("told_customer", ("是",)), width=13),
    ColumnSpec("told_way", "同步方式", "enum", Words("怎么告诉的。", "How the customer was told."), "电话", options="同步方式", width=10),
    ColumnSpec("new_finish", "新预计完成日", "date", Words("重新商定的完成日。", "The finish agreed anew."), "2024-04-20", meaning="new_finish", width=13),
)

TRACKING = SheetSpec(
    "tracking",
    "需求执行跟踪表",
    "derived",
    "tracking",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=15),
        ColumnSpec("text", "需求描述", "long", derived=True, copies=("needs", "text"), width=36),
        ColumnSpec("customer", "客户名称", "text", derived=True, copies=("needs", "customer"), width=18),
        ColumnSpec("grade", "最终优先级", "enum", meaning="grade", derived=True, copies=("scores", "grade"), options="最终优先级", width=11),
        ColumnSpec("status", "当前状态", "enum", Words("状态请在采集表里改，这里随之更新。", "Change it on the register; this follows."), meaning="status", derived=True, options="当前状态", width=10),
        ColumnSpec("due", "完成时限", "date", Words("采集日期加上该级别的时限。", "Collected plus the grade's limit."), meaning="due", derived=True, width=13),
        ColumnSpec("overdue", "是否超期", "bool", meaning="overdue", derived=True, width=10),
        ColumnSpec("overdue_days", "超期天数", "int", meaning="overdue_days", derived=True, width=10),
        *HANDLING,
        ColumnSpec("next_update", "下次更新截止", "date", Words("最迟哪天再写一次进度。", "The next progress is due by then."), meaning="next_update", derived=True, width=13),
        ColumnSpec("reminders", "提醒次数", "int", meaning="reminders", derived=True, width=10),
        ColumnSpec("reminded", "最近提醒", "date", meaning="reminded", derived=True, width=13),
    ),
    Words("在办的需求自动排在这里；蓝色表头的列由责任人填。", "Open requirements, listed for you; fill the blue columns."),
    key=("number",),
)

ROUTES = routes(ColumnSpec("nature", "需求类型", "enum", Words("评估表里的需求类型；留空表示各类都一样。", "As assessed; blank for any."), "服务需求", options="需求性质", width=16), "最终优先级", "P0", "负责部门")
ROUTE = Route(
    "routes",
    (("nature", ("scores", "nature")), ("grade", ("scores", "grade"))),
    "department",
    "department",
    (("功能需求", "", "技术部"), ("服务需求", "", "客服部"), ("商务需求", "", "销售部")),
)

REPORT = Reference("acceptances", "report")

ACCEPTANCES = SheetSpec(
    "acceptances",
    "需求验收报告",
    "register",
    "detail",
    (
        ColumnSpec("report", "报告编号", "id", Words("YB、年份、三位序号；留空由系统接着编。", "YB, year, three digits; blank is numbered for you."), "YB-2024-001", required="always", pattern=r"YB-[0-9]{4}-[0-9]{3,}", numbering=Numbering("YB-{year}-{count:03}", "accepted"), width=14),
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XQ-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("round", "验收轮次", "int", Words("第几次验收。", "Which round."), "1", required="always", minimum=1, width=10),
        ColumnSpec("accepted", "验收日期", "date", Words("哪天验收的。", "When it was tried."), "2024-04-16", required="always", not_future=True, width=13),
        ColumnSpec("basis", "验收依据", "text", Words("依据哪封确认函。", "By which letter."), "QR-2024-001", required="always", elsewhere=(LETTER,), width=15),
        ColumnSpec("standard", "验收标准", "long", Words("确认清单里写的标准。", "As agreed on the confirmation list."), derived=True, copies=("confirm", "acceptance"), width=26),
        ColumnSpec("way", "验收方式", "enum", Words("怎么验收的。", "How it was tried."), "现场", options="验收方式", width=10),
        ColumnSpec("open_items", "遗留问题", "long", Words("还有什么没做好。", "What is left."), "导出超过1万行时略慢", width=22),
        ColumnSpec("repairer", "整改责任人", "ref", Words("遗留问题由谁改。", "Who mends it."), "王五", required=When("conclusion", ("有条件通过", "不通过")), refers=PERSON, width=11),
        ColumnSpec("repair_due", "整改期限", "date", Words("哪天前改好。", "By when."), "2024-04-30", required=When("conclusion", ("有条件通过", "不通过")), width=13),
        ColumnSpec("conclusion", "验收结论", "enum", Words("通过、有条件通过或不通过。", "Passed, passed on conditions, or not."), "通过", required="always", options="验收结论", width=12),
        ColumnSpec("comment", "客户评价", "long", Words("客户怎么说。", "What the customer says."), "操作比以前顺手", width=22),
        ColumnSpec("satisfaction", "满意度", "int", Words("客户打的分，5 分最满意。", "The customer's mark, 5 is best."), "5", meaning="satisfaction", minimum=1, maximum=5, width=9),
        ColumnSpec("customer_signature", "客户签字", "text", Words("客户方谁签的。", "Who signed for the customer."), "*主管", required="always", width=10),
        ColumnSpec("customer_signed", "客户签字日期", "date", Words("哪天签的。", "When."), "2024-04-16", required="always", width=13),
        ColumnSpec("our_signature", "我方签字", "ref", Words("我方谁签的。", "Who signed for us."), "王五", required="always", refers=PERSON, width=10),
        ColumnSpec("our_signed", "我方签字日期", "date", Words("哪天签的。", "When."), "2024-04-16", required="always", width=13),
        ColumnSpec("fingerprint", "内容指纹", "text", Words("签字时内容的指纹，用来发现签字后的改动。", "A fingerprint of what was signed, to find later changes."), derived=True, width=22),
        ColumnSpec("broken", "失效原因", "text", Words("签字以后内容被改过。", "Changed after it was signed."), derived=True, width=24),
    ),
    Words("每次验收一行；通过以后需求才能关闭。", "A row for each round; only what passed may be closed."),
    key=("report",),
    ready_rows=12,
)

ACCEPTANCE_ITEMS = SheetSpec(
    "acceptance_items",
    "验收项明细",
    "register",
    "detail",
    (
        ColumnSpec("report", "报告编号", "ref", Words("属于哪份验收报告。", "Which report it belongs to."), "YB-2024-001", required="always", refers=REPORT, width=15),
        ColumnSpec("item", "验收项", "text", Words("验收的是哪一项。", "What was tried."), "批量导出", required="always", width=22),
        ColumnSpec("result", "结果", "enum", Words("通过、不通过或待整改。", "Passed, failed or to be mended."), "通过", required="always", options="验收结果", width=11),
        ColumnSpec("note", "说明", "long", Words("测得的数或看到的现象。", "What was measured or seen."), "一万行用时6分钟", width=34),
    ),
    Words("一份验收报告里的各个验收项。", "The items of each report."),
    key=("report", "item"),
    ready_rows=12,
)

DIRECTORY = SheetSpec(
    "directory",
    "需求管理归档目录",
    "register",
    "detail",
    (
        ColumnSpec("entry", "归档编号", "id", Words("GD、年份、三位序号；留空由系统接着编。", "GD, year, three digits; blank is numbered for you."), "GD-2024-001", required="always", pattern=r"GD-[0-9]{4}-[0-9]{3,}", numbering=Numbering("GD-{year}-{count:03}", "filed"), width=14),
        ColumnSpec("customer", "客户名称", "text", Words("按客户归档。", "Filed by customer."), derived=True, copies=("needs", "customer"), width=20),
        ColumnSpec("nature", "需求类型", "enum", Words("按类型归档。", "Filed by type."), derived=True, copies=("scores", "nature"), options="需求性质", width=12),
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XQ-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("document", "文档类型", "enum", Words("五类文档缺一类就不能关闭。", "All five are needed before closing."), "确认函", required="always", options="文档类型", width=12),
        ColumnSpec("file", "文件名", "text", Words("文件叫什么。", "The file's name."), "QR-2024-001.pdf", required="always", width=24),
        ColumnSpec("place", "存放位置", "link", Words("放在哪个文件夹或柜子。", "The folder or cabinet."), r"\\share\归档\2024", required="always", width=24),
        ColumnSpec("carrier", "载体", "enum", Words("电子还是纸质。", "Electronic or paper."), "电子", required="always", options="载体", width=9),
        ColumnSpec("filed", "归档日期", "date", Words("哪天归档的。", "When it was filed."), "2024-04-20", required="always", width=13),
        ColumnSpec("archivist", "归档人", "ref", Words("谁归档的。", "Who filed it."), "李四", required="always", refers=PERSON, width=10),
        ColumnSpec("kept_for", "保管期限", "text", Words("要保存多久。", "How long it is kept."), "3年", required="always", width=10),
        ColumnSpec("kept_until", "到期日", "date", Words("归档日期加参数里的保管年限。", "Filed plus the years of the parameter."), derived=True, width=13),
    ),
    Words("每份文档一行；原始记录、评估表、确认函、跟踪表、验收报告都要有。", "A row for each document; all five kinds are needed."),
    key=("entry",),
    ready_rows=12,
)

ARCHIVE = SheetSpec(
    "archive",
    "已归档需求",
    "derived",
    "archive",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True, refers=NEED, width=15),
        ColumnSpec("text", "需求描述", "long", derived=True, copies=("needs", "text"), width=36),
        ColumnSpec("customer", "客户名称", "text", derived=True, copies=("needs", "customer"), width=18),
        ColumnSpec("grade", "最终优先级", "enum", meaning="grade", derived=True, copies=("scores", "grade"), options="最终优先级", width=11),
        ColumnSpec("received", "采集日期", "date", meaning="received", derived=True, copies=("needs", "received"), width=13),
        ColumnSpec("closed", "关闭日期", "date", Words("哪天关闭的；留空由系统填。", "When it was closed; filled for you if blank."), "2024-04-20", meaning="closed", width=13),
        ColumnSpec("days_taken", "全程天数", "int", Words("从采集到关闭的天数。", "Days from collecting to closing."), meaning="days_taken", derived=True, width=10),
        ColumnSpec("archived", "归档日期", "date", meaning="archived", derived=True, width=13),
        *HANDLING,
    ),
    Words("已关闭并且材料齐全的需求自动移到这里。", "Closed requirements with all documents, moved here for you."),
    key=("number",),
)
