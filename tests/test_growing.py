"""Sheets, columns and tabs that come and go by a plan: in memory, in the file, in an open workbook, and back again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

pytest.importorskip("xlwings")

from command_line import register
from growing import broken_rules
from live_engine import opened
from live_memory import memory_sheets
from office import converted, needs_office

import reqsheets
from reqsheets.app.commit import commit
from reqsheets.app.history import undone
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import StalePlanError, UneditableError
from reqsheets.model.frames import Frames, applied, rows_of
from reqsheets.model.plan import (
    NOTHING_SAID,
    AddColumn,
    AddSheet,
    Cell,
    Change,
    Plan,
    RemoveColumn,
    RemoveSheet,
    SetCell,
    ShowSheet,
    inverse,
    joined,
    parted,
)
from reqsheets.model.plan_json import from_json, to_json
from reqsheets.xlsx.live.live import read_live, write_live
from reqsheets.xlsx.patching.patch import write
from reqsheets.xlsx.reading.read import Reading, read

NEEDS = [{"number": "XY2024001", "text": "导出为Excel", "customer": "甲", "received": date(2024, 6, 1)}]
AUTHOR = Author("张三", "reqsheets upgrade", datetime(2024, 6, 15, 9))  # noqa: DTZ001
WITHOUT = ("合并记录", "疑似重复", "看板", "看板数据")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a register with all its sheets."""
    return register(tmp_path_factory.mktemp("whole") / "a.xlsx", NEEDS)


