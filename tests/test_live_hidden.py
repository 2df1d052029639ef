"""Hidden rows and columns of an open workbook: seen as in its file, at few questions."""

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

from reqsheets.app.pipeline import planned, verbs_of
from reqsheets.kinds import KINDS
from reqsheets.xlsx.live.live import read_live
from reqsheets.xlsx.live.live_hidden import MOST, hidden_lines
from reqsheets.xlsx.reading.read import read

NEEDS = "客户需求信息登记表"
TODAY = date(2024, 6, 15)
WHY_NOT = live_calc.why_not()


def with_hidden_lines(path: Path) -> Path:
    """Return a register in which a row and the column of the source are hidden."""
    book = openpyxl.load_workbook(few(path))
    book[NEEDS].row_dimensions[3].hidden = True
    book[NEEDS].column_dimensions["B"].hidden = True
    book.save(path)
    return path


def sees_what_the_file_says(path: Path, sheets: Sequence[Any]) -> None:
    with engine_of(App()) as app:
        live, file = read_live(opened(app, path.name, sheets), KINDS).reading, read(path, KINDS)
    assert live.layouts["needs"].hidden_rows & {2, 3, 4} == {3}
    assert live.layouts["needs"].hidden_columns == file.layouts["needs"].hidden_columns
    plans = [planned(reading, verbs_of("check"), TODAY, list_findings=False) for reading in (live, file)]
    told = [[finding for finding in plan.findings if finding.at.sheet == "needs"] for plan in plans]
    assert [f.at.row for f in told[0] if "在隐藏的行里" in f.message.zh]
    assert [f.at.row for f in told[0] if "在隐藏的列里" in f.message.zh]
    assert told[0] == told[1]


def test_findings_tell_of_hidden_rows_and_columns_as_those_of_the_file_do(tmp_path: Path) -> None:
    path = with_hidden_lines(tmp_path / "a.xlsx")
    sees_what_the_file_says(path, memory_sheets(path))


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.xdist_group("office")
def test_libreoffice_tells_of_the_same_hidden_rows_and_columns(office: Any, tmp_path: Path) -> None:
    path = with_hidden_lines(tmp_path / "a.xlsx")
    document = loaded(office, path, Hidden=True)
    sees_what_the_file_says(path, calc_sheets(document))
    document.close(True)


@given(rows=st.sets(st.integers(1, 60), max_size=40), columns=st.sets(st.integers(1, 30), max_size=20))
def test_every_hidden_line_is_found(rows: set[int], columns: set[int]) -> None:
    with engine_of(App()) as app:
        book = opened(app, "a.xlsx", [MemorySheet("Sheet1", hidden_rows=rows, hidden_columns=columns)])
        assert hidden_lines(book.sheets[0], 60, rows=True) == rows
        assert hidden_lines(book.sheets[0], 30, rows=False) == columns


def test_a_sheet_with_nothing_hidden_is_asked_once_and_no_sheet_too_often() -> None:
    asked = []

    class Asked(MemorySheet):
        def hidden(self, first: int, last: int, *, rows: bool) -> bool | None:
            asked.append((first, last))
            return super().hidden(first, last, rows=rows)

    every_other = set(range(1, 5_000, 2))
    with engine_of(App()) as app:
        book = opened(app, "a.xlsx", [Asked("none"), Asked("many", hidden_rows=every_other)])
        assert hidden_lines(book.sheets["none"], 10_000, rows=True) == set()
        assert len(asked) == 1
        assert hidden_lines(book.sheets["many"], 10_000, rows=True) < every_other
    assert len(asked) == 1 + MOST


def test_an_excel_that_does_not_answer_hides_nothing() -> None:
    class Mute(MemorySheet):
        def hidden(self, first: int, last: int, *, rows: bool) -> bool | None:
            message = f"no answer about {first} to {last}, {rows}"
            raise RuntimeError(message)

    with engine_of(App()) as app:
        assert hidden_lines(opened(app, "a.xlsx", [Mute("a")]).sheets[0], 9, rows=True) == set()
