"""A register opened from Python: typed frames, results with findings, plans chained on one reading."""

from __future__ import annotations

import inspect
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from command_line import few, here, register

import reqsheets
from reqsheets.model.brief import LONGEST

DAY = "2024-06-30"
NEED = {
    "number": "XY2024001",
    "text": "导出为Excel",
    "customer": "甲",
    "received": date(2024, 6, 1),
    "status": "待处理",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> reqsheets.Workbook:
    return reqsheets.open(few(tmp_path_factory.mktemp("book") / "a.xlsx"), today=DAY)


def test_a_frame_is_typed_and_goes_by_row_or_by_id(book: reqsheets.Workbook) -> None:
    frame = book.frame("登记表")
    assert frame.index.name == "行"
    assert frame.index.tolist() == [2, 3, 4]
    assert frame["提出时间"].dtype == "datetime64[us]"
    assert frame["需求描述(具体问题/期望)"].dtype == "string"
    assert frame.loc[4, "提出时间"] == pd.Timestamp("2024-06-01")
    by_id = book.frame("needs", index="id")
    assert by_id.loc["XY2024003", "需求描述(具体问题/期望)"] == "误报率高"
    assert list(book.frames) == book.sheets
    assert book.frame().equals(frame)


def test_what_does_not_fit_its_type_stays_and_is_counted(tmp_path: Path) -> None:
    path = register(tmp_path / "a.xlsx", [NEED | {"received": "下周"}, NEED | {"number": "XY2024002"}])
    book = reqsheets.open(path)
    assert book.frame().attrs["unfit"] == {"提出时间": 1}
    assert book.frame()["提出时间"].tolist()[0] == "下周"
    assert book.frame(unfit="coerce")["提出时间"].tolist() == [pd.NaT, pd.Timestamp("2024-06-01")]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(book: reqsheets.Workbook) -> None:
    with pytest.raises(reqsheets.UsageError, match="客户需求信息登记表"):
        book.frame("没有")
    with pytest.raises(reqsheets.UsageError, match="no single sheet '表'"):
        book.frame("表")


def test_a_check_has_the_findings_that_the_command_prints(
    book: reqsheets.Workbook, capsys: pytest.CaptureFixture[str]
) -> None:
    result = book.check()
    printed = json.loads(here(capsys, "check", str(book.path), "--today", DAY, "--json").out)
    assert result.findings.columns.tolist() == list(printed[0])
    assert json.loads(result.findings.to_json(orient="records")) == printed
    assert not result.valid
    with pytest.raises(reqsheets.FindingsError) as caught:
        result.raise_for_errors()
    assert caught.value.result is result


def test_a_clean_result_is_valid_and_gives_itself(tmp_path: Path) -> None:
    book = reqsheets.open(reqsheets.new("feedback", tmp_path / "a.xlsx"), today=DAY)
    assert book.check().raise_for_errors().valid


@pytest.mark.fault("F-56")
def test_today_is_text_and_nonsense_is_told(tmp_path: Path) -> None:
    path = few(tmp_path / "a.xlsx")
    assert reqsheets.open(path, today="2024-06-30T17:00").today == date(2024, 6, 30)
    [by_text] = reqsheets.score(path, today=DAY)
    [by_date] = reqsheets.score(path, today=date(2024, 6, 30))
    assert by_text.plan == by_date.plan
    with pytest.raises(reqsheets.UsageError, match="not a date"):
        reqsheets.check(path, today="tomorrow")


def test_chained_plans_are_one_batch_and_the_same_as_one_after_the_other(tmp_path: Path) -> None:
    chained, apart = few(tmp_path / "a" / "a.xlsx"), few(tmp_path / "b" / "a.xlsx")
    book = reqsheets.open(chained, today=DAY)
    planned = book.merge().then("score").then("track")
    before = chained.read_bytes()
    assert not planned.written
    assert chained.read_bytes() == before
    done = planned.write()
    assert done.written
    for verb in (reqsheets.merge, reqsheets.score, reqsheets.track):
        verb(apart, today=DAY, write=True)
    assert not [
        edit for edit in reqsheets.diff(chained, apart) if edit.sheet != "journal" and edit.column != "merged_on"
    ]
    batches = book.history()["batch"].unique().tolist()
    assert len(batches) == 1
    reqsheets.undo(chained, write=True, today=DAY)
    assert book.reload().frame()["记录状态"].isna().all()


def test_a_workbook_is_read_once_until_it_is_written(tmp_path: Path) -> None:
    path = few(tmp_path / "a.xlsx")
    book = reqsheets.open(path, today=DAY)
    path.rename(tmp_path / "b.xlsx")  # nothing is there to be read again
    assert len(book.frame()) == 3
    assert len(book.score().then("track").changes)


def test_a_failed_write_raises(tmp_path: Path) -> None:
    path = few(tmp_path / "a.xlsx")
    book = reqsheets.open(path, today=DAY)
    path.with_name("~$a.xlsx").write_bytes(b"\x04anna" + b" " * 160)
    with pytest.raises(reqsheets.WorkbookOpenError):
        book.score(write=True)


KINDS_OF_OURS = ("collection", "feedback", "customer", "response", "survey")


@pytest.mark.fault("F-56")
def test_nothing_public_prints_more_than_a_screen(tmp_path: Path) -> None:
    texts = ["很长" * 1500, *(f"第{i}台设备的报警{'很' * i}频繁" for i in range(1, 30))]
    path = register(tmp_path / "a.xlsx", [{**NEED, "number": f"XY{i}", "text": text} for i, text in enumerate(texts)])
    book = reqsheets.open(path, today=DAY)
    result = book.nightly(write=True)
    example = tmp_path / "example.xlsx"
    reqsheets.new("feedback", example, example=True)
    shown = [
        book, book.reading, book.reading.frames, book.spec, book.spec.sheets, reqsheets.kinds(), reqsheets.rules(),
        result, result.plan, *result.plan.findings[:5], *result.plan.changes[:50], reqsheets.check(path, path.parent),
        reqsheets.history(path), reqsheets.verify(path), reqsheets.restore(path), reqsheets.similar(path, "设备报警"),
        reqsheets.nightly(path, today=DAY), reqsheets.export(path), reqsheets.duplicates(path),
        reqsheets.diff(path, reqsheets.new("feedback", tmp_path / "b.xlsx")),
        inspect.signature(reqsheets.open), book.frames, reqsheets.find(path, "设备"), reqsheets.papers(path),
        reqsheets.issue_papers(path), reqsheets.remind(path), *(reqsheets.schema(kind) for kind in KINDS_OF_OURS),
        *(reqsheets.model(kind) for kind in KINDS_OF_OURS), reqsheets.rollup(path, today=DAY),
        reqsheets.intake(path), reqsheets.intake(path).proposal, reqsheets.remind(example, today=DAY),
        reqsheets.issue_papers(example, today=DAY),
    ]  # fmt: skip
    assert [(type(one), len(repr(one))) for one in shown if len(repr(one)) > LONGEST] == []
    assert "<svg" in book._repr_html_()
    assert "<table>" in result._repr_html_()


@pytest.mark.parametrize("name", sorted(reqsheets.__all__))
def test_every_public_name_is_documented_and_typed(name: str) -> None:
    thing = getattr(reqsheets, name)
    if name == "Change":  # a union of the four, which has no docstring of its own
        return
    assert inspect.getdoc(thing)
    if not inspect.isclass(thing):
        return
    for each, member in vars(thing).items():
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and not each.startswith("_"):
            assert inspect.getdoc(function), each
            assert inspect.signature(function).return_annotation is not inspect.Signature.empty, each


def test_all_sheets_become_tables_of_a_database(tmp_path: Path) -> None:
    phone = NEED | {"number": "XY2024002", "text": "请回电 13812345678"}
    path = register(tmp_path / "a.xlsx", [NEED, phone])
    made = reqsheets.export(path, to=tmp_path / "a.db")
    assert made.path == tmp_path / "a.db"
    with closing(sqlite3.connect(made.path)) as database:
        found = database.execute(
            'SELECT "行", "需求编号", "提出时间", "需求描述(具体问题/期望)" FROM "客户需求信息登记表"'
        )
        assert found.fetchall() == [
            (2, "XY2024001", "2024-06-01", "导出为Excel"),
            (3, "XY2024002", "2024-06-01", "请回电 138****5678"),
        ]
        [weight] = database.execute('SELECT "值" FROM "参数配置" WHERE "参数" = ?', ("紧急性权重",))
        assert float(weight[0]) == 30
    reqsheets.export(path, to=tmp_path / "a.json", what="all")
    everything = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert everything["客户需求信息登记表"][0]["需求编号"] == "XY2024001"
    reqsheets.export(path, to=tmp_path / "a.csv", what="客户需求信息登记表")
    assert "138****5678" in (tmp_path / "a.csv").read_text("utf-8-sig")
    with pytest.raises(reqsheets.UsageError, match=r"\.db"):
        reqsheets.export(path, to=tmp_path / "b.csv", what="all")
