"""The buttons of the ribbon, pressed in an open workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

import openpyxl
import xlwings
from live_engine import App, opened
from live_memory import MemorySheet, example_sheets, memory_sheets
from referring import responses

import reqsheets
from reqsheets import ribbon
from reqsheets.app import live_batches
from reqsheets.app.pipeline import FIX, VERBS, planned, verbs_of
from reqsheets.kinds import KINDS
from reqsheets.model.frames import Frames, rows_of
from reqsheets.xlsx.live.live import read_live
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 6, 15)
NEEDS, SCORES, FINDINGS, JOURNAL = "客户需求信息登记表", "需求优先级评估表", "校验结果", "操作日志"
CHANGING = {
    "nightly": ribbon.everything,
    "check --fix": ribbon.fix,
    "merge": ribbon.merge,
    "duplicates": ribbon.duplicates,
    "score": ribbon.score,
    "track": ribbon.track,
    "archive": ribbon.archive,
    "dashboard": ribbon.dashboard,
}


def frames_of(book: xlwings.Book) -> Frames:
    return read_live(book, KINDS).reading.frames


def everything(frames: Frames) -> dict[str, object]:
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def sheet_of(sheets: list[MemorySheet], title: str) -> MemorySheet:
    return next(sheet for sheet in sheets if sheet.title == title)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a register whose formulas show what they compute, as after saving in Excel."""
    path = reqsheets.new("feedback", tmp_path_factory.mktemp("saved") / "a.xlsx", example=True)
    reqsheets.score(path, write=True, today=TODAY)
    return path


@pytest.mark.parametrize("name", sorted({*VERBS, FIX, "duplicates"}))
def test_a_button_plans_what_its_command_plans(app: App, name: str, saved: Path) -> None:
    book = opened(app, saved.name, memory_sheets(saved))
    live = planned(read_live(book, KINDS).reading, verbs_of(name), TODAY, list_findings=False)
    match name:
        case "nightly" | "dashboard" | "duplicates" | "remind":  # they return something else, or are no command
            file = planned(read(saved, KINDS), verbs_of(name), TODAY, list_findings=False)
        case "check --fix":
            file = reqsheets.check(saved, fix=True, today=TODAY)[0].plan
        case _:
            file = getattr(reqsheets, name)(saved, today=TODAY)[0].plan
    assert live == file


def test_a_hidden_register_is_told_as_the_command_tells_it(app: App, saved: Path, tmp_path: Path) -> None:
    hidden = openpyxl.load_workbook(saved)
    hidden[NEEDS].sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    hidden.save(path)
    book = opened(app, path.name, memory_sheets(path))
    live = planned(read_live(book, KINDS).reading, verbs_of("check"), TODAY, list_findings=False)
    [outcome] = reqsheets.check(path, today=TODAY)
    assert "隐藏" in "".join(finding.message.zh for finding in live.findings if finding.at.sheet == "needs")
    assert live == outcome.plan


def test_the_button_for_checking_looks_in_the_workbooks_that_are_named(app: App, tmp_path: Path) -> None:
    path = responses(tmp_path / "a.xlsx", {"202403-001": "202309-914"}, named="b.xlsx")
    responses(tmp_path / "b.xlsx", {"202309-014": ""})
    opened(app, path.name, memory_sheets(path), str(path))
    ribbon.check()
    assert "“b.xlsx”里都没有" in "".join(app.screen.alerts)


def typed(sheets: list[MemorySheet]) -> list[object]:
    return [(sheet.cells.copy(), sheet.behind.copy()) for sheet in sheets]


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_a_button_tells_what_it_wants_and_changes_nothing_unless_yes_is_pressed(app: App, name: str) -> None:
    sheets = example_sheets()
    sheet_of(sheets, SCORES).behind.clear()  # rows that were pasted without their formulas
    sheet_of(sheets, NEEDS).cells[2, 1] = " XY2024001"
    opened(app, "a.xlsx", sheets)
    before = typed(sheets)
    app.screen.answers = ["no"]
    CHANGING[name]()
    assert app.screen.alerts[0].startswith("将要改动：")
    assert "要执行吗？" in app.screen.alerts[0]
    assert not app.screen.writes
    app.screen.answers = ["yes"]
    CHANGING[name]()
    assert app.screen.alerts[-1].startswith("已完成")
    assert typed(sheets) != before


