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

from reqsheets.errors import FileInUseError, ReqsheetsError, StalePlanError
from reqsheets.events import NO_HISTORY, History
from reqsheets.excel import plain_files, record_file, versions
from reqsheets.excel.glance import glance
from reqsheets.excel.last_saved import last_saved_by
from reqsheets.excel.patch import write
from reqsheets.excel.plain_files import Rights
from reqsheets.excel.put_back import put_back
from reqsheets.excel.read import Reading, read
from reqsheets.excel.replace import told
from reqsheets.excel.turn import alone
from reqsheets.operations.journal import journal, seals
from reqsheets.plan import Plan, Words, joined
from reqsheets.records import OUTSIDE, Author, Edit, Record, sealed
from reqsheets.register.edits import planned_edits, typed_between
from reqsheets.settings import Settings
from reqsheets.spec import WorkbookSpec

GENERATIONS, DAYS = "备份份数", "备份天数"


def before_note(batch: str) -> str:
    """Return the note on the version that a batch began with."""
    return f"before {batch}"


def after_note(batch: str) -> str:
    """Return the note on the version that a batch left."""
    return f"after {batch}"


def write_remembered(reading: Reading, plan: Plan, author: Author) -> None:
    """Write the plan to its workbook and remember it; raises what `excel.patch.write` raises, nothing written then.

    Raises FileInUseError too where the history cannot be kept beside the workbook: without a way back we do not write.
    """
    place = reading.place
    path = place.path if place else reading.path.resolve()
    reading = replace(reading, path=path)
    with plain_files.given(place.rights if place else None), _our_turn(path):
        reading, content = _as_it_is(reading)
        with _history_kept(path):
            adopt(path, reading)
            settle(path, reading)
            edits = tuple(planned_edits(reading.spec, reading.frames, plan))
            batch = _batch(path, reading, reading.digest, author, edits)
        with _under_way(path, content, batch, author.time) as keep:
            write(reading, _with_journal(reading, plan, author, batch[-1]), keep)
        with suppress(OSError):  # a version too many hurts nobody
            _prune(path, reading, author.time)


def begin_remembered(
    reading: Reading, plan: Plan, path: Path, edits: Iterable[Edit], author: Author, rights: Rights | None
) -> None:
    """Carry out a plan on a workbook that lies elsewhere and put it in a place where none is yet; remember it there.

    It has these rights at most. Raises what `excel.patch.write` and `excel.put_back` raise; then nothing is there.
    """
    path = path.resolve()
    with plain_files.given(rights), _our_turn(path):
        settle(path, None)
        batch = [_record(author, reading.spec.kind, "", tuple(edits), record_file.last(path))]
        write(reading, _with_journal(reading, plan, author, batch[-1]))
        content = reading.path.read_bytes()
        with _under_way(path, None, batch, author.time) as keep:
            keep(content)
            put_back(path, content, None)


def restore_remembered(path: Path, number: int, author: Author, kinds: Sequence[WorkbookSpec]) -> None:
    """Put a kept version in the workbook's place, byte for byte; what stood there is kept too, even if unreadable.

    Raises UsageError where there is no such version, DamagedVersionError where it is not whole any more, and
    FileInUseError or StalePlanError where the file cannot be replaced.
    """
    path = path.resolve()
    content = versions.content(path, number)
    with plain_files.given(plain_files.rights_of(path)), _our_turn(path):
        with told(path):
            now = _now(path)
            reading = _if_readable(path, kinds)
            settle(path, reading)
        version = _if_readable_version(path, content, kinds)
        held = seals(version.spec, version.frames) if version else []
        why = Words(f"还原为第 {number} 个历史版本", f"version {number} restored")
        edit = Edit("", "", "", number, held[-1] if held else None, why)
        batch = _batch(path, reading, _digest(now), author, (edit,))
        with _under_way(path, now, batch, author.time) as keep:
            keep(content)
            put_back(path, content, now)


@contextmanager
def settled(path: Path, kinds: Sequence[WorkbookSpec]) -> Iterator[Reading]:
    """Yield the workbook as read, no other run at work on it and nothing under way while the block runs."""
    with ExitStack() as stack:
        if versions.history_folder(path).parent.is_dir():
            with suppress(OSError):  # where nothing can be written nobody else writes either
                stack.enter_context(alone(path))
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


def adopt(path: Path, reading: Reading) -> None:
    """Take over the history of a workbook that was renamed: no file bears its old name, and hash or bytes fit."""
    if versions.history_folder(path).exists():
        return
    held = seals(reading.spec, reading.frames)
    for old in map(path.with_name, versions.without_workbook(path.parent)):
        kept = versions.versions(old)
        same = bool(kept) and kept[-1].digest == reading.digest
        if same or (held and any(record.hash == held[-1] for record in record_file.records(old))):
            plain_files.move(versions.history_folder(old), versions.history_folder(path))
            return


def reading_of(path: Path, content: bytes, kinds: Sequence[WorkbookSpec]) -> Reading:
    """Return a kept version as read."""
    with versions.laid_out(path, content) as copy:
        return read(copy, kinds)


@contextmanager
def _under_way(
    path: Path, now: bytes | None, batch: Sequence[Record], time: datetime
) -> Iterator[Callable[[bytes], None]]:
    """Yield what keeps the version after; the batch is on record at the end, or forgotten where an error ends it."""
    name = batch[-1].batch

    def keep(content: bytes) -> None:
        with _history_kept(path):
            versions.keep(path, content, time, after_note(name))

    try:
        with _history_kept(path):
            record_file.begin(path, batch)
            if now is not None:
                versions.keep(path, now, time, before_note(name))
        yield keep
    except ReqsheetsError:
        with suppress(OSError):  # tell what stopped us; the next run sees that the workbook does not hold the batch
            _give_up(path, batch)
        raise
    with suppress(OSError):  # it is written; what could not be noted now, the next run settles
        record_file.finish(path, batch)


