"""Names and paths that are no text, that a system takes for commands, or that lead where a run may not look."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from configparser import ConfigParser
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, ROOT, few, ran
from referring import workbook

import reqsheets
from reqsheets.app.named_places import GONE
from reqsheets.kinds import kind_named
from reqsheets.model.errors import UsageError
from reqsheets.report.findings_forms import FORMS
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.template.template import template

TODAY = date.fromisoformat(DAY)

# --- names that are no text ---------------------------------------------------------------------------------------


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Return a folder with a workbook whose name was written by a system that spoke GBK, and one of plain name."""
    folder = tmp_path / "registers"
    few(folder / "good.xlsx")
    name = os.fsdecode(b"\xd0\xe8\xc7\xf3.xlsx")
    try:
        (folder / name).write_bytes((folder / "good.xlsx").read_bytes())
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    if "\udcd0" not in name:
        pytest.skip("names of any bytes, as Linux has them")
    return folder


@pytest.mark.fault("S-6")
@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_is_no_text_is_one_line_and_the_others_are_told(odd: Path, form: str) -> None:
    told = ran("check", ".", "--format", form, "--lang", "en", "--today", DAY, cwd=odd)
    assert told.exit_code == 3
    assert "%D0%E8%C7%F3.xlsx" in told.err
    assert "REQ021" in told.err
    assert "good.xlsx" in told.out


@pytest.mark.fault("S-6")
def test_a_night_writes_reports_beside_a_name_that_is_no_text(odd: Path) -> None:
    words = ("nightly", ".", "--write", "--report", "../report", "--json", "--today", DAY)
    for jobs in (1, 2):
        told = ran(*words, "--jobs", jobs, cwd=odd)
        assert told.exit_code == 3
        assert [(entry["path"], entry["exit_code"]) for entry in json.loads(told.out)] == [
            ("good.xlsx", 1),
            ("%D0%E8%C7%F3.xlsx", 3),
        ]
    log = (odd.parent / "report" / "run.jsonl").read_text("utf-8").splitlines()
    assert len([line for line in log if "%D0%E8%C7%F3.xlsx" in line]) == 2
    assert "%D0%E8%C7%F3.xlsx" in (odd.parent / "report" / "summary.txt").read_text("utf-8")


