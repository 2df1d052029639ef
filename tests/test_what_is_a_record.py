"""A row is a record when it has content that people typed; what is none is told once and left alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.kinds.example_rows import example_rows
from reqsheets.model.plan import AddRow, Finding, MarkCells, SetCell
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

TODAY = date(2024, 3, 20)
CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
FEEDBACK = next(spec for spec in KINDS if spec.kind == "feedback")


def header(sheet: Worksheet, wanted: str) -> tuple[int, int]:
    """Return row and column of the header cell that says this."""
    return next((c.row, c.column) for row in sheet.iter_rows(max_row=5) for c in row if c.value == wanted)


def register_of(spec: WorkbookSpec) -> SheetSpec:
    sheet = spec.purpose("needs")
    assert sheet is not None
    return sheet


def number_title(sheet: SheetSpec) -> str:
    return sheet.column(sheet.key[0]).title


def below(path: Path, spec: WorkbookSpec, lines: Sequence[Sequence[object]], gap: int = 0) -> list[int]:
    """Write lines below the register's records and return their rows; "HEADER" is the header row once more."""
    book = load_workbook(path)
    kind = register_of(spec)
    sheet = book[kind.title]
    top, at = header(sheet, number_title(kind))
    last = max(c.row for row in sheet.iter_rows(min_row=top) for c in row if c.value is not None)
    rows = []
    for place, line in enumerate(lines, last + 1 + gap):
        cells = [cell.value for cell in sheet[top]] if line == ["HEADER"] else line
        for column, value in enumerate(cells, 1 if line == ["HEADER"] else at):
            sheet.cell(place, column).value = value
        rows.append(place)
    book.save(path)
    return rows


def touched(spec: WorkbookSpec, path: Path) -> tuple[set[int], tuple[Finding, ...]]:
    """Return the rows of the register that a night would change, and what it tells."""
    outcome = run(path, NIGHTLY, TODAY, write=False, list_findings=True)
    name = register_of(spec).name
    rows: set[int] = set()
    for change in outcome.plan.changes:
        match change:
            case SetCell(at=at) if at.sheet == name:
                rows.add(at.row)
            case AddRow(sheet=sheet, row=row) if sheet == name:
                rows.add(row)
            case MarkCells(sheet=sheet, new=marks) if sheet == name:
                rows |= {row for mark in marks for row in range(mark.first, mark.last + 1) if mark.severity != "info"}
            case _:
                continue
    return rows, outcome.plan.findings


@pytest.fixture(name="path")
def written(tmp_path: Path) -> Path:
    return tmp_path / "例.xlsx"


@pytest.mark.fault("F-14")
@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: spec.kind)
def test_headers_again_numbers_alone_and_notes_are_left_alone_and_told_once_in_every_kind(
    path: Path, spec: WorkbookSpec
) -> None:
    path.write_bytes(template(spec, example_rows(spec)))
    known = len(read(path, (spec,)).frames[register_of(spec).name])
    numbers = read(path, (spec,)).frames[register_of(spec).name][register_of(spec).key[0]].tolist()
    sample = str([number for number in numbers if number is not None][-1])
    head = re.sub("[0-9]+$", "", sample)
    digits = sample[len(head) :]
    free = [f"{head}{int(digits) + 700 + i:0{len(digits)}d}" for i in range(3)]
    lines = [
        ["HEADER"],
        *([number] for number in free),
        ["二、二月新增的需求"],
        ["说明：红色表示紧急，绿色表示已经办好"],
    ]
    rows = below(path, spec, lines, gap=2)
    changed, findings = touched(spec, path)
    assert not changed & set(rows)
    assert len(read(path, (spec,)).frames[register_of(spec).name]) == known
    told = [f for f in findings if f.at.row in rows and f.at.sheet == register_of(spec).name]
    assert sorted(f.rule for f in told) == ["REQ110", "REQ111", "REQ112"]
    assert {f.severity for f in told} == {"info"}


