"""The sheet that checking is measured on: 25 columns, 28 kinds of errors, one row in a hundred has one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.kinds.housekeeping import FINDINGS, FINDINGS_SUMMARY
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec, Option, Reference, SheetSpec, When, WorkbookSpec

if TYPE_CHECKING:
    import pandas as pd

Told = set[tuple[int, str, str]]  # Excel's row, column, rule
TODAY = date(2024, 6, 30)
OPTIONS = ("甲", "乙", "丙", "丁")
LABELS = {option: (f"{option}一", f"{option}二") for option in OPTIONS}
CUSTOMERS = [f"KH{row:05d}" for row in range(2000)]
MODULES = [f"模块{row}" for row in range(40)]
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
CODE_FORM = f"[{CODE_SIGNS}]{{2}}[0-9]{{6}}[{CODE_SIGNS}]{{10}}"
NUMBER, CUSTOMER, MODULE = "number", "customer", "module"
LABEL, HOURS, START, FINISH, CODE, REASON = "label", "hours", "work_start", "work_finish", "code", "reason"
ENUMS = [ColumnSpec(f"enum{i}", f"选项{i}", "enum", required="always", options="选项") for i in range(4)]
INTS = [ColumnSpec(f"int{i}", f"整数{i}", "int", minimum=1, maximum=5) for i in range(4)]
DATES = [ColumnSpec(f"date{i}", f"日期{i}", "date", not_future=True) for i in range(2)]
BOOLS = [ColumnSpec(f"bool{i}", f"是否{i}", "bool") for i in range(2)]
TEXTS = [ColumnSpec(f"text{i}", f"文字{i}", "text", required="always", longest=40) for i in range(4)]
COLUMNS = (
    ColumnSpec(NUMBER, "编号", "id", example="XY2024001", required="always", pattern="XY[0-9]{9}"),
    ColumnSpec(CUSTOMER, "客户", "ref", refers=Reference("customers", "number")),
    ColumnSpec(MODULE, "模块", "ref", refers=Reference("modules", "number")),
    *ENUMS,
    ColumnSpec(LABEL, "子项", "enum", options="子项", parent="enum0"),
    *INTS,
    ColumnSpec(HOURS, "工时", "decimal", minimum=0, maximum=1000),
    ColumnSpec(START, "开工", "date"),
    ColumnSpec(FINISH, "完工", "date"),
    *DATES,
    *BOOLS,
    ColumnSpec(CODE, "信用代码", "text", form="credit_code"),
    *TEXTS,
    ColumnSpec(REASON, "原因", "text", required=When("enum3", ("丁",))),
)
KINDS = {column.name: column.type for column in COLUMNS}
SHEET = SheetSpec("needs", "登记", "register", "needs", COLUMNS, key=(NUMBER,))
LISTS = tuple(
    SheetSpec(name, title, "register", "detail", (ColumnSpec("number", "编号", "text"),), key=("number",))
    for name, title in (("customers", "客户表"), ("modules", "模块表"))
)
SPEC = WorkbookSpec(
    "bench",
    Words("", ""),
    "1",
    (SHEET, *LISTS, FINDINGS, FINDINGS_SUMMARY),
    tuple(
        Option(dictionary, value)
        for dictionary, values in (("选项", OPTIONS), *((f"子项/{upper}", labels) for upper, labels in LABELS.items()))
        for value in values
    ),
)
Fault = tuple[tuple[str, ...], str, Value]  # columns that may have it, rule, what stands there; {} is the row
FAULTS: tuple[Fault, ...] = (
    ((NUMBER,), "REQ302", "XY-{}"),
    ((NUMBER,), "REQ301", None),
    ((NUMBER,), "REQ201", "XY{:09d} "),
    ((NUMBER,), "REQ501", "XY{:09d}"),  # the number of the row above
    ((CUSTOMER,), "REQ601", "KH99999"),
    ((MODULE,), "REQ601", "模块甲"),
    (("enum1", "enum2", "enum3"), "REQ303", "戊"),
    (("enum2", "enum1", "enum3"), "REQ301", None),
    ((LABEL,), "REQ603", "戊一"),
    (("int0", "int1", "int2", "int3"), "REQ304", 9),
    (("int1", "int2", "int3", "int0"), "REQ203", "3"),
    (("int2", "int3", "int0", "int1"), "REQ304", "多"),
    ((HOURS,), "REQ304", 5000),
    ((HOURS,), "REQ304", "很多"),
    ((FINISH,), "REQ402", date(2020, 1, 1)),
    (("date0", "date1"), "REQ204", "2024/3/1"),
    (("date1", "date0", FINISH, START), "REQ306", "2024-02-30"),
    (("date0", "date1"), "REQ401", date(2030, 1, 1)),
    (("bool0", "bool1"), "REQ303", "也许"),
    ((CODE,), "REQ308", "91350100"),
    ((CODE,), "REQ307", "91350100M000100Y40"),
    (("text0", "text1", "text2", "text3"), "REQ301", None),
    (("text1", "text2", "text3", "text0"), "REQ305", "长" * 50),
    (("text2", "text3", "text0", "text1"), "REQ201", "有空白 "),
    (("text3", "text0", "text1", "text2"), "REQ209", "坏\x01字"),
    (("text0", "text1", "text2", "text3"), "REQ802", "电话 13800138000"),
    (("text1", "text2", "text3", "text0"), "REQ801", "证件 11010519491231002X"),
    ((REASON,), "REQ301", None),
)


def table(rows: int, *, spread: bool) -> tuple[pd.DataFrame, Told]:
    """Return the sheet, and (row, column, rule) of each error in it: one row in a hundred has one.

    An error of a kind falls in turn on each column that may have it where they are spread, else always on the first.
    """
    held: dict[str, list[Value]] = {column.name: [_good(column.name, row) for row in range(rows)] for column in COLUMNS}
    known: Told = set()
    for count, row in enumerate(range(7, rows, 100)):
        columns, rule, value = FAULTS[count % len(FAULTS)]
        column = columns[count // len(FAULTS) % len(columns) if spread else 0]
        shown = row - 1 if rule == "REQ501" else row
        held[column][row] = value.format(shown) if isinstance(value, str) else value
        known.add((row + 2, column, rule))
        if rule == "REQ501":  # told on both rows
            known.add((row + 1, column, rule))
    return frame_of(held, rows), known


def frame_of(held: dict[str, list[Value]], rows: int) -> pd.DataFrame:
    """Return a sheet as it is read: its rows stand below the header."""
    import pandas as pd  # not every peer loads it

    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in held.items()})
    frame.index = pd.RangeIndex(2, rows + 2)
    return frame


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write the workbook: the sheet, the two that it refers to, and two empty ones for findings."""
    import xlsxwriter

    listed = zip(LISTS, (CUSTOMERS, MODULES), strict=True)
    filled = {SHEET.name: frame} | {sheet.name: frame_of({"number": list(held)}, len(held)) for sheet, held in listed}
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for spec in SPEC.sheets:
            sheet = book.add_worksheet(spec.title)
            sheet.write_row(0, 0, [column.title for column in spec.columns])
            rows = filled[spec.name].itertuples(index=False) if spec.name in filled else ()
            for row, cells in enumerate(rows, 1):
                sheet.write_row(row, 0, cells)


