"""A workbook that people worked on between two nights: what they did to the regenerated sheets is still there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import kind_named
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.template.template import template

SPEC = kind_named("feedback")
TRACKING = SPEC.sheet("tracking").title
NEEDS = [
    {
        "number": f"XY2024{i:03}",
        "channel": "客服工单",
        "customer": f"客户{i}",
        "text": f"第 {i} 项：{word}",
        "received": date(2024, 3, i),
        "status": "处理中",
        "record_state": "有效",
    }
    for i, word in enumerate(("导出报表", "登录很慢", "批量打印", "改密码", "手机通知", "多语言"), 1)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "登记.xlsx"
    path.write_bytes(template(SPEC, {"needs": NEEDS}))
    night(path, 20)
    return path


def night(path: Path, day: int) -> Outcome:
    return run(path, NIGHTLY, date(2024, 5, day), write=True, list_findings=True)


def by_hand(path: Path, change: Callable[[Worksheet], None], sheet: str = TRACKING) -> None:
    workbook = openpyxl.load_workbook(path)
    change(workbook[sheet])
    workbook.save(path)


def tracked(path: Path) -> list[str]:
    return [row[0] for row in openpyxl.load_workbook(path)[TRACKING].iter_rows(min_row=2, values_only=True) if row[0]]


def order(*numbers: int) -> list[str]:
    return [f"XY2024{number:03}" for number in numbers]


def sort_by_hand(*numbers: int) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2) if row[0].value}
        for at, number in enumerate(order(*numbers), 2):
            for column, value in enumerate(rows[number], 1):
                sheet.cell(at, column, value)

    return change


def test_rows_that_people_sorted_stay_so_and_new_ones_come_last(path: Path) -> None:
    assert tracked(path) == order(1, 2, 3, 4, 5, 6)
    by_hand(path, sort_by_hand(5, 2, 6, 1, 4, 3))

    def new_and_gone(sheet: Worksheet) -> None:
        for cell, value in zip(sheet[8], ["XY2024000", *(cell.value for cell in sheet[2][1:])], strict=True):
            cell.value = value
        title = SPEC.sheet("needs").column("record_state").title
        sheet.cell(3, [cell.value for cell in sheet[1]].index(title) + 1, "已作废")

    by_hand(path, new_and_gone, SPEC.sheet("needs").title)
    assert night(path, 21).written
    assert tracked(path) == order(5, 6, 1, 4, 3, 0)
    assert not night(path, 21).plan.changes
    by_hand(path, sort_by_hand(0, 1, 3, 4, 5, 6))
    night(path, 22)
    by_hand(path, lambda sheet: sheet.cell(2, 2, "乱改"))
    night(path, 22)
    assert tracked(path) == order(0, 1, 3, 4, 5, 6)


def test_a_comment_keeps_the_row_of_a_finished_requirement(path: Path) -> None:
    def note(sheet: Worksheet) -> None:
        sheet["B4"].comment = Comment("客户催过", "小王")
        sheet["B7"].comment = Comment("别忘了", "小王")

    by_hand(path, note)

    def void(sheet: Worksheet) -> None:
        title = SPEC.sheet("needs").column("record_state").title
        for row in (2, 4):
            sheet.cell(row, [cell.value for cell in sheet[1]].index(title) + 1, "已作废")

    by_hand(path, void, SPEC.sheet("needs").title)
    outcome = night(path, 21)
    assert tracked(path) == order(2, 4, 5, 6, 3)
    sheet = openpyxl.load_workbook(path)[TRACKING]
    noted = {row[0].value: row[1].comment.text for row in sheet.iter_rows(min_row=2) if row[1].comment}
    assert noted == {"XY2024003": "客户催过", "XY2024006": "别忘了"}
    assert [finding.key for finding in outcome.plan.findings if finding.rule == "REQ604"] == ["XY2024003"]
    assert not night(path, 21).plan.changes


def test_a_formula_column_of_their_own_follows_and_is_never_stale(path: Path) -> None:
    def formulas(sheet: Worksheet) -> None:
        column = sheet.max_column + 1
        sheet.cell(1, column, "编号长度")
        for row in range(2, 8):
            sheet.cell(row, column, f"=LEN(A{row})+COUNTA($A$2:$A$99)")

    by_hand(path, formulas)

    def void(sheet: Worksheet) -> None:
        title = SPEC.sheet("needs").column("record_state").title
        sheet.cell(3, [cell.value for cell in sheet[1]].index(title) + 1, "已作废")

    by_hand(path, void, SPEC.sheet("needs").title)
    assert night(path, 21).written
    assert tracked(path) == order(1, 3, 4, 5, 6)
    with zipfile.ZipFile(path) as package:
        sheets = (package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name)
        text = next(text for text in sheets if "COUNTA($A$2:$A$99)" in text)
    found = re.findall(r"<f>LEN\((A\d+)\)\+COUNTA\(\$A\$2:\$A\$99\)</f>(<v>)?", text)
    assert found == [(f"A{row}", "") for row in range(2, 7)]
    before = path.read_bytes()
    assert not night(path, 21).plan.changes
    assert path.read_bytes() == before
