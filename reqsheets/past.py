"""What was done to a workbook, whether its record still holds, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import Literal, TypeAlias

from reqsheets.errors import MissingColumnError, MissingSheetError, ReqsheetsError, UsageError
from reqsheets.excel import record_file, versions
from reqsheets.excel.read import Reading, read
from reqsheets.kinds import KINDS
from reqsheets.operations.journal import first_broken, seals
from reqsheets.operations.undo import undo
from reqsheets.outcome import Outcome
from reqsheets.plan import Plan, Words
from reqsheets.records import OUTSIDE, RESTORE, Author, Edit, Record, broken
from reqsheets.register.edits import edits_between
from reqsheets.remember import (
    after_note,
    before_note,
    reading_of,
    restore_remembered,
    settled,
    unsettled,
    write_remembered,
)
from reqsheets.spec import WorkbookSpec

Part: TypeAlias = Literal["records", "journal", "anchor", "versions"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold in the memory of a workbook: the line of the records, the row of the journal, the version."""

    part: Part
    at: int
    why: Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many records there are and versions kept, and the first fault of each part of the memory."""

    records: int
    versions: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Tell whether chain, journal, anchor and versions are whole."""
        return not self.faults


def entries(path: Path, key: str = "", kinds: Sequence[WorkbookSpec] = KINDS) -> Iterator[tuple[Record, Edit]]:
    """Yield every edit with its batch, oldest first; with a key only those of that row."""
    path = path.resolve()
    if unsettled(path) and path.exists():
        with settled(path, kinds):
            pass
    for record in record_file.records(path):
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


def verdict(path: Path, kinds: Sequence[WorkbookSpec] = KINDS) -> Verdict:
    """Return whether records, journal sheet and kept versions are whole and fit each other."""
    path = path.resolve()
    with settled(path, kinds) as reading:
        lines = record_file.lines(path)
        known = record_file.records(path)
        faults = (_of_records(lines), _of_journal(reading), _of_anchor(reading, known), _of_versions(path))
        return Verdict(len(lines), len(versions.versions(path)), tuple(fault for fault in faults if fault))


def _of_records(lines: Sequence[str]) -> Fault | None:
    fault = broken(lines)
    return Fault("records", fault.line, fault.why) if fault else None


def _of_journal(reading: Reading) -> Fault | None:
    if reading.spec.purpose("journal") is None:
        return None
    try:
        fault = first_broken(reading.spec, reading.frames)
    except (MissingSheetError, MissingColumnError) as missing:
        return Fault("journal", 1, missing.words)
    return Fault("journal", *fault) if fault else None


def _of_versions(path: Path) -> Fault | None:
    number = versions.damaged(path)
    if number is None:
        return None
    return Fault("versions", number, Words("已损坏，无法还原", "is damaged and cannot be restored"))


def _of_anchor(reading: Reading, known: Sequence[Record]) -> Fault | None:
    """Hold the journal sheet's last hash against that of the newest batch, or the one that a restored version held."""
    if reading.spec.purpose("journal") is None:
        return None
    held = seals(reading.spec, reading.frames)
    base = known[0].previous if known else ""
    right = base
    for record in known:
        if record.command == RESTORE:
            right = str(record.edits[-1].new or "")
        elif record.command != OUTSIDE:
            right = record.hash
    found = held[-1] if held else ""
    if found != right:
        return Fault("anchor", len(known), _why(found, known, held))
    if base:
        earlier = held.index(base) + 1 if base in held else 0
        return Fault("anchor", 1, _elsewhere(earlier))
    return None


