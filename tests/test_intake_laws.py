"""Laws of imports on random registers, on frames alone: it reaches into the domain, as writing files takes seconds."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reqsheets.domain.history.undo import undo
from reqsheets.domain.intake.contents import contents
from reqsheets.domain.intake.grids import Grid, Source
from reqsheets.domain.intake.memory import remembered, with_memory
from reqsheets.domain.intake.planning import Intake, intake
from reqsheets.domain.intake.proposal import proposal
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied, rows_of
from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.read import read

SPEC = kind_named("feedback")
TEMPLATE = Path(__file__).parent.parent / "workbook_templates" / "feedback.xlsx"
HEAD: list[Value] = ["单号", "提出日期", "客户名称", "问题描述", "来源渠道", "处理人", "处理状态", "产品型号"]
TODAY = date(2024, 6, 30)
texts = st.text("设备打印不能导出账单慢卡甲乙丙丁", min_size=2, max_size=8)
records = st.lists(
    st.tuples(
        st.dates(date(2024, 1, 1), date(2024, 5, 31)),
        texts,
        texts,
        st.sampled_from(["电话", "微信群", "拜访"]),
        st.sampled_from(["张三", "李四", None]),
        st.sampled_from(["处理中", "已关闭", "待处理", "长期跟踪"]),
        st.sampled_from(["X1", "X2", None]),
    ),
    min_size=4,
    max_size=8,
)


@cache
def blank() -> Frames:
    return read(TEMPLATE, (SPEC,)).frames


def taken(frames: Frames, rows: list[tuple[Value, ...]], first: int = 0) -> Intake:
    numbered: list[list[Value]] = [[f"GD-{i:03d}", *row] for i, row in enumerate(rows, first + 1)]
    found = proposal(Source(Path("台账.xlsx"), (Grid("台账", [HEAD, *numbered]),)), (SPEC,))
    assert found is not None
    memory = remembered(SPEC, frames, [guess.column.title for guess in found.guesses])
    return intake(SPEC, frames, with_memory(found, memory), memory, TODAY)


def said(frames: Frames) -> list[str]:
    return [str(cell) for name in frames for row in rows_of(frames[name]).values() for cell in row if cell is not None]


@settings(max_examples=3, deadline=None)
@given(records)
def test_importing_twice_is_importing_once_and_undo_gives_the_register_back(rows: list[tuple[Value, ...]]) -> None:
    before = blank()
    first = taken(before, rows)
    after = applied(before, first.plan)
    assert taken(after, rows).plan.changes == ()
    back = applied(after, undo(SPEC, before, after, after, "1", "甲", TODAY))
    assert sorted(said(back)) == sorted(said(before))


@settings(max_examples=3, deadline=None)
@given(records)
def test_importing_in_two_halves_is_importing_at_once_and_no_cell_is_lost(rows: list[tuple[Value, ...]]) -> None:
    half = len(rows) // 2
    if half < 2:  # a register has two records at least
        return
    one = applied(blank(), taken(blank(), rows).plan)
    two = applied(blank(), taken(blank(), rows[:half]).plan)
    two = applied(two, taken(two, rows).plan)
    for name in ("needs", "tracking"):
        assert sorted(map(str, rows_of(one[name]).values())) == sorted(map(str, rows_of(two[name]).values()))
    everything = "\n".join(said(one))
    for row in rows:
        for cell in row[1:3] + row[4:5] + row[6:]:
            assert cell is None or str(cell) in everything


def test_a_cell_that_was_edited_on_both_sides_stays() -> None:
    from reqsheets.model.plan import Cell, Plan, SetCell, Words  # noqa: PLC0415 (only here)

    rows: list[tuple[Value, ...]] = [
        (date(2024, 1, 2), "甲公司", "打印不能", "电话", "张三", "处理中", None),
        (date(2024, 1, 3), "乙公司", "导出很慢", "拜访", "李四", "待处理", None),
    ]
    frames = applied(blank(), taken(blank(), rows).plan)
    at = next(row for row in rows_of(frames["needs"]) if "打印不能" in rows_of(frames["needs"])[row])
    edit = SetCell(Cell("needs", at, "status"), "处理中", "测试中", Words("", ""))
    edited = applied(frames, Plan((), (edit,)))
    newer = [(*rows[0][:5], "已关闭", None), (*rows[1][:5], "已关闭", None)]
    again = taken(edited, newer)
    assert again.counts["conflict"] == 1
    assert [f.rule for f in again.plan.findings if f.rule == "REQ913"] == ["REQ913"]
    after = applied(edited, again.plan)
    column = list(after["needs"].columns).index("status")
    assert [row[column] for row in rows_of(after["needs"]).values() if row[column] is not None] == ["测试中", "已关闭"]


def test_the_contents_of_a_version_are_those_of_its_cells() -> None:
    rows: list[tuple[Value, ...]] = [(date(2024, 1, 2), "甲", "打印不能", "电话", None, "处理中", None)] * 2
    numbered: list[list[Value]] = [[f"GD-{i}", *row] for i, row in enumerate(rows)]
    found = proposal(Source(Path("a.xlsx"), (Grid("台账", [HEAD, *numbered]),)), (SPEC,))
    assert found is not None
    assert list(contents(found).prints) == ["GD-0", "GD-1"]
