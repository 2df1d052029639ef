"""Damaged workbooks, checked through the public API in a process of its own with bounded memory.

`python tests/fuzzing.py ROUNDS SEED` prints one JSON object: how the rounds ended, and the most memory that was held.
"""

from __future__ import annotations

import io
import json
import random
import struct
import sys
import tempfile
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import reqsheets
from reqsheets.app.crash_report import FaultError
from reqsheets.model.errors import ReqsheetsError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

TODAY = date(2024, 4, 1)
LIMIT = 2 << 30  # bytes of address space; a sound check of this workbook holds some 200 MB
SCRAPS = (b"9", b"Z", b'"', b"<", b">", b"&", b"-", b"\x00", b"999999", b"1e308", b"nan", b"", b"]]>", b"&#0;", b"\xff")
PARTS = ("xl/w", "xl/s", "xl/_", "xl/t", "[Con", "_rel", "docP")
WRONG_XML = (
    b"",
    b"<",
    b"<a/>",
    b"\xef\xbb\xbf",
    b"not xml at all",
    b'<?xml version="1.0" encoding="utf-16"?><worksheet/>',
    b'<?xml version="1.0" encoding="no-such-code"?><worksheet/>',
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
    b"<worksheet>" + b"<a>" * 50_000,
    b'<worksheet><sheetData><row r="1"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    b'<worksheet><sheetData><row r="0"><c r="A0" t="s"><v>-1</v></c></row></sheetData></worksheet>',
)
Damage = Callable[[bytes, random.Random], bytes]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def flipped(content: bytes, dice: random.Random) -> bytes:
    bad = bytearray(content)
    for _ in range(dice.choice((1, 3, 20, 200))):
        bad[dice.randrange(len(bad))] = dice.randrange(256)
    return bytes(bad)


