"""The papers of document 4: P-38 to P-49 (documents.md, sections 2 and 3)."""

from __future__ import annotations

from reqsheets.kinds.papers_common import box, hand, shown, signed_by
from reqsheets.model.gates import Holds
from reqsheets.model.papers import Field, Grid, Heading, Line, Paper, Signatures, Signer, Table, Visible

KEPT = (Holds("scope", ("纳入",)),)
FIRST = (*KEPT, Holds("phase", ("一期",)))
NEED_ORDER = ("grade", "times", "number")

PLAN = Paper(
    "P-38",
    "调研计划",
    "report",
    "DYJ",
    "plans",
    (
        Heading("一、目标"),
        Table("plans", shown("goal", "measure", "target", "done")),
        Heading("二、范围与方法"),
        Table("plans", shown("kinds_of_data", "departments", "processes", "methods", "level")),
        Heading("三、团队与日程"),
        Table("plans", shown("member", "role", "duty", "work_start", "work_finish", "materials", "ready")),
        signed_by("调研负责人"),
    ),
    per="all",
)

OUTLINE = Paper(
    "P-39",
    "访谈提纲",
    "form",
    "FTG",
    "interviews",
    (
        Line(("访谈对象类别：", box("kind"))),
        Heading("一、现有流程"),
        Line(("客户信息从录入到使用经过哪些步骤？每一步谁来做、用什么？",)),
        Heading("二、现有系统的不足"),
        Line(("哪一步最费时？什么查不到、对不上、要重复填？",)),
        Heading("三、期望的核心能力"),
        Line(("如果只能先做三件事，是哪三件？做到什么程度算好？",)),
    ),
    blank=True,
    number="interview",
    own=True,
    only=(Holds("interview", ("不打印",)),),
)

INTERVIEW = Paper(
    "P-40",
    "访谈记录表",
    "form",
    "FT",
    "interviews",
    (
        Grid(
            (
                *shown("held", "length", "way", "person", "kind", "department", "interviewer", "recorder"),
                hand("process", lines=5),
                hand("faults", lines=5),
                hand("hopes", lines=5),
            )
        ),
        Signatures((Signer("受访人", hand("signature")),)),
    ),
    number="interview",
    own=True,
)

QUESTIONNAIRE = Paper(
    "P-41",
    "需求问卷",
    "form",
    "DJ",
    "answers",
    (
        Grid((box("department"), hand("post"), hand("filled"))),
        Line(("1. 您当前用于记录客户信息的工具是？（单选）",)),
        Line((box("tool"), "　其他：", hand("other", size=20))),
        Line(("2. 您认为客户信息管理中最耗时的环节是？（单选）",)),
        Line((box("slow"),)),
        Line(("3. 您最希望系统新增的功能是？（单选）",)),
        Line(
            (
                box(
                    "wish",
                    printed=(
                        ("多条件筛选查询", "多条件筛选查询"),
                        ("批量导入/导出", "批量导入导出"),
                        ("客户跟进提醒", "客户跟进提醒"),
                    ),
                ),
            )
        ),
        Line(("谢谢您的配合。本问卷不记名。",)),
    ),
    blank=True,
    number="answer",
    own=True,
    audience="customer",
    shared=True,
)

VOTES = Paper(
    "P-42",
    "问卷汇总",
    "list",
    "WJH",
    "votes",
    (Table("votes", shown("option", "tool", "slow", "wish", "remark")), signed_by("制表人")),
    per="all",
)

ANALYSIS = Paper(
    "P-43",
    "现有系统与文档分析表",
    "list",
    "XTB",
    "analyses",
    (
        Table(
            "analyses",
            shown("material", "format", "field", "meaning", "gap", "missing", "doubled", "advice", "numbers"),
        ),
        signed_by("分析人"),
    ),
    per="all",
)

LIST_FIELDS = (
    Field("number", size=7),
    Field("name", size=13),
    Field("text", size=24),
    Field("class", size=10),
    Field("subclass", size=9),
    Field("departments", size=9),
    Field("times", size=5),
    Field("grade", size=6),
    Field("phase", size=6),
    Field("figure", size=12),
)
NEEDS = Paper(
    "P-44",
    "需求清单",
    "list",
    "XQD",
    "needs",
    (
        Table("needs", LIST_FIELDS, only=KEPT, order=NEED_ORDER),
        Heading("附：剔除的需求"),
        Table("needs", shown("number", "name", "departments", "left_out_because"), only=(Holds("scope", ("剔除",)),)),
        signed_by("评审人"),
    ),
    per="all",
)

