"""Computed cells of registers: what is copied from another sheet, and figures of the rows that belong to a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from reqsheets.domain.columns.own_figures import mean_of, moment_of, own_figures
from reqsheets.domain.columns.tallies import tallied
from reqsheets.domain.deadlines.duties import moment_of_day
from reqsheets.domain.register.columns import number_of, readable
from reqsheets.domain.register.plausible import plausible
from reqsheets.model.derived_cells import Figure
from reqsheets.model.frames import Frames, applied, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Plan, SetCell, Value, Words
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec

COPIED = Words("与来源表一致", "as on the sheet it comes from")
COUNTED = Words("按相关各行汇总", "from the rows that belong to it")


def fill(spec: WorkbookSpec, frames: Frames, today: date) -> Plan:
    """Set the derived cells of registers that copy another sheet or tell a figure of its rows.

    Shape: one SetCell a cell that differs. Sheets and columns are filled in order, each on what those before it show.
    """
    return _filled(spec, frames, today, after_clocks=False)


def lateness(spec: WorkbookSpec, frames: Frames, today: date, now: datetime | None = None) -> Plan:
    """Set the derived cells of registers that tell how far behind its due moment something is; the clocks come first.

    Shape: one SetCell a cell that differs. Judged at `now` (default: 18:00 of `today`).
    """
    return _filled(spec, frames, moment_of_day(now, today), after_clocks=True)


def _filled(spec: WorkbookSpec, frames: Frames, today: date, *, after_clocks: bool) -> Plan:
    changes: list[SetCell] = []
    for sheet in spec.sheets:
        if sheet.role != "register" or sheet.name not in frames:
            continue
        for column in sheet.columns:
            late = column.figure is not None and column.figure.of == "behind"
            if column.derived and late == after_clocks and column.name in frames[sheet.name].columns:
                found = tuple(_of_column(spec, frames, sheet, column, today))
                frames = applied(frames, Plan((), found)) if found else frames
                changes += found
    return Plan((), tuple(changes))


def _of_column(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec, today: date
) -> Iterator[SetCell]:
    if column.copies is not None:
        new, because = _copied(spec, frames, sheet, column, column.copies), COPIED
    elif column.figure is not None and column.figure.of == "tallied":
        new, because = tallied(spec, frames, sheet, column.figure), COUNTED
    elif column.figure is not None and column.figure.of == "times":
        new, because = _times(frames, sheet, column), COUNTED
    elif column.figure is not None and not column.figure.sheet:
        new, because = own_figures(frames, sheet, column.figure, today), COUNTED
    elif column.figure is not None:
        new, because = _figures(spec, frames, sheet, column.figure), COUNTED
    else:
        return
    held = values_or_blank(frames, sheet.name, column.name)
    for row, old, value in zip(row_numbers(frames[sheet.name]), held, new, strict=True):
        if old != value:
            yield SetCell(Cell(sheet.name, row, column.name), old, value, because)


def _times(frames: Frames, sheet: SheetSpec, column: ColumnSpec) -> list[Value]:
    """Return for each row how often its figure's column came to such a value; blank where it never did."""
    figure = column.figure or Figure("times")
    keys = (number_of(value) for value in values_or_blank(frames, sheet.name, sheet.key[0]))
    held, now = (values_or_blank(frames, sheet.name, name) for name in (column.name, figure.column))
    found: list[Value] = []
    for key, before, value in zip(keys, held, now, strict=True):
        events = frames.history.of(sheet.name, key, figure.column) if key is not None else []
        counted = sum(event.new in figure.one_of for event in events)
        least = before if type(before) is int else 0
        found.append(max(counted, least, int(value in figure.one_of)) or None)
    return found


def _copied(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec, source: tuple[str, str]
) -> list[Value]:
    name, wanted = source
    if name not in frames:
        return values_or_blank(frames, sheet.name, column.name)
    by_key: dict[str, Value] = {}
    for other in _sources(spec, frames, spec.sheet(name)):
        key = other.key[0] if column.copies_by else (other.meaning("number") or other.key[0])
        keys, held = (values_or_blank(frames, other.name, n) for n in (key, wanted))
        for text, value in zip(map(number_of, keys), held, strict=True):
            if text is not None:
                by_key.setdefault(text, readable(value))
    own = values_or_blank(frames, sheet.name, column.copies_by or sheet.meaning("number") or sheet.key[0])
    return [by_key.get(text) if (text := number_of(value)) is not None else None for value in own]


def _sources(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec) -> list[SheetSpec]:
    """Return the sheet, and with the tracking sheet the archive, where its rows move on to."""
    archive = spec.purpose("archive") if sheet.purpose == "tracking" else None
    return [sheet] if archive is None or archive.name not in frames else [sheet, archive]


def _figures(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, figure: Figure) -> list[Value]:
    own = [number_of(value) for value in values_or_blank(frames, sheet.name, sheet.key[0])]
    if figure.sheet not in frames:
        return [None] * len(own)
    rows = _rows_by_key(spec, frames, figure)
    return [None if key is None else _figure(figure, rows.get(key, [])) for key in own]


def _rows_by_key(spec: WorkbookSpec, frames: Frames, figure: Figure) -> dict[str, list[tuple[Value, bool]]]:
    """Return by key the figure's column in each row that names the key, and whether the row is among those meant."""
    found: defaultdict[str, list[tuple[Value, bool]]] = defaultdict(list)
    named = values_or_blank(frames, figure.sheet, figure.by)
    held = values_or_blank(frames, figure.sheet, figure.column) if figure.column else named
    chosen = values_or_blank(frames, figure.sheet, figure.among) if figure.among else held
    multi = spec.sheet(figure.sheet).column(figure.by).type == "multi"
    if figure.of == "mean" and figure.column:
        column = spec.sheet(figure.sheet).column(figure.column)
        held = [value if plausible(column, value) else None for value in held]
    for value, told, choice in zip(named, held, chosen, strict=True):
        text = number_of(value)
        for key in (split_choices(text) if multi else (text,)) if text is not None else ():
            found[key].append((readable(told), not figure.one_of or str(choice) in figure.one_of))
    return found


def _figure(figure: Figure, rows: Sequence[tuple[Value, bool]]) -> Value:
    matching = [value for value, meant in rows if meant]
    match figure.of:
        case "count":
            return len(matching)
        case "part":
            return f"{len(matching)}/{len(rows)}" if rows else None
        case "last":
            return max((value for value in matching if as_date(value) is not None), key=moment_of, default=None)
        case "mean":
            return mean_of(matching)
        case "joined":
            parts = (part for value in matching if value is not None for part in split_choices(str(value)))
            return "、".join(dict.fromkeys(parts)) or None
        case _:  # a figure of the row itself
            return None
