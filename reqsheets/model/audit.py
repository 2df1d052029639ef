"""What was done to a workbook, batch by batch: JSON lines, each sealed by the hash of the one before it.

What a record hashes of a cell is a salted digest, so that a value can be blanked later and the chain still holds.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256, sha384

from reqsheets.model.brief import brief
from reqsheets.model.plan import NOTHING_SAID, Unreadable, Value, Words, value_in, value_out

OUTSIDE = "外部修改"  # the command of a record about edits that were not ours
BREAK = "记录中断"  # of one that tells what does not hold: an edit a fault, `key` its token, `old` the last hash
RESTORE = "reqsheets restore"  # of one whose last edit tells the version (old) and the hash that it holds (new)
NOT_OURS = (OUTSIDE, BREAK, RESTORE)  # what cannot be undone
FORM = 2  # of the lines that are written; 1 hashed the values themselves and did not seal what a batch left
SALT = 16  # characters, of 6 bits each
BLANKED = "-" * SALT  # in a salt's place: the value was blanked, its digest stands for it
HIGHEST = 10**9  # record number
NO_RECORD = Words("不是一条完整的记录", "is no whole record")
NEWER = Words("由更新版本的 reqsheets 写入", "was written by a newer reqsheets")


@dataclass(frozen=True, slots=True)
class Author:
    """Who does what, and when."""

    user: str
    command: str
    time: datetime


@brief
@dataclass(frozen=True, slots=True)
class Edit:
    """One cell by sheet, key and column; column "" is a row that appeared (`new` is its key) or vanished (`old`)."""

    sheet: str
    key: str
    column: str
    old: Value
    new: Value
    because: Words = NOTHING_SAID


@brief
@dataclass(frozen=True, slots=True)
class Record:
    """One batch: who did what, when, and on which bytes (`before`, SHA-256 of the file), of which kind of workbook.

    `hash` is the SHA-256 over everything above it, `previous` (the link of the record before, "" for the first)
    included; the workbook itself holds it. `left` is the SHA-256 of the file that the batch left, known only after.
    `workbook` is the workbook's 工作簿标识. `salts` has a text an edit: the salts of key, old, new and because.
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
    left: str = ""
    workbook: str = ""
    salts: tuple[str, ...] = ()
    form: int = FORM

    @property
    def link(self) -> str:
        """Return the hash that the next record follows; it seals what the batch left, too."""
        return sha256(f"{self.hash}{self.left}".encode()).hexdigest() if self.left else self.hash


class NewerFormError(ValueError):
    """A line was written by a newer reqsheets."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A line, counted from 1, at which the chain does not hold, and why."""

    line: int
    why: Words


def sealed(record: Record, previous: Record | None, base: str = "", secret: bytes = b"") -> Record:
    """Return the record as the successor of that one, with its hash, and its number where it has none that is higher.

    The first one follows `base`: the last hash that the workbook already held, of records kept elsewhere. `secret` is
    what the salts are made of: something that nobody can guess once the values are gone.
    """
    number, before = (previous.number + 1, previous.link) if previous else (1, base)
    number = max(number, record.number) if record.command == BREAK else number
    salts = record.salts or tuple(_salts(secret, number, i) for i in range(len(record.edits)))
    unsealed = replace(record, number=number, previous=before, hash="", salts=salts, form=FORM)
    return replace(unsealed, hash=_hash(unsealed))


def without_values(record: Record, *blanked: int) -> Record:
    """Return the record with key, values and reason of these edits (by position) blanked; its hash stays right."""
    edits, salts = list(record.edits), list(record.salts)
    for i in blanked:
        key, old, new, because = _digests(edits[i], salts[i])
        words = Words(because or "", because or "")
        edits[i] = replace(edits[i], key=key or "", old=_stub(old), new=_stub(new), because=words)
        salts[i] = BLANKED * 4
    return replace(record, edits=tuple(edits), salts=tuple(salts))


def to_line(record: Record) -> str:
    """Return the record as one line of JSON, without the line break."""
    if record.form == 1:
        return f'{_text(record)[:-1]},"hash":"{record.hash}"}}'
    edits = [
        [e.sheet, e.key, e.column, value_out(e.old), value_out(e.new), [e.because.zh, e.because.en], salts]
        for e, salts in zip(record.edits, record.salts, strict=True)
    ]
    fields = _fields(record) | {"edits": edits, "previous": record.previous}
    return _json(fields | {"hash": record.hash, "left": record.left, "link": record.link})


def from_line(line: str) -> Record:
    """Return the record of a line; raise ValueError where it is none, NewerFormError where a newer program wrote it."""
    try:
        return _record(json.loads(line))
    except NewerFormError:
        raise
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        message = "no record"
        raise ValueError(message) from error


