"""A register of an earlier template brought to today's: what it lacks is added, what people made of it stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from reqsheets.matching.lists import LISTS
from reqsheets.model.contentless import shipped_rows
from reqsheets.model.frames import Frames, row_numbers, rows_of, values_or_blank
from reqsheets.model.plan import (
    FRONT,
    AddColumn,
    AddRow,
    AddSheet,
    Cell,
    Change,
    Finding,
    Plan,
    ReplaceRows,
    Row,
    Value,
    Words,
)
from reqsheets.model.spec import SheetSpec, WorkbookSpec

NEWER = Words("当前模板里有，这个工作簿里没有", "in today's template and missing here")
FILLED_IN = 3  # rows, from which a sheet of settings is no fragment


def upgrade(
    spec: WorkbookSpec, frames: Frames, template: Frames, renamed: Collection[tuple[str, str]], today: date
) -> Plan:
    """Plan the sheets, columns, options, parameters and days that today's template has and the workbook lacks.

    `template` is a new workbook of the kind, as read; `renamed` are columns, by sheet and name, that probably stand
    there under another title: they are not added. Shape: one AddSheet a sheet, one AddColumn a column, AddRows on the
    parameters and the calendar, one ReplaceRows on the options. An option that the workbook's own list lacks may have
    been deleted on purpose: it is finding REQ015 (info), unless the program itself writes or reads it.
    Source: decision D17, issue 13 point 2.
    """
    del today
    changes: list[Change] = [*_sheets(spec, frames, template), *_columns(spec, frames, renamed)]
    findings: list[Finding] = []
    for sheet in spec.sheets:
        if sheet.name not in frames or sheet.name not in template:
            continue
        match sheet.purpose:
            case "parameters":
                changes += _parameters(spec, sheet, frames, template)
            case "calendar":
                changes += _years(sheet, frames, template)
            case "options":
                change, told = _options(spec, sheet, frames, template)
                changes += change
                findings += told
            case _:
                continue
    return Plan(tuple(findings), tuple(changes))


def upgrade_available(spec: WorkbookSpec, frames: Frames) -> Iterator[Finding]:
    """Yield finding REQ016 (info) once where a workbook of ours lacks what today's template has; quick, for a night."""
    guide, parameters = spec.purpose("guide"), spec.purpose("parameters")
    if guide is None or guide.name not in frames or parameters is None or parameters.name not in frames:
        return  # a form of people's own, which follows no template
    what = _lacking(spec, frames)
    if what is None:
        return
    yield Finding(
        "REQ016",
        "info",
        Cell(parameters.name, frames.headers.get(parameters.name, 1)),
        None,
        Words(
            f"当前模板比这个工作簿新，还缺：{what.zh}。", f"Today's template is newer; this workbook lacks: {what.en}."
        ),
        Words(
            "可以升级补齐：先看会加什么，再写入；原有的内容、列和格式都不动，也可以撤销。",
            "Upgrade it: see what it would add, then write it. Everything of yours stays, and it can be undone.",
        ),
    )


def _lacking(spec: WorkbookSpec, frames: Frames) -> Words | None:
    """Return what today's template has and the workbook lacks, in one line; None where nothing.

    A sheet whose header cannot be read is not counted: the tab is there.
    """
    sheets = [s.title for s in spec.sheets if s.name not in frames and s.title.lower() not in frames.tabs]
    columns = sum(len(names) for sheet, names in frames.lacking.items() if sheet in frames)
    parameters = len(_missing_parameters(spec, frames))
    if not sheets and not columns and not parameters:
        return None
    zh = [f"工作表 {'、'.join(sheets)}"] * bool(sheets)
    zh += [f"{columns} 列"] * bool(columns) + [f"{parameters} 个参数"] * bool(parameters)
    en = [f"sheets {', '.join(sheets)}"] * bool(sheets)
    en += [f"{columns} column(s)"] * bool(columns) + [f"{parameters} parameter(s)"] * bool(parameters)
    return Words("、".join(zh), ", ".join(en))


