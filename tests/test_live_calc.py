"""The ribbon on LibreOffice: formulas that calculate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings")

import live_calc
from command_line import few
from live_calc import calc_sheets, loaded
from live_engine import App, opened

import reqsheets
from reqsheets import ribbon
from reqsheets.app.pipeline import NIGHTLY, planned
from reqsheets.domain.register.compare import compare
from reqsheets.kinds import KINDS
from reqsheets.model.frames import Frames, applied, rows_of
from reqsheets.model.plan import MarkCells
from reqsheets.xlsx.live.live import read_live, write_live

WHY_NOT = live_calc.why_not()
pytestmark = [pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT), pytest.mark.xdist_group("office")]
TODAY = date(2024, 6, 15)


@pytest.fixture
def register(office: Any, tmp_path: Path) -> Iterator[Any]:
    document = loaded(office, reqsheets.new("feedback", tmp_path / "a.xlsx", example=True), Hidden=True)
    yield document
    document.close(True)


def everything(frames: Frames) -> dict[str, object]:
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def test_live_apply_equals_applied_where_formulas_calculate(app: App, register: Any) -> None:
    book = opened(app, "a.xlsx", calc_sheets(register))
    _drop_some_formulas(register)
    live = read_live(book, KINDS)
    plan = planned(live.reading, NIGHTLY, TODAY, list_findings=True)
    assert {change.at.sheet for change in plan.changes if hasattr(change, "at")} >= {"scores", "needs"}
    write_live(book, live, plan)
    after = read_live(book, KINDS).reading
    assert list(compare(after.spec, applied(live.reading.frames, plan), after.frames)) == []
    left = planned(after, NIGHTLY, TODAY, list_findings=True).changes
    assert [change for change in left if not isinstance(change, MarkCells)] == []  # an open workbook gets no marks
    assert max(app.screen.writes.values()) <= 4


def _drop_some_formulas(register: Any) -> None:
    """Leave rows 2 to 20 as people leave them who paste values only."""
    register.Sheets.getByName("需求优先级评估表").getCellRangeByPosition(6, 1, 12, 19).clearContents(16)


def test_undo_takes_back_a_scoring_with_its_formulas(app: App, office: Any, tmp_path: Path) -> None:
    register = loaded(office, few(tmp_path / "a.xlsx"), Hidden=True)
    book = opened(app, "a.xlsx", calc_sheets(register))
    _drop_some_formulas(register)
    before = read_live(book, KINDS).reading.frames
    app.screen.answers = ["yes", "ok", "yes"]
    ribbon.score()
    assert everything(read_live(book, KINDS).reading.frames)["scores"] != everything(before)["scores"]
    ribbon.undo()
    after = read_live(book, KINDS).reading.frames
    assert everything(after)["scores"] == everything(before)["scores"]
    assert after.formulas[("scores", "score")] == before.formulas[("scores", "score")]
    register.close(True)
