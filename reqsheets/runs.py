"""One workbook from end to end: read, plan every verb on what the verb before leaves, write in one go."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from reqsheets.discovery import Target, user_name
from reqsheets.errors import (
    DamagedHistoryError,
    MissingColumnError,
    MissingSheetError,
    ReqsheetsError,
    UnknownKindError,
)
from reqsheets.excel.patch import refuse_unsafe
from reqsheets.excel.read import Reading, read
from reqsheets.faults import fault
from reqsheets.frames import Frames, applied
from reqsheets.kinds import KINDS
from reqsheets.lost_numbers import lost_numbers
from reqsheets.memory_findings import memory_findings
from reqsheets.neighbours import Beside, surroundings
from reqsheets.operations.archive import archive
from reqsheets.operations.clock import clock
from reqsheets.operations.dashboard import dashboard
from reqsheets.operations.fill import fill, lateness
from reqsheets.operations.mend import mend
from reqsheets.operations.merge import merge
from reqsheets.operations.number import number
from reqsheets.operations.score import score
from reqsheets.operations.seal import seal
from reqsheets.operations.track import track
from reqsheets.operations.validate import validate
from reqsheets.outcome import Outcome
from reqsheets.plan import Cell, Finding, Plan, Words, joined
from reqsheets.records import Author
from reqsheets.register.erased import Erased, still_erased
from reqsheets.remember import breaks_noted, memory, write_remembered
from reqsheets.report.collapsed import collapsed
from reqsheets.report.findings_sheet import findings_sheet
from reqsheets.report.findings_summary import findings_summary
from reqsheets.report.marked import marked
from reqsheets.report.places import in_order
from reqsheets.report.presentable import presentable
from reqsheets.report.shown_numbers import with_shown
from reqsheets.report.since import compared, gone
from reqsheets.rules.waivers import waived
from reqsheets.spec import Purpose, SheetSpec, WorkbookSpec
from reqsheets.surroundings import ALONE, Surroundings
from reqsheets.user_folder import compared_file

Verb: TypeAlias = Callable[[WorkbookSpec, Frames, date], Plan]

# In this order one run leaves nothing for a second one to do; validate looks at what the others leave.
NIGHTLY: tuple[Verb, ...] = (number, merge, score, fill, clock, lateness, seal, archive, track, dashboard, validate)
VERBS: Mapping[str, tuple[Verb, ...]] = {
    "check": (validate,),
    "merge": (merge,),
    "score": (score,),
    "track": (track,),
    "archive": (archive,),
    "dashboard": (dashboard,),
    "nightly": NIGHTLY,
}
LIKELY = "merge --tier likely"
WITH_ALL = ("duplicates", LIKELY)
FIX = "check --fix"
MARK = " --mark"  # behind check or check --fix
ABOUT: Mapping[Verb, tuple[Purpose, ...]] = {
    merge: ("needs", "merges"),
    archive: ("needs", "archive"),
    track: ("needs", "tracking"),
    dashboard: ("needs", "dashboard"),
}
TITLES: Mapping[Verb, Words] = {
    mend: Words("自动修正", "mending"),
    number: Words("编号", "numbering"),
    fill: Words("汇总", "filling in figures"),
    clock: Words("计时", "the clocks"),
    lateness: Words("计算超期天数", "counting how late"),
    seal: Words("签字核对", "looking at signatures"),
    merge: Words("合并重复需求", "merging"),
    score: Words("评分定级", "scoring"),
    archive: Words("归档", "archiving"),
    track: Words("更新跟踪表", "tracking"),
    dashboard: Words("更新看板", "the dashboard"),
    validate: Words("校验", "checking"),
}


def run(
    path: Path,
    verbs: Sequence[Verb],
    today: date,
    *,
    write: bool,
    kinds: Sequence[WorkbookSpec] = KINDS,
    user: str = "",
    command: str = "",
    now: datetime | None = None,
    list_findings: bool = False,
    beside: Beside | None = None,
) -> Outcome:
    """Plan these verbs on one workbook and, with `write`, carry the plan out.

    `list_findings` fills the findings sheet and marks the cells that have findings. `beside` are the other workbooks.
    `now` is the moment that the record tells (default: midnight of `today`). A verb whose sheets or columns are missing
    is left out, which is a finding (REQ902). Raises UnreadableFileError, UnknownKindError or UsageError where there is
    nothing to plan on; what prevents writing stands in the outcome.
    """
    with _collector_at_rest():
        reading = read(path, kinds)
        author = Author(user or user_name(), command, now or datetime.combine(today, time()))
        around = beside or Beside(own_kinds=kinds)
        past = _remembered(reading, author, around)
        plan = planned(
            reading, verbs, today, list_findings=list_findings, mark=list_findings, beside=around, memory=past.findings
        )
        left = gone(reading.spec, reading.frames, reading.layouts, plan.findings) if validate in verbs else ()
        outcome = Outcome(path, reading.spec, reading.layouts, plan, gone=left, error=past.error)
        if not write or past.error:
            return outcome
        try:
            head = _written(reading, plan, author)
        except ReqsheetsError as error:  # the findings are told anyway
            return replace(outcome, error=error)
        return replace(outcome, written=bool(plan.changes), head=head)


@dataclass(frozen=True, slots=True)
class _Past:
    """What the workbook's memory shows, or why it cannot be read."""

    findings: tuple[Finding, ...] = ()
    error: ReqsheetsError | None = None


