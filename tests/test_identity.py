"""A workbook is known by its own ID: never by its name alone, wherever it is moved, copied or begun anew."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from command_line import here, register
from remembered import BY_HAND, TODAY, looked_after, reading, records, typed, workbook

import reqsheets
from reqsheets.app.commit import commit
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author
from reqsheets.model.errors import OtherRunError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Cell, Plan, SetCell
from reqsheets.report.run_log import Entry
from reqsheets.store.run_lock import exclusive_run

pytestmark = pytest.mark.capability("3-1d")

NIGHT = TODAY.replace(day=8)
IDS = ("工作簿标识", "登记表标识")


def ids(path: Path) -> tuple[str, str]:
    """Return the workbook's ID and that of its series, as openpyxl reads them."""
    rows = openpyxl.load_workbook(path)["参数配置"].iter_rows(min_row=2, max_col=2, values_only=True)
    held = {str(name): str(value or "") for name, value in rows}
    return held.get(IDS[0], ""), held.get(IDS[1], "")


def rules(entry: Entry) -> dict[str, str]:
    return {rule.rule: rule.message.en for rule in entry.rules}


def night(path: Path, day: date = NIGHT) -> Entry:
    [entry] = reqsheets.nightly(path, write=True, today=day)
    return entry


@pytest.mark.fault("F-43")
@pytest.mark.parametrize("kind", [kind.kind for kind in KINDS])
def test_every_new_workbook_has_an_id_of_its_own(kind: str, tmp_path: Path) -> None:
    first, second = (ids(reqsheets.new(kind, tmp_path / f"{name}.xlsx", example=name == "b")) for name in "ab")
    assert re.fullmatch("WB-[0-9a-f]{16}", first[0])
    assert re.fullmatch("RG-[0-9a-f]{16}", first[1])
    assert len({*first, *second}) == 4


@pytest.mark.fault("F-43")
def test_rollover_gives_a_new_id_and_keeps_that_of_the_series(tmp_path: Path) -> None:
    old = reqsheets.new("feedback", tmp_path / "登记2024.xlsx", example=True)
    made = reqsheets.rollover(old, write=True, today=date(2024, 12, 30))
    assert ids(made.target)[1] == ids(old)[1]
    assert ids(made.target)[0] not in ("", ids(old)[0])
    assert records(made.target)[0]["workbook"] == ids(made.target)[0]
    assert made.head == reqsheets.verify(made.target).head
    assert reqsheets.verify(made.target).holds