def _sheets(spec: WorkbookSpec, frames: Frames, template: Frames) -> Iterator[Change]:
    for sheet in spec.sheets:
        name = sheet.name
        if name in frames or name not in template or sheet.title.lower() in frames.tabs:
            continue
        frame, header = template[name], template.headers.get(name, 1)
        hidden = name in template.unseen
        before = FRONT if sheet.purpose == "home" else ""
        yield AddSheet(name, sheet.title, tuple(frame.columns), rows_of(frame), NEWER, header, hidden, before)


def _columns(spec: WorkbookSpec, frames: Frames, renamed: Collection[tuple[str, str]]) -> Iterator[Change]:
    for sheet in spec.sheets:
        lacking = frames.lacking.get(sheet.name, frozenset()) if sheet.name in frames else frozenset()
        for column in sheet.columns:
            if column.name in lacking and (sheet.name, column.name) not in renamed:
                yield AddColumn(sheet.name, column.name, column.title, {}, NEWER)


# --- settings --------------------------------------------------------------------------------------------------------


def _missing_parameters(spec: WorkbookSpec, frames: Frames) -> list[str]:
    sheet = spec.purpose("parameters")
    if sheet is None or sheet.name not in frames or len(frames[sheet.name]) < FILLED_IN:
        return []
    there = set(values_or_blank(frames, sheet.name, "name"))
    return [parameter.name for parameter in spec.parameters if parameter.name not in there]


def _parameters(spec: WorkbookSpec, sheet: SheetSpec, frames: Frames, template: Frames) -> Iterator[Change]:
    wanted = set(_missing_parameters(spec, frames))
    rows = [row for row in _records(template, sheet.name) if row.get("name") in wanted]
    yield from _added(sheet, frames, rows)


def _years(sheet: SheetSpec, frames: Frames, template: Frames) -> Iterator[Change]:
    """Yield the days of whole years that the calendar has nothing of; of a year that it has, people decide."""
    held = values_or_blank(frames, sheet.name, "day")
    years = {day.year for day in held if isinstance(day, date)}
    if not years:
        return
    rows = []
    for row in _records(template, sheet.name):
        day = row.get("day")
        if isinstance(day, date) and day.year > max(years):
            rows.append(row)
    yield from _added(sheet, frames, rows)


def _records(frames: Frames, sheet: str) -> Iterator[Mapping[str, Value]]:
    names = list(frames[sheet].columns)
    for row in rows_of(frames[sheet]).values():
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _added(sheet: SheetSpec, frames: Frames, rows: Collection[Mapping[str, Value]]) -> Iterator[AddRow]:
    columns, first = set(frames[sheet.name].columns), frames.next_row(sheet.name)
    for offset, row in enumerate(rows):
        values = {name: value for name, value in row.items() if name in columns}
        yield AddRow(sheet.name, first + offset, values, NEWER)


# --- options ---------------------------------------------------------------------------------------------------------


def _options(
    spec: WorkbookSpec, sheet: SheetSpec, frames: Frames, template: Frames
) -> tuple[list[Change], list[Finding]]:
    """Return the change that puts missing options into their blocks, and what people have to decide.

    An option behind the end of its list would never be shown: the drop-down reads the rows that stand together.
    """
    frame = frames[sheet.name]
    if len(frame) < FILLED_IN or not {"dictionary", "value"} <= set(frame.columns):
        return [], []
    lists = _held(frames, sheet.name)
    new: dict[str, list[Mapping[str, Value]]] = {}
    findings: list[Finding] = []
    needed = _needed(spec)
    for row in _records(template, sheet.name):
        name, value = str(row.get("dictionary")), row.get("value")
        if name in _word_lists() or value in lists.get(name, ()):
            continue
        if name not in lists or (name, value) in needed:
            new.setdefault(name, []).append(row)
        else:
            findings.append(_deleted_perhaps(sheet, frames, name, str(value)))
    return ([_replaced(sheet, frames, new)] if new else []), findings


