"""Planning and collecting: sheets 0.1 to 0.4 of document 0, column by column; source: fields 0.1 to 0.4."""

from __future__ import annotations

from reqsheets.kinds.shared_columns import (
    CUSTOMER_LIST,
    IN_FEEDBACK,
    IN_RESPONSES,
    KEPT,
    LEDGER,
    NEED,
    PERSON,
    REOPENED,
    WHICH_NEED,
)
from reqsheets.model.derived_cells import Figure, Numbering
from reqsheets.model.plan import Words
from reqsheets.model.rating import Cut, Panel, Rating
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

BEGUN = When("status", ("处理中", "测试中", "已完成", "已关闭"))
ADJUSTED = When("adjusted", ("P0", "P1", "P2"))
PLAN = Reference("plans", "plan")

# fmt: off
# A column a line reads as a table.

PLANS = SheetSpec(
    "plans",
    "需求采集计划表",
    "register",
    "detail",
    (
        ColumnSpec("plan", "计划编号", "id", Words("CJ、年份、三位序号；留空由系统接着编。", "CJ, year, three digits; blank is numbered for you."), "CJ-2024-001", required="always", pattern=r"CJ-[0-9]{4}-[0-9]{3,}", numbering=Numbering("CJ-{year}-{count:03}", "work_start"), width=14),
        ColumnSpec("initiator", "需求发起方", "enum", Words("哪个部门提出要做这次采集。", "The department that asks for it."), "销售部", required="always", options="发起部门", width=12),
        ColumnSpec("contact", "需求对接人", "ref", Words("由谁负责对接客户。", "Who talks to the customers."), "李四", required="always", refers=PERSON, width=12),
        ColumnSpec("scene", "适用场景", "enum", Words("为了什么去采集。", "What it is for."), "产品迭代优化", required="always", options="适用场景", width=16),
        ColumnSpec("goal", "采集目标", "long", Words("做到什么程度算完成，最好能数得出来。", "When it is done, best in numbers."), "收集10家核心客户对报表的改进建议", required="always", width=32),
        ColumnSpec("object_type", "采集对象类型", "enum", Words("新客户还是老客户，两者要问的不一样。", "New or existing customers: they are asked different things."), "老客户", required="always", options="对象类型", width=13),
        ColumnSpec("objects", "采集对象", "long", Words("具体找哪些客户或哪类人。", "Which customers, or whom."), "华东区报表使用最多的10家客户", required="always", width=26),
        ColumnSpec("focus", "采集重点", "long", Words("新客户重在基础信息和核心需求，老客户重在痛点和期望。", "Basics and needs of new ones, pains and hopes of existing ones."), "报表导出与汇总中的痛点", required="always", width=26),
        ColumnSpec("ways", "采集方式", "multi", Words("打算通过哪些渠道采集。", "Through which channels."), "面谈、问卷调研", required="always", options="采集方式", width=18),
        ColumnSpec("tools", "采集工具", "multi", Words("准备好了哪些工具。", "What is prepared."), "访谈提纲", options="采集工具", width=16),
        ColumnSpec("work_start", "开始日期", "date", Words("哪天开始采集。", "When it starts."), "2024-03-01", required="always", width=13),
        ColumnSpec("work_finish", "截止日期", "date", Words("最迟哪天采集完。", "By when it is done."), "2024-03-15", required="always", width=13),
        ColumnSpec("state", "计划状态", "enum", Words("这次采集进行到哪里。", "How it stands."), "进行中", required="always", options="计划状态", width=11),
        ColumnSpec("collected", "已采集数量", "int", Words("原始需求记录里有几条属于这个计划。", "How many raw records belong to it."), derived=True, figure=Figure("count", "raw", "plan"), width=11),
    ),
    Words("每次集中采集先列一行计划，采到多少条会自动数出来。", "A row for each round of collecting; what it brings is counted."),
    key=("plan",),
    ready_rows=12,
)

