"""Buttons about the selected row: they tell what the command line tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

import xlwings
from command_line import here, register
from live_engine import App, opened
from live_memory import memory_sheets

import reqsheets
from reqsheets import ribbon
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.frames import Frames, applied, rows_of
from reqsheets.xlsx.live.live import read_live
from reqsheets.xlsx.template.template import template

NEED = {"text": "导出为Excel", "customer": "甲", "received": date(2024, 6, 1), "status": "待处理"}
NEEDS = "客户需求信息登记表"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a register with two merged rows, one of another text, and a past."""
    needs = [{**NEED, "number": f"XY2024{i:03d}"} for i in (1, 2)] + [
        {**NEED, "number": "XY2024003", "text": "误报率太高，请降低"}
    ]
    path = register(tmp_path / "登记表.xlsx", needs)
    reqsheets.nightly(path, write=True)
    return path


def at(app: App, path: Path, row: int, title: str = NEEDS, column: int = 1) -> xlwings.Book:
    """Open the workbook with a cell selected."""
    book = opened(app, path.name, memory_sheets(path), str(path))
    app.screen.selected = book.sheets[title].range((row, column)).impl
    return book


def row_of(book: xlwings.Book, sheet: str, number: str) -> int:
    frame = read_live(book, KINDS).reading.frames[sheet]
    column = "number" if "number" in frame.columns else frame.columns[0]
    [row] = frame.index[frame[column] == number]
    return int(row)


def frames_of(book: xlwings.Book) -> Frames:
    return read_live(book, KINDS).reading.frames


def everything(frames: Frames) -> dict[str, object]:
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def test_why_tells_what_the_command_tells(app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, kind = tmp_path / "客户.xlsx", kind_named("customer")
    number = {"number": "CRM-2024-001"}
    review = {**number, "round": 1, "conclusion": "通过", "checked": date(2024, 9, 29)}
    need = {**number, "status": "已通过", kind.sheet("needs").meaning("text") or "": "希望导出对账单"}
    rows = {"needs": [need], "reviews": [review], "ledger": [number]}
    path.write_bytes(template(kind, rows))
    reqsheets.nightly(path, write=True, today=date(2024, 10, 1))
    for title in (kind.sheet("needs").title, kind.sheet("ledger").title):
        at(app, path, 2, title)
        for language in ("zh", "en"):
            ribbon.why(language)
            told = here(capsys, "why", str(path), "CRM-2024-001", "--lang", language).out
            assert "2024-09-30" in told
            assert app.screen.alerts[-1] == f"CRM-2024-001\n\n{told}".rstrip("\n")
    assert not app.screen.writes


def test_a_requirement_without_a_clock_is_told_so(app: App, saved: Path) -> None:
    at(app, saved, 4)
    ribbon.why()
    assert "没有任何时限" in app.screen.alerts[-1]


def test_history_tells_what_the_command_tells_the_newest_first(
    app: App, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at(app, saved, 3)
    ribbon.history()
    told = here(capsys, "history", str(saved), "XY2024002").out.splitlines()
    assert len(told) > 1
    assert "\n".join(reversed(told)) in app.screen.alerts[-1]
    assert "操作日志" in app.screen.alerts[-1]


def test_history_of_a_workbook_that_was_never_saved_says_so(app: App, saved: Path) -> None:
    book = opened(app, "工作簿1", memory_sheets(saved))
    app.screen.selected = book.sheets[NEEDS].range((2, 1)).impl
    ribbon.history()
    assert "还没有保存" in app.screen.alerts[-1]


def test_similar_tells_what_the_command_tells(app: App, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = at(app, saved, 4)
    frames = frames_of(book)
    column = read_live(book, KINDS).reading.layouts["needs"].columns["text"]
    app.screen.selected = book.sheets[NEEDS].range((4, column)).impl
    ribbon.similar()
    told = here(capsys, "similar", str(saved), frames["needs"]["text"][4]).out
    assert "XY2024003" in told
    assert told.strip() in app.screen.alerts[-1]


def test_unmerge_plans_what_the_command_plans(app: App, saved: Path) -> None:
    plan = reqsheets.unmerge(saved, "XY2024002").plan
    assert plan.changes
    book = at(app, saved, 3)
    before = frames_of(book)
    app.screen.answers = ["yes"]
    ribbon.unmerge()
    after, expected = everything(frames_of(book)), everything(applied(before, plan))
    assert [entry for entry in frames_of(book)["journal"]["command"] if entry == "ribbon unmerge"]
    assert {name: rows for name, rows in after.items() if name != "journal"} == {
        name: rows for name, rows in expected.items() if name != "journal"
    }


def test_a_merge_can_be_taken_back_from_its_entry_in_the_log(app: App, saved: Path) -> None:
    book = at(app, saved, 2, "合并记录")
    app.screen.answers = ["yes"]
    ribbon.unmerge()
    assert set(frames_of(book)["merges"]["state"]) == {"已撤销"}
    ribbon.unmerge("en")
    assert "no merge of" in app.screen.alerts[-1]


def test_without_a_row_that_has_a_number_people_are_told_what_to_select(app: App, saved: Path) -> None:
    for row in (1, 50):
        at(app, saved, row)
        for button in (ribbon.why, ribbon.history, ribbon.unmerge):
            button()
            assert "请先选中一条有编号的需求" in app.screen.alerts[-1]
    app.screen.selected = None
    ribbon.why("en")
    assert "first select a requirement" in app.screen.alerts[-1]
    ribbon.similar("en")
    assert "first select a cell with the text" in app.screen.alerts[-1]
