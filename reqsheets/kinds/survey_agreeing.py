"""Settling, writing and signing: sheets 4.6 to 4.10 of document 4, column by column; source: fields 4.6 to 4.10."""

from __future__ import annotations

from reqsheets.kinds.shared_columns import CUSTOMER_NUMBER, NEED, PERSON, WHICH_NEED
from reqsheets.model.derived_cells import Figure, Numbering
from reqsheets.model.plan import Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, When

CONFLICT = When("conflict_state", ("未解决", "已达成", "上报决策"))
SIGNED = When("state", ("已签字",))
UNCLEAR = When("result", ("有歧义", "遗漏", "不通过"))

# fmt: off
# A column a line reads as a table.

FEASIBILITY = SheetSpec(
    "feasibility",
    "可行性与冲突协调表",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "DY-001", meaning="number", required="always", refers=NEED, width=12),
        ColumnSpec("technical", "技术可行性", "enum", Words("技术上能不能做。", "Whether it can be built."), "可行", required="always", options="可行性", width=11),
        ColumnSpec("technical_note", "技术说明", "long", Words("凭什么这么说、要什么条件。", "Why, and on which conditions."), "需升级服务器", width=22),
        ColumnSpec("business", "业务可行性", "enum", Words("符不符合实际工作。", "Whether it fits the work."), "可行", required="always", options="可行性", width=11),
        ColumnSpec("business_note", "业务说明", "long", Words("业务部门怎么看。", "What the departments say."), "提醒要分紧急程度", width=22),
        ColumnSpec("conflict", "冲突需求编号", "ref", Words("和哪条需求冲突。", "The requirement it collides with."), "DY-009", required=CONFLICT, refers=NEED, width=13),
        ColumnSpec("positions", "冲突部门与立场", "long", Words("各部门各要什么。", "What each department wants."), "销售要仅本部门可见，客服要全公司共享", required=CONFLICT, width=28),
        ColumnSpec("met", "协调会日期", "date", Words("哪天协调的。", "When they met."), "2024-03-25", required=When("conflict_state", ("已达成", "上报决策")), width=13),
        ColumnSpec("attendees", "参会", "multi", Words("谁参加了。", "Who took part."), "销售总监、客服经理", width=18),
        ColumnSpec("consensus", "共识", "long", Words("最后怎么定的。", "What was agreed."), "按角色设置访问权限", required=When("conflict_state", ("已达成",)), width=24),
        ColumnSpec("conflict_state", "状态", "enum", Words("有冲突时选；没有就留空。", "Only where there is a conflict."), "已达成", options="冲突状态", width=11),
    ),
    Words("纳入的需求逐条看技术和业务能不能做，冲突的写明共识。", "Technical and business feasibility; conflicts with what was agreed."),
    key=("number",),
    ready_rows=24,
)

CLAUSES = SheetSpec(
    "clauses",
    "需求规格说明书",
    "register",
    "detail",
    (
        ColumnSpec("clause", "章节号", "text", Words("第几章第几节。", "Chapter and section."), "3.1", required="always", width=9),
        ColumnSpec("chapter", "章节标题", "enum", Words("属于哪一章。", "Of which chapter."), "需求分类清单(含优先级)", required="always", options="章节标题", open_options=True, width=22),
        ColumnSpec("number", "需求编号", "ref", Words("对应清单里的哪条需求；说明性的章节可留空。", "The requirement it states; blank for general chapters."), "DY-001", meaning="number", refers=NEED, width=12),
        ColumnSpec("statement", "需求陈述", "long", Words("一句话只说一件事，不用含糊的词。", "One thing a sentence, in clear words."), "系统应允许销售增删客户标签", required="always", plain_words=True, width=38),
        ColumnSpec("input", "输入", "long", Words("需要什么输入。", "What goes in."), "标签名", width=16),
        ColumnSpec("processing", "处理", "long", Words("怎么处理。", "What is done."), "查重后保存", width=18),
        ColumnSpec("output", "输出", "long", Words("得到什么。", "What comes out."), "标签列表", width=16),
        ColumnSpec("acceptance", "验收标准", "long", Words("怎样算做到。", "How it is judged."), "新增标签后可立即筛选", required="always", width=24),
        ColumnSpec("grade", "优先级", "enum", derived=True, copies=("needs", "grade"), options="优先级", width=9),
        ColumnSpec("source", "来源", "text", derived=True, copies=("needs", "source"), width=13),
        ColumnSpec("version", "文档版本", "text", Words("写进哪一版。", "In which version."), "V1.0", required="always", width=10),
        ColumnSpec("revised", "修订日期", "date", Words("哪天改的。", "When."), "2024-03-28", required="always", width=13),
        ColumnSpec("reviser", "修订人", "ref", Words("谁改的。", "By whom."), "陈建国", required="always", refers=PERSON, width=10),
        ColumnSpec("change", "修订内容摘要", "text", Words("改了什么。", "What was changed."), "初稿", required="always", width=18),
    ),
    Words("说明书的每一条一行，排好就能导出成文。", "A row for each clause of the document."),
    key=("clause",),
    ready_rows=24,
)

