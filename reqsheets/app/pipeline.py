"""One workbook from end to end: read, plan every verb on what the verb before leaves, write in one go."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from zlib import crc32

from reqsheets.app.commit import breaks_noted, commit
from reqsheets.app.crash_report import fault
from reqsheets.app.discovery import Target, user_name
from reqsheets.app.documents.ready import papers_told
from reqsheets.app.known_events import history_of
from reqsheets.app.linked_workbooks import RunWorkbooks, external_references_of
from reqsheets.app.lost_numbers import lost_numbers
from reqsheets.app.memory_findings import Past, remembered
from reqsheets.app.owed_places import Told, told_after
from reqsheets.app.strangers import is_strangers, refuse_moved, refuse_root
from reqsheets.app.user_folder import compared_file
from reqsheets.app.verb_titles import ABOUT, SETTINGS, TITLES, Verb
from reqsheets.domain.checking.mend import mend
from reqsheets.domain.checking.validate import validate
from reqsheets.domain.columns.fill import fill, lateness
from reqsheets.domain.columns.number import number
from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.domain.deadlines.begin import begin
from reqsheets.domain.deadlines.clock import clock
from reqsheets.domain.merging.merge import merge
from reqsheets.domain.reconcile.settle import settle
from reqsheets.domain.register.compare import placed_before
from reqsheets.domain.register.erased import Erased, still_erased
from reqsheets.domain.scoring.score import score
from reqsheets.domain.signatures.fingerprints_kept import seal
from reqsheets.domain.tabs.owed_tabs import owed_tabs
from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.domain.upgrade.upgrade import upgrade_available
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import (
    KindLacksColumnError,
    KindLacksSheetError,
    MissingColumnError,
    MissingSheetError,
    OldFormatError,
    ReqsheetsError,
    UnknownKindError,
    memory_error,
)
from reqsheets.model.external_references import NO_EXTERNAL_REFERENCES, ExternalReferences
from reqsheets.model.frames import Frames, applied, values_or_blank
from reqsheets.model.nights import Nights
from reqsheets.model.plan import Cell, Finding, Plan, Words, joined
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Meaning, SheetSpec, WorkbookSpec
from reqsheets.report.collapsed import collapsed
from reqsheets.report.findings_sheet import findings_sheet
from reqsheets.report.findings_summary import findings_summary
from reqsheets.report.marked import marked
from reqsheets.report.night import fixes, suspects
from reqsheets.report.outcome import Contents, Outcome
from reqsheets.report.places import in_order
from reqsheets.report.presentable import presentable
from reqsheets.report.shown_numbers import with_shown
from reqsheets.report.since import compared, gone
from reqsheets.rules.earlier import parameter_name
from reqsheets.rules.waivers import waived
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.own_words import as_told
from reqsheets.xlsx.reading.read import Reading, read

# In this order one run leaves nothing for a second one to do; validate looks at what the others leave.
NIGHTLY: tuple[Verb, ...] = (
    settle, number, merge, score, begin, fill, clock, lateness, seal, archive, track, dashboard, validate,
)  # fmt: skip
VERBS: Mapping[str, tuple[Verb, ...]] = {
    "check": (validate,),
    "merge": (merge,),
    "score": (score,),
    "track": (track,),
    "archive": (archive,),
    "dashboard": (dashboard,),
    "nightly": (fixes, *NIGHTLY[:9], suspects, *NIGHTLY[9:]),  # duplicates once what is closed is archived
    "remind": (score, begin, fill, clock, lateness, track),
}
IDENTIFYING: tuple[Meaning, Meaning] = ("number", "text")  # by what a row is known again in another workbook
LIKELY = "merge --tier likely"
WITH_ALL = ("duplicates", LIKELY)
FIX = "check --fix"
MARK = " --mark"  # behind check or check --fix


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
    beside: RunWorkbooks | None = None,
    place: Path | None = None,
    as_root: bool = True,
    registers: Sequence[str] = (),
    known: Reading | None = None,
    remind: Nights | None = None,
) -> Outcome:
    """Plan these verbs on one workbook and, with `write`, carry the plan out; it is not read again where it is `known`.

    `list_findings` fills the findings sheet and marks the cells that have findings. `beside` are the other workbooks.
    Of the tabs named as `registers` the first is the register and the others are joined to it.
    `now` is the moment that the record tells (default: midnight of `today`). `place` is where the file must still lie;
    unless `as_root`, root writes no workbook of somebody else. With `remind` the outcome has what is owed.
    A verb whose sheets or columns are missing
    is left out, which is a finding (REQ902). Raises UnreadableFileError, UnknownKindError or UsageError where there is
    nothing to plan on; what prevents writing stands in the outcome.
    """
    with _collector_at_rest():
        reading = known or read(path, kinds, registers)
        refuse_moved(reading, place)
        author = Author(user or user_name(), command, _on_record(today, now))
        around = beside or RunWorkbooks(own_kinds=kinds)
        past = remembered(reading, author, around.ids, settling=as_root or not is_strangers(reading.place))
        told = (*past.findings, *(papers_told(path, reading) if validate in verbs and not past.error else ()))
        plan = planned(reading, verbs, today, list_findings=list_findings, beside=around, now=now, memory=told)
        after = told_after(path, reading, plan, today, now, remind, night=_is_night(verbs))
        outcome = _outcome(path, reading, after, verbs, past)
        return _carried_out(outcome, reading, author, as_root=as_root) if write and not past.error else outcome


def _is_night(verbs: Collection[Verb]) -> bool:
    return track in verbs and validate in verbs


def _carried_out(outcome: Outcome, reading: Reading, author: Author, *, as_root: bool) -> Outcome:
    """Write what is planned and return what became of it; the findings are told even where it cannot be written."""
    try:
        head = _written(reading, outcome.plan, author, as_root=as_root)
    except ReqsheetsError as error:
        return replace(outcome, error=error)
    return replace(outcome, written=bool(outcome.plan.changes), head=head)


def _outcome(path: Path, reading: Reading, after: Told, verbs: Sequence[Verb], past: Past) -> Outcome:
    """Return what is to be told of a plan that is not carried out yet."""
    return Outcome(
        path,
        reading.spec,
        reading.layouts,
        after.plan,
        error=past.error,
        gone=_gone(reading, after.plan, verbs),
        place=reading.place,
        contents=_contents(reading),
        duties=after.duties,
        papers=after.papers,
        digest=reading.digest,
        remembers=all(finding.severity == "info" for finding in past.findings),
        by_the_hour=after.by_the_hour,
    )


def _gone(reading: Reading, plan: Plan, verbs: Sequence[Verb]) -> tuple[Finding, ...]:
    """Return what the last run found and this one, as far as it looked, does not; nothing where it did not check."""
    if validate not in verbs:
        return ()
    ran = {verb.__name__ for verb in verbs if not _unsettled(reading.spec, reading.frames, verb)}
    return gone(reading.spec, reading.frames, reading.layouts, plan.findings, ran)


def _contents(reading: Reading) -> Contents | None:
    """Return what a copy of the register would hold too."""
    needs = reading.spec.purpose("needs")
    if needs is None or needs.name not in reading.frames:
        return None
    numbers, texts = (values_or_blank(reading.frames, needs.name, needs.meaning(m)) for m in IDENTIFYING)
    rows = (crc32(f"{number}\n{text}".encode("utf-8", "replace")) for number, text in zip(numbers, texts, strict=True))
    listed = Settings(reading.spec, reading.frames).words(parameter_name(needs))
    return Contents(reading.spec.kind, frozenset(rows), listed)


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
    beside: RunWorkbooks | None = None,
    as_root: bool = True,
    registers: Sequence[str] = (),
    remind: Nights | None = None,
) -> Outcome:
    """Run a command by its name on one target; whatever goes wrong stands in the outcome and hurts no other workbook.

    The traceback of a fault of ours goes to a file in `logs`; for `as_root` see `run`.
    """
    start = perf_counter()
    path = target.path
    try:
        if target.error:
            return Outcome(path, error=target.error, skipped=isinstance(target.error, OldFormatError))
        around = beside or RunWorkbooks(own_kinds=kinds)
        outcome = _named(name, target, today, now, around, registers, remind, write=write, as_root=as_root)
    except UnknownKindError as error:
        outcome = Outcome(path, error=error, skipped=not target.named)
    except ReqsheetsError as error:
        outcome = Outcome(path, error=error)
    except MemoryError:
        outcome = Outcome(path, error=memory_error(path.name))
    except Exception as error:  # noqa: BLE001 (one workbook must never stop the others)
        outcome = Outcome(path, error=fault(error, f"{name} {path}", logs))
    return replace(outcome, seconds=perf_counter() - start)


def _named(
    name: str,
    target: Target,
    today: date,
    now: datetime | None,
    beside: RunWorkbooks,
    registers: Sequence[str],
    remind: Nights | None,
    *,
    write: bool,
    as_root: bool,
) -> Outcome:
    listed = name == "nightly" or name.endswith(MARK)
    with comparing(name, target.path):
        return run(
            target.path,
            verbs_of(name),
            today,
            write=write,
            kinds=beside.kinds,
            command=f"reqsheets {name}",
            now=now,
            list_findings=listed,
            beside=beside,
            place=target.place,
            as_root=as_root,
            registers=registers,
            remind=remind,
        )


@contextmanager
def comparing(command: str, path: Path) -> Iterator[None]:
    """Let a command that compares every text with all others begin with what was compared before in that workbook."""
    if command not in (*WITH_ALL, "nightly"):
        yield
        return
    from reqsheets.matching.linkage_cache import kept_in

    with kept_in(compared_file(path)):
        yield


def verbs_of(command: str) -> tuple[Verb, ...]:
    """Return the verbs of a command; those that compare every text with all others are imported only here."""
    command = command.removesuffix(MARK)
    if command == FIX:
        return mend, validate
    if command not in WITH_ALL:
        return VERBS[command]
    from reqsheets.domain.merging.accept import accept
    from reqsheets.domain.merging.duplicates import duplicates

    return (duplicates,) if command == "duplicates" else (duplicates, accept, merge)


def planned(
    reading: Reading,
    verbs: Sequence[Verb],
    today: date,
    *,
    list_findings: bool,
    mark: bool | None = None,
    beside: RunWorkbooks | None = None,
    now: datetime | None = None,
    memory: tuple[Finding, ...] = (),
) -> Plan:
    """Return what these verbs want, each on what the one before leaves; findings worst first.

    A check (`validate` alone, or after what mends) tells what the nightly run would, each at its place as it now is.
    Hours are judged at `now` (default: 18:00 of `today`). `memory` are findings of the workbook's history, which nobody
    can silence.
    """
    spec = reading.spec
    frames = replace(reading.frames, history=history_of(reading, _on_record(today, now)))
    around = external_references_of(reading, beside or RunWorkbooks()) if validate in verbs else NO_EXTERNAL_REFERENCES
    lost = lost_numbers(reading) if {number, mend, validate} & set(verbs) else ()
    done, frames = _done(spec, frames, verbs, _bound(around, now, lost), today)
    plans = [Plan((*reading.findings, *_newer(reading, verbs), *_without_settings(spec, frames))), *done]
    if not {number, validate} & set(verbs):  # a check foresees what numbering tells of them
        plans.append(Plan(still_erased(spec, frames, lost)))
    each = _each(reading, frames, _told(spec, plans), memory, today, checked=validate in verbs)
    findings = compared(spec, frames, reading.layouts, collapsed(frames, reading.layouts, each))
    findings = tuple(finding for finding in findings if validate in verbs or finding.state != "unseen")
    if list_findings:
        plans += _listed(reading, frames, findings, _gone(reading, Plan(findings), verbs), today)
        frames = applied(frames, joined(plans[-2:]))
    if list_findings if mark is None else mark:
        plans.append(marked(spec, frames, each))
    plans.append(owed_tabs(spec, frames, findings) if set(NIGHTLY) <= set(verbs) else Plan())
    return Plan(tuple(as_told(spec, findings)), joined(plans).changes)


def _listed(
    reading: Reading, frames: Frames, findings: tuple[Finding, ...], left: tuple[Finding, ...], today: date
) -> tuple[Plan, Plan]:
    """Return what fills the findings sheet and its summary; `left` are those of the last run that are gone."""
    listing = findings_sheet(reading.spec, frames, reading.layouts, findings, today)
    return listing, findings_summary(reading.spec, applied(frames, listing), findings, left, today)


def _newer(reading: Reading, verbs: Sequence[Verb]) -> Iterator[Finding]:
    """Yield that an upgrade is there; only a night tells it."""
    if set(NIGHTLY) <= set(verbs):
        yield from upgrade_available(reading.spec, reading.frames)


def _done(
    spec: WorkbookSpec, frames: Frames, verbs: Sequence[Verb], bound: Mapping[Verb, Verb], today: date
) -> tuple[list[Plan], Frames]:
    """Return the plans of the verbs and the frames that they leave; a check has the findings of a nightly run."""
    if validate not in verbs or set(NIGHTLY) <= set(verbs):
        return _in_turn(spec, frames, verbs, bound, today)
    plans, frames = _in_turn(spec, frames, [verb for verb in verbs if verb is not validate], bound, today)
    return [*plans, _foreseen(spec, frames, bound, today)], frames


def _foreseen(spec: WorkbookSpec, frames: Frames, bound: Mapping[Verb, Verb], today: date) -> Plan:
    """Return the findings of a nightly run on these frames, each where its row stands in them."""
    plans, later = _in_turn(spec, frames, NIGHTLY, bound, today)
    return Plan(tuple(placed_before(spec, frames, later, [f for plan in plans for f in plan.findings])))


def _in_turn(
    spec: WorkbookSpec, frames: Frames, verbs: Sequence[Verb], bound: Mapping[Verb, Verb], today: date
) -> tuple[list[Plan], Frames]:
    """Return the plan of each verb that the kind has, made on what the one before leaves, and the frames at the end."""
    plans: list[Plan] = []
    for verb in (verb for verb in verbs if _applies(spec, verb) and not _unsettled(spec, frames, verb)):
        plan, frames = _next(spec, frames, verb, bound.get(verb, verb), today)
        plans.append(plan)
    return plans, frames


def _bound(around: ExternalReferences, now: datetime | None, lost: tuple[Erased, ...]) -> dict[Verb, Verb]:
    """Return the verbs that are told more than the day: the other workbooks, the moment, or the numbers erased."""
    return {
        number: partial(number, lost=lost),
        mend: partial(mend, lost=lost),
        fixes: partial(fixes, lost=lost),
        validate: partial(validate, around=around),
        clock: partial(clock, now=now),
        lateness: partial(lateness, now=now),
        dashboard: partial(dashboard, now=now),
    }


def _on_record(today: date, now: datetime | None) -> datetime:
    """Return the time that the record of a run tells."""
    return datetime.combine(today, time()) if now is None else now


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


def _unsettled(spec: WorkbookSpec, frames: Frames, verb: Verb) -> list[SheetSpec]:
    """Return the sheets of settings that a verb needs and the workbook lacks."""
    sheets = (spec.purpose(purpose) for purpose in SETTINGS.get(getattr(verb, "__name__", ""), ()))
    return [
        sheet for sheet in sheets if sheet is not None and (sheet.name not in frames or not len(frames[sheet.name]))
    ]


def _without_settings(spec: WorkbookSpec, frames: Frames) -> Iterator[Finding]:
    """Yield for each sheet of settings that the workbook lacks what a night leaves out for it."""
    left_out: dict[str, list[Verb]] = {}
    for verb in (verb for verb in NIGHTLY if _applies(spec, verb)):
        for sheet in _unsettled(spec, frames, verb):
            left_out.setdefault(sheet.name, []).append(verb)
    for name, verbs in left_out.items():
        title = spec.sheet(name).title
        zh = "、".join(TITLES[verb].zh for verb in verbs)
        en = ", ".join(TITLES[verb].en for verb in verbs)
        yield Finding(
            "REQ012",
            "error",
            Cell(name, 1),
            None,
            Words(
                f"找不到工作表“{title}”，因此没有执行：{zh}。不会用模板里的数值代替你们的设置。",
                f'sheet "{title}" was not found, so these were left out: {en}. The template\'s values never'
                " stand in for your settings.",
            ),
            Words(
                f"如果它改了名，请核对表头是否还在；如果删掉了，请从以前的版本里找回“{title}”，再运行一次。",
                f'If it was renamed, check that its header row is still there; if it was deleted, bring "{title}" back'
                " from an earlier version and run again.",
            ),
        )


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
    rests = isinstance(missing, KindLacksColumnError | KindLacksSheetError)  # nobody took it out: such a kind has none
    return Finding(
        "REQ902",
        "info" if rests else "error",
        Cell(sheet.name, 1),
        None,
        Words(f"没有执行“{step.zh}”：{zh}", f"{step.en} was left out: {en}"),
        Words("请从模板补上缺少的工作表或列，然后重新运行", "add what is missing, as in the template, and run again"),
    )


def _names(missing: ReqsheetsError, sheet: SheetSpec) -> bool:
    return any(f"“{text}”" in missing.words.zh for text in (sheet.name, sheet.title))


def _written(reading: Reading, plan: Plan, author: Author, *, as_root: bool) -> str:
    """Carry out the plan and return the last hash; without a change only what does not hold in the memory is noted."""
    if not plan.changes:
        return breaks_noted(reading, author) if as_root or not is_strangers(reading.place) else ""
    if not as_root and reading.place:
        refuse_root(reading.place)
    refuse_unsafe(reading.path)  # before anything is put beside it
    return commit(reading, plan, author)
