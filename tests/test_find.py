"""Requirements found over one and many workbooks, and the same value set in many rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from command_line import here, register

import reqsheets
from reqsheets.domain.search.conditions import condition
from reqsheets.model.plan import Value

pytestmark = pytest.mark.capability("4-5d", "B32", "4-5c")

DAY = "2024-06-30"
BASE = {"received": date(2024, 6, 1), "status": "待处理", "recorder": "张三"}
MANY = {"affected": 120}
RUNNING = {"status": "处理中", "affected": 5}
MERGED = {"record_state": "已合并", "main_number": "XY2024001"}
NEEDS = [
    BASE | {"number": "XY2024001", "text": "24小时内导出为Excel", "customer": "蓝天科技有限公司-制造-大型企业"},
    BASE | {"number": "XY2024002", "text": "误报率太高，电话 13812345678", "customer": "*女士-零售-小型企业"} | MANY,
    BASE | {"number": "XY2024003", "text": "报表打印太慢", "customer": "红日集团-制造-大型企业"} | RUNNING,
    BASE | {"number": "XY2024004", "text": "导出成EXCEL要一整天", "customer": "蓝天科技-制造-大型企业"} | MERGED,
    BASE | {"number": "XY2024005", "text": "不要了", "customer": "红日集团-制造-大型企业"} | {"record_state": "已作废"},
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return register(tmp_path_factory.mktemp("find") / "a.xlsx", NEEDS)


def numbers(frame: pd.DataFrame) -> list[str]:
    return frame["编号"].tolist()


def test_a_number_is_found_exactly_and_a_merged_one_by_its_main_row(path: Path) -> None:
    book = reqsheets.open(path, today=DAY)
    assert numbers(book.find("XY2024003")) == ["XY2024003"]
    assert numbers(book.find("XY2024004")) == ["XY2024001"]
    assert book.find("XY202400").attrs["nearest"] is not None


def test_words_are_found_in_whatever_spelling_and_all_must_occur(path: Path) -> None:
    book = reqsheets.open(path, today=DAY)
    assert numbers(book.find("ＥＸＣＥＬ")) == ["XY2024001"]
    assert numbers(book.find("二十四小时", "导出")) == ["XY2024001"]
    assert numbers(book.find("导出", "打印")) == []


@pytest.mark.capability("D15")
def test_a_customer_is_found_by_the_name_and_a_mask_is_nobodys_wildcard(path: Path) -> None:
    book = reqsheets.open(path, today=DAY)
    assert numbers(book.find(customer="蓝天科技")) == ["XY2024001"]
    assert numbers(book.find(customer="蓝天科技有限公司")) == ["XY2024001"]
    assert numbers(book.find(customer="*女士")) == ["XY2024002"]
    assert numbers(book.find(customer="*科技有限公司")) == []


def test_conditions_status_and_days_choose_and_void_rows_never_show(path: Path) -> None:
    book = reqsheets.open(path, today=DAY)
    assert numbers(book.find(where=["影响范围(涉及客户数)>=100"])) == ["XY2024002"]
    assert numbers(book.find(status="在办")) == ["XY2024003"]
    assert numbers(book.find(since="2024-06-01", where=["状态=待处理"])) == ["XY2024001", "XY2024002"]
    assert numbers(book.find(since="2024-06-02")) == []
    assert numbers(book.find(owner="张三")) == ["XY2024001", "XY2024002", "XY2024003"]
    with pytest.raises(reqsheets.UsageError, match="no column '没有'"):
        book.find(where=["没有=1"])


@pytest.mark.parametrize(
    ("text", "cell", "holds"),
    [
        ("列=12", 12.0, True), ("列＞=100", 99, False), ("列 ≥ 100", 100, True), ("列!=甲", "乙", True),
        ("列!=甲", None, True), ("列=", None, True), ("列=", "甲", False), ("列!=", "甲", True),
        ("列~出E", "导出excel", True), ("列!~x", "导出", True),
        ("列<2024-07-01", date(2024, 6, 30), True), ("列<2024/7/1", date(2024, 7, 1), False), ("列>10", "九", False),
        ("列>10", "很多", False), ("列=是", True, True), ("列<5", None, False),
    ],
)  # fmt: skip
def test_a_condition_compares_numbers_days_and_texts_each_as_such(text: str, cell: Value, holds: bool) -> None:  # noqa: FBT001
    assert condition(text).holds(cell) is holds


@pytest.mark.parametrize("text", ["", "列", "=3", "~"])
def test_what_is_no_condition_is_told(text: str) -> None:
    with pytest.raises(reqsheets.UsageError, match="cannot read the condition"):
        condition(text)


def test_many_workbooks_are_searched_and_what_cannot_be_read_is_told(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(path.read_bytes())
    register(tmp_path / "b.xlsx", [NEEDS[0]])
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    found = reqsheets.find(tmp_path, "导出", to=tmp_path / "found.csv")
    assert numbers(found) == ["XY2024001", "XY2024001"]
    [(unread, _)] = found.attrs["unread"]
    assert Path(unread).name == "c.xlsx"
    assert (tmp_path / "found.csv").read_text("utf-8-sig").count("XY2024001") == 2
    ran = here(capsys, "find", str(tmp_path), "电话", "--json", "--today", DAY)
    assert [record["需求描述"] for record in json.loads(ran.out)] == ["误报率太高，电话 138****5678"]
    assert "c.xlsx" in ran.err
    ran = here(capsys, "find", str(path), "报表打印很慢", "--lang", "en")
    assert ran.exit_code == 1
    assert "nearest" in ran.err
    assert here(capsys, "find", str(path), "--lang", "en").exit_code == 2


def test_set_changes_the_meant_rows_in_one_batch_and_undo_gives_them_back(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", NEEDS)
    before = path.read_bytes()
    planned = reqsheets.set_cells(path, "记录人=李四", where=["状态=待处理"], today=DAY)
    assert path.read_bytes() == before
    assert [(c.at.row, c.old, c.new) for c in planned.plan.changes] == [(2, "张三", "李四"), (3, "张三", "李四")]
    assert [(f.rule, f.at.row) for f in planned.plan.findings] == [("REQ908", 5), ("REQ908", 6)]
    done = reqsheets.set_cells(path, "记录人=李四", where=["状态=待处理"], today=DAY, write=True)
    assert done.written
    book = reqsheets.open(path, today=DAY)
    assert book.frame()["记录人"].tolist() == ["李四", "李四", "张三", "张三", "张三"]
    assert not reqsheets.set_cells(path, "记录人=李四", where=["状态=待处理"], today=DAY).plan.changes
    assert not reqsheets.set_cells(path, {"记录人": "李四"}, where="状态=待处理", today=DAY).plan.changes
    cleared = reqsheets.set_cells(path, {"联系方式": None, "影响核心业务": True}, where="状态=待处理", today=DAY)
    assert {change.new for change in cleared.plan.changes} <= {None, "是", True}
    with pytest.raises(reqsheets.UsageError, match="a mapping from titles"):
        reqsheets.set_cells(path, 3, where="状态=待处理", today=DAY)  # type: ignore[arg-type]
    assert len(reqsheets.find(path, where="状态=待处理", today=DAY)) == len(
        reqsheets.find(path, where=["状态=待处理"], today=DAY)
    )
    reqsheets.undo(path, today=DAY, write=True)
    assert set(book.reload().frame()["记录人"]) == {"张三"}


def test_set_keeps_to_the_life_cycle_and_to_what_a_cell_may_hold(path: Path) -> None:
    book = reqsheets.open(path, today=DAY)
    result = book.set("需求状态=测试中", where=["编号~XY202400", "记录状态="])
    assert [(c.at.row, c.new) for c in result.plan.changes] == [(4, "测试中")]
    assert [(f.rule, f.at.row) for f in result.plan.findings] == [("REQ403", 2), ("REQ403", 3)]
    for wrong in ("需求编号=XY2024009", "重复次数=3", "提出时间=下周", "需求状态=飞", "没有=1", "无等号"):
        with pytest.raises(reqsheets.UsageError):
            book.set(wrong, where=["编号=XY2024001"])
    with pytest.raises(reqsheets.UsageError, match="--where"):
        book.set("记录人=李四", where=[])
