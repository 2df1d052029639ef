# ruff: noqa: DTZ001  (local times, decision T-24)
"""A night with a report folder: an index, a page and a calendar file a person, a heartbeat; what is new comes first."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import here, register

from reqsheets.report.findings_html import html
from reqsheets.report.findings_json import FindingObject
from reqsheets.report.index_page import points, trends_of

NEED = {"number": "XY2024001", "channel": "电报", "customer": "某厂-建材-中型企业", "text": "希望导出为Excel", "received": date(2024, 3, 1), "recorder": "张三", "status": "待处理"}  # fmt: skip
PEOPLE = [{"name": "张三", "department": "产品部", "post": "经理"}]


def test_a_night_writes_an_index_pages_and_a_heartbeat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = register(tmp_path / "登记.xlsx", [NEED], people=PEOPLE)
    report = tmp_path / "report"
    words = (
        "nightly",
        str(path),
        "--write",
        "--remind",
        "--report",
        str(report),
        "--heartbeat",
        str(tmp_path / "beat"),
    )
    ran = here(capsys, *words, "--today", "2024-04-11T10:00", "--fail-on", "fault")
    assert ran.exit_code == 0
    assert "张三" in ran.out
    index = (report / "index.html").read_text("utf-8")
    assert "登记.xlsx" in index
    assert not re.search(r"src=|url\(|@import|https?://", index)
    person = (report / "people" / "张三.html").read_text("utf-8")
    assert "XY2024001" in person
    assert (report / "people" / "张三.ics").is_file()
    assert json.loads((tmp_path / "beat").read_text("utf-8"))["exit_code"] == 0
    again = here(capsys, *words, "--today", "2024-04-11T10:00", "--quiet")
    assert "没有新问题" not in again.out  # quiet: there is nothing to say of the workbook
    assert "登记.xlsx（" not in again.out


def finding(n: int, state: str) -> FindingObject:
    told: FindingObject = {
        "file": "登记.xlsx", "sheet": "客户需求信息登记表", "row": n, "column": "B", "cell": f"B{n}", "header": "来源渠道",
        "key": f"XY2024{n:03}", "rule": "REQ303", "level": "error", "value": "电报", "owner": "张三", "state": state,
        "message": "“来源渠道”是“电报”，不在选项之内。", "hint": "请改成 客服工单、线上问卷或线下访谈。",
    }  # fmt: skip
    return told


def test_a_page_of_a_thousand_findings_is_small_and_has_the_new_ones_first() -> None:
    page = html([finding(n, "new" if n > 990 else "old") for n in range(1000)], {}, "zh", "登记.xlsx · 2024-04-11")
    assert len(page.encode()) <= 300_000
    assert page.index("XY2024991") < page.index("XY2024001")
    assert "登记.xlsx · 2024-04-11" in page
    assert "没有新问题" in html([finding(1, "old")], {}, "zh")


def test_a_trend_has_the_last_run_of_each_of_thirty_nights(tmp_path: Path) -> None:
    lines = [
        {"run": datetime(2024, 3, 1 + n // 2, 2 + n % 2).isoformat(), "path": "a.xlsx", "findings": {"error": n}}
        for n in range(60)
    ]
    (tmp_path / "run.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\nno json\n", "utf-8")
    assert trends_of(tmp_path)["a.xlsx"] == list(range(1, 60, 2))
    assert points([0, 10]) == "0.0,22.0 120.0,2.0"
    assert points([5]) == ""
    assert trends_of(tmp_path / "nowhere") == {}
