"""Repeats: the later row is marked, the main row filled, and a person asked wherever it could matter."""

from __future__ import annotations

import json
from datetime import date

import pytest
from drawing import drawn

from reqsheets.domain.merging.merge import merge
from reqsheets.domain.register.text import in_order, plain
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan
from reqsheets.report.lines import lines

pytestmark = pytest.mark.capability("1-2b", "1-2c", "1-2d", "B1", "B2")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
TEXT, CUSTOMER = "需求描述(具体问题/期望)", "客户信息(姓名/行业/规模)"
HEADER = f"需求编号 | {CUSTOMER} | {TEXT} | 提出时间 | 需求状态 | 联系方式 | 重复次数 | 主需求编号 | 记录状态"
MAIN = "XY2024001 | 王女士 | 导出为Excel   | 2024-03-01 | 待处理 |   |  |  | 有效"
LATER = "XY2024007 | 王女士 | 导出为 Excel。 | 2024-03-09 | 待处理 | 9 |  |  | 有效"


def merged(*rows: str, **tables: str) -> Plan:
    drawn_tables = {"needs": "\n".join([HEADER, *rows]), "merges": "主需求编号 | 被合并需求编号 | 状态 | 非重复判定"}
    return merge(SPEC, drawn(SPEC, drawn_tables | tables), TODAY)


def told(plan: Plan) -> list[str]:
    return [line for line in lines(SPEC, plan, "en") if line.startswith("set")]


def asked(plan: Plan) -> list[tuple[str, int, str]]:
    return [(finding.rule, finding.at.row, finding.severity) for finding in plan.findings]


ONE_MERGE = [
    "set 客户需求信息登记表!3:记录状态 有效 -> 已合并 (same text as row 2)",
    "set 客户需求信息登记表!3:主需求编号 blank -> XY2024001 (same text as row 2)",
    "set 客户需求信息登记表!3:需求状态 待处理 -> 已合并 (same text as row 2)",
    "set 客户需求信息登记表!2:重复次数 blank -> 2 (rows 2 and 3)",
    "set 客户需求信息登记表!2:联系方式 blank -> 9 (from row 3, which is merged into this one)",
]


def test_merge_fills_blanks_of_the_main_row_and_marks_the_rest() -> None:
    assert told(merged(MAIN, LATER)) == ONE_MERGE


def test_a_waiting_row_merges_like_a_new_one() -> None:
    assert len(told(merged(MAIN, LATER.replace("待处理", "待评审")))) == len(ONE_MERGE)


def test_each_merge_is_logged_with_what_stood_there_before() -> None:
    frames = drawn(SPEC, {"needs": f"{HEADER}\n{MAIN}\n{LATER}"}, whole=True)
    row = applied(frames, merge(SPEC, frames, TODAY))["merges"].loc[2].to_dict()
    before = json.loads(row.pop("snapshot"))
    assert {name: value for name, value in row.items() if value is not None} == {
        "merge": "HB0001",
        "main": "XY2024001",
        "merged": "XY2024007",
        "way": "文本相似",
        "similarity": 1,
        "origin": "联系方式 取自 XY2024007，其余取自 XY2024001",
        "repeats": 2,
        "customers": 1,
        "told": "王女士 9",
        "merged_by": "reqsheets",
        "merged_on": TODAY,
        "reason": "需求描述和客户相同，提出时间相隔 8 天",
        "state": "有效",
    }
    assert before["XY2024007"]["record_state"] == "有效"
    assert "contact" not in before["XY2024001"]


@pytest.mark.parametrize(
    "later",
    [
        LATER.replace("Excel。", "PDF。"),
        LATER.replace("王女士", "*女士"),
        LATER.replace("王女士", ""),
        LATER.replace("2024-03-09", "2024-05-31"),
        LATER.replace("2024-03-09", '"2024-03-09"'),
        LATER.replace("XY2024007", ""),
        LATER.replace("有效", "已作废"),
    ],
    ids=["text", "customer", "no customer", "91 days", "day is text", "no number", "void"],
)
def test_what_differs_is_not_merged(later: str) -> None:
    plan = merged(MAIN, later)
    assert told(plan) == []
    assert asked(plan) == []


def test_the_last_day_of_the_interval_counts() -> None:
    assert len(told(merged(MAIN, LATER.replace("2024-03-09", "2024-05-30")))) == len(ONE_MERGE)


def test_a_number_that_stands_twice_is_left_alone() -> None:
    assert told(merged(MAIN, LATER, LATER)) == []


