"""The kind `response`: 客户需求响应流程及快速解决方案工具 (document 3)."""

from __future__ import annotations

from datetime import date

from reqsheets.kinds.housekeeping import BESIDE, GUIDE, OPTIONS_OF_ALL
from reqsheets.kinds.light import light
from reqsheets.kinds.papers_response import CUSTOMER_SEES, PAPERS
from reqsheets.kinds.reminding import REMINDING_RESPONSE
from reqsheets.kinds.response_delivery import (
    ACCEPTANCE_ITEMS,
    ACCEPTANCES,
    ARCHIVE,
    CONTACTS,
    DELIVERIES,
    KNOWLEDGE,
    RETROS,
    ROUTE,
    ROUTES,
    SURVEYS,
    TRACKING,
)
from reqsheets.kinds.response_intake import FEASIBILITY, MEETINGS, NEEDS, PLANS, TASKS, TODOS
from reqsheets.kinds.response_tables import CRM, MEETING
from reqsheets.kinds.shared_columns import BLANK_IS_OFF, INDUSTRIES, PARAMETERS_OF_ALL, options, shares
from reqsheets.kinds.tables import lists_of
from reqsheets.model.derived_cells import Clock, Duty, Limit, Place, Seal, Stage
from reqsheets.model.gates import Ending, Gate, Holds, Right
from reqsheets.model.plan import Words
from reqsheets.model.spec import LifeCycle, Parameter, Step, WorkbookSpec

GRADES = ("P0级", "P1级", "P2级")
URGENCIES = ("紧急", "重要", "常规")
OPTION_VALUES = (
    ("需求来源", ("客服系统", "客户经理反馈", "在线表单", "邮件")),
    ("行业", INDUSTRIES),
    ("紧急程度", URGENCIES),
    ("需求类型", ("功能优化类", "问题修复类", "定制开发类", "咨询服务类")),
    ("优先级", GRADES),
    ("升级依据", ("系统宕机", "数据丢失", "重大利益", "其他")),
    (
        "当前状态",
        (
            "待受理", "信息待补充", "分析中", "方案制定中", "执行中", "待客户验收", "已验收", "已关闭", "已拒绝", "暂缓",
            "已合并", "重新打开",
        ),
    ),
    ("关闭原因", ("已完成", "已合并", "不做", "已取消", "设计如此", "延期")),
    ("可实现", ("是", "否", "部分")),
    ("高中低", ("高", "中", "低")),
    ("评估结论", ("立项", "采用替代方案", "暂缓", "不予立项")),
    ("部门", ("客服部", "产品部", "技术部", "设计部", "市场部")),
    ("方案可行性", ("可行", "调整后可行", "不可行")),
    ("资源匹配", ("满足", "部分", "不满足")),
    ("评审结果", ("确认通过", "有待明确", "拒绝")),
    ("任务状态", ("未开始", "进行中", "已完成", "受阻", "取消")),
    ("同步方式", ("电话", "邮件", "系统状态更新")),
    ("交付物类型", ("软件", "文档", "权限", "报告")),
    ("验收结论", ("通过", "有条件通过", "不通过")),
    ("验收结果", ("通过", "不通过", "待整改")),
    ("调研方式", ("问卷", "电话")),
    ("未评原因", ("拒评", "联系不上", "明确无需回访")),
    ("有效状态", ("有效", "待更新", "失效")),
)  # fmt: skip
ALIASES = {
    ("紧急程度", "紧急"): ("紧急-24小时响应",),
    ("紧急程度", "重要"): ("重要-3天解决",),
    ("紧急程度", "常规"): ("常规-7天处理",),
    ("需求来源", "客服系统"): ("APP内客服咨询",),
}
BLANK_MEANS = Words("留空即无时限；单位可改为小时、天、工作日", "blank means no limit; 小时, 天 or 工作日")

