"""A view from end to end: read the workbooks, see them as they are at this moment, make the copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.discovery import Target, put_new, read_each
from reqsheets.app.documents.customer_copies import FORMS as FORMS_FOR_CUSTOMERS
from reqsheets.app.documents.customer_copies import copy_bytes, copy_of_all
from reqsheets.app.known_events import history_of
from reqsheets.app.owed_places import owed_in
from reqsheets.app.pipeline import VERBS, planned
from reqsheets.domain.reminders.lookup import Lookup
from reqsheets.domain.views.catalogue import Kind
from reqsheets.domain.views.facts import Book, facts_of
from reqsheets.domain.views.shape import View
from reqsheets.domain.views.table import customer_view, kind_of, view
from reqsheets.kinds import KINDS
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import applied
from reqsheets.model.nights import NO_NIGHTS
from reqsheets.model.plan import Language
from reqsheets.report.places import place
from reqsheets.report.view_forms import view_html, view_text
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.view_file import view_bytes

FORMS = (".xlsx", ".html", ".txt")
BOM = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A view that was asked for: its name, who looks, and for a customer's copy whose."""

    name: str
    who: str
    now: datetime
    customer: str = ""


def made_view(wanted: Wanted, found: Sequence[Target], to: Path | None, language: Language, *, force: bool) -> View:
    """Return the view over these workbooks, with `to` written to that file; what cannot be read is named in it.

    Raises UsageError where there is no such view, nobody is called so, the register has no such customer, no workbook
    could be read, or the file cannot be written.
    """
    kind = kind_of(wanted.name)
    if kind.of_customer:
        return _for_customer(kind, wanted, found, to, force=force)
    if wanted.customer:
        raise UsageError("--customer 只用于 customer 视图", "--customer goes with the view customer only")
    if to is not None:
        refuse_view(to, found, FORMS, force=force)
    made = viewed(kind, found, wanted.who, wanted.now)
    if to is not None:
        put_view(made, to, language, force=force)
    return made


def _for_customer(kind: Kind, wanted: Wanted, found: Sequence[Target], to: Path | None, *, force: bool) -> View:
    if to is not None:
        refuse_view(to, found, FORMS_FOR_CUSTOMERS, force=force)
    copies = copy_of_all(found, wanted.customer)
    if to is not None:
        put_new(to, copy_bytes(copies.copy, to.suffix.lower(), wanted.now.date()), force=force)
    return customer_view(kind, copies.copy, wanted.now, copies.unread)


def viewed(kind: Kind, found: Sequence[Target], who: str, now: datetime) -> View:
    """Return the view over these workbooks; what cannot be read is named in it.

    Raises UsageError where nobody is called so, or no workbook could be read.
    """
    books, unread = read_each(found, lambda path: _book(path, now))
    return view(kind, books, who, now, [f"{path}：{error.words.zh}" for path, error in unread])


def _book(path: Path, now: datetime) -> Book:
    reading = read(path, KINDS)
    plan = planned(reading, VERBS["remind"], now.date(), list_findings=False, now=now)
    summons = owed_in(path, reading, plan, now, NO_NIGHTS)
    frames = applied(replace(reading.frames, history=history_of(reading, now)), plan)
    look = Lookup(reading.spec, frames, now)
    return Book(look, summons, facts_of(look, str(path)), lambda at: place(reading.spec, reading.layouts, at).cell)


def refuse_view(to: Path, found: Sequence[Target], forms: Sequence[str], *, force: bool) -> None:
    """Raise UsageError where no view can be written there: its form, a register, or (unless `force`) a file there."""
    if to.suffix.lower() not in forms:
        raise UsageError(f"“{to}”的扩展名应为 {'、'.join(forms)}", f"{str(to)!r} should end in {', '.join(forms)}")
    if to.resolve() in {target.path.resolve() for target in found}:
        raise UsageError("不能写到登记表本身", "a view is never written over its register")
    if to.exists() and not force:
        raise UsageError(f"“{to}”已经存在，没有覆盖", f"{str(to)!r} exists and was not overwritten")


def put_view(made: View, to: Path, language: Language, *, force: bool) -> None:
    """Write a view into a .xlsx, .html or .txt file; raise UsageError where that cannot be."""
    match to.suffix.lower():
        case ".xlsx":
            content = view_bytes(made, language)
        case ".html":
            content = view_html(made, language).encode("utf-8", "replace")
        case _:
            content = "\r\n".join(view_text(made, language)).encode(BOM, "replace")
    put_new(to, content, force=force)
