"""LibreOffice opens what it opened before: every workbook of the corpus, with cells, rows and a block changed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL

import pytest
from corpus import FILES, FOLDER, block_edit, cells_edit, edited, grid, rows_edit
from office import needs_office

from reqsheets.model.errors import UneditableError, UnreadableFileError
from reqsheets.xlsx.package.package import Package

pytestmark = [pytest.mark.skipif(not FILES, reason=f"the corpus is missing: {FOLDER}"), needs_office]

ENDLESS = {"4f1e4cea__poc-shared-strings.xlsx"}  # made to exhaust its reader: LibreOffice makes gigabytes of text of it
OPENABLE = [path for path in FILES if path.name not in ENDLESS]
GROUPS = 20
TOGETHER, ALONE = 300, 60  # seconds for a group of workbooks and for one


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_workbook_that_libreoffice_opened_fails_to_open_after(
    tmp_path: Path, group: int, record_property: Callable[[str, object], None]
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    for number, path in enumerate(OPENABLE[group::GROUPS]):
        name = f"{number:03}{path.suffix}"
        content = path.read_bytes()
        changed = all_edits(content)
        if changed is not None:
            (before / name).write_bytes(content)
            (after / name).write_bytes(changed)
    opened = opened_by_libreoffice(before)
    record_property("opened before", len(opened))
    assert len(opened) > len(list(before.iterdir())) // 2
    lost = sorted(opened - opened_by_libreoffice(after))
    assert [OPENABLE[group::GROUPS][int(name)].name for name in lost] == []


def all_edits(content: bytes) -> bytes | None:
    """Return the workbook with its first sheet edited in three ways, one upon the other; None where all are refused."""
    changed = content
    with suppress(UneditableError, UnreadableFileError):
        for part in list(Package(io.BytesIO(content), "file").sheets.values())[:1]:
            for make in (block_edit, rows_edit, cells_edit):
                with suppress(UneditableError):
                    sheet = Package(io.BytesIO(changed), "file").read(part)
                    changed = edited(changed, part, make(grid(sheet)))
    return None if changed == content else changed


def opened_by_libreoffice(folder: Path) -> set[str]:
    """Return the names, without ending, of the workbooks in a folder that LibreOffice can turn into text."""
    files = sorted(folder.iterdir())
    _convert(files, TOGETHER)
    for file in files:
        if file.stem not in _made(folder):  # the run may have ended at the file before
            _convert([file], ALONE)
    return _made(folder)


def _convert(files: Sequence[Path], patience: int) -> None:
    folder = files[0].parent
    profile = f"-env:UserInstallation={folder.with_name(f'{folder.name}-profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(_out(folder)), *map(str, files)]
    with subprocess.Popen(command, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True) as office:
        try:
            office.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, signal.SIGKILL)  # soffice is a script; what it started would go on


def _out(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-csv")


def _made(folder: Path) -> set[str]:
    return {path.stem for path in _out(folder).glob("*.csv")}
