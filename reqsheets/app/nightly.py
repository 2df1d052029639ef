"""The batch: many workbooks, each on its own, in the order of their paths; run log and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from importlib import import_module
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from reqsheets.app.backends import OURS, spread
from reqsheets.app.copies import counted_in
from reqsheets.app.discovery import Target
from reqsheets.app.known_ids import KnownIds, known_ids
from reqsheets.app.unchanged import REPORTS, Occasion, Rested, note_night, occasion_of
from reqsheets.app.workers import Killed, Limits, results
from reqsheets.model.errors import (
    AsRootError,
    NotPlainError,
    ReqsheetsError,
    TimeLimitError,
    UsageError,
    WorkerDiedError,
    memory_error,
)
from reqsheets.model.nights import NO_NIGHTS, Nights
from reqsheets.model.plan import Language
from reqsheets.report.findings_json import finding_objects, to_text
from reqsheets.report.outcome import Outcome
from reqsheets.report.run_log import Entry, closing, entry_of, line, nights_of
from reqsheets.report.summary import summary
from reqsheets.report.terminal import indented
from reqsheets.store.office_lock_files import in_use_by
from reqsheets.store.plain_files import Rights, extended, put
from reqsheets.store.vault import is_encrypted

if TYPE_CHECKING:  # heavy, or seldom needed
    from reqsheets.app.linked_workbooks import RunWorkbooks

FailOn: TypeAlias = Literal["new", "error", "fault"]
MIB = 1 << 20  # bytes
LEAST_SECONDS, SECONDS_A_MIB = 120, 30  # 100,000 rows have some 12 MiB and take less than a minute
LEAST_MEMORY, MEMORY_A_MIB = 2048, 100  # MiB


@dataclass(frozen=True, slots=True)
class Orders:
    """What holds for every workbook of a run; `report` is the folder for its reports."""

    today: date
    write: bool = False
    report: Path | None = None
    language: Language = "zh"
    now: datetime | None = None  # at which hours are judged; default: 18:00 of today, midnight for the records
    time_limit: float | None = None  # seconds a workbook; default: by its size
    memory_limit: int | None = None  # MiB a workbook, beyond what the program itself takes; default: by its size
    as_root: bool = False  # root may write workbooks of others
    trusted: tuple[Path, ...] = ()  # folders in which a workbook may have us look, beside its own
    registers: tuple[str, ...] = ()  # tabs that are one register, in each workbook
    command: str = "nightly"
    remind: bool = False  # have each entry hold what is owed
    fail_on: FailOn = "error"  # from what on a workbook is not clean
    force: bool = False  # look at workbooks too that are as their last night left them
    backend: str = OURS  # by which workbooks are spread


def entries(found: Sequence[Target], orders: Orders, jobs: int = 1) -> Iterator[Entry]:
    """Run the nightly verbs on each target, `jobs` at a time; give what became of each, in the targets' order.

    With a report folder: `run.jsonl` gets a line a workbook as it is done and a closing line (an earlier run's lines
    stay), `summary.txt` is written anew, and each workbook gets `NAME.findings.json`, `NAME.findings.html`
    and `NAME.plan.txt`. Without one, what was found in a workbook that could not be written is put beside it.
    Raises UsageError where that folder cannot be made.
    """
    before = nights_of(orders.report) if orders.report else {}
    work = [
        Work(target, name, _size(target.path), _held(target.path, before.get(str(target.path), NO_NIGHTS)))
        for target, name in zip(found, _names(found), strict=True)
    ]
    done = counted_in(_worked(work, orders, jobs))
    return _logged(done, orders, _made(orders.report)) if orders.report and orders.command == "nightly" else done


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A workbook of the run, the name of its reports, its number of bytes, and how its last nights went."""

    target: Target
    name: str
    size: int
    nights: Nights = NO_NIGHTS


def _worked(work: Sequence[Work], orders: Orders, jobs: int) -> Iterator[Entry]:
    """Give the entries, each made in a process of its own that may take only so much time and memory.

    What is as its last night left it needs none.
    """
    with TemporaryDirectory(prefix="reqsheets-", ignore_cleanup_errors=True) as seen:
        paths = tuple(one.target.path for one in work if not one.target.error)
        ids = known_ids(paths, Path(seen))
        known = _rested(work, orders, paths, ids)
        left = [one for one in work if one not in known]
        done = _each_done(left, orders, jobs, paths, ids) if left else iter(())
        for one in work:
            entry = known.get(one) or next(done)
            yield entry_of(_stopped(one.target.path, entry)) if isinstance(entry, Killed) else entry


