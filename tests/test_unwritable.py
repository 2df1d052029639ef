"""A workbook that cannot or must not be written: one clear line in either language, exit code 3, nothing written."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import DAY, ran, ran_python, register, snapshot
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from reqsheets.app.commit import commit
from reqsheets.app.history import verdict
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.kinds import KINDS
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.audit import Author
from reqsheets.model.errors import FileInUseError, ReqsheetsError, StalePlanError
from reqsheets.store.atomic_replace import SUFFIX
from reqsheets.xlsx.reading.read import read

pytestmark = pytest.mark.capability("D6")

NAME = "登记表.xlsx"
REPORTS = ("登记表.校验结果.txt", "登记表.校验结果.json", "登记表.findings.txt", "登记表.findings.json")
QUOTED = re.compile(r"\S*登记表.xlsx\S*|'[^']+'|\"[^\"]+\"")
needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can do this")
NOBODY = 65534
NOON = datetime(2024, 4, 1, 12, 0)  # noqa: DTZ001 (the clock on the wall)


def made(path: Path) -> Path:
    """Write a register that the night has something to do on, in every sheet."""
    need = {"channel": "客服工单", "customer": "甲厂", "recorder": "张三", "status": "待评审"}
    needs = [
        need | {"number": f"XY202400{number}", "text": text, "received": date(2024, 3, number)}
        for number, text in enumerate(("导出为Excel", "导出为 Excel。", "登录很慢"), 1)
    ]
    points = {"urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    return register(path, needs, scores=[{"number": "XY2024003"} | points])


def kept(folder: Path) -> dict[str, bytes]:
    """Return all files but the history's and the reports."""
    files = snapshot(folder)
    return {name: content for name, content in files.items() if name not in REPORTS and ".reqsheets/" not in name}


def read_only(path: Path) -> None:
    path.chmod(0o444)


def history_in_the_way(path: Path) -> None:
    path.with_name(".reqsheets").write_text("a file of somebody's", "utf-8")


def open_in_excel(path: Path) -> None:
    path.with_name(f"~${path.name}").write_bytes(b"\x08zhangsan".ljust(54) + bytes(2))


