"""The papers of document 2: P-19 to P-25 (documents.md, sections 2 and 3)."""

from __future__ import annotations

from reqsheets.kinds.papers_common import box, hand, shown, signed_by
from reqsheets.model.gates import Holds
from reqsheets.model.papers import Explained, Field, Grid, Heading, Line, Paper, Signatures, Signer, Table, Visible

FIRM = ("50人以下", "50-200人", "200-500人", "500人以上")
PERSON = ("企业主", "从业者", "其他")
SIZES = (
    *((f"企业:{one}" if one == FIRM[0] else one, one) for one in FIRM),
    *((f"个人:{one}" if one == PERSON[0] else one, one) for one in PERSON),
)
FILL_IN = "填写内容"

BASICS = Explained(
    ("字段名称", "填写说明", "示例", FILL_IN),
    (
        ("客户名称", "企业写营业执照上的全称；个人写真实姓名。", "*科技有限公司", hand("customer", "customers")),
        (
            "统一社会信用代码/身份证号*",
            "企业写 18 位信用代码；个人的身份证号请用 * 代替中间的数字。",
            "9111…",
            hand("code", "customers"),
        ),
        ("所属行业", "按国民经济行业分类选写。", "软件和信息技术服务业", hand("industry", "customers")),
        ("企业规模/客户类型", "企业按员工人数，个人按身份，勾选一项。", "□50-200人", box("size", "customers")),
        ("注册地址", "写到省、市、区（县）、街道。", "北京市海淀区…", hand("address", "customers")),
        ("成立时间", "年-月-日；只知道年月也可以。", "2015-03", hand("founded", "customers")),
        ("联系人", "我们找谁沟通。", "*经理", hand("contact", "customers")),
        ("职务", "联系人的职务。", "信息部主管", hand("post", "customers")),
        ("联系方式", "手机号请用 * 代替中间四位。", "138****0021", hand("phone", "customers")),
        ("偏好沟通方式", "勾选一项。", "□电话", box("way", "customers")),
        ("决策链", "新客户：谁拍板、谁影响、谁使用。", "", hand("deciders", "customers", lines=2)),
        ("合作状态", "老客户勾选。", "□合作中", box("cooperation", "customers")),
        ("续约意向", "老客户勾选。", "□高", box("renewal", "customers")),
    ),
)
CORE = Explained(
    ("字段名称", "填写说明", "选项/示例", FILL_IN),
    (
        ("需求类型*", "勾选一项。", "□服务定制", box("type")),
        (
            "需求背景简述*",
            "为什么会有这项需求，例如业务扩张、效率瓶颈、政策要求。",
            "因业务规模扩大…",
            hand("background", lines=3),
        ),
        (
            "具体需求描述*",
            "需要什么功能或服务、交付到什么程度；可另附文件。",
            "客户数据实时同步…",
            hand("text", lines=4),
        ),
        ("预算下限(万元)", "新客户填写。", "50", hand("budget_low")),
        ("预算上限(万元)", "新客户填写。", "80", hand("budget_high")),
        ("期望完成时间", "年-月-日。", "2024-06-01", hand("wanted")),
        ("需求优先级*", "勾选一项。", "□高", box("priority")),
        ("需求变化类型", "老客户勾选。", "□新增需求", box("change")),
        ("上次记录编号", "老客户调整需求时填写。", "CRM-2024-001", hand("previous")),
        ("附件", "另附文件的名称。", "需求说明.docx", hand("attachment")),
        ("采集日期", "年-月-日。", "2024-03-01", hand("received")),
    ),
)

BLANK_FORM = Paper(
    "P-19",
    "客户信息需求采集表",
    "form",
    "KHB",
    "needs",
    (
        Heading("（一）客户基本信息"),
        BASICS,
        Heading("（二）核心需求信息"),
        CORE,
        signed_by("客户", "采集人"),
    ),
    audience="customer",
    blank=True,
    shared=True,
    only=(Holds("number", ("不打印",)),),  # with content it is P-20
)