PARAMETERS = (
    *shares("评分", ("紧急程度", "客户价值", "资源投入")),
    Parameter(
        "资源投入计分方向", "正向", "", Words("正向：5分投入最小；反向：5分投入最大", "反向: 5 points are the most")
    ),
    Parameter("权重版本", "W2023-1", "", Words("改动权重时换一个新版本号", "give a new version when a weight changes")),
    Parameter("P0级下限", 4, "分", Words("综合得分不低于此值为P0级", "scores from here up are P0")),
    Parameter("P1级下限", 2.5, "分", Words("综合得分不低于此值为P1级，其余为P2级", "P1 from here up, below is P2")),
    Parameter("紧急响应时限", 24, "小时", BLANK_MEANS),
    Parameter("重要响应时限", None, "小时", BLANK_MEANS),
    Parameter("常规响应时限", None, "小时", BLANK_MEANS),
    Parameter("P0级启动时限", 24, "小时", BLANK_MEANS),
    Parameter("P1级方案时限", 3, "天", BLANK_MEANS),
    Parameter("P0级解决时限", None, "天", BLANK_MEANS),
    Parameter("P1级解决时限", None, "天", BLANK_MEANS),
    Parameter("P2级解决时限", 7, "天", BLANK_MEANS),
    Parameter("重要解决时限", 3, "天", Words("级别没有解决时限时用它", "used where the grade sets none")),
    Parameter("常规解决时限", 7, "天", Words("级别没有解决时限时用它", "used where the grade sets none")),
    Parameter("P0级同步频率", 1, "天", Words("多久告诉客户一次进展", "how often the customer is told")),
    Parameter("P1级同步频率", 2, "天", Words("逢休息日顺延到工作日", "moves on to a working day")),
    Parameter("P2级同步频率", 7, "天", Words("逢休息日顺延到工作日", "moves on to a working day")),
    Parameter("任务更新频率", 1, "工作日", Words("做着的任务多久写一次进度", "how often work in hand is written up")),
    Parameter("调研时限", 1, "工作日", Words("验收后多久内做满意度调研", "after acceptance the survey is due within")),
    Parameter("评估时限", 5, "工作日", BLANK_IS_OFF),
    Parameter("验收时限", 5, "工作日", BLANK_IS_OFF),
    Parameter("复盘时限", 5, "工作日", BLANK_IS_OFF),
    *REMINDING_RESPONSE,
    *PARAMETERS_OF_ALL,
)

CHAIN = (
    ("待受理", ("信息待补充", "分析中", "已拒绝", "暂缓")),
    ("信息待补充", ("待受理", "分析中", "已拒绝")),
    ("分析中", ("方案制定中", "信息待补充", "已拒绝", "暂缓")),
    ("方案制定中", ("执行中", "信息待补充", "暂缓", "已拒绝")),
    ("执行中", ("待客户验收", "信息待补充", "暂缓")),
    ("待客户验收", ("已验收", "执行中")),
    ("已验收", ("已关闭", "重新打开")),
    ("已关闭", ("重新打开",)),
    ("已拒绝", ("重新打开",)),
    ("暂缓", ("分析中", "方案制定中", "执行中", "已拒绝")),
    ("重新打开", ("分析中", "执行中")),
)
WORKING = ("执行中", "待客户验收", "已验收", "已关闭")
STAGES = (
    Stage(
        WORKING,
        "feasibility",
        "conclusion",
        Words("定制开发的可行性评估", "the feasibility of custom work"),
        only=("type", ("定制开发类",)),
    ),
    Stage(WORKING, "plans", "author", Words("方案", "the plan")),
    Stage(WORKING, "tasks", "owner", Words("拆解后的任务和负责人", "tasks with owners")),
    Stage(
        ("待客户验收", "已验收", "已关闭"),
        "deliveries",
        "item",
        Words("需求交付清单", "the list of what was delivered"),
    ),
    Stage(
        ("已验收", "已关闭"), "acceptances", "conclusion", Words("通过的验收", "an acceptance"), ("通过", "有条件通过")
    ),
    Stage(("已关闭",), "retros", "measure", Words("复盘报告", "the retrospective"), only=("grade", ("P0级", "P1级"))),
)
REPAIR, FEATURE, ADVICE = ("问题修复类",), ("功能优化类", "定制开发类"), ("咨询服务类",)
GATES = (
    *(
        Gate("plans", (Holds("type", types, "needs"),), must=tuple(map(Holds, columns)))
        for types, columns in (
            (REPAIR, ("cause", "steps", "test")),
            (FEATURE, ("prototype", "functions", "technique")),
        )
    ),
    Gate("plans", (Holds("type", ADVICE, "needs"),), either=(Holds("script"), Holds("cases"), Holds("training"))),
    Gate(
        "acceptances",
        (Holds("conclusion", ("通过",)),),
        never=(Holds("result", ("不通过", "待整改"), "acceptance_items", (("number", "number"), ("round", "round"))),),
    ),
    Gate(
        "tasks",
        (Holds("new_finish"),),
        must=(Holds("delay_reason"), Holds("fallback"), Holds("delay", ("是",), "contacts")),
    ),
    Gate("contacts", (Holds("ways", ("系统状态更新",)),), must=(Holds("customer_state"),), advises=True),
    Gate("meetings", (Holds("result", ("确认通过",)),), never=(Holds("feasible", ("不可行",)),)),
    Gate("feasibility", (Holds("conclusion", ("立项",)),), never=(Holds("possible", ("否",)),)),
    Gate("feasibility", (Holds("conclusion", ("不予立项",)),), never=(Holds("status", WORKING, "needs"),)),
)
ENDINGS = (Ending("todos", "by", (Holds("state", ("未开始", "进行中", "受阻")),), "person"),)
GRADE: Place = ("needs", "grade")
URGENCY: Place = ("needs", "urgency")
RECEIVED = (("needs", "received"),)
WAITING = ("信息待补充", "待客户验收")


