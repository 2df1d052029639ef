"""The kind `collection`: 客户需求信息采集及管理流程表 (document 0)."""

from __future__ import annotations

from datetime import date

from reqsheets.kinds.collection_agreed import (
    ACCEPTANCE_ITEMS,
    ACCEPTANCES,
    ARCHIVE,
    CONFIRM,
    DIRECTORY,
    LETTERS,
    ROUTE,
    ROUTES,
    TRACKING,
)
from reqsheets.kinds.collection_intake import NEEDS, PLANS, RAW, REVIEWS, SCORES
from reqsheets.kinds.housekeeping import BESIDE, GUIDE, OPTIONS_OF_ALL
from reqsheets.kinds.light import light
from reqsheets.kinds.papers_collection import CUSTOMER_SEES, PAPERS
from reqsheets.kinds.reminding import REMINDING_COLLECTION
from reqsheets.kinds.shared_columns import BLANK_IS_OFF, INDUSTRIES, PARAMETERS_OF_ALL, options, shares
from reqsheets.kinds.tables import PRIORITIES, for_crm, lists_of
from reqsheets.model.derived_cells import Clock, Duty, Limit, Seal, Stage
from reqsheets.model.exports import Exported
from reqsheets.model.gates import Agreement, AsFirstSeen, Ending, Gate, Holds, Right
from reqsheets.model.plan import Words
from reqsheets.model.spec import LifeCycle, Parameter, Step, WorkbookSpec

DOCUMENTS = ("原始记录", "评估表", "确认函", "跟踪表", "验收报告")
GRADES = ("P0", "P1", "P2")
OPTION_VALUES = (
    ("发起部门", ("销售部", "产品部", "客服部")),
    ("适用场景", ("新客户开发", "产品迭代优化", "服务体验提升", "市场机会挖掘")),
    ("对象类型", ("新客户", "老客户")),
    ("采集方式", ("电话", "面谈", "问卷调研", "历史数据回溯", "第三方信息")),
    ("采集工具", ("问卷", "访谈提纲", "系统表单")),
    ("计划状态", ("未开始", "进行中", "已完成", "已取消")),
    ("行业", INDUSTRIES),
    ("客户规模", ("大型", "中型", "小型")),
    ("客户来源", ("新客户", "老客户", "转介绍")),
    ("来源渠道", ("直接沟通", "问卷调研", "历史数据回溯", "第三方信息")),
    ("需求类型", ("功能", "服务", "商务", "其他")),
    ("需求性质", ("功能需求", "服务需求", "商务需求", "其他")),
    ("附件类型", ("方案书", "问卷记录", "访谈纪要")),
    ("初判优先级", ("P0紧急", "P1重要", "P2常规")),
    ("最终优先级", GRADES),
    ("紧急程度", ("紧急", "重要", "常规")),
    ("负责部门", ("销售部", "产品部", "客服部", "技术部")),
    ("部门", ("销售部", "产品部", "客服部", "技术部", "财务部")),
    ("确认意见", ("同意", "修改后同意", "不同意")),
    ("核实情况", ("已核实", "待核实", "无法核实")),
    ("核对方式", ("邮件", "面谈")),
    ("理解一致", ("一致", "不一致", "部分一致")),
    ("函件状态", ("草稿", "已发出", "已签回", "已失效", "拒签")),
    (
        "当前状态",
        ("待处理", "处理中", "测试中", "已完成", "已关闭", "暂缓", "已拒绝", "已合并", "重新打开"),
    ),
    ("关闭原因", ("已完成", "已合并", "不做", "已取消", "设计如此", "延期")),
    ("问题类型", ("技术瓶颈", "资源冲突", "其他")),
    ("同步方式", ("电话", "邮件", "面谈")),
    ("验收方式", ("现场", "远程", "文档")),
    ("验收结果", ("通过", "不通过", "待整改")),
    ("验收结论", ("通过", "有条件通过", "不通过")),
    ("文档类型", DOCUMENTS),
    ("载体", ("电子", "纸质")),
)
ALIASES = {
    ("负责部门", "技术部"): ("研发部",),
    ("来源渠道", "问卷调研"): ("问卷",),
    ("来源渠道", "历史数据回溯"): ("历史数据",),
}  # decision T-37

