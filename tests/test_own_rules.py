"""Rules that people write on the sheet 参数配置, and rules in a kind's own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from drawing import drawn, told

from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import WorkbookSpec

TODAY = date(2024, 6, 1)
SHEET = "客户需求信息登记表"
CASES = [
    ("必填", "客户使用时长", "是", "", "2年", "REQ351"),
    ("格式", "合同编号", "HT-0000", "HT-12", "HT-0012", "REQ352"),
    ("范围", "影响范围(涉及客户数)", "1-100", "120", "100", "REQ353"),
    ("列表", "销售区域", "华北、华东", "华中", "华东", "REQ354"),
]


@pytest.mark.parametrize(("kind", "column", "value", "wrong", "right", "code"), CASES)
def test_a_line_on_the_parameters_sheet_is_a_rule(
    kind: str, column: str, value: str, wrong: str, right: str, code: str
) -> None:
    frames = drawn(
        FEEDBACK,
        {
            SHEET: f"联系方式 | {column}\na | {wrong}\nb | {right}",
            "参数配置": f"参数 | 值\n规则 {kind}：{SHEET}.{column} | {value}",
        },
    )
    assert [line.split()[0] for line in told(validate(FEEDBACK, frames, TODAY))] == [code]
    assert validate(FEEDBACK, frames, TODAY).findings[0].at.row == 2


@pytest.mark.parametrize(
    "name", ["规则 范围：别的表.销售区域", f"规则 范围：{SHEET}.没有的列", "规则 唯一：x.y", "规则"]
)
def test_a_line_that_cannot_be_understood_is_told_where_it_stands(name: str) -> None:
    frames = drawn(FEEDBACK, {SHEET: "销售区域\n华北", "参数配置": f"参数 | 值\n{name} | 1-5"})
    assert [line.split()[:3] for line in told(validate(FEEDBACK, frames, TODAY))] == [
        ["REQ904", "warning", "parameters!2:name"]
    ]


def test_a_kind_may_bring_a_function_of_its_own() -> None:
    def no_short_texts(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
        sheet = spec.sheets[1].name
        for row, text in zip(row_numbers(frames[sheet]), frames[sheet]["text"].tolist(), strict=True):
            if len(str(text)) < 4:
                yield Finding("ORG001", "warning", Cell(sheet, row, "text"), text, Words("太短。", "Too short."))

    spec = replace(FEEDBACK, checks=(no_short_texts,))
    frames = drawn(spec, {SHEET: "需求编号 | 需求描述(具体问题/期望)\nXY2024001 | 慢"})
    assert [finding.rule for finding in validate(spec, frames, TODAY).findings] == ["ORG001"]
    assert validate(spec, frames, TODAY).findings[0].key == "XY2024001"