SIGNINGS = SheetSpec(
    "signings",
    "需求评审与签字确认表",
    "register",
    "detail",
    (
        ColumnSpec("version", "文档版本", "text", Words("评审的是哪一版。", "Which version."), "V1.0", required="always", width=10),
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "DY-001", meaning="number", required="always", refers=NEED, width=12),
        ColumnSpec("reviewed", "评审日期", "date", Words("哪天评审的。", "When."), "2024-04-01", required="always", width=13),
        ColumnSpec("reviewers", "评审部门/人员", "multi", Words("业务、IT、管理层都要有人。", "Business, IT and management."), "销售、IT、管理层", required="always", width=20),
        ColumnSpec("result", "结果", "enum", Words("这一条有没有歧义或遗漏。", "Clear, or not."), "通过", required="always", options="评审结果", width=10),
        ColumnSpec("opinion", "意见", "long", Words("要改什么。", "What to change."), "“批量”要写明条数", required=UNCLEAR, width=24),
        ColumnSpec("corrector", "修改责任人", "ref", Words("谁改。", "Who mends it."), "陈建国", required=UNCLEAR, refers=PERSON, width=11),
        ColumnSpec("correct_by", "修改期限", "date", Words("哪天前。", "By when."), "2024-04-03", required=UNCLEAR, width=13),
        ColumnSpec("rechecked", "复核结果", "enum", Words("改完以后通过没有。", "Whether it is right now."), "通过", options="评审结果", width=10),
        ColumnSpec("conclusion", "总体结论", "enum", Words("这一版整体的结论。", "Of the whole version."), "通过", required="always", options="总体结论", width=12),
        ColumnSpec("signer", "签字人", "multi", Words("三方各谁签的字，用“、”隔开。", "Who signed for each of the three, separated as in a list."), "*总监、*主任、*总", required=SIGNED, width=18),
        ColumnSpec("signer_department", "签字部门", "multi", Words("业务部门、IT、管理层都要签，次序与签字人相同。", "Business, IT and management all sign, in the order of the signers."), "销售、IT、管理层", required=SIGNED, width=18),
        ColumnSpec("signer_post", "签字职务", "multi", Words("签字人的职务，次序相同。", "The signers' posts, in the same order."), "总监、主任、总经理", required=SIGNED, width=22),
        ColumnSpec("signed", "签字日期", "date", Words("三方都签好的那一天。", "The day on which all three had signed."), "2024-04-05", required=SIGNED, width=13),
        ColumnSpec("state", "签字状态", "enum", Words("签了选“已签字”。", "已签字 once signed."), "已签字", required="always", options="签字状态", width=10),
        ColumnSpec("fingerprint", "内容指纹", "text", Words("签字时条款内容的指纹。", "A fingerprint of what was signed."), derived=True, width=22),
        ColumnSpec("broken", "失效原因", "text", Words("签字以后内容被改过。", "Changed after it was signed."), derived=True, width=24),
    ),
    Words("逐条评审，签字后条款不再改；改了要重签。", "Clause by clause; changed after signing means signing again."),
    key=("version", "number"),
    ready_rows=24,
)

