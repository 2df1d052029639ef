"""The sheets, columns and tabs of a plan, carried out in a workbook that is open in Excel, before the plan's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqsheets.model.errors import UneditableError
from reqsheets.model.plan import AddColumn, AddSheet, Change, Plan, RemoveColumn, RemoveSheet, ShowSheet, inverse
from reqsheets.xlsx.live.live_cells import Entry, entry
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.formulas import table_name

if TYPE_CHECKING:
    import xlwings


def rebuild_live(book: xlwings.Book, reading: Reading, plan: Plan) -> None:
    """Carry out what a plan changes of sheets, columns and tabs; a new sheet has its header, rows and table.

    Raises UneditableError where Excel refuses; what was done until then is taken back.
    """
    done: list[Change] = []
    for change in plan.changes:
        if not isinstance(change, AddSheet | RemoveSheet | AddColumn | RemoveColumn | ShowSheet):
            continue
        try:
            _carry_out(book, reading, change)
        except Exception as error:
            take_back_live(book, reading, Plan(changes=tuple(done)))
            if isinstance(error, UneditableError):
                raise
            raise _refused(reading.spec.sheet(change.sheet).title, error) from error
        done.append(change)


def take_back_live(book: xlwings.Book, reading: Reading, plan: Plan) -> None:
    """Take back what `rebuild_live` did; one step that Excel refuses must not keep the others from it."""
    for change in reversed(plan.changes):
        if not isinstance(change, AddSheet | RemoveSheet | AddColumn | RemoveColumn | ShowSheet):
            continue
        try:
            _carry_out(book, reading, inverse(change))
        except Exception:  # noqa: BLE001, S112 (the first refusal is the one to tell)
            continue


def _carry_out(
    book: xlwings.Book, reading: Reading, change: AddSheet | RemoveSheet | AddColumn | RemoveColumn | ShowSheet
) -> None:
    match change:
        case AddSheet():
            _add_sheet(book, reading, change)
        case RemoveSheet(title=title):
            book.sheets[title].delete()
        case AddColumn():
            _add_column(book, reading, change)
        case RemoveColumn():
            _take_column(book, reading, change)
        case ShowSheet(new=new):
            book.sheets[_title(reading, change.sheet)].visible = new


def _title(reading: Reading, name: str) -> str:
    return reading.layouts[name].title if name in reading.layouts else reading.spec.sheet(name).title


def _add_sheet(book: xlwings.Book, reading: Reading, change: AddSheet) -> None:
    sheet = book.sheets.add(change.title, after=book.sheets[len(book.sheets) - 1])
    try:
        _fill_sheet(sheet, reading, change)
    except Exception:
        sheet.delete()  # ours, and new: nothing of anybody's stands there
        raise


def _fill_sheet(sheet: xlwings.Sheet, reading: Reading, change: AddSheet) -> None:
    spec = reading.spec.sheet(change.sheet)
    titles = {column.name: column.title for column in spec.columns}
    last, width = max(change.rows, default=change.header + 1), len(change.columns)
    lines: list[list[Entry]] = [[titles.get(name, name) for name in change.columns]]
    blank = (None,) * width
    lines += [[entry(v) for v in change.rows.get(row, blank)] for row in range(change.header + 1, last + 1)]
    if width:
        area = sheet.range((change.header, 1), (last, width))
        area.value = lines
        sheet.tables.add(source=area, name=table_name(spec), table_style_name="TableStyleLight1")
    if change.hidden:
        sheet.visible = False


def _add_column(book: xlwings.Book, reading: Reading, change: AddColumn) -> None:
    layout = reading.layouts[change.sheet]
    sheet, new = book.sheets[layout.title], max(layout.columns.values()) + 1
    given = change.values
    last = max(given, default=layout.header_row)
    area = sheet.range((layout.header_row, new), (last, new))
    held = area.value if isinstance(area.value, list) else [area.value]
    if any(value is not None for value in held):
        raise _in_the_way(layout)
    cells = [entry(given.get(row)) for row in range(layout.header_row + 1, last + 1)]
    area.value = [[change.title], *([cell] for cell in cells)]
    _fit(sheet, layout, new - 1, new)


def _take_column(book: xlwings.Book, reading: Reading, change: RemoveColumn) -> None:
    layout = reading.layouts[change.sheet]
    sheet = book.sheets[layout.title]
    at = layout.columns.get(change.column, max(layout.columns.values()) + 1)  # just added, when it is taken back
    last = max(change.values, default=layout.header_row)
    _fit(sheet, layout, at, at - 1)
    sheet.range((layout.header_row, at), (last, at)).value = [[None]] * (last - layout.header_row + 1)


def _fit(sheet: xlwings.Sheet, layout: SheetLayout, right: int, wanted: int) -> None:
    """Have the table that begins with the header and ends at that column end at another one."""
    for table in sheet.tables:
        area = table.range
        if area.row == layout.header_row and area.last_cell.column == right:
            table.resize(sheet.range((area.row, area.column), (area.last_cell.row, wanted)))


def _in_the_way(layout: SheetLayout) -> UneditableError:
    return UneditableError(
        f"工作表“{layout.title}”右边的列已有内容，不能加列",
        f"sheet {layout.title!r}: the column at the right is filled, no column can be added",
    )


def _refused(title: str, error: Exception) -> UneditableError:
    why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return UneditableError(
        f"Excel 不允许增减或显隐工作表“{title}”，已恢复原样；请检查工作簿结构是否受保护（{why}）",
        f"Excel refused to add, remove, show or hide sheet {title!r}; all is as it was. Is the workbook's structure"
        f" protected? ({why})",
    )
