"""Whether the memory of a workbook holds: its records, its journal sheet, its versions, and how they fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from reqsheets.domain.history.journal import broken_entries, seals
from reqsheets.domain.register.audit_entries import edits_between
from reqsheets.model.audit import BREAK, NOT_OURS, OUTSIDE, RESTORE, Broken, Record
from reqsheets.model.brief import brief
from reqsheets.model.errors import MissingColumnError, MissingSheetError, ReqsheetsError
from reqsheets.model.plan import Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import record_file, versions
from reqsheets.xlsx.reading.read import Reading, read

Part: TypeAlias = Literal["records", "journal", "anchor", "versions", "break", "expected", "anchored"]
LOGS = ("journal",)
DIGITS = 9  # of the number of a batch, and fewer
PLACES: Mapping[Part, Words] = {
    "records": Words("第 {} 条改动记录", "record {}"),
    "journal": Words("“操作日志”表第 {} 行", "row {} of the journal sheet"),
    "anchor": Words("记录与工作簿不符：", "records and workbook differ:"),
    "versions": Words("第 {} 个历史版本", "version {}"),
    "break": Words("第 {} 条改动记录：", "record {}:"),
    "expected": Words("与记下的校验码不符：", "not as noted:"),
    "anchored": Words("锚点文件第 {} 行：", "line {} of the anchor file:"),
}


@brief
@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold in the memory of a workbook: the line of the records, the row of the journal, the version.

    `token` tells the fault apart from a later one of the same part.
    """

    part: Part
    at: int
    why: Words
    token: str

    @property
    def words(self) -> Words:
        """Return place and fault as people read them."""
        where = PLACES[self.part]
        return Words(f"{where.zh.format(self.at)}{self.why.zh}", f"{where.en.format(self.at)} {self.why.en}")


@dataclass(frozen=True, slots=True)
class Older:
    """The workbook is an older state of itself: the record that left it (None: before all), and what it lacks."""

    state: Record | None
    first: Record
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a workbook's memory: its records, lines that are none counted, and the faults."""

    lines: int
    records: tuple[Record, ...]
    faults: tuple[Fault, ...]
    older: Older | None = None

    @property
    def head(self) -> str:
        """Return the last hash of the chain, "" where there is none."""
        return self.records[-1].link if self.records else ""

    @property
    def recorded(self) -> frozenset[str]:
        """Return the tokens of the faults that the records tell of."""
        return frozenset(edit.key for record in self.records if record.command == BREAK for edit in record.edits)

    @property
    def unrecorded(self) -> tuple[Fault, ...]:
        """Return the faults that were not known before."""
        return tuple(fault for fault in self.faults if fault.token not in self.recorded)

    @property
    def past(self) -> tuple[Fault, ...]:
        """Return the faults that the records tell of and that do not show any more."""
        now = {fault.token for fault in self.faults}
        found = [(record, edit) for record in self.records if record.command == BREAK for edit in record.edits]
        return tuple(
            Fault("break", record.number, _recorded(record, edit.because), edit.key)
            for record, edit in found
            if edit.key not in now
        )


def look(path: Path, reading: Reading | None, *, all_versions: bool = False) -> Seen:
    """Return what the memory shows of itself; of the versions only the newest is looked at unless all are wanted.

    Raises DamagedHistoryError where what lies beside the workbook cannot be read at all, OSError where the disk fails.
    """
    chain = record_file.chain(path)
    records = chain.records
    older = _older(path, reading, records) if reading else None
    kept = _of_versions(path, records) or (_of_damaged(path) if all_versions else None)
    found = (_of_records(chain.broken), _of_journal(reading), _of_anchor(reading, records, older), kept)
    return Seen(chain.lines, records, tuple(fault for fault in found if fault), older)


def state_seal(records: Sequence[Record]) -> str:
    """Return the hash with which the workbook's journal must end: the newest batch's, or what was restored held."""
    right = _base(records)
    for record in records:
        if record.command == RESTORE:
            right = str((record.edits[-1].new if record.edits else "") or "")
        elif record.command not in NOT_OURS:
            right = record.hash
    return right


def _base(records: Sequence[Record]) -> str:
    """Return the last hash that the workbook held before its first record, of records kept elsewhere; "" for none."""
    first = records[0] if records else None
    return first.previous if first and (first.number == 1 or first.command == BREAK) else ""


def newest_whole(path: Path, records: Sequence[Record]) -> tuple[versions.Version, bytes] | None:
    """Return the newest version that is whole and that, as far as the chain tells, a batch left; None without one."""
    known = {record.left for record in records if record.left}
    sealed = any(record.left for record in records)
    for one in reversed(versions.versions(path)):
        if sealed and one.digest not in known:
            continue
        try:
            return one, versions.content(path, one.number)
        except ReqsheetsError:
            continue
    return None


def reading_of(path: Path, content: bytes, kinds: Sequence[WorkbookSpec]) -> Reading:
    """Return a kept version as read."""
    return read(path, kinds, content=content)