def _remembered(reading: Reading, author: Author, around: Beside) -> _Past:
    try:
        seen = memory(reading.path, reading, author)
        return _Past(memory_findings(reading.path.resolve(), reading, seen, around.paths))
    except DamagedHistoryError as error:  # the workbook is checked anyway, and not written
        return _Past(error=error)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking through millions of cells again and again for cycles, of which they have none."""
    busy = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if busy:
            gc.enable()


def attempt(
    target: Target,
    name: str,
    today: date,
    *,
    write: bool,
    now: datetime | None = None,
    logs: Path | None = None,
    kinds: Sequence[WorkbookSpec] = KINDS,
    beside: Beside | None = None,
) -> Outcome:
    """Run a command by its name on one target; whatever goes wrong stands in the outcome and hurts no other workbook.

    The traceback of a fault of ours goes to a file in `logs`.
    """
    start = perf_counter()
    path = target.path
    try:
        if target.error:
            return Outcome(path, error=target.error)
        outcome = _named(name, path, today, now, beside or Beside(own_kinds=kinds), write=write)
    except UnknownKindError as error:
        outcome = Outcome(path, error=error, skipped=not target.named)
    except ReqsheetsError as error:
        outcome = Outcome(path, error=error)
    except Exception as error:  # noqa: BLE001 (one workbook must never stop the others)
        outcome = Outcome(path, error=fault(error, f"{name} {path}", logs))
    return replace(outcome, seconds=perf_counter() - start)


def _named(name: str, path: Path, today: date, now: datetime | None, beside: Beside, *, write: bool) -> Outcome:
    listed, verbs, command = name == "nightly" or name.endswith(MARK), verbs_of(name), f"reqsheets {name}"
    kinds = beside.kinds
    with comparing(name, path):
        return run(
            path, verbs, today, write=write, kinds=kinds, command=command, now=now, list_findings=listed, beside=beside
        )


@contextmanager
def comparing(command: str, path: Path) -> Iterator[None]:
    """Let a command that compares every text with all others begin with what was compared before in that workbook."""
    if command not in WITH_ALL:
        yield
        return
    from reqsheets.matching.known import kept_in

    with kept_in(compared_file(path)):
        yield


def verbs_of(command: str) -> tuple[Verb, ...]:
    """Return the verbs of a command; those that compare every text with all others are imported only here."""
    command = command.removesuffix(MARK)
    if command == FIX:
        return mend, validate
    if command not in WITH_ALL:
        return VERBS[command]
    from reqsheets.operations.accept import accept
    from reqsheets.operations.duplicates import duplicates

    return (duplicates,) if command == "duplicates" else (duplicates, accept, merge)


def planned(
    reading: Reading,
    verbs: Sequence[Verb],
    today: date,
    *,
    list_findings: bool,
    mark: bool = False,
    beside: Beside | None = None,
    memory: tuple[Finding, ...] = (),
) -> Plan:
    """Return what these verbs want, each on what the one before leaves; findings worst first.

    `memory` are findings of the workbook's history, which nobody can silence.
    """
    spec, frames = reading.spec, reading.frames
    plans = [Plan(reading.findings)]
    around = surroundings(reading, beside or Beside()) if validate in verbs else ALONE
    lost = lost_numbers(reading) if {number, mend, validate} & set(verbs) else ()
    knowing = _knowing(around, lost)
    for verb in (verb for verb in verbs if _applies(spec, verb)):
        plan, frames = _next(spec, frames, verb, knowing.get(verb, verb), today)
        plans.append(plan)
    if number not in verbs:
        plans.append(Plan(still_erased(spec, frames, lost)))
    each = _each(reading, frames, _told(spec, plans), memory, today, checked=validate in verbs)
    findings = compared(spec, frames, reading.layouts, collapsed(frames, reading.layouts, each))
    if list_findings:
        listing = findings_sheet(spec, frames, reading.layouts, findings, today)
        plans += listing, findings_summary(spec, applied(frames, listing), findings)
        frames = applied(frames, joined(plans[-2:]))
    if mark:
        plans.append(marked(spec, frames, each))
    done = joined(plans)
    return Plan(findings, done.changes)


def _knowing(around: Surroundings, lost: tuple[Erased, ...]) -> Mapping[Verb, Verb]:
    """Return the verbs that need to know more than the sheets, with what they need."""
    return {
        validate: partial(validate, around=around),
        number: partial(number, lost=lost),
        mend: partial(mend, lost=lost),
    }


def _each(
    reading: Reading, frames: Frames, told: Iterable[Finding], memory: Iterable[Finding], today: date, *, checked: bool
) -> tuple[Finding, ...]:
    """Return every finding as people shall see it, waived ones left out, worst first."""
    spec, layouts = reading.spec, reading.layouts
    told = chain(memory, waived(spec, frames, told, today) if checked else told)
    told = with_shown(reading.path, layouts, told) if reading.digest else told  # an open workbook has no file
    return tuple(in_order(spec, layouts, tuple(presentable(spec, frames, layouts, told))))


def _applies(spec: WorkbookSpec, verb: Verb) -> bool:
    """Tell whether the kind has what the verb is about; a kind need not merge, rate, track or archive."""
    if verb is score:
        return any(sheet.rating is not None for sheet in spec.sheets)
    return all(spec.purpose(purpose) is not None for purpose in ABOUT.get(verb, ()))


def _told(spec: WorkbookSpec, plans: Iterable[Plan]) -> Iterator[Finding]:
    """Return all findings but those on cells of the findings sheet, which would be findings about findings."""
    own = spec.purpose("findings")
    for plan in plans:
        for finding in plan.findings:
            if own is None or finding.at.sheet != own.name or finding.rule < "REQ2":  # its absence does count
                yield finding


def _next(spec: WorkbookSpec, frames: Frames, verb: Verb, knowing: Verb, today: date) -> tuple[Plan, Frames]:
    """Return the verb's plan and the frames it leaves; a finding and the same frames where it lacks something."""
    try:
        plan = knowing(spec, frames, today)
        return plan, applied(frames, plan)
    except (MissingSheetError, MissingColumnError) as missing:
        return Plan((_skipped(spec, verb, missing),)), frames