PARAMETERS = (
    *shares("评估", ("客户价值", "企业成本", "紧急度")),
    Parameter(
        "企业成本计分方向", "正向", "", Words("正向：5分成本最低；反向：5分成本最高", "反向: 5 points are the dearest")
    ),
    Parameter("权重版本", "W2024-1", "", Words("改动权重时换一个新版本号", "give a new version when a weight changes")),
    Parameter("评分分歧提示", 2, "分", Words("评审人之间相差达到这么多就提示", "reviewers so far apart are told")),
    Parameter("P0下限", 4, "分", Words("综合得分不低于此值为P0", "scores from here up are P0")),
    Parameter(
        "P1下限", 2.5, "分", Words("综合得分不低于此值为P1，其余为P2", "scores from here up are P1, below is P2")
    ),
    *(Parameter(f"{grade}完成时限", None, "工作日", Words("留空即无时限", "blank means no limit")) for grade in GRADES),
    Parameter("验收时限", 5, "工作日", BLANK_IS_OFF),
    Parameter("文档保管期限", 3, "年", Words("归档文档至少保存多久", "how long filed documents are kept")),
    *REMINDING_COLLECTION,
    *PARAMETERS_OF_ALL,
)

CHAIN = (
    ("待处理", ("处理中", "暂缓", "已拒绝")),
    ("处理中", ("测试中", "暂缓", "已拒绝")),
    ("测试中", ("已完成", "处理中", "暂缓")),
    ("已完成", ("已关闭", "重新打开")),
    ("已关闭", ("重新打开",)),
    ("已拒绝", ("重新打开",)),
    ("暂缓", ("待处理", "处理中", "测试中", "已拒绝")),
    ("重新打开", ("待处理", "处理中")),
)
WORKING = ("处理中", "测试中", "已完成", "已关闭")
STAGES = (
    Stage(WORKING, "letters", "state", Words("已签回的确认函", "a signed letter"), ("已签回",)),
    Stage(WORKING, "tracking", "owner", Words("跟踪表里的责任人", "the owner on the tracking sheet")),
    Stage(
        WORKING, "tracking", "planned_finish", Words("跟踪表里的计划完成", "the planned finish on the tracking sheet")
    ),
    Stage(("已关闭",), "acceptances", "conclusion", Words("通过的验收", "a passed acceptance"), ("通过", "有条件通过")),
    *(
        Stage(("已关闭",), "directory", "document", Words(f"归档目录里的{name}", f"{name} in the directory"), (name,))
        for name in DOCUMENTS
    ),
)
GATES = (
    Gate("confirm", (Holds("open_question"), Holds("status", WORKING, "needs")), must=(Holds("answer"),)),
    Gate("needs", (Holds("status", WORKING),), must=(Holds("initiator"),), advises=True),  # step 1: who asks for it
    Gate("raw", (Holds("verified", ("已核实",)),), must=(Holds("facts"),), advises=True),  # step 2: which facts
    Gate("raw", (Holds("verified", ("待核实", "无法核实")),), never=(Holds("status", WORKING, "needs"),)),
    Gate(
        "tracking",
        (Holds("new_finish"),),
        must=(Holds("problem"), Holds("solution"), Holds("told_customer", ("是",))),
    ),
    Gate(
        "scores",
        (Holds("reviewed"),),
        must=tuple(Holds("reviewers", (who,)) for who in ("产品经理", "技术负责人", "销售主管")),  # step 3: who reviews
        advises=True,
    ),
    Gate("confirm", (Holds("agreed", ("不一致",)),), never=(Holds("status", WORKING, "needs"),)),
    Gate(
        "acceptances",
        (Holds("conclusion", ("通过",)),),
        never=(Holds("result", ("不通过", "待整改"), "acceptance_items", (("report", "report"),)),),
    ),
)
ENDINGS = (Ending("plans", "work_finish", (Holds("state", ("未开始", "进行中")),), "contact"),)
NOTES = (
    (
        "填写顺序",
        Words(
            "先登记人员，列采集计划，记原话，再整理成采集表；评审、确认、签字以后才开始执行。",
            "People, plan, raw records, register, review, confirmation, signature; only then work starts.",
        ),
    ),
    (
        "企业成本怎么打分",
        Words(
            "5 分表示成本最低，1 分表示最高；要反过来，把参数里的计分方向改为“反向”。", "5 is cheapest (decision T-8)."
        ),
    ),
    (
        "不删除、不改号",
        Words("登记过的行不要删除，编号不要改；原始需求记录保存后不改。", "Never delete or renumber a row."),
    ),
)

