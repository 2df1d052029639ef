"""The journal: what a run changes in people's workbook, each entry sealed by the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from functools import cache
from hashlib import sha256
from typing import assert_never

from reqsheets.domain.register.columns import needed, number_of, sheet_for, sheet_if_there, title_of
from reqsheets.domain.register.log_end import free_row
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
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
)
from reqsheets.model.spec import SheetSpec, WorkbookSpec

LOGGED = Words("记入操作日志", "entered in the journal")
SEALED = ("entry", "time", "user", "command", "sheet", "number", "field", "old", "new", "reason", "batch")
SEAL = "批次校验码"  # the field that an entry with a batch's hash names
LONGEST = 2_000  # characters of a value that the journal repeats


def journal(
    spec: WorkbookSpec,
    frames: Frames,
    plan: Plan,
    today: date,
    user: str,
    command: str,
    *,
    batch: str = "",
    seal: str = "",
) -> Plan:
    """Enter the plan's changes of what was there before, and of what belongs to people.

    `frames` are those that the plan was made on. Shape: one AddRow a SetCell (save first fills of our own columns and
    cached values of formulas) and one a ReplaceRows; added rows speak for themselves. The hash of an entry is the
    SHA-256 of its fields and the hash before it, so that a changed or missing entry shows. `seal` is the hash of the
    batch in the records beside the workbook; it closes the batch with an entry of its own.
    Raises MissingSheetError where the journal is absent.
    """
    sheet = sheet_for(spec, frames, "journal")
    present = [name for name in (*SEALED, "previous_hash", "hash") if name in frames[sheet.name].columns]
    first, previous = _last(frames, sheet)
    batch = batch or f"{today:%Y%m%d}-{first + 1}"
    closing = [_closing(seal)] if seal else []
    rows: list[AddRow] = []
    for offset, told in enumerate([*_told(spec, frames, plan), *closing]):
        entry: dict[str, Value] = {"entry": first + 1 + offset, "time": today, "user": user, "command": command}
        entry |= told | {"batch": batch, "previous_hash": previous or None}
        previous = sealed(entry, previous)
        entry["hash"] = previous
        values = {name: entry[name] for name in present if entry[name] is not None}
        rows.append(AddRow(sheet.name, free_row(frames, sheet, offset), values, LOGGED))
    return Plan((), tuple(rows))


def _closing(seal: str) -> dict[str, Value]:
    reason = "本批记录的校验码"
    return {"sheet": None, "number": None, "field": SEAL, "old": None, "new": seal, "reason": reason}


def sealed(entry: dict[str, Value], previous: str) -> str:
    """Return the hash of an entry that follows the one with that hash ("" for the first)."""
    fields = (previous, *("" if entry[name] is None else shown(entry[name]) for name in SEALED))
    return sha256("\x1f".join(fields).encode()).hexdigest()


def seals(spec: WorkbookSpec, frames: Frames) -> list[str]:
    """Return the batch hashes that the journal holds, in row order."""
    sheet = sheet_if_there(spec, frames, "journal")
    if sheet is None:
        return []
    fields, new = (values_or_blank(frames, sheet.name, name) for name in ("field", "new"))
    return [str(value) for field, value in zip(fields, new, strict=True) if field == SEAL and value is not None]


def broken_entries(spec: WorkbookSpec, frames: Frames) -> Iterator[tuple[int, Words]]:
    """Yield the row and the fault of each entry that was altered, removed or moved.

    Raises MissingSheetError or MissingColumnError where the journal cannot be checked at all.
    """
    sheet = sheet_for(spec, frames, "journal")
    columns = (needed(frames, sheet, name) for name in (*SEALED, "previous_hash", "hash"))
    previous = ""
    for row, cells in zip(row_numbers(frames[sheet.name]), zip(*columns, strict=True), strict=True):
        if sum(cell is not None for cell in cells) <= 1 and cells[-1] is None:  # a stray cell, told as one (REQ106)
            continue
        entry = dict(zip((*SEALED, "previous_hash", "hash"), cells, strict=True))
        if (entry["previous_hash"] or "") != previous:
            yield (
                row,
                Words(
                    "与前一条接不上：其间有记录被删除或调换",
                    "does not follow the one before it: an entry was removed or moved",
                ),
            )
        elif entry["hash"] != sealed(entry, previous):
            yield row, Words("内容被改动过，与校验码不符", "was altered: it does not match its hash")
        previous = str(entry["hash"])


def shown(value: Value) -> str:
    """Return a cell's value as the journal writes it."""
    match value:
        case None:
            return ""
        case Unreadable(shown=text):
            return text
        case date() | time():
            return value.isoformat()
        case str():
            return value[:LONGEST]
        case _:
            return str(value)


