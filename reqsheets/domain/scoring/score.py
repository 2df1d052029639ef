"""Score and grade of each rated row, by the weights and cuts that people set in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reqsheets.domain.register.columns import (
    all_numbers,
    all_readable,
    meant,
    needed,
    numbers,
    readable,
    sheet_for,
    title_of,
)
from reqsheets.domain.register.requirements import register
from reqsheets.domain.register.states import is_frozen
from reqsheets.domain.scoring.panel import Points, panel_points
from reqsheets.domain.scoring.verdicts import Scale, Verdict, scale_of, verdict
from reqsheets.model.errors import MissingSheetError
from reqsheets.model.events import History
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Change, Finding, Formula, Plan, SetCell, Unreadable, Value, Words
from reqsheets.model.rating import Matrix, Rating, Scheme
from reqsheets.model.settings import Settings, as_decimal
from reqsheets.model.spec import SheetSpec, WorkbookSpec

FIXED = Words("需求已结束，得分改存为数值", "the requirement has ended: its score is kept as a value")
LIVE_AGAIN = Words("需求已重新打开，恢复公式", "the requirement is open again: its formula is back")
NEAR = 0.005  # points; a typed mean may be rounded to two decimals


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One row of a rated sheet: what its cells hold now, and whether its requirement is closed or archived."""

    row: int
    position: int  # in the frame, from 0
    number: str | None
    inputs: tuple[Value, ...]
    held: tuple[Value, ...]  # the scheme's columns
    version: Value
    ended: bool
    frozen: bool  # ended, and judged before


@dataclass(frozen=True)
class Rated:
    """A rated sheet with its scheme and scale, where its formulas stand and which columns it has."""

    sheet: SheetSpec
    scheme: Scheme
    scale: Scale | None
    formulas: dict[str, frozenset[int]]
    present: frozenset[str]
    history: History

    @property
    def version(self) -> str:
        """Return the column that keeps which weights were used, "" where there is none."""
        return "" if isinstance(self.scheme, Matrix) else self.scheme.version


