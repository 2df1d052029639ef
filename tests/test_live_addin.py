"""The built add-in in LibreOffice: it loads, every callback of its own VBA runs, and Python then changes cells."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings")
olevba = pytest.importorskip("oletools.olevba")

import live_calc
from command_line import few
from live_calc import loaded

from reqsheets.app.addin.build import IDENT, PINNED, PROJECT, TOLD, addin
from reqsheets.app.addin.vba_project import Module, vba_project

WHY_NOT = live_calc.why_not()
pytestmark = [pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT), pytest.mark.xdist_group("office")]
HERE = Path(__file__).parent
BAS = (HERE.parent / "macros" / "ReqsheetsRibbon.bas").read_text("ascii")
SUBS = re.findall(r"^Public Sub (\w+)\(", BAS, re.MULTILINE)
FILTER = "Calc MS Excel 2007 VBA XML"  # LibreOffice does not know .xlam by its name
ODD = '/opt/我的 "Python" & it\'s/bin/python'

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

Public Sub Tell(text As String)
    Dim handle As Integer
    handle = FreeFile
    Open "{folder}/told.txt" For Output As #handle
    Print #handle, text
    Close #handle
End Sub
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


def sources(package: bytes, folder: Path) -> dict[str, str]:
    """Return the text of each module as olevba reads it."""
    (folder / "read.xlam").write_bytes(package)
    parser = olevba.VBA_Parser(str(folder / "read.xlam"))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def stubbed(package: bytes, folder: Path, settings_sheet: str = "reqsheets.conf") -> Path:
    """Return the add-in as a file, with a stub for xlwings and message boxes that write what they say.

    For LibreOffice the add-in is itself the active workbook, so its sheet of settings needs another name to get by.
    """
    ours = re.sub(r"MsgBox (.*), vb\w+", r"Tell \1", sources(package, folder)["ReqsheetsRibbon"])
    modules = [Module("ThisWorkbook", "workbook"), Module("Sheet1", "worksheet")]
    modules.append(Module("ReqsheetsRibbon", "standard", ours))
    modules.append(Module("xlwings", "standard", STUB.format(folder=folder)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b'name="reqsheets.conf"', f'name="{settings_sheet}"'.encode())
            target.writestr(name, vba_project(PROJECT, IDENT, modules) if name.endswith("vbaProject.bin") else content)
    path = folder / f"{settings_sheet}.xlam"
    path.write_bytes(out.getvalue())
    return path


def click(document: Any, sub: str, folder: Path) -> None:
    """Call a callback as Excel does when its button is pressed."""
    library = document.BasicLibraries.getByName("Standard")
    if library.hasByName("Bridge"):
        library.removeByName("Bridge")
    library.insertByName("Bridge", BRIDGE.format(project=PROJECT, sub=sub, folder=folder))
    address = "vnd.sun.star.script:Standard.Bridge.Click?language=Basic&location=document"
    document.getScriptProvider().getScript(address).invoke((), (), ())
    failed = folder / "failed.txt"
    assert not failed.exists(), f"{sub}: {failed.read_text()}"


def test_the_add_in_as_it_is_built_loads_with_all_its_modules_and_settings(office: Any, tmp_path: Path) -> None:
    path = tmp_path / "reqsheets.xlam"
    path.write_bytes(addin("zh", ODD))
    document = loaded(office, path, Hidden=True, FilterName=FILTER)
    modules = document.BasicLibraries.getByName(PROJECT)
    assert {"ReqsheetsRibbon", "xlwings", "Dictionary"} <= set(modules.ElementNames)
    assert all(f"Sub {sub}(" in modules.getByName("ReqsheetsRibbon") for sub in SUBS)
    sheet = document.Sheets.getByName("reqsheets.conf")
    cells = sheet.getCellRangeByPosition(0, 0, 1, len(PINNED)).getDataArray()
    assert dict(cells) == {"Interpreter_Mac": ODD, **PINNED}
    document.close(True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_that_brings_settings_of_its_own_is_refused_by_every_button(
    office: Any, tmp_path: Path, language: Any
) -> None:
    document = loaded(office, stubbed(addin(language), tmp_path), Hidden=True, FilterName=FILTER)
    told = tmp_path / "told.txt"
    for sub in SUBS:
        told.unlink(missing_ok=True)
        click(document, sub, tmp_path)
        assert told.read_text("utf-8").strip() == TOLD["OWN_SETTINGS"].to(language) + "reqsheets.conf"
    assert not (tmp_path / "command.txt").exists()
    document.close(True)


def test_a_path_that_a_shell_would_carry_out_is_refused(office: Any, tmp_path: Path) -> None:
    path = stubbed(addin("zh"), tmp_path, "other").rename(tmp_path / "a$(touch b).xlam")
    document = loaded(office, path, Hidden=True, FilterName=FILTER)
    try:
        click(document, "OnCheck", tmp_path)
    except AssertionError as error:
        if "1007 File not found" in str(error):  # newer ones take the signs for a variable
            pytest.skip("this LibreOffice finds no file of such a name")
        raise
    assert (tmp_path / "told.txt").read_text("utf-8").startswith(TOLD["ODD_PATH"].zh)
    assert not (tmp_path / "command.txt").exists()
    document.close(True)


def test_every_callback_of_the_add_in_starts_a_python_that_does_its_work(office: Any, tmp_path: Path) -> None:
    path = few(tmp_path / "登记表.xlsx")
    register = loaded(office, path, Hidden=True)  # a visible one crashes a LibreOffice without a screen
    document = loaded(office, stubbed(addin("zh"), tmp_path, "other"), Hidden=True, FilterName=FILTER)
    report = tmp_path / "report.json"
    _write_script(tmp_path, report, path.name)
    told = {}
    for sub in SUBS:
        report.unlink(missing_ok=True)
        click(document, sub, tmp_path)
        told[sub] = _awaited(report, tmp_path)
    document.close(True)
    register.close(True)
    assert {sub for sub, seen in told.items() if not seen["alerts"]} == set()
    assert not [seen for seen in told.values() if "程序内部出错" in "".join(seen["alerts"])]
    assert {"需求处理跟踪表", "校验结果"} <= set(told["OnEverything"]["writes"])
    assert told["OnUnmerge"]["writes"]
    assert told["OnUndo"]["writes"]
    assert "撤销：" in told["OnHelp"]["alerts"][0]
    assert "XY2024001" in told["OnSimilar"]["alerts"][0]


def _write_script(folder: Path, report: Path, workbook: str) -> None:
    """Write what the stub starts: a new Python with the words that xlwings would give it."""
    words = (sys.executable, HERE / "live_click.py", live_calc.PIPE, report)
    command = " ".join(shlex.quote(str(word)) for word in words)
    script = folder / "click.sh"
    script.write_text(
        f"#!/bin/sh\nexport PYTHONPATH={shlex.quote(str(HERE.parent))} REQSHEETS_HOME={shlex.quote(str(folder))}\n"
        f'{command} "$(cat {shlex.quote(str(folder))}/command.txt)" --wb={shlex.quote(workbook)} --from_xl=1 '
        f"2>{shlex.quote(str(folder))}/error.txt\n"
    )
    script.chmod(0o755)


def _awaited(report: Path, folder: Path) -> dict[str, Any]:
    for _ in range(600):
        if report.exists():
            seen: dict[str, Any] = json.loads(report.read_text("utf-8"))
            return seen
        time.sleep(0.1)
    error = folder / "error.txt"
    pytest.fail(f"Python did not answer: {error.read_text() if error.exists() else 'it was not started'}")
