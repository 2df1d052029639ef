"""Planning and asking: sheets 4.1 to 4.4 and the list of requirements 4.5 of document 4; source: fields 4.1 to 4.5."""

from __future__ import annotations

from reqsheets.kinds.shared_columns import KEPT, NEED, PERSON
from reqsheets.model.derived_cells import Figure, Numbering, Tally
from reqsheets.model.external_references import ReferencedColumn
from reqsheets.model.plan import Words
from reqsheets.model.rating import Matrix, Quadrant
from reqsheets.model.spec import ColumnSpec, Reference, SheetSpec, When

INTERVIEW = ReferencedColumn("survey", "interviews", "interview", r"FT-[0-9]{3,}")
ANSWER = ReferencedColumn("survey", "answers", "answer", r"DJ-[0-9]{3,}")

GOALS = (
    ("需求数", (Tally("needs", "number", "goal", "goal"),)),
    (
        "部门数",
        (
            Tally("needs", "departments", "goal", "goal"),
            Tally("interviews", "department", "department", "departments"),
            Tally("answers", "department", "department", "departments"),
        ),
    ),
    (
        "痛点数",
        (Tally("interviews", "faults", "department", "departments"), Tally("analyses", "missing")),
    ),
)

# fmt: off
# A column a line reads as a table.

PLANS = SheetSpec(
    "plans",
    "调研计划表",
    "register",
    "detail",
    (
        ColumnSpec("goal", "调研目标", "text", Words("一行一个数得出来的目标。", "One goal a row that can be counted."), "识别核心需求", required="always", width=22),
        ColumnSpec("measure", "目标类别", "enum", Words("数的是部门、需求还是痛点。", "Departments, requirements or pains."), "需求数", required="always", options="目标类别", width=11),
        ColumnSpec("target", "目标数", "int", Words("要达到多少。", "How many."), "12", required="always", minimum=1, width=9),
        ColumnSpec("done", "目标完成数", "int", Words("按目标类别数：归到这个目标的需求、谈过的部门，或看出的不足。", "By its class: its requirements, the departments heard, or the faults found."), derived=True, figure=Figure("tallied", among="measure", cases=GOALS), width=11),
        ColumnSpec("kinds_of_data", "客户信息类型", "multi", Words("调研哪些信息。", "Which information."), "基础信息、互动轨迹", required="always", options="客户信息类型", width=18),
        ColumnSpec("departments", "业务部门", "multi", Words("涉及哪些部门。", "Which departments."), "销售、客服", required="always", options="业务部门", width=16),
        ColumnSpec("processes", "核心业务流程", "multi", Words("涉及哪些流程。", "Which processes."), "录入、跟进", required="always", options="业务流程", width=16),
        ColumnSpec("member", "团队成员", "ref", Words("谁负责。", "Who is in charge."), "陈建国", required="always", refers=PERSON, width=11),
        ColumnSpec("role", "角色", "enum", Words("在调研里担任什么。", "The role."), "需求分析师", required="always", options="角色", width=16),
        ColumnSpec("duty", "职责", "long", Words("具体做什么。", "The duty."), "整理需求、写文档", required="always", width=20),
        ColumnSpec("methods", "调研方法", "multi", Words("访谈、问卷还是看文档。", "Interviews, forms or documents."), "访谈、问卷", required="always", options="调研方法", width=16),
        ColumnSpec("work_start", "开始", "date", Words("哪天开始。", "The first day."), "2024-03-04", required="always", width=13),
        ColumnSpec("work_finish", "结束", "date", Words("哪天结束，一般两三周。", "The last day, after two or three weeks."), "2024-03-22", required="always", width=13),
        ColumnSpec("level", "对象层级", "enum", Words("管理层还是一线。", "Managers or front line."), "一线操作人员", options="对象层级", width=14),
        ColumnSpec("materials", "材料清单", "multi", Words("要准备哪些材料。", "What to prepare."), "访谈提纲、需求问卷", options="材料", width=20),
        ColumnSpec("ready", "是否齐备", "bool", Words("材料准备好没有。", "Whether it is ready."), "是", options="是否", width=10),
    ),
    Words("把目标写成数字，做到多少会自动数。", "Goals in numbers; what is reached is counted."),
    key=("goal",),
    ready_rows=12,
)

