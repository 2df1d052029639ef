"""A workbook's sheets for other programs: SQLite, JSON, and any one sheet as a plain table."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from reqsheets.app.discovery import put_new
from reqsheets.app.export import BOM, ExportedTable, check_target, export_table
from reqsheets.kinds import KINDS
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import values_or_blank
from reqsheets.model.harmless import json_text, without_illegal
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Value
from reqsheets.model.spec import SheetSpec
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.own_words import swapped_all
from reqsheets.xlsx.reading.read import Reading, read
from reqsheets.xlsx.template.table_file import csv_text, simple, xlsx_bytes

ALL = "all"
FORMS = (".csv", ".xlsx", ".json", ".db")
LEFT_OUT = ("guide", "figures", "journal")  # purposes of sheets that hold no records of people


def export_whole(path: Path, name: str, to: Path | None, *, force: bool) -> ExportedTable:
    """Return the export of that name, as `export_table` does, or a sheet by its title, or with ALL every sheet.

    Every sheet goes into a .db file (SQLite: a table a sheet, by title, with Excel's row number first) or a .json file
    (an object of lists of records). Personal data is masked. Raises UsageError where the name is unknown or the form
    cannot hold it, and what reading raises.
    """
    if to is not None:
        check_target(path, to, FORMS, force=force)
    suffix = to.suffix.lower() if to is not None else ""
    name = name or (ALL if suffix == ".db" else "")
    reading = read(path, KINDS)
    sheet = next((sheet for sheet in reading.spec.sheets if name and name in (sheet.title, sheet.name)), None)
    if name == ALL:
        return _all(reading, to, suffix, force=force)
    if sheet is None and suffix not in (".db", ".json"):
        return export_table(path, name, to, force=force)
    made = export_table(path, name, None, force=force) if sheet is None else _sheet(reading, sheet)
    return made if to is None else _put(made, to, {name or "crm": made}, suffix, force=force)


def _all(reading: Reading, to: Path | None, suffix: str, *, force: bool) -> ExportedTable:
    """Return the register as a table, and with `to` put all sheets into that file."""
    if to is None or suffix not in (".db", ".json"):
        raise UsageError(
            "全部工作表只能导出到 .db 或 .json 文件（--to）", "all sheets go into a .db or a .json file only (--to)"
        )
    sheets = [s for s in reading.spec.sheets if s.name in reading.frames and s.purpose not in LEFT_OUT]
    tables = {sheet.title: _sheet(reading, sheet) for sheet in sheets}
    needs = reading.spec.purpose("needs") or sheets[0]
    return _put(tables[needs.title], to, tables, suffix, force=force)


def _sheet(reading: Reading, sheet: SheetSpec) -> ExportedTable:
    """Return a sheet as a table: titles as in the workbook, Excel's row number first, personal data masked."""
    if sheet.name not in reading.frames:
        raise UsageError(f"{reading.path.name} 没有工作表“{sheet.title}”", f"there is no sheet {sheet.title!r}")
    frame = reading.frames[sheet.name]
    titles = {column.name: column.title for column in sheet.columns}
    names = [str(name) for name in frame.columns]
    shown = [titles.get(name, name) for name in names]
    columns: list[list[Value]] = [list(frame.index.tolist())]
    for name, title in zip(names, shown, strict=True):
        held = swapped_all(sheet, name, list(values_or_blank(reading.frames, sheet.name, name)))
        columns.append([_masked(value, title) for value in held])
    rows = tuple(zip(*columns, strict=True))
    outcome = Outcome(reading.path, reading.spec, reading.layouts)
    return ExportedTable(("行", *shown), rows, outcome)


def _masked(value: Value, title: str) -> Value:
    told = masked_value(value, title)
    return without_illegal(told) if isinstance(told, str) else told


def _put(
    made: ExportedTable, to: Path, tables: Mapping[str, ExportedTable], suffix: str, *, force: bool
) -> ExportedTable:
    match suffix:
        case ".db":
            content = _database(tables)
        case ".json":
            content = _json(tables)
        case ".xlsx":
            content = xlsx_bytes(made.titles, made.rows)
        case _:
            content = csv_text(made.titles, made.rows, line_end="\r\n").encode(BOM)
    put_new(to, content, force=force)
    return replace(made, path=to)


def _json(tables: Mapping[str, ExportedTable]) -> bytes:
    """Return one table as a list of records, several as an object of such lists."""
    records = {name: table.records for name, table in tables.items()}
    item: object = next(iter(records.values())) if len(records) == 1 else records
    return (json_text(item, indent=1) + "\n").encode()


def _database(tables: Mapping[str, ExportedTable]) -> bytes:
    """Return an SQLite database with a table for each; dates are ISO text, yes and no as they stand."""
    with closing(sqlite3.connect(":memory:")) as database:
        for name, table in tables.items():
            titles = _apart(table.titles)
            kinds = [_affinity([row[at] for row in table.rows]) for at in range(len(titles))]
            columns = ", ".join(f"{_quoted(title)} {kind}" for title, kind in zip(titles, kinds, strict=True))
            marks = ", ".join("?" * len(titles))
            database.execute(f"CREATE TABLE {_quoted(name)} ({columns})")
            rows = [tuple(map(_storable, row)) for row in table.rows]
            database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608 (quoted)
        database.commit()
        return database.serialize()


def _apart(titles: Sequence[str]) -> list[str]:
    """Return the titles, those that SQLite would take for the same told apart by a number."""
    seen: dict[str, int] = {}
    apart = []
    for title in titles:
        seen[title.casefold()] = seen.get(title.casefold(), 0) + 1
        count = seen[title.casefold()]
        apart.append(title if count == 1 else f"{title}#{count}")
    return apart


def _affinity(values: Sequence[Value]) -> str:
    """Return what SQLite should take a column for: numbers only where nothing else stands there."""
    types = {type(value) for value in values if value is not None}
    if types and types <= {int}:
        return "INTEGER"
    return "REAL" if types and types <= {int, float} else "TEXT"


def _storable(value: Value) -> str | int | float | None:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return simple(value)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\x00", "") + '"'