def _give_up(path: Path, batch: Sequence[Record]) -> None:
    versions.withdraw(path, *(note(batch[-1].batch) for note in (before_note, after_note)))
    record_file.give_up(path)


def _batch(path: Path, reading: Reading | None, before: str, author: Author, edits: tuple[Edit, ...]) -> list[Record]:
    """Return the records to add: people's edits since our last write, if any, then this batch."""
    previous = record_file.last(path)
    held = seals(reading.spec, reading.frames) if reading else []
    base = held[-1] if held else ""
    kind = reading.spec.kind if reading else previous.kind if previous else ""
    made: list[Record] = []
    outside = _outside(path, reading, previous)
    if outside:
        stranger = Author(last_saved_by(path), OUTSIDE, author.time)
        previous = _record(stranger, kind, before, outside, previous)
        made.append(previous)
    return [*made, _record(author, kind, before, edits, previous, base)]


def _record(
    author: Author, kind: str, before: str, edits: tuple[Edit, ...], previous: Record | None, base: str = ""
) -> Record:
    when, number = author.time, previous.number + 1 if previous else 1
    batch, moment = f"{when:%Y%m%d}-{number}", when.isoformat(timespec="seconds")
    record = Record(number, moment, author.user, author.command, kind, batch, before, edits)
    return sealed(record, previous, base)


def history_of(reading: Reading, now: datetime) -> History:
    """Return what is on record of a workbook, people's edits since the last batch included as seen now; read lazily."""
    path = reading.path.resolve()
    if not versions.history_folder(path).is_dir():
        return NO_HISTORY

    def records() -> Iterator[Record]:
        known = record_file.records(path)
        yield from known
        edits = tuple(_edited_since(path, reading, known[-1])) if known else ()
        if edits:
            yield _record(Author(last_saved_by(path), OUTSIDE, now), reading.spec.kind, "", edits, known[-1])

    return History(records)


def _edited_since(path: Path, reading: Reading, previous: Record) -> Iterable[Edit]:
    """Return what people edited since a batch on the sheets of which somebody asks since when they are as they are."""
    spec = reading.spec
    try:
        left = versions.noted(path, after_note(previous.batch))
        if left is None or left.digest == reading.digest:
            return ()
        with versions.laid_out(path, versions.content(path, left.number)) as copy:
            _, last = glance(copy, (spec,), {spec.kind: _asked_about(spec)})
    except (ReqsheetsError, OSError):  # what cannot be read now is told when it is written
        return ()
    now = {name: frame for name, frame in reading.frames.tables.items() if name in last}
    return typed_between(spec, last, replace(reading.frames, tables=now))


def _asked_about(spec: WorkbookSpec) -> frozenset[str]:
    needs = spec.purpose("needs")
    rated = (sheet.name for sheet in spec.sheets if sheet.rating is not None)
    return frozenset([*rated, *(part for seal in spec.seals for part in seal.sheets), *([needs.name] if needs else [])])


def _outside(path: Path, reading: Reading | None, previous: Record | None) -> tuple[Edit, ...]:
    """Return what people edited since the last batch; nothing where its version is no longer kept whole."""
    if previous is None or reading is None:
        return ()
    left = versions.noted(path, after_note(previous.batch))
    if left is None or left.digest == reading.digest:
        return ()
    try:
        last = reading_of(path, versions.content(path, left.number), (reading.spec,))
    except ReqsheetsError as error:
        if isinstance(error.__context__, OSError) and not isinstance(error.__context__, FileNotFoundError):
            raise error.__context__ from error  # the disk did not give it this time; that is not the same as gone
        why = Words(
            f"文件在此之前被改过，上次的版本已无法读取，不能逐格比较：{error.words.zh}",
            f"it was edited before, cell by cell unknown: {error.words.en}",
        )
        return (Edit("", "", "", None, None, why),)
    return typed_between(reading.spec, last.frames, reading.frames)


def _with_journal(reading: Reading, plan: Plan, author: Author, record: Record) -> Plan:
    sheet = reading.spec.purpose("journal")
    if sheet is None or sheet.name not in reading.frames:
        return plan
    day, user, command = author.time.date(), author.user, author.command
    entries = journal(reading.spec, reading.frames, plan, day, user, command, batch=record.batch, seal=record.hash)
    return joined([plan, entries])


def _prune(path: Path, reading: Reading, now: datetime) -> None:
    settings = Settings(reading.spec, reading.frames)
    generations, days = settings.number(GENERATIONS), settings.number(DAYS)
    versions.prune(path, 30 if generations is None else int(generations), 90 if days is None else int(days), now)


def _as_it_is(reading: Reading) -> tuple[Reading, bytes]:
    """Return the reading, or a new one where the file was saved since, with the file's bytes."""
    path = reading.path
    with told(path):
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


def _if_readable_version(path: Path, content: bytes, kinds: Sequence[WorkbookSpec]) -> Reading | None:
    try:
        return reading_of(path, content, kinds)
    except ReqsheetsError:
        return None


def _digest(content: bytes | None) -> str:
    return "" if content is None else sha256(content).hexdigest()


@contextmanager
def _our_turn(path: Path) -> Iterator[None]:
    with ExitStack() as stack:
        with _history_kept(path):
            stack.enter_context(alone(path))
        yield


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
