# ruff: noqa: DTZ001  (local times, decision T-24)
"""The night on any machine: what is installed for each scheduler, one run at a time, and what doctor finds."""

from __future__ import annotations

import os
import plistlib
import shlex
import stat
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from command_line import here
from test_own_kinds import TOML

import reqsheets
from reqsheets.app.nightly import judged
from reqsheets.app.schedule import run as running
from reqsheets.app.schedule.actions import doctor, install, remove
from reqsheets.app.schedule.jobs import JOBS, SYSTEMS, Plan, System, installed, words_of
from reqsheets.app.schedule.run import folder_of, last_run, scheduled
from reqsheets.kinds.own_kinds import use_kinds
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Words
from reqsheets.report.run_log import Entry, RuleCount
from reqsheets.store.plain_files import put

pytestmark = pytest.mark.capability("B28")

NOW = datetime(2024, 4, 11, 2, 0)
CRONTAB = '#!/bin/sh\nif [ "$1" = -l ]; then cat "$TAB" 2>/dev/null; else cat > "$TAB"; fi\n'
ODD = r"/data/需求 100% $HOME \"x\""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REQSHEETS_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_task_starts_late_rather_than_never_and_never_twice(home: Path) -> None:
    found = installed(Plan(ODD, "2:05"), "task", home)
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    texts = [text.replace(' encoding="UTF-16"', "") for _, text in found.files]
    trees = [ET.fromstring(text) for text in texts]  # noqa: S314 (ours)
    starts = [tree.findtext(".//t:StartBoundary", namespaces=space) for tree in trees]
    assert starts == ["2024-01-01T02:05:00", "2024-01-01T09:00:00"]
    assert {tree.findtext(".//t:StartWhenAvailable", namespaces=space) for tree in trees} == {"true"}
    assert {tree.findtext(".//t:MultipleInstancesPolicy", namespaces=space) for tree in trees} == {"IgnoreNew"}
    assert all("schedule run" in str(tree.findtext(".//t:Arguments", namespaces=space)) for tree in trees)


def test_launchd_systemd_and_cron_call_the_same_words_whatever_the_path_holds(home: Path) -> None:
    plan = Plan(ODD, "02:00", "08:30", "/data/报告")
    agent = plistlib.loads(installed(plan, "launchd", home).files[1][1].encode())
    assert agent["ProgramArguments"] == words_of(plan, "remind")
    assert agent["StartCalendarInterval"] == {"Hour": 8, "Minute": 30}
    files = {path.name: text for path, text in installed(plan, "systemd", home).files}
    assert "OnCalendar=*-*-* 02:00:00\nPersistent=true" in files[f"{plan.name}-night.timer"]
    assert "100%%" in files[f"{plan.name}-night.service"]
    assert "$$HOME" in files[f"{plan.name}-night.service"]
    lines = installed(plan, "cron", home).lines
    assert [line.split(" /")[0] for line in lines] == ["0 2 * * *", "@reboot", "30 8 * * *", "@reboot"]
    command = lines[0].removeprefix("0 2 * * * ").removesuffix(f" # {plan.name}").replace("\\%", "%")
    assert shlex.split(command) == words_of(plan, "night")


@pytest.mark.parametrize("text", ["25:00", "2", "zwei", "02:60", ""])
def test_a_time_that_is_none_is_refused(home: Path, text: str) -> None:
    for system in SYSTEMS:
        with pytest.raises(UsageError):
            installed(Plan("/data", text), system, home)


@pytest.mark.parametrize("system", SYSTEMS)
def test_without_write_nothing_is_installed(home: Path, system: System) -> None:
    found = install(Plan("/data"), system, home, write=False)
    assert not found.done
    assert not home.exists()


def test_a_crontab_keeps_what_is_there_and_is_replaced_and_taken_back(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(CRONTAB)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("TAB", str(tmp_path / "tab"))
    (tmp_path / "tab").write_text("0 1 * * * backup\n")
    install(Plan("/data"), "cron", home, write=True)
    install(Plan("/data", "03:00"), "cron", home, write=True)
    lines = (tmp_path / "tab").read_text().splitlines()
    assert lines[0] == "0 1 * * * backup"
    assert [line.split(" /")[0] for line in lines[1:]] == ["0 3 * * *", "@reboot", "0 9 * * *", "@reboot"]
    [_, is_on, *_] = doctor(Plan("/data"), "cron", home, NOW).checks  # asked without naming the hour again
    assert is_on.is_well
    remove(Plan("/data"), "cron", home, write=True)
    assert (tmp_path / "tab").read_text() == "0 1 * * * backup\n"


def test_a_system_without_its_program_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="crontab"):
        install(Plan("/data"), "cron", home, write=True)


