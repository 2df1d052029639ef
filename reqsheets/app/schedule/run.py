"""One scheduled run: never two at once, a log that does not grow for ever, and what became of it for `doctor`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reqsheets.app.schedule.jobs import Job, Plan
from reqsheets.store.plain_files import put
from reqsheets.store.user_folder import user_folder

LONGEST = 1 << 20  # bytes of a log
KEPT = 5  # older logs
STALE = timedelta(hours=12)  # a lock older than that was left by a killed run
DAY = timedelta(hours=24)
BUSY = 3  # exit code where another run is at work


@dataclass(frozen=True, slots=True)
class Last:
    """How the last run of a job went."""

    time: datetime
    exit_code: int
    seconds: float


def folder_of(plan: Plan) -> Path:
    """Return where log, lock and result of a plan lie, made if need be."""
    folder = user_folder() / "schedule" / plan.name
    folder.mkdir(0o700, parents=True, exist_ok=True)
    return folder


def last_run(plan: Plan, job: Job) -> Last | None:
    """Return how the last run of a job went, None where there was none."""
    try:
        item = json.loads((folder_of(plan) / f"last-{job}.json").read_text("utf-8"))
        return Last(datetime.fromisoformat(item["time"]), int(item["exit_code"]), float(item["seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def command_of(plan: Plan, job: Job) -> list[str]:
    """Return the words of the command that a job runs."""
    report = ["--report", plan.report] if plan.report else []
    if job == "remind":
        return ["remind", plan.path, "--send", *report]
    return ["nightly", plan.path, "--write", "--quiet", *report]


def scheduled(plan: Plan, job: Job, now: datetime, *, if_missed: bool) -> int:
    """Run a job in a process of its own and return its exit code; what it prints goes to the log."""
    folder = folder_of(plan)
    before = last_run(plan, job)
    if if_missed and before is not None and now - before.time < DAY:
        return 0
    with _alone(folder / "lock", now) as free:
        if not free:
            _log(folder / "log.txt", f"{now.isoformat(timespec='seconds')} {job}: another run is at work\n")
            return BUSY
        words = [sys.executable, "-X", "utf8", "-m", "reqsheets", *command_of(plan, job)]
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # noqa: S603 (ours)
        exit_code = done.returncode
        seconds = (datetime.now().astimezone().replace(tzinfo=None) - now).total_seconds()
        head = f"{now.isoformat(timespec='seconds')} {job}: exit code {exit_code}\n"
        _log(folder / "log.txt", head + done.stdout.decode("utf-8", "replace"))
        told = {"time": now.isoformat(timespec="seconds"), "exit_code": exit_code, "seconds": round(seconds, 1)}
        put(folder.resolve() / f"last-{job}.json", json.dumps(told).encode())
        return exit_code


@contextmanager
def _alone(lock: Path, now: datetime) -> Iterator[bool]:
    """Yield whether nobody else is at work; a lock that a killed run left is taken over after half a day."""
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        if not _is_stale(lock, now):
            yield False
            return
        handle = os.open(lock, os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        yield True
    finally:
        lock.unlink(missing_ok=True)


def _is_stale(lock: Path, now: datetime) -> bool:
    try:
        made = datetime.fromtimestamp(lock.stat().st_mtime).astimezone().replace(tzinfo=None)
    except OSError:
        return True
    return abs(now - made) > STALE


def _log(path: Path, text: str) -> None:
    """Add to the log; a full one becomes log.1.txt, and so on."""
    if path.exists() and path.stat().st_size > LONGEST:
        for n in range(KEPT, 0, -1):
            older = path.with_name(f"log.{n}.txt")
            newer = path if n == 1 else path.with_name(f"log.{n - 1}.txt")
            if newer.exists():
                newer.replace(older)
    with path.open("a", encoding="utf-8", errors="replace") as file:
        file.write(text)
