"""Rows and cells where a table does not expect them: below a log, below a table, on a hidden row, beyond the sheet."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import register
from office import needs_office, recalculated
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

import reqsheets
from reqsheets.model.errors import UnreadableFileError

TODAY = date(2024, 4, 1)
LAST = 1_048_576
ROOT = Path(__file__).parents[1]
NEEDS = (
    {"number": "XY2024001", "text": "导出为Excel", "status": "待处理"},
    {"number": "XY2024002", "text": "误报率高", "status": "处理中"},
    {"number": "XY2024003", "text": "导出为 Excel。", "status": "待处理"},
)
SINCE = {"customer": "兴达机械公司", "received": date(2024, 3, 1), "channel": "客服工单"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [SINCE | row for row in NEEDS]
    score = {"number": "XY2024002", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    return register(tmp_path / "登记.xlsx", rows, scores=[score])


def sheet_xml(path: Path, title: str) -> tuple[str, str]:
    """Return the part of a sheet and its XML."""
    with zipfile.ZipFile(path) as package:
        workbook, names = package.read("xl/workbook.xml").decode(), package.read("xl/_rels/workbook.xml.rels").decode()
        name = re.search(rf'<sheet [^>]*name="{title}"[^>]*r:id="([^"]+)"', workbook)[1]
        tag = next(tag for tag in re.findall("<Relationship [^>]*>", names) if f'Id="{name}"' in tag)
        part = "xl/" + re.search('Target="/?(?:xl/)?([^"]+)"', tag)[1]
        return part, package.read(part).decode()


def change_xml(path: Path, title: str, old: str, new: str) -> None:
    part, text = sheet_xml(path, title)
    assert old in text
    out = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            made.writestr(name, text.replace(old, new, 1) if name == part else package.read(name))
    path.write_bytes(out.getvalue())


def with_row(path: Path, title: str, row: str) -> None:
    """Put a row behind the last one of a sheet, as another program may."""
    change_xml(path, title, "</sheetData>", f"{row}</sheetData>")


def stray(row: int, column: str) -> str:
    return f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>误填</t></is></c></row>'


def numbers(sheet: Worksheet, column: int = 1) -> list[int]:
    """Return the rows that hold something in a column below the header."""
    return sorted(
        row
        for (row, at), cell in sheet._cells.items()  # noqa: SLF001 -- a million blank rows else
        if at == column and row > 1 and cell.value is not None
    )


@pytest.mark.fault("F-2")
@pytest.mark.parametrize("column", ["A", "C", "H"])
@pytest.mark.parametrize("log", ["操作日志", "合并记录"])
def test_a_log_goes_on_below_its_last_entry_wherever_a_stray_cell_stands(log: str, column: str, path: Path) -> None:
    reqsheets.nightly(path, write=True, today=TODAY)
    held = numbers(openpyxl.load_workbook(path)[log])
    assert held == list(range(2, len(held) + 2))
    fresh = path.with_name("fresh.xlsx")
    shutil.copy(path, fresh)
    with_row(path, log, stray(LAST, column))
    [outcome] = reqsheets.check(path, today=TODAY)
    assert [f.at.row for f in outcome.plan.findings if f.rule == "REQ106"] == [LAST]
    after = _with_another_merge(path)
    wanted = _with_another_merge(fresh)
    assert numbers(after[log])[: len(held)] == held
    got = [row for row in numbers(after[log]) if row != LAST]
    assert got == numbers(wanted[log])
    assert len(got) > len(held)
    assert after[log][f"{column}{LAST}"].value == "误填"


def _with_another_row(path: Path) -> None:
    """Type one more row, which says what another one says."""
    book = openpyxl.load_workbook(path)
    sheet = book["客户需求信息登记表"]
    values = {sheet.cell(1, at).value: sheet.cell(2, at).value for at in range(1, sheet.max_column + 1)}
    for at in range(1, 22):
        title = sheet.cell(1, at).value
        sheet.cell(5, at).value = "XY2024004" if title == "需求编号" else values[title]
    book.save(path)


def _with_another_merge(path: Path) -> openpyxl.Workbook:
    _with_another_row(path)
    [entry] = reqsheets.nightly(path, write=True, today=TODAY)
    assert entry.written, entry.error
    return openpyxl.load_workbook(path)


@pytest.mark.fault("F-2")
def test_rows_that_do_not_fit_are_refused(path: Path) -> None:
    reqsheets.nightly(path, write=True, today=TODAY)
    _, text = sheet_xml(path, "操作日志")
    last = re.findall(r'<row r="\d+".*?</row>', text)[-1]
    number = re.search(r'r="(\d+)"', last)[1]
    with_row(path, "操作日志", re.sub(rf'(r="[A-Z]*){number}"', rf'\g<1>{LAST}"', last))
    _with_another_row(path)
    before = path.read_bytes()
    [entry] = reqsheets.nightly(path, write=True, today=TODAY)
    assert path.read_bytes() == before
    assert entry.error
    assert str(LAST) in entry.error.zh


@pytest.mark.fault("F-2")
@pytest.mark.parametrize("title", ["操作日志", "客户需求信息登记表", "合并记录", "需求处理跟踪表"])
def test_a_cell_below_the_last_row_of_all_is_told_by_its_row(title: str, path: Path) -> None:
    with_row(path, title, stray(LAST + 1, "A"))
    before = path.read_bytes()
    [outcome] = reqsheets.check(path, today=TODAY)
    assert isinstance(outcome.error, UnreadableFileError)
    assert str(LAST + 1) in outcome.error.words.zh
    assert path.read_bytes() == before


@pytest.mark.fault("F-4")
@pytest.mark.parametrize("hidden", ['hidden="1"', 'ht="0" customHeight="1"'])
def test_a_row_added_on_a_hidden_empty_row_shows(hidden: str, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    rows = {log: book[log].max_row + 1 for log in ("操作日志", "合并记录")}
    for log, row in rows.items():
        _, text = sheet_xml(path, log)
        empty = "".join(
            f'<row r="{row + more}" {hidden}/>' for more in range(3) if f'<row r="{row + more}"' not in text
        )
        with_row(path, log, empty)
    reqsheets.nightly(path, write=True, today=TODAY)
    for log in rows:
        sheet = openpyxl.load_workbook(path)[log]
        for row in numbers(sheet):
            assert not sheet.row_dimensions[row].hidden
            assert sheet.row_dimensions[row].height != 0


TABLES = {"feedback": ("需求优先级评估表", "需求编号"), "collection": ("需求分类与优先级评估表", "需求编号")}


def _rows_below_table(kind: str, folder: Path, *, below: str = "") -> tuple[Path, str, int, int]:
    """Return an example of which half of the rated rows stand below their table, as another program leaves them."""
    path = Path(shutil.copy(next(ROOT.glob(f"examples/{kind}-nightly/register.xlsx")), folder / "登记.xlsx"))
    title = TABLES[kind][0]
    book = openpyxl.load_workbook(path)
    sheet = book[title]
    [table] = sheet.tables.values()
    last, cut = sheet.max_row, sheet.max_row // 2
    for row in range(cut + 1, last + 1):
        for at in range(1, sheet.max_column + 1):
            if str(sheet.cell(row, at).value).startswith("="):
                sheet.cell(row, at).value = None
    table.ref = re.sub(r"\d+$", str(cut), table.ref)
    if table.autoFilter:
        table.autoFilter.ref = table.ref
    if below == "table":
        sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 2).value = "说明", "备注"
        sheet.cell(last + 2, 1).value = "XY9"
        sheet.add_table(Table(displayName="另一个", ref=f"A{last + 1}:B{last + 2}"))
    if below == "note":
        sheet.cell(last + 1, 3).value = "以上为本月数据"
    book.save(path)
    return path, title, cut, last


@pytest.mark.fault("F-3")
@needs_office
@pytest.mark.parametrize("below", ["", "table", "note"])
@pytest.mark.parametrize("kind", TABLES)
def test_rows_below_a_table_are_computed_by_office_as_by_us(kind: str, below: str, tmp_path: Path) -> None:
    path, title, cut, last = _rows_below_table(kind, tmp_path, below=below)
    [outcome] = reqsheets.score(path, write=True)
    assert outcome.written
    made = openpyxl.load_workbook(path)[title]
    known = openpyxl.load_workbook(path, data_only=True)[title]
    table = next(t for t in made.tables.values() if t.displayName != "另一个")
    assert table.ref.endswith(str(last))
    assert table.autoFilter is None or table.autoFilter.ref == table.ref
    formulas = {c.coordinate for row in made.iter_rows(min_row=cut + 1) for c in row if str(c.value).startswith("=")}
    assert formulas
    (tmp_path / "office").mkdir()
    office = recalculated({"a": path.read_bytes()}, tmp_path / "office")["a"][title]
    for cell in sorted(formulas):
        assert (office[cell].value or "") == (known[cell].value or ""), cell