@pytest.mark.fault("S-6")
@pytest.mark.parametrize(
    "command", ["merge", "history", "verify", "duplicates", "export", "rollover", "restore", "undo"]
)
def test_every_command_tells_such_a_name_in_one_line(odd: Path, command: str) -> None:
    [name] = [path.name for path in odd.iterdir() if path.name != "good.xlsx"]
    words = [sys.executable, "-m", "reqsheets", command, name, "--lang", "en"]
    done = subprocess.run(words, cwd=odd, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert done.returncode in (0, 2, 3), done.stderr
    assert done.returncode != 0 or command in ("history", "restore")
    assert b"Traceback" not in done.stderr


@pytest.mark.fault("S-6")
def test_a_folder_whose_name_is_no_text_is_told_of_each_workbook_in_it(odd: Path) -> None:
    inner = odd / os.fsdecode(b"\xff")
    few(inner / "a.xlsx")
    ends = {entry.path: entry.exit_code for entry in reqsheets.nightly(odd, today=TODAY)}
    assert {Path(path).name: code for path, code in ends.items()} == {
        "good.xlsx": 1,
        "%D0%E8%C7%F3.xlsx": 3,
        "a.xlsx": 3,
    }


# --- where a workbook may have us look ----------------------------------------------------------------------------


def hints(*found: Outcome) -> str:
    """Return all that is told of workbooks, in both languages."""
    told = [f for outcome in found for f in outcome.plan.findings]
    return " ".join(f"{f.message.zh} {f.message.en} {f.hint.zh} {f.hint.en}" for f in told)


def refused(path: Path, **options: object) -> list[str]:
    """Return what REQ609 says at the parameters of a workbook."""
    [outcome] = reqsheets.check(path, today=TODAY, **options)  # type: ignore[arg-type]
    return [finding.message.en for finding in outcome.plan.findings if finding.rule == "REQ609"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return another department's ledger, which is there, beside the folder of ours."""
    return workbook("customer", tmp_path / "hr" / "ledger.xlsx", needs=[{"number": "CRM-2023-014"}])


@pytest.mark.fault("S-9")
def test_a_ledger_outside_tells_neither_what_it_holds_nor_that_it_is_there(tmp_path: Path, ledger: Path) -> None:
    needs = [{"number": "CRM-2024-002", "previous": "CRM-2023-041"}]
    ours = tmp_path / "ours"
    there = workbook("customer", ours / "a.xlsx", r"..\hr\ledger.xlsx", needs=needs)
    gone = workbook("customer", ours / "b.xlsx", r"..\hr\nothere.xlsx", needs=needs)
    told = [refused(path)[0].replace("nothere", "ledger") for path in (there, gone)]
    assert told[0] == told[1]
    assert "--trust" in told[0]
    assert "CRM-2023-014" not in hints(*reqsheets.check(there, today=TODAY))
    assert refused(there, trust=[ledger.parent]) == []
    assert refused(there, trust=[tmp_path]) == []
    assert refused(there, trust=[tmp_path / "other"]) != []
    night = ran("nightly", "ours", "--trust", "hr", "--json", "--today", DAY, cwd=tmp_path)
    assert night.exit_code == 1
    [outcome] = reqsheets.check(there, today=TODAY, trust=[tmp_path])
    assert "REQ609" not in {finding.rule for finding in outcome.plan.findings}


@pytest.mark.fault("S-9")
def test_the_folders_and_workbooks_of_the_run_itself_may_be_named(tmp_path: Path, ledger: Path) -> None:
    needs = [{"number": "CRM-2024-002", "previous": "CRM-2023-014"}]
    ours = workbook("customer", tmp_path / "ours" / "a.xlsx", r"..\hr\ledger.xlsx", needs=needs)
    for paths in ([tmp_path], [ours, ledger], [ours.parent, ledger.parent]):
        found = {outcome.path.name: outcome for outcome in reqsheets.check(*paths, today=TODAY)}
        assert "REQ609" not in {finding.rule for finding in found["a.xlsx"].plan.findings}


@pytest.mark.fault("S-9")
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_own_folder_leads_nobody_out(tmp_path: Path, ledger: Path) -> None:
    needs = [{"number": "CRM-2024-002", "previous": "CRM-2023-041"}]
    ours = workbook("customer", tmp_path / "ours" / "a.xlsx", "link/ledger.xlsx；near.xlsx", needs=needs)
    (tmp_path / "ours" / "link").symlink_to(ledger.parent)
    (tmp_path / "ours" / "near.xlsx").symlink_to(ledger)
    [told] = refused(ours)
    assert told.count("--trust") == 2
    assert "CRM-2023-014" not in hints(*reqsheets.check(ours, today=TODAY))


ELSEWHERE = [
    r"\\server\share\a.xlsx",
    "//server/share/a.xlsx",
    r"\\?\C:\a.xlsx",
    "//?/C:/a.xlsx",
    r"\\.\pipe\a",
    r"\??\UNC\server\share\a.xlsx",
    "/??/UNC/server/share/a.xlsx",
    r"\Device\Mup\server\share\a.xlsx",
    "https://host/a.xlsx",
    "file:///etc/passwd",
    "C:a.xlsx",
    "a.xlsx:stream",
    "NUL",
    "con.xlsx",
    r"sub\COM1.xlsx",
    "LPT¹",
    "/etc/passwd",
    "/",
    "..",
    "sub/../../a.xlsx",
    r"..\..\..\..\..\..\etc\passwd",
    "~root/a.xlsx/../../..",
]


@pytest.mark.fault("S-9")
@pytest.mark.parametrize("text", ELSEWHERE)
@pytest.mark.parametrize("parameter", ["关联工作簿", "附件文件夹"])
def test_no_spelling_leads_out_of_the_folder(tmp_path: Path, parameter: str, text: str) -> None:
    path = tmp_path / "ours" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(template(kind_named("customer"), {"parameters": [{"name": parameter, "value": text}]}))
    told = refused(path)
    assert len(told) == 1
    assert GONE.en not in told[0]


# --- names that a system takes for commands -----------------------------------------------------------------------


@pytest.mark.fault("S-8")
@pytest.mark.parametrize(
    "name", ["客户需求^&calc ^&b.xlsx", "a&b.xlsx", "100%.xlsx", "a^b.xlsx", "a!b.xlsx", 'a"b.xlsx']
)
def test_the_add_in_refuses_a_name_that_cmd_would_carry_out(name: str) -> None:
    clicks = pytest.importorskip("reqsheets.ribbon.actions", reason="the ribbon needs xlwings")
    with pytest.raises(UsageError, match=r"first rename the file"):
        clicks.refuse_odd_name(name, "win32")
    clicks.refuse_odd_name(name, "darwin")
    clicks.refuse_odd_name("客户需求 (1)，张三's=[a]{b};.xlsx", "win32")


@pytest.mark.fault("S-8", "S-16")
def test_the_add_in_itself_looks_at_each_sign_before_python_is_started() -> None:
    module = (ROOT / "macros" / "ReqsheetsRibbon.bas").read_text("ascii")
    press = module[module.index("Sub Press(") : module.index("End Sub", module.index("Sub Press("))]
    assert press.index("HasOddPath") < press.index("RunPython")
    refused_on_windows = module[module.index('Chr$(34) & "^') :].splitlines()[0]
    assert all(sign in refused_on_windows for sign in "^&%!|<>")
    assert "sys.path[:] = filter(None, sys.path)" in press  # no module of the current folder is taken for ours


# --- text that would be computed ----------------------------------------------------------------------------------


@pytest.mark.fault("S-16")
@pytest.mark.parametrize(
    "text", ["＝1+1", "＋1", "－1", "＠SUM(A1)", "\n=1+1", " =1+1", "\u3000+1", "\u00a0@A1", " \t=1", "\r-1"]
)
def test_csv_keeps_every_text_that_a_spreadsheet_would_compute_behind_an_apostrophe(text: str) -> None:
    from reqsheets.xlsx.template.table_file import csv_text  # noqa: PLC0415 (each text by itself)

    [_, row] = csv.reader(io.StringIO(csv_text(["需求"], [(text,)]), newline=""))
    assert row[0].startswith("'")


# --- what stands ready in a folder --------------------------------------------------------------------------------


@pytest.mark.fault("S-16")
def test_neither_the_command_nor_safe_python_runs_what_lies_in_the_folder(tmp_path: Path) -> None:
    for name in ("reqsheets", "click", "pandas", "glob", "getpass"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w')\n", "utf-8")
    few(tmp_path / "a.xlsx")
    command = Path(sys.executable).with_name("reqsheets")
    starts = [[sys.executable, "-P", "-m", "reqsheets"], *([[str(command)]] if command.exists() else [])]
    for start in starts:
        done = subprocess.run([*start, "nightly", "a.xlsx"], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        assert not (tmp_path / "ran").exists()


@pytest.mark.fault("S-16")
def test_every_dependency_has_a_version_and_hashes_and_jinja_none_of_known_faults() -> None:
    declared = ConfigParser()
    declared.read(ROOT / "setup.cfg")
    needed = declared["options"]["install_requires"].split("\n")
    assert "jinja2>=3.1.6" in needed
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^([\w.-]+)==\S+.*\\\n(?: +--hash=sha256:[0-9a-f]{64})", locked, re.MULTILINE)
    names = {re.match(r"[\w-]+", line)[0].lower() for line in needed if line and "sys_platform" not in line}  # type: ignore[index]
    assert names <= {name.lower() for name in pinned}
