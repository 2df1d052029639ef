"""What was done to a workbook, whether its record still holds, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path

from reqsheets.app import outside_anchor
from reqsheets.app.commit import (
    after_note,
    before_note,
    commit,
    commit_restored,
    history_read,
    settled,
    unsettled,
)
from reqsheets.app.integrity import Fault, Seen, look, readable_version, reading_of
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.ownership import another_id
from reqsheets.domain.history.undo import undo
from reqsheets.domain.register.audit_entries import edits_between
from reqsheets.domain.register.identity import identity
from reqsheets.kinds import KINDS
from reqsheets.model.audit import NOT_OURS, Author, Edit, Record
from reqsheets.model.brief import brief
from reqsheets.model.errors import DamagedHistoryError, ReqsheetsError, UsageError
from reqsheets.model.plan import Plan, ReplaceRows, Words, parted
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.store import plain_files, record_file, versions
from reqsheets.xlsx.reading.read import Reading, read


@brief
@dataclass(frozen=True, slots=True)
class Verdict:
    """How many records there are and versions kept, the first fault of each part of the memory, and the last hash."""

    records: int
    versions: int
    faults: tuple[Fault, ...]
    head: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether chain, journal, anchor and versions are whole, and always were as far as the records tell."""
        return not self.faults


def entries(path: Path, key: str = "", kinds: Sequence[WorkbookSpec] = KINDS) -> Iterator[tuple[Record, Edit]]:
    """Yield every edit with its batch, oldest first; with a key only those of that row.

    Raises DamagedHistoryError where the records cannot be read at all.
    """
    path = path.resolve()
    with history_read(path):
        if path.exists() and (unsettled(path) or another_id(path, kinds)):
            with settled(path, kinds):
                pass
        known = record_file.records(path)
    for record in known:
        for edit in record.edits:
            if not key or edit.key == key or key in edit.key.split("/"):
                yield record, edit


def difference(
    before: Path, after: Path, kinds: Sequence[WorkbookSpec] = KINDS
) -> tuple[WorkbookSpec, tuple[Edit, ...]]:
    """Return the kind of two workbooks, and what differs between them by number and column.

    Raises UsageError where the two are not of one kind.
    """
    first, second = read(before, kinds), read(after, kinds)
    if first.spec.kind != second.spec.kind:
        raise UsageError(
            f"两个工作簿种类不同：{first.spec.title.zh}、{second.spec.title.zh}，无法比较",
            f"the workbooks are of two kinds, {first.spec.kind} and {second.spec.kind}, and cannot be compared",
        )
    return first.spec, edits_between(first.spec, first.frames, second.frames)


def verdict(
    path: Path,
    expect: str = "",
    anchor: Path | None = None,
    now: datetime | None = None,
    kinds: Sequence[WorkbookSpec] = KINDS,
) -> Verdict:
    """Return whether records, journal sheet and kept versions are whole and fit each other.

    With `expect`, a hash that was noted before, also whether the chain still has it; with `anchor`, whether it has all
    that this file has noted, which then notes how far it has come `now`, if all holds. Raises DamagedHistoryError where
    the memory cannot be read at all, FileInUseError where the anchor cannot be written.
    """
    path = path.resolve()
    with history_read(path), settled(path, kinds) as reading:
        seen = look(path, reading, all_versions=True)
        workbook = identity(reading.spec, reading.frames) or str(path)
        lines = outside_anchor.noted(anchor) if anchor else []
        expected = (*_of_expected(seen, expect.strip()), *outside_anchor.against(seen, workbook, lines))
        faults = (*seen.faults, *seen.past, *expected)
        if anchor and not faults:
            outside_anchor.note(anchor, seen, workbook, path, lines, now or datetime.now().astimezone())
        return Verdict(seen.lines, len(versions.versions(path)), faults, seen.head)


def _of_expected(seen: Seen, expect: str) -> Iterator[Fault]:
    wanted = expect.casefold()
    if not expect or any(wanted in (record.link, record.hash) for record in seen.records):
        return
    why = Words(
        f"记录中没有“{expect}”：此后记录被改写、截短，或属于另一个文件",
        f"the records do not have {expect!r}: since then they were rewritten or cut off, or are another's",
    )
    yield Fault("expected", seen.lines, why, f"expected:{expect}")


def undone(
    path: Path, batch: str, author: Author, *, anyway: bool, write: bool, kinds: Sequence[WorkbookSpec] = KINDS
) -> Outcome:
    """Plan the undoing of a batch ("" for the newest of ours) and, with `write`, carry it out.

    Raises UsageError where there is no such batch or its versions are no longer kept, and DamagedHistoryError where the
    chain is broken, unless the batch is named and `anyway` is chosen.
    """
    place = path.resolve()
    with history_read(place), settled(place, kinds) as reading:
        seen = look(place, reading)
        wanted = _wanted(place, batch, seen, anyway=anyway)
        plan, start = _way_back(place, reading, wanted, author)
    found = memory_findings(place, reading, seen)
    outcome = Outcome(
        path, reading.spec, reading.layouts, Plan((*found, *plan.findings), plan.changes), batch=wanted.batch
    )
    if not write or not plan.changes:
        return outcome
    try:
        base = _bytes_of(place, start) if start and _rebuilds(reading.spec, plan) else None
        head = commit(reading, plan, author, base)
    except ReqsheetsError as error:
        return replaced(outcome, error=error)
    return replaced(outcome, written=True, head=head)


