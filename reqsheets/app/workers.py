"""Work in processes of their own, each piece with a limit of time and memory: what hangs or dies takes nothing along.

Workers are forked where that is safe (Linux), so that what was imported is shared, and started anew elsewhere; each
does one piece after the other. One that is killed, or dies, is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Generic, Literal, TypeVar

from reqsheets.store.passwords import asked

if sys.platform == "linux":
    import ctypes
    import resource
else:
    import psutil

Work = TypeVar("Work")
Result = TypeVar("Result")

METHOD = "fork" if sys.platform == "linux" else "spawn"  # macOS' own libraries do not survive a fork
LOOK = 0.25  # seconds between two looks at how much memory a worker has taken
GRACE = 10  # seconds beyond its limit after which a worker ends itself, if nobody is left to end it
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds by the clock; bytes beyond what the worker has before it begins."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Killed:
    """A piece of work that was not finished: over its time, over its memory, or its process died of itself.

    `code` is the exit code of the process, the negative number of the signal that ended it.
    """

    why: Literal["time", "memory", "died"]
    limits: Limits
    seconds: float  # that it took until then
    code: int | None = None


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


@dataclass(frozen=True, slots=True)
class _Turn:
    """A piece of work that a worker is at."""

    worker: _Worker
    place: int
    limits: Limits
    begin: float
    memory: int  # bytes that the worker had before

    @property
    def end(self) -> float:
        """Return the moment at which it is over its time."""
        return self.begin + self.limits.seconds


def results(
    do: Callable[[Work], Result],
    work: Sequence[Work],
    jobs: int,
    limits: Callable[[Work], Limits],
    once_more: Callable[[Work, Killed], bool],
) -> Iterator[Result | Killed]:
    """Yield what `do` returns for each piece of work, in their order, `jobs` pieces at a time.

    `once_more` is asked whether a piece that was killed shall be tried again. Where no worker can be started the work
    is done in this process, without limits. However this ends, no worker stays behind.
    """
    crew = _Crew(do, work, jobs, limits, once_more)
    try:
        yield from crew.results()
    finally:
        crew.end()


class _Crew(Generic[Work, Result]):
    """The workers, what each is at, and what is done."""

    def __init__(
        self,
        do: Callable[[Work], Result],
        work: Sequence[Work],
        jobs: int,
        limits: Callable[[Work], Limits],
        once_more: Callable[[Work, Killed], bool],
    ) -> None:
        self._do = do
        self._work = work
        self._jobs = jobs
        self._limits = limits
        self._once_more = once_more
        self._waiting = deque(range(len(work)))
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Turn] = {}
        self._done: dict[int, Result | Killed] = {}

    def results(self) -> Iterator[Result | Killed]:
        for place in range(len(self._work)):
            while place not in self._done:
                self._begin()
                self._look()
            yield self._done.pop(place)

    def end(self) -> None:
        for worker in [*self._idle, *(turn.worker for turn in self._busy.values())]:
            _end(worker)

    def _begin(self) -> None:
        """Give each worker that is free, or can be had, a piece of work."""
        while self._waiting and len(self._busy) < self._jobs:
            worker = self._idle.pop() if self._idle else _started(self._do)
            place = self._waiting.popleft()
            if worker is None:
                self._done[place] = self._do(self._work[place])
                return
            limits = self._limits(self._work[place])
            turn = _Turn(worker, place, limits, monotonic(), _resident(worker.process.pid))
            self._busy[worker.pipe] = turn
            with suppress(OSError):  # it died just now; the next look sees that
                worker.pipe.send((self._work[place], limits))

    def _look(self) -> None:
        """Wait until a worker is done or over its limits."""
        if not self._busy:
            return
        left = min(turn.end for turn in self._busy.values()) - monotonic()
        for pipe in wait(list(self._busy), max(0.0, min(left, LOOK))):
            if isinstance(pipe, Connection):
                self._finished(pipe)
        now = monotonic()
        for pipe, turn in list(self._busy.items()):
            if now >= turn.end and not pipe.poll():
                self._killed(pipe, "time")
            elif _resident(turn.worker.process.pid) - turn.memory > turn.limits.memory:
                self._killed(pipe, "memory")

    def _finished(self, pipe: Connection) -> None:
        try:
            self._done[self._busy[pipe].place] = pipe.recv()
        except (EOFError, OSError):
            self._killed(pipe, "died")
            return
        self._idle.append(self._busy.pop(pipe).worker)

    def _killed(self, pipe: Connection, why: Literal["time", "memory", "died"]) -> None:
        turn = self._busy.pop(pipe)
        code = _end(turn.worker, dead=why == "died")
        how = Killed(why, turn.limits, monotonic() - turn.begin, code)
        if self._once_more(self._work[turn.place], how):
            self._waiting.appendleft(turn.place)
        else:
            self._done[turn.place] = how


def _end(worker: _Worker, *, dead: bool = False) -> int | None:
    """End a worker and return the exit code of its process; one that closed its pipe is given time to be dead."""
    if dead:
        worker.process.join(GRACE)
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
    return worker.process.exitcode


def _started(do: Callable[[Work], Result]) -> _Worker | None:
    """Return a worker that is ready, None where none can be had."""
    context = multiprocessing.get_context(METHOD)
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(do, theirs), name="reqsheets worker")  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: a worker uses nothing that they hold
            process.start()
        theirs.close()
        ours.recv()
    except (OSError, EOFError, AssertionError):  # no more processes, or this one may have none
        theirs.close()
        ours.close()
        return None
    return _Worker(process, ours)


# --- in the worker ------------------------------------------------------------------------------------------------


def _serve(do: Callable[[Work], Result], pipe: Connection) -> None:
    """Do what comes until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the one that started us ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _die_with_parent()
    asked.set(None)  # nobody is at a worker's keyboard
    pipe.send(None)
    while True:
        try:
            work, limits = pipe.recv()
        except (EOFError, OSError):
            return
        with _limited(limits):
            done = do(work)
        pipe.send(done)
        del done


if sys.platform == "linux":

    def _resident(pid: int | None) -> int:
        del pid
        return 0  # the system itself holds each worker to its limit

    def _die_with_parent() -> None:
        parent = os.getppid()
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    @contextmanager
    def _limited(limits: Limits) -> Iterator[None]:
        """Hold this process to the limits while the block runs."""
        before = resource.getrlimit(resource.RLIMIT_AS)
        most = min([_address_space() + limits.memory, *(bound for bound in before if bound != resource.RLIM_INFINITY)])
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE)
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _address_space() -> int:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()

else:

    def _resident(pid: int | None) -> int:
        """Return how much memory a process has, in bytes; 0 where it is gone."""
        try:
            return int(psutil.Process(pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _die_with_parent() -> None:
        """Do nothing: a worker sees that its parent is gone when it has finished its piece of work."""

    @contextmanager
    def _limited(limits: Limits) -> Iterator[None]:
        """Leave the limits to the one that started us."""
        del limits
        yield
