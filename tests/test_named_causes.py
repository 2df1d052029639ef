"""A finding names cause and consequence; what was not looked at is not solved; lists add to those that ship."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from command_line import here
from openpyxl import load_workbook

import reqsheets
from reqsheets.app.pipeline import NIGHTLY, run
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.kinds import KINDS
from reqsheets.matching.lexicon import lexicon
from reqsheets.model.plan import Finding, SetCell, Value
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

TODAY = date(2024, 3, 20)
CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
FEEDBACK = next(spec for spec in KINDS if spec.kind == "feedback")
NUMBERED = [
    (spec, sheet.name, column.name)
    for spec in KINDS
    for sheet in spec.sheets
    for column in sheet.columns
    if column.numbering is not None and column.numbering.by
]


@pytest.fixture(name="path")
def written(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


def need(number: str | None, text: str, received: Value = date(2024, 3, 1), **more: Value) -> dict[str, Value]:
    return {"number": number, "text": text, "received": received, "status": "待处理", **more}


def findings(path: Path, rule: str) -> list[Finding]:
    (outcome,) = reqsheets.check(path, today=TODAY)
    return [finding for finding in outcome.plan.findings if finding.rule == rule]


# --- F-26 ---------------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-26")
@pytest.mark.parametrize(("spec", "sheet", "number"), NUMBERED, ids=lambda part: getattr(part, "kind", part))
@pytest.mark.parametrize("typed", ["2024.3.1", "三月初", None])
def test_a_row_without_number_for_want_of_a_date_says_so_in_every_numbered_sheet(
    path: Path, spec: WorkbookSpec, sheet: str, number: str, typed: str | None
) -> None:
    known = spec.sheet(sheet)
    numbering = known.column(number).numbering
    assert numbering is not None
    words = [c.name for c in known.columns if c.type in ("text", "long") and not c.derived and not c.refers][:3]
    row: Mapping[str, Value] = {**dict.fromkeys(words, "某事"), numbering.by: typed}
    path.write_bytes(template(spec, {sheet: [row]}))
    (finding,) = [f for f in findings(path, "REQ452") if f.at.sheet == sheet]
    for told in (finding.message.zh, finding.message.en):
        assert known.column(numbering.by).title in told
        assert known.column(number).title in told
    assert "没有" in finding.message.zh


@pytest.mark.fault("F-26")
def test_the_consequence_names_the_tracking_sheet(path: Path) -> None:
    path.write_bytes(template(FEEDBACK, {"needs": [need(None, "登录要等一分钟", "2024.3.1")]}))
    (finding,) = findings(path, "REQ452")
    assert finding.severity == "error"
    assert "所以这一行没有“需求编号”，也不进“需求处理跟踪表”" in finding.message.zh
    assert "XY20" not in finding.hint.zh


@pytest.mark.fault("F-26")
def test_a_text_date_of_a_numbered_row_says_that_no_deadline_comes_of_it(path: Path) -> None:
    path.write_bytes(template(FEEDBACK, {"needs": [need("XY2024001", "登录要等一分钟", "2024.3.1")]}))
    (finding,) = findings(path, "REQ204")
    assert "因此算不出“完成时限”" in finding.message.zh
    assert not findings(path, "REQ453")  # one fault of a cell is told once


@pytest.mark.fault("F-26")
@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
def test_the_case_of_333_text_dates_is_one_finding_with_its_count(tmp_path: Path) -> None:
    shutil.copyfile(CASES / "23-own-register-pasted-nonum.xlsx", tmp_path / "a.xlsx")
    (finding,) = findings(tmp_path / "a.xlsx", "REQ452")
    assert "333" in finding.message.zh


# --- F-25 ---------------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-25")
def test_rows_that_share_a_number_are_told_that_they_are_not_tracked(path: Path) -> None:
    rows = [need("XY2024001", "甲"), need("XY2024002", "乙"), need("XY2024002", "丙")]
    path.write_bytes(template(FEEDBACK, {"needs": rows}))
    found = findings(path, "REQ501")
    assert [finding.at.row for finding in found] == [3, 4]
    assert all("需求处理跟踪表" in finding.message.zh for finding in found)


@pytest.mark.fault("F-25")
@pytest.mark.parametrize("kind", ["collection", "feedback", "response"])
def test_a_slip_on_another_sheet_does_not_push_the_next_number(path: Path, kind: str) -> None:
    spec = next(known for known in KINDS if known.kind == kind)
    column = spec.sheet("needs").column("number")
    sample = column.example
    stem, last = sample[:-3], f"{sample[:-3]}999"
    day = date(2023, 10, 9) if kind == "response" else date(2024, 3, 1)
    other = next(
        (sheet, c)
        for sheet in spec.sheets
        for c in sheet.columns
        if sheet.role == "register" and c.refers and c.refers.sheet == "needs" and not c.derived and c.type == "ref"
    )
    rows = {"needs": [need(f"{stem}001", "甲", day), need(None, "乙", day)], other[0].name: [{other[1].name: last}]}
    path.write_bytes(template(spec, rows))
    outcome = run(path, NIGHTLY, TODAY, write=False)
    given = [
        c.new
        for c in outcome.plan.changes
        if isinstance(c, SetCell) and c.at.column == "number" and c.at.sheet == "needs"
    ]
    assert given == [f"{stem}002"]


# --- F-23 ---------------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-23")
@pytest.mark.parametrize("how", ["column", "sheet"])
def test_what_could_not_be_looked_at_is_not_solved(path: Path, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [need("XY2024001", "登录要等一分钟", channel="瞎写"), need("XY2024002", "打不开", channel="也瞎写")]
    path.write_bytes(template(FEEDBACK, {"needs": rows, "people": [{"name": "张三", "employed": "瞎写"}]}))
    reqsheets.nightly(path, write=True, today=TODAY)
    book = load_workbook(path)
    if how == "column":
        cell = next(cell for cell in book["客户需求信息登记表"][1] if cell.value == "来源渠道")
        cell.value = "另一列"
    else:
        del book["人员与部门"]
    book.save(path)
    (outcome,) = reqsheets.check(path, today=TODAY)
    sheet, column = ("needs", "channel") if how == "column" else ("people", "employed")
    unseen = [f for f in outcome.plan.findings if f.state == "unseen"]
    assert unseen
    assert {(f.at.sheet, f.at.column) for f in unseen if f.rule == "REQ303"} >= {(sheet, column)}
    assert not [f for f in outcome.gone if (f.at.sheet, f.at.column) == (sheet, column)]
    printed = here(capsys, "check", str(path), "--today", "2024-03-20").out
    assert f"没有查到 {len(unseen)} 处" in printed
    assert '"unseen"' in here(capsys, "check", str(path), "--today", "2024-03-20", "--json").out
    reqsheets.nightly(path, write=True, today=TODAY)
    book = load_workbook(path)
    assert [row for row in book["校验结果"].iter_rows(values_only=True) if "没有查到" in str(row)]
    before = path.read_bytes()
    reqsheets.nightly(path, write=True, today=TODAY)
    assert path.read_bytes() == before


@pytest.mark.fault("F-23")
def test_what_was_mended_is_solved_even_on_a_tab_that_was_renamed(path: Path) -> None:
    rows = [need("XY2024001", "登录要等一分钟", channel="瞎写"), need("XY2024002", "打不开", channel="也瞎写")]
    path.write_bytes(template(FEEDBACK, {"needs": rows}))
    reqsheets.nightly(path, write=True, today=TODAY)
    book = load_workbook(path)
    sheet = book["客户需求信息登记表"]
    sheet.cell(2, next(cell.column for cell in sheet[1] if cell.value == "来源渠道")).value = "客服工单"
    sheet.title = "需求"
    book.save(path)
    (outcome,) = reqsheets.check(path, today=TODAY)
    assert [(f.rule, f.key) for f in outcome.gone] == [("REQ303", "XY2024001")]
    assert not [f for f in outcome.plan.findings if f.state in ("new", "unseen") and f.at.sheet == "needs"]


# --- F-60 and F-65 ------------------------------------------------------------------------------------------------


@pytest.mark.fault("F-60")
def test_a_row_of_synonyms_adds_to_the_lists_that_ship_and_a_stopped_one_takes_out(path: Path) -> None:
    shipped = lexicon().words("同义词")
    rows: list[dict[str, Value]] = [
        {"dictionary": "同义词", "value": "拉闸", "aliases": "停电操作", "stopped": "否"},
        {
            "dictionary": "同义词",
            "value": next(e.word for e in lexicon().entries if e.list == "同义词"),
            "stopped": "是",
        },
    ]
    path.write_bytes(template(FEEDBACK, {}))
    book = load_workbook(path)
    sheet = book["选项字典"]
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, 1).value == "同义词":
            sheet.delete_rows(row)
    for line in rows:
        sheet.append([line["dictionary"], line["value"], line.get("aliases"), None, line["stopped"]])
    book.save(path)
    words = lexicon_of(FEEDBACK, read(path, (FEEDBACK,)).frames)
    assert {"拉闸", "停电操作"} <= words.words("同义词")
    assert len(words._of("同义词")) == len(lexicon()._of("同义词"))  # noqa: SLF001 (one more and one fewer)
    assert words.words("同义词") - {"拉闸", "停电操作"} < shipped


@pytest.mark.fault("F-65")
def test_an_option_appended_at_the_end_is_told_with_the_row_where_it_belongs(path: Path) -> None:
    path.write_bytes(template(FEEDBACK, {}))
    book = load_workbook(path)
    sheet = book["选项字典"]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value)
    sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 2).value = "来源渠道", "展会"
    book.save(path)
    (finding,) = findings(path, "REQ455")
    assert (finding.at.sheet, finding.at.row) == ("options", last + 1)
    assert "展会" in finding.message.zh
    assert "第 8 行" in finding.hint.zh  # below the six that ship
