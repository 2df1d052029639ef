"""A view from end to end: read the workbooks, see them as they are at this moment, make the copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.discovery import Target, put_new
from reqsheets.app.known_events import history_of
from reqsheets.app.owed_places import owed_in
from reqsheets.app.pipeline import VERBS, planned
from reqsheets.domain.reminders.lookup import Lookup
from reqsheets.domain.views.facts import Book, facts_of
from reqsheets.domain.views.shape import View
from reqsheets.domain.views.table import kind_of, view
from reqsheets.kinds import KINDS
from reqsheets.model.errors import ReqsheetsError, UnknownKindError, UsageError
from reqsheets.model.frames import applied
from reqsheets.model.nights import NO_NIGHTS
from reqsheets.model.plan import Language
from reqsheets.report.view_forms import view_html, view_text
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.view_file import view_bytes

FORMS = (".xlsx", ".html", ".txt")
BOM = "utf-8-sig"


def viewed(name: str, found: Sequence[Target], who: str, now: datetime) -> View:
    """Return the view of that name over these workbooks; what cannot be read is named in it.

    Raises UsageError where there is no such view, nobody is called so, or no workbook could be read.
    """
    kind = kind_of(name)
    books: list[Book] = []
    unread: list[str] = []
    errors: list[ReqsheetsError] = []
    for target in found:
        try:
            if target.error:
                raise target.error
            books.append(_book(target.path, now))
        except ReqsheetsError as error:
            if target.named or not isinstance(error, UnknownKindError):
                unread.append(f"{target.path}：{error.words.zh}")
                errors.append(error)
    if not books:
        raise errors[0] if errors else UsageError("没有可以读取的登记表", "there is no register to read")
    return view(kind, books, who, now, unread)


def _book(path: Path, now: datetime) -> Book:
    reading = read(path, KINDS)
    plan = planned(reading, VERBS["remind"], now.date(), list_findings=False, now=now)
    summons = owed_in(path, reading, plan, now, NO_NIGHTS)
    frames = applied(replace(reading.frames, history=history_of(reading, now)), plan)
    look = Lookup(reading.spec, frames, now)
    return Book(look, summons, facts_of(look, str(path)))


def refuse_view(to: Path, found: Sequence[Target], *, force: bool) -> None:
    """Raise UsageError where no view can be written there: its form, a register, or (unless `force`) a file there."""
    if to.suffix.lower() not in FORMS:
        raise UsageError(f"“{to}”的扩展名应为 {'、'.join(FORMS)}", f"{str(to)!r} should end in {', '.join(FORMS)}")
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