IMPORTS = SheetSpec(
    "imports",
    "客户信息导入字段清单",
    "register",
    "detail",
    (
        ColumnSpec("customer", "客户名称", "text", Words("客户全称。", "The full name."), "某科技有限公司", required="always", width=20),
        ColumnSpec("phone", "联系方式", "text", Words("电话或邮箱，电话打码。", "Phone, masked, or mail."), "138****0021", required="always", form="masked_contact", width=17),
        ColumnSpec("industry", "所属行业", "enum", Words("按国家标准行业分类选。", "By the national list."), "零售业", required="always", options="行业", open_options=True, width=17),
        ColumnSpec("customer_number", "客户编号", "id", Words("KH 加四位序号。", "KH and four digits."), "KH0012", required="always", pattern=CUSTOMER_NUMBER, width=11),
        ColumnSpec("subject", "客户类型", "enum", Words("企业还是个人。", "Firm or person."), "企业", required="always", options="客户主体", width=10),
        ColumnSpec("code", "统一社会信用代码/证件号", "text", Words("企业写全18位，个人打码。", "A firm's 18 in full, a person's masked."), "91110108MA01ABCD3J", required="always", width=22),
        ColumnSpec("origin", "客户来源", "enum", Words("线上、线下还是转介绍。", "Online, offline or introduced."), "线上", required="always", options="客户来源", width=10),
        ColumnSpec("size", "企业规模", "enum", Words("按员工人数。", "By headcount."), "50-200人", required="always", options="企业规模", width=12),
        ColumnSpec("region", "所在地区", "text", Words("省、市。", "Province and city."), "浙江杭州", required="always", width=13),
        ColumnSpec("contact", "联系人", "text", Words("找谁。", "Whom to ask."), "*经理", required="always", width=11),
        ColumnSpec("seller", "负责销售", "ref", Words("我方谁负责。", "Who looks after it."), "李敏", required="always", refers=PERSON, width=11),
        ColumnSpec("state", "客户状态", "enum", Words("潜在、跟进、成交还是流失。", "Potential, followed, won or lost."), "跟进中", required="always", options="客户状态", width=11),
        ColumnSpec("problem", "错误原因", "text", Words("这一行缺了哪些必填字段。", "Which required fields lack."), derived=True, figure=Figure("lacking", columns=("customer", "phone", "industry", "customer_number", "subject", "code", "origin", "size", "region", "contact", "seller", "state")), width=24),
    ),
    Words("批量导入的十二个必填字段；缺什么会写在最后一列。", "The twelve required fields; what lacks stands in the last column."),
    key=("customer_number",),
    rules=("credit_code",),
    ready_rows=12,
)

CHANGES = SheetSpec(
    "changes",
    "需求变更记录",
    "register",
    "detail",
    (
        ColumnSpec("change", "变更编号", "id", Words("BG、年份、三位序号；留空由系统接着编。", "BG, year, three digits; blank is numbered for you."), "BG-2024-001", required="always", pattern=r"BG-[0-9]{4}-[0-9]{3,}", numbering=Numbering("BG-{year}-{count:03}", "asked"), width=13),
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "DY-001", meaning="number", required="always", refers=NEED, width=12),
        ColumnSpec("asker", "提出人", "text", Words("谁要改。", "Who wants it."), "*经理", required="always", width=10),
        ColumnSpec("asked", "提出日期", "date", Words("哪天提的。", "When."), "2024-04-10", required="always", width=13),
        ColumnSpec("type", "变更类型", "enum", Words("新增、修改还是删除。", "New, changed or dropped."), "修改", required="always", options="变更类型", width=10),
        ColumnSpec("before", "变更前", "long", Words("原来怎么写。", "As it was."), "标签最多10个", required="always", width=22),
        ColumnSpec("after", "变更后", "long", Words("改成怎样。", "As it shall be."), "标签最多50个", required="always", width=22),
        ColumnSpec("reason", "变更原因", "long", Words("为什么改。", "Why."), "大区标签多", required="always", width=20),
        ColumnSpec("schedule", "影响分析-进度", "text", Words("对进度的影响。", "On the schedule."), "加2天", width=14),
        ColumnSpec("cost", "影响分析-成本", "text", Words("对成本的影响。", "On the cost."), "无", width=14),
        ColumnSpec("quality", "影响分析-质量", "text", Words("对质量的影响。", "On the quality."), "查询变慢，需加索引", width=16),
        ColumnSpec("verdict", "审批意见", "enum", Words("同意还是不同意。", "Agreed or not."), "同意", options="审批意见", width=10),
        ColumnSpec("approver", "审批人", "ref", Words("谁批的。", "Who decided."), "李敏", required=When("verdict", ("同意", "不同意")), refers=PERSON, width=10),
        ColumnSpec("approved", "审批日期", "date", Words("哪天批的。", "When."), "2024-04-12", required=When("verdict", ("同意", "不同意")), width=13),
        ColumnSpec("version", "生效版本", "text", Words("从哪一版开始。", "From which version on."), "V1.1", required=When("verdict", ("同意",)), width=10),
        ColumnSpec("resign", "需重新签字", "bool", Words("要不要重新签。", "Whether it is signed again."), "是", options="是否", width=11),
    ),
    Words("签字以后的改动都要登记、评估、批准。", "Changes after signing are noted, weighed and approved."),
    key=("change",),
    ready_rows=12,
)
