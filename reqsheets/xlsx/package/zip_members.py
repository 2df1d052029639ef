"""The zip layer: members copied as they lie in the file, only rewritten ones compressed anew.

A record (local header, bytes, trailing descriptor) is copied whole, up to where the next one begins, so that not even
its timestamp or padding changes. What zipfile would rewrite (names, extra fields, flags) stays as it was.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Iterator
from copy import copy
from typing import BinaryIO

from reqsheets.model.errors import UneditableError, UnreadableFileError
from reqsheets.xlsx.package.deflate import BLOCK, Packed, inflated

FOUR_GIB = 0xFFFFFFFF
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sBBBBHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class Members:
    """The members of a zip file in their order; raises UnreadableFileError or UneditableError where it is not sound."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableFileError(
                f"{name}：不是完整的 Excel 工作簿（.xlsx、.xlsm），或文件已损坏",
                f"{name}: no sound Excel workbook (.xlsx, .xlsm): {error}",
            ) from error
        self.infos = self._zip.infolist()
        self._refuse_unsound()
        starts = sorted(info.header_offset for info in self.infos)
        self._ends = dict(zip(starts, [*starts[1:], self._zip.start_dir], strict=True))

    def _refuse_unsound(self) -> None:
        seen: set[str] = set()
        for info in self.infos:
            plain = info.filename.replace("\\", "/").lower()
            if plain in seen:
                raise UneditableError(
                    f"{self._name}：压缩包里有两个“{info.filename}”，无法判断哪个有效；请在 Excel 里另存一份",
                    f"{self._name}: the package holds {info.filename!r} twice; save it anew in Excel",
                )
            seen.add(plain)
            if info.flag_bits & _ENCRYPTED:
                raise UneditableError(
                    f"{self._name}：文件已加密，无法修改；请先取消密码",
                    f"{self._name}: the file is encrypted; remove the password first",
                )
        if len({info.header_offset for info in self.infos}) < len(self.infos):
            raise UneditableError(
                f"{self._name}：压缩包目录有误；请在 Excel 里另存一份",
                f"{self._name}: two members of the package share their place; save it anew in Excel",
            )

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return a member's content, its checksum verified."""
        return b"".join(self.stream(info))

    def stream(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a member's content in blocks, its checksum verified at the end."""
        try:
            yield from inflated(self._zip, info)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise UneditableError(
                f"{self._name}：文件里的“{info.filename}”已损坏或无法解压，不能修改",
                f"{self._name}: the member {info.filename!r} is damaged and cannot be changed: {error}",
            ) from error

    def record(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a member's record as it lies in the file."""
        position, end = info.header_offset, self._ends[info.header_offset]
        while position < end:
            self._file.seek(position)
            block = self._file.read(min(BLOCK, end - position))
            if not block:
                raise UnreadableFileError(f"{self._name}：文件不完整", f"{self._name}: the file is cut off")
            position += len(block)
            yield block

    def new_archive(
        self, out: BinaryIO, changed: dict[str, Packed], dropped: set[str], added: dict[str, Packed]
    ) -> None:
        """Write the package with some members changed, dropped and added; the others and their order stay."""
        writing = _Writing(out)
        for info in self.infos:
            if info.filename in changed:
                writing.rewritten(info, changed[info.filename])
            elif info.filename not in dropped:
                writing.copied(info, self.record(info))
        for name, content in added.items():
            info = zipfile.ZipInfo(name, max((old.date_time for old in self.infos), default=(1980, 1, 1, 0, 0, 0)))
            writing.rewritten(info, content)
        writing.finish(self._zip.comment)


class _Writing:
    """A zip file as it comes into being: records first, then the directory that names them."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._position = 0
        self._directory: list[bytes] = []

    def copied(self, info: zipfile.ZipInfo, record: Iterable[bytes]) -> None:
        start = self._position
        for block in record:
            self._write(block)
        self._enter(info, start, Packed((), info.CRC, info.file_size, info.compress_size), info.extra)

    def rewritten(self, info: zipfile.ZipInfo, content: Packed) -> None:
        start, name = self._position, _raw_name(info)
        sizes = (content.crc, content.packed_size, content.size)
        flags = info.flag_bits & _UTF8_NAME
        stamp = _dos_time(info)
        self._write(_LOCAL.pack(b"PK\3\4", 20, flags, zipfile.ZIP_DEFLATED, *stamp, *sizes, len(name), 0) + name)
        for chunk in content.chunks:
            self._write(chunk)
        info = copy(info)
        info.flag_bits, info.compress_type, info.extract_version = flags, zipfile.ZIP_DEFLATED, 20
        self._enter(info, start, content, b"")

    def finish(self, comment: bytes) -> None:
        start = self._position
        for entry in self._directory:
            self._write(entry)
        count = len(self._directory)
        self._write(_END.pack(b"PK\5\6", 0, 0, count, count, self._position - start, start, len(comment)) + comment)

    def _write(self, block: bytes) -> None:
        self._out.write(block)
        self._position += len(block)
        if self._position >= FOUR_GIB:
            raise UneditableError("文件超过 4 GB，无法修改", "the file is larger than 4 GiB and cannot be changed")

    def _enter(self, info: zipfile.ZipInfo, start: int, content: Packed, extra: bytes) -> None:
        name = _raw_name(info)
        extra = _without_zip64(extra)
        fields = (info.create_version, info.create_system, info.extract_version, info.reserved)
        sizes = (content.crc, content.packed_size, content.size, len(name), len(extra), len(info.comment))
        self._directory.append(
            _CENTRAL.pack(
                b"PK\1\2",
                *fields,
                info.flag_bits,
                info.compress_type,
                *_dos_time(info),
                *sizes,
                0,
                info.internal_attr,
                info.external_attr,
                start,
            )
            + name
            + extra
            + info.comment
        )


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _without_zip64(extra: bytes) -> bytes:
    """Return a directory entry's extra fields without the 64-bit sizes, which now stand in the entry itself."""
    kept, rest = b"", extra
    while len(rest) >= 4:  # noqa: PLR2004
        tag, length = struct.unpack("<HH", rest[:4])
        field, rest = rest[: 4 + length], rest[4 + length :]
        kept += b"" if tag == 1 else field
    return kept + rest
