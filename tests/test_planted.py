"""What somebody who may write in a folder plants there: links, pipes, other people's files, in every place of ours.

The run is root's, the folder nobody's: what is planted there would be followed with all rights.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from command_line import few, ran
from hostile import NOBODY, as_somebody, states

import reqsheets
from reqsheets.model.errors import NotPlainError, ReqsheetsError

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="users and pipes as Linux has them"),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"),
]
DAY = "2024-07-01"
TODAY = date.fromisoformat(DAY)
NAME = "登记表.xlsx"

Plant = Callable[[Path, Path], None]  # given the folder .reqsheets and somebody else's folder


def link(*names: str, to: str) -> Plant:
    """Return what plants a link at that place, each folder above it made."""

    def plant(ours: Path, theirs: Path) -> None:
        place = ours.joinpath(*names)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(theirs / to)

    return plant


def links_for_pieces(ours: Path, theirs: Path) -> None:
    for i in range(256):
        link(NAME, "pieces", f"{i:02x}", to="pieces/ab")(ours, theirs)


def hard_link(*names: str) -> Plant:
    def plant(ours: Path, theirs: Path) -> None:
        place = ours.joinpath(*names)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(theirs / "file")

    return plant


def pipe(*names: str) -> Plant:
    def plant(ours: Path, _: Path) -> None:
        place = ours.joinpath(*names)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(place, 0o666)

    return plant


PLANTS: dict[str, Plant] = {
    "the folder of all histories is a link": link(to="folder"),
    "the folder of the history is a link": link(NAME, to="folder"),
    "the folder of the versions is a link": link(NAME, "versions", to="folder"),
    "the folder of the pieces is a link": link(NAME, "pieces", to="pieces"),
    "the folders of pieces are links": links_for_pieces,
    "the records are a link to a file": link(NAME, "journal.jsonl", to="file"),
    "the records are a link to where nothing is": link(NAME, "journal.jsonl", to="new"),
    "what is under way is a link to a file": link(NAME, "under-way.jsonl", to="file"),
    "what is under way is a link to where nothing is": link(NAME, "under-way.jsonl", to="new"),
    "the new notes are a link": link(NAME, "under-way.new", to="file"),
    "a version is a link": link(NAME, "versions", "000001.json", to="file"),
    "the new version is a link": link(NAME, "versions", "000001.json.new", to="file"),
    "the lock is a link to a file": link(f"{NAME}.lock", to="file"),
    "the lock is a link to where nothing is": link(f"{NAME}.lock", to="new"),
    "a half-written file is a link": link("..", f".{NAME}.x.reqsheets-new", to="file"),
    "an office program's lock is a link": link("..", f"~${NAME}", to="file"),
    "the records are somebody's file under a second name": hard_link(NAME, "journal.jsonl"),
    "what is under way is somebody's file": hard_link(NAME, "under-way.jsonl"),
    "the lock is somebody's file": hard_link(f"{NAME}.lock"),
    "a half-written file is somebody's file": hard_link("..", f".{NAME}.x.reqsheets-new"),
    "the records are a pipe": pipe(NAME, "journal.jsonl"),
    "what is under way is a pipe": pipe(NAME, "under-way.jsonl"),
    "a version is a pipe": pipe(NAME, "versions", "000001.json"),
    "the lock is a pipe": pipe(f"{NAME}.lock"),
    "the folder of the history is a pipe": pipe(NAME),
    "a half-written file is a pipe": pipe("..", f".{NAME}.x.reqsheets-new"),
    "an office program's lock is a pipe": pipe("..", f"~${NAME}"),
}


@pytest.fixture
def base() -> Iterator[Path]:
    """Return a folder through which any account may pass; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="reqsheets-planted-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder).resolve()