@pytest.mark.fault("F-43")
def test_a_workbook_without_an_id_gets_one_by_its_next_write_and_undo_takes_it_back(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert ids(path) == ("", "")
    looked_after(path)
    given = ids(path)
    assert all(given)
    assert {record["workbook"] for record in records(path)} == {given[0]}
    reqsheets.undo(path, write=True, today=TODAY)
    assert ids(path) == ("", "")
    night(path)
    assert ids(path)[0] == given[0]
    assert reqsheets.verify(path).holds


@pytest.mark.fault("F-43")
@pytest.mark.parametrize("way", ["new", "copied in"])
def test_a_new_register_under_an_old_name_begins_a_history_of_its_own(way: str, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    old = reqsheets.history(path)
    away = path.rename(tmp_path / "away.bin")
    if way == "new":
        reqsheets.new("feedback", path)
    else:
        register(path, [{"number": "XY2030001", "text": "另一个登记表", "customer": "*先生"}])
    assert reqsheets.history(path) == []
    entry = night(path)
    assert not entry.error
    assert {record.batch for record, _ in reqsheets.history(path)} == {"20240408-1"}
    assert reqsheets.verify(path).holds
    path.unlink()
    away.rename(path)  # the other comes back under its old name
    assert reqsheets.history(path) == old
    assert reqsheets.verify(path).holds


@pytest.mark.fault("F-43")
def test_a_copy_is_told_on_both_and_their_histories_are_not_mixed(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    before = reqsheets.history(path)
    copy = Path(shutil.copy(path, tmp_path / "登记 - 副本.xlsx"))
    typed(copy, "needs", 3, "text", "副本里改的")
    assert "登记.xlsx" in rules(night(copy))["REQ031"]
    assert reqsheets.history(path) == before
    typed(path, "needs", 3, "text", "原件里改的")
    assert "登记 - 副本.xlsx" in rules(night(path))["REQ031"]
    edits = [edit.new for record, edit in reqsheets.history(path) if record.command == "外部修改"]
    assert edits == ["原件里改的"]


@pytest.mark.fault("F-43")
def test_a_copy_in_another_folder_is_told_when_one_run_sees_both(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a")
    looked_after(path)
    (tmp_path / "b").mkdir()
    shutil.copytree(tmp_path / "a", tmp_path / "b", dirs_exist_ok=True)
    first, second = reqsheets.nightly(tmp_path, write=True, today=NIGHT)
    assert "REQ031" in rules(first)
    assert "REQ031" in rules(second)


@pytest.mark.fault("F-43")
def test_a_copy_whose_id_is_blanked_gets_another_one(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    copy = Path(shutil.copy(path, tmp_path / "副本.xlsx"))
    found = reading(copy)
    row = parameter_row(found.frames, IDS[0])
    typed(copy, "parameters", row, "value", None)
    night(copy)
    assert ids(copy)[0] not in ("", ids(path)[0])
    assert "REQ031" not in rules(night(copy, TODAY.replace(day=9)))


def parameter_row(frames: Frames, name: str) -> int:
    frame = frames["parameters"]
    return int(frame.index[frame["name"].tolist().index(name)])


@pytest.mark.fault("F-43")
def test_a_workbook_moved_without_its_history_is_told_and_goes_on(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    (tmp_path / "elsewhere").mkdir()
    moved = path.rename(tmp_path / "elsewhere" / "登记.xlsx")
    typed(moved, "needs", 3, "text", "搬家后改的")
    entry = night(moved)
    assert entry.written
    assert entry.exit_code < 3
    assert ".reqsheets" in rules(entry)["REQ028"]
    assert [record["number"] for record in records(moved)] == [2, 3]  # 1 was given before


@pytest.mark.fault("F-45")
def test_undo_right_after_a_rollover_says_what_is_the_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = reqsheets.new("feedback", tmp_path / "登记2024.xlsx", example=True)
    made = reqsheets.rollover(old, write=True, today=date(2024, 12, 30))
    done = here(capsys, "undo", str(made.target), "--lang", "en")
    assert done.exit_code == 2
    assert "made this workbook, so there is nothing before it" in done.err


# --- numbers that were erased -------------------------------------------------------------------------------------


@pytest.mark.fault("F-44")
@pytest.mark.parametrize("kind", [kind.kind for kind in KINDS])
def test_an_erased_number_is_offered_again_and_never_replaced(kind: str, tmp_path: Path) -> None:
    path = reqsheets.new(kind, tmp_path / "登记.xlsx", example=True)
    [spec] = [spec for spec in KINDS if spec.kind == kind]
    night(path, date(2026, 11, 1))
    erased = {}
    for sheet in spec.sheets:
        column = next((column for column in sheet.columns if column.numbering is not None), None)
        frame = reading(path).frames.tables.get(sheet.name)
        if column is None or frame is None or not len(frame):
            continue
        numbers = frame[column.name].tolist()
        at = next(i for i, number in enumerate(numbers) if number is not None and numbers.count(number) == 1)
        erased[sheet.name, int(frame.index[at]), column.name] = numbers[at]
        typed(path, sheet.name, int(frame.index[at]), column.name, None)
    assert erased
    night(path, date(2026, 11, 2))
    frames = reading(path).frames
    assert [frames[sheet][column][row] for sheet, row, column in erased] == [None] * len(erased)
    [outcome] = reqsheets.check(path, today=date(2026, 11, 3))
    found = {(f.at.sheet, f.at.row, f.at.column): f.key for f in outcome.plan.findings if f.rule == "REQ490"}
    assert found == erased
    reqsheets.check(path, fix=True, write=True, today=date(2026, 11, 3))
    frames = reading(path).frames
    assert {at: frames[at[0]][at[2]][at[1]] for at in erased} == erased


@pytest.mark.fault("F-44")
def test_the_second_night_still_knows_the_number_that_was_erased(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    typed(path, "needs", 3, "number", None)
    for day in (8, 9):
        assert "XY2024002" in rules(night(path, TODAY.replace(day=day)))["REQ490"]
    assert reading(path).frames["needs"]["number"].tolist()[1] is None


@pytest.mark.fault("F-44")
def test_a_new_row_gets_a_new_number_though_another_row_was_deleted(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    looked_after(path)
    for column, value in {"number": None, "text": "换一种图表颜色", "customer": "丙公司", "source": None}.items():
        if column in reading(path).frames["needs"].columns:
            typed(path, "needs", 3, column, value)
    night(path)
    assert reading(path).frames["needs"]["number"].tolist()[1] == "XY2024004"


# --- runs beside each other, and what is left over -----------------------------------------------------------------


@pytest.mark.fault("F-45")
def test_what_lay_beside_a_workbook_goes_once_it_could_be_written(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    path.chmod(0o444)
    entry = night(path)
    assert entry.exit_code == 3
    left = [tmp_path / f"登记.校验结果.{suffix}" for suffix in ("txt", "json")]
    assert [file.exists() for file in left] == [True, True]
    path.chmod(0o644)
    assert night(path).written
    assert [file.exists() for file in left] == [False, False]


@pytest.mark.fault("F-45")
def test_a_note_of_somebody_s_own_under_that_name_stays(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    own = tmp_path / "登记.校验结果.txt"
    own.write_text("我的笔记", "utf-8")
    assert night(path).written
    assert own.read_text("utf-8") == "我的笔记"


@pytest.mark.fault("F-45")
def test_who_waits_too_long_is_told_who_is_writing_and_since_when(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    waiting = pytest.raises(OtherRunError, match="another run of reqsheets \\(王五, since 20")
    with exclusive_run(path, who="王五"), waiting, exclusive_run(path, patience=0):
        pass
    with exclusive_run(path, patience=0):
        pass


@pytest.mark.fault("F-45")
def test_who_comes_second_is_told_whose_run_came_first(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    start = reading(path)
    plans = [Plan((), (SetCell(Cell("needs", 2, "text"), "导出为Excel", text, BY_HAND),)) for text in "甲乙"]
    when = datetime(2024, 4, 1, 2)  # noqa: DTZ001 (the records hold local time)
    commit(start, plans[0], Author("张三", "reqsheets nightly", when))
    with pytest.raises(OtherRunError, match="张三, 2024-04-01 02:00:00, reqsheets nightly"):
        commit(start, plans[1], Author("李四", "reqsheets nightly", when))
    assert reading(path).frames["needs"]["text"].tolist()[0] == "甲"
    assert reqsheets.verify(path).holds
