"""Views of a department and of the house: V-2, V-4, V-5, the stand-up list (V-6), the archivist's (V-9)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from reqsheets.domain.views.facts import NO_OWNER, Book, Fact
from reqsheets.domain.views.meanings import CLOSED
from reqsheets.domain.views.people_views import LINE, WEEK, by_grade, week_row
from reqsheets.domain.views.shape import Section
from reqsheets.model.frames import as_date
from reqsheets.model.plan import Row, Value, Words
from reqsheets.model.settings import as_decimal

WEEKS = 12
TITLES = {"collection": "采集", "feedback": "反馈", "customer": "客户", "response": "响应", "survey": "调研"}
LONGEST = 10  # overdue rows on the page of the management
LOW = 2  # points
PAPERS = ("R-014", "R-109", "R-208")
DECIDE = ("R-016", "R-207")
HIGHEST = ("P0", "P0级", "S")
RULES_OF_RISK = ("REQ418",)
DEPARTMENT = (
    "number", "customer", "text", "grade", "status", "owner", "due", "late", "days_late", "progress", "updated",
    "new_finish", "note", "book",
)  # fmt: skip


def all_facts(books: Sequence[Book]) -> list[Fact]:
    """Return the requirements of all workbooks."""
    return [fact for book in books for fact in book.facts]


def department(books: Sequence[Book], name: str, now: datetime) -> Iterator[Section]:
    """Yield the open rows of a department, those it helps with marked (V-2)."""
    today, rows = now.date(), []
    for fact in all_facts(books):
        lead, helps = name in fact.departments, name in fact.helping
        if fact.is_open and (lead or helps):
            late = fact.days_late(today)
            rows.append(
                (
                    *(fact.number, fact.customer, fact.text, fact.grade, fact.status, fact.owner or NO_OWNER, fact.due),
                    *("是" if late else "否", late or None, fact.progress, fact.updated, fact.new_finish),
                    *("" if lead else "协同", PurePath(fact.book).name),
                )
            )
    ordered = sorted(rows, key=lambda row: (str(row[5]), str(row[3] or "~"), str(row[6] or "~"), str(row[0])))
    yield Section(Words(f"{name}在办", f"Open in {name}"), DEPARTMENT, tuple(ordered))


def department_week(books: Sequence[Book], name: str, now: datetime) -> Iterator[Section]:
    """Yield a line an owner, then what is overdue and what is due next week (V-4)."""
    today = now.date()
    ours = [fact for fact in all_facts(books) if name in fact.departments]
    by_owner: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in ours:
        by_owner[fact.owner or NO_OWNER].append(fact)
    lines = [_owner_line(owner, facts, today) for owner, facts in by_owner.items()]
    columns = ("owner", "open", "new", "done", "overdue", "longest", "stale")
    busy = [row for row in lines if any(row[1:])]
    yield Section(
        Words("按负责人", "By owner"), columns, tuple(sorted(busy, key=lambda row: (-int(str(row[4])), str(row[0]))))
    )
    late = [fact for fact in ours if fact.days_late(today)]
    coming = [fact for fact in ours if fact.is_open and fact.due and today < fact.due <= today + timedelta(days=WEEK)]
    for title, found in ((Words("已超期", "Overdue"), late), (Words("下周到期", "Due next week"), coming)):
        yield Section(title, LINE, tuple(week_row(fact, today) for fact in sorted(found, key=by_grade)))


def _owner_line(owner: str, facts: Sequence[Fact], today: date) -> Row:
    since = today - timedelta(days=WEEK - 1)
    is_open = [fact for fact in facts if fact.is_open]
    late = [days for fact in is_open if (days := fact.days_late(today))]
    return (
        owner,
        len(is_open),
        _within([fact.received for fact in facts], since, today),
        _within([fact.finished for fact in facts], since, today),
        len(late),
        max(late, default=0),
        sum(fact.next_update is not None and fact.next_update < today for fact in is_open),
    )


def _within(days: Sequence[date | None], first: date, last: date) -> int:
    return sum(day is not None and first <= day <= last for day in days)


def management(books: Sequence[Book], now: datetime) -> Iterator[Section]:
    """Yield one page: figures with the week before, grades, departments, twelve weeks, the longest late, risks.

    Source: V-5.
    """
    facts, today = all_facts(books), now.date()
    yield Section(
        Words("本周", "This week"), ("figure", "value", "before", "change"), tuple(_figures(facts, books, today))
    )
    yield from (
        _grouped(title, facts, today, by)
        for title, by in ((Words("按级别", "By grade"), "grade"), (Words("按部门", "By department"), "department"))
    )
    yield Section(Words("近 12 周", "The last 12 weeks"), ("week", "new", "done"), tuple(weeks(facts, today)))
    late = sorted(
        (fact for fact in facts if fact.days_late(today)), key=lambda fact: (-fact.days_late(today), fact.number)
    )
    yield Section(Words("最久超期", "Longest overdue"), LINE, tuple(week_row(fact, today) for fact in late[:LONGEST]))
    yield _low(facts)
    yield _risks(books)


def _figures(facts: Sequence[Fact], books: Sequence[Book], today: date) -> Iterator[Row]:
    start = today - timedelta(days=WEEK - 1)
    before = start - timedelta(days=WEEK), start - timedelta(days=1)
    then = _dashboard(books, before[1])
    is_open = [fact for fact in facts if fact.is_open]
    late = sum(fact.days_late(today) > 0 for fact in is_open)
    yield _changed("在办", len(is_open), then.get("open"))
    for name, days in (("新增", [f.received for f in facts]), ("完成", [f.finished for f in facts])):
        yield _changed(name, _within(days, start, today), _within(days, *before))
    yield _changed("超期", late, then.get("overdue"))
    closed = sum(fact.status_class == CLOSED or fact.is_archived for fact in facts)
    rate = Decimal(100 * closed) / len(facts) if facts else None
    yield ("需求达成率", "–" if rate is None else f"{rate.quantize(Decimal('0.1'), ROUND_HALF_UP)}%", None, None)
    marks = [mark for fact in facts if (mark := as_decimal(fact.satisfaction)) is not None]
    mean = (sum(marks, Decimal(0)) / len(marks)).quantize(Decimal("0.01"), ROUND_HALF_UP) if marks else None
    yield ("平均满意度", "–" if mean is None else f"{mean}（{len(marks)} 份）", None, None)


def _changed(name: str, now: int, before: int | None) -> Row:
    return (name, now, before, None if before is None else f"{now - before:+d}")


def _dashboard(books: Sequence[Book], day: date) -> dict[str, int]:
    """Return what the dashboards said on that day or last before it, summed; nothing where one says nothing."""
    found: Counter[str] = Counter()
    for book in books:
        rows = [
            record for record in book.look.records("dashboard", ("day",)) if _day(book, record.position) is not None
        ]
        earlier = [
            (_day(book, record.position) or day, record)
            for record in rows
            if (_day(book, record.position) or day) <= day
        ]
        if not earlier:
            return {}
        _, last = max(earlier, key=lambda pair: pair[0])
        for name in ("open", "overdue"):
            value = book.look.cell(last, name)
            found[name] += value if isinstance(value, int) else 0
    return dict(found)


def _day(book: Book, position: int) -> date | None:
    return as_date(book.look.column("dashboard", "day")[position])


def _grouped(title: Words, facts: Sequence[Fact], today: date, by: str) -> Section:
    counts: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for fact in facts:
        if not fact.is_open:
            continue
        graded = (f"{TITLES.get(fact.kind, fact.kind)} {fact.grade or '未定级'}",)  # never summed over kinds (T-11)
        for group in graded if by == "grade" else fact.departments or ("无部门",):
            counts[group] += 1
            late[group] += fact.days_late(today) > 0
    rows = tuple((group, counts[group], late[group]) for group in sorted(counts))
    return Section(title, ("group", "open", "overdue"), rows)


def weeks(facts: Sequence[Fact], today: date) -> Iterator[Row]:
    """Yield what came and what was done in each of the last twelve weeks, Monday to Sunday."""
    monday = today - timedelta(days=today.weekday())
    for n in range(WEEKS - 1, -1, -1):
        first = monday - timedelta(days=7 * n)
        last = first + timedelta(days=6)
        new, done = ([getattr(fact, name) for fact in facts] for name in ("received", "finished"))
        yield (first, _within(new, first, last), _within(done, first, last))


def _low(facts: Sequence[Fact]) -> Section:
    rows: list[Row] = []
    for fact in facts:
        mark = as_decimal(fact.satisfaction)
        if mark is not None and mark <= LOW:
            rows.append((fact.number, fact.customer, fact.satisfaction, fact.text, PurePath(fact.book).name))
    return Section(Words("低分", "Low marks"), ("number", "customer", "satisfaction", "text", "book"), tuple(rows))


def _risks(books: Sequence[Book]) -> Section:
    rows: list[Row] = []
    for book in books:
        look, short = book.look, PurePath(book.name).name
        for record in look.records("findings", ("rule",)):
            if record.key in RULES_OF_RISK:
                told: list[Value] = [look.cell(record, name) for name in ("number", "message")]
                rows.append((*told, short))
        rows += [
            (fact.number, f"{fact.grade} {fact.status}：{fact.text}", short)
            for fact in book.facts
            if fact.is_open and fact.grade in HIGHEST
        ]
        said = look.spec.terms.said
        rows += [(one.number, said(one.words), short) for one in book.summons.owed if one.duty == "R-404"]
    return Section(Words("风险", "Risks"), ("number", "note", "book"), tuple(rows))


def standup(books: Sequence[Book], now: datetime) -> Iterator[Section]:
    """Yield the tasks in hand by owner, and whom to tell how it stands today (V-6)."""
    today, tasks, contacts = now.date(), [], []
    for book in books:
        look, short = book.look, PurePath(book.name).name
        if "tasks" in look.frames and book.look.spec.kind == "response":
            for record in look.records("tasks", ("task",)):
                if look.cell(record, "state") in ("未开始", "进行中", "受阻") and not look.rests(record):
                    names = ("owner", "number", "name", "state", "planned_finish", "progress")
                    tasks.append((*(look.cell(record, name) for name in names), short))
        contacts += [
            (fact.owner or NO_OWNER, fact.number, fact.customer, fact.next_update, short)
            for fact in book.facts
            if fact.is_open and fact.kind == "response" and fact.next_update is not None and fact.next_update <= today
        ]
    columns = ("owner", "number", "task", "status", "due", "progress", "book")
    yield Section(Words("任务", "Tasks"), columns, tuple(sorted(tasks, key=lambda row: tuple(map(str, row[:3])))))
    titles = ("owner", "number", "customer", "due", "book")
    yield Section(Words("今天要向客户通报", "To tell customers today"), titles, tuple(sorted(contacts, key=str)))


def archivist(books: Sequence[Book]) -> Iterator[Section]:
    """Yield closed rows that lack papers, and papers to decide on (V-9)."""
    for title, duties in (
        (Words("缺材料", "Papers missing"), PAPERS),
        (Words("请决定续存或销毁", "To decide on"), DECIDE),
    ):
        rows: list[Row] = []
        for book in books:
            short, said = PurePath(book.name).name, book.look.spec.terms.said
            for one in book.summons.owed:
                if one.duty in duties:
                    where = book.summons.places.get(one.key, one.place)
                    rows.append((one.due, one.number, one.customer, said(one.words), where, short))
        columns = ("due", "number", "customer", "missing", "where", "book")
        yield Section(title, columns, tuple(sorted(rows, key=lambda row: (str(row[0] or ""), str(row[1])))))
