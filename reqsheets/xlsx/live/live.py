"""A workbook open in Excel, through xlwings: read with its unsaved edits, and a plan carried out in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from reqsheets.model.errors import ReqsheetsError, UneditableError
from reqsheets.model.frames import Frames, applied
from reqsheets.model.plan import AddRow, Change, Plan, ReplaceRows, SetCell, ShowSheet, parted
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.live.live_areas import areas
from reqsheets.xlsx.live.live_cells import Entry, cells_of, entry, foreign_formulas
from reqsheets.xlsx.live.live_grid import Grid, grid_of
from reqsheets.xlsx.live.live_structure import rebuild_live, take_back_live
from reqsheets.xlsx.package.references import Area
from reqsheets.xlsx.patching.plan_to_cells import last_row
from reqsheets.xlsx.reading.further_tabs import by_tab, tab_names
from reqsheets.xlsx.reading.layout import hidden_sheet
from reqsheets.xlsx.reading.own_words import as_written
from reqsheets.xlsx.reading.read import Reading, SheetRead, assembled, sheet_read, top_texts
from reqsheets.xlsx.reading.recognise import recognised
from reqsheets.xlsx.reading.values import SheetValues

if TYPE_CHECKING:  # an extra; whoever has a book has it installed
    import xlwings


@dataclass(frozen=True)
class LiveReading:
    """An open workbook as read, and the cells of its sheets, by the sheet's name."""

    reading: Reading
    grids: Mapping[str, Grid]


@dataclass(frozen=True)
class _Block:
    """One range write: what the area shall hold, and what brings back what it holds now."""

    area: Area
    new: list[list[Entry]]
    old: list[list[Entry]]


def read_live(book: xlwings.Book, kinds: Sequence[WorkbookSpec]) -> LiveReading:
    """Return the open workbook as frames, from two range reads a sheet; its digest is blank.

    Raises UnknownKindError where it is of none of these kinds.
    """
    titles = [sheet.name for sheet in book.sheets]
    known: dict[str, Grid] = {}

    def values(tab: str) -> SheetValues:
        if tab not in known:
            known[tab] = grid_of(book.sheets[tab])
        return _values(known[tab])

    def sheet_of(sheet: SheetSpec, tab: str) -> SheetRead | None:
        read = sheet_read(values(tab), sheet, tab, _totals(book.sheets[tab]))
        if read and not (sheet.hidden or sheet.shelved) and not book.sheets[tab].visible:
            return replace(read, findings=(*read.findings, hidden_sheet(sheet, tab)))
        return read

    spec, found = recognised(Path(book.name), kinds, titles, lambda tab: top_texts(values(tab)))
    unseen = [sheet.name for sheet in book.sheets if not sheet.visible]
    reading = assembled(Path(book.name), spec, found, titles, sheet_of, digest="", unseen=unseen)
    grids = {
        name: known[tab.title] if tab.title in known else grid_of(book.sheets[tab.title])
        for layout in reading.layouts.values()
        for name, tab in zip(tab_names(layout), (layout, *layout.joined), strict=True)
    }
    return LiveReading(reading, grids)


def write_live(
    book: xlwings.Book, live: LiveReading, plan: Plan, *, look_again: bool = False, blank_formulas: bool = False
) -> None:
    """Carry out a plan that was made on this reading, in four range writes a sheet; Excel calculates the formulas.

    A cell that holds a formula keeps it, save that `blank_formulas` empties the ones that shall be blank (an undoing
    takes formulas of ours back). `look_again` reads the sheets to be written once more first: needed wherever
    people can type while we plan (macOS; Excel for Windows waits for us).
    Raises StalePlanError where a cell no longer holds what the plan expects, UneditableError where Excel refuses a
    write; what was written until then is taken back.
    """
    applied(live.reading.frames, plan)
    structural, plan = parted(plan)
    if structural.changes:
        with _rebuilt(book, live, as_written(live.reading.spec, structural)) as now:
            write_live(book, now, plan, look_again=look_again, blank_formulas=blank_formulas)
        return
    live, plan = _by_tab(live, plan)
    if look_again:
        live = _once_more(book, live, plan)
        applied(live.reading.frames, plan)
    words = as_written(live.reading.spec, plan)
    written: list[tuple[xlwings.Sheet, _Block]] = []
    for name, cells in cells_of(book, live.reading, live.grids, words, blank_formulas=blank_formulas).items():
        sheet = book.sheets[live.reading.layouts[name].title]
        blocks = _blocks(live, name, cells)
        try:
            _fit_tables(sheet, live.reading, name, plan, growing=True)
            for block in blocks:
                written.append((sheet, block))
                _put(sheet, block.area, block.new)
            _fit_tables(sheet, live.reading, name, plan, growing=False)
        except UneditableError:
            _take_back(written)
            raise
        except Exception as error:
            _take_back(written)
            raise _refused(sheet.name, error) from error


def _by_tab(live: LiveReading, plan: Plan) -> tuple[LiveReading, Plan]:
    reading, plan = by_tab(live.reading, plan)
    return replace(live, reading=reading), plan


