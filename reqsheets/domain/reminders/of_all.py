"""What is to be reminded of in workbooks of every kind: R-901 to R-908 of reminders.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property

from reqsheets.domain.deadlines.terms import days_until_worked
from reqsheets.domain.reminders.declared import Found, Moments, Reminder
from reqsheets.domain.reminders.lookup import Lookup, Record
from reqsheets.domain.reminders.moments import worked_days
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Words
from reqsheets.model.spec import WorkbookSpec

MEND_WITHIN = 3  # work days, for errors
LATER_EVERY = 28  # days, in which pairs put off are asked about once
NIGHTS, WORK_DAYS = 3, 2  # not written; no night at all
BROKEN = ("REQ025", "REQ026")
TURN = ((12, 15), (1, 15))  # of the year: from month and day, to month and day
OPEN_FINDING, LATER = ("未处理", None), "以后再说"
# By kind, who wrote a record down and which department has it, where nobody answers for the row.
RECORDERS: dict[str, tuple[str, ...]] = {
    "collection": ("raw.collector", "needs.manager"),
    "feedback": ("needs.recorder",),
    "customer": ("collecting.collector",),
    "response": ("needs.first_contact",),
    "survey": ("interviews.recorder", "signings.corrector"),
}
DEPARTMENTS: dict[str, str] = {
    "collection": "head:needs.departments",
    "feedback": "head:tracking.department",
    "customer": "head:collecting.department",
    "response": "head:tracking.department",
    "survey": "head:needs.departments",
}


def owner_of(look: Lookup, number: str) -> str:
    """Return who answers for a requirement: its owner, else who recorded it, else the head of its department; else ""."""
    record = look.record_of(look.needs.sheet.name, number) if look.needs is not None and number else None
    if record is None:
        return ""
    owner = look.about(record, "owner")
    if owner is not None:
        return str(owner)
    chain = (*RECORDERS.get(look.spec.kind, ()), DEPARTMENTS.get(look.spec.kind, ""))
    return next((names[0] for who in chain if who and (names := look.people(who, record))), "")


class Answering:
    """Who answers for findings that name nobody: by the requirement's number, each looked up once."""

    def __init__(self, spec: WorkbookSpec, frames: Frames) -> None:
        self._look = Lookup(spec, frames, datetime.min)  # noqa: DTZ901 (no moment is asked for)
        self._known: dict[str, str] = {"": ""}

    @cached_property
    def for_all(self) -> str:
        """Return who answers for what belongs to no row: 管理员, else the first head on 人员与部门, else ""."""
        named = next(iter(self._look.people("set:管理员", None)), "")
        people = self._look.staff.people.values()
        departments = dict.fromkeys(one.department for one in people if one.department)
        return named or next(filter(None, map(self._look.staff.head, departments)), "")

    def of(self, number: str) -> str:
        """Return who answers for a requirement, "" where nobody does or there is none of that number."""
        if number not in self._known:
            try:
                self._known[number] = owner_of(self._look, number)
            except (MissingColumnError, MissingSheetError):
                self._known[number] = ""
        return self._known[number]


def monday(day: date) -> date:
    """Return the Monday of that week."""
    return day - timedelta(days=day.weekday())


def _findings(look: Lookup, level: str) -> dict[str, list[date]]:
    """Return by person since when each finding of that level stands there."""
    found: defaultdict[str, list[date]] = defaultdict(list)
    for record in look.records("findings", ("rule", "sheet", "number", "field")):
        if look.cell(record, "level") == level and look.cell(record, "state") in OPEN_FINDING:
            owner = str(look.cell(record, "owner") or "") or owner_of(look, str(look.cell(record, "number") or ""))
            found[owner or "-"].append(look.day(look.cell(record, "first_seen")) or look.now.date())
    return found


def _errors(look: Lookup) -> Iterator[Found]:
    for owner, days in _findings(look, "错误").items():
        first = min(days)
        due = days_until_worked(first, MEND_WITHIN, look.calendar)[-1]
        fields = {"n": str(len(days)), "first": first.isoformat()}
        yield Found(owner, _named(owner), Moments(due, first, None, first), fields, at="校验结果")


def _warnings(look: Lookup) -> Iterator[Found]:
    week = monday(look.now.date())
    for owner, days in _findings(look, "警告").items():
        fields = {"n": str(len(days)), "first": min(days).isoformat()}
        yield Found(f"{owner}/警告", _named(owner), Moments(week, week), fields, at="校验结果")


