"""A file is replaced as a whole or stays as it was, whatever stands in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from reqsheets.model.errors import FileInUseError, StalePlanError
from reqsheets.store.atomic_replace import SUFFIX, replace


def content(text: bytes):  # noqa: ANN201
    def write(file: BinaryIO) -> None:
        file.write(text)

    return write


def fine() -> None:
    pass


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "登记 表.xlsx"
    path.write_bytes(b"old")
    return path


def others(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def test_the_new_content_takes_the_place_of_the_old(old: Path) -> None:
    replace(old, content(b"new"), fine)
    assert old.read_bytes() == b"new"
    assert others(old) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(old: Path, mode: int) -> None:
    old.chmod(mode)
    replace(old, content(b"new"), fine)
    assert stat.S_IMODE(old.stat().st_mode) == mode


def test_a_failure_while_writing_leaves_the_old_file_and_no_litter(old: Path) -> None:
    def fails(file: BinaryIO) -> None:
        file.write(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        replace(old, fails, fine)
    assert old.read_bytes() == b"old"
    assert others(old) == []


def test_a_full_disk_is_told_and_changes_nothing(old: Path) -> None:
    def full(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FileInUseError, match="No space left"):
        replace(old, full, fine)
    assert old.read_bytes() == b"old"
    assert others(old) == []


def test_what_speaks_against_it_at_the_last_moment_leaves_the_old_file(old: Path) -> None:
    def edited() -> None:
        zh, en = "改过", "edited"
        raise StalePlanError(zh, en)

    with pytest.raises(StalePlanError):
        replace(old, content(b"new"), edited)
    assert old.read_bytes() == b"old"
    assert others(old) == []


def test_a_read_only_file_is_refused(old: Path) -> None:
    old.chmod(0o444)
    with pytest.raises(FileInUseError, match="read-only"):
        replace(old, content(b"new"), fine)
    assert old.read_bytes() == b"old"
    assert others(old) == []


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileInUseError):
        replace(tmp_path / "none.xlsx", content(b"new"), fine)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_away(old: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom reqsheets.store.atomic_replace import replace\n"
        "def write(file):\n    file.write(b'half')\n    file.flush()\n    os._exit(9)\n"
        "replace(Path(sys.argv[1]), write, lambda: None)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(old)], check=False)
    assert killed.returncode == 9
    assert old.read_bytes() == b"old"
    assert [name.endswith(SUFFIX) for name in others(old)] == [True]
    replace(old, content(b"new"), fine)
    assert old.read_bytes() == b"new"
    assert others(old) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows sees to it that open files stay")
def test_what_another_run_is_writing_stays(old: Path) -> None:
    def nested(file: BinaryIO) -> None:
        replace(old, content(b"other run"), fine)
        file.write(b"this run")

    replace(old, nested, fine)
    assert old.read_bytes() == b"this run"
    assert others(old) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_stays_a_link(old: Path) -> None:
    link = old.with_name("link.xlsx")
    link.symlink_to(old)
    replace(link, content(b"new"), fine)
    assert link.is_symlink()
    assert old.read_bytes() == b"new"