def readable_version(path: Path, content: bytes, kinds: Sequence[WorkbookSpec]) -> Reading | None:
    """Return a kept version as read, None where it is no workbook of ours."""
    try:
        return reading_of(path, content, kinds)
    except ReqsheetsError:
        return None


def _recorded(record: Record, why: Words) -> Words:
    when = record.time.replace("T", " ")[:16]
    return Words(f"{when} 记录：{why.zh}", f"recorded {when}: {why.en}")


def _of_records(found: Sequence[Broken]) -> Fault | None:
    if not found:
        return None
    first, last = found[0], found[-1]
    return Fault("records", first.line, _counted(first.why, len(found)), f"records:{len(found)}:{last.line}")


def _of_journal(reading: Reading | None) -> Fault | None:
    if reading is None or reading.spec.purpose("journal") is None or _is_bare(reading):
        return None
    try:
        found = list(broken_entries(reading.spec, reading.frames))
    except (MissingSheetError, MissingColumnError) as missing:
        return Fault("journal", 1, missing.words, "journal:missing")
    if not found:
        return None
    row, why = found[0]
    return Fault("journal", row, _counted(why, len(found)), f"journal:{len(found)}:{found[-1][0]}")


def _is_bare(reading: Reading) -> bool:
    """Tell whether it is a sheet of people's own that we never looked after: none of our settings and logs is there."""
    ours = [sheet.name for sheet in reading.spec.sheets if sheet.role in ("settings", "log")]
    return not any(name in reading.frames for name in ours) and not any(
        sheet.title.lower() in reading.frames.tabs for sheet in reading.spec.sheets if sheet.name in ours
    )


def _counted(why: Words, count: int) -> Words:
    if count == 1:
        return why
    return Words(f"{why.zh}（共 {count} 处）", f"{why.en} ({count} places in all)")


def _of_versions(path: Path, records: Sequence[Record]) -> Fault | None:
    """Hold the lists of versions against what the chain seals: the version that the last batch left must be there."""
    garbled = versions.garbled(path)
    if garbled:
        names = ", ".join(garbled[:3])
        number = int(garbled[0][:6]) if garbled[0][:6].isdecimal() else 0
        why = Words(
            f"的清单已损坏（{names}），无法还原", f"has a list that makes no sense ({names}) and cannot be restored"
        )
        return Fault("versions", number, why, f"versions:{','.join(garbled)}")
    kept = versions.versions(path)
    left = {f"after {record.batch}": record.left for record in records if record.left}
    for one in kept:
        for note in one.notes:
            if left.get(note, one.digest) != one.digest:
                why = Words("的内容被换过，与记录不符", "was exchanged: it is not what the records seal")
                return Fault("versions", one.number, why, f"versions:exchanged:{one.digest[:16]}:{left[note][:16]}")
    last = records[-1].left if records else ""
    if last and last not in {one.digest for one in kept}:
        number = kept[-1].number + 1 if kept else 1
        why = Words(
            "（最近一批之后的状态）被删除，此后的修改无法逐格比较",
            "(what the last batch left) was deleted: what was edited since cannot be told cell by cell",
        )
        return Fault("versions", number, why, f"versions:gone:{last[:16]}")
    return _cut(kept, records) or _damaged_newest(path, kept)


def _cut(kept: Sequence[versions.Version], records: Sequence[Record]) -> Fault | None:
    """Tell of a version that names a later batch than the records do: their end was cut off."""
    known = {record.batch for record in records}
    highest = records[-1].number if records else 0
    for one in kept:
        for batch in (note.removeprefix("after ") for note in one.notes if note.startswith("after ")):
            if batch not in known and number_of_batch(batch) > highest:
                why = Words(f"属于批次 {batch}，记录中却没有这一批", f"is of batch {batch}, which the records lack")
                return Fault("versions", one.number, why, f"versions:later:{batch}")
    return None


def _damaged_newest(path: Path, kept: Sequence[versions.Version]) -> Fault | None:
    if not kept:
        return None
    try:
        versions.content(path, kept[-1].number)
    except versions.DamagedVersionError:
        return _damaged(kept[-1].number, kept[-1].digest)
    return None


def _of_damaged(path: Path) -> Fault | None:
    number = versions.damaged(path)
    return None if number is None else _damaged(number, str(number))


def _damaged(number: int, which: str) -> Fault:
    why = Words("已损坏，无法还原", "is damaged and cannot be restored")
    return Fault("versions", number, why, f"versions:damaged:{which[:16]}")


# --- records and workbook -----------------------------------------------------------------------------------------


def _of_anchor(reading: Reading | None, records: Sequence[Record], older: Older | None) -> Fault | None:
    """Hold the journal sheet's last hash against that of the newest batch, or the one that a restored version held."""
    if reading is None or reading.spec.purpose("journal") is None:
        return None
    held = seals(reading.spec, reading.frames)
    right, last = state_seal(records), held[-1] if held else ""
    token = f"anchor:{last[:16]}:{right[:16]}" if records else f"anchor:elsewhere:{last[:16]}"
    if older:
        return Fault("anchor", len(records), _of_older(older), token)
    if last != right:
        return Fault("anchor", len(records), _why(last, records, held), token)
    base = _base(records)
    if base:
        earlier = held.index(base) + 1 if base in held else 0
        return Fault("anchor", 1, _elsewhere(earlier), f"anchor:elsewhere:{base[:16]}")
    return None


