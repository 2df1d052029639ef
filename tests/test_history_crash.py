"""A run that dies at any point of remembering: the next command settles it, and nothing that people typed is lost."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from command_line import DAY, ran, ran_python
from remembered import TODAY, held, looked_after, reading, records, typed, workbook

import reqsheets
from reqsheets.model.errors import FileInUseError
from reqsheets.store.run_lock import exclusive_run
from reqsheets.store.versions import history_folder

POINTS = (
    "record_file.begin before",
    "record_file.begin after",
    "versions.keep before",
    "versions.keep after",
    "versions.keep after twice",
    "atomic_replace._put_in_place before",
    "atomic_replace._put_in_place after",
    "record_file.finish before",
    "record_file.give_up before twice",
    "record_file.finish after",
)
DYING = """
import os, sys, importlib
from datetime import date
from pathlib import Path
from reqsheets.cli import main
from reqsheets.app.pipeline import NIGHTLY, run
place, when, *times = sys.argv[1].split()
room, name = place.split(".")
module = importlib.import_module("reqsheets.store." + room)
real, left = getattr(module, name), [2 if times else 1]
def dying(*given):
    left[0] -= 1
    if not left[0] and when == "before":
        os._exit(9)
    result = real(*given)
    if not left[0]:
        os._exit(9)
    return result
setattr(module, name, dying)
command, name, *options = sys.argv[2:]
if command == "nightly":  # without the process that looks after a worker, which would outlive it
    sys.exit(run(Path(name), NIGHTLY, date.fromisoformat(options[-1]), write=True, list_findings=True).exit_code)
sys.exit(main(sys.argv[2:]))
"""


def killed(path: Path, point: str, command: str = "nightly") -> None:
    line = [command, path.name, "--write", "--today", DAY]
    done = ran_python("-c", DYING, point, *line, cwd=path.parent)
    assert done.exit_code == 9, done.err


@pytest.fixture(scope="module")
def end(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what the sheets hold after a night that nothing disturbed."""
    path = workbook(tmp_path_factory.mktemp("whole"))
    looked_after(path)
    return held(reading(path).frames, "journal")


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_the_workbook_is_old_or_new_and_the_records_tell_which(
    point: str, tmp_path: Path, end: dict[str, object]
) -> None:
    path = workbook(tmp_path)
    before = path.read_bytes()
    killed(path, point)
    written = path.read_bytes() != before
    assert written == (POINTS.index(point) >= POINTS.index("atomic_replace._put_in_place after"))
    assert reqsheets.verify(path).holds
    assert bool(reqsheets.history(path)) == written
    assert not (history_folder(path) / "under-way.jsonl").exists()
    if not written:
        assert reqsheets.restore(path) == []
        looked_after(path)
    assert held(reading(path).frames, "journal") == end
    assert len(records(path)) == 1
    assert reqsheets.verify(path).holds
    reqsheets.undo(path, write=True, today=TODAY)
    assert reading(path).frames["needs"]["record_state"].tolist() == [None] * 3


@pytest.mark.parametrize("point", ["atomic_replace._put_in_place after", "atomic_replace._put_in_place before"])
def test_what_people_type_after_a_kill_is_theirs(point: str, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    killed(path, point)
    typed(path, "needs", 2, "text", "改过")
    looked_after(path) if point.endswith("before") else reqsheets.nightly(path, write=True, today=TODAY)
    reqsheets.undo(path, str(records(path)[0]["batch"]), write=True, today=TODAY)
    assert reading(path).frames["needs"]["text"].tolist()[0] == "改过"
    assert reqsheets.verify(path).holds


def test_a_restore_that_dies_leaves_old_or_new(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    start = path.read_bytes()
    looked_after(path)
    night = path.read_bytes()
    for point in POINTS[:-1]:
        ran_python("-c", DYING, point, "restore", path.name, "1", "--write", "--today", DAY, cwd=tmp_path)
        assert path.read_bytes() in (start, night)
        assert reqsheets.verify(path).holds, point


def test_two_runs_at_once_leave_one_night_and_a_whole_chain(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    done = []

    def night() -> None:
        done.append(ran("nightly", path.name, "--write", "--today", DAY, cwd=tmp_path))

    runs = [threading.Thread(target=night) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert {one.exit_code for one in done} <= {0, 1, 3}
    assert not [one.err for one in done if "Traceback" in one.err]
    assert reqsheets.verify(path).holds
    assert [record["command"] for record in records(path)] == ["reqsheets nightly"]
    assert len(reading(path).frames["merges"]) == 1


def test_a_run_that_does_not_end_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with exclusive_run(path), pytest.raises(FileInUseError, match="another run"), exclusive_run(path, patience=0):
        pass
    with exclusive_run(path, patience=0):
        pass


def test_a_history_that_cannot_be_kept_stops_the_write(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    before = path.read_bytes()
    (tmp_path / ".reqsheets").write_text("in the way")
    done = ran("nightly", path.name, "--write", "--today", DAY, "--lang", "en", cwd=tmp_path)
    assert done.exit_code == 3
    assert str(tmp_path / ".reqsheets") in done.out + done.err
    assert "nothing was written" in done.out + done.err
    assert path.read_bytes() == before


def test_the_same_inputs_day_and_user_give_the_same_bytes(tmp_path: Path) -> None:
    start = workbook(tmp_path / "a").read_bytes()
    for folder in ("b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "登记.xlsx").write_bytes(start)
        ran("nightly", "登记.xlsx", "--write", "--today", DAY, cwd=tmp_path / folder, REQSHEETS_USER="张三")
        ran("undo", "登记.xlsx", "--write", "--today", DAY, cwd=tmp_path / folder, REQSHEETS_USER="张三")
        shutil.rmtree(tmp_path / folder / ".reqsheets" / "登记.xlsx" / "versions")
    first, second = (
        {place.name: place.read_bytes() for place in (tmp_path / folder).rglob("*") if place.is_file()}
        for folder in "bc"
    )
    assert first == second
    assert first["登记.xlsx"] != start
