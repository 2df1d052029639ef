"""Two states of one workbook compared by number and column, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import pandas as pd

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Row, Value
from reqsheets.model.spec import SheetSpec, WorkbookSpec


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs, or (column "") a whole row that only one side has.

    `row` is Excel's number on the side that has the row, the later one where both do. A row that appeared has
    `old=None` and its key as `new`; one that vanished the other way round.
    """

    sheet: str
    key: str
    row: int
    column: str
    old: Value
    new: Value


def compare(spec: WorkbookSpec, before: Frames, after: Frames) -> Iterator[Difference]:
    """Tell what differs, sheet by sheet in the spec's order; a sheet that only one side has counts as empty."""
    for sheet in spec.sheets:
        if sheet.name in before or sheet.name in after:
            yield from _sheet_differences(sheet, before.tables.get(sheet.name), after.tables.get(sheet.name))


def row_keys(sheet: SheetSpec, frames: Frames) -> dict[str, int]:
    """Return the Excel row by key, in row order.

    A key is the key columns' values joined by "/". A key that stands twice gets "#2" and so on behind it; a row
    without one goes by "@" and its row number.
    """
    columns = [values_or_blank(frames, sheet.name, name) for name in sheet.key]
    return _keyed(columns, row_numbers(frames[sheet.name]))


def keyed_rows(sheet: SheetSpec, columns: Sequence[str], rows: Mapping[int, Row]) -> dict[str, int]:
    """Return the same of rows that stand in no frame."""
    at = [columns.index(name) if name in columns else None for name in sheet.key]
    return _keyed([[None if i is None else row[i] for row in rows.values()] for i in at], list(rows))


def numbered_since(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return the rows of before under their later keys: one without a key may have got its number on the spot."""
    later = {row: key for key, row in after.items() if key not in before}
    return {later.get(row, key) if key.startswith("@") else key: row for key, row in before.items()}


def placed_before(spec: WorkbookSpec, before: Frames, after: Frames, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings on the later state, each where its row stood before; one of a new row at its requirement."""
    places: dict[str, dict[int, int | str]] = {}
    needs = spec.purpose("needs")
    at_home = row_keys(needs, before) if needs is not None and needs.name in before else {}
    for finding in findings:
        sheet = finding.at.sheet
        if sheet not in places:
            known = next((one for one in spec.sheets if one.name == sheet), None)
            places[sheet] = {} if known is None else _rows_before(known, before, after)
        place = places[sheet].get(finding.at.row, finding.at.row)
        if isinstance(place, int):
            yield finding if place == finding.at.row else replace(finding, at=replace(finding.at, row=place))
            continue
        number = next((part for part in (finding.key, place, *place.split("/")) if part in at_home), "")
        if needs is not None and number:
            yield replace(finding, at=Cell(needs.name, at_home[number], needs.meaning("number") or ""))
        else:
            yield replace(finding, at=replace(finding.at, row=before.headers.get(sheet, 1)))


def _rows_before(sheet: SheetSpec, before: Frames, after: Frames) -> dict[int, int | str]:
    """Return by later row where it stood, or its key where it is new; nothing where all stands as it did."""
    if sheet.name not in before or sheet.name not in after or before.tables[sheet.name] is after.tables[sheet.name]:
        return {}
    later = row_keys(sheet, after)
    earlier = numbered_since(row_keys(sheet, before), later)
    return {row: earlier.get(key, key) for key, row in later.items()}


def _keyed(columns: Sequence[Sequence[Value]], rows: Sequence[int]) -> dict[str, int]:
    parts = zip(*columns, strict=True) if columns else repeat((None,), len(rows))
    found: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for row, values in zip(rows, parts, strict=True):
        key = "/".join(["" if value is None else str(value) for value in values]).strip("/")
        if not key:
            key = f"@{row}"
        elif key in found:
            seen[key] += 1
            key = f"{key}#{seen[key] + 1}"
        found[key] = row
    return found


def _sheet_differences(
    sheet: SheetSpec, before: pd.DataFrame | None, after: pd.DataFrame | None
) -> Iterator[Difference]:
    old = pd.DataFrame() if before is None else before
    new = pd.DataFrame() if after is None else after
    old_rows, new_rows = (row_keys(sheet, Frames({sheet.name: frame})) for frame in (old, new))
    old_rows = numbered_since(old_rows, new_rows)
    yield from (Difference(sheet.name, key, row, "", key, None) for key, row in old_rows.items() if key not in new_rows)
    yield from (Difference(sheet.name, key, row, "", None, key) for key, row in new_rows.items() if key not in old_rows)
    both = [key for key in new_rows if key in old_rows]
    was_at, now_at = _positions(old_rows, both), _positions(new_rows, both)
    for column in [*new.columns, *(name for name in old.columns if name not in new.columns)]:
        was, now = _cells(old, column, was_at), _cells(new, column, now_at)
        if was == now:
            continue
        for key, old_value, new_value in zip(both, was, now, strict=True):
            if old_value != new_value:
                yield Difference(sheet.name, key, new_rows[key], column, old_value, new_value)


def _positions(rows: dict[str, int], keys: list[str]) -> list[int]:
    place = {key: i for i, key in enumerate(rows)}
    return [place[key] for key in keys]


def _cells(frame: pd.DataFrame, column: str, positions: list[int]) -> list[Value]:
    if column not in frame.columns:
        return [None] * len(positions)
    cells: list[Value] = frame[column].tolist()
    return [cells[i] for i in positions]
