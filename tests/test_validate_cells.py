"""What `validate` says of single cells: one cell drawn, one line told."""

from __future__ import annotations

from datetime import date

import pytest
from drawing import drawn, told

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK

pytestmark = pytest.mark.capability("D10", "2-2a")

TODAY = date(2024, 6, 1)

# column of the needs register | what stands in the cell | what is told ("" = nothing)
NEEDS = [
    ("需求编号", "XY2024001", ""),
    ("需求编号", "XY20241000", ""),
    ("需求编号", "xy2024001", "REQ302 error 请改成 XY2024001（大写，没有空格）。"),
    ("需求编号", "ＸＹ２０２４００１", "REQ202 warning 请改成 XY2024001；可用 reqsheets check --fix 自动改。"),
    ("需求编号", '"XY2024001\\n"', "REQ201 warning 应为“XY2024001”；可用 reqsheets check --fix 自动去掉。"),
    ("需求编号", "ABC", "REQ302 error 请按 XY2024001 的写法改正。"),
    ("需求编号", "20240301", "REQ302 error 请把单元格格式设为“文本”，再重新输入编号。"),
    ("需求编号", "2015-03-01", "REQ302 error 请把单元格格式设为“文本”，再重新输入编号。"),
    ("来源渠道", "客服工单", ""),
    (
        "来源渠道",
        "客服 工单",
        "REQ303 error 最接近的选项是“客服工单”。请改成 客服工单、线上问卷、线下访谈、第三方平台、客服电话 或 社群。",
    ),
    ("来源渠道", '" 客服工单"', "REQ201 warning 应为“客服工单”；可用 reqsheets check --fix 自动去掉。"),
    ("来源渠道", "邮件", "REQ303 error 请改成 客服工单、线上问卷、线下访谈、第三方平台、客服电话 或 社群。"),
    ("来源渠道", "客服工单、社群", "REQ303 error 请只保留 客服工单 或 社群。"),
    ("来源渠道", "TRUE", "REQ303 error 请改成 客服工单、线上问卷、线下访谈、第三方平台、客服电话 或 社群。"),
    ("来源渠道", "", "REQ301 error 请补上，例如：客服工单。"),
    ("来源渠道", '"　"', "REQ301 error 请补上，例如：客服工单。"),
    ("一级标签", "功能提升", "REQ303 warning 请改成“性能提升”。"),
    ("客户信息(姓名/行业/规模)", "42", ""),
    ("客户信息(姓名/行业/规模)", "#REF!", "REQ205 error 请改正公式，或直接输入内容。"),
    ("客户信息(姓名/行业/规模)", "=A1&B1", "REQ206 error 请在 Excel 或 WPS 中打开文件，保存后再检查。"),
    ("提出时间", "2024-03-01", ""),
    ("提出时间", "2024-03-01 09:30", ""),
    (
        "提出时间",
        '"2024-03-01"',
        "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。",
    ),
    (
        "提出时间",
        "2024年3月1日",
        "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。",
    ),
    (
        "提出时间",
        "２０２４．３．１",
        "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。",
    ),
    ("提出时间", "24/3/1", "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。"),
    ("提出时间", "20240301", "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。"),
    ("提出时间", "45352", "REQ204 warning 如果指的是 2024-03-01，请重新输入 2024-03-01，并把单元格格式设为“日期”。"),
    (
        "提出时间",
        "2024/3/1 9:30",
        "REQ204 warning 如果指的是 2024-03-01 09:30，请重新输入 2024-03-01 09:30，并把单元格格式设为“日期”。",
    ),
    ("提出时间", "3月1日", "REQ204 warning 年、月、日要写全，例如 2024-03-01。"),
    ("提出时间", "1/3/2024", "REQ204 warning 年、月、日要写全，例如 2024-03-01。"),
    ("提出时间", '"2024-02-30"', "REQ306 error 请核对后按 2024-03-01 这样的格式输入。"),
    ("提出时间", "0", "REQ306 error 请核对后按 2024-03-01 这样的格式输入。"),
    ("提出时间", "60", "REQ306 error 请核对后按 2024-03-01 这样的格式输入。"),
    ("提出时间", "2958466", "REQ306 error 请核对后按 2024-03-01 这样的格式输入。"),
    ("提出时间", "尽快", "REQ306 error 请按 2024-03-01 这样的格式输入日期。"),
    ("提出时间", "TRUE", "REQ306 error 请按 2024-03-01 这样的格式输入日期。"),
    ("影响范围(涉及客户数)", "5", ""),
    ("影响范围(涉及客户数)", '"5"', "REQ203 error 请把单元格格式改为“常规”，再重新输入 5。"),
    ("影响范围(涉及客户数)", "５", "REQ203 error 请把单元格格式改为“常规”，再重新输入 5。"),
    ("影响范围(涉及客户数)", '"1,200 "', "REQ203 error 请把单元格格式改为“常规”，再重新输入 1200。"),
    ("影响范围(涉及客户数)", '"0"', "REQ203 error 请改成不小于 1 的整数。"),
    ("影响范围(涉及客户数)", "0", "REQ304 error 请改成不小于 1 的整数。"),
    (
        "影响范围(涉及客户数)",
        "0.5",
        "REQ304 error 请改成不小于 1 的整数。（单元格里看到的可能是四舍五入后的数。）",
    ),
    ("影响范围(涉及客户数)", "很多", "REQ304 error 请改成不小于 1 的整数。"),
    ("影响范围(涉及客户数)", "2024-03-01", "REQ304 error 请改成不小于 1 的整数。"),
    ("影响范围(涉及客户数)", "TRUE", "REQ304 error 请改成不小于 1 的整数。"),
    ("影响核心业务", "否", ""),
    ("影响核心业务", "FALSE", ""),
    ("影响核心业务", "√", "REQ303 warning 请改成“是”。"),
    ("影响核心业务", "1", "REQ303 warning 请改成“是”。"),
    ("影响核心业务", "也许", "REQ303 error 请从下拉列表中选择“是”或“否”。"),
    ("记录人", "张三", ""),
    ("记录人", "张三丰", "REQ602 warning 请改成“张三”，或先在“人员与部门”中登记。"),
    ("记录人", "李四", "REQ602 warning 请核对，或先在“人员与部门”中登记。"),
    ("记录状态", "好", "REQ303 error 请改成 有效、已合并、已归档 或 已作废。"),
    ("记录状态", "=X1", ""),
    ("记录状态", "", ""),
]


