"""Installing, showing, removing and examining what is scheduled for a path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reqsheets.app.schedule.jobs import JOBS, Installed, Job, Plan, System, installed
from reqsheets.app.schedule.run import folder_of, last_run, scheduled
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Words

OVERDUE = timedelta(hours=26)  # since the last run
PATIENCE = 60  # seconds for a command of the system


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `doctor` looked at."""

    is_well: bool
    what: Words


@dataclass(frozen=True)
class Scheduled:
    """What is or would be installed, whether it was done, and what `doctor` found."""

    plan: Plan
    installed: Installed
    done: bool = False
    checks: tuple[Check, ...] = ()
    ran: int = 0  # the exit code of the job that was run

    @property
    def exit_code(self) -> int:
        """Return that of the job, else 1 where something is not well."""
        return self.ran or int(any(not check.is_well for check in self.checks))


def this_system() -> System:
    """Return the scheduler of this machine."""
    if sys.platform == "win32":
        return "task"
    if sys.platform == "darwin":
        return "launchd"
    return "systemd" if Path("/run/systemd/system").is_dir() and shutil.which("systemctl") else "cron"


def carried_out(
    action: str, plan: Plan, system: System | None, job: Job, now: datetime, *, if_missed: bool, write: bool
) -> Scheduled:
    """Do what an action asks for on this machine's scheduler, or on the one that is named."""
    chosen, home = system or this_system(), Path.home()
    match action:
        case "install" | "show":
            return install(plan, chosen, home, write=write and action == "install")
        case "remove":
            return remove(plan, chosen, home, write=write)
        case "doctor":
            return doctor(plan, chosen, home, now)
        case "run":
            exit_code = scheduled(plan, job, now, if_missed=if_missed)
            return Scheduled(plan, installed(plan, chosen, home), done=True, ran=exit_code)
        case _:
            raise UsageError(f"没有“{action}”这个动作", f"there is no action {action!r}")


def install(plan: Plan, system: System, home: Path, *, write: bool) -> Scheduled:
    """Install a plan, or without `write` only say what that would be; what was installed for the path is replaced."""
    found = installed(plan, system, home)
    if write:
        for path, text in found.files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-16" if system == "task" else "utf-8")
        if system == "cron":
            _crontab(plan, found.lines)
        else:
            for words in found.on:
                _called(words)
    return Scheduled(plan, found, done=write)


def remove(plan: Plan, system: System, home: Path, *, write: bool) -> Scheduled:
    """Take away what is installed for a path, or without `write` only say what that would be."""
    found = installed(plan, system, home)
    if write:
        if system == "cron":
            _crontab(plan, ())
        else:
            for words in found.off:
                _called(words, may_fail=True)
        for path, _ in found.files:
            path.unlink(missing_ok=True)
    return Scheduled(plan, found, done=write)


def doctor(plan: Plan, system: System, home: Path, now: datetime) -> Scheduled:
    """Look at what is installed, at the path, and at the last run of each job."""
    found = installed(plan, system, home)
    return Scheduled(plan, found, checks=tuple(_checks(plan, found, now)))


def _checks(plan: Plan, found: Installed, now: datetime) -> Iterator[Check]:
    there = Path(plan.path).exists()
    yield Check(
        there, Words(f"{plan.path}：{'在' if there else '找不到'}", f"{plan.path}: {'there' if there else 'not found'}")
    )
    if found.system == "cron":
        is_on = sum(line.endswith(f"# {plan.name}") for line in _lines()) >= len(found.lines)  # at whatever time
    else:
        is_on = all(path.exists() for path, _ in found.files)
    yield Check(is_on, Words("计划任务已安装", "installed") if is_on else Words("计划任务没有安装", "not installed"))
    for job in JOBS:
        last = last_run(plan, job)
        if last is None:
            yield Check(is_well=False, what=Words(f"{job}：还没有运行过", f"{job}: has not run yet"))
            continue
        when = f"{last.time:%Y-%m-%d %H:%M}"
        fresh = now - last.time <= OVERDUE
        well = fresh and last.exit_code < 2  # noqa: PLR2004 (1 is errors in the data)
        late = Words("", "") if fresh else Words("，之后没有再运行", ", and not since")
        code = last.exit_code
        yield Check(
            well, Words(f"{job}：上次 {when}，返回码 {code}{late.zh}", f"{job}: last {when}, exit code {code}{late.en}")
        )
    log = folder_of(plan) / "log.txt"
    yield Check(is_well=True, what=Words(f"日志：{log}", f"log: {log}"))


def _crontab(plan: Plan, lines: tuple[str, ...]) -> None:
    kept = [line for line in _lines() if not line.endswith(f"# {plan.name}")]
    _called(("crontab", "-"), text="".join(f"{line}\n" for line in [*kept, *lines]))


def _lines() -> list[str]:
    if shutil.which("crontab") is None:
        return []
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S607 (the system's own)
    return done.stdout.splitlines() if done.returncode == 0 else []


def _called(words: tuple[str, ...], *, text: str | None = None, may_fail: bool = False) -> None:
    """Call a command of the system; raise UsageError with what it said where it fails."""
    if shutil.which(words[0]) is None:
        raise UsageError(f"这台机器上没有 {words[0]}", f"this machine has no {words[0]}")
    done = subprocess.run(words, input=text, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603 (words of ours)
    if done.returncode and not may_fail:
        said = (done.stderr or done.stdout).strip()
        raise UsageError(f"{' '.join(words)} 失败：{said}", f"{' '.join(words)} failed: {said}")
