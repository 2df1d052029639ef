"""A customer's copy from end to end: read the registers, take what that customer may see, make the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reqsheets.app.discovery import Target, put_new, read_each
from reqsheets.app.documents.printing import renderer
from reqsheets.app.export import BOM, ExportedTable, check_target
from reqsheets.domain.documents.customer_copy import (
    CustomerCopy,
    as_document,
    customer_copy,
    customers,
    is_known,
    joined_copies,
    nobody,
)
from reqsheets.kinds import KINDS
from reqsheets.model.errors import UsageError
from reqsheets.model.harmless import json_text
from reqsheets.model.plan import Plan
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.customer_file import customer_xlsx
from reqsheets.xlsx.template.table_file import csv_text

FORMS = (".xlsx", ".docx", ".pdf", ".csv", ".json")


@dataclass(frozen=True, slots=True)
class Copies:
    """One customer's copy of several registers, and what could not be read."""

    copy: CustomerCopy
    unread: tuple[str, ...] = ()


def copy_of_all(found: Sequence[Target], customer: str) -> Copies:
    """Return the copy of one customer over these workbooks.

    Raises UsageError where no register has that customer, and what reading raises where none could be read.
    """
    readings, unread = read_each(found, lambda path: read(path, KINDS))
    known = [(one, customers(one.spec, one.frames)) for one in readings]
    theirs = [one for one, names in known if is_known(customer, names)]
    if not theirs:
        raise nobody(customer, [name for _, names in known for name in names])
    copies = [customer_copy(one.spec, one.frames, customer) for one in theirs]
    return Copies(joined_copies(copies), tuple(f"{path.name}：{error.words.zh}" for path, error in unread))


def export_for_customer(
    path: Path, customer: str, what: str, to: Path | None, today: date, *, force: bool
) -> ExportedTable:
    """Return one customer's copy of a register, or of one sheet by its title; with `to` put into a file.

    A .xlsx file has a sheet for each of ours, .json and .docx and .pdf have them all, .csv one. Raises UsageError where
    there is no such customer or sheet, or the file may not be written, and what reading raises.
    """
    if to is not None:
        check_target(path, to, FORMS, force=force)
    reading = read(path, KINDS)
    copy = customer_copy(reading.spec, reading.frames, customer)
    sheets = tuple(one for one in copy.sheets if what in ("", one.sheet.title, one.sheet.name))
    if not sheets:
        known = "、".join(one.sheet.title for one in copy.sheets) or "无"
        raise UsageError(
            f"客户版里没有工作表“{what}”；有：{known}", f"the customer's copy has no sheet {what!r}; it has: {known}"
        )
    needs = reading.spec.purpose("needs")
    sheets = tuple(sorted(sheets, key=lambda one: one.sheet is not needs))
    copy = CustomerCopy(copy.customer, sheets, copy.findings)
    outcome = Outcome(path, reading.spec, reading.layouts, Plan(copy.findings))
    if to is not None:
        put_new(to, copy_bytes(copy, to.suffix.lower(), today), force=force)
    return ExportedTable(sheets[0].titles, sheets[0].rows, outcome, to)


def copy_bytes(copy: CustomerCopy, suffix: str, today: date) -> bytes:
    """Return the copy as a file of that sort, without the register's name, properties or anything hidden."""
    tables = [(one.sheet.title, one.titles, one.rows) for one in copy.sheets]
    match suffix:
        case ".xlsx":
            return customer_xlsx(tables)
        case ".docx" | ".pdf":
            return renderer(suffix[1:])(as_document(copy, today.isoformat()))
        case ".json":
            told = {title: [dict(zip(titles, row, strict=True)) for row in rows] for title, titles, rows in tables}
            return (json_text(told, indent=1) + "\n").encode()
        case _:
            _, titles, rows = tables[0]  # the register, where it is not another sheet that was asked for
            return csv_text(titles, rows, line_end="\r\n").encode(BOM)
