"""The kind `feedback`: 客户需求分析与反馈系统 (document 1)."""

from __future__ import annotations

from datetime import date

from reqsheets.kinds.feedback_handling import ARCHIVE, FOLLOWUPS, MILESTONES, ROUTE, ROUTES, TRACKING
from reqsheets.kinds.feedback_intake import NEEDS, REVIEWS, SCORES
from reqsheets.kinds.housekeeping import (
    CALENDAR,
    CONFLICTS,
    DASHBOARD,
    DUPLICATES,
    FIGURES,
    FINDINGS,
    FINDINGS_SUMMARY,
    GUIDE,
    INTAKE,
    ISSUED,
    JOURNAL,
    MERGES,
    OPTIONS,
    OPTIONS_OF_ALL,
    PARAMETERS,
    PEOPLE,
    WAIVERS,
)
from reqsheets.kinds.light import light
from reqsheets.kinds.papers_feedback import CUSTOMER_SEES, PAPERS
from reqsheets.kinds.reminding import REMINDING, REMINDING_FEEDBACK
from reqsheets.kinds.shared_columns import IDENTITY, RELATED
from reqsheets.kinds.tables import PRIORITIES, for_crm, lists_of
from reqsheets.model.derived_cells import Clock, Duty, Limit
from reqsheets.model.exports import Exported
from reqsheets.model.gates import Gate, Holds, Judgement, Right
from reqsheets.model.plan import Words
from reqsheets.model.spec import LifeCycle, Option, Parameter, Step, WorkbookSpec

OPTION_VALUES = (
    ("来源渠道", ("客服工单", "线上问卷", "线下访谈", "第三方平台", "客服电话", "社群")),
    ("渠道细分/线上问卷", ("产品内嵌弹窗", "社群推送")),
    ("渠道细分/线下访谈", ("客户座谈会", "实地走访")),
    ("渠道细分/客服工单", ("电话", "在线客服工单")),
    ("渠道细分/第三方平台", ("电商评价", "社交媒体评论")),
    ("一级标签", ("功能优化", "性能提升", "服务体验", "价格建议", "新功能需求")),
    ("二级标签/功能优化", ("界面交互", "操作流程", "数据输出", "算法模块")),
    ("二级标签/性能提升", ("响应速度", "稳定性", "并发容量")),
    ("二级标签/服务体验", ("响应及时", "服务态度", "培训支持")),
    ("二级标签/价格建议", ("折扣政策", "计费方式")),
    ("二级标签/新功能需求", ("数据分析", "系统对接", "移动端")),
    ("初步优先级", ("高", "中", "低")),
    ("最终优先级", ("S", "A", "B", "C")),
    (
        "需求状态",
        ("待处理", "处理中", "测试中", "已完成", "已关闭", "待评审", "暂缓", "已拒绝", "已合并", "重新打开"),
    ),
    ("部门", ("产品部", "技术部", "客服部", "市场部", "销售部")),
    ("节点名称", ("需求评审", "需求细化", "开发启动", "测试验收")),
    ("节点状态", ("未开始", "进行中", "已完成", "延期")),
    ("告知方式", ("电话", "邮件")),
    ("回访方式", ("电话", "邮件", "在线问卷")),
    ("解决确认", ("已解决", "部分解决", "未解决")),
    ("未评原因", ("拒评", "联系不上", "明确无需回访")),
    ("关闭原因", ("已完成", "已合并", "不做", "已取消", "设计如此", "延期")),
)

ALIASES = {("一级标签", "性能提升"): ("功能提升",)}  # decision T-35

OPTIONS_OF_FEEDBACK = tuple(
    Option(dictionary, value, ALIASES.get((dictionary, value), ()))
    for dictionary, values in OPTION_VALUES
    for value in values
)

