"""A stranger's register: what is proposed for it, and what an import does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from intake_books import HEADERS, SHARED, drawn, header_cases

import reqsheets

pytestmark = pytest.mark.capability("4-4e", "B3", "B4", "B26")

BOOK = (
    ("2024年客户投诉台账", None, None, None, None, None, None, None),
    ("编制：客服部", None, None, None, None, None, None, None),
    ("单号", "投诉日期", "客户名称", "投诉内容", "投诉渠道", "处理人", "应完成日", "处理状态"),
    ("TS-1", "3月1日", "甲公司", "打印机卡纸，一天三次", "电话", "韦师傅", "3月9日", "处理中"),
    ("TS-2", "3.2", "同上", "账单上的金额不对", "微信群", "老邬", "3月10日", "已关闭"),
    ("单号", "投诉日期", "客户名称", "投诉内容", "投诉渠道", "处理人", "应完成日", "处理状态"),
    ("TS-3", "12月28日", "乙公司", "希望增加导出", "拜访", "韦师傅", "1月5日", "长期跟踪"),
    ("合计", None, "共3条", None, None, None, None, None),
    ("注：红字为督办", None, None, None, None, None, None, None),
)


@pytest.mark.parametrize(("name", "least"), [("six_trades", 0.93), ("eight_more", 0.93), ("blind_december", 0.88)])
def test_headers_of_other_trades_are_told_and_never_wrongly(name: str, least: float) -> None:
    right = wanted = 0
    wrong = []
    for kind, tab, header, samples, neighbours, answers in header_cases(HEADERS / f"{name}.txt"):
        spec = next(spec for spec in reqsheets.kinds() if spec.kind == kind)
        titles = {f"{s.name}.{c.name}": (s.title, c.title) for s in spec.sheets for c in s.columns}
        good = [None if one is None else titles[one] for one in answers]
        found = reqsheets.match_header(kind, tab, header, samples, neighbours)
        wanted += None not in good
        right += found is not None and found in good and None not in good
        if found is not None and found not in good:
            wrong.append((kind, header, found))
    assert wrong == []
    assert right / wanted >= least


def test_only_records_are_read_and_days_have_the_year_of_the_title(tmp_path: Path) -> None:
    told = reqsheets.intake(drawn(tmp_path / "台账.xlsx", BOOK)).told()
    assert told["kind"] == "feedback"
    assert told["rows"] == [["台账", 4], ["台账", 5], ["台账", 7]]
    assert ["台账", 7, "投诉日期", "2024-12-28"] in told["cells"]
    assert ["台账", 7, "应完成日", "2025-01-05"] in told["cells"]
    assert ["台账", 5, "客户名称", "甲公司"] in told["cells"]
    assert told["closed"] == ["TS-2"]


def test_an_import_is_shown_then_written_and_the_second_changes_no_byte(tmp_path: Path) -> None:
    source, into = drawn(tmp_path / "台账.xlsx", BOOK), tmp_path / "登记表.xlsx"
    assert not reqsheets.intake(source, into=into).written
    assert not into.exists()
    first = reqsheets.intake(source, into=into, write=True)
    assert first.written
    assert first.intake is not None
    assert first.intake.counts["new"] == 3
    content = into.read_bytes()
    again = reqsheets.intake(source, into=into, write=True)
    assert not again.written
    assert into.read_bytes() == content
    changed = [list(row) for row in BOOK]
    changed[3][7] = "已关闭"
    changed.insert(6, ["TS-4", "4月1日", "丙公司", "发票开错", "电话", "老邬", "4月3日", "处理中"])
    newer = reqsheets.intake(drawn(tmp_path / "台账2.xlsx", changed), into=into)
    assert newer.told()["update"] == {
        "renamed": {}, "new": ["TS-4"], "vanished": [], "changed": {"TS-1": ["处理状态"]}, "same": 2,
    }  # fmt: skip
    undone = reqsheets.undo(into, write=True)
    assert undone.written


def test_a_text_file_in_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "客户意见.csv"
    lines = (
        "意见编号,提出日期,客户名称,意见内容,处理状态",
        "Y1,2024-03-01,甲公司,界面太小,已解决",
        "Y2,2024-03-02,乙公司,价格太高,处理中",
    )
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    told = reqsheets.intake(path).told()
    assert told["records"] == 2
    assert told["closed"] == ["Y1"]


def test_a_column_that_may_be_several_is_asked(tmp_path: Path) -> None:
    rows = (
        ("编号", "日期", "投诉人", "负责", "情况"),
        ("1", "2024-01-02", "甲", "乙", "已和客户沟通，下周安排人上门处理这个问题"),
        ("2", "2024-01-03", "丙", "丁", "还没有联系上客户，等周一再打一次电话过去"),
    )
    told = reqsheets.intake(drawn(tmp_path / "a.xlsx", rows), kind="feedback").told()
    asked = {column["header"]: column["ask"] for column in told["columns"] if column["to"] is None}
    assert asked["情况"]


@pytest.mark.skipif(not SHARED.exists(), reason="the set of foreign registers is not here")
def test_the_set_of_foreign_registers_is_understood(tmp_path: Path) -> None:
    books = {}
    for file in sorted((SHARED / "dev" / "books").glob("*.truth.json")):
        truth = json.loads(file.read_text("utf-8"))
        books[truth["id"]] = reqsheets.intake(file.parent / truth["file"]).told()
    pairs = {}
    for line in (SHARED / "dev" / "pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        pairs[pair["id"]] = reqsheets.match_header(
            pair["kind"], pair["sheet"], pair["header"], pair["samples"], pair["neighbours"]
        )
    prediction = tmp_path / "prediction.json"
    prediction.write_text(json.dumps({"workbooks": books, "pairs": pairs}, ensure_ascii=False), "utf-8")
    command = [sys.executable, str(SHARED / "score.py"), "dev", str(prediction)]
    score = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert score.count("WRONG 0 ") == 2
    assert "kind right: 9/9; sheets to read right: 9/9" in score
    assert "row count right: 9/9; rows precision 1.000 recall 1.000; closed right 8/8" in score
    assert "mapped to a wrong option 0" in score
