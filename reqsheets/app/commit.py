"""Every write remembered: the version before and after it, what was changed, and what people edited in between.

Order of a write, so that a crash at any moment leaves a file that is old or new and records that tell which: the batch
is noted as under way; the version before is kept; the new file is made, the batch's hash inside it, and kept as the
version after; it takes the workbook's place; the batch is added to the records. The next command settles what a killed
run left under way. One run at a time has its turn.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reqsheets.app.integrity import Seen, batches_of, look, newest_whole, number_of_batch, readable_version, reading_of
from reqsheets.app.ownership import adopt, id_given, id_of, is_anothers
from reqsheets.domain.history.journal import journal, seals
from reqsheets.domain.register.audit_entries import planned_edits, typed_between
from reqsheets.domain.register.identity import identity
from reqsheets.model.audit import BREAK, OUTSIDE, Author, Edit, Record, sealed
from reqsheets.model.errors import (
    DamagedHistoryError,
    FileInUseError,
    OlderCopyError,
    OtherRunError,
    PlantedError,
    ReqsheetsError,
    StalePlanError,
)
from reqsheets.model.frames import applied
from reqsheets.model.plan import AddSheet, Plan, Words, joined
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import plain_files, record_file, versions
from reqsheets.store.atomic_replace import raising_file_in_use
from reqsheets.store.plain_files import Rights
from reqsheets.store.put_back import put_back
from reqsheets.store.run_lock import exclusive_run
from reqsheets.xlsx.package.last_saved import last_saved_by
from reqsheets.xlsx.patching.patch import write
from reqsheets.xlsx.reading.read import Reading, read

GENERATIONS, DAYS = "备份份数", "备份天数"
LONGEST = 36_500  # days, or versions, that anybody wants kept


def kept_at(reading: Reading) -> Path:
    """Return where the workbook really lies that was read, which is what its history goes by."""
    return reading.place.path if reading.place else reading.path.resolve()


def before_note(batch: str) -> str:
    """Return the note on the version that a batch began with."""
    return f"before {batch}"


def after_note(batch: str) -> str:
    """Return the note on the version that a batch left."""
    return f"after {batch}"


def commit(reading: Reading, plan: Plan, author: Author, base: bytes | None = None) -> str:
    """Write the plan to its workbook and remember it; return the last hash of its records.

    `base` are the bytes to which an undoing goes back: where they give the same cells, the file is made of them.
    Raises what `excel.patch.write` raises, nothing written then. Raises FileInUseError too where the history cannot be
    kept beside the workbook, DamagedHistoryError where it cannot be added to: without a way back we do not write; and
    OlderCopyError where an older state stands in the place of the newest, which is a person's to decide.
    """
    path = kept_at(reading)
    reading, place = replace(reading, path=path), reading.place
    with plain_files.given(place.rights if place else None), _our_turn(path, author):
        planned_on = reading.digest
        reading, content = _as_it_is(reading)
        with _history_kept(path):
            adopt(path, reading)
            settle(path, reading)
            seen = look(path, reading)
            _refuse_older(path, reading, seen, author)
        with _other_run_told(path, planned_on, reading, seen):
            plan = joined([plan, id_given(path, reading, plan, content)])
            whose = identity(reading.spec, applied(reading.frames, plan))
            edits = tuple(planned_edits(reading.spec, reading.frames, plan))
            with _history_kept(path):
                batch = _batch(path, reading, seen, content, author, edits, whose)
            with _under_way(path, content, batch, author.time) as keep:
                write(reading, _with_journal(reading, plan, author, batch[-1]), keep, base)
        with suppress(OSError, ReqsheetsError):  # a version too many hurts nobody
            _prune(path, reading, author.time)
    return batch[-1].link


def commit_new(
    reading: Reading, plan: Plan, path: Path, edits: Iterable[Edit], author: Author, rights: Rights | None
) -> str:
    """Carry out a plan on a workbook that lies elsewhere and put it in a place where none is yet; remember it there.

    It has these rights at most. Returns the last hash of its records. Raises what `excel.patch.write` and
    `excel.put_back` raise; then nothing is in that place.
    """
    path = path.resolve()
    with plain_files.given(rights), _our_turn(path, author):
        with _history_kept(path):
            settle(path, None)
            whose = identity(reading.spec, reading.frames)
            record = Record(0, _moment(author), author.user, author.command, reading.spec.kind, "", "", tuple(edits))
            secret = _secret(reading.path.read_bytes())
            batch = [_numbered(replace(record, workbook=whose), record_file.last(path), author, secret)]
        write(reading, _with_journal(reading, plan, author, batch[-1]))
        content = reading.path.read_bytes()
        with _under_way(path, None, batch, author.time) as keep:
            keep(content)
            put_back(path, content, None)
    return batch[-1].link


def commit_restored(path: Path, number: int, author: Author, kinds: Sequence[WorkbookSpec]) -> str:
    """Put a kept version in the workbook's place, byte for byte; what stood there is kept too, even if unreadable.

    With number 0 the workbook stays as it is: it is on record that a person means this state, whatever it lacks.
    Returns the last hash of the records. Raises UsageError where there is no such version, DamagedVersionError where it
    is not whole any more, and FileInUseError or StalePlanError where the file cannot be replaced.
    """
    path = path.resolve()
    with plain_files.given(plain_files.rights_of(path)), _our_turn(path, author):
        with raising_file_in_use(path):
            now = plain_files.read(path) if os.path.lexists(path) or not number else None
        content = versions.content(path, number) if number else now or b""
        with _history_kept(path):
            reading = _if_readable(path, kinds)
            settle(path, reading)
            seen = look(path, reading)
            edit = _restored(path, number, content, kinds)
            batch = _batch(path, reading, seen, content if now is None else now, author, (edit,), id_of(seen.records))
        with _under_way(path, now, batch, author.time) as keep:
            keep(content)
            if number:
                put_back(path, content, now)
    return batch[-1].link


def _restored(path: Path, number: int, content: bytes, kinds: Sequence[WorkbookSpec]) -> Edit:
    version = readable_version(path, content, kinds)
    held = seals(version.spec, version.frames) if version else []
    why = Words(f"还原为第 {number} 个历史版本", f"version {number} restored")
    if not number:
        why = Words("确认从现在的内容继续", "the workbook as it stands goes on, as somebody decided")
    return Edit("", "", "", number, held[-1] if held else None, why)


def breaks_noted(reading: Reading, author: Author) -> str:
    """Have it on record what does not hold in the memory and was not known; return the last hash, "" if all does."""
    path, place = kept_at(reading), reading.place
    if not versions.history_folder(path).is_dir():
        return ""
    if not memory(path, reading, author).unrecorded:
        return ""
    with plain_files.given(place.rights if place else None), _our_turn(path, author), _history_kept(path):
        seen = look(path, reading)
        return _note(path, reading, seen, author)


def memory(path: Path, reading: Reading, author: Author, *, settling: bool = True) -> Seen:
    """Return what the workbook's memory shows, what a killed run left settled first; nothing of another's memory.

    Raises DamagedHistoryError or PlantedError where it cannot be read at all.
    """
    path = path.resolve()
    with history_read(path):
        if settling and unsettled(path):
            rights = reading.place.rights if reading.place else None
            with plain_files.given(rights), suppress(OSError, FileInUseError), exclusive_run(path, who=author.user):
                adopt(path, reading)
                settle(path, reading)
        if is_anothers(path, reading):
            return Seen(0, (), ())
        return look(path, reading)


@contextmanager
def settled(path: Path, kinds: Sequence[WorkbookSpec]) -> Iterator[Reading]:
    """Yield the workbook as read, no other run at work on it and nothing under way while the block runs."""
    with ExitStack() as stack:
        if versions.history_folder(path).parent.is_dir():
            with suppress(OSError):  # where nothing can be written nobody else writes either
                stack.enter_context(exclusive_run(path))
        reading = read(path, kinds)
        with suppress(OSError):
            adopt(path, reading)
            settle(path, reading)
        yield reading


def unsettled(path: Path) -> bool:
    """Tell whether a killed run may have left a batch under way, or the workbook been renamed."""
    if record_file.under_way(path):
        return True
    return not versions.history_folder(path).exists() and bool(versions.without_workbook(path.parent))


def settle(path: Path, reading: Reading | None) -> None:
    """Finish or give up the batch that a killed run left under way, whichever the workbook itself shows."""
    left = record_file.under_way(path)
    if not left:
        record_file.give_up(path)
        return
    after = versions.noted(path, after_note(left[-1].batch))
    digest = reading.digest if reading else _digest(_now(path))
    written = after is not None and after.digest == digest
    if written or (reading and left[-1].hash in seals(reading.spec, reading.frames)):
        record_file.finish(path, left)
    else:
        _give_up(path, left)


@contextmanager
def _under_way(path: Path, now: bytes | None, batch: list[Record], time: datetime) -> Iterator[Callable[[bytes], None]]:
    """Yield what keeps the version after; the batch is on record at the end, or forgotten where an error ends it."""
    name = batch[-1].batch

    def keep(content: bytes) -> None:
        with _history_kept(path):
            versions.keep(path, content, time, after_note(name))
            batch[-1] = replace(batch[-1], left=_digest(content))
            record_file.note_left(path, batch[-1].left)

    try:
        with _history_kept(path):
            record_file.begin(path, batch)
            if now is not None:
                versions.keep(path, now, time, before_note(name))
        yield keep
    except ReqsheetsError:
        with suppress(OSError, DamagedHistoryError, PlantedError):  # tell what stopped us; the next run sees the rest
            _give_up(path, batch)
        raise
    with suppress(OSError, DamagedHistoryError, PlantedError):  # it is written; the next run settles the rest
        record_file.finish(path, batch)


def _give_up(path: Path, batch: Sequence[Record]) -> None:
    versions.withdraw(path, *(note(batch[-1].batch) for note in (before_note, after_note)))
    record_file.give_up(path)


def _batch(
    path: Path,
    reading: Reading | None,
    seen: Seen,
    content: bytes,
    author: Author,
    edits: tuple[Edit, ...],
    whose: str,
) -> list[Record]:
    """Return the records to add: what does not hold, people's edits since our last write, if any, then this batch."""
    previous = seen.records[-1] if seen.records else None
    held = seals(reading.spec, reading.frames) if reading else []
    kind = reading.spec.kind if reading else previous.kind if previous else ""
    before = _digest(content)
    blank = Record(0, _moment(author), author.user, author.command, kind, "", before, (), workbook=whose)
    made = _breaks(path, reading, seen, author, blank)
    outside = _outside(path, reading, seen.records)
    if outside:
        made.append(replace(blank, user=last_saved_by(path), command=OUTSIDE, edits=outside, left=before))
    made.append(replace(blank, edits=edits))
    base = held[-1] if held else ""
    for i, record in enumerate(made):
        made[i] = previous = _numbered(record, previous, author, _secret(content), base)
    return made


