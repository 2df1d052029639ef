"""Results of formulas that read a changed cell go; all others stay, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest
import xlsxwriter
from judging import differences

from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import Growth
from reqsheets.xlsx.patching.formula_text import filled_down, moved_to
from reqsheets.xlsx.patching.package_writer import Known, edit
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

PART = "xl/worksheets/sheet1.xml"
Sheets = Mapping[str, xlsxwriter.worksheet.Worksheet]


def made(formulas: Mapping[str, str], fill: Callable[[xlsxwriter.Workbook, Sheets], None] | None = None) -> bytes:
    """Return a workbook with 登记!A1:C3 filled and formulas at these places of 汇总, each with the result 7."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheets = {name: book.add_worksheet(name) for name in ("登记", "汇总")}
        for row in range(3):
            sheets["登记"].write_row(row, 0, [row, row * 2, f"x{row}"])
        for place, formula in formulas.items():
            sheets["汇总"].write_formula(place, formula, None, 7)
        if fill:
            fill(book, sheets)
    return out.getvalue()


def changed(content: bytes, wanted: SheetEdit, known: Mapping[str, Known] | None = None) -> bytes:
    package = Package(io.BytesIO(content), "a.xlsx")
    edit(package, {PART: wanted}, known)
    out = io.BytesIO()
    package.write(out)
    assert differences(content, out.getvalue(), PART, wanted) == []
    return out.getvalue()


def kept(content: bytes, part: str = "xl/worksheets/sheet2.xml") -> set[str]:
    """Return the places whose formula still shows a result."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return set(re.findall(r'<c r="([A-Z0-9]+)"[^>]*><f[^>]*>[^<]*</f><v>', package.read(part).decode()))


B2 = SheetEdit({2: {2: 99}})


def test_a_sheet_named_by_character_codes_is_read_too() -> None:
    content, out = made({"A1": "=登记!B2", "A2": "=登记!B3"}), io.BytesIO()
    codes = "".join(f"&#{ord(sign)};" for sign in "登记").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace("<f>登记!".encode(), b"<f>" + codes + b"!"))
    assert kept(changed(out.getvalue(), B2)) == {"A2"}


@pytest.mark.parametrize(
    ("formula", "goes"),
    [
        ("=登记!B2", True),
        ("=SUM(登记!$A:$C)", True),
        ("=SUM('登记'!1:2)", True),
        ("=登记!A2", False),
        ("=SUM(登记!B3:C9)", False),
        ('="登记!B2"', False),
        ("=B2", False),
        ("=OFFSET(登记!A1,1,1)", True),
        ('=INDIRECT("登记!B2")', True),
        ("=全部+1", True),
        ("=别处", False),
        ("=TODAY()", False),
        ("=SUM(表[数])", True),
        ("=SUM(表[号])", False),
        ("=ROWS(表)", True),
        ("=VLOOKUP(1,表[],2)", True),
    ],
)
def test_a_result_goes_only_where_the_formula_reads_the_changed_cell(formula: str, goes: bool) -> None:  # noqa: FBT001
    def fill(book: xlsxwriter.Workbook, sheets: Sheets) -> None:
        book.define_name("全部", "=登记!$A$1:$B$3")
        book.define_name("别处", "=登记!$C$1:$C$3")
        columns = [{"header": "号"}, {"header": "数"}, {"header": "文"}]
        sheets["登记"].add_table("A1:C3", {"columns": columns, "name": "表"})

    after = changed(made({"E1": formula}, fill), B2)
    assert kept(after) == (set() if goes else {"E1"})


def test_results_that_rest_on_stale_ones_go_too() -> None:
    content = made({"A1": "=A2*2", "A2": "=A3", "A3": "=登记!B2", "A4": "=A5", "A5": "=登记!C1", "B9": "=SUM(A1:A2)"})
    assert kept(changed(content, B2)) == {"A4", "A5"}


def test_added_rows_are_read_by_what_grows_with_them() -> None:
    def fill(_: object, sheets: Sheets) -> None:
        sheets["登记"].add_table("A1:B3", {"columns": [{"header": "号"}, {"header": "数"}], "name": "表"})

    content = made({"A1": "=SUM(表[数])", "A2": "=SUM(登记!B2:B3)"}, fill)
    wanted = SheetEdit({4: {1: 3, 2: 4}}, added=frozenset({4}), growth=Growth(2, 3, 4, 1, 2))
    assert kept(changed(content, wanted)) == {"A2"}


def test_added_rows_are_read_by_names_that_grow_with_them() -> None:
    def fill(book: xlsxwriter.Workbook, _: Sheets) -> None:
        book.define_name("全部", "=登记!$B$2:$B$3")
        book.define_name("第一条", "=登记!$B$2:$B$2")

    content = made({"A1": "=SUM(全部)", "A2": "=SUM(第一条)"}, fill)
    wanted = SheetEdit({4: {1: 3, 2: 4}}, added=frozenset({4}), growth=Growth(2, 3, 4, 1, 2))
    assert kept(changed(content, wanted)) == {"A2"}


def test_what_the_plan_itself_keeps_right_keeps_its_result() -> None:
    def fill(_: object, sheets: Sheets) -> None:
        sheets["登记"].write_formula("E2", "=B2*2", None, 4)
        sheets["登记"].write_formula("F2", "=B2*2", None, 4)
        sheets["登记"].write_formula("G2", "=B2*2", None, 4)

    wanted = SheetEdit({2: {2: 99, 6: 198}})
    after = changed(made({}, fill), wanted, {PART: Known(frozenset({5}), 1)})
    assert kept(after, PART) == {"E2", "F2"}


def test_all_that_an_array_formula_fills_goes() -> None:
    def fill(_: object, sheets: Sheets) -> None:
        sheets["汇总"].write_array_formula("A1:A3", "{=登记!B1:B3*2}", None, 1)
        sheets["汇总"].write_formula("B1", "=A3", None, 1)

    after = changed(made({}, fill), B2)
    with zipfile.ZipFile(io.BytesIO(after)) as package:
        assert "<v>" not in package.read("xl/worksheets/sheet2.xml").decode()


def test_a_second_edit_of_the_same_kind_finds_nothing_to_drop() -> None:
    once = changed(made({"A1": "=登记!B2"}), B2)
    assert changed(once, B2) == once


def test_formulas_are_copied_and_moved_as_excel_does() -> None:
    text = 'A1+$B$2+"A1"&甲!C3+LOG10(2)+表[[#This Row],[A1]]+A1B2'
    assert filled_down(text, 2, 1) == 'B3+$B$2+"A1"&甲!D5+LOG10(2)+表[[#This Row],[A1]]+A1B2'
    assert filled_down("A1", -1, 0) == "#REF!"
    assert moved_to("A5*2+$B5+SUM(C$2:C$90)+D$5+甲!A4", 5, 9) == "A9*2+$B9+SUM(C$2:C$90)+D$5+甲!A4"
    assert moved_to("A4+1", 5, 9) is None
