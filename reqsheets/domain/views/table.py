"""The views by name, and who looks: by name, by staff number, or by the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from reqsheets.domain.documents.customer_copy import CustomerCopy
from reqsheets.domain.reminders.staff import Person
from reqsheets.domain.views import house_views, people_views, privacy_views
from reqsheets.domain.views.catalogue import KINDS, Kind
from reqsheets.domain.views.facts import Book
from reqsheets.domain.views.shape import Section, View
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import Words


def kind_of(name: str) -> Kind:
    """Return the view of that name, ID or Chinese title; raise UsageError where there is none."""
    for kind in KINDS:
        if name.casefold() in (kind.name, kind.id.casefold(), kind.title.zh):
            return kind
    names = "、".join(kind.name for kind in KINDS)
    raise UsageError(f"没有“{name}”这个视图；可选：{names}", f"there is no view {name!r}; there are: {names}")


def person_of(books: Sequence[Book], name: str) -> Person:
    """Return who looks, by name or staff number; raise UsageError with the list where nobody is called so."""
    people = [person for book in books for person in book.summons.staff.people.values()]
    for person in people:
        if name and name in (person.name, person.staff_number):
            return person
    known = "、".join(dict.fromkeys(person.name for person in people))
    who = f"“{name}”不在“人员与部门”里" if name else "不知道您是谁"
    who_en = f"{name!r} is not on the sheet 人员与部门" if name else "nobody knows who you are"
    raise UsageError(f"{who}；请用 --as 写明：{known}", f"{who_en}; say so with --as: {known}")


def view(kind: Kind, books: Sequence[Book], who: str, now: datetime, unread: Sequence[str] = ()) -> View:
    """Return the view; who looks matters where it is about somebody. Raises UsageError where nobody is called so.

    A customer's copy is not made here but by `customer_view`.
    """
    if kind.of_customer:
        raise UsageError("请用 --customer 写明哪家客户", "say with --customer whose copy it is")
    person = person_of(books, who) if kind.personal else Person("")
    sections = tuple(_in_own_words(books, section) for section in _sections(kind, books, person, now))
    files = tuple(book.name for book in books)
    return View(kind.name, kind.title, sections, now, files, person.name, tuple(unread))


def _in_own_words(books: Sequence[Book], section: Section) -> Section:
    """Return the section with the words of the workbooks, if all are in one language."""
    languages = {book.look.spec.terms.language: book.look.spec.terms for book in books}
    if len(languages) != 1:
        return section
    [terms] = languages.values()
    return replace(section, rows=tuple(tuple(map(terms.swapped, row)) for row in section.rows))


def _sections(kind: Kind, books: Sequence[Book], person: Person, now: datetime) -> Iterator[Section]:
    made: dict[str, Callable[[], Iterator[Section]]] = {
        "todo": lambda: people_views.todo(books, person.name, now),
        "department": lambda: house_views.department(books, person.department, now),
        "owner-week": lambda: people_views.owner_week(books, person.name, now),
        "department-week": lambda: house_views.department_week(books, person.department, now),
        "management": lambda: house_views.management(books, now),
        "standup": lambda: house_views.standup(books, now),
        "reviewer": lambda: people_views.reviewer(books, person.name),
        "recorder": lambda: people_views.recorder(books, person.name),
        "archivist": lambda: house_views.archivist(books),
        "personal-data": lambda: privacy_views.personal_data_in_clear(books),
    }
    return made[kind.name]()


def customer_view(kind: Kind, copy: CustomerCopy, now: datetime, unread: Sequence[str] = ()) -> View:
    """Return a customer's copy as a view; it does not say of which files it was made, since it leaves the house."""
    sections = tuple(
        Section(Words(one.sheet.title, one.sheet.title), one.columns, one.rows, one.titles) for one in copy.sheets
    )
    many = len(copy.findings)
    notes = (
        Words(
            f"有 {many} 处写到别的客户，已隐去；请人工读一遍再发出（REQ427）",
            f"other customers are named in {many} cell(s) and hidden; have a person read the copy first (REQ427)",
        ),
    )
    return View(kind.name, kind.title, sections, now, (), copy.customer, tuple(unread), notes if many else ())
