"""The file of records beside a workbook, and the batch that is under way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from reqsheets.model.audit import Broken, Record, followed, readable, to_line
from reqsheets.store import plain_files
from reqsheets.store.plain_files import LARGEST, read_kept
from reqsheets.store.vault import MARK, is_encrypted, sealed, unsealed
from reqsheets.store.versions import history_folder

NAME = "journal.jsonl"
BLOCK = 1 << 13  # bytes
LEFT = "left "  # begins the line that tells what the batch under way leaves


@dataclass(frozen=True, slots=True)
class Chain:
    """The records of a file, how many lines it has, whole or not, and where the chain fails."""

    lines: int
    records: tuple[Record, ...]
    broken: tuple[Broken, ...]


def chain(path: Path) -> Chain:
    """Return all that the file of records holds; nothing where nothing was recorded yet."""
    try:
        content = read_kept(_journal(path))
        return _followed(content) if not _is_sealed(content) else _chained(unsealed(path, _split(content)))
    except FileNotFoundError:
        return Chain(0, (), ())


@lru_cache(maxsize=1)  # a write looks several times at the same bytes
def _followed(content: bytes) -> Chain:
    return _chained(_split(content))


def _chained(texts: Sequence[str]) -> Chain:
    found = list(followed(texts))
    records = tuple(record for record, _ in found if record is not None)
    return Chain(len(found), records, tuple(fault for _, fault in found if fault is not None))


def lines(path: Path) -> list[str]:
    """Return the lines of the workbook's records, whole or not; none where nothing was recorded yet."""
    try:
        return unsealed(path, _lines(_journal(path)))
    except FileNotFoundError:
        return []


def records(path: Path) -> list[Record]:
    """Return the records, those behind a line that cannot be read too."""
    return list(chain(path).records)


def last(path: Path) -> Record | None:
    """Return the last record, None where there is none or the last line is none; the lines before it are not read."""
    line = _last_line(path)
    return next(readable(unsealed(path, [line.decode("utf-8", "replace")])), None) if line else None


def under_way(path: Path) -> list[Record]:
    """Return the records of a batch that was begun and neither finished nor given up: a run was killed."""
    try:
        lines = unsealed(path, _lines(_pending(path)))
    except FileNotFoundError:
        return []
    batch = list(readable(lines))
    left = lines[-1].removeprefix(LEFT)
    if batch and left != lines[-1]:
        batch[-1] = replace(batch[-1], left=left)
    return batch


def begin(path: Path, batch: Iterable[Record]) -> None:
    """Note these records as under way, on the disk before anything else happens."""
    plain_files.make_folders(history_folder(path))
    plain_files.sweep(history_folder(path))
    if os.path.lexists(_journal(path)):
        with plain_files.extended(_journal(path)):  # what nobody may add to is told before anything is written
            pass
    plain_files.put(_pending(path), _text(path, batch).encode())


def note_left(path: Path, digest: str) -> None:
    """Note with the batch under way what its file will be, on the disk before it takes the old one's place."""
    with plain_files.extended(_pending(path)) as file:
        file.write(f"{LEFT}{digest}\n".encode())
        os.fsync(file.fileno())


def finish(path: Path, batch: Iterable[Record]) -> None:
    """Add the records to the file for good; those that it already has are not added again."""
    added = list(batch)
    _end_last_line(path, added)
    known = last(path)
    for i, record in enumerate(added):
        if known is not None and known.hash == record.hash:
            added = added[i + 1 :]
            break
    if added:
        plain_files.make_folders(history_folder(path))
        _seal_older(path)
        with plain_files.extended(_journal(path)) as file:
            file.write(_text(path, added).encode())
            os.fsync(file.fileno())
    give_up(path)


def give_up(path: Path) -> None:
    """Forget the batch that was under way."""
    plain_files.remove(_pending(path))


def _lines(file: Path) -> list[str]:
    return _split(read_kept(file))


def _split(content: bytes) -> list[str]:
    """Return the lines of a file; unlike `splitlines` at line feeds alone, as a text may hold the other separators."""
    text = content.decode("utf-8", "replace")
    return text.removesuffix("\n").split("\n") if text else []


def _last_line(path: Path) -> bytes:
    """Return the last whole line of the records, without its end."""
    try:
        with plain_files.opened(_journal(path)) as file:
            size, span, held = file.seek(0, os.SEEK_END), BLOCK, b""
            while len(held) < min(size, LARGEST) and held.count(b"\n") < 2:  # noqa: PLR2004 (its own end and the one before)
                file.seek(max(0, size - span))
                held = file.read()
                span *= 4
    except FileNotFoundError:
        return b""
    return held[: held.rfind(b"\n") + 1].rstrip(b"\n").rpartition(b"\n")[2]


def _end_last_line(path: Path, batch: Sequence[Record]) -> None:
    """Cut off a last line that a killed run left half written, as it is still under way; end any other."""
    try:
        content = read_kept(_journal(path))
    except FileNotFoundError:
        return
    torn = content[content.rfind(b"\n") + 1 :]
    if not torn:
        return
    half_written = any(line.encode().startswith(torn) for line in sealed(path, list(map(to_line, batch)), content))
    with plain_files.extended(_journal(path)) as file:
        if half_written:
            file.truncate(len(content) - len(torn))
        else:
            file.write(b"\n")
        os.fsync(file.fileno())


def _text(path: Path, batch: Iterable[Record]) -> str:
    try:
        before = plain_files.read(_journal(path), BLOCK)
    except FileNotFoundError:
        before = b""
    return "".join(f"{line}\n" for line in sealed(path, list(map(to_line, batch)), before))


def _seal_older(path: Path) -> None:
    """Encrypt the lines of before the workbook had a password, whole or not at all."""
    try:
        content = read_kept(_journal(path))
    except FileNotFoundError:
        return
    older = _split(content)
    if content.endswith(b"\n") and is_encrypted(path) and not all(line.startswith(MARK) for line in older):
        clear = iter(sealed(path, [line for line in older if not line.startswith(MARK)], content))
        lines = [line if line.startswith(MARK) else next(clear) for line in older]
        plain_files.put(_journal(path), "".join(f"{line}\n" for line in lines).encode())


def _is_sealed(content: bytes) -> bool:
    return content.startswith(MARK.encode()) or f"\n{MARK}".encode() in content


def _journal(path: Path) -> Path:
    return history_folder(path) / NAME


def _pending(path: Path) -> Path:
    return history_folder(path) / "under-way.jsonl"