def _skipped(spec: WorkbookSpec, verb: Verb, missing: ReqsheetsError) -> Finding:
    needs = spec.purpose("needs") or spec.sheets[0]
    sheet = next((sheet for sheet in spec.sheets if _names(missing, sheet)), needs)
    names = {sheet.name: sheet.title} | {column.name: column.title for column in sheet.columns}
    zh, en = missing.words.zh, missing.words.en
    for name, title in names.items():
        zh, en = zh.replace(f"“{name}”", f"“{title}”"), en.replace(repr(name), repr(title))
    step = TITLES.get(verb, Words("这一步", "this step"))
    return Finding(
        "REQ902",
        "error",
        Cell(sheet.name, 1),
        None,
        Words(f"没有执行“{step.zh}”：{zh}", f"{step.en} was left out: {en}"),
        Words("请从模板补上缺少的工作表或列，然后重新运行", "add what is missing, as in the template, and run again"),
    )


def _names(missing: ReqsheetsError, sheet: SheetSpec) -> bool:
    return any(f"“{text}”" in missing.words.zh for text in (sheet.name, sheet.title))


def _written(reading: Reading, plan: Plan, author: Author) -> str:
    """Carry out the plan and return the last hash; without a change only what does not hold in the memory is noted."""
    if not plan.changes:
        return breaks_noted(reading, author)
    refuse_unsafe(reading.path)  # before anything is put beside it
    return write_remembered(reading, plan, author)
