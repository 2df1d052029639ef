"""What the system's scheduler is told: the night, and the reminders at the start of office hours. Texts only.

Every entry calls `reqsheets schedule run`, which keeps the log, the lock and the result of the last run.
"""

from __future__ import annotations

import plistlib
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Literal, TypeAlias

from reqsheets.model.errors import UsageError

System: TypeAlias = Literal["task", "launchd", "systemd", "cron"]
Job: TypeAlias = Literal["night", "remind"]
SYSTEMS: tuple[System, ...] = ("task", "launchd", "systemd", "cron")
JOBS: tuple[Job, ...] = ("night", "remind")
TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
LONGEST = "PT6H"  # that a task may run
TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{description}</Description></RegistrationInfo>
  <Triggers><CalendarTrigger><StartBoundary>2024-01-01T{time}:00</StartBoundary><Enabled>true</Enabled><ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>{longest}</ExecutionTimeLimit>
  </Settings>
  <Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """When which folder or workbook has its turn; `report` is where pages go ("" for none)."""

    path: str
    at: str = "02:00"
    remind_at: str = "09:00"
    report: str = ""
    kind_files: tuple[str, ...] = ()  # of own kinds that the jobs shall know

    @property
    def name(self) -> str:
        """Return a name of its own for what is scheduled for this path."""
        return f"reqsheets-{sha256(self.path.encode()).hexdigest()[:8]}"

    def time(self, job: Job) -> tuple[int, int]:
        """Return hour and minute of a job; raise UsageError where its time is none."""
        text = self.at if job == "night" else self.remind_at
        found = TIME.fullmatch(text.strip())
        if found is None:
            raise UsageError(f"“{text}”不是时刻，应为 02:00 这样的写法", f"{text!r} is no time such as 02:00")
        return int(found[1]), int(found[2])


@dataclass(frozen=True, slots=True)
class Installed:
    """What belongs to a plan on one system: files with their texts, commands that switch it on and off."""

    system: System
    files: tuple[tuple[Path, str], ...]
    on: tuple[tuple[str, ...], ...]
    off: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...] = ()  # of a crontab


def words_of(plan: Plan, job: Job) -> list[str]:
    """Return the command line of a job, the interpreter included."""
    report = ["--report", plan.report] if plan.report else []
    kinds = [word for file in plan.kind_files for word in ("--kind-file", file)]
    return [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "reqsheets",
        "schedule",
        "run",
        plan.path,
        "--job",
        job,
        *report,
        *kinds,
    ]


def installed(plan: Plan, system: System, home: Path) -> Installed:
    """Return what is to be installed; nothing is written."""
    for job in JOBS:
        plan.time(job)
    made = {"task": _task, "launchd": _launchd, "systemd": _systemd, "cron": _cron}
    return made[system](plan, home)


def _task(plan: Plan, home: Path) -> Installed:
    files, on, off = [], [], []
    for job in JOBS:
        hour, minute = plan.time(job)
        command, *arguments = words_of(plan, job)
        text = TASK.format(
            description=escape(f"reqsheets {job}: {plan.path}", quote=False),
            time=f"{hour:02}:{minute:02}",
            longest=LONGEST,
            command=escape(command, quote=False),
            arguments=escape(subprocess.list2cmdline(arguments), quote=False),
        )
        place = home / "AppData" / "Local" / "reqsheets" / f"{plan.name}-{job}.xml"
        files.append((place, text))
        name = f"reqsheets\\{plan.name}-{job}"
        on.append(("schtasks", "/Create", "/TN", name, "/XML", str(place), "/F"))
        off.append(("schtasks", "/Delete", "/TN", name, "/F"))
    return Installed("task", tuple(files), tuple(on), tuple(off))


def _launchd(plan: Plan, home: Path) -> Installed:
    files, on, off = [], [], []
    for job in JOBS:
        hour, minute = plan.time(job)
        label = f"{plan.name}-{job}"
        item = {
            "Label": label,
            "ProgramArguments": words_of(plan, job),
            "StartCalendarInterval": {"Hour": hour, "Minute": minute},
            "EnvironmentVariables": {"PYTHONUTF8": "1"},
            "ProcessType": "Background",
        }
        place = home / "Library" / "LaunchAgents" / f"{label}.plist"
        files.append((place, plistlib.dumps(item).decode()))
        on.append(("launchctl", "load", "-w", str(place)))
        off.append(("launchctl", "unload", "-w", str(place)))
    return Installed("launchd", tuple(files), tuple(on), tuple(off))


def _systemd(plan: Plan, home: Path) -> Installed:
    files: list[tuple[Path, str]] = []
    on: list[tuple[str, ...]] = [("systemctl", "--user", "daemon-reload")]
    off: list[tuple[str, ...]] = []
    folder = home / ".config" / "systemd" / "user"
    for job in JOBS:
        hour, minute = plan.time(job)
        unit = f"{plan.name}-{job}"
        command = " ".join(map(_quoted, words_of(plan, job)))
        service = (
            f"[Unit]\nDescription=reqsheets {job}\n\n[Service]\nType=oneshot\nEnvironment=PYTHONUTF8=1\n"
            f"ExecStart={command}\n"
        )
        timer = (
            f"[Unit]\nDescription=reqsheets {job}\n\n[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}:00\n"
            "Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )
        files += [(folder / f"{unit}.service", service), (folder / f"{unit}.timer", timer)]
        on.append(("systemctl", "--user", "enable", "--now", f"{unit}.timer"))
        off.append(("systemctl", "--user", "disable", "--now", f"{unit}.timer"))
    return Installed("systemd", tuple(files), tuple(on), tuple(off))


def _quoted(word: str) -> str:
    """Return a word as systemd reads it: in quotes, % and $ doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _cron(plan: Plan, home: Path) -> Installed:
    del home
    lines = []
    for job in JOBS:
        hour, minute = plan.time(job)
        words = words_of(plan, job)
        lines.append(f"{minute} {hour} * * * {_for_cron(words)} # {plan.name}")
        lines.append(f"@reboot {_for_cron([*words, '--if-missed'])} # {plan.name}")
    return Installed("cron", (), (("crontab", "-"),), (("crontab", "-"),), tuple(lines))


def _for_cron(words: Sequence[str]) -> str:
    return shlex.join(words).replace("%", "\\%")
