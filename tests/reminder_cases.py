"""Drawn workbooks, a duty each: what is owed in them (reminders.md)."""

from __future__ import annotations

from more_reminder_cases import MORE
from reminder_sheets import ACCEPTED_XQ, COLLECTING, CRM, FOLLOW, PEOPLE, TRACK_XQ, TRACK_XY, XQ, XY, Drawn

__all__ = ["CASES", "PEOPLE", "Drawn"]

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
} | MORE
