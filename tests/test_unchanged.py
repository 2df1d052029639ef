"""A workbook that is as its last night of the day left it is not read again (D25); whatever bears on it wakes it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import here
from openpyxl import load_workbook

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.store.own_notes import note_about

DAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the five examples as one night left them."""
    folder = tmp_path_factory.mktemp("five")
    for spec in KINDS:
        reqsheets.new(spec.kind, folder / f"{spec.kind}.xlsx", example=True)
    night(folder)
    return folder


@pytest.fixture
def books(five: Path, tmp_path: Path) -> Path:
    """Return a folder with two of them, with their histories, after a night."""
    folder = tmp_path / "books"
    for name in ("survey.xlsx", "customer.xlsx"):
        shutil.copytree(five / ".reqsheets" / name, folder / ".reqsheets" / name)
        shutil.copy2(five / name, folder / name)
    assert not any(entry.unchanged for entry in night(folder))
    assert resting(folder) == {"survey", "customer"}
    return folder


def night(folder: Path, *, force: bool = False, report: Path | None = None, today: date = DAY) -> list[reqsheets.Entry]:
    return reqsheets.nightly(folder, write=True, force=force, report=report, today=today)


def resting(folder: Path, today: date = DAY) -> set[str]:
    return {Path(entry.path).stem for entry in night(folder, today=today) if entry.unchanged}


def told(entry: reqsheets.Entry) -> dict[str, object]:
    left_out = ("seconds", "unchanged")
    return {one.name: getattr(entry, one.name) for one in fields(entry) if one.name not in left_out}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.capability("D25")
def test_the_note_answers_as_a_run_would_and_no_byte_changes(five: Path) -> None:
    before = contents(five)
    rested = night(five)
    assert [entry.unchanged for entry in rested] == [True] * len(KINDS)
    forced = night(five, force=True)
    assert not any(entry.unchanged for entry in forced)
    assert [told(entry) for entry in rested] == [told(entry) for entry in forced]
    assert contents(five) == before


