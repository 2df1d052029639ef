"""[MS-CFB] version 3: streams and one level of folders in one file, as Excel stores a VBA project."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

SECTOR, SMALL_SECTOR = 512, 64
CUTOFF = 4096  # bytes; shorter streams share the small sectors
FREE, END, TABLE, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
ROOT, STREAM, STORAGE = 5, 2, 1
MOST_TABLES = 109  # those that the header names
ENTRY = "<64sHBBIII16xIQQIQ"

Tree: TypeAlias = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    """A directory entry; siblings form a binary tree by name."""

    name: str
    kind: int
    content: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        raw = self.name.encode("utf-16-le") + b"\0\0"
        places = (self.left, self.right, self.child, 0, 0, 0, self.start, self.size)
        return struct.pack(ENTRY, raw, len(raw), self.kind, 1, *places)


@dataclass
class _Sectors:
    """Sectors in the order of the file, and which one follows which."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    following: list[int] = field(default_factory=list)

    def put(self, content: bytes) -> int:
        """Add a stream and return its first sector."""
        if not content:
            return END
        first, count = len(self.following), -(-len(content) // self.size)
        self.content += content.ljust(count * self.size, b"\0")
        self.following += [*range(first + 1, first + count), END]
        return first


def compound_file(tree: Tree) -> bytes:
    """Return the file with these streams and folders of streams."""
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _add(tree, entries)
    sectors, small = _Sectors(SECTOR), _Sectors(SMALL_SECTOR)
    for entry in entries:
        if entry.kind == STREAM:
            entry.size = len(entry.content)
            entry.start = (sectors if entry.size >= CUTOFF else small).put(entry.content)
    entries[0].size, entries[0].start = len(small.content), sectors.put(bytes(small.content))
    small_table = _filled(struct.pack(f"<{len(small.following)}I", *small.following), b"\xff")
    small_start = sectors.put(small_table)
    directory = b"".join(entry.packed() for entry in entries)
    blank = struct.pack(ENTRY, b"", 0, 0, 0, NONE, NONE, NONE, 0, 0, 0, 0, 0)
    directory_start = sectors.put(directory + blank * (-len(entries) % (SECTOR // len(blank))))
    return _file(sectors, directory_start, small_start, len(small_table) // SECTOR)


def _filled(content: bytes, sign: bytes) -> bytes:
    return content.ljust(-(-len(content) // SECTOR) * SECTOR, sign)


def _file(sectors: _Sectors, directory: int, small: int, small_count: int) -> bytes:
    used = len(sectors.following)
    count = 1
    while count * (SECTOR // 4) < used + count:
        count += 1
    if count > MOST_TABLES:
        message = "too large for a compound file whose header names every table"
        raise ValueError(message)
    table = struct.pack(f"<{used + count}I", *sectors.following, *[TABLE] * count)
    places = [*range(used, used + count), *[FREE] * (MOST_TABLES - count)]
    fields = (0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, CUTOFF, small, small_count, END, 0)
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *fields)
    return header + struct.pack(f"<{MOST_TABLES}I", *places) + bytes(sectors.content) + _filled(table, b"\xff")


def _add(tree: Tree, entries: list[_Entry]) -> int:
    """Add a folder's entries and return the one at the top of their tree."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))  # 2.6.4: shorter names first
    numbers: dict[str, int] = {}
    for name in names:
        numbers[name] = len(entries)
        content = tree[name]
        entries.append(_Entry(name, STREAM, content) if isinstance(content, bytes) else _Entry(name, STORAGE))
    for name in names:
        content = tree[name]
        if not isinstance(content, bytes):
            entries[numbers[name]].child = _add(content, entries)
    return _linked([numbers[name] for name in names], entries)


def _linked(numbers: list[int], entries: list[_Entry]) -> int:
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left, top.right = _linked(numbers[:middle], entries), _linked(numbers[middle + 1 :], entries)
    return numbers[middle]
