"""The kind `customer`: 客户信息管理系统需求信息采集模板 (document 2)."""

from __future__ import annotations

from datetime import date

from reqsheets.kinds.customer_sheets import COLLECTING, CUSTOMERS, LEDGER, NEEDS, REVIEWS
from reqsheets.kinds.housekeeping import BESIDE, GUIDE, OPTIONS_OF_ALL
from reqsheets.kinds.light import light
from reqsheets.kinds.papers_customer import CUSTOMER_SEES, PAPERS
from reqsheets.kinds.reminding import REMINDING_CUSTOMER
from reqsheets.kinds.shared_columns import BLANK_IS_OFF, INDUSTRIES, PARAMETERS_OF_ALL, options
from reqsheets.kinds.tables import PRIORITIES, for_crm, lists_of
from reqsheets.model.derived_cells import Clock, Duty, Limit, Mirror, Stage
from reqsheets.model.exports import Exported
from reqsheets.model.gates import Gate, Head, Holds, Right
from reqsheets.model.plan import Words
from reqsheets.model.spec import LifeCycle, Parameter, Step, WorkbookSpec

OPTION_VALUES = (
    ("客户主体", ("企业", "个人")),
    ("行业", INDUSTRIES),
    ("企业规模/客户类型/企业", ("50人以下", "50-200人", "200-500人", "500人以上")),
    ("企业规模/客户类型/个人", ("企业主", "从业者", "其他")),
    ("沟通方式", ("电话", "邮件", "面谈", "企业微信", "视频会议")),
    ("客户分层", ("高价值", "一般", "潜在")),
    ("合作状态", ("洽谈中", "合作中", "已终止")),
    ("续约意向", ("高", "中", "低", "不续约")),
    ("需求类型", ("产品采购", "服务定制", "合作开发", "其他")),
    ("需求优先级", ("高", "中", "低")),
    ("需求复杂度", ("高", "中", "低")),
    ("需求变化类型", ("新增需求", "需求调整", "满意度反馈")),
    ("需求状态", ("采集中", "待复核", "已退回", "已通过", "已录入", "已归档", "已作废", "已合并")),
    ("采集场景", ("新客户开发", "老客户需求更新", "升级前摸底", "跨部门同步", "高价值深挖")),
    ("采集方式", ("电话", "面谈", "视频会议", "电子问卷", "纸质模板", "历史记录", "公开信息", "推荐人")),
    ("牵头部门", ("市场部", "销售部")),
    ("部门", ("市场部", "销售部", "客户成功部", "产品部", "档案室")),
    ("审核结果", ("通过", "不通过")),
    ("审核结论", ("通过", "退回", "作废")),
    ("一致性", ("一致", "不一致")),
    ("处置", ("续存", "销毁")),
)
ALIASES = {
    ("需求类型", "产品采购"): ("买个系统", "买软件", "采购"),
    ("需求类型", "服务定制"): ("做个小工具", "定制"),
}

PARAMETERS = (
    Parameter("复核时限", 2, "工作日", BLANK_IS_OFF),
    Parameter(
        "CRM录入时限", 2, "工作日", Words("审核通过后多久内录入CRM", "entered in the CRM within, after approval")
    ),
    Parameter("保存年限", 3, "年", Words("合作终止后至少保存多久", "kept at least so long after cooperation ends")),
    Parameter(
        "补录提示", 1, "天", Words("沟通与填写相隔超过多久就提示", "told where it is written down later than this")
    ),
    *REMINDING_CUSTOMER,
    *PARAMETERS_OF_ALL,
)

CHAIN = (
    ("采集中", ("待复核", "已作废")),
    ("待复核", ("已通过", "已退回", "已作废")),
    ("已退回", ("采集中", "待复核", "已作废")),
    ("已通过", ("已录入", "已退回")),
    ("已录入", ("已归档",)),
    ("已归档", ("采集中",)),
)
STAGES = (
    Stage(
        ("已通过", "已录入", "已归档"),
        "reviews",
        "conclusion",
        Words("最近一轮复核通过的记录", "an approval in the last round"),
        ("通过",),
        latest="round",
    ),
    Stage(("已录入", "已归档"), "ledger", "crm_number", Words("CRM记录号", "the CRM record's number")),
    Stage(("已归档",), "ledger", "original", Words("原始记录文件", "the original record")),
    Stage(("已归档",), "ledger", "reviewed", Words("审核版本文件", "the approved version")),
)
CHECKED = ("complete", "logical", "worded", "true", "allowed", "fits")
GATES = (
    Gate(
        "reviews",
        (Holds("conclusion", ("通过",)),),
        never=tuple(Holds(name, ("不通过",)) for name in CHECKED),
        must=tuple(Holds(name) for name in CHECKED[3:]),
        withholds=True,
    ),
    Gate("collecting", (Holds("ways", ("推荐人", "公开信息", "历史记录")),), must=(Holds("evidence"),), advises=True),
    Gate("needs", (Holds("scene", ("老客户需求更新",)),), must=(Holds("satisfaction"), Holds("project")), advises=True),
)
NOTES = (
    (
        "个人信息",
        Words(
            "个人的证件号只写打码的，如 110***********1232；写全了会报错。", "A person's number is only ever masked."
        ),
    ),
    (
        "信用代码",
        Words("企业的18位代码会核对校验码，抄错一位也能发现。", "The check character of a firm's code is verified."),
    ),
    (
        "保存期限",
        Words("合作终止后至少保存三年；到期只列出来请人决定，从不自动删除。", "Told when over, never deleted."),
    ),
)

