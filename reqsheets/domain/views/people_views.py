"""Views of one person: to-dos (V-1), the owner's week (V-3), reviewer (V-7), recorder (V-8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath

from reqsheets.domain.reminders.digests import days_left
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.views.facts import Book, Fact, shortened, text_of
from reqsheets.domain.views.shape import Section
from reqsheets.model.frames import as_date
from reqsheets.model.plan import Row, Value, Words

SOON = 3  # days
WEEK = 7
TODO = ("due", "duty", "number", "customer", "text", "grade", "status", "days", "where", "book")
FINDINGS = ("level", "number", "finding", "hint", "where", "book")
LINE = ("number", "customer", "text", "grade", "status", "due", "days_late", "progress", "trouble", "updated", "book")
GROUPS = (
    Words("已过", "Overdue"),
    Words("今天或尽快", "Today"),
    Words("3 天内", "Within 3 days"),
    Words("以后", "Later"),
)


def todo(books: Sequence[Book], who: str, now: datetime) -> Iterator[Section]:
    """Yield what a person owes by urgency (deputies see the absent one's too), then the findings to mend (V-1)."""
    groups: list[list[tuple[tuple[str, str, str], Row]]] = [[] for _ in GROUPS]
    for book in books:
        for one, mark in _mine(book, who, now.date()):
            group = _group(one, now)
            if group is not None:
                rank = (one.grade or "~", str(one.due or ""), one.key)
                groups[group].append((rank, _todo_row(book, one, mark, now)))
    for title, rows in zip(GROUPS, groups, strict=True):
        yield Section(title, TODO, tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])))
    yield findings(books, who)


def _mine(book: Book, who: str, today: date) -> Iterator[tuple[Obligation, str]]:
    for one in book.summons.owed:
        if who in one.doers:
            yield one, ""
        elif any(book.summons.staff.standing_in(doer, today) == who for doer in one.doers):
            yield one, "（代理）"


def _group(one: Obligation, now: datetime) -> int | None:
    due = as_date(one.due)
    if due is None:
        return 1
    if one.due < now if isinstance(one.due, datetime) else due < now.date():
        return None if one.pace in ("announced", "once") else 0
    days = (due - now.date()).days
    return 1 if days == 0 else 2 if days <= SOON else 3


def _todo_row(book: Book, one: Obligation, mark: str, now: datetime) -> Row:
    where = book.summons.places.get(one.key, one.place)
    said = book.look.spec.terms.said
    days, words = said(days_left(one, now)), f"{mark}{said(one.words)}"
    return (one.due, words, one.number, one.customer, one.text, one.grade, one.status, days, where, _short(book))


def findings(books: Iterable[Book], who: str, numbers: frozenset[str] | None = None) -> Section:
    """Return the findings of which a person is the owner, or those on these numbers."""
    rows: list[tuple[tuple[int, str], Row]] = []
    for book in books:
        look = book.look
        for record in look.records("findings", ("rule", "sheet", "number", "field")):
            number = text_of(look.cell(record, "number"))
            mine = look.cell(record, "owner") == who or (numbers is not None and number in numbers)
            if mine and look.cell(record, "state") in ("未处理", None):
                level = text_of(look.cell(record, "level"))
                texts = (shortened(text_of(look.cell(record, name))) for name in ("message", "hint"))
                where = f"{text_of(look.cell(record, 'sheet'))}!{text_of(look.cell(record, 'cell'))}"
                rank = ("错误", "警告", "提示").index(level) if level in ("错误", "警告", "提示") else 3
                rows.append(((rank, number), (level, number, *texts, where, _short(book))))
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    return Section(Words("要改的单元格", "Cells to mend"), FINDINGS, ordered)


