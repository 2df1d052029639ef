"""One message a person over all workbooks of a run: what to say, in which order, and how much of it.

Source: reminders.md, section 2 (digest), section 5 (samples), decisions N-34, N-36, N-37.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.staff import Person
from reqsheets.domain.reminders.summons import Summons
from reqsheets.domain.reminders.tellings import Telling
from reqsheets.model.frames import as_date
from reqsheets.model.plan import Language, Words

SECTIONS = (
    Words("请协助或决定", "Please help, or decide"),
    Words("已超期", "Overdue"),
    Words("今天到期", "Due today"),
    Words("快到期", "Due soon"),
    Words("需要改的单元格", "Cells to mend"),
    Words("供参考", "For information"),
)
ASKED, LATE, TODAY, SOON, MEND, INFORMATION = range(len(SECTIONS))
FINDINGS = "R-901"
CLOSING = Words(
    "办完请在登记表里填上时间，就不再提醒。", "Fill in the register when it is done, and it is not told again."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told, and of which workbook."""

    summons: Summons
    telling: Telling

    @property
    def one(self) -> Obligation:
        """Return what is owed."""
        return self.telling.one


@dataclass(frozen=True)
class Digest:
    """Everything that one person is told now, in the order in which it is shown."""

    person: Person
    lines: tuple[Line, ...]
    now: datetime
    most: int

    def subject(self, language: Language) -> str:
        """Return the first line of the message."""
        day, n = self.now.date(), len(self.lines)
        zh = f"【需求提醒】{day.isoformat()} 您有 {n} 项"
        return zh if language == "zh" else f"[Requirements] {day.day} {day:%B %Y}: {n} item{'s' * (n != 1)} for you"

    def text(self, language: Language, *, in_group: bool = False, most: int | None = None) -> str:
        """Return the message; in a group only numbers and duties, nothing of customers."""
        most = self.most if most is None else most
        told, section = [self.subject(language)], -1
        for line in self.lines[:most]:
            if section != (now := section_of(line)):
                section = now
                told.append(SECTIONS[section].to(language))
            told.append(f"· {short_line(line, language) if in_group else full_line(line, language)}")
            if not in_group and line.one.to_tell.zh and line.telling.role in ("doer", "deputy"):
                said = line.one.to_tell.to(language)
                told.append(Words(f"  可以这样告诉客户：{said}", f"  to tell the customer: {said}").to(language))
        if len(self.lines) > most:
            rest = len(self.lines) - most
            told.append(
                Words(f"其余 {rest} 项见附件或看板", f"{rest} more: see the file or the dashboard").to(language)
            )
        if any(section_of(line) < MEND for line in self.lines):
            told.append(CLOSING.to(language))
        return "\n".join(told)


def digests(lines: Iterable[Line], now: datetime) -> tuple[Digest, ...]:
    """Return a digest a person, by name; who is in several workbooks is known by the staff number."""
    people: dict[tuple[str, str], Person] = {}
    found: dict[tuple[str, str], list[Line]] = {}
    most: dict[tuple[str, str], int] = {}
    for line in lines:
        person = line.summons.staff.people.get(line.telling.to) or Person(line.telling.to)
        who = person.identity
        if who not in people or (person.address and not people[who].address):
            people[who] = person
        found.setdefault(who, []).append(line)
        most[who] = min(most.get(who, line.summons.policy.most_lines), line.summons.policy.most_lines)
    ordered = ((who, tuple(sorted(found[who], key=_rank))) for who in sorted(found, key=lambda who: people[who].name))
    return tuple(Digest(people[who], lines, now, most[who]) for who, lines in ordered)


def section_of(line: Line) -> int:
    """Return under which heading a line stands."""
    stage, one = line.telling.step.stage, line.one
    if stage == "S6" or line.telling.role == "copy":
        return INFORMATION
    if line.telling.role == "superior":
        return ASKED
    if one.duty == FINDINGS:
        return MEND
    if one.pace in ("announced", "once"):
        return INFORMATION
    if stage in ("S3", "S4", "S5"):
        return LATE
    return TODAY if stage == "S2" else SOON


def _rank(line: Line) -> tuple[object, ...]:
    due = as_date(line.one.due) or date.max
    return (section_of(line), not line.one.is_urgent, due, line.summons.path, line.one.number, line.one.key)


def full_line(line: Line, language: Language) -> str:
    """Return what is told of one thing: whose it is, words, days, customer, text, workbook and cell."""
    one, telling = line.one, line.telling
    if telling.step.stage == "S6":
        return Words(
            f"{one.number} {one.title.zh}已办结，不用再跟。",
            f"{one.number}: {one.title.en} is done; nothing more to do.",
        ).to(language)
    whose = _whose(telling)
    grade = f"（{one.grade}）" if one.grade and language == "zh" else f" ({one.grade})" if one.grade else ""
    days = days_left(one, line.summons.now)
    asked = "".join(words.to(language) for words in _asked(telling))
    about = " ".join(part for part in (one.customer, one.text) if part and part not in one.words.to(language))
    place = line.summons.places.get(one.key, one.place)
    where = PurePath(line.summons.path).name + (f" {place}" if place else "")
    parts = [f"{one.words.to(language)}{Words('，', ', ').to(language)}{days.to(language)}{grade}{asked}", about, where]
    return whose.to(language) + Words("｜", " | ").to(language).join(part for part in parts if part)


def short_line(line: Line, language: Language) -> str:
    """Return what a group is told: number and duty, nothing of the customer (decision N-37)."""
    one = line.one
    days = days_left(one, line.summons.now)
    return Words(f"{one.number} {one.title.zh}，{days.zh}", f"{one.number} {one.title.en}, {days.en}").to(language)


def _whose(telling: Telling) -> Words:
    of = telling.instead_of
    if telling.role == "deputy":
        return Words(f"（代理 {of}）", f"(as deputy of {of}) ")
    if telling.role == "superior":
        return Words(f"{of}名下：", f"{of}: ")
    if telling.role == "copy":
        return Words(f"（已请{of}代办）", f"({of} stands in for you) ")
    return Words("", "")


def _asked(telling: Telling) -> Iterator[Words]:
    if telling.role != "superior":
        return
    yield Words("，请决定", "; please decide") if telling.step.stage == "S5" else Words("，请协助", "; please help")
    if telling.told_on:
        days = "、".join(f"{day.month}-{day.day}" for day in telling.told_on)
        yield Words(f"。此前提醒：{days}", f". Told on {', '.join(day.isoformat() for day in telling.told_on)}")


def days_left(one: Obligation, now: datetime) -> Words:
    """Return in how many days it is due, or for how many it is overdue."""
    due = as_date(one.due)
    if due is None:
        return Words("请尽快处理", "please see to it")
    days = (due - now.date()).days
    if days == 0 and isinstance(one.due, datetime) and one.due < now:
        hours = max(int((now - one.due).total_seconds() // 3600), 1)
        return Words(f"已过 {hours} 小时", f"{hours} hour{'s' * (hours != 1)} overdue")
    if one.pace in ("once", "announced") and days < 0:
        return Words(due.isoformat(), due.isoformat())
    if days == 0:
        return Words("就在今天", "due today")
    n, s = abs(days), "s" * (abs(days) != 1)
    return Words(f"还有 {n} 天", f"{n} day{s} left") if days > 0 else Words(f"已过 {n} 天", f"{n} day{s} overdue")


def lines_of(summons: Summons, found: Sequence[Telling]) -> Iterator[Line]:
    """Yield the lines of one workbook."""
    return (Line(summons, telling) for telling in found)
