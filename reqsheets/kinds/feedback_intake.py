"""What comes in and how it is judged: sheets 1.1 and 1.3 of document 1, column by column; source: fields 1.1, 1.3."""

from __future__ import annotations

from reqsheets.kinds.shared_columns import BROUGHT, FEEDBACK_NUMBER, REOPENED
from reqsheets.model.derived_cells import Figure, Numbering
from reqsheets.model.plan import Words
from reqsheets.model.rating import Cut, Panel, Rating
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

NEED = Reference("needs", "number")
PERSON = Reference("people", "name", strict=False)
SORTED = When("status", ("处理中", "测试中", "已完成", "已关闭"))  # step 2 is over
ADJUSTED = When("adjusted", ("S", "A", "B", "C"))
WHICH_NEED = Words("这一行说的是登记表里的哪条需求。", "Which requirement of the register this row is about.")

# fmt: off
# A column a line reads as a table.

def _part(name: str, title: str, place: int) -> ColumnSpec:
    figure = Figure("piece", columns=("customer",), place=place)
    return ColumnSpec(name, title, "text", derived=True, figure=figure, hidden=True, width=14)


NEEDS = SheetSpec(
    "needs",
    "客户需求信息登记表",
    "register",
    "needs",
    (
        ColumnSpec("number", "需求编号", "id", Words("XY 加四位年份，再加三位或更多位的序号。", "XY, the year in four digits, then at least three more."), "XY2024001", meaning="number", required="always", pattern=FEEDBACK_NUMBER, numbering=Numbering("XY{year}{count:03}", "received"), width=13),
        ColumnSpec("channel", "来源渠道", "enum", Words("客户从哪里把需求告诉了我们。", "Where the customer told us."), "客服工单", meaning="channel", required="always", options="来源渠道", width=12),
        ColumnSpec("customer", "客户信息(姓名/行业/规模)", "text", Words("依次写姓名、行业、规模，中间用“-”连接。", "Name, industry and size, joined by hyphens."), "*女士-汽车零部件-中型企业", meaning="customer", required="always", width=26),
        ColumnSpec("use_time", "客户使用时长", "text", Words("客户用我们的产品或服务有多久了。", "How long the customer has used what we sell."), "1年", width=12),
        ColumnSpec("text", "需求描述(具体问题/期望)", "long", Words("写清在什么情况下遇到什么问题、希望变成怎样；能带数字就带数字。", "When it happens, what goes wrong and what is hoped for, in numbers where possible."), "设备A智能预警模块误报率高，希望优化", meaning="text", required="always", plain_words=True, width=44),
        ColumnSpec("attachment", "附件(名称/类型)", "link", Words("材料的名称，括号里写文件类型；没有就留空。", "Name of the material and its file type in brackets; blank if none."), "误报率数据统计表(Excel)", width=24, tells_apart=True),
        ColumnSpec("received", "提出时间", "date", Words("客户提出的那一天，处理时限从这天起算。", "The day the customer asked; time limits count from it."), "2024-03-01", meaning="received", required="always", not_future=True, width=13),
        ColumnSpec("recorder", "记录人", "ref", Words("谁记下了这条需求。", "Who wrote this down."), "张三", required="always", refers=PERSON, width=10),
        ColumnSpec("contact", "联系方式", "text", Words("需要回复客户时填电话或邮箱；导出时会打码。", "Phone or mail where the customer expects an answer; masked on export."), "138****0021", meaning="contact", form="contact", width=18, tells_apart=True),
        ColumnSpec("label", "一级标签", "enum", Words("这条需求属于哪一大类；开始处理前选好。", "The main category, chosen before work starts."), "功能优化", required=SORTED, options="一级标签", width=13, tells_apart=True),
        ColumnSpec("sublabel", "二级标签", "enum", Words("大类下面的细类，选项随一级标签变化。", "The finer category; the list follows the main one."), "算法模块", options="二级标签", parent="label", open_options=True, width=13, tells_apart=True),
        ColumnSpec("affected", "影响范围(涉及客户数)", "int", Words("大约有几家客户受影响，写整数。", "How many customers are affected."), "5", meaning="affected", minimum=1, width=13),
        ColumnSpec("core_business", "影响核心业务", "bool", Words("会不会让客户的主要业务停下来。", "Does it stop the customer's main business?"), "是", options="是否", width=11),
        ColumnSpec("first_priority", "初步优先级", "enum", Words("评审之前的粗略判断，看影响面和紧急程度。", "A first guess before the review, by reach and urgency."), "高", meaning="urgency", required=SORTED, options="初步优先级", width=11),
        ColumnSpec("status", "需求状态", "enum", Words("现在走到哪一步；刚登记的选“待处理”。", "Where it stands; a new one is 待处理."), "待处理", meaning="status", required="always", options="需求状态", width=12),
        ColumnSpec("repeats", "重复次数", "int", Words("合并到这一行的记录共有几条，含本行。", "How many records this row stands for."), meaning="repeats", derived=True, width=10),
        ColumnSpec("main_number", "主需求编号", "ref", Words("这一行并到了哪条需求。", "The requirement this row was merged into."), meaning="main_number", derived=True, refers=NEED, width=13),
        ColumnSpec("record_state", "记录状态", "enum", Words("有效、已合并、已归档或已作废。", "In force, merged, archived or void."), meaning="record_state", derived=True, options="记录状态", width=10),
        _part("customer_name", "客户姓名", 0),
        _part("customer_industry", "客户行业", 1),
        _part("customer_size", "客户规模", 2),
        *BROUGHT,
        ColumnSpec("channel_detail", "渠道细分", "enum", Words("来源渠道里的哪一种，选项随来源渠道变化。", "Which one of the channel; the list follows it."), "产品内嵌弹窗", options="渠道细分", parent="channel", open_options=True, later=True, width=15),
        ColumnSpec("core_customer", "核心客户", "bool", Words("提出的客户是不是公司的核心客户。", "Whether it is one of our core customers."), "是", options="是否", later=True, width=10),
        ColumnSpec("root_cause", "投诉根因", "long", Words("服务类的问题查清了是哪个环节、为什么。", "Of what concerns service: which step failed, and why."), "值班交接没有写明未办事项", later=True, width=22),
        *REOPENED,
    ),
    Words(
        "客户提出的每条需求占一行；从左往右填，处理到哪一步再补后面的列。",
        "One row a requirement; fill from the left, the rest as work goes on.",
    ),
    key=("number",),
    ready_rows=24,
)

