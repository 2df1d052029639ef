"""A new year from end to end: the old workbook is not touched, the new one is whole and goes on where it stopped."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import here, ran, register, snapshot
from office import needs_office, recalculated

import reqsheets
from reqsheets.app.rollover import default_target
from reqsheets.kinds import KINDS
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import AddRow
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import read

EVE, DAY_TWO = date(2024, 12, 31), date(2025, 1, 2)
EACH = pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)


def looked_after(spec: WorkbookSpec, tmp_path: Path) -> Path:
    """Return the example as the year's last nightly left it."""
    old = reqsheets.new(spec.kind, tmp_path / "登记表.xlsx", example=True)
    reqsheets.nightly(old, write=True, today=EVE)
    return old


def told(outcome: Outcome) -> set[tuple[str, str, str, str]]:
    return {(f.rule, f.at.sheet, f.key, f.at.column) for f in outcome.plan.findings}


@EACH
def test_a_new_year_tells_no_fault_that_the_old_workbook_has_not(spec: WorkbookSpec, tmp_path: Path) -> None:
    old = looked_after(spec, tmp_path)
    before = snapshot(old.parent)
    begun = reqsheets.rollover(old, write=True, today=EVE)
    assert begun.target == old.with_name("登记表2025.xlsx")
    after = snapshot(old.parent)
    assert {name: after[name] for name in before} == before
    [was] = reqsheets.check(old, today=DAY_TWO)
    [now] = reqsheets.check(begun.target, today=DAY_TWO)
    assert now.error is None
    assert told(now) - told(was) == set()
    assert reqsheets.verify(begun.target).holds


@EACH
def test_its_second_nightly_changes_no_byte(spec: WorkbookSpec, tmp_path: Path) -> None:
    old = looked_after(spec, tmp_path)
    new = reqsheets.rollover(old, write=True, today=EVE).target
    reqsheets.nightly(new, write=True, today=DAY_TWO)
    content = new.read_bytes()
    reqsheets.nightly(new, write=True, today=DAY_TWO)
    assert new.read_bytes() == content
    assert reqsheets.verify(new).holds


@EACH
def test_what_is_read_is_what_the_plan_said(spec: WorkbookSpec, tmp_path: Path) -> None:
    old = looked_after(spec, tmp_path)
    begun = reqsheets.rollover(old, write=True, today=EVE)
    frames = read(begun.target, KINDS).frames
    assert begun.numbers
    for sheet in spec.sheets:
        rows = [change for change in begun.plan.changes if isinstance(change, AddRow) and change.sheet == sheet.name]
        if sheet.role in ("register", "derived") and sheet.purpose != "figures":  # whose rows the template lays out
            names = list(frames[sheet.name].columns)
            held = {row: dict(zip(names, cells, strict=True)) for row, cells in frames.rows(sheet.name).items()}
            shown = {row: {n: v for n, v in cells.items() if v is not None} for row, cells in held.items()}
            assert shown == {change.row: dict(change.values) for change in rows}


@EACH
def test_a_plan_alone_makes_no_file_and_a_second_change_of_year_is_refused(spec: WorkbookSpec, tmp_path: Path) -> None:
    old = looked_after(spec, tmp_path)
    before = snapshot(old.parent)
    planned = reqsheets.rollover(old, today=EVE)
    assert (planned.written, snapshot(old.parent)) == (False, before)
    reqsheets.rollover(old, write=True, today=EVE)
    content = planned.target.read_bytes()
    with pytest.raises(UsageError, match="exists"):
        reqsheets.rollover(old, write=True, today=EVE)
    assert planned.target.read_bytes() == content
    planned.target.unlink()
    with pytest.raises(UsageError, match="history"):
        reqsheets.rollover(old, write=True, today=EVE)


@needs_office
def test_scores_and_grades_are_live_and_right(tmp_path: Path) -> None:
    packages, shown = {}, {}
    for spec in KINDS:
        old = reqsheets.new(spec.kind, tmp_path / f"{spec.kind}.xlsx", example=True)
        reqsheets.nightly(old, write=True, today=EVE)
        new = reqsheets.rollover(old, write=True, today=EVE).target
        packages[spec.kind], shown[spec.kind] = new.read_bytes(), read(new, KINDS).frames
    judged = recalculated(packages, tmp_path)
    for spec in KINDS:
        formulas = openpyxl.load_workbook(io.BytesIO(packages[spec.kind]))
        for sheet in spec.sheets:
            if sheet.rating is None:
                continue
            names = list(shown[spec.kind][sheet.name].columns)
            for row, cells in shown[spec.kind].rows(sheet.name).items():
                for column in sheet.rating.columns:
                    at = names.index(column) + 1
                    if str(formulas[sheet.title].cell(row, at).value).startswith("="):
                        calculated = judged[spec.kind][sheet.title].cell(row, at).value
                        assert (calculated or None) == cells[names.index(column)], (spec.kind, row, column)


