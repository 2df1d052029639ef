"""The sheets, columns and tabs of a plan, carried out on a workbook's bytes and read back as a stranger would.

It goes before the cells of the same plan: sheets that come or go, then columns, then which tabs show.
Source: issue 13, point 1; decision D21.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from reqsheets.model.errors import UneditableError
from reqsheets.model.frames import Frames, applied, restructured, row_numbers, rows_of
from reqsheets.model.plan import (
    NOTHING_SAID,
    AddColumn,
    AddRow,
    AddSheet,
    Plan,
    RemoveColumn,
    RemoveSheet,
    Row,
    ShowSheet,
    Value,
    parted,
)
from reqsheets.model.spec import SheetSpec
from reqsheets.xlsx.package.deflate import inflated
from reqsheets.xlsx.package.package import CONTENT_TYPES, Package, relationships_part
from reqsheets.xlsx.package.references import Area
from reqsheets.xlsx.patching.column_added import NewColumn, add_column, take_column
from reqsheets.xlsx.patching.column_dress import dressed
from reqsheets.xlsx.patching.followers import tables_of
from reqsheets.xlsx.patching.graft import NewSheet, graft
from reqsheets.xlsx.patching.read_back import FOLLOW, as_it_lies, miswritten, sheet_differences
from reqsheets.xlsx.patching.sheet_edit import SheetEdit
from reqsheets.xlsx.patching.sheet_index import show, take_out
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.own_words import swapped_all
from reqsheets.xlsx.reading.read import Reading, read

ORDER = (RemoveColumn, RemoveSheet, AddSheet, AddColumn, ShowSheet)
COUNTED = re.compile(rb'\s(?:count|fullCalcOnLoad|localSheetId|activeTab|firstSheet|state|ref)="[^"]*"')
AREA = re.compile(rb"\$[A-Z]+\$[0-9]+")  # of a name: a column more widens it


def rebuilt(content: bytes, reading: Reading, plan: Plan) -> tuple[bytes, Reading]:
    """Return the workbook's bytes with the sheets, columns and tabs of a plan as it wants them, and their reading.

    `reading` is of these bytes. Raises StalePlanError where it does not fit, UneditableError where the workbook must
    not be changed so, MiswrittenError (a fault of ours) where the result is not what was wanted.
    """
    wanted = restructured(reading.frames, plan)
    before = content
    touched: dict[str, SheetEdit] = {}
    added: Counter[str] = Counter()
    sheets = [change for change in plan.changes if isinstance(change, AddSheet)]
    removed = [change for change in plan.changes if isinstance(change, RemoveSheet)]
    for change in sorted(plan.changes, key=lambda change: ORDER.index(type(change))):
        match change:
            case AddSheet() if change is sheets[0]:
                content = _with_sheets(content, reading, sheets)
            case AddColumn() | RemoveColumn():
                package = Package(io.BytesIO(content), reading.path.name)
                edit = _column(package, reading, change, added[change.sheet])
                added[change.sheet] += 1 if isinstance(change, AddColumn) else -1
                member = package.member(package.sheets[reading.layouts[change.sheet].title])
                touched[member] = _both(touched.get(member), edit)
                content = _written(package)
            case RemoveSheet() if change is removed[0]:
                content = _without_sheets(content, reading, removed)
            case ShowSheet():
                content = _tab(content, reading, change)
            case _:
                continue
    now = _read(reading, content)
    _verify(reading, before, content, touched, _removed(plan))
    _compare(reading.path.name, now.frames, wanted)
    return content, now


def beginning(content: bytes, reading: Reading, plan: Plan, base: bytes | None) -> tuple[bytes, Reading, Plan]:
    """Return the bytes on which the cells of a plan are written, their reading, and what is left of the plan.

    `base` are the bytes of an earlier state; they serve where the rows that logs got since give what the plan wants.
    """
    structural, cells = parted(plan)
    if base is not None:
        earlier = _read(reading, base)
        logs = _logged_since(earlier, wanted := applied(reading.frames, plan))
        if _alike(applied(earlier.frames, logs), wanted):
            return base, earlier, logs
    if not structural.changes:
        return content, reading, cells
    return *rebuilt(content, reading, structural), cells


def _logged_since(earlier: Reading, wanted: Frames) -> Plan:
    """Return what adds the rows that logs are to have beyond those that they had."""
    added = []
    for sheet in earlier.spec.sheets:
        if sheet.role != "log" or sheet.name not in earlier.frames or sheet.name not in wanted:
            continue
        frame, there = wanted[sheet.name], set(row_numbers(earlier.frames[sheet.name]))
        for row, held in rows_of(frame).items():
            if row not in there:
                values = {name: value for name, value in zip(frame.columns, held, strict=True) if value is not None}
                added.append(AddRow(sheet.name, row, values, NOTHING_SAID))
    return Plan(changes=tuple(added))


def _alike(now: Frames, wanted: Frames) -> bool:
    sheets = now.tables.keys() | wanted.tables.keys()
    same = all(sheet in now and sheet in wanted and _held(now, sheet) == _held(wanted, sheet) for sheet in sheets)
    return same and now.unseen == wanted.unseen


def _removed(plan: Plan) -> bool:
    return any(isinstance(change, RemoveSheet) for change in plan.changes)


def _written(package: Package) -> bytes:
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def _both(first: SheetEdit | None, then: SheetEdit) -> SheetEdit:
    if first is None:
        return then
    rows = first.cells.keys() | then.cells.keys()
    cells = {row: {**first.cells.get(row, {}), **then.cells.get(row, {})} for row in rows}
    return SheetEdit(cells, first_row=then.first_row, added=first.added | then.added)


def _read(reading: Reading, content: bytes) -> Reading:
    """Return these bytes as read, tabs that were joined to the register joined again."""
    joined = [tab.title for layout in reading.layouts.values() if layout.joined for tab in (layout, *layout.joined)]
    now = read(reading.path, (reading.spec,), joined, content)
    return Reading(reading.path, now.spec, now.frames, now.layouts, now.findings, now.digest, reading.place)


# --- sheets ----------------------------------------------------------------------------------------------------------


def _with_sheets(content: bytes, reading: Reading, sheets: Collection[AddSheet]) -> bytes:
    from reqsheets.xlsx.template.template import template  # noqa: PLC0415 (heavy, and seldom needed)

    home = reading.spec.purpose("home")
    first = [change for change in sheets if home is not None and change.sheet == home.name]
    if first and len(sheets) > 1:
        content = _with_sheets(content, reading, [change for change in sheets if change not in first])
        return _with_sheets(content, reading, first)  # what it shows is there by now
    rows = {change.sheet: list(_records(change)) for change in sheets}
    built = template(reading.spec, rows, kept=tuple(rows), only=tuple(rows), layouts=reading.layouts)
    source = Package(io.BytesIO(built), "template.xlsx")
    target = Package(io.BytesIO(content), reading.path.name)
    spec, layouts = reading.spec, reading.layouts
    renamed = {spec.sheet(name).title: layout.title for name, layout in layouts.items()}
    moved = {spec.sheet(name).title for name, layout in layouts.items() if not stands(spec.sheet(name), layout)}
    new = [NewSheet(spec.sheet(change.sheet).title, change.title, change.hidden, change.before) for change in sheets]
    graft(target, source, new, {} if first else renamed, () if first else moved)
    return _written(target)


def _records(change: AddSheet) -> Iterator[Mapping[str, Value]]:
    """Yield a new sheet's rows from the one below its header on, blank ones too."""
    for row in range(change.header + 1, max(change.rows, default=change.header) + 1):
        held = change.rows.get(row, ())
        yield {name: value for name, value in zip(change.columns, held, strict=False) if value is not None}


