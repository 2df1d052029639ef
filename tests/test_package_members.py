"""The package around the sheets: members copied as they lie, and what must not be touched refused."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter

from reqsheets.model.errors import UneditableError, UnreadableFileError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.sheet_edit import SheetEdit


def workbook(**options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("登记")
        sheet.write_column("A1", ["编号", "a", "b"])
        sheet.write("C1", "=1+1", None, 2)
    return out.getvalue()


def opened(content: bytes) -> Package:
    return Package(io.BytesIO(content), "a.xlsx")


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def changed(content: bytes) -> bytes:
    package = opened(content)
    edit(package, {package.sheets["登记"]: SheetEdit({2: {1: "new"}})})
    return saved(package)


def with_member(content: bytes, name: str, text: bytes = b"") -> bytes:
    out = io.BytesIO(content)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as package:
        warnings.simplefilter("ignore")  # a name that stands twice is what is wanted here
        package.writestr(name, text)
    return out.getvalue()


def test_nothing_changed_gives_the_same_file() -> None:
    content = workbook()
    assert saved(opened(content)) == content


def test_every_other_member_is_copied_byte_for_byte_and_in_order() -> None:
    content = workbook()
    after = changed(content)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert old.namelist() == new.namelist()
        differ = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert differ == ["xl/worksheets/sheet1.xml"]
        assert [info.date_time for info in old.infolist()] == [info.date_time for info in new.infolist()]
        for info in old.infolist():
            there = new.getinfo(info.filename)
            if info.filename not in differ:
                assert record(content, info) == record(after, there)


def record(content: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset
    length = 30 + sum(struct.unpack_from("<HH", content, start + 26)) + info.compress_size
    return content[start : start + length]


def test_the_same_change_gives_the_same_bytes() -> None:
    assert changed(workbook()) == changed(workbook())


def test_members_with_data_descriptors_and_comments_survive(tmp_path: Path) -> None:
    path = tmp_path / "streamed.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, path.open("wb") as file:
        pipe = Pipe(file)
        with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
            new.comment = "说明".encode()
            for name in old.namelist():
                new.writestr(name, old.read(name))
    after = changed(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.comment == "说明".encode()
        assert b"new" in new.read("xl/worksheets/sheet1.xml")


class Pipe(io.RawIOBase):
    """A file that can only be written from start to end, which makes zipfile put sizes behind each member."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self.file = file

    def writable(self) -> bool:
        """Tell zipfile that it may write."""
        return True

    def write(self, block: bytes) -> int:  # type: ignore[override]
        """Pass the bytes on."""
        return self.file.write(block)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no sound Excel workbook"),
        (b"PK\3\4 no zip at all", "no sound Excel workbook"),
        (with_member(workbook(), "xl/worksheets/sheet1.xml"), "twice"),
        (with_member(workbook(), "XL/worksheets/Sheet1.xml"), "twice"),
        (with_member(workbook(), "_xmlsignatures/sig1.xml"), "signed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted or of the old"),
        (workbook()[:-30], "no sound Excel workbook"),
    ],
)
def test_an_unsound_file_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises((UneditableError, UnreadableFileError), match=reason) as caught:
        opened(content)
    assert caught.value.words.zh


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(UnreadableFileError, match="no Excel workbook"):
        opened(out.getvalue())


def test_an_encrypted_workbook_is_refused() -> None:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt("secret", out)
    with pytest.raises(UneditableError, match="encrypted"):
        opened(out.getvalue())


def test_a_damaged_member_that_must_change_is_refused() -> None:
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    content[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    with pytest.raises(UneditableError, match="damaged"):
        changed(bytes(content))


def test_sheets_are_found_under_any_name_and_slash() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("xl/worksheets/sheet1.xml", "XL\\Worksheets\\Sheet1.XML"), old.read(name))
    after = changed(out.getvalue())
    assert "登记" in opened(after).sheets
