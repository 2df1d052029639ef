"""History and verify: every change has its reason; what was tampered with is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from command_line import DAY, Ran, ran
from remembered import TODAY, looked_after, reading, records, typed, workbook

import reqsheets
from reqsheets.model.frames import row_numbers
from reqsheets.model.plan import Cell, Plan, SetCell, Words
from reqsheets.store.versions import content, history_folder
from reqsheets.xlsx.patching.patch import write

pytestmark = pytest.mark.capability("D8")

LATER = TODAY.replace(day=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def journal_file(path: Path) -> Path:
    return history_folder(path) / "journal.jsonl"


def command(path: Path, *words: str, **variables: str) -> Ran:
    return ran(*words, cwd=path.parent, **({"REQSHEETS_LANG": "en"} | variables))


def test_history_tells_each_batch_and_each_change_of_a_row_with_its_reason(path: Path) -> None:
    command(path, "nightly", path.name, "--write", "--today", DAY, REQSHEETS_USER="张三")
    [record] = records(path)
    told = command(path, "history", path.name)
    assert told.out.splitlines()[0].startswith(f"{record['batch']} 2024-04-01 00:00 张三 (reqsheets nightly) ")
    of_row = command(path, "history", path.name, "XY2024003", REQSHEETS_LANG="zh").out
    assert "客户需求信息登记表 XY2024003 需求状态 待处理 → 已合并（与第 2 行内容相同）" in of_row
    assert "XY2024001 重复" not in of_row
    found = json.loads(command(path, "history", path.name, "XY2024003", "--json").out)
    status = next(item for item in found if item["column"] == "status")
    assert (status["old"], status["new"], status["user"]) == ("待处理", "已合并", "张三")
    assert status["because"]["zh"]


def test_edits_in_between_are_recorded_cell_by_cell_as_edits_from_outside(path: Path) -> None:
    looked_after(path)
    typed(path, "needs", 3, "text", "误报率太高")
    typed(path, "needs", 3, "customer", None)
    looked_after(path, LATER)
    night, outside, again = records(path)
    assert (outside["command"], again["command"]) == ("外部修改", "reqsheets nightly")
    assert [edit[:5] for edit in outside["edits"]] == [  # type: ignore[attr-defined]
        ["needs", "XY2024002", "customer", "兴达机械公司", None],
        ["needs", "XY2024002", "text", "误报率高", "误报率太高"],
    ]
    assert night["number"] == 1
    assert reqsheets.verify(path).holds


def test_the_name_that_excel_left_is_told_of_edits_from_outside(path: Path) -> None:
    looked_after(path)
    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "李敏"
    sheet = book["客户需求信息登记表"]
    sheet.cell(3, reading(path).layouts["needs"].columns["text"]).value = "误报率太高"
    book.save(path)
    looked_after(path, LATER)
    outside = records(path)[1]
    assert (outside["command"], outside["user"]) == ("外部修改", "李敏")
    edits = [edit[:5] for edit in outside["edits"]]  # type: ignore[attr-defined]
    assert edits == [["needs", "XY2024002", "text", "误报率高", "误报率太高"]]


def test_edits_before_a_run_that_fails_are_not_forgotten(path: Path) -> None:
    looked_after(path)
    typed(path, "needs", 3, "text", "误报率太高")
    path.chmod(0o444)
    [entry] = reqsheets.nightly(path, write=True, today=LATER)
    assert entry.exit_code == 3
    path.chmod(0o644)
    looked_after(path, LATER)
    assert [record["command"] for record in records(path)] == ["reqsheets nightly", "外部修改", "reqsheets nightly"]


def test_nothing_recorded_is_said_so(path: Path) -> None:
    assert command(path, "history", path.name).out == "nothing recorded yet\n"
    assert "no file" in command(path, "history", "nix.xlsx").out
    looked_after(path)
    assert command(path, "history", path.name, "XY2099001").out == "no record of 'XY2099001'\n"
    assert command(path, "history", path.name, "XY2099001", "--json").out == "[]\n"


def test_history_is_there_though_the_workbook_is_gone(path: Path) -> None:
    looked_after(path)
    path.unlink()
    assert "reqsheets nightly" in command(path, "history", path.name).out


def test_a_workbook_that_was_renamed_takes_its_history_along(path: Path) -> None:
    looked_after(path)
    other = path.rename(path.with_name("改名.xlsx"))
    assert reqsheets.history(other)
    assert reqsheets.verify(other).holds
    assert reqsheets.undo(other, write=True, today=TODAY).written


def test_a_copy_without_its_history_is_no_rename(path: Path) -> None:
    looked_after(path)
    other = Path(shutil.copy(path, path.with_name("副本.xlsx")))
    assert reqsheets.history(other) == []
    [fault] = reqsheets.verify(other).faults
    assert (fault.part, "1 batch(es) but no records" in fault.why.en) == ("anchor", True)
    looked_after(other, LATER)
    [fault] = reqsheets.verify(other).faults
    assert "the first 1 batch(es) of the workbook are not in these records" in fault.why.en
    assert reqsheets.verify(path).holds


def three_nights(path: Path) -> None:
    for day in (1, 2, 3):
        typed(path, "needs", 3, "text", f"误报率 {day}")
        looked_after(path, TODAY.replace(day=day))


def lines_changed(change: Callable[[list[str]], object]) -> Callable[[Path], object]:
    def harm(path: Path) -> None:
        lines = journal_file(path).read_text("utf-8").splitlines(keepends=True)
        change(lines)
        journal_file(path).write_text("".join(lines), "utf-8", newline="\n")

    return harm


def journal_rows(order: Callable[[list[int]], list[int]]) -> Callable[[Path], object]:
    """Let the journal sheet keep only these of its rows, in this order."""

    def harm(path: Path) -> None:
        found = reading(path)
        frame = found.frames["journal"]
        rows = row_numbers(frame)
        kept = order(rows)
        for to, source in zip(rows, [*kept, *[None] * (len(rows) - len(kept))], strict=True):
            sets = []
            for column in frame.columns:
                old, new = frame[column][to], None if source is None else frame[column][source]
                if old != new:
                    sets.append(SetCell(Cell("journal", to, column), old, new, Words("", "")))
            if sets:
                write(reading(path), Plan((), tuple(sets)))

    return harm


def other_text(lines: list[str]) -> None:
    assert "误报率 1" in lines[1]
    lines[1] = lines[1].replace("误报率 1", "误报率 7")


def a_piece(path: Path) -> Path:
    return next((history_folder(path) / "pieces").glob("??/*"))


TAMPERED: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "a record altered": (lines_changed(other_text), "records", 2),
    "a record removed": (lines_changed(lambda lines: lines.pop(2)), "records", 3),
    "the first record removed": (lines_changed(lambda lines: lines.pop(0)), "records", 1),
    "two records exchanged": (lines_changed(lambda lines: lines.insert(1, lines.pop(2))), "records", 2),
    "the end cut off": (lines_changed(lambda lines: lines.pop()), "anchor", 4),
    "more of the end cut off": (lines_changed(lambda lines: lines.__delitem__(slice(2, None))), "anchor", 2),
    "all records deleted": (lambda path: journal_file(path).unlink(), "anchor", 0),
    "the history deleted": (lambda path: shutil.rmtree(history_folder(path)), "anchor", 0),
    "an older workbook in its place": (lambda path: path.write_bytes(content(path, 3)), "anchor", 5),
    "a piece of a version gone": (lambda path: a_piece(path).unlink(), "versions", 0),
    "a journal entry altered": (lambda path: typed(path, "journal", 2, "new", "别的"), "journal", 2),
    "the last journal entries removed": (journal_rows(lambda rows: rows[:-1]), "anchor", 5),
    "a journal entry removed": (journal_rows(lambda rows: [rows[0], *rows[2:]]), "journal", 3),
    "two journal entries exchanged": (journal_rows(lambda rows: [rows[1], rows[0], *rows[2:]]), "journal", 2),
    "the whole journal emptied": (journal_rows(lambda rows: rows[:0]), "anchor", 5),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_names_what_was_tampered_with(what: str, path: Path) -> None:
    three_nights(path)
    assert reqsheets.verify(path).holds
    harm, part, at = TAMPERED[what]
    harm(path)
    told = json.loads(command(path, "verify", path.name, "--json").out)
    assert not told["holds"]
    faults = [(fault["part"], fault["at"]) for fault in told["faults"]]
    assert faults[0] == (part, at or faults[0][1])
    done = command(path, "verify", path.name, REQSHEETS_LANG="zh")
    assert done.exit_code == 1
    assert done.out.count("\n") == len(faults) + bool(told["head"])


def test_verify_of_a_whole_record_and_of_none(path: Path) -> None:
    assert reqsheets.verify(path).holds
    three_nights(path)
    done = command(path, "verify", path.name)
    kept, head = len(reqsheets.restore(path)), reqsheets.verify(path).head
    assert done.exit_code == 0
    assert done.out == f"5 record(s) and {kept} version(s), whole and unaltered\nlast hash: {head}\n"


def test_verify_of_a_workbook_whose_journal_sheet_is_gone(path: Path) -> None:
    looked_after(path)
    book = openpyxl.load_workbook(path)
    del book["操作日志"]
    book.save(path)
    assert [fault.part for fault in reqsheets.verify(path).faults] == ["journal", "anchor"]
