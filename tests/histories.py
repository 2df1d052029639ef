"""Histories that were tampered with, damaged or planted: each a function that harms the folder beside a workbook."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from remembered import TODAY, looked_after, typed, workbook

from reqsheets.model.audit import from_line, sealed, to_line
from reqsheets.store.versions import history_folder

Harm = Callable[[Path], object]
STATES = ("first.bytes", "second.bytes", "third.bytes")  # the workbook after each night, kept outside the history


def three_nights(folder: Path) -> Path:
    """Return a workbook that was looked after three times and edited in between; beside it, its state after each."""
    path = workbook(folder)
    for day, state in enumerate(STATES, start=1):
        typed(path, "needs", 3, "text", f"误报率 {day}")
        looked_after(path, TODAY.replace(day=day))
        (folder / state).write_bytes(path.read_bytes())
    return path


def journal(path: Path) -> Path:
    return history_folder(path) / "journal.jsonl"


def lines(path: Path) -> list[str]:
    return journal(path).read_text("utf-8").splitlines()


def put(path: Path, *new: str) -> None:
    journal(path).write_text("".join(f"{line}\n" for line in new), "utf-8", newline="\n")


def newest(path: Path) -> Path:
    return max((history_folder(path) / "versions").glob("*.json"))


def listing(path: Path, **changed: object) -> None:
    """Change fields of the newest version's list."""
    item = json.loads(newest(path).read_text("utf-8")) | changed
    newest(path).write_text(json.dumps(item, ensure_ascii=False), "utf-8")


def older_alone(path: Path) -> None:
    path.write_bytes((path.parent / STATES[1]).read_bytes())


def cut_and_older(path: Path) -> None:
    put(path, *lines(path)[:3])
    for version in sorted((history_folder(path) / "versions").glob("*.json"))[4:]:
        version.unlink()
    older_alone(path)


def resealed(path: Path) -> None:
    """Rewrite an old record and give all after it hashes that fit, those in the workbook's journal sheet left alone."""
    made = []
    for line in lines(path):
        record = from_line(line.replace("误报率 1", "误报率 9"))
        made.append(sealed(record, made[-1] if made else None))
    put(path, *map(to_line, made))


def record_altered(path: Path) -> None:
    held = lines(path)
    assert "误报率 2" in held[1]
    put(path, held[0], held[1].replace("误报率 2", "误报率 9"), *held[2:])


def gone_and_edited(path: Path) -> None:
    newest(path).unlink()
    typed(path, "needs", 2, "text", "偷偷改过")


def exchanged(path: Path) -> None:
    """Edit a cell and let the newest version hold the edited bytes."""
    typed(path, "needs", 2, "text", "偷偷改过")
    content = path.read_bytes()
    name = sha256(content).hexdigest()
    piece = history_folder(path) / "pieces" / name[:2] / name
    piece.parent.mkdir(exist_ok=True)
    piece.write_bytes(zlib.compress(content))
    listing(path, digest=name, size=len(content), pieces=[name])


EIGHT: Mapping[str, Harm] = {
    "1 a record altered": record_altered,
    "2 the last record cut": lambda path: put(path, *lines(path)[:-1]),
    "3 an older workbook put back alone": older_alone,
    "4 records cut and the older workbook put back": cut_and_older,
    "5 an old record rewritten and the chain sealed again": resealed,
    "6 version lists garbled": lambda path: newest(path).write_bytes(b"\x00garbled"),
    "7 the newest version deleted and a cell edited": gone_and_edited,
    "8 that version replaced by the edited bytes": exchanged,
}


def line_with(**changed: object) -> Harm:
    """Return what changes fields of the second record."""

    def harm(path: Path) -> None:
        held = lines(path)
        put(path, held[0], json.dumps(json.loads(held[1]) | changed), *held[2:])

    return harm


def instead(place: Callable[[Path], Path], made: Callable[[Path], object]) -> Harm:
    """Return what puts something else in the place of a file or folder of the history."""

    def harm(path: Path) -> None:
        old = place(path)
        if old.exists():
            old.rename(old.with_name(f"{old.name}.moved"))
        made(old)

    return harm