NEEDS = SheetSpec(
    "needs",
    "客户需求信息采集表",
    "register",
    "needs",
    (
        ColumnSpec("number", "需求编号", "id", Words("XQ、年份、三位序号；留空由系统接着编。", "XQ, year, three digits; blank is numbered for you."), "XQ-2024-001", meaning="number", required="always", pattern=r"XQ-[0-9]{4}-[0-9]{3,}", numbering=Numbering("XQ-{year}-{count:03}", "received"), width=15),
        ColumnSpec("customer", "客户名称", "text", Words("客户单位的名称。", "The customer's name."), "某科技有限公司", meaning="customer", required="always", elsewhere=(LEDGER,), width=22),
        ColumnSpec("customer_number", "客户编号", "text", Words("客户在我方的编号。", "The customer's number with us."), "KH0012", elsewhere=(CUSTOMER_LIST,), width=11, tells_apart=True),
        ColumnSpec("customer_contact", "联系人", "text", Words("客户那边找谁。", "Whom to ask there."), "*主管", required="always", width=12),
        ColumnSpec("manager", "我方客户经理", "ref", Words("我方由谁跟进这家客户。", "Who looks after the customer on our side."), "李四", refers=PERSON, width=12),
        ColumnSpec("industry", "客户行业", "enum", Words("按国家标准行业分类选。", "By the national list of industries."), "汽车制造业", required="always", options="行业", open_options=True, width=18),
        ColumnSpec("size", "客户规模", "enum", Words("大型、中型还是小型。", "Large, medium or small."), "中型", required="always", options="客户规模", width=10),
        ColumnSpec("received", "采集日期", "date", Words("哪天采集到的，一切时限从这天起算。", "The day it was collected; terms count from it."), "2024-03-01", meaning="received", required="always", not_future=True, width=13),
        ColumnSpec("origin", "需求来源(客户)", "enum", Words("客户是怎么来的。", "How the customer came to us."), "老客户", required="always", options="客户来源", width=12),
        ColumnSpec("channel", "需求来源(渠道)", "multi", Words("通过什么途径得到这条需求。", "By which channel it came."), "直接沟通", meaning="channel", required="always", options="来源渠道", width=14),
        ColumnSpec("introducer", "转介绍人", "text", Words("是谁介绍来的。", "Who introduced the customer."), "*总", required=When("origin", ("转介绍",)), width=11),
        ColumnSpec("types", "需求类型", "multi", Words("功能、服务还是商务方面的要求。", "About functions, service or terms."), "功能", required="always", options="需求类型", width=12, tells_apart=True),
        ColumnSpec("other_type", "其他类型说明", "text", Words("选了“其他”时写明是什么。", "What it is, if 其他."), "办公场地", required=When("types", ("其他",)), width=14, tells_apart=True),
        ColumnSpec("text", "需求描述(具体内容、目标、痛点)", "long", Words("要什么、为了什么、现在难在哪里，能量化就量化。", "What is wanted, why, and what hurts; in numbers where possible."), "需要支持批量数据处理功能", meaning="text", required="always", plain_words=True, width=40),
        ColumnSpec("target", "客户期望目标", "long", Words("做成以后客户希望看到的变化，最好能衡量。", "The change the customer hopes for, best measurable."), "每月节省5小时人工", required="always", width=24, tells_apart=True),
        ColumnSpec("pain", "现有痛点/未满足需求", "long", Words("老客户现在不满意的地方。", "What bothers an existing customer."), "界面不简洁", required=When("origin", ("老客户",)), width=24, tells_apart=True),
        ColumnSpec("attachments", "需求附件", "multi", Words("随需求收到哪些材料。", "What came with it."), "访谈纪要", options="附件类型", width=14, tells_apart=True),
        ColumnSpec("attachment_place", "附件位置", "link", Words("材料放在哪里。", "Where it is kept."), r"\\share\采集\XQ-2024-001", width=20, tells_apart=True),
        ColumnSpec("first_priority", "优先级", "enum", Words("采集时的初步判断，评审结果另见评估表。", "A first guess; the review decides."), "P1重要", options="初判优先级", width=11),
        ColumnSpec("departments", "负责部门", "multi", Words("由哪些部门负责。", "The departments in charge."), "产品部", options="负责部门", width=12),
        ColumnSpec("owner", "责任人", "ref", Words("对结果负责的人。", "Who answers for the result."), "王五", meaning="owner", required=BEGUN, refers=PERSON, width=10),
        ColumnSpec("planned_finish", "计划完成日期", "date", Words("答应客户哪天做完。", "The day it is promised for."), "2024-04-15", required=BEGUN, width=13),
        ColumnSpec("opinion", "客户确认意见", "enum", Words("客户看过我方的理解后怎么说。", "What the customer says of our understanding."), "同意", required=BEGUN, options="确认意见", width=12),
        ColumnSpec("customer_signature", "客户代表签字", "text", Words("客户方谁签的字。", "Who signed for the customer."), "*主管", required=BEGUN, width=12),
        ColumnSpec("customer_seal", "客户盖章", "bool", Words("客户盖章了没有。", "Whether the customer's seal is on it."), "是", options="是否", width=10),
        ColumnSpec("customer_signed", "客户签字日期", "date", Words("客户哪天签的。", "When the customer signed."), "2024-03-12", required=BEGUN, width=13),
        ColumnSpec("our_signature", "我方代表签字", "ref", Words("我方谁签的字。", "Who signed for us."), "李四", required=BEGUN, refers=PERSON, width=12),
        ColumnSpec("our_signed", "我方签字日期", "date", Words("我方哪天签的。", "When we signed."), "2024-03-13", required=BEGUN, width=13),
        ColumnSpec("status", "当前状态", "enum", Words("现在走到哪一步；刚采集的选“待处理”。", "Where it stands; a new one is 待处理."), "待处理", meaning="status", required="always", options="当前状态", width=11),
        ColumnSpec("close_reason", "关闭原因", "enum", Words("不做的，选一个原因。", "Why it is not done."), "不做", meaning="close_reason", required=When("status", ("已拒绝",)), options="关闭原因", width=11),
        ColumnSpec("remark", "备注", "long", Words("其他要交代的。", "Anything else."), "客户希望现场演示", width=18),
        *KEPT,
        ColumnSpec("initiator", "需求发起方", "enum", Words("哪个部门提出要做；属于采集计划的按计划填。", "The department that asks for it; of a plan, the plan's."), "销售部", options="发起部门", later=True, width=12),
        *REOPENED,
    ),
    Words("每条需求一行，按采集表的顺序从左往右填；签字以后才开始执行。", "One row a requirement, in the order of the form; work starts once it is signed."),
    key=("number",),
    ready_rows=24,
)

