"""Whose history is whose: by the workbook's own ID and by what both have in common, never by the name alone."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reqsheets.app.integrity import newest_whole, readable_version
from reqsheets.app.known_ids import KnownIds, known_ids
from reqsheets.domain.history.journal import seals
from reqsheets.domain.history.undo import TAKEN_BACK
from reqsheets.domain.register.compare import row_keys
from reqsheets.domain.register.identity import SERIES, WORKBOOK, id_of_content, identified, identity
from reqsheets.model.audit import Record
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import plain_files, record_file, versions
from reqsheets.store.run_lock import exclusive_run
from reqsheets.xlsx.reading.glance import glance
from reqsheets.xlsx.reading.read import Reading


def adopt(path: Path, reading: Reading) -> None:
    """Let the workbook have its own history: set aside another's under its name, take over its own under another name.

    A workbook that was renamed has its history under a name that no file bears any more; its ID, hash or bytes fit.
    """
    if is_anothers(path, reading):
        set_aside(path)
    if versions.history_folder(path).exists():
        return
    for old in map(path.with_name, versions.without_workbook(path.parent)):
        if _is_of(old, reading):
            plain_files.move(versions.history_folder(old), versions.history_folder(path))
            return


def is_anothers(path: Path, reading: Reading) -> bool:
    """Tell whether the history under this name belongs to another workbook, as far as that is sure.

    It is where the two have no hash and no bytes in common and their IDs differ; a workbook that has neither an ID nor
    any hash is another one where no row of its registers was there before.
    """
    if not versions.history_folder(path).is_dir():
        return False
    known = record_file.records(path)
    if not known or _in_common(path, reading, known):
        return False
    ours, theirs = identity(reading.spec, reading.frames), id_of(known)
    if ours:
        return ours != theirs
    return not seals(reading.spec, reading.frames) and not _shares_rows(path, reading, known)


def another_id(path: Path, kinds: Sequence[WorkbookSpec]) -> bool:
    """Tell by a glance whether workbook and history under its name may not be of one ID."""
    known = record_file.last(path)
    if known is None:
        return False
    wanted = {spec.kind: (sheet.name,) for spec in kinds if (sheet := spec.purpose("parameters"))}
    try:
        spec, frames, _ = glance(path, kinds, wanted)
    except ReqsheetsError:
        return False
    return identity(spec, frames) != known.workbook


def set_aside(path: Path) -> None:
    """Give the history under this name another one, under which nothing is lost."""
    folder = versions.history_folder(path)
    known = record_file.last(path)
    aside = folder.with_name(f"{path.name}.{(known.hash if known else '0' * 8)[:8]}")
    count = 1
    while os.path.lexists(aside):
        count += 1
        aside = aside.with_name(f"{aside.name}-{count}")
    plain_files.move(folder, aside)


def kept_apart(path: Path) -> None:
    """Set aside the history that another workbook left under the name of this new one."""
    path = path.resolve()
    if versions.history_folder(path).is_dir():
        with suppress(OSError, ReqsheetsError), exclusive_run(path):  # else the first write does it
            set_aside(path)


def asides(path: Path) -> list[str]:
    """Return the names under which histories of other workbooks are kept that bore this name before."""
    folder = versions.history_folder(path).parent
    form = re.compile(re.escape(path.name) + r"\.[0-9a-f]{8}(-[0-9]+)*")
    return [name for name in plain_files.names(folder) if form.fullmatch(name)]


def copies(path: Path, reading: Reading, ids: KnownIds | None = None) -> list[Path]:
    """Return workbooks that bear the same ID as this one: one of them is a copy of the other."""
    ours = identity(reading.spec, reading.frames)
    return (ids or known_ids([path])).others(path, ours) if ours else []


def _beside(path: Path) -> list[Path]:
    """Return the workbooks of this folder, this one left out, that have a history."""
    folder = path.parent / plain_files.FOLDER
    names = [name for name in plain_files.names(folder) if name != path.name and (folder / name).is_dir()]
    return [path.parent / name for name in names if (path.parent / name).exists()]


def _is_of(old: Path, reading: Reading) -> bool:
    """Tell whether the history under that name is this workbook's."""
    try:
        known = record_file.records(old)
    except ReqsheetsError:
        return False
    ours = identity(reading.spec, reading.frames)
    if ours and id_of(known):
        return ours == id_of(known)
    return _in_common(old, reading, known)


def id_of(known: Sequence[Record]) -> str:
    """Return the ID of the workbook that these records are of, "" where they do not tell."""
    return next((record.workbook for record in reversed(known) if record.workbook), "")


def _in_common(path: Path, reading: Reading, known: Sequence[Record]) -> bool:
    """Tell whether workbook and history share a hash, or the bytes of the workbook were there before."""
    hashes = {record.hash for record in known}
    if any(seal in hashes for seal in seals(reading.spec, reading.frames)):
        return True
    digests = {one.digest for one in versions.versions(path)} | {record.left for record in known}
    return reading.digest in digests | {record.before for record in known}


def _shares_rows(path: Path, reading: Reading, known: Sequence[Record]) -> bool:
    """Tell whether a row of a register was there in the newest version, by its key; yes where that cannot be told."""
    whole = newest_whole(path, known)
    version = readable_version(path, whole[1], (reading.spec,)) if whole else None
    if version is None:
        return True
    for sheet in reading.spec.sheets:
        if sheet.role == "register" and sheet.name in reading.frames and sheet.name in version.frames:
            now, then = (row_keys(sheet, frames) for frames in (reading.frames, version.frames))
            if any(key in then and not key.startswith("@") for key in now):
                return True
    return False


def id_given(path: Path, reading: Reading, plan: Plan, content: bytes) -> Plan:
    """Return what gives a workbook without an ID the one that its history knows, or a new one."""
    if any(change.because == TAKEN_BACK for change in plan.changes):
        return Plan()  # an undo leaves what the batch found
    if identity(reading.spec, reading.frames) and identity(reading.spec, reading.frames, SERIES):
        return Plan()
    old = id_of(record_file.records(path))
    used = old and any(old == record.workbook for record in map(record_file.last, _beside(path)) if record)
    ids = {
        WORKBOOK: old if old and not used else id_of_content(WORKBOOK, content),
        SERIES: id_of_content(SERIES, content),
    }
    return Plan((), tuple(identified(reading.spec, applied(reading.frames, plan), ids)))
