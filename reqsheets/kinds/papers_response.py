"""The papers of document 3: P-26 to P-37 and its weekly report (documents.md, sections 2 and 3)."""

from __future__ import annotations

from reqsheets.kinds.papers_common import both_sign, box, hand, shown, signed_by
from reqsheets.model.gates import Holds
from reqsheets.model.papers import Field, Grid, Heading, Line, Paper, Signatures, Signer, Table, Visible

STARS = tuple((str(i), str(i)) for i in range(1, 6))
URGENCY = (("紧急-24小时响应", "紧急"), ("重要-3天解决", "重要"), ("常规-7天处理", "常规"))

CARD = Paper(
    "P-26",
    "客户需求登记表",
    "form",
    "XQK",
    "needs",
    (
        Grid(
            (
                Field("number"),
                hand("received"),
                hand("channel"),
                hand("customer"),
                hand("industry"),
                hand("phone"),
                hand("background", lines=2),
                hand("text", lines=3),
                hand("wanted", lines=2),
                hand("pain", lines=2),
                box("urgency", printed=URGENCY),
                hand("history"),
                hand("first_contact"),
                *shown("response_due", "solve_due"),
            )
        ),
        signed_by("初步对接人"),
    ),
    blank=True,
    audience="either",
    shared=True,
)

FEASIBILITY = Paper(
    "P-27",
    "需求可行性评估表",
    "report",
    "KXB",
    "feasibility",
    (
        Grid(
            (
                Field("number"),
                Field("text", "needs", label="问题描述", lines=2),
                box("possible"),
                *shown("difficulty", "person_days", "days", "risk_level", "cost"),
                Field("risk", lines=2),
                Field("avoidance", lines=2),
                Field("alternative", lines=2),
                Field("resources", lines=2),
                Field("benefit", lines=2),
                box("conclusion"),
                *shown("assessor", "department", "assessed"),
            )
        ),
        signed_by("评估人", "审批人"),
    ),
)

MINUTES = Paper(
    "P-28",
    "需求评审会议纪要",
    "minutes",
    "HY",
    "meetings",
    (
        Grid((*shown("held", "place", "chair", "recorder"), hand("attendees", lines=2))),
        Heading("一、议题"),
        Table("needs", shown("number", "text", "type", "grade"), names="numbers"),
        Heading("二、结论"),
        Grid((Field("points", lines=3), *shown("feasible", "resources", "result"), Field("decision", lines=3))),
        Heading("三、待办"),
        Table("todos", (*shown("item", "person", "by"), hand("state")), by=(("minutes", "minutes"),)),
        signed_by("参会人签到"),
    ),
    number="minutes",
    own=True,
)

SOLUTION = Paper(
    "P-29",
    "解决方案书",
    "report",
    "FAS",
    "plans",
    (
        Grid(
            (
                *shown("number", "version", "type", "day"),
                Field("text", "needs", label="问题描述", lines=2),
                Field("cause", lines=2),
                Field("steps", lines=3),
                Field("test", lines=2),
                Field("functions", lines=2),
                Field("technique", lines=3),
                *shown("prototype", "script", "cases", "training", "author", "approver"),
            )
        ),
        signed_by("编制人", "审批人"),
    ),
    audience="either",
    only=(Holds("approver"),),
)

TASKS = Paper(
    "P-30",
    "需求响应进度跟踪表",
    "list",
    "JDB",
    "tasks",
    (
        Table(
            "tasks",
            (
                *shown("number", "task", "name", "owner", "planned_start", "planned_finish", "standard"),
                hand("state"),
                hand("progress"),
                hand("updated"),
                *shown("new_finish", "delay_reason"),
            ),
        ),
        signed_by("制表人"),
    ),
    per="all",
    audience="either",
    only=(Holds("state", ("未开始", "进行中", "受阻")),),
)

STAND_UP = Paper(
    "P-31",
    "站会清单",
    "list",
    "ZHQ",
    "tasks",
    (
        Table(
            "tasks",
            shown("owner", "number", "task", "name", "state", "progress", "problem", "planned_finish", "new_finish"),
            order=("owner", "number", "task"),
        ),
    ),
    per="all",
    only=(Holds("state", ("未开始", "进行中", "受阻")),),
)

SYNC = Paper(
    "P-32",
    "进度同步函",
    "letter",
    "TBH",
    "needs",
    (
        Line(("您提出的需求目前进展如下：",)),
        Grid((*shown("number", "status", "received"), Field("text", label="需求", lines=2))),
        Table("tasks", shown("name", "state", "planned_finish", "new_finish")),
        Line(("如有疑问，请随时与我们联系。",)),
        signed_by("同步人"),
    ),
    audience="customer",
    only=(Holds("status", ("分析中", "方案制定中", "执行中", "待客户验收")),),
    to="customer",
)

