"""The papers of document 1: P-12 to P-18 and its weekly report (documents.md, sections 2 and 3)."""

from __future__ import annotations

from reqsheets.kinds.papers_common import box, hand, shown, signed_by
from reqsheets.model.gates import Holds
from reqsheets.model.papers import Field, Grid, Heading, Line, Paper, Table, Visible

STARS = tuple((str(i), str(i)) for i in range(1, 6))
DONE = (Holds("status", ("已完成", "已关闭"), "tracking"), Holds("solution", (), "tracking"))

REGISTER = Paper(
    "P-12",
    "客户需求信息登记表",
    "list",
    "DJB",
    "needs",
    (
        Table(
            "needs",
            (
                Field("number", size=9),
                Field("channel", size=8),
                Field("customer", size=15),
                Field("text", size=32),
                Field("attachment", size=13),
                Field("received", size=9),
                Field("recorder", size=7),
            ),
            blank=12,
        ),
        signed_by("制表人"),
    ),
    per="all",
    audience="inside",
    blank=True,
)

RATING = Paper(
    "P-13",
    "需求优先级评估表",
    "list",
    "YXB",
    "scores",
    (
        Line(("评估维度：紧急性、重要性、可行性、客户价值，各打 1 到 5 分。",)),
        Table(
            "scores",
            (
                Field("number", size=9),
                Field("text", "needs", label="需求描述", size=24),
                *(Field(name, size=6) for name in ("urgency", "importance", "feasibility", "customer_value")),
                Field("score", size=7),
                Field("grade", size=7),
                Field("reviewers", size=13),
                Field("reviewed", size=9),
            ),
        ),
        signed_by("评审人"),
    ),
    per="all",
    only=(Holds("grade"),),
)

MARKS = Paper(
    "P-14",
    "评审评分表",
    "form",
    "PFB",
    "reviews",
    (
        Line(("评审人：", Field("reviewer"))),
        Table(
            "reviews",
            (
                Field("number", size=10),
                Field("text", "needs", label="需求描述", size=24),
                *(
                    box(name, printed=STARS, size=7)
                    for name in ("urgency", "importance", "feasibility", "customer_value")
                ),
            ),
        ),
        signed_by("评审人"),
    ),
    per="group",
    group="reviewer",
)

WEEKLY = Paper(
    "P-15",
    "处理跟踪表（周进展）",
    "form",
    "ZJZ",
    "tracking",
    (
        Line(("负责人：", Field("owner"))),
        Table(
            "tracking",
            (
                Field("number", size=9),
                Field("text", size=20),
                Field("status", size=7),
                Field("planned_finish", size=9),
                hand("progress", size=18),
                hand("updated", size=9),
                hand("delay_reason", size=12),
                hand("new_finish", size=9),
            ),
        ),
        signed_by("负责人"),
    ),
    per="group",
    group="owner",
    only=(Holds("status", ("待处理", "处理中", "测试中", "重新打开")),),
)

NOTICE = Paper(
    "P-16",
    "处理结果告知函",
    "letter",
    "GZH",
    "followups",
    (
        Line(("您好！您提出的以下需求已经处理完成，现将结果告知如下：",)),
        Grid(
            (
                Field("number"),
                Field("finished", "tracking"),
                Field("text", "needs", label="您的需求", lines=2),
                Field("solution", "tracking", lines=3),
                Field("before", "tracking"),
                Field("after", "tracking"),
            )
        ),
        Line(("如有疑问，请随时与我们联系。一至两周后我们将回访，请您对处理结果评分。",)),
        Line(("特此告知。",)),
        signed_by("我方（盖章）"),
    ),
    audience="customer",
    only=DONE,
    to="customer",
)

FOLLOW_UP = Paper(
    "P-17",
    "回访记录表",
    "form",
    "HFB",
    "followups",
    (
        Grid(
            (
                *shown("number", "customer"),
                Field("text", "needs", label="需求描述", lines=2),
                Field("explanation", lines=2),
                *shown("window_from", "window_to"),
                hand("followed_up"),
                hand("caller"),
                box("followup_way"),
                box("solved"),
                box("satisfaction", printed=STARS, label="满意度评分（5分最满意）"),
                box("unrated_reason"),
                hand("suggestion", lines=4),
                box("reopen"),
            )
        ),
        signed_by("回访人"),
    ),
    only=(Holds("window_from"),),
)

CLOSING = Paper(
    "P-18",
    "闭环归档单",
    "report",
    "BHD",
    "archive",
    (
        Grid(
            (
                *shown("number", "grade", "received", "closed"),
                Field("text", lines=2),
                *shown("close_reason", "days_taken"),
                Field("solution", lines=3),
                *shown("solution_document", "followup_record", "before", "after", "archivist", "archived"),
            )
        ),
        Heading("满意度回访"),
        Table("followups", shown("customer", "followed_up", "solved", "satisfaction", "unrated_reason", "suggestion")),
        signed_by("归档人"),
    ),
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
                *("progress", "updated", "new_finish"),
            ),
            order=("department", "owner", "due"),
        ),
        signed_by("制表人"),
    ),
    per="all",
)

PAPERS = (REGISTER, RATING, MARKS, WEEKLY, NOTICE, FOLLOW_UP, CLOSING, REPORT)

FINISHED = ("status", ("已完成", "已关闭"))
CUSTOMER_SEES = (
    Visible("needs", ("number", "text", "received", "status", "attachment")),
    Visible("tracking", ("number", "planned_finish", "new_finish", "finished", "solution")),
    Visible("tracking", ("before", "after"), when=FINISHED),
    Visible(
        "followups",
        (
            *("number", "customer", "noticed", "notice_way", "explanation", "followed_up", "followup_way", "solved"),
            *("satisfaction", "unrated_reason", "suggestion"),
        ),
    ),
)
