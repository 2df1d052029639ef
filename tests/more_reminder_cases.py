"""More drawn workbooks, a duty each."""

from __future__ import annotations

from reminder_sheets import ACCEPTED_R, COLLECTING, CRM, DY, FINDINGS, TASKS, TRACK_R, XY, Drawn, response

MORE: dict[str, Drawn] = {
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