def _each_done(
    work: Sequence[Work], orders: Orders, jobs: int, paths: tuple[Path, ...], ids: KnownIds
) -> Iterator[Entry | Killed]:
    from reqsheets.app.linked_workbooks import RunWorkbooks

    if orders.command == "nightly":
        import_module("reqsheets.domain.merging.duplicates")  # once, for all workers
    beside = RunWorkbooks(paths, folder=ids.folder, trusted=orders.trusted, known=ids)
    do = partial(_done, orders=orders, beside=beside)
    if orders.backend != OURS:
        return spread(do, work, jobs, orders.backend)
    return results(do, work, jobs, partial(_limits, orders), _again(beside))


def _again(beside: RunWorkbooks) -> Callable[[Work, Killed], bool]:
    known: set[str] = set()

    def once_more(one: Work, _: Killed) -> bool:
        """Try again a workbook that looked into another one: that one, which nobody looks into again, may be it."""
        looks = beside.unfinished() - known
        known.update(looks)
        if not looks:
            beside.give_up(one.target.path)
        return bool(looks)

    return once_more


def _rested(work: Sequence[Work], orders: Orders, paths: Sequence[Path], ids: KnownIds) -> dict[Work, Entry]:
    """Return what the last night tells of the workbooks that are as it left them."""
    if orders.command != "nightly" or orders.force:
        return {}
    occasion = _occasion(orders)
    rested = Rested(occasion, paths, ids, orders.report, orders.remind or orders.report is not None)
    found = {}
    for one in work:
        entry = rested.entry(one.target.path, one.name) if not one.target.error and not one.nights.unwritten else None
        if entry is not None:
            found[one] = judged(entry, orders.fail_on)
    return found


def _occasion(orders: Orders) -> Occasion:
    trusted = sorted(str(folder.resolve()) for folder in orders.trusted)
    return occasion_of(orders.today, orders.now, trusted, orders.registers, orders.language)


def _held(path: Path, nights: Nights) -> Nights:
    """Return how its last nights went, with who has it open now where they could not write."""
    if not nights.unwritten:
        return nights
    with suppress(OSError, ValueError):  # it is told when it has its turn
        return replace(nights, holder=in_use_by(path) or "")
    return nights


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # it is told when it has its turn
        return 0


def _limits(orders: Orders, one: Work) -> Limits:
    mebibytes = one.size / MIB
    seconds = LEAST_SECONDS + mebibytes * SECONDS_A_MIB if orders.time_limit is None else orders.time_limit
    memory = LEAST_MEMORY + mebibytes * MEMORY_A_MIB if orders.memory_limit is None else orders.memory_limit
    return Limits(seconds, int(memory * MIB))


def _stopped(path: Path, killed: Killed) -> Outcome:
    """Return what to tell of a workbook whose process was killed or died; a write is done as a whole or not at all."""
    error: ReqsheetsError
    match killed.why:
        case "time":
            error = TimeLimitError(
                f"{path.name}：{killed.limits.seconds:.0f} 秒内没有处理完，已停止，工作簿完好；"
                "请核对文件来源，确实需要更久就用 --time-limit 放宽",
                f"{path.name}: not done within {killed.limits.seconds:.0f} s and stopped; the workbook is whole; "
                "check where it comes from, or allow more with --time-limit",
            )
        case "memory":
            error = memory_error(path.name)
        case "died":
            error = WorkerDiedError(
                f"{path.name}：处理它的进程意外终止（代码 {killed.code}），工作簿完好；"
                "请核对文件来源，在 Excel 中另存一份再试",
                f"{path.name}: the process at work on it ended unexpectedly (code {killed.code}); the workbook is "
                "whole; check where it comes from, save it anew in Excel and try again",
            )
        case _:
            assert_never(killed.why)
    return Outcome(path, error=error, seconds=killed.seconds)


