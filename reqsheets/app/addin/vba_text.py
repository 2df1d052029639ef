"""[MS-OVBA] 2.4: how a VBA project compresses its texts and hides its three protection flags."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Sequence

CHUNK = 4096
FEWEST = 3  # bytes that a copy repeats
PLAIN, PACKED = 0x3FFF, 0xB000  # headers of a chunk


def compressed(text: bytes) -> bytes:
    """Return the container of the text (2.4.1)."""
    return b"\x01" + b"".join(_chunk(text[start : start + CHUNK]) for start in range(0, len(text), CHUNK))


def _chunk(text: bytes) -> bytes:
    packed = _packed(text)
    if len(packed) <= CHUNK:
        return struct.pack("<H", PACKED | (len(packed) - 1)) + packed
    if len(text) == CHUNK:
        return struct.pack("<H", PLAIN) + text
    message = "a last chunk that does not shrink would be padded"  # no text does this
    raise ValueError(message)


def _packed(chunk: bytes) -> bytes:
    out = bytearray()
    places: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            where, length = _longest(chunk, at, places[chunk[at : at + FEWEST]])
            if length:
                flags |= 1 << bit
                tokens += struct.pack("<H", (at - where - 1) << (16 - _offset_bits(at)) | (length - FEWEST))
            else:
                tokens.append(chunk[at])
            for passed in range(at, at + max(length, 1)):
                places[chunk[passed : passed + FEWEST]].append(passed)
            at += max(length, 1)
        out += bytes([flags]) + tokens
    return bytes(out)


def _offset_bits(at: int) -> int:
    return max((at - 1).bit_length(), 4)


def _longest(chunk: bytes, at: int, places: Sequence[int]) -> tuple[int, int]:
    """Return the place and length of the longest earlier text that goes on like this; length 0: none is worth it."""
    limit = min((0xFFFF >> _offset_bits(at)) + FEWEST, len(chunk) - at)
    best = where = 0
    for place in reversed(places):
        length = 0
        while length < limit and chunk[place + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, where = length, place
    return where, best if best >= FEWEST else 0


def hidden(flags: bytes, project: str, seed: int) -> str:
    """Return the flags of a project's protection as its PROJECT stream holds them (2.4.3.2)."""
    key = sum(project.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain, one_before, two_before = key, out[2], out[1]
    for byte in bytes([7] * ((seed & 6) // 2)) + struct.pack("<I", len(flags)) + flags:
        out.append(byte ^ ((two_before + plain) & 0xFF))
        plain, two_before, one_before = byte, one_before, out[-1]
    return bytes(out).hex().upper()
