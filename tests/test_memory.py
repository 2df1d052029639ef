"""The memory is looked at before every write: what was tampered with or damaged is told and recorded, never a crash."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import here
from histories import DAMAGED, EIGHT, FOLLOW, STATES, journal, lines, newest, put, three_nights
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from remembered import TODAY, looked_after, reading, typed, workbook

import reqsheets
from reqsheets.model.audit import broken, from_line, to_line, without_values
from reqsheets.model.errors import DamagedHistoryError, ReqsheetsError
from reqsheets.report.run_log import Entry
from reqsheets.store import record_file
from reqsheets.store.versions import history_folder

NIGHT, NEXT = TODAY.replace(day=8), TODAY.replace(day=9)
OLD = Path(__file__).parent / "old_history.json"
SEEN = ("REQ025", "REQ026")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_nights(tmp_path_factory.mktemp("base")).parent


@pytest.fixture
def path(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "a")) / "登记.xlsx"


def night(path: Path, day: int = 8) -> Entry:
    [entry] = reqsheets.nightly(path, write=True, today=TODAY.replace(day=day))
    return entry


def told(entry: Entry) -> str:
    """Return all that a night says of one workbook's memory."""
    words = [entry.error.en] if entry.error else []
    return " ".join([*words, *(rule.message.en for rule in entry.rules if rule.rule.startswith("REQ0"))])


def commands(path: Path) -> list[str]:
    """Return the commands of all records that can be read."""
    return [record.command for record in record_file.records(path)]


# --- what was tampered with ---------------------------------------------------------------------------------------


@pytest.mark.fault("S-3", "S-4", "F-41", "F-42")
@pytest.mark.parametrize("what", EIGHT)
def test_the_noted_hash_shows_each_of_the_eight_tamperings(what: str, path: Path) -> None:
    noted = reqsheets.verify(path).head
    assert reqsheets.verify(path, expect=noted).holds
    EIGHT[what](path)
    faults = reqsheets.verify(path, expect=noted).faults
    assert faults
    if what[0] in "245":
        assert faults[-1].part == "expected"


@pytest.mark.fault("S-3", "F-41", "F-42")
@pytest.mark.parametrize("what", [what for what in EIGHT if what[0] not in "45"])
def test_six_of_them_are_seen_by_verify_and_by_the_next_night_and_stay_on_record(what: str, path: Path) -> None:
    EIGHT[what](path)
    assert not reqsheets.verify(path).holds
    entry = night(path)
    assert entry.exit_code == 3
    assert [rule.rule for rule in entry.rules if rule.rule in SEEN]
    assert commands(path).count("记录中断") == 1
    again = night(path, 9)
    if what[0] != "3":  # there it stays as it is until somebody decides
        assert entry.written
        assert "REQ025" not in {rule.rule for rule in again.rules}
        assert "REQ027" in {rule.rule for rule in again.rules}
        assert again.exit_code < 3
    assert commands(path).count("记录中断") == 1
    assert not reqsheets.verify(path).holds