def _good(name: str, row: int) -> Value:
    return GOOD.get(name.rstrip("0123456789"), lambda row: f"第 {row} 条记录的文字")(row)


def credit_code(row: int) -> str:
    """Return a code with its check sign."""
    body = f"91350100M{row:08d}"
    return body + CODE_SIGNS[-sum(CODE_SIGNS.index(sign) * pow(3, i, 31) for i, sign in enumerate(body)) % 31]


GOOD: dict[str, Callable[[int], Value]] = {  # by the column's name
    "number": lambda row: f"XY{row:09d}",
    "customer": lambda row: CUSTOMERS[row % len(CUSTOMERS)],
    "module": lambda row: MODULES[row % len(MODULES)],
    "enum": lambda row: OPTIONS[row % 4],
    "label": lambda row: LABELS[OPTIONS[row % 4]][row % 2],
    "int": lambda row: row % 5 + 1,
    "hours": lambda row: row % 700 + 0.5,
    "work_start": lambda row: TODAY - timedelta(row % 900 + 10),
    "work_finish": lambda row: TODAY - timedelta(row % 900),
    "date": lambda row: TODAY - timedelta(row % 900),
    "bool": lambda row: "是" if row % 2 else "否",
    "code": credit_code,
    "reason": lambda row: "已说明" if OPTIONS[row % 4] == "丁" else None,
}
