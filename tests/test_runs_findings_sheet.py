"""The findings sheet inside the workbook: people's notes follow their finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import register
from drawing import drawn

from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import Cell, Finding, ReplaceRows, Words
from reqsheets.report.findings_sheet import findings_sheet
from reqsheets.report.findings_summary import findings_summary
from reqsheets.report.places import in_order
from reqsheets.xlsx.patching.hyperlinks import Links, linking
from reqsheets.xlsx.reading.layout import SheetLayout

TODAY = date(2024, 4, 1)
LAYOUTS = {"needs": SheetLayout("needs", "登记表", 1, {"number": 1, "channel": 3, "备注": 30})}
HEADER = (
    "级别 | 工作表 | 单元格 | 记录编号 | 字段 | 问题代码 | 问题说明 | 当前值 | 建议值"
    " | 首次发现 | 状态 | 忽略理由 | 忽略人 | 我的列"
)


def blank(*, number: str = "XY1", row: int = 2, rule: str = "REQ301", column: str = "channel") -> Finding:
    return Finding(
        rule, "error", Cell("needs", row, column), None, Words("没有填写", "blank"), Words("请补上", "fill it"), number
    )


def rewritten(rows: str, *findings: Finding) -> tuple[Frames, list[list[object]]]:
    frames = drawn(FEEDBACK, {"校验结果": f"{HEADER}\n{rows}"})
    after = applied(frames, findings_sheet(FEEDBACK, frames, LAYOUTS, findings, TODAY))
    return after, [list(row) for row in after["findings"].itertuples(index=False)]


def test_a_finding_becomes_a_row_in_the_words_of_the_sheet() -> None:
    _, [row] = rewritten("", blank())
    assert row[:10] == ["错误", "登记表", "C2", "XY1", "来源渠道", "REQ301", "没有填写", None, "请补上", TODAY]
    assert row[10:] == [None] * 4


def test_what_people_noted_follows_its_finding_to_another_row() -> None:
    noted = "错误 | 登记表 | C2 | XY1 | 来源渠道 | REQ301 | 旧说法 | | | 2024-03-01 | 已忽略 | 客户不肯说 | 张三 | 记"
    _, rows = rewritten(noted, blank(number="XY0"), blank(row=9))
    assert [row[3] for row in rows] == ["XY0", "XY1"]
    assert rows[0][9:] == [TODAY, None, None, None, None]
    assert rows[1][2] == "C9"
    assert rows[1][6] == "没有填写"
    assert rows[1][9:] == [date(2024, 3, 1), "已忽略", "客户不肯说", "张三", "记"]


def test_of_several_with_one_key_the_first_keeps_the_first_ones_notes() -> None:
    noted = (
        "错误 | 登记表 | C2 | | 来源渠道 | REQ301 | | | | 2024-03-01 | 已忽略 | 甲 | |\n"
        "错误 | 登记表 | C3 | | 来源渠道 | REQ301 | | | | 2024-03-02 | 未处理 | 乙 | |"
    )
    _, rows = rewritten(noted, *(blank(number="", row=row) for row in (2, 3, 4)))
    assert [row[9:12] for row in rows] == [
        [date(2024, 3, 1), "已忽略", "甲"],
        [date(2024, 3, 2), "未处理", "乙"],
        [TODAY, None, None],
    ]


def test_a_finding_that_is_gone_takes_its_row_along_and_no_finding_leaves_no_row() -> None:
    after, rows = rewritten("错误 | 登记表 | C2 | XY1 | 来源渠道 | REQ301 | | | | 2024-03-01 | 已忽略 | | |")
    assert rows == []
    assert findings_sheet(FEEDBACK, after, LAYOUTS, [], TODAY).changes == ()


def test_a_second_time_there_is_nothing_to_do() -> None:
    found = [blank(), blank(number="XY2", row=3, column="备注"), blank(number="", row=4, column="")]
    after, _ = rewritten("", *found)
    assert findings_sheet(FEEDBACK, after, LAYOUTS, found, date(2024, 5, 1)).changes == ()


def test_a_workbook_without_the_sheet_is_left_as_it_is() -> None:
    frames = drawn(FEEDBACK, {"needs": "需求编号\nXY1"})
    assert findings_sheet(FEEDBACK, frames, LAYOUTS, [blank()], TODAY).changes == ()


def test_a_workbook_that_lacks_columns_keeps_those_it_has() -> None:
    frames = drawn(FEEDBACK, {"校验结果": "问题代码 | 记录编号"})
    [change] = findings_sheet(FEEDBACK, frames, LAYOUTS, [blank()], TODAY).changes
    assert isinstance(change, ReplaceRows)
    assert dict(change.new) == {2: ("REQ301", "XY1")}


def test_findings_stand_worst_first_then_by_place_each_once() -> None:
    info = Finding("REQ701", "info", Cell("needs", 1, "number"), None, Words("", ""))
    other = Finding("REQ301", "error", Cell("scores", 2, "number"), None, Words("", ""))
    found = (info, other, blank(row=9), blank(), blank(column="number"), blank())
    assert in_order(FEEDBACK, LAYOUTS, found) == (blank(column="number"), blank(), blank(row=9), other, info)


def test_the_summary_counts_by_rule_and_by_person_the_most_first() -> None:
    frames = drawn(
        FEEDBACK, {"校验汇总": "分类 | 规则/负责人 | 说明 | 错误 | 警告 | 提示 | 合计\n旧 | 旧 | | 1 | | | 1"}
    )
    vague = replace(blank(rule="REQ701"), severity="info", owner="张三")
    found = [vague, replace(blank(row=3), owner="张三"), replace(blank(row=4), owner="张三"), blank(row=5)]
    after = applied(frames, findings_summary(FEEDBACK, frames, found))
    assert [list(row) for row in after["findings_summary"].itertuples(index=False)] == [
        ["按规则", "REQ301", "必填项为空", 3, None, None, 3],
        ["按规则", "REQ701", "用语含糊", None, None, 1, 1],
        ["按负责人", "张三", None, 2, None, 1, 3],
        ["按负责人", "（没有负责人）", None, 1, None, None, 1],
    ]
    assert findings_summary(FEEDBACK, after, found).changes == ()
    assert findings_summary(FEEDBACK, drawn(FEEDBACK, {"needs": "需求编号\nXY1"}), found).changes == ()


def test_each_address_leads_to_its_cell(tmp_path: Path) -> None:
    wrong = {"number": "XY2024001", "channel": "乱", "text": "导出慢", "recorder": "张三"}
    path = register(tmp_path / "a.xlsx", [wrong])
    run(path, NIGHTLY, TODAY, write=True, list_findings=True)
    sheet = openpyxl.load_workbook(path)["校验结果"]
    cells = [sheet.cell(row, 2) for row in range(2, sheet.max_row + 1)]
    assert {cell.hyperlink.location for cell in cells} == {f"'客户需求信息登记表'!{cell.value}" for cell in cells}


LINK = Links(3, 2, {2: "'表'!B2", 4: "'甲''乙&'!A1"})
MADE = """<hyperlink ref="C2" location="'表'!B2"/><hyperlink ref="C4" location="'甲''乙&amp;'!A1"/>"""


@pytest.mark.parametrize(
    ("tail", "linked"),
    [
        ("</sheetData><pageMargins/>", "</sheetData><hyperlinks>@</hyperlinks><pageMargins/>"),
        (
            '</sheetData><dataValidations count="0"/><pageMargins/>',
            '</sheetData><dataValidations count="0"/><hyperlinks>@</hyperlinks><pageMargins/>',
        ),
        (
            '</sheetData><hyperlinks><hyperlink ref="C9" location="x"/><hyperlink ref="D2"/></hyperlinks>',
            '</sheetData><hyperlinks>@<hyperlink ref="D2"/></hyperlinks>',
        ),
        (
            '</sheetData><hyperlinks><hyperlink ref="C1">a</hyperlink></hyperlinks>',
            '</sheetData><hyperlinks>@<hyperlink ref="C1">a</hyperlink></hyperlinks>',
        ),
    ],
)
def test_links_stand_where_the_file_format_wants_them(tail: str, linked: str) -> None:
    assert linking(tail.encode(), LINK, "").decode() == linked.replace("@", MADE)