def test_the_earliest_row_is_the_main_row_wherever_it_stands() -> None:
    assert told(merged(LATER, MAIN))[
        0
    ] == "set 客户需求信息登记表!3:记录状态 有效 -> 已合并 (same text as row 2)".replace("!3", "!2").replace(
        "row 2)", "row 3)"
    )


@pytest.mark.parametrize(
    ("later", "tables"),
    [
        (LATER.replace("待处理", "处理中"), {}),
        (LATER, {"scores": "需求编号 | 紧急性\nXY2024007 | 4"}),
        (LATER, {"tracking": "需求编号 | 负责人\nXY2024007 | 张三"}),
        (LATER, {"tracking": "需求编号 | 我们的列\nXY2024007 | 张三"}),
    ],
    ids=["status", "scored", "handled", "own column"],
)
def test_a_row_that_somebody_worked_on_is_asked_about(later: str, tables: dict[str, str]) -> None:
    plan = merged(MAIN, later, **tables)
    assert told(plan) == []
    assert asked(plan) == [("REQ502", 3, "info")]
    assert "XY2024001" in plan.findings[0].message.zh


@pytest.mark.parametrize("status", ["已完成", "已关闭", "已拒绝"])
def test_a_repeat_of_something_finished_is_asked_about(status: str) -> None:
    plan = merged(MAIN.replace("待处理", status), LATER)
    assert told(plan) == []
    assert asked(plan) == [("REQ502", 3, "info")]


@pytest.mark.parametrize("judged", ["XY2024007 | XY2024001 |  | 是", "XY2024001 | XY2024007 | 已撤销 |"])
def test_a_pair_that_people_took_apart_is_never_merged_again(judged: str) -> None:
    plan = merged(MAIN, LATER, merges=f"主需求编号 | 被合并需求编号 | 状态 | 非重复判定\n{judged}")
    assert told(plan) == []
    assert asked(plan) == []


def test_a_chain_points_to_its_root() -> None:
    old = "XY2024009 | 王女士 | 导出为EXCEL | 2024-04-01 | 已合并 | |  | XY2024007 | 已合并"
    assert told(merged(MAIN, LATER, old)) == [
        ONE_MERGE[0],
        "set 客户需求信息登记表!4:主需求编号 XY2024007 -> XY2024001 (its main row was merged as well)",
        *ONE_MERGE[1:3],
        "set 客户需求信息登记表!2:重复次数 blank -> 3 (rows 2 and 3 and 4)",
        ONE_MERGE[4],
    ]


def test_rows_that_point_in_a_circle_are_left_alone() -> None:
    circle = [f"XY202400{a} | 甲 | 乙 | 2024-03-01 | 已合并 | | | XY202400{b} | 已合并" for a, b in ((1, 2), (2, 1))]
    assert told(merged(*circle)) == []


def test_rows_with_a_number_become_valid() -> None:
    assert told(merged("XY2024001", " | 甲")) == [
        "set 客户需求信息登记表!2:记录状态 blank -> 有效 (a row with a number is a valid record)"
    ]


@pytest.mark.parametrize("title", [TEXT, CUSTOMER, "提出时间", "需求编号", "记录状态", "主需求编号"])
def test_a_missing_column_is_named(title: str) -> None:
    header = " | ".join(part for part in HEADER.split(" | ") if part != title)
    with pytest.raises(MissingColumnError) as error:
        merge(SPEC, drawn(SPEC, {"needs": header, "merges": "合并编号"}), TODAY)
    assert title in error.value.words.zh


def test_without_its_log_nothing_is_merged() -> None:
    with pytest.raises(MissingSheetError, match="合并记录"):
        merge(SPEC, drawn(SPEC, {"needs": HEADER}), TODAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [("导出为 Excel。", "导出为ＥＸＣＥＬ"), ("（误报）率，高！", "误报率高"), ("a-b", "ab"), ("第1、第2", "第1第2")],
)
def test_texts_that_say_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5%", "15%"),
        ("3-5天", "35天"),
        ("低于-5度", "低于5度"),
        ("设备A", "设备B"),
        ("C#", "C"),
        ("是/否", "是否"),
        ("≥5", "≤5"),
    ],
)
def test_texts_that_do_not(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_numbers_sort_as_numbers_within_their_year() -> None:
    found = ["XY20241000", "XY2025001", "XY2024999", "XY2024002"]
    assert sorted(found, key=in_order) == ["XY2024002", "XY2024999", "XY20241000", "XY2025001"]
