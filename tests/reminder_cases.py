"""What each duty of reminders.md is, drawn: a workbook in which it is owed once, and what settles it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """`tables` by sheet; `owed` are record, doers and due; `done` are cells that settle it: (sheet, column, value)."""

    kind: str
    now: str
    tables: dict[str, str]
    owed: str
    done: tuple[tuple[str, str, str], ...] = ()
    parameters: str = ""


PEOPLE = """姓名 | 部门 | 岗位 | 直属负责人 | 在职
张三 | 客服部 | 客服专员 | 李敏 | 是
李敏 | 客服部 | 客服主管 |  | 是
王五 | 技术部 | 工程师 | 赵志强 | 是
赵志强 | 技术部 | 技术负责人 |  | 是
马宁 | 技术部 | 工程师 | 赵志强 | 否"""
XQ = "需求编号 | 客户名称 | 采集日期 | 我方客户经理 | 责任人 | 当前状态 | 记录状态\nXQ-2024-001 | 某厂 | 2024-03-01 | 张三 | 王五 | {} | 有效"
XY = "需求编号 | 客户信息(姓名/行业/规模) | 提出时间 | 记录人 | 需求状态 | 记录状态\nXY2024001 | 某厂-建材-中型企业 | 2024-03-01 | 张三 | {} | 有效"
CRM = "需求编号 | 客户名称 | 采集日期 | 需求状态 | 期望完成时间 | 记录状态\nCRM-2024-001 | 某厂 | 2024-03-01 | {} | 2024-03-20 | 有效"
COLLECTING = "需求编号 | 采集人 | 牵头部门 | 填写时间\nCRM-2024-001 | 张三 | 客服部 | 2024-03-01 10:00"
RESPONSE = (
    "需求编号 | 接收时间 | 客户名称/ID | 初步对接人 | 紧急程度 | 优先级 | 当前状态 | 记录状态 | 响应截止 | 首次响应时间"
    " | 启动截止 | 启动解决时间 | 方案截止 | 方案给出时间 | 解决截止 | 解决时间 | 下次同步截止 | 需求类型 | 暂停起\n"
    "202403-001 | 2024-03-04 10:00 | 某厂 | 张三 | 紧急 | {grade} | {status} | 有效 | 2024-03-05 10:00 | {responded}"
    " | 2024-03-05 10:00 |  | 2024-03-07 10:00 |  | {solve} |  | 2024-03-06 | 定制开发类 | 2024-03-04"
)


def response(status: str, grade: str = "P1级", solve: str = "2024-03-11 10:00", responded: str = "") -> str:
    return RESPONSE.format(status=status, grade=grade, solve=solve, responded=responded)


DY = "需求编号 | 需求名称 | 提出部门 | 提出日期 | 需求状态 | 记录状态\nDY-001 | 标签 | 技术部 | 2024-03-01 | 待评估 | 有效\nDY-002 | 导出 | 客服部 | 2024-03-01 | 待评估 | 有效"
TRACK_XQ = "需求编号 | 执行部门 | 责任人 | 计划完成 | 新预计完成日 | 实际完成 | 更新日期 | 下次更新截止 | 有无问题 | 已同步客户\nXQ-2024-001 | 技术部 | {} | {} |  | {} | 2024-03-04 | 2024-03-11 | 是 | 否"
TRACK_XY = "需求编号 | 负责人 | 完成时限 | 是否超期 | 更新时间 | 下次更新截止 | 实际完成时间 | 解决方案\nXY2024001 | 王五 | 2024-04-01 | {} | 2024-03-04 10:00 | 2024-03-11 | {} | 换了算法"
TASKS = "需求编号 | 任务编号 | 任务名称 | 负责人 | 开始时间 | 结束时间 | 任务状态 | 更新时间 | 新预计时间 | 下次更新截止 | 实际结束\n202403-001 | RW-2024-001 | 开发 | 王五 | 2024-03-04 | 2024-03-08 | 进行中 | 2024-03-05 17:00 | {} | 2024-03-06 18:00 | "
TRACK_R = "需求编号 | 负责人 | 负责部门\n202403-001 | 王五 | 技术部"
ACCEPTED_R = "需求编号 | 验收轮次 | 验收日期 | 验收结论 | 整改责任人 | 整改期限\n202403-001 | 1 | 2024-03-04 | {} | 王五 | 2024-03-08"
ACCEPTED_XQ = "报告编号 | 需求编号 | 验收轮次 | 验收日期 | 验收结论 | 整改责任人 | 整改期限\nYB-2024-001 | XQ-2024-001 | 1 | 2024-03-04 | {} | 王五 | 2024-03-08"
FOLLOW = "需求编号 | 客户 | 告知人 | 实际告知时间 | 回访时间 | 需求解决确认 | 满意度评分 | 改进建议 | 是否重新打开\nXY2024001 | 某厂-建材-中型企业 | 王五 |  | {} | {} | {} | 再快些 | 否"
FINDINGS = "级别 | 工作表 | 单元格 | 记录编号 | 字段 | 问题代码 | 问题说明 | 负责人 | 首次发现 | 状态\n{} | 需求登记 | A2 | XY2024001 | 需求描述 | {} | 缺 | {} | 2024-03-04 | 未处理"

CASES: dict[str, Drawn] = {
    "R-001": Drawn(
        "collection",
        "2024-03-15 09:00",
        {"plans": "计划编号 | 需求对接人 | 截止日期 | 计划状态\nCJ-2024-001 | 张三 | 2024-03-15 | 进行中"},
        "CJ-2024-001 | 张三 | 2024-03-15",
        (("plans", "state", "已完成"),),
    ),
    "R-002": Drawn(
        "collection",
        "2024-03-08 09:00",
        {
            "raw": "原始需求编号 | 采集时间 | 采集人 | 信息已核实 | 转入需求编号\nYS-202403-001 | 2024-03-04 10:00 | 张三 | 待核实 | XQ-2024-001"
        },
        "YS-202403-001 | 张三 | 2024-03-07 18:00",
        (("raw", "verified", "已核实"),),
    ),
    "R-003": Drawn(
        "collection",
        "2024-03-20 09:00",
        {
            "raw": "原始需求编号 | 采集时间 | 采集人 | 信息已核实 | 转入需求编号\nYS-202403-001 | 2024-03-04 10:00 | 张三 | 已核实 | "
        },
        "YS-202403-001 | 张三 | 2024-03-11 18:00",
        (("raw", "number", "XQ-2024-001"),),
    ),
    "R-004": Drawn(
        "collection",
        "2024-03-08 09:00",
        {"needs": XQ.format("待处理"), "scores": "需求编号 | 最终优先级\nXQ-2024-001 | "},
        "XQ-2024-001 | 王五 | 2024-03-08 18:00",
        (("scores", "grade", "P1"),),
    ),
    "R-005": Drawn(
        "collection",
        "2024-03-08 09:00",
        {
            "needs": XQ.format("待处理"),
            "confirm": "需求编号 | 待澄清问题 | 客户答复 | 核对日期\nXQ-2024-001 | 几列 |  | 2024-03-04",
        },
        "XQ-2024-001 | 张三 | 2024-03-07 18:00",
        (("confirm", "answer", "五列"),),
    ),
    "R-006": Drawn(
        "collection",
        "2024-03-12 09:00",
        {
            "needs": XQ.format("待处理"),
            "letters": "确认函编号 | 版本 | 确认需求编号清单 | 发函日期 | 我方签字人 | 函件状态\nQR-2024-001 | 1 | XQ-2024-001 | 2024-03-04 | 李敏 | 已发出",
        },
        "QR-2024-001/1 | 李敏 | 2024-03-11 18:00",
        (("letters", "state", "已签回"),),
    ),
    "R-007": Drawn(
        "collection",
        "2024-03-12 09:00",
        {
            "needs": XQ.format("处理中"),
            "letters": "确认函编号 | 版本 | 确认需求编号清单 | 发函日期 | 我方签字人 | 函件状态 | 失效原因\nQR-2024-001 | 1 | XQ-2024-001 | 2024-03-04 | 李敏 | 已签回 | 改了描述",
        },
        "QR-2024-001/1 | 李敏 | -",
        (("letters", "broken", ""),),
    ),
    "R-008": Drawn(
        "collection",
        "2024-03-12 09:00",
        {"needs": XQ.format("处理中"), "tracking": TRACK_XQ.format("", "2024-04-01", "")},
        "XQ-2024-001 | 赵志强 | -",
        (("tracking", "owner", "王五"),),
    ),
    "R-009": Drawn(
        "collection",
        "2024-03-12 09:00",
        {"needs": XQ.format("处理中"), "tracking": TRACK_XQ.format("王五", "2024-04-01", "")},
        "XQ-2024-001 | 王五 | 2024-03-11",
        (("needs", "status", "已完成"),),
    ),
    "R-010": Drawn(
        "collection",
        "2024-04-02 09:00",
        {"needs": XQ.format("处理中"), "tracking": TRACK_XQ.format("王五", "2024-04-01", "")},
        "XQ-2024-001 | 王五 | 2024-04-01",
        (("needs", "status", "已完成"),),
    ),
    "R-011": Drawn(
        "collection",
        "2024-03-06 09:00",
        {"needs": XQ.format("处理中"), "tracking": TRACK_XQ.format("王五", "2024-04-01", "")},
        "XQ-2024-001 | 王五 | 2024-03-05 18:00",
        (("tracking", "told_customer", "是"),),
    ),
    "R-012": Drawn(
        "collection",
        "2024-03-12 09:00",
        {
            "needs": XQ.format("已完成"),
            "tracking": TRACK_XQ.format("王五", "2024-04-01", "2024-03-04"),
            "acceptances": ACCEPTED_XQ.format("不通过"),
        },
        "XQ-2024-001 | 王五 | 2024-03-11 18:00",
        (("acceptances", "conclusion", "通过"),),
    ),
    "R-013": Drawn(
        "collection",
        "2024-03-09 09:00",
        {"needs": XQ.format("已关闭"), "acceptances": ACCEPTED_XQ.format("有条件通过")},
        "YB-2024-001 | 王五 | 2024-03-08",
        (("acceptances", "conclusion", "通过"),),
    ),
    "R-014": Drawn(
        "collection",
        "2024-03-20 09:00",
        {
            "needs": XQ.format("已完成"),
            "acceptances": ACCEPTED_XQ.format("通过"),
            "directory": "归档编号 | 需求编号 | 文档类型 | 归档人\nGD-001 | XQ-2024-001 | 原始记录 | 张三\nGD-002 | XQ-2024-001 | 评估表 | 张三\nGD-003 | XQ-2024-001 | 跟踪表 | 张三\nGD-004 | XQ-2024-001 | 验收报告 | 张三\nGD-005 |  | 确认函 | 张三",
        },
        "XQ-2024-001 | 张三 | 2024-03-18 18:00",
        (("directory", "number", "XQ-2024-001"),),
    ),
    "R-015": Drawn(
        "collection",
        "2024-07-01 09:00",
        {"needs": XQ.format("待处理")},
        "2024Q2 | 李敏 | 2024-07-16",
        parameters="复盘负责人 | 李敏",
    ),
    "R-016": Drawn(
        "collection",
        "2028-01-01 09:00",
        {
            "needs": XQ.format("已关闭").replace("有效", "已归档"),
            "directory": "归档编号 | 需求编号 | 归档人 | 到期日\nGD-001 | XQ-2024-001 | 张三 | 2027-02-28",
        },
        "GD-001 | 张三 | 2027-02-28",
        (("directory", "kept_until", "2029-02-28"),),
    ),
    "R-101": Drawn(
        "feedback",
        "2024-04-01 09:00",
        {"needs": XY.format("处理中"), "tracking": TRACK_XY.format("否", "")},
        "XY2024001 | 王五 | 2024-04-01",
        (("needs", "status", "已完成"),),
    ),
    "R-102": Drawn(
        "feedback",
        "2024-04-02 09:00",
        {"needs": XY.format("处理中"), "tracking": TRACK_XY.format("是", "")},
        "XY2024001 | 王五 | 2024-04-01",
        (("needs", "status", "已完成"),),
    ),
    "R-103": Drawn(
        "feedback",
        "2024-03-12 09:00",
        {"needs": XY.format("处理中"), "tracking": TRACK_XY.format("否", "")},
        "XY2024001 | 王五 | 2024-03-11",
        (("needs", "status", "已完成"),),
    ),
    "R-104": Drawn(
        "feedback",
        "2024-03-12 09:00",
        {
            "needs": XY.format("处理中"),
            "tracking": TRACK_XY.format("否", ""),
            "milestones": "需求编号 | 节点名称 | 应到日期 | 实际日期 | 状态\nXY2024001 | 开发启动 | 2024-03-11 |  | 未开始",
        },
        "XY2024001/开发启动 | 王五 | 2024-03-11",
        (("milestones", "actual", "2024-03-12"),),
    ),
    "R-105": Drawn(
        "feedback",
        "2024-03-12 09:00",
        {
            "needs": XY.format("已完成"),
            "tracking": TRACK_XY.format("否", "2024-03-11 10:00"),
            "followups": "需求编号 | 客户 | 告知人 | 实际告知时间",
        },
        "XY2024001/某厂-建材-中型企业 | 张三 | 2024-03-12 10:00",
        (("followups", "+", "XY2024001 | 某厂-建材-中型企业 | 王五 | 2024-03-11 15:00"),),
    ),
    "R-106": Drawn(
        "feedback",
        "2024-03-25 09:00",
        {
            "needs": XY.format("已完成"),
            "tracking": TRACK_XY.format("否", "2024-03-11 10:00"),
            "followups": FOLLOW.format("", "", ""),
        },
        "XY2024001/某厂-建材-中型企业 | 王五 | 2024-03-25",
        (("followups", "followed_up", "2024-03-20 10:00"),),
    ),
    "R-107": Drawn(
        "feedback",
        "2024-03-25 09:00",
        {
            "needs": XY.format("已完成"),
            "tracking": TRACK_XY.format("否", "2024-03-11 10:00"),
            "followups": FOLLOW.format("2024-03-20 10:00", "未解决", ""),
        },
        "XY2024001/某厂-建材-中型企业 | 王五 | -",
        (("followups", "reopen", "是"), ("needs", "status", "重新打开")),
    ),
    "R-108": Drawn(
        "feedback",
        "2024-03-25 09:00",
        {
            "needs": XY.format("已完成"),
            "tracking": TRACK_XY.format("否", "2024-03-11 10:00"),
            "followups": FOLLOW.format("2024-03-20 10:00", "已解决", "2"),
        },
        "XY2024001/某厂-建材-中型企业 | 王五 | -",
        (("followups", "satisfaction", "4"),),
    ),
    "R-109": Drawn(
        "feedback",
        "2024-03-25 09:00",
        {
            "needs": XY.format("已关闭"),
            "tracking": TRACK_XY.format("否", "2024-03-11 10:00"),
            "followups": FOLLOW.format("", "", ""),
        },
        "XY2024001 | 王五 | -",
        (("needs", "record_state", "已归档"),),
    ),
    "R-110": Drawn(
        "feedback",
        "2024-03-07 09:00",
        {
            "needs": XY.format("待处理")
            .replace("有效", "有效 | 价格建议 | 高")
            .replace("记录状态", "记录状态 | 一级标签 | 初步优先级"),
            "scores": "需求编号 | 最终优先级\nXY2024001 | ",
        },
        "XY2024001 | 张三 | 2024-03-06 18:00",
        (("scores", "grade", "A"),),
    ),
    "R-111": Drawn(
        "feedback",
        "2024-03-07 09:00",
        {
            "needs": XY.format("处理中"),
            "scores": "需求编号 | 批准人 | 评分分歧 | 评审日期\nXY2024001 | 李敏 | 3 | 2024-03-05",
        },
        "XY2024001 | 李敏 | -",
        (("scores", "spread", "1"),),
    ),
    "R-202": Drawn(
        "customer",
        "2024-03-05 09:00",
        {"needs": CRM.format("采集中"), "collecting": COLLECTING, "reviews": "需求编号 | 轮次 | 自查日期"},
        "CRM-2024-001 | 张三 | 2024-03-04 18:00",
        (("reviews", "+", "CRM-2024-001 | 1 | 2024-03-04"),),
    ),
    "R-203": Drawn(
        "customer",
        "2024-03-07 09:00",
        {
            "needs": CRM.format("待复核"),
            "collecting": COLLECTING,
            "reviews": "需求编号 | 轮次 | 自查人 | 自查日期 | 复核人 | 复核日期\nCRM-2024-001 | 1 | 张三 | 2024-03-04 |  | ",
        },
        "CRM-2024-001/1 | 李敏 | 2024-03-06 18:00",
        (("reviews", "checked", "2024-03-06"),),
    ),
    "R-204": Drawn(
        "customer",
        "2024-03-07 09:00",
        {
            "needs": CRM.format("已退回"),
            "collecting": COLLECTING,
            "reviews": "需求编号 | 轮次 | 自查人 | 自查日期 | 复核日期 | 结论 | 退回原因\nCRM-2024-001 | 1 | 张三 | 2024-03-01 | 2024-03-04 | 退回 | 缺预算",
        },
        "CRM-2024-001/1 | 张三 | 2024-03-06 18:00",
        (("needs", "status", "待复核"),),
    ),
    "R-205": Drawn(
        "customer",
        "2024-03-07 09:00",
        {
            "needs": CRM.format("已通过"),
            "collecting": COLLECTING,
            "reviews": "需求编号 | 轮次 | 复核日期 | 结论\nCRM-2024-001 | 1 | 2024-03-04 | 通过",
            "ledger": "需求编号 | 实际录入时间 | 录入人",
        },
        "CRM-2024-001 | 张三 | 2024-03-06 18:00",
        (("ledger", "+", "CRM-2024-001 | 2024-03-05 10:00 | 张三"),),
    ),
    "R-206": Drawn(
        "customer",
        "2024-03-07 09:00",
        {"needs": CRM.format("已录入"), "ledger": "需求编号 | 录入人 | 字段一致性校验\nCRM-2024-001 | 张三 | 不一致"},
        "CRM-2024-001 | 张三 | -",
        (("ledger", "consistent", "一致"),),
    ),
    "R-207": Drawn(
        "customer",
        "2027-06-07 09:00",
        {
            "needs": CRM.format("已归档"),
            "ledger": "需求编号 | 录入人 | 纸质件保管部门 | 到期日 | 处置\nCRM-2024-001 | 张三 | 客服部 | 2027-07-01 | ",
        },
        "CRM-2024-001 | 李敏 | 2027-07-01",
        (("ledger", "disposal", "续存"),),
    ),
    "R-208": Drawn(
        "customer",
        "2024-03-12 09:00",
        {
            "needs": CRM.format("已录入"),
            "ledger": "需求编号 | 录入人 | 实际录入时间 | 原始记录文件 | 审核版本文件\nCRM-2024-001 | 张三 | 2024-03-04 10:00 | a.docx | ",
        },
        "CRM-2024-001 | 张三 | 2024-03-11 18:00",
        (("ledger", "reviewed", "b.docx"),),
    ),
    "R-209": Drawn(
        "customer",
        "2024-06-05 09:00",
        {"needs": CRM.format("已归档"), "collecting": COLLECTING, "customers": "客户名称 | 合作状态\n某厂 | 合作中"},
        "某厂 | 张三 | 2024-05-30",
        (("needs", "received", "2024-06-01"),),
        parameters="老客户回访周期 | 90",
    ),
    "R-210": Drawn(
        "customer",
        "2024-03-20 09:00",
        {"needs": CRM.format("采集中"), "collecting": COLLECTING},
        "CRM-2024-001 | 张三 | 2024-03-20",
        (("needs", "status", "已归档"),),
    ),
    "R-301": Drawn(
        "response",
        "2024-03-05 11:30",
        {"needs": response("待受理")},
        "202403-001 | 张三 | 2024-03-05 10:00",
        (("needs", "responded", "2024-03-05 09:00"),),
    ),
    "R-302": Drawn(
        "response",
        "2024-03-05 11:30",
        {"needs": response("分析中", "P0级"), "tracking": TRACK_R},
        "202403-001 | 王五 | 2024-03-05 10:00",
        (("needs", "started", "2024-03-05 09:00"),),
    ),
    "R-303": Drawn(
        "response",
        "2024-03-06 11:30",
        {"needs": response("分析中"), "plans": "需求编号 | 方案版本 | 编制人\n202403-001 | V1 | 王五"},
        "202403-001 | 王五 | 2024-03-07 10:00",
        (("needs", "planned", "2024-03-05 09:00"),),
    ),
    "R-304": Drawn(
        "response",
        "2024-03-12 11:30",
        {"needs": response("执行中"), "tracking": TRACK_R},
        "202403-001 | 王五 | 2024-03-11 10:00",
        (("needs", "solved", "2024-03-11 09:00"),),
    ),
    "R-305": Drawn(
        "response",
        "2024-03-06 09:30",
        {
            "needs": response("执行中"),
            "contacts": "需求编号 | 实际同步时间 | 同步人\n202403-001 | 2024-03-04 11:00 | 王五",
        },
        "202403-001 | 王五 | 2024-03-06",
        (("needs", "solved", "2024-03-11 09:00"),),
    ),
    "R-306": Drawn(
        "response",
        "2024-03-07 09:30",
        {"needs": response("执行中"), "tasks": TASKS.format("")},
        "RW-2024-001 | 王五 | 2024-03-06 18:00",
        (("tasks", "state", "已完成"),),
    ),
    "R-307": Drawn(
        "response",
        "2024-03-11 09:30",
        {"needs": response("执行中"), "tasks": TASKS.format("")},
        "RW-2024-001 | 王五 | 2024-03-08",
        (("tasks", "actual_finish", "2024-03-08"),),
    ),
    "R-308": Drawn(
        "response",
        "2024-03-07 09:30",
        {
            "needs": response("执行中"),
            "tasks": TASKS.format("2024-03-15"),
            "contacts": "需求编号 | 实际同步时间 | 是否含延期说明\n202403-001 | 2024-03-04 11:00 | 是",
        },
        "RW-2024-001 | 张三 | 2024-03-06 18:00",
        (("contacts", "synced", "2024-03-06 11:00"),),
    ),
    "R-309": Drawn(
        "response",
        "2024-03-12 09:30",
        {"needs": response("方案制定中"), "feasibility": "需求编号 | 结论"},
        "202403-001 | 赵志强 | 2024-03-11 18:00",
        (("feasibility", "+", "202403-001 | 立项"),),
    ),
    "R-310": Drawn(
        "response",
        "2024-03-12 09:30",
        {
            "needs": response("方案制定中"),
            "feasibility": "需求编号 | 结论 | 替代方案 | 评估日期 | 客户已告知\n202403-001 | 采用替代方案 | 用模板 | 2024-03-08 | 否",
        },
        "202403-001 | 张三 | -",
        (("feasibility", "told", "是"),),
    ),
    "R-311": Drawn(
        "response",
        "2024-03-12 09:30",
        {"todos": "纪要编号 | 事项 | 责任人 | 期限 | 状态\nHY-2024-001 | 出接口文档 | 王五 | 2024-03-11 | 未开始"},
        "HY-2024-001/出接口文档 | 王五 | 2024-03-11",
        (("todos", "state", "取消"),),
    ),
    "R-312": Drawn(
        "response",
        "2024-03-12 09:30",
        {
            "needs": response("待客户验收"),
            "deliveries": "需求编号 | 交付物名称 | 交付日期 | 交付人\n202403-001 | 接口 | 2024-03-04 | 王五",
            "acceptances": "需求编号 | 验收轮次 | 验收日期",
        },
        "202403-001 | 王五 | 2024-03-11 18:00",
        (("acceptances", "+", "202403-001 | 1 | 2024-03-08"),),
    ),
    "R-313": Drawn(
        "response",
        "2024-03-12 09:30",
        {"needs": response("已关闭"), "acceptances": ACCEPTED_R.format("有条件通过")},
        "202403-001/1 | 王五 | 2024-03-08",
        (("acceptances", "conclusion", "通过"),),
    ),
    "R-314": Drawn(
        "response",
        "2024-03-06 09:30",
        {
            "needs": response("已验收"),
            "acceptances": ACCEPTED_R.format("通过"),
            "surveys": "需求编号 | 客户 | 调研时间",
        },
        "202403-001/某厂 | 李敏 | 2024-03-05 18:00",
        (("surveys", "+", "202403-001 | 某厂 | 2024-03-05 10:00"),),
    ),
    "R-315": Drawn(
        "response",
        "2024-03-12 09:30",
        {
            "needs": response("已验收"),
            "surveys": "需求编号 | 客户 | 总体满意度 | 是否低分 | 低分跟进责任人 | 跟进措施 | 跟进期限\n202403-001 | 某厂 | 1.7 | 是 | 王五 |  | 2024-03-11",
        },
        "202403-001/某厂 | 王五 | 2024-03-11",
        (("surveys", "measure", "上门"),),
    ),
    "R-316": Drawn(
        "response",
        "2024-03-12 09:30",
        {
            "needs": response("已验收"),
            "acceptances": ACCEPTED_R.format("通过"),
            "tracking": TRACK_R,
            "retros": "复盘编号 | 需求编号 | 复盘日期",
        },
        "202403-001 | 王五 | 2024-03-11 18:00",
        (("retros", "+", "FP-2024-001 | 202403-001 | 2024-03-08"),),
    ),
    "R-317": Drawn(
        "response",
        "2024-03-12 09:30",
        {
            "needs": response("已验收"),
            "retros": "复盘编号 | 需求编号 | 复盘日期 | 责任人 | 期限 | 验证结果\nFP-2024-001 | 202403-001 | 2024-03-05 | 王五 | 2024-03-11 | ",
        },
        "FP-2024-001 | 王五 | 2024-03-11",
        (("retros", "verified", "有效"),),
    ),
    "R-318": Drawn(
        "response",
        "2024-03-12 09:30",
        {"needs": response("信息待补充")},
        "202403-001 | 张三 | 2024-03-12",
        (("needs", "status", "分析中"),),
    ),
    "R-319": Drawn(
        "response",
        "2024-03-12 09:30",
        {"needs": response("执行中"), "tasks": TASKS.format("")},
        "站会/2024-03-12 | 王五 | 2024-03-12",
        (("tasks", "state", "已完成"),),
    ),
    "R-320": Drawn(
        "response",
        "2024-12-12 09:30",
        {
            "knowledge": "知识编号 | 创建人 | 创建日期 | 最后复核日期 | 有效状态\nZS-2024-001 | 王五 | 2024-01-01 | 2024-03-01 | 有效"
        },
        "ZS-2024-001 | 王五 | 2024-08-28",
        (("knowledge", "reviewed", "2024-12-01"),),
    ),
    "R-401": Drawn(
        "survey",
        "2024-03-22 09:30",
        {
            "plans": "调研目标 | 目标数 | 目标完成数 | 团队成员 | 开始 | 结束 | 是否齐备\n识别需求 | 12 | 5 | 王五 | 2024-03-04 | 2024-03-22 | 是"
        },
        "识别需求 | 王五 | 2024-03-22",
        (("plans", "done", "12"),),
    ),
    "R-402": Drawn(
        "survey",
        "2024-02-29 09:30",
        {
            "plans": "调研目标 | 目标数 | 目标完成数 | 团队成员 | 开始 | 结束 | 是否齐备\n识别需求 | 12 | 5 | 王五 | 2024-03-04 | 2024-03-22 | 否"
        },
        "识别需求 | 王五 | 2024-02-29",
        (("plans", "ready", "是"),),
    ),
    "R-403": Drawn(
        "survey",
        "2024-03-08 09:30",
        {"interviews": "访谈编号 | 日期 | 记录人 | 受访人确认\nFT-001 | 2024-03-04 | 王五 | "},
        "FT-001 | 王五 | 2024-03-07 18:00",
        (("interviews", "signature", "*经理"),),
    ),
    "R-404": Drawn(
        "survey",
        "2024-03-12 09:30",
        {
            "needs": DY,
            "feasibility": "需求编号 | 冲突需求编号 | 协调会日期 | 状态\nDY-001 | DY-002 | 2024-03-04 | 未解决",
        },
        "DY-001 | 赵志强、李敏 | 2024-03-11 18:00",
        (("feasibility", "conflict_state", "已达成"),),
    ),
    "R-405": Drawn(
        "survey",
        "2024-03-12 09:30",
        {
            "needs": DY,
            "signings": "文档版本 | 需求编号 | 修改责任人 | 修改期限 | 复核结果\nV1.0 | DY-001 | 王五 | 2024-03-11 | ",
        },
        "V1.0/DY-001 | 王五 | 2024-03-11",
        (("signings", "rechecked", "通过"),),
    ),
    "R-406": Drawn(
        "survey",
        "2024-03-12 09:30",
        {
            "needs": DY,
            "signings": "文档版本 | 需求编号 | 评审日期 | 总体结论 | 签字人 | 签字部门 | 签字状态\nV1.0 | DY-001 | 2024-03-04 | 通过 |  | 技术部 | 待签字",
        },
        "V1.0/DY-001 | 赵志强 | 2024-03-11 18:00",
        (("signings", "state", "已签字"),),
    ),
    "R-407": Drawn(
        "survey",
        "2024-03-12 09:30",
        {
            "needs": DY,
            "signings": "文档版本 | 需求编号 | 签字人 | 签字状态\nV1.0 | DY-001 | 赵志强 | 已签字",
            "changes": "变更编号 | 需求编号 | 提出日期 | 审批意见 | 审批日期 | 生效版本 | 需重新签字\nBG-2024-001 | DY-001 | 2024-03-04 | 同意 | 2024-03-05 | V1.1 | 是",
        },
        "BG-2024-001 | 赵志强 | -",
        (("signings", "version", "V1.1"),),
    ),
    "R-408": Drawn(
        "survey",
        "2024-03-12 09:30",
        {
            "needs": DY,
            "changes": "变更编号 | 需求编号 | 提出日期 | 审批意见 | 审批人\nBG-2024-001 | DY-001 | 2024-03-04 |  | 李敏",
        },
        "BG-2024-001 | 李敏 | 2024-03-07 18:00",
        (("changes", "verdict", "同意"),),
    ),
    "R-409": Drawn(
        "survey",
        "2024-03-12 09:30",
        {"imports": "客户编号 | 负责销售 | 错误原因\nKH0001 | 张三 | 电话少一位"},
        "张三 | 张三 | -",
        (("imports", "problem", ""),),
    ),
    "R-901": Drawn(
        "feedback",
        "2024-03-05 09:30",
        {"needs": XY.format("处理中"), "findings": FINDINGS.format("错误", "REQ301", "王五")},
        "王五 | 王五 | 2024-03-07",
        (("findings", "state", "已忽略"),),
    ),
    "R-902": Drawn(
        "feedback",
        "2024-03-05 09:30",
        {"needs": XY.format("处理中"), "duplicates": "主需求编号 | 疑似重复编号 | 决定\nXY2024001 | XY2024002 | "},
        "张三 | 张三 | -",
        (("duplicates", "decision", "合并"),),
    ),
    "R-903": Drawn(
        "feedback",
        "2024-03-05 09:30",
        {
            "needs": XY.format("处理中"),
            "waivers": "编号 | 规则 | 原因 | 到期日\nXY2024001 | REQ701 | 原话 | 2024-03-11",
        },
        "XY2024001/REQ701 | 张三 | 2024-03-11",
        (("waivers", "until", ""),),
    ),
    "R-904": Drawn(
        "feedback",
        "2024-12-03 09:30",
        {"needs": XY.format("处理中"), "calendar": "日期 | 类型\n2024-10-01 | 法定节假日\n"},
        "2025 | 李敏 | 2024-12-02",
        (("calendar", "+", "2025-01-01 | 法定节假日"),),
        parameters="管理员 | 李敏",
    ),
    "R-905": Drawn(
        "feedback",
        "2024-03-05 09:30",
        {"needs": XY.format("处理中"), "tracking": "需求编号 | 负责人\nXY2024001 | 马宁"},
        "马宁 | 赵志强 | -",
        (("tracking", "owner", "王五"),),
    ),
    "R-907": Drawn(
        "feedback",
        "2024-03-05 09:30",
        {"needs": XY.format("处理中"), "findings": FINDINGS.format("错误", "REQ025", "")},
        "REQ025 | 李敏 | -",
        (("findings", "rule", "REQ301"),),
        parameters="管理员 | 李敏",
    ),
    "R-908": Drawn(
        "feedback",
        "2024-12-18 09:30",
        {"needs": XY.format("处理中")},
        "2025 | 李敏 | 2024-12-16",
        (("needs", "received", "2025-01-02"),),
        parameters="管理员 | 李敏",
    ),
}
