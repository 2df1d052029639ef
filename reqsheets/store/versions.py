"""Earlier versions of a workbook, kept whole in a hidden folder beside it.

A workbook is a zip of members of which a write changes few. Each version is cut at its members' borders, small members
that lie beside each other left in one piece; equal pieces are stored once, compressed, under their SHA-256. A version
is given back byte for byte or not at all.
Layout: `.reqsheets/<file name>/versions/000012.json` (what it is made of) and `pieces/ab/ab12…` (the pieces).
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from reqsheets.model.brief import brief
from reqsheets.model.errors import DamagedHistoryError, PlantedError, ReqsheetsError, UsageError
from reqsheets.store import plain_files
from reqsheets.store.plain_files import FOLDER, read_kept

SMALL = 4096  # bytes; a file of its own costs a smaller member more than it saves
LARGE = 1 << 16  # bytes; trying to compress what is compressed costs less below
LARGEST = 1 << 30  # bytes of a version: a workbook larger than that is not read either
LARGEST_LISTING = 1 << 24  # bytes
STEP = 1 << 16  # bytes
LISTING = re.compile("[0-9]{6,9}")
DIGEST = re.compile("[0-9a-f]{64}")


class DamagedVersionError(ReqsheetsError):
    """A kept version can no longer be put together: a piece is gone or altered."""


@brief
@dataclass(frozen=True, slots=True)
class Version:
    """One kept state of a workbook; `digest` is the SHA-256 of all its bytes, `size` counts them.

    `notes` tell what it is: the state before or after which batches.
    """

    number: int
    taken: datetime
    digest: str
    size: int
    notes: tuple[str, ...]
    pieces: tuple[str, ...]


def history_folder(path: Path) -> Path:
    """Return the hidden folder that belongs to this workbook; it need not exist."""
    return path.parent / FOLDER / path.name


def without_workbook(folder: Path) -> list[str]:
    """Return the names under which a history is kept in this folder though no such file is there any more."""
    kept = (name for name in plain_files.names(folder / FOLDER) if _is_folder(folder / FOLDER / name))
    return [name for name in kept if not (folder / name).exists()]


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


@contextmanager
def laid_out(path: Path, content: bytes) -> Iterator[Path]:
    """Yield a file of this content under the workbook's name in a folder of its own while the block runs."""
    with tempfile.TemporaryDirectory(prefix="reqsheets-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        yield copy


def versions(path: Path) -> list[Version]:
    """Return the kept versions, oldest first; a list that makes no sense is left out, its pieces stay.

    Raises OSError where the disk does not give a list back: what is not known must not be taken for gone.
    """
    return [one for one in map(_sound, _listings(path)) if one is not None]


def garbled(path: Path) -> list[str]:
    """Return the names of the lists that make no sense."""
    return [listing.name for listing in _listings(path) if _sound(listing) is None]


def _sound(listing: Path) -> Version | None:
    try:
        return _listed(listing)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, DamagedHistoryError):
        return None


def _listings(path: Path) -> list[Path]:
    folder = history_folder(path) / "versions"
    return [folder / name for name in plain_files.names(folder) if name.endswith(".json") and name[0] != "."]


def version(path: Path, number: int) -> Version:
    """Return that version; raise UsageError, naming those that are kept, where there is none of that number."""
    kept = versions(path)
    for one in kept:
        if one.number == number:
            return one
    span = f"{kept[0].number}–{kept[-1].number}" if kept else "0"
    raise UsageError(
        f"{path.name} 没有第 {number} 个历史版本（现有：{span}）",
        f"{path.name} has no version {number} (kept: {span})",
    )


def keep(path: Path, content: bytes, taken: datetime, note: str) -> Version:
    """Keep these bytes as a version of the workbook and return it.

    Where the newest version has the same bytes, it only gets the note too. Raises OSError where the folder cannot be
    written.
    """
    digest = hashlib.sha256(content).hexdigest()
    kept = versions(path)
    folder = _made(history_folder(path))
    plain_files.sweep(folder / "versions")
    if kept and kept[-1].digest == digest:
        made = replace(kept[-1], notes=tuple(dict.fromkeys((*kept[-1].notes, note))))
    else:
        pieces = tuple(_stored(folder, piece) for piece in _pieces(content))
        made = Version(_next_number(path), taken, digest, len(content), (note,), pieces)
    _list(path, made)
    return made


def _next_number(path: Path) -> int:
    """Return a number that no list has, not even one that makes no sense."""
    names = [listing.stem for listing in _listings(path)]
    return 1 + max((int(name) for name in names if LISTING.fullmatch(name)), default=0)


def noted(path: Path, note: str) -> Version | None:
    """Return the newest version that has this note, or None."""
    return next((one for one in reversed(versions(path)) if note in one.notes), None)


def content(path: Path, number: int) -> bytes:
    """Return the bytes of that version; raise DamagedVersionError unless they are exactly those that were kept."""
    wanted = version(path, number)
    whole = bytearray()
    try:
        for name in wanted.pieces:
            whole += _unpacked(read_kept(_piece(path, name), LARGEST), wanted.size - len(whole))
    except (OSError, ValueError, DamagedHistoryError, PlantedError) as error:
        raise _damaged(path, number) from error
    if hashlib.sha256(whole).hexdigest() != wanted.digest:
        raise _damaged(path, number)
    return bytes(whole)


def damaged(path: Path) -> int | None:
    """Return the number of the first version that can no longer be put together, None where all are whole."""
    sound: dict[str, int] = {}
    for one in versions(path):
        for name in one.pieces:
            if name not in sound:
                sound[name] = _sound_size(_piece(path, name), name, one.size)
        sizes = [sound[name] for name in one.pieces]
        if min(sizes, default=0) < 0 or sum(sizes) != one.size:
            return one.number
    return None


