"""The catalogue of bad inputs: packages that are odd, in use, protected, or no workbook at all; `check` end to end."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from catalogue import HEADER, KIND, PEOPLE, TITLE, TWO_SHEETS, checked, found, put, rows, with_row
from command_line import ran, ran_python, register, snapshot
from msoffcrypto.format.ooxml import OOXMLFile
from reading import SHEET_PART, edited, with_cells

from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.xlsx.reading.read import read

FIRST = ("XY2024001", "甲公司")
BAD = ("XY2024003", "丙公司", None, None, None, 9)
WRONG = {"number": "XY2024001", "channel": "乱", "text": "导出慢", "recorder": "张三"}
DAY = ("--today", "2024-04-01")
DAY_OF_MARCH = date(2024, 3, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return rows(tmp_path / "登记.xlsx", HEADER, FIRST, BAD)


def parts(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write the package anew, each part changed or, with None, left out."""
    with zipfile.ZipFile(path) as old:
        held = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in held.items():
            if content is not None:
                new.writestr(name, content)


MAIN = b"http://schemas.openxmlformats.org/"
STRICT = b"http://purl.oclc.org/ooxml/"


def strict(_: str, part: bytes) -> bytes:
    return part.replace(MAIN + b"spreadsheetml/2006/main", STRICT + b"spreadsheetml/main").replace(
        MAIN + b"officeDocument/2006/relationships", STRICT + b"officeDocument/relationships"
    )


def without_references(name: str, part: bytes) -> bytes:
    return re.sub(rb'<c r="[A-Z]+[0-9]+"', b"<c", part) if name == SHEET_PART else part


def without_styles(name: str, part: bytes) -> bytes | None:
    if name == "xl/styles.xml":
        return None
    return re.sub(rb'<(?:Override|Relationship) [^>]*styles\.xml"[^>]*/>', b"", part)


def wrong_style(name: str, part: bytes) -> bytes:
    return part.replace(b'<c r="F3"', b'<c r="F3" s="4711"') if name == SHEET_PART else part


def wrong_filter(name: str, part: bytes) -> bytes:
    return part.replace(b"</sheetData>", b'</sheetData><autoFilter ref="A1:"/>') if name == SHEET_PART else part


@pytest.mark.parametrize(
    "odd",
    [strict, without_references, wrong_style, without_styles, wrong_filter],
    ids=["48 strict", "49 without references", "53 style", "54 no styles", "55 filter"],
)
def test_48_to_55_an_odd_package_is_read_as_any_other(path: Path, odd: Callable[[str, bytes], bytes | None]) -> None:
    rows(path, HEADER, FIRST, ("XY2024003", "丙公司", "000012", "慢", "月底", 9))  # without gaps
    parts(path, odd)
    assert found(path) == ["REQ304 error F3", "REQ306 error E3"]


def test_45_and_46_rich_text_is_joined_and_a_reading_aid_is_no_text(path: Path) -> None:
    rich = "<is><r><t>甲</t></r><r><t>公司</t></r><rPh sb='0' eb='1'><t>jia</t></rPh></is>"
    with_cells(path, {b"B2": f'<c r="B2" t="inlineStr">{rich}</c>'.encode()})
    assert checked(path).spec is KIND
    assert read(path, (KIND,)).frames["needs"]["customer"].tolist() == ["甲公司", "丙公司"]


def test_38_a_picture_inside_a_cell_reads_as_a_picture(path: Path) -> None:
    picture = '<c r="B2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    with_cells(path, {b"B2": picture.encode()})
    assert read(path, (KIND,)).frames["needs"]["customer"].tolist() == ["〔图片〕", "丙公司"]


def test_21_dates_of_the_1904_calendar_are_right(tmp_path: Path) -> None:
    path = tmp_path / "1904.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet(TITLE)
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, lambda form: book.add_format({"num_format": form}), received=DAY_OF_MARCH)
    assert found(path) == []
    assert read(path, (KIND,)).frames["needs"]["received"].tolist() == [DAY_OF_MARCH]


def test_59_a_chart_sheet_is_no_sheet_of_records(tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("别的").write_row(0, 0, ("日期", "收入"))
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=别的!$A$1:$B$1"})
        book.add_chartsheet(TITLE).set_chart(chart)
    told = ran("check", path.name, cwd=tmp_path)
    assert told.exit_code == 3
    assert "Traceback" not in told.err
    assert "chart.xlsx" in told.err


def test_59_a_chart_in_place_of_another_sheet_is_a_sheet_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(TITLE)
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, FIRST)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": f"={TITLE}!$F$1:$F$2"})
        book.add_chartsheet(PEOPLE.title).set_chart(chart)
    assert [(f.rule, f.severity) for f in checked(path, TWO_SHEETS).plan.findings] == [("REQ007", "warning")]


