"""Cells and file names that would steer a terminal, break XML or be computed: each output makes them harmless."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from command_line import DAY, here, register
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reqsheets.xlsx.template.table_file import csv_text, xlsx_bytes

ESCAPES = "红\x1b[31m色\x1b]0;标题\x07\u202e倒"
STEERING = ("\x1b", "\x07", "\x0b", "\x9b", "\u202e", "\u2066", "\u200f")
SHEET = "客户需求信息登记表"
TEXT = "需求描述(具体问题/期望)"
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such file names")


def workbook(path: Path, text: str, customer: str = "甲") -> Path:
    """Return a register whose one text is written as Excel writes a forbidden character: _x001B_."""
    register(path, [{"number": "XY2024001", "status": "待处理", "received": date(2024, 3, 1)}])
    book = load_workbook(path)
    sheet = book[SHEET]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for title, told in ((TEXT, text), ("客户信息(姓名/行业/规模)", customer)):
        cell = sheet.cell(2, titles[title])
        cell.value = "".join(c if c.isprintable() or c == "\n" or ord(c) > 255 else f"_x{ord(c):04X}_" for c in told)
        cell.data_type = "s"
    book.save(path)
    return path


@pytest.mark.fault("S-12")
@pytest.mark.parametrize(
    "words", [("export",), ("export", "--json"), ("check",), ("check", "--json"), ("similar", "红")]
)
def test_no_escape_sequence_of_a_cell_reaches_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    path = workbook(tmp_path / "a.xlsx", ESCAPES, customer="\x1b[2J甲")
    command, *rest = words
    ran = here(capsys, command, str(path), *rest, "--today", DAY)
    assert "红" in ran.out or command == "check"
    assert [sign for sign in STEERING if sign in ran.out + ran.err] == []


@pytest.mark.fault("S-13")
def test_an_export_leaves_out_what_a_workbook_may_not_hold_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "a.xlsx", "一\x0b二\x00三\n四", customer="_x000B_")
    ran = here(capsys, "export", str(path), "--to", str(tmp_path / "crm.xlsx"), "--today", DAY)
    assert ran.exit_code == 0, ran.err
    assert "REQ470" in ran.err
    [_, row] = CalamineWorkbook.from_path(tmp_path / "crm.xlsx").get_sheet_by_name("导出").to_python()
    assert "一二三\n四" in row


@pytest.mark.fault("S-13")
def test_seven_signs_that_look_like_a_forbidden_character_stay_seven_signs() -> None:
    content = xlsx_bytes(("_x000D_",), [("_x000B_",), ("_x005F_x000B_",), ("a\x0bb\ufffe",)])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [["_x000D_"], ["_x000B_"], ["_x005F_x000B_"], ["ab"]]


@pytest.mark.fault("S-16")
@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("blanks", ["", " ", "\u3000", "\u00a0"])
def test_text_that_a_spreadsheet_would_compute_stands_behind_an_apostrophe(first: str, blanks: str) -> None:
    [_, [cell]] = csv.reader(io.StringIO(csv_text(("标题",), [(f"{blanks}{first}1+1",)])))
    assert cell.startswith("'")


def test_a_negative_number_and_plain_text_have_no_apostrophe() -> None:
    [titles, row] = csv.reader(io.StringIO(csv_text(("=1",), [(-5,)])))
    assert titles == ["'=1"]
    assert row == ["-5"]
    assert csv_text(("a",), [("甲=乙",)]) == "a\n甲=乙\n"


@on_posix
@pytest.mark.fault("S-12")
@pytest.mark.parametrize("form", ["text", "json", "html", "junit", "sarif", "github"])
def test_a_file_name_with_an_escape_sequence_harms_no_form_of_the_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    good = workbook(tmp_path / "a\x1b[31m\u202e::error b%0A.xlsx", ESCAPES)
    bad = tmp_path / "c\x1b[2J.xlsx"
    bad.write_bytes(b"no workbook")
    ran = here(capsys, "check", str(good), str(bad), "--format", form, "--today", DAY)
    assert ran.exit_code == 3
    assert [sign for sign in STEERING if sign in ran.out + ran.err] == []
    match form:
        case "json":
            assert {one["file"] for one in json.loads(ran.out)} == {str(good)}
        case "junit":
            names = [suite.get("name") for suite in ET.fromstring(ran.out)]  # noqa: S314 (ours)
            assert len(names) == 2
        case "github":
            assert all(
                line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in ran.out.splitlines()
            )
        case _:
            assert ran.out


@on_posix
@pytest.mark.fault("S-12")
def test_a_file_name_with_an_escape_sequence_harms_no_report_of_the_night(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "a\x1b[31m\u202e.xlsx", ESCAPES)
    ran = here(capsys, "nightly", str(path), "--report", str(tmp_path / "out"), "--today", DAY)
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    texts = {file.relative_to(tmp_path / "out").as_posix(): file.read_text("utf-8") for file in files}
    assert len([name for name in texts if "/" not in name]) == 6
    assert [(name, sign) for name, text in texts.items() for sign in STEERING if sign in text] == []
    assert [sign for sign in STEERING if sign in ran.out + ran.err] == []


@on_posix
def test_an_error_about_a_file_names_it_without_steering_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("history",), ("verify",), ("undo",), ("export",), ("why", "X"), ("rollover",), ("restore",)):
        command, *rest = words
        ran = here(capsys, command, str(tmp_path / "no\x1b[31m\u202e.xlsx"), *rest)
        assert [sign for sign in STEERING if sign in ran.out + ran.err] == [], command
