"""A register of people's own, looked after where it lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from intake_books import SHARED, drawn

import reqsheets

pytestmark = pytest.mark.capability("4-5g")

HEAD = ("编号", "客户名称", "问题描述", "提出日期", "负责人", "计划完成日期", "状态", "我的备注")
STATES = ("处理中", "已关闭", "待处理", "处理中")
ROWS = (
    ("2024年问题台账",),
    HEAD,
    *(
        (f"WT-{n:03}", f"客户{n}", f"第{n}台设备的{'打印机卡纸' * (n % 3 + 1)}", date(2024, 3, n), "张三",
         date(2024, 4, n), STATES[n % 4], f"记{n}")
        for n in range(1, 13)
    ),
    ("WT-013", "客户2", f"第2台设备的{'打印机卡纸' * 3}", date(2024, 3, 20), "张三", date(2024, 4, 20), "待处理", None),
)  # fmt: skip
DAY = "2024-06-03"


def cells(path: Path, title: str = "台账") -> list[tuple[object, ...]]:
    """Return what stands on a sheet, a row a tuple, without blanks at its end."""
    rows = [list(row) for row in openpyxl.load_workbook(path)[title].iter_rows(values_only=True)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return [tuple(row) for row in rows]


@pytest.fixture(name="book")
def hers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))
    return drawn(tmp_path / "问题.xlsx", ROWS)


def test_her_sheet_stays_hers_and_the_night_works_beside_it(book: Path) -> None:
    before, content = cells(book), book.read_bytes()
    told = reqsheets.adopt(book, today=DAY)
    assert not told.written
    assert book.read_bytes() == content
    assert reqsheets.adopt(book, write=True, today=DAY).written
    assert openpyxl.load_workbook(book).sheetnames[0] == "台账"
    (entry,) = reqsheets.nightly(book, write=True, today=DAY)
    assert entry.error is None
    assert cells(book) == before
    register = reqsheets.open(book, today=DAY)
    assert len(register.frame()) == 13
    assert register.frame("需求处理跟踪表")["需求编号"].tolist()[:2] == ["WT-001", "WT-002"]
    again = book.read_bytes()
    reqsheets.nightly(book, write=True, today=DAY)
    assert book.read_bytes() == again


def test_adopting_is_one_batch_that_undo_takes_back(book: Path) -> None:
    before, tabs = cells(book), openpyxl.load_workbook(book).sheetnames
    reqsheets.adopt(book, columns=True, write=True, today=DAY)
    assert cells(book)[1][: len(HEAD)] == before[1]
    assert reqsheets.undo(book, write=True, today=DAY).written
    assert cells(book) == before
    assert [tab for tab in openpyxl.load_workbook(book).sheetnames if tab != "操作日志"] == tabs


def test_with_columns_of_ours_at_the_right_end_repeats_are_merged(book: Path) -> None:
    before = cells(book)
    reqsheets.adopt(book, columns=True, write=True, today=DAY)
    (result,) = reqsheets.merge(book, write=True, today=DAY)
    assert result.error is None
    after = cells(book)
    assert [row[: len(HEAD) - 1] for row in after[:-1]] == [row[: len(HEAD) - 1] for row in before[:-1]]
    assert after[-1][:6] == before[-1][:6]  # its status is 已合并 now, where her words have one
    assert {"记录状态", "主需求编号", "重复次数"} <= set(after[1][len(HEAD) :])
    assert after[-1][after[1].index("主需求编号")] == "WT-002"


def test_without_them_merging_rests_and_that_is_said(book: Path) -> None:
    findings = reqsheets.adopt(book, today=DAY).plan.findings
    assert any("合并" in finding.message.zh and finding.severity == "info" for finding in findings)


def test_it_is_adopted_once_and_a_taken_title_is_told(book: Path, tmp_path: Path) -> None:
    other = openpyxl.load_workbook(book)
    other.create_sheet("看板")["A1"] = "我的图"
    other.save(tmp_path / "b.xlsx")
    with pytest.raises(reqsheets.UsageError, match="看板"):
        reqsheets.adopt(tmp_path / "b.xlsx", today=DAY)
    reqsheets.adopt(book, write=True, today=DAY)
    with pytest.raises(reqsheets.UsageError):
        reqsheets.adopt(book, today=DAY)


def test_what_is_closed_already_owes_nothing(book: Path) -> None:
    assert reqsheets.adopt(book, columns=True, write=True, today=DAY).error is None
    head, *rows = cells(book)[1:]
    status, historic = head.index("状态"), head.index("历史接收")
    assert {row[historic] for row in rows if len(row) > historic and row[status] == "已关闭"} == {"是"}
    assert {row[historic] for row in rows if len(row) > historic and row[status] != "已关闭"} <= {None}
    (outcome,) = reqsheets.check(book, today=DAY)
    assert [one for one in outcome.finding_objects() if one["value"] == "已关闭" and one["level"] == "error"] == []


def test_a_register_without_numbers_gets_ours_or_goes_without(tmp_path: Path) -> None:
    rows = [row[1:] for row in ROWS[1:]]
    plain = drawn(tmp_path / "a.xlsx", rows)
    assert reqsheets.adopt(plain, write=True, today=DAY).error is None
    (entry,) = reqsheets.nightly(plain, write=True, today=DAY)
    assert entry.error is None
    numbered = drawn(tmp_path / "b.xlsx", rows)
    _, *before = cells(numbered)
    assert reqsheets.adopt(numbered, columns=True, write=True, today=DAY).error is None
    (entry,) = reqsheets.nightly(numbered, write=True, today=DAY)
    assert entry.error is None
    head, *after = cells(numbered)
    at = head.index("需求编号")
    assert [row[at] for row in after] == [f"XQ-{n:04}" for n in range(1, len(after) + 1)]
    assert [row[:6] for row in after] == [row[:6] for row in before]


BOOKS = [
    pytest.param(path, marks=() if at % 4 == 0 else pytest.mark.slow)
    for at, path in enumerate(sorted((SHARED / "dev" / "books").glob("*.xlsx")))
]


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_book_that_people_keep_is_adopted_and_its_cells_stay(book: Path, tmp_path: Path) -> None:
    mine = tmp_path / book.name
    mine.write_bytes(book.read_bytes())
    before = {tab: cells(mine, tab) for tab in openpyxl.load_workbook(mine).sheetnames}
    done = reqsheets.adopt(mine, write=True, today=DAY)
    assert done.error is None
    (entry,) = reqsheets.nightly(mine, write=True, today=DAY)
    assert entry.error is None
    assert {tab: cells(mine, tab) for tab in before} == before
