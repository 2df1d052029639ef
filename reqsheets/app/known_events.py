"""What is on record of a workbook, with what people edited since, for those who ask when a cell became what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.commit import kept_at, version_left
from reqsheets.app.ownership import is_anothers
from reqsheets.domain.register.audit_entries import typed_between
from reqsheets.model.audit import OUTSIDE, Edit, Record
from reqsheets.model.errors import DamagedHistoryError, PlantedError, ReqsheetsError
from reqsheets.model.events import NO_HISTORY, History
from reqsheets.model.spec import WorkbookSpec
from reqsheets.store import record_file, versions
from reqsheets.xlsx.package.last_saved import last_saved_by
from reqsheets.xlsx.reading.glance import glance
from reqsheets.xlsx.reading.read import Reading


def history_of(reading: Reading, now: datetime) -> History:
    """Return what is on record of a workbook, people's edits since the last batch included as seen now; read lazily.

    Nothing where the records are another workbook's or cannot be read, which `memory` tells.
    """
    path = kept_at(reading)
    if not versions.history_folder(path).is_dir():
        return NO_HISTORY

    def records() -> Iterator[Record]:
        try:
            known = [] if is_anothers(path, reading) else record_file.records(path)
        except (OSError, DamagedHistoryError, PlantedError):
            return
        yield from known
        edits = tuple(_edited_since(path, reading, known)) if known else ()
        if edits:
            when = now.isoformat(timespec="seconds")
            yield Record(known[-1].number + 1, when, last_saved_by(path), OUTSIDE, reading.spec.kind, "", "", edits)

    return History(records)


def _edited_since(path: Path, reading: Reading, known: Sequence[Record]) -> Iterable[Edit]:
    """Return what people edited since a batch on the sheets of which somebody asks since when they are as they are."""
    spec = reading.spec
    try:
        left = version_left(path, known, reading.digest)
        if left is None:
            return ()
        content = versions.content(path, left.number)
        _, last, _ = glance(path, (spec,), {spec.kind: _asked_about(spec)}, content)
    except (ReqsheetsError, OSError):  # what cannot be read now is told when it is written
        return ()
    now = {name: frame for name, frame in reading.frames.tables.items() if name in last}
    return typed_between(spec, last, replace(reading.frames, tables=now))


def _asked_about(spec: WorkbookSpec) -> frozenset[str]:
    needs = spec.purpose("needs")
    rated = (sheet.name for sheet in spec.sheets if sheet.rating is not None)
    sealed = (part for seal in spec.seals for part in seal.sheets)
    kept = (one.sheet for one in spec.as_first_seen)
    return frozenset([*rated, *sealed, *kept, *([needs.name] if needs else [])])
