"""The papers of document 0: P-01 to P-11 (documents.md, sections 2 and 3)."""

from __future__ import annotations

from reqsheets.kinds.papers_common import SEALED, both_sign, box, hand, shown, signed_by
from reqsheets.model.gates import Holds
from reqsheets.model.papers import Field, Grid, Heading, Line, Matrix, Paper, Signatures, Signer, Table, Visible

ORIGIN = (("新客户", "新客户"), ("老客户", "老客户"), ("转介绍", "转介绍"))
CHANNEL = (("直接沟通", "直接沟通"), ("问卷", "问卷调研"), ("历史数据", "历史数据回溯"), ("第三方信息", "第三方信息"))
STARS = tuple((str(i), str(i)) for i in range(1, 6))

BOTH_SIGN = both_sign("客户代表", "我方代表", "customer_seal")

INTAKE = Paper(
    "P-02",
    "客户需求信息采集表",
    "form",
    "CJB",
    "needs",
    (
        Matrix(
            ("客户基本信息", "需求详情", "处理信息"),
            (
                (
                    ("客户名称/编号:", hand("customer", split="customer_number", label="客户名称/编号", size=18)),
                    (
                        "需求来源(",
                        box("origin", printed=ORIGIN, label="需求来源"),
                        "):",
                        box("channel", printed=CHANNEL, label="渠道"),
                    ),
                    ("需求类型(", box("types"), "):", hand("other_type", label="其他类型", size=12)),
                ),
                (
                    ("联系人:", hand("customer_contact", empty="客户经理", size=12)),
                    (
                        "需求描述(具体内容、目标、痛点):",
                        hand("text", label="需求描述", size=24, lines=3, also=("raw", "words")),
                    ),
                    ("优先级(", box("first_priority"), ")"),
                ),
                (
                    ("客户行业:", hand("industry", size=16)),
                    ("客户期望目标:", hand("target", size=24, lines=2)),
                    ("负责部门:", box("departments")),
                ),
                (
                    ("客户规模(", box("size"), ")"),
                    ("现有痛点/未满足需求:", hand("pain", label="现有痛点", size=20, lines=2)),
                    ("责任人:", hand("owner", size=12)),
                ),
                (
                    ("采集日期:", hand("received", size=12)),
                    ("需求附件(", box("attachments"), "):", hand("attachment_place", label="附件位置", size=14)),
                    ("计划完成日期:", hand("planned_finish", size=12)),
                ),
            ),
        ),
        Heading("确认信息"),
        Line(("客户确认意见：", box("opinion"))),
        BOTH_SIGN,
    ),
    audience="either",
    blank=True,
    shared=True,
)

CONFIRMATION_LIST = Paper(
    "P-05",
    "需求确认清单",
    "list",
    "QRD",
    "confirm",
    (
        Line(("请逐条核对我方的理解是否与贵方一致，并在右侧填写答复。",)),
        Table(
            "confirm",
            (
                Field("number", size=11),
                Field("understanding", size=18),
                Field("acceptance", size=15),
                Field("our_priority", size=7),
                Field("open_question", size=13),
                hand("answer", size=14),
                hand("clarified", size=9),
                box("customer_priority", size=9),
                hand("customer_reason", size=11),
                box("agreed", size=11),
            ),
        ),
        Line(("核对方式、核对日期请由我方对接人填写。",)),
        signed_by("核对人"),
    ),
    per="group",
    audience="customer",
    only=(Holds("status", ("待处理", "处理中"), "needs"),),
)

LETTER = Paper(
    "P-06",
    "客户需求确认函",
    "letter",
    "QR",
    "letters",
    (
        Line(("经双方核对，我方对贵方所提需求的理解如下，请予确认：",)),
        Table(
            "confirm",
            (
                Field("number", size=12),
                Field("understanding", size=22),
                Field("acceptance", size=18),
                Field("customer_priority", label="优先级意见", size=8),
                Field("planned_finish", "tracking", label="预计", size=10),
                hand("customer_reason", label="补充意见", size=14),
            ),
            names="numbers",
        ),
        Line(("以上内容与我方需求一致，特此确认。",)),
        Line(("意见：", box("state", printed=(("同意", "同意"), ("拒签", "拒签")), ask=True, label="客户意见"))),
        Signatures(
            (
                Signer(
                    "客户",
                    hand("customer_signer"),
                    hand("customer_post"),
                    hand("customer_signed"),
                    box("customer_seal", printed=SEALED),
                    stamped=True,
                ),
                Signer(
                    "我方",
                    hand("our_signer"),
                    hand("our_post"),
                    hand("our_signed"),
                    box("our_seal", printed=SEALED),
                    stamped=True,
                ),
            )
        ),
        Line(("一式两份，双方各执一份。",)),
    ),
    number="letter",
    own=True,
    versioned="version",
    only=(Holds("state", ("草稿", "已发出", "已签回")),),
    audience="customer",
    filed_as="确认函",
    state=("state", ("已发出", "已签回")),
    to="customer",
    day="sent",
)

ACCEPTANCE = Paper(
    "P-08",
    "需求验收报告",
    "report",
    "YB",
    "acceptances",
    (
        Grid(
            (
                Field("number"),
                Field("customer", "needs"),
                Field("round"),
                hand("accepted"),
                Field("basis"),
                box("way"),
                Field("text", "needs", label="需求描述", lines=2),
                Field("standard", lines=2),
            )
        ),
        Heading("一、验收项"),
        Table(
            "acceptance_items",
            (Field("item", size=16), box("result", size=16), hand("note", size=18)),
            by=(("report", "report"),),
            blank=5,
        ),
        Heading("二、遗留问题与整改"),
        Grid((hand("open_items", lines=3), hand("repairer"), hand("repair_due"))),
        Heading("三、验收结论"),
        Grid(
            (
                box("conclusion"),
                box("satisfaction", printed=STARS, label="满意度（5分最满意）"),
                hand("comment", lines=3),
            )
        ),
        both_sign(),
    ),
    number="report",
    own=True,
    audience="customer",
    filed_as="验收报告",
    state=("conclusion", ("通过", "有条件通过")),
    day="accepted",
)

