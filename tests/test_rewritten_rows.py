"""Rows of a block that move: all that people put on them goes along, and formulas still read what they read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from reqsheets.model.errors import UneditableError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.sheet_edit import Rewrite, SheetEdit

PART = "xl/worksheets/sheet1.xml"
Fill = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]
OLD = {2: ("甲", 20), 3: ("乙", 30), 4: ("丙", 40)}


def made(fill: Fill) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("跟踪")
        sheet.write_row("A1", ["编号", "数"])
        for row, values in OLD.items():
            sheet.write_row(row - 1, 0, values)
        fill(book, sheet)
    return out.getvalue()


def reordered(content: bytes, *order: int, columns: int = 2, shown: tuple[object, ...] = ()) -> bytes:
    """Put the rows that stand at these numbers there from row 2 on; 0 is a new row."""
    old = {row: (*values, *(shown[row - 2 : row - 1] * (columns - 2))) for row, values in OLD.items()}
    new = {number: old[at] if at else ("新", 1, *[None] * (columns - 2)) for number, at in enumerate(order, 2)}
    came_from = {number: at for number, at in enumerate(order, 2) if at}
    rewrite = Rewrite(tuple(range(1, columns + 1)), old, new, came_from)  # type: ignore[arg-type]
    return edited(content, SheetEdit(rewrite=rewrite, first_row=2))


def edited(content: bytes, wanted: SheetEdit) -> bytes:
    package = Package(io.BytesIO(content), "a.xlsx")
    edit(package, {package.sheets["跟踪"]: wanted})
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def xml(content: bytes, part: str = PART) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(part).decode()


def formulas(content: bytes) -> dict[str, str]:
    return dict(re.findall(r'<c r="(C\d+)"[^>]*>(<f.*?)</c>', xml(content)))


def test_a_formula_goes_along_and_reads_its_own_row() -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, (_, number) in OLD.items():
            sheet.write_formula(f"C{row}", f'=B{row}*2+SUM($B$2:$B$4)*0+LEN("B{row}")*0', None, number * 2)

    after = reordered(made(fill), 4, 0, 2, columns=3, shown=(40, 60, 80))
    assert {place: re.sub(r"\+.*?</f>", "</f>", text) for place, text in formulas(after).items()} == {
        "C2": "<f>B2*2</f>",  # it sums what changed, so its result goes
        "C4": "<f>B4*2</f>",
    }
    assert 'LEN("B4")' in formulas(after)["C2"]
    assert 'fullCalcOnLoad="1"' in xml(after, "xl/workbook.xml")


def test_a_result_stays_where_all_that_it_reads_goes_along() -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, (_, number) in OLD.items():
            sheet.write_formula(f"C{row}", f"=B{row}*2", None, number * 2)

    after = reordered(made(fill), 4, 2, 3, columns=3, shown=(40, 60, 80))
    assert formulas(after) == {
        "C2": "<f>B2*2</f><v>80</v>",
        "C3": "<f>B3*2</f><v>40</v>",
        "C4": "<f>B4*2</f><v>60</v>",
    }


def test_a_shared_formula_is_written_out() -> None:
    content = made(lambda _, sheet: sheet.write_row("C2", [1]) or sheet.write_row("C3", [1]) or sheet.write("C4", 1))
    shared = '<f t="shared" ref="C2:C4" si="0">B2*2</f>', '<f t="shared" si="0"/>', '<f t="shared" si="0"/>'
    text = xml(content)
    for row, formula in enumerate(shared, 2):
        text = text.replace(f'<c r="C{row}"><v>1</v>', f'<c r="C{row}">{formula}<v>{row}</v>')
    after = reordered(with_part(content, PART, text), 2, 4, 3, columns=3, shown=(2, 3, 4))
    assert formulas(after) == {
        "C2": "<f>B2*2</f><v>2</v>",
        "C3": "<f>B3*2</f><v>4</v>",
        "C4": "<f>B4*2</f><v>3</v>",
    }


def test_a_formula_that_reads_the_row_above_is_refused_with_its_place() -> None:
    content = made(lambda _, sheet: sheet.write_formula("C4", "=B3+1", None, 31))
    with pytest.raises(UneditableError, match="C4: its formula reads another row") as caught:
        reordered(content, 4, 2, 3, columns=3, shown=(None, None, 31))
    assert "C4" in caught.value.words.zh


def test_heights_hidden_rows_and_colours_go_along() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.set_row(2, 60)
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.write("A3", "乙", book.add_format({"bg_color": "#FFFF00"}))

    after = reordered(made(fill), 0, 4, 3, 2)
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [None, None, 60, None]
    assert [sheet.row_dimensions[row].hidden for row in (2, 3, 4, 5)] == [False, True, False, False]
    shorter = openpyxl.load_workbook(io.BytesIO(reordered(made(fill), 3))).active
    assert shorter["A2"].fill.fgColor.rgb == "FFFFFF00"
    assert shorter["A3"].fill.fgColor.rgb != "FFFFFF00"
    assert [shorter.row_dimensions[row].hidden for row in (2, 3, 4)] == [False, False, False]
    assert shorter.row_dimensions[2].height == 60
    assert shorter.row_dimensions[3].height is None


def test_formats_inside_a_text_go_along() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_rich_string("A3", book.add_format({"bold": True}), "乙", " ")

    old = {2: ("甲", 20), 3: ("乙 ", 30), 4: ("丙", 40)}
    rewrite = Rewrite((1, 2), old, {2: old[3], 3: old[2], 4: old[4]}, {2: 3, 3: 2, 4: 4})
    after = edited(made(fill), SheetEdit(rewrite=rewrite, first_row=2))
    cell = openpyxl.load_workbook(io.BytesIO(after), rich_text=True).active["A2"]
    assert [str(part) for part in cell.value] == ["乙", " "]


def test_comments_links_and_pictures_go_along() -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_comment("B3", "客户催过")
        sheet.write_comment("B1", "表头")
        sheet.write_comment("B4", "要走的行")
        sheet.write_url("A3", "https://example.com/3", string="乙")
        sheet.insert_image("B3", "x.png", {"image_data": io.BytesIO(PNG)})

    after = reordered(made(fill), 0, 2, 3)
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment} == {
        "B1": "表头",
        "B4": "客户催过",
    }
    assert sheet["A4"].hyperlink.target == "https://example.com/3"
    assert sheet["A3"].hyperlink is None
    assert re.findall("<xdr:from>.*?<xdr:row>([0-9]+)</xdr:row>", xml(after, "xl/drawings/drawing1.xml")) == ["3"]
    boxes = xml(after, "xl/drawings/vmlDrawing1.vml")
    assert re.findall("<x:Row>([0-9]+)</x:Row>", boxes) == ["0", "3"]


def with_part(content: bytes, part: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return out.getvalue()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)