INTERVIEWS = SheetSpec(
    "interviews",
    "访谈记录表",
    "register",
    "detail",
    (
        ColumnSpec("interview", "访谈编号", "id", Words("FT、三位序号；留空由系统接着编。", "FT and three digits; blank is numbered for you."), "FT-003", required="always", pattern=INTERVIEW.form, numbering=Numbering("FT-{count:03}", "held"), width=11),
        ColumnSpec("held", "日期", "date", Words("哪天谈的。", "When."), "2024-03-06", required="always", not_future=True, width=13),
        ColumnSpec("length", "时长", "text", Words("谈了多久。", "For how long."), "50分钟", required="always", width=10),
        ColumnSpec("way", "方式", "enum", Words("怎么谈的。", "How."), "面谈", required="always", options="访谈方式", width=10),
        ColumnSpec("person", "访谈对象", "text", Words("和谁谈的。", "With whom."), "*经理", required="always", width=12),
        ColumnSpec("kind", "对象类别", "enum", Words("负责人、关键用户还是运维。", "Head, key user or operator."), "关键用户", required="always", options="对象类别", width=15),
        ColumnSpec("department", "部门", "enum", Words("哪个部门的。", "Of which department."), "销售", required="always", options="业务部门", width=10),
        ColumnSpec("process", "现有流程", "long", Words("现在怎么做。", "How it is done now."), "线索先记Excel，周五再录系统", required="always", width=28),
        ColumnSpec("faults", "现有系统不足", "long", Words("现在的系统哪里不好。", "What is wrong with the system."), "跟进记录不同步", required="always", width=26),
        ColumnSpec("hopes", "期望核心能力", "long", Words("最想要什么。", "What is wanted most."), "到期自动提醒跟进", required="always", width=26),
        ColumnSpec("numbers", "提取需求编号", "multi", Words("从里面提炼出哪些需求。", "The requirements found in it."), "DY-001、DY-004", refers=NEED, width=20),
        ColumnSpec("interviewer", "访谈人", "ref", Words("谁问的。", "Who asked."), "陈建国", required="always", refers=PERSON, width=10),
        ColumnSpec("recorder", "记录人", "ref", Words("谁记的。", "Who wrote it down."), "周婷", required="always", refers=PERSON, width=10),
        ColumnSpec("signature", "受访人确认", "text", Words("受访人看过并确认。", "Confirmed by the person."), "*经理 3月7日", width=14),
    ),
    Words("一次访谈一行，提炼出的需求写上编号，来去都能查。", "A row for each talk, with the requirements found in it."),
    key=("interview",),
    ready_rows=12,
)

ANSWERS = SheetSpec(
    "answers",
    "问卷结果表",
    "register",
    "detail",
    (
        ColumnSpec("answer", "答卷编号", "id", Words("DJ、三位序号；留空由系统接着编。", "DJ and three digits; blank is numbered for you."), "DJ-001", required="always", pattern=ANSWER.form, numbering=Numbering("DJ-{count:03}", "filled"), width=11),
        ColumnSpec("filled", "填写时间", "datetime", Words("什么时候填的。", "When."), "2024-03-08 14:20", required="always", width=17),
        ColumnSpec("department", "部门", "enum", Words("哪个部门的。", "Of which department."), "销售", required="always", options="业务部门", width=10),
        ColumnSpec("post", "岗位", "text", Words("什么岗位。", "Which post."), "销售代表", required="always", width=13),
        ColumnSpec("tool", "Q1 当前工具", "enum", Words("现在用什么记客户信息。", "What is used now."), "Excel", required="always", options="当前工具", width=13),
        ColumnSpec("slow", "Q2 最耗时环节", "enum", Words("哪一步最花时间。", "Which step takes longest."), "跨部门数据查询", required="always", options="耗时环节", width=17),
        ColumnSpec("wish", "Q3 最希望新增", "enum", Words("最想新增什么。", "What is wanted most."), "客户跟进提醒", required="always", options="希望新增", width=17),
        ColumnSpec("other", "其他说明", "text", Words("选了“其他”时写明。", "What it is, if 其他."), "微信收藏", required=When("tool", ("其他",)), width=18),
    ),
    Words("一份答卷一行；各选项的票数在问卷汇总里。", "A row for each form; the votes stand on the next sheet."),
    key=("answer",),
    ready_rows=24,
)

