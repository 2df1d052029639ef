"""Copies of a register in the folder of a run are told with the file that they copy, tables of other formats too."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from command_line import here

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.kinds.example_rows import example_rows
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.template.template import template

TODAY = date(2024, 3, 20)
FEEDBACK = next(spec for spec in KINDS if spec.kind == "feedback")


def told(folder: Path) -> dict[str, list[str]]:
    """Return by file what a night says of copies."""
    return {
        Path(entry.path).name: [count.message.zh for count in entry.rules if count.rule == "REQ013"]
        for entry in reqsheets.nightly(folder, today=TODAY)
    }


@pytest.mark.fault("F-24")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_a_copy_under_any_name_is_an_error_that_names_the_other_file(tmp_path: Path, spec: WorkbookSpec) -> None:
    first, copy = tmp_path / "1-登记表.xlsx", tmp_path / "2-完全另一个名字.xlsx"
    first.write_bytes(template(spec, example_rows(spec)))
    shutil.copyfile(first, copy)
    outcomes = reqsheets.check(tmp_path, today=TODAY)
    found = {o.path.name: [f for f in o.plan.findings if f.rule == "REQ013"] for o in outcomes}
    assert not found[first.name]
    (finding,) = found[copy.name]
    assert finding.severity == "error"
    assert first.name in finding.message.zh
    assert first.name in finding.message.en


@pytest.mark.fault("F-24")
def test_the_night_tells_a_copy_and_ends_with_an_error_whatever_the_jobs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"number": f"XY2024{i:03}", "text": f"第{i}件事办不了"} for i in range(1, 9)]
    (tmp_path / "登记表.xlsx").write_bytes(template(FEEDBACK, {"needs": rows}))
    (tmp_path / "登记表(1)-冲突副本.xlsx").write_bytes(template(FEEDBACK, {"needs": [*rows[:6], rows[7]]}))
    found = told(tmp_path)
    assert [bool(texts) for texts in found.values()].count(True) == 1
    printed = here(capsys, "nightly", str(tmp_path), "--today", "2024-03-20", "--jobs", "2")
    assert printed.exit_code == 1
    assert "REQ013" in printed.out


@pytest.mark.fault("F-24")
def test_registers_that_share_numbers_but_not_requirements_are_no_copies(tmp_path: Path) -> None:
    for name in "甲", "乙":
        rows = [{"number": f"XY2024{i:03}", "text": f"{name}部门的第{i}件事"} for i in range(1, 9)]
        (tmp_path / f"{name}.xlsx").write_bytes(template(FEEDBACK, {"needs": rows}))
    assert not any(told(tmp_path).values())


@pytest.mark.fault("F-24")
def test_tables_of_other_formats_get_a_line_each_and_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "登记表.xlsx").write_bytes(template(FEEDBACK, {}))
    others = ["去年.xls", "导出.csv", "金山.et", "开源.ods"]
    for name in others:
        (tmp_path / name).write_bytes(b"x")
    printed = here(capsys, "nightly", str(tmp_path), "--today", "2024-03-20")
    assert printed.exit_code == 0
    for name in others:
        (line,) = [line for line in printed.out.splitlines() if name in line]
        assert ".xlsx" in line