SPECIFICATION = Paper(
    "P-45",
    "需求规格说明书",
    "report",
    "SRS",
    "clauses",
    (
        Heading("1　项目背景"),
        Table("clauses", shown("clause", "statement"), only=(Holds("chapter", ("项目背景",)),)),
        Heading("2　调研范围"),
        Table("plans", shown("goal", "target", "done", "departments", "processes", "methods"), by=()),
        Heading("3　需求分类清单（含优先级）"),
        Table(
            "needs",
            (
                Field("class", size=9),
                Field("subclass", size=8),
                Field("number", size=7),
                Field("name", size=14),
                *(Field(n, size=6) for n in ("grade", "phase")),
                Field("departments", size=9),
            ),
            by=(),
            only=KEPT,
            order=("class", "subclass", *NEED_ORDER),
        ),
        Heading("4　业务流程图"),
        Line(("客户信息录入 → 分配 → 跟进 → 关闭",)),
        Heading("5　非功能指标定义"),
        Table(
            "needs",
            (Field("number", size=7), Field("name", size=14), Field("figure", size=20)),
            by=(),
            only=(*KEPT, Holds("class", ("非功能需求",))),
        ),
        Heading("6　需求条款与验收标准"),
        Table(
            "clauses",
            (
                Field("clause", size=6),
                Field("number", size=8),
                Field("statement", size=24),
                Field("acceptance", size=18),
            ),
            only=(Holds("number"),),
            order=("clause",),
        ),
        Heading("7　术语、约束与接口"),
        Table("clauses", shown("clause", "chapter", "statement"), only=(Holds("chapter", ("术语", "约束", "接口")),)),
        Heading("8　需求跟踪矩阵"),
        Table(
            "clauses",
            (Field("number", size=8), Field("clause", size=7), Field("acceptance", size=20), Field("source", size=12)),
            only=(Holds("number"),),
            order=("number",),
        ),
        Heading("9　版本记录"),
        Table("clauses", shown("version", "clause", "revised", "reviser", "change"), order=("version", "clause")),
        Heading("附：列入二期的需求"),
        Table("needs", shown("number", "name", "grade"), by=(), only=(*KEPT, Holds("phase", ("二期",)))),
        Heading("附：剔除的需求"),
        Table("needs", shown("number", "name", "left_out_because"), by=(), only=(Holds("scope", ("剔除",)),)),
    ),
    per="group",
    group="version",
    audience="customer",
    shared=True,
    barred=(
        ("feasibility", (Holds("conflict"), Holds("conflict_state", ("未解决", "上报决策")))),
        ("signings", (Holds("result", ("有歧义", "遗漏", "不通过")), Holds("rechecked", blank=True))),
    ),
)

REVIEW = Paper(
    "P-46",
    "需求评审与签字确认表",
    "report",
    "PSQ",
    "signings",
    (
        Line(("文档版本：", Field("version"), "　　评审日期：", Field("reviewed"), "　　参加：", Field("reviewers"))),
        Table(
            "signings",
            (
                Field("number", size=8),
                Field("clause", "clauses", size=7),
                Field("statement", "clauses", size=20),
                box("result", size=12),
                hand("opinion", size=13),
                hand("corrector", size=8),
                hand("correct_by", size=9),
            ),
        ),
        Line(("总体结论：", box("conclusion"))),
        Signatures(
            (
                Signer("业务部门", stamped=True),
                Signer("IT部门", stamped=True),
                Signer("管理层", stamped=True),
            )
        ),
    ),
    per="group",
    group="version",
    audience="customer",
    shared=True,
    state=("state", ("已签字",)),
)

CHANGE = Paper(
    "P-47",
    "需求变更单",
    "form",
    "BG",
    "changes",
    (
        Grid(
            (
                *shown("number", "asker", "asked", "type"),
                Field("before", lines=2),
                Field("after", lines=2),
                Field("reason", lines=2),
                *shown("schedule", "cost", "quality", "version"),
                box("verdict"),
                box("resign"),
            )
        ),
        Signatures((Signer("审批人", hand("approver"), None, hand("approved")), Signer("客户", stamped=True))),
    ),
    number="change",
    own=True,
)

IMPORT_FIELDS = (
    *("customer", "phone", "industry", "customer_number", "subject", "code", "origin", "size", "region", "contact"),
    *("seller", "state"),
)
IMPORT = Paper(
    "P-48",
    "客户信息批量导入模板",
    "list",
    "DRM",
    "imports",
    (Table("imports", tuple(hand(name) for name in IMPORT_FIELDS), blank=20),),
    per="all",
    blank=True,
    only=(Holds("customer_number", ("不打印",)),),
)

IMPORT_ERRORS = Paper(
    "P-49",
    "导入错误清单",
    "list",
    "DRC",
    "imports",
    (Table("imports", shown("customer_number", "customer", "phone", "industry", "problem")),),
    per="all",
    only=(Holds("problem"),),
)

PAPERS = (
    PLAN,
    OUTLINE,
    INTERVIEW,
    QUESTIONNAIRE,
    VOTES,
    ANALYSIS,
    NEEDS,
    SPECIFICATION,
    REVIEW,
    CHANGE,
    IMPORT,
    IMPORT_ERRORS,
)

CUSTOMER_SEES = (
    Visible(
        "needs",
        (
            "number",
            "name",
            "text",
            "class",
            "subclass",
            "departments",
            "received",
            "grade",
            "phase",
            "figure",
            "status",
        ),
    ),
    Visible("clauses", ("clause", "chapter", "number", "statement", "acceptance", "version")),
    Visible("signings", ("version", "number", "result", "opinion", "conclusion", "reviewed")),
    Visible("changes", ("change", "number", "asked", "type", "before", "after", "reason", "verdict", "version")),
)
