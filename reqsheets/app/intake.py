"""A stranger's register taken in, end to end: read, propose, settle by what is remembered, plan, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reqsheets.app.commit import commit
from reqsheets.app.discovery import put_new
from reqsheets.app.ownership import kept_apart
from reqsheets.domain.intake.contents import contents, update
from reqsheets.domain.intake.headings import matched
from reqsheets.domain.intake.memory import NOTHING, Memory, remembered, with_memory
from reqsheets.domain.intake.planning import intake
from reqsheets.domain.intake.proposal import BESIDE, Proposal, proposal
from reqsheets.domain.intake.refusing import row_errors
from reqsheets.domain.register.identity import with_ids
from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Plan, Value
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.report.taken_in import TakenIn
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.grids import source as read_source
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.annotated_copy import annotated_copy, errors_file
from reqsheets.xlsx.template.mapping_workbook import mapping_of
from reqsheets.xlsx.template.template import template


def taken_in(
    source: Path,
    into: Path | None,
    author: Author,
    *,
    kind: str = "",
    mapping: Path | None = None,
    write: bool = False,
    kinds: Sequence[WorkbookSpec] = KINDS,
) -> TakenIn:
    """Return what a file is in our terms and, with `into`, plan its import; with `write` carry that out.

    A register that is not there yet is made. Raises UsageError where the file holds no register, or the register is of
    another kind, and what reading and writing raise.
    """
    reading = read(into, kinds) if into is not None and into.exists() else None
    found = _proposed(source, reading, kind, kinds)
    frames = _blank(found.spec) if reading is None else reading.frames
    memory = _known(found, frames, NOTHING if mapping is None else mapping_of(mapping, found))
    found = _settled(found, memory)
    if into is None:
        return TakenIn(source, found)
    errors = tuple(row_errors(found.spec, frames, found))
    refused = sorted({error.record for error in errors})
    planned = intake(found.spec, frames, found, memory, author.time.date(), refused)
    outcome = Outcome(into, found.spec, reading.layouts if reading else {}, planned.plan)
    done = TakenIn(source, found, into, planned, outcome, errors)
    if write and errors:
        done = replace(done, copy=errors_file(source))
        put_new(done.copy or source, annotated_copy(found, errors, "zh"), force=False)
    return _written(done, reading, author) if write and planned.plan.changes else done


def _proposed(source: Path, reading: Reading | None, kind: str, kinds: Sequence[WorkbookSpec]) -> Proposal:
    """Return the proposal for a file, as the kind of the register it goes into where that is there."""
    if kind:
        kind_named(kind)
    if reading is not None and kind not in ("", reading.spec.kind):
        raise _other_kind(reading.path, reading.spec.kind, kind)
    found = proposal(read_source(source), (reading.spec,) if reading else kinds, kind)
    if found is None:
        raise _nothing(source)
    return found


def _known(found: Proposal, frames: Frames, settled: Memory) -> Memory:
    """Return what the register remembers of such files, a person's corrections on top."""
    memory = remembered(found.spec, frames, [guess.column.title for guess in found.guesses])
    if settled is NOTHING:
        return memory
    columns, options = {**memory.columns, **settled.columns}, {**memory.options, **settled.options}
    return replace(memory, columns=columns, options=options, days={**memory.days, **settled.days})


def _settled(found: Proposal, memory: Memory) -> Proposal:
    """Return the proposal as it was settled before; a header that was renamed since goes by its old name."""
    first = with_memory(found, memory)
    if memory is NOTHING or not memory.records:
        return first
    renamed = update(memory.contents, contents(first)).renamed
    return with_memory(found, memory, renamed) if renamed else first


def _blank(spec: WorkbookSpec) -> Frames:
    """Return the frames of a new workbook of a kind."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.xlsx"
        base = kind_named(spec.kind.partition(BESIDE)[0])
        path.write_bytes(template(base, {}))
        return read(path, (base,)).frames


def _written(done: TakenIn, reading: Reading | None, author: Author) -> TakenIn:
    """Carry the plan out, in a new workbook where there is none yet."""
    if done.into is None or done.intake is None or done.outcome is None:
        return done
    if reading is None:
        spec = kind_named(done.proposal.spec.kind.partition(BESIDE)[0])
        put_new(done.into, template(spec, with_ids(spec, {})), force=False)
        kept_apart(done.into)
        reading = read(done.into, (spec,))
    try:
        refuse_unsafe(reading.path)
        head = commit(reading, Plan((), done.intake.plan.changes), author)
    except ReqsheetsError as error:
        return replace(done, outcome=replace(done.outcome, error=error, layouts=reading.layouts))
    return replace(done, outcome=replace(done.outcome, written=True, head=head, layouts=reading.layouts))


def header_match(
    kind: str, sheet: str, header: str, samples: Sequence[Value], neighbours: Sequence[str]
) -> tuple[str, str] | None:
    """Return the titles of our sheet and column that a header means, None where nothing is taken unasked."""
    spec = kind_named(kind)
    seen: list[Sequence[Value]] = [list(samples), *([] for _ in neighbours)]
    answers = matched(spec, sheet, [header, *neighbours], seen, ties_asked=False)[0]
    if not answers or not answers[0].taken:
        return None
    ours = spec.sheet(answers[0].sheet)
    return ours.title, ours.column(answers[0].column).title


def _nothing(source: Path) -> UsageError:
    return UsageError(
        f"{source.name}：没有找到登记表；需要一行表头，下面至少有两列内容",
        f"{source.name}: no register found; it takes a header row with at least two filled columns below it",
    )


def _other_kind(into: Path, held: str, wanted: str) -> UsageError:
    return UsageError(
        f"{into.name} 是 {held} 类登记表，不能按 {wanted} 导入",
        f"{into.name} is a register of kind {held}; {wanted} cannot be imported into it",
    )
