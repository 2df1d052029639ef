"""A workbook as frames: calamine's values, what it cannot tell by a scan of our own, headers by the spec."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import pandas as pd

from reqsheets.model.brief import brief
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, object_array
from reqsheets.model.plan import Finding, Mark, Value
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.store.plain_files import Place
from reqsheets.xlsx.package.package_check import package, too_many_rows
from reqsheets.xlsx.package.tabs import hidden_tabs, structure_locked, tabs
from reqsheets.xlsx.patching.marks import runs
from reqsheets.xlsx.reading.columns import Columns, TooManyRowsError, columns_of
from reqsheets.xlsx.reading.further_tabs import with_further_tabs
from reqsheets.xlsx.reading.headings import heading_texts, last_header_row
from reqsheets.xlsx.reading.layout import (
    HEADER_WITHIN,
    SheetLayout,
    header_row,
    hidden_sheet,
    laid_out,
    no_header,
    no_sheet,
    unheaded,
    unheaded_name,
)
from reqsheets.xlsx.reading.no_records import no_records, told_once
from reqsheets.xlsx.reading.non_record_rows import TOTALS_ROW, gaps, merged_cells, rows_apart, strays, without
from reqsheets.xlsx.reading.notes import noted_rows, totals_rows
from reqsheets.xlsx.reading.own_words import swapped_all
from reqsheets.xlsx.reading.recognise import Tabs, recognised
from reqsheets.xlsx.reading.scanned import Merged, Scan
from reqsheets.xlsx.reading.struck import struck_cells
from reqsheets.xlsx.reading.titles import plain
from reqsheets.xlsx.reading.values import SheetValues, Source, calamine_speaks

# Sheets without which a workbook made before there were any is none the worse.
LATER_ONES = ("waivers", "routes", "figures", "findings_summary", "home", "conflicts", "intake", "issued")


@brief
@dataclass(frozen=True)
class Reading:
    """A workbook as it was when it was read; `digest` is the SHA-256 of the file's bytes, in hex.

    `place` is where the file lay that was read, whatever stands there by now; None for a workbook that is open.
    """

    path: Path
    spec: WorkbookSpec
    frames: Frames
    layouts: Mapping[str, SheetLayout]
    findings: tuple[Finding, ...]
    digest: str
    place: Place | None = None


@dataclass(frozen=True)
class SheetRead:
    """One sheet as read."""

    layout: SheetLayout
    frame: pd.DataFrame
    formulas: Mapping[str, frozenset[int]]
    findings: tuple[Finding, ...]
    marks: frozenset[Mark] = frozenset()
    struck: Mapping[int, frozenset[str]] = field(default_factory=dict)  # by Excel row the columns struck through
    notes: frozenset[int] = frozenset()  # Excel rows with a comment or picture
    apart: Mapping[int, Value] = field(default_factory=dict)  # Excel rows that are no records, with their key


def read(
    path: Path, kinds: Sequence[WorkbookSpec], registers: Sequence[str] = (), content: bytes | None = None
) -> Reading:
    """Return the workbook's sheets, and what is odd about its tabs and headers; with `content` those of these bytes.

    Of the tabs named as `registers` the first is the register and the others are joined to it.
    Raises UsageError where there is no such file, UnreadableFileError where it is no whole workbook, UnknownKindError
    where it is of none of these kinds.
    """
    opened = package(path, content)
    source, unseen = Source(opened, tabs(opened)), hidden_tabs(opened)
    named = named_tabs(path, registers, source.parts)
    spec, found = recognised(path, kinds, list(source.parts), lambda tab: top_of(source, tab), named)

    def sheet_of(sheet: SheetSpec, tab: str) -> SheetRead | None:
        known = sheet_in(source, sheet, tab)
        if known and tab in unseen and not (sheet.hidden or sheet.shelved):
            known = replace(known, findings=(*known.findings, hidden_sheet(sheet, tab)))
        if known and sheet.purpose == "needs":
            known = replace(known, struck=_struck(known.layout, struck_cells(opened, source.parts[tab])))
        moves = known is not None and sheet.role == "derived"  # there it matters what hangs on a row
        return replace(known, notes=noted_rows(opened, source.parts[tab])) if known and moves else known

    found_all = assembled(path, spec, found, list(source.parts), sheet_of, opened.digest, named[1:], unseen)
    frames = replace(found_all.frames, locked=structure_locked(opened))
    return replace(found_all, frames=frames, place=opened.place)


def named_tabs(path: Path, names: Sequence[str], tabs: Collection[str]) -> list[str]:
    """Return the tabs that people named, as their titles stand; raise UsageError where there is none of that title."""
    by_title = {plain(tab): tab for tab in tabs}
    lost = [name for name in names if plain(name) not in by_title]
    if lost:
        raise UsageError(
            f"{path.name} 里没有名为“{lost[0]}”的工作表，现有的是{'、'.join(tabs)}",
            f"{path.name} has no sheet {lost[0]!r}; it has {', '.join(tabs)}",
        )
    return list(dict.fromkeys(by_title[plain(name)] for name in names))


def assembled(
    path: Path,
    spec: WorkbookSpec,
    found: Tabs,
    titles: Sequence[str],
    sheet_of: Callable[[SheetSpec, str], SheetRead | None],
    digest: str,
    join: Collection[str] = (),
    unseen: Collection[str] = (),
) -> Reading:
    """Return a reading of these tabs; those of `join` are joined to the register, those of `unseen` are hidden."""
    sheets: dict[str, SheetRead] = {}
    findings: list[Finding] = []
    for sheet in spec.sheets:
        if sheet.name not in found.of and sheet.purpose in LATER_ONES:
            continue  # a workbook made before there were any needs none
        if sheet.name not in found.of:
            findings.append(no_sheet(sheet, titles))
            continue
        tab = found.of[sheet.name]
        known = _home(sheet, tab) if sheet.purpose == "home" else sheet_of(sheet, tab)
        if known is None:
            findings.append(no_header(sheet, found.of[sheet.name]))
            continue
        sheets[sheet.name] = known
    sheets = with_further_tabs(spec, sheets, found.copies, sheet_of, join)
    findings += (finding for sheet in sheets.values() for finding in sheet.findings)
    layouts = {name: sheet.layout for name, sheet in sheets.items()}
    hidden = frozenset(name for name, layout in layouts.items() if layout.title in unseen)
    frames = replace(_frames(spec, sheets), tabs=frozenset(title.lower() for title in titles), unseen=hidden)
    return Reading(path, spec, frames, layouts, tuple(findings), digest)


def _home(sheet: SheetSpec, tab: str) -> SheetRead:
    """Return the first sheet, which has no table: its cells show what other sheets hold."""
    nothing = pd.DataFrame(index=pd.Index([], dtype="int64"), dtype=object)
    return SheetRead(SheetLayout(sheet.name, tab, 1, {}), nothing, {}, ())


def _frames(spec: WorkbookSpec, sheets: Mapping[str, SheetRead]) -> Frames:
    return Frames(
        {name: sheet.frame for name, sheet in sheets.items()},
        {name: sheet.layout.header_row for name, sheet in sheets.items()},
        {(name, column): rows for name, sheet in sheets.items() for column, rows in sheet.formulas.items()},
        {name: sheet.notes for name, sheet in sheets.items() if spec.sheet(name).role == "derived"},
        {name: sheet.marks for name, sheet in sheets.items() if sheet.marks},
        {name: _lacking(spec.sheet(name), sheet.layout) for name, sheet in sheets.items()},
        struck={name: sheet.struck for name, sheet in sheets.items() if sheet.struck},
        apart={name: sheet.apart for name, sheet in sheets.items() if sheet.apart},
    )


def _struck(layout: SheetLayout, cells: Mapping[int, frozenset[int]]) -> dict[int, frozenset[str]]:
    names = {number: name for name, number in layout.columns.items()}
    return {row: frozenset(names[number] for number in numbers if number in names) for row, numbers in cells.items()}


def top_of(source: Source, tab: str) -> list[list[str]]:
    """Return a tab's first rows as texts, from column A on."""
    values = source.sheet(tab)
    with calamine_speaks(source.package, source.parts[tab]):
        return top_texts(values)


