"""Workbooks made to harm their reader, and people who plant things in a folder; for the tests about hostile input."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook

NOBODY = 65534  # the account that owns nothing
REGISTER = "客户需求信息登记表"


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the members of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write a package of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def as_saved(path: Path) -> Path:
    """Have another program write what the workbook holds: its texts are shared, its sheets numbered in their order."""
    book = load_workbook(path)
    written = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": True})
    for sheet in book.worksheets:
        copy = written.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str | int | float | date):
                    copy.write(cell.row - 1, cell.column - 1, cell.value)
    written.close()
    return path


def stating(element: str, more: str) -> Callable[[str], str]:
    """Return what has an element state a count of its own."""
    name = more.partition("=")[0].strip()

    def change(text: str) -> str:
        def tag(found: re.Match[str]) -> str:
            return re.sub(rf'\s{name}="[^"]*"', "", found[0]).replace(f"<{element}", f"<{element} {more}", 1)

        return re.sub(rf"<{element}\b[^>]*>", tag, text, count=1)

    return change


def register_part(path: Path) -> str:
    """Return the part that holds the register of a workbook as openpyxl saves it."""
    book = load_workbook(path, read_only=True)
    number = book.sheetnames.index(REGISTER) + 1
    book.close()
    return f"xl/worksheets/sheet{number}.xml"


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a package."""
    parts = parts_of(path)
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before
    return packed(path, parts)


def as_somebody(do: Callable[[], None], user: int = NOBODY) -> None:
    """Do something in a process of another user's."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
            do()
            code = 0
        except BaseException as error:  # noqa: BLE001 (the child must end here)
            sys.stderr.write(f"{error!r}\n")
        os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def states(folder: Path) -> dict[str, tuple[int, int, int, bytes | str]]:
    """Return owner, group, rights and content of everything below a folder, links as what they say."""
    found: dict[str, tuple[int, int, int, bytes | str]] = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        content: bytes | str = ""
        if path.is_symlink():
            content = str(path.readlink())
        elif path.is_file():
            content = path.read_bytes()
        found[str(path.relative_to(folder))] = (state.st_uid, state.st_gid, state.st_mode, content)
    return found
