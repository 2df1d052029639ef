"""Laws on real files: what is written is read, and an undo gives back the start, whatever the register holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from remembered import TODAY, reading
from test_laws import SPEC, workbook

import reqsheets
from reqsheets.app.commit import commit
from reqsheets.model.audit import Author
from reqsheets.model.frames import Frames, applied, rows_of
from reqsheets.model.plan import AddRow, Cell, Change, Plan, ReplaceRows, Row, SetCell, Unreadable, Value, Words
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.template import template

AUTHOR = Author("张三", "reqsheets test", datetime(2024, 4, 1))  # noqa: DTZ001 (the records hold local time)
BECAUSE = Words("测试", "test")
LOGS = ("journal", "merges")
FEW, MANY = settings(max_examples=8, deadline=None), settings(max_examples=1_000, deadline=None)
SEEDS = st.integers(0, 2**32)


def filled(frames: Frames, folder: Path) -> Path:
    """Write a register with these rows, cells without a value left blank."""
    rows: dict[str, list[dict[str, Value]]] = {}
    for name in frames:
        columns = [column.name for column in SPEC.sheet(name).columns if column.name in frames[name].columns]
        rows[name] = [
            {
                column: None if isinstance(cell, Unreadable) else cell
                for column, cell in zip(columns, cells, strict=True)
            }
            for cells in zip(*(frames[name][column].tolist() for column in columns), strict=True)
        ]
    path = folder / "登记.xlsx"
    path.write_bytes(template(SPEC, rows))
    return path


def cells(frames: Frames, without: Frames) -> dict[str, list[Row]]:
    """Return the rows of all sheets but the logs; cells that held a formula in `without` count as blank."""
    found = {}
    for name in frames:
        if name not in LOGS:
            columns = list(frames[name].columns)
            found[name] = [
                tuple(None if row in without.formula_rows(name, c) else v for c, v in zip(columns, held, strict=True))
                for row, held in rows_of(frames[name]).items()
            ]
    return found


def undo_gives_back_the_start(seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = filled(workbook(seed), Path(folder))
        start = reading(path).frames
        [entry] = reqsheets.nightly(path, write=True, today=TODAY)
        if entry.changes:
            outcome = reqsheets.undo(path, write=True, today=TODAY)
            assert outcome.error is None
            assert [finding for finding in outcome.plan.findings if finding.rule == "REQ903"] == []
        now = reading(path).frames
        assert cells(now, start) == cells(start, start)
        merged_before = len(start["merges"])
        assert rows_of(now["merges"].head(merged_before)) == rows_of(start["merges"])
        assert set(now["merges"]["state"].tolist()[merged_before:]) <= {"已撤销"}
        assert reqsheets.verify(path).holds


@FEW
@given(seed=SEEDS)
def test_undo_after_a_night_gives_back_the_start(seed: int) -> None:
    undo_gives_back_the_start(seed)


@pytest.mark.slow
@MANY
@given(seed=SEEDS)
def test_undo_after_a_night_gives_back_the_start_a_thousand_times(seed: int) -> None:
    undo_gives_back_the_start(seed)


def value(dice: Random) -> Value:
    text = "".join(dice.choices("甲乙 ab=+'\"<&>\t\n\r_x0041_\u2028é😀", k=dice.randrange(12)))
    numbers = (dice.randrange(-(10**6), 10**6), dice.random() * 10, dice.random() < HALF)
    days = (date(2024, 1, 1) + timedelta(dice.randrange(700)), datetime(2024, 1, 1, 9, 30))  # noqa: DTZ001
    return dice.choice((None, text, f"{dice.random()}", *numbers, *days))


HALF = 0.5


def changes(dice: Random, found: Reading) -> Iterator[Change]:
    """Yield cells of the needs that become others, a tracking sheet that is rewritten, and entries of a log."""
    needs, tracking = found.frames["needs"], found.frames["tracking"]
    free = [name for name in needs.columns if name not in SPEC.sheet("needs").key]
    for row, number in zip(needs.index.tolist(), needs["number"].tolist(), strict=True):
        for name in dice.sample(free, dice.randrange(4)) if number is not None else ():
            old, new = needs[name][row], value(dice)
            if old != new:
                yield SetCell(Cell("needs", row, name), old, new, BECAUSE)
    columns = tuple(tracking.columns)
    numbers = [f"XY{i:03}" for i in range(dice.randrange(5))]
    new_rows = {
        i + 2: tuple(number if name == "number" else value(dice) for name in columns)
        for i, number in enumerate(numbers)
    }
    if rows_of(tracking) != new_rows:
        yield ReplaceRows("tracking", columns, rows_of(tracking), new_rows, BECAUSE)
    below = found.frames.next_row("merges")
    for i in range(dice.randrange(3)):
        yield AddRow("merges", below + i, {"merge": f"HB9{i}", "reason": value(dice), "state": "有效"}, BECAUSE)


def writing_then_reading_is_applied(seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = filled(workbook(seed), Path(folder))
        start = reading(path)
        plan = Plan((), tuple(changes(Random(seed), start)))  # noqa: S311 (a test's dice)
        if not plan.changes:
            return
        commit(start, plan, AUTHOR)
        expected, now = applied(start.frames, plan), reading(path).frames
        for name in expected:
            if name != "journal":
                assert rows_of(now[name]) == rows_of(expected[name]), name
        assert reqsheets.verify(path).holds
        outcome = reqsheets.undo(path, write=True, today=TODAY)
        assert outcome.error is None
        assert cells(reading(path).frames, start.frames) == cells(start.frames, start.frames)


@FEW
@given(seed=SEEDS)
def test_what_is_written_is_read_and_can_be_undone(seed: int) -> None:
    writing_then_reading_is_applied(seed)


@pytest.mark.slow
@MANY
@given(seed=SEEDS)
def test_what_is_written_is_read_and_can_be_undone_a_thousand_times(seed: int) -> None:
    writing_then_reading_is_applied(seed)