FILLED_FORM = Paper(
    "P-20",
    "客户信息需求采集表（已填）",
    "form",
    "KHB",
    "needs",
    (
        Line(("客户名称：", Field("customer"), "　　需求编号：", Field("number"))),
        Heading("（一）客户基本信息"),
        Grid(
            tuple(
                hand(name, "customers", by="customer", boxes=name in ("size", "way", "cooperation"))
                for name in (
                    *(
                        "code",
                        "industry",
                        "size",
                        "address",
                        "founded",
                        "contact",
                        "post",
                        "phone",
                        "way",
                        "cooperation",
                    ),
                )
            )
        ),
        Heading("（二）核心需求信息"),
        Grid(
            (
                box("type"),
                hand("background", lines=3),
                hand("text", lines=4),
                hand("budget_low"),
                hand("budget_high"),
                hand("wanted"),
                hand("attachment"),
                box("priority"),
            )
        ),
        Heading("（三）采集信息"),
        Grid(
            (
                *shown("scene", "ways", "department", "collector", sheet="collecting"),
                Field("received"),
                *shown("talked", "recorded", sheet="collecting"),
            )
        ),
        signed_by("客户", "采集人"),
    ),
    audience="either",
    shared=True,
    only=(Holds("status", ("采集中", "待复核", "已通过")),),
)

OUTLINE = Paper(
    "P-21",
    "沟通提纲",
    "form",
    "GTG",
    "needs",
    (
        Heading("一、先问开放的问题"),
        Line(("1. 您现在的做法是怎样的？哪个环节最费时？",)),
        Line(("2. 您希望达到什么结果？怎样算做好了？",)),
        Heading("二、再问具体"),
        Line(("3. 您说的“慢”“不方便”，具体指哪个环节？多久一次？现在多少分钟，希望多少分钟？",)),
        Line(("4. 什么时候要用上？不早于、不晚于哪一天？",)),
        Heading("三、确认"),
        Line(("5. 预算、决策人、使用人各是谁？",)),
        Line(("6. 还有谁会受影响？",)),
    ),
    blank=True,
    only=(Holds("number", ("不打印",)),),
)

AUDIT = Paper(
    "P-22",
    "信息审核表",
    "form",
    "SHB",
    "reviews",
    (
        Grid((*shown("number", "round"), Field("text", "needs", label="具体需求描述", lines=3))),
        Heading("一级审核（执行人自查）"),
        Grid((box("complete"), box("logical"), box("worded"), Field("self_checker"), Field("self_checked"))),
        Heading("二级审核（部门负责人）"),
        Grid(
            (
                box("true"),
                box("allowed"),
                box("fits"),
                hand("talk", lines=3),
                box("conclusion"),
                hand("returned_because", lines=2),
            )
        ),
        Signatures((Signer("复核人", hand("checker"), None, hand("checked")),)),
    ),
    only=(Holds("conclusion", blank=True),),
)

TO_CRM = Paper(
    "P-23",
    "CRM录入表",
    "list",
    "LRB",
    "ledger",
    (
        Table(
            "ledger",
            (
                *shown("number", "customer"),
                Field("text", "needs"),
                *shown("approved", "crm_due"),
                hand("crm_entered"),
                hand("crm_by"),
                hand("crm_number"),
            ),
        ),
    ),
    per="all",
    only=(Holds("approved"), Holds("crm_entered", blank=True)),
)

COVER = Paper(
    "P-24",
    "归档封面",
    "form",
    "GDF",
    "ledger",
    (
        Grid(
            (
                *shown("number", "customer", "collected", "folder", "original", "reviewed", "kept_for", "kept_until"),
                hand("paper_keeper"),
                hand("paper_place"),
            )
        ),
        signed_by("保管人"),
    ),
)

DISPOSAL = Paper(
    "P-25",
    "到期处置清单",
    "list",
    "CZQ",
    "ledger",
    (
        Table(
            "ledger",
            (
                *shown("customer", "number", "ended", "kept_for", "kept_until", "original", "reviewed"),
                box("disposal"),
                hand("disposal_by"),
            ),
        ),
        signed_by("审批人"),
    ),
    per="all",
    only=(Holds("kept_until"), Holds("disposal", blank=True)),
)

PAPERS = (BLANK_FORM, FILLED_FORM, OUTLINE, AUDIT, TO_CRM, COVER, DISPOSAL)

CUSTOMER_SEES = (
    Visible(
        "customers",
        (
            *("customer", "subject", "code", "industry", "size", "address", "founded", "contact", "post", "phone"),
            *("way", "cooperation", "ended"),
        ),
    ),
    Visible(
        "needs",
        (
            *("number", "customer", "received", "type", "background", "text", "budget_low", "budget_high", "wanted"),
            *("change", "previous", "project", "attachment", "status"),
        ),
    ),
    Visible("ledger", ("folder",)),
)