@pytest.mark.parametrize(("column", "held", "line"), NEEDS, ids=[f"{column}={held}" for column, held, _ in NEEDS])
def test_one_cell_of_the_register_gets_one_finding_or_none(column: str, held: str, line: str) -> None:
    needs = f"{column} | 联系方式\n{held} | 有值，所以这一行不是空行"
    frames = drawn(FEEDBACK, {"needs": needs, "people": "姓名\n张三"})

    findings = validate(FEEDBACK, frames, TODAY).findings

    assert [f"{finding.rule} {finding.severity} {finding.hint.zh}" for finding in findings] == ([line] if line else [])


def test_a_message_says_what_is_wrong_what_is_expected_and_how_to_mend_it() -> None:
    frames = drawn(FEEDBACK, {"needs": "需求编号\nXY2024001", "followups": "需求编号 | 满意度评分\nXY2024001 | 6"})

    (finding,) = validate(FEEDBACK, frames, TODAY).findings

    assert finding.message.zh == "“满意度评分”是 6，应为 1 到 5 的整数。"
    assert finding.hint.zh == "请改成 1、2、3、4 或 5。"
    assert finding.message.en == '"满意度评分" is 6; it should be a whole number from 1 to 5.'
    assert finding.hint.en == "Change it to 1, 2, 3, 4 or 5."
    assert (finding.value, finding.key) == (6, "XY2024001")


def test_a_reference_must_stand_on_the_other_sheet() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "needs": "需求编号  | 主需求编号\nXY2024001 | XY2024002\nXY2024003 | xy2024001",
            "milestones": "需求编号\nXY2024003\nXY2024004",
        },
    )

    assert [f"{f.rule} {f.at.sheet}!{f.at.row} {f.hint.zh}" for f in validate(FEEDBACK, frames, TODAY).findings] == [
        "REQ601 needs!2 请核对，或先在“客户需求信息登记表”中登记。",
        "REQ601 needs!3 请改成“XY2024001”，或先在“客户需求信息登记表”中登记。",
        "REQ601 milestones!3 请核对，或先在“客户需求信息登记表”中登记。",
    ]


