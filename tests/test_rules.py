"""What the rules across columns and sheets tell: the sheets drawn, the findings listed."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from drawing import drawn, told, told_in_full

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.rules.registry import ALL

pytestmark = pytest.mark.capability("0-1b", "0-5b", "1-1a", "1-2e")

TODAY = date(2024, 6, 1)

CASES: dict[str, tuple[dict[str, str], str]] = {
    "a number that stands twice is told on every row that has it": (
        {
            "needs": """
                需求编号
                XY2024001
                XY2024002
                XY2024001
                XY2024107
                XY2023500
            """,
        },
        """
        REQ501 error needs!2:number
          “需求编号”是“XY2024001”，与第 4 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY2024108。
        REQ501 error needs!4:number
          “需求编号”是“XY2024001”，与第 2 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY2024108。
        """,
    ),
    "no two pairs are offered the same free number, and 999 widens": (
        {
            "needs": """
                需求编号
                XY2024998
                XY2024998
                XY2024999
                XY2024999
            """,
        },
        """
        REQ501 error needs!2:number
          “需求编号”是“XY2024998”，与第 3 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY20241000。
        REQ501 error needs!3:number
          “需求编号”是“XY2024998”，与第 2 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY20241000。
        REQ501 error needs!4:number
          “需求编号”是“XY2024999”，与第 5 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY20241001。
        REQ501 error needs!5:number
          “需求编号”是“XY2024999”，与第 4 行重复，不能重复。因此这些行都不进“需求处理跟踪表”、“闭环归档表”。
          请保留其中一行的编号，另一行改用 XY20241001。
        """,
    ),
    "a key of two columns is compared as a whole": (
        {
            "milestones": """
                需求编号  | 节点名称 | 计划日期(或第N周)
                XY2024001 | 需求评审 | 1
                XY2024001 | 开发启动 | 2
                XY2024001 | 需求评审 | 3
            """,
        },
        """
        REQ501 error milestones!2:number
          “需求编号”和“节点名称”与第 4 行重复，应当只有一行。
          请保留其中一行，改正或删去其余的行。
        REQ501 error milestones!4:number
          “需求编号”和“节点名称”与第 2 行重复，应当只有一行。
          请保留其中一行，改正或删去其余的行。
        """,
    ),
    "rows without a number are no repeats of each other": (
        {
            "followups": """
                需求编号 | 客户 | 满意度评分
                         | A    | 3
                         | A    | 4
            """,
        },
        """
        REQ301 error followups!2:number
          “需求编号”没有填写，这一列必填。
          请补上，例如：XY2024001。
        REQ301 error followups!3:number
          “需求编号”没有填写，这一列必填。
          请补上，例如：XY2024001。
        """,
    ),
    "received today is right, tomorrow is not": (
        {
            "needs": """
                提出时间
                2024-06-01
                2024-06-02
            """,
        },
        """
        REQ401 error needs!3:received
          “提出时间”是 2024-06-02，晚于今天（2024-06-01），应为今天或更早。
          请改成实际发生的日期。
        """,
    ),
    "weights that do not sum to 100 are told once, missing rows counting as the template has them": (
        {
            "parameters": """
                参数       | 值 | 单位
                紧急性权重 | 40 | %
                重要性权重 | 30 | %
            """,
        },
        """
        REQ406 error parameters!2:value
          权重之和是 40 + 30 + 20 + 20 = 110%，应为 100%；因此没有计算得分。
          请调整“紧急性权重”、“重要性权重”、“可行性权重”、“客户价值权重”，使它们的和为 100。
        """,
    ),
    "weights with decimals sum exactly": (
        {
            "parameters": """
                参数         | 值
                紧急性权重   | 33.3
                重要性权重   | 33.3
                可行性权重   | 33.3
                客户价值权重 | 0.1
            """,
        },
        "",
    ),
    "a blank weight is told at its row": (
        {
            "parameters": """
                参数       | 值
                紧急性权重 |
                重要性权重 | 很高
            """,
        },
        """
        REQ406 error parameters!2:value
          权重“紧急性权重”是空白，应为 0 到 100 的数字；因此没有计算得分。
          请填写这个权重，并使各权重之和为 100。
        REQ406 error parameters!3:value
          权重“重要性权重”是“很高”，应为 0 到 100 的数字；因此没有计算得分。
          请填写这个权重，并使各权重之和为 100。
        """,
    ),
    "a label that its parent does not have is only warned of, for the list is open": (
        {
            "needs": """
                一级标签 | 二级标签
                服务体验 | 服务太度
                服务体验 | 服务态度
                         | 无上级
                功能提升 | 稳定性
            """,
        },
        """
        REQ603 warning needs!2:sublabel
          “二级标签”是“服务太度”，不属于“一级标签”“服务体验”。
          请改成 服务态度，或改正“一级标签”。如果确实是新的选项，请先加到工作表“选项字典”的“二级标签/服务体验”中。
        REQ303 warning needs!5:label
          “一级标签”是“功能提升”，规范选项为“性能提升”。
          请改成“性能提升”。
        """,
    ),
    "vague words are counted, not those in quotation marks": (
        {
            "needs": """
                需求描述(具体问题/期望)        | 记录状态
                尽快修复，最好尽快，大概一周内 | 有效
                客户说“尽快”和「可能」         | 有效
                尽快修复                       | 已合并
                导出为 Excel                   |
            """,
        },
        """
        REQ701 info needs!2:text
          “需求描述(具体问题/期望)”有 3 处表述不够具体：“尽快”“大概”。
          请补充可以检验的说法，例如日期、数量或指标；客户原话请加引号。
        """,
    ),
    "the list of vague words is the workbook's": (
        {
            "needs": """
                需求描述(具体问题/期望)
                尽快优化
                好用一点
            """,
            "parameters": """
                参数   | 值
                模糊词 | 好用；一点
            """,
        },
        """
        REQ701 info needs!3:text
          “需求描述(具体问题/期望)”有 2 处表述不够具体：“好用”“一点”。
          请补充可以检验的说法，例如日期、数量或指标；客户原话请加引号。
        """,
    ),
}


@pytest.mark.parametrize(("sheets", "expected"), CASES.values(), ids=CASES.keys())
def test_rule(sheets: dict[str, str], expected: str) -> None:
    plan = validate(FEEDBACK, drawn(FEEDBACK, sheets), TODAY)

    assert told_in_full(plan) == dedent(expected).strip()


def test_a_new_workbook_has_nothing_to_tell() -> None:
    assert told(validate(FEEDBACK, drawn(FEEDBACK, {}, whole=True), TODAY)) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_the_docstring_of_a_rule_is_its_page_in_the_manual(rule: object) -> None:
    first, _, explained = str(rule.__doc__).partition("\n\n")

    assert first.startswith("REQ")
    assert explained.strip()
