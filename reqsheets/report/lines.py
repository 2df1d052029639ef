"""A plan as text, one line a change: what a dry run prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import assert_never

from reqsheets.domain.register.columns import title_of
from reqsheets.model.harmless import one_line
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    Language,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Structural,
    Unreadable,
    Value,
    Words,
    cells_marked,
)
from reqsheets.model.spec import WorkbookSpec
from reqsheets.xlsx.reading.further_tabs import shown_rows
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.own_words import as_written

LONGEST = 40  # characters of a value
SET, ADD, REWRITE = Words("修改", "set"), Words("新增", "add"), Words("重写", "rewrite")
MARK = Words("标出", "mark")
BLANK = Words("空", "blank")


def lines(
    spec: WorkbookSpec, plan: Plan, language: Language, layouts: Mapping[str, SheetLayout] = MappingProxyType({})
) -> Iterator[str]:
    """Yield one line a change, such as `set 需求登记!3:记录状态 有效 -> 已合并 (same text as row 2)`.

    `layouts` tell on which tab a row lies, where several are one register.
    """
    for change in as_written(spec, plan).changes:
        because = shown_rows(layouts, spec.terms.spoken(change.because)).to(language)
        reason = "" if not because else f"（{because}）" if language == "zh" else f" ({because})"
        yield one_line(masked(_line(spec, change, language, layouts) + reason))


def _row(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], name: str, row: int) -> str:
    layout = layouts.get(name)
    if layout is None or not layout.joined:
        return f"{spec.sheet(name).title}!{row}"
    tab, own = layout.tab_of(row)
    return f"{tab.title}!{own}"


def _line(spec: WorkbookSpec, change: Change, language: Language, layouts: Mapping[str, SheetLayout]) -> str:
    arrow = "→" if language == "zh" else "->"
    match change:
        case SetCell(at=at, old=old, new=new):
            sheet = spec.sheet(at.sheet)
            place = f"{_row(spec, layouts, at.sheet, at.row)}:{title_of(sheet, at.column)}"
            title = title_of(sheet, at.column)
            return f"{SET.to(language)} {place} {shown(old, language, title)} {arrow} {shown(new, language, title)}"
        case AddRow(sheet=name, row=row, values=values):
            sheet = spec.sheet(name)
            visible = {c.name for c in sheet.columns if not c.hidden} | (set(values) - {c.name for c in sheet.columns})
            titles = {column: title_of(sheet, column) for column in values if column in visible}
            cells = (f"{title}={shown(values[column], language, title)}" for column, title in titles.items())
            told = ("，" if language == "zh" else ", ").join(cells)
            return f"{ADD.to(language)} {_row(spec, layouts, name, row)} {told}"
        case ReplaceRows(sheet=name, old=old_rows, new=new_rows):
            count = Words("行", " rows" if len(new_rows) != 1 else " row").to(language)
            before = Words("行", " rows" if len(old_rows) != 1 else " row").to(language)
            separator = "：" if language == "zh" else ": "
            title = spec.sheet(name).title
            told = f"{len(old_rows)}{before} {arrow} {len(new_rows)}{count}"
            return f"{REWRITE.to(language)} {title}{separator}{told}"
        case MarkCells(sheet=name, old=was, new=then):
            count = Words("个单元格", " cells").to(language)
            separator = "：" if language == "zh" else ": "
            told = f"{cells_marked(was)} {arrow} {cells_marked(then)}{count}"
            return f"{MARK.to(language)} {spec.sheet(name).title}{separator}{told}"
        case _:
            return _structural(spec, change, language)


def _structural(spec: WorkbookSpec, change: Structural, language: Language) -> str:
    title = spec.sheet(change.sheet).title
    match change:
        case AddSheet(title=tab, rows=rows):
            return Words(f"新增工作表 {tab}：{len(rows)} 行", f"add sheet {tab}: {len(rows)} rows").to(language)
        case RemoveSheet(title=tab, rows=rows):
            return Words(f"移除工作表 {tab}：{len(rows)} 行", f"remove sheet {tab}: {len(rows)} rows").to(language)
        case AddColumn(title=column):
            return Words(f"新增列 {title}:{column}", f"add column {title}:{column}").to(language)
        case RemoveColumn(title=column):
            return Words(f"移除列 {title}:{column}", f"remove column {title}:{column}").to(language)
        case ShowSheet(new=new):
            zh, en = ("显示", "show") if new else ("隐藏", "hide")
            return Words(f"{zh}工作表 {title}", f"{en} sheet {title}").to(language)
        case _:
            assert_never(change)


def shown(value: Value, language: Language, title: str = "") -> str:
    """Return a cell's value in one short line, personal data masked; `title` is its column's."""
    value = masked_value(value, title)
    match value:
        case None:
            return BLANK.to(language)
        case Unreadable(shown=text):
            return shown(text, language)
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case str():
            text = " ".join(value.split())
            return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        case _:
            return str(value)