SCORES = SheetSpec(
    "scores",
    "需求优先级评估表",
    "register",
    "scores",
    (
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XY2024001", meaning="number", required="always", refers=NEED, width=13),
        ColumnSpec("urgency", "紧急性", "decimal", Words("眼下对客户使用或业务的妨碍有多大，5 最急。", "How much it hinders the customer now; 5 is worst."), "4", required="always", minimum=1, maximum=5, aliases=("评估维度(紧急性", "评估维度(紧急"), width=9),
        ColumnSpec("importance", "重要性", "decimal", Words("与公司方向和重点客户的关系有多大，5 最重要。", "How much it matters to our course and key customers; 5 is most."), "5", required="always", minimum=1, maximum=5, width=9),
        ColumnSpec("feasibility", "可行性", "decimal", Words("做起来有多容易、投入值不值，5 最容易。", "How easy and worth the effort; 5 is easiest."), "3", required="always", minimum=1, maximum=5, width=9),
        ColumnSpec("customer_value", "客户价值", "decimal", Words("做成以后客户会多满意、多愿意再买，5 最高。", "How pleased and loyal the customer will be; 5 is most."), "5", required="always", minimum=1, maximum=5, aliases=("客户价值)",), width=10),
        ColumnSpec("urgency_reason", "紧急性评分理由", "long", Words("一句话说明紧急性为什么打这个分。", "One line on why urgency got these points."), "影响生产", width=20),
        ColumnSpec("importance_reason", "重要性评分理由", "long", Words("一句话说明重要性为什么打这个分。", "One line on why importance got these points."), "核心客户诉求", width=20),
        ColumnSpec("feasibility_reason", "可行性评分理由", "long", Words("一句话说明可行性为什么打这个分。", "One line on why feasibility got these points."), "需算法团队2个月开发", width=20),
        ColumnSpec("customer_value_reason", "客户价值评分理由", "long", Words("一句话说明客户价值为什么打这个分。", "One line on why customer value got these points."), "预计满意度提升40%", width=20),
        ColumnSpec("reviewers", "评审部门/评审人", "multi", Words("参加打分的部门或人。", "Departments or people who gave points."), "产品、技术、客服、市场", required="always", width=22),
        ColumnSpec("score", "综合得分", "decimal", Words("按“参数配置”里的权重加权，四舍五入到两位小数。", "Weighted sum, rounded to two decimals."), meaning="score", derived=True, width=10),
        ColumnSpec("grade", "最终优先级", "enum", Words("按得分下限分级，有人工调整时以调整为准。", "Grade by the cuts, or as adjusted."), meaning="grade", derived=True, options="最终优先级", width=11),
        ColumnSpec("adjusted", "人工调整", "enum", Words("确有必要改动级别时才选，并写明理由和批准人。", "Only to overrule the grade; give reason and approver."), "S", options="最终优先级", width=10),
        ColumnSpec("adjusted_because", "调整理由", "long", Words("为什么不按得分定级。", "Why the score does not decide."), "客户续约前必须答复", required=ADJUSTED, width=20),
        ColumnSpec("approver", "批准人", "ref", Words("谁同意了这次调整。", "Who agreed to it."), "李四", required=ADJUSTED, refers=PERSON, width=10),
        ColumnSpec("reviewed", "评审日期", "date", Words("开评审会的日子。", "The day of the review."), "2024-03-08", required="always", not_future=True, width=13),
        ColumnSpec("minutes", "会议纪要", "link", Words("纪要放在哪里：文件路径或网址。", "Where the minutes are: a path or an address."), r"\\share\评审\2024-03-08.docx", width=20),
        ColumnSpec("weights_version", "权重版本", "text", Words("打分时用的是哪一版权重。", "Which weights were used."), meaning="weights_version", derived=True, width=12),
        ColumnSpec("reviewed_by", "评审人数", "int", Words("有几位评审人分别打了分。", "How many reviewers gave points of their own."), derived=True, width=10),
        ColumnSpec("spread", "评分分歧", "decimal", Words("各评审人的分数在同一维度上最多差几分。", "How far the reviewers' points lie apart at most."), derived=True, width=10),
    ),
    Words(
        "每条需求评一次，四个维度各打 1 到 5 分，得分和级别自动算出。",
        "One review a requirement, 1 to 5 points each; score and grade follow.",
    ),
    key=("number",),
    rating=Rating(
        weights=(
            ("urgency", "紧急性权重"),
            ("importance", "重要性权重"),
            ("feasibility", "可行性权重"),
            ("customer_value", "客户价值权重"),
        ),
        score="score",
        grade="grade",
        cuts=(Cut("S", "S级下限"), Cut("A", "A级下限"), Cut("B", "B级下限"), Cut("C")),
        adjusted="adjusted",
        version="weights_version",
        version_parameter="权重版本",
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
        ColumnSpec("number", "需求编号", "ref", WHICH_NEED, "XY2024001", meaning="number", required="always", refers=NEED, width=16),
        ColumnSpec("reviewer", "评审人", "ref", Words("打分的人，一人一行。", "Who gave these points, one row each."), "王五", required="always", refers=PERSON, width=14),
        ColumnSpec("urgency", "紧急性", "int", Words("这位评审人给紧急性的分。", "This reviewer's points for urgency."), "4", minimum=1, maximum=5, width=12),
        ColumnSpec("importance", "重要性", "int", Words("这位评审人给重要性的分。", "This reviewer's points for importance."), "5", minimum=1, maximum=5, width=12),
        ColumnSpec("feasibility", "可行性", "int", Words("这位评审人给可行性的分。", "This reviewer's points for feasibility."), "3", minimum=1, maximum=5, width=12),
        ColumnSpec("customer_value", "客户价值", "int", Words("这位评审人给客户价值的分。", "This reviewer's points for customer value."), "5", minimum=1, maximum=5, width=12),
    ),
    Words(
        "几个人分别打分时逐人记在这里；只有一个共同分数时不用填。",
        "Each reviewer's own points; leave empty where there is one common judgement.",
    ),
    key=("number", "reviewer"),
    ready_rows=24,
)