@pytest.mark.fault("S-4")
def test_every_write_and_verify_tell_the_last_hash(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = path.parent / "report"
    done = here(capsys, "nightly", str(path), "--write", "--today", "2024-04-08", "--report", str(report))
    head = reqsheets.verify(path).head
    assert head in done.out
    assert json.loads((report / "run.jsonl").read_text("utf-8").splitlines()[0])["head"] == head
    assert head in (report / "summary.txt").read_text("utf-8")
    assert head in here(capsys, "verify", str(path)).out
    typed(path, "needs", 3, "customer", "兴达机械公司 ")
    for words in (["check", "--fix"], ["undo"], ["restore", "1"]):
        done = here(capsys, *words[:1], str(path), *words[1:], "--write", "--lang", "en", "--today", "2024-04-09")
        assert f"last hash: {reqsheets.verify(path).head}" in done.out, words
    assert reqsheets.verify(path, expect=head).holds  # an earlier hash is still in the chain


@pytest.mark.fault("S-3", "F-42")
def test_edits_after_a_version_that_is_gone_are_recorded_against_the_last_whole_one(path: Path) -> None:
    typed(path, "needs", 2, "text", "改过")
    newest(path).unlink()
    night(path)
    found = [edit for record, edit in reqsheets.history(path) if record.command == "外部修改"]
    assert "cell by cell unknown" in next(edit for edit in found if not edit.sheet).because.en
    edits = [(edit.key, edit.column, edit.old, edit.new) for edit in found]
    assert ("XY2024001", "text", "导出为Excel", "改过") in edits


# --- a break in the chain -----------------------------------------------------------------------------------------


@pytest.mark.fault("F-40")
@pytest.mark.parametrize("at", [0, 1, 4])
def test_after_a_damaged_line_history_lists_on_numbers_go_on_and_undo_refuses(at: int, path: Path) -> None:
    held = lines(path)
    put(path, *held[:at], "###" + held[at][:20], *held[at + 1 :])
    with pytest.raises(DamagedHistoryError, match=rf"record {at + 1} .*nothing was undone"):
        reqsheets.undo(path, write=True, today=NIGHT)
    entry = night(path)
    assert f"record {at + 1} is no whole record" in told(entry)
    batches = list(dict.fromkeys(record.batch for record, _ in reqsheets.history(path)))
    numbers = [int(batch.partition("-")[2]) for batch in batches]
    assert numbers == [number for number in range(1, 8) if number != at + 1]
    [mark] = [record for record in record_file.records(path) if record.command == "记录中断"]
    assert mark.edits[0].old == from_line(held[4 if at < 4 else 3]).link  # the old head
    with pytest.raises(DamagedHistoryError):
        reqsheets.undo(path, batches[-1], today=NIGHT)
    outcome = reqsheets.undo(path, batches[-1], anyway=True, write=True, today=NIGHT)
    assert (outcome.batch, outcome.written) == (batches[-1], True)


@pytest.mark.fault("F-40")
def test_undo_names_the_batch_that_it_takes_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = here(capsys, "undo", str(path), "--today", "2024-04-08", "--lang", "en")
    assert done.out.startswith("batch that is undone: 20240403-5\n")


@pytest.mark.fault("F-40")
@pytest.mark.parametrize("command", ["score", "merge", "check"])
def test_a_command_that_has_nothing_to_write_records_the_break_too(command: str, path: Path) -> None:
    put(path, *lines(path)[:1], "###", *lines(path)[2:])
    options = {"fix": True} if command == "check" else {}
    [outcome] = getattr(reqsheets, command)(path, write=True, today=NIGHT, **options)
    assert outcome.exit_code == 3
    assert "REQ025" in {finding.rule for finding in outcome.plan.findings}
    assert commands(path)[-1] == "记录中断" or outcome.written
    assert commands(path).count("记录中断") == 1


@pytest.mark.fault("F-41")
def test_records_cut_off_are_told_and_no_number_is_given_twice(path: Path) -> None:
    put(path, *lines(path)[:1])
    entry = night(path)
    assert "the records lack" in told(entry)
    numbers = [record.number for record in record_file.records(path)]
    assert numbers[0] == 1
    assert min(numbers[1:]) > 5


@pytest.mark.fault("F-41")
def test_a_shortened_journal_sheet_is_told_by_the_night_and_stays_on_record(path: Path) -> None:
    frame = reading(path).frames["journal"]
    for column in frame.columns:
        if frame[column].tolist()[-1] is not None:
            typed(path, "journal", frame.index.tolist()[-1], column, None)
    entry = night(path)
    assert entry.written
    assert "its journal sheet was altered" in told(entry)
    assert not reqsheets.verify(path).holds


# --- an older copy ------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-41")
@pytest.mark.parametrize("edited", [False, True])
def test_an_older_copy_is_named_and_nothing_is_done_until_somebody_decides(*, edited: bool, path: Path) -> None:
    path.write_bytes((path.parent / STATES[0]).read_bytes())
    if edited:
        typed(path, "needs", 2, "customer", "*先生")
    before = path.read_bytes()
    entry = night(path)
    assert (entry.written, entry.exit_code, path.read_bytes()) == (False, 3, before)
    assert "is the state of 2024-04-01 00:00, batch 20240401-1" in told(entry)
    assert "these batches are missing from it: 20240402-3, 20240403-5" in told(entry)
    assert "reqsheets restore 登记.xlsx 6 --write" in told(entry)
    assert commands(path)[-1] == "记录中断"


@pytest.mark.fault("F-41")
def test_from_an_older_copy_both_ways_lead_on(path: Path) -> None:
    for keep in (False, True):
        path.write_bytes((path.parent / STATES[0]).read_bytes())
        assert night(path).exit_code == 3
        reqsheets.restore(path, 0 if keep else 6, keep=keep, write=True, today=NIGHT)
        texts = reading(path).frames["needs"]["text"].tolist()
        assert ("误报率 1" in texts) == keep
        entry = night(path, 9)
        assert entry.exit_code < 3
        assert [fault.part for fault in reqsheets.verify(path).faults if fault.part != "break"] == []


# --- what is damaged or was planted -------------------------------------------------------------------------------


@pytest.mark.fault("S-14", "F-45")
@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_history_is_told_as_such_and_never_a_fault_of_ours(what: str, path: Path) -> None:
    DAMAGED[what](path)
    before = path.read_bytes()
    tried = (reqsheets.history, reqsheets.verify, reqsheets.restore, lambda file: reqsheets.undo(file, today=NIGHT))
    for command in tried:
        try:
            command(path)
        except ReqsheetsError as error:
            assert error.exit_code in (2, 3), what  # noqa: PT017 (most commands go on)
    entry = night(path)
    assert entry.exit_code == 3
    damaged = "The history is damaged: " in told(entry) or "is not a file of reqsheets' own" in told(entry)
    assert damaged or what == "a wrong digest"
    if what in FOLLOW:
        assert entry.written
        assert night(path, 9).exit_code < 3
    else:
        assert path.read_bytes() == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_becomes_of_the_files_of_a_history_ends_in_words(data: st.DataObject, base: Path) -> None:
    harmed_at_random(data, base)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_becomes_of_the_files_of_a_history_ends_in_words_500_times(data: st.DataObject, base: Path) -> None:
    harmed_at_random(data, base)


def harmed_at_random(data: st.DataObject, base: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        folder = base.parent / "fuzzed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder)
        patch.chdir(folder)
        path = folder / "登记.xlsx"
        files = sorted(file for file in history_folder(path).rglob("*") if file.is_file())
        for file in data.draw(st.lists(st.sampled_from(files), min_size=1, max_size=3)):
            content = bytearray(file.read_bytes())
            for _ in range(data.draw(st.integers(1, 4))):
                at = data.draw(st.integers(0, max(len(content) - 1, 0)))
                new = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from([b"null", b"-1", b"{}", b"[]", b'"'])))
                content[at : at + data.draw(st.integers(0, 40))] = new
            file.write_bytes(content)
        for command in (reqsheets.history, reqsheets.verify, reqsheets.restore):
            try:
                command(path)
            except ReqsheetsError as error:
                assert error.exit_code in (2, 3)  # noqa: PT017
        assert night(path).exit_code in (0, 1, 3)


