"""What the tests of the catalogue of bad inputs share: a small kind with every type of column, and what check tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reqsheets.app.pipeline import run
from reqsheets.domain.checking.validate import validate
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec, Option, Reference, SheetSpec, WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.layout import a1

TODAY = date(2024, 6, 1)
TITLE = "需求登记"
COLUMNS = (
    ColumnSpec(
        "number", "需求编号", "id", example="XY2024001", meaning="number", required="always", pattern="XY[0-9]{7}"
    ),
    ColumnSpec("customer", "客户名称", "text", required="always"),
    ColumnSpec("code", "客户编码", "id", example="000012", pattern="[0-9]{6}"),
    ColumnSpec("text", "需求描述", "long", aliases=("问题描述",)),
    ColumnSpec("received", "提出时间", "date"),
    ColumnSpec("affected", "满意度", "int", minimum=1, maximum=5),
    ColumnSpec("status", "需求状态", "enum", options="需求状态"),
    ColumnSpec("core", "核心业务", "bool"),
    ColumnSpec("owner", "负责人", "ref", refers=Reference("people", "name")),
    ColumnSpec("identity", "证件号", "text"),
)
NEEDS = SheetSpec("needs", TITLE, "register", "needs", COLUMNS, key=("number",))
PEOPLE = SheetSpec("people", "人员", "settings", "people", (ColumnSpec("name", "姓名", "text"),), key=("name",))
STATUSES = tuple(Option("需求状态", value) for value in ("新建", "处理中", "已关闭"))
ALONE = replace(NEEDS, columns=tuple(replace(column, refers=None) for column in COLUMNS))  # refers to no other sheet
KIND = WorkbookSpec("catalogue", Words("登记", "Register"), "1", (ALONE,), STATUSES)
TWO_SHEETS = WorkbookSpec("two", Words("登记", "Register"), "1", (NEEDS, PEOPLE), STATUSES)
HEADER = tuple(column.title for column in COLUMNS)
GOOD: dict[str, Value] = {"number": "XY2024001", "customer": "某科技有限公司"}
Drawn = Callable[[Worksheet, Callable[[str], Format]], None]


def drawn(path: Path, draw: Drawn, title: str = TITLE) -> Path:
    """Write one sheet; `draw` is given the sheet and a function from number format to format."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(title)
        draw(sheet, lambda number_format: book.add_format({"num_format": number_format}))
    return path


def with_row(path: Path, **cells: Value) -> Path:
    """Write a sheet with the header in row 1 and one record in row 2."""

    def draw(sheet: Worksheet, form: Callable[[str], Format]) -> None:
        sheet.write_row(0, 0, HEADER)
        put(sheet, 1, form, **cells)

    return drawn(path, draw)


def put(sheet: Worksheet, row: int, form: Callable[[str], Format], left: int = 0, **cells: Value) -> None:
    """Write a record into a row, counted from 0; texts stay texts."""
    for place, column in enumerate(COLUMNS):
        value = (GOOD | cells).get(column.name)
        match value:
            case str():
                sheet.write_string(row, left + place, value)
            case date():
                sheet.write_datetime(row, left + place, value, form("yyyy-mm-dd"))
            case bool():
                sheet.write_boolean(row, left + place, value)
            case int() | float():
                sheet.write_number(row, left + place, value)
            case _:
                pass


def checked(path: Path, kind: WorkbookSpec = KIND) -> Outcome:
    """Return what `check` finds."""
    return run(path, (validate,), TODAY, write=False, kinds=(kind,))


def found(path: Path, kind: WorkbookSpec = KIND) -> list[str]:
    """Return rule, level and address of each finding, by rule."""
    outcome = checked(path, kind)
    return sorted(f"{f.rule} {f.severity} {a1(outcome.layouts[f.at.sheet], f.at)}" for f in outcome.plan.findings)


def hints(path: Path, kind: WorkbookSpec = KIND) -> str:
    """Return what the findings say in Chinese, message and hint, one after the other."""
    return " ".join(f"{f.message.zh} {f.hint.zh}" for f in checked(path, kind).plan.findings)


def rows(path: Path, *records: Sequence[Value]) -> Path:
    """Write rows as they are from A1 on."""

    def draw(sheet: Worksheet, _: Callable[[str], Format]) -> None:
        for row, record in enumerate(records):
            for place, value in enumerate(record):
                if value is not None:
                    sheet.write(row, place, value)

    return drawn(path, draw)