def _breaks(path: Path, reading: Reading | None, seen: Seen, author: Author, blank: Record) -> list[Record]:
    """Return the record that tells what does not hold and was not known; none where all does."""
    faults = seen.unrecorded
    if not faults:
        return []
    edits = tuple(Edit("", fault.token, "", seen.head or None, None, fault.words) for fault in faults)
    number = 1 + max([seen.lines, *(r.number for r in seen.records), *batches_of(path, reading)])
    return [replace(blank, number=number, user=author.user, command=BREAK, edits=edits)]


def version_left(path: Path, known: Sequence[Record], digest: str) -> versions.Version | None:
    """Return the version that the last batch left, None where the workbook is that or it is kept no more."""
    left = _digest_left(path, known)
    kept = [one for one in versions.versions(path) if one.digest == left != digest]
    return kept[-1] if kept else None


def _digest_left(path: Path, known: Sequence[Record]) -> str:
    """Return the SHA-256 of the file that the last batch left, "" where nothing tells."""
    previous = next((record for record in reversed(known) if record.command != BREAK), None)
    if previous is None:
        return ""
    left = versions.noted(path, after_note(previous.batch))
    return _left_later(path, previous.number) or previous.left or (left.digest if left else "")


def _refuse_older(path: Path, reading: Reading, seen: Seen, author: Author) -> None:
    """Stop where an older state stands in the newest one's place; it is on record once, and told each time."""
    if seen.older is None:
        return
    _note(path, reading, seen, author)
    raise older_copy(path, seen)