# --- records ------------------------------------------------------------------------------------------------------


def test_a_value_can_be_blanked_and_the_chain_still_holds(path: Path) -> None:
    held = lines(path)
    record = from_line(held[1])
    assert "误报率 2" in to_line(record)
    blanked = to_line(without_values(record, *range(len(record.edits))))
    assert "误报率" not in blanked
    assert "XY2024002" not in blanked
    put(path, held[0], blanked, *held[2:])
    assert broken(lines(path)) is None
    assert reqsheets.verify(path).holds
    assert night(path).exit_code < 3
    put(path, held[0], blanked.replace('"needs"', '"scores"'), *lines(path)[2:])
    assert broken(lines(path)) is not None


def old_history(folder: Path) -> Path:
    """Lay out a workbook and its history as an older version of this program left them."""
    for name, digits in json.loads(OLD.read_text("utf-8"))["files"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes.fromhex(digits))
    return folder / "登记.xlsx"


def test_a_history_of_the_older_form_is_read_verified_undone_and_goes_on(tmp_path: Path) -> None:
    path = old_history(tmp_path)
    was = journal(path).read_text("utf-8")
    assert reqsheets.verify(path).holds
    assert [record.command for record, _ in reqsheets.history(path)][-1] == "reqsheets check --fix"
    assert reqsheets.undo(path, write=True, today=NIGHT).written
    assert reading(path).frames["needs"]["customer"].tolist()[0] == "乙公司 "
    assert reqsheets.restore(path, 1, write=True, today=NEXT)
    assert journal(path).read_text("utf-8").startswith(was)
    assert reqsheets.verify(path).holds
    typed(path, "needs", 3, "customer", "丙公司 ")
    put(path, lines(path)[0].replace("甲公司", "丁公司"), *lines(path)[1:])
    [outcome] = reqsheets.check(path, fix=True, write=True, today=NEXT)
    assert outcome.exit_code == 3