PLAN = Paper(
    "P-01",
    "需求采集计划表",
    "form",
    "CJ",
    "plans",
    (
        Grid(
            (
                *shown("initiator", "contact", "scene", "object_type", "work_start", "work_finish"),
                Field("goal", lines=2),
                Field("objects", lines=2),
                Field("focus", lines=2),
                Field("ways", boxes=True),
                Field("tools", boxes=True),
                *shown("state", "collected"),
            )
        ),
        signed_by("部门负责人"),
    ),
    number="plan",
    own=True,
    only=(Holds("state", ("未开始", "进行中")),),
)

RAW = Paper(
    "P-03",
    "原始需求记录表",
    "form",
    "YS",
    "raw",
    (
        Grid(
            (
                *shown("customer", "customer_number", "industry", "size", "customer_contact", "phone"),
                *shown("channel", "collected", "collector", "number"),
                Field("words", lines=4),
                Field("remark", lines=2),
                box("verified"),
                hand("verifier"),
                hand("verified_on"),
            )
        ),
    ),
    number="record",
    own=True,
)

SCORING = Paper(
    "P-04",
    "需求分类与优先级评估表",
    "list",
    "PGB",
    "scores",
    (
        Table(
            "scores",
            (
                *shown("number", "name"),
                Field("customer", "needs"),
                *shown("nature", "urgency_level", "customer_value", "cost", "urgency", "score", "assessed", "adjusted"),
                *shown("adjusted_because", "grade", "reviewers"),
            ),
        ),
        Line(("企业成本一项，5 分表示成本最低。",)),
        signed_by("评审人"),
    ),
    per="all",
    only=(Holds("grade"),),
)

PROGRESS = Paper(
    "P-07",
    "需求执行跟踪表",
    "list",
    "ZXB",
    "tracking",
    (
        Table(
            "tracking",
            (
                Field("number", size=10),
                Field("customer", size=9),
                Field("text", size=18),
                Field("grade", size=5),
                Field("status", size=6),
                Field("due", size=8),
                Field("department", size=6),
                Field("owner", size=6),
                Field("planned_finish", size=8),
                hand("percent", size=6),
                hand("progress", size=12),
                hand("problem", size=9),
                hand("solution", size=9),
                Field("new_finish", size=8),
                Field("overdue_days", size=5),
            ),
        ),
        signed_by("制表人"),
    ),
    per="all",
    audience="either",
    only=(Holds("status", ("处理中", "测试中")),),
)

DIRECTORY = Paper(
    "P-09",
    "需求管理归档目录",
    "list",
    "GDM",
    "directory",
    (
        Table(
            "directory",
            shown(
                "entry", "nature", "number", "document", "file", "place", "carrier", "filed", "archivist", "kept_until"
            ),
            order=("number", "document"),
        ),
        signed_by("归档人"),
    ),
    per="group",
    group="customer",
)

REVIEW = Paper(
    "P-10",
    "需求复盘页",
    "report",
    "FPY",
    "dashboard",
    (
        Heading("一、统计"),
        Table("dashboard", shown("day", "open", "overdue", "by_status", "achieved", "satisfaction", "days_taken")),
        Heading("二、结论"),
        Line(("________________________________________________________________",)),
        signed_by("管理层"),
    ),
    per="all",
)

QUESTIONS = Paper(
    "P-11",
    "采集问卷",
    "form",
    "DCW",
    "raw",
    (
        Grid((hand("customer"), hand("customer_contact"), hand("collected"))),
        Line(("1. 对当前服务速度的满意度（5 分最满意）：", box("rating", printed=STARS, label="问卷评分"))),
        Line(("2. 目前最困扰您的是什么？您期望达到什么效果？", hand("words", lines=5, size=40, label="需求描述"))),
    ),
    blank=True,
    number="record",
    own=True,
    audience="customer",
    shared=True,
    only=(Holds("channel", ("问卷调研",)),),
)

PAPERS = (
    INTAKE,
    CONFIRMATION_LIST,
    LETTER,
    ACCEPTANCE,
    PLAN,
    RAW,
    SCORING,
    PROGRESS,
    DIRECTORY,
    REVIEW,
    QUESTIONS,
)

CUSTOMER_SEES = (
    Visible("needs", ("number", "customer", "received", "types", "text", "target", "pain", "status")),
    Visible(
        "confirm",
        (
            "number",
            "understanding",
            "acceptance",
            "open_question",
            "answer",
            "customer_priority",
            "customer_reason",
            "agreed",
        ),
    ),
    Visible("confirm", ("our_priority",), parameter="客户可见优先级"),
    Visible(
        "letters",
        (
            *("letter", "version", "customer", "sent", "way", "customer_signer", "customer_post", "customer_signed"),
            *("customer_seal", "our_signer", "our_post", "our_signed", "our_seal"),
        ),
    ),
    Visible("tracking", ("number", "text", "status", "planned_finish", "actual_finish")),
    Visible("tracking", ("new_finish", "progress", "problem", "solution"), when=("told_customer", ("是",))),
    Visible(
        "acceptances",
        (
            *("report", "number", "round", "accepted", "basis", "standard", "way", "open_items", "repair_due"),
            *("conclusion", "comment", "satisfaction", "customer_signature", "customer_signed", "our_signature"),
            "our_signed",
        ),
    ),
    Visible("acceptance_items", ("report", "item", "result", "note")),
)
