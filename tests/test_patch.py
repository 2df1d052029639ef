"""Plans written into workbooks: what is read afterwards is what the plan makes of what was read before."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from reqsheets.kinds import KINDS, kind_named
from reqsheets.model.errors import FileInUseError, StalePlanError
from reqsheets.model.frames import applied, rows_of
from reqsheets.model.plan import AddRow, Cell, Change, Plan, ReplaceRows, Row, SetCell, Value, Words
from reqsheets.xlsx.patching.patch import write
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("D2", "D20")

BECAUSE = Words("测试", "test")
SPEC = kind_named("feedback")
NEEDS = [
    {
        "number": f"XY2024{i:03}",
        "channel": "客服工单",
        "customer": "甲",
        "text": f"导出 {i}",
        "received": date(2024, 3, i),
    }
    for i in range(1, 6)
]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    path = tmp_path / "登记.xlsx"
    scores = [{"number": "XY2024001", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}]
    path.write_bytes(template(SPEC, {"needs": NEEDS, "scores": scores}))
    return read(path, KINDS)


def plan(*changes: Change) -> Plan:
    return Plan((), changes)


def set_cell(sheet: str, row: int, column: str, old: Value, new: Value) -> SetCell:
    return SetCell(Cell(sheet, row, column), old, new, BECAUSE)


def add_row(reading: Reading, sheet: str, **values: Value) -> AddRow:
    return AddRow(sheet, reading.frames.next_row(sheet), values, BECAUSE)


def rewritten(reading: Reading, sheet: str, *rows: dict[str, Value]) -> ReplaceRows:
    frame = reading.frames[sheet]
    columns = tuple(frame.columns)
    first = reading.frames.headers[sheet] + 1
    new: dict[int, Row] = {first + i: tuple(row.get(name) for name in columns) for i, row in enumerate(rows)}
    return ReplaceRows(sheet, columns, rows_of(frame), new, BECAUSE)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_of(path: Path, title: str) -> str:
    workbook = parts(path)["xl/workbook.xml"].decode()
    at = [re.search('name="([^"]*)"', tag)[1] for tag in re.findall("<sheet [^>]*>", workbook)].index(title)
    return f"xl/worksheets/sheet{at + 1}.xml"


def read_again(reading: Reading) -> Reading:
    return read(reading.path, KINDS)


def same(first: Reading, wanted: Plan) -> bool:
    expected, now = applied(first.frames, wanted), read_again(first).frames
    return {name: rows_of(expected[name]) for name in expected} == {name: rows_of(now[name]) for name in now}


def test_writing_then_reading_is_applied(reading: Reading) -> None:
    tracked = [
        {"number": f"XY2024{i:03}", "due": date(2024, 5, i), "overdue_days": i, "overdue": "是"} for i in range(1, 9)
    ]
    wanted = plan(
        set_cell("needs", 2, "repeats", None, 2),
        set_cell("needs", 3, "received", date(2024, 3, 2), date(2025, 1, 2)),
        set_cell("needs", 4, "text", "导出 3", "=1+1 <&> _x0041_ \n“新”"),
        set_cell("needs", 5, "customer", "甲", None),
        add_row(reading, "merges", **dict.fromkeys(list(reading.frames["merges"].columns)[:2], "0012")),
        add_row(reading, "followups", number="XY2024001", customer="甲", notice_due=datetime(2024, 3, 1, 9, 30)),  # noqa: DTZ001
        rewritten(reading, "tracking", *tracked),
    )
    write(reading, wanted)
    assert same(reading, wanted)


def test_a_longer_and_a_shorter_table_are_written_in_turn(reading: Reading) -> None:
    for count in (12, 3, 0, 1):
        wanted = plan(
            rewritten(reading, "tracking", *({"number": f"XY2024{i:03}", "remark": "x"} for i in range(count)))
        )
        write(reading, wanted)
        assert same(reading, wanted)
        table = next(text for text in parts(reading.path).values() if 'displayName="需求处理跟踪表"'.encode() in text)
        assert re.findall(rb'ref="A1:[A-Z]+([0-9]+)"', table) == [b"%d" % (max(count, 1) + 1)] * 2
        reading = read_again(reading)


def test_only_the_sheets_of_the_plan_and_what_follows_them_change(reading: Reading) -> None:
    before = parts(reading.path)
    write(reading, plan(set_cell("needs", 2, "repeats", None, 2)))
    after = parts(reading.path)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {
        part_of(reading.path, "客户需求信息登记表"),
        part_of(reading.path, "首页"),  # whose formulas count the register
        "xl/workbook.xml",
    }


def test_an_empty_plan_writes_nothing(reading: Reading) -> None:
    before = reading.path.stat()
    write(reading, Plan())
    assert reading.path.stat() == before


def test_the_same_plan_gives_the_same_bytes(reading: Reading, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    shutil.copy(reading.path, copy)
    wanted = plan(set_cell("needs", 2, "repeats", None, 2))
    write(reading, wanted)
    write(read(copy, KINDS), wanted)
    assert reading.path.read_bytes() == copy.read_bytes()


def test_a_score_in_a_blank_cell_gets_its_live_formula(reading: Reading) -> None:
    sheet = part_of(reading.path, SPEC.sheet("scores").title)
    row = reading.frames.next_row("scores")
    write(reading, plan(add_row(reading, "scores", number="XY2024002", score=4.3, grade="A")))
    xml = parts(reading.path)[sheet].decode()
    cells = re.findall(f'<c r="(?:K|L){row}"[^>]*><f>[^<]+</f><v>([^<]*)</v></c>', xml)
    assert cells == ["4.3", "A"]


def test_a_formula_stays_and_shows_the_new_value(reading: Reading) -> None:
    assert 2 in reading.frames.formula_rows("scores", "score")
    old = reading.frames["scores"].loc[2, "score"]
    sheet = part_of(reading.path, SPEC.sheet("scores").title)
    formula = re.search('<c r="K2"[^>]*>(<f>[^<]*</f>)', parts(reading.path)[sheet].decode())[1]
    write(reading, plan(set_cell("scores", 2, "score", old, 4.25)))
    assert f"{formula}<v>4.25</v>" in parts(reading.path)[sheet].decode()
    assert read_again(reading).frames["scores"].loc[2, "score"] == 4.25


def test_a_stale_plan_changes_nothing(reading: Reading) -> None:
    before = reading.path.read_bytes()
    with pytest.raises(StalePlanError):
        write(reading, plan(set_cell("needs", 2, "repeats", 7, 8)))
    assert reading.path.read_bytes() == before


def test_an_edit_elsewhere_since_the_reading_is_kept(reading: Reading) -> None:
    write(reading, plan(set_cell("needs", 3, "text", "导出 2", "别人改的")))
    write(reading, plan(set_cell("needs", 2, "repeats", None, 2)))
    frame = read_again(reading).frames["needs"]
    assert (frame.loc[3, "text"], frame.loc[2, "repeats"]) == ("别人改的", 2)


def test_an_edit_of_the_same_cell_since_the_reading_stops_the_plan(reading: Reading) -> None:
    write(reading, plan(set_cell("needs", 2, "repeats", None, 2)))
    before = reading.path.read_bytes()
    with pytest.raises(StalePlanError):
        write(reading, plan(set_cell("needs", 2, "repeats", None, 3)))
    assert reading.path.read_bytes() == before


@pytest.mark.parametrize("lock", ["~${}", ".~{}", ".~lock.{}#"])
def test_a_workbook_that_somebody_has_open_is_left_alone(reading: Reading, lock: str) -> None:
    before = reading.path.read_bytes()
    reading.path.with_name(lock.format(reading.path.name)).write_bytes(b"\5Zhang")
    with pytest.raises(FileInUseError):
        write(reading, plan(set_cell("needs", 2, "repeats", None, 2)))
    assert reading.path.read_bytes() == before


def test_looks_follow_their_row_in_a_rewritten_sheet(reading: Reading) -> None:
    import openpyxl  # noqa: PLC0415

    write(
        reading,
        plan(rewritten(reading, "tracking", {"number": "XY2024001"}, {"number": "XY2024002"}, {"number": "XY2024003"})),
    )
    book = openpyxl.load_workbook(reading.path)
    sheet = book[SPEC.sheet("tracking").title]
    sheet["A4"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFFFF00")
    book.save(reading.path)
    reading = read_again(reading)
    write(reading, plan(rewritten(reading, "tracking", {"number": "XY2024003"}, {"number": "XY2024001"})))
    sheet = openpyxl.load_workbook(reading.path)[SPEC.sheet("tracking").title]
    coloured = [row for row in range(2, 6) if sheet.cell(row, 1).fill.fgColor.rgb == "FFFFFF00"]
    assert [sheet.cell(row, 1).value for row in coloured] == ["XY2024003"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_libreoffice_opens_the_result_and_agrees(reading: Reading, tmp_path: Path) -> None:
    wanted = plan(
        set_cell("needs", 4, "text", "导出 3", "=1+1 <&> _x0041_"),
        rewritten(reading, "tracking", {"number": "XY2024001", "due": date(2024, 5, 1)}, {"number": "XY2024002"}),
    )
    write(reading, wanted)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(reading.path)], check=True, capture_output=True, timeout=120)
    again = read(tmp_path / "out" / reading.path.name, KINDS)
    assert again.frames["needs"].loc[4, "text"] == "=1+1 <&> _x0041_"
    assert rows_of(again.frames["tracking"]) == rows_of(applied(reading.frames, wanted)["tracking"])


def test_the_digest_of_the_reading_is_that_of_the_file(reading: Reading) -> None:
    assert reading.digest == hashlib.sha256(reading.path.read_bytes()).hexdigest()
    with zipfile.ZipFile(io.BytesIO(reading.path.read_bytes())) as package:
        assert package.testzip() is None
