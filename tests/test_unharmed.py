"""A rule that fails, or lacks a column, takes no other finding with it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command_line import register
from drawing import drawn, told

from reqsheets.app.pipeline import VERBS, run
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, values
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 6, 1)
WRONG: dict[str, Value] = {"number": "XY-1", "text": "尽快", "channel": "乱", "contact": "机密内容"}


def breaks_off(spec: WorkbookSpec, _: Frames, __: date) -> Iterator[Finding]:
    """ORG001 (error): what comes before the fault is told."""
    yield Finding("ORG001", "error", Cell(spec.sheets[1].name, 2, "text"), None, Words("甲", "a"))
    raise ZeroDivisionError("机密内容")


def takes_for_granted(_: WorkbookSpec, frames: Frames, __: date) -> Iterator[Finding]:
    """ORG002 (error): a column that is not there."""
    yield from (() for _ in frames["needs"]["status"])  # type: ignore[misc]


def asks_properly(_: WorkbookSpec, frames: Frames, __: date) -> Iterator[Finding]:
    """ORG003 (error): a column that is not there."""
    yield from (() for _ in values(frames, "needs", "status"))  # type: ignore[misc]


def points_nowhere(_: WorkbookSpec, __: Frames, ___: date) -> Iterator[Finding]:
    """ORG004 (error): a sheet that the kind has not."""
    yield Finding("ORG004", "error", Cell("nowhere", 7, "x"), None, Words("乙", "b"))


def test_a_rule_that_breaks_off_is_told_and_hides_nothing(tmp_path: Path) -> None:
    spec = replace(FEEDBACK, checks=(breaks_off, points_nowhere))
    path = register(tmp_path / "a.xlsx", [WRONG])
    before = run(path, VERBS["check"], TODAY, write=False)
    outcome = run(path, VERBS["check"], TODAY, write=False, kinds=(spec,))
    assert outcome.exit_code == 4
    found = outcome.plan.findings
    assert {f.rule for f in found} == {f.rule for f in before.plan.findings} | {"ORG001", "ORG004", "REQ901"}
    (crash,) = [f for f in found if f.rule == "REQ901"]
    assert "breaks_off" in crash.message.zh
    assert "test_unharmed.py:" in crash.message.zh
    assert "机密内容" not in crash.message.zh + crash.message.en + crash.hint.zh


def test_a_check_of_cells_that_breaks_off_is_told_and_hides_nothing() -> None:
    broken = deepcopy(FEEDBACK)
    object.__setattr__(broken.sheet("needs").column("number"), "pattern", "(")  # which no declaration lets pass
    table = {"needs": "需求编号 | 来源渠道 | 联系方式\nXY-1 | 乱 | a"}
    before, after = (told(validate(spec, drawn(spec, table), TODAY)) for spec in (FEEDBACK, broken))
    assert [line for line in before if "REQ302" not in line] == [line for line in after if "REQ901" not in line]
    assert any(line.startswith("REQ901 error needs!1:number") for line in after)


def without_status(tmp_path: Path, spec: WorkbookSpec) -> Frames:
    frames = read(register(tmp_path / "a.xlsx", [WRONG]), (spec,)).frames
    tables = dict(frames.tables) | {"needs": frames["needs"].drop(columns="status")}
    return replace(frames, tables=tables, lacking={"needs": frozenset({"status"})})


def test_a_missing_column_is_told_with_the_rules_that_needed_it(tmp_path: Path) -> None:
    found = validate(FEEDBACK, without_status(tmp_path, FEEDBACK), TODAY).findings
    (left,) = [f for f in found if f.rule == "REQ902" and f.at.column == "status"]
    assert (left.severity, left.at.row) == ("info", 1)
    assert "缺少“需求状态”列，因此没有查全" in left.message.zh
    assert "REQ605 责任人已离职" in left.message.zh or "REQ4" in left.message.zh
    assert {"REQ302", "REQ303", "REQ701"} <= {f.rule for f in found}


@pytest.mark.parametrize("rule", [takes_for_granted, asks_properly])
def test_a_rule_of_ones_own_that_needs_a_missing_column_is_left_out(tmp_path: Path, rule) -> None:  # noqa: ANN001
    spec = replace(FEEDBACK, checks=(rule,))
    found = validate(spec, without_status(tmp_path, spec), TODAY).findings
    (left,) = [f for f in found if f.rule == "REQ902" and f.severity == "error"]
    assert rule.__name__ in left.message.zh
    assert {"REQ302", "REQ303", "REQ701"} <= {f.rule for f in found}
