"""Merged cells of an open workbook: seen as in its file, at few questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("xlwings")

import live_calc
from command_line import few
from live_calc import calc_sheets, loaded
from live_engine import App, engine_of, opened
from live_memory import MemorySheet, memory_sheets

import reqsheets
from reqsheets.app.pipeline import planned, verbs_of
from reqsheets.kinds import KINDS
from reqsheets.model.frames import rows_of
from reqsheets.xlsx.live.live import read_live
from reqsheets.xlsx.live.live_merged import MOST, merged_areas
from reqsheets.xlsx.reading.read import read

NEEDS = "客户需求信息登记表"
TODAY = date(2024, 6, 15)
WHY_NOT = live_calc.why_not()


def with_merges(path: Path) -> Path:
    """Return a register whose titles stand in two rows, merged, and with two merged cells among its rows."""
    book = openpyxl.load_workbook(few(path))
    sheet = book[NEEDS]
    sheet.tables.clear()
    sheet.insert_rows(1)
    titles = [cell.value for cell in sheet[2]]
    for column, title in enumerate(titles, 1):
        if title:
            sheet.cell(1, column).value, sheet.cell(2, column).value = title, None
            sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet.merge_cells(start_row=3, end_row=4, start_column=3, end_column=3)
    book.save(path)
    return path


def sees_what_the_file_says(path: Path, sheets: Sequence[Any]) -> None:
    with engine_of(App()) as app:
        book = opened(app, path.name, sheets)
        live, file = read_live(book, KINDS).reading, read(path, KINDS)
    assert live.layouts["needs"] == file.layouts["needs"]
    assert rows_of(live.frames["needs"]) == rows_of(file.frames["needs"])
    plans = [planned(reading, verbs_of("check"), TODAY, list_findings=False) for reading in (live, file)]
    told = [[finding for finding in plan.findings if finding.at.sheet == "needs"] for plan in plans]
    assert any("合并" in finding.message.zh for finding in told[0])
    assert told[0] == told[1]


def test_a_header_of_two_merged_rows_reads_like_its_file(tmp_path: Path) -> None:
    path = with_merges(tmp_path / "a.xlsx")
    sees_what_the_file_says(path, memory_sheets(path))


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.xdist_group("office")
def test_libreoffice_tells_of_the_same_merged_cells(office: Any, tmp_path: Path) -> None:
    path = with_merges(tmp_path / "a.xlsx")
    document = loaded(office, path, Hidden=True)
    sees_what_the_file_says(path, calc_sheets(document))
    document.close(True)


@given(places=st.sets(st.integers(0, 59), max_size=12))
def test_every_merged_area_is_found(places: set[int]) -> None:
    joined = [(1 + 3 * (i // 6), 1 + 2 * (i % 6), 2 + 3 * (i // 6), 2 + 2 * (i % 6)) for i in sorted(places)]
    with engine_of(App()) as app:
        book = opened(app, "a.xlsx", [MemorySheet("Sheet1", joined=joined)])
        found = merged_areas(book.sheets[0], 40, 20)
    assert [(area.top, area.left, area.bottom, area.right) for area in found] == joined


def test_a_sheet_without_merged_cells_is_asked_once_and_no_sheet_too_often() -> None:
    asked = []

    class Asked(MemorySheet):
        def merged(self, box: tuple[int, int, int, int]) -> bool | None:
            asked.append(box)
            return super().merged(box)

    everywhere = [(row, 1, row, 2) for row in range(1, 5_000)]
    with engine_of(App()) as app:
        book = opened(app, "a.xlsx", [Asked("none"), Asked("all", joined=everywhere)])
        assert merged_areas(book.sheets["none"], 10_000, 30) == []
        assert len(asked) == 1
        assert merged_areas(book.sheets["all"], 10_000, 30)
        assert len(asked) <= MOST + 1


def test_a_template_reads_like_its_file(tmp_path: Path) -> None:
    path = reqsheets.new("response", tmp_path / "a.xlsx")
    with engine_of(App()) as app:
        book = opened(app, path.name, memory_sheets(path))
        live, file = read_live(book, KINDS).reading, read(path, KINDS)
    assert live.layouts == file.layouts
    assert live.findings == file.findings
