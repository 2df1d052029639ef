"""Figures of any set of requirements, from pooled numerators and denominators, never means of means (N-60).

Source: views.md, section 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from reqsheets.model.plan import Row, Value

OPEN = ("未开始", "在办", "等待", "办完待关闭")
WEEKS = 12
LOW = 2  # a mark of this or less is a low one (P-11)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement as it counts: where it stands, when it came and went, how the customer judged."""

    workbook: str
    kind: str
    series: str
    number: str
    row: int
    customer: str
    text: str
    department: str
    grade: str
    status: str
    state: str  # the class of the status: 未开始, 在办, …
    received: date | None
    done: date | None
    closed: date | None
    due: date | None
    late: int | None  # days overdue
    mark: float | None

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to do."""
        return self.state in OPEN


FIGURES: tuple[str, ...] = (
    "需求数", "在办", "完成", "关闭", "超期", "无时限", "超期率", "按时完成率", "需求达成率",
    "平均满意度", "评分数", "处理天数中位数", "处理天数90%",
)  # fmt: skip


def figures(found: Sequence[Requirement]) -> Row:
    """Return the figures in the order of FIGURES; rates as fractions, None where nothing can be counted."""
    still = [one for one in found if one.is_open]
    with_due = [one for one in still if one.due is not None or one.late is not None]
    late = [one for one in still if one.late is not None]
    done = [one for one in found if one.done is not None]
    timed = [one for one in done if one.due is not None]
    in_time = [one for one in timed if one.done is not None and one.due is not None and one.done <= one.due]
    closed = [one for one in found if one.state == "已关闭"]
    marks = [one.mark for one in found if one.mark is not None]
    days = sorted((one.closed - one.received).days for one in found if one.closed and one.received)
    judged = [one for one in found if one.status != "已剔除"]
    return (
        len(found),
        len(still),
        len(done),
        len(closed),
        len(late),
        len(still) - len(with_due),
        _share(len(late), len(with_due)),
        _share(len(in_time), len(timed)),
        _share(len(closed), len(judged)),
        _mean(marks),
        len(marks),
        _quantile(days, 50),
        _quantile(days, 90),
    )


def grouped(found: Iterable[Requirement], by: Callable[[Requirement], Iterable[str]]) -> list[Row]:
    """Return a row a group, its name first, in the order of names; a requirement of two groups counts in each."""
    groups: dict[str, list[Requirement]] = {}
    for one in found:
        for name in by(one) or ("无",):
            groups.setdefault(name, []).append(one)
    return [(name, *figures(groups[name])) for name in sorted(groups)]


def trend(found: Sequence[Requirement], today: date) -> list[Row]:
    """Return the last twelve weeks from their Mondays: came, done, still open at the end; the last until today."""
    monday = today - timedelta(days=today.weekday())
    rows: list[Row] = []
    for back in range(WEEKS - 1, -1, -1):
        first = monday - timedelta(weeks=back)
        last = min(first + timedelta(days=6), today)
        came = sum(one.received is not None and first <= one.received <= last for one in found)
        done = sum(one.done is not None and first <= one.done <= last for one in found)
        still = sum(_open_at(one, last) for one in found)
        rows.append(
            (first, came, done, still, "截至今天" if last == today and last < first + timedelta(days=6) else None)
        )
    return rows


def _open_at(one: Requirement, day: date) -> bool:
    if one.received is None or one.received > day:
        return False
    ended = min((end for end in (one.done, one.closed) if end is not None), default=None)
    return (ended is None or ended > day) and (one.is_open or ended is not None)


def clashes(found: Iterable[Requirement]) -> list[tuple[str, str, tuple[Requirement, ...]]]:
    """Return the numbers of one kind that stand in several workbooks: kind, number, the requirements."""
    by_number: dict[tuple[str, str], list[Requirement]] = {}
    for one in found:
        by_number.setdefault((one.kind, one.number), []).append(one)
    return [(*key, tuple(ones)) for key, ones in sorted(by_number.items()) if len({o.workbook for o in ones}) > 1]


def once_each(found: Sequence[Requirement], ranks: Mapping[str, int]) -> list[Requirement]:
    """Return each requirement once: in a series, and of equal content, the row of the newest workbook counts (N-57)."""
    newest: dict[tuple[str, ...], Requirement] = {}
    for one in sorted(found, key=lambda one: ranks.get(one.workbook, 0)):
        newest[identity(one)] = one
    return sorted(newest.values(), key=lambda one: (one.workbook, one.row))


def identity(one: Requirement) -> tuple[str, ...]:
    """Return what makes two rows the same requirement: kind, series and number, without a series also the content."""
    if one.series:
        return one.kind, one.series, one.number
    return one.kind, "", one.number, one.customer, str(one.received or ""), one.text


def _share(part: int, whole: int) -> Value:
    return _rounded(Decimal(part) / whole, "0.001") if whole else None


def _mean(marks: Sequence[float]) -> Value:
    return _rounded(sum(map(Decimal, map(str, marks)), Decimal(0)) / len(marks), "0.01") if marks else None


def _rounded(value: Decimal, to: str) -> float:
    return float(value.quantize(Decimal(to), ROUND_HALF_UP))


def _quantile(days: Sequence[int], percent: int) -> Value:
    """Return the smallest number of days that so many percent do not pass."""
    return days[max(-(-len(days) * percent // 100) - 1, 0)] if days else None
