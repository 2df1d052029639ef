"""What the history tells of a status: how often a requirement was taken up again, and since when it waits."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import reqsheets

STATUS = {"feedback": "需求状态", "response": "当前状态"}


def begun(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.xlsx"
    reqsheets.new(kind, path, example=True)
    night(path, 1)
    return path


def night(path: Path, day: int) -> None:
    (entry,) = reqsheets.nightly(path, write=True, today=date(2024, 7, day))
    assert entry.error is None


def one_in(path: Path, status: str) -> str:
    """Return the ID of a requirement in force that has this status."""
    frame = reqsheets.open(path).frame(index="id")
    kept = frame[frame[STATUS[path.stem]] == status]
    return str(next(number for number, state in kept.get("记录状态", kept.iloc[:, 0]).items() if state != "已归档"))


def set_to(path: Path, number: str, day: int, status: str, **values: str) -> None:
    done = reqsheets.set_cells(
        path, {STATUS[path.stem]: status} | values, where=f"需求编号 = {number}", write=True, today=date(2024, 7, day)
    )
    assert done.written, done.findings


def cell(path: Path, number: str, column: str) -> object:
    return reqsheets.open(path).frame(index="id").loc[number, column]


@pytest.mark.capability("B9")
def test_each_time_that_it_is_taken_up_again_counts_and_none_is_forgotten(tmp_path: Path) -> None:
    path = begun("feedback", tmp_path)
    number = one_in(path, "已完成")
    assert reqsheets.open(path).frame()["重新打开次数"].isna().all()
    set_to(path, number, 2, "重新打开", 重新打开原因="客户回访说仍未解决")
    night(path, 3)
    assert cell(path, number, "重新打开次数") == 1
    for day, status in ((4, "处理中"), (5, "测试中"), (6, "已完成"), (7, "重新打开")):
        set_to(path, number, day, status)
    night(path, 8)
    assert cell(path, number, "重新打开次数") == 2
    shutil.rmtree(tmp_path / ".reqsheets")  # the history stayed elsewhere
    night(path, 9)
    assert cell(path, number, "重新打开次数") == 2


@pytest.mark.capability("3-2e")
def test_waiting_counts_from_the_day_on_which_the_status_was_changed(tmp_path: Path) -> None:
    path = begun("response", tmp_path)
    number = one_in(path, "执行中")
    set_to(path, number, 2, "信息待补充")
    night(path, 5)
    assert str(cell(path, number, "暂停起"))[:10] == "2024-07-02"
    set_to(path, number, 8, "分析中")
    night(path, 9)
    assert cell(path, number, "累计暂停天数") == 6