@pytest.fixture
def theirs(base: Path) -> Path:
    """Return a folder of root's that nobody else may write, with files that a run could harm."""
    folder = base / "theirs"
    for name in ("folder/a", "folder/000001.json", "pieces/ab/cd", "file"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("root's own\n", "utf-8")
        (folder / name).chmod(0o600)
    return folder


@pytest.fixture
def open_folder(base: Path) -> Path:
    """Return a folder of nobody's, where anybody may write."""
    folder = base / "shared"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    folder.chmod(0o777)
    return folder


def readable_to_nobody(folder: Path) -> list[str]:
    """Return the files that the other account can read."""
    told = folder.parent / "told"
    told.touch()
    os.chown(told, NOBODY, NOBODY)

    def look() -> None:
        found = []
        for place in folder.rglob("*"):
            try:
                found += [place.name] if place.is_file() and place.read_bytes() else []
            except PermissionError:
                continue
        told.write_text("\n".join(found), "utf-8")

    as_somebody(look)
    return told.read_text("utf-8").split()


@pytest.mark.fault("S-2", "S-10")
@pytest.mark.parametrize("name", PLANTS)
def test_nothing_outside_changes_whatever_is_planted_in_our_places(name: str, theirs: Path, open_folder: Path) -> None:
    path = few(open_folder / NAME)
    PLANTS[name](open_folder / ".reqsheets", theirs)
    before = states(theirs)
    [entry] = reqsheets.nightly(path, write=True, today=TODAY, as_root=True, time_limit=300)
    assert states(theirs) == before
    assert entry.exit_code in (1, 3)  # done, or told
    if entry.exit_code == 3:
        assert entry.error is not None
        assert entry.error.zh.endswith(("（REQ024）", "（REQ022）")), entry.error
        assert not entry.written
    for read in (reqsheets.history, reqsheets.verify, reqsheets.restore):
        try:
            read(path)
        except ReqsheetsError as error:
            assert error.exit_code == 3  # noqa: PT017 (either is right)
    assert states(theirs) == before


@pytest.mark.fault("S-2")
def test_findings_of_a_workbook_that_cannot_be_written_follow_no_link(theirs: Path, open_folder: Path) -> None:
    path = few(open_folder / NAME)
    (open_folder / f".~lock.{NAME}#").write_text(",zhang,host,,;", "utf-8")
    for ending, to in (("txt", "file"), ("json", "new")):
        (open_folder / f"登记表.校验结果.{ending}").symlink_to(theirs / to)
    path.chmod(0o600)
    before = states(theirs)
    [entry] = reqsheets.nightly(path, write=True, today=TODAY, as_root=True)
    assert states(theirs) == before
    assert entry.exit_code == 3
    assert "登记表.校验结果.txt" not in readable_to_nobody(open_folder)


@pytest.mark.fault("S-2", "S-7")
def test_findings_of_a_linked_workbook_stay_beside_the_real_one(theirs: Path, open_folder: Path) -> None:
    real = few(theirs / NAME)
    real.chmod(0o600)
    (theirs / f".~lock.{NAME}#").write_text(",zhang,host,,;", "utf-8")
    (open_folder / "链接.xlsx").symlink_to(real)
    [entry] = reqsheets.nightly(open_folder / "链接.xlsx", write=True, today=TODAY, as_root=True)
    assert entry.exit_code == 3
    assert sorted(path.name for path in open_folder.iterdir()) == ["链接.xlsx"]
    assert stat.S_IMODE((theirs / "登记表.校验结果.txt").stat().st_mode) == 0o600


@pytest.mark.fault("S-2")
def test_a_walk_leaves_out_and_tells_what_leads_out_of_the_folder(theirs: Path, open_folder: Path) -> None:
    few(open_folder / NAME)
    few(theirs / "folder" / "别人的.xlsx")
    (open_folder / "出去.xlsx").symlink_to(theirs / "folder" / "别人的.xlsx")
    (open_folder / "文件夹").symlink_to(theirs / "folder")
    (open_folder / "空.xlsx").symlink_to(theirs / "nowhere.xlsx")
    (open_folder / "自己.xlsx").symlink_to(open_folder / NAME)
    os.mkfifo(open_folder / "管道.xlsx")
    before = states(theirs)
    entries = reqsheets.nightly(open_folder, write=True, today=TODAY, as_root=True)
    assert states(theirs) == before
    ends = {Path(entry.path).name: entry.exit_code for entry in entries}
    assert ends == {"出去.xlsx": 3, "文件夹": 3, "空.xlsx": 3, "管道.xlsx": 3, NAME: 1}
    assert all(entry.error and "REQ022" in entry.error.en for entry in entries if entry.exit_code == 3)
    pattern = reqsheets.check(str(open_folder / "*.xlsx"), today=TODAY)
    assert sorted(outcome.path.name for outcome in pattern if outcome.exit_code != 3) == [NAME]


@pytest.mark.fault("S-2")
def test_whoever_swaps_the_new_file_for_a_link_gains_nothing(theirs: Path, open_folder: Path) -> None:
    path = few(open_folder / NAME)
    stop = open_folder / "stop"

    def swap() -> None:
        begin = time.monotonic()
        while not stop.exists() and time.monotonic() < begin + 120:
            for place in open_folder.iterdir():
                if place.name.endswith(".reqsheets-new"):
                    try:
                        place.rename(open_folder / f"{place.name}.away")
                        place.symlink_to(theirs / "file")
                    except OSError:
                        continue

    before = states(theirs)
    swapper = os.fork()
    if swapper == 0:
        as_somebody(swap)
        os._exit(0)
    content = path.read_bytes()
    for _ in range(3):
        path.unlink()
        path.write_bytes(content)
        try:
            reqsheets.merge(path, write=True, today=TODAY)
        finally:
            assert states(theirs) == before
        assert not path.is_symlink()
        assert stat.S_IMODE(path.stat().st_mode) in (0o644, 0o600)
    stop.touch()
    os.waitpid(swapper, 0)


@pytest.mark.fault("S-7")
@pytest.mark.parametrize(("mode", "allowed"), [(0o600, 0o600), (0o640, 0o640), (0o644, 0o644)])
def test_what_lies_beside_a_workbook_has_its_owner_and_at_most_its_rights(
    open_folder: Path, mode: int, allowed: int
) -> None:
    path = few(open_folder / NAME)
    os.chown(path, NOBODY, NOBODY)
    path.chmod(mode)
    [entry] = reqsheets.nightly(path, write=True, today=TODAY, as_root=True)
    assert entry.written
    found = states(open_folder)
    for name, (owner, group, rights, _) in found.items():
        assert (owner, group) == (NOBODY, NOBODY), name
        if name != ".reqsheets" and stat.S_ISREG(rights):
            assert stat.S_IMODE(rights) | allowed == allowed, name
    assert found[NAME][2] & 0o777 == mode
    assert stat.S_IMODE(found[f".reqsheets/{NAME}.lock"][2]) == 0o600

    def write_on() -> None:
        [outcome] = reqsheets.score(path, write=True, today=date(2024, 8, 1))
        assert outcome.error is None

    as_somebody(write_on)  # after root's night its owner can still write


@pytest.mark.fault("S-7")
def test_a_folder_that_somebody_made_before_us_does_not_open_the_history_of_a_private_workbook(
    open_folder: Path,
) -> None:
    path = few(open_folder / NAME)
    path.chmod(0o600)

    def prepare() -> None:
        os.umask(0)
        (open_folder / ".reqsheets").mkdir(0o777)

    as_somebody(prepare)
    [entry] = reqsheets.nightly(path, write=True, today=TODAY, as_root=True)
    assert entry.written
    assert readable_to_nobody(open_folder) == []


@pytest.mark.fault("S-7")
def test_a_new_year_is_no_more_open_than_the_old_one(open_folder: Path) -> None:
    path = few(open_folder / "2024.xlsx")
    path.chmod(0o600)
    made = reqsheets.rollover(path, write=True, today=TODAY)
    assert made.written
    assert stat.S_IMODE(made.target.stat().st_mode) == 0o600
    assert readable_to_nobody(open_folder) == []


@pytest.mark.fault("S-7", "S-2")
def test_reports_are_private_and_follow_no_link(tmp_path: Path, theirs: Path) -> None:
    path = few(tmp_path / NAME)
    report = tmp_path / "report"
    report.mkdir()
    for name in ("summary.txt", "登记表.findings.json", "登记表.findings.html", "登记表.plan.txt", "index.html"):
        (report / name).symlink_to(theirs / "file")
    before = states(theirs)
    reqsheets.nightly(path, report=report, today=TODAY)
    reqsheets.nightly(path, report=tmp_path / "new", today=TODAY)
    assert states(theirs) == before
    for folder in (report, tmp_path / "new"):
        states_of = {place.relative_to(folder).as_posix(): place.lstat().st_mode for place in folder.rglob("*")}
        assert {stat.S_IMODE(mode) for mode in states_of.values() if stat.S_ISREG(mode)} == {0o600}
        assert [stat.S_IMODE(mode) for mode in states_of.values() if not stat.S_ISREG(mode)] == [0o700]  # people
        assert len([name for name in states_of if not name.startswith("people")]) == 6
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@pytest.mark.fault("S-2")
def test_the_pages_of_people_follow_no_link(tmp_path: Path, theirs: Path) -> None:
    path = few(tmp_path / NAME)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "people").symlink_to(theirs)
    before = states(theirs)
    with pytest.raises(NotPlainError):
        reqsheets.nightly(path, report=tmp_path / "report", today=TODAY)
    assert states(theirs) == before


