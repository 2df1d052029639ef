"""The records beside a workbook: a chain in which every change shows, and what a killed run leaves."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsheets.model.audit import Edit, Record, broken, from_line, sealed, to_line
from reqsheets.model.plan import Unreadable, Value, Words
from reqsheets.store import record_file
from reqsheets.store.versions import history_folder

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), WORDS, st.integers(), st.booleans(), st.floats(allow_nan=False), st.dates(), st.datetimes(),
    WORDS.map(Unreadable),
)  # fmt: skip
EDITS = st.lists(st.builds(Edit, WORDS, WORDS, WORDS, VALUES, VALUES, st.builds(Words, WORDS, WORDS)), max_size=3)


def record(edits: tuple[Edit, ...] = (), user: str = "张三") -> Record:
    return Record(1, "2024-04-01T00:00:00", user, "reqsheets nightly", "feedback", "20240401-1", "ab", edits)


def chain(count: int) -> list[Record]:
    made: list[Record] = []
    for i in range(count):
        edits = (Edit("needs", f"XY{i}", "status", "待处理", "已合并"),)
        made.append(sealed(record(edits), made[-1] if made else None))
    return made


@given(edits=st.lists(EDITS.map(tuple), min_size=1, max_size=3), user=WORDS)
def test_records_come_back_whole_whatever_the_cells_hold(
    edits: list[tuple[Edit, ...]], user: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("r") / "a.xlsx"
    made: list[Record] = []
    for held in edits:
        made.append(sealed(record(held, user), made[-1] if made else None))
        record_file.begin(path, [made[-1]])
        assert record_file.under_way(path) == [made[-1]]
        record_file.finish(path, [made[-1]])
        assert record_file.last(path) == made[-1]
    assert record_file.records(path) == made
    assert [from_line(to_line(one)) for one in made] == made
    assert broken(record_file.lines(path)) is None


@given(data=st.data())
def test_whatever_is_done_to_a_chain_shows_at_its_first_wrong_line(data: st.DataObject) -> None:
    lines = [to_line(one) for one in chain(6)]
    at = data.draw(st.integers(0, 4))
    done = list(lines)
    match data.draw(st.sampled_from(["removed", "moved", "altered", "twice", "garbled", "forged"])):
        case "removed":
            del done[at]
        case "moved":
            done[at], done[at + 1] = done[at + 1], done[at]
        case "altered":
            done[at] = done[at].replace("待处理", "处理中")
        case "twice":
            done.insert(at, done[at])
            at += 1
        case "garbled":
            done[at] = done[at][:-3]
        case _:  # altered, with a hash that fits: the next line no longer follows it
            forged = json.loads(done[at].replace("待处理", "处理中"))
            before = from_line(done[at - 1]) if at else None
            done[at] = to_line(sealed(from_line(json.dumps(forged)), before))
            at += 1
    fault = broken(done)
    assert fault is not None
    assert fault.line == at + 1


def test_a_line_that_is_longer_than_a_block_is_still_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    first = sealed(record((Edit("needs", "1", "text", None, "长" * 200_000),)), None)
    second = sealed(record((Edit("needs", "2", "text", None, "长" * 300_000),)), first)
    record_file.begin(path, [first, second])
    record_file.finish(path, [first, second])
    assert record_file.last(path) == second


@pytest.mark.parametrize("done", [0, 1, 2])
@pytest.mark.parametrize("torn", [0, 1, 40])
def test_a_batch_that_was_half_added_is_added_once(tmp_path: Path, done: int, torn: int) -> None:
    path = tmp_path / "a.xlsx"
    before, *batch = chain(3)
    record_file.begin(path, [before])
    record_file.finish(path, [before])
    record_file.begin(path, batch)
    added = "".join(f"{to_line(one)}\n" for one in batch[:done]) + "".join(map(to_line, batch[done:]))[:torn]
    with (history_folder(path) / "journal.jsonl").open("a", encoding="utf-8", newline="\n") as file:
        file.write(added)
    record_file.finish(path, batch)
    assert record_file.records(path) == [before, *batch]
    assert record_file.under_way(path) == []


def test_dates_and_moments_differ_in_a_record() -> None:
    day, moment = date(2024, 4, 1), datetime(2024, 4, 1, 9, 30)  # noqa: DTZ001 (cells hold local time)
    [edit] = from_line(to_line(sealed(record((Edit("needs", "1", "received", day, moment),)), None))).edits
    assert (edit.old, edit.new) == (day, moment)
    assert type(edit.old) is date
