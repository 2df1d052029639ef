"""The sheet of probable duplicates: what is proposed, what people decide, and merges taken back to the last cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from shutil import copy

import numpy as np
import pytest
from command_line import ROOT
from drawing import drawn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import reqsheets
from reqsheets.app.duplicates import similar
from reqsheets.app.user_folder import compared_file
from reqsheets.domain.merging.accept import accept
from reqsheets.domain.merging.duplicates import duplicates
from reqsheets.domain.merging.merge import merge
from reqsheets.domain.merging.unmerge import unmerge
from reqsheets.kinds import kind_named
from reqsheets.matching.linkage_cache import load, save
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, applied, rows_of, set_column
from reqsheets.model.plan import Value

pytestmark = pytest.mark.capability("1-2a", "4-3b")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
HEADER = (
    "需求编号 | 客户信息(姓名/行业/规模) | 需求描述(具体问题/期望) | 提出时间 | 需求状态 | 联系方式 | 初步优先级"
    " | 影响范围(涉及客户数) | 重复次数 | 主需求编号 | 记录状态"
)
ROWS = (
    "XY2024001 | 王女士 | 课程表希望支持导出Excel | 2024-03-01 | 待处理 | | 低 | 1 | 1 | | 有效",
    "XY2024002 | 李先生 | 希望把课表做成Excel，发给家长用 | 2024-03-02 | 待处理 | 13 | 高 | | 1 | | 有效",
    "XY2024003 | 张先生 | 课程表希望支持导出PDF | 2024-03-03 | 待处理 | 14 | | | | | 有效",
    "XY2024004 | 赵先生 | 电子病历打开很慢 | 2024-03-03 | 待处理 | 15 | | | | | 有效",
    "XY2024005 | 钱先生 | 您好，电子病历打开很慢，谢谢 | 2024-03-04 | 待处理 | 16 | | | | | 有效",
)


def register(*rows: str) -> Frames:
    return drawn(SPEC, {"needs": "\n".join([HEADER, *(rows or ROWS)])}, whole=True)


def proposed(frames: Frames) -> Frames:
    return applied(frames, duplicates(SPEC, frames, TODAY))


def pairs(frames: Frames) -> list[tuple[Value, Value, Value, Value]]:
    sheet = frames["duplicates"]
    columns = [sheet[name].tolist() for name in ("main", "other", "tier", "suggested")]
    return list(zip(*columns, strict=True))


def decided(frames: Frames, *decisions: Value) -> Frames:
    sheet = set_column(frames["duplicates"], "decision", decisions)
    return Frames(dict(frames.tables) | {"duplicates": sheet}, frames.headers, frames.formulas)


def needs(frames: Frames) -> dict[int, tuple[Value, ...]]:
    return rows_of(frames["needs"])


def cell(frames: Frames, row: int, column: str) -> Value:
    found: Value = frames["needs"].loc[row, column]
    return found


def test_the_most_certain_come_first_and_what_differs_is_marked() -> None:
    frames = proposed(register())
    assert pairs(frames) == [
        ("XY2024004", "XY2024005", "确定", "是"),
        ("XY2024001", "XY2024002", "可能", "否"),
    ]
    assert frames["duplicates"].loc[2, "other_text"] == "【您好，】电子病历打开很慢【，谢谢】"


def test_a_second_run_has_nothing_to_do_and_keeps_what_people_typed() -> None:
    frames = decided(proposed(register()), None, "以后再说")
    assert duplicates(SPEC, frames, TODAY).changes == ()


def test_what_is_no_duplicate_is_never_proposed_again() -> None:
    frames = decided(proposed(register()), "不是重复", None)
    once = applied(frames, merge(SPEC, frames, TODAY))
    assert needs(once) == needs(frames)
    assert [pair[:2] for pair in pairs(proposed(once))] == [("XY2024001", "XY2024002")]
    assert merge(SPEC, once, TODAY).changes == ()


def test_what_was_decided_is_merged_with_the_best_of_both() -> None:
    frames = decided(proposed(register()), None, "合并")
    once = applied(frames, merge(SPEC, frames, TODAY))
    assert cell(once, 2, "text") == "希望把课表做成Excel，发给家长用"
    taken = [cell(once, 2, name) for name in ("contact", "first_priority", "affected", "repeats")]
    assert taken == [13, "高", 2, 2]
    assert cell(once, 2, "received") == date(2024, 3, 1)
    log = once["merges"].loc[2]
    assert (log["way"], log["repeats"], log["customers"], log["told"]) == ("人工", 2, 2, "李先生 13")
    assert [pair[:2] for pair in pairs(once)] == [("XY2024004", "XY2024005")]
    assert merge(SPEC, once, TODAY).changes == ()


def test_accepting_takes_the_suggested_ones_only() -> None:
    frames = proposed(register())
    done = applied(frames, accept(SPEC, frames, TODAY))
    assert done["duplicates"]["decision"].tolist() == ["合并", None]


@pytest.mark.fault("F-16")
def test_a_merge_by_tier_is_logged_as_nobodys_decision() -> None:
    frames = proposed(register())
    accepted = applied(frames, accept(SPEC, frames, TODAY))
    once = applied(accepted, merge(SPEC, accepted, TODAY))
    [log] = [row for _, row in once["merges"].iterrows() if row["merged"] == "XY2024005"]
    assert log["way"] != "人工"
    assert "人工" not in log["reason"]
    assert "tier" in log["merged_by"]


MAIN = "XY2024000 | 孙女士 | 希望把课表做成Excel，发给家长用 | 2024-02-01 | 待处理 | 12 | | | | | 有效"
EQUAL = (
    "XY2024001 | 王女士 | 课程表希望支持导出Excel | 2024-03-01 | 待处理 | 13 | 低 | 1 | 1 | | 有效",
    "XY2024002 | 李先生 | 您好，课程表希望支持导出Excel，谢谢 | 2024-03-02 | 待处理 | 14 | 高 | | 1 | | 有效",
)


@pytest.mark.fault("F-67")
@pytest.mark.parametrize("status", ["待处理", "处理中"])
def test_a_row_in_other_words_that_comes_first_hides_no_rows_of_equal_content(status: str) -> None:
    """It does not become the head of both, under which the two would only be possible, and never a pair."""
    listed = pairs(proposed(register(MAIN.replace("待处理", status), *EQUAL, *ROWS[2:])))
    assert ("XY2024001", "XY2024002", "确定", "是") in listed
    assert ("XY2024000", "XY2024001", "可能", "否") in listed
    assert [pair[:2] for pair in listed if pair[1] == "XY2024002"] == [("XY2024001", "XY2024002")]


@pytest.mark.fault("F-17")
def test_a_query_on_a_file_finds_what_says_the_same_in_a_register_of_more_than_five_thousand(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    reqsheets.new("feedback", path)
    book = load_workbook(path)
    sheet = book[SPEC.sheet("needs").title]
    titles = {cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value}
    head = next(cell.row for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == "需求编号")
    same, count = "冷库温度记录希望可以自动上传", 5_200
    for i in range(count):
        if i % 20:
            text = f"{'叉车月台标签门禁'[i % 4 * 2 :][:2]}{i}{('卡纸', '掉线', '延迟')[i % 3]}"
        else:
            text = same if i % 100 == 0 else f"冷库温度记录{('漏打', '太慢', '重复')[i % 3]}{i}"
        for title, value in (("需求编号", f"XY2024{i:04}"), ("需求描述(具体问题/期望)", text)):
            sheet.cell(head + 1 + i, titles[title]).value = value
    book.save(path)
    assert [one.text for one in similar(path, same)] == [same] * 10


@pytest.mark.parametrize("asked", ["XY2024002", "XY2024001", "HB0001", "2024-06-01"])
def test_a_merge_is_taken_back_by_row_group_merge_or_day(asked: str) -> None:
    frames = decided(proposed(register()), None, "合并")
    once = applied(frames, merge(SPEC, frames, TODAY))
    back = applied(once, unmerge(SPEC, once, TODAY, [asked]))
    assert needs(back) == needs(frames)
    assert merge(SPEC, back, TODAY).changes == ()
    assert [pair[:2] for pair in pairs(proposed(back))] == [("XY2024004", "XY2024005")]


def test_an_edit_made_since_is_kept_and_told() -> None:
    frames = decided(proposed(register()), None, "合并")
    once = applied(frames, merge(SPEC, frames, TODAY))
    edited = set_column(once["needs"], "first_priority", ["中", *once["needs"]["first_priority"].tolist()[1:]])
    since = Frames(dict(once.tables) | {"needs": edited}, once.headers, once.formulas)
    plan = unmerge(SPEC, since, TODAY, ["XY2024002"])
    assert cell(applied(since, plan), 2, "first_priority") == "中"
    assert [(finding.rule, finding.at.row, finding.at.column) for finding in plan.findings] == [
        ("REQ903", 2, "first_priority")
    ]


def test_what_was_never_merged_cannot_be_taken_back() -> None:
    with pytest.raises(UsageError, match="XY2024003"):
        unmerge(SPEC, register(), TODAY, ["XY2024003"])


SURVEY = kind_named("survey")
SURVEYED = """
    需求编号 | 需求描述 | 提出部门 | 提出日期 | 需求状态 | 记录状态
    DY-001 | 希望客户标签可以自定义 | 销售、客服 | 2024-03-01 | 待评估 | 有效
    DY-002 | 请支持客户标签自定义 | 市场、销售 | 2024-03-02 | 待评估 | 有效
    DY-003 | 客户名单每次要一个个导，想按来源分批导出 | 财务 | 2024-03-03 | 待评估 | 有效
    DY-004 | 能按来源批量导出客户名单就好了 | IT | 2024-03-04 | 待评估 | 有效
    """


@pytest.mark.parametrize("decided_on", [None, "合并"])
def test_departments_of_merged_rows_become_a_set_and_are_parted_again(decided_on: Value) -> None:
    frames = drawn(SURVEY, {"needs": SURVEYED}, whole=True)
    before = rows_of(frames["needs"])
    if decided_on is not None:
        frames = applied(frames, duplicates(SURVEY, frames, TODAY))
        frames = decided(frames, *(decided_on for _ in pairs(frames)))
    once = applied(frames, merge(SURVEY, frames, TODAY))
    departments = dict(zip(once["needs"]["number"].tolist(), once["needs"]["departments"].tolist(), strict=True))
    assert departments["DY-001"] == "销售、客服、市场"
    assert departments["DY-003"] == ("财务" if decided_on is None else "财务、IT")
    assert once["merges"]["customers"].tolist()[0] == 3
    back = applied(once, unmerge(SURVEY, once, TODAY, [str(m) for m in once["merges"]["merged"].tolist()]))
    assert rows_of(back["needs"]) == before


def test_what_is_known_already_is_found_before_it_is_typed_again(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    copy(ROOT / "examples" / "response-nightly" / "register.xlsx", path)
    found = similar(path, "提交订单一直转圈，刷新之后订单丢了")
    assert [one.status for one in found if one.number == "ZS-2024-001"] == ["知识库"]
    assert next(one.remedy for one in found if one.status == "知识库") == "扩容并增加超时，见方案"
    assert len({one.number for one in found}) == len(found)


def test_merging_what_is_likely_begins_with_what_was_compared_before(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    copy(ROOT / "examples" / "feedback-nightly" / "register.xlsx", path)
    [first] = reqsheets.merge(path, tier="likely", today=TODAY)
    place = compared_file(path)
    assert place is not None
    known = load(place)
    assert known is not None
    [again] = reqsheets.merge(path, tier="likely", today=TODAY)
    assert again.plan == first.plan
    apart = tuple(np.arange(len(known.normal)) for _ in known.tiers)  # as if all had been found to differ
    save(replace(known, tiers=apart), place)
    [believed] = reqsheets.merge(path, tier="likely", today=TODAY)
    assert believed.plan != first.plan
    place.unlink()
    assert reqsheets.merge(path, tier="likely", today=TODAY)[0].plan == first.plan


TEXTS = ("电子病历打开很慢", "您好，电子病历打开很慢", "课程表支持导出Excel", "课程表希望支持导出Excel", "别的事情")


def drawn_register(seed: int) -> Frames:
    dice = Random(seed)  # noqa: S311 (a test's dice)
    rows = [
        f"XY20240{10 + i} | {dice.choice(('王女士', '李先生'))} | {dice.choice(TEXTS)}"
        f" | 2024-03-{dice.randint(1, 28):02} | 待处理 | {dice.choice(('', str(i)))}"
        f" | {dice.choice(('', '高', '低'))} | {dice.choice(('', '1'))} | | | 有效"
        for i in range(dice.randint(2, 8))
    ]
    return register(*rows)


@given(st.integers(0, 2**32), st.booleans())
def test_merging_then_taking_back_gives_back_every_cell(seed: int, one_by_one: bool) -> None:  # noqa: FBT001
    frames = drawn_register(seed)
    listed = proposed(frames)
    wanted = decided(listed, *("合并" for _ in pairs(listed)))
    once = applied(wanted, merge(SPEC, wanted, TODAY))
    merged = [str(number) for number in once["merges"]["merged"].tolist()]
    Random(seed).shuffle(merged)  # noqa: S311
    for asked in [[number] for number in merged] if one_by_one else [merged] if merged else []:
        once = applied(once, unmerge(SPEC, once, TODAY, asked))
    assert needs(once) == needs(frames)