def sheet_in(source: Source, sheet: SheetSpec, tab: str) -> SheetRead | None:
    """Return a sheet of a workbook file; None where it has no header row."""
    values, part = source.sheet(tab), source.parts[tab]
    try:
        with calamine_speaks(source.package, part):
            return sheet_read(values, sheet, tab, totals_rows(source.package, part))
    except TooManyRowsError:
        raise too_many_rows(source.package.path, tab) from None


def top_texts(values: SheetValues) -> list[list[str]]:
    """Take the first rows off a sheet and return them as texts, from column A on."""
    return heading_texts(values.top(HEADER_WITHIN), values.offset, values.scan.merged)


def sheet_read(
    values: SheetValues, sheet: SheetSpec, tab: str, totals: frozenset[int] = frozenset()
) -> SheetRead | None:
    """Return the sheet without its rows of totals; None where it has no header row."""
    known, top = values.scan, values.top(HEADER_WITHIN)
    headed = _headed(sheet, tab, heading_texts(top, values.offset, known.merged), top, known.merged)
    if headed is None:
        return None
    layout, at, findings = headed
    below: Iterable[tuple[int, Sequence[Value]]] = chain(top[at:], values.rows)
    below = (row for row in below if row[0] not in totals) if totals else below
    width = max(layout.columns.values())
    held = columns_of(below, values.offset, width, _deciding(sheet, layout), values.overlays())
    held = _in_our_words(sheet, layout, held)
    held = without(held, apart := rows_apart(sheet, layout, held))
    held = without(held, others := no_records(sheet, layout, held, known.formulas))
    layout, unheaded_findings = _with_unheaded(sheet, layout, held)
    layout = replace(layout, hidden_rows=frozenset(known.hidden_rows), hidden_columns=frozenset(known.hidden_columns))
    more = (
        *unheaded_findings,
        *merged_cells(sheet, layout, held, known.merged),
        *gaps(sheet, layout, held, apart | dict.fromkeys(totals, TOTALS_ROW), others),
        *told_once(layout, others),
        *strays(sheet, layout, known.filled),
    )
    aside: dict[int, Value] = dict.fromkeys((*totals, *apart)) | {row: key for row, (_, key) in others.items()}
    formulas, told, marks = _formulas(layout, known, aside), (*findings, *more), _marks(layout, known)
    return SheetRead(layout, _frame(layout, held), formulas, told, marks, apart=aside)