def _of_older(older: Older) -> Words:
    lacking = older.lacking
    zh, en = "、".join(lacking), ", ".join(lacking)
    if older.state is None:
        when = older.first.time.replace("T", " ")[:16]
        return Words(
            f"工作簿是第一批（{when}，批次 {older.first.batch}）之前的状态，其中没有批次 {zh}",
            f"the workbook is the state before the first batch ({when}, batch {older.first.batch}); "
            f"these batches are missing from it: {en}",
        )
    when = older.state.time.replace("T", " ")[:16]
    return Words(
        f"工作簿是 {when} 批次 {older.state.batch} 之后的状态，其中没有批次 {zh}",
        f"the workbook is the state of {when}, batch {older.state.batch}; these batches are missing from it: {en}",
    )


def _why(found: str, known: Sequence[Record], held: Sequence[str]) -> Words:
    if not known:
        count = len(held)
        return Words(
            f"工作簿里有 {count} 批的校验码，旁边却没有改动记录：记录被删除，或文件复制时没有带上“.reqsheets”",
            f"the workbook names {count} batch(es) but no records are beside it: they were deleted, "
            "or the workbook was copied or renamed without its .reqsheets folder",
        )
    hashes = [record.hash for record in known]
    if found and found not in hashes and found != _base(known):
        return Words(
            "工作簿里最后一批的校验码不在记录中：记录末尾有内容被删除，或记录属于另一个文件",
            "the workbook ends with a batch that the records lack: their end was cut off, or they are another's",
        )
    later = known[hashes.index(found) + 1 :] if found in hashes else known
    lacking = next((record.batch for record in later if record.command not in (OUTSIDE, BREAK)), known[-1].batch)
    return Words(
        f"工作簿里没有记录中的批次 {lacking}：“操作日志”表被改动，或工作簿被换成了较早的文件",
        f"the workbook lacks batch {lacking} of the records: its journal sheet was altered, "
        "or an older file stands in its place",
    )


def _elsewhere(earlier: int) -> Words:
    return Words(
        f"工作簿里最早的 {earlier} 批不在这份记录中：文件复制时没有带上“.reqsheets”，或记录被删后重新开始",
        f"the first {earlier} batch(es) of the workbook are not in these records: it was copied or renamed without its "
        ".reqsheets folder, or the records were deleted and begun anew",
    )


def _older(path: Path, reading: Reading, records: Sequence[Record]) -> Older | None:
    """Return which older state of itself the workbook is, None where it is none as far as can be told."""
    ours = [record for record in records if record.command not in (OUTSIDE, BREAK)]
    if not ours or reading.digest == ours[-1].left or reading.digest == records[-1].left:
        return None
    held = seals(reading.spec, reading.frames)
    last = held[-1] if held else _base(records)
    if last == state_seal(records):
        return None
    hashes = [record.hash for record in records]
    if last not in hashes and last != _base(records):
        return None
    at = hashes.index(last) if last in hashes else -1
    lacking = tuple(record.batch for record in records[at + 1 :] if record.command not in (OUTSIDE, BREAK))
    state = records[at] if at >= 0 else None
    exact = reading.digest in {record.left for record in records} | {records[0].before}
    if lacking and (exact or _is_nearer_to(path, reading, state, records)):
        return Older(state, ours[0], lacking)
    return None


def _is_nearer_to(path: Path, reading: Reading, state: Record | None, records: Sequence[Record]) -> bool:
    """Tell whether the workbook differs less from that older state than from the newest; where it cannot be told, yes.

    Else only its journal sheet was altered.
    """
    note = f"after {state.batch}" if state else f"before {records[0].batch}"
    old = _distance(path, reading, versions.noted(path, note))
    whole = newest_whole(path, records)
    new = _distance(path, reading, whole[0] if whole else None)
    return old is None or new is None or old <= new


def _distance(path: Path, reading: Reading, version: versions.Version | None) -> int | None:
    if version is None:
        return None
    try:
        frames = reading_of(path, versions.content(path, version.number), (reading.spec,)).frames
    except ReqsheetsError:
        return None
    return sum(edit.sheet not in LOGS for edit in edits_between(reading.spec, frames, reading.frames))


def batches_of(path: Path, reading: Reading | None) -> Iterator[int]:
    """Yield the numbers of all batches that workbook and versions name, so that none is given again."""
    names = [note.rpartition(" ")[2] for one in versions.versions(path) for note in one.notes]
    if reading is not None:
        sheet = reading.spec.purpose("journal")
        if sheet is not None and sheet.name in reading.frames and "batch" in reading.frames[sheet.name].columns:
            names += {value for value in reading.frames[sheet.name]["batch"].tolist() if isinstance(value, str)}
    yield from map(number_of_batch, names)


def number_of_batch(name: str) -> int:
    """Return the number that a batch such as 20240630-17 has, 0 where it has none."""
    number = name.rpartition("-")[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < DIGITS else 0