RAW = SheetSpec(
    "raw",
    "原始需求记录表",
    "register",
    "detail",
    (
        ColumnSpec("record", "原始需求编号", "id", Words("YS、年月、三位序号；留空由系统接着编。", "YS, year and month, three digits; blank is numbered for you."), "YS-202403-001", required="always", pattern=r"YS-[0-9]{6}-[0-9]{3,}", numbering=Numbering("YS-{year}{month}-{count:03}", "collected"), width=16),
        ColumnSpec("plan", "采集计划编号", "ref", Words("属于哪个采集计划；零星收到的可以不填。", "The plan it belongs to, if any."), "CJ-2024-001", refers=PLAN, width=15),
        ColumnSpec("customer", "客户名称", "text", Words("客户单位的名称。", "The customer's name."), "某科技有限公司", required="always", elsewhere=(LEDGER,), width=22),
        ColumnSpec("customer_number", "客户编号", "text", Words("客户在我方的编号。", "The customer's number with us."), "KH0012", required="always", elsewhere=(CUSTOMER_LIST,), width=11),
        ColumnSpec("industry", "客户行业", "enum", Words("按国家标准行业分类选。", "By the national list of industries."), "汽车制造业", required="always", options="行业", open_options=True, width=18),
        ColumnSpec("size", "客户规模", "enum", Words("大型、中型还是小型。", "Large, medium or small."), "中型", required="always", options="客户规模", width=10),
        ColumnSpec("customer_contact", "联系人", "text", Words("话是谁说的。", "Whose words these are."), "*主管", required="always", width=11),
        ColumnSpec("phone", "联系方式", "text", Words("电话或邮箱，电话打码。", "Phone, masked, or mail."), "138****0021", required="always", form="masked_contact", width=18),
        ColumnSpec("words", "需求描述(客户原话)", "long", Words("照客户的原话记，保存后不再改；更正写在备注里。", "The customer's own words, never edited; corrections go to the remark."), "报表一张张导太慢，一个月要导两百张", required="always", width=40),
        ColumnSpec("channel", "来源渠道", "enum", Words("通过什么途径得到的。", "By which channel it came."), "问卷调研", required="always", options="来源渠道", width=13),
        ColumnSpec("collected", "采集时间", "datetime", Words("什么时候记下的。", "When it was written down."), "2024-03-01 10:20", required="always", not_future=True, width=17),
        ColumnSpec("collector", "采集人", "ref", Words("谁记下的。", "Who wrote it down."), "李四", required="always", refers=PERSON, width=10),
        ColumnSpec("rating", "问卷评分(当前服务速度满意度)", "int", Words("问卷里对服务速度打的分，5 分最满意。", "The mark for the speed of service, 5 is best."), "3", required=When("channel", ("问卷调研",)), minimum=1, maximum=5, width=14),
        ColumnSpec("history", "关联历史单号(订单/投诉/服务反馈)", "multi", Words("同一客户以前的单子；反馈和响应登记表里的写需求编号。", "Earlier papers of that customer; the number of one in a feedback or response register."), "TS20231102", required=When("channel", ("历史数据回溯",)), elsewhere=(IN_FEEDBACK, IN_RESPONSES), width=20),
        ColumnSpec("hidden", "隐性需求", "bool", Words("客户没有明说、从别处看出来的填“是”。", "是 where the customer did not say it."), "否", options="是否", width=10),
        ColumnSpec("hidden_note", "隐性需求说明", "long", Words("从哪里看出来的。", "How it was found."), "同行普遍关注数据安全", required=When("hidden", ("是",)), width=22),
        ColumnSpec("verified", "信息已核实", "enum", Words("关键信息核对过没有。", "Whether the facts were checked."), "已核实", required="always", options="核实情况", width=11),
        ColumnSpec("verifier", "核实人", "ref", Words("谁核对的。", "Who checked."), "王五", required=When("verified", ("已核实",)), refers=PERSON, width=10),
        ColumnSpec("verified_on", "核实日期", "date", Words("哪天核对的。", "When it was checked."), "2024-03-04", required=When("verified", ("已核实",)), width=13),
        ColumnSpec("attachment", "附件", "link", Words("录音、问卷等放在哪里。", "Where recordings and forms are kept."), "问卷0301.pdf", width=18),
        ColumnSpec("number", "转入需求编号", "ref", Words("整理成了采集表里的哪条需求；还没整理的留空。", "The requirement it became; blank until then."), "XQ-2024-001", meaning="number", refers=NEED, width=15),
        ColumnSpec("remark", "备注", "long", Words("更正和补充写在这里。", "Corrections and additions."), "客户来电更正为每月三百张", width=20),
        ColumnSpec("facts", "已核实事项", "multi", Words("核对过哪些关键信息，例如业务规模、决策流程。", "Which facts were checked, such as the size of the business or who decides."), "客户业务规模、决策流程", later=True, width=22),
    ),
    Words("客户怎么说就怎么记，原样保存；整理后的需求在采集表里。", "Kept as it was said; the requirement made of it stands on the register."),
    key=("record",),
    ready_rows=24,
)