def _told_of(value: Value) -> str | None:
    """Return the same of a value in people's cells, personal data masked; None for nothing."""
    return shown(masked_value(value)) or None


def _last(frames: Frames, sheet: SheetSpec) -> tuple[int, str]:
    """Return the highest entry number and the hash of the lowest entry."""
    entries = values_or_blank(frames, sheet.name, "entry")
    hashes = values_or_blank(frames, sheet.name, "hash")
    last = next((held for held in reversed(hashes) if held is not None), "")
    return max((entry for entry in entries if type(entry) is int), default=0), shown(last)


def _told(spec: WorkbookSpec, frames: Frames, plan: Plan) -> Iterator[dict[str, Value]]:
    @cache
    def number_by_row(name: str) -> dict[int, str | None]:
        column = spec.sheet(name).meaning("number")
        found = (number_of(value) for value in values_or_blank(frames, name, column))
        return dict(zip(row_numbers(frames[name]), found, strict=True))

    ours = frozenset((sheet.name, column.name) for sheet in spec.sheets for column in sheet.columns if column.derived)
    for change in plan.changes:
        match change:
            case SetCell(at=at) if _counts(frames, change, ours):
                yield _entry(spec.sheet(at.sheet), change, number_by_row(at.sheet).get(at.row))
            case ReplaceRows(sheet=name):
                yield _entry(spec.sheet(name), change, None)
            case AddSheet() | RemoveSheet() | AddColumn() | RemoveColumn() | ShowSheet():
                yield _structural(spec.sheet(change.sheet), change)
            case _:
                continue


def _structural(sheet: SheetSpec, change: Structural) -> dict[str, Value]:
    told: dict[str, Value] = {"sheet": sheet.title, "number": None, "field": None, "old": None, "new": None}
    said = sheet.terms.said
    told["reason"] = said(change.because) or None
    match change:
        case AddSheet(rows=rows):
            return told | {"new": said(Words(f"新增工作表，{len(rows)} 行", f"new sheet, {_rows(len(rows)).en}"))}
        case RemoveSheet(rows=rows):
            return told | {"old": said(Words(f"工作表，{len(rows)} 行", f"sheet, {_rows(len(rows)).en}"))}
        case AddColumn(title=title):
            return told | {"field": title, "new": "新增列"}
        case RemoveColumn(title=title):
            return told | {"field": title, "old": "列"}
        case ShowSheet(old=old, new=new):
            seen = {True: "显示", False: "隐藏"}
            return told | {"old": seen[old], "new": seen[new]}
        case _:
            assert_never(change)


def _rows(count: int) -> Words:
    return Words(f"{count} 行", "1 row" if count == 1 else f"{count} rows")


def _counts(frames: Frames, change: SetCell, ours: frozenset[tuple[str, str]]) -> bool:
    at = change.at
    if change.old is None and (at.sheet, at.column) in ours:
        return False
    return at.row not in frames.formula_rows(at.sheet, at.column)


def _entry(sheet: SheetSpec, change: SetCell | ReplaceRows, number: str | None) -> dict[str, Value]:
    told: dict[str, Value] = {
        "sheet": sheet.title,
        "number": number,
        "field": None,
        "reason": sheet.terms.said(change.because) or None,
    }
    match change:
        case SetCell(at=at, old=old, new=new):
            return told | {"field": title_of(sheet, at.column), "old": _told_of(old), "new": _told_of(new)}
        case ReplaceRows(old=before, new=after):
            old, new = (sheet.terms.said(_rows(len(rows))) for rows in (before, after))
            return told | {"old": old, "new": new}
        case _:
            assert_never(change)