def _of_grades(what: str, grades: tuple[str, ...] = GRADES) -> tuple[Limit, ...]:
    return tuple(Limit(grade, f"{grade}{what}") for grade in grades)


CLOCKS = (
    Clock(
        "response",
        Words("首次响应", "the first response"),
        "needs",
        "response_due",
        RECEIVED,
        _of_grades("响应时限", URGENCIES),
        (URGENCY,),
        (("needs", "responded"),),
    ),
    Clock(
        "start",
        Words("启动解决", "beginning to solve it"),
        "needs",
        "start_due",
        RECEIVED,
        _of_grades("启动时限", ("P0级",)),
        (GRADE,),
        (("needs", "started"), ("needs", "solved")),
    ),
    Clock(
        "plan",
        Words("给出方案", "the plan"),
        "needs",
        "plan_due",
        RECEIVED,
        _of_grades("方案时限", ("P1级",)),
        (GRADE,),
        (("needs", "planned"), ("needs", "solved")),
    ),
    Clock(
        "solution",
        Words("解决", "the solution"),
        "needs",
        "solve_due",
        RECEIVED,
        (*_of_grades("解决时限"), *_of_grades("解决时限", ("重要", "常规"))),
        (GRADE, URGENCY),
        (("needs", "solved"),),
        pauses=WAITING,
        never_paused=("P0级",),
        soon="提前提醒",
    ),
    Clock(
        "contact",
        Words("下一次客户同步", "the next contact with the customer"),
        "needs",
        "next_contact",
        (("contacts", "synced"), ("needs", "received")),
        _of_grades("同步频率"),
        (GRADE,),
        (("needs", "solved"),),
        latest=True,
        to_work_day=("P1级", "P2级"),
    ),
    Clock(
        "contacted",
        Words("客户同步", "the contact with the customer"),
        "contacts",
        "due",
        (("contacts", "previous"), ("needs", "received")),
        _of_grades("同步频率"),
        (GRADE,),
        (("contacts", "synced"),),
        to_work_day=("P1级", "P2级"),
    ),
    Clock(
        "daily",
        Words("任务进度的更新", "the daily progress of a task"),
        "tasks",
        "next_update",
        (("tasks", "updated"), ("tasks", "actual_start"), ("tasks", "planned_start")),
        (Limit("进行中", "任务更新频率"), Limit("受阻", "任务更新频率")),
        (("tasks", "state"),),
        (("tasks", "actual_finish"),),
    ),
    Clock(
        "survey",
        Words("满意度调研", "the survey"),
        "surveys",
        "due",
        (("acceptances", "accepted"),),
        (Limit("", "调研时限"),),
        stop=(("surveys", "surveyed"),),
        latest=True,
        duty="survey",
    ),
)
DUTIES = (
    Duty(
        "feasibility",
        Words("定制开发的可行性评估", "the feasibility of custom work"),
        "feasibility",
        ("方案制定中",),
        "assessed",
        only=("type", ("定制开发类",)),
        within="评估时限",
    ),
    Duty(
        "delivery",
        Words("交付清单", "the list of what was delivered"),
        "deliveries",
        ("待客户验收",),
        "delivered",
        fills=(("deliverer", (("tracking", "owner"),)),),
        within="验收时限",
    ),
    Duty(
        "acceptance",
        Words("客户验收", "the customer's acceptance"),
        "acceptances",
        ("待客户验收",),
        "accepted",
        round="round",
        failed=("conclusion", ("不通过",)),
        within="验收时限",
    ),
    Duty(
        "survey",
        Words("满意度调研", "the survey"),
        "surveys",
        ("已验收",),
        "surveyed",
        since=(("acceptances", "accepted"),),
        fills=(("customer", (("needs", "customer"),)),),
        each="customer",
    ),
    Duty(
        "retrospective",
        Words("复盘", "the retrospective"),
        "retros",
        ("已验收",),
        "held",
        since=(("acceptances", "accepted"),),
        only=("grade", ("P0级", "P1级")),
        within="复盘时限",
    ),
)
NOTES = (
    (
        "资源投入怎么打分",
        Words("5 分表示投入最小；要反过来，把参数里的计分方向改为“反向”。", "5 is the least effort (decision T-8)."),
    ),
    (
        "直接定为P0",
        Words(
            "系统宕机、数据丢失或重大利益受损时选“升级依据”，不看得分。", "A hard ground makes it P0 (decision T-10)."
        ),
    ),
    (
        "时限怎么算",
        Words(
            "小时和天按自然时间，工作日看工作日历；等客户的日子不计入解决时限，P0 除外。", "See decisions T-15 to T-20."
        ),
    ),
)