def _in_our_words(sheet: SheetSpec, layout: SheetLayout, held: Columns) -> Columns:
    names = {number: name for name, number in layout.columns.items()}
    cells = [swapped_all(sheet, names.get(number, ""), cells) for number, cells in enumerate(held.cells, 1)]
    return replace(held, cells=cells)


def _lacking(sheet: SheetSpec, layout: SheetLayout) -> frozenset[str]:
    return frozenset(column.name for column in sheet.columns) - layout.columns.keys()


def _marks(layout: SheetLayout, known: Scan) -> frozenset[Mark]:
    names = {number: name for name, number in layout.columns.items()}
    found = runs(known.marks, max(names, default=0))
    return frozenset(Mark(names.get(at) or unheaded_name(at), first, last, level) for at, first, last, level in found)


def _headed(
    sheet: SheetSpec,
    tab: str,
    texts: list[list[str]],
    top: Sequence[tuple[int, Sequence[Value]]],
    merged: Sequence[Merged],
) -> tuple[SheetLayout, int, tuple[Finding, ...]] | None:
    """Return the layout, how many of the first rows lie above the records, and what is odd about the header."""
    at = header_row(sheet, texts)
    if at is None:
        return None
    layout, findings = laid_out(sheet, tab, top[at - 1][0], texts[at - 1])
    last = last_header_row(layout.header_row, layout.columns.values(), merged)
    lower = next((place for place, (row, _) in enumerate(top, 1) if row == last), at)
    if lower != at:
        at = lower
        layout, findings = laid_out(sheet, tab, last, texts[at - 1])
    return layout, at, findings


def _formulas(layout: SheetLayout, known: Scan, apart: Collection[int]) -> dict[str, frozenset[int]]:
    return {
        name: frozenset(row for row in known.formulas[number] if row > layout.header_row and row not in apart)
        for name, number in layout.columns.items()
        if number in known.formulas
    }


def _deciding(sheet: SheetSpec, layout: SheetLayout) -> list[int]:
    """Return which columns, counted from 0, make a row: people's, or any where the rows are ours."""
    ours = set() if sheet.role in ("derived", "log") else {column.name for column in sheet.columns if column.derived}
    return [number - 1 for name, number in layout.columns.items() if name not in ours]


def _with_unheaded(sheet: SheetSpec, layout: SheetLayout, held: Columns) -> tuple[SheetLayout, tuple[Finding, ...]]:
    """Return the layout with the columns that have values but no header, so that nothing typed there is lost."""
    headed = set(layout.columns.values())
    blank = [
        number
        for number, values in enumerate(held.cells, 1)
        if number not in headed and any(value is not None for value in values)
    ]
    columns = dict(layout.columns) | {unheaded_name(number): number for number in blank}
    findings = tuple(unheaded(sheet, layout.title, layout.header_row, number) for number in blank)
    return replace(layout, columns=columns), findings


def _frame(layout: SheetLayout, held: Columns) -> pd.DataFrame:
    """Return the frame; columns in the spec's order would move people's own, so they stand as in the sheet."""
    index = pd.Index(held.rows, dtype="int64")
    arrays = {}
    for name, number in sorted(layout.columns.items(), key=lambda item: item[1]):
        arrays[name] = object_array(held.cells[number - 1])
        held.cells[number - 1] = []
    return pd.DataFrame(arrays, index=index, columns=pd.Index(list(arrays), dtype=object), dtype=object, copy=False)