def stands(sheet: SheetSpec, layout: SheetLayout) -> bool:
    """Tell whether a sheet's columns stand where formulas of the template look for them."""
    return all(layout.columns.get(column.name) == number for number, column in enumerate(sheet.columns, 1))


def _without_sheets(content: bytes, reading: Reading, sheets: Sequence[RemoveSheet]) -> bytes:
    """Return the workbook without these sheets; one that others of them read goes after those."""
    left = list(sheets)
    while left:
        kept: list[RemoveSheet] = []
        for change in left:
            try:
                content = _tab(content, reading, change)
            except UneditableError:
                if change is left[-1] and len(kept) == len(left) - 1:  # none of them can go
                    raise
                kept.append(change)
        left = kept
    return content


def _tab(content: bytes, reading: Reading, change: RemoveSheet | ShowSheet) -> bytes:
    package = Package(io.BytesIO(content), reading.path.name)
    title = reading.layouts[change.sheet].title if change.sheet in reading.layouts else ""
    if isinstance(change, RemoveSheet):
        take_out(package, change.title)
    else:
        show(package, title or reading.spec.sheet(change.sheet).title, visible=change.new)
    return _written(package)


# --- columns ---------------------------------------------------------------------------------------------------------


def _column(package: Package, reading: Reading, change: AddColumn | RemoveColumn, added: int) -> SheetEdit:
    """Change one column; `added` have come to the sheet since it was read, less those that went."""
    layout, frame = reading.layouts[change.sheet], reading.frames[change.sheet]
    if layout.joined:
        raise UneditableError(
            f"登记表由几张工作表组成，不能自动加列“{change.title}”；请在每一张里手工加上",
            f"several tabs are one register; add the column {change.title!r} to each by hand",
        )
    block = _block(package, layout, max(row_numbers(frame), default=layout.header_row), added)
    if isinstance(change, RemoveColumn):
        return take_column(package, layout.title, block, change.title, change.values.keys())
    look = dressed(package, reading, change.sheet, change.column)
    values = dict(
        zip(
            change.values,
            swapped_all(reading.spec.sheet(change.sheet), change.column, [*change.values.values()]),
            strict=True,
        )
    )
    return add_column(package, layout.title, block, NewColumn(change.title, values, *look))


