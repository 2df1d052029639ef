"""What every operation keeps, on random registers: nothing lost, nothing moved, nothing left for a second run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqsheets.domain.dashboard.dashboard import dashboard
from reqsheets.domain.merging.merge import merge
from reqsheets.domain.scoring.score import score
from reqsheets.domain.tracking.archive import archive
from reqsheets.domain.tracking.track import track
from reqsheets.kinds import kind_named
from reqsheets.model.frames import Frames, applied, frame_of, rows_of
from reqsheets.model.plan import Plan, Unreadable, Value
from reqsheets.model.plan_json import from_json, to_json
from reqsheets.model.spec import SheetSpec, WorkbookSpec

Verb = Callable[[WorkbookSpec, Frames, date], Plan]
SPEC = kind_named("feedback")
CHAIN: tuple[Verb, ...] = (merge, score, archive, track, dashboard)
EACH = pytest.mark.parametrize("operation", CHAIN, ids=lambda operation: operation.__name__)
TODAY = date(2024, 6, 15)

NUMBERS = ("XY2024001", "XY2024002", "XY2024003", "XY2024004", "XY2024005", "XY2024006", None)
JUNK: tuple[Value, ...] = ("", "尽快", 0, -3, 2.5, True, Unreadable("#REF!"), date(2024, 2, 29))
OPEN = ("待处理", "待处理", "待评审", "处理中", "测试中", "已完成", "暂缓", "重新打开")
BY_NAME: dict[str, tuple[Value, ...]] = {
    "number": NUMBERS,
    "main_number": NUMBERS,
    "main": NUMBERS,
    "merged": NUMBERS,
    "status": (*OPEN, "已关闭", "已关闭", "已关闭", "已拒绝", "不详", None),
    "record_state": ("有效", "已归档", "已归档", "已合并", "已作废", None, None, "不详"),
    "grade": ("S", "A", "B", "C", None),
    "adjusted": (None, None, "S", "C"),
    "text": ("导出为Excel", "导出为 Excel。", "误报率高", "误报率1.5%", None),
    "customer": ("*女士-制造", "*女士 - 制造", "*女士-制造", "*先生", None),
    "state": ("有效", "已撤销", None),
    "not_duplicate": ("是", "否", None),
    "weights_version": ("W2024-1", "W2023-1", None),
    "score": (None, None, 4.3, 4.2, 3, "4.3"),
    "satisfaction": (None, 1, 4, 5),
    "unrated_reason": (None, None, "拒评"),
}
WORDS: tuple[Value, ...] = ("甲", "乙", None, None, None)
OWN_COLUMNS = ("客户经理", "内部备注")


def value(dice: Random, sheet: SheetSpec, name: str) -> Value:
    """Return a cell: what belongs there most of the time, nothing or junk now and then."""
    if dice.random() < SELDOM:
        return None if name in BY_NAME else dice.choice(JUNK)
    if name in BY_NAME:
        return dice.choice(BY_NAME[name])
    day, minute = timedelta(days=dice.randrange(180)), timedelta(minutes=dice.randrange(260_000))
    usual: dict[str, Value] = {
        "int": dice.randint(1, 5),
        "decimal": dice.choice((1, 2, 3, 4, 5, 3.5)),
        "date": date(2024, 1, 1) + day,
        "datetime": datetime(2024, 1, 1) + minute,  # noqa: DTZ001  cells hold local time
    }
    return usual.get(next((c.type for c in sheet.columns if c.name == name), "text"), dice.choice(WORDS))


SELDOM = 0.08


def workbook(seed: int) -> Frames:
    """Return a random feedback workbook: gaps between rows, people's own columns, some columns missing."""
    dice = Random(seed)  # noqa: S311  a test's dice
    fresh = dice.random() < HALF / 2  # a register on which no work was done yet
    handled = dice.sample(NUMBERS[:-1], 6)  # most rows of a derived sheet have a number of their own
    tables, formulas = {}, {}
    for sheet in (sheet for sheet in SPEC.sheets if sheet.purpose in FILLED):
        idle = fresh and sheet.purpose in {"scores", "tracking", "archive"}
        names = [column.name for column in sheet.columns if column.name in KEPT or dice.random() > SELDOM / 2]
        if sheet.purpose in {"tracking", "archive", "needs"}:
            names += [name for name in OWN_COLUMNS if dice.random() < HALF]
        at = sorted(dice.sample(range(2, 20), 0 if idle or sheet.purpose == "dashboard" else dice.randrange(9)))
        cells = {row: tuple(value(dice, sheet, name) for name in names) for row in at}
        if "number" in names and (fresh or dice.random() < HALF):
            for (row, held), number in zip(list(cells.items()), handled, strict=False):
                set_to = {"number": number} | ({"status": "待处理", "record_state": None} if fresh else {})
                cells[row] = tuple(set_to.get(name, cell) for name, cell in zip(names, held, strict=True))
        tables[sheet.name] = frame_of(names, {row: held for row, held in cells.items() if any_typed(held)})
        if sheet.rating is not None:
            formulas |= {
                (sheet.name, name): frozenset(row for row in tables[sheet.name].index.tolist() if dice.random() < HALF)
                for name in (sheet.rating.score, sheet.rating.grade)
            }
    return Frames(tables, dict.fromkeys(tables, 1), formulas)