def test_no_bad_cell_hides_another() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "scores": """
            需求编号  | 紧急性 | 重要性 | 可行性 | 客户价值 | 评审部门/评审人 | 评审日期
            XY2024001 | 很急  | "4"   | 6     | #N/A    | 产品、技术、客服、市场 | 月底
            XY2024002 | 6     | 0     | 3     |         | 产品、技术、客服、市场 | 2024-03-08
            """
        },
    )

    assert told(validate(FEEDBACK, frames, TODAY)) == [
        "REQ304 error scores!2:urgency “紧急性”是“很急”，应为 1 到 5 的数字。",
        "REQ203 error scores!2:importance “重要性”是文本“4”，不是数字，无法参与计算。",
        "REQ304 error scores!2:feasibility “可行性”是 6，应为 1 到 5 的数字。",
        "REQ205 error scores!2:customer_value “客户价值”显示错误值 #N/A，读不出内容。",
        "REQ306 error scores!2:reviewed “评审日期”是“月底”，应为日期。",
        "REQ304 error scores!3:urgency “紧急性”是 6，应为 1 到 5 的数字。",
        "REQ304 error scores!3:importance “重要性”是 0，应为 1 到 5 的数字。",
        "REQ301 error scores!3:customer_value “客户价值”没有填写，这一列必填。",
    ]


def test_each_wrong_choice_of_several_is_told_by_itself() -> None:
    frames = drawn(FEEDBACK, {"tracking": "需求编号 | 协同部门\nXY2024001 | 产品部，法务\nXY2024002 | 产品部;技术部"})

    assert told(validate(FEEDBACK, frames, TODAY)) == [
        "REQ303 error tracking!2:departments “协同部门”是“法务”，不在选项之内。"
    ]


def test_a_text_longer_than_a_cell_of_excel_is_told() -> None:
    frames = drawn(FEEDBACK, {"needs": f"联系方式 | 附件(名称/类型)\n{'长' * 32_768} | {'长' * 32_767}"})

    (finding,) = validate(FEEDBACK, frames, TODAY).findings

    assert (finding.rule, finding.at.column) == ("REQ208", "contact")


def test_stopped_options_and_options_of_the_workbook_are_right() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "needs": "来源渠道\n展会\n微信群\n社群",
            "options": """
            字典名称 | 选项值 | 别名  | 是否停用
            来源渠道 | 展会   |       | 是
            来源渠道 | 社群   | 微信群 |
            """,
        },
    )

    assert told(validate(FEEDBACK, frames, TODAY)) == [
        "REQ303 warning needs!3:channel “来源渠道”是“微信群”，规范选项为“社群”。"
    ]


def test_a_column_becomes_required_with_the_status() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "needs": """
            需求编号  | 需求状态 | 一级标签 | 初步优先级
            XY2024001 | 待处理  |          |
            XY2024002 | 处理中  |          | 高
            """
        },
    )

    assert told(validate(FEEDBACK, frames, TODAY)) == [
        "REQ301 error needs!3:label “一级标签”没有填写；“需求状态”是“处理中”时必须填写。"
    ]


def test_what_people_type_on_the_tracking_sheet_is_checked_and_what_we_write_is_not() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "tracking": """
            需求编号  | 提出时间 | 需求状态 | 负责人 | 计划完成
            XY2024001 | 尽快    | 处理中   |       | 月底
            """
        },
    )

    assert told(validate(FEEDBACK, frames, TODAY)) == [
        "REQ301 error tracking!2:owner “负责人”没有填写；“需求状态”是“处理中”时必须填写。",
        "REQ306 error tracking!2:planned_finish “计划完成”是“月底”，应为日期。",
    ]


def test_a_row_laid_out_with_formulas_alone_is_no_entry() -> None:
    frames = drawn(FEEDBACK, {"scores": '需求编号 | 紧急性 | 综合得分 | 最终优先级\n | | =IF(B2="","",1) | =C2'})

    assert told(validate(FEEDBACK, frames, TODAY)) == []


def test_what_a_missing_sheet_or_column_leaves_open_is_not_told() -> None:
    frames = drawn(FEEDBACK, {"reviews": "需求编号 | 评审人\nXY2024001 | 张三"})

    assert told(validate(FEEDBACK, frames, TODAY)) == []


def test_findings_come_by_sheet_then_row_then_column_and_change_nothing() -> None:
    frames = drawn(
        FEEDBACK,
        {
            "followups": "满意度评分 | 需求编号\n9 | XY2024009",
            "needs": "提出时间 | 来源渠道\n尽快 | 邮件\n | 社群\n尽快 | 邮件",
        },
    )

    plan = validate(FEEDBACK, frames, TODAY)

    assert [(finding.at.sheet, finding.at.row, finding.at.column) for finding in plan.findings] == [
        ("needs", 2, "channel"),
        ("needs", 2, "received"),
        ("needs", 3, "received"),
        ("needs", 4, "channel"),
        ("needs", 4, "received"),
        ("followups", 2, "satisfaction"),
    ]
    assert plan.changes == ()