CRM = for_crm(
    "needs",
    (
        Exported("需求编号", "needs", "number"),
        Exported("客户名称", "needs", "customer"),
        Exported("客户主体", "customers", "subject", by="customer"),
        Exported("统一社会信用代码/证件号", "customers", "code", by="customer"),
        Exported("所属行业", "customers", "industry", by="customer"),
        Exported("企业规模/客户类型", "customers", "size", by="customer"),
        Exported("联系人", "customers", "contact", by="customer"),
        Exported("职务", "customers", "post", by="customer"),
        Exported("联系方式", "customers", "phone", by="customer"),
        Exported("客户分层", "customers", "tier", by="customer"),
        Exported("需求类型", "needs", "type"),
        Exported("需求背景简述", "needs", "background"),
        Exported("具体需求描述", "needs", "text"),
        Exported("预算下限(万元)", "needs", "budget_low"),
        Exported("预算上限(万元)", "needs", "budget_high"),
        Exported("期望完成时间", "needs", "wanted"),
        Exported("需求优先级", "needs", "priority", mapped=PRIORITIES),
        Exported("采集日期", "needs", "received"),
        Exported("采集人", "collecting", "collector"),
        Exported("审核通过日期", "ledger", "approved"),
        Exported("CRM记录号", "ledger", "crm_number"),
    ),
    only=("status", ("已通过", "已录入", "已归档")),
)

CUSTOMER = light(
    WorkbookSpec(
        "customer",
        Words("客户信息管理系统需求信息采集模板", "Customer information and requirements"),
        "2026.1",
        (GUIDE, CUSTOMERS, NEEDS, COLLECTING, REVIEWS, LEDGER, *BESIDE),
        (*options(OPTION_VALUES, ALIASES), *lists_of(CRM, {"高": (), "中": (), "低": ()}), *OPTIONS_OF_ALL),
        PARAMETERS,
        LifeCycle(
            initial="采集中",
            steps=tuple(Step(before, after) for before, afters in CHAIN for after in afters),
            done=("已录入",),
            closed=("已归档",),
            dropped=("已作废",),
            merged=("已合并",),
            stages=STAGES,
        ),
        (),
        (
            Clock(
                "crm",
                Words("录入CRM", "entering it in the CRM"),
                "ledger",
                "crm_due",
                (("ledger", "approved"),),
                (Limit("", "CRM录入时限"),),
                stop=(("ledger", "crm_entered"),),
                duty="crm",
            ),
            Clock(
                "kept_until",
                Words("保存到期后的处置（续存或销毁）", "the decision to keep or destroy it"),
                "ledger",
                "kept_until",
                (("ledger", "ended"),),
                (Limit("", "保存年限"),),
                stop=(("ledger", "disposal"),),
                beyond=True,
            ),
        ),
        duties=(
            Duty(
                "review",
                Words("复核", "the second check"),
                "reviews",
                ("待复核",),
                "checked",
                since=(("reviews", "self_checked"),),
                round="round",
                failed=("conclusion", ("退回",)),
                within="复核时限",
            ),
            Duty(
                "crm",
                Words("录入CRM", "entering it in the CRM"),
                "ledger",
                ("已通过",),
                "crm_entered",
                since=(("ledger", "approved"), ("reviews", "checked")),
                fills=(("crm_by", (("collecting", "collector"),)),),
            ),
        ),
        mirrors=(
            Mirror(
                "ledger",
                "crm_entered",
                "entered_as",
                "consistent",
                ("一致", "不一致"),
                "needs",
                ("customer", "type", "background", "text", "budget_low", "budget_high", "wanted", "priority"),
            ),
        ),
        papers=PAPERS,
        customer_sees=CUSTOMER_SEES,
        exports=(CRM,),
        gates=GATES,
        rights=(Right("reviews", "checker", "批准"), Right("ledger", "disposal_by", "清除")),
        heads=(Head("reviews", "checker", "self_checker", "waiver"),),
        source="document 2",
        revised=date(2026, 11, 23),
        notes=NOTES,
    )
)
