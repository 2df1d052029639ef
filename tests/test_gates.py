"""Contradictions, stage gates, other people's numbers, heads of departments, goals, and values that cannot be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from drawing import drawn, told

from reqsheets.domain.checking.mend import mend
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.fill import fill
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.export.exported import exported
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.gates import Gate, Holds
from reqsheets.model.plan import Plan, SetCell
from reqsheets.model.spec import WorkbookSpec

pytestmark = pytest.mark.capability("0-4b 0-4d 0-6a 2-3c 2-4b 2-6d 3-5a 4-1b 4-3f", "4-3g 4-4c 3-5b")

TODAY = date(2024, 6, 1)
COLLECTION, CUSTOMER, RESPONSE, SURVEY = map(kind_named, ("collection", "customer", "response", "survey"))


def rules(spec: WorkbookSpec, tables: dict[str, str], *wanted: str) -> list[str]:
    """Return the findings of these rules, as `REQ471 error sheet!row:column`."""
    lines = told(validate(spec, drawn(spec, tables), TODAY))
    return [" ".join(line.split()[:3]) for line in lines if line.startswith(wanted)]


# --- F-31 ---------------------------------------------------------------------------------------------------------

NEEDS = """
    需求编号 | 客户名称 | 需求状态 | 记录状态
    CRM-2024-001 | 甲公司 | 已通过 | 有效
    CRM-2024-002 | 乙公司 | 已通过 | 有效
    """
CHECKS = ("完整性", "逻辑一致性", "表述准确性", "真实性", "合规性", "业务目标匹配")


def review(wrong: str, conclusion: str = "通过") -> dict[str, str]:
    verdicts = " | ".join("不通过" if title == wrong else "通过" for title in CHECKS)
    good = " | ".join(["通过"] * len(CHECKS))
    header = f"需求编号 | 轮次 | {' | '.join(CHECKS)} | 结论"
    rows = f"CRM-2024-001 | 1 | {verdicts} | {conclusion}\nCRM-2024-002 | 1 | {good} | 通过"
    return {"needs": NEEDS, "reviews": f"{header}\n{rows}"}


@pytest.mark.fault("F-31")
@pytest.mark.parametrize("wrong", CHECKS)
def test_a_check_that_failed_contradicts_an_approval(wrong: str) -> None:
    assert rules(CUSTOMER, review(wrong), "REQ471") == ["REQ471 error reviews!2:conclusion"]
    assert rules(CUSTOMER, review(wrong, "退回"), "REQ471") == []


@pytest.mark.fault("F-31")
def test_what_contradicts_itself_is_not_exported_and_that_is_told() -> None:
    table = exported(CUSTOMER, drawn(CUSTOMER, review("合规性")), CUSTOMER.exports[0])
    assert [row[0] for row in table.rows] == ["CRM-2024-002"]
    [finding] = [f for f in table.findings if f.rule == "REQ475"]
    assert (finding.severity, finding.at.sheet, finding.at.row) == ("error", "needs", 2)
    assert "合规性" in finding.message.zh


@pytest.mark.fault("F-31")
def test_an_approval_that_a_later_round_took_back_is_none() -> None:
    tables = review("")
    tables["reviews"] += "\nCRM-2024-001 | 2 | 通过 | 通过 | 通过 | 不通过 | 通过 | 通过 | 退回"
    assert rules(CUSTOMER, tables, "REQ419") == ["REQ419 error needs!2:status"]


PEOPLE = """
    姓名 | 部门 | 岗位 | 直属负责人
    张三 | 销售部 | 销售代表 | 刘洋
    李四 | 销售部 | 销售代表 | 刘洋
    刘洋 | 销售部 | 销售主管 |
    周婷 | 产品部 | 产品助理 |
    吴迪 | 产品部 | 设计师 |
    """


@pytest.mark.fault("F-31")
@pytest.mark.parametrize(
    ("self_checker", "checker", "waiver", "codes"),
    [
        ("张三", "刘洋", "", []),
        ("张三", "李四", "", ["REQ474"]),
        ("张三", "周婷", "", ["REQ474"]),
        ("张三", "李四", "主管休假，已授权", []),
        ("张三", "张三", "", []),  # REQ420 tells
        ("周婷", "吴迪", "", []),  # nobody knows who heads that department
        ("张三", "外人", "", []),  # REQ602 tells
    ],
)
def test_the_reviewer_heads_the_department_of_who_checked_first(
    self_checker: str, checker: str, waiver: str, codes: list[str]
) -> None:
    tables = {
        "needs": NEEDS,
        "people": PEOPLE,
        "reviews": "需求编号 | 轮次 | 自查人 | 复核人 | 同人豁免理由\n"
        f"CRM-2024-001 | 1 | {self_checker} | {checker} | {waiver}",
    }
    assert [line.split()[0] for line in rules(CUSTOMER, tables, "REQ474")] == codes


# --- F-37 ---------------------------------------------------------------------------------------------------------


def response(status: str = "执行中", kind: str = "问题修复类", **sheets: str) -> dict[str, str]:
    return {"needs": f"需求编号 | 需求类型 | 当前状态 | 记录状态\n202403-001 | {kind} | {status} | 有效", **sheets}


PLAN = (
    "需求编号 | 方案版本 | 故障原因 | 修复步骤 | 测试验证方案 | 原型图 | 功能清单 | 技术实现方案 | 话术手册\n"
    "202403-001 | V1 | "
)


@pytest.mark.fault("F-37")
@pytest.mark.parametrize(
    ("kind", "cells", "missing"),
    [
        ("问题修复类", "连接不足 | 扩容 | 压测 | | | |", []),
        ("问题修复类", " | | 压测 | | | |", ["cause", "steps"]),
        ("功能优化类", " | | | a.pdf | 甲 | 乙 |", []),
        ("定制开发类", " | | | a.pdf | | 乙 |", ["functions"]),
        ("咨询服务类", " | | | | | |", ["script"]),
    ],
)
def test_a_plan_says_what_its_type_of_requirement_asks_for(kind: str, cells: str, missing: list[str]) -> None:
    found = rules(RESPONSE, response(kind=kind, plans=PLAN + cells), "REQ472")
    assert found == [f"REQ472 error plans!2:{name}" for name in missing]


@pytest.mark.capability("3-3a")
def test_nothing_is_under_way_without_a_plan() -> None:
    tasks = "需求编号 | 任务编号 | 负责人\n202403-001 | RW-2024-001 | 孙磊"
    assert rules(RESPONSE, response("执行中", tasks=tasks, plans="需求编号 | 编制人"), "REQ419") == [
        "REQ419 error needs!2:status"
    ]
    planned = response("执行中", tasks=tasks, plans="需求编号 | 编制人\n202403-001 | 孙磊")
    assert rules(RESPONSE, planned, "REQ419") == []


@pytest.mark.fault("F-37")
def test_nothing_waits_for_acceptance_before_it_is_on_the_delivery_list() -> None:
    tasks = "需求编号 | 任务编号 | 负责人\n202403-001 | RW-2024-001 | 孙磊"
    waiting = response("待客户验收", tasks=tasks, deliveries="需求编号 | 交付物名称\n202403-002 | 接口")
    assert rules(RESPONSE, waiting, "REQ419") == ["REQ419 error needs!2:status"]
    there = response("待客户验收", tasks=tasks, deliveries="需求编号 | 交付物名称\n202403-001 | 接口")
    assert rules(RESPONSE, there, "REQ419") == []


@pytest.mark.fault("F-37")
@pytest.mark.parametrize("result", ["不通过", "待整改"])
def test_an_item_that_failed_contradicts_an_acceptance_of_its_own_round_alone(result: str) -> None:
    items = f"需求编号 | 验收轮次 | 验收项 | 结果\n202403-001 | 1 | 提交 | {result}\n202403-001 | 2 | 提交 | 通过"
    rows = "需求编号 | 验收轮次 | 验收结论\n202403-001 | 1 | 通过\n202403-001 | 2 | 通过"
    tables = response("已验收", acceptances=rows, acceptance_items=items)
    assert rules(RESPONSE, tables, "REQ471") == ["REQ471 error acceptances!2:conclusion"]
    collection = {
        "needs": "需求编号 | 当前状态\nXQ-2024-001 | 已完成",
        "acceptances": "报告编号 | 需求编号 | 验收结论\nYB-2024-001 | XQ-2024-001 | 通过",
        "acceptance_items": f"报告编号 | 验收项 | 结果\nYB-2024-001 | 导出 | {result}",
    }
    assert rules(COLLECTION, collection, "REQ471") == ["REQ471 error acceptances!2:conclusion"]


@pytest.mark.fault("F-37")
def test_work_does_not_begin_before_the_customer_answered() -> None:
    confirm = """
        需求编号 | 待澄清问题 | 客户答复 | 理解一致
        XQ-2024-001 | 指少点几步吗 | | 一致
        XQ-2024-002 | 指什么 | | 不一致
        """
    needs = "需求编号 | 当前状态 | 记录状态\nXQ-2024-001 | 处理中 | 有效\nXQ-2024-002 | 待处理 | 有效"
    assert rules(COLLECTION, {"needs": needs, "confirm": confirm}, "REQ471", "REQ472") == [
        "REQ472 error confirm!2:answer"
    ]
    archived = {"needs": needs.replace("有效", "已归档"), "confirm": confirm}
    assert rules(COLLECTION, archived, "REQ471", "REQ472") == []


SURVEYED = "需求编号 | 需求状态 | 记录状态\nDY-001 | {} | 有效\nDY-002 | 待评估 | 有效"


@pytest.mark.fault("F-37")
@pytest.mark.parametrize(
    ("status", "feasibility", "codes"),
    [
        ("已评估", "不可行 | 可行 | | ", ["REQ471"]),
        ("已纳入说明书", "可行 | 不可行 | | ", ["REQ471"]),
        ("待评估", "不可行 | 可行 | | ", []),
        ("已剔除", "不可行 | 可行 | | ", []),
        ("已纳入说明书", "可行 | 可行 | DY-002 | 未解决", ["REQ471"]),
        ("已纳入说明书", "可行 | 可行 | DY-002 | ", ["REQ472"]),
        ("已纳入说明书", "可行 | 可行 | DY-002 | 已达成", []),
        ("已评估", "可行 | 可行 | DY-002 | 未解决", []),
    ],
)
def test_what_is_not_feasible_or_in_conflict_goes_no_further(status: str, feasibility: str, codes: list[str]) -> None:
    table = f"需求编号 | 技术可行性 | 业务可行性 | 冲突需求编号 | 状态\nDY-001 | {feasibility}"
    found = rules(SURVEY, {"needs": SURVEYED.format(status), "feasibility": table}, "REQ471", "REQ472")
    assert [line.split()[0] for line in found] == codes


@pytest.mark.fault("F-37")
def test_a_letter_names_only_requirements_of_its_customer() -> None:
    tables = {
        "needs": "需求编号 | 客户名称\nXQ-2024-001 | 某科技有限公司\nXQ-2024-002 | 某物流公司",
        "letters": "确认函编号 | 客户名称 | 确认需求编号清单\nQR-2024-001 | 某科技 | XQ-2024-001\n"
        "QR-2024-002 | 某科技有限公司 | XQ-2024-001、XQ-2024-002",
    }
    assert rules(COLLECTION, tables, "REQ473") == ["REQ473 error letters!3:numbers"]


def test_a_kind_of_ones_own_declares_gates_of_its_own() -> None:
    gate = Gate("needs", (Holds("status", ("处理中",)),), must=(Holds("owner"),))
    own = replace(COLLECTION, gates=(gate,))
    tables = {"needs": "需求编号 | 当前状态 | 责任人\nXQ-2024-001 | 处理中 | \nXQ-2024-002 | 处理中 | 王五"}
    assert rules(own, tables, "REQ472") == ["REQ472 error needs!2:owner"]


# --- F-34 ---------------------------------------------------------------------------------------------------------

PRINTED = (
    "常规-7天处理",
    "常规—7天处理",
    "常规——7天处理",
    "常规－7天处理",
    "常规：7天处理",
    "常规:7天",
    "常规（7天处理）",
    "常规 (7天)",
    "常规 - 7天",
    "常规–7天",
)


@pytest.mark.fault("F-34")
@pytest.mark.parametrize("printed", PRINTED)
def test_an_option_with_its_explanation_starts_the_clock_and_can_be_mended(printed: str) -> None:
    table = f"需求编号 | 接收时间 | 紧急程度 | 解决截止\n202403-001 | 2024-03-01 09:30 | {printed} | "
    frames = drawn(RESPONSE, {"needs": table})
    due = {c.at.column: c.new for c in clock(RESPONSE, frames, TODAY).changes if isinstance(c, SetCell)}
    assert due["solve_due"] == datetime(2024, 3, 8, 9, 30)  # noqa: DTZ001 (local time)
    assert [c.new for c in mend(RESPONSE, frames, TODAY).changes if isinstance(c, SetCell)] == ["常规"]
    [finding] = [f for f in validate(RESPONSE, frames, TODAY).findings if f.rule == "REQ303"]
    assert finding.severity == "warning"


@pytest.mark.fault("F-34")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_option_of_every_kind_is_understood_with_an_explanation(kind: WorkbookSpec) -> None:
    for sheet in kind.sheets:
        for column in sheet.columns:
            options = [option.value for option in kind.options if option.dictionary == column.options]
            if sheet.role != "register" or column.type != "enum" or column.derived or column.parent or not options:
                continue
            rows = "\n".join(f"{option}——见说明" for option in options)
            found = mend(kind, drawn(kind, {sheet.name: f"{column.title}\n{rows}"}), TODAY)
            assert [c.new for c in found.changes if isinstance(c, SetCell)] == options, column.title


@pytest.mark.fault("F-34")
@pytest.mark.parametrize("text", ["紧急-常规", "非常规", "常规的", "常规7天"])
def test_what_names_two_options_or_none_is_no_option(text: str) -> None:
    frames = drawn(RESPONSE, {"needs": f"需求编号 | 紧急程度\n202403-001 | {text}"})
    assert mend(RESPONSE, frames, TODAY).changes == ()
    assert [f.severity for f in validate(RESPONSE, frames, TODAY).findings if f.rule == "REQ303"] == ["error"]


# --- F-38 ---------------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-38")
def test_each_goal_counts_its_own_thing() -> None:
    tables = {
        "plans": """
            调研目标 | 目标类别 | 业务部门 | 目标完成数
            收集需求 | 需求数 | 销售 |
            走访、了解部门 | 部门数 | 销售、客服、财务 |
            识别痛点 | 痛点数 | 销售、客服 |
            未定 | | 销售 |
            """,
        "needs": """
            需求编号 | 调研目标 | 提出部门 | 记录状态
            DY-001 | 收集需求 | 销售 | 有效
            DY-002 | 收集需求 | 客服 | 有效
            DY-003 | 收集需求 | 销售 | 已合并
            DY-004 | 走访、了解部门 | 销售、市场 | 有效
            """,
        "interviews": """
            访谈编号 | 部门 | 现有系统不足
            FT-001 | 销售 | 不同步
            FT-002 | 客服 | 太慢
            FT-003 | 销售 | 不同步
            FT-004 | IT | 无日志
            """,
        "answers": "答卷编号 | 部门\nDJ-001 | 销售\nDJ-002 | IT",
        "analyses": "材料名称 | 字段名 | 功能缺失点\n数据字典 | 客户来源 | 不能统计\n操作手册 | 客户状态 | ",
    }
    plan = fill(SURVEY, drawn(SURVEY, tables), TODAY)
    assert done(plan) == {2: 2, 3: 3, 4: 3}


def done(plan: Plan) -> dict[int, object]:
    changes = (change for change in plan.changes if isinstance(change, SetCell))
    return {change.at.row: change.new for change in changes if change.at.sheet == "plans"}


# --- F-39 ---------------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-39")
@pytest.mark.parametrize(
    ("low", "high", "after"),
    [
        ("50-80万", "", [50, 80]),
        ("", "50~80万元", [50, 80]),
        ("50万", "0.8亿", [50, 8000]),
        ("500000元", "", [50]),
        ("50-80万", "90", []),
        ("面议", "", []),
        ("80-50万", "", []),
    ],
)
def test_a_budget_with_its_unit_or_as_a_range_is_read(low: str, high: str, after: list[float]) -> None:
    table = f"需求编号 | 预算下限(万元) | 预算上限(万元)\nCRM-2024-001 | {low} | {high}"
    plan = mend(CUSTOMER, drawn(CUSTOMER, {"needs": table}), TODAY)
    assert [change.new for change in plan.changes if isinstance(change, SetCell)] == after


@pytest.mark.fault("F-39")
def test_a_range_in_one_cell_is_told_with_what_to_type_where() -> None:
    frames = drawn(CUSTOMER, {"needs": "需求编号 | 预算下限(万元)\nCRM-2024-001 | 50-80万"})
    [finding] = [f for f in validate(CUSTOMER, frames, TODAY).findings if f.rule == "REQ304"]
    assert finding.hint.zh == "请在下限填 50，在上限填 80。"


@pytest.mark.fault("F-39")
@pytest.mark.parametrize(("amount", "codes"), [("50", []), ("99999", []), ("500000", ["REQ325"])])
def test_an_amount_too_large_for_ten_thousands_is_asked_about(amount: str, codes: list[str]) -> None:
    for spec, sheet, title in ((CUSTOMER, "needs", "预算下限(万元)"), (RESPONSE, "feasibility", "成本(万元)")):
        tables = {sheet: f"需求编号 | {title}\n202403-001 | {amount}"}
        assert [line.split()[0] for line in rules(spec, tables, "REQ325")] == codes


@pytest.mark.fault("F-39")
@pytest.mark.parametrize(
    ("subject", "address", "codes"),
    [
        ("企业", "北京", ["REQ326"]),
        ("企业", "北京市海淀区", ["REQ326"]),
        ("企业", "中关村大街1号", ["REQ326"]),
        ("企业", "北京市海淀区中关村大街1号", []),
        ("企业", "广东省东莞市长安镇", []),
        ("个人", "北京", []),
    ],
)
def test_a_firm_s_registered_address_goes_down_to_the_street(subject: str, address: str, codes: list[str]) -> None:
    tables = {"customers": f"客户名称 | 客户主体 | 注册地址\n甲公司 | {subject} | {address}"}
    assert [line.split()[0] for line in rules(CUSTOMER, tables, "REQ326")] == codes


@pytest.mark.fault("F-39")
@pytest.mark.parametrize(
    ("founded", "codes"), [("2015-13", ["REQ308"]), ('"2015-03"', []), ('"2015"', []), ("早年", ["REQ308"])]
)
def test_the_founding_is_a_year_a_month_or_a_day(founded: str, codes: list[str]) -> None:
    found = rules(CUSTOMER, {"customers": f"客户名称 | 成立时间\n甲公司 | {founded}"}, "REQ308")
    assert [line.split()[0] for line in found] == codes


PHONES = {
    "138****0021": [],
    "138****021": ["REQ327"],
    '"1381234567"': ["REQ327"],
    "138123456789": ["REQ327"],
    "0755-26012345": [],
    "75526012345": ["REQ327"],
    "1062345678": ["REQ327"],
    "62345678": [],
    "400-820-8820": [],
    "zhang@firm.cn": [],
    "微信 abc12345": [],
    "138****0021 / 0755-26012345": [],
}


@pytest.mark.fault("F-39")
@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_number_that_lost_a_digit_or_its_zero_is_told(phone: str) -> None:
    for spec, sheet in ((CUSTOMER, "customers"), (RESPONSE, "needs"), (COLLECTION, "raw"), (SURVEY, "imports")):
        column = spec.sheet(sheet).column("phone")
        assert [line.split()[0] for line in rules(spec, {sheet: f"{column.title}\n{phone}"}, "REQ327")] == PHONES[phone]
    feedback = kind_named("feedback")
    assert [
        line.split()[0] for line in rules(feedback, {"needs": f"需求编号 | 联系方式\nXY2024001 | {phone}"}, "REQ327")
    ] == PHONES[phone]