def score(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:  # noqa: ARG001  every operation is called so
    """Set score (points, two decimals), grade and the weights' version on each rated row.

    Shape: one SetCell a cell that differs; a formula stays and gets its right cached value. A typed score or grade
    that differs is finding REQ405 and stays. Rows of closed, signed or archived requirements keep what they have, as
    values in place of their formulas, so that no new weight grades them again, in Excel neither; once reopened they get
    the formulas back. While the weights do not sum to their whole nothing else is planned. Where several reviewers gave
    points, blank dimensions get the mean; far apart is finding REQ411, a typed dimension that is not the mean REQ412.
    Source: document 1, step 3; decisions T-1 to T-10.
    Raises MissingColumnError where a weighted column is absent.
    """
    findings: list[Finding] = []
    changes: list[Change] = []
    rated = [sheet for sheet in spec.sheets if sheet.rating is not None]
    if rated and all(sheet.name not in frames for sheet in rated):
        sheet_for(spec, frames, rated[0].purpose)  # raises, with the sheet's title
    for sheet in rated:
        if sheet.rating is not None and sheet.name in frames:
            for item in _of_sheet(spec, frames, sheet, sheet.rating):
                (findings if isinstance(item, Finding) else changes).append(item)  # type: ignore[arg-type]
    return Plan(tuple(findings), tuple(changes))


def _of_sheet(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, scheme: Scheme) -> Iterator[Finding | SetCell]:
    settings = Settings(spec, frames)
    scale = scale_of(settings, scheme)
    formulas = {name: frames.formula_rows(sheet.name, name) for name in scheme.columns}
    rated = Rated(sheet, scheme, scale, formulas, frozenset(frames[sheet.name].columns), frames.history)
    rows = _rated_rows(rated, frames, _frozen(spec, frames))
    if scale is None:
        for row in rows:
            yield from _fixed(rated, row, row.held) if row.frozen else ()
        return
    reviewed = panel_points(spec, frames, scheme) if isinstance(scheme, Rating) else {}
    verdicts: dict[tuple[Value, ...], Verdict] = {}
    for row in rows:
        inputs = row.inputs
        if reviewed and row.number in reviewed and isinstance(scheme, Rating) and not row.frozen:
            points = reviewed[row.number]
            inputs = _with_means(scheme, row, points)
            yield from _of_panel(rated, scheme, frames, settings, row, points)
        if inputs not in verdicts:
            verdicts[inputs] = verdict(scheme, scale, inputs)
        yield from _rescored(rated, scale, row, verdicts[inputs])


def _frozen(spec: WorkbookSpec, frames: Frames) -> frozenset[str]:
    """Return the numbers of requirements whose grade is no longer touched (decision T-6)."""
    try:
        needs = register(spec, frames)
    except MissingSheetError:  # a kind may rate without a register
        return frozenset()
    rows = zip(needs.numbers, needs.record_states, needs.statuses, strict=True)
    return frozenset(n for n, state, status in rows if n is not None and is_frozen(spec.cycle, state, status))


def _rated_rows(rated: Rated, frames: Frames, frozen: frozenset[str]) -> Iterator[RatedRow]:
    """Yield the rows; frozen ones only count as such where they were judged before."""
    sheet, scheme = rated.sheet, rated.scheme
    inputs = [_input(sheet, scheme, frames, name) for name in scheme.inputs]
    held = [values_or_blank(frames, sheet.name, name) for name in scheme.columns]
    rows = zip(
        row_numbers(frames[sheet.name]),
        range(len(frames[sheet.name])),
        numbers(frames, sheet) if sheet.meaning("number") else all_numbers(meant(frames, sheet, "number")),
        zip(*inputs, strict=True),
        zip(*held, strict=True),
        values_or_blank(frames, sheet.name, rated.version),
        strict=True,
    )
    for row, position, number, given, shown, version in rows:
        ended = number in frozen
        judged = ended and any(readable(value) is not None for value in shown)
        yield RatedRow(row, position, number, given, shown, version, ended, judged)


def _input(sheet: SheetSpec, scheme: Scheme, frames: Frames, name: str) -> list[Value]:
    if isinstance(scheme, Matrix):
        return needed(frames, sheet, name)
    if any(name == column for column, _ in scheme.weights):
        return [value if type(value) in {int, float} else None for value in needed(frames, sheet, name)]
    return all_readable(values_or_blank(frames, sheet.name, name))


def _with_means(rating: Rating, row: RatedRow, points: Points) -> tuple[Value, ...]:
    names = [name for name, _ in rating.weights]
    means = (points.mean(n) if held is None else held for n, held in zip(names, row.inputs, strict=False))
    return (*means, *row.inputs[len(names) :])


def _of_panel(
    rated: Rated, rating: Rating, frames: Frames, settings: Settings, row: RatedRow, points: Points
) -> Iterator[Finding | SetCell]:
    """Yield what the reviewers' points change in a row: blank dimensions, how many, how far apart."""
    panel = rating.panel
    if panel is None:
        return
    because = Words(f"{points.reviewers} 位评审人的平均", f"mean of {points.reviewers} reviewers")
    wanted = [(name, points.mean(name)) for name, _ in rating.weights]
    for (name, mean), given in zip(wanted, row.inputs, strict=False):
        if mean is not None and needed(frames, rated.sheet, name)[row.position] is None:
            yield SetCell(Cell(rated.sheet.name, row.row, name), None, mean, because)
        elif given is not None and mean is not None and abs(float(given) - float(mean)) > NEAR:  # type: ignore[arg-type]
            yield _not_the_mean(rated, row, name, given, mean)
    for name, new in ((panel.count, points.reviewers), (panel.spread, points.spread)):
        old = values_or_blank(frames, rated.sheet.name, name)[row.position] if name in rated.present else new
        if old != new:
            yield SetCell(Cell(rated.sheet.name, row.row, name), old, new, because)
    far, spread = settings.number(panel.apart), as_decimal(points.spread)
    if far is not None and spread is not None and spread >= far:
        yield _far_apart(rated, panel.spread, row, points)


def _rescored(rated: Rated, scale: Scale, row: RatedRow, found: Verdict) -> Iterator[Finding | SetCell]:
    items = list(_cells(rated, row, found))
    version = scale.version
    live = row.row in rated.formulas[rated.scheme.columns[0]]
    because = Words("按此版本的权重计分", "scored with the weights of this version")
    if row.frozen:
        yield from _fixed(rated, row, _shown_by_formulas(row, found) if row.version in (None, version) else row.held)
        if live and rated.version in rated.present and row.version is None and version is not None:
            yield SetCell(Cell(rated.sheet.name, row.row, rated.version), None, version, because)
        if row.version in (None, version):
            fixed_by_us = {item.at.column for item in items if _was_fixed(rated, row, item.at.column)}
            yield from (item for item in items if isinstance(item, Finding) and item.at.column not in fixed_by_us)
        return
    yield from items
    if rated.version in rated.present and _needs_version(row, found, version, items, live=live):
        yield SetCell(Cell(rated.sheet.name, row.row, rated.version), row.version, version, because)


def _shown_by_formulas(row: RatedRow, found: Verdict) -> tuple[Value, ...]:
    """Return what the row's live formulas give, even where the file still holds a value from before an edit."""
    return tuple(held if new is None else new for held, (new, _) in zip(row.held, found, strict=True))


def _fixed(rated: Rated, row: RatedRow, values: Iterable[Value]) -> Iterator[SetCell]:
    """Yield the cells of a row that keeps its score: a value takes the place of the formula (decision T-6)."""
    for name, held, value in zip(rated.scheme.columns, row.held, values, strict=True):
        if name in rated.present and row.row in rated.formulas[name] and not isinstance(held, Unreadable):
            yield SetCell(Cell(rated.sheet.name, row.row, name), held, value, FIXED, "value")


def _cells(rated: Rated, row: RatedRow, found: Verdict) -> Iterator[Finding | SetCell]:
    """Yield what a row must show; of one that has ended the cells hold values, of an open one the live formulas."""
    formula: Formula = "value" if row.ended else "kept"
    again = not row.ended and _comes_back(rated, row)
    for name, old, (new, because) in zip(rated.scheme.columns, row.held, found, strict=True):
        if name not in rated.present or (old == new and not again):
            continue
        at = Cell(rated.sheet.name, row.row, name)
        if row.row in rated.formulas[name] or (new is not None and (old is None or isinstance(old, Unreadable))):
            if old != new:
                yield SetCell(at, old, new, FIXED if row.ended else because, formula)
        elif again:
            yield SetCell(at, old, new, LIVE_AGAIN, "live")
        elif new is not None:
            yield _typed_otherwise(rated.sheet, row, at, old, new, because)


def _comes_back(rated: Rated, row: RatedRow) -> bool:
    """Tell whether an open row still holds the values that we fixed when it ended: it was reopened."""
    score = rated.scheme.columns[0]
    return row.row not in rated.formulas[score] and _was_fixed(rated, row, score)


def _was_fixed(rated: Rated, row: RatedRow, column: str) -> bool:
    """Tell whether the cell's value is what we left there when its formula went."""
    events = rated.history.of(rated.sheet.name, row.number or "", column)
    return bool(events) and events[-1].because == FIXED


def _typed_otherwise(sheet: SheetSpec, row: RatedRow, at: Cell, old: Value, new: Value, because: Words) -> Finding:
    title = sheet.column(at.column).title
    return Finding(
        "REQ405",
        "error",
        at,
        old,
        Words(
            f"分数与公式不符：“{title}”填的是 {old}，应为 {new}（{because.zh}）。",
            f"{title} is typed as {old} but comes to {new} ({because.en}).",
        ),
        Words(
            f"请改为 {new}；或清空此单元格，由系统填写公式。", f"Type {new}, or clear the cell to have it filled in."
        ),
        row.number or "",
    )


def _not_the_mean(rated: Rated, row: RatedRow, name: str, given: Value, mean: Value) -> Finding:
    title = title_of(rated.sheet, name)
    return Finding(
        "REQ412",
        "warning",
        Cell(rated.sheet.name, row.row, name),
        given,
        Words(
            f"“{title}”填的是 {given}，各评审人的平均是 {mean}。", f"{title} is {given}; the reviewers' mean is {mean}."
        ),
        Words("请核对；清空此单元格就会填入平均分。", "Check it, or clear the cell to have the mean filled in."),
        row.number or "",
    )


def _far_apart(rated: Rated, column: str, row: RatedRow, points: Points) -> Finding:
    return Finding(
        "REQ411",
        "warning",
        Cell(rated.sheet.name, row.row, column),
        points.spread,
        Words(
            f"{points.reviewers} 位评审人的分数最多相差 {points.spread} 分，意见不一。",
            f"The points of {points.reviewers} reviewers lie up to {points.spread} apart.",
        ),
        Words("请在评审会上讨论后再定分。", "Talk it over before the grade is settled."),
        row.number or "",
    )


def _needs_version(
    row: RatedRow, found: Verdict, version: Value, items: list[Finding | SetCell], *, live: bool
) -> bool:
    """Tell whether the score is new or changed; a live formula always counts with the weights of today."""
    if found[0][0] is None or version is None or row.version == version:
        return False
    if any(isinstance(item, Finding) for item in items):
        return False
    return bool(items) or readable(row.version) is None or live