VOTES = SheetSpec(
    "votes",
    "问卷汇总",
    "register",
    "detail",
    (
        ColumnSpec("option", "选项", "text", Words("问卷里的选项，原样写。", "An option, as on the form."), "客户跟进提醒", required="always", width=22),
        ColumnSpec("tool", "Q1 票数", "int", Words("有几人选它为当前工具。", "Votes in question 1."), derived=True, figure=Figure("count", "answers", "tool"), width=10),
        ColumnSpec("slow", "Q2 票数", "int", Words("有几人选它为最耗时环节。", "Votes in question 2."), derived=True, figure=Figure("count", "answers", "slow"), width=10),
        ColumnSpec("wish", "Q3 票数", "int", Words("有几人最希望新增它。", "Votes in question 3."), derived=True, figure=Figure("count", "answers", "wish"), width=10),
        ColumnSpec("remark", "说明", "long", Words("看出了什么。", "What it shows."), "一线最缺提醒", width=30),
    ),
    Words("把要统计的选项列在左边，票数自动数。", "List the options at the left; the votes are counted."),
    key=("option",),
    ready_rows=12,
)

ANALYSES = SheetSpec(
    "analyses",
    "现有系统与文档分析表",
    "register",
    "detail",
    (
        ColumnSpec("material", "材料名称", "enum", Words("看的是哪种材料。", "Which material."), "数据字典", required="always", options="材料名称", width=15),
        ColumnSpec("format", "存储格式", "enum", Words("存成什么格式。", "How it is kept."), "Excel", required="always", options="存储格式", width=11),
        ColumnSpec("field", "字段名", "text", Words("哪个字段。", "Which field."), "客户来源", required="always", width=14),
        ColumnSpec("meaning", "字段定义", "long", Words("现在是怎么定义的。", "How it is defined."), "自由文本", width=22),
        ColumnSpec("gap", "细分维度缺口", "long", Words("少了哪些细分。", "Which details lack."), "没有区分线上、线下、转介绍", width=26),
        ColumnSpec("missing", "功能缺失点", "long", Words("缺什么功能。", "Which function lacks."), "不能按来源统计", width=22),
        ColumnSpec("doubled", "数据冗余问题", "long", Words("哪里重复存了。", "What is stored twice."), "三个部门各存一份", width=22),
        ColumnSpec("advice", "建议", "long", Words("建议怎么改。", "What to change."), "改为下拉选项", width=22),
        ColumnSpec("numbers", "提取需求编号", "multi", Words("提炼出哪些需求。", "The requirements found in it."), "DY-006", refers=NEED, width=18),
    ),
    Words("现有系统和文档里看出的问题。", "What the present system and documents show."),
    key=("material", "field"),
    ready_rows=12,
)

