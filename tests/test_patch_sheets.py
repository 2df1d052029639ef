"""Edits of single sheets, whatever their XML looks like; read back by other libraries."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from judging import differences
from python_calamine import CalamineWorkbook

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Growth
from reqsheets.xlsx.patching.package_writer import edit
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

PART = "xl/worksheets/sheet1.xml"


def made(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None], **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("登记"))
    return out.getvalue()


def table(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    bold, framed = book.add_format({"bold": True}), book.add_format({"border": 1})
    sheet.write_row("A1", ["编号", "数量", "说明"], bold)
    for row in range(1, 4):
        sheet.write_row(row, 0, [f"XY{row}", row, f"说明{row}"], framed)


def edited(content: bytes, wanted: SheetEdit) -> bytes:
    package = Package(io.BytesIO(content), "a.xlsx")
    edit(package, {package.sheets["登记"]: wanted})
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def grown(**cells: Value) -> SheetEdit:
    """Add row 5 below the three rows of `table`."""
    return SheetEdit(
        {5: {1: "XY4", 2: 4, 3: None} | {"ABC".index(k) + 1: v for k, v in cells.items()}},
        first_row=2,
        added=frozenset({5}),
        growth=Growth(2, 4, 5, 1, 3),
    )


def xml(content: bytes, part: str = PART) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(part).decode()


def values(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def respelt(content: bytes, spell: Callable[[str], bytes]) -> bytes:
    """Return the package with its first sheet written another way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, spell(old.read(name).decode()) if name == PART else old.read(name))
    return out.getvalue()


def prefixed(text: str) -> bytes:
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
    return text.replace('xmlns="', 'xmlns:x="').encode()


def without_references(text: str) -> bytes:
    return re.sub(r'<(row|c) r="[A-Z0-9]+"', r"<\1", text).encode()


SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "prefixes": prefixed,
    "UTF-16": lambda text: text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    "no references": without_references,
    "comments": lambda text: text.replace("<row ", '<!-- <row r="2"></row> --><row ', 1).encode(),
    "single quotes": lambda text: text.replace('"', "'").encode(),
    "line breaks": lambda text: text.replace("<row ", "\n  <row ").replace("<c ", "\n    <c ").encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_any_spelling_of_xml_is_edited_and_kept(spelling: str) -> None:
    content = respelt(made(table), SPELLINGS[spelling])
    wanted = SheetEdit({2: {2: 7, 5: "neu"}, 4: {1: "=A1", 3: None}, 9: {1: True}})
    after = edited(content, wanted)
    assert differences(content, after, PART, wanted) == []
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.read(PART)[:60] == old.read(PART)[:60]


def test_text_stays_text_and_numbers_are_numbers() -> None:
    texts = ["=1+1", "0012", "1e5", "2024-03-01", " a ", "a\nb", "_x0041_", "a\r\nb", "\x01", "<&>'\"", "TRUE", "😀"]
    after = edited(made(table), SheetEdit({row: {5: text} for row, text in enumerate(texts, 1)}))
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert [sheet.cell(row, 5).data_type for row in range(1, len(texts) + 1)] == ["s"] * len(texts)
    assert [row[4] for row in values(after)] == texts


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_are_dates_in_either_calendar(from_1904: bool) -> None:  # noqa: FBT001
    moments = [date(2024, 3, 1), datetime(2024, 3, 1, 9, 30), time(9, 30), timedelta(hours=30), date(1904, 1, 2)]  # noqa: DTZ001
    content = made(table, date_1904=from_1904)
    after = edited(content, SheetEdit({row: {2: moment} for row, moment in enumerate(moments, 1)}))
    assert [row[1] for row in values(after)] == moments
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert sheet["B2"].border.left.style == "thin"
    assert sheet["B1"].font.bold


