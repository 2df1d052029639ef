"""Faults put into a save with strace: a kill or an error of the system at one chosen call of the save."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from command_line import ROOT, snapshot

FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
# Calls that touch no file, so that an error of theirs would be one of memory; a kill at them counts as any other.
NO_FILES = {"brk", "mmap", "munmap", "mremap", "getpid", "getrandom", "ioctl", "exit_group", "futex", "pselect6"}
OUTCOME = (".xlsx", "journal.jsonl")  # the same after the next night, whatever happened before it
LITTER = (".reqsheets-new", ".new", "under-way.jsonl")
CALL = re.compile(r"([a-z]\w+)\(")


@dataclass(frozen=True)
class Point:
    """The `count`-th call of that name, and what happens there."""

    call: str
    count: int
    fault: str


@cache
def why_not() -> str:
    """Return why this machine lets nobody trace a process, "" where it does."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"tracing is not allowed here: {tried.stderr.strip()}"


# What a process does to begin and to end, before or after the save; strace may come too late to see the first.
NO_SAVE = ("pselect6", "exit_group", "set_robust_list", "rseq", "set_tid_address", "gettid", "clone", "clone3", "futex")
TRIES = 3  # on a busy machine a call now and then comes earlier or later than in the clean run


class Saver:
    """A process that saves on demand (`saving.py`), each time in a child that can be traced."""

    def __init__(self, folder: Path, register: Path) -> None:
        """Serve copies of the folder that holds this register and its history, if any."""
        self.folder, self.register = folder, register
        self.count = itertools.count()
        self.sound: set[tuple[str, int]] = set()  # how a save ended and what it left, where the next runs went well
        command = [sys.executable, str(ROOT / "tests" / "saving.py"), register.name, str(register)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")} | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
        )
        self._answer()
        self.old = register.read_bytes()
        clean = self.copy()
        assert self.ask("again", clean) == "saved", self.log(clean)
        self.new = (clean / register.name).read_bytes()
        assert self.new != self.old
        assert self.ask("night", clean) == "saved", self.log(clean)
        self.after = {name: content for name, content in snapshot(clean).items() if name.endswith(OUTCOME)}
        assert len(self.after) == len(OUTCOME)

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin and self.process.stdout  # noqa: PT018 (one reason: Popen was asked for both)
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)

    def copy(self) -> Path:
        """Return a new folder that holds the register."""
        return Path(shutil.copytree(self.register.parent, self.folder / f"{next(self.count):05}"))

    def ask(self, word: str, folder: Path | None = None) -> str:
        """Say a word to the process and return its answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{word} {folder or ''}\n")
        self.process.stdin.flush()
        return self._answer()

    def log(self, folder: Path) -> str:
        """Return what the last save in this folder had to say."""
        log = Path(f"{folder}.log")
        return log.read_text("utf-8") if log.exists() else ""

    def traced(self, folder: Path, *options: str) -> tuple[str, str]:
        """Save under strace; return how it ended and the trace."""
        child = self.ask("save", folder)
        trace = Path(f"{folder}.trace")
        command = ["strace", "-o", str(trace), *options, "-p", child]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr
            said = tracer.stderr.readline()
            ended = self.ask("go")
            tracer.communicate(timeout=60)
        assert "attached" in said, said
        text = trace.read_text("utf-8", "replace")
        trace.unlink()
        return ended, text

    def points(self, fault: str) -> list[Point]:
        """Return every call of a save at which this fault can happen, in their order."""
        folder = self.copy()
        ended, trace = self.traced(folder)
        assert ended == "saved", self.log(folder)
        seen: Counter[str] = Counter()
        found = []
        for call in map(CALL.match, trace.splitlines()):
            if call is None or call[1] in NO_SAVE or (call[1] in NO_FILES and "error" in fault):
                continue
            seen[call[1]] += 1
            found.append(Point(call[1], seen[call[1]], fault))
        shutil.rmtree(folder)
        return found

    def harm(self, point: Point) -> Iterator[str]:
        """Yield what is wrong after a save that met this fault; leave no trace of it where nothing is."""
        inject = f"inject={point.call}:{point.fault}:when={point.count}"
        for _ in range(TRIES):
            folder = self.copy()
            ended, trace = self.traced(folder, "-e", f"trace={point.call}", "-e", inject)
            if "(INJECTED)" in trace or "KILL" in point.fault:
                break
        problems = list(self._problems(folder, point, ended, trace))
        yield from (f"{point}: {problem}" for problem in problems)
        if not problems:
            shutil.rmtree(folder)
            Path(f"{folder}.log").unlink(missing_ok=True)

    def _problems(self, folder: Path, point: Point, ended: str, trace: str) -> Iterator[str]:
        path = folder / self.register.name
        if "KILL" in point.fault:
            if ended != "killed":
                yield f"not killed but {ended}"
        elif "(INJECTED)" not in trace:
            yield "the fault did not happen"
        if ended == "fault":
            yield f"a traceback: {self.log(folder)}"
        now = path.read_bytes()
        state = ended, hash(frozenset(_left(folder)))  # all that the next run can know of this one
        if state in self.sound:
            return
        if now not in (self.old, self.new) or (ended, now == self.new) in {("saved", False), ("refused", True)}:
            yield f"{ended}, but the file is {'new' if now == self.new else 'old' if now == self.old else 'neither'}"
        found = list(self._problems_later(folder, path, now))
        if not found:
            self.sound.add(state)
        yield from found

    def _problems_later(self, folder: Path, path: Path, now: bytes) -> Iterator[str]:
        if now != self.new:
            again = self.ask("again", folder)
            if again != "saved" or path.read_bytes() != self.new:
                yield f"the next save: {again} {self.log(folder)}"
        night = self.ask("night", folder)
        if night != "saved":
            yield f"the next night: {night} {self.log(folder)}"
        files = snapshot(folder)
        other = [name for name, content in self.after.items() if files.get(name) != content]
        if other:
            yield f"not as after a night without faults: {other}"
        left = [name for name in files if name.endswith(LITTER)]
        if left:
            yield f"left behind: {left}"

    def _answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")


def _left(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield all files and folders, a file's random part of its name left out."""
    for path in folder.rglob("*"):
        name = re.sub(r"\w{8}(?=\.reqsheets-new$)", "", str(path.relative_to(folder)))
        yield name, path.read_bytes() if path.is_file() else None


def spread(points: Sequence[Point], count: int) -> list[Point]:
    """Return about so many of the points, evenly over the save, and the last of each call; of a full disk the first."""
    chosen = {points[i * len(points) // count] for i in range(count)}
    for call in {point.call for point in points}:
        own = [point for point in points if point.call == call]
        chosen.add(own[0] if "ENOSPC" in own[0].fault else own[-1])
    return [point for point in points if point in chosen]