def _block(package: Package, layout: SheetLayout, last: int, added: int) -> Area:
    """Return the block that a new column stands beside: the table that begins with the header, else what is headed."""
    numbers, part = layout.columns.values(), package.sheets[layout.title]
    for table in tables_of(package):
        if table.part == part and table.area.top == layout.header_row and table.area.left <= min(numbers):
            return table.area
    return Area(layout.header_row, min(numbers), max(last, layout.header_row + 1), max(numbers) + added)


# --- read back -------------------------------------------------------------------------------------------------------


def _verify(
    reading: Reading,
    before: bytes,
    after: bytes,
    touched: Mapping[str, SheetEdit],
    removed: bool,  # noqa: FBT001
) -> None:
    """Raise MiswrittenError where a member changed that must not, or an index lost something that it held."""
    name = reading.path.name
    package = Package(io.BytesIO(before), name)
    indexes = {CONTENT_TYPES, package.workbook, relationships_part(package.workbook)}
    indexes |= set(package.related(package.workbook, "styles"))
    tables = {part for sheet in package.sheets.values() for part in package.related(sheet, "table")} if touched else ()
    free = {package.member(part) for part in (*indexes, *tables)}
    chain = {package.member(part) for part in package.related(package.workbook, "calcChain")}
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        now = {info.filename: info for info in new.infolist()}
        for info in old.infolist():
            member = info.filename
            if member not in now:
                if not removed and member not in chain:
                    raise miswritten(name, member)
            elif member in touched:
                texts = partial(inflated, old, info), partial(inflated, new, now[member])
                for place in sheet_differences(*texts, touched[member], follow=(*FOLLOW, "cols")):
                    raise miswritten(name, f"{member}!{place}")
            elif member in free:
                _verify_index(name, member, old.read(member), new.read(member), removed=removed)
            elif as_it_lies(before, info) != as_it_lies(after, now[member]):
                raise miswritten(name, member)


def _verify_index(name: str, member: str, was: bytes, now: bytes, *, removed: bool) -> None:
    """Raise MiswrittenError where an index part lost a tag that it held, counts and switches aside."""
    if was == now or removed:
        return
    left = iter(_tokens(now))
    for token in _tokens(was):
        if not any(token == other for other in left):
            raise miswritten(name, member)


def _tokens(text: bytes) -> list[bytes]:
    found = re.findall(rb"<[^<>]*>|[^<>]+", text.replace(b"\0", b""))
    plain = (AREA.sub(b"#", COUNTED.sub(b"", token)).replace(b"/>", b">") for token in found)
    told = (token for token in plain if not re.fullmatch(rb"</[^<>]*>|\s*", token))
    return [token[:-1].rstrip() + b">" if token.endswith(b">") else token for token in told]


def _compare(name: str, now: Frames, wanted: Frames) -> None:
    """Raise MiswrittenError where the workbook as read is not what the plan wanted."""
    for sheet in now.tables.keys() | wanted.tables.keys():
        if sheet not in now or sheet not in wanted or _held(now, sheet) != _held(wanted, sheet):
            raise miswritten(name, sheet)
        if (sheet in now.unseen) is not (sheet in wanted.unseen):
            raise miswritten(name, sheet)


def _held(frames: Frames, sheet: str) -> tuple[tuple[str, ...], dict[int, Row]]:
    """Return the columns and the rows that hold something."""
    frame = frames[sheet]
    return tuple(frame.columns), {n: row for n, row in rows_of(frame).items() if any(v is not None for v in row)}
