"""Strangers' workbooks for the tests, drawn row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook

HEADERS = Path(__file__).parent / "intake_headers"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "foreign"


def drawn(path: Path, rows: Sequence[Sequence[object]], title: str = "台账", merged: Sequence[str] = ()) -> Path:
    """Return a workbook with one tab of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def header_cases(path: Path) -> Iterator[tuple[str, str, str, list[str], list[str], list[str | None]]]:
    """Yield kind, tab, header, samples, neighbours and the right answers of each line of a list."""
    groups: list[tuple[str, str, list[tuple[str, list[str], list[str | None]]]]] = []
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        begins = re.match(r"\[(\w+)\] (.+)", line)
        if begins:
            groups.append((begins[1], begins[2], []))
            continue
        head, _, right = line.partition(" > ")
        header, _, samples = head.partition("~")
        answers = [None if one.strip() == "-" else one.strip() for one in right.split("|")]
        groups[-1][2].append((header, samples.split(";") if samples else [], answers))
    for kind, tab, cases in groups:
        headers = [header for header, _, _ in cases]
        for header, samples_of, answers in cases:
            yield kind, tab, header, samples_of, [one for one in headers if one != header], answers
