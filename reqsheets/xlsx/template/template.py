"""A new workbook of a kind, built from its spec alone: sheets, tables, lists, formulas, colours, print set-up.

openpyxl builds it because nobody owns it yet; a workbook that somebody owns is only ever patched.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.spec import Purpose, SheetSpec, WorkbookSpec
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.package.reproducible import MOMENT, Body, repacked
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.own_words import swapped
from reqsheets.xlsx.template import dashboard_sheet, guide, seeds
from reqsheets.xlsx.template.conditional_formats import add_conditional_formats
from reqsheets.xlsx.template.formulas import live_formula, table_name
from reqsheets.xlsx.template.home_sheet import dress_home
from reqsheets.xlsx.template.print_setup import set_up_print
from reqsheets.xlsx.template.template_styles import (
    DERIVED_FILL,
    GRID,
    LINK,
    SHELVED_TAB,
    TAB_COLOURS,
    alignment,
    fill,
    font,
    header_colours,
    number_format,
    set_normal_font,
)
from reqsheets.xlsx.template.text_lines import LINE_HEIGHT, ROW_HEIGHT, lines, row_height
from reqsheets.xlsx.template.validations import add_validations

HEADER_ROWS: Mapping[Purpose, int] = {"guide": guide.HEADER_ROW, "dashboard": dashboard_sheet.HEADER_ROW}
TAB_RATIO = 880  # thousandths of the window's width for the tabs, so that all in view fit
ORDER = (
    "home", "dashboard", "front", "tracking", "ledger", "findings", "duplicates", "later", "archive", "guide", "people",
    "routes", "options", "parameters", "calendar", "findings_summary", "waivers", "merges", "figures", "journal",
)  # fmt: skip
NO_ROWS: Mapping[str, Sequence[Mapping[str, Value]]] = MappingProxyType({})


def template(
    spec: WorkbookSpec,
    rows: Mapping[str, Sequence[Mapping[str, Value]]] = NO_ROWS,
    *,
    kept: Collection[str] = (),
    only: Collection[str] = (),
    layouts: Mapping[str, SheetLayout] = MappingProxyType({}),
) -> bytes:
    """Return a new workbook of that kind, the same bytes every time; `rows` are by sheet, each by column.

    With `only` it has no other sheets than these, whose formulas may then read some that are not there; `layouts` tell
    the first sheet where those stand.
    A row of a seeded sheet (parameters, options, calendar) replaces what the seed with its key says, unless the sheet
    is among those `kept` as they come: there seeds are added only for what is missing. Score and grade cells hold their
    live formula unless a value is given. Raises ValueError for a sheet or column that the spec lacks.
    """
    if unknown := set(rows) - {sheet.name for sheet in spec.sheets}:
        message = f"kind {spec.kind!r} has no sheet {min(unknown)!r}"
        raise ValueError(message)
    workbook = _new_workbook(spec)
    bodies: dict[str, Body] = {}
    wanted = [sheet for sheet in in_order(spec) if not only or sheet.name in only]
    for position, sheet in enumerate(wanted, 1):
        worksheet = workbook.create_sheet(sheet.title)
        laid = seeds.laid_out(spec, sheet, rows.get(sheet.name, ()), kept=sheet.name in kept)
        bodies[f"xl/worksheets/sheet{position}.xml"] = _build(worksheet, spec, sheet, laid, layouts)
        if only:
            worksheet.sheet_state = "visible"  # openpyxl saves no workbook of hidden sheets alone
    packed = io.BytesIO()
    workbook.save(packed)
    return repacked(packed.getvalue(), bodies)


def in_order(spec: WorkbookSpec) -> list[SheetSpec]:
    """Return the sheets in the order of their tabs: the first sheet, what is filled in now, what is made of it, others.

    A kind without a first sheet keeps its own order.
    """
    if spec.purpose("home") is None:
        return list(spec.sheets)
    return sorted(spec.sheets, key=_place)


def _place(sheet: SheetSpec) -> int:
    """Return how far to the right a tab stands; those that appear later do so behind the ones in view."""
    if sheet.role == "register":
        return ORDER.index("later" if sheet.shelved else "ledger" if sheet.name == "ledger" else "front")
    return ORDER.index(sheet.purpose) if sheet.purpose in ORDER else len(ORDER)


def _new_workbook(spec: WorkbookSpec) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_normal_font(workbook)
    workbook.calculation.fullCalcOnLoad = True
    if spec.purpose("home") is not None:
        workbook.views[0].tabRatio, workbook.views[0].firstSheet, workbook.views[0].activeTab = TAB_RATIO, 0, 0
    properties = workbook.properties
    properties.title, properties.creator = spec.terms.said(spec.title), "reqsheets"
    properties.created = properties.modified = datetime(*MOMENT)  # noqa: DTZ001 # openpyxl writes it as it stands
    for name, value in (("reqsheets.kind", spec.kind), ("reqsheets.version", spec.version)):
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    return workbook


def _build(
    worksheet: Worksheet,
    spec: WorkbookSpec,
    sheet: SheetSpec,
    rows: Sequence[Mapping[str, Value]],
    layouts: Mapping[str, SheetLayout],
) -> Body:
    """Lay out the sheet and return which rows its body has."""
    if sheet.purpose == "home":
        dress_home(worksheet, spec, layouts)
        return Body(range(0), range(0))
    header = HEADER_ROWS.get(sheet.purpose, 1)
    top = header + 1
    last = header + max(1, len(rows), 0 if sheet.role == "form" else sheet.ready_rows)
    _set_columns(worksheet, sheet)
    _write_header(worksheet, sheet, header)
    for row in range(top, last + 1):
        _write_row(worksheet, spec, sheet, row, rows[row - top] if row - top < len(rows) else {})
    _dress_rows(worksheet, sheet, top, last)
    worksheet.add_table(_table(spec, sheet, header, last))
    set_up_print(worksheet, spec, sheet, header)
    _set_view(worksheet, sheet, header)
    if sheet.purpose == "guide":
        guide.dress_guide(worksheet, spec, sheet)
        return Body(range(0), range(0))
    if sheet.purpose == "dashboard":
        dashboard_sheet.dress_dashboard(worksheet, spec, sheet)
    add_validations(worksheet, spec, sheet, top)
    add_conditional_formats(worksheet, spec, sheet, top)
    return Body(range(top, last + 1), range(top + len(rows), last + 1))


def _set_columns(worksheet: Worksheet, sheet: SheetSpec) -> None:
    """Format whole columns, so that a row typed below the laid out ones looks and behaves the same."""
    for number, column in enumerate(sheet.columns, 1):
        dimension = worksheet.column_dimensions[letters(number)]
        dimension.width, dimension.hidden = column.width, column.hidden or column.folded
        if column.folded:
            dimension.outlineLevel = 1
        if number < len(sheet.columns) and sheet.columns[number].folded and not column.folded:
            dimension.collapsed = True  # the + stands left of the fold
        dimension.number_format = number_format(sheet, column)
        dimension.alignment, dimension.font = alignment(column), font()


def _write_header(worksheet: Worksheet, sheet: SheetSpec, row: int) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = worksheet.cell(row, number, column.title)
        colour, ink = header_colours(column)
        cell.fill, cell.font, cell.border = fill(colour), font(ink, bold=True), GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.number_format = "@"
    most = max(lines(column.title, column.width - 1) for column in sheet.columns)  # the filter's button takes room
    worksheet.row_dimensions[row].height = max(26, most * LINE_HEIGHT + 8)


def _write_row(
    worksheet: Worksheet, spec: WorkbookSpec, sheet: SheetSpec, row: int, values: Mapping[str, Value]
) -> None:
    for number, column in enumerate(sheet.columns, 1):
        cell = worksheet.cell(row, number)
        value = values.get(column.name)
        formula = live_formula(spec, sheet, column.name) if value is None else None
        if formula is None:
            _write_value(cell, swapped(sheet, column.name, value))
        else:
            cell.value = f"={formula}"
    worksheet.row_dimensions[row].height = _height(sheet, values)


def _height(sheet: SheetSpec, values: Mapping[str, Value]) -> float:
    shown = ((str(values[c.name]), c.width) for c in sheet.columns if values.get(c.name) and not (c.hidden or c.folded))
    return row_height(max((lines(text, width) for text, width in shown), default=1))


def _dress_rows(worksheet: Worksheet, sheet: SheetSpec, top: int, last: int) -> None:
    """Dress the first row's cells; the others take over their style, which openpyxl makes slowly."""
    for number, column in enumerate(sheet.columns, 1):
        pattern = worksheet.cell(top, number)
        ink = font(LINK, underline=True) if column.leads_to else font()
        pattern.font, pattern.border, pattern.alignment = ink, GRID, alignment(column)
        pattern.number_format = number_format(sheet, column)
        if column.derived and sheet.role != "log":
            pattern.fill = fill(DERIVED_FILL)
        for row in range(top + 1, last + 1):
            worksheet.cell(row, number)._style = copy(pattern._style)  # type: ignore[union-attr] # noqa: SLF001


