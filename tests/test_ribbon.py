"""The buttons of the ribbon, pressed in an open workbook."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

import xlwings
from live_engine import App, engine_of, opened
from live_memory import MemorySheet, example_sheets, memory_sheets

import reqsheets
from reqsheets import ribbon
from reqsheets.excel.live import read_live
from reqsheets.excel.read import read
from reqsheets.frames import Frames, rows_of
from reqsheets.kinds import KINDS
from reqsheets.runs import VERBS, planned

TODAY = date(2024, 6, 15)
NEEDS, SCORES, FINDINGS, JOURNAL = "客户需求信息登记表", "需求优先级评估表", "校验结果", "操作日志"
CHANGING = {
    "nightly": ribbon.everything,
    "merge": ribbon.merge,
    "score": ribbon.score,
    "track": ribbon.track,
    "archive": ribbon.archive,
    "dashboard": ribbon.dashboard,
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["python"])
    with engine_of(App()) as app:
        yield app


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


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_button_plans_what_its_command_plans(app: App, name: str, saved: Path) -> None:
    book = opened(app, saved.name, memory_sheets(saved))
    live = planned(read_live(book, KINDS).reading, VERBS[name], TODAY, list_findings=False)
    if name in ("nightly", "dashboard"):
        file = planned(read(saved, KINDS), VERBS[name], TODAY, list_findings=False)
    else:
        [outcome] = getattr(reqsheets, name)(saved, today=TODAY)
        file = outcome.plan
    assert live == file


def typed(sheets: list[MemorySheet]) -> list[object]:
    return [(sheet.cells.copy(), sheet.behind.copy()) for sheet in sheets]


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_a_button_tells_what_it_wants_and_changes_nothing_unless_yes_is_pressed(app: App, name: str) -> None:
    sheets = example_sheets()
    sheet_of(sheets, SCORES).behind.clear()  # rows that were pasted without their formulas
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


def differing(before: object, after: object) -> set[str]:
    """Return the columns of one sheet in which two states differ."""
    (names, was), (_, now) = before, after  # type: ignore[misc]
    assert was.keys() == now.keys()
    changed = [row for row in was if was[row] != now[row]]
    assert all(was[row][names.index("number")] is None for row in changed)
    return {name for row in changed for name, old, new in zip(names, was[row], now[row], strict=True) if old != new}


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
    # A row that got its number in the batch keeps it (T-27), and with it what was filled in: it is another row now.
    assert differing(before["needs"], after["needs"]) <= {"number", "record_state"}
    before.pop("needs"), after.pop("needs")
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


def test_another_workbook_gets_a_helpful_answer(app: App) -> None:
    opened(app, "工资.xlsx", [MemorySheet("Sheet1", {(1, 1): "姓名"})])
    ribbon.check()
    [told] = app.screen.alerts
    assert "工资.xlsx 不是已知的需求工作簿" in told
    assert "reqsheets new" in told


def test_a_fault_of_ours_ends_in_a_message_with_its_log(
    app: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened(app, "a.xlsx", example_sheets())
    monkeypatch.setitem(ribbon.VERBS, "merge", (lambda *_: 1 / 0,))
    ribbon.merge()
    [told] = app.screen.alerts
    [log] = (tmp_path / "home").glob("*.log")
    assert str(log) in told
    assert "ZeroDivisionError" in log.read_text("utf-8")


def test_a_protected_sheet_is_told_as_such_and_nothing_stays_changed(app: App) -> None:
    sheets = example_sheets()
    book = opened(app, "a.xlsx", sheets)
    before = everything(frames_of(book))
    sheet_of(sheets, JOURNAL).refuses = True
    app.screen.answers = ["yes"]
    ribbon.everything()
    assert "受保护" in app.screen.alerts[-1]
    assert everything(frames_of(book)) == before


def test_a_second_click_waits_until_the_first_is_done(app: App) -> None:
    opened(app, "a.xlsx", example_sheets())
    holding = "from reqsheets.user_folder import one_at_a_time as o\nwith o():\n print(flush=True)\n input()"
    environment = os.environ | {"PYTHONPATH": str(Path(reqsheets.__file__).parent.parent)}
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        ribbon.check()
        assert "上一次操作还没有结束" in app.screen.alerts[-1]
        other.communicate(b"\n")
    ribbon.check()
    assert "上一次操作" not in app.screen.alerts[-1]


def test_a_workbook_with_an_equals_sign_in_its_name_is_found(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(app, "一季度=最新.xlsx", example_sheets())
    opened(app, "工资.xlsx", [MemorySheet("Sheet1", {(1, 1): "姓名"})])
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=一季度=最新.xlsx", "--from_xl=1"])
    ribbon.merge()
    assert app.screen.alerts[0].startswith("将要改动：")


@pytest.mark.parametrize("rows", [10_000])
def test_a_click_reads_a_sheet_at_most_twice_and_writes_it_at_most_four_times(app: App, rows: int) -> None:
    sheets = example_sheets()
    for title in (NEEDS, SCORES):
        _multiplied(sheet_of(sheets, title), rows)
    opened(app, "a.xlsx", sheets)
    app.screen.answers = ["yes"]
    ribbon.everything()
    assert app.screen.alerts[-1].startswith("已完成")
    assert max(app.screen.reads.values()) <= 2
    assert max(app.screen.writes.values()) <= 4
    assert {NEEDS, SCORES, "需求处理跟踪表"} <= set(app.screen.writes)


PATIENCE = 3  # seconds of CPU
PLANNING = """
import datetime, sys, time
sys.path[:0] = {paths!r}
from reqsheets import ribbon
imported = time.process_time()
import pickle
from live_engine import App, engine_of, opened
with open({path!r}, "rb") as file:
    sheets = pickle.load(file)
with engine_of(App()) as app:
    book = opened(app, "a.xlsx", sheets)
    live = ribbon.read_live(book, ribbon.KINDS)
    start = time.process_time()
    plan = ribbon.planned(live.reading, ribbon.VERBS["nightly"], {today!r}, list_findings=True)
    assert plan.changes
print(imported + time.process_time() - start)
"""


@pytest.mark.slow
def test_planning_on_ten_thousand_rows_takes_less_than_three_seconds_with_all_imports(tmp_path: Path) -> None:
    sheets = example_sheets()
    for title in (NEEDS, SCORES):
        _multiplied(sheet_of(sheets, title), 10_000)
    path = tmp_path / "sheets.pickle"
    path.write_bytes(pickle.dumps(sheets))
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    code = PLANNING.format(paths=paths, path=str(path), today=TODAY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < PATIENCE


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
