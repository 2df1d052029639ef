"""Members deflated and inflated: whatever wrote them, whatever is wrong with them, and without ISA-L too."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from command_line import ran_python
from hypothesis import given
from hypothesis import strategies as st

import reqsheets
from reqsheets.xlsx.package.deflate import BLOCK, inflated, packed

EXAMPLE = Path(__file__).parents[1] / "examples" / "feedback-nightly" / "register.xlsx"
BEYOND = 3 * BLOCK + 17
NOISE = random.Random(1).randbytes(BEYOND)  # noqa: S311 (no secret: the same bytes each time)
COUNTED = """
import sys, zlib
if "without" in sys.argv:
    sys.modules["isal"] = None
from reqsheets.xlsx.package.deflate import packed
content = bytes(range(256)) * 20_000
done = packed([content[:1000], content[1000:]])
assert zlib.decompress(b"".join(done.chunks), -15) == content
assert (done.crc, done.size, done.packed_size) == (zlib.crc32(content), len(content), sum(map(len, done.chunks)))
print(done.packed_size)
"""


def zipped(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.xml", content)
    return out.getvalue()


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(inflated(archive, archive.infolist()[0]))


@given(st.lists(st.binary(max_size=400), max_size=6))
def test_zlib_reads_what_we_deflate(chunks: list[bytes]) -> None:
    content, done = b"".join(chunks), packed(chunks)
    assert zlib.decompress(b"".join(done.chunks), -zlib.MAX_WBITS) == content
    assert (done.crc, done.size, done.packed_size) == (
        zlib.crc32(content),
        len(content),
        sum(map(len, done.chunks)),
    )


@pytest.mark.fault("F-5")
def test_what_a_night_writes_is_hardly_larger_than_what_excel_saves(tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path))
    reqsheets.nightly(path, write=True, today=date(2024, 6, 30))
    as_excel = io.BytesIO()
    with zipfile.ZipFile(path) as made, zipfile.ZipFile(as_excel, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as other:
        for name in made.namelist():
            other.writestr(name, made.read(name))
    assert path.stat().st_size <= 1.05 * len(as_excel.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("content", [b"", b"a", bytes(BEYOND), NOISE])
def test_we_inflate_what_zipfile_writes(content: bytes, method: int) -> None:
    assert unzipped(zipped(content, method)) == content


def test_no_block_is_larger_than_told_however_well_it_was_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(bytes(40 * BLOCK)))) as archive:
        assert max(map(len, inflated(archive, archive.infolist()[0]))) <= BLOCK


@given(st.data())
def test_a_damaged_member_is_told_or_unharmed(data: st.DataObject) -> None:
    content = NOISE[:300] + bytes(3000)
    whole = bytearray(zipped(content))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            expected = archive.read(archive.infolist()[0])
    except Exception:  # noqa: BLE001 (zipfile itself refuses it)
        return
    assert unzipped(bytes(whole)) == expected


@given(st.integers(1, 255), st.data())
def test_a_damaged_stream_is_never_taken_for_a_whole_one(flip: int, data: st.DataObject) -> None:
    content = NOISE[:300] + bytes(3000)
    whole = bytearray(zipped(content))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        info = archive.infolist()[0]
    start = info.header_offset + 30 + len(info.filename)
    at = data.draw(st.integers(start, start + info.compress_size - 1))
    whole[at] ^= flip
    try:
        told = unzipped(bytes(whole))
    except zipfile.BadZipFile:
        return
    assert told == content  # a bit that no reader looks at


@pytest.mark.parametrize("off", [-1, 1])
def test_a_directory_that_lies_about_the_size_is_told(off: int) -> None:
    content = bytes(5000)
    with zipfile.ZipFile(io.BytesIO(zipped(content))) as archive:
        info = archive.infolist()[0]
        info.file_size += off
        with pytest.raises(zipfile.BadZipFile):
            b"".join(inflated(archive, info))


def test_without_isal_zlib_does_it(tmp_path: Path) -> None:
    for arguments in ((), ("without",)):
        done = ran_python("-c", COUNTED, *arguments, cwd=tmp_path)
        assert done.exit_code == 0, done.err
        assert 0 < int(done.out) < 100_000