def _pairs(look: Lookup, *, later: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    for record in look.records("duplicates", ("main", "other")):
        decision = look.cell(record, "decision")
        if decision == LATER if later else decision is None:
            found[owner_of(look, str(look.cell(record, "main"))) or "-"] += 1
    return found


def _undecided(look: Lookup) -> Iterator[Found]:
    if look.settings.number("疑似重复决定时限") is None:
        return
    for owner, n in _pairs(look, later=False).items():
        yield Found(owner, _named(owner), Moments(None), {"n": str(n)}, at="疑似重复")


def _put_off(look: Lookup) -> Iterator[Found]:
    due = date.fromordinal((look.now.date().toordinal() - 1) // LATER_EVERY * LATER_EVERY + 1)
    for owner, n in _pairs(look, later=True).items():
        yield Found(f"{owner}/以后再说", _named(owner), Moments(due, due), {"n": str(n)}, at="疑似重复")


def _waivers(look: Lookup) -> Iterator[Found]:
    for record in look.records("waivers", ("number", "rule")):
        until = look.day(look.cell(record, "until"))
        if until is not None:
            number = str(look.cell(record, "number") or "")
            doers = _named(owner_of(look, number)) or look.people("set:管理员", None)
            soon = until - timedelta(days=7)
            yield Found(record.key, doers, Moments(until, None, soon), {}, number, look.title("waivers", "until"))


def _calendar(look: Lookup) -> Iterator[Found]:
    today = look.now.date()
    years = {year for year in (today.year, today.year + (today.month == TURN[0][0])) if year not in look.calendar.years}
    if "calendar" in look.frames and years:
        week, year = monday(today), min(years)
        yield Found(str(year), look.people("set:管理员", None), Moments(week, week), {"year": str(year)}, at="工作日历")


def _left(look: Lookup) -> Iterator[Found]:
    gone = {name: person for name, person in look.staff.people.items() if not person.is_employed}
    owned: Counter[str] = Counter()
    sheet = look.spec.purpose("tracking") or look.spec.purpose("needs")
    owner = sheet.meaning("owner") if sheet is not None else None
    if not gone or sheet is None or owner is None or sheet.name not in look.frames:
        return
    held = look.column(sheet.name, owner)
    positions = [position for position, name in enumerate(held) if name in gone]
    for record in look.records(sheet.name, (look.naming(sheet.name),), positions):
        if not look.rests(record) and not _has_ended(look, record):
            owned[str(held[record.position])] += 1
    for name, n in owned.items():
        doer = look.staff.superior(name) or look.staff.head(gone[name].department)
        yield Found(name, _named(doer), Moments(None), {"n": str(n)}, at=look.title(sheet.name, owner))


def _has_ended(look: Lookup, record: Record) -> bool:
    ended = look.spec.cycle.closed if look.spec.cycle else ()
    return look.about(record, "status") in ended


def _unwritten(look: Lookup) -> Iterator[Found]:
    nights = look.nights
    doers = look.people("set:管理员", None)
    if nights.unwritten >= NIGHTS:
        fields = {"what": f"已 {nights.unwritten} 晚没能写入", "what_en": f"not written for {nights.unwritten} nights"}
        yield Found("未写入", (*doers, *_named(nights.holder)), Moments(None), fields)
    idle = worked_days(nights.last, look.now.date(), look.calendar) - 1 if nights.last is not None else 0
    if idle >= WORK_DAYS:
        fields = {"what": f"已 {idle} 个工作日没有运行", "what_en": f"no night for {idle} work days"}
        yield Found("未运行", doers, Moments(None), fields)


def _broken(look: Lookup) -> Iterator[Found]:
    for record in look.records("findings", ("rule",)):
        if record.key in BROKEN:
            fields = {"message": str(look.cell(record, "message") or "")}
            yield Found(record.key, look.people("set:管理员", None), Moments(None), fields, at="校验结果")
            return


def _new_year(look: Lookup) -> Iterator[Found]:
    today = look.now.date()
    day = today.month, today.day
    if not (day >= TURN[0] or day <= TURN[1]) or look.needs is None:
        return
    year = today.year + (today.month == TURN[0][0])
    column = look.needs.sheet.column(look.needs.sheet.meaning("number") or "")
    received = look.needs.sheet.meaning("received")
    if column.numbering is None or "{year}" not in column.numbering.form or received is None:
        return
    years = [found.year for value in look.column(look.needs.sheet.name, received) if (found := look.day(value))]
    if years and max(years) < year:
        week = monday(today)
        yield Found(str(year), look.people("set:管理员", None), Moments(week, week), {"year": str(year)})


def _named(name: str) -> tuple[str, ...]:
    return () if name in ("", "-") else (name,)


# fmt: off
REMINDERS = (
    Reminder("R-901", Words("要改的错误", "errors to mend"), Words("您有 {n} 处错误要改，最早 {first} 发现", "{n} errors for you to mend, the first of {first}"), source=_errors, patience=7),
    Reminder("R-901", Words("要看的警告", "warnings to look at"), Words("您有 {n} 处警告要看，最早 {first} 发现", "{n} warnings for you, the first of {first}"), source=_warnings, pace="once", suffix="警告"),
    Reminder("R-902", Words("疑似重复", "probable duplicates"), Words("{n} 对疑似重复等您决定", "{n} pairs to decide"), source=_undecided, grace=5),
    Reminder("R-902", Words("疑似重复（以后再说）", "duplicates put off"), Words("{n} 对疑似重复选了“以后再说”，请再看看", "{n} pairs were put off: please look again"), source=_put_off, pace="once", suffix="以后再说"),
    Reminder("R-903", Words("豁免到期", "a waiver ends"), Words("{record} 的豁免 {due} 到期", "the waiver {record} ends {due}"), source=_waivers),
    Reminder("R-904", Words("工作日历", "the calendar"), Words("请补 {year} 年节假日", "add the holidays of {year}"), source=_calendar, pace="once"),
    Reminder("R-905", Words("离职移交", "work of one who left"), Words("{record} 已离职，名下还有 {n} 条", "{record} has left and still owns {n}"), source=_left),
    Reminder("R-906", Words("没有处理", "not processed"), Words("这个工作簿{what}", "this workbook: {what_en}"), source=_unwritten),
    Reminder("R-907", Words("改动记录对不上", "the records do not fit"), Words("改动记录对不上：{message}", "the records do not fit: {message}"), source=_broken, superior=True),
    Reminder("R-908", Words("新的一年", "the new year"), Words("请为 {year} 年建工作簿", "begin the workbook of {year}"), source=_new_year, pace="once"),
)