def signed(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/origin.sigs", b"")


def score_cells(path: Path, change: Callable[[object, str, str], None]) -> None:
    book = load_workbook(path)
    sheet = book[FEEDBACK.sheet("scores").title]
    titles = {cell.value: cell.column_letter for cell in sheet[1]}
    names = {column.name: column.title for column in FEEDBACK.sheet("scores").columns}
    change(sheet, titles[names["score"]], titles[names["grade"]])
    book.save(path)


def merged_cells(path: Path) -> None:
    def change(sheet: object, score: str, grade: str) -> None:
        sheet.merge_cells(f"{chr(ord(score) - 1)}2:{grade}2")  # type: ignore[attr-defined]

    score_cells(path, change)


def array_formula(path: Path) -> None:
    def change(sheet: object, score: str, grade: str) -> None:
        sheet[f"{score}2"] = ArrayFormula(f"{score}2:{grade}2", "=ROUND(B2:C2,2)")  # type: ignore[index]

    score_cells(path, change)


CASES = {
    "read-only": (read_only, "只读", "read-only"),
    "no place for the history": (history_in_the_way, "不是 reqsheets 自己的文件", "not a file of reqsheets' own"),
    "open in Excel": (open_in_excel, "zhangsan正打开着", "zhangsan has it open"),
    "signed": (signed, "数字签名", "signed"),
    "merged cells": (merged_cells, "合并单元格", "merged"),
    "array formula": (array_formula, "数组公式", "array formula"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_must_not_be_written_is_told_and_left_alone(case: str, tmp_path: Path) -> None:
    spoil, zh, en = CASES[case]
    spoil(made(tmp_path / NAME))
    before = kept(tmp_path)
    alone = ran("score", NAME, "--write", "--today", DAY, cwd=tmp_path)
    assert (alone.exit_code, len(alone.err.splitlines())) == (3, 1), alone
    assert zh in alone.err
    night = ran("nightly", NAME, "--write", "--today", DAY, "--lang", "en", cwd=tmp_path)
    assert night.exit_code == 3, night
    [line] = [
        line for line in night.out.splitlines() if en in line and "REQ105" not in line
    ]  # check tells of merged cells, too
    assert QUOTED.sub("", line).isascii()
    assert "Traceback" not in alone.out + alone.err + night.out + night.err
    assert kept(tmp_path) == before
    assert en in (tmp_path / "登记表.findings.txt").read_text("utf-8")


def test_with_a_report_folder_nothing_is_put_beside_the_workbook(tmp_path: Path) -> None:
    open_in_excel(made(tmp_path / "work" / NAME))
    before = snapshot(tmp_path / "work")
    told = ran("nightly", f"work/{NAME}", "--write", "--today", DAY, "--report", "out", cwd=tmp_path)
    assert told.exit_code == 3
    assert "zhangsan" in (tmp_path / "out" / "summary.txt").read_text("utf-8")
    assert (tmp_path / "out" / "登记表.findings.json").exists()
    assert snapshot(tmp_path / "work") == before


AS_NOBODY = f"""
import os, sys
from reqsheets.cli import main
rehearsal, folder, *line = sys.argv[1:]
os.chdir(rehearsal)
main(["check", line[1], "--fix", "--write"])  # loads, in this process, all that nobody may not read
main(line)
sys.stdout.flush()
print("as nobody", flush=True)
os.chdir(folder)
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
sys.exit(main(line))
"""


@needs_root
def test_a_folder_that_lets_us_write_nothing_is_told(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.chown(made(folder / NAME), NOBODY, NOBODY)
        before = snapshot(folder)
        words = ("nightly", NAME, "--write", "--today", DAY)
        made(tmp_path / NAME)
        told = ran_python("-c", AS_NOBODY, str(tmp_path), name, *words, cwd=tmp_path)
        assert told.exit_code == 3, told
        assert "Permission denied" in told.out.partition("as nobody")[2]
        assert "Traceback" not in told.out + told.err
        assert snapshot(folder) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@needs_root
def test_a_full_disk_is_told_and_the_next_run_finds_nothing_in_its_way(small_disk: Path, tmp_path: Path) -> None:
    source = made(tmp_path / NAME)
    path, filler = small_disk / NAME, small_disk / "filler"
    full = 0
    for free in range(0, 640, 32):  # KiB
        shutil.copy(source, path)
        room = shutil.disk_usage(small_disk).free - free * 1024
        filler.write_bytes(bytes(max(0, room)))
        first = run(path, NIGHTLY, NOON.date(), write=True)
        filler.unlink()
        if first.error is not None:
            full += 1
            assert isinstance(first.error, FileInUseError)
            assert "No space left" in str(first.error)
            assert path.read_bytes() == source.read_bytes()
            assert run(path, NIGHTLY, NOON.date(), write=True).written
        assert verdict(path).holds
        assert not [name for name in snapshot(small_disk) if name.endswith((SUFFIX, ".new"))]
        shutil.rmtree(small_disk / ".reqsheets")
    assert 3 < full < 20


def test_a_workbook_deleted_after_it_was_read_stays_deleted(tmp_path: Path) -> None:
    path = made(tmp_path / NAME)
    reading, plan = read(path, KINDS), run(path, NIGHTLY, NOON.date(), write=False).plan
    path.unlink()
    with pytest.raises(ReqsheetsError):
        commit(reading, plan, Author("", "", NOON))
    assert not path.exists()


def test_a_cell_edited_after_it_was_read_stops_the_write(tmp_path: Path) -> None:
    path = made(tmp_path / NAME)
    reading, plan = read(path, KINDS), run(path, NIGHTLY, NOON.date(), write=False).plan
    book = load_workbook(path)
    sheet = book[FEEDBACK.sheet("needs").title]
    [status] = [cell for cell in sheet[1] if cell.value == "需求状态"]
    sheet.cell(3, status.column).value = "处理中"
    book.save(path)
    edited = path.read_bytes()
    with pytest.raises(StalePlanError):
        commit(reading, plan, Author("", "", NOON))
    assert path.read_bytes() == edited


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_linked_workbook_stays_linked_and_its_history_lies_beside_the_file(tmp_path: Path) -> None:
    path, link = made(tmp_path / "files" / NAME), tmp_path / "链接.xlsx"
    link.symlink_to(path)
    assert run(link, NIGHTLY, NOON.date(), write=True).written
    assert link.is_symlink()
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".reqsheets")] == []
    assert verdict(link).holds
    assert verdict(path).records == 1
    open_in_excel(path)
    outcome = run(link, NIGHTLY, date(2024, 4, 2), write=True)
    assert isinstance(outcome.error, FileInUseError)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_permissions_stay_as_they_were(mode: int, tmp_path: Path) -> None:
    path = made(tmp_path / NAME)
    path.chmod(mode)
    assert run(path, NIGHTLY, NOON.date(), write=True).written
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="hard links are rare there")
def test_another_name_of_the_file_keeps_the_old_content(tmp_path: Path) -> None:
    path, other = made(tmp_path / NAME), tmp_path / "另一个名字.xlsx"
    other.hardlink_to(path)
    old = path.read_bytes()
    assert run(path, NIGHTLY, NOON.date(), write=True).written
    assert other.read_bytes() == old


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_workbook_that_libreoffice_has_open_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path / NAME)
    old = path.read_bytes()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--nologo", str(path)]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        lock = path.with_name(f".~lock.{NAME}#")
        end = time.monotonic() + 60
        while not lock.exists():
            if time.monotonic() > end or office.poll() is not None:
                pytest.skip("LibreOffice made no lock file")
            time.sleep(0.2)
        told = run(path, NIGHTLY, NOON.date(), write=True)
        assert isinstance(told.error, FileInUseError)
        assert lock.name in told.error.words.zh
    finally:
        os.killpg(office.pid, signal.SIGTERM)
        office.wait(30)
    assert path.read_bytes() == old