@contextmanager
def _rebuilt(book: xlwings.Book, live: LiveReading, plan: Plan) -> Iterator[LiveReading]:
    """Yield the book as read once its sheets, columns and tabs are as planned; an error in here takes them back.

    A tab shown or hidden moves no cell: then nothing is read anew.
    """
    rebuild_live(book, live.reading, plan)
    moved = any(not isinstance(change, ShowSheet) for change in plan.changes)
    try:
        yield read_live(book, (live.reading.spec,)) if moved else live
    except ReqsheetsError:
        take_back_live(book, live.reading, plan)
        raise


def _values(grid: Grid) -> SheetValues:
    return SheetValues(zip(count(1), grid.values, strict=False), 0, grid.scan())


def _totals(sheet: xlwings.Sheet) -> frozenset[int]:
    """Return the rows that sum up a table: they are no rows of it."""
    return frozenset(table.range.last_cell.row for table in sheet.tables if table.show_totals)


def _once_more(book: xlwings.Book, live: LiveReading, plan: Plan) -> LiveReading:
    """Return the reading with the sheets that the plan changes as they are now."""
    reading, grids = live.reading, dict(live.grids)
    tables = dict(reading.frames.tables)
    for name in {_sheet(change) for change in plan.changes} & grids.keys():
        tab = reading.layouts[name].title
        grids[name] = grid_of(book.sheets[tab])
        now = sheet_read(_values(grids[name]), reading.spec.sheet(name), tab, _totals(book.sheets[tab]))
        tables[name] = now.frame if now else tables[name].iloc[:0]
    frames = Frames(tables, reading.frames.headers, reading.frames.formulas, apart=reading.frames.apart)
    return LiveReading(replace(reading, frames=frames), grids)


def _sheet(change: Change) -> str:
    return change.at.sheet if isinstance(change, SetCell) else change.sheet


def _blocks(live: LiveReading, name: str, cells: Mapping[int, Mapping[int, Entry]]) -> list[_Block]:
    """Return what to write; cells between the wanted ones are written as they are."""
    reading, grid = live.reading, live.grids[name]
    wanted = {(row, column) for row, columns in cells.items() for column in columns}
    others = foreign_formulas(reading, name, grid, wanted)
    blocks = []
    for area in areas(wanted, others):
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        old = [[grid.formula(row, column) or entry(grid.value(row, column)) for column in columns] for row in rows]
        new = [
            [cells.get(row, {}).get(column, held) for column, held in zip(columns, kept, strict=True)]
            for row, kept in zip(rows, old, strict=True)
        ]
        blocks.append(_Block(area, new, old))
    return blocks


def _put(sheet: xlwings.Sheet, area: Area, entries: list[list[Entry]]) -> None:
    cells = sheet.range((area.top, area.left), (area.bottom, area.right))
    if sys.platform != "darwin":  # AppleScript alone needs many cells in pieces
        cells = cells.options(chunksize=None)
    cells.value = entries


def _take_back(written: Sequence[tuple[xlwings.Sheet, _Block]]) -> None:
    """Bring back what the areas held; one that refuses this too must not keep the others from it."""
    for sheet, block in reversed(written):
        try:
            _put(sheet, block.area, block.old)
        except Exception:  # noqa: BLE001, S112 (the first refusal is the one to tell)
            continue


def _refused(title: str, error: Exception) -> UneditableError:
    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return UneditableError(
        f"Excel 不允许修改工作表“{title}”，已恢复原样；请检查工作表是否受保护、单元格是否正在编辑（{why}）",
        f"Excel refused to change sheet {title!r}, it is as it was; is it protected, or a cell being edited? ({why})",
    )


# --- tables -------------------------------------------------------------------------------------------------------


def _fit_tables(sheet: xlwings.Sheet, reading: Reading, name: str, plan: Plan, *, growing: bool) -> None:
    """Make the sheet's table as long as its rows will be: longer before they are written, shorter afterwards."""
    last, new_last = _last_rows(reading, name, plan)
    if new_last == last or growing != (new_last > last):
        return
    layout, spec = reading.layouts[name], reading.spec.sheet(name)
    for table in sheet.tables:
        area = table.range
        top, bottom = area.row, area.last_cell.row
        if top != layout.header_row or not _covers(spec, layout.columns, area.column, area.last_cell.column):
            continue
        wanted = max(bottom, new_last) if growing else max(new_last, top + 1) if bottom == last else bottom
        if wanted == bottom:
            continue
        if table.show_totals:
            raise UneditableError(
                f"工作表“{sheet.name}”的表格带汇总行，无法改变行数；请先关闭汇总行",
                f"sheet {sheet.name!r}: the table's totals row is in the way; switch it off first",
            )
        table.resize(sheet.range((top, area.column), (wanted, area.last_cell.column)))


def _covers(spec: SheetSpec, columns: Mapping[str, int], left: int, right: int) -> bool:
    return any(left <= columns[column.name] <= right for column in spec.columns if column.name in columns)


def _last_rows(reading: Reading, name: str, plan: Plan) -> tuple[int, int]:
    """Return the last row that holds something, before and after."""
    header = reading.layouts[name].header_row
    last = last_row(reading, name)
    new_last = last
    for change in plan.changes:
        if isinstance(change, ReplaceRows) and change.sheet == name:
            new_last = max(change.new, default=header)
    added = [change.row for change in plan.changes if isinstance(change, AddRow) and change.sheet == name]
    return last, max([new_last, *added])