NEEDS = SheetSpec(
    "needs",
    "需求清单",
    "register",
    "needs",
    (
        ColumnSpec("number", "需求编号", "id", Words("DY、三位序号；留空由系统接着编。", "DY and three digits; blank is numbered for you."), "DY-001", meaning="number", required="always", pattern=r"DY-[0-9]{3,}", numbering=Numbering("DY-{count:03}", "received"), width=11),
        ColumnSpec("name", "需求名称", "text", Words("简短的名称。", "A short name."), "客户标签自定义", required="always", width=20, tells_apart=True),
        ColumnSpec("text", "需求描述", "long", Words("谁在什么时候要做什么。", "Who wants to do what, and when."), "销售能自己增删客户标签并按标签筛选", meaning="text", required="always", plain_words=True, width=40),
        ColumnSpec("class", "需求类别", "enum", Words("基础信息、功能还是非功能。", "Basic data, function or quality."), "功能需求", meaning="channel", required="always", options="需求类别", width=13, tells_apart=True),
        ColumnSpec("subclass", "子类", "enum", Words("功能、非功能再细分。", "The finer class."), "数据操作", options="子类", parent="class", open_options=True, width=13, tells_apart=True),
        ColumnSpec("departments", "提出部门", "multi", Words("哪些部门提的，合并后都保留。", "Which departments; all are kept."), "销售、客服", meaning="customer", required="always", options="业务部门", width=14),
        ColumnSpec("source", "来源", "multi", Words("来自哪次访谈、哪份问卷或文档；前两种写编号。", "The interview or form, by its number, or the document."), "FT-003", required="always", elsewhere=(INTERVIEW, ANSWER), width=14),
        ColumnSpec("received", "提出日期", "date", Words("哪天列入清单的。", "When it was listed."), "2024-03-08", meaning="received", required="always", not_future=True, width=13),
        ColumnSpec("goal", "调研目标", "ref", Words("归到哪个目标。", "The goal it counts for."), "识别核心需求", refers=Reference("plans", "goal"), width=16),
        ColumnSpec("times", "提出次数", "int", Words("有几次访谈提到它。", "How many interviews name it."), derived=True, figure=Figure("count", "interviews", "numbers"), width=10),
        ColumnSpec("urgent", "紧急", "bool", Words("现在不做会影响业务吗。", "Does business suffer if it waits?"), "是", required="always", options="是否", width=8),
        ColumnSpec("important", "重要", "bool", Words("关系到核心流程吗。", "Does it touch the core processes?"), "是", required="always", options="是否", width=8),
        ColumnSpec("quadrant", "象限", "enum", Words("由紧急和重要得出。", "From urgency and importance."), derived=True, width=14),
        ColumnSpec("grade", "优先级", "enum", Words("紧急且重要为高，占一样为中，都不占为低。", "Both: high; one: medium; neither: low."), meaning="grade", derived=True, options="优先级", width=9),
        ColumnSpec("phase", "期次", "enum", Words("一期还是二期做。", "In which phase."), "一期", required="always", options="期次", width=9),
        ColumnSpec("figure", "量化指标", "text", Words("非功能需求写明数字、单位和条件。", "A number with unit and load."), "万条数据查询≤3秒", required=When("class", ("非功能需求",)), width=20, tells_apart=True),
        ColumnSpec("scope", "范围判定", "enum", Words("纳入还是剔除；剔除的也不删行。", "In or out; the row stays."), "纳入", required="always", options="范围判定", width=10),
        ColumnSpec("left_out_because", "剔除理由", "long", Words("为什么不在范围内。", "Why it is out of scope."), "财务报表与客户管理无关", meaning="close_reason", required=When("scope", ("剔除",)), width=22),
        ColumnSpec("status", "需求状态", "enum", Words("走到哪一步；刚列入的选“待评估”。", "Where it stands; a new one is 待评估."), "待评估", meaning="status", required="always", options="需求状态", width=11),
        *KEPT,
    ),
    Words("所有来源的需求汇总在这里，优先级自动得出。", "All requirements from all sources; the priority follows."),
    key=("number",),
    rating=Matrix(
        "urgent",
        "important",
        "quadrant",
        "grade",
        (
            Quadrant(first=True, second=True, name="紧急且重要", grade="高"),
            Quadrant(first=False, second=True, name="重要不紧急", grade="中"),
            Quadrant(first=True, second=False, name="紧急不重要", grade="中"),
            Quadrant(first=False, second=False, name="不紧急不重要", grade="低"),
        ),
    ),
    rules=("measurable",),
    ready_rows=24,
)
