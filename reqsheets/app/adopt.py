"""A register of people's own looked after where it lies: its kind declared inside it, our sheets beside hers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from reqsheets.app.commit import commit
from reqsheets.app.discovery import SUFFIXES
from reqsheets.app.own_kinds import declaration, register_in
from reqsheets.app.upgrade import renamed, template_frames
from reqsheets.domain.intake.planning import YES
from reqsheets.domain.register.identity import SERIES, WORKBOOK, id_of_content
from reqsheets.domain.upgrade.upgrade import upgrade
from reqsheets.kinds.housekeeping import INTAKE, PARAMETERS
from reqsheets.kinds.stored_declaration import declaration_rows
from reqsheets.kinds.toml_form import kind_of_toml
from reqsheets.model.audit import Author
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.plan import AddColumn, AddSheet, Cell, Change, Finding, Plan, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.package.package_check import package
from reqsheets.xlsx.package.tabs import tabs
from reqsheets.xlsx.patching.patch import refuse_unsafe
from reqsheets.xlsx.reading.read import Reading, read


def adopted(path: Path, author: Author, *, kind: str = "", columns: bool = False, write: bool) -> Outcome:
    """Plan our sheets beside a register of people's own and its declaration on 导入映射; write it on demand.

    `kind` names the kind that ships by which its columns are understood; `columns` appends those in which we note what
    we did (记录状态, 主需求编号, 重复次数 …) at the table's right end; without them merging rests. Raises UsageError
    where there is no register, the workbook is adopted already, or a tab of hers has the title of one of ours.
    """
    _refuse_ours(path)
    register = register_in(path, kind)
    text = declaration(register, path, ours=columns)
    spec = kind_of_toml(text, path.name)
    reading = read(path, (spec,))
    _refuse_taken(reading, spec)
    plan = upgrade(spec, reading.frames, template_frames(spec), renamed(reading), author.time.date())
    closed = {row for tab, row in register.closing.rows if tab == register.tables[0].grid.title}
    changes = tuple(_received(_declaring(_named(change, path), text), spec, closed) for change in plan.changes)
    outcome = Outcome(path, spec, reading.layouts, Plan(tuple(_resting(spec, columns=columns)), changes))
    if not write:
        return outcome
    try:
        refuse_unsafe(reading.path)
        head = commit(reading, Plan((), changes), author)
    except ReqsheetsError as error:
        return replace(outcome, error=error)
    return replace(outcome, written=True, head=head)


def _refuse_ours(path: Path) -> None:
    if path.suffix.lower() in SUFFIXES and {PARAMETERS.title, INTAKE.title} <= set(tabs(package(path))):
        raise UsageError(
            f"{path.name} 已经由 reqsheets 照看，或是它的登记表，不用再采用",
            f"{path.name} is looked after already, or is a register of ours; there is nothing to adopt",
        )


def _refuse_taken(reading: Reading, spec: WorkbookSpec) -> None:
    ours = [sheet.title for sheet in spec.sheets if sheet.purpose != "needs"]
    taken = [title for title in ours if title.lower() in reading.frames.tabs]
    name = reading.path.name
    if taken:
        raise UsageError(
            f"{name} 里已有名为“{taken[0]}”的工作表，而系统也要用这个名字；请先把您的改个名，再运行一次",
            f"{name} has a tab {taken[0]!r} already, a title that our sheets need; rename yours, then run again",
        )


def _declaring(change: Change, text: str) -> Change:
    """Return the change; the sheet of mappings gets the declaration as its first rows."""
    if not isinstance(change, AddSheet) or change.sheet != INTAKE.name:
        return change
    rows = declaration_rows(text)
    first = change.header + 1
    cells = {first + at: tuple(row.get(name) for name in change.columns) for at, row in enumerate(rows)}
    return replace(change, rows=cells)


def _named(change: Change, path: Path) -> Change:
    """Return the change; the sheet of parameters gets the IDs by which the workbook is known from now on."""
    if not isinstance(change, AddSheet) or change.sheet != PARAMETERS.name:
        return change
    content = path.read_bytes()
    ids: dict[Value, str] = {name: id_of_content(name, content) for name in (WORKBOOK, SERIES)}
    name, value = change.columns.index("name"), change.columns.index("value")
    rows = {at: (*row[:value], ids.get(row[name], row[value]), *row[value + 1 :]) for at, row in change.rows.items()}
    return replace(change, rows=rows)


def _received(change: Change, spec: WorkbookSpec, closed: Collection[int]) -> Change:
    """Return the change; in the column 历史接收 what is closed already gets 是 and owes nothing more."""
    if not isinstance(change, AddColumn) or change.column != spec.sheet("needs").meaning("taken_over"):
        return change
    return replace(change, values=dict.fromkeys(sorted(closed), YES))


def _resting(spec: WorkbookSpec, *, columns: bool) -> list[Finding]:
    """Return what rests for want of a column, each told once."""
    needs = spec.sheet("needs")
    there = {column.meaning for column in needs.columns}
    wanted = [
        (
            Words("跟踪和归档", "tracking and archive"),
            there >= {"number", "status"},
            Words("编号和状态", "a number and a status"),
        ),
        (
            Words("合并", "merging"),
            there >= {"number", "text", "customer", "received"},
            Words("编号、描述、客户和收到日期", "number, text, customer and the day received"),
        ),
        (Words("评分", "scoring"), needs.rating is not None, Words("评分项", "marks to score by")),
    ]  # fmt: skip
    found = [_rests(needs.name, verb, missing) for verb, can, missing in wanted if not can]
    if not columns and there >= {"number", "text", "customer", "received"}:
        own = Words(
            "记录状态、主需求编号、重复次数等列（要加就用 --columns，加在最右边）",
            "the columns 记录状态, 主需求编号, 重复次数 (--columns appends them at the right end)",
        )
        found.append(_rests(needs.name, Words("合并", "merging"), own))
    return found


def _rests(sheet: str, verb: Words, missing: Words) -> Finding:
    return Finding(
        "REQ902",
        "info",
        Cell(sheet, 1),
        None,
        Words(f"{verb.zh}先不做：表里没有{missing.zh}。", f"{verb.en} rests: the sheet has no {missing.en}."),
        Words("其他操作照常。", "All else works."),
    )