def test_a_workbook_that_was_never_looked_after_has_nothing_to_tell(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert reqsheets.verify(path).head == ""
    looked_after(path)
    assert night(path).exit_code < 3


# --- an anchor outside (D23) --------------------------------------------------------------------------------------


@pytest.mark.capability("D23")
@pytest.mark.parametrize("what", EIGHT)
def test_an_anchor_outside_shows_each_of_the_eight_tamperings(what: str, path: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere.jsonl"
    assert reqsheets.verify(path, anchor=anchor).holds
    EIGHT[what](path)
    before = anchor.read_bytes()
    faults = reqsheets.verify(path, anchor=anchor).faults
    assert faults
    if what[0] in "245":
        assert faults[-1].part == "anchored"
    assert anchor.read_bytes() == before  # what does not hold is not noted


@pytest.mark.capability("D23")
def test_an_anchor_follows_each_workbook_and_notes_nothing_twice(path: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere.jsonl"
    other = Path(shutil.copytree(path.parent, tmp_path / "b")) / path.name
    moved = other.rename(other.with_name("moved.xlsx"))
    for _ in range(2):
        assert reqsheets.verify(path, anchor=anchor).holds
    night(path)
    assert reqsheets.verify(path, anchor=anchor).holds
    assert len(anchor.read_text("utf-8").splitlines()) == 2
    assert not reqsheets.verify(moved, anchor=anchor).holds  # it says it is the same workbook, and lacks a night


@pytest.mark.capability("D23")
def test_a_damaged_anchor_is_told_and_one_that_cannot_be_written_too(path: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere.jsonl"
    reqsheets.verify(path, anchor=anchor)
    anchor.write_text(anchor.read_text("utf-8").replace('"head"', '"herd"'), "utf-8")
    [fault] = reqsheets.verify(path, anchor=anchor).faults
    assert (fault.part, fault.at) == ("anchored", 1)
    with pytest.raises(ReqsheetsError, match="cannot be written"):
        reqsheets.verify(path, anchor=tmp_path / "nowhere" / "a.jsonl")


@pytest.mark.capability("D23")
def test_an_anchor_beside_one_is_named_as_any_file_and_the_workbook_is_none(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    before = path.read_bytes()
    assert reqsheets.verify(path.name, anchor="anchor.jsonl").holds
    assert len(Path("anchor.jsonl").read_text("utf-8").splitlines()) == 1
    assert {fault.part for fault in reqsheets.verify(path.name, anchor=path.name).faults} == {"anchored"}
    assert path.read_bytes() == before
