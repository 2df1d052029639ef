"""The batch: many workbooks, each on its own, in the order of their paths; run log and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from reqsheets.discovery import Target
from reqsheets.errors import UsageError
from reqsheets.faults import fault
from reqsheets.outcome import Outcome
from reqsheets.plan import Language
from reqsheets.report.findings_json import finding_objects, to_text
from reqsheets.report.run_log import Entry, closing, entry_of, line
from reqsheets.report.summary import summary

if TYPE_CHECKING:  # heavy, or seldom needed
    from concurrent.futures import Future, ProcessPoolExecutor

    from reqsheets.neighbours import Beside


@dataclass(frozen=True, slots=True)
class Orders:
    """What holds for every workbook of a run; `report` is the folder for its reports."""

    today: date
    write: bool = False
    report: Path | None = None
    language: Language = "zh"
    now: datetime | None = None  # what the records tell as the time; default: midnight of today


def entries(found: Sequence[Target], orders: Orders, jobs: int = 1) -> Iterator[Entry]:
    """Run the nightly verbs on each target, `jobs` at a time; give what became of each, in the targets' order.

    With a report folder: `run.jsonl` gets a line a workbook as it is done and a closing line (an earlier run's lines
    stay), `summary.txt` is written anew, and each workbook gets `NAME.findings.json`, `NAME.findings.html`
    and `NAME.plan.txt`. Without one, what was found in a workbook that could not be written is put beside it.
    Raises UsageError where that folder cannot be made.
    """
    work = list(zip(found, _names(found), strict=True))
    jobs = min(jobs, len(work))
    done = _side_by_side(work, orders, jobs) if jobs > 1 else _in_turn(work, orders)
    return _logged(done, orders, _made(orders.report)) if orders.report else done


Work = tuple[Target, str]


def _in_turn(work: Sequence[Work], orders: Orders) -> Iterator[Entry]:
    from reqsheets.neighbours import Beside

    beside = Beside(_paths(work))
    for target, name in work:
        yield _done(target, name, orders, beside)


def _paths(work: Sequence[Work]) -> tuple[Path, ...]:
    return tuple(target.path for target, _ in work if not target.error)


def _side_by_side(work: Sequence[Work], orders: Orders, jobs: int) -> Iterator[Entry]:
    from reqsheets.neighbours import Beside

    with TemporaryDirectory(prefix="reqsheets-", ignore_cleanup_errors=True) as seen, _pool(jobs) as pool:
        beside = Beside(_paths(work), folder=Path(seen))
        futures = [pool.submit(_done, target, name, orders, beside) for target, name in work]
        for future, (target, name) in zip(futures, work, strict=True):
            yield _result(future, target, name, orders, beside)


def _result(future: Future[Entry], target: Target, name: str, orders: Orders, beside: Beside) -> Entry:
    """Return the entry; a workbook that brought its process down, maybe a neighbour's, has one more try alone."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        pass
    with _pool(1) as pool:
        try:
            return pool.submit(_done, target, name, orders, beside).result()
        except BrokenProcessPool as error:
            return entry_of(Outcome(target.path, error=fault(error, f"nightly {target.path}", orders.report)))


def _pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))  # the same on every system


def _done(target: Target, name: str, orders: Orders, beside: Beside) -> Entry:
    from reqsheets.runs import attempt

    outcome = attempt(
        target, "nightly", orders.today, write=orders.write, logs=orders.report, now=orders.now, beside=beside
    )
    entry = entry_of(outcome)
    if orders.report is not None and outcome.spec is not None:
        _reported(outcome, orders.report / name, orders.language)
    elif outcome.spec is not None and outcome.error is not None:
        entry = replace(entry, report=_beside(outcome, orders))
    if orders.write and outcome.spec is not None and outcome.error is None:
        _swept(outcome)
    return entry


def _swept(outcome: Outcome) -> None:
    """Remove what an earlier run that could not write put beside the workbook; it is over."""
    from reqsheets.report.not_written import SUFFIX, is_ours

    for suffix in (SUFFIX.zh, SUFFIX.en):
        text = outcome.path.with_suffix(f".{suffix}.txt")
        try:
            if text.is_file() and is_ours(text.read_text("utf-8", "replace"), outcome.path.name):
                text.unlink()
                outcome.path.with_suffix(f".{suffix}.json").unlink(missing_ok=True)
        except OSError:
            continue


def _beside(outcome: Outcome, orders: Orders) -> str:
    """Put the findings beside a workbook that could not be written; return where, "" where nothing can be put there."""
    from reqsheets.report.not_written import SUFFIX, not_written

    if outcome.spec is None:
        return ""
    base = outcome.path.with_suffix(f".{SUFFIX.to(orders.language)}")
    told = not_written(outcome, orders.today.isoformat(), orders.language)
    found = finding_objects(str(outcome.path), outcome.spec, outcome.layouts, outcome.plan.findings, orders.language)
    text = base.with_name(f"{base.name}.txt")
    try:
        _write(text, "".join(f"{line}\n" for line in told))
        _write(base.with_name(f"{base.name}.json"), to_text(found))
    except OSError:  # a folder that lets nobody write; the error about the workbook is told anyway
        return ""
    return str(text)


def _reported(outcome: Outcome, base: Path, language: Language) -> None:
    from reqsheets.report.findings_html import html
    from reqsheets.report.lines import lines

    spec, plan = outcome.spec, outcome.plan
    if spec is not None:
        name, layouts = str(outcome.path), outcome.layouts
        found = finding_objects(name, spec, layouts, plan.findings, language)
        gone = finding_objects(name, spec, layouts, outcome.gone, language)
        _write(base.with_name(f"{base.name}.findings.json"), to_text(found))
        _write(base.with_name(f"{base.name}.findings.html"), html([*found, *gone], {}, language))
        _write(base.with_name(f"{base.name}.plan.txt"), "".join(f"{told}\n" for told in lines(spec, plan, language)))


def _logged(done: Iterable[Entry], orders: Orders, folder: Path) -> Iterator[Entry]:
    start = perf_counter()
    run = datetime.now().astimezone().isoformat(timespec="seconds")
    finished: list[Entry] = []
    with (folder / "run.jsonl").open("a", encoding="utf-8", newline="\n") as log:
        for one in done:
            finished.append(one)
            log.write(line(one, run, orders.language) + "\n")
            log.flush()
            yield one
        seconds = perf_counter() - start
        log.write(closing(run, finished, seconds) + "\n")
    text = summary(orders.today.isoformat(), finished, seconds, orders.language)
    _write(folder / "summary.txt", "".join(f"{told}\n" for told in text))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"无法建立报告文件夹“{folder}”：{error.strerror}",
            f"the report folder {str(folder)!r} cannot be made: {error.strerror}",
        ) from error
    return folder


def _names(found: Iterable[Target]) -> Iterator[str]:
    """Return a name for each workbook's reports: its own, numbered where an earlier one has it too."""
    taken: set[str] = set()
    for target in found:
        name = target.path.stem
        numbered = (f"{name}-{number}" for number in count(2))
        name = next(free for free in chain([name], numbered) if free.casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
