"""Versions of a workbook: given back byte for byte or not at all, equal parts kept once, old ones forgotten."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsheets.model.errors import UsageError
from reqsheets.store import versions
from reqsheets.store.versions import DamagedVersionError, content, damaged, history_folder, keep, prune, withdraw

NOON = datetime(2024, 4, 1, 12)  # noqa: DTZ001 (the records hold local time)
DAY = timedelta(days=1)


def package(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, held in members.items():
            made.writestr(zipfile.ZipInfo(name), held)
    return target.getvalue()


def pieces(path: Path) -> list[Path]:
    return sorted((history_folder(path) / "pieces").glob("??/*"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "登记.xlsx"


@given(
    contents=st.lists(st.one_of(st.binary(max_size=300), st.builds(package, a=st.binary(), b=st.binary())), max_size=5)
)
def test_every_version_comes_back_byte_for_byte(
    contents: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("v") / "a.xlsx"
    kept = [keep(path, held, NOON, f"note {i}") for i, held in enumerate(contents)]
    assert [content(path, one.number) for one in kept] == contents


def test_parts_that_stay_are_kept_once(path: Path) -> None:
    big = Random(1).randbytes(20_000)  # noqa: S311 (a test's dice)
    keep(path, package(big=big, small=b"1"), NOON, "first")
    before = len(pieces(path))
    keep(path, package(big=big, small=b"2"), NOON, "second")
    assert len(pieces(path)) == before + 1  # the small part and the directory
    assert before == 2


def test_text_is_kept_compressed(path: Path) -> None:
    keep(path, b"0" * 100_000, NOON, "first")
    assert sum(piece.stat().st_size for piece in pieces(path)) < 1_000


def test_the_same_bytes_again_are_the_same_version_with_one_more_note(path: Path) -> None:
    keep(path, b"one", NOON, "after 1")
    keep(path, b"one", NOON + DAY, "before 2")
    [one] = versions.versions(path)
    assert (one.number, one.notes, one.taken) == (1, ("after 1", "before 2"), NOON)


@pytest.mark.parametrize(
    "harm", [lambda piece: piece.unlink(), lambda piece: piece.write_bytes(b"x")], ids=["gone", "new"]
)
def test_a_damaged_piece_is_told_and_never_given_out(path: Path, harm: object) -> None:
    keep(path, b"one", NOON, "first")
    keep(path, b"two", NOON, "second")
    assert damaged(path) is None
    harm(pieces(path)[0])  # type: ignore[operator]
    bad = damaged(path)
    assert bad is not None
    with pytest.raises(DamagedVersionError, match=f"version {bad} of"):
        content(path, bad)
    assert content(path, 3 - bad) in {b"one", b"two"}


def test_an_unknown_version_names_those_that_are_kept(path: Path) -> None:
    with pytest.raises(UsageError, match="no version 7"):
        content(path, 7)
    keep(path, b"one", NOON, "first")
    with pytest.raises(UsageError, match="kept: 1"):
        content(path, 7)


@pytest.mark.parametrize(
    ("generations", "days", "left"),
    [
        (3, 5, [5, 6, 7, 8]),
        (7, 0, [2, 3, 4, 5, 6, 7, 8]),
        (30, 0, [1, 2, 3, 4, 5, 6, 7, 8]),
        (0, 0, [8]),
        (1, 100, [1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_versions_go_when_they_are_beyond_the_number_and_older_than_the_days(
    path: Path, generations: int, days: int, left: list[int]
) -> None:
    for i in range(8):
        keep(path, package(same=b"s" * 999, own=bytes([i])), NOON + i * DAY, f"after {i}")
    prune(path, generations, days, NOON + 9 * DAY)
    assert [one.number for one in versions.versions(path)] == left
    assert damaged(path) is None
    needed = {name for one in versions.versions(path) for name in one.pieces}
    assert {piece.name for piece in pieces(path)} == needed


def test_a_note_taken_back_takes_the_version_that_was_kept_for_it_alone(path: Path) -> None:
    keep(path, b"one", NOON, "after 1")
    keep(path, b"one", NOON, "before 2")
    keep(path, b"two", NOON, "after 2")
    withdraw(path, "before 2", "after 2")
    [left] = versions.versions(path)
    assert (left.number, left.notes) == (1, ("after 1",))


def test_a_half_written_piece_is_litter_and_goes(path: Path) -> None:
    keep(path, b"one", NOON, "after 1")
    half = pieces(path)[0].with_suffix(".new")
    half.write_bytes(b"o")
    prune(path, 1, 0, NOON)
    assert not half.exists()
    assert content(path, 1) == b"one"
