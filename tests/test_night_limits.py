"""A night over workbooks that hang, abort or lie: each for itself, and the run always ends with its summary."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, ROOT, few, ran, snapshot
from hostile import as_saved, changed, stating

import reqsheets

TODAY = date.fromisoformat(DAY)
# What a workbook of that name does to the process that opens it.
HARMS = """
import os, sys, time
def seen(event, given):
    name = os.path.basename(str(given[0])) if event == "open" else ""
    if name.startswith("hangs"):
        time.sleep(10_000)
    if name.startswith("aborts"):
        os.abort()
    if name.startswith("leaves"):
        os._exit(0)
    if name.startswith("takes"):
        sys.taken = b"x" * (8 << 30)
    if name.startswith("dies-writing") and given[2] & os.O_CREAT:
        os.abort()
sys.addaudithook(seen)
"""


def lie(path: Path, stated: str) -> None:
    """Have a workbook state a number of shared texts."""
    changed(path, "xl/sharedStrings.xml", lambda text: stating("sst", stated)(text.decode()).encode())


def night(folder: Path, *words: object, **variables: str) -> tuple[int, list[dict[str, object]], str]:
    """Run a night in a Python in which workbooks do harm by their names; return exit code, entries and summary."""
    site = folder.parent / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(HARMS, "utf-8")
    where = os.pathsep.join((str(ROOT), str(site)))
    all_words = ("nightly", folder, "--json", "--today", DAY, "--report", folder.parent / "report", *words)
    told = ran(*all_words, cwd=folder.parent, PYTHONPATH=where, **variables)
    return told.exit_code, json.loads(told.out), (folder.parent / "report" / "summary.txt").read_text("utf-8")


@pytest.mark.fault("S-1", "S-5")
@pytest.mark.parametrize("jobs", [1, 2])
def test_of_twenty_workbooks_one_hangs_one_aborts_one_lies_and_seventeen_are_done(tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    content = few(folder / "w00.xlsx").read_bytes()
    for number in range(1, 17):
        (folder / f"w{number:02}.xlsx").write_bytes(content)
    for name in ("hangs-04", "aborts-08"):
        (folder / f"{name}.xlsx").write_bytes(content)
    lying = as_saved(few(folder / "lies-12.xlsx"))
    lie(lying, 'uniqueCount="4000000000"')
    code, entries, summary = night(folder, "--write", "--time-limit", 60, "--jobs", jobs, "--lang", "en")
    ends = {Path(str(entry["path"])).stem: (entry["exit_code"], entry["written"]) for entry in entries}
    assert code == 3
    assert {name for name, end in ends.items() if end[0] == 3} == {"hangs-04", "aborts-08", "lies-12"}
    assert sum(end == (1, True) for end in ends.values()) == 17
    errors = {Path(str(entry["path"])).stem: str(entry["error"]) for entry in entries if entry["error"]}
    assert errors["hangs-04"].endswith("(REQ017)")
    assert errors["aborts-08"].endswith("(REQ019)")
    assert "4000000000" in errors["lies-12"]
    assert errors["lies-12"].endswith("(REQ020)")
    assert "20 workbook(s): 0 clean, 17 with errors, 3 failed" in summary


@pytest.mark.fault("S-1")
def test_a_workbook_that_takes_too_much_memory_or_ends_its_process_is_told_and_the_next_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    content = few(folder / "a.xlsx").read_bytes()
    for name in ("leaves", "takes", "z"):
        (folder / f"{name}.xlsx").write_bytes(content)
    code, entries, _ = night(folder, "--memory-limit", 2000)
    assert code == 3
    assert [entry["exit_code"] for entry in entries] == [1, 3, 3, 1]
    assert "REQ019" in str(entries[1]["error"])
    assert "REQ018" in str(entries[2]["error"])


@pytest.mark.fault("S-1")
def test_a_process_that_dies_in_the_middle_of_a_write_leaves_the_workbook_whole(tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    content = few(folder / "x.xlsx").read_bytes()
    (folder / "x.xlsx").unlink()
    path = folder / "dies-writing.xlsx"
    path.write_bytes(content)
    variables = {"REQSHEETS_USER": "a"}
    code, entries, _ = night(folder, "--write", **variables)
    assert code == 3
    assert "REQ019" in str(entries[0]["error"])
    assert path.read_bytes() == content
    [entry] = reqsheets.nightly(path, write=True, today=TODAY)
    assert entry.written
    assert reqsheets.verify(path).holds


@pytest.mark.fault("S-1")
def test_a_named_workbook_that_hangs_is_looked_into_once_and_the_others_are_done(tmp_path: Path) -> None:
    from referring import feedback, responses  # noqa: PLC0415 (only here)

    folder = tmp_path / "registers"
    feedback(folder / "hangs.xlsx", "XY2024001")
    for name in "ab":
        responses(folder / f"{name}.xlsx", {"202403-001": "XY2024001"}, named="hangs.xlsx")
    begin = time.monotonic()
    _, entries, _ = night(folder, "--time-limit", 20)
    assert [entry["exit_code"] for entry in entries] == [0, 0, 3]
    assert time.monotonic() - begin < 20 * 5


@pytest.mark.fault("S-1")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_run(tmp_path: Path, sign: signal.Signals) -> None:
    folder = tmp_path / "registers"
    few(folder / "hangs.xlsx")
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(HARMS.replace("time.sleep", "print(os.getpid(), flush=True); time.sleep"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(site)))}
    words = [sys.executable, "-m", "reqsheets", "nightly", str(folder), "--today", DAY]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        assert worker != run.pid
        run.send_signal(sign)
        run.wait(60)
    assert _is_gone(worker)
    assert run.returncode == (130 if sign == signal.SIGINT else -9)


def _is_gone(process: int) -> bool:
    """Tell whether a process ends within a while; a zombie has ended."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.fault("S-5")
def test_single_commands_run_in_this_process_and_refuse_what_lies(tmp_path: Path) -> None:
    lying = as_saved(few(tmp_path / "a.xlsx"))
    lie(lying, 'uniqueCount="4000000000"')
    before = snapshot(tmp_path)
    for words in (("check",), ("merge", "--write"), ("why", "XY2024001")):
        told = ran(words[0], "a.xlsx", *words[1:], cwd=tmp_path)
        assert told.exit_code == 3
        assert "REQ020" in told.err
    assert snapshot(tmp_path) == before
