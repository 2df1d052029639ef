"""Check 100,000 rows by 25 columns with 1,000 known errors, beside the same checks in bare pandas and pandera.

CPU seconds of this process, the best of three; reading the workbook is measured once.

python benchmarks/checking.py [ROWS]
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pandas as pd
import pandera.pandas as pa
import xlsxwriter

from reqsheets.excel.read import read
from reqsheets.frames import Frames
from reqsheets.operations.validate import validate
from reqsheets.plan import Value, Words
from reqsheets.spec import ColumnSpec, Option, SheetSpec, WorkbookSpec

TODAY = date(2024, 6, 30)
OPTIONS = ("甲", "乙", "丙", "丁")
IDS = [ColumnSpec("number", "编号", "id", example="XY2024001", required="always", pattern="XY[0-9]{9}")]
ENUMS = [ColumnSpec(f"enum{i}", f"选项{i}", "enum", required="always", options="选项") for i in range(6)]
INTS = [ColumnSpec(f"int{i}", f"整数{i}", "int", minimum=1, maximum=5) for i in range(6)]
DATES = [ColumnSpec(f"date{i}", f"日期{i}", "date", not_future=True) for i in range(4)]
BOOLS = [ColumnSpec(f"bool{i}", f"是否{i}", "bool") for i in range(3)]
TEXTS = [ColumnSpec(f"text{i}", f"文字{i}", "text", required="always", longest=40) for i in range(5)]
COLUMNS = (*IDS, *ENUMS, *INTS, *DATES, *BOOLS, *TEXTS)
SHEET = SheetSpec("needs", "登记", "register", "needs", COLUMNS, key=("number",))
SPEC = WorkbookSpec("bench", Words("", ""), "1", (SHEET,), tuple(Option("选项", value) for value in OPTIONS))
WRONG: dict[str, tuple[tuple[str, Value], ...]] = {  # what each kind of column has once in so many rows
    "id": (("REQ302", "XY-{}"), ("REQ301", None), ("REQ201", "XY{:09d} ")),
    "enum": (("REQ303", "戊"), ("REQ301", None)),
    "int": (("REQ304", 9), ("REQ203", "3"), ("REQ310", "多")),
    "date": (("REQ204", "2024/3/1"), ("REQ306", "2024-02-30"), ("REQ401", date(2030, 1, 1))),
    "bool": (("REQ303", "也许"),),
    "text": (("REQ301", None), ("REQ305", "长" * 50), ("REQ201", "有空白 "), ("REQ802", "电话 13800138000")),
}


def table(rows: int) -> tuple[pd.DataFrame, set[tuple[int, str, str]]]:
    """Return the sheet, and (row, column, rule) of each error in it: one row in a hundred has one."""
    held: dict[str, list[Value]] = {column.name: [_good(column, row) for row in range(rows)] for column in COLUMNS}
    faults = [(column, *fault) for column in COLUMNS for fault in WRONG[column.type]]
    known: set[tuple[int, str, str]] = set()
    for count, row in enumerate(range(7, rows, 100)):
        column, rule, value = faults[count % len(faults)]
        held[column.name][row] = value.format(row) if isinstance(value, str) else value
        known.add((row + 2, column.name, rule))
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in held.items()})
    frame.index = pd.RangeIndex(2, rows + 2)
    return frame, known


def _good(column: ColumnSpec, row: int) -> Value:
    match column.type:
        case "id":
            return f"XY{row:09d}"
        case "enum":
            return OPTIONS[row % 4]
        case "int":
            return row % 5 + 1
        case "date":
            return TODAY - timedelta(row % 900)
        case "bool":
            return "是" if row % 2 else "否"
        case _:
            return f"第 {row} 条记录的文字"


def ours(frame: pd.DataFrame) -> set[tuple[int, str, str]]:
    found = validate(SPEC, Frames({"needs": frame}, {"needs": 1}), TODAY).findings
    return {(finding.at.row, finding.at.column, finding.rule) for finding in found}


def bare(frame: pd.DataFrame) -> set[tuple[int, str, str]]:
    """Return what the same checks find with vectorised pandas alone, each mask turned into rows."""
    found: set[tuple[int, str, str]] = set()

    def add(column: str, rule: str, wrong: pd.Series) -> None:
        found.update((row, column, rule) for row in frame.index[wrong.to_numpy(bool)])

    for column in COLUMNS:
        name, held = column.name, frame[column.name]
        blank = held.isna()
        if column.type in ("id", "enum", "bool", "text"):
            text = held.astype("string")
            edges = (text.str.strip() != text).fillna(value=False)
            add(name, "REQ201", edges)
            add(name, "REQ209", text.str.contains("[\x00-\x08\x0b-\x1f]", regex=True).fillna(value=False))
            if column.required == "always":
                add(name, "REQ301", blank)
        if column.type == "id":
            add(name, "REQ302", ~blank & ~edges & ~text.str.fullmatch("XY[0-9]{9}").fillna(value=False))
            add(name, "REQ501", held.duplicated(keep=False) & ~blank)
        elif column.type == "enum":
            add(name, "REQ303", ~blank & ~held.isin(OPTIONS))
        elif column.type == "bool":
            add(name, "REQ303", ~blank & ~held.isin(("是", "否")))
        elif column.type == "text":
            add(name, "REQ305", text.str.len().gt(40).fillna(value=False))
            add(name, "REQ801", text.str.contains(r"[0-9]{17}[0-9X]", regex=True).fillna(value=False))
            add(name, "REQ802", text.str.contains("1[3-9][0-9]{9}", regex=True).fillna(value=False))
        elif column.type == "int":
            number = pd.to_numeric(held, errors="coerce")
            typed = held.map(type).eq(str)
            add(name, "REQ203", typed & number.notna())
            add(name, "REQ310", typed & number.isna())
            add(name, "REQ304", ~typed & ~number.between(1, 5) & ~blank)
        else:
            typed = held.map(type).eq(str)
            day = pd.to_datetime(held.where(~typed), errors="coerce")
            said = pd.to_datetime(held.where(typed).str.replace("/", "-"), errors="coerce")
            add(name, "REQ204", typed & said.notna())
            add(name, "REQ306", typed & said.isna())
            add(name, "REQ401", day.gt(pd.Timestamp(TODAY)).fillna(value=False))
    return found


def documented(frame: pd.DataFrame) -> int:
    """Pandera as its documentation shows: dtypes and coercion, lazy; returns how many of the failures have a row."""
    types = {"int": "Int64", "date": "datetime64[ns]"}
    schema = pa.DataFrameSchema(
        {
            column.name: pa.Column(
                types.get(column.type, str), _documented(column), nullable=column.required != "always", coerce=True
            )
            for column in COLUMNS
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return int(errors.failure_cases["index"].dropna().nunique())
    return 0


def _documented(column: ColumnSpec) -> list[pa.Check]:
    match column.type:
        case "id":
            return [pa.Check.str_matches("XY[0-9]{9}$")]
        case "enum":
            return [pa.Check.isin(OPTIONS)]
        case "int":
            return [pa.Check.in_range(1, 5)]
        case "date":
            return [pa.Check.le(pd.Timestamp(TODAY))]
        case "bool":
            return [pa.Check.isin(("是", "否"))]
        case _:
            return [pa.Check.str_length(max_value=40)]


def seconds(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def reading(frame: pd.DataFrame) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "登记.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet(SHEET.title)
            sheet.write_row(0, 0, [column.title for column in COLUMNS])
            for row, cells in enumerate(frame.itertuples(index=False), 1):
                sheet.write_row(row, 0, cells)
        return seconds(lambda: read(path, (SPEC,)), 1)


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    frame, known = table(rows)
    found, plain = ours(frame), bare(frame)
    print(f"{rows:,} rows by {len(COLUMNS)} columns, {len(known):,} known errors")
    for name, told in (("reqsheets", found), ("pandas", plain)):
        print(f"{name}: {len(told & known):,} of them found, {len(told - known)} others")
    mine, theirs = seconds(lambda: ours(frame)), seconds(lambda: bare(frame))
    print(f"checking: reqsheets {mine:.2f} s CPU, bare pandas {theirs:.2f} s, ratio {mine / theirs:.2f} (at most 1.3)")
    shown = seconds(lambda: documented(frame), 1)
    print(f"pandera as documented: {shown:.2f} s CPU, {shown / mine:.1f} times; {documented(frame):,} rows located")
    read_in = reading(frame)
    print(f"reading {read_in:.2f} s CPU, reading and checking {read_in + mine:.2f} s (at most 7)")
    return int(found != known or mine > 1.3 * theirs)


if __name__ == "__main__":
    sys.exit(main())
