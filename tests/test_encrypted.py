"""A workbook that wants a password: all commands do on it what they do on the plain one, and nothing lies in the clear.

Source: 4-5b, issue 19 point 7. msoffcrypto makes the workbooks and opens them again; strace sees what is written.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from command_line import ROOT, ran, ran_python
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

import reqsheets
from reqsheets.kinds import KINDS

DAY = date(2024, 7, 1)
PASSWORD = "密码-Xy9! ü"  # noqa: S105 (of these files alone)


def encrypted(content: bytes, password: str = PASSWORD) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def opened(path: Path, password: str = PASSWORD) -> bytes:
    envelope, out = OOXMLFile(io.BytesIO(path.read_bytes())), io.BytesIO()
    envelope.load_key(password=password, verify_password=True)
    envelope.decrypt(out, verify_integrity=True)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Return the same example plain and encrypted, under the same name."""
    plain, locked = tmp_path / "plain" / "r.xlsx", tmp_path / "locked" / "r.xlsx"
    for path in (plain, locked):
        path.parent.mkdir()
    reqsheets.new("survey", plain, example=True)
    locked.write_bytes(encrypted(plain.read_bytes()))
    return plain, locked


@pytest.mark.capability("4-5b")
@pytest.mark.parametrize("kind", [spec.kind for spec in KINDS])
def test_check_night_and_undo_do_the_same_as_on_the_plain_one(tmp_path: Path, kind: str) -> None:
    plain, locked = tmp_path / "plain" / "r.xlsx", tmp_path / "locked" / "r.xlsx"
    plain.parent.mkdir()
    locked.parent.mkdir()
    reqsheets.new(kind, plain, example=True)
    locked.write_bytes(encrypted(plain.read_bytes()))
    before = parts(plain.read_bytes())
    with reqsheets.use_password(PASSWORD):
        checked = [reqsheets.check(path, today=DAY)[0].plan for path in (plain, locked)]
        nights = [reqsheets.nightly(path, write=True, today=DAY)[0] for path in (plain, locked)]
        assert checked[0].findings == checked[1].findings
        assert [(entry.findings, entry.changes, entry.written) for entry in nights[:1]] == [
            (entry.findings, entry.changes, entry.written) for entry in nights[1:]
        ]
        left = [parts(plain.read_bytes()), parts(opened(locked))]
        assert left[0].keys() == left[1].keys()
        again = [reqsheets.nightly(path, write=True, today=DAY, force=True)[0] for path in (plain, locked)]
        assert [(entry.findings, entry.since, entry.written) for entry in again[:1]] == [
            (entry.findings, entry.since, entry.written) for entry in again[1:]
        ]
        for path in (plain, locked):
            reqsheets.undo(path, write=True, today=DAY)
        assert not reqsheets.verify(locked).faults
    assert parts(opened(locked)).keys() == parts(plain.read_bytes()).keys() == before.keys()
    assert not zipfile.is_zipfile(locked)


WORDS = re.compile("[\u4e00-\u9fff]{4,}")


def test_nothing_lies_in_the_clear_and_nothing_clear_was_written_on_the_way(tmp_path: Path) -> None:
    if shutil.which("strace") is None or sys.platform != "linux":
        pytest.skip("needs strace")
    path = tmp_path / "books" / "r.xlsx"
    path.parent.mkdir()
    (tmp_path / "tmp").mkdir()
    reqsheets.new("survey", path)
    of_template = words_in(path)
    reqsheets.new("survey", path, example=True, force=True)
    words = {word.encode() for word in words_in(path) - of_template}
    assert len(words) > 50
    path.write_bytes(encrypted(path.read_bytes()))
    kept = {"REQSHEETS_HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"), "REQSHEETS_PASSWORD": PASSWORD}
    environment = os.environ | kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    log = tmp_path / "log"
    trace = ["strace", "-f", "-qq", "-s", "9000000", "-xx", "-y", "-e", "trace=write,pwrite64,writev", "-o", str(log)]
    for command in (["nightly", "--write"], ["check", "--fix", "--write"], ["undo", "--write"]):
        line = [sys.executable, "-m", "reqsheets", command[0], str(path), *command[1:], "--today", f"{DAY}"]
        done = subprocess.run([*trace, *line], env=environment, check=False, capture_output=True)
        assert done.returncode in (0, 1), done.stderr.decode()
        assert_nothing_clear(log.read_text(), words)
        log.unlink()
    for place in (one for one in tmp_path.rglob("*") if one.is_file()):
        content = place.read_bytes()
        assert not content.startswith(b"PK"), place
        assert not [word.decode() for word in words if word in content], place


def words_in(path: Path) -> set[str]:
    book = load_workbook(path, read_only=True)
    values = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return {word for value in values if isinstance(value, str) for word in WORDS.findall(value)}


def assert_nothing_clear(log: str, words: set[bytes]) -> None:
    """Assert that nothing that went to a file begins as a package does or holds a word."""
    for line in log.splitlines():
        found = re.search(r"(?:write|pwrite64|writev)\(\d+<([^>]*)>, (.*)", line)
        where = unescaped(found[1]) if found else b""
        if found is None or not where.startswith(b"/") or where.startswith(b"/dev/"):
            continue
        written = unescaped(found[2])
        assert not written.startswith(b"PK\x03\x04"), where
        assert not [word.decode() for word in words if word in written], where