DELIVERY = Paper(
    "P-33",
    "需求交付清单",
    "list",
    "JFQ",
    "deliveries",
    (
        Line(("客户名称：", Field("customer", "needs"), "　　需求编号：", Field("number"))),
        Table(
            "deliveries",
            (
                Field("item", size=12),
                Field("version", size=6),
                Field("type", size=6),
                Field("functions", size=11),
                Field("manual", size=11),
                Field("caution", size=14),
                Field("delivered", size=8),
                Field("deliverer", size=7),
                hand("receiver", size=8),
            ),
        ),
        Line(("以上交付物已收到，特此确认。",)),
        Signatures((Signer("客户接收人", stamped=True), Signer("我方交付人", stamped=True))),
    ),
    per="group",
    group="number",
    audience="customer",
)

ACCEPTANCE = Paper(
    "P-34",
    "客户验收确认表",
    "report",
    "YSB",
    "acceptances",
    (
        Grid(
            (
                *shown("number", "round"),
                Field("customer", "needs"),
                hand("accepted"),
                Field("text", "needs", label="问题描述", lines=2),
            )
        ),
        Heading("一、验收项"),
        Table(
            "acceptance_items",
            (Field("item", size=13), Field("standard", size=15), box("result", size=13), hand("note", size=13)),
            by=(("number", "number"), ("round", "round")),
            blank=5,
        ),
        Heading("二、结论"),
        Grid(
            (
                box("conclusion"),
                hand("comment", lines=3),
                hand("to_add", lines=2),
                hand("repairer"),
                hand("repair_due"),
            )
        ),
        both_sign(),
    ),
    audience="customer",
    state=("conclusion", ("通过", "有条件通过")),
)

SURVEY = Paper(
    "P-35",
    "客户满意度问卷",
    "form",
    "MYD",
    "surveys",
    (
        Grid((*shown("number", "customer"), Field("text", "needs", label="问题描述", lines=2))),
        Line(("请就以下三项打分（5 分最满意）：",)),
        Grid(
            (
                box("speed", printed=STARS),
                box("effect", printed=STARS),
                box("manner", printed=STARS),
                hand("suggestion", lines=4),
                box("unrated_reason"),
                hand("surveyed"),
                box("way"),
            )
        ),
    ),
    audience="customer",
)

RETRO = Paper(
    "P-36",
    "需求复盘报告",
    "report",
    "FP",
    "retros",
    (
        Grid((*shown("numbers", "held"), Field("departments", lines=1))),
        Heading("一、目标、实际与偏差"),
        Grid((Field("aim", lines=2), Field("actual", lines=2), Field("gap", lines=2))),
        Heading("二、亮点与问题"),
        Grid((Field("good", lines=3), Field("bad", lines=3), Field("root", lines=2))),
        Heading("三、改进措施"),
        Grid((Field("measure", lines=3), *shown("person", "by"), Field("verified", lines=2))),
        signed_by("参会人"),
    ),
    number="retro",
    own=True,
)

KNOWLEDGE = Paper(
    "P-37",
    "知识库条目",
    "form",
    "ZS",
    "knowledge",
    (
        Grid(
            (
                *shown("type", "keywords"),
                Field("title", lines=2),
                Field("symptom", lines=3),
                Field("cause", lines=2),
                Field("solution", lines=4),
                *shown("product", "state", "creator", "created", "reviewed"),
            )
        ),
    ),
    number="entry",
    own=True,
)

REPORT = Paper(
    "P-50",
    "周报",
    "list",
    "ZBB",
    "tracking",
    (
        Table(
            "tracking",
            shown(
                *("department", "owner", "number", "text", "grade", "status", "due", "overdue", "overdue_days"),
                *("tasks", "next_contact"),
            ),
            order=("department", "owner", "due"),
        ),
        signed_by("制表人"),
    ),
    per="all",
)

PAPERS = (
    CARD,
    FEASIBILITY,
    MINUTES,
    SOLUTION,
    TASKS,
    STAND_UP,
    SYNC,
    DELIVERY,
    ACCEPTANCE,
    SURVEY,
    RETRO,
    KNOWLEDGE,
    REPORT,
)

CUSTOMER_SEES = (
    Visible(
        "needs",
        (
            *("number", "received", "customer", "text", "wanted", "pain", "type", "status", "responded", "planned"),
            "solved",
        ),
    ),
    Visible("needs", ("solve_due",), parameter="客户可见时限"),
    Visible(
        "plans",
        (
            *("number", "version", "type", "cause", "steps", "test", "prototype", "functions", "technique", "script"),
            *("cases", "training", "author", "approver", "day"),
        ),
        when=("approver", ()),
    ),
    Visible("tasks", ("name", "state", "planned_finish", "new_finish")),
    Visible("contacts", ("synced", "ways", "content", "answer")),
    Visible(
        "deliveries",
        ("number", "item", "version", "type", "functions", "manual", "caution", "delivered", "deliverer", "receiver"),
    ),
    Visible(
        "acceptances",
        (
            *("number", "round", "accepted", "comment", "conclusion", "to_add", "repair_due", "again"),
            *("customer_signature", "customer_signed", "our_signature", "our_signed"),
        ),
    ),
    Visible("acceptance_items", ("number", "round", "item", "standard", "result", "note")),
    Visible("surveys", ("number", "customer", "surveyed", "way", "speed", "effect", "manner", "suggestion")),
)
