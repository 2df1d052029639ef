"""A kind that a user declares herself, as docs/kinds.md tells it: nothing outside its own text is needed."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reqsheets.app import rollover
from reqsheets.app.pipeline import VERBS, run
from reqsheets.model.audit import Author
from reqsheets.model.frames import rows_of
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"
TODAY, NEXT_DAY = date(2024, 10, 14), date(2024, 10, 15)


def told_kind() -> WorkbookSpec:
    """Run the page's code and return the kind that it declares."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102 # our own page
    (kind,) = [value for value in names.values() if isinstance(value, WorkbookSpec)]
    return kind


@pytest.fixture(name="file")
def written(tmp_path: Path) -> Path:
    file = tmp_path / "complaints.xlsx"
    grave = {"supplier": "某轴承厂", "text": "3月5日到货的轴承有12件异响", "harm": 5, "often": 4, "status": "待答复"}
    rows = {
        "needs": [
            {**grave, "number": "TS-2024-007", "received": date(2024, 9, 29)},
            {**grave, "text": "少发两箱", "harm": 2, "often": 1, "received": date(2024, 9, 30)},
            {
                **grave,
                "text": "错发型号",
                "harm": 1,
                "often": 1,
                "stopped_line": "停线2小时",
                "received": date(2024, 9, 30),
            },
            {**grave, "number": "TS-2024-009", "text": "包装破损", "status": "已关闭", "received": date(2024, 9, 30)},
        ]
    }
    file.write_bytes(template(told_kind(), rows))
    return file


def test_a_kind_of_ones_own_is_numbered_rated_timed_and_checked(file: Path) -> None:
    kind = told_kind()
    outcome = run(file, VERBS["nightly"], TODAY, write=True, kinds=(kind,), list_findings=True)
    assert outcome.written
    frame = read(file, (kind,)).frames["needs"]
    rows = [dict(zip(frame.columns, row, strict=True)) for row in rows_of(frame).values()]
    assert [row["number"] for row in rows] == ["TS-2024-007", "TS-2024-010", "TS-2024-011", "TS-2024-009"]
    assert [(row["score"], row["grade"]) for row in rows[:3]] == [(4.5, "重大"), (1.5, "一般"), (1, "重大")]
    # 30 September is worked, 1 to 7 October is off, and so is nothing else until the 9th
    assert rows[0]["answer_due"] == datetime(2024, 10, 9, 18, 0)  # noqa: DTZ001 # local time
    told = {(finding.rule, finding.key) for finding in outcome.plan.findings}
    assert ("REQ413", "TS-2024-007") in told
    assert ("REQ419", "TS-2024-009") in told


def test_its_second_night_changes_no_byte(file: Path) -> None:
    kind = told_kind()
    run(file, VERBS["nightly"], TODAY, write=True, kinds=(kind,), list_findings=True)
    before = file.read_bytes()
    assert not run(file, VERBS["nightly"], TODAY, write=True, kinds=(kind,), list_findings=True).written
    assert file.read_bytes() == before


def test_it_is_checked_alone(file: Path) -> None:
    outcome = run(file, VERBS["check"], TODAY, write=False, kinds=(told_kind(),))
    assert "REQ419" in {finding.rule for finding in outcome.plan.findings}
    assert not outcome.plan.changes


def test_its_dashboard_tells_what_is_late_and_has_its_charts(file: Path) -> None:
    kind = told_kind()
    run(file, VERBS["nightly"], TODAY, write=True, kinds=(kind,), list_findings=True)
    run(file, VERBS["dashboard"], NEXT_DAY, write=True, kinds=(kind,))
    frames = read(file, (kind,)).frames
    assert frames["dashboard"][["day", "open", "overdue"]].to_numpy().tolist() == [[TODAY, 3, 3], [NEXT_DAY, 3, 3]]
    shown = {(row[0], row[1]): row[2] for row in rows_of(frames["figures"]).values()}
    assert shown["超期最久", "TS-2024-007"] == 6
    assert shown["按级别", "重大"] == 2
    assert len(load_workbook(file)["看板"]._charts) >= 4  # noqa: SLF001 # openpyxl has no other way


def test_its_new_year_begins_with_what_is_open_and_its_nights_change_no_byte(file: Path) -> None:
    kind = told_kind()
    run(file, VERBS["nightly"], TODAY, write=True, kinds=(kind,), list_findings=True)
    old = file.read_bytes()
    author = Author("张三", "reqsheets rollover", datetime(2024, 12, 31, 18))  # noqa: DTZ001 # local time
    begun = rollover.begun(file, None, author, write=True, kinds=(kind,))
    assert file.read_bytes() == old
    assert begun.target.name == "complaints-2025.xlsx"
    assert begun.numbers == ("TS-2024-007", "TS-2024-010", "TS-2024-011")  # a kind without an archive: closed stays
    day = date(2025, 1, 2)
    for _ in range(2):
        outcome = run(begun.target, VERBS["nightly"], day, write=True, kinds=(kind,), list_findings=True)
        content = begun.target.read_bytes()
    assert not outcome.written
    assert begun.target.read_bytes() == content
    was = run(file, VERBS["check"], day, write=False, kinds=(kind,)).plan.findings
    now = run(begun.target, VERBS["check"], day, write=False, kinds=(kind,)).plan.findings
    assert {(f.rule, f.key, f.at.column) for f in now} <= {(f.rule, f.key, f.at.column) for f in was}


def test_its_template_has_the_declared_sheets(file: Path) -> None:
    titles = load_workbook(file).sheetnames
    assert titles[:3] == ["填写说明", "供应商投诉登记表", "整改记录"]