def _record(item: object) -> Record:
    if not isinstance(item, dict):
        raise TypeError
    form = item.get("form", 1)
    if type(form) is not int or not 1 <= form <= FORM:
        raise NewerFormError
    names = ("time", "user", "command", "kind", "batch", "before", "previous", "hash")
    texts = {name: _text_of(item[name]) for name in names}
    if form > 1:
        texts |= {name: _text_of(item[name]) for name in ("left", "workbook")}
    number, listed = item["number"], item["edits"]
    if type(number) is not int or not 1 <= number < HIGHEST or not isinstance(listed, list):
        raise TypeError
    datetime.fromisoformat(texts["time"])
    edits = tuple(_edit(told[:6]) for told in listed)
    salts = tuple(_salt_of(told[6]) for told in listed) if form > 1 else ()
    found = Record(number=number, edits=edits, salts=salts, form=form, **texts)
    if form > 1 and item["link"] != found.link:
        raise ValueError
    return found


def _edit(told: list[object]) -> Edit:
    sheet, key, column, old, new, because = told
    if not isinstance(because, list):
        raise TypeError
    zh, en = because
    words = Words(_text_of(zh), _text_of(en))
    return Edit(_text_of(sheet), _text_of(key), _text_of(column), value_in(old), value_in(new), words)


def _text_of(item: object) -> str:
    if not isinstance(item, str):
        raise TypeError
    item.encode()  # half of a surrogate pair is none
    return item


def _salt_of(item: object) -> str:
    text = _text_of(item)
    if len(text) != SALT * 4:
        raise ValueError
    return text


def readable(lines: Iterable[str]) -> Iterator[Record]:
    """Return the records of all lines that are one."""
    return (record for record, _ in followed(lines) if record is not None)


def followed(lines: Iterable[str]) -> Iterator[tuple[Record | None, Broken | None]]:
    """Yield the record of each line, None where it is none, and why the chain fails there, None where it holds.

    It fails at a line that is no record, was altered, or does not follow its predecessor. A record that itself tells of
    a break may skip numbers: those before it are lost.
    """
    previous: Record | None = None
    lost = 0
    for count, line in enumerate(lines, start=1):
        try:
            record = from_line(line)
        except ValueError as error:
            lost += 1
            yield None, Broken(count, NEWER if isinstance(error, NewerFormError) else NO_RECORD)
            continue
        why = _why(record, previous, lost)
        yield record, Broken(count, why) if why else None
        previous, lost = record, 0


def broken(lines: Iterable[str]) -> Broken | None:
    """Return where the chain first fails, None where it holds."""
    return next((fault for _, fault in followed(lines) if fault), None)


def _why(found: Record, before: Record | None, lost: int) -> Words | None:
    """Return why a record does not follow the one before it, with that many unreadable lines in between."""
    number = (before.number if before else 0) + lost + 1
    if found.number != number and not (found.command == BREAK and found.number > number - lost - 1):
        return Words(
            f"应是第 {number} 条，却是第 {found.number} 条：其间有记录被删除或调换",
            f"should be record {number} but is {found.number}: a record before it was removed or moved",
        )
    if before and not lost and found.previous != before.link:
        return Words("与前一条接不上：前一条被替换过", "does not follow the one before it, which was exchanged")
    if found.hash != _hash(found):
        return Words("内容被改动过，与校验码不符", "was altered: it does not match its hash")
    return None


def _hash(record: Record) -> str:
    return sha256(_text(record).encode()).hexdigest()


def _text(record: Record) -> str:
    """Return what the hash is made of."""
    if record.form == 1:
        edits = [
            [e.sheet, e.key, e.column, value_out(e.old), value_out(e.new), [e.because.zh, e.because.en]]
            for e in record.edits
        ]
    else:
        edits = [[e.sheet, e.column, *_digests(e, salts)] for e, salts in zip(record.edits, record.salts, strict=True)]
    return _json(_fields(record) | {"edits": edits, "previous": record.previous})


def _fields(record: Record) -> dict[str, object]:
    told: dict[str, object] = {"form": record.form} if record.form > 1 else {}
    told |= {
        "number": record.number,
        "time": record.time,
        "user": record.user,
        "command": record.command,
        "kind": record.kind,
        "batch": record.batch,
    }
    if record.form > 1:
        told["workbook"] = record.workbook
    return told | {"before": record.before}


def _digests(edit: Edit, salts: str) -> list[str | None]:
    """Return the salted digest of key, old, new and because; None for nothing."""
    because = [edit.because.zh, edit.because.en] if edit.because != NOTHING_SAID else ""
    found: list[str | None] = []
    for i, value in enumerate((edit.key, value_out(edit.old), value_out(edit.new), because)):
        salt = salts[i * SALT : (i + 1) * SALT]
        if value is None or value == "":
            found.append(None)
        elif salt == BLANKED:
            found.append(_stubbed(value))
        else:
            text = _reason(edit.because) if value is because else _json(value)
            found.append(sha256(f"{salt}{text}".encode()).hexdigest())
    return found


def _stub(digest: str | None) -> Value:
    return None if digest is None else Unreadable(digest)


def _stubbed(value: object) -> str:
    match value:
        case {"unreadable": str(digest)} | [str(digest), *_] | str(digest):
            return digest
        case _:
            return ""


def _salts(secret: bytes, number: int, place: int) -> str:
    return b64encode(sha384(b"%b/%d/%d" % (secret, number, place)).digest()).decode()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: texts are then encoded in C


@lru_cache(maxsize=1024)  # the same reasons come again and again
def _reason(because: Words) -> str:
    return _json([because.zh, because.en])
