"""Check tells what the night would, neither more nor less; `runs.run` gives the night's findings as values."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from reqsheets import check
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.plan import Finding
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.read import read

pytestmark = pytest.mark.fault("F-33")
EXAMPLES = Path(__file__).parents[1] / "examples"
FIRST, SECOND = datetime(2024, 7, 19, 20, 0), datetime(2024, 7, 20, 2, 30)  # noqa: DTZ001 (local time)
ALL = ("feedback", "collection", "customer", "response", "survey")


def copy_of(kind: str, folder: Path) -> Path:
    path = folder / "register.xlsx"
    shutil.copy(EXAMPLES / f"{kind}-nightly" / "register.xlsx", path)
    return path


def at_night(path: Path, now: datetime, *, write: bool) -> tuple[Finding, ...]:
    outcome = run(path, NIGHTLY, now.date(), write=write, now=now, list_findings=True, command="reqsheets nightly")
    assert outcome.error is None
    return outcome.plan.findings


def told(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str, str]]:
    return Counter((f.rule, f.key, f.severity, f.message.zh) for f in findings)


def by_check(path: Path, now: datetime) -> tuple[Finding, ...]:
    [outcome] = check(path, today=now)
    assert outcome.error is None
    assert not outcome.plan.changes
    return outcome.plan.findings


@pytest.mark.parametrize("kind", ALL)
def test_check_tells_what_the_night_would_before_and_after_one(kind: str, tmp_path: Path) -> None:
    path = copy_of(kind, tmp_path)
    bytes_before = path.read_bytes()
    foreseen = by_check(path, FIRST)
    assert path.read_bytes() == bytes_before
    assert told(foreseen) == told(at_night(path, FIRST, write=True))
    shaken(path, kind_named(kind), random.Random(kind))  # noqa: S311 (no secret)
    assert told(by_check(path, SECOND)) == told(at_night(path, SECOND, write=False))


def shaken(path: Path, spec: WorkbookSpec, by: random.Random) -> None:
    """Type other statuses, days, marks and texts into some rows, as people would overnight."""
    book = openpyxl.load_workbook(path)
    statuses = (
        sorted({status for step in spec.cycle.steps for status in (step.before, step.after)}) if spec.cycle else []
    )
    for sheet in spec.sheets:
        if sheet.role != "register":
            continue
        tab = book[sheet.title]
        at = {str(cell.value).strip("* "): cell.column for cell in tab[1] if cell.value}
        for column in (c for c in sheet.columns if not c.derived and c.title in at and c.name not in sheet.key):
            for row in by.sample(range(2, tab.max_row + 1), min(2, tab.max_row - 1)):
                cell = tab.cell(row, at[column.title])
                if cell.value is None:
                    continue
                if column.meaning == "status":
                    cell.value = by.choice(statuses)
                elif column.type in ("int", "decimal"):
                    cell.value = by.choice([1, 5, 9])
                elif column.type == "long":
                    cell.value = f"{cell.value}。"
                elif column.type == "date":
                    cell.value = datetime(2024, 7, 18)  # noqa: DTZ001
    book.save(path)


@pytest.mark.parametrize("kind", ALL)
def test_what_check_tells_stands_where_it_says(kind: str, tmp_path: Path) -> None:
    path = copy_of(kind, tmp_path)
    frames = read(path, KINDS).frames
    for finding in by_check(path, FIRST):
        if finding.at.sheet in frames and finding.key:
            rows = frames[finding.at.sheet].index
            assert finding.at.row in rows or finding.at.row <= frames.headers.get(finding.at.sheet, 1), finding


def test_the_rules_that_only_the_night_told_are_told_by_check(tmp_path: Path) -> None:
    path = copy_of("feedback", tmp_path)
    rules = {finding.rule for finding in by_check(path, FIRST)}
    assert rules >= {"REQ403", "REQ404", "REQ405", "REQ413"}