def _rebuilds(spec: WorkbookSpec, plan: Plan) -> bool:
    """Tell whether an undoing takes sheets, columns or rows of settings back, not cells alone."""
    rewritten = (change for change in plan.changes if isinstance(change, ReplaceRows))
    return bool(parted(plan)[0].changes) or any(spec.sheet(c.sheet).role == "settings" for c in rewritten)


def _bytes_of(path: Path, digest: str) -> bytes | None:
    kept = [one for one in versions.versions(path) if one.digest == digest]
    return versions.content(path, kept[-1].number) if kept else None


def _wanted(path: Path, batch: str, seen: Seen, *, anyway: bool) -> Record:
    """Return the record of the batch to undo; on a broken chain only where a person names it and says so."""
    ours = [record for record in seen.records if record.command not in NOT_OURS]
    broken = [fault for fault in seen.faults if fault.part == "records" or fault in seen.unrecorded]
    if broken and not (batch and anyway):
        latest = ours[-1].batch if ours else "BATCH"
        raise DamagedHistoryError(
            f"{broken[0].words.zh}；因此没有撤销。先看 reqsheets history {path.name}，"
            f"确定后写明批次并加 --anyway，例如 reqsheets undo {path.name} {latest} --anyway",
            f"{broken[0].words.en}; so nothing was undone. Look at reqsheets history {path.name}, then name the batch "
            f"and add --anyway, such as reqsheets undo {path.name} {latest} --anyway",
        )
    wanted = batch or (ours[-1].batch if ours else "")
    found = [record for record in ours if record.batch == wanted]
    if not found:
        raise _no_batch(path, batch, [record.batch for record in ours])
    return found[-1]


def _way_back(path: Path, reading: Reading, record: Record, author: Author) -> tuple[Plan, str]:
    """Return the plan that undoes a batch, and the digest of the version before it where nothing was edited since."""
    wanted = record.batch
    if not record.before:
        raise UsageError(
            f"批次 {wanted}（{record.command}）新建了这个工作簿，之前没有内容可以恢复；如不需要，请删除这个文件",
            f"batch {wanted} ({record.command}) made this workbook, so there is nothing before it to go back to; "
            "delete the file if it is not wanted",
        )
    sides: list[Reading] = []
    for note in (before_note, after_note):
        version = versions.noted(path, note(wanted))
        if version is None:
            raise UsageError(
                f"批次 {wanted} 的历史版本已不再保留，无法撤销（保留多少由“参数配置”表的“备份份数”“备份天数”决定）",
                f"the versions of batch {wanted} are no longer kept, so it cannot be undone",
            )
        sides.append(reading_of(path, versions.content(path, version.number), (reading.spec,)))
    was, then = sides
    day = author.time.date()
    plan = undo(reading.spec, was.frames, then.frames, reading.frames, wanted, author.user, day)
    return plan, was.digest if then.digest == reading.digest else ""


def _no_batch(path: Path, batch: str, ours: Sequence[str]) -> UsageError:
    if not ours:
        return UsageError(f"{path.name} 还没有可撤销的批次", f"{path.name} has no batch to undo yet")
    latest = ours[-5:]
    return UsageError(
        f"{path.name} 没有可撤销的批次“{batch}”（最近的批次：{'、'.join(latest)}）",
        f"{path.name} has no batch {batch!r} to undo (the latest: {', '.join(latest)})",
    )


def restored(
    path: Path, number: int, author: Author, *, keep: bool, write: bool, kinds: Sequence[WorkbookSpec] = KINDS
) -> str:
    """With `write` put a kept version in the workbook's place, byte for byte; the state before is kept too.

    With `keep` the workbook stays as it is, an older state too, and goes on from there. Returns the last hash, "" where
    nothing was written. Raises UsageError where there is no such version, DamagedVersionError where it is damaged,
    FileInUseError or StalePlanError where the file cannot be replaced.
    """
    path = path.resolve()
    if keep and number:
        raise UsageError("--keep 和版本号不能同时使用", "--keep and a version cannot be asked for together")
    with history_read(path):
        if not keep:
            versions.content(path, number)
        elif not path.exists():
            raise UsageError(f"找不到文件“{path}”", f"there is no file {str(path)!r}")
    return commit_restored(path, number, author, kinds) if write else ""


def kept_versions(path: Path) -> list[versions.Version]:
    """Return the kept versions of a workbook, oldest first."""
    path = path.resolve()
    with history_read(path):
        return versions.versions(path)


def faults_seen(path: Path, kinds: Sequence[WorkbookSpec] = KINDS) -> tuple[Fault, ...]:
    """Return what does not hold in a workbook's memory and is not on record yet; of a broken workbook only its own.

    Raises DamagedHistoryError where the memory cannot be read at all.
    """
    path = path.resolve()
    with history_read(path):
        return look(path, readable_version(path, plain_files.read(path), kinds)).unrecorded