@pytest.fixture(scope="module")
def cut(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the same register without four sheets and without the last column of its tracking sheet."""
    book = openpyxl.load_workbook(whole)
    for title in WITHOUT:
        del book[title]
    sheet = book["需求处理跟踪表"]
    [table] = sheet.tables.values()
    sheet.delete_cols(sheet.max_column)
    left, _, rest = table.ref.partition(":")
    last = openpyxl.utils.get_column_letter(sheet.max_column)
    table.ref = table.autoFilter.ref = f"{left}:{last}{rest.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
    table.tableColumns.pop()
    path = tmp_path_factory.mktemp("cut") / "a.xlsx"
    book.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def plan(whole: Path, cut: bytes, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Return the plan that adds what the cut register lacks."""
    path = tmp_path_factory.mktemp("plan") / "a.xlsx"
    path.write_bytes(cut)
    return lacking(path, whole)


@pytest.fixture(scope="module")
def grown(plan: Plan, cut: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cut register once that plan is written; nobody may change it."""
    path = tmp_path_factory.mktemp("grown") / "a.xlsx"
    path.write_bytes(cut)
    write(read(path, KINDS), plan)
    return path


@pytest.fixture
def path(cut: bytes, tmp_path: Path) -> Path:
    found = tmp_path / "登记.xlsx"
    found.write_bytes(cut)
    return found


def held(frames: Frames) -> dict[str, object]:
    return {
        name: (
            list(frames[name].columns),
            {n: row for n, row in rows_of(frames[name]).items() if any(c is not None for c in row)},
        )
        for name in frames
    }


def lacking(path: Path, whole: Path) -> Plan:
    """Return the plan that adds what a register lacks of a whole one."""
    there, full = read(path, KINDS), read(whole, KINDS)
    changes: list[Change] = []
    for sheet in there.spec.sheets:
        if sheet.name not in there.frames:
            frame, header = full.frames[sheet.name], full.frames.headers[sheet.name]
            hidden = sheet.name in full.frames.unseen
            changes.append(
                AddSheet(sheet.name, sheet.title, tuple(frame.columns), rows_of(frame), NOTHING_SAID, header, hidden)
            )
        absent = there.frames.lacking.get(sheet.name, ())
        changes += [AddColumn(sheet.name, c.name, c.title, {}, NOTHING_SAID) for c in sheet.columns if c.name in absent]
    return Plan(changes=tuple(changes))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_written_and_read_again_is_what_memory_says(path: Path, plan: Plan, grown: Path) -> None:
    assert {type(change) for change in plan.changes} == {AddSheet, AddColumn}
    wanted = applied(read(path, KINDS).frames, plan)
    now = read(grown, KINDS)
    assert held(now.frames) == held(wanted)
    assert (now.frames.unseen, now.frames.tabs) == (wanted.unseen, wanted.tabs)
    assert {f.rule for f in now.findings} & {"REQ007", "REQ101"} == set()
    assert broken_rules(grown.read_bytes()) == []


def test_a_new_sheet_and_a_cell_come_in_one_plan(path: Path, plan: Plan) -> None:
    reading = read(path, KINDS)
    frame = reading.frames["parameters"]
    first = min(frame.index)
    cell = SetCell(Cell("parameters", first, "note"), frame.loc[first, "note"], "新", NOTHING_SAID)
    both = joined([plan, Plan(changes=(cell,))])
    write(reading, both)
    assert held(read(path, KINDS).frames) == held(applied(reading.frames, both))


def test_every_other_member_stays_byte_for_byte(cut: bytes, grown: Path) -> None:
    before, after = members(cut), members(grown.read_bytes())
    tracking = {name for name in before if before[name] != after.get(name)}
    assert {name for name in tracking if "styles" not in name and "workbook" not in name and "Types" not in name} == {
        name for name in tracking if name.startswith(("xl/worksheets/sheet", "xl/tables/"))
    }
    assert sum(name.startswith("xl/worksheets/sheet") for name in tracking) == 1


def test_a_new_column_looks_like_the_templates(grown: Path, whole: Path) -> None:
    now, wanted = openpyxl.load_workbook(grown)["需求处理跟踪表"], openpyxl.load_workbook(whole)["需求处理跟踪表"]
    column = wanted.max_column
    for row in (1, 2):
        mine, theirs = now.cell(row, column), wanted.cell(row, column)
        assert (mine.value, mine.fill.fgColor.rgb, mine.font.b, mine.number_format) == (
            theirs.value,
            theirs.fill.fgColor.rgb,
            theirs.font.b,
            theirs.number_format,
        )
    letter = openpyxl.utils.get_column_letter(column)
    assert now.column_dimensions[letter].width == wanted.column_dimensions[letter].width
    [table] = now.tables.values()
    assert table.tableColumns[-1].name == wanted.cell(1, column).value
    assert table.ref.split(":")[1].startswith(letter)


def test_a_plan_of_sheets_and_columns_goes_through_json(plan: Plan) -> None:
    back = Plan(changes=tuple(inverse(change) for change in parted(plan)[0].changes))  # type: ignore[arg-type]
    shown = Plan(changes=(ShowSheet("journal", old=False, new=True, because=NOTHING_SAID),))
    for one in (plan, back, shown):
        assert from_json(to_json(one)) == one


def test_a_sheet_that_is_there_by_now_makes_the_plan_stale(grown: Path, plan: Plan) -> None:
    before = grown.read_bytes()
    for change in plan.changes:
        with pytest.raises(StalePlanError):
            write(read(grown, KINDS), Plan(changes=(change,)))
    assert grown.read_bytes() == before


def test_a_protected_structure_is_refused_and_nothing_changes(path: Path, plan: Plan) -> None:
    book = openpyxl.load_workbook(path)
    book.security.lockStructure = True
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(UneditableError, match="structure is protected"):
        write(read(path, KINDS), plan)
    assert path.read_bytes() == before


def test_a_filled_cell_at_the_right_end_is_not_written_over(path: Path, plan: Plan) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["需求处理跟踪表"]
    sheet.cell(1, sheet.max_column + 1, "我的列")
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(UneditableError, match="is filled"):
        write(read(path, KINDS), plan)
    assert path.read_bytes() == before


def remembered(path: Path, plan: Plan) -> None:
    commit(read(path, KINDS), plan, AUTHOR)


def undo(path: Path) -> Reading:
    outcome = undone(path, "", Author("张三", "reqsheets undo", AUTHOR.time), anyway=False, write=True)
    assert outcome.error is None
    return read(path, KINDS)


def test_undo_of_an_untouched_batch_gives_back_every_member_but_the_journal(path: Path, plan: Plan) -> None:
    before = members(path.read_bytes())
    remembered(path, plan)
    now = undo(path)
    after = members(path.read_bytes())
    assert before.keys() == after.keys()
    differing = [name for name in before if before[name] != after[name]]
    assert all(name.startswith(("xl/worksheets/sheet", "xl/tables/table", "xl/styles")) for name in differing)
    assert len([name for name in differing if "sheet" in name]) == 1
    assert [str(v) for v in now.frames["journal"]["new"] if v and "新增" in str(v)] != []
    assert reqsheets.verify(path).holds


def test_undo_keeps_a_sheet_on_which_people_typed_and_says_so(path: Path, plan: Plan) -> None:
    remembered(path, plan)
    book = openpyxl.load_workbook(path)
    sheet = book["疑似重复"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("备注") + 1, "先别动")
    sheet.cell(2, 1, "XY2024001")
    book.save(path)
    outcome = undone(path, "", Author("张三", "reqsheets undo", AUTHOR.time), anyway=False, write=True)
    assert [(f.rule, f.at.sheet) for f in outcome.plan.findings if f.rule == "REQ903"] == [("REQ903", "duplicates")]
    titles = openpyxl.load_workbook(path).sheetnames
    assert "疑似重复" in titles
    assert not {"看板", "看板数据"} & set(titles)
    assert broken_rules(path.read_bytes()) == []


def test_undo_of_an_undo_adds_the_sheets_again(path: Path, plan: Plan) -> None:
    remembered(path, plan)
    wanted = held(read(path, KINDS).frames)
    undo(path)
    now = held(undo(path).frames)
    assert {name: rows for name, rows in now.items() if name != "journal"} == {
        name: rows for name, rows in wanted.items() if name != "journal"
    }


def test_a_tab_shows_and_hides_again(path: Path) -> None:
    before = members(path.read_bytes())
    plan = Plan(changes=(ShowSheet("journal", old=False, new=True, because=NOTHING_SAID),))
    remembered(path, plan)
    assert "journal" not in read(path, KINDS).frames.unseen
    assert "journal" in undo(path).frames.unseen
    assert members(path.read_bytes())["xl/workbook.xml"] == before["xl/workbook.xml"]


def test_the_last_tab_that_shows_is_not_hidden(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        sheet.sheet_state = "visible" if sheet.title == "客户需求信息登记表" else "hidden"
    book.active = book["客户需求信息登记表"]
    book.save(path)
    with pytest.raises(UneditableError, match="only one that shows"):
        write(read(path, KINDS), Plan(changes=(ShowSheet("needs", old=True, new=False, because=NOTHING_SAID),)))


def _strict(content: bytes) -> bytes:
    """Return the workbook in the strict form of the format."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            text = text.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            text = text.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships/",
            )
            text = text.replace(
                b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
                b'"http://purl.oclc.org/ooxml/officeDocument/relationships"',
            )
            target.writestr(name, text)
    return out.getvalue()


def _with_1904(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("form", [_strict, _with_1904])
def test_strict_workbooks_and_those_that_count_from_1904_get_sheets_too(
    form: Callable[[bytes], bytes], path: Path, plan: Plan
) -> None:
    path.write_bytes(form(path.read_bytes()))
    reading = read(path, KINDS)
    write(reading, plan)
    assert held(read(path, KINDS).frames) == held(applied(reading.frames, plan))


@needs_office
def test_libreoffice_opens_a_workbook_that_got_sheets_and_shows_the_same(
    grown: Path, whole: Path, tmp_path: Path
) -> None:
    [made] = converted({"a": grown.read_bytes()}, tmp_path / "office", "xlsx").values()
    seen, wanted = openpyxl.load_workbook(made), openpyxl.load_workbook(grown)
    assert seen.sheetnames == wanted.sheetnames
    for title in WITHOUT[:2]:
        assert [cell.value for cell in seen[title][1]] == [cell.value for cell in wanted[title][1]]
    assert len(seen["看板"]._charts) == len(openpyxl.load_workbook(whole)["看板"]._charts)  # noqa: SLF001


# --- in an open workbook ---------------------------------------------------------------------------------------------


def test_an_open_workbook_gets_sheets_columns_and_tabs_and_gives_them_back(app: object, path: Path, plan: Plan) -> None:
    plan = joined([plan, Plan(changes=(ShowSheet("journal", old=False, new=True, because=NOTHING_SAID),))])
    book = opened(app, path.name, memory_sheets(path))  # type: ignore[arg-type]
    live = read_live(book, KINDS)
    wanted = applied(live.reading.frames, plan)
    start = held(live.reading.frames)
    write_live(book, live, plan)
    now = read_live(book, KINDS)
    assert held(now.reading.frames).keys() == held(wanted).keys()
    for name, there in held(wanted).items():
        assert held(now.reading.frames)[name] == there or name == "dashboard"  # the formulas of its tiles are not laid
    assert now.reading.frames.unseen == wanted.unseen
    back = []
    for change in reversed(plan.changes):
        one = inverse(change)  # type: ignore[arg-type]
        if isinstance(one, RemoveSheet):
            frame = now.reading.frames[one.sheet]
            one = RemoveSheet(one.sheet, one.title, tuple(frame.columns), rows_of(frame), NOTHING_SAID)
        back.append(one)
    assert any(isinstance(one, RemoveColumn) for one in back)
    write_live(book, now, Plan(changes=tuple(back)))
    assert held(read_live(book, KINDS).reading.frames) == start


def test_an_excel_that_refuses_leaves_everything_as_it_was(app: object, path: Path, plan: Plan) -> None:
    book = opened(app, path.name, memory_sheets(path))  # type: ignore[arg-type]
    live = read_live(book, KINDS)
    start = held(live.reading.frames)
    book.impl.locked = True
    plan = joined([plan, Plan(changes=(ShowSheet("journal", old=False, new=True, because=NOTHING_SAID),))])
    with pytest.raises(UneditableError, match="all is as it was"):
        write_live(book, live, plan)
    assert held(read_live(book, KINDS).reading.frames) == start