def test_it_answers_so_for_what_people_owe_too(books: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("report")
    first, rested, forced = (night(books, report=report, force=force) for force in (False, False, True))
    assert [entry.unchanged for entry in (*first, *rested, *forced)] == [False, False, True, True, False, False]
    duties = [[entry.duties for entry in run] for run in (rested, forced)]
    assert all(one is not None and one.owed for one in duties[0])
    assert [told(entry) for entry in rested] == [told(entry) for entry in forced]


def test_terminal_and_log_tell_it(
    books: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path_factory.mktemp("report")
    command = ["nightly", str(books), "--write", "--today", f"{DAY}", "--report", str(report)]
    assert here(capsys, *command).exit_code == 1
    again = here(capsys, *command)
    assert again.exit_code == 1
    assert again.out.count("今天上次运行之后没有变化") == 2
    assert '"unchanged": true' in (report / "run.jsonl").read_text("utf-8")
    assert here(capsys, *command, "--force").out.count("没有变化") == 0


def edited(folder: Path) -> None:
    book = load_workbook(folder / "survey.xlsx")
    sheet = book["需求跟踪表"] if "需求跟踪表" in book.sheetnames else book.worksheets[1]
    sheet["H30"] = "新写的字"
    book.save(folder / "survey.xlsx")


def saved_anew(folder: Path) -> None:
    with zipfile.ZipFile(folder / "survey.xlsx", "a") as package:
        package.comment = b"saved"


def opened_by_somebody(folder: Path) -> None:
    (folder / "~$survey.xlsx").write_bytes(b"\x06zhang " + b" " * 158)


def records_cut(folder: Path) -> None:
    records = folder / ".reqsheets" / "survey.xlsx" / "journal.jsonl"
    records.write_bytes(records.read_bytes()[:-30])


def version_lost(folder: Path) -> None:
    shutil.rmtree(folder / ".reqsheets" / "survey.xlsx" / "pieces")


def copied_with_its_history(folder: Path) -> None:
    shutil.copyfile(folder / "survey.xlsx", folder / "copy.xlsx")
    shutil.copytree(folder / ".reqsheets" / "survey.xlsx", folder / ".reqsheets" / "copy.xlsx")


def another_ones_history_set_aside(folder: Path) -> None:
    (folder / ".reqsheets" / "survey.xlsx.0a1b2c3d").mkdir()


def paper_issued(folder: Path) -> None:
    ledger = folder / ".reqsheets" / "survey.xlsx" / "papers.jsonl"
    ledger.write_text("{}\n", "utf-8")


def note_that_others_may_write(folder: Path) -> None:
    note_about((folder / "survey.xlsx").resolve()).chmod(0o666)


def note_of_another(folder: Path) -> None:
    shutil.copyfile(*(note_about((folder / name).resolve()) for name in ("customer.xlsx", "survey.xlsx")))


def note_cut_short(folder: Path) -> None:
    place = note_about((folder / "survey.xlsx").resolve())
    place.write_bytes(place.read_bytes()[:-9])


def note_lost(folder: Path) -> None:
    note_about((folder / "survey.xlsx").resolve()).unlink()


WAKES = [
    edited, saved_anew, opened_by_somebody, records_cut, version_lost, copied_with_its_history,
    another_ones_history_set_aside, paper_issued, note_that_others_may_write, note_of_another, note_cut_short,
    note_lost,
]  # fmt: skip


@pytest.mark.parametrize("change", WAKES, ids=lambda change: change.__name__)
def test_what_bears_on_it_wakes_it_and_no_other(books: Path, change: Callable[[Path], None]) -> None:
    change(books)
    assert resting(books) - {"copy"} == {"customer"}


def test_another_day_person_or_trust_wakes_all(books: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as other:
        other.setenv("REQSHEETS_TRUST", str(tmp_path))
        assert not resting(books)
    night(books)
    kind = tmp_path / "own.toml"
    kind.write_text(
        'kind = "own"\ntitle = "自用"\n[[sheets]]\ntitle = "表"\n[[sheets.columns]]\ntitle = "编号"\n', "utf-8"
    )
    assert resting(books) == {"survey", "customer"}
    with monkeypatch.context() as other:
        other.setenv("REQSHEETS_HOME", str(tmp_path / "another"))  # another person has no notes
        assert not resting(books)
    night(books)
    assert not resting(books, date(2024, 7, 2))


def test_a_folder_of_attachments_and_a_workbook_that_it_names_bear_on_it(tmp_path: Path) -> None:
    path = tmp_path / "response.xlsx"
    reqsheets.new("response", path, example=True)
    (tmp_path / "附件").mkdir()
    book = load_workbook(path)
    sheet = book["参数配置"]
    last = sheet.max_row + 1
    sheet.cell(last, 1, "附件文件夹1")
    sheet.cell(last, 2, "附件")
    book.save(path)
    night(tmp_path)
    assert resting(tmp_path) == {"response"}
    (tmp_path / "附件" / "新附件.pdf").write_bytes(b"")
    assert not resting(tmp_path)
    assert resting(tmp_path) == {"response"}


def test_what_ends_within_the_day_is_judged_anew_at_another_moment(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xlsx"
    reqsheets.new("feedback", path, example=True)
    quiet, busy = map(datetime.fromisoformat, ("2024-07-01T09:00", "2024-03-11T09:00"))
    for moment, later, rests in ((quiet, quiet.replace(hour=17), True), (busy, busy.replace(hour=17), None)):
        reqsheets.nightly(path, write=True, today=moment)
        (at_once,) = reqsheets.nightly(path, write=True, today=moment)
        assert at_once.unchanged
        (entry,) = reqsheets.nightly(path, write=True, today=later)
        forced = reqsheets.nightly(path, write=True, today=later, force=True)
        assert entry.findings == forced[0].findings
        assert rests is None or entry.unchanged is rests


def test_a_night_that_could_not_write_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    reqsheets.new("survey", path, example=True)
    lock = tmp_path / "~$survey.xlsx"
    lock.write_bytes(b"\x06zhang " + b" " * 158)
    assert [entry.exit_code for entry in night(tmp_path)] == [3]
    lock.unlink()
    (second,) = night(tmp_path)
    assert second.written
    assert resting(tmp_path) == {"survey"}


def test_a_dry_run_notes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "survey.xlsx"
    reqsheets.new("survey", path, example=True)
    before = sorted(tmp_path.iterdir())
    for _ in range(2):
        (entry,) = reqsheets.nightly(path, today=DAY)
        assert not entry.unchanged
    assert sorted(tmp_path.iterdir()) == before
