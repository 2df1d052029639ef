"""The figures behind the dashboard's charts: blocks of rows whose places never change, whatever fills them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reqsheets.domain.deadlines.snapshot import Snapshot, mean, middle, where
from reqsheets.domain.register.columns import meant, sheet_if_there
from reqsheets.model.frames import as_date
from reqsheets.model.plan import Row, Value
from reqsheets.model.settings import as_decimal, split_choices
from reqsheets.model.spec import Meaning, WorkbookSpec

NONE_GIVEN, OTHERS = "无", "其他"
OVERVIEW, LONGEST, MARKS, ACHIEVED, DAYS, BY_OWNER = "总览", "超期最久", "满意度", "达成", "每日", "按负责人"
OWNERS = 5  # people whose work the first sheet shows
DIMENSIONS: dict[str, Meaning] = {"按部门": "department", "按级别": "grade", "按状态": "status", "按来源": "channel"}
HIGHEST_MARK = 5
FEWEST = 3
TITLES = ("在办需求", "已超期", "七天内到期", "需求达成率", "平均满意度", "平均处理天数", "处理天数中位数")


Day: TypeAlias = tuple[Value, Value, Value]  # the day, how many were open, how many of them late


@dataclass(frozen=True, slots=True)
class Block:
    """So many rows about one thing, which stands in the first column of each; a chart reads them all."""

    group: str
    size: int


def blocks(spec: WorkbookSpec) -> Iterator[Block]:
    """Yield the blocks of a kind in their order: what the kind does not know of its requirements has none."""
    yield Block(OVERVIEW, len(TITLES))
    if has_terms(spec):
        yield Block(LONGEST, 8)
    for group, meaning in DIMENSIONS.items():
        if where(spec, meaning) is not None:
            yield Block(group, max(FEWEST, len(_known(spec, meaning)) + 1))  # one for 无
    if any(sheet.meaning("satisfaction") for sheet in spec.sheets):
        yield Block(MARKS, HIGHEST_MARK)
    if spec.cycle is not None:
        yield Block(ACHIEVED, 2)
    yield Block(DAYS, 14)
    if has_owners(spec):
        yield Block(BY_OWNER, OWNERS)


def has_owners(spec: WorkbookSpec) -> bool:
    """Tell whether somebody in particular sees to a requirement of this kind."""
    sheets = spec.purpose("tracking"), spec.purpose("needs")
    return any(sheet is not None and sheet.meaning("owner") for sheet in sheets)


def has_terms(spec: WorkbookSpec) -> bool:
    """Tell whether requirements of this kind can be late at all."""
    return spec.purpose("tracking") is not None or bool(spec.clocks)


def _known(spec: WorkbookSpec, meaning: Meaning) -> list[str]:
    sheet = where(spec, meaning)
    dictionary = sheet.column(sheet.meaning(meaning) or "").options if sheet else ""
    return _still_open(spec, [option.value for option in spec.options if option.dictionary == dictionary])


def _still_open(spec: WorkbookSpec, options: Iterable[str]) -> list[str]:
    """Return the options without statuses that no open requirement has."""
    cycle = spec.cycle
    over = () if cycle is None else (*cycle.closed, *cycle.dropped, *cycle.merged)
    return [option for option in options if option not in over]


def figure_rows(now: Snapshot, days: Sequence[Day], held: Sequence[Value]) -> list[Row]:
    """Return the rows: group, item, figure, of these overdue, the rest.

    `days` are the dashboard's. `held` is the first column as it stands: the charts read the rows
    that were laid out for them, and a later version of the kind may lay out more.
    """
    laid = Counter(str(group) for group in held if group is not None)
    rows: list[Row] = []
    for block in blocks(now.spec):
        size = laid[block.group] or block.size
        found = _items(now, block.group, days, size)
        rows += [(block.group, *row) for row in (*found, *[(None,) * 4] * (size - len(found)))]
    return rows


def _items(now: Snapshot, group: str, days: Sequence[Day], size: int) -> list[Row]:  # noqa: PLR0911 (one case a block)
    match group:
        case "总览":
            return list(_overview(now))[:size]
        case "超期最久":
            return list(_longest(now, size))
        case "满意度":
            marks = Counter(int(number) for value in now.marks if (number := as_decimal(value)) is not None)
            rows: list[Row] = [(f"{mark} 分", marks[mark] or None, None, None) for mark in range(HIGHEST_MARK, 0, -1)]
            return rows[:size]
        case "达成":
            return [("已达成", now.done, None, None), ("未达成", len(now.valid) - now.done, None, None)]
        case "每日":
            return list(_days(days, size))
        case "按负责人":
            return list(_by_owner(now, size))
        case _:
            return list(_counted(now, DIMENSIONS[group], size))


def _overview(now: Snapshot) -> Iterator[Row]:
    achieved, timed = now.achieved, has_terms(now.spec)
    figures: tuple[Value, ...] = (
        len(now.open),
        len(now.late) if timed else None,
        now.soon if timed else None,
        None if achieved is None else float(achieved / 100),
        mean(now.marks, "0.01"),
        mean(now.days_taken, "0.1"),
        middle(now.days_taken, "0.1"),
    )
    for title, figure in zip(TITLES, figures, strict=True):
        yield title, figure, None, None


def _longest(now: Snapshot, size: int) -> Iterator[Row]:
    """Yield what is overdue longest, with who must see to it."""
    owners = _owners(now)
    for i, days in sorted(now.late.items(), key=lambda late: (-late[1], late[0]))[:size]:
        number = now.needs.numbers[i] or ""
        yield f"{number} {owners.get(number) or ''}".strip(), days, days, None


def _owners(now: Snapshot) -> Mapping[str, Value]:
    """Return who sees to each requirement, by its number."""
    sheet = sheet_if_there(now.spec, now.frames, "tracking")
    if sheet is not None:
        return now.by_number(sheet, "owner")
    found = meant(now.frames, now.needs.sheet, "owner")
    return {number: found[i] for i, number in enumerate(now.needs.numbers) if number}


def _by_owner(now: Snapshot, size: int) -> Iterator[Row]:
    """Yield who has open requirements: those with the most overdue ones first, then the most of all."""
    owners = _owners(now)
    total: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for i in now.open:
        owner = owners.get(now.needs.numbers[i] or "")
        if owner is not None:
            total[str(owner)] += 1
            late[str(owner)] += i in now.late
    for name in sorted(total, key=lambda name: (-late[name], -total[name], name))[:size]:
        yield _split(name, total[name], late[name])


def _counted(now: Snapshot, meaning: Meaning, size: int) -> Iterator[Row]:
    """Yield how many open requirements have each value, how many of them are late; what finds no room is one row."""
    total: Counter[str] = Counter()
    late: Counter[str] = Counter()
    pairs = Counter(zip(now.of_open(meaning), (i in now.late for i in now.open), strict=True))
    for (value, is_late), many in pairs.items():
        for name in _names(now.spec, meaning, value):
            total[name] += many
            late[name] += many * is_late
    known = list(dict.fromkeys(_still_open(now.spec, now.options(meaning))))
    more = sorted(name for name in total if name not in known and name != NONE_GIVEN)
    names = [*(name for name in known if name != NONE_GIVEN), *more, *([NONE_GIVEN] if total[NONE_GIVEN] else [])]
    if len(names) > size:  # those without any go first
        names = [name for name in names if total[name]]
    shown = names if len(names) <= size else names[: size - 1]
    for name in shown:
        yield _split(name, total[name], late[name])
    if len(shown) < len(names):
        rest = names[len(shown) :]
        yield _split(OTHERS, sum(total[name] for name in rest), sum(late[name] for name in rest))


def _split(name: str, total: int, late: int) -> Row:
    """Return a row in which nothing is blank, so that no bar is labelled 0."""
    return name, total or None, late or None, (total - late) or None


def _names(spec: WorkbookSpec, meaning: Meaning, value: Value) -> tuple[str, ...]:
    """Return what a cell names: several where the column takes several."""
    if value is None:
        return (NONE_GIVEN,)
    sheet = where(spec, meaning)
    several = sheet is not None and sheet.column(sheet.meaning(meaning) or "").type == "multi"
    return split_choices(str(value)) if several else (str(value),)


def _days(days: Sequence[Day], size: int) -> Iterator[Row]:
    """Yield the last days of the dashboard."""
    found = {day: (is_open, over) for at, is_open, over in days if (day := as_date(at)) is not None}
    for day in sorted(found)[-size:]:
        is_open, over = (value if isinstance(value, int) else 0 for value in found[day])
        yield _split(f"{day:%m-%d}", is_open, over)
