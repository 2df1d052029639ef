"""Raw records are kept as they were first seen: an edit is told with both wordings, put back it is told no more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

import reqsheets
from reqsheets.kinds.collection import COLLECTION
from reqsheets.model.plan import Finding
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("0-2e")
DAY, NEXT, LATER = "2024-05-06", "2024-05-07", "2024-05-08"
SHEET = "原始需求记录表"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    row = {
        "record": "YS-202405-001",
        "customer": "甲公司",
        "words": "晚上没人管",
        "channel": "直接沟通",
        "collected": datetime(2024, 5, 6, 9),  # noqa: DTZ001 (local times, T-24)
        "verified": "已核实",
    }
    file = tmp_path / "a.xlsx"
    file.write_bytes(template(COLLECTION, {"raw": [row]}))
    reqsheets.nightly(file, write=True, today=DAY)
    return file


def typed(path: Path, title: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    header = next(row for row in sheet.iter_rows() if any(cell.value == title for cell in row))
    column = next(cell.column for cell in header if cell.value == title)
    sheet.cell(header[0].row + 1, column, text)
    book.save(path)


def told(path: Path, today: str) -> list[Finding]:
    return [finding for finding in reqsheets.check(path, today=today)[0].plan.findings if finding.rule == "REQ511"]


def test_an_edit_of_the_customer_s_words_is_told_until_they_are_back(path: Path) -> None:
    assert told(path, DAY) == []
    typed(path, "需求描述(客户原话)", "希望优化夜间值守")
    [finding] = told(path, NEXT)
    assert (finding.at.sheet, finding.at.column) == ("raw", "words")
    assert "晚上没人管" in finding.message.zh
    assert "希望优化夜间值守" in finding.message.zh
    reqsheets.nightly(path, write=True, today=NEXT)
    assert len(told(path, LATER)) == 1
    typed(path, "需求描述(客户原话)", "晚上没人管")
    assert told(path, LATER) == []


def test_what_may_be_filled_in_later_is_no_edit(path: Path) -> None:
    typed(path, "核实人", "张三")
    typed(path, "采集人", "李四")  # it was blank
    assert told(path, NEXT) == []