def _note(path: Path, reading: Reading, seen: Seen, author: Author) -> str:
    """Add the record of what does not hold and was not known; return the last hash."""
    blank = Record(0, _moment(author), author.user, author.command, reading.spec.kind, "", reading.digest, ())
    made = _breaks(path, reading, seen, author, replace(blank, workbook=identity(reading.spec, reading.frames)))
    if not made:
        return seen.head
    previous = seen.records[-1] if seen.records else None
    held = seals(reading.spec, reading.frames)
    base = held[-1] if held else ""
    batch = [_numbered(made[0], previous, author, _secret(plain_files.read(path)), base)]
    record_file.begin(path, batch)
    record_file.finish(path, batch)
    return batch[-1].link


def older_copy(path: Path, seen: Seen) -> OlderCopyError:
    """Return what to tell where an older state stands in the newest one's place, and the two ways on."""
    fault = next(fault for fault in seen.faults if fault.part == "anchor")
    whole = newest_whole(path, seen.records)
    zh = f"找回最新内容：reqsheets restore {path.name} {whole[0].number} --write；" if whole else ""
    en = f"to get the newest state back: reqsheets restore {path.name} {whole[0].number} --write; " if whole else ""
    go_on = f"reqsheets restore {path.name} --keep --write"
    return OlderCopyError(
        f"{path.name}：{fault.why.zh}。没有写入。{zh}确定要从这个旧状态继续：{go_on}",
        f"{path.name}: {fault.why.en}. Nothing was written. {en}to go on from this older state: {go_on}",
    )


