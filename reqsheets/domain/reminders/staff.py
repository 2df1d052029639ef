"""The people of a workbook: who heads a department, who is whose superior, who stands in for whom today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reqsheets.model.frames import Frames, as_date, values_or_blank
from reqsheets.model.plan import Value, Words
from reqsheets.model.spec import WorkbookSpec

HEADS = (
    "经理",
    "主管",
    "总监",
    "负责人",
    "manager",
    "head",
    "director",
    "lead",
)  # how the post of a head ends (decision N-33)
NO_HEADS = (
    "产品经理",
    "客户经理",
    "项目经理",
    "product manager",
    "account manager",
    "project manager",
)  # settled question A-9
LEFT = ("否", False)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of 人员与部门; `away` are the first and the last day on which the deputy stands in."""

    name: str
    staff_number: str = ""
    department: str = ""
    post: str = ""
    address: str = ""
    superior: str = ""
    is_employed: bool = True
    deputy: str = ""
    away: tuple[date, date] | None = None
    unreadable: str = ""  # 代理起止 that is no span of days

    @property
    def shown(self) -> str:
        """Return the name with what tells people of one name apart: the department, else the staff number."""
        more = self.department or self.staff_number
        return f"{self.name}（{more}）" if more else self.name

    @property
    def identity(self) -> tuple[str, str]:
        """Return by what the person is known in several workbooks: the staff number, else name and department."""
        return (self.staff_number, "") if self.staff_number else (self.name, self.department)

    def is_away(self, day: date) -> bool:
        """Tell whether somebody stands in on that day."""
        return self.deputy != "" and self.away is not None and self.away[0] <= day <= self.away[1]


@dataclass(frozen=True)
class Staff:
    """Everybody by name, in the order of the sheet."""

    people: Mapping[str, Person]

    def head(self, department: str) -> str:
        """Return who heads a department: by post, best one without a superior; else a member's superior; else ""."""
        members = [one for one in self.people.values() if one.department == department and one.is_employed]
        heads = [one for one in members if one.post.casefold().endswith(HEADS) and one.post.casefold() not in NO_HEADS]
        best = next((one for one in heads if not one.superior), None) or next(iter(heads), None)
        if best is not None:
            return best.name
        return next((one.superior for one in members if one.superior), "")

    def superior(self, name: str) -> str:
        """Return whose direct superior is employed: the name, "" where there is none."""
        person = self.people.get(name)
        above = self.people.get(person.superior) if person and person.superior != name else None
        return above.name if above is not None and above.is_employed else ""

    def above(self, name: str) -> str:
        """Return the superior's superior, else the head of the department, "" where that is the same person."""
        first = self.superior(name)
        second = self.superior(first) if first else ""
        person = self.people.get(name)
        second = second or (self.head(person.department) if person else "")
        return second if second not in (name, first) else ""

    def answering(self, name: str) -> tuple[str, Words | None]:
        """Return who answers in that name: the person, or who heads the department of one who left; else why nobody."""
        person = self.people.get(name)
        if person is None:
            return "", Words(f"“{name}”不在“人员与部门”里", f"{name} is not on the sheet 人员与部门")
        if person.is_employed:
            return name, None
        head = self.head(person.department)
        if head:
            return head, None
        return "", Words(
            f"{name}已离职，{person.department}没有负责人", f"{name} has left and the department has no head"
        )

    def standing_in(self, name: str, day: date) -> str:
        """Return who stands in that day, "" where nobody does; for a deputy who is away too, the superior."""
        person = self.people.get(name)
        if person is None or not person.is_away(day):
            return ""
        deputy = self.people.get(person.deputy)
        if deputy is not None and deputy.is_employed and not deputy.is_away(day) and deputy.name != name:
            return deputy.name
        above = self.superior(name)
        return above if above and not self.people[above].is_away(day) else ""


def staff_of(spec: WorkbookSpec, frames: Frames) -> Staff:
    """Return the people of the sheet 人员与部门; nobody where it is absent."""
    sheet = spec.purpose("people")
    if sheet is None or sheet.name not in frames:
        return Staff({})
    names = ("name", "staff_number", "department", "post", "address", "superior", "employed", "deputy", "deputy_dates")
    found: dict[str, Person] = {}
    for row in zip(*(values_or_blank(frames, sheet.name, name) for name in names), strict=True):
        name, number, department, post, address, superior, employed, deputy, away = row
        if name is None:
            continue
        span, odd = span_of(away)
        person = Person(
            _text(name),
            _text(number),
            _text(department),
            _text(post),
            _text(address),
            _text(superior),
            employed not in LEFT,
            _text(deputy),
            span,
            odd,
        )
        found.setdefault(person.name, person)
    return Staff(found)


def span_of(value: Value) -> tuple[tuple[date, date] | None, str]:
    """Return first and last day of such as 2024-05-01至2024-05-07, or one day; else None and the text as typed."""
    day = as_date(value)
    if day is not None:
        return (day, day), ""
    if value is None:
        return None, ""
    days = []
    for year, month, number in DAY.findall(str(value)):
        try:
            days.append(date(int(year), int(month), int(number)))
        except ValueError:
            return None, str(value)
    if not days or days[0] > days[-1]:
        return None, str(value)
    return (days[0], days[-1]), ""


def _text(value: Value) -> str:
    return "" if value is None else str(value).strip()
