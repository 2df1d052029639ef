"""The change of year from end to end: what is open in one workbook begins a new one beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from reqsheets.app.commit import commit_new, history_read, memory
from reqsheets.app.discovery import refuse_taken
from reqsheets.app.memory_findings import memory_findings
from reqsheets.app.pipeline import planned
from reqsheets.domain.columns.number import number
from reqsheets.domain.register.audit_entries import planned_edits
from reqsheets.domain.register.columns import sheet_for
from reqsheets.domain.register.identity import SERIES, id_of_content, identity, with_ids
from reqsheets.domain.rollover.carried_over import rows_carried
from reqsheets.domain.rollover.rollover import rollover
from reqsheets.domain.tracking.archive import archive
from reqsheets.kinds import KINDS
from reqsheets.model.audit import Author, Edit
from reqsheets.model.brief import brief
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, applied, row_numbers, values, values_or_blank
from reqsheets.model.plan import AddRow, Cell, Plan, SetCell, Unreadable, Value, Words
from reqsheets.model.spec import ColumnSpec, ColumnType, Purpose, SheetSpec, WorkbookSpec
from reqsheets.store import record_file
from reqsheets.store.atomic_replace import raising_file_in_use
from reqsheets.store.office_lock_files import refuse_in_use
from reqsheets.store.vault import is_encrypted
from reqsheets.store.versions import laid_out
from reqsheets.xlsx.package.package_check import package
from reqsheets.xlsx.package.tabs import tabs
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.template import template

SUFFIX = ".xlsx"
YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
SETTLED: tuple[Purpose, ...] = ("parameters", "options", "calendar")  # settings that go along
JULY = 7  # from here on the next year is meant
CALCULATED = Words("按公式算出的结果", "what the formula gives")
OWN = Words("自己添加的列", "a column of your own")
WIDE, NARROW = 24.0, 14.0  # characters
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # openpyxl writes none of them


@dataclass(frozen=True, slots=True)
class Share:
    """How many rows of a sheet go along and how many stay, by the sheet's title."""

    sheet: str
    carried: int
    left: int


@brief
@dataclass(frozen=True)
class NewYear:
    """A workbook begun from another: which rows of which sheets (`plan` has them), and whether it was `written`.

    `numbers` are the requirements that go along, `tabs` the sheets of people's own that stay.
    """

    source: Path
    target: Path
    spec: WorkbookSpec
    plan: Plan
    shares: tuple[Share, ...]
    numbers: tuple[str, ...]
    tabs: tuple[str, ...]
    written: bool
    head: str = ""  # the last hash of its records


def begun(
    source: Path, target: Path | None, author: Author, *, write: bool, kinds: Sequence[WorkbookSpec] = KINDS
) -> NewYear:
    """Plan a new workbook with what is open in this one and, with `write`, make it; the source is only ever read.

    Rows without a number get theirs first, and what has ended with nothing lacking counts as archived. Raises
    UsageError where the target exists or a further tab of the register is not joined, MissingSheetError or
    MissingColumnError where the source has no register or no settings,
    FileInUseError where somebody has it open, and what reading and writing raise.
    """
    today = author.time.date()
    target = target or default_target(source, today)
    _check_target(source, target)
    reading = read(source, kinds)
    _refuse_encrypted(source)
    _refuse_partial(reading)
    frames = applied(reading.frames, planned(reading, (number, archive), today, list_findings=False))
    plan = rollover(reading.spec, frames, today)
    shares = _told(reading, frames, plan)
    memories = memory_findings(source.resolve(), reading, memory(source, reading, author))
    found = NewYear(source, target, reading.spec, Plan(memories, plan.changes), *shares, written=False)
    if not write:
        return found
    refuse_in_use(source)
    head = _write(reading, frames, plan, target, author)
    return replace(found, written=True, head=head)


def _refuse_encrypted(source: Path) -> None:
    """Raise where the next year's workbook would lie there in the clear."""
    if is_encrypted(source):
        raise UsageError(
            f"{source.name} 有打开密码，新年度的工作簿不能由它生成；请先在 Excel 中取消密码，生成之后两个都重新加密",
            f"{source.name} is encrypted, and the next year's workbook is not made from such a one; remove the "
            "password in Excel, make it, and encrypt both again",
        )


def _refuse_partial(reading: Reading) -> None:
    """Raise where the new workbook would lack rows of a further tab, or have the template's settings for people's."""
    for finding in reading.findings:
        if finding.rule == "REQ011" and finding.severity == "error":
            raise UsageError(f"{finding.message.zh}{finding.hint.zh}", f"{finding.message.en} {finding.hint.en}")
    for purpose in SETTLED:
        if reading.spec.purpose(purpose) is not None:
            sheet_for(reading.spec, reading.frames, purpose)


def default_target(source: Path, today: date) -> Path:
    """Return the name of the next year's workbook: the year in the name replaced, or put behind it.

    From July on it is the coming year's; a name that holds a year never goes back or stays.
    """
    year = today.year + (today.month >= JULY)
    held = list(YEAR.finditer(source.stem))
    if held:
        last = held[-1]
        year = max(year, int(last[0]) + 1)
        return source.with_name(f"{source.stem[: last.start()]}{year}{source.stem[last.end() :]}{SUFFIX}")
    between = "-" if source.stem[-1:].isascii() else ""
    return source.with_name(f"{source.stem}{between}{year}{SUFFIX}")


