"""The ribbon on LibreOffice: formulas that calculate, and the add-in's own VBA starting Python."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings")

import live_calc
from command_line import register as made
from live_calc import calc_sheets, loaded
from live_engine import App, engine_of, opened

import reqsheets
from reqsheets import ribbon
from reqsheets.excel.live import read_live, write_live
from reqsheets.excel_addin.build import IDENT, PROJECT
from reqsheets.excel_addin.vba_project import Module, vba_project
from reqsheets.frames import Frames, applied, rows_of
from reqsheets.kinds import KINDS
from reqsheets.register.compare import compare
from reqsheets.runs import NIGHTLY, planned

WHY_NOT = live_calc.why_not()
pytestmark = [pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT), pytest.mark.xdist_group("office")]
TODAY = date(2024, 6, 15)
PIPE = f"reqsheets-{os.getpid()}"
HERE = Path(__file__).parent
BAS = (HERE.parent / "macros" / "ReqsheetsRibbon.bas").read_text("ascii")
SUBS = re.findall(r"^Public Sub (\w+)\(", BAS, re.MULTILINE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    process = live_calc.started(tmp_path_factory.mktemp("profile"), PIPE)
    yield live_calc.desktop(PIPE)
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["python"])
    with engine_of(App()) as app:
        yield app


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
    assert planned(after, NIGHTLY, TODAY, list_findings=True).changes == ()
    assert max(app.screen.writes.values()) <= 4


def few(path: Path) -> Path:
    """Return a register with three rows: two say the same, the third is rated."""
    need = {"text": "导出为Excel", "customer": "甲", "received": date(2024, 6, 1), "status": "待处理"}
    needs = [{**need, "number": f"XY2024{i:03d}"} for i in (1, 2)] + [
        {**need, "number": "XY2024003", "text": "误报率高"}
    ]
    points = {"urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    return made(path, needs, scores=[{"number": "XY2024003", **points}])


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


# --- the add-in's own VBA -----------------------------------------------------------------------------------------

STUB = """Attribute VB_Name = "xlwings"
Option Explicit

Public Function RunPython(PythonCommand As String)
    Dim handle As Integer
    handle = FreeFile
    Open "{folder}/command.txt" For Output As #handle
    Print #handle, PythonCommand
    Close #handle
    Shell "{folder}/click.sh"
End Function
"""
BRIDGE = """Sub Click
    On Error GoTo Failed
    {project}.ReqsheetsRibbon.{sub} Nothing
    Exit Sub
Failed:
    Open "{folder}/failed.txt" For Output As #9
    Print #9, Err & " " & Error$
    Close #9
End Sub
"""


def with_macros(path: Path, folder: Path) -> Path:
    """Return the register with the add-in's VBA, in which only xlwings' own module is a stub."""
    modules = [Module("ThisWorkbook", "workbook"), Module("ReqsheetsRibbon", "standard", BAS)]
    modules.append(Module("xlwings", "standard", STUB.format(folder=folder)))
    target = path.with_suffix(".xlsm")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            if name == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                told = b'<Relationship Id="rIdVba" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
                content = content.replace(b"</Relationships>", told)
            made.writestr(name, content)
        made.writestr("xl/vbaProject.bin", vba_project(PROJECT, IDENT, modules))
    return target


def test_every_callback_of_the_add_in_starts_a_python_that_does_its_work(office: Any, tmp_path: Path) -> None:
    path = with_macros(few(tmp_path / "登记表.xlsx"), tmp_path)
    document = loaded(office, path, Hidden=True)  # a visible one crashes a LibreOffice without a screen
    script = tmp_path / "click.sh"
    report = tmp_path / "report.json"
    words = (sys.executable, HERE / "live_click.py", PIPE, report)
    command = " ".join(shlex.quote(str(word)) for word in words)
    script.write_text(
        f"#!/bin/sh\nexport PYTHONPATH={shlex.quote(str(HERE.parent))} REQSHEETS_HOME={shlex.quote(str(tmp_path))}\n"
        f'{command} "$(cat {shlex.quote(str(tmp_path))}/command.txt)" --wb={shlex.quote(path.name)} --from_xl=1 '
        f"2>{shlex.quote(str(tmp_path))}/error.txt\n"
    )
    script.chmod(0o755)
    told = {}
    for sub in SUBS:
        report.unlink(missing_ok=True)
        _click(document, sub, tmp_path)
        told[sub] = _awaited(report, tmp_path)
    document.close(True)
    assert {sub for sub, seen in told.items() if not seen["alerts"]} == set()
    assert not [seen for seen in told.values() if "程序内部出错" in "".join(seen["alerts"])]
    assert {"需求处理跟踪表", "校验结果"} <= set(told["OnEverything"]["writes"])
    assert told["OnUndo"]["writes"]
    assert "撤销：" in told["OnHelp"]["alerts"][0]


def _click(document: Any, sub: str, folder: Path) -> None:
    library = document.BasicLibraries.getByName("Standard")
    if library.hasByName("Bridge"):
        library.removeByName("Bridge")
    library.insertByName("Bridge", BRIDGE.format(project=PROJECT, sub=sub, folder=folder))
    address = "vnd.sun.star.script:Standard.Bridge.Click?language=Basic&location=document"
    document.getScriptProvider().getScript(address).invoke((), (), ())
    failed = folder / "failed.txt"
    assert not failed.exists(), f"{sub}: {failed.read_text()}"


def _awaited(report: Path, folder: Path) -> dict[str, Any]:
    for _ in range(300):
        if report.exists():
            seen: dict[str, Any] = json.loads(report.read_text("utf-8"))
            return seen
        time.sleep(0.1)
    error = folder / "error.txt"
    pytest.fail(f"Python did not answer: {error.read_text() if error.exists() else 'it was not started'}")
