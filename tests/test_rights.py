"""Rights by role: who approves, merges or signs without the right is told, and a merge that one decided so rests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import register
from drawing import drawn, told

import reqsheets
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.gates import Right
from reqsheets.model.spec import WorkbookSpec

pytestmark = pytest.mark.capability("4-5a")
TODAY = date(2024, 6, 1)
EVERY = [(spec, right) for spec in KINDS for right in spec.rights]
PEOPLE = "姓名 | 权限\n张三 | {}\n李四 | "


def found(spec: WorkbookSpec, right: Right, who: str, people: str) -> list[str]:
    sheet = spec.sheet(right.sheet)
    title = sheet.column(right.column).title
    key = sheet.column(sheet.key[0]).title
    tables = {right.sheet: f"{key} | {title}\nA-1 | {who}", "people": people}
    lines = told(validate(spec, drawn(spec, tables), TODAY))
    return [" ".join(line.split()[:3]) for line in lines if line.startswith("REQ570")]


@pytest.mark.parametrize(
    ("spec", "right"), EVERY, ids=lambda it: it.kind if isinstance(it, WorkbookSpec) else it.column
)
def test_who_has_no_right_is_told_where_anybody_has_some(spec: WorkbookSpec, right: Right) -> None:
    told_there = [f"REQ570 error {right.sheet}!2:{right.column}"]
    assert found(spec, right, "李四", PEOPLE.format(right.right)) == told_there
    assert found(spec, right, "王五", PEOPLE.format(right.right)) == told_there  # whom nobody knows
    assert found(spec, right, "张三", PEOPLE.format(f"合并、{right.right}")) == []
    assert found(spec, right, "李四", PEOPLE.format("")) == []  # nobody was given any


def decided(path: Path, by: str) -> reqsheets.Workbook:
    need = {
        "customer": "甲",
        "received": date(2024, 5, 1),
        "status": "待处理",
        "recorder": "张三",
        "record_state": "有效",
    }
    needs = [
        {**need, "number": "XY2024001", "text": "导出报表太慢，要等两分钟"},
        {**need, "number": "XY2024002", "text": "报表导出慢得很，得等上两分钟才行", "customer": "乙"},
    ]
    pair = {"main": "XY2024001", "other": "XY2024002", "decision": "合并", "decided_by": by, "tier": "可能"}
    people = [{"name": "张三", "rights": "合并"}, {"name": "李四"}]
    register(path, needs, duplicates=[pair], people=people)
    reqsheets.merge(path, write=True, today=TODAY)
    return reqsheets.open(path, today=TODAY)


@pytest.mark.parametrize(("by", "merged"), [("张三", True), ("李四", False)])
def test_a_merge_is_carried_out_only_for_who_may_merge(by: str, merged: bool, tmp_path: Path) -> None:  # noqa: FBT001
    book = decided(tmp_path / "a.xlsx", by)
    states = book.frame()["记录状态"].tolist()
    assert ("已合并" in states) is merged
    codes = {finding.rule for finding in book.check().plan.findings}
    assert ("REQ570" in codes) is not merged


def test_a_workbook_from_before_rights_is_none_the_worse(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    register(path, people=[{"name": "张三"}])
    book = openpyxl.load_workbook(path)
    sheet = book["人员与部门"]
    at = next(cell.column for cell in sheet[1] if cell.value == "权限")
    sheet.delete_cols(at)
    book.save(path)
    codes = {finding.rule for finding in reqsheets.check(path, today=TODAY)[0].plan.findings}
    assert not codes & {"REQ101", "REQ102", "REQ570"}


def test_a_kind_of_ones_own_says_who_must_have_which_right() -> None:
    spec = kind_named("feedback")
    assert {right.sheet for right in spec.rights} <= {sheet.name for sheet in spec.sheets}
    for kind, right in EVERY:
        options = {option.value for option in kind.options if option.dictionary == "权限"}
        assert right.right in options