def withdraw(path: Path, *notes: str) -> None:
    """Take back these notes; a version that was kept for nothing else goes."""
    for one in versions(path):
        left = tuple(note for note in one.notes if note not in notes)
        if left and left != one.notes:
            _list(path, replace(one, notes=left))
        elif not left:
            plain_files.remove(_listing(path, one.number))


def prune(path: Path, generations: int, days: int, now: datetime) -> int:
    """Forget versions beyond the newest `generations` that are also older than `days`; return how many.

    The newest version always stays. So does whatever a version that stays is made of; all else in the folder goes.
    """
    kept = versions(path)
    if len(kept) < len(_listings(path)):
        return 0  # what the unreadable one is made of is not known
    old = [one for one in kept[: -max(1, generations)] if now - one.taken > timedelta(days=days)]
    for one in old:
        plain_files.remove(_listing(path, one.number))
    needed = {name for one in kept if one not in old for name in one.pieces}
    pieces = history_folder(path) / "pieces"
    for part in plain_files.names(pieces):
        for name in plain_files.names(pieces / part):
            if name not in needed:
                plain_files.remove(pieces / part / name)
    return len(old)


def _listing(path: Path, number: int) -> Path:
    return history_folder(path) / "versions" / f"{number:06}.json"


def _list(path: Path, one: Version) -> None:
    listing = asdict(one) | {"taken": one.taken.isoformat(timespec="seconds")}
    plain_files.put(_listing(path, one.number), json.dumps(listing, ensure_ascii=False).encode())


def _piece(path: Path, name: str) -> Path:
    return history_folder(path) / "pieces" / name[:2] / name


def _unpacked(content: bytes, largest: int) -> bytes:
    """Return what a compressed piece holds; raise ValueError where it is none, or holds more than that."""
    try:
        unpacker = zlib.decompressobj()
        whole = unpacker.decompress(content, largest + 1)
    except zlib.error as error:
        raise ValueError from error
    if len(whole) > largest or not unpacker.eof:
        raise ValueError
    return whole


def _sound_size(piece: Path, name: str, largest: int = LARGEST) -> int:
    """Return how many bytes a piece holds, -1 unless they are those that its name says; never all at once in memory."""
    digest, size, unpacker = hashlib.sha256(), 0, zlib.decompressobj()
    try:
        packed = read_kept(piece, LARGEST)
        while not unpacker.eof:
            part = unpacker.decompress(packed, STEP)
            packed = unpacker.unconsumed_tail
            size += len(part)
            digest.update(part)
            if size > largest or not (part or packed or unpacker.eof):
                return -1
    except (OSError, zlib.error, DamagedHistoryError, PlantedError):
        return -1
    return size if digest.hexdigest() == name else -1


def _listed(listing: Path) -> Version:
    """Return a version as its list tells; raise ValueError, KeyError, TypeError or OverflowError where it is none."""
    item = json.loads(read_kept(listing, LARGEST_LISTING))
    taken, digest, size = datetime.fromisoformat(item["taken"]), item["digest"], item["size"]
    notes, pieces = tuple(item["notes"]), tuple(item["pieces"])
    number = int(listing.stem) if LISTING.fullmatch(listing.stem) else 0
    right = type(size) is int and 0 <= size <= LARGEST and taken.tzinfo is None and number == item["number"] > 0
    if not right or not all(isinstance(note, str) for note in notes):
        raise ValueError(listing.name)
    if not all(DIGEST.fullmatch(name) for name in (digest, *pieces)):
        raise ValueError(listing.name)
    return Version(number, taken, digest, size, notes, pieces)


def _pieces(content: bytes) -> list[bytes]:
    """Cut the bytes where a zip member or the directory begins; small neighbours, and what is no zip, stay together."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            starts = sorted({0, *(member.header_offset for member in package.infolist()), package.start_dir})
    except (zipfile.BadZipFile, ValueError):
        return [content]
    borders = [0]
    for start, end in itertools.pairwise([*starts, len(content)]):
        if end - start >= SMALL:
            borders += start, end
    borders.append(len(content))
    return [content[start:end] for start, end in itertools.pairwise(borders) if end > start]


def _stored(folder: Path, piece: bytes) -> str:
    name = hashlib.sha256(piece).hexdigest()
    target = folder / "pieces" / name[:2] / name
    if _sound_size(target, name, len(piece)) != len(piece):  # none yet, or one that was damaged
        plain_files.make_folders(target.parent)
        plain_files.put(target, zlib.compress(piece, 0 if _is_compressed(piece) else 6))
    return name


def _is_compressed(piece: bytes) -> bool:
    """Tell whether a piece is a large member of a zip package that was compressed there."""
    return len(piece) > LARGE and piece.startswith(b"PK\3\4") and piece[8:10] == b"\x08\0"


def _made(folder: Path) -> Path:
    plain_files.make_folders(folder / "versions")
    hide(folder.parent)
    return folder


def hide(folder: Path) -> None:
    """Hide the folder where a leading dot hides nothing."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (Windows alone has its windll)

        hidden = 0x2
        ctypes.windll.kernel32.SetFileAttributesW(str(folder), hidden)


def _damaged(path: Path, number: int) -> DamagedVersionError:
    return DamagedVersionError(
        f"{path.name} 的第 {number} 个历史版本已损坏，无法还原；请改用其他版本",
        f"version {number} of {path.name} is damaged and cannot be restored; take another one",
    )