def _check_target(source: Path, target: Path) -> None:
    refuse_taken(target)
    with history_read(target):
        taken = record_file.lines(target.resolve())
    if taken:
        raise UsageError(
            f"“{target}”以前有过，旁边还留着它的历史；请换一个文件名，或用 reqsheets restore 找回它",
            f"{str(target)!r} was there before and its history still is: take another name, or restore it",
        )
    if not source.exists():
        raise UsageError(f"找不到文件“{source}”", f"there is no file {str(source)!r}")


def _told(reading: Reading, frames: Frames, plan: Plan) -> tuple[tuple[Share, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the shares of all sheets that could go along, the requirements that do, and people's own tabs."""
    spec = reading.spec
    rows = Counter(row.sheet for row in _rows(plan))
    sheets = [s for s in spec.sheets if s.name in frames and (s.role == "register" or rows[s.name])]
    held = {sheet.name: len(frames[sheet.name]) for sheet in sheets}
    shares = tuple(Share(s.title, rows[s.name], max(held[s.name] - rows[s.name], 0)) for s in sheets)
    needs = spec.purpose("needs")
    column = needs.meaning("number") if needs else None
    numbers = (row.values.get(column or "") for row in _rows(plan) if needs and row.sheet == needs.name)
    known = {layout.title for layout in reading.layouts.values()}
    own = tuple(title for title in tabs(package(reading.path)) if title not in known)
    return shares, tuple(str(value) for value in numbers if value is not None), own


def _rows(plan: Plan) -> list[AddRow]:
    return [change for change in plan.changes if isinstance(change, AddRow)]


def _write(reading: Reading, frames: Frames, plan: Plan, target: Path, author: Author) -> str:
    """Build the workbook, fill in what its formulas give, and put it in its place."""
    spec = reading.spec
    live = list(_calculated(spec, frames, rows_carried(spec, frames, author.time.date())))
    rows: dict[str, list[dict[str, Value]]] = {s.name: [] for s in spec.sheets if s.name in frames}
    for row in _rows(plan):
        cells = {name: _printable(value) for name, value in row.values.items()}
        rows.setdefault(row.sheet, []).append(cells)
    for sheet, place, column, _ in live:
        rows[sheet][place].pop(column, None)
    given = {name: held for name, held in rows.items() if held or spec.sheet(name).role == "settings"}
    settings = [name for name in given if spec.sheet(name).role == "settings"]
    series = identity(spec, frames, SERIES) or identity(spec, frames) or id_of_content(SERIES, _content(reading.path))
    content = template(_with_own_columns(spec, frames, rows), with_ids(spec, given, series), kept=settings)
    why = Words(f"从“{reading.path.name}”带入未结束的需求", f"begun with what is open in {reading.path.name}")
    edits = [Edit("", "", "", reading.path.name, None, why), *planned_edits(spec, frames, plan)]
    with laid_out(target, content) as copy:
        new = read(copy, (spec,))
        rights = reading.place.rights if reading.place else None
        return commit_new(new, _results(new, live), target, edits, author, rights)


Result: TypeAlias = tuple[str, int, str, Value]  # sheet, place among the rows that go along, column, value


def _calculated(spec: WorkbookSpec, frames: Frames, carried: Mapping[str, list[int]]) -> Iterator[Result]:
    """Yield the cells that hold a live formula, with what it gives; where people typed over it, their value stands."""
    for sheet in spec.sheets:
        for column in sheet.rating.columns if sheet.rating and sheet.name in carried else ():
            formulas = frames.formula_rows(sheet.name, column)
            held = dict(zip(row_numbers(frames[sheet.name]), values_or_blank(frames, sheet.name, column), strict=True))
            for place, row in enumerate(carried[sheet.name]):
                if row in formulas:
                    yield sheet.name, place, column, held[row]


def _results(new: Reading, live: Sequence[Result]) -> Plan:
    """Return the plan that gives each live formula of the new workbook its result."""
    changes = []
    columns = {(sheet, column) for sheet, _, column, _ in live}
    held = {(s, c): dict(zip(row_numbers(new.frames[s]), values(new.frames, s, c), strict=True)) for s, c in columns}
    for sheet, place, column, value in live:
        row = new.frames.headers[sheet] + 1 + place
        old = held[sheet, column][row]
        if value != old and not isinstance(value, Unreadable):
            changes.append(SetCell(Cell(sheet, row, column), old, value, CALCULATED))
    return Plan((), tuple(changes))


def _content(path: Path) -> bytes:
    with raising_file_in_use(path):
        return path.read_bytes()


def _printable(value: Value) -> Value:
    return UNPRINTABLE.sub("", value) if isinstance(value, str) else value


def _with_own_columns(spec: WorkbookSpec, frames: Frames, rows: Mapping[str, list[dict[str, Value]]]) -> WorkbookSpec:
    """Return the kind with people's own columns behind those of each sheet."""

    def of(sheet: SheetSpec) -> SheetSpec:
        known = {column.name for column in sheet.columns}
        titles = [str(name) for name in frames[sheet.name].columns if name not in known] if sheet.name in frames else []
        own = (_own_column(title, [row.get(title) for row in rows[sheet.name]]) for title in titles)
        return replace(sheet, columns=(*sheet.columns, *own))

    return replace(spec, sheets=tuple(map(of, spec.sheets)))


def _own_column(title: str, held: Iterable[Value]) -> ColumnSpec:
    """Return a column that shows such values as they were: days as days, numbers as numbers."""
    found = [value for value in held if value is not None]
    kind: ColumnType = "long"
    if found and all(isinstance(value, datetime) for value in found):
        kind = "datetime"
    elif found and all(isinstance(value, date) for value in found):
        kind = "date"
    elif found and all(isinstance(value, int | float) for value in found):
        kind = "decimal"
    return ColumnSpec(title, title, kind, OWN, width=WIDE if kind == "long" else NARROW)
