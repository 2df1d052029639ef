"""Further tabs with the header of a sheet: told, left out where people say they are not ours, or joined to it.

The rows of a joined tab go by Excel's row number plus `STRIDE` for each tab before it, so that one frame holds them all
and every change finds its way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from reqsheets.domain.register.columns import number_of
from reqsheets.model.frames import Frames, object_array
from reqsheets.model.plan import AddRow, Cell, Change, Finding, Mark, MarkCells, Plan, SetCell, Severity, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.layout import STRIDE, SheetLayout
from reqsheets.xlsx.reading.scanned import LAST_ROW
from reqsheets.xlsx.reading.titles import LEVEL

if TYPE_CHECKING:
    from reqsheets.xlsx.reading.read import Reading, SheetRead

JOIN, NOT_OURS = "并入登记表", "非登记表"  # parameters that list tabs
TOLD = ("needs", "tracking", "archive")  # derived sheets and registers of which a second one is an error
JOINED_ROW = re.compile(r"(?<![\w.-])[1-9][0-9]{7,8}(?![\w.-])")
NAMED = 5  # numbers or columns that a message names

SheetOf = Callable[[SheetSpec, str], "SheetRead | None"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which further tabs people want joined to the register, and which are not ours."""

    joined: frozenset[str]
    not_ours: frozenset[str]


def with_further_tabs(
    spec: WorkbookSpec,
    sheets: Mapping[str, SheetRead],
    copies: Mapping[str, Sequence[str]],
    sheet_of: SheetOf,
    named: Collection[str] = (),
) -> dict[str, SheetRead]:
    """Return the sheets, each with what is to be told of further tabs; tabs of the register that are wanted, joined.

    `named` are the tabs that the caller wants joined, beyond those that the workbook's parameters name.
    """
    wishes = _wishes(spec, sheets, named)
    found = dict(sheets)
    for name, tabs in copies.items():
        sheet = spec.sheet(name)
        for tab in tabs if name in found and _is_told(sheet) else ():
            read = sheet_of(sheet, tab) if tab not in wishes.not_ours else None
            if read is not None:
                found[name] = _with(sheet, found[name], read, wishes)
    needs = spec.purpose("needs")
    if needs is not None and needs.name in found:
        lost = sorted(wishes.joined - {found[needs.name].layout.title} - set(copies.get(needs.name, ())))
        more = tuple(_no_such_tab(needs, found[needs.name].layout, tab) for tab in lost)
        found[needs.name] = replace(found[needs.name], findings=(*found[needs.name].findings, *more))
    return found


def _wishes(spec: WorkbookSpec, sheets: Mapping[str, SheetRead], named: Collection[str]) -> Wishes:
    settings = Settings(spec, Frames({name: sheet.frame for name, sheet in sheets.items()}))
    return Wishes(frozenset((*named, *settings.words(JOIN))), frozenset(settings.words(NOT_OURS)) - set(named))


def _is_told(sheet: SheetSpec) -> bool:
    return sheet.role in ("register", "settings") or sheet.purpose in TOLD


def _with(sheet: SheetSpec, first: SheetRead, read: SheetRead, wishes: Wishes) -> SheetRead:
    if sheet.purpose != "needs" or read.layout.title not in wishes.joined:
        return replace(first, findings=(*first.findings, _further(sheet, first, read)))
    other = _other_columns(sheet, first.layout, read.layout)
    if other:
        return replace(first, findings=(*first.findings, _not_joined(first, read, other)))
    return joined(sheet, first, read)


def _other_columns(sheet: SheetSpec, first: SheetLayout, second: SheetLayout) -> list[str]:
    """Return the titles of the sheet's columns that one of the tabs has and the other lacks."""
    one = {column.name for column in sheet.columns if column.name in first.columns}
    two = {column.name for column in sheet.columns if column.name in second.columns}
    return [column.title for column in sheet.columns if column.name in one ^ two]


def joined(sheet: SheetSpec, first: SheetRead, read: SheetRead) -> SheetRead:
    """Return the sheet with the rows of another tab below its own."""
    by = (len(first.layout.joined) + 1) * STRIDE
    both = [name for name in first.frame.columns if name in read.frame.columns]  # of people's own, those of both tabs
    first, more = replace(first, frame=first.frame[both]), read.frame[both]
    more = more.set_axis(more.index + by)
    rows = {name: frozenset(row + by for row in held) for name, held in read.formulas.items()}
    formulas = {name: first.formulas.get(name, frozenset()) | rows.get(name, frozenset()) for name in _all(first, rows)}
    marks = {replace(mark, first=mark.first + by, last=mark.last + by) for mark in read.marks}
    apart = {row + by: value for row, value in read.apart.items()}
    return replace(
        first,
        layout=replace(first.layout, joined=(*first.layout.joined, read.layout)),
        frame=_stacked(first.frame, more),
        formulas=formulas,
        findings=(*first.findings, *(_moved(finding, sheet, by) for finding in read.findings)),
        marks=first.marks | frozenset(marks),
        apart={**first.apart, **apart},
    )


