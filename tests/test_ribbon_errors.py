"""Clicks that go wrong: a message in words, a log, nothing half done."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("xlwings")

import xlwings
from live_engine import App, opened
from live_memory import MemorySheet, example_sheets

import reqsheets
from reqsheets import ribbon
from reqsheets.app import crash_report
from reqsheets.app.pipeline import VERBS
from reqsheets.kinds import KINDS
from reqsheets.model.frames import rows_of
from reqsheets.xlsx.live.live import read_live

NEEDS, JOURNAL = "客户需求信息登记表", "操作日志"


def sheet_of(sheets: list[MemorySheet], title: str) -> MemorySheet:
    return next(sheet for sheet in sheets if sheet.title == title)


def everything(book: xlwings.Book) -> dict[str, object]:
    frames = read_live(book, KINDS).reading.frames
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(reqsheets.__file__).parent.parent), **more}


def test_a_button_is_nothing_but_a_call_of_the_one_boundary() -> None:
    tree = ast.parse(Path(ribbon.__file__).read_text("utf-8"))
    buttons = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert len(buttons) > 10
    for button in buttons:
        [_, call] = button.body
        assert ast.unparse(call).startswith("_clicked(")


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
    monkeypatch.setitem(VERBS, "merge", (lambda *_: 1 / 0,))  # type: ignore[arg-type]
    ribbon.merge()
    [told] = app.screen.alerts
    [log] = (tmp_path / "home").glob("*.log")
    assert str(log) in told
    assert "ZeroDivisionError" in log.read_text("utf-8")


def test_a_protected_sheet_is_told_as_such_and_nothing_stays_changed(app: App) -> None:
    sheets = example_sheets()
    book = opened(app, "a.xlsx", sheets)
    before = everything(book)
    sheet_of(sheets, JOURNAL).refuses = True
    app.screen.answers = ["yes"]
    ribbon.everything()
    assert "受保护" in app.screen.alerts[-1]
    assert everything(book) == before


def test_a_second_click_waits_until_the_first_is_done(app: App) -> None:
    opened(app, "a.xlsx", example_sheets())
    holding = "from reqsheets.app.user_folder import one_at_a_time as o\nwith o():\n print(flush=True)\n input()"
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
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


def test_what_people_can_mend_is_told_with_its_log_too(app: App, tmp_path: Path) -> None:
    opened(app, "工资.xlsx", [MemorySheet("Sheet1", {(1, 1): "姓名"})])
    ribbon.check()
    ribbon.undo("en")
    zh, en = app.screen.alerts
    log = tmp_path / "home" / "ribbon.log"
    assert f"日志：{log}" in zh
    assert f"Log: {log}" in en
    text = log.read_text("utf-8")
    assert "ribbon check" in text
    assert "Traceback" in text


def test_a_log_that_grew_large_starts_anew(tmp_path: Path) -> None:
    log = tmp_path / "ribbon.log"
    log.write_text("x" * (crash_report.LARGEST + 1))
    assert crash_report.noted(ValueError("later"), "ribbon check", log) == log
    assert "xxx" not in log.read_text("utf-8")
    assert crash_report.noted(ValueError("again"), "ribbon check", log) == log
    assert "later" in log.read_text("utf-8")
    assert crash_report.noted(ValueError("nowhere"), "ribbon check", tmp_path / "no folder" / "a.log") is None


def test_an_excel_that_does_not_tell_the_workbook_is_named_with_its_cure(app: App) -> None:
    ribbon.check()
    ribbon.check("en")
    zh, en = app.screen.alerts
    assert "WPS" in zh
    assert "reqsheets addin doctor" in zh
    assert "Excel does not answer" in en


def test_an_excel_that_shows_no_message_box_leaves_it_to_the_system(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(app, "a.xlsx", example_sheets())

    def refuses(*_: object) -> str:
        raise OSError("the server has gone")

    monkeypatch.setattr(App, "alert", refuses)
    ribbon.check()
    told = capsys.readouterr().err  # where there is no Excel, that is all there is
    assert told.startswith("需求管理\n")
    assert "详情已写入" in told


def test_a_folder_that_cannot_be_made_ends_in_a_message(
    app: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened(app, "a.xlsx", example_sheets())
    (tmp_path / "file").touch()
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "file"))
    ribbon.check()
    [told] = app.screen.alerts
    log = Path(told.partition("详情已写入 ")[2].partition("，")[0])
    assert log.is_file()
    log.unlink()


@pytest.mark.parametrize("missing", ["pandas", "lxml", "reqsheets.ribbon.actions"])
def test_a_library_that_does_not_load_ends_in_a_message(tmp_path: Path, missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; import reqsheets.ribbon; reqsheets.ribbon.check('en')"
    home = environment(REQSHEETS_HOME=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    [log] = tmp_path.glob("reqsheets-fault-*.log")
    assert str(log) in done.stderr
    assert missing in log.read_text("utf-8")
    assert "Traceback" not in done.stderr


def test_a_finding_on_a_hidden_sheet_is_not_jumped_to(app: App) -> None:
    sheets = example_sheets()
    sheet_of(sheets, NEEDS).cells[5, 1] = "XY2024001"
    for sheet in sheets:
        sheet.visible = sheet.title == JOURNAL
    opened(app, "a.xlsx", sheets)
    ribbon.check()
    assert "错误" in app.screen.alerts[0]
    assert app.screen.shown[0] in {"", JOURNAL}