def _numbered(record: Record, previous: Record | None, author: Author, secret: bytes, base: str = "") -> Record:
    number = max(previous.number + 1 if previous else 1, record.number)
    return sealed(replace(record, batch=f"{author.time:%Y%m%d}-{number}"), previous, base, secret)


def _moment(author: Author) -> str:
    return author.time.isoformat(timespec="seconds")


def _secret(content: bytes) -> bytes:
    """Return what the salts of a batch are made of: nobody can guess it who does not have these very bytes."""
    return sha256(b"salt" + content).digest()


def _outside(path: Path, reading: Reading | None, known: Sequence[Record]) -> tuple[Edit, ...]:
    """Return what people edited since the last batch, against the last version that is whole."""
    digest = _digest_left(path, known)
    if reading is None or digest in ("", reading.digest):
        return ()
    left = version_left(path, known, reading.digest)
    try:
        if left:
            last = reading_of(path, versions.content(path, left.number), (reading.spec,))
            return typed_between(reading.spec, last.frames, reading.frames)
        why = Words("上次的版本已被删除或替换", "the version that the last batch left is gone or was exchanged")
    except ReqsheetsError as error:
        if isinstance(error.__context__, OSError) and not isinstance(error.__context__, FileNotFoundError):
            raise error.__context__ from error  # the disk did not give it this time; that is not the same as gone
        why = error.words
    return _against_older(path, reading, known, why)


def _left_later(path: Path, number: int) -> str:
    """Return the digest of the newest version that a later batch left, of which the record is lost; "" for none."""
    for one in reversed(versions.versions(path)):
        batches = (note.removeprefix(after_note("")) for note in one.notes if note.startswith(after_note("")))
        if any(number_of_batch(batch) > number for batch in batches):
            return one.digest
    return ""


def _against_older(path: Path, reading: Reading, known: Sequence[Record], why: Words) -> tuple[Edit, ...]:
    """Return that it was edited, and what differs from the last whole version but for what our batches wrote since."""
    told = Words(
        f"文件在此之前被改过，上次的版本已无法读取，不能逐格比较：{why.zh}",
        f"it was edited before, cell by cell unknown: {why.en}",
    )
    unknown = Edit("", "", "", None, None, told)
    whole = newest_whole(path, known)
    version = readable_version(path, whole[1], (reading.spec,)) if whole else None
    if whole is None or version is None:
        return (unknown,)
    wrote = {(edit.sheet, edit.key, edit.column): edit.new for record in known for edit in record.edits}
    found = typed_between(reading.spec, version.frames, reading.frames)
    note = Words(f"与第 {whole[0].number} 个历史版本比较", f"compared with version {whole[0].number}")
    edits = [edit for edit in found if wrote.get((edit.sheet, edit.key, edit.column), edit) != edit.new]
    return (unknown, *(replace(edit, because=note) for edit in edits))