def _done(one: Work, orders: Orders, beside: RunWorkbooks) -> Entry:
    from reqsheets.app.pipeline import attempt

    outcome = attempt(
        one.target,
        orders.command,
        orders.today,
        write=orders.write,
        logs=orders.report,
        now=orders.now,
        beside=beside,
        as_root=orders.as_root,
        registers=orders.registers,
        remind=one.nights if orders.remind or orders.report else None,
    )
    entry = judged(entry_of(outcome), orders.fail_on)
    if orders.command != "nightly":
        return entry
    reports: list[Path] = []
    if orders.report is not None and outcome.spec is not None:
        reports = _reported(outcome, orders.report / one.name, orders)
        entry = replace(entry, page=one.name)
    elif outcome.error is not None and not isinstance(outcome.error, AsRootError):
        entry = replace(entry, report=_beside(outcome, orders))
    if orders.write and outcome.spec is not None and outcome.error is None:
        _swept(outcome)
        basis = beside.bases.pop(outcome.path, None)
        if basis is not None and not one.nights.unwritten:
            note_night(outcome, _occasion(orders), basis, reports)
    return entry


def judged(entry: Entry, fail_on: FailOn) -> Entry:
    """Return the entry with the exit code that it deserves: 1 on errors, on new errors alone, or on none (F-54).

    Where there was no last run every error is new.
    """
    if entry.exit_code != 1 or fail_on == "error":
        return entry
    first = not sum(entry.since.values())
    fresh = any(rule.level == "error" for rule in entry.fresh)
    return entry if fail_on == "new" and (first or fresh) else replace(entry, exit_code=0)


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

    if outcome.spec is None or outcome.place is None or is_encrypted(outcome.place.path):
        return ""
    base = outcome.place.path.with_suffix(f".{SUFFIX.to(orders.language)}")
    told = not_written(outcome, orders.today.isoformat(), orders.language)
    found = finding_objects(str(outcome.path), outcome.spec, outcome.layouts, outcome.plan.findings, orders.language)
    text = base.with_name(f"{base.name}.txt")
    try:
        _write(text, "".join(f"{line}\n" for line in told), outcome.place.rights)
        _write(base.with_name(f"{base.name}.json"), to_text(found), outcome.place.rights)
    except (OSError, NotPlainError):  # a folder that lets nobody write; the error about the workbook is told anyway
        return ""
    return str(outcome.path.with_name(text.name) if outcome.path.parent.resolve() == text.parent else text)


def _reported(outcome: Outcome, base: Path, orders: Orders) -> list[Path]:
    """Write what a report folder holds of a workbook and return where."""
    from reqsheets.report.findings_html import heading, html
    from reqsheets.report.lines import lines

    spec, plan, language = outcome.spec, outcome.plan, orders.language
    if spec is None:
        return []
    name, layouts = str(outcome.path), outcome.layouts
    found = finding_objects(name, spec, layouts, plan.findings, language)
    gone = finding_objects(name, spec, layouts, outcome.gone, language)
    told = lines(spec, plan, language, layouts)
    texts = (
        to_text(found),
        html([*found, *gone], {}, language, heading(outcome, orders.today)),
        "".join(f"{line}\n" for line in told),
    )
    places = [base.with_name(f"{base.name}{ending}") for ending in REPORTS]
    for place, text in zip(places, texts, strict=True):
        _write(place, text)
    return places


def _logged(done: Iterable[Entry], orders: Orders, folder: Path) -> Iterator[Entry]:
    start = perf_counter()
    run = datetime.now().astimezone().isoformat(timespec="seconds")
    finished: list[Entry] = []
    with extended(folder.resolve() / "run.jsonl") as log:
        for one in done:
            finished.append(one)
            log.write(f"{line(one, run, orders.language)}\n".encode("utf-8", "replace"))
            yield one
        seconds = perf_counter() - start
        log.write(f"{closing(run, finished, seconds)}\n".encode())
    text = summary(orders.today.isoformat(), finished, seconds, orders.language)
    _write(folder / "summary.txt", "".join(f"{indented(told)}\n" for told in text))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
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


def _write(path: Path, text: str, rights: Rights | None = None) -> None:
    """Write a file in place of the one of its name; its writer alone may read it, unless `rights` allow more."""
    put(path.parent.resolve() / path.name, text.encode("utf-8", "replace"), rights)