@pytest.mark.fault("S-2", "S-10")
@pytest.mark.parametrize("plant", ["link", "pipe", "hard link"])
def test_a_run_log_that_is_none_of_ours_is_refused(tmp_path: Path, theirs: Path, plant: str) -> None:
    few(tmp_path / NAME)
    (tmp_path / "report").mkdir()
    log = tmp_path / "report" / "run.jsonl"
    {
        "link": lambda: log.symlink_to(theirs / "file"),
        "pipe": lambda: os.mkfifo(log),
        "hard link": lambda: log.hardlink_to(theirs / "file"),
    }[plant]()
    before = states(theirs)
    told = ran("nightly", NAME, "--report", "report", "--lang", "en", cwd=tmp_path)
    assert told.exit_code == 3
    assert "run.jsonl" in told.err
    assert states(theirs) == before


@pytest.mark.fault("S-2")
def test_a_night_as_root_writes_nothing_of_somebody_else_unless_told_to(open_folder: Path) -> None:
    path = few(open_folder / NAME)
    os.chown(path, NOBODY, NOBODY)
    content = path.read_bytes()
    told = ran("nightly", path, "--write", "--today", DAY, "--lang", "en", cwd=open_folder.parent)
    assert told.exit_code == 3
    assert "REQ023" in told.out
    assert [place.name for place in open_folder.iterdir()] == [NAME]
    assert path.read_bytes() == content
    assert ran("nightly", path, "--today", DAY, cwd=open_folder.parent).exit_code == 1
    assert ran("nightly", path, "--write", "--as-root", "--today", DAY, cwd=open_folder.parent).exit_code == 1
    assert path.read_bytes() != content


@pytest.mark.fault("S-10")
def test_who_holds_a_workbook_is_told_and_a_reader_cannot_hold_it(open_folder: Path) -> None:
    from reqsheets.model.errors import FileInUseError  # noqa: PLC0415
    from reqsheets.store.run_lock import exclusive_run  # noqa: PLC0415 (no command holds a workbook for long)

    path = few(open_folder / NAME)
    with (
        exclusive_run(path),
        pytest.raises(FileInUseError, match=f"PID {os.getpid()}"),
        exclusive_run(path, patience=0),
    ):
        pass

    def hold() -> None:
        with pytest.raises(PermissionError):
            (open_folder / ".reqsheets" / f"{NAME}.lock").open("rb")

    as_somebody(hold)


@pytest.mark.fault("S-2", "S-10")
def test_a_pipe_or_a_secret_behind_an_office_lock_is_neither_waited_for_nor_told(
    theirs: Path, open_folder: Path
) -> None:
    few(open_folder / NAME)
    os.mkfifo(open_folder / f".~lock.{NAME}#")
    (open_folder / f"~${NAME}").symlink_to(theirs / "file")
    told = ran("check", NAME, "--lang", "en", cwd=open_folder)
    assert told.exit_code == 1
    assert "root" not in told.out + told.err
