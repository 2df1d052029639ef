"""Two copies of one register edited apart and brought together again, in real files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import here, register, snapshot

import reqsheets
from reqsheets.model.plan import Value

pytestmark = pytest.mark.capability("D4", "D18")

DAY = "2024-06-05"
NEEDS, TRACKING, CONFLICTS = "客户需求信息登记表", "需求处理跟踪表", "合并冲突"
NEED = {"customer": "甲-机械-大型企业", "received": date(2024, 6, 1), "status": "待处理", "channel": "客服工单"}
TEXTS = ("导出为Excel", "误报率高", "打印慢", "登录失败")


def edit(path: Path, sheet: str, cells: Mapping[str, Value]) -> None:
    """Edit a workbook as a person does, in another program."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a register after a night, and its copy."""
    folder = tmp_path_factory.mktemp("sent")
    rows = [NEED | {"recorder": "张三", "number": f"XY2024{i:03d}", "text": text} for i, text in enumerate(TEXTS, 1)]
    mine = register(folder / "mine.xlsx", rows)
    reqsheets.nightly(mine, write=True, today="2024-06-02")
    shutil.copy(mine, folder / "copy.xlsx")
    return folder


@pytest.fixture(scope="module")
def edited(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the two after both were edited: one cell each, one cell by both, a new row each with the same number."""
    folder = tmp_path_factory.mktemp("edited") / "register"
    shutil.copytree(sent, folder)
    new = {"A6": "XY2024005", "B6": "客服工单", "C6": "乙-零售-小型企业", "H6": "张三"}
    mine = {"H2": "李四", "E3": "误报率特别高", "E6": "新的甲", "G6": date(2024, 6, 3)}
    theirs = {"H4": "王五", "E3": "误报率非常高", "E6": "新的乙", "G6": date(2024, 6, 2)}
    edit(folder / "mine.xlsx", NEEDS, new | mine)
    edit(folder / "copy.xlsx", NEEDS, new | theirs)
    edit(folder / "copy.xlsx", TRACKING, {"P2": "已联系客户"})
    return folder


@pytest.fixture
def both(edited: Path, tmp_path: Path) -> tuple[Path, Path]:
    shutil.copytree(edited, tmp_path / "r")
    return tmp_path / "r" / "mine.xlsx", tmp_path / "r" / "copy.xlsx"


def test_copies_come_together_by_number_and_cell_and_undo_parts_them(both: tuple[Path, Path]) -> None:
    mine, theirs = both
    before, copy = reqsheets.open(mine).frame(), theirs.read_bytes()
    planned = reqsheets.reconcile(mine, theirs, today=DAY)
    assert (planned.written, planned.exit_code, planned.open) == (False, 1, 1)
    done = reqsheets.reconcile(mine, theirs, today=DAY, write=True)
    assert done.written
    assert theirs.read_bytes() == copy
    after = reqsheets.open(mine)
    needs = after.frame(index="id")
    assert needs["记录人"].to_dict() | {} == {
        "XY2024001": "李四", "XY2024002": "张三", "XY2024003": "王五", "XY2024004": "张三",
        "XY2024006": "张三", "XY2024005": "张三",
    }  # fmt: skip
    texts = needs["需求描述(具体问题/期望)"]
    assert texts["XY2024002"] == "误报率特别高"  # until somebody decides
    assert (texts["XY2024005"], texts["XY2024006"]) == ("新的乙", "新的甲")  # the earlier one keeps its number
    parameters = after.frame("参数配置", index="id")
    assert parameters.loc["编号别名 XY2024005", "值"] == "XY2024006"
    assert after.frame(TRACKING, index="id")["本周进展"].dropna().tolist() == ["已联系客户"]
    [line] = after.frame(CONFLICTS).to_dict("records")
    assert (line["类型"], line["单元格"], line["记录编号"]) == ("两边都改", "E3", "XY2024002")
    assert (line["原值"], line["我方"], line["对方"], line["状态"]) == (
        "误报率高",
        "误报率特别高",
        "误报率非常高",
        "未决",
    )
    assert reqsheets.verify(mine).holds
    assert not reqsheets.reconcile(mine, theirs, today=DAY).plan.changes  # twice is once
    assert set(after.find("XY2024005")["编号"]) == {"XY2024005", "XY2024006"}  # it is one and was the other
    reqsheets.undo(mine, write=True, today=DAY)
    back = reqsheets.open(mine).frame().dropna(how="all")
    assert back[before.columns].loc[[2, 3, 4, 5, 6], "记录人"].tolist() == before["记录人"].tolist()
    assert back.loc[6, "需求编号"] == "XY2024005"


@pytest.mark.parametrize("run", ["nightly", "reconcile"])
def test_what_somebody_chose_is_carried_out_by_the_next_run(both: tuple[Path, Path], run: str) -> None:
    mine, theirs = both
    reqsheets.reconcile(mine, theirs, today=DAY, write=True)
    edit(mine, CONFLICTS, {"M2": "对方", "O2": "李四"})
    if run == "nightly":
        reqsheets.nightly(mine, today="2024-06-06", write=True)
    else:
        assert reqsheets.reconcile(mine, today="2024-06-06", write=True).exit_code == 0
    book = reqsheets.open(mine)
    assert book.frame(index="id").loc["XY2024002", "需求描述(具体问题/期望)"] == "误报率非常高"
    assert book.frame(CONFLICTS)["状态"].tolist() == ["已执行"]
    again = reqsheets.reconcile(mine, theirs, today="2024-06-06")
    assert (again.exit_code, len(again.plan.changes)) == (0, 0)


def test_a_choice_about_a_cell_that_changed_since_is_stale(both: tuple[Path, Path]) -> None:
    mine, theirs = both
    reqsheets.reconcile(mine, theirs, today=DAY, write=True)
    edit(mine, CONFLICTS, {"M2": "对方"})
    edit(mine, NEEDS, {"E3": "又改了"})
    reqsheets.reconcile(mine, today=DAY, write=True)
    book = reqsheets.open(mine)
    assert book.frame().loc[3, "需求描述(具体问题/期望)"] == "又改了"
    assert book.frame(CONFLICTS)["状态"].tolist() == ["已过时"]


def test_prefer_settles_what_both_changed_and_records_the_line(both: tuple[Path, Path]) -> None:
    mine, theirs = both
    done = reqsheets.reconcile(mine, theirs, prefer="theirs", today=DAY, write=True)
    assert done.exit_code == 0
    assert done.conflicts[["采用", "状态"]].to_numpy().tolist() == [["对方", "已执行"]]
    assert reqsheets.open(mine).frame().loc[3, "需求描述(具体问题/期望)"] == "误报率非常高"


def test_the_command_tells_conflicts_and_what_is_not_possible(
    both: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = both
    before = snapshot(mine.parent)
    ran = here(capsys, "reconcile", str(mine), str(theirs), "--today", DAY, "--lang", "en")
    assert ran.exit_code == 1
    assert "HG-2024-001" in ran.out
    assert "1 conflict(s) open" in ran.out
    ran = here(capsys, "reconcile", str(mine), str(theirs), "--today", DAY, "--json")
    assert json.loads(ran.out)["counts"]["renumbered"] == 1
    assert snapshot(mine.parent) == before
    stranger = register(tmp_path / "b.xlsx", [NEED | {"number": "XY2024001", "text": "别的"}])
    assert here(capsys, "reconcile", str(mine), str(stranger)).exit_code == 2
    customer = reqsheets.new("customer", tmp_path / "c.xlsx")
    assert here(capsys, "reconcile", str(mine), str(customer), "--lang", "en").err.count("another kind") == 1


def test_an_older_workbook_without_the_sheet_refuses_only_where_there_are_conflicts(both: tuple[Path, Path]) -> None:
    mine, theirs = both
    for path in both:
        book = openpyxl.load_workbook(path)
        del book[CONFLICTS]
        book.save(path)
    with pytest.raises(reqsheets.MissingSheetError, match="合并冲突"):
        reqsheets.reconcile(mine, theirs, today=DAY)
    edit(mine, NEEDS, {"E3": "误报率高"})
    assert reqsheets.reconcile(mine, theirs, today=DAY, write=True).written
