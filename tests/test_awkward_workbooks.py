"""Workbooks that are hard to edit, made here for machines without the corpus: edited, judged, and opened again."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from corpus import Grid, block_edit, cells_edit, edited, grid, rows_edit
from judging import differences

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

pytestmark = pytest.mark.capability("D14")

PART = "xl/worksheets/sheet1.xml"
Sheet = xlsxwriter.worksheet.Worksheet
Fill = Callable[[xlsxwriter.Workbook, Sheet], None]
Parts = Mapping[str, bytes]
TYPES, BOOK, RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def made(fill: Fill, **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("登记")
        sheet.write_row("A1", ["编号", "数量", "说明"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"XY{row}", row, f"说明{row}"])
        fill(book, sheet)
    return out.getvalue()


def with_parts(content: bytes, change: Callable[[dict[str, bytes]], Parts]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = change({name: old.read(name) for name in old.namelist()})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def added(parts: dict[str, bytes], name: str, text: bytes, kind: str, holder: str = RELATIONS) -> Parts:
    """Return the parts with one more, which the workbook names; of a type that no program must know."""
    entry = f'<Relationship Id="rIdNew" Type="http://example.com/{kind}" Target="/{name}"/></Relationships>'
    default = b'<Default Extension="bin" ContentType="application/octet-stream"/><Override'
    types = parts[TYPES].replace(b"<Override", default, 1) if name.endswith(".bin") else parts[TYPES]
    return {
        **parts,
        TYPES: types,
        holder: parts[holder].replace(b"</Relationships>", entry.encode()),
        name: text,
    }


def prefixed(parts: dict[str, bytes]) -> Parts:
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts[PART].decode()).replace('xmlns="', 'xmlns:x="')
    return {**parts, PART: text.encode()}


def strict(parts: dict[str, bytes]) -> Parts:
    for old, new in STRICT:
        parts = {name: text.replace(old, new) for name, text in parts.items()}
    return parts


def without_styles(parts: dict[str, bytes]) -> Parts:
    lists = {name: re.sub(rb"<[^<]*styles\.xml[^<]*/>", b"", parts[name]) for name in (TYPES, RELATIONS)}
    return {name: lists.get(name, text) for name, text in parts.items() if name != "xl/styles.xml"}


def inline(parts: dict[str, bytes]) -> Parts:
    text = re.sub(rb't="s"><v>\d+</v>', b't="inlineStr"><is><t>\xe5\xad\x97</t></is>', parts[PART])
    return {**parts, PART: text}


def shared_formulas(parts: dict[str, bytes]) -> Parts:
    text = parts[PART]
    for row in range(2, 7):
        formula = b'<f t="shared" ref="E2:E6" si="0">B2*2</f>' if row == 2 else b'<f t="shared" si="0"/>'
        text = text.replace(b'<c r="E%d"><v>' % row, b'<c r="E%d">%b<v>' % (row, formula))
    return {**parts, PART: text}


def rich(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.write_rich_string("C3", book.add_format({"bold": True}), "要紧", "的说明")
    sheet.write_rich_string("C6", "平", book.add_format({"color": "red"}), "红")


def decorated(_: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.insert_textbox("F2", "文本框")
    sheet.write_comment("A2", "批注")
    sheet.insert_button("F9", {"caption": "按钮"})
    sheet.data_validation("B2:B6", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.write_url("A3", "https://example.com", string="XY2")


def extended(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.conditional_format("B2:B6", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("F6", {"range": "A6:C6"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=登记!$B$2:$B$6"})
    sheet.insert_chart("H2", chart)


def totals(_: xlsxwriter.Workbook, sheet: Sheet) -> None:
    columns = [
        {"header": "编号", "total_string": "合计"},
        {"header": "数量", "total_function": "sum"},
        {"header": "说明"},
    ]
    sheet.add_table("A1:C7", {"columns": columns, "total_row": True})


def calculated(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.write_array_formula("E1:E3", "{=B2:B4*2}", None, 2)
    sheet.write_dynamic_array_formula("G1:G2", "=SORT(B2:B3)", None, 1)
    book.add_worksheet("汇总").write_formula("A1", "=SUM(登记!B:B)", None, 15)


def plain(_: xlsxwriter.Workbook, __: Sheet) -> None:
    """Leave the sheet as it is."""


def numbers(_: xlsxwriter.Workbook, sheet: Sheet) -> None:
    for row in range(2, 7):
        sheet.write(f"E{row}", row)


AWKWARD: Mapping[str, Callable[[], bytes]] = {
    "prefixed namespaces": lambda: with_parts(made(plain), prefixed),
    "strict OOXML": lambda: with_parts(made(plain), strict),
    "inline strings": lambda: with_parts(made(plain), inline),
    "no styles": lambda: with_parts(made(plain), without_styles),
    "text box, comment, button, link": lambda: made(decorated),
    "sparkline, x14 format, chart": lambda: made(extended),
    "table with totals": lambda: made(totals),
    "array formulas": lambda: made(calculated),
    "shared formulas": lambda: with_parts(made(numbers), shared_formulas),
    "rich text": lambda: made(rich),
    "1904": lambda: made(plain, date_1904=True),
    "macros": lambda: with_parts(made(plain), lambda p: added(p, "xl/vbaProject.bin", b"\xcc\x61\x00", "vbaProject")),
    "WPS cell pictures": lambda: with_parts(
        made(plain), lambda p: added(p, "xl/cellimages.xml", b"<etc:cellImages xmlns:etc='u'/>", "cellImage")
    ),
    "custom XML": lambda: with_parts(made(plain), lambda p: added(p, "customXml/item1.xml", b"<a> </a>", "customXml")),
    "external link": lambda: with_parts(
        made(plain), lambda p: added(p, "xl/externalLinks/externalLink1.xml", b"<externalLink/>", "externalLink")
    ),
}
EDITS: tuple[Callable[[Grid], SheetEdit], ...] = (cells_edit, rows_edit, block_edit)


@pytest.mark.parametrize("make", EDITS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", AWKWARD)
def test_only_what_was_edited_differs(name: str, make: Callable[[Grid], SheetEdit]) -> None:
    content = AWKWARD[name]()
    wanted = make(grid(Package(io.BytesIO(content), name).read(PART)))
    try:
        after = edited(content, PART, wanted)
    except UneditableError as error:
        assert name in {"table with totals", "array formulas"}
        assert "登记" in error.words.zh  # noqa: PT017
        return
    assert differences(content, after, PART, wanted) == []
    assert edited(content, PART, wanted) == after


LOOKS_LIKE = ['=HYPERLINK("x")', "+1", "-1+2", "@a", "00012", "1-2", "123456789012345678", "2024-03-01", "1e5", "TRUE"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_text_that_looks_like_something_else_stays_text_in_libreoffice(tmp_path: Path) -> None:
    cells = {row: {1: text, 2: date(2024, 3, row)} for row, text in enumerate(LOOKS_LIKE, 1)}
    path = tmp_path / "text.xlsx"
    path.write_bytes(edited(made(plain), PART, SheetEdit(cells)))
    assert [row[0].data_type for row in openpyxl.load_workbook(path).active.iter_rows()][: len(cells)] == ["s"] * len(
        cells
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("xlsx", "csv"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), str(path)]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    with (tmp_path / "out" / "text.csv").open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == LOOKS_LIKE
    saved = openpyxl.load_workbook(tmp_path / "out" / "text.xlsx").active
    assert [(cell.data_type, cell.value) for (cell, *_) in saved.iter_rows(max_row=10)] == [
        ("s", t) for t in LOOKS_LIKE
    ]
