"""The batch as people run it: files, folders, patterns; one broken workbook among others; reports; exit codes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, ROOT, ran, register, snapshot
from openpyxl import Workbook

import reqsheets
from reqsheets.app.discovery import targets
from reqsheets.model.plan import Value

TODAY = date.fromisoformat(DAY)
CLEAN: dict[str, Value] = {
    "number": "XY2024001",
    "channel": "客服工单",
    "customer": "*女士-汽车零部件-中型企业",
    "text": "希望导出为Excel",
    "received": date(2024, 3, 1),
    "recorder": "张三",
    "status": "待处理",
}
PEOPLE: Sequence[dict[str, Value]] = [{"name": "张三"}]
SCORED: Sequence[dict[str, Value]] = [
    {
        "number": "XY2024001",
        "urgency": 4,
        "importance": 5,
        "feasibility": 3,
        "customer_value": 5,
        "reviewers": "产品、技术",
        "reviewed": date(2024, 3, 8),
    }
]


def clean(path: Path) -> Path:
    return register(path, [CLEAN], people=PEOPLE, scores=SCORED)


def faulty(path: Path) -> Path:
    return register(path, [CLEAN | {"channel": "电报"}], people=PEOPLE, scores=SCORED)


def names(folder: Path, *paths: str) -> list[str]:
    meant = targets([folder / path for path in paths])
    return [target.path.relative_to(folder).as_posix() for target in meant if target.error is None]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.xlsx", "a.xlsx", "A2.XLSX", "c/d.xlsm", "c/e/f.xlsx", "[1].xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    for name in (
        "~$a.xlsx",
        ".~a.xlsx",
        ".~lock.a.xlsx#",
        ".a.xlsx",
        ".reqsheets/a.xlsx",
        ".git/x.xlsx",
        "a.xls",
        "a.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "g.xlsx").mkdir()
    return tmp_path


def test_a_folder_means_all_workbooks_below_it_but_hidden_and_lock_files(tree: Path) -> None:
    assert names(tree, ".") == ["A2.XLSX", "[1].xlsx", "a.xlsx", "b.xlsx", "c/d.xlsm", "c/e/f.xlsx"]


def test_a_pattern_is_expanded_here_because_windows_shells_do_not(tree: Path) -> None:
    assert names(tree, "*.xlsx") == ["[1].xlsx", "a.xlsx", "b.xlsx"]
    assert names(tree, "**/*.xls?") == ["[1].xlsx", "a.xlsx", "b.xlsx", "c/d.xlsm", "c/e/f.xlsx"]
    assert names(tree, "c/*/f.*") == ["c/e/f.xlsx"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree: Path) -> None:
    [target] = targets([tree / "[1].xlsx"])
    assert (target.path.name, target.named) == ("[1].xlsx", True)


def test_a_file_that_is_named_twice_is_taken_once(tree: Path) -> None:
    (tree / "link.xlsx").symlink_to(tree / "a.xlsx")
    meant = targets([tree / "b.xlsx", tree, tree / "c" / ".." / "a.xlsx", tree / "a.xlsx"])
    found = [target for target in meant if target.error is None]
    assert [target.path.name for target in found] == [
        "b.xlsx",
        "A2.XLSX",
        "[1].xlsx",
        "a.xlsx",
        "d.xlsm",
        "f.xlsx",
    ]
    assert [target.named for target in found] == [True, False, False, True, False, False]


def test_a_path_that_leads_nowhere_is_told_and_the_others_go_on(tree: Path) -> None:
    found = targets([tree / "g.xlsx", tree / "x*.xlsx", tree / "a.xlsx"])
    assert [target.error.exit_code if target.error else 0 for target in found] == [2, 2, 0]


def test_each_workbook_is_on_its_own_and_the_worst_exit_code_counts(tmp_path: Path) -> None:
    clean(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK broken")
    faulty(tmp_path / "c.xlsx")
    codes = {entry.path[-6:]: entry.exit_code for entry in reqsheets.nightly(tmp_path, today=TODAY)}
    assert codes == {"a.xlsx": 0, "b.xlsx": 3, "c.xlsx": 1}
    told = ran("nightly", ".", "--today", DAY, cwd=tmp_path)
    assert told.exit_code == 3
    assert [line[:6] for line in told.out.splitlines() if not line.startswith(" ")][:2] == ["a.xlsx", "c.xlsx"]
    assert told.err.startswith("b.xlsx: ")
    assert ran("nightly", "a.xlsx", "--today", DAY, cwd=tmp_path).exit_code == 0
    assert ran("nightly", "a.xlsx", "c.xlsx", "--today", DAY, cwd=tmp_path).exit_code == 1
    assert ran("nightly", "a.xlsx", "nowhere", "--today", DAY, cwd=tmp_path).exit_code == 2


def test_a_workbook_that_is_no_register_is_skipped_in_a_folder_but_an_error_by_name(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    clean(tmp_path / "register.xlsx")
    [other, ours] = reqsheets.nightly(tmp_path, today=TODAY)
    assert (other.skipped, other.exit_code, ours.skipped) == (True, 0, False)
    [other] = reqsheets.nightly(tmp_path / "other.xlsx", today=TODAY)
    assert (other.skipped, other.exit_code) == (False, 3)


def test_a_second_run_on_the_same_day_changes_no_byte(tmp_path: Path) -> None:
    reqsheets.new("feedback", tmp_path / "example.xlsx", example=True)
    faulty(tmp_path / "small.xlsx")
    first = reqsheets.nightly(tmp_path, today=TODAY, write=True)
    after = snapshot(tmp_path)
    second = reqsheets.nightly(tmp_path, today=TODAY, write=True)
    assert [entry.written for entry in first] == [True, True]
    assert [entry.written for entry in second] == [False, False]
    assert [sum(entry.changes.values()) for entry in second] == [0, 0]
    assert [entry.rules for entry in first] == [entry.rules for entry in second]
    assert snapshot(tmp_path) == after


def test_without_write_nothing_is_written(tmp_path: Path) -> None:
    faulty(tmp_path / "a.xlsx")
    before = snapshot(tmp_path)
    told = ran("nightly", "a.xlsx", "--today", DAY, cwd=tmp_path)
    assert "试运行" in told.out
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~a.xlsx", ".~lock.a.xlsx#"])
def test_a_workbook_that_is_open_is_reported_on_but_not_written(lock: str, tmp_path: Path) -> None:
    faulty(tmp_path / "a.xlsx")
    owner = b",zhangsan,pc,01.04.2024 09:00,file:///;" if lock.endswith("#") else b"\x08zhangsan".ljust(54)
    (tmp_path / lock).write_bytes(owner)
    before = snapshot(tmp_path)
    told = ran("nightly", "a.xlsx", "--write", "--today", DAY, cwd=tmp_path)
    assert told.exit_code == 3
    assert "REQ303" in told.out
    assert "zhangsan正打开着这个工作簿" in told.out
    report = (tmp_path / "a.校验结果.txt").read_text("utf-8")
    assert "REQ303" in report
    assert lock in report
    (tmp_path / "a.校验结果.txt").unlink()
    (tmp_path / "a.校验结果.json").unlink()
    assert snapshot(tmp_path) == before
    assert ran("nightly", "a.xlsx", "--today", DAY, cwd=tmp_path).exit_code == 1


def test_several_processes_do_the_same_in_the_same_order(tmp_path: Path) -> None:
    for name in ("one/a.xlsx", "one/b.xlsx", "two/a.xlsx", "two/b.xlsx"):
        faulty(tmp_path / name)
    (tmp_path / "two" / "broken.xlsx").write_bytes(b"")
    told = ran("nightly", "two", "one", "--jobs", "3", "--report", "r", "--today", DAY, cwd=tmp_path)
    alone = ran("nightly", "two", "one", "--report", "s", "--today", DAY, cwd=tmp_path)
    assert told.exit_code == alone.exit_code == 3
    lines = [[json.loads(line) for line in (tmp_path / r / "run.jsonl").read_text("utf-8").splitlines()] for r in "rs"]
    untimed = [[{k: v for k, v in line.items() if k not in {"run", "seconds", "summary"}} for line in r] for r in lines]
    assert untimed[0] == untimed[1]
    assert [Path(str(line["path"])).as_posix() for line in lines[0][:-1]] == [
        "two/a.xlsx",
        "two/b.xlsx",
        "two/broken.xlsx",
        "one/a.xlsx",
        "one/b.xlsx",
    ]
    reports = [{name: text for name, text in snapshot(tmp_path / r).items() if name.endswith("json")} for r in "rs"]
    assert reports[0] == reports[1]
    assert sorted(reports[0]) == ["a-2.findings.json", "a.findings.json", "b-2.findings.json", "b.findings.json"]


KILLS = """
import os, sys
sys.addaudithook(lambda event, given: event == "open" and "deadly" in str(given[0]) and os._exit(9))
"""


def test_a_workbook_that_brings_its_process_down_does_not_take_the_others_along(tmp_path: Path) -> None:
    for name in ("a.xlsx", "deadly.xlsx", "z.xlsx"):
        clean(tmp_path / name)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(KILLS, "utf-8")
    where = os.pathsep.join((str(ROOT), str(tmp_path / "site")))
    words = ("nightly", "a.xlsx", "deadly.xlsx", "z.xlsx", "--jobs", "2", "--json", "--today", DAY)
    told = ran(*words, cwd=tmp_path, PYTHONPATH=where, TMPDIR=str(tmp_path / "site"))
    assert told.exit_code == 3
    assert [(line["path"], line["exit_code"]) for line in json.loads(told.out)] == [
        ("a.xlsx", 0),
        ("deadly.xlsx", 3),
        ("z.xlsx", 0),
    ]


NASTY = [
    "=1+1",
    " 前后有空格 ",
    "两\n行",
    "制\t表",
    "_x0041_",
    "a\u200bb",
    "<&>\"'",
    "😀",
    "x" * 3000,
    "-",
    "+1",
    "@SUM(A1)",
]


def test_odd_texts_in_cells_do_not_make_a_second_run_differ(tmp_path: Path) -> None:
    needs = [CLEAN | {"number": f"XY2024{i:03}", "channel": text, "text": text} for i, text in enumerate(NASTY, 1)]
    path = register(tmp_path / "a.xlsx", needs, people=PEOPLE)
    [first] = reqsheets.nightly(path, today=TODAY, write=True)
    after = path.read_bytes()
    [second] = reqsheets.nightly(path, today=TODAY, write=True)
    assert first.written
    assert set(second.changes.values()) == {0}
    assert path.read_bytes() == after
