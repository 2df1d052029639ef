"""What `nightly --report` leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import DAY, ran
from test_nightly import clean, faulty

LINE = {
    "run",
    "path",
    "kind",
    "findings",
    "changes",
    "written",
    "unchanged",
    "skipped",
    "seconds",
    "exit_code",
    "error",
    "report",
    "since",
    "head",
}
CLOSING = {"workbooks", "clean", "with_errors", "failed", "skipped", "written", "seconds", "exit_code"}


def report(tmp_path: Path, *words: str) -> list[dict[str, object]]:
    ran("nightly", ".", "--report", "out", "--today", DAY, *words, cwd=tmp_path)
    return [json.loads(line) for line in (tmp_path / "out" / "run.jsonl").read_text("utf-8").splitlines()]


def test_the_run_log_has_a_line_a_workbook_and_a_closing_line(tmp_path: Path) -> None:
    clean(tmp_path / "a.xlsx")
    faulty(tmp_path / "b.xlsx")
    (tmp_path / "c.xlsx").write_bytes(b"")
    *lines, closing = report(tmp_path, "--write")
    assert [set(line) for line in lines] == [LINE] * 3
    assert [(line["path"], line["kind"], line["exit_code"]) for line in lines] == [
        ("a.xlsx", "feedback", 0),
        ("b.xlsx", "feedback", 1),
        ("c.xlsx", None, 3),
    ]
    assert [line["written"] for line in lines] == [True, True, False]
    assert lines[1]["findings"]["error"] == 1
    assert set(lines[1]["changes"]) == {"cells", "rows_added", "sheets_rewritten", "sheets_marked", "structure"}
    assert lines[1]["changes"]["sheets_rewritten"] >= 2
    assert "空文件" in lines[2]["error"]
    assert set(closing["summary"]) == CLOSING
    counted = {"workbooks": 3, "clean": 1, "with_errors": 1, "failed": 1, "skipped": 0, "written": 2, "exit_code": 3}
    assert {name: closing["summary"][name] for name in counted} == counted
    assert len({line["run"] for line in (*lines, closing)}) == 1


def test_the_run_log_of_a_later_run_follows_the_earlier_one(tmp_path: Path) -> None:
    clean(tmp_path / "a.xlsx")
    assert len(report(tmp_path)) == 2
    assert len(report(tmp_path)) == 4


def test_each_workbook_gets_its_findings_and_its_plan(tmp_path: Path) -> None:
    faulty(tmp_path / "登记表.xlsx")
    report(tmp_path)
    [finding] = [
        item
        for item in json.loads((tmp_path / "out" / "登记表.findings.json").read_text("utf-8"))
        if item["level"] == "error"
    ]
    assert (finding["rule"], finding["file"], finding["cell"], finding["value"]) == (
        "REQ303",
        "登记表.xlsx",
        "B2",
        "电报",
    )
    plan = (tmp_path / "out" / "登记表.plan.txt").read_text("utf-8")
    assert "需求处理跟踪表" in plan
    assert "A" in plan


def test_the_summary_names_first_what_needs_somebody(tmp_path: Path) -> None:
    clean(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"")
    report(tmp_path)
    text = (tmp_path / "out" / "summary.txt").read_text("utf-8")
    assert "共 2 个工作簿：1 个没有错误，0 个有错误，1 个未能处理" in text
    assert text.index("b.xlsx") < text.index("a.xlsx")
    assert "Customer-requirement registers" in _english(tmp_path)


def _english(tmp_path: Path) -> str:
    report(tmp_path, "--lang", "en")
    return (tmp_path / "out" / "summary.txt").read_text("utf-8")


def test_a_report_folder_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    before = clean(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "taken").write_text("a file", "utf-8")
    told = ran("nightly", "a.xlsx", "--write", "--report", "taken", cwd=tmp_path)
    assert told.exit_code == 2
    assert "taken" in told.err
    assert (tmp_path / "a.xlsx").read_bytes() == before