def test_a_date_style_is_appended_once_and_no_number_moves() -> None:
    content = made(table)
    after = edited(content, SheetEdit({row: {2: date(2024, 3, row)} for row in (2, 3, 4)}))
    old, new = (xml(text, "xl/styles.xml") for text in (content, after))
    assert new.count("<xf ") == old.count("<xf ") + 1
    before = re.search("<cellXfs.*?>(.*)</cellXfs>", old)[1]
    assert re.search("<cellXfs.*?>(.*)</cellXfs>", new)[1].startswith(before)
    assert f'cellXfs count="{before.count("<xf ") + 1}"' in new


def test_styles_are_made_for_a_workbook_that_has_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(table))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == PART:
                text = re.sub(rb' s="\d+"', b"", text)
            if name.endswith(("Types].xml", "workbook.xml.rels")):
                text = re.sub(rb"<[^<]*styles[^<]*/>", b"", text)
            if "styles" not in name:
                new.writestr(name, text)
    after = edited(out.getvalue(), SheetEdit({2: {2: date(2024, 3, 1)}}))
    assert values(after)[1][1] == date(2024, 3, 1)
    assert openpyxl.load_workbook(io.BytesIO(after)).active["B2"].value == datetime(2024, 3, 1)  # noqa: DTZ001


def test_a_formula_of_any_kind_stays_with_its_new_value() -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 4)

    after = edited(made(fill), SheetEdit({1: {1: "文本", 2: None}}))
    assert '<c r="A1" t="str"><f>1+1</f><v>文本</v></c>' in xml(after)
    assert '<c r="B1" t="str"><f t="array" ref="B1:B3">A1:A3*2</f><v></v></c>' in xml(after)


@pytest.mark.parametrize(("row", "reason"), [(2, "array formula B1:B3"), (6, "merged cells A5:B6"), (9, "32,767")])
def test_what_would_do_harm_is_refused_with_the_place(row: int, reason: str) -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 4)
        sheet.merge_range("A5:B6", "x")

    with pytest.raises(UneditableError, match=f"B{row}.*{reason}") as caught:
        edited(made(fill), SheetEdit({row: {2: "x" * (32768 if row == 9 else 1)}}))
    assert f"B{row}" in caught.value.words.zh


def test_the_first_cell_of_a_merged_range_may_change() -> None:
    content = made(lambda _, sheet: sheet.merge_range("A5:B6", "x"))
    assert values(edited(content, SheetEdit({5: {1: "y"}})))[4][0] == "y"