def bomb(path: Path) -> None:
    """Let each piece of the newest version unpack to 4 GB of nothing."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(256)) + packer.flush()
    for name in json.loads(newest(path).read_text("utf-8"))["pieces"]:
        (history_folder(path) / "pieces" / name[:2] / name).write_bytes(packed)


def pieces_of_another(path: Path) -> None:
    for name in json.loads(newest(path).read_text("utf-8"))["pieces"]:
        (history_folder(path) / "pieces" / name[:2] / name).write_bytes(zlib.compress(b"of another workbook"))


def truncated_pieces(path: Path) -> None:
    for name in json.loads(newest(path).read_text("utf-8"))["pieces"]:
        piece = history_folder(path) / "pieces" / name[:2] / name
        piece.write_bytes(piece.read_bytes()[:-7])


FOLLOW = {  # what follows is told and the workbook looked after all the same
    "a line that is no JSON": lambda path: put(path, lines(path)[0], "{bad", *lines(path)[2:]),
    "a line that is a list": lambda path: put(path, lines(path)[0], "[1, 2]", *lines(path)[2:]),
    "a line that is a number": lambda path: put(path, lines(path)[0], "17", *lines(path)[2:]),
    "nested without end": lambda path: put(path, lines(path)[0], "[" * 100_000, *lines(path)[2:]),
    "wrong types": line_with(number="2", edits={"a": 1}),
    "keys missing": lambda path: put(path, '{"number": 1}', *lines(path)[1:]),
    "huge numbers": line_with(number=10**30),
    "an endless number": lambda path: put(path, lines(path)[0], '{"number": 1' + "0" * 5_000 + "}", *lines(path)[2:]),
    "no real time": line_with(time="9999-99-99T99:99:99"),
    "half a character": line_with(user="\ud800"),
    "a format of the future": line_with(form=99),
    "binary junk": lambda path: journal(path).write_bytes(bytes(range(256)) * 40),
    "an empty file": lambda path: journal(path).write_bytes(b""),
    "the same record twice": lambda path: put(path, lines(path)[0], *lines(path)),
    "a list with wrong types": lambda path: listing(path, pieces=[1, 2], size="x"),
    "a list of nothing": lambda path: newest(path).write_bytes(b""),
    "a list with a huge size": lambda path: listing(path, size=10**18),
    "a list of another number": lambda path: listing(path, number=99),
    "a list with a time zone": lambda path: listing(path, taken="2024-04-01T00:00:00+08:00"),
    "a path out of the folder": lambda path: listing(path, pieces=["../../../../etc/passwd"]),
    "a list in the shape of a folder": instead(newest, Path.mkdir),
    "a piece that is a bomb": bomb,
    "pieces of another workbook": pieces_of_another,
    "a piece cut short": truncated_pieces,
    "a wrong digest": lambda path: listing(path, digest="0" * 64),
}  # fmt: skip
STOP = {  # what nothing can be added to stops the write
    "a folder in the place of the records": instead(journal, Path.mkdir),
    "a file in the place of the history": instead(history_folder, lambda place: place.write_text("in the way")),
    "a file in the place of the versions": instead(
        lambda path: history_folder(path) / "versions", lambda place: place.write_text("in the way")
    ),
    "a folder in the place of the lock": lambda path: (
        history_folder(path).with_name(f"{path.name}.lock").unlink(missing_ok=True),
        history_folder(path).with_name(f"{path.name}.lock").mkdir(),
    ),
    "a folder in the place of what is under way": lambda path: (history_folder(path) / "under-way.jsonl").mkdir(),
}  # fmt: skip
if hasattr(os, "mkfifo"):
    STOP["a pipe in the place of the records"] = instead(journal, os.mkfifo)
    STOP["a pipe in the place of the lock"] = lambda path: (
        history_folder(path).with_name(f"{path.name}.lock").unlink(missing_ok=True),
        os.mkfifo(history_folder(path).with_name(f"{path.name}.lock")),
    )
    STOP["a link that leads to itself"] = instead(journal, lambda place: place.symlink_to(place.name))
SHAPE = "a list in the shape of a folder"  # planted: nothing is written
STOP[SHAPE] = FOLLOW.pop(SHAPE)
DAMAGED: Mapping[str, Harm] = FOLLOW | STOP
