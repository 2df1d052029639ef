from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, ROOT, ran, ran_python, register

pytestmark = pytest.mark.capability("B25")

RUN = """
import resource, runpy, sys
sys.argv[1:] = {words}
try:
    runpy.run_module("reqsheets", run_name="__main__")
except SystemExit:
    pass
"""
CPU = RUN + "used = resource.getrusage(resource.RUSAGE_SELF); print('cpu', used.ru_utime + used.ru_stime)"
MODULES = RUN + "print('loaded', *{{name.partition('.')[0] for name in sys.modules}})"


@pytest.mark.parametrize("words", [["--help"], ["nightly", "--help"], ["kinds"]], ids=" ".join)
def test_nothing_heavy_is_imported_before_it_is_needed(words: list[str], tmp_path: Path) -> None:
    loaded = ran_python("-c", MODULES.format(words=words), cwd=tmp_path).out.split("loaded")[-1].split()
    assert "click" in loaded
    assert not {"pandas", "numpy", "openpyxl", "pandera", "lxml", "rich"} & set(loaded)


def test_new_makes_a_workbook_that_is_clean_and_overwrites_nothing(tmp_path: Path) -> None:
    assert ran("new", "feedback", "登记 表.xlsx", cwd=tmp_path).exit_code == 0
    made = (tmp_path / "登记 表.xlsx").read_bytes()
    assert ran("check", "登记 表.xlsx", cwd=tmp_path).exit_code == 0
    again = ran("new", "feedback", "登记 表.xlsx", "--example", cwd=tmp_path)
    assert again.exit_code == 2
    assert "已经存在" in again.err
    assert (tmp_path / "登记 表.xlsx").read_bytes() == made
    assert ran("new", "feedback", "登记 表.xlsx", "--example", "--force", cwd=tmp_path).exit_code == 0
    assert (tmp_path / "登记 表.xlsx").read_bytes() != made


def test_options_stand_before_or_behind_the_command(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx", [{"text": "导出为Excel", "number": "XY2024001"}])
    lines = (
        ["check", "a.xlsx", "--json", "--lang", "en", "--today", DAY],
        ["--json", "--lang", "en", "--today", DAY, "check", "a.xlsx"],
        ["--lang", "en", "check", "--json", "a.xlsx", f"--today={DAY}"],
    )
    told = [ran(*words, cwd=tmp_path) for words in lines]
    assert told[0].exit_code == 1
    assert told[0] == told[1] == told[2]
    assert "来源渠道" in json.loads(told[0].out)[0]["message"]
    assert told[0].err == ""


def test_today_is_the_day_that_was_named(tmp_path: Path) -> None:
    register(
        tmp_path / "a.xlsx",
        [{"text": "导出为Excel", "number": "XY2024001", "received": date(2024, 3, 10)}],
    )
    before = ran("check", "a.xlsx", "--json", "--today", "2024-03-09", cwd=tmp_path)
    after = ran("check", "a.xlsx", "--json", "--today", "2024-03-11", cwd=tmp_path)
    assert "REQ401" in {item["rule"] for item in json.loads(before.out)}
    assert "REQ401" not in {item["rule"] for item in json.loads(after.out)}


def test_a_console_that_knows_few_characters_shows_what_it_can(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx", [{"text": "导出为Excel", "number": "XY😀"}])
    for encoding in ("gbk", "cp1252"):
        told = ran("check", "a.xlsx", cwd=tmp_path, encoding=encoding)
        assert told.exit_code == 1
        assert "REQ302" in told.out
        found = json.loads(ran("check", "a.xlsx", "--json", cwd=tmp_path, encoding=encoding).out)
        assert "XY😀" in {item["value"] for item in found}


def test_text_in_a_cell_cannot_steer_the_terminal(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx", [{"text": "导出为Excel", "number": "XY_x001B_[2J\u202e\nZ"}])
    told = ran("check", "a.xlsx", cwd=tmp_path)
    assert "REQ302" in told.out
    assert not {"\x1b", "\u202e"} & set(told.out)


FAULT = """
import sys
from reqsheets import cli
from reqsheets.app import pipeline
def broken(spec, frames, today):
    raise RuntimeError("secret of the house")
pipeline.VERBS = {"check": (broken,), "nightly": (broken,)}
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("command", ["check", "nightly"])
def test_a_fault_of_ours_goes_to_a_log_file_and_not_to_the_screen(command: str, tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx")
    logs = tmp_path / "logs"
    logs.mkdir()
    told = ran_python("-c", FAULT, command, "a.xlsx", cwd=tmp_path, TMPDIR=str(logs))
    [log] = logs.iterdir()
    assert told.exit_code == 4
    assert "Traceback" not in told.out + told.err
    assert str(log) in told.err
    assert "secret of the house" in log.read_text("utf-8")


READ_ONE_LINE = """
import subprocess, sys
command = [sys.executable, "-m", "reqsheets", "check", "a.xlsx"]
with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
    process.stdout.readline()
    process.stdout.close()
    print(process.stderr.read().decode(), process.wait())
"""


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    twice = [{"number": f"XY2024{i // 2:04}"} for i in range(1500)]  # a line each, as it is no fault of the column
    register(tmp_path / "a.xlsx", twice)
    assert ran_python("-c", READ_ONE_LINE, cwd=tmp_path).out.split() == ["0"]


def on_a_terminal(words: list[str], cwd: Path, **variables: str) -> str:
    """Return what the command shows on a terminal of 100 columns."""
    pty = importlib.import_module("pty")  # not there on Windows
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "TERM": "xterm", **variables}
    command = [sys.executable, "-m", "reqsheets", *words]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=environment)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal ends on Linux
        while part := os.read(ours, 4096):
            shown += part
    os.close(ours)
    process.wait()
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_a_terminal_gets_a_table_and_colours_unless_it_wants_none(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx", [{"text": "导出为Excel", "number": "XY1"}])
    coloured = on_a_terminal(["check", "a.xlsx"], tmp_path)
    plain = on_a_terminal(["check", "a.xlsx"], tmp_path, NO_COLOR="1")
    for shown in (coloured, plain):
        assert [title in shown for title in ("级别", "位置", "编号", "问题", "怎么改")] == [True] * 5
        assert "客户需求信息登记表!A2" in shown
    assert "\x1b[1;31m错误" in coloured
    assert "\x1b[1;31m" not in plain
    assert "级别" not in ran("check", "a.xlsx", cwd=tmp_path).out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_a_terminal_shows_how_far_a_batch_is(tmp_path: Path) -> None:
    register(tmp_path / "a.xlsx")
    register(tmp_path / "b.xlsx")
    assert "1/2" in on_a_terminal(["nightly", "."], tmp_path)
    assert "/2" not in ran("nightly", ".", cwd=tmp_path).err