RESPONSE = light(
    WorkbookSpec(
        "response",
        Words("客户需求响应流程及快速解决方案工具", "Responding to customer requirements"),
        "2026.1",
        (
            GUIDE,
            NEEDS,
            FEASIBILITY,
            MEETINGS,
            TODOS,
            PLANS,
            TASKS,
            TRACKING,
            CONTACTS,
            DELIVERIES,
            ACCEPTANCES,
            ACCEPTANCE_ITEMS,
            SURVEYS,
            RETROS,
            KNOWLEDGE,
            ARCHIVE,
            ROUTES,
            *BESIDE,
        ),
        (
            *options(OPTION_VALUES, ALIASES),
            *lists_of(CRM, {"高": ("P0级",), "中": ("P1级",), "低": ("P2级",)}),
            *lists_of(MEETING),
            *OPTIONS_OF_ALL,
        ),
        PARAMETERS,
        LifeCycle(
            initial="待受理",
            steps=tuple(Step(before, after) for before, afters in CHAIN for after in afters),
            done=("已验收",),
            closed=("已关闭",),
            dropped=("已拒绝",),
            merged=("已合并",),
            waiting=("信息待补充",),
            stages=STAGES,
        ),
        (),
        CLOCKS,
        seals=(
            Seal(
                "acceptances",
                "number",
                "customer_signature",
                (),
                "needs",
                ("text", "wanted", "pain"),
                "fingerprint",
                "broken",
                also=tuple(("acceptance_items", column) for column in ("standard", "result", "note")),
                own=("round", "accepted", "comment", "conclusion", "to_add"),
                same=("round",),
            ),
        ),
        duties=DUTIES,
        route=ROUTE,
        papers=PAPERS,
        customer_sees=CUSTOMER_SEES,
        exports=(CRM, MEETING),
        gates=GATES,
        rights=(Right("plans", "approver", "批准"), Right("acceptances", "our_signature", "签字")),
        endings=ENDINGS,
        source="document 3",
        revised=date(2026, 11, 23),
        notes=NOTES,
    )
)
