"""The file of records beside a workbook, and the batch that is under way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from reqsheets.excel import plain_files
from reqsheets.excel.versions import history_folder
from reqsheets.records import Record, readable, to_line

BLOCK = 1 << 16  # bytes


def lines(path: Path) -> list[str]:
    """Return the lines of the workbook's records, whole or not; none where nothing was recorded yet."""
    try:
        return _lines(_journal(path))
    except FileNotFoundError:
        return []


def records(path: Path) -> list[Record]:
    """Return the records up to the first that cannot be read."""
    return list(readable(lines(path)))


def last(path: Path) -> Record | None:
    """Return the last record, None where there is none or the last line is none; the lines before it are not read."""
    line = _last_line(path)
    return next(readable([line.decode("utf-8", "replace")]), None) if line else None


def under_way(path: Path) -> list[Record]:
    """Return the records of a batch that was begun and neither finished nor given up: a run was killed."""
    try:
        return list(readable(_lines(_pending(path))))
    except FileNotFoundError:
        return []


def begin(path: Path, batch: Iterable[Record]) -> None:
    """Note these records as under way, on the disk before anything else happens."""
    plain_files.make_folders(history_folder(path))
    plain_files.sweep(history_folder(path))
    plain_files.put(_pending(path), _text(batch).encode())


def finish(path: Path, batch: Iterable[Record]) -> None:
    """Add the records to the file for good; those that it already has are not added again."""
    _mend(path)
    added, known = list(batch), _last_line(path)
    for i, record in enumerate(added):
        if known.endswith(f'"hash":"{record.hash}"}}'.encode()):
            added = added[i + 1 :]
            break
    plain_files.make_folders(history_folder(path))
    with plain_files.extended(_journal(path)) as file:
        file.write(_text(added).encode())
        os.fsync(file.fileno())
    give_up(path)


def give_up(path: Path) -> None:
    """Forget the batch that was under way."""
    plain_files.remove(_pending(path))


def _lines(file: Path) -> list[str]:
    """Return the lines of a file; unlike `splitlines` at line feeds alone, as a text may hold the other separators."""
    text = plain_files.read(file).decode("utf-8", "replace")
    return text.removesuffix("\n").split("\n") if text else []


def _last_line(path: Path) -> bytes:
    """Return the last whole line of the records, without its end."""
    try:
        with plain_files.opened(_journal(path)) as file:
            size, span, held = file.seek(0, os.SEEK_END), BLOCK, b""
            while len(held) < size and held.count(b"\n") < 2:  # noqa: PLR2004 (its own end and that of the one before)
                file.seek(max(0, size - span))
                held = file.read()
                span *= 4
    except FileNotFoundError:
        return b""
    return held[: held.rfind(b"\n") + 1].rstrip(b"\n").rpartition(b"\n")[2]


def _mend(path: Path) -> None:
    """Cut off a last line that a killed run left half written; it is still under way."""
    try:
        content = plain_files.read(_journal(path))
    except FileNotFoundError:
        return
    if content and not content.endswith(b"\n"):
        with plain_files.extended(_journal(path)) as file:
            file.truncate(content.rfind(b"\n") + 1)


def _text(batch: Iterable[Record]) -> str:
    return "".join(f"{to_line(record)}\n" for record in batch)


def _journal(path: Path) -> Path:
    return history_folder(path) / "journal.jsonl"


def _pending(path: Path) -> Path:
    return history_folder(path) / "under-way.jsonl"
