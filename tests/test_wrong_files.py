"""A wrong file gets one clear line and the right exit code; nothing is written, and no traceback is shown."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ran, register, snapshot
from openpyxl import Workbook

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how .xls files and encrypted workbooks begin


def not_a_workbook(path: Path) -> None:
    path.write_text("需求编号,需求描述\n", "utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    whole = register(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def damaged_inside(path: Path) -> None:
    whole = bytearray(register(path).read_bytes())
    whole[len(whole) // 3 : len(whole) // 3 + 200] = bytes(200)
    path.write_bytes(whole)


def encrypted(path: Path) -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(COMPOUND + bytes(504) + bytes(512) + name.ljust(128, b"\0") + bytes(3000))


def old_format(path: Path) -> None:
    path.write_bytes(
        COMPOUND + bytes(504) + bytes(512) + "Workbook".encode("utf-16-le").ljust(128, b"\0") + bytes(3000)
    )


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def unknown_kind(path: Path) -> None:
    workbook = Workbook()
    workbook["Sheet"].append(["日期", "收入", "支出"])
    workbook.save(path)


def no_sheet_at_all(path: Path) -> None:
    whole = register(path).read_bytes()
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist() if not name.startswith("xl/worksheets/")}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)


FILES: list[Callable[[Path], None]] = [
    not_a_workbook,
    empty,
    truncated,
    damaged_inside,
    encrypted,
    old_format,
    other_zip,
    unknown_kind,
    no_sheet_at_all,
]
LINES = [["score", "{}", "--write"], ["nightly", "{}", "--write", "--lang", "en"]]
QUOTED = re.compile("登记表.xlsx|'[^']+'")


@pytest.mark.parametrize("made", FILES, ids=lambda made: made.__name__)
def test_a_wrong_file_gets_one_line_and_exit_code_3(made: Callable[[Path], None], tmp_path: Path) -> None:
    made(tmp_path / "登记表.xlsx")
    before = snapshot(tmp_path)
    for words in LINES:
        told = ran(*(word.format("登记表.xlsx") for word in words), cwd=tmp_path)
        assert told.exit_code == 3, told
        assert "Traceback" not in told.out + told.err
        [line] = told.err.splitlines()
        assert "登记表.xlsx" in line
        assert ("en" in words) == QUOTED.sub("", line).isascii()
        assert snapshot(tmp_path) == before


@pytest.mark.parametrize("lock", ["~$登记表.xlsx", ".~登记表.xlsx", ".~lock.登记表.xlsx#"])
def test_a_lock_file_is_no_workbook(lock: str, tmp_path: Path) -> None:
    (tmp_path / lock).write_bytes(b"\x05zhang".ljust(165, b" "))
    before = snapshot(tmp_path)
    told = ran("check", lock, cwd=tmp_path)
    assert told.exit_code == 3, told
    assert len(told.err.splitlines()) == 1
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "words", [["check", "空"], ["nightly", "空", "--write"], ["nightly", "空/*.xlsx"]], ids=" ".join
)
def test_a_folder_without_workbooks_is_wrong_usage(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "空" / ".hidden").mkdir(parents=True)
    (tmp_path / "空" / "说明.txt").write_text("这里没有工作簿", "utf-8")
    register(tmp_path / "空" / ".hidden" / "a.xlsx")
    (tmp_path / "空" / "~$a.xlsx").write_bytes(b"lock")
    before = snapshot(tmp_path)
    told = ran(*words, cwd=tmp_path)
    assert told.exit_code == 2
    [line] = told.err.splitlines()
    assert "空" in line
    assert snapshot(tmp_path) == before


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    empty(tmp_path / "a.xlsx")
    register(tmp_path / "b.xlsx")
    told = ran("check", "a.xlsx", "b.xlsx", "c.xlsx", cwd=tmp_path)
    assert told.exit_code == 3
    assert "b.xlsx: 提示 1 处" in told.out
    assert [name in line for name, line in zip(("a.xlsx", "c.xlsx"), told.err.splitlines(), strict=True)] == [
        True,
        True,
    ]