def unescaped(text: str) -> bytes:
    return bytes.fromhex("".join(re.findall(r"\\x([0-9a-f]{2})", text)))


@pytest.mark.parametrize(
    ("variables", "zh", "en"),
    [
        ({}, "有打开密码", "encrypted with a password"),
        ({"REQSHEETS_PASSWORD": "falsch"}, "密码不对", "does not fit"),
    ],
)
def test_without_the_password_one_line_says_so_and_nothing_is_written(
    pair: tuple[Path, Path], variables: dict[str, str], zh: str, en: str
) -> None:
    _, path = pair
    before = path.read_bytes()
    for command in ("check", "nightly", "merge", "history"):
        for language, words in (("zh", zh), ("en", en)):
            done = ran("--lang", language, command, "r.xlsx", cwd=path.parent, **variables)
            if command == "history":
                continue  # there is none yet, which it says
            assert done.exit_code == 3
            assert words in done.out + done.err
            assert "Traceback" not in done.out + done.err
    assert path.read_bytes() == before
    assert sorted(place.name for place in path.parent.iterdir()) == ["r.xlsx"]


def test_without_the_extra_it_says_what_to_install(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "msoffcrypto.py").write_text("raise ImportError", "utf-8")
    where = os.pathsep.join((str(tmp_path / "site"), str(ROOT)))
    done = ran("check", "r.xlsx", cwd=pair[1].parent, PYTHONPATH=where, REQSHEETS_PASSWORD=PASSWORD)
    assert (done.exit_code, "reqsheets[crypto]" in done.err) == (3, True)


def test_what_is_kept_can_be_restored_and_the_history_needs_the_password(pair: tuple[Path, Path]) -> None:
    _, path = pair
    before = path.read_bytes()
    with reqsheets.use_password(PASSWORD):
        reqsheets.nightly(path, write=True, today=DAY)
        assert {record.command for record, _ in reqsheets.history(path)} == {"reqsheets nightly"}
        reqsheets.restore(path, 1, write=True)
    assert path.read_bytes() == before
    with pytest.raises(reqsheets.WrongPasswordError):
        reqsheets.history(path)


def test_records_of_before_the_password_are_encrypted_by_the_next_write(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    reqsheets.new("survey", path, example=True)
    reqsheets.nightly(path, write=True, today=DAY)
    records = tmp_path / ".reqsheets" / "r.xlsx" / "journal.jsonl"
    assert records.read_text("utf-8").startswith("{")
    path.write_bytes(encrypted(path.read_bytes()))
    with reqsheets.use_password(PASSWORD):
        before = reqsheets.history(path)
        reqsheets.nightly(path, write=True, today=date(2024, 7, 2))
        assert reqsheets.history(path)[: len(before)] == before
        assert not reqsheets.verify(path).faults
    lines = records.read_text("ascii").splitlines()
    assert len({line.partition(".")[0] for line in lines if line.startswith("~")}) == 1  # one salt: one key to make
    assert all(line.startswith("~") for line in lines)


def test_after_a_change_of_the_password_the_old_one_is_asked_for(pair: tuple[Path, Path]) -> None:
    _, path = pair
    with reqsheets.use_password(PASSWORD):
        reqsheets.nightly(path, write=True, today=DAY)
    path.write_bytes(encrypted(opened(path), "another"))
    with reqsheets.use_password("another"):
        (entry,) = reqsheets.nightly(path, write=True, today=date(2024, 7, 2))
    assert entry.exit_code == 3
    assert entry.error is not None
    assert "另一个密码" in entry.error.zh
    assert opened(path, "another")


def test_no_new_year_is_begun_in_the_clear(pair: tuple[Path, Path]) -> None:
    _, path = pair
    with reqsheets.use_password(PASSWORD), pytest.raises(reqsheets.UsageError, match="encrypted"):
        reqsheets.rollover(path, write=True, today=DAY)
    assert sorted(place.name for place in path.parent.iterdir()) == ["r.xlsx"]


def test_import_takes_an_encrypted_source(pair: tuple[Path, Path], tmp_path: Path) -> None:
    into = tmp_path / "into.xlsx"
    reqsheets.new("survey", into)
    with reqsheets.use_password(PASSWORD):
        taken = [reqsheets.intake(path, into=into, today=DAY) for path in pair]
    assert [len(one.proposal.tables) for one in taken] == [1, 1]
    assert [one.intake and one.intake.counts for one in taken[:1]] == [
        one.intake and one.intake.counts for one in taken[1:]
    ]


FAULT = """
import sys
from reqsheets import cli
from reqsheets.app import pipeline
def broken(spec, frames, today):
    raise RuntimeError("a cell that was quoted")
pipeline.VERBS = {"check": (broken,)}
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_report_of_a_fault_of_ours_quotes_nothing_of_it(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for path, quoted in zip(pair, (True, False), strict=True):
        logs = tmp_path / f"logs-{quoted}"
        logs.mkdir()
        told = ran_python(
            "-c", FAULT, "check", path.name, cwd=path.parent, TMPDIR=str(logs), REQSHEETS_PASSWORD=PASSWORD
        )
        assert told.exit_code == 4
        [log] = logs.iterdir()
        assert ("a cell that was quoted" in log.read_text("utf-8")) is quoted
        assert "RuntimeError" in log.read_text("utf-8")