def test_a_new_row_looks_like_the_one_above_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(edited(made(table), grown()))).active
    assert [sheet.cell(5, column).border.left.style for column in (1, 2, 3)] == ["thin"] * 3
    assert not sheet.cell(5, 1).font.bold


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl drops sparklines, and says so
def test_everything_that_covered_the_last_row_grows_with_it() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        table(book, sheet)
        sheet.autofilter("A1:C4")
        sheet.print_area("A1:C4")
        sheet.data_validation("B2:B4", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.data_validation("G2:G4", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.data_validation("B2:B3", {"validate": "list", "source": ["a"]})
        sheet.conditional_format("A2:C4", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("F4", {"range": "A4:C4"})

    after = edited(made(fill), grown())
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert sheet.auto_filter.ref == "A1:C5"
    assert sheet.print_area == "'登记'!$A$1:$C$5"
    assert sorted(str(rule.sqref) for rule in sheet.data_validations.dataValidation) == ["B2:B3", "B2:B5", "G2:G4"]
    text = xml(after)
    assert '<conditionalFormatting sqref="A2:C5">' in text
    assert "<xm:sqref>A2:C5</xm:sqref>" in text
    assert "<xm:sqref>F4</xm:sqref>" in text
    assert '<dimension ref="A1:C5"/>' in text
    assert "_FilterDatabase" in xml(after, "xl/workbook.xml")
    assert "$A$1:$C$5</definedName>" in xml(after, "xl/workbook.xml")


def test_a_table_grows_with_its_rows() -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        columns = [{"header": "编号"}, {"header": "数量"}]
        sheet.add_table(0, 0, 3, 1, {"columns": columns, "data": [["a", 1]] * 3})

    after = edited(made(fill), SheetEdit({5: {1: "b"}}, growth=Growth(2, 4, 5, 1, 2)))
    assert re.findall('ref="([^"]*)"', xml(after, "xl/tables/table1.xml")) == ["A1:B5", "A1:B5"]


@pytest.mark.parametrize("below", [None, "A6", "A7", "A8", "D5"])
def test_a_row_of_totals_makes_room_unless_something_is_in_the_way(below: str | None) -> None:
    def fill(_: object, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        columns = [{"header": "编号", "total_string": "合计"}, {"header": "数量", "total_function": "sum"}]
        sheet.add_table(0, 0, 4, 1, {"columns": columns, "total_row": True, "data": [["a", 1]] * 3})
        if below:
            sheet.write(below, "x")

    new = {5: {1: "b", 2: 5}, 6: {1: "c", 2: 6}}
    wanted = SheetEdit(new, first_row=2, added=frozenset(new), growth=Growth(2, 4, 6, 1, 2))
    if below in {"A6", "A7", "D5"}:
        with pytest.raises(UneditableError, match="totals"):
            edited(made(fill), wanted)
        return
    after = edited(made(fill), wanted)
    assert re.findall('ref="([^"]*)"', xml(after, "xl/tables/table1.xml")) == ["A1:B7", "A1:B6"]
    rows = [row[:2] for row in values(after)]
    assert rows[:6] == [["编号", "数量"], *[["a", 1.0]] * 3, ["b", 5.0], ["c", 6.0]]
    assert rows[6][0] == "合计"
    assert re.search(r'<c r="B7"[^>]*><f>SUBTOTAL\(109,\[数量\]\)</f></c>', xml(after))
    assert 'fullCalcOnLoad="1"' in xml(after, "xl/workbook.xml")


@pytest.mark.parametrize(("formula", "told"), [("=1+1", True), (None, False)])
def test_formulas_we_do_not_know_are_calculated_on_opening(formula: str | None, told: bool) -> None:  # noqa: FBT001
    book = openpyxl.Workbook()
    book.active.title = "登记"
    book.create_sheet()["A1"] = formula
    book.calculation.fullCalcOnLoad = False
    out = io.BytesIO()
    book.save(out)
    after = edited(out.getvalue(), SheetEdit({1: {1: "x"}}))
    assert ('fullCalcOnLoad="1"' in xml(after, "xl/workbook.xml")) is told


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), min_size=1, max_size=20),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))


@given(st.dictionaries(PLACES, VALUES, max_size=25), st.dictionaries(PLACES, VALUES, min_size=1, max_size=15))
def test_random_edits_of_random_sheets_are_read_back_and_nothing_else_changes(
    before: dict[tuple[int, int], Value], changes: dict[tuple[int, int], Value]
) -> None:
    first = edited(made(lambda *_: None), SheetEdit(by_row(before)))
    wanted = SheetEdit(by_row(changes))
    after = edited(first, wanted)
    expected = {place: value for place, value in (before | changes).items() if value is not None}
    rows = values(after)
    held = {
        (row, column): value
        for row, cells in enumerate(rows, 1)
        for column, value in enumerate(cells, 1)
        if value not in ("", None)
    }
    assert {place: told(value) for place, value in held.items()} == {p: told(v) for p, v in expected.items()}


def by_row(cells: dict[tuple[int, int], Value]) -> dict[int, dict[int, Value]]:
    rows: dict[int, dict[int, Value]] = {}
    for (row, column), value in cells.items():
        rows.setdefault(row, {})[column] = value
    return rows


def told(value: object) -> tuple[type, object]:
    """Return a value with its type, numbers being of one type: True is not 1 here."""
    return (float, float(value)) if type(value) in (int, float) else (type(value), value)  # type: ignore[arg-type]