def _held(frames: Frames, sheet: str) -> dict[str, set[Value]]:
    found: dict[str, set[Value]] = {}
    for name, value in zip(*(values_or_blank(frames, sheet, c) for c in ("dictionary", "value")), strict=True):
        if isinstance(name, str):
            found.setdefault(name, set()).add(value)
    return found


def _word_lists() -> frozenset[str]:
    """Return the lists of words that ship with the program, whether a workbook has them or not."""
    return frozenset((*LISTS, *(name for name, _ in shipped_rows())))


def _needed(spec: WorkbookSpec) -> set[tuple[str, str]]:
    """Return the options without which the program has no word for what it writes or looks for."""
    found: set[tuple[str, str]] = set()
    needs, cycle = spec.purpose("needs"), spec.cycle
    status = needs.meaning("status") if needs else None
    if needs is not None and status is not None and cycle is not None:
        words = {cycle.initial, *cycle.done, *cycle.closed, *cycle.dropped, *cycle.merged}
        found |= {(needs.column(status).options, word) for word in words}
    derived = {c.options for s in spec.sheets for c in s.columns if c.derived and c.options}
    found |= {(option.dictionary, option.value) for option in spec.options if option.dictionary in derived - _own(spec)}
    return found


def _own(spec: WorkbookSpec) -> set[str]:
    """Return the lists that people fill columns from."""
    return {
        column.options for sheet in spec.sheets for column in sheet.columns if column.options and not column.derived
    }


def _replaced(sheet: SheetSpec, frames: Frames, new: Mapping[str, list[Mapping[str, Value]]]) -> ReplaceRows:
    """Return the rewrite that puts each option behind the last one of its list, new lists at the end."""
    columns = tuple(frames[sheet.name].columns)
    old = rows_of(frames[sheet.name])
    at, stopped = columns.index("dictionary"), columns.index("stopped") if "stopped" in columns else None
    left = dict(new)
    rows: list[tuple[int | None, Row]] = []  # None: a new one; else the row that it was
    places = [(number, row, str(row[at])) for number, row in old.items()]
    for i, (number, row, name) in enumerate(places):
        if stopped is not None and row[stopped] == "是" and name in left:
            rows += [(None, _row(columns, one)) for one in left.pop(name)]  # stopped ones stay last
        rows.append((number, row))
        if name in left and not any(other == name for _, _, other in places[i + 1 :]):
            rows += [(None, _row(columns, one)) for one in left.pop(name)]
    rows += [(None, _row(columns, one)) for each in left.values() for one in each]
    return ReplaceRows(sheet.name, columns, old, _numbered(frames, sheet, rows), NEWER)


def _row(columns: tuple[str, ...], values: Mapping[str, Value]) -> Row:
    return tuple(values.get(name) for name in columns)


def _numbered(frames: Frames, sheet: SheetSpec, rows: Collection[tuple[int | None, Row]]) -> dict[int, Row]:
    """Return the rows under Excel's numbers: as they were up to the first new one, then each below the other."""
    found: dict[int, Row] = {}
    by = 0
    last = frames.headers.get(sheet.name, 1)
    for number, row in rows:
        if number is None:
            by += 1
            last += 1
        else:
            last = number + by
        found[last] = row
    return found


def _deleted_perhaps(sheet: SheetSpec, frames: Frames, name: str, value: str) -> Finding:
    numbers = row_numbers(frames[sheet.name])
    held = values_or_blank(frames, sheet.name, "dictionary")
    row = max((number for number, one in zip(numbers, held, strict=True) if one == name), default=numbers[-1])
    return Finding(
        "REQ015",
        "info",
        Cell(sheet.name, row, "value"),
        value,
        Words(
            f"“{name}”里没有选项“{value}”，当前模板里有；也可能是你们有意删掉的，没有补上。",
            f'The list "{name}" has no option "{value}", which today\'s template has. You may have deleted it on'
            " purpose, so it was not added.",
        ),
        Words(
            "需要的话请自己加一行，和本字典的其他行挨在一起。",
            "If you want it, add a row beside the others of its list.",
        ),
    )
