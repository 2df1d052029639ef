"""The day of closing is what people typed, else the day on which the status changed, and never lost on the way."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from test_duties import copy_of, edited, night

from reqsheets import check
from reqsheets.kinds import KINDS
from reqsheets.xlsx.reading.read import read

pytestmark = pytest.mark.fault("F-35")
FIRST, SECOND, THIRD = (datetime(2024, 7, day, 20, 0) for day in (1, 2, 3))  # noqa: DTZ001 (local time)


def archived(path: Path, number: str) -> dict[str, object] | None:
    frame = read(path, KINDS).frames["archive"]
    return next((row for row in frame.to_dict("records") if row["number"] == number), None)


def an_archived_number(path: Path) -> str:
    return str(read(path, KINDS).frames["archive"]["number"].iloc[0])


def test_it_is_the_day_on_which_the_status_changed_by_the_records(tmp_path: Path) -> None:
    path = copy_of("collection", tmp_path)
    night(path, FIRST)
    frame = read(path, KINDS).frames["needs"]
    number = next(str(row["number"]) for row in frame.to_dict("records") if row["status"] == "待处理" and row["number"])
    edited(path, "needs", number, {"status": "已拒绝", "close_reason": "不做"})
    night(path, SECOND)
    row = archived(path, number)
    assert row is not None
    assert row["closed"] == date(2024, 7, 2)
    told = [f for f in check(path, today=SECOND)[0].plan.findings if f.rule == "REQ462" and f.key == number]
    assert told == []


@pytest.mark.parametrize("kind", ["feedback", "collection", "response"])
def test_a_typed_day_stays_when_the_row_is_reopened_and_closed_again(kind: str, tmp_path: Path) -> None:
    path = copy_of(kind, tmp_path)
    night(path, FIRST)
    number = an_archived_number(path)
    edited(path, "archive", number, {"closed": date(2024, 5, 6)})
    night(path, SECOND)
    edited(path, "needs", number, {"status": "重新打开"})
    night(path, THIRD)
    row = archived(path, number)
    assert row is not None
    assert row["closed"] == date(2024, 5, 6)
    assert row["archived"] is None
    assert [f for f in check(path, today=THIRD)[0].plan.findings if f.rule == "REQ604" and f.key == number]
    edited(path, "needs", number, {"status": "已关闭"})


@pytest.mark.parametrize("kind", ["feedback", "collection", "response"])
def test_a_day_that_we_put_there_goes_with_the_closing(kind: str, tmp_path: Path) -> None:
    path = copy_of(kind, tmp_path)
    night(path, FIRST)
    number = an_archived_number(path)
    edited(path, "needs", number, {"status": "重新打开"})
    night(path, SECOND)
    assert archived(path, number) is None


@pytest.mark.parametrize("kind", ["feedback", "collection", "response"])
def test_whatever_people_type_on_a_sheet_that_we_write_is_there_after_its_row_has_moved(
    kind: str, tmp_path: Path
) -> None:
    path = copy_of(kind, tmp_path)
    night(path, FIRST)
    spec = read(path, KINDS).spec
    number = an_archived_number(path)
    archive, tracking = spec.purpose("archive"), spec.purpose("tracking")
    assert archive is not None
    assert tracking is not None
    typed = [c.name for c in archive.columns if not c.derived and c.type in ("text", "long")]
    edited(path, archive.name, number, {name: f"手写 {name}" for name in typed})
    night(path, SECOND)
    edited(path, "needs", number, {"status": "重新打开"})
    night(path, THIRD)
    book = openpyxl.load_workbook(path, data_only=True)
    shown = {str(cell.value) for sheet in (archive, tracking) for row in book[sheet.title].iter_rows() for cell in row}
    assert {f"手写 {name}" for name in typed} <= shown
