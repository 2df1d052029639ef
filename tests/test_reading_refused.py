from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from reading import HEADER, NEEDS, REGISTER, SHEET_PART, edited, workbook

from reqsheets.model.errors import ReqsheetsError, UnreadableFileError, UsageError
from reqsheets.xlsx.reading.read import read

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def good(path: Path) -> bytes:
    return workbook(path, {NEEDS.title: [HEADER, *((f"XY{i}", f"导出{i}", 45000 + i) for i in range(50))]}).read_bytes()


def refused(path: Path) -> ReqsheetsError:
    with pytest.raises(ReqsheetsError) as caught:
        read(path, [REGISTER])
    for words in (caught.value.words.zh, caught.value.words.en):
        assert path.name in words
        assert "\n" not in words
    return caught.value


CONTENTS = {
    "old.xlsx": (COMPOUND, "另存为 .xlsx"),
    "old.xls": (COMPOUND, "旧版 Excel"),
    "wps.et": (COMPOUND, "WPS"),
    "locked.xlsx": (ENCRYPTED, "密码"),
    "empty.xlsx": (b"", "0 字节"),
    "gbk.xlsx": ("需求编号,描述\nXY1,导出\n".encode("gbk"), "CSV"),
    "utf8.xlsx": ("\ufeff需求编号,描述\nXY1,导出\n".encode(), "CSV"),
    "page.xlsx": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "xml.xlsx": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003"),
    "print.xlsx": (b"%PDF-1.7 ...", "PDF"),
    "noise.xlsx": (bytes(range(256)) * 8, "不认识"),
    "~$登记册.xlsx": (b"\x05zhang" + bytes(100), "临时文件"),
    ".~登记册.xlsx": (b"x", "临时文件"),
    ".~lock.登记册.xlsx#": (b",zhang,host", "临时文件"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_what_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, name: str) -> None:
    content, told = CONTENTS[name]
    path = tmp_path / name
    path.write_bytes(content)
    error = refused(path)
    assert isinstance(error, UnreadableFileError)
    assert told in error.words.zh
    assert error.exit_code == 3
    codes = {"0 字节": "REQ001", "密码": "REQ002"}  # all others are REQ003: something else than a workbook
    assert error.words.zh.endswith(f"（{codes.get(told, 'REQ003')}）")


def test_a_missing_file_and_a_folder_are_wrong_usage(tmp_path: Path) -> None:
    assert isinstance(refused(tmp_path / "没有.xlsx"), UsageError)
    assert isinstance(refused(tmp_path), UsageError)


@pytest.mark.parametrize("ending", [".xls", ".et", ".csv"])
def test_a_workbook_under_a_wrong_ending_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(good(tmp_path / "a.xlsx"))
    assert "另存为" in refused(path).words.zh


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "told"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("content.xml", "OpenDocument"), ("a.txt", "压缩包")],
)
def test_another_package_is_named_for_what_it_is(tmp_path: Path, part: str, told: str) -> None:
    assert told in refused(zipped(tmp_path / "a.xlsx", (part, b"x"))).words.zh


def test_a_truncated_workbook_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    content = good(path)
    for length in range(1, len(content), len(content) // 40):
        path.write_bytes(content[:length])
        assert refused(path).code in ("REQ001", "REQ003")  # a few bytes are not known for a workbook


def test_a_part_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    good(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET_PART.upper(), b"<worksheet/>")
    assert "损坏" in refused(path).words.zh


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    good(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(64 << 20))
    assert "大得不合常理" in refused(path).words.zh


def test_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    content = bytearray(good(path))
    entry = content.rindex(b"xl/sharedStrings.xml") - 46  # its entry in the central directory
    assert content[entry : entry + 4] == b"PK\x01\x02"
    content[entry + 24 : entry + 28] = struct.pack("<L", 10)
    path.write_bytes(content)
    assert isinstance(refused(path), UnreadableFileError)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    good(path)
    edited(path, lambda sheet: sheet.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1))
    assert refused(path).code == "REQ001"


def test_a_reference_beyond_the_shared_texts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    good(path)
    edited(path, lambda sheet: sheet.replace(b'<c r="A2" t="s"><v>', b'<c r="A2" t="s"><v>99'))
    assert isinstance(refused(path), UnreadableFileError)


def outcome(path: Path) -> str:
    try:
        read(path, [REGISTER])
    except ReqsheetsError as error:
        assert error.words.zh  # noqa: PT017 (whatever is raised says something)
        return "UnreadableFileError" if isinstance(error, UnreadableFileError) else type(error).__name__
    return "read"


def test_flipped_bytes_end_in_a_clear_error_or_a_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    content = good(path)
    dice = random.Random(5)  # noqa: S311 -- the same damage on every run
    seen = set()
    for _ in range(150):
        bad = bytearray(content)
        for _ in range(dice.choice((1, 3, 20))):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        path.write_bytes(bad)
        seen.add(outcome(path))
    assert {"UnreadableFileError", "read"} <= seen <= {"UnreadableFileError", "UnknownKindError", "read"}


SCRAPS = (b"9", b"Z", b'"', b"<", b">", b"&", b"-", b"\x00", b"999999", b"1e308", b"nan", b"")


def test_damaged_xml_in_a_whole_package_ends_in_a_clear_error_or_a_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(good(path))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    dice = random.Random(7)  # noqa: S311 -- the same damage on every run
    seen = set()
    for _ in range(150):
        name = dice.choice([name for name in parts if name.startswith(("xl/w", "xl/s", "xl/_"))])
        bad = bytearray(parts[name])
        for _ in range(dice.choice((1, 2, 8))):
            place = dice.randrange(len(bad))
            bad[place : place + dice.choice((0, 1, 20))] = dice.choice(SCRAPS)
        zipped(path, *(parts | {name: bytes(bad)}).items())
        seen.add(outcome(path))
    assert {"UnreadableFileError", "read"} <= seen <= {"UnreadableFileError", "UnknownKindError", "read"}
