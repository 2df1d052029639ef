"""Cells with findings are marked in the workbook, by formats of our own that go when the finding goes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command_line import register
from office import converted, needs_office
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from reading import edited

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.model.plan import Mark, MarkCells, Plan, Value, Words
from reqsheets.model.plan_json import from_json, to_json
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.package.references import Area
from reqsheets.xlsx.patching.marks import kept, marks_in, runs, with_marks, without_marks
from reqsheets.xlsx.reading.read import read

TODAY = date(2024, 4, 1)
NEED: dict[str, Value] = {
    "number": "XY2024001",
    "channel": "客服工单",
    "customer": "甲-机械-大型企业",
    "text": "导出慢",
    "received": date(2024, 3, 1),
    "recorder": "张三",
    "status": "待处理",
}
WRONG = NEED | {"number": "XY2024002", "channel": "乱", "received": "2024年3月2日"}
MARKS = {Mark("channel", 3, 3, "error"), Mark("received", 3, 3, "warning")}


def night(path: Path) -> Outcome:
    return run(path, NIGHTLY, TODAY, write=True, list_findings=True)


def marks(path: Path) -> set[Mark]:
    return set(read(path, KINDS).frames.marks.get("needs", frozenset()))


def part(path: Path, name: str = "xl/worksheets/sheet3.xml") -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return register(tmp_path / "a.xlsx", [NEED, WRONG])


def test_a_night_marks_the_cells_that_have_findings_and_a_second_one_changes_no_byte(path: Path) -> None:
    outcome = night(path)
    assert [set(c.new) for c in outcome.plan.changes if isinstance(c, MarkCells)] == [MARKS]
    assert marks(path) == MARKS
    before = path.read_bytes()
    assert night(path).plan.changes == ()
    assert path.read_bytes() == before


def test_nobodys_own_fill_or_format_is_touched_and_a_mended_cell_is_as_it_was(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet.conditional_formatting.add("B3", CellIsRule("equal", ['"乱"'], fill=PatternFill(bgColor="00FF00")))
    book.save(path)
    styles, tail = part(path, "xl/styles.xml"), part(path).split(b"</sheetData>")[1]
    night(path)
    assert part(path, "xl/styles.xml").startswith(styles.split(b"<dxfs")[0])
    assert without_marks(part(path)).split(b"</sheetData>")[1] == tail
    fills = {openpyxl.load_workbook(path).worksheets[1]["B3"].fill.fgColor.rgb}
    assert fills == {"00FFFF00"}
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["B3"], book.worksheets[1]["G3"] = "社群", date(2024, 3, 2)
    book.save(path)
    night(path)
    assert marks(path) == set()
    assert b"reqsheets:" not in part(path)


def test_marks_come_after_every_other_conditional_format(path: Path) -> None:
    night(path)
    rules = [
        (rule.priority, "reqsheets" in "".join(rule.formula))
        for found in openpyxl.load_workbook(path).worksheets[1].conditional_formatting
        for rule in found.rules
    ]
    priorities = [priority for priority, _ in rules]
    assert len(set(priorities)) == len(priorities)
    assert [ours for _, ours in sorted(rules)][-2:] == [True, True]


def test_the_switch_on_the_parameters_sheet_takes_all_marks_away(tmp_path: Path, path: Path) -> None:
    night(path)
    off = {"name": "标出问题单元格", "value": "否"}
    other = register(tmp_path / "b.xlsx", [NEED, WRONG], parameters=[off])
    night(other)
    assert marks(other) == set()


def test_a_mark_that_somebody_stretched_is_put_right(path: Path) -> None:
    night(path)
    sheet = "xl/worksheets/sheet3.xml"
    edited(path, lambda xml: xml.replace(b'sqref="B3"', b'sqref="B3 C1:XFD1048576"'), sheet)
    assert len(marks(path)) > len(MARKS)
    night(path)
    assert marks(path) == MARKS


@needs_office
def test_marks_are_known_again_after_another_program_saved_them(path: Path, tmp_path: Path) -> None:
    night(path)
    saved = converted({"a": path.read_bytes()}, tmp_path / "office", "xlsx")["a"]
    assert marks(saved) == MARKS


def test_marks_in_a_sheet_of_any_spelling_are_read(path: Path) -> None:
    night(path)
    sheet = "xl/worksheets/sheet3.xml"
    edited(path, lambda xml: xml.replace(b"<sheetData>", b"<!-- a --><sheetData>"), sheet)
    assert marks(path) == MARKS


def test_a_plan_with_marks_survives_json() -> None:
    change = MarkCells("needs", frozenset(), frozenset(MARKS), Words("标出", "marked"))
    assert from_json(to_json(Plan(changes=(change,)))) == Plan(changes=(change,))


EXTENDED = b"<extLst><x14:conditionalFormatting></x14:conditionalFormatting></extLst></worksheet>"
TAILS = [
    (b"</sheetData></worksheet>", b"</sheetData>@</worksheet>"),
    (b"</sheetData><pageMargins/></worksheet>", b"</sheetData>@<pageMargins/></worksheet>"),
    (
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><dataValidations/></worksheet>',
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>@<dataValidations/></worksheet>',
    ),
    (
        b'</sheetData><autoFilter ref="A1:B1"/>' + EXTENDED,
        b'</sheetData><autoFilter ref="A1:B1"/>@' + EXTENDED,
    ),
    (
        b"</x:sheetData><x:mergeCells/><x:pageMargins/></x:worksheet>",
        b"</x:sheetData><x:mergeCells/>@<x:pageMargins/></x:worksheet>",
    ),
]


@pytest.mark.parametrize(("tail", "marked"), TAILS)
def test_marks_stand_where_the_file_format_wants_them_and_come_off_without_a_trace(tail: bytes, marked: bytes) -> None:
    prefix = "x:" if tail.startswith(b"</x:") else ""
    wanted: Mapping = {"error": (Area(2, 3, 4, 3), Area(9, 1, 9, 1))}
    made = with_marks(tail, wanted, prefix, lambda _: 7)
    before, after = marked.split(b"@")
    assert made.startswith(before)
    assert made.endswith(after)
    assert kept(made) == wanted
    assert without_marks(made) == tail


def test_many_places_go_into_blocks_of_two_hundred() -> None:
    wanted = {"warning": tuple(Area(row, 1, row, 1) for row in range(2, 1002, 2))}
    made = with_marks(b"</sheetData></worksheet>", wanted, "", lambda _: 0)  # type: ignore[arg-type]
    assert [len(places.split()) for places, _ in marks_in(made)] == [200, 200, 100]
    assert len(list(runs(marks_in(made), 5))) == 500


def test_a_rule_of_ours_in_a_block_of_somebody_else_is_taken_out_alone() -> None:
    theirs = b'<cfRule type="duplicateValues" dxfId="1" priority="1"/>'
    ours = (
        b'<cfRule type="expression" dxfId="2" priority="2"><formula>N(&quot;reqsheets:error&quot;)=0</formula></cfRule>'
    )
    block = b'<conditionalFormatting sqref="B2">%b</conditionalFormatting>'
    tail = b"</sheetData>" + block % (theirs + ours) + b"</worksheet>"
    assert marks_in(tail) == [("B2", "error")]
    assert without_marks(tail) == b"</sheetData>" + block % theirs + b"</worksheet>"


def test_a_package_without_differential_formats_gets_them(tmp_path: Path, path: Path) -> None:
    source = io.BytesIO(path.read_bytes())
    bare = re.sub(rb"<dxfs.*?</dxfs>", b"", part(path, "xl/styles.xml"), flags=re.DOTALL)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            held = bare if name == "xl/styles.xml" else old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                held = re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", held, flags=re.DOTALL)
            new.writestr(name, held)
    night(tmp_path / "b.xlsx")
    assert marks(tmp_path / "b.xlsx") == MARKS
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[1].conditional_formatting


def test_check_marks_on_demand_and_writes_nothing_else(path: Path) -> None:
    (planned,) = reqsheets.check(path, mark=True, today=TODAY)
    assert marks(path) == set()
    assert [type(change).__name__ for change in planned.plan.changes] == ["ReplaceRows", "ReplaceRows", "MarkCells"]
    needs = read(path, KINDS).frames["needs"]
    (done,) = reqsheets.check(path, mark=True, write=True, today=TODAY)
    assert done.written
    assert marks(path) == MARKS
    assert read(path, KINDS).frames["needs"].equals(needs)
    (mended,) = reqsheets.check(path, fix=True, mark=True, write=True, today=TODAY)
    assert mended.written
    assert marks(path) == {Mark("channel", 3, 3, "error")}