def _why(found: str, known: Sequence[Record], held: Sequence[str]) -> Words:
    if not known:
        count = len(held)
        return Words(
            f"工作簿里有 {count} 批的校验码，旁边却没有改动记录：记录被删除，或文件复制时没有带上“.reqsheets”",
            f"the workbook names {count} batch(es) but no records are beside it: they were deleted, "
            "or the workbook was copied or renamed without its .reqsheets folder",
        )
    hashes = [record.hash for record in known]
    if found and found not in hashes and found != known[0].previous:
        return Words(
            "工作簿里最后一批的校验码不在记录中：记录末尾有内容被删除，或记录属于另一个文件",
            "the workbook ends with a batch that the records lack: their end was cut off, or they are another's",
        )
    later = known[hashes.index(found) + 1 :] if found in hashes else known
    lacking = next(record.batch for record in [*later, known[-1]] if record.command != OUTSIDE)
    return Words(
        f"工作簿里没有记录中的批次 {lacking}：工作簿被换成了较早的文件，或“操作日志”表被改动",
        f"the workbook lacks batch {lacking} of the records: an older file stands in its place, "
        "or its journal sheet was altered",
    )


def _elsewhere(earlier: int) -> Words:
    return Words(
        f"工作簿里最早的 {earlier} 批不在这份记录中：文件复制时没有带上“.reqsheets”，或记录被删后重新开始",
        f"the first {earlier} batch(es) of the workbook are not in these records: it was copied or renamed without its "
        ".reqsheets folder, or the records were deleted and begun anew",
    )


def undone(path: Path, batch: str, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS) -> Outcome:
    """Plan the undoing of a batch ("" for the newest of ours) and, with `write`, carry it out.

    Raises UsageError where there is no such batch or its versions are no longer kept.
    """
    reading, plan = _way_back(path.resolve(), batch, author, kinds)
    outcome = Outcome(path, reading.spec, reading.layouts, plan)
    if not write or not plan.changes:
        return outcome
    try:
        write_remembered(reading, plan, author)
    except ReqsheetsError as error:
        return replaced(outcome, error=error)
    return replaced(outcome, written=True)


def _way_back(path: Path, batch: str, author: Author, kinds: Sequence[WorkbookSpec]) -> tuple[Reading, Plan]:
    """Return the workbook as read and the plan that undoes a batch."""
    with settled(path, kinds) as reading:
        ours = [record.batch for record in record_file.records(path) if record.command not in (OUTSIDE, RESTORE)]
        wanted = batch or (ours[-1] if ours else "")
        if wanted not in ours:
            raise _no_batch(path, batch, ours)
        sides = []
        for note in (before_note, after_note):
            version = versions.noted(path, note(wanted))
            if version is None:
                raise UsageError(
                    f"批次 {wanted} 的历史版本已不再保留，无法撤销（保留多少由“参数配置”表的“备份份数”“备份天数”决定）",
                    f"the versions of batch {wanted} are no longer kept, so it cannot be undone",
                )
            sides.append(reading_of(path, versions.content(path, version.number), (reading.spec,)).frames)
    was, then = sides
    return reading, undo(reading.spec, was, then, reading.frames, wanted, author.user, author.time.date())


def _no_batch(path: Path, batch: str, ours: Sequence[str]) -> UsageError:
    if not ours:
        return UsageError(f"{path.name} 还没有可撤销的批次", f"{path.name} has no batch to undo yet")
    latest = ours[-5:]
    return UsageError(
        f"{path.name} 没有可撤销的批次“{batch}”（最近的批次：{'、'.join(latest)}）",
        f"{path.name} has no batch {batch!r} to undo (the latest: {', '.join(latest)})",
    )


def restored(path: Path, number: int, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS) -> None:
    """With `write` put a kept version in the workbook's place, byte for byte; the state before is kept too.

    Raises UsageError where there is no such version, DamagedVersionError where it is damaged, FileInUseError or
    StalePlanError where the file cannot be replaced.
    """
    versions.content(path.resolve(), number)
    if write:
        restore_remembered(path, number, author, kinds)


def kept_versions(path: Path) -> list[versions.Version]:
    """Return the kept versions of a workbook, oldest first."""
    return versions.versions(path.resolve())