def _all(first: SheetRead, rows: Mapping[str, object]) -> Iterator[str]:
    yield from (name for name in dict.fromkeys((*first.formulas, *rows)) if name in first.frame.columns)


def _stacked(first: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    if not len(first) or not len(more):
        return first if len(first) else more
    held = {name: object_array([*first[name].tolist(), *more[name].tolist()]) for name in first.columns}
    index = pd.Index([*first.index, *more.index], dtype="int64")
    return pd.DataFrame(held, index=index, columns=first.columns, dtype=object, copy=False)


def _moved(finding: Finding, sheet: SheetSpec, by: int) -> Finding:
    at = finding.at
    return replace(finding, at=replace(at, row=at.row + by)) if at.sheet == sheet.name else finding


def tab_names(layout: SheetLayout) -> list[str]:
    """Return what a sheet's tabs go by while a plan is carried out: the sheet's own name, and one a joined tab."""
    return [layout.name, *(f"{layout.name}{LEVEL}{place}" for place in range(1, len(layout.joined) + 1))]


def by_tab(reading: Reading, plan: Plan) -> tuple[Reading, Plan]:
    """Return the reading with each joined tab as a sheet of its own, and the plan with every change on its tab."""
    for layout in [layout for layout in reading.layouts.values() if layout.joined]:
        plan = replace(plan, changes=tuple(part for change in plan.changes for part in _parts(layout, change)))
        reading = _parted(reading, layout)
    return reading, plan


def _parts(layout: SheetLayout, change: Change) -> Iterator[Change]:
    names = tab_names(layout)
    match change:
        case SetCell(at=at) if at.sheet == layout.name:
            place, row = divmod(at.row, STRIDE)
            yield replace(change, at=replace(at, sheet=names[place], row=row))
        case AddRow(sheet=layout.name, row=row):
            place, row = divmod(row, STRIDE)
            yield replace(change, sheet=names[place], row=row)
        case MarkCells(sheet=layout.name, old=old, new=new):
            for place, name in enumerate(names):
                yield replace(change, sheet=name, old=_on_tab(old, place), new=_on_tab(new, place))
        case _:  # only registers are joined, and no operation rewrites one
            yield change


def _on_tab(marks: Collection[Mark], place: int) -> frozenset[Mark]:
    by = place * STRIDE
    inside = (mark for mark in marks if by <= mark.first < by + STRIDE)
    return frozenset(replace(mark, first=mark.first - by, last=mark.last - by) for mark in inside)


def _parted(reading: Reading, layout: SheetLayout) -> Reading:
    frames, spec, names = reading.frames, reading.spec, tab_names(layout)
    tabs = dict(zip(names, (replace(layout, joined=()), *layout.joined), strict=True))
    tables, formulas = dict(frames.tables), dict(frames.formulas)
    frame = tables[layout.name]
    for place, name in enumerate(names):
        by = place * STRIDE
        own = frame[(frame.index >= by) & (frame.index < by + STRIDE)]
        tables[name] = own.set_axis(own.index - by)
        for column in frame.columns:
            rows = frames.formulas.get((layout.name, column), frozenset())
            formulas[name, column] = frozenset(row - by for row in rows if by <= row < by + STRIDE)
    marks = {**frames.marks, **{n: _on_tab(frames.marks.get(layout.name, ()), i) for i, n in enumerate(names)}}
    headers = {**frames.headers, **{name: tab.header_row for name, tab in tabs.items()}}
    sheet = spec.sheet(layout.name)
    more = tuple(replace(sheet, name=name, title=tab.title, aliases=()) for name, tab in [*tabs.items()][1:])
    return replace(
        reading,
        spec=replace(spec, sheets=(*spec.sheets, *more)),
        frames=replace(frames, tables=tables, headers=headers, formulas=formulas, marks=marks, kept={}),
        layouts={**reading.layouts, **{name: replace(tab, name=name) for name, tab in tabs.items()}},
    )


def shown_rows(layouts: Mapping[str, SheetLayout], words: Words) -> Words:
    """Return the words with each number of a joined row as the tab's own number, after the tab's title."""
    found = next((layout for layout in layouts.values() if layout.joined), None)
    if found is None:
        return words
    return Words(
        JOINED_ROW.sub(lambda match: _shown_row(found, match, "“{}”第 {}"), words.zh).replace("第 “", "“"),
        JOINED_ROW.sub(lambda match: _shown_row(found, match, '{1} on "{0}"'), words.en),
    )


def _shown_row(layout: SheetLayout, match: re.Match[str], form: str) -> str:
    tab, row = layout.tab_of(int(match[0]))
    return match[0] if tab is layout or row > LAST_ROW else form.format(tab.title, row)


def _numbers(sheet: SheetSpec, read: SheetRead) -> set[str]:
    column = sheet.meaning("number") or next(iter(sheet.key), "")
    held = read.frame[column].tolist() if column in read.frame.columns else []
    return {text for value in held if (text := number_of(value)) is not None}


def _further(sheet: SheetSpec, first: SheetRead, read: SheetRead) -> Finding:
    ours, other, rows = first.layout.title, read.layout.title, len(read.frame)
    both = len(_numbers(sheet, first) & _numbers(sheet, read)) if sheet.purpose == "needs" else 0
    twice = (
        Words(f"，其中 {both} 个编号在“{ours}”里也有", f' ({both} of their IDs are also on "{ours}")')
        if both
        else Words("", "")
    )
    message = Words(
        f"工作表“{other}”的表头和“{ours}”一样，但只处理“{ours}”；“{other}”里的 {rows} 行没有处理{twice.zh}："
        "不检查，也不进其他表。",
        f'Sheet "{other}" has the same header as "{ours}", but only "{ours}" is looked after: its {_rows(rows)}'
        f"{twice.en} are neither checked nor carried on.",
    )
    severity: Severity = "error" if rows or sheet.purpose != "needs" else "warning"
    return Finding("REQ011", severity, Cell(other, read.layout.header_row), None, message, _hint(sheet, ours, other))


def _rows(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _hint(sheet: SheetSpec, ours: str, other: str) -> Words:
    apart = Words(
        f"如果不是，就在“参数配置”加一行，参数填“{NOT_OURS}”，值填“{other}”。",
        f'If not, add a row to the sheet 参数配置: parameter {NOT_OURS}, value "{other}".',
    )
    if sheet.purpose != "needs":
        return Words(
            f"如果“{other}”里有要用的内容，请搬到“{ours}”里，再删除“{other}”。{apart.zh}",
            f'If "{other}" holds anything that counts, move it to "{ours}" and delete "{other}". {apart.en}',
        )
    return Words(
        f"如果“{other}”也是登记内容，请在“参数配置”加一行，参数填“{JOIN}”，值填“{other}”，"
        f"两张表就当作一张处理。{apart.zh}",
        f'If "{other}" belongs to the register, add a row to the sheet 参数配置: parameter {JOIN}, value "{other}";'
        f" then both are looked after as one. {apart.en}",
    )


def _not_joined(first: SheetRead, read: SheetRead, columns: Sequence[str]) -> Finding:
    ours, other, rows = first.layout.title, read.layout.title, len(read.frame)
    some = "、".join(f"“{title}”" for title in columns[:NAMED])
    return Finding(
        "REQ011",
        "error",
        Cell(other, read.layout.header_row),
        None,
        Words(
            f"工作表“{other}”没能并入“{ours}”：两张表的列不一样（{some}只在其中一张表里）；"
            f"“{other}”里的 {rows} 行没有处理。",
            f'Sheet "{other}" was not joined to "{ours}", as their columns differ ({some} on one of them only); its'
            f" {_rows(rows)} are not looked after.",
        ),
        Words("请把两张表的列补齐，使它们一样。", "Add the missing columns so that both have the same."),
    )


def _no_such_tab(sheet: SheetSpec, layout: SheetLayout, tab: str) -> Finding:
    return Finding(
        "REQ011",
        "error",
        Cell(sheet.name, layout.header_row),
        None,
        Words(
            f"要并入“{layout.title}”的工作表“{tab}”不存在，或者没有登记表的表头，没有并入。",
            f'Sheet "{tab}", to be joined to "{layout.title}", is missing or lacks the register\'s header; it was not'
            " joined.",
        ),
        Words(f"请核对“{JOIN}”里写的工作表名称。", f"Check the tab's name where {JOIN} names it."),
    )