RECORDS = {
    "all but the number": [None, "客服工单", "甲公司-电力-大型企业", None, "希望增加批量导入", None, date(2024, 3, 1)],
    "a text and no more": [None, None, None, None, "希望增加批量导入"],
    "a customer and a day": [None, None, "甲公司-电力-大型企业", None, None, None, date(2024, 3, 1)],
    "a number and a text": ["XY2024009", None, None, None, "希望增加批量导入"],
    "a number and a customer": ["XY2024009", None, "甲公司-电力-大型企业"],
    "a text that begins as a note does": ["XY2024009", None, None, None, "说明：书的第3页打不开"],
}
NO_RECORDS = {
    "a number": ["XY2024009"],
    "a number and choices filled in beforehand": ["XY2024009", "客服工单", *[None] * 10, "否", "中", "待处理"],
    "choices filled in beforehand": [None, "客服工单", *[None] * 10, "否", "中", "待处理"],
    "a note in the text column": [None, None, None, None, "备注：以上是一季度的"],
    "a legend": ["红色", "紧急"],
    "a total of the page": ["本页小计", None, None, None, None, None, None, None, None, None, None, 12],
    "a total of the month": ["一月合计", None, None, None, None, None, None, None, None, None, None, 12],
    "a section": ["一、第一季度"],
}


@pytest.mark.fault("F-14")
@pytest.mark.parametrize("line", RECORDS.values(), ids=RECORDS.keys())
def test_a_row_with_content_is_a_record(path: Path, line: list[object]) -> None:
    path.write_bytes(template(FEEDBACK, example_rows(FEEDBACK)))
    known = len(read(path, (FEEDBACK,)).frames["needs"])
    below(path, FEEDBACK, [line])
    assert len(read(path, (FEEDBACK,)).frames["needs"]) == known + 1


@pytest.mark.fault("F-14")
@pytest.mark.parametrize("line", NO_RECORDS.values(), ids=NO_RECORDS.keys())
def test_a_row_without_content_is_no_record(path: Path, line: list[object]) -> None:
    path.write_bytes(template(FEEDBACK, example_rows(FEEDBACK)))
    known = len(read(path, (FEEDBACK,)).frames["needs"])
    (row,) = below(path, FEEDBACK, [line])
    assert len(read(path, (FEEDBACK,)).frames["needs"]) == known
    assert row not in touched(FEEDBACK, path)[0]


@pytest.mark.fault("F-14")
def test_a_number_that_stands_alone_is_not_given_to_another_row(path: Path) -> None:
    path.write_bytes(template(FEEDBACK, {"needs": [{"number": "XY2024001", "text": "希望报表可以导出"}]}))
    below(path, FEEDBACK, [["XY2024002"], [None, None, "甲公司", None, "登录要等一分钟", None, date(2024, 3, 1)]])
    outcome = run(path, NIGHTLY, TODAY, write=False)
    given = [c.new for c in outcome.plan.changes if isinstance(c, SetCell) and c.at.column == "number"]
    assert given == ["XY2024003"]


@pytest.mark.fault("F-14")
def test_formulas_filled_down_make_no_records_and_no_findings(path: Path) -> None:
    path.write_bytes(template(FEEDBACK, example_rows(FEEDBACK)))
    known = read(path, (FEEDBACK,)).frames["needs"]
    book = load_workbook(path)
    sheet = book["客户需求信息登记表"]
    last = int(known.index.max())
    for row in range(last + 1, last + 501):
        sheet.cell(row, 1).value = f'=IF(E{row}="","","XY2024"&TEXT(ROW(),"000"))'
        sheet.cell(row, 7).value = f'=IF(E{row}="","",TODAY())'
    book.save(path)
    reading = read(path, (FEEDBACK,))
    assert reading.frames["needs"].index.tolist() == known.index.tolist()
    _, findings = touched(FEEDBACK, path)
    assert not [finding for finding in findings if finding.at.sheet == "needs" and finding.at.row > last]


@pytest.mark.fault("F-14")
@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
@pytest.mark.parametrize(
    ("case", "tracked"),
    [("10-two-tables.xlsx", 4), ("26-prefilled-formulas.xlsx", 3), ("26b-prefilled-formulas-cached.xlsx", 3)],
)
def test_the_cases_track_their_requirements_and_nothing_else(tmp_path: Path, case: str, tracked: int) -> None:
    shutil.copyfile(CASES / case, tmp_path / case)
    reqsheets.track(tmp_path / case, write=True, today=TODAY)
    book: Workbook = load_workbook(tmp_path / case)
    held = [row[0].value for row in book["需求处理跟踪表"].iter_rows(min_row=2)]
    assert len([value for value in held if value is not None]) == tracked