def test_27_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    register(tmp_path / "plain.xlsx", [WRONG])
    with (tmp_path / "plain.xlsx").open("rb") as plain, (tmp_path / "a.xlsx").open("wb") as locked:
        OOXMLFile(plain).encrypt("secret", locked)
    told = ran("check", "a.xlsx", cwd=tmp_path)
    assert (told.exit_code, "密码" in told.err, "REQ002" in told.err) == (3, True, True)


def test_28_a_protected_sheet_is_checked_and_marked(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [WRONG])
    sheet = "xl/worksheets/sheet3.xml"
    edited(path, lambda xml: xml.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>'), sheet)
    outcome = run(path, NIGHTLY, DAY_OF_MARCH, write=True, list_findings=True)
    assert outcome.written
    with zipfile.ZipFile(path) as archive:
        assert re.search(
            rb'<sheetProtection sheet="1"/>.*<conditionalFormatting.*reqsheets:', archive.read(sheet), re.DOTALL
        )


@pytest.mark.parametrize(
    ("lock", "content"),
    [
        (
            "~$a.xlsx",
            b"\x06"
            + "张三".encode("gb18030").ljust(54, b" ")
            + b"\x02\x00"
            + "张三".encode("utf-16-le")
            + b" \x00" * 9,
        ),
        (".~lock.a.xlsx#", ",张三,host,01.03.2024 09:00,file:///;".encode()),
    ],
)
def test_42_a_workbook_that_is_open_is_checked_and_says_who_has_it(tmp_path: Path, lock: str, content: bytes) -> None:
    path = register(tmp_path / "a.xlsx", [WRONG])
    (tmp_path / lock).write_bytes(content)
    before = snapshot(tmp_path)
    told = ran("check", "a.xlsx", *DAY, cwd=tmp_path)
    assert told.exit_code == 1
    assert "REQ303" in told.out
    assert "张三正打开着" in told.err
    assert snapshot(tmp_path) == before
    outcome = run(path, NIGHTLY, DAY_OF_MARCH, write=True, list_findings=True)
    assert outcome.error is not None
    assert "张三" in outcome.error.words.zh
    assert outcome.error.code == "REQ005"


def test_43_a_read_only_workbook_is_checked_and_its_findings_go_beside_it(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [WRONG])
    path.chmod(0o444)
    before = path.read_bytes()
    assert ran("check", "a.xlsx", *DAY, cwd=tmp_path).exit_code == 1
    told = ran("nightly", "a.xlsx", "--write", *DAY, cwd=tmp_path)
    assert told.exit_code == 3
    assert "请在文件属性里取消“只读”（REQ006）" in told.out
    assert path.read_bytes() == before
    assert "REQ303" in (tmp_path / "a.校验结果.txt").read_text("utf-8")


def test_30_a_bomb_of_gigabytes_is_refused_within_little_memory(tmp_path: Path) -> None:
    path = with_row(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.png", "w") as member:
        for _ in range(150):
            member.write(bytes(10 << 20))
    told = ran_python(
        "-c",
        "import sys\n"
        "try:\n"
        "    import resource\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))\n"
        "except ImportError:\n"
        "    pass\n"
        "from reqsheets.cli import main\n"
        "sys.exit(main(['check', 'bomb.xlsx']))",
        cwd=tmp_path,
    )
    assert (told.exit_code, "大得不合常理" in told.err, "REQ004" in told.err) == (3, True, True), told.err


@pytest.mark.parametrize(
    ("held", "form", "shown"),
    [
        (3.49, "0", "3"),
        (0.8, "0%", "80%"),
        (7.126, "0.00", "7.13"),
        (9, "General", ""),
        (9, "0", ""),
        (9.5, '0"分"', ""),
    ],
)
def test_47_a_number_is_told_as_it_is_and_as_it_shows(tmp_path: Path, held: float, form: str, shown: str) -> None:
    path = tmp_path / "47.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(TITLE)
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, lambda code: book.add_format({"num_format": code}))
        sheet.write_number(1, 5, held, book.add_format({"num_format": form}))
    (finding,) = checked(path).plan.findings
    assert f"{finding.rule} {finding.severity}" == "REQ304 error"
    assert f"是 {held:g}，应为 1 到 5 的整数" in finding.message.zh
    assert (f"显示的是 {shown}。" in finding.message.zh) == bool(shown)
    assert ("显示的是" in finding.message.zh) == bool(shown)
