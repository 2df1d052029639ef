"""Many workbooks that refer to each other in one run: read once, the same from several processes, night after night."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import ROOT, ran, snapshot
from referring import DAY, RAW_ROW, TODAY, across, feedback, responses, workbook

import reqsheets


def folder_of_registers(place: Path) -> None:
    responses(place / "b" / "2024.xlsx", {"202403-001": "202309-014", "202403-002": "202309-914、XY2024099"})
    responses(place / "a" / "2023.xlsx", {"202309-014": "XY2024001"})
    workbook("collection", place / "c.xlsx", raw=[{**RAW_ROW, "history": "XY2024001、XY2024077"}])
    feedback(place / "反馈.xlsx", "XY2024001")


@pytest.mark.parametrize("jobs", [1, 2])
def test_night_and_check_tell_the_same_and_a_second_night_changes_no_byte(tmp_path: Path, jobs: int) -> None:
    place = tmp_path / "registers"
    folder_of_registers(place)
    words = ("nightly", "registers", "--write", "--jobs", jobs, "--today", DAY, "--report", "report")
    for _ in range(2):
        after = snapshot(place)
        assert ran(*words, cwd=tmp_path).exit_code == 1  # rows lack what is required
    assert snapshot(place) == after
    night = [
        (Path(item["file"]).name, item["row"], item["message"], item["state"])
        for report in (tmp_path / "report").glob("*.findings.json")
        for item in json.loads(report.read_text("utf-8"))
        if item["rule"] == "REQ608"
    ]
    checked = [
        (outcome.path.name, finding.at.row, finding.message.zh, finding.state)
        for outcome in reqsheets.check(place, today=TODAY)
        for finding in outcome.plan.findings
        if finding.rule == "REQ608"
    ]
    assert sorted(night) == sorted(checked)
    assert [(name, row, state) for name, row, _, state in sorted(night)] == [
        ("2024.xlsx", 3, "old"),
        ("c.xlsx", 2, "old"),
    ]


WATCH = """
import os, sys
log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def seen(event, given):
    if event == "open" and str(given[0]).endswith("ledger.xlsx"):
        os.write(log, b"x")
sys.addaudithook(seen)
"""


@pytest.mark.parametrize(("previous", "times"), [("CRM-2023-001", 1), ("CRM-2024-001", 0)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_named_workbook_is_opened_once_a_run_and_only_if_it_is_needed(
    tmp_path: Path, jobs: int, previous: str, times: int
) -> None:
    workbook("customer", tmp_path / "ledger.xlsx", needs=[{"text": "客户数据实时同步", "number": "CRM-2023-001"}])
    needs = [
        {"text": "客户数据实时同步", "number": "CRM-2024-001"},
        {"text": "客户数据实时同步", "number": "CRM-2024-002", "previous": previous},
    ]
    for name in "ab":
        workbook("customer", tmp_path / "r" / f"{name}.xlsx", r"..\ledger.xlsx", needs=needs)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH, "utf-8")
    where = os.pathsep.join((str(ROOT), str(tmp_path / "site")))
    words = ("nightly", "r", "--trust", ".", "--jobs", jobs, "--today", DAY)
    ran(*words, cwd=tmp_path, PYTHONPATH=where, WATCHED=str(tmp_path / "log"))
    assert len((tmp_path / "log").read_bytes()) == times


KILLS = """
import os, sys
sys.addaudithook(lambda event, given: event == "open" and "deadly" in str(given[0]) and os._exit(9))
"""


def test_a_named_workbook_that_brings_the_process_down_does_so_once(tmp_path: Path) -> None:
    feedback(tmp_path / "deadly.xlsx", "XY2024001")
    for name in "ab":
        responses(tmp_path / "r" / f"{name}.xlsx", {"202403-001": "XY2024001"}, named=r"..\deadly.xlsx")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(KILLS, "utf-8")
    where = os.pathsep.join((str(ROOT), str(tmp_path / "site")))
    words = ("nightly", "r", "--trust", ".", "--jobs", "2", "--json", "--today", DAY)
    lines = json.loads(ran(*words, cwd=tmp_path, PYTHONPATH=where).out)
    assert [line["exit_code"] for line in lines] == [0, 0]


def test_no_other_workbook_is_written_by_a_check(tmp_path: Path) -> None:
    folder_of_registers(tmp_path)
    before = snapshot(tmp_path)
    across(tmp_path)
    assert snapshot(tmp_path) == before


def test_no_more_workbooks_of_the_run_are_read_than_it_takes_to_find_what_is_named(tmp_path: Path) -> None:
    workbook("customer", tmp_path / "a.xlsx", needs=[{"text": "客户数据实时同步", "number": "CRM-2023-001"}])
    needs = [{"text": "客户数据实时同步", "number": "CRM-2024-001", "previous": "CRM-2023-001"}]
    workbook("customer", tmp_path / "b.xlsx", needs=needs)
    workbook("customer", tmp_path / "ledger.xlsx", needs=[{"text": "客户数据实时同步", "number": "CRM-2022-001"}])
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH, "utf-8")
    where = os.pathsep.join((str(ROOT), str(tmp_path / "site")))
    opened = []
    for order in (("a.xlsx", "b.xlsx", "ledger.xlsx"), ("ledger.xlsx", "b.xlsx", "a.xlsx"), ("ledger.xlsx",)):
        ran(
            "check", *order, "--today", DAY, cwd=tmp_path, PYTHONPATH=where, WATCHED=str(tmp_path / f"log{len(opened)}")
        )
        opened.append(len((tmp_path / f"log{len(opened)}").read_bytes()))
    in_its_own_turn = opened[-1]
    assert opened == [in_its_own_turn, in_its_own_turn + 1, in_its_own_turn]