CRM = for_crm(
    "needs",
    (
        Exported("需求编号", "needs", "number"),
        Exported("客户名称", "needs", "customer"),
        Exported("客户编号", "needs", "customer_number"),
        Exported("联系人", "needs", "customer_contact"),
        Exported("客户行业", "needs", "industry"),
        Exported("客户规模", "needs", "size"),
        Exported("需求类型", "scores", "nature"),
        Exported("需求描述", "needs", "text"),
        Exported("客户期望目标", "needs", "target"),
        Exported("需求优先级", "scores", "grade", mapped=PRIORITIES),
        Exported("责任人", "needs", "owner"),
        Exported("计划完成日期", "needs", "planned_finish"),
        Exported("当前状态", "needs", "status"),
        Exported("采集日期", "needs", "received"),
    ),
)

COLLECTION = light(
    WorkbookSpec(
        "collection",
        Words("客户需求信息采集及管理流程表", "Collecting and managing customer requirements"),
        "2026.1",
        (
            GUIDE,
            PLANS,
            NEEDS,
            RAW,
            SCORES,
            REVIEWS,
            CONFIRM,
            LETTERS,
            TRACKING,
            ACCEPTANCES,
            ACCEPTANCE_ITEMS,
            DIRECTORY,
            ARCHIVE,
            ROUTES,
            *BESIDE,
        ),
        (
            *options(OPTION_VALUES, ALIASES),
            *lists_of(CRM, {"高": ("P0",), "中": ("P1",), "低": ("P2",)}),
            *OPTIONS_OF_ALL,
        ),
        PARAMETERS,
        LifeCycle(
            initial="待处理",
            steps=tuple(Step(before, after) for before, afters in CHAIN for after in afters),
            done=("已完成",),
            closed=("已关闭",),
            dropped=("已拒绝",),
            merged=("已合并",),
            signed=("处理中", "测试中", "已完成"),
            stages=STAGES,
        ),
        tuple(Limit(grade, f"{grade}完成时限") for grade in GRADES),
        (
            Clock(
                "kept_until",
                Words("文档保管", "keeping the document"),
                "directory",
                "kept_until",
                (("directory", "filed"),),
                (Limit("", "文档保管期限"),),
                beyond=True,
            ),
        ),
        (
            Seal(
                "letters",
                "numbers",
                "state",
                ("已发出", "已签回"),
                "confirm",
                ("understanding", "acceptance", "customer_priority"),
                "fingerprint",
                "broken",
                also=(
                    ("needs", "text"),
                    ("needs", "target"),
                    ("needs", "first_priority"),
                    ("needs", "planned_finish"),
                    ("confirm", "our_priority"),
                ),
                own=("version", "customer"),
            ),
            Seal(
                "acceptances",
                "number",
                "customer_signature",
                (),
                "needs",
                ("text",),
                "fingerprint",
                "broken",
                own=("round", "accepted", "basis", "standard", "open_items", "conclusion", "comment"),
            ),
        ),
        duties=(
            Duty(
                "acceptance",
                Words("验收", "the acceptance"),
                "acceptances",
                ("已完成",),
                "accepted",
                since=(("tracking", "actual_finish"), ("archive", "actual_finish")),
                round="round",
                failed=("conclusion", ("不通过",)),
                within="验收时限",
            ),
        ),
        route=ROUTE,
        exports=(CRM,),
        papers=PAPERS,
        customer_sees=CUSTOMER_SEES,
        gates=GATES,
        rights=(
            Right("scores", "approver", "批准"),
            Right("letters", "our_signer", "签字"),
            Right("acceptances", "our_signature", "签字"),
        ),
        endings=ENDINGS,
        as_first_seen=(AsFirstSeen("raw", ("customer", "words", "channel", "collected", "collector")),),
        agreements=(Agreement("letters", "numbers", "customer", "customer"),),
        source="document 0",
        revised=date(2026, 11, 23),
        notes=NOTES,
    )
)
