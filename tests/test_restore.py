"""Restore: an earlier version back in its place byte for byte, even where the workbook is broken or gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import DAY, ran
from remembered import TODAY, looked_after, records, typed, workbook

import reqsheets
from reqsheets.model.errors import FileInUseError, UsageError
from reqsheets.store.versions import DamagedVersionError, history_folder

LATER = TODAY.replace(day=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def test_a_version_comes_back_byte_for_byte_and_so_does_the_one_it_took_the_place_of(path: Path) -> None:
    start = path.read_bytes()
    looked_after(path)
    night = path.read_bytes()
    reqsheets.restore(path, 1, today=TODAY)
    assert path.read_bytes() == night
    reqsheets.restore(path, 1, write=True, today=TODAY)
    assert path.read_bytes() == start
    assert reqsheets.verify(path).holds
    reqsheets.restore(path, 2, write=True, today=TODAY)
    assert path.read_bytes() == night
    assert reqsheets.verify(path).holds
    assert [record["command"] for record in records(path)[1:]] == ["reqsheets restore"] * 2


def test_what_people_typed_before_a_restore_is_kept_and_recorded(path: Path) -> None:
    looked_after(path)
    typed(path, "needs", 3, "text", "误报率太高")
    edited = path.read_bytes()
    reqsheets.restore(path, 1, write=True, today=TODAY)
    assert [record["command"] for record in records(path)] == ["reqsheets nightly", "外部修改", "reqsheets restore"]
    newest_but_one = reqsheets.restore(path)[-2].number
    reqsheets.restore(path, newest_but_one, write=True, today=TODAY)
    assert path.read_bytes() == edited
    assert reqsheets.verify(path).holds


@pytest.mark.parametrize("content", [None, b"", b"no workbook"], ids=["gone", "empty", "broken"])
def test_a_workbook_that_is_lost_comes_back(path: Path, content: bytes | None) -> None:
    looked_after(path)
    night = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    reqsheets.restore(path, 2, write=True, today=TODAY)
    assert path.read_bytes() == night
    assert reqsheets.verify(path).holds
    looked_after(path, LATER)
    assert reqsheets.verify(path).holds


def test_work_goes_on_after_a_restore(path: Path) -> None:
    looked_after(path)
    reqsheets.restore(path, 1, write=True, today=TODAY)
    looked_after(path, LATER)
    assert reqsheets.verify(path).holds
    assert reqsheets.undo(path, write=True, today=LATER).written
    assert [record["command"] for record in records(path)][-2:] == ["reqsheets nightly", "reqsheets undo"]


def test_a_version_that_is_damaged_or_not_there_changes_nothing(path: Path) -> None:
    with pytest.raises(UsageError, match="no version 1"):
        reqsheets.restore(path, 1, write=True)
    looked_after(path)
    night = path.read_bytes()
    for piece in (history_folder(path) / "pieces").glob("??/*"):
        piece.write_bytes(b"")
    with pytest.raises(DamagedVersionError):
        reqsheets.restore(path, 1, write=True)
    assert path.read_bytes() == night


def test_a_workbook_that_somebody_has_open_is_left_alone(path: Path) -> None:
    looked_after(path)
    night = path.read_bytes()
    path.with_name(f"~${path.name}").write_bytes(b"\x06Li Min")
    with pytest.raises(FileInUseError, match="has it open"):
        reqsheets.restore(path, 1, write=True)
    outcome = reqsheets.undo(path, write=True, today=TODAY)
    assert (outcome.exit_code, outcome.written) == (3, False)
    assert path.read_bytes() == night
    path.with_name(f"~${path.name}").unlink()
    assert [version.notes for version in reqsheets.restore(path)] == [("before 20240401-1",), ("after 20240401-1",)]
    assert reqsheets.verify(path).holds


def test_the_command_lists_versions_and_says_what_it_did(path: Path) -> None:
    def command(*words: str) -> str:
        return ran(*words, "--today", DAY, "--lang", "en", cwd=path.parent).out

    assert command("restore", path.name) == "no version is kept yet\n"
    looked_after(path)
    assert [line.split()[0] for line in command("restore", path.name).splitlines()] == ["1", "2"]
    assert command("restore", path.name, "1").endswith("--write restores version 1\n")
    assert "version 1 restored\nlast hash: " in command("restore", path.name, "1", "--write")
    listed = json.loads(command("restore", path.name, "--json"))
    assert [item["version"] for item in listed] == [1, 2, 3]
    wrong = ran("restore", path.name, "9", "--lang", "en", cwd=path.parent)
    assert (wrong.exit_code, wrong.err) == (2, f"error: {path.name} has no version 9 (kept: 1–3)\n")