def test_scoring_gives_a_row_without_formulas_its_live_ones(app: App) -> None:
    sheets = example_sheets()
    scores = sheet_of(sheets, SCORES)
    laid_out = {place: text for place, text in scores.behind.items() if (place[0], 2) in scores.cells}
    scores.behind.clear()
    opened(app, "a.xlsx", sheets)
    app.screen.answers = ["yes"]
    ribbon.score()
    assert len(scores.behind) > 100
    assert scores.behind.items() <= laid_out.items()


@pytest.mark.parametrize("name", sorted(set(CHANGING) - {"score"}))
def test_undo_brings_back_all_but_the_logs(app: App, name: str) -> None:
    book = opened(app, "a.xlsx", example_sheets())
    before = everything(frames_of(book))
    app.screen.answers = ["yes", "ok", "yes"]
    CHANGING[name]()
    ribbon.undo()
    after = everything(frames_of(book))
    for log in ("journal", "merges"):
        before.pop(log)
        after.pop(log)
    assert after == before
    ribbon.undo("en")
    assert "nothing to undo" in app.screen.alerts[-1]


def test_every_click_that_changes_people_s_cells_is_in_the_journal(app: App) -> None:
    book = opened(app, "a.xlsx", example_sheets())
    before = len(frames_of(book)["journal"])
    app.screen.answers = ["yes"]
    ribbon.track()
    entries = frames_of(book)["journal"].iloc[before:]
    assert set(entries["command"]) == {"ribbon track"}


def test_check_jumps_to_the_first_finding_and_lists_them_only_on_demand(app: App) -> None:
    sheets = example_sheets()
    sheet_of(sheets, NEEDS).cells[5, 1] = "XY2024001"
    book = opened(app, "a.xlsx", sheets)
    ribbon.check()
    assert "错误" in app.screen.alerts[0]
    assert app.screen.shown[0] in {sheet.title for sheet in sheets}
    assert app.screen.shown[1]
    assert not app.screen.writes
    app.screen.answers = ["yes"]
    ribbon.check()
    assert set(app.screen.writes) <= {FINDINGS, "校验汇总", JOURNAL}
    assert len(frames_of(book)["findings"]) > 0


def test_messages_are_in_the_user_s_language(app: App) -> None:
    opened(app, "a.xlsx", example_sheets())
    ribbon.merge("en")
    ribbon.show_help("en")
    assert app.screen.alerts[0].startswith("To be changed:")
    assert "Undo: take back" in app.screen.alerts[1]
    ribbon.show_help()
    assert "撤销：" in app.screen.alerts[2]


@pytest.mark.parametrize(("look_again", "reads"), [(False, 2), (True, 4)])  # again where people can type meanwhile
def test_a_click_reads_a_sheet_at_most_twice_and_writes_it_at_most_four_times(
    app: App, monkeypatch: pytest.MonkeyPatch, reads: int, *, look_again: bool
) -> None:
    monkeypatch.setattr(live_batches, "LOOK_AGAIN", look_again)
    sheets = example_sheets()
    for title in (NEEDS, SCORES):
        _multiplied(sheet_of(sheets, title), 10_000)
    opened(app, "a.xlsx", sheets)
    app.screen.answers = ["yes"]
    ribbon.everything()
    assert app.screen.alerts[-1].startswith("已完成")
    assert max(app.screen.reads.values()) <= reads
    assert max(app.screen.writes.values()) <= 4
    assert {NEEDS, SCORES, "需求处理跟踪表"} <= set(app.screen.writes)


def _multiplied(sheet: MemorySheet, rows: int) -> None:
    """Repeat the rows with numbers of their own until there are so many."""
    last = max(row for row, column in sheet.cells if column == 1)
    width = sheet.size()[1]
    for at in range(last + 1, rows + 2):
        source = (at - 2) % (last - 1) + 2
        for column in range(1, width + 1):
            if (source, column) in sheet.cells:
                sheet.cells[at, column] = sheet.cells[source, column]
        sheet.cells[at, 1] = f"XY{2025 + at // 1000}{at % 1000:03d}"
