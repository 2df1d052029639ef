"""Workbooks that Excel, WPS and others saved: cells changed, rows added, a block rewritten, nothing else touched."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import FILES, FOLDER, Grid, block_edit, cells_edit, edited, grid, rows_edit
from judging import differences

from reqsheets.model.errors import UneditableError, UnreadableFileError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.patching.sheet_edit import SheetEdit

pytestmark = [pytest.mark.capability("D1"), pytest.mark.skipif(not FILES, reason=f"the corpus is missing: {FOLDER}")]

EDITS: tuple[Callable[[Grid], SheetEdit], ...] = (cells_edit, rows_edit, block_edit)
REFUSED = {  # what must not be touched, and why
    "3df2702d__clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx": "damaged",
    "4bc565c4__missing-bits.xlsx": "no Excel workbook",
    "4cbd8cbe__ms-office-2010-signed.xlsx": "signed",
    "5aa65f91__duplicate-filename.xlsx": "twice",
    "a89d8116__duplicate-filename-case-insensitive.xlsx": "twice",
}
GROUPS = 40


def _problems(path: Path) -> tuple[list[str], int]:
    """Return what went wrong with a file, and how many edits of it were made and judged."""
    content = path.read_bytes()
    try:
        package = Package(io.BytesIO(content), path.name)
    except (UneditableError, UnreadableFileError) as error:
        return [] if path.name in REFUSED and error.words.zh else [f"{path.name}: refused: {error}"], 0
    found = [f"{path.name} is no longer refused"] if path.name in REFUSED else []
    judged = 0
    for part in list(package.sheets.values())[:4]:
        sheet = grid(package.read(part))
        for make in EDITS:
            wanted = make(sheet)
            try:
                after = edited(content, part, wanted)
            except UneditableError as error:
                if not any(reason in str(error) for reason in ("merged cells", "array formula", "is damaged")):
                    found.append(f"{path.name} {part} {make.__name__}: refused: {error}")
                continue
            judged += 1
            found += [
                f"{path.name} {part} {make.__name__}: {what}" for what in differences(content, after, part, wanted)
            ]
    return found, judged


@pytest.mark.parametrize("group", [0, 1, 2, 3])
def test_every_tenth_workbook_keeps_all_that_was_not_edited(group: int) -> None:
    results = [_problems(path) for path in FILES[group::GROUPS]]
    assert [problem for problems, _ in results for problem in problems] == []
    assert sum(judged for _, judged in results) > 50


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_workbook_keeps_all_that_was_not_edited(group: int) -> None:
    assert [problem for path in FILES[group::GROUPS] for problem in _problems(path)[0]] == []


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_must_not_be_touched_is_refused_with_the_reason(name: str) -> None:
    path = next(path for path in FILES if path.name == name)
    with pytest.raises((UneditableError, UnreadableFileError), match=REFUSED[name]):
        Package(io.BytesIO(path.read_bytes()), name)


def test_the_same_edit_gives_the_same_bytes() -> None:
    path = FILES[0]
    content = path.read_bytes()
    part = next(iter(Package(io.BytesIO(content), path.name).sheets.values()))
    assert edited(content, part, SheetEdit({2: {2: "x"}})) == edited(content, part, SheetEdit({2: {2: "x"}}))
