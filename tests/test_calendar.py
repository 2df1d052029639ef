"""The holidays of a year from a file in the public form: filled in once, counted with, and taken back."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import here, register

import reqsheets
from reqsheets.domain.holidays.notice import Day, notice_of
from reqsheets.kinds import KINDS
from reqsheets.model.errors import UsageError
from reqsheets.xlsx.reading.read import read

TODAY = datetime(2027, 1, 4, 9)  # noqa: DTZ001
PAPER = "https://www.gov.cn/zhengce/2026.htm"
OFF = [(date(2027, 1, 1), "元旦"), *((date(2027, 2, day), "春节") for day in range(5, 13))]
WORKED = [(date(2027, 1, 31), "春节"), (date(2027, 2, 14), "春节")]
JSON = {
    "year": 2027,
    "papers": [PAPER],
    "days": [
        {"name": name, "date": str(day), "isOffDay": off}
        for days, off in ((OFF, True), (WORKED, False))
        for day, name in days
    ],
}
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270101
DTEND;VALUE=DATE:20270102
SUMMARY:元旦假期
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270205
DTEND;VALUE=DATE:20270213
SUMMARY:春节假期
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270131
DTEND;VALUE=DATE:20270201
SUMMARY:春节补班
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270214
DTEND;VALUE=DATE:20270215
SUMMARY:春节补班
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    needs = [
        {
            "number": "XY2027001",
            "text": "导出为Excel",
            "customer": "甲",
            "received": date(2027, 1, 29),
            "status": "待处理",
        }
    ]
    return register(tmp_path_factory.mktemp("made") / "a.xlsx", needs).read_bytes()


@pytest.fixture
def path(made: bytes, tmp_path: Path) -> Path:
    found = tmp_path / "登记.xlsx"
    found.write_bytes(made)
    return found


@pytest.fixture
def days(tmp_path: Path) -> Path:
    found = tmp_path / "2027.json"
    found.write_text(json.dumps(JSON, ensure_ascii=False), "utf-8")
    return found


def calendar_of(path: Path, year: int = 2027) -> list[tuple[date, str]]:
    frame = read(path, KINDS).frames["calendar"]
    rows = zip(frame["day"].tolist(), frame["type"].tolist(), strict=True)
    return sorted((day, kind) for day, kind in rows if day.year == year)


def test_json_and_ics_say_the_same() -> None:
    from_json, from_ics = notice_of(json.dumps(JSON), "2027.json"), notice_of(ICS, "2027.ics")
    assert from_json.days == from_ics.days
    assert (from_json.year, from_ics.year) == (2027, 2027)
    assert from_json.source == PAPER
    assert Day(date(2027, 2, 12), off=True, name="春节") in from_ics.days


def test_a_year_is_filled_once_with_the_days_that_differ_from_a_usual_week(path: Path, days: Path) -> None:
    outcome = reqsheets.calendar(path, days, write=True, today=TODAY)
    assert outcome.written
    weekday_off = sorted((day, "法定节假日") for day, _ in OFF if day.weekday() < 5)
    assert calendar_of(path) == sorted([*weekday_off, *((day, "调休上班") for day, _ in WORKED)])
    assert reqsheets.calendar(path, days, today=TODAY).plan.changes == ()


def test_what_counts_work_days_is_counted_again_in_the_same_batch(tmp_path: Path, days: Path) -> None:
    need = {"number": "XY2027001", "text": "导出为Excel", "customer": "甲", "received": date(2027, 1, 29)}
    score = {"number": "XY2027001", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    limits = [{"name": f"{grade}级处理时限", "value": 5, "unit": "工作日"} for grade in "SABC"]
    path = register(tmp_path / "a.xlsx", [need | {"status": "待处理"}], scores=[score], parameters=limits)
    day = TODAY.replace(day=30)
    reqsheets.nightly(path, write=True, today=day)
    assert read(path, KINDS).frames["tracking"]["due"].tolist() == [date(2027, 2, 5)]
    batches = {record.batch for record, _ in reqsheets.history(path)}
    reqsheets.calendar(path, days, write=True, today=day)
    assert read(path, KINDS).frames["tracking"]["due"].tolist() == [date(2027, 2, 4)]  # 31 January is worked
    assert len({record.batch for record, _ in reqsheets.history(path)} - batches) == 1


def test_undo_takes_the_year_back(path: Path, days: Path) -> None:
    before = calendar_of(path)
    reqsheets.calendar(path, days, write=True, today=TODAY)
    reqsheets.undo(path, write=True, today=TODAY)
    assert calendar_of(path) == before


def test_a_day_that_stands_there_as_something_else_stays_and_is_told(path: Path, days: Path) -> None:
    other = days.with_name("own.json")
    other.write_text(
        json.dumps({"year": 2027, "days": [{"name": "公司", "date": "2027-02-06", "isOffDay": False}]}), "utf-8"
    )
    reqsheets.calendar(path, other, write=True, today=TODAY)
    outcome = reqsheets.calendar(path, days, write=True, today=TODAY)
    assert [(finding.rule, finding.key) for finding in outcome.plan.findings] == [("REQ032", "2027-02-06")]
    assert (date(2027, 2, 6), "调休上班") in calendar_of(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"days": [{}]}',
        '{"year": 2027, "days": [{"date": "2027-02-30", "isOffDay": true}]}',
        '{"year": 2027, "days": [{"date": "2027-02-03", "isOffDay": "yes"}]}',
        '{"year": 2027, "days": []}',
        "[" * 5000,
        "BEGIN:VCALENDAR\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2027\nEND:VEVENT\nEND:VCALENDAR",
        '{"year": 2027, "days": [{"date": "2027-02-03", "isOffDay": true}, {"date": "2027-02-03", "isOffDay": false}]}',
    ],
)
def test_what_is_no_notice_is_told_in_words(text: str) -> None:
    with pytest.raises(UsageError, match="nothing was taken in"):
        notice_of(text, "x.json")


def test_the_command_shows_a_plan_and_tells_of_a_file_that_is_not_there(
    path: Path, days: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    done = here(capsys, "calendar", str(path), str(days), "--today", "2027-01-04")
    assert (done.exit_code, "2027-02-08" in done.out) == (0, True)
    assert path.read_bytes() == before
    done = here(capsys, "calendar", str(path), str(days.with_name("nowhere.json")))
    assert (done.exit_code, "读不出" in done.err) == (2, True)