def owner_week(books: Sequence[Book], who: str, now: datetime) -> Iterator[Section]:
    """Yield one owner's week: done, open, due next week, waiting for others; figures first (V-3)."""
    today = now.date()
    mine = [fact for book in books for fact in book.facts if fact.owner == who]
    since = today - timedelta(days=WEEK - 1)
    done = [fact for fact in mine if fact.finished is not None and since <= fact.finished <= today]
    is_open = [fact for fact in mine if fact.is_open]
    waiting = [fact for fact in is_open if fact.status_class == "等待"]
    coming = [fact for fact in is_open if fact.due is not None and today < fact.due <= today + timedelta(days=WEEK)]
    new = sum(fact.received is not None and since <= fact.received <= today for fact in mine)
    late = sum(fact.days_late(today) > 0 for fact in is_open)
    kept = [fact for fact in is_open if fact.next_update is not None]
    fresh = sum(fact.next_update >= today for fact in kept if fact.next_update is not None)
    rate = f"{round(100 * fresh / len(kept))}%" if kept else "–"
    figures: tuple[Row, ...] = (("新接", new), ("完成", len(done)), ("超期", late), ("更新及时率", rate))
    yield Section(Words("本周", "This week"), ("figure", "value"), figures)
    sections = (
        (Words("本周完成", "Done this week"), done),
        (Words("在办", "Open"), is_open),
        (Words("下周到期", "Due next week"), coming),
        (Words("等待他人", "Waiting for others"), waiting),
    )
    for title, found in sections:
        yield Section(title, LINE, tuple(week_row(fact, today) for fact in sorted(found, key=by_grade)))


def week_row(fact: Fact, today: date) -> Row:
    """Return a row of a week's report."""
    late: Value = fact.days_late(today) or None
    return (
        *(fact.number, fact.customer, fact.text, fact.grade, fact.status, fact.due),
        *(late, fact.progress, fact.trouble, fact.updated, PurePath(fact.book).name),
    )


def by_grade(fact: Fact) -> tuple[str, date, str]:
    """Return by what requirements are ordered: grade, due, number."""
    return (fact.grade or "~", fact.due or date.max, fact.number)


def reviewer(books: Sequence[Book], who: str) -> Iterator[Section]:
    """Yield the requirements without marks of that reviewer, the oldest first (V-7)."""
    rows: list[tuple[date, Row]] = []
    for book in books:
        look = book.look
        if not _is_marked_by_several(book):
            continue
        for fact in book.facts:
            record = look.record_of(look.needs.sheet.name, fact.number) if look.needs is not None else None
            marked = record is not None and who in map(str, look.cells(record, "reviews.reviewer"))
            if fact.is_open and fact.status_class == "未开始" and not marked:
                row = (fact.received, fact.number, fact.customer, fact.text, fact.status, _short(book))
                rows.append((fact.received or date.max, row))
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    yield Section(
        Words("等我打分", "Without my marks"), ("received", "number", "customer", "text", "status", "book"), ordered
    )


def _is_marked_by_several(book: Book) -> bool:
    there = {sheet.name: {column.name for column in sheet.columns} for sheet in book.look.spec.sheets}
    return "reviews" in book.look.frames and "reviewer" in there.get("reviews", set())


def recorder(books: Sequence[Book], who: str) -> Iterator[Section]:
    """Yield what a recorder wrote down that has findings, came back, or is not sorted yet (V-8)."""
    mine = [fact for book in books for fact in book.facts if fact.recorder == who and fact.is_open]
    yield findings(books, who, frozenset(fact.number for fact in mine))
    back = [fact for fact in mine if fact.status == "已退回"]
    unsorted = [fact for fact in mine if fact.status_class == "未开始" and not fact.grade]
    columns = ("received", "number", "customer", "text", "status", "book")
    for title, found in ((Words("被退回", "Sent back"), back), (Words("还没分类定级", "Not sorted yet"), unsorted)):
        rows = (
            (fact.received, fact.number, fact.customer, fact.text, fact.status, PurePath(fact.book).name)
            for fact in sorted(found, key=lambda fact: (fact.received or date.max, fact.number))
        )
        yield Section(title, columns, tuple(rows))


def _short(book: Book) -> str:
    return PurePath(book.name).name
