"""What is told of days of closing that nobody knows or that cannot be."""

from __future__ import annotations

from datetime import date

from reqsheets.model.plan import Words


def unknown_closing(day: date) -> tuple[Words, Words]:
    """Return message and hint where the day of the run stands for one that nobody wrote down."""
    return (
        Words(
            f"没有人写明哪天关闭，也没有记录可查，暂用归档那天 {day}。",
            f"Nobody wrote down when it was closed and no record tells, so the day of filing, {day}, stands there.",
        ),
        Words("请改成真正关闭的日期，全程天数会随之重算。", "Put the real day there; the days taken follow."),
    )


def before_receipt(closed: date, received: date) -> tuple[Words, Words]:
    """Return message and hint where a requirement was closed before it came in."""
    return (
        Words(
            f"关闭日期 {closed} 早于提出的日期 {received}，全程天数算不出来，统计也没有计入。",
            f"It was closed on {closed}, before it came in on {received}: the days taken are left out of every figure.",
        ),
        Words("请核对两个日期。", "Compare the two days."),
    )