PARAMETERS_OF_FEEDBACK = (
    Parameter("紧急性权重", 30, "%", Words("四个权重之和必须为100%", "the four weights must sum to 100 %")),
    Parameter("重要性权重", 30, "%", Words("四个权重之和必须为100%", "the four weights must sum to 100 %")),
    Parameter("可行性权重", 20, "%", Words("四个权重之和必须为100%", "the four weights must sum to 100 %")),
    Parameter("客户价值权重", 20, "%", Words("四个权重之和必须为100%", "the four weights must sum to 100 %")),
    Parameter("权重版本", "W2024-1", "", Words("改动权重时换一个新版本号", "give a new version when a weight changes")),
    Parameter("评分分歧提示", 2, "分", Words("评审人之间相差达到这么多就提示", "reviewers so far apart are told")),
    Parameter("S级下限", 4.5, "分", Words("综合得分不低于此值为S级", "scores from here up are grade S")),
    Parameter("A级下限", 3.5, "分", Words("综合得分不低于此值为A级", "scores from here up are grade A")),
    Parameter(
        "B级下限", 2.5, "分", Words("综合得分不低于此值为B级，其余为C级", "scores from here up are B, below is C")
    ),
    Parameter("S级处理时限", 1, "月", Words("自提出时间起", "from the day of receipt")),
    Parameter("A级处理时限", 2, "月", Words("自提出时间起", "from the day of receipt")),
    Parameter("B级处理时限", None, "月", Words("留空即无时限", "blank means no limit")),
    Parameter("C级处理时限", None, "月", Words("留空即无时限", "blank means no limit")),
    Parameter("告知时限", 24, "小时", Words("完成后多久内告知客户", "after completion the customer is told within")),
    Parameter("回访窗口起", 7, "天", Words("完成后满多久开始回访", "the follow-up starts so long after completion")),
    Parameter("回访窗口止", 14, "天", Words("完成后最迟多久回访", "the follow-up is due so long after completion")),
    Parameter("提前提醒", 3, "天", Words("到期前多少天开始提示", "days before the end from which on to tell")),
    Parameter("进展更新周期", 7, "天", Words("在办需求多久更新一次进展", "how often open rows must be updated")),
    Parameter(
        "自动合并间隔", 90, "天", Words("两条相同需求相隔不超过此天数才自动合并", "repeats merge within so many days")
    ),
    Parameter(
        "标出问题单元格",
        "是",
        "",
        Words("填“否”则不在表里标出有问题的单元格", "否: cells with findings are not marked"),
    ),
    Parameter("备份份数", 30, "份", Words("至少保留最近这么多个历史版本", "keep at least so many versions")),
    Parameter("备份天数", 90, "天", Words("更早的历史版本超过份数后删除", "older versions beyond them are forgotten")),
    Parameter(
        "模糊词",
        "尽快、大概、可能、左右、差不多、适当、及时、方便、更好、尽量",
        "",
        Words("需求描述里出现时提示补充", "words that ask for a clearer description"),
    ),
    Parameter("影响面大的客户数", 5, "家", Words("涉及这么多客户起算影响面大", "so many customers concerned are many")),
    *REMINDING_FEEDBACK,
    *RELATED,
    *REMINDING,
    *IDENTITY,
)

CHAIN = (
    ("待评审", ("待处理", "暂缓", "已拒绝")),
    ("待处理", ("待评审", "处理中", "暂缓", "已拒绝")),
    ("处理中", ("测试中", "暂缓", "已拒绝")),
    ("测试中", ("已完成", "处理中", "暂缓")),
    ("已完成", ("已关闭", "重新打开")),
    ("已关闭", ("重新打开",)),
    ("已拒绝", ("重新打开",)),
    ("暂缓", ("待处理", "处理中", "测试中", "已拒绝")),
    ("重新打开", ("待处理", "处理中")),
)

NOTES_OF_FEEDBACK = (
    (
        "填写顺序",
        Words(
            "先填“人员与部门”，再登记需求、评审打分；跟踪表和归档表每天自动生成，只补蓝色表头的列。",
            "Fill in the people first, then requirements and reviews; tracking and archive are made every night.",
        ),
    ),
    (
        "灰色的列",
        Words(
            "灰色表头的列由系统计算，不要手工改；浅黄色的格子表示这一行还缺必填内容。",
            "Grey columns are computed; a pale yellow cell still lacks what is required.",
        ),
    ),
    (
        "不删除、不改号",
        Words(
            "登记过的行不要删除，编号不要改。重复的会合并，做完的会归档，原来的行都还在。",
            "Never delete or renumber a row: repeats are merged and finished rows archived where they stand.",
        ),
    ),
    (
        "改选项和参数",
        Words(
            "下拉列表在“选项字典”，权重、下限和时限在“参数配置”，改了立即生效；停用的选项移到本字典最后并标“是”。",
            "Lists are on 选项字典, weights, cuts and limits on 参数配置; stopped options go last in their dictionary.",
        ),
    ),
    (
        "得分举例",
        Words(
            "紧急性4、重要性5、可行性3、客户价值5，按30/30/20/20加权是4.30分（A级）；有的资料印成4.2，是笔误。",
            "4, 5, 3, 5 points at 30/30/20/20 % make 4.30, grade A; some print 4.2, which is a slip (decision T-1).",
        ),
    ),
)

