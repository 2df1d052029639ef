"""The kind `survey`: 客户信息管理系统需求调研模板 (document 4)."""

from __future__ import annotations

from datetime import date

from reqsheets.kinds.housekeeping import BESIDE, GUIDE, OPTIONS_OF_ALL
from reqsheets.kinds.light import light
from reqsheets.kinds.papers_survey import CUSTOMER_SEES, PAPERS
from reqsheets.kinds.reminding import REMINDING_SURVEY
from reqsheets.kinds.shared_columns import BLANK_IS_OFF, INDUSTRIES, PARAMETERS_OF_ALL, options
from reqsheets.kinds.survey_agreeing import CHANGES, CLAUSES, FEASIBILITY, IMPORTS, SIGNINGS
from reqsheets.kinds.survey_asking import ANALYSES, ANSWERS, INTERVIEWS, NEEDS, PLANS, VOTES
from reqsheets.model.derived_cells import Duty, Seal, Stage
from reqsheets.model.gates import Gate, Holds, Right
from reqsheets.model.plan import Words
from reqsheets.model.spec import LifeCycle, Parameter, Step, WorkbookSpec

OPTION_VALUES = (
    ("目标类别", ("部门数", "需求数", "痛点数")),
    ("客户信息类型", ("基础信息", "交易记录", "互动轨迹")),
    ("业务部门", ("销售", "市场", "客服", "财务", "IT")),
    ("业务流程", ("录入", "跟进", "分配", "数据分析")),
    ("角色", ("业务部门负责人", "IT技术负责人", "需求分析师", "关键用户")),
    ("调研方法", ("访谈", "问卷", "文档分析")),
    ("对象层级", ("管理层", "一线操作人员")),
    ("材料", ("访谈提纲", "需求问卷", "系统操作流程图", "数据字段清单")),
    ("访谈方式", ("面谈", "电话", "视频会议")),
    ("对象类别", ("业务部门负责人", "关键用户", "IT运维人员")),
    ("当前工具", ("Excel", "CRM系统", "其他")),
    ("耗时环节", ("客户信息录入", "跨部门数据查询", "数据统计分析")),
    ("希望新增", ("多条件筛选查询", "批量导入导出", "客户跟进提醒")),
    ("材料名称", ("操作手册", "数据字典", "用户反馈记录")),
    ("存储格式", ("Excel", "数据库")),
    ("需求类别", ("基础信息需求", "功能需求", "非功能需求")),
    ("子类/功能需求", ("业务流程支持", "数据操作")),
    ("子类/非功能需求", ("性能", "安全")),
    ("优先级", ("高", "中", "低")),
    ("期次", ("一期", "二期")),
    ("范围判定", ("纳入", "剔除")),
    ("需求状态", ("待评估", "已评估", "已纳入说明书", "已签字", "已剔除", "已合并", "变更中")),
    ("可行性", ("可行", "有条件", "不可行")),
    ("冲突状态", ("未解决", "已达成", "上报决策")),
    (
        "章节标题",
        (
            "项目背景", "调研范围", "需求分类清单(含优先级)", "业务流程图", "非功能指标定义", "术语", "约束", "接口",
            "验收标准", "需求跟踪矩阵", "版本记录",
        ),
    ),
    ("评审结果", ("通过", "有歧义", "遗漏", "不通过")),
    ("总体结论", ("通过", "修改后通过", "不通过")),
    ("签字状态", ("待签字", "已签字")),
    ("行业", INDUSTRIES),
    ("客户主体", ("企业", "个人")),
    ("客户来源", ("线上", "线下", "转介绍")),
    ("企业规模", ("50人以下", "50-200人", "200-500人", "500人以上")),
    ("客户状态", ("潜在", "跟进中", "已成交", "已流失")),
    ("变更类型", ("新增", "修改", "删除")),
    ("审批意见", ("同意", "不同意")),
    ("部门", ("销售", "市场", "客服", "财务", "IT", "产品")),
)  # fmt: skip
ALIASES = {("子类/非功能需求", "性能"): ("功能",)}  # decision T-35

CHAIN = (
    ("待评估", ("已评估", "已剔除")),
    ("已评估", ("已纳入说明书", "已剔除")),
    ("已纳入说明书", ("已签字", "变更中")),
    ("已签字", ("变更中",)),
    ("已剔除", ("待评估",)),
    ("变更中", ("已纳入说明书", "已剔除")),
)
BUSINESS = ("业务部门", "业务", "销售", "市场", "客服", "财务", "产品")
IT, MANAGEMENT = ("IT", "IT部门", "信息部"), ("管理层",)


def _signed_by(what: Words, departments: tuple[str, ...]) -> Stage:
    """Return the stage that one of these departments signed the last version."""
    where = ("state", ("已签字",))
    return Stage(("已签字",), "signings", "signer_department", what, departments, where=where, latest="version")