def test_a_run_leaves_a_log_and_its_result_and_a_second_one_waits_its_turn(tmp_path: Path, home: Path) -> None:
    plan = Plan(str(tmp_path / "nothing"))
    now = datetime.now().astimezone().replace(tzinfo=None)
    assert scheduled(plan, "night", now, if_missed=False) == 2  # there is no such folder
    log = (folder_of(plan) / "log.txt").read_text("utf-8")
    assert "exit code 2" in log
    assert "nothing" in log
    last = last_run(plan, "night")
    assert last is not None
    assert last.exit_code == 2
    assert scheduled(plan, "night", now, if_missed=True) == 0  # it ran just now
    (folder_of(plan) / "lock").touch()
    assert scheduled(plan, "night", now, if_missed=False) == 3
    assert [check.is_well for check in doctor(plan, "systemd", home, now).checks] == [False, False, False, False, True]


def test_a_lock_of_a_killed_run_does_not_last_and_a_full_log_is_turned(tmp_path: Path) -> None:
    plan = Plan(str(tmp_path / "nothing"))
    folder = folder_of(plan)
    (folder / "lock").touch()
    (folder / "log.txt").write_text("x" * (running.LONGEST + 1))
    later = datetime.now().astimezone().replace(tzinfo=None) + timedelta(hours=13)
    assert scheduled(plan, "remind", later, if_missed=False) == 2
    assert (folder / "log.1.txt").stat().st_size > running.LONGEST
    assert (folder / "log.txt").stat().st_size < running.LONGEST
    assert not (folder / "lock").exists()


def test_doctor_is_well_when_both_ran_last_night(tmp_path: Path, home: Path) -> None:
    plan = Plan(str(tmp_path))
    for job in JOBS:
        told = f'{{"time": "{NOW.isoformat()}", "exit_code": {int(job == "night")}, "seconds": 3}}'
        put(folder_of(plan).resolve() / f"last-{job}.json", told.encode())
    for path, text in installed(plan, "systemd", home).files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert doctor(plan, "systemd", home, NOW + timedelta(hours=8)).exit_code == 0
    assert doctor(plan, "systemd", home, NOW + timedelta(hours=30)).exit_code == 1


def test_the_command_prints_what_it_would_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = here(capsys, "schedule", "install", str(tmp_path), "--system", "systemd", "--at", "01:30")
    assert ran.exit_code == 0
    assert "OnCalendar=*-*-* 01:30:00" in ran.out
    assert "--write" in ran.out
    assert here(capsys, "schedule", "install", str(tmp_path), "--at", "99").exit_code == 2


def entry(exit_code: int, since: dict[str, int], *fresh: str) -> Entry:
    rules = tuple(RuleCount("REQ301", level, 1, (), Words("", "")) for level in fresh)  # type: ignore[arg-type]
    return Entry(
        "a",
        "feedback",
        {},
        {},
        rules,
        written=False,
        skipped=False,
        seconds=0,
        exit_code=exit_code,
        error=None,
        since=since,
        fresh=rules,
    )


def test_what_fails_a_night_can_be_chosen() -> None:
    old, new = {"new": 0, "old": 3, "gone": 0}, {"new": 1, "old": 3, "gone": 0}
    cases = [
        (entry(1, old), "error", 1),
        (entry(1, old), "new", 0),
        (entry(1, new, "warning"), "new", 0),
        (entry(1, new, "error"), "new", 1),
        (entry(1, {"new": 0, "old": 0, "gone": 0}), "new", 1),  # the first run
        (entry(1, new, "error"), "fault", 0),
        (entry(3, old), "fault", 3),
        (entry(0, old), "error", 0),
    ]
    assert [judged(one, fail_on).exit_code for one, fail_on, _ in cases] == [code for *_, code in cases]  # type: ignore[arg-type]


def test_the_jobs_know_the_kinds_that_are_known_when_they_are_installed(tmp_path: Path) -> None:
    file = tmp_path / "own kind.toml"
    file.write_text(TOML, "utf-8")
    with use_kinds(file):
        found = reqsheets.schedule("show", tmp_path, system="cron")
    night = found.installed.lines[0].removesuffix(f" # {found.plan.name}").replace("\\%", "%")
    words = shlex.split(night.removeprefix("0 2 * * * "))
    assert words[-2:] == ["--kind-file", str(file)]
    path = tmp_path / "a.xlsx"
    with use_kinds(file):
        reqsheets.new("complaints", path)
    done = subprocess.run([*words[: words.index("--job")], "--job", "night", *words[-2:]], check=False)
    assert done.returncode == 0
