"""Registers with a past: a workbook that was looked after, edited by people, and looked after again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from command_line import register

import reqsheets
from reqsheets.kinds import KINDS
from reqsheets.model.frames import Frames, rows_of
from reqsheets.model.plan import Cell, Plan, SetCell, Value, Words
from reqsheets.report.outcome import Outcome
from reqsheets.store.versions import history_folder
from reqsheets.xlsx.patching.patch import write
from reqsheets.xlsx.reading.read import Reading, read

TODAY = date(2024, 4, 1)
BY_HAND = Words("手工", "by hand")
NEEDS = (
    {"number": "XY2024001", "text": "导出为Excel", "status": "待处理"},
    {"number": "XY2024002", "text": "误报率高", "status": "处理中"},
    {"number": "XY2024003", "text": "导出为 Excel。", "status": "待处理"},
)
SCORES = ({"number": "XY2024002", "urgency": 4, "importance": 5, "feasibility": 3, "customer_value": 5},)
SINCE = {"customer": "兴达机械公司", "received": date(2024, 3, 1), "channel": "客服工单"}


def workbook(folder: Path, name: str = "登记.xlsx") -> Path:
    """Write a register of three rows, of which two say the same."""
    return register(folder / name, [SINCE | row for row in NEEDS], scores=SCORES)


def looked_after(path: Path, today: date = TODAY) -> Outcome:
    """Run the nightly on the workbook; it must have something to write."""
    reqsheets.nightly(path, write=True, today=today)
    [outcome] = reqsheets.check(path, today=today)
    return outcome


def typed(path: Path, sheet: str, row: int, column: str, value: Value) -> None:
    """Change a cell as a spreadsheet program would: behind our back."""
    found = read(path, KINDS)
    frame = found.frames[sheet]
    old = dict(zip(frame.index.tolist(), frame[column].tolist(), strict=True))[row]
    write(found, Plan((), (SetCell(Cell(sheet, row, column), old, value, BY_HAND),)))


def reading(path: Path) -> Reading:
    """Return the workbook as read."""
    return read(path, KINDS)


def held(frames: Frames, *without: str) -> dict[str, object]:
    """Return what the sheets hold, save these."""
    return {name: rows_of(frames[name]) for name in frames if name not in without}


def records(path: Path) -> list[dict[str, object]]:
    """Return the records beside the workbook as they stand in the file."""
    lines = (history_folder(path) / "journal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]
