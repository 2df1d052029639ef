"""A process that has everything imported and forks a child for each save, so that a tracer sees the save alone.

Words on stdin, one answer each on stdout: `save FOLDER` forks a child that waits and gives its process id; `go` lets it
save and gives how it ended; `again FOLDER` saves once more without being traced; `night FOLDER` runs the next nightly
and verifies the records. How it ended: "saved", "killed", "refused" with an error of ours, or "fault" with any other;
what it said is in FOLDER.log.
"""

from __future__ import annotations

import gc
import os
import select
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from reqsheets.app.commit import commit
from reqsheets.app.history import verdict
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.plan import Plan
from reqsheets.xlsx.reading.read import Reading, read

NOW = datetime(2024, 4, 1, 2, 0)  # noqa: DTZ001 (the clock on the wall)
ENDS = {0: "saved", 3: "refused", 4: "fault", -9: "killed"}


def save(reading: Reading, plan: Plan, path: Path) -> None:
    """Do what a nightly does from the moment it begins to write, on a copy of what was read."""
    place = reading.place and replace(reading.place, path=path)  # where the file lies: the history hangs on it
    copied = replace(reading, path=path, place=place)
    commit(copied, plan, Author("夜班", "reqsheets nightly", NOW))


def night(path: Path) -> None:
    """Run the nightly of the day after, which has something to write, and see that the records hold."""
    later = NOW + timedelta(days=1)
    outcome = run(path, NIGHTLY, later.date(), write=True, user="夜班", now=later, list_findings=True)
    if outcome.error is not None:
        raise outcome.error
    if not outcome.written:
        raise AssertionError("the next night had nothing to write")
    found = verdict(path)
    if not found.holds:
        raise AssertionError(f"the records do not hold: {found}")


def forked(job: Callable[[], None], log: Path) -> tuple[int, int]:
    """Start a child that waits for a byte before it does its job; return its id and where the byte goes."""
    waits, starts = os.pipe()
    child = os.fork()
    if child:
        os.close(waits)
        return child, starts
    select.select([waits], [], [])
    code = 0
    try:
        job()
    except ReqsheetsError as error:
        log.write_text(f"{error.words.zh}\n{error.words.en}\n", "utf-8")
        code = 3
    except BaseException:  # noqa: BLE001 (what is no error of ours is what the test looks for)
        log.write_text(traceback.format_exc(), "utf-8")
        code = 4
    os._exit(code)


def ended(child: int, starts: int) -> str:
    """Let the child go and return how it ended."""
    os.write(starts, b".")
    os.close(starts)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return ENDS.get(code, str(code))


def _answer(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(name: str, source: Path) -> None:
    """Read the register once, plan its night, and serve."""
    reading = read(source, KINDS)
    plan = run(source, NIGHTLY, NOW.date(), write=False, list_findings=True).plan
    waiting = (0, 0)
    gc.collect()
    gc.freeze()  # a child copies no page only because its collector looked at it
    _answer("ready")
    for line in sys.stdin:
        word, _, folder = line.rstrip("\n").partition(" ")
        path, log = Path(folder) / name, Path(f"{folder}.log")
        match word:
            case "save":
                waiting = forked(lambda path=path: save(reading, plan, path), log)
                answer = str(waiting[0])
            case "go":
                answer = ended(*waiting)
            case "again":
                answer = ended(*forked(lambda path=path: save(read(path, KINDS), plan, path), log))
            case _:
                answer = ended(*forked(lambda path=path: night(path), log))
        _answer(answer)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