def _with_journal(reading: Reading, plan: Plan, author: Author, record: Record) -> Plan:
    sheet = reading.spec.purpose("journal")
    frames = reading.frames
    if sheet is not None and sheet.name not in frames:  # this very batch may bring it, and is entered in it
        brings = [change for change in plan.changes if isinstance(change, AddSheet)]
        frames = applied(frames, Plan((), tuple(brings)))
    if sheet is None or sheet.name not in frames:
        return plan
    day, user, command = author.time.date(), author.user, author.command
    entries = journal(reading.spec, frames, plan, day, user, command, batch=record.batch, seal=record.hash)
    return joined([plan, entries])


def _prune(path: Path, reading: Reading, now: datetime) -> None:
    settings = Settings(reading.spec, reading.frames)
    generations, days = settings.number(GENERATIONS), settings.number(DAYS)
    most = 30 if generations is None else min(int(generations), LONGEST)
    longest = 90 if days is None else min(max(int(days), 0), LONGEST)
    versions.prune(path, most, longest, now)


def _as_it_is(reading: Reading) -> tuple[Reading, bytes]:
    """Return the reading, or a new one where the file was saved since, with the file's bytes."""
    path = reading.path
    with raising_file_in_use(path):
        content = plain_files.read(path)
    if _digest(content) != reading.digest:
        reading = read(path, (reading.spec,))
    if _digest(content) != reading.digest:
        raise StalePlanError(
            f"{path.name}：刚刚被别的程序保存，没有写入；请重新运行",
            f"{path.name}: another program saved it just now, nothing was written; run again",
        )
    return reading, content


def _now(path: Path) -> bytes | None:
    return plain_files.read(path) if os.path.lexists(path) else None


def _if_readable(path: Path, kinds: Sequence[WorkbookSpec]) -> Reading | None:
    try:
        return read(path, kinds)
    except ReqsheetsError:
        return None


def _digest(content: bytes | None) -> str:
    return "" if content is None else sha256(content).hexdigest()


@contextmanager
def _our_turn(path: Path, author: Author) -> Iterator[None]:
    with ExitStack() as stack:
        with _history_kept(path):
            stack.enter_context(exclusive_run(path, who=author.user))
        yield


@contextmanager
def _other_run_told(path: Path, planned_on: str, now: Reading, seen: Seen) -> Iterator[None]:
    """Where the plan does not fit any more because another run of ours wrote meanwhile, tell so, and which."""
    try:
        yield
    except StalePlanError as error:
        last = seen.records[-1] if seen.records else None
        if last is None or planned_on == now.digest or last.left != now.digest:
            raise
        when, who = last.time.replace("T", " "), last.user
        raise OtherRunError(
            f"{path.name}：另一个 reqsheets（{who or '未知用户'}，{when}，{last.command}）刚刚写入了这个工作簿，"
            "这次没有写入；需要时请重新运行",
            f"{path.name}: another run of reqsheets ({who or 'somebody'}, {when}, {last.command}) wrote this workbook "
            "just now; nothing was written this time, run again if needed",
        ) from error


@contextmanager
def _history_kept(path: Path) -> Iterator[None]:
    """Raise FileInUseError where the system does not let us keep the history: without a way back we do not write."""
    try:
        yield
    except OSError as error:
        folder = versions.history_folder(path)
        why = error.strerror or str(error)
        raise FileInUseError(
            f"{path.name}：无法在“{folder}”保存历史版本（{why}），因此没有写入；请检查文件夹权限和磁盘空间",
            f"{path.name}: the history cannot be kept in {folder} ({why}), so nothing was written",
        ) from error


@contextmanager
def history_read(path: Path) -> Iterator[None]:
    """Raise DamagedHistoryError where the system does not let us read the history."""
    try:
        yield
    except OSError as error:
        folder, why = versions.history_folder(path), error.strerror or str(error)
        raise DamagedHistoryError(f"无法读取“{folder}”（{why}）", f"{folder} cannot be read ({why})") from error