def cut(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    return dice.choice((content[:start], content[end:], content[:start] + content[end:]))


def scraps(content: bytes, dice: random.Random) -> bytes:
    parts = parts_of(content)
    name = dice.choice([name for name in parts if name.startswith(PARTS)])
    bad = bytearray(parts[name])
    for _ in range(dice.choice((1, 2, 8, 40))):
        place = dice.randrange(len(bad) + 1)
        bad[place : place + dice.choice((0, 1, 20, 400))] = dice.choice(SCRAPS)
    return packed(parts | {name: bytes(bad)})


def attributes(content: bytes, dice: random.Random) -> bytes:
    """Exchange the values of attributes and elements in one part, which leaves its XML well formed."""
    parts = parts_of(content)
    name = dice.choice([name for name in parts if name.startswith("xl/") and name.endswith((".xml", ".rels"))])
    pieces = parts[name].split(b'"')
    for _ in range(dice.choice((1, 3, 10))):
        place = dice.randrange(len(pieces)) | 1
        if place < len(pieces):
            pieces[place] = dice.choice(
                (b"", b"0", b"-1", b"99999999999", b"A1:XFD1048576", b"s", b"e", b"true", b"../x")
            )
    return packed(parts | {name: b'"'.join(pieces)})


def wrong_member(content: bytes, dice: random.Random) -> bytes:
    parts = parts_of(content)
    name = dice.choice(list(parts))
    return packed(parts | {name: dice.choice(WRONG_XML)})


def lost_member(content: bytes, dice: random.Random) -> bytes:
    parts = parts_of(content)
    gone = dice.sample(list(parts), dice.choice((1, 1, 2, 5)))
    return packed({name: part for name, part in parts.items() if name not in gone})


def renamed_member(content: bytes, dice: random.Random) -> bytes:
    parts = parts_of(content)
    old, new = dice.sample(list(parts), 2)
    return packed({(new if name == old else old if name == new else name): part for name, part in parts.items()})


def lying_header(content: bytes, dice: random.Random) -> bytes:
    """Write another number into a field of a local header or of the directory."""
    bad = bytearray(content)
    sign, fields = dice.choice(
        ((b"PK\x03\x04", range(4, 30, 2)), (b"PK\x01\x02", range(4, 46, 2)), (b"PK\x05\x06", range(4, 20, 2)))
    )
    places = [place for place in range(len(bad) - 4) if bad[place : place + 4] == sign]
    if places:
        place = dice.choice(places) + dice.choice(fields)
        bad[place : place + 2] = struct.pack("<H", dice.choice((0, 1, 8, 9, 255, 4096, 65535, dice.randrange(65536))))
    return bytes(bad)


def bomb(content: bytes, dice: random.Random) -> bytes:
    """Put a member in that inflates to far more than it weighs, with an honest or a lying size."""
    parts = parts_of(content)
    name = dice.choice([name for name in parts if name.endswith(".xml")])
    size = dice.choice((8 << 20, 48 << 20))
    blank = dice.choice((b" ", b"<a/>", b"<row/>"))
    whole = packed(parts | {name: parts[name][:200] + blank * (size // len(blank)) + parts[name][200:]})
    if dice.random() < 0.5:
        return whole
    bad = bytearray(whole)
    entry = bad.rindex(name.encode()) - 46
    if bad[entry : entry + 4] == b"PK\x01\x02":
        bad[entry + 24 : entry + 28] = struct.pack("<L", len(parts[name]))
    return bytes(bad)


def stored_twice(content: bytes, dice: random.Random) -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        name = dice.choice(archive.namelist())
        archive.writestr(
            dice.choice((name, name.upper(), f"/{name}", name.replace("/", "\\"))), zlib.compress(name.encode())
        )
    return target.getvalue()


OFTEN: tuple[Damage, ...] = (flipped, cut, scraps, scraps, attributes, attributes, wrong_member, lost_member)
SOMETIMES: tuple[Damage, ...] = (renamed_member, lying_header, stored_twice)
SELDOM = 40  # rounds for each bomb, which takes longest


def damaged(content: bytes, number: int, dice: random.Random) -> bytes:
    if number % SELDOM == SELDOM - 1:
        return bomb(content, dice)
    return dice.choice(OFTEN * 2 + SOMETIMES)(content, dice)


def ending(path: Path) -> str:
    """Return how `check` ends: read, or the name of the error that it tells in both languages."""
    (outcome,) = reqsheets.check(path, today=TODAY)
    if isinstance(outcome.error, FaultError):
        return f"FAULT {outcome.error.words.en}"
    if isinstance(outcome.error, ReqsheetsError):
        told = outcome.error.words
        return type(outcome.error).__name__ if told.zh and told.en and "\n" not in told.zh else "nothing said"
    assert all(finding.at.row > 0 and finding.message.zh and finding.message.en for finding in outcome.plan.findings)
    return "read"


def rounds(many: int, seed: int, folder: Path) -> Counter[str]:
    """Check that many damaged workbooks; the same seed damages them the same way."""
    dice = random.Random(seed)  # noqa: S311
    whole = []
    for kind in ("feedback", "customer"):
        made = reqsheets.new(kind, folder / f"{kind}.xlsx", example=True)
        reqsheets.nightly(made, write=True, today=TODAY)  # so that it has findings, links and marks, too
        whole.append(made.read_bytes())
    ended: Counter[str] = Counter()
    path = folder / "damaged.xlsx"
    for number in range(many):
        content = damaged(dice.choice(whole), number, dice)
        path.write_bytes(content)
        told = ending(path)
        ended[told] += 1
        if told.startswith("FAULT") or told == "nothing said":
            (folder / f"fault-{seed}-{number}.xlsx").write_bytes(content)
    return ended


def main(many: int, seed: int, folder: Path) -> None:
    warnings.simplefilter("ignore")  # of names that stand twice
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    ended = rounds(many, seed, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0
    print(json.dumps({"ended": ended, "peak_kilobytes": peak}, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else Path(made))
