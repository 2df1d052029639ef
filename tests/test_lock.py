from __future__ import annotations

from pathlib import Path

import pytest

from reqsheets.store.office_lock_files import in_use_by


def excel_lock(name: str, ansi: bytes) -> bytes:
    """Lay out 165 bytes as Excel does: length and ANSI name padded by blanks, then both again in UTF-16."""
    wide = name.encode("utf-16-le")
    start = bytes([len(ansi)]) + ansi.ljust(54, b" ")
    return start + bytes([len(name), 0]) + wide + b" \x00" * ((108 - len(wide)) // 2)


CASES = {
    "excel, a Chinese name": ("~$register.xlsx", excel_lock("张三", "张三".encode("gbk")), "张三"),
    "excel, a short lock name": ("~$gister.xlsx", excel_lock("Li Si", b"Li Si"), "Li Si"),
    "an old excel without utf-16": ("~$register.xlsx", b"\x04" + "王五".encode("gbk") + bytes(49), "王五"),
    "excel, nothing told": ("~$register.xlsx", b"", ""),
    "wps": (".~register.xlsx", excel_lock("赵六", "赵六".encode("gbk")), "赵六"),
    "libreoffice": (".~lock.register.xlsx#", "钱七,zhang,pc,01.03.2024 09:00,file:///home;".encode(), "钱七"),
    "libreoffice, account only": (".~lock.register.xlsx#", b",zhang,pc,01.03.2024 09:00,file:///home;", "zhang"),
    "libreoffice, nothing told": (".~lock.register.xlsx#", b"", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_the_lock_file_beside_a_workbook_tells_who_has_it_open(tmp_path: Path, case: str) -> None:
    name, content, owner = CASES[case]
    workbook = tmp_path / "register.xlsx"
    assert in_use_by(workbook) is None
    (tmp_path / name).write_bytes(content)
    assert in_use_by(workbook) == owner


def test_the_lock_of_another_workbook_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "~$other.xlsx").write_bytes(excel_lock("张三", b"x"))
    assert in_use_by(tmp_path / "register.xlsx") is None


def test_a_folder_by_the_name_of_a_lock_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "~$register.xlsx").mkdir()
    assert in_use_by(tmp_path / "register.xlsx") is None
