"""Many cells set at once, from end to end: read, choose the rows, plan, write as one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from reqsheets.app.commit import commit, memory
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.result import Result, result_of
from reqsheets.domain.deadlines.snapshot import snapshot
from reqsheets.domain.editing.set_cells import set_cells, settings_of
from reqsheets.domain.register.columns import title_of
from reqsheets.domain.search.conditions import Condition, condition
from reqsheets.domain.search.find import Query, Search
from reqsheets.kinds import KINDS, sheet_titled
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.frames import values_or_blank
from reqsheets.model.plan import Plan, joined
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.read import Reading, read

Setting: TypeAlias = str | Mapping[str, object]  # "COLUMN=VALUE", or values by title


def cells_set(
    path: Path,
    values: Sequence[Setting],
    where: str | Sequence[str],
    sheet: str,
    today: tuple[date, datetime | None],
    author: Author,
    *,
    write: bool,
) -> Result:
    """Plan what `reqsheets.set_cells` tells and, with `write`, carry it out."""
    reading = read(path, KINDS)
    found = memory_findings(path.resolve(), reading, memory(path, reading, author))
    plan = joined([Plan(tuple(found)), plan_on(reading, values, where, sheet, today)])
    outcome = Outcome(path, reading.spec, reading.layouts, plan, place=reading.place)
    if not write or not plan.changes:
        return result_of(outcome)
    try:
        refuse_unsafe(reading.path)
        head = commit(reading, plan, author)
    except ReqsheetsError as error:
        return result_of(replace(outcome, error=error))
    return result_of(replace(outcome, written=True, head=head))


def plan_on(
    reading: Reading,
    values: Sequence[Setting],
    where: str | Sequence[str],
    sheet: str,
    today: tuple[date, datetime | None],
) -> Plan:
    """Return the plan for a workbook that is read; raise UsageError where a value or condition does not fit it."""
    spec, frames = reading.spec, reading.frames
    target = sheet_titled(spec, sheet)
    if target.role not in ("register", "derived") or target.name not in frames:
        raise UsageError(f"“{target.title}”不能批量修改", f"{target.title} cannot be changed in this way")
    said = [condition(text) for text in ((where,) if isinstance(where, str) else where)]
    conditions = [replace(one, value=str(spec.terms.swapped(one.value))) for one in said]
    if not conditions:
        raise UsageError("请用 --where 写明改哪些行", "say which rows with --where")
    pairs = dict(pair for one in values for pair in _pairs(one))
    given = {title: str(spec.terms.swapped(value, listed=True)) for title, value in pairs.items()}
    wanted = settings_of(target, given, Settings(spec, frames))
    if target.purpose == "needs":
        search = Search(spec, frames, snapshot(spec, frames, *today), Query(where=tuple(conditions)))
        search.check_columns()
        positions = sorted(search.chosen())
    else:
        positions = _positions(reading, target, conditions)
    return set_cells(spec, frames, target, positions, wanted)


def _pairs(one: Setting) -> Iterator[tuple[str, str]]:
    if isinstance(one, str):
        yield _pair(one)
    elif isinstance(one, Mapping):
        for title, value in one.items():
            said = ("是" if value else "否") if isinstance(value, bool) else value
            yield str(title).strip(), "" if said is None else str(said).strip()
    else:
        raise UsageError(
            f"看不懂 {one!r}；请写成“列名=值”，或给一个 列名 到 值 的字典",
            f"cannot read {one!r}; give COLUMN=VALUE, or a mapping from titles to values",
        )


def _pair(text: str) -> tuple[str, str]:
    title, sign, value = text.replace("＝", "=").partition("=")
    if not sign or not title.strip():
        raise UsageError(f"看不懂“{text}”；请写成“列名=值”", f"cannot read {text!r}; write COLUMN=VALUE")
    return title.strip(), value.strip()


def _positions(reading: Reading, sheet: SheetSpec, conditions: Sequence[Condition]) -> list[int]:
    """Return the positions on a sheet other than the register that meet all conditions on its own columns."""
    frame = reading.frames[sheet.name]
    names = {title_of(sheet, str(name)): str(name) for name in frame.columns}
    chosen = range(len(frame))
    for one in conditions:
        if one.column not in names:
            titles = "、".join(names)
            raise UsageError(
                f"没有列“{one.column}”；可用的列：{titles}", f"no column {one.column!r}; there are: {titles}"
            )
        cells = values_or_blank(reading.frames, sheet.name, names[one.column])
        chosen = [i for i in chosen if one.holds(cells[i])]  # type: ignore[assignment]
    return list(chosen)
