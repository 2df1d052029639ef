"""Findings as people may see them: personal data masked, and told where a row or column does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from reqsheets.domain.reminders.of_all import Answering
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    Finding,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    Row,
    SetCell,
    ShowSheet,
    Words,
)
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.xlsx.reading.further_tabs import shown_rows
from reqsheets.xlsx.reading.layout import SheetLayout
from reqsheets.xlsx.reading.own_words import as_written

ROW = Words("（在隐藏的行里）", " (In a hidden row.)")
COLUMN = Words("（在隐藏的列里）", " (In a hidden column.)")


def presentable(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Return each finding as every output may show it."""
    ours = {(sheet.name, c.name) for sheet in spec.sheets for c in sheet.columns if c.hidden or c.folded}
    titles = {(sheet.name, column.name): column.title for sheet in spec.sheets for column in sheet.columns}
    answering = Answering(spec, frames)
    owners = {sheet.name: _owners(sheet, frames) for sheet in spec.sheets if sheet.name in frames}
    for finding in findings:
        layout, row = layouts.get(finding.at.sheet), finding.at.row
        where = Words("", "")
        if layout:
            layout, row = layout.tab_of(row)
        if layout and row in layout.hidden_rows:
            where = ROW
        elif layout and layout.columns.get(finding.at.column) in layout.hidden_columns:
            where = COLUMN if (finding.at.sheet, finding.at.column) not in ours else where
        yield replace(
            finding,
            value=masked_value(finding.value, titles.get((finding.at.sheet, finding.at.column), finding.at.column)),
            message=_masked(shown_rows(layouts, finding.message), where),
            hint=_masked(shown_rows(layouts, finding.hint)),
            key=masked(finding.key),
            owner=masked(
                owners.get(finding.at.sheet, {}).get(finding.at.row, "")
                or answering.of(finding.key)
                or answering.for_all
            ),
        )


def masked_changes(spec: WorkbookSpec | None, plan: Plan) -> Plan:
    """Return the plan's changes as outputs may show them, personal data masked; it is for showing only."""
    written = as_written(spec, plan) if spec is not None else plan
    return Plan(changes=tuple(map(_masked_change, written.changes)))


def _masked_change(change: Change) -> Change:
    match change:
        case SetCell(old=old, new=new):
            return replace(change, old=masked_value(old), new=masked_value(new))
        case AddRow():
            given = change.values
            return replace(change, values={name: masked_value(value) for name, value in given.items()})
        case ReplaceRows(old=before, new=after):
            return replace(change, old=_masked_rows(before), new=_masked_rows(after))
        case AddSheet(rows=rows) | RemoveSheet(rows=rows):
            return replace(change, rows=_masked_rows(rows))
        case AddColumn() | RemoveColumn():
            held = change.values.items()
            return replace(change, values={row: masked_value(value) for row, value in held})
        case MarkCells() | ShowSheet():
            return change
        case _:
            assert_never(change)


def _masked_rows(rows: Mapping[int, Row]) -> dict[int, Row]:
    return {number: tuple(map(masked_value, row)) for number, row in rows.items()}


def _owners(sheet: SheetSpec, frames: Frames) -> dict[int, str]:
    """Return by row who answers for it: the owner, else whoever the first column of people names."""
    people = (column.name for column in sheet.columns if column.refers and column.refers.sheet == "people")
    name = sheet.meaning("owner") or next(people, None)
    if name is None or sheet.purpose in ("people", "findings"):
        return {}
    held = values_or_blank(frames, sheet.name, name)
    return {
        row: value for row, value in zip(row_numbers(frames[sheet.name]), held, strict=True) if isinstance(value, str)
    }


def _masked(words: Words, more: Words = Words("", "")) -> Words:  # noqa: B008 (frozen)
    return Words(masked(words.zh) + more.zh, masked(words.en) + more.en)
