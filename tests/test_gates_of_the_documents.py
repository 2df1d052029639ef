"""What the documents ask for before a step, each with a row that lacks it and the same row in order."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn, told

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import kind_named

pytestmark = pytest.mark.capability(
    "0-1c 0-2d 0-5d 1-2f 1-3e 1-5d 1-6b 2-1a 2-2b 3-3b", "4-3g 4-4c 0-8c 0-8d 1-6a 1-6c", "2-8d 3-7a 3-3a 0-1a 1-6f"
)

TODAY = date(2024, 6, 1)
NUMBERED = "需求编号 | 当前状态 | 记录状态\nXQ-2024-001 | {} | 有效"
RAW = "原始需求编号 | 信息已核实 | 转入需求编号\nYS-202405-001 | {} | XQ-2024-001"
PUT_OFF = "需求编号 | 新预计完成日 | 问题 | 解决方案 | 已同步客户\nXQ-2024-001 | 2024-06-20 | 缺人 | 借调 | {}"
MARKS = "需求编号 | 紧急性 | 紧急性评分理由 | 评审部门/评审人 | 评审日期"
REACH = "需求编号 | 影响范围(涉及客户数) | 影响核心业务 | 初步优先级 | 记录状态\nXY2024001 | {} | {} | {} | 有效"
VERIFIED = "原始需求编号 | 转入需求编号 | 信息已核实"
COMPLAINT = "需求编号 | 一级标签 | 需求状态 | 记录状态 | 投诉根因\nXY2024001 | 服务体验 | {} | 有效 | {}"
SECOND = "需求编号 | 结论 | 真实性 | 合规性 | 业务目标匹配\nXH-2024-001 | 通过 | 通过 | 通过 | {}"
TOLD = "需求编号 | 方式 | 客户系统中的状态\n202405-001 | {} | {}"
RUNNING = "需求编号 | 需求类型 | 当前状态\n202405-001 | 问题修复类 | 执行中"
OWNED = "需求编号 | 任务编号 | 负责人\n202405-001 | RW-2024-001 | 孙磊"
ADVICE = "需求编号 | 需求类型 | 当前状态\n202405-001 | 咨询服务类 | 方案制定中"
SCRIPT = "需求编号 | 方案版本 | 话术手册 | 案例参考 | 培训材料\n202405-001 | V1 | "
AGAIN = "需求编号 | 需求状态 | 记录状态 | 重新打开原因\nXY2024001 | 重新打开 | 有效 | {}"
ASKED = "需求编号 | 当前状态 | 记录状态 | 需求发起方\nXQ-2024-001 | 处理中 | 有效 | {}"
CORE = "需求编号 | 核心客户 | 记录状态\nXY2024001 | {} | 有效"
CHANNEL = "需求编号 | 来源渠道 | 渠道细分\nXY2024001 | 线上问卷 | {}"
EVERYBODY = "产品、技术、客服、市场"
CHANGE = "变更编号 | 需求编号 | 影响分析-进度 | 影响分析-成本 | 影响分析-质量 | 审批意见 | 审批人 | 审批日期 | 生效版本"
DELAY = "需求编号 | 任务编号 | 任务状态 | 新预计时间 | 延期原因 | 应急预案"
MEETING = "纪要编号 | 议题需求编号 | 方案可行性结论 | 评审结果"
CONFLICT = "需求编号 | 技术可行性 | 业务可行性 | 冲突需求编号 | 状态\nDY-001 | 可行 | 可行 | DY-002 | {}"
CLAUSE = "章节号 | 需求编号 | 需求陈述\n3.1 | DY-001 | 系统按角色开放客户数据"
REVIEW = "文档版本 | 需求编号 | 结果 | 复核结果 | 总体结论 | 签字状态"

# ID of the capability, kind, rule, sheets with what lacks, where it is told, sheets in order.
CASES = {
    "raw record not verified": (
        "0-2d",
        "collection",
        "REQ471",
        {"needs": NUMBERED.format("处理中"), "raw": RAW.format("待核实")},
        ["error raw!2:verified"],
        {"needs": NUMBERED.format("待处理"), "raw": RAW.format("待核实")},
    ),
    "raw record verified": (
        "0-2d",
        "collection",
        "REQ471",
        {"needs": NUMBERED.format("处理中"), "raw": RAW.format("无法核实")},
        ["error raw!2:verified"],
        {"needs": NUMBERED.format("处理中"), "raw": RAW.format("已核实")},
    ),
    "delay of which the customer was not told": (
        "0-5d",
        "collection",
        "REQ472",
        {"tracking": PUT_OFF.format("否")},
        ["error tracking!2:told_customer"],
        {"tracking": PUT_OFF.format("是")},
    ),
    "plan past its end": (
        "0-1c",
        "collection",
        "REQ421",
        {"plans": "计划编号 | 需求对接人 | 截止日期 | 计划状态\nCJ-2024-001 | 刘洋 | 2024-05-31 | 进行中"},
        ["warning plans!2:work_finish"],
        {"plans": "计划编号 | 需求对接人 | 截止日期 | 计划状态\nCJ-2024-001 | 刘洋 | 2024-05-31 | 已完成"},
    ),
    "highest mark without a reason": (
        "1-3e",
        "feedback",
        "REQ472",
        {"scores": f"{MARKS}\nXY2024001 | 5 |  | {EVERYBODY} | 2024-05-20"},
        ["warning scores!2:urgency_reason"],
        {"scores": f"{MARKS}\nXY2024001 | 5 | 已经停产 | {EVERYBODY} | 2024-05-20"},
    ),
    "lowest mark without a reason": (
        "1-3e",
        "feedback",
        "REQ472",
        {"scores": f"{MARKS}\nXY2024001 | 1 |  | {EVERYBODY} | 2024-05-20"},
        ["warning scores!2:urgency_reason"],
        {"scores": f"{MARKS}\nXY2024001 | 3 |  | {EVERYBODY} | 2024-05-20"},
    ),
    "review without service and marketing": (
        "1-6b",
        "feedback",
        "REQ472",
        {"scores": f"{MARKS}\nXY2024001 | 3 |  | 产品、技术 | 2024-05-20"},
        ["warning scores!2:reviewers"],
        {"scores": f"{MARKS}\nXY2024001 | 3 |  | {EVERYBODY} | 2024-05-20"},
    ),
    "core business of many judged low": (
        "1-2f",
        "feedback",
        "REQ510",
        {"needs": REACH.format(9, "是", "低")},
        ["warning needs!2:first_priority"],
        {"needs": REACH.format(9, "是", "高")},
    ),
    "one customer's wish judged high": (
        "1-2f",
        "feedback",
        "REQ510",
        {"needs": REACH.format(1, "否", "高")},
        ["warning needs!2:first_priority"],
        {"needs": REACH.format(1, "否", "中")},
    ),
    "review without the head of technology": (
        "0-8c",
        "collection",
        "REQ472",
        {"scores": "需求编号 | 评审日期 | 评审人\nXQ-2024-001 | 2024-05-20 | 产品经理、销售主管"},
        ["warning scores!2:reviewers"],
        {"scores": "需求编号 | 评审日期 | 评审人\nXQ-2024-001 | 2024-05-20 | 产品经理、技术负责人、销售主管"},
    ),
    "figure of before alone": (
        "1-5d",
        "feedback",
        "REQ472",
        {"tracking": "需求编号 | 需求状态 | 处理前指标 | 处理后指标\nXY2024001 | 已完成 | 误报率15% |"},
        ["warning tracking!2:after"],
        {"tracking": "需求编号 | 需求状态 | 处理前指标 | 处理后指标\nXY2024001 | 已完成 | 误报率15% | 误报率3%"},
    ),
    "referrer without evidence": (
        "2-2b",
        "customer",
        "REQ472",
        {"collecting": "需求编号 | 采集方式 | 信息来源凭证\nCRM-2024-001 | 面谈、推荐人 |"},
        ["warning collecting!2:evidence"],
        {"collecting": "需求编号 | 采集方式 | 信息来源凭证\nCRM-2024-001 | 面谈、推荐人 | 推荐信.pdf"},
    ),
    "talk needs no evidence": (
        "2-2b",
        "customer",
        "REQ472",
        {"collecting": "需求编号 | 采集方式 | 信息来源凭证\nCRM-2024-001 | 历史记录 |"},
        ["warning collecting!2:evidence"],
        {"collecting": "需求编号 | 采集方式 | 信息来源凭证\nCRM-2024-001 | 面谈 |"},
    ),
    "known customer's satisfaction": (
        "2-1a",
        "customer",
        "REQ472",
        {"needs": "需求编号 | 采集场景 | 满意度 | 当前项目状态\nCRM-2024-001 | 老客户需求更新 |  | 试运行"},
        ["warning needs!2:satisfaction"],
        {"needs": "需求编号 | 采集场景 | 满意度 | 当前项目状态\nCRM-2024-001 | 新客户开发 |  |"},
    ),
    "item to do past its day": (
        "3-3b",
        "response",
        "REQ421",
        {"todos": "纪要编号 | 事项 | 责任人 | 期限 | 状态\nHY-2024-001 | 补接口说明 | 郑凯 | 2024-05-30 | 受阻"},
        ["warning todos!2:by"],
        {"todos": "纪要编号 | 事项 | 责任人 | 期限 | 状态\nHY-2024-001 | 补接口说明 | 郑凯 | 2024-06-01 | 进行中"},
    ),
    "delay without a plan": (
        "3-4d",
        "response",
        "REQ472",
        {
            "tasks": f"{DELAY}\n202405-001 | 202405-001-1 | 进行中 | 2024-06-10 | 缺件 |",
            "contacts": "需求编号 | 是否含延期说明\n202405-001 | 是",
        },
        ["error tasks!2:fallback"],
        {
            "tasks": f"{DELAY}\n202405-001 | 202405-001-1 | 进行中 | 2024-06-10 | 缺件 | 先用备机",
            "contacts": "需求编号 | 是否含延期说明\n202405-001 | 是",
        },
    ),
    "delay that the customer does not know of": (
        "3-4d",
        "response",
        "REQ472",
        {
            "tasks": f"{DELAY}\n202405-001 | 202405-001-1 | 进行中 | 2024-06-10 | 缺件 | 先用备机",
            "contacts": "需求编号 | 是否含延期说明\n202405-001 | 否",
        },
        ["error tasks!2:new_finish"],
        {
            "tasks": f"{DELAY}\n202405-001 | 202405-001-1 | 进行中 |  |  |",
            "contacts": "需求编号 | 是否含延期说明\n202405-001 | 否",
        },
    ),
    "change without its impact": (
        "B8",
        "survey",
        "REQ472",
        {"changes": f"{CHANGE}\nBG-2024-001 | XQ001 | 加2天 |  | 无 | 同意 | 陈建国 | 2024-05-20 | V1.1"},
        ["error changes!2:cost"],
        {"changes": f"{CHANGE}\nBG-2024-001 | XQ001 | 加2天 | 无 | 无 | 同意 | 陈建国 | 2024-05-20 | V1.1"},
    ),
    "change that was refused": (
        "B8",
        "survey",
        "REQ471",
        {"changes": f"{CHANGE}\nBG-2024-001 | XQ001 | 加2天 | 无 | 无 | 不同意 | 陈建国 | 2024-05-20 | V1.1"},
        ["error changes!2:version"],
        {"changes": f"{CHANGE}\nBG-2024-001 | XQ001 | 加2天 | 无 | 无 | 不同意 | 陈建国 | 2024-05-20 |"},
    ),
    "approved at a meeting that found it not feasible": (
        "3-3b",
        "response",
        "REQ471",
        {"meetings": f"{MEETING}\nHY-2024-001 | 202405-001 | 不可行 | 确认通过"},
        ["error meetings!2:result"],
        {"meetings": f"{MEETING}\nHY-2024-001 | 202405-001 | 调整后可行 | 确认通过"},
    ),
    "conflict that is open, in a clause": (
        "4-3g",
        "survey",
        "REQ471",
        {"feasibility": CONFLICT.format("未解决"), "clauses": CLAUSE},
        ["error feasibility!2:conflict_state"],
        {"feasibility": CONFLICT.format("已达成"), "clauses": CLAUSE},
    ),
    "signed, though nobody looked at it after it was unclear": (
        "4-4c",
        "survey",
        "REQ472",
        {"signings": f"{REVIEW}\nV1.0 | DY-001 | 有歧义 |  | 修改后通过 | 已签字"},
        ["error signings!2:rechecked"],
        {"signings": f"{REVIEW}\nV1.0 | DY-001 | 有歧义 | 通过 | 修改后通过 | 已签字"},
    ),
    "under way and nobody asked for it": (
        "0-1a",
        "collection",
        "REQ472",
        {"needs": ASKED.format("")},
        ["warning needs!2:initiator"],
        {"needs": ASKED.format("销售部")},
    ),
    "a core customer's wish judged unimportant": (
        "1-6f",
        "feedback",
        "REQ471",
        {"needs": CORE.format("是"), "scores": "需求编号 | 重要性\nXY2024001 | 2"},
        ["warning scores!2:importance"],
        {"needs": CORE.format("否"), "scores": "需求编号 | 重要性\nXY2024001 | 2"},
    ),
    "verified without saying what": (
        "0-8d",
        "collection",
        "REQ472",
        {"raw": f"{VERIFIED} | 已核实事项\nYS-202405-001 | XQ-2024-001 | 已核实 | "},
        ["warning raw!2:facts"],
        {"raw": f"{VERIFIED} | 已核实事项\nYS-202405-001 | XQ-2024-001 | 已核实 | 客户业务规模、决策流程"},
    ),
    "verified in a register without that column": (
        "0-8d",
        "collection",
        "REQ472",
        {"raw": f"{VERIFIED} | 已核实事项\nYS-202405-001 | XQ-2024-001 | 已核实 | "},
        ["warning raw!2:facts"],
        {"raw": f"{VERIFIED}\nYS-202405-001 | XQ-2024-001 | 已核实"},
    ),
    "complaint settled without its cause": (
        "1-6c",
        "feedback",
        "REQ472",
        {"needs": COMPLAINT.format("已完成", "")},
        ["warning needs!2:root_cause"],
        {"needs": COMPLAINT.format("已完成", "交接时没有写明未办事项")},
    ),
    "complaint in hand": (
        "1-6c",
        "feedback",
        "REQ472",
        {"needs": COMPLAINT.format("已关闭", "")},
        ["warning needs!2:root_cause"],
        {"needs": COMPLAINT.format("处理中", "")},
    ),
    "approved against the strategy for the tier": (
        "2-8d",
        "customer",
        "REQ471",
        {"reviews": SECOND.format("不通过")},
        ["error reviews!2:conclusion"],
        {"reviews": SECOND.format("通过")},
    ),
    "the customer's system updated to nobody knows what": (
        "3-7a",
        "response",
        "REQ472",
        {"contacts": TOLD.format("电话、系统状态更新", "")},
        ["warning contacts!2:customer_state"],
        {"contacts": TOLD.format("电话、系统状态更新", "待验收")},
    ),
    "advice without anything to go by": (
        "3-3a",
        "response",
        "REQ472",
        {"needs": ADVICE, "plans": f"{SCRIPT} |  |"},
        ["error plans!2:script"],
        {"needs": ADVICE, "plans": f"{SCRIPT} |  | 培训.pptx"},
    ),
    "taken up again without a reason": (
        "B9",
        "feedback",
        "REQ301",
        {"needs": AGAIN.format("")},
        ["error needs!2:reopen_reason"],
        {"needs": AGAIN.format("客户回访说仍未解决")},
    ),
    "a channel's finer one of another channel": (
        "1-6a",
        "feedback",
        "REQ603",
        {"needs": CHANNEL.format("电商评价")},
        ["warning needs!2:channel_detail"],
        {"needs": CHANNEL.format("产品内嵌弹窗")},
    ),
}  # fmt: skip


def found(kind: str, tables: dict[str, str], rule: str) -> list[str]:
    spec = kind_named(kind)
    lines = told(validate(spec, drawn(spec, tables), TODAY))
    return [" ".join(line.split()[1:3]) for line in lines if line.startswith(rule)]


@pytest.mark.parametrize("name", CASES)
def test_a_step_is_told_of_what_it_lacks_and_left_alone_in_order(name: str) -> None:
    _, kind, rule, lacking, wanted, in_order = CASES[name]
    about = wanted[0].split()[1]  # other cells of a row that was drawn in part may be told of the same rule
    assert [line for line in found(kind, lacking, rule) if line.endswith(about)] == wanted
    assert [line for line in found(kind, in_order, rule) if line.endswith(about)] == []


def test_a_blank_cell_that_every_row_fills_in_is_told_once() -> None:
    tables = {"scores": f"{MARKS}\nXY2024001 | 3 |  |  | 2024-05-20"}
    assert found("feedback", tables, "REQ472") == []
    assert "error scores!2:reviewers" in found("feedback", tables, "REQ301")