HALF = 0.5


def workbooks() -> st.SearchStrategy[Frames]:
    return st.integers(0, 2**32).map(workbook)


FILLED = {"needs", "scores", "followups", "tracking", "archive", "merges", "dashboard"}
KEPT = {
    *("number", "status", "record_state", "main_number", "text", "customer", "received", "day", "closed"),
    *("urgency", "importance", "feasibility", "customer_value"),
}


def any_typed(row: tuple[Value, ...]) -> bool:
    return any(value not in (None, "") for value in row)


def everything(frames: Frames) -> dict[str, object]:
    return {name: (list(frames[name].columns), rows_of(frames[name])) for name in frames}


def after(frames: Frames, today: date = TODAY) -> tuple[Frames, list[Plan]]:
    plans = []
    for operation in CHAIN:
        plans.append(operation(SPEC, frames, today))
        frames = applied(frames, plans[-1])
    return frames, plans


@EACH
@given(frames=workbooks())
def test_planning_changes_nothing(operation: Verb, frames: Frames) -> None:
    before = everything(frames)
    operation(SPEC, frames, TODAY)
    assert everything(frames) == before


@EACH
@given(frames=workbooks())
def test_a_second_run_has_nothing_to_do(operation: Verb, frames: Frames) -> None:
    once = applied(frames, operation(SPEC, frames, TODAY))
    assert operation(SPEC, once, TODAY).changes == ()


@given(frames=workbooks())
def test_a_second_night_on_the_same_day_has_nothing_to_do_and_tells_the_same(frames: Frames) -> None:
    once, first = after(frames)
    _, second = after(once)
    assert [plan.changes for plan in second] == [()] * len(CHAIN)
    assert told(second) == told(first)


def told(plans: list[Plan]) -> Counter[tuple[object, ...]]:
    return Counter((f.rule, f.severity, f.at, f.key, f.message, f.hint) for plan in plans for f in plan.findings)


@given(frames=workbooks())
def test_no_row_of_a_register_vanishes_or_moves_and_no_typed_cell_changes(frames: Frames) -> None:
    once, _ = after(frames)
    for sheet in SPEC.sheets:
        if sheet.role != "register" or sheet.name not in frames:
            continue
        before, now = frames[sheet.name], once[sheet.name]
        assert before.index.tolist() == now.index.tolist()
        ours = {column.name for column in sheet.columns if column.derived}
        for name in before.columns:
            for was, is_now in zip(before[name].tolist(), now[name].tolist(), strict=True):
                assert was is None or name in ours or name == "status" or is_now == was


@given(frames=workbooks(), days=st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_nothing_that_people_typed_on_tracking_or_archive_is_lost(frames: Frames, days: list[int]) -> None:
    today, now = TODAY, frames
    for later in days:
        today += timedelta(days=later)
        now, _ = after(now, today)
        lost = typed(frames) - typed(now)
        open_again = reopened(now)
        assert not {item for item in lost if item[1] != "closed" or item[0] not in open_again}


def typed(frames: Frames) -> set[tuple[object, str, str]]:
    """Return number, column and value of every cell that people filled on the derived sheets."""
    found = set()
    for name in ("tracking", "archive"):
        frame = frames[name]
        ours = {column.name for column in SPEC.sheet(name).columns if column.derived}
        numbers = frame["number"].tolist()
        for column in frame.columns:
            if column not in ours:
                cells = zip(numbers, frame[column].tolist(), strict=True)
                found |= {(known(number), column, repr(value)) for number, value in cells if value is not None}
    return found


def known(number: Value) -> object:
    return None if isinstance(number, Unreadable | bool) else number


def reopened(frames: Frames) -> set[object]:
    """Return the numbers of requirements with an open status: their closing date has no meaning any more."""
    needs = frames["needs"]
    return {n for n, s in zip(needs["number"].tolist(), needs["status"].tolist(), strict=True) if s not in ENDED}


ENDED = {"已关闭", "已拒绝"}


@EACH
@given(frames=workbooks())
def test_a_plan_survives_json(operation: Verb, frames: Frames) -> None:
    plan = operation(SPEC, frames, TODAY)
    assert from_json(to_json(plan)) == plan
