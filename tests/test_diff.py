"""Diff: two workbooks by number and column, whatever the order of their rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import ran, register
from drawing import drawn
from remembered import NEEDS, SINCE, typed, workbook

import reqsheets
from reqsheets.domain.register.audit_entries import edits_between
from reqsheets.domain.register.compare import Difference, compare
from reqsheets.kinds import kind_named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def test_a_workbook_does_not_differ_from_its_copy(path: Path) -> None:
    copy = Path(shutil.copy(path, path.with_name("b.xlsx")))
    assert reqsheets.diff(path, copy) == []
    assert ran("diff", path.name, copy.name, "--lang", "en", cwd=path.parent).exit_code == 0


def test_the_order_of_the_rows_does_not_count(path: Path) -> None:
    other = register(path.with_name("b.xlsx"), [SINCE | row for row in reversed(NEEDS)])
    assert [edit for edit in reqsheets.diff(path, other) if edit.sheet == "needs"] == []


def test_differences_are_told_by_number_and_title_and_end_with_1(path: Path) -> None:
    copy = Path(shutil.copy(path, path.with_name("b.xlsx")))
    typed(copy, "needs", 3, "status", "已完成")
    done = ran("diff", path.name, copy.name, "--lang", "zh", cwd=path.parent)
    assert done.exit_code == 1
    assert done.out.splitlines() == [
        "客户需求信息登记表 XY2024002 需求状态 处理中 → 已完成",
        "共 1 处不同",
    ]
    [item] = json.loads(ran("diff", path.name, copy.name, "--json", cwd=path.parent).out)
    assert (item["sheet"], item["key"], item["column"]) == ("needs", "XY2024002", "status")


def test_a_file_that_is_no_workbook_ends_with_3(path: Path) -> None:
    path.with_name("b.xlsx").write_text("no")
    assert ran("diff", path.name, "b.xlsx", cwd=path.parent).exit_code == 3
    assert ran("diff", path.name, "c.xlsx", cwd=path.parent).exit_code == 2


def differences(before: str, after: str) -> list[Difference]:
    spec = kind_named("feedback")
    return list(compare(spec, drawn(spec, {"needs": before}), drawn(spec, {"needs": after})))


CASES = {
    "a row appears and one vanishes": (
        "number | text\n1 | 甲\n2 | 乙",
        "number | text\n2 | 乙\n3 | 丙",
        [("1", "", "1", None), ("3", "", None, "3")],
    ),
    "a column that one side lacks counts as blank": (
        "number | text\n1 | 甲",
        "number | 自己的话\n1 | 急",
        [("1", "自己的话", None, "急"), ("1", "text", "甲", None)],
    ),
    "numbers that stand twice go by their order": (
        "number | text\n1 | 甲\n1 | 乙",
        "number | text\n1 | 甲\n1 | 丙",
        [("1#2", "text", "乙", "丙")],
    ),
    "rows without a number go by their place": (
        "number | text\n | 甲",
        "number | text\n | 乙",
        [("@2", "text", "甲", "乙")],
    ),
    "text and number differ": ('number | text\n1 | "4"', "number | text\n1 | 4", [("1", "text", "4", 4)]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_differs(case: str) -> None:
    before, after, expected = CASES[case]
    assert [(d.key, d.column, d.old, d.new) for d in differences(before, after)] == expected


def test_there_and_back_is_the_opposite() -> None:
    spec = kind_named("feedback")
    first = drawn(spec, {"needs": "number | text\n1 | 甲\n2 | 乙"})
    second = drawn(spec, {"needs": "number | text\n2 | 丙\n3 | 丁"})
    there, back = (edits_between(spec, *sides) for sides in ((first, second), (second, first)))
    assert {(e.key, e.column, e.old, e.new) for e in there} == {(e.key, e.column, e.new, e.old) for e in back}
