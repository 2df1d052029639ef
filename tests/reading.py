"""What the tests of reading share: a small kind of workbook, files written by other programs, edited by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.read import Reading, read

NEEDS = SheetSpec(
    "needs",
    "登记表",
    "register",
    "needs",
    (
        ColumnSpec("number", "需求编号", "id", meaning="number", required="always"),
        ColumnSpec("text", "需求描述(具体问题/期望)", "long", required="always", aliases=("问题描述",)),
        ColumnSpec("received", "提出时间", "date", required="always"),
        ColumnSpec("contact", "联系方式", "text"),
        ColumnSpec("score", "综合得分", "decimal", derived=True),
    ),
    key=("number",),
)
TRACKING = SheetSpec(
    "tracking",
    "跟踪表",
    "derived",
    "tracking",
    (
        ColumnSpec("number", "需求编号", "ref", meaning="number", derived=True),
        ColumnSpec("remark", "备注", "long"),
    ),
)
PEOPLE = SheetSpec("people", "人员", "settings", "people", (ColumnSpec("name", "姓名", "text"),), aliases=("人员名单",))

KIND = WorkbookSpec("small", Words("小登记册", "Small register"), "1", (NEEDS, TRACKING, PEOPLE))
REGISTER = WorkbookSpec("register", Words("登记册", "Register"), "1", (NEEDS,))
HEADER = tuple(column.title for column in NEEDS.columns)
SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[Value]]]) -> Path:
    """Write sheets by their title with XlsxWriter, the first row in Excel's row 1; None is no cell."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as target:
        for title, rows in sheets.items():
            sheet = target.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value is not None:
                        sheet.write(row, column, value)
    return path


def edited(path: Path, edit: Callable[[bytes], bytes], part: str = SHEET_PART) -> Path:
    """Change one part of a written workbook; the edit must change something."""
    old = path.read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == part:
                changed = edit(content)
                assert changed != content
                content = changed
            copy.writestr(member.filename, content)
    path.write_bytes(target.getvalue())
    return path


def with_cells(path: Path, cells: Mapping[bytes, bytes]) -> Path:
    """Replace whole cells of the first sheet, found by their address, by this XML."""

    def edit(sheet: bytes) -> bytes:
        for address, cell in cells.items():
            begin = sheet.index(b'<c r="' + address + b'"')
            end = sheet.index(b"</c>", begin) + len(b"</c>")
            sheet = sheet[:begin] + cell + sheet[end:]
        return sheet

    return edited(path, edit)


def register(path: Path, *rows: Sequence[Value]) -> Reading:
    """Return what reading gives of a register with these rows, header included."""
    return read(workbook(path, {NEEDS.title: rows}), [REGISTER])


def column(reading: Reading, name: str, sheet: str = "needs") -> dict[int, Value]:
    """Return a column's values by Excel row."""
    frame = reading.frames[sheet]
    return dict(zip(frame.index.tolist(), frame[name].tolist(), strict=True))


def codes(reading: Reading) -> list[tuple[str, str, int]]:
    """Return rule, severity and row of each finding."""
    return [(finding.rule, finding.severity, finding.at.row) for finding in reading.findings]
