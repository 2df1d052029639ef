"""Settings sheets are found by their headers; where one is missing nothing is written by the template's values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.kinds.example_rows import example_rows
from reqsheets.model.spec import Purpose, WorkbookSpec
from reqsheets.xlsx.template.template import template

TODAY = date(2024, 3, 20)
SETTINGS: tuple[Purpose, ...] = ("parameters", "options", "calendar", "people")


def workbook(folder: Path, spec: WorkbookSpec, name: str = "例.xlsx") -> Path:
    path = folder / name
    path.write_bytes(template(spec, example_rows(spec)))
    return path


def numbers(path: Path, tab: str, title: str) -> list[object]:
    sheet = load_workbook(path)[tab]
    at = next(cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == title)
    return [sheet.cell(row, at).value for row in range(1, sheet.max_row + 1)]


@pytest.mark.fault("F-21")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_settings_sheets_of_any_name_are_the_same_settings(tmp_path: Path, spec: WorkbookSpec) -> None:
    plain, renamed = workbook(tmp_path, spec, "a.xlsx"), workbook(tmp_path, spec, "b.xlsx")
    book = load_workbook(renamed)
    for place, purpose in enumerate(SETTINGS):
        sheet = spec.purpose(purpose)
        assert sheet is not None
        book[sheet.title].title = f"表{place}"
    book.save(renamed)
    (before,) = reqsheets.check(plain, today=TODAY)
    (after,) = reqsheets.check(renamed, today=TODAY)
    assert [(f.rule, f.at) for f in after.plan.findings] == [(f.rule, f.at) for f in before.plan.findings]


@pytest.mark.fault("F-21")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_without_the_parameters_nothing_is_scored_numbered_or_due_and_an_error_says_so(
    tmp_path: Path, spec: WorkbookSpec
) -> None:
    path = workbook(tmp_path, spec)
    book = load_workbook(path)
    del book["参数配置"]
    book.save(path)
    column = spec.sheet("needs").meaning("number")
    title = next(c.title for c in spec.sheet("needs").columns if c.name == column)
    before = numbers(path, spec.sheet("needs").title, title)
    (entry,) = reqsheets.nightly(path, write=True, today=TODAY)
    assert numbers(path, spec.sheet("needs").title, title) == before
    assert "REQ012" in {count.rule for count in entry.rules}
    for verb in (reqsheets.score, reqsheets.track, reqsheets.archive, reqsheets.merge):
        (planned,) = verb(path, today=TODAY)
        assert not planned.plan.changes
    (outcome,) = reqsheets.score(path, today=TODAY)
    assert not outcome.plan.changes
    (told,) = [finding for finding in outcome.plan.findings if finding.rule == "REQ012"]
    assert told.severity == "error"
    assert "参数配置" in told.message.zh


@pytest.mark.fault("F-21")
def test_a_weight_that_was_deleted_is_told_and_nothing_is_scored(tmp_path: Path) -> None:
    spec = next(kind for kind in KINDS if kind.kind == "feedback")
    path = workbook(tmp_path, spec)
    book = load_workbook(path)
    sheet = book["参数配置"]
    sheet.delete_rows(next(row for row in range(1, 60) if sheet.cell(row, 1).value == "重要性权重"))
    book.save(path)
    (scored,) = reqsheets.score(path, today=TODAY)
    assert not scored.plan.changes
    (checked,) = reqsheets.check(path, today=TODAY)
    assert any(f.rule == "REQ406" and "重要性权重" in f.message.zh for f in checked.plan.findings)


@pytest.mark.fault("F-21")
def test_without_the_work_calendar_no_due_day_is_written(tmp_path: Path) -> None:
    spec = next(kind for kind in KINDS if kind.kind == "response")
    path = workbook(tmp_path, spec)
    book = load_workbook(path)
    del book["工作日历"]
    book.save(path)
    (entry,) = reqsheets.nightly(path, today=TODAY)
    assert "REQ012" in {count.rule for count in entry.rules}