SCORES = SheetSpec(
    "scores",
    "需求分类与优先级评估表",
    "register",
    "scores",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XQ-2024-001", meaning="number", required="always", refers=NEED, width=15),
        ColumnSpec("name", "需求名称", "text", Words("四十个字以内的简短名称。", "A name of at most forty characters."), "报表导出格式", required="always", width=20),
        ColumnSpec("nature", "需求类型", "enum", Words("按性质归为哪一类。", "Its nature."), "功能需求", required="always", options="需求性质", width=12),
        ColumnSpec("urgency_level", "紧急程度", "enum", Words("紧急：影响当前合作；重要：影响长期合作；常规：可优化。", "紧急 hurts the present, 重要 the long-term cooperation, 常规 may wait."), "重要", required="always", options="紧急程度", width=11),
        ColumnSpec("reviewed", "评审日期", "date", Words("哪天评审的。", "The day of the review."), "2024-03-06", required="always", not_future=True, width=13),
        ColumnSpec("reviewers", "评审人", "multi", Words("参加评审的人或岗位。", "Who took part."), "产品经理、技术负责人、销售主管", required="always", width=22),
        ColumnSpec("customer_value", "客户价值", "decimal", Words("对客户业务有多重要，5 最重要。", "How much it matters to the customer; 5 is most."), "4", required="always", minimum=1, maximum=5, width=10),
        ColumnSpec("cost", "企业成本", "decimal", Words("投入有多少，5 分表示成本最低；方向可在参数里改。", "What it costs us, 5 is cheapest; a parameter turns it."), "3", required="always", minimum=1, maximum=5, width=10),
        ColumnSpec("urgency", "紧急度", "decimal", Words("眼下对客户使用的影响，5 最急。", "How much it hurts the customer now; 5 is worst."), "5", required="always", minimum=1, maximum=5, width=10),
        ColumnSpec("score", "综合得分", "decimal", Words("三项按份额加权，四舍五入到两位小数。", "The weighted mean of the three, two decimals."), meaning="score", derived=True, width=10),
        ColumnSpec("assessed", "评估优先级", "enum", Words("按得分定的级别，P0 最高。", "By the score; P0 is highest."), derived=True, options="最终优先级", width=11),
        ColumnSpec("adjusted", "人工调整优先级", "enum", Words("评审会一致同意改动时才选，例如与客户签定的级别。", "Only where all agree, as on what was signed."), "P0", options="最终优先级", width=12),
        ColumnSpec("adjusted_because", "调整理由", "long", Words("为什么不按得分。", "Why the score does not decide."), "客户续约前必须完成", required=ADJUSTED, width=20),
        ColumnSpec("approver", "批准人", "ref", Words("谁同意的。", "Who agreed."), "李四", required=ADJUSTED, refers=PERSON, width=10),
        ColumnSpec("grade", "最终优先级", "enum", Words("有人工调整的按调整，否则按评估。", "As adjusted, else as assessed."), meaning="grade", derived=True, options="最终优先级", width=11),
        ColumnSpec("weights_version", "权重版本", "text", Words("用的是哪一版权重。", "Which weights were used."), meaning="weights_version", derived=True, width=11),
        ColumnSpec("reviewed_by", "评审人数", "int", Words("有几位分别打了分。", "How many gave points of their own."), derived=True, width=10),
        ColumnSpec("spread", "评分分歧", "decimal", Words("同一项上最多差几分。", "How far the points lie apart."), derived=True, width=10),
    ),
    Words("每条需求评一次，三项各打 1 到 5 分，优先级自动得出。", "One review a requirement, three marks; the priority follows."),
    key=("number",),
    rating=Rating(
        weights=(("customer_value", "客户价值权重"), ("cost", "企业成本权重"), ("urgency", "紧急度权重")),
        score="score",
        grade="grade",
        cuts=(Cut("P0", "P0下限"), Cut("P1", "P1下限"), Cut("P2")),
        adjusted="adjusted",
        version="weights_version",
        version_parameter="权重版本",
        whole="评估权重合计",
        turned=(("cost", "企业成本计分方向"),),
        assessed="assessed",
        panel=Panel("reviews", "reviewed_by", "spread", "评分分歧提示"),
    ),
    ready_rows=24,
)

REVIEWS = SheetSpec(
    "reviews",
    "评审人评分明细",
    "register",
    "detail",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XQ-2024-001", meaning="number", required="always", refers=NEED, width=16),
        ColumnSpec("reviewer", "评审人", "ref", Words("谁打的分，一人一行。", "Who gave these points."), "王五", required="always", refers=PERSON, width=14),
        ColumnSpec("customer_value", "客户价值", "int", Words("这位评审人给的分。", "This reviewer's points."), "4", minimum=1, maximum=5, width=12),
        ColumnSpec("cost", "企业成本", "int", Words("这位评审人给的分。", "This reviewer's points."), "3", minimum=1, maximum=5, width=12),
        ColumnSpec("urgency", "紧急度", "int", Words("这位评审人给的分。", "This reviewer's points."), "5", minimum=1, maximum=5, width=12),
    ),
    Words("几个人分别打分时记在这里，评估表里空着的分取平均。", "Each reviewer's points; blanks of the assessment take the mean."),
    key=("number", "reviewer"),
    ready_rows=12,
)
