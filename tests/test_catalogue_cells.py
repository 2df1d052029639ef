"""The catalogue of bad inputs, cell by cell: `check` tells each by its rule, its level and its address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from catalogue import COLUMNS, KIND, TODAY, checked, drawn, found, hints, put, with_row
from catalogue import HEADER as TITLES
from reading import with_cells

from reqsheets.app.pipeline import run
from reqsheets.domain.checking.mend import mend
from reqsheets.model.plan import SetCell, Value
from reqsheets.xlsx.reading.layout import letters

# number in the catalogue, column, what stands there, what check tells of that cell ("" = nothing), words of the message
CELLS = [
    ("01", "received", "2024/3/1", "REQ204 warning", "2024-03-01"),
    ("01", "received", "2024.03.01", "REQ204 warning", "2024-03-01"),
    ("01", "received", "2024年3月1日", "REQ204 warning", "2024-03-01"),
    ("01", "received", "20240301", "REQ204 warning", "2024-03-01"),
    ("01", "received", "3月1日", "REQ204 warning", "年、月、日要写全"),
    ("01", "received", "24-3-1", "REQ204 warning", "如果指的是 2024-03-01"),
    ("01", "received", "2024-02-30", "REQ306 error", "没有这一天"),
    ("01", "received", "尽快", "REQ306 error", "应为日期"),
    ("01", "received", 45352, "REQ204 warning", "如果指的是 2024-03-01"),
    ("02", "affected", "3", "REQ203 error", "重新输入 3"),
    ("02", "affected", "３", "REQ203 error", "重新输入 3"),
    ("02", "affected", "3 ", "REQ203 error", "重新输入 3"),
    ("02", "affected", "③", "REQ304 error", "1、2、3、4 或 5"),
    ("02", "affected", "三", "REQ304 error", "1、2、3、4 或 5"),
    ("02", "affected", "3分", "REQ304 error", "1、2、3、4 或 5"),
    ("02", "affected", True, "REQ304 error", "1、2、3、4 或 5"),
    ("03", "number", "ＸＹ２０２４００１", "REQ202 warning", "XY2024001"),
    ("03", "number", "ХУ2024001", "REQ302 error", "第 1 个字“Х”看起来像、但不是英文字母 X"),
    ("03", "number", "XY2O24001", "REQ302 error", "第 4 个字“O”看起来像、但不是数字 0"),
    *(
        ("04", column, f"{value}{sign}", "REQ201 warning", "check --fix")
        for sign in (" ", "\u00a0", "\u200b", "\u3000", "\ufeff", "\u00ad", "\t", "\n")
        for column, value in (("number", "XY2024001"), ("status", "新建"), ("customer", "某公司"))
    ),
    ("15", "customer", "#REF!", "REQ205 error", "#REF!"),
    ("15", "received", "#N/A", "REQ205 error", "#N/A"),
    ("15", "affected", "#DIV/0!", "REQ205 error", "#DIV/0!"),
    ("19", "code", 12, "REQ203 error", "再输入 000012"),
    ("20", "identity", 110101199003071232, "REQ207 error", "丢失"),
    ("20", "identity", "1.10101E+17", "REQ207 error", "丢失"),
    ("20", "number", 110101199003071232, "REQ207 error", "丢失"),
    ("22", "received", 0, "REQ306 error", "没有这一天"),
    ("22", "received", 60, "REQ306 error", "没有这一天"),
    ("22", "received", -1, "REQ306 error", "没有这一天"),
    ("22", "received", 2958466, "REQ306 error", "没有这一天"),
    ("26", "text", '=cmd|" /c calc"!A1', "", ""),
    ("26", "text", "+1", "", ""),
    ("26", "text", "@SUM(A1)", "", ""),
    ("44", "core", "是", "", ""),
    ("44", "core", True, "", ""),
    ("44", "core", 1, "REQ303 warning", "请改成“是”"),
    ("47", "affected", 3.49, "REQ304 error", "四舍五入后的数"),
    ("50", "status", "新建、已关闭", "REQ303 error", "只能选一项"),
    ("+", "status", "N/A", "REQ303 error", "“N/A”"),
    ("+", "status", "NA", "REQ303 error", "“NA”"),
    ("+", "status", "null", "REQ303 error", "“null”"),
    ("+", "status", "None", "REQ303 error", "“None”"),
]


def address(name: str) -> str:
    return f"{letters([column.name for column in COLUMNS].index(name) + 1)}2"


@pytest.mark.parametrize(("entry", "column", "value", "told", "words"), CELLS, ids=repr)
def test_a_bad_cell_is_told_by_rule_level_and_address(
    tmp_path: Path, entry: str, column: str, value: Value, told: str, words: str
) -> None:
    path = tmp_path / f"{entry}.xlsx"
    if isinstance(value, str) and value.startswith("#"):
        with_row(path, **{column: "x"})
        with_cells(path, {address(column).encode(): f'<c r="{address(column)}" t="e"><v>{value}</v></c>'.encode()})
    else:
        with_row(path, **{column: value})
    assert found(path) == ([f"{told} {address(column)}"] if told else [])
    assert words in hints(path)


def mended(entry: str, value: Value) -> Value:
    """Return what `check --fix` makes of a cell of the catalogue, the same value where it leaves it alone."""
    match entry, value:
        case "01", "2024/3/1" | "2024.03.01" | "2024年3月1日" | "20240301":
            return date(2024, 3, 1)
        case "02", "3" | "３" | "3 ":
            return 3
        case "03", "ＸＹ２０２４００１":
            return "XY2024001"
        case "04", str(text):
            return text.strip("\ufeff\u00ad\u200b \u00a0\u3000\t\n")
        case "44", 1 if value is not True:
            return "是"
        case _:
            return value  # suggested at most


@pytest.mark.parametrize(("entry", "column", "value"), [cell[:3] for cell in CELLS], ids=repr)
def test_only_what_has_one_meaning_is_mended(tmp_path: Path, entry: str, column: str, value: Value) -> None:
    path = with_row(tmp_path / f"{entry}.xlsx", **{column: value})
    plan = run(path, (mend,), TODAY, write=False, kinds=(KIND,)).plan
    right = mended(entry, value)
    wanted = [] if right == value and type(right) is type(value) else [(address(column), right)]
    assert [(address(c.at.column), c.new) for c in plan.changes if isinstance(c, SetCell)] == wanted
    assert len(plan.changes) == len(wanted)


@pytest.mark.parametrize("number", [0, 60, -1, 2958466])
def test_a_serial_that_is_no_day_is_impossible_in_a_date_format_too(tmp_path: Path, number: int) -> None:
    def draw(sheet, form) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        sheet.write_row(0, 0, TITLES)
        put(sheet, 1, form)
        sheet.write_number(1, 4, number, form("yyyy-mm-dd"))

    path = drawn(tmp_path / "22.xlsx", draw)
    assert found(path) == ["REQ306 error E2"]


def test_a_formula_without_its_value_is_told(tmp_path: Path) -> None:
    path = with_row(tmp_path / "16.xlsx", customer="x", text="y")
    formula = b'<c r="B2"><f>A1</f></c>'
    link = b'<c r="D2"><f>[1]Sheet1!A1</f></c>'  # 52: of another workbook
    with_cells(path, {b"B2": formula, b"D2": link})
    assert found(path) == ["REQ206 error B2", "REQ206 error D2"]
    assert "打开文件" in hints(path)


def test_a_text_longer_than_a_cell_keeps_is_told_and_cut_in_the_report(tmp_path: Path) -> None:
    path = with_row(tmp_path / "23.xlsx", text="y")
    with_cells(path, {b"D2": b'<c r="D2" t="inlineStr"><is><t>' + b"x" * 40_000 + b"</t></is></c>"})
    assert found(path) == ["REQ208 error D2"]
    assert len(hints(path)) < 300


@pytest.mark.parametrize("sign", [b"\x01", b"_x000D_", b"_x0007_"])
def test_control_characters_are_read_and_told(tmp_path: Path, sign: bytes) -> None:
    path = with_row(tmp_path / "24.xlsx", text="y")
    with_cells(path, {b"D2": b'<c r="D2" t="inlineStr"><is><t>a' + sign + b"b</t></is></c>"})
    assert found(path) == ["REQ209 warning D2"]


def test_a_row_with_ten_faults_tells_all_of_them(tmp_path: Path) -> None:
    path = with_row(
        tmp_path / "all.xlsx", number="x", customer="a ", received="月底", affected=9, status="好", core="也许"
    )
    assert len(checked(path).plan.findings) == 6


@pytest.mark.parametrize("again", ["XY2024001 ", "ＸＹ２０２４００１", "XY2024001\u200b"])
def test_a_number_that_differs_by_what_nobody_sees_stands_twice(tmp_path: Path, again: str) -> None:
    def draw(sheet, form) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        sheet.write_row(0, 0, TITLES)
        put(sheet, 1, form)
        put(sheet, 2, form, number=again)

    path = drawn(tmp_path / "04.xlsx", draw)
    assert {"REQ501 error A2", "REQ501 error A3"} <= set(found(path))
    assert "与第 2 行重复" in hints(path)
