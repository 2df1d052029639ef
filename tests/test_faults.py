"""A save that is killed, or whose disk fails, at any of its system calls leaves the old workbook or the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from command_line import register
from tracing import FAULTS, Point, Saver, spread, why_not

from reqsheets.app.pipeline import NIGHTLY, run

pytestmark = [pytest.mark.capability("D5"), pytest.mark.skipif(bool(why_not()), reason=why_not())]

PARTS = 8  # of the whole sweep, so that several processes can share it
FEW = 6  # points of each fault that every run tries, besides one of each call
Made = Callable[[str], Saver]


@pytest.fixture(scope="session")
def saver() -> Iterator[Made]:
    """Give a saver of a register that has no history, or has one and was edited since; it serves all the tests."""

    @cache
    def of(state: str) -> Saver:
        place = Path(short.enter_context(TemporaryDirectory()))  # each folder of its path costs calls
        path = _register(place / "source" / "登记表.xlsx", ("导出为Excel", "导出为 Excel。"))
        if state == "later save":
            run(path, NIGHTLY, date(2024, 3, 30), write=True, user="夜班", list_findings=True)
            _register(path, ("导出为Excel", "导出为 Excel。", "登录很慢"))
        work = place / "work"
        work.mkdir()
        made.append(Saver(work, path))
        return made[-1]

    made: list[Saver] = []
    with ExitStack() as short:
        yield of
        for one in made:
            one.close()


def _tried(saver: Saver, points: list[Point], record_property: Callable[[str, object], None]) -> None:
    """Fail with whatever is wrong after one of the faults; have the report count the points."""
    record_property("fault points", len(points))
    harm = [problem for point in points for problem in saver.harm(point)]
    assert harm == [], f"{len(points)} points tried"


@pytest.mark.parametrize("fault", FAULTS)
def test_some_faults_in_a_save_harm_nothing(
    saver: Made, fault: str, record_property: Callable[[str, object], None]
) -> None:
    first = saver("first save")
    _tried(first, spread(first.points(fault), FEW), record_property)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("state", ["first save", "later save"])
def test_a_fault_at_any_call_of_a_save_harms_nothing(
    saver: Made, state: str, fault: str, part: int, record_property: Callable[[str, object], None]
) -> None:
    one = saver(state)
    _tried(one, one.points(fault)[part::PARTS], record_property)


def _register(path: Path, texts: Sequence[str]) -> Path:
    """Write a small register that gives every verb of the night something to do."""
    needs = [
        {
            "number": f"XY202400{number}",
            "channel": "客服工单",
            "customer": "甲厂",
            "text": text,
            "received": date(2024, 3, number),
            "recorder": "张三",
            "status": "待评审",
        }
        for number, text in enumerate(texts, 1)
    ]
    points = {"urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5}
    return register(path, needs, scores=[{"number": "XY2024001"} | points])