MARKS = ("urgency", "importance", "feasibility", "customer_value")
GATES = (
    *(
        Gate("scores", (Holds(name, ("1", "5")),), must=(Holds(f"{name}_reason"),), advises=True)  # step 3: why so
        for name in MARKS
    ),
    Gate(
        "scores",
        (Holds("reviewed"),),
        must=tuple(Holds("reviewers", (who,)) for who in ("产品", "技术", "客服", "市场")),  # step 3: who reviews
        advises=True,
    ),
    Gate(  # scene 2: complaints about service are traced to their cause
        "needs",
        (Holds("label", ("服务体验",)), Holds("status", ("已完成", "已关闭"))),
        must=(Holds("root_cause"),),
        advises=True,
    ),
    Gate(  # step 3: importance is whether it serves the course of the firm or what core customers ask for
        "scores", (Holds("core_customer", ("是",), "needs"),), never=(Holds("importance", ("1", "2")),), advises=True
    ),
    Gate("tracking", (Holds("before"), Holds("status", ("已完成", "已关闭"))), must=(Holds("after"),), advises=True),
)
JUDGEMENTS = tuple(  # step 2: by how many customers are concerned and whether their core business is
    Judgement(
        "needs", "first_priority", (Holds("core_business", (core,)),), "affected", "影响面大的客户数", large, small
    )
    for core, large, small in (("是", ("高",), ("高", "中")), ("否", ("高", "中"), ("中", "低")))
)
DUTIES = (
    Duty(
        "followup",
        Words("告知客户和回访", "telling the customer and asking again"),
        "followups",
        ("已完成",),
        "noticed",
        since=(("tracking", "finished"), ("archive", "finished")),
        fills=(("customer", (("needs", "customer"),)), ("notifier", (("needs", "recorder"), ("tracking", "owner")))),
        each="customer",
    ),
)
DONE = (("tracking", "finished"), ("archive", "finished"))
CLOCKS = (
    Clock(
        "notice",
        Words("告知客户", "telling the customer"),
        "followups",
        "notice_due",
        DONE,
        (Limit("", "告知时限"),),
        stop=(("followups", "noticed"),),
        duty="followup",
    ),
    Clock(
        "window_from",
        Words("回访窗口起", "the first day of the follow-up"),
        "followups",
        "window_from",
        DONE,
        (Limit("", "回访窗口起"),),
        stop=(("followups", "followed_up"),),
        early=True,
        told=False,
        duty="followup",
    ),
    Clock(
        "window_to",
        Words("回访", "the follow-up"),
        "followups",
        "window_to",
        DONE,
        (Limit("", "回访窗口止"),),
        stop=(("followups", "followed_up"), ("followups", "unrated_reason")),
        soon="提前提醒",
        duty="followup",
    ),
)

CRM = for_crm(
    "needs",
    (
        Exported("需求编号", "needs", "number"),
        Exported("客户名称", "needs", "customer_name"),
        Exported("客户行业", "needs", "customer_industry"),
        Exported("客户规模", "needs", "customer_size"),
        Exported("联系方式", "needs", "contact"),
        Exported("来源渠道", "needs", "channel"),
        Exported("一级标签", "needs", "label"),
        Exported("需求描述", "needs", "text"),
        Exported("需求优先级", "scores", "grade", mapped=PRIORITIES),
        Exported("需求状态", "needs", "status"),
        Exported("提出时间", "needs", "received"),
    ),
)

FEEDBACK = light(
    WorkbookSpec(
        "feedback",
        Words("客户需求分析与反馈系统", "Customer requirement analysis and feedback"),
        "2026.1",
        (
            GUIDE,
            NEEDS,
            SCORES,
            REVIEWS,
            TRACKING,
            MILESTONES,
            FOLLOWUPS,
            ARCHIVE,
            DASHBOARD,
            FIGURES,
            FINDINGS_SUMMARY,
            FINDINGS,
            WAIVERS,
            MERGES,
            DUPLICATES,
            CONFLICTS,
            ISSUED,
            ROUTES,
            OPTIONS,
            PARAMETERS,
            CALENDAR,
            PEOPLE,
            INTAKE,
            JOURNAL,
        ),
        (
            *OPTIONS_OF_FEEDBACK,
            *lists_of(CRM, {"高": ("S",), "中": ("A", "B"), "低": ("C",)}),
            *OPTIONS_OF_ALL,
        ),
        PARAMETERS_OF_FEEDBACK,
        LifeCycle(
            initial="待处理",
            steps=tuple(Step(before, after) for before, afters in CHAIN for after in afters),
            done=("已完成",),
            closed=("已关闭",),
            dropped=("已拒绝",),
            merged=("已合并",),
            waiting=("待评审",),
        ),
        tuple(Limit(grade, f"{grade}级处理时限") for grade in ("S", "A", "B", "C")),
        CLOCKS,
        duties=DUTIES,
        gates=GATES,
        rights=(Right("scores", "approver", "批准"),),
        judgements=JUDGEMENTS,
        route=ROUTE,
        papers=PAPERS,
        customer_sees=CUSTOMER_SEES,
        exports=(CRM,),
        source="document 1",
        revised=date(2026, 11, 23),
        notes=NOTES_OF_FEEDBACK,
    )
)