def _write_value(cell: Cell | MergedCell, value: Value) -> None:
    match value:
        case Unreadable(shown=shown):
            cell.value = shown  # an error or a formula that was never calculated, as it stands
        case str():
            cell.value = value
            cell.data_type = "s"  # text that begins with = stays text (decision T-52)
        case _:
            cell.value = value


def _table(spec: WorkbookSpec, sheet: SheetSpec, header: int, last: int) -> Table:
    table = Table(
        displayName=table_name(sheet),
        name=table_name(sheet),
        ref=f"A{header}:{letters(len(sheet.columns))}{last}",
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    table._initialise_columns()  # type: ignore[attr-defined] # noqa: SLF001 # openpyxl's own way to name them
    for told, column in zip(table.tableColumns, sheet.columns, strict=True):
        told.name = column.title
        formula = live_formula(spec, sheet, column.name)
        if formula is not None:
            told.calculatedColumnFormula = TableFormula(attr_text=formula)
    return table


def _set_view(worksheet: Worksheet, sheet: SheetSpec, header: int) -> None:
    """Freeze the header, and the key column of a sheet wider than a screen."""
    wide = sum(column.width for column in sheet.columns) > 150 and sheet.role in ("register", "derived")  # noqa: PLR2004
    if sheet.purpose != "dashboard":  # there the charts stand above it
        worksheet.freeze_panes = f"{'D' if sheet.purpose == 'findings' else 'B' if wide else 'A'}{header + 1}"
    worksheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    worksheet.sheet_properties.tabColor = SHELVED_TAB if _is_later(sheet) else TAB_COLOURS[sheet.role]
    worksheet.sheet_state = "hidden" if sheet.hidden or sheet.shelved else "visible"
    if any(column.folded for column in sheet.columns):
        worksheet.sheet_properties.outlinePr = Outline(summaryBelow=True, summaryRight=False)
        worksheet.sheet_format.outlineLevelCol = 1


def _is_later(sheet: SheetSpec) -> bool:
    return sheet.role == "register" and sheet.shelved
