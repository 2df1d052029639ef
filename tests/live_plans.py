"""Random plans on a register: single cells, new rows, sheets written anew, with texts that look like something else."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from reqsheets.model.frames import Frames, row_numbers, rows_of
from reqsheets.model.plan import NOTHING_SAID, AddRow, Cell, Change, Plan, ReplaceRows, SetCell, Value
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.live.live import LiveReading

LOOKALIKES = (
    *(
        "001",
        "2024-3-1",
        "2024/3/1",
        "3月1日",
        "1e5",
        "5%",
        "￥5",
        "(5)",
        "1/2",
        "12:30",
        "TRUE",
        "+5",
        "5-",
        "-",
        " 7 ",
    ),
    *("=1+1", "='a", "'quoted", "''", "@me", "#1", "1,234", "12345678901234567890", "１２３", "２０２４／３／１"),
    *(
        "二〇二四年三月一日",
        "三",
        "第3条",
        "导出为Excel\n第二行",
        "误报率1.5%",
        "XY2024001",
        "0x1F",
        "1 1/2",
        "上午9:00",
    ),
)
NUMBERS = (0, -3, 4, 2.5, 0.1 + 0.2, 1e15, 123456789.25)
MOMENTS = (date(2024, 2, 29), date(1999, 12, 31), datetime(2024, 3, 1, 9, 30))
WORDS = ("甲", "导出", "x" * 300)


def value(dice: Random, sheet: SheetSpec, name: object) -> Value:
    """Return what a cell of that column may hold; texts that look like something else most of all.

    A number in a cell that looks like a date is a date, in Excel too, so each stands only where it belongs.
    """
    type_ = next((column.type for column in sheet.columns if column.name == name), "text")
    belonging: tuple[Value, ...] = (*NUMBERS, *MOMENTS)
    if type_ in ("date", "datetime"):
        belonging = MOMENTS
    elif type_ in ("int", "decimal"):
        belonging = NUMBERS
    return dice.choice((dice.choice(LOOKALIKES), dice.choice(LOOKALIKES), dice.choice(belonging), *WORDS, None))


def plan(seed: int, live: LiveReading) -> Plan:
    """Return a random plan that fits the workbook, on any of its sheets but the scored one's formulas."""
    dice = Random(seed)  # noqa: S311 (a test's dice)
    spec, frames = live.reading.spec, live.reading.frames
    changes: list[Change] = []
    for sheet in spec.sheets:
        if sheet.name in frames and len(frames[sheet.name].columns) and dice.random() < HALF:
            changes += _changes(dice, sheet, frames)
    return Plan(changes=tuple(changes))


HALF = 0.5


def _changes(dice: Random, sheet: SheetSpec, frames: Frames) -> list[Change]:
    if sheet.role == "derived" and dice.random() < HALF:
        return [_rewritten(dice, sheet, frames)]
    if sheet.role == "log":
        below = frames.next_row(sheet.name)
        return [AddRow(sheet.name, below + i, _row(dice, sheet, frames), NOTHING_SAID) for i in range(3)]
    return [*_cells(dice, sheet, frames)]


def _row(dice: Random, sheet: SheetSpec, frames: Frames) -> dict[str, Value]:
    names = [str(name) for name in frames[sheet.name].columns]
    values = {name: value(dice, sheet, name) for name in names if dice.random() < HALF}
    return {**values, names[0]: "甲"}  # a row that holds nothing is none


def _rewritten(dice: Random, sheet: SheetSpec, frames: Frames) -> Change:
    frame = frames[sheet.name]
    old = rows_of(frame)
    kept = [row for row in old.values() if dice.random() < HALF]
    made = [("甲", *(value(dice, sheet, name) for name in frame.columns[1:])) for _ in range(dice.randrange(5))]
    rows = kept + made
    dice.shuffle(rows)
    first = frames.headers[sheet.name] + 1
    return ReplaceRows(sheet.name, tuple(frame.columns), old, dict(enumerate(rows, first)), NOTHING_SAID)


def _cells(dice: Random, sheet: SheetSpec, frames: Frames) -> list[Change]:
    frame, rated = frames[sheet.name], sheet.rating.columns if sheet.rating else ()
    rows = row_numbers(frame)
    places = [(row, str(name)) for row in rows for name in frame.columns[1:] if name not in rated]
    places = [place for place in places if place[0] not in frames.formula_rows(sheet.name, place[1])]
    chosen = dice.sample(places, min(len(places), dice.choice((1, 3, 20))))
    return [
        SetCell(Cell(sheet.name, row, name), frame.at[row, name], value(dice, sheet, name), NOTHING_SAID)
        for row, name in chosen
    ]
