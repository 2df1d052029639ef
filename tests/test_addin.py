"""The add-in: built from text, read back by others' tools, put in its place, looked after."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("xlwings")
olefile = pytest.importorskip("olefile")

from command_line import here

import reqsheets
from reqsheets.app.addin.actions import carry_out
from reqsheets.app.addin.build import PINNED, addin
from reqsheets.app.addin.doctor import doctor
from reqsheets.app.addin.install import install, script_name, uninstall
from reqsheets.app.addin.machine import Machine
from reqsheets.app.addin.vba_project import Module, vba_project
from reqsheets.app.addin.vba_text import hidden
from reqsheets.model.errors import FileInUseError, UsageError

MACROS = Path(__file__).parent.parent / "macros"
BAS = (MACROS / "ReqsheetsRibbon.bas").read_text("ascii")


@pytest.fixture(scope="module")
def built() -> bytes:
    return addin("zh", "/usr/bin/python3")


def project(package: bytes) -> bytes:
    return zipfile.ZipFile(BytesIO(package)).read("xl/vbaProject.bin")


def sources(package: bytes, folder: Path) -> dict[str, str]:
    """Return the text of each module as olevba reads it."""
    olevba = pytest.importorskip("oletools.olevba")
    path = folder / "a.xlam"
    path.write_bytes(package)
    parser = olevba.VBA_Parser(str(path))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def unspoken(text: str) -> str:
    """Return the module without what it says to people."""
    return re.sub(r"(Private Const \w+ As String = ).*", r"\1", text)


# --- the file -----------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(built: bytes) -> None:
    assert addin("zh", "/usr/bin/python3") == built
    assert addin("en", "/usr/bin/python3") != built


def test_the_modules_read_back_as_they_were_written(built: bytes, tmp_path: Path) -> None:
    found = sources(built, tmp_path)
    assert set(found) == {"ThisWorkbook", "Sheet1", "ReqsheetsRibbon", "xlwings", "Dictionary"}
    ours = found["ReqsheetsRibbon"].replace("\r\n", "\n")
    assert unspoken(ours).strip() == unspoken(BAS).strip()
    theirs = (files("xlwings") / "xlwings_custom_addin.bas").read_text("utf-8").replace('"myaddin"', '"reqsheets"')
    assert found["xlwings"].split() == theirs.split()


def test_the_compound_file_has_no_defect(built: bytes) -> None:
    file = olefile.OleFileIO(BytesIO(project(built)), raise_defects=olefile.DEFECT_INCORRECT)
    assert not file.parsing_issues
    assert file.exists("PROJECTwm")
    assert file.openstream("VBA/_VBA_PROJECT").read() == b"\xcc\x61\xff\xff\x00\x00\x00"


def test_document_modules_are_as_excel_writes_them(built: bytes, tmp_path: Path) -> None:
    template = (files("xlwings") / "quickstart_addin_ribbon.xlam").read_bytes()
    assert sources(built, tmp_path)["ThisWorkbook"] == sources(template, tmp_path)["ThisWorkbook"]


def test_the_hidden_flags_are_those_of_the_specification() -> None:
    # [MS-OVBA] 2.4.3: what is decoded is seed, version 2, project key, length and flags
    text = bytes.fromhex(hidden(b"\xff", "{AAAA}", 0x24))
    key = sum(b"{AAAA}") & 0xFF
    assert (text[0], text[0] ^ text[1], text[0] ^ text[2]) == (0x24, 2, key)


def test_text_that_is_not_ascii_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project("a", "{0}", [Module("M", "standard", "' 中文")])


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8192, 20_000])
def test_modules_of_any_size_survive(size: int) -> None:
    code = ("' " + "abcdefgh ijk" * (size // 12 + 1))[:size]
    olevba = pytest.importorskip("oletools.olevba")
    package = vba_project("a", "{0}", [Module("M", "standard", code)])
    stream = olefile.OleFileIO(BytesIO(package), raise_defects=olefile.DEFECT_INCORRECT).openstream("VBA/M").read()
    assert code.encode() in bytes(olevba.decompress_stream(bytearray(stream)))


def test_the_interpreter_is_filled_in_and_no_code_is_taken_from_beside_a_workbook(built: bytes) -> None:
    sheet = zipfile.ZipFile(BytesIO(built)).read("xl/worksheets/sheet1.xml").decode()
    assert "/usr/bin/python3" in sheet
    assert "<t>ADD_WORKBOOK_TO_PYTHONPATH</t></is></c>" in sheet
    assert ">false<" in sheet
    assert (
        "C:\\张三 &amp; 李四\\python.exe"
        in zipfile.ZipFile(BytesIO(addin("zh", "C:\\张三 & 李四\\python.exe")))
        .read("xl/worksheets/sheet1.xml")
        .decode()
    )


def test_every_setting_that_could_run_a_program_is_pinned_in_the_add_in(built: bytes) -> None:
    macro = (files("xlwings") / "xlwings_custom_addin.bas").read_text("utf-8")
    asked = {key.upper() for key in re.findall(r'GetConfig\("([^"]+)"', macro)}
    harmless = {"UDF MODULES", "DEBUG UDFS", "LICENSE_KEY", "SHOW_ERROR_POPUPS", "INTERPRETER"}  # no button asks them
    pinned = {*PINNED, "INTERPRETER_WIN", "INTERPRETER_MAC"}
    assert asked - harmless == pinned
    sheet = zipfile.ZipFile(BytesIO(built)).read("xl/worksheets/sheet1.xml").decode()
    assert all(f"<t>{key}</t>" in sheet for key in PINNED)


def test_a_python_whose_path_a_shell_would_misread_is_started_by_a_script_on_macos(tmp_path: Path) -> None:
    odd = tmp_path / "我的 环境" / "it's"
    odd.mkdir(parents=True)
    interpreter = odd / "python"
    interpreter.symlink_to(sys.executable)
    machine = Machine("darwin", tmp_path, {})
    place = install(machine, "zh", str(interpreter))
    sheet = zipfile.ZipFile(place).read("xl/worksheets/sheet1.xml").decode()
    assert f"<t>{machine.starter()}</t>" in sheet
    done = subprocess.run([machine.starter(), "-c", "print('起')"], capture_output=True, check=True)
    assert done.stdout.decode() == "起\n"
    with pytest.raises(UsageError, match="blanks or signs"):
        install(Machine("darwin", odd, {}), "zh", str(interpreter))
    windows_place = install(windows(tmp_path), "zh", "C:\\我的 环境\\python.exe")
    assert "C:\\我的 环境\\python.exe" in zipfile.ZipFile(windows_place).read("xl/worksheets/sheet1.xml").decode()


def test_the_store_s_python_is_refused_as_excel_does_not_see_its_files(tmp_path: Path) -> None:
    store = replace(windows(tmp_path, excel="EXCEL.EXE"), python="C:\\Program Files\\WindowsApps\\Python.3.11_x64")
    with pytest.raises(UsageError, match=re.escape("python.org")):
        install(store, "zh")
    assert not store.addin_file().exists()
    assert "Python" in wrong(store)


def test_the_doctor_names_an_excel_older_than_it_was_tried_with(tmp_path: Path) -> None:
    def told(release: str) -> bool | None:
        machine = windows(tmp_path, excel="EXCEL.EXE", release=release)
        return next(check.good for check in doctor(machine) if check.subject.en == "Excel")

    assert told("Excel.Application.14") is None
    assert told("Excel.Application.16") is True


def test_a_policy_of_the_whole_computer_counts_too(tmp_path: Path) -> None:
    found = next(c for c in doctor(windows(tmp_path, excel="EXCEL.EXE", computer="4")) if c.subject.en[:5] == "macro")
    assert found.good is False
    assert "IT" in found.mend.zh


def test_the_language_of_the_labels_is_that_of_the_messages(tmp_path: Path) -> None:
    package = addin("en")
    assert 'SPOKEN As String = "en"' in sources(package, tmp_path)["ReqsheetsRibbon"]
    assert b'label="Requirements"' in zipfile.ZipFile(BytesIO(package)).read("customUI/customUI14.xml")


# --- install, uninstall, doctor -----------------------------------------------------------------------------------


def windows(home: Path, **registry: str) -> Machine:
    """Return a computer with Windows; `excel`, `release`, `level`, `policy`, `computer` are what its registry tells."""
    keys = {
        ("HKCR\\Excel.Application\\CLSID", ""): "{E}" if "excel" in registry else None,
        ("HKCR\\CLSID\\{E}\\LocalServer32", ""): registry.get("excel"),
        ("HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Security", "VBAWarnings"): registry.get("level"),
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security", "VBAWarnings"): registry.get("policy"),
        ("HKLM\\Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security", "VBAWarnings"): registry.get("computer"),
        ("HKCR\\Excel.Application\\CurVer", ""): registry.get("release"),
    }
    return Machine("win32", home, {}, lambda key, name: keys.get((key, name)))


def wrong(machine: Machine) -> list[str]:
    return [check.subject.en for check in doctor(machine) if check.good is False]


def test_on_windows_the_add_in_goes_where_excel_starts_it(tmp_path: Path) -> None:
    machine = windows(tmp_path, excel="C:\\Office16\\EXCEL.EXE /automation")
    assert wrong(machine) == ["add-in", "add-in's version"]
    place = install(machine, "zh")
    assert place == tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/reqsheets.xlam"
    assert place.read_bytes() == addin("zh", sys.executable)
    assert wrong(machine) == []
    assert uninstall(machine) == place
    assert uninstall(machine) is None


def test_on_macos_the_script_goes_with_it(tmp_path: Path) -> None:
    machine = Machine("darwin", tmp_path, {})
    assert "AppleScript" in wrong(machine)
    place = install(machine, "zh")
    assert place.parts[-2:] == ("Excel", "reqsheets.xlam")
    assert (tmp_path / "Library/Application Scripts/com.microsoft.Excel" / script_name()).exists()
    assert set(wrong(machine)) <= {"Excel"}


def test_the_doctor_knows_wps_blocked_macros_an_old_add_in_and_the_mark_of_the_web(tmp_path: Path) -> None:
    assert "Excel" in wrong(windows(tmp_path))
    assert "WPS" in wrong(windows(tmp_path, excel="C:\\Kingsoft\\WPS Office\\office6\\et.exe"))
    assert "macro settings" in wrong(windows(tmp_path, excel="EXCEL.EXE", level="4"))
    assert "macro settings" not in wrong(windows(tmp_path, excel="EXCEL.EXE", level="2"))
    policy = next(c for c in doctor(windows(tmp_path, excel="EXCEL.EXE", policy="4")) if c.subject.en[:5] == "macro")
    assert "IT" in policy.mend.zh
    machine = windows(tmp_path, excel="EXCEL.EXE")
    place = install(machine, "zh", "C:\\old\\python.exe")
    assert wrong(machine) == ["add-in's version"]
    Path(f"{place}:Zone.Identifier").write_text("[ZoneTransfer]")
    assert "mark of the web" in wrong(machine)


def test_every_check_that_fails_says_what_to_do(tmp_path: Path) -> None:
    machines = [
        windows(tmp_path, excel="et.exe", level="4"),
        Machine("darwin", tmp_path, {}),
        Machine("linux", tmp_path, {}),
    ]
    for machine in machines:
        for check in doctor(machine):
            assert check.good or (check.mend.zh and check.mend.en)


def test_a_file_that_excel_holds_is_told_in_words(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    machine.addin_file().mkdir(parents=True)  # nothing can be written there
    with pytest.raises(FileInUseError, match="quit Excel"):
        install(machine, "zh")


def test_the_command_builds_and_refuses_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.xlam"
    assert here(capsys, "addin", "build", str(path)).out == f"[正常] 加载项：已生成 {path}\n"
    assert path.read_bytes() == addin("zh")
    assert here(capsys, "addin", "build", str(tmp_path / "a.xlsx")).exit_code == 2
    assert here(capsys, "addin", "doctor", str(path)).exit_code == 2
    [check] = reqsheets.addin("build", path, english=True)
    assert check.good
    assert path.read_bytes() == addin("en")
    with pytest.raises(UsageError):
        carry_out("repair", None, "zh")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Excel may be here")
def test_where_there_is_no_excel_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    ran = here(capsys, "addin", "install")
    assert ran.exit_code == 2
    assert "命令行" in ran.err
    assert here(capsys, "addin", "doctor", "--lang", "en").exit_code == 1
