"""References from one workbook to another: told where they stand in none, quiet where that is not known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from drawing import drawn
from hypothesis import given
from hypothesis import strategies as st
from referring import RAW_ROW, RESPONSE_ROW, TODAY, across, feedback, responses, told, workbook

import reqsheets
from reqsheets.app.linked_workbooks import RunWorkbooks
from reqsheets.app.pipeline import VERBS, run
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds import kind_named
from reqsheets.model.external_references import ReferencedColumn, known
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("0-2c")

RESPONSE = kind_named("response")


# --- what is looked for, and where --------------------------------------------------------------------------------


def test_a_number_that_stands_in_another_workbook_of_the_run_is_no_finding(tmp_path: Path) -> None:
    new = responses(tmp_path / "2024.xlsx", {"202403-001": "202309-014", "202403-002": "XY2024001、202309-014"})
    old = responses(tmp_path / "2023.xlsx", {"202309-014": ""})
    assert across(new, old, feedback(tmp_path / "反馈.xlsx", "XY2024001")) == []


def test_a_number_that_stands_nowhere_names_the_workbooks_that_were_looked_in(tmp_path: Path) -> None:
    new = responses(tmp_path / "2024.xlsx", {"202403-001": "202309-914", "202403-002": "XY2024099"})
    old = responses(tmp_path / "2023" / "登记.xlsx", {"202309-014": ""})
    assert across(new, old, feedback(tmp_path / "反馈.xlsx", "XY2024001")) == [
        (
            "REQ608",
            "warning",
            "needs",
            2,
            "“历史需求编号”是“202309-914”，在本工作簿的“客户需求登记表”、“2023/登记.xlsx”里都没有。",
        ),
        ("REQ608", "warning", "needs", 3, "“历史需求编号”是“XY2024099”，在“反馈.xlsx”里没有。"),
    ]


def test_where_no_other_workbook_is_known_nothing_is_an_error_or_a_warning(tmp_path: Path) -> None:
    alone = responses(tmp_path / "a.xlsx", {"202403-001": "202309-014", "202403-002": "XY2024001"})
    assert [line[:4] for line in across(alone)] == [("REQ608", "info", "needs", 2)]  # may be last year's
    assert across(workbook("collection", tmp_path / "c.xlsx", raw=[{**RAW_ROW, "history": "XY2024001"}])) == []


def test_a_number_of_a_series_that_this_workbook_gives_should_stand_here(tmp_path: Path) -> None:
    alone = responses(tmp_path / "a.xlsx", {"202403-001": "202403-099"})
    assert [line[:4] for line in across(alone)] == [("REQ608", "warning", "needs", 2)]


def test_what_has_the_form_of_no_known_number_belongs_to_another_system(tmp_path: Path) -> None:
    raw = [{**RAW_ROW, "history": "TS20231102、XY2024001、订单77"}, {**RAW_ROW, "history": "XY2024002"}]
    asking = workbook("collection", tmp_path / "a.xlsx", raw=raw)
    found = across(asking, feedback(tmp_path / "b.xlsx", "XY2024001"))
    assert [(line[3], line[4]) for line in found] == [
        (3, "“关联历史单号(订单/投诉/服务反馈)”是“XY2024002”，在“b.xlsx”里没有。")
    ]


def test_numbers_that_the_other_workbook_gave_before_a_change_of_year_count(tmp_path: Path) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": "XY2022150", "202403-002": "XY2022151"})
    other = tmp_path / "b.xlsx"
    listed = [{"name": "已用编号：客户需求信息登记表", "value": "XY2022150"}]
    other.write_bytes(template(kind_named("feedback"), {"needs": [{"number": "XY2024001"}], "parameters": listed}))
    assert [line[3] for line in across(asking, other)] == [3]


def test_a_width_or_a_blank_too_many_is_told_by_its_own_rule_alone(tmp_path: Path) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": " XY2024001", "202403-002": "ＸＹ２０２４００１"})
    assert across(asking, feedback(tmp_path / "b.xlsx", "XY2024001")) == []


def test_within_a_workbook_the_source_of_a_requirement_must_be_an_interview_or_an_answer() -> None:
    spec = kind_named("survey")
    tables = {
        "interviews": "访谈编号\nFT-001",
        "answers": "答卷编号\nDJ-001",
        "needs": "需求编号 | 来源\nDY-001 | FT-001、DJ-001、操作手册\nDY-002 | FT-009\nDY-003 | DJ-009",
    }
    findings = validate(spec, drawn(spec, tables), TODAY).findings
    assert [(f.severity, f.at.row, f.message.zh) for f in findings if f.rule == "REQ608"] == [
        ("warning", 3, "“来源”是“FT-009”，在本工作簿的“访谈记录表”里没有。"),
        ("warning", 4, "“来源”是“DJ-009”，在本工作簿的“问卷结果表”里没有。"),
    ]


# --- workbooks that staff name ------------------------------------------------------------------------------------


def test_a_workbook_that_is_named_is_looked_in_whatever_else_is_checked(tmp_path: Path) -> None:
    asking = responses(tmp_path / "2024" / "a.xlsx", {"202403-001": "202309-014"}, named=r"..\2023\登记表.xlsx")
    responses(tmp_path / "2023" / "登记表.xlsx", {"202309-014": ""})
    assert told(reqsheets.check(asking, today=TODAY, trust=[tmp_path / "2023"])) == []


@pytest.mark.parametrize(
    "text", ["甲.xlsx、乙.xlsx", "甲.xlsx；乙.xlsx", "“甲.xlsx”\n./乙.xlsx", "甲.xlsx;不用\\..\\乙.xlsx"]
)
def test_several_can_be_named_in_one_cell(tmp_path: Path, text: str) -> None:
    (tmp_path / "不用").mkdir()
    asking = responses(tmp_path / "a.xlsx", {"202403-001": "202309-001", "202403-002": "202310-001"}, named=text)
    responses(tmp_path / "甲.xlsx", {"202309-001": ""})
    responses(tmp_path / "乙.xlsx", {"202310-001": ""})
    assert across(asking) == []


def test_several_lines_can_name_one_each(tmp_path: Path) -> None:
    lines = [{"name": "关联工作簿", "value": "甲.xlsx"}, {"name": "关联工作簿（反馈）", "value": "反馈.xlsx"}]
    asking = tmp_path / "a.xlsx"
    needs = [{**RESPONSE_ROW, "number": "202403-001", "text": "x", "history": "202309-001、XY2024001"}]
    asking.write_bytes(template(RESPONSE, {"needs": needs, "parameters": lines}))
    responses(tmp_path / "甲.xlsx", {"202309-001": ""})
    assert [line[:2] for line in across(asking)] == [("REQ609", "warning")]
    feedback(tmp_path / "反馈.xlsx", "XY2024001")
    assert across(asking) == []


def test_customers_are_compared_with_a_ledger_only_where_it_is_named(tmp_path: Path) -> None:
    ledger = workbook("customer", tmp_path / "客户.xlsx", customers=[{"customer": "某科技有限公司"}])
    strange = {**RESPONSE_ROW, "customer": "某科技公司", "text": "x", "number": "202403-001"}
    usual = {**RESPONSE_ROW, "text": "y", "number": "202403-002"}
    unnamed = workbook("response", tmp_path / "a.xlsx", needs=[strange, usual])
    assert across(unnamed, ledger) == []
    named = workbook("response", tmp_path / "b.xlsx", "客户.xlsx", needs=[strange, usual])
    [outcome] = reqsheets.check(named, today=TODAY)
    [finding] = [finding for finding in outcome.plan.findings if finding.rule == "REQ608"]
    assert finding.message.zh == "“客户名称/ID”是“某科技公司”，在“客户.xlsx”里没有。"
    assert finding.hint.zh == "请改成“某科技有限公司”，或核对后再填。"


def lost(path: Path) -> str:
    return path.name


def damaged(path: Path) -> str:
    path.write_bytes(feedback(path, "XY2024001").read_bytes()[:4000])
    return path.name


def no_workbook(path: Path) -> str:
    path.write_text("需求编号", "utf-8")
    return path.name


def folder(path: Path) -> str:
    path.mkdir()
    return path.name


def of_no_kind(path: Path) -> str:
    pd.DataFrame({"日期": [1]}).to_excel(path)
    return path.name


def network(_: Path) -> str:
    return r"\\evil\share\b.xlsx"


def address(_: Path) -> str:
    return "https://example.com/b.xlsx"


def no_name(_: Path) -> str:
    return "x" * 5000


@pytest.mark.parametrize("how", [lost, damaged, no_workbook, folder, of_no_kind, network, address, no_name])
def test_a_named_workbook_that_cannot_be_read_is_one_finding_at_its_cell(
    tmp_path: Path, how: Callable[[Path], str]
) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": "XY2024001、202309-014"}, named=how(tmp_path / "b.xlsx"))
    [outcome] = reqsheets.check(asking, today=TODAY)
    assert outcome.exit_code in (0, 1)
    found = [finding for finding in outcome.plan.findings if finding.rule in ("REQ608", "REQ609")]
    at = next(finding.at for finding in found if finding.rule == "REQ609")
    frame = drawn(RESPONSE, {"parameters": "参数"})  # the place is the value's, on the row of the parameter
    assert (at.sheet, at.column) == ("parameters", "value")
    assert frame.headers["parameters"] < at.row
    assert [(finding.rule, finding.severity) for finding in found] == [("REQ609", "warning"), ("REQ608", "info")]
    assert "可能在那里" in found[1].message.zh


def test_all_that_one_line_names_in_vain_is_told_at_once(tmp_path: Path) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": ""}, named="b.xlsx、https://c.cn/c.xlsx")
    [line] = across(asking)
    assert line[4] == (
        "这里写的“b.xlsx”没有读到：在那里找不到；"
        "“https://c.cn/c.xlsx”没有读到：只能写本机或已映射磁盘上的路径，不能写网址或网络地址。"
    )


def test_naming_oneself_is_nothing(tmp_path: Path) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": "202309-014"}, named=r".\a.xlsx")
    assert [line[:2] for line in across(asking)] == [("REQ608", "info")]


def test_a_broken_workbook_of_the_run_makes_no_false_finding_of_another(tmp_path: Path) -> None:
    asking = responses(tmp_path / "a.xlsx", {"202403-001": "202309-014"})
    other = responses(tmp_path / "b.xlsx", {"202310-001": ""})
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(other.read_bytes()[:4000])
    outcomes = reqsheets.check(asking, other, broken, today=TODAY)
    assert [outcome.exit_code for outcome in outcomes] == [0, 0, 3]
    assert [line[:2] for line in told(outcomes)] == [("REQ608", "info")]
    assert "“c.xlsx”没有读到" in told(outcomes)[0][4]


def test_a_workbook_of_no_kind_in_the_same_folder_changes_nothing(tmp_path: Path) -> None:
    responses(tmp_path / "a.xlsx", {"202403-001": "202309-014"})
    responses(tmp_path / "b.xlsx", {"202310-001": ""})
    before = across(tmp_path)
    of_no_kind(tmp_path / "工资.xlsx")
    assert across(tmp_path) == before
    assert [line[:2] for line in before] == [("REQ608", "warning")]


# --- laws and people's own code -----------------------------------------------------------------------------------

FORMS = st.builds("202309-{:03}".format, st.integers(1, 9)) | st.builds("XY2023{:03}".format, st.integers(1, 9))
HELD = st.frozensets(st.builds("202309-{:03}".format, st.integers(1, 9)))
GIVEN = st.frozensets(st.builds("XY2023{:03}".format, st.integers(1, 9)))


@given(st.lists(st.lists(FORMS | st.just("TS1"), min_size=1, max_size=3), min_size=1, max_size=6), HELD, GIVEN)
def test_exactly_the_cells_that_name_something_absent_are_told(
    cells: list[list[str]], held: frozenset[str], given_numbers: frozenset[str]
) -> None:
    lines = [f"202403-{row:03} | {'、'.join(names)}" for row, names in enumerate(cells, 1)]
    frames = drawn(RESPONSE, {"needs": "\n".join(["需求编号 | 历史需求编号", *lines])})
    around = known({("response", "needs", "number"): held, ("feedback", "needs", "number"): given_numbers})
    findings = validate(RESPONSE, frames, TODAY, around).findings
    there = held | given_numbers | {"TS1"}
    absent = [row for row, names in enumerate(cells, 2) if not there.issuperset(names)]
    assert [finding.at.row for finding in findings if finding.rule == "REQ608"] == absent
    strange = [row for row, names in enumerate(cells, 2) if "TS1" in names]
    assert [finding.at.row for finding in findings if finding.rule == "REQ601"] == strange


def test_a_pandera_schema_is_given_what_stands_elsewhere() -> None:
    frame = pd.DataFrame({"需求编号": ["YS-202403-001", "YS-202403-002"]})
    schema = reqsheets.schema(
        "collection", "原始需求记录表", elsewhere={("feedback", "needs", "number"): ["XY2024001"]}
    )
    title = "关联历史单号(订单/投诉/服务反馈)"
    checks = {check.name: check for check in schema.columns[title].checks}
    passed = checks["REQ608"](frame.assign(**{title: ["XY2024001", "XY2024002"]}), title)
    assert passed.check_output.tolist() == [True, False]


def test_a_kind_of_ones_own_refers_to_a_kind_that_ships(tmp_path: Path) -> None:
    place = ReferencedColumn("feedback", "needs", "number", strict=True)
    column = ColumnSpec("about", "关于", "ref", elsewhere=(place,))
    number = ColumnSpec("number", "编号", "id", meaning="number")
    own = WorkbookSpec(
        "calls",
        kind_named("feedback").title,
        "1",
        (SheetSpec("needs", "来电", "register", "needs", (number, column), key=("number",)),),
    )
    calls = tmp_path / "来电.xlsx"
    calls.write_bytes(template(own, {"needs": [{"number": "1", "about": "XY2024001"}, {"number": "2", "about": "甲"}]}))
    other = feedback(tmp_path / "反馈.xlsx", "XY2024001")
    beside = RunWorkbooks((calls, other), own_kinds=(own, kind_named("feedback")))
    outcome = run(calls, VERBS["check"], TODAY, write=False, kinds=beside.kinds, beside=beside)
    assert [line[:4] for line in told([outcome])] == [("REQ608", "error", "needs", 3)]
