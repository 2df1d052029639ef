"""Numbers that people erased, looked for in the versions from before they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from reqsheets.app.commit import after_note, kept_at
from reqsheets.app.integrity import newest_whole
from reqsheets.app.ownership import is_anothers
from reqsheets.domain.register.erased import Erased, erased, unnumbered
from reqsheets.model.audit import OUTSIDE, Record
from reqsheets.model.errors import ReqsheetsError
from reqsheets.store import record_file, versions
from reqsheets.xlsx.reading.glance import glance
from reqsheets.xlsx.reading.read import Reading

VERSIONS = 10  # that are looked into


def lost_numbers(reading: Reading) -> tuple[Erased, ...]:
    """Return the rows that once had a number and have none now; nothing where no version of then is whole."""
    path, spec = kept_at(reading), reading.spec
    rows = unnumbered(spec, reading.frames)
    if not rows or not versions.history_folder(path).is_dir():
        return ()
    found: dict[tuple[str, int], Erased] = {}
    try:
        if is_anothers(path, reading):
            return ()
        for content in islice(_states(path, record_file.records(path), rows), VERSIONS):
            _, before, _ = glance(path, (spec,), {spec.kind: tuple(rows)}, content)
            for one in erased(spec, before, reading.frames):
                found.setdefault((one.at.sheet, one.at.row), one)
    except (OSError, ReqsheetsError):  # what is wrong with the history is told elsewhere
        return ()
    return tuple(found.values())


def _states(path: Path, known: Sequence[Record], sheets: dict[str, tuple[int, ...]]) -> Iterator[bytes]:
    """Yield the newest version, then those from before a row with a number went from one of these sheets."""
    whole = newest_whole(path, known)
    if whole:
        yield whole[1]
    kept = {one.digest: one for one in versions.versions(path)}
    for i in range(len(known) - 1, 0, -1):
        went = (edit.sheet in sheets and not edit.column and edit.new is None for edit in known[i].edits)
        if known[i].command != OUTSIDE or not any(went):
            continue
        left = versions.noted(path, after_note(known[i - 1].batch))
        version = kept.get(known[i - 1].left, left)
        if version is not None:
            try:
                yield versions.content(path, version.number)
            except versions.DamagedVersionError:
                continue
