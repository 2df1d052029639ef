"""A plan carried out in an open workbook: as in memory, in a few large writes, and never half."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings")

import xlwings
from command_line import register
from live_engine import App, opened
from live_memory import MemorySheet, example_sheets, memory_sheets

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, VERBS, planned
from reqsheets.kinds import KINDS
from reqsheets.model.errors import StalePlanError, UneditableError, UnknownKindError
from reqsheets.model.frames import Frames, applied, frame_of, rows_of
from reqsheets.model.plan import NOTHING_SAID, Cell, Plan, SetCell, Unreadable, Value
from reqsheets.xlsx.live.live import read_live, write_live
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 6, 15)


def everything(frames: Frames) -> dict[str, object]:
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def example(app: App) -> tuple[xlwings.Book, list[MemorySheet]]:
    sheets = example_sheets()
    return opened(app, "a.xlsx", sheets), sheets


def few(app: App, path: Path, *needs: dict[str, Value], **others: list[dict[str, Value]]) -> xlwings.Book:
    return opened(app, path.name, memory_sheets(register(path, needs, **others)))


NEED = {"text": "导出为Excel", "customer": "甲", "received": date(2024, 6, 1), "status": "待处理"}


def test_an_open_workbook_reads_like_its_file(app: App, tmp_path: Path) -> None:
    book, _ = example(app)
    live, file = (
        read_live(book, KINDS).reading,
        read(reqsheets.new("feedback", tmp_path / "a.xlsx", example=True), KINDS),
    )
    assert _unnamed(everything(live.frames)) == _unnamed(everything(_calculated(file.frames)))
    assert (live.layouts, live.findings, live.frames.headers) == (file.layouts, file.findings, file.frames.headers)
    formulas = {place: rows for place, rows in file.frames.formulas.items() if rows}
    assert {place: rows for place, rows in live.frames.formulas.items() if rows} == formulas


def _unnamed(sheets: dict[str, Any]) -> str:
    """Leave out by which IDs a workbook and its series are known: each new one has its own."""
    return re.sub(r"\b(WB|RG)-[0-9a-f]{16}\b", "", repr(sheets))


def _calculated(frames: Frames) -> Frames:
    """Return the frames as a program shows them that gives blanks for formulas it cannot calculate."""
    blank = {
        name: {
            row: tuple(None if isinstance(v, Unreadable) and v.shown[0] == "=" else v for v in cells)
            for row, cells in rows_of(frame).items()
        }
        for name, frame in frames.items()
    }
    return Frames(
        {name: frame_of(frames[name].columns, rows) for name, rows in blank.items()}, frames.headers, frames.formulas
    )


@pytest.mark.parametrize("name", sorted(VERBS))
def test_live_apply_equals_applied_and_leaves_nothing_to_do(app: App, name: str) -> None:
    book, _ = example(app)
    live = read_live(book, KINDS)
    plan = planned(live.reading, VERBS[name], TODAY, list_findings=name == "nightly")
    write_live(book, live, plan)
    after = read_live(book, KINDS).reading
    expected = everything(applied(live.reading.frames, _without_calculation(live.reading.frames, plan)))
    assert everything(after.frames) == expected


def _without_calculation(frames: Frames, plan: Plan) -> Plan:
    """Leave out what Excel itself would calculate: the memory does not."""
    return Plan(
        changes=tuple(
            change
            for change in plan.changes
            if not (
                isinstance(change, SetCell)
                and change.formula != "value"  # a closed row keeps what it had
                and change.at.row in frames.formula_rows(change.at.sheet, change.at.column)
            )
        )
    )


def test_text_that_looks_like_a_number_or_a_date_stays_text(app: App, tmp_path: Path) -> None:
    texts = [
        "001",
        "2024-3-1",
        "=1+1",
        "'quoted",
        "1e5",
        "2024年3月",
        "-",
        "@me",
        "TRUE",
        "3月1日",
        "XY2024001",
        "mar 1",
    ]
    book = few(app, tmp_path / "a.xlsx", *({**NEED, "number": f"XY202400{i}"} for i in range(9)))
    live = read_live(book, KINDS)
    column = "text"
    for text in texts:
        at = Cell("needs", live.reading.frames["needs"].index[0], column)
        write_live(
            book, live, Plan(changes=(SetCell(at, live.reading.frames["needs"][column].iloc[0], text, NOTHING_SAID),))
        )
        live = read_live(book, KINDS)
        assert live.reading.frames["needs"][column].iloc[0] == text


def test_a_plan_for_an_edited_workbook_changes_nothing(app: App, tmp_path: Path) -> None:
    book = few(app, tmp_path / "a.xlsx", {**NEED, "number": "XY2024001"})
    live = read_live(book, KINDS)
    row = live.reading.frames["needs"].index[0]
    plan = Plan(changes=(SetCell(Cell("needs", row, "record_state"), "有效", "已归档", NOTHING_SAID),))
    with pytest.raises(StalePlanError):
        write_live(book, live, plan)
    assert not app.screen.writes


def test_a_cell_edited_while_we_planned_stops_the_write_where_that_can_happen(app: App, tmp_path: Path) -> None:
    book = few(app, tmp_path / "a.xlsx", {**NEED, "number": "XY2024001"})
    live = read_live(book, KINDS)
    plan = planned(live.reading, VERBS["merge"], TODAY, list_findings=False)
    layout = live.reading.layouts["needs"]
    change = next(change for change in plan.changes if isinstance(change, SetCell) and change.at.sheet == "needs")
    book.sheets[layout.title].range((change.at.row, layout.columns[change.at.column])).value = "已作废"
    app.screen.writes.clear()
    with pytest.raises(StalePlanError):
        write_live(book, live, plan, look_again=True)
    assert not app.screen.writes


def test_what_was_written_is_taken_back_where_a_later_sheet_refuses(app: App) -> None:
    book, sheets = example(app)
    before = read_live(book, KINDS)
    plan = planned(before.reading, NIGHTLY, TODAY, list_findings=True)
    next(sheet for sheet in sheets if sheet.title == "校验结果").refuses = True
    with pytest.raises(UneditableError, match="校验结果"):
        write_live(book, before, plan)
    assert everything(read_live(book, KINDS).reading.frames) == everything(before.reading.frames)


def test_people_s_formulas_are_never_written_over(app: App) -> None:
    book, sheets = example(app)
    needs = next(sheet for sheet in sheets if sheet.title == "客户需求信息登记表")
    column = needs.size()[1] + 1
    needs.cells[1, column] = "我的公式"
    for row in range(3, 150, 3):
        needs.cells[row, column], needs.behind[row, column] = float(row), f"=ROW()+{row}-ROW()"
    for row in range(4, 150, 5):
        needs.behind[row, 3] = needs.behind.get((row, 3), f'="{row}"')
    before = dict(needs.behind)
    live = read_live(book, KINDS)
    write_live(book, live, planned(live.reading, NIGHTLY, TODAY, list_findings=True))
    assert needs.behind == before


def test_another_workbook_is_refused_in_words(app: App) -> None:
    book = opened(app, "工资.xlsx", [MemorySheet("Sheet1", {(1, 1): "姓名", (2, 1): "张三"})])
    with pytest.raises(UnknownKindError, match="工资"):
        read_live(book, KINDS)


def test_an_unsaved_edit_is_seen(app: App) -> None:
    book, sheets = example(app)
    next(sheet for sheet in sheets if sheet.title == "客户需求信息登记表").cells[2, 1] = "XY1"
    plan = planned(read_live(book, KINDS).reading, VERBS["check"], TODAY, list_findings=False)
    assert any(finding.value == "XY1" for finding in plan.findings)