STAGES = (
    Stage(("已评估", "已纳入说明书", "已签字"), "feasibility", "technical", Words("可行性评估", "the feasibility")),
    Stage(("已纳入说明书", "已签字"), "clauses", "statement", Words("说明书里的条款", "a clause of the document")),
    Stage(("已签字",), "signings", "state", Words("已签字的评审", "a signed review"), ("已签字",), latest="version"),
    Stage(("已签字",), "signings", "reviewers", Words("业务部门参加的评审", "a review by business"), BUSINESS),
    Stage(("已签字",), "signings", "reviewers", Words("IT部门参加的评审", "a review by IT"), IT),
    Stage(("已签字",), "signings", "reviewers", Words("管理层参加的评审", "a review by management"), MANAGEMENT),
    _signed_by(Words("业务部门的签字", "the signature of business"), BUSINESS),
    _signed_by(Words("IT部门的签字", "the signature of IT"), IT),
    _signed_by(Words("管理层的签字", "the signature of management"), MANAGEMENT),
)
DOCUMENTED = ("已纳入说明书", "已签字")
STATUS = Holds("status", DOCUMENTED, "needs")
UNCLEAR = ("有歧义", "遗漏", "不通过")
GATES = (
    *(
        Gate("feasibility", (Holds(name, ("不可行",)),), never=(Holds("status", ("已评估", *DOCUMENTED), "needs"),))
        for name in ("technical", "business")
    ),
    Gate(
        "feasibility",
        (Holds("conflict_state", ("未解决",)),),
        never=(
            STATUS,
            Holds("status", DOCUMENTED, "needs", (("conflict", "number"),)),
            Holds("statement", (), "clauses"),
        ),
    ),
    Gate("feasibility", (Holds("conflict"), STATUS), must=(Holds("conflict_state"),)),
    Gate(
        "signings", (Holds("conclusion", ("通过",)), Holds("rechecked", blank=True)), never=(Holds("result", UNCLEAR),)
    ),
    Gate("signings", (Holds("conclusion", ("通过", "修改后通过")),), never=(Holds("rechecked", UNCLEAR),)),
    Gate(
        "changes",
        (Holds("version"),),
        never=(Holds("verdict", ("不同意",)),),
        must=tuple(map(Holds, ("schedule", "cost", "quality", "verdict", "approver", "approved"))),
    ),
    Gate("signings", (Holds("state", ("已签字",)),), never=(Holds("conclusion", ("不通过",)),)),
    Gate("signings", (Holds("state", ("已签字",)), Holds("result", UNCLEAR)), must=(Holds("rechecked"),)),
)
NOTES = (
    (
        "优先级怎么来",
        Words("紧急且重要为高，只占一样为中，都不占为低；期次另选。", "Both: high; one: medium; neither: low (T-13)."),
    ),
    (
        "不在范围的需求",
        Words("范围判定选“剔除”并写理由，行不要删。", "Mark it 剔除 with a reason and keep the row."),
    ),
    (
        "签字以后",
        Words(
            "条款签字后再改会报告失效；要改请先登记变更，出新版本重签。", "Changed after signing is told: sign anew."
        ),
    ),
)

SURVEY = light(
    WorkbookSpec(
        "survey",
        Words("客户信息管理系统需求调研模板", "Surveying requirements of a customer information system"),
        "2026.1",
        (
            GUIDE,
            PLANS,
            INTERVIEWS,
            ANSWERS,
            VOTES,
            ANALYSES,
            NEEDS,
            FEASIBILITY,
            CLAUSES,
            SIGNINGS,
            IMPORTS,
            CHANGES,
            *BESIDE,
        ),
        (*options(OPTION_VALUES, ALIASES), *OPTIONS_OF_ALL),
        (
            Parameter("评估时限", 5, "工作日", BLANK_IS_OFF),
            Parameter("变更登记时限", 3, "工作日", BLANK_IS_OFF),
            *REMINDING_SURVEY,
            *PARAMETERS_OF_ALL,
        ),
        LifeCycle(
            initial="待评估",
            steps=tuple(Step(before, after) for before, afters in CHAIN for after in afters),
            done=(),
            closed=("已签字",),
            dropped=("已剔除",),
            merged=("已合并",),
            stages=STAGES,
        ),
        duties=(
            Duty(
                "feasibility",
                Words("可行性评估", "judging the feasibility"),
                "feasibility",
                ("待评估",),
                "technical",
                since=(("needs", "received"),),
                within="评估时限",
            ),
            Duty(
                "change",
                Words("变更登记", "noting the change"),
                "changes",
                ("变更中",),
                "asked",
                within="变更登记时限",
            ),
        ),
        seals=(
            Seal(
                "signings",
                "number",
                "state",
                ("已签字",),
                "clauses",
                ("clause", "statement", "input", "processing", "output", "acceptance"),
                "fingerprint",
                "broken",
                also=(
                    ("needs", "name"),
                    ("needs", "text"),
                    ("needs", "grade"),
                    ("needs", "phase"),
                    ("needs", "figure"),
                    ("clauses", "chapter"),
                ),
                own=("version",),
            ),
        ),
        gates=GATES,
        rights=(Right("changes", "approver", "批准"), Right("signings", "signer", "签字")),
        papers=PAPERS,
        customer_sees=CUSTOMER_SEES,
        source="document 4",
        revised=date(2026, 11, 23),
        notes=NOTES,
    )
)