def test_a_score_typed_by_hand_stays_typed(tmp_path: Path) -> None:
    needs = {"number": "XY2024001", "text": "导出", "customer": "甲", "received": EVE, "status": "待处理"}
    scores = {"number": "XY2024001", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5, "score": 4.2}
    old = register(tmp_path / "a.xlsx", [needs], scores=[scores])
    new = reqsheets.rollover(old, write=True, today=EVE).target
    frames = read(new, KINDS).frames
    assert frames["scores"]["score"].tolist() == [4.2]
    assert 2 not in frames.formula_rows("scores", "score")
    [outcome] = reqsheets.score(new, today=EVE)
    assert "REQ405" in {finding.rule for finding in outcome.plan.findings}


def test_own_columns_go_along_and_what_does_not_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs = {"number": "XY2024001", "text": "导出_x000B_", "received": EVE, "status": "待处理"}
    old = register(tmp_path / "登记2024.xlsx", [needs], scores=[])
    workbook = openpyxl.load_workbook(old)
    sheet = workbook["客户需求信息登记表"]
    last = sheet.max_column
    own = {"预算": 12.5, "到访": date(2024, 3, 1), "记": "不是公式"}
    for column, (title, value) in enumerate(own.items(), last + 1):
        sheet.cell(1, column, title)
        sheet.cell(2, column, value)
    sheet.cell(2, last + 3).value, sheet.cell(2, last + 3).data_type = "=不是公式", "s"
    workbook.create_sheet("我的草稿")["A1"] = "随手记"
    workbook.save(old)
    printed = here(capsys, "rollover", str(old), "--today", "2024-12-31", "--write")
    assert printed.exit_code == 0
    assert "自建的工作表“我的草稿”留在旧工作簿里" in printed.out
    frame = read(tmp_path / "登记2025.xlsx", KINDS).frames["needs"]
    assert frame[["预算", "到访", "记"]].iloc[0].tolist() == [12.5, date(2024, 3, 1), "=不是公式"]
    assert frame["text"].tolist() == ["导出"]


@pytest.mark.parametrize(
    ("name", "day", "target"),
    [
        ("register.xlsx", "2024-12-30", "register-2025.xlsx"),
        ("register.xlsx", "2025-01-03", "register-2025.xlsx"),
        ("登记表.xlsm", "2024-12-30", "登记表2025.xlsx"),
        ("register-2024.xlsx", "2025-01-03", "register-2025.xlsx"),
        ("2024登记表.xlsx", "2024-03-01", "2025登记表.xlsx"),
        ("register-2024-v2.xlsx", "2026-01-03", "register-2026-v2.xlsx"),
        ("order20241231.xlsx", "2024-12-30", "order20241231-2025.xlsx"),
    ],
)
def test_the_new_workbook_is_named_after_the_old_one(name: str, day: str, target: str) -> None:
    assert default_target(Path(name), date.fromisoformat(day)).name == target


def test_the_command_line_tells_where_and_how_many_in_both_languages(tmp_path: Path) -> None:
    reqsheets.new("feedback", tmp_path / "a.xlsx", example=True)
    english = ran("rollover", "a.xlsx", "--to", "b.xlsx", "--today", "2024-12-31", "--lang", "en", cwd=tmp_path)
    assert (english.exit_code, english.err) == (0, "")
    assert "rows go along" in english.out
    assert english.out.splitlines()[-1] == "would make b.xlsx; --write makes it"
    assert ran("rollover", "a.xlsx", "--to", "b.xlsx", "--write", cwd=tmp_path).exit_code == 0
    for words, exit_code in (
        (("a.xlsx", "--to", "b.xlsx"), 2),
        (("a.xlsx", "--to", "b.csv"), 2),
        (("a.xlsx", "--to", "none/b.xlsx"), 2),
        (("none.xlsx",), 2),
    ):
        refused = ran("rollover", *words, cwd=tmp_path)
        assert (refused.exit_code, refused.err[:3], "Traceback" in refused.err) == (exit_code, "错误：", False)


def test_a_workbook_that_somebody_has_open_is_not_carried_over(tmp_path: Path) -> None:
    reqsheets.new("feedback", tmp_path / "a.xlsx")
    (tmp_path / "~$a.xlsx").write_bytes(b"\x02" + b"zh" + b" " * 52)
    refused = ran("rollover", "a.xlsx", "--write", cwd=tmp_path)
    assert refused.exit_code == 3
    assert len(list(tmp_path.glob("*.xlsx"))) == 2
