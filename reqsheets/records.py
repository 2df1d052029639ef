"""What was done to a workbook, batch by batch: JSON lines, each sealed by the hash of the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from reqsheets.plan import NOTHING_SAID, Value, Words, value_in, value_out

OUTSIDE = "外部修改"  # the command of a record about edits that were not ours
RESTORE = "reqsheets restore"  # of one whose last edit tells the version (old) and the hash that it holds (new)


@dataclass(frozen=True, slots=True)
class Author:
    """Who does what, and when."""

    user: str
    command: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell by sheet, key and column; column "" is a row that appeared (`new` is its key) or vanished (`old`)."""

    sheet: str
    key: str
    column: str
    old: Value
    new: Value
    because: Words = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Record:
    """One batch: who did what, when, and on which bytes (`before`, SHA-256 of the file), of which kind of workbook.

    `hash` is the SHA-256 over everything else, `previous` included ("" for the first record).
    """

    number: int
    time: str  # ISO
    user: str
    command: str
    kind: str
    batch: str
    before: str
    edits: tuple[Edit, ...]
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first line, counted from 1, where the chain does not hold, and why."""

    line: int
    why: Words


def sealed(record: Record, previous: Record | None, base: str = "") -> Record:
    """Return the record as the successor of that one, with its number and hash.

    The first one follows `base`: the last hash that the workbook already held, of records kept elsewhere.
    """
    number, before = (previous.number + 1, previous.hash) if previous else (1, base)
    unsealed = replace(record, number=number, previous=before, hash="")
    return replace(unsealed, hash=sha256(_text(unsealed).encode()).hexdigest())


def to_line(record: Record) -> str:
    """Return the record as one line of JSON, without the line break."""
    return f'{_text(record)[:-1]},"hash":"{record.hash}"}}'


def from_line(line: str) -> Record:
    """Return the record of a line; raise ValueError, KeyError or TypeError where it is none."""
    item = json.loads(line)
    return Record(
        item["number"],
        item["time"],
        item["user"],
        item["command"],
        item["kind"],
        item["batch"],
        item["before"],
        tuple(
            Edit(sheet, key, column, value_in(old), value_in(new), Words(*because))
            for sheet, key, column, old, new, because in item["edits"]
        ),
        item["previous"],
        item["hash"],
    )


def readable(lines: Sequence[str]) -> Iterator[Record]:
    """Return the records up to the first line that is none."""
    for line in lines:
        try:
            yield from_line(line)
        except (ValueError, KeyError, TypeError):
            return


def broken(lines: Sequence[str]) -> Broken | None:
    """Return where the chain first fails: a line that is no record, was altered, or does not follow its predecessor."""
    previous: Record | None = None
    for count, line in enumerate(lines, start=1):
        try:
            record = from_line(line)
        except (ValueError, KeyError, TypeError):
            return Broken(count, Words("不是一条完整的记录", "is no whole record"))
        if record != (right := sealed(record, previous, record.previous)):
            return Broken(count, _why(record, right))
        previous = record
    return None


def _why(found: Record, right: Record) -> Words:
    if found.number != right.number:
        return Words(
            f"应是第 {right.number} 条，却是第 {found.number} 条：其间有记录被删除或调换",
            f"should be record {right.number} but is {found.number}: a record before it was removed or moved",
        )
    if found.previous != right.previous:
        return Words("与前一条接不上：前一条被替换过", "does not follow the one before it, which was exchanged")
    return Words("内容被改动过，与校验码不符", "was altered: it does not match its hash")


def _text(record: Record) -> str:
    fields = {
        "number": record.number,
        "time": record.time,
        "user": record.user,
        "command": record.command,
        "kind": record.kind,
        "batch": record.batch,
        "before": record.before,
        "edits": [
            [e.sheet, e.key, e.column, value_out(e.old), value_out(e.new), [e.because.zh, e.because.en]]
            for e in record.edits
        ],
        "previous": record.previous,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
