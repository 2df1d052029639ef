"""One person's page: everything that she owes in all workbooks, with the cell where each is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import PurePath

from jinja2 import Environment, StrictUndefined, Template

from reqsheets.domain.reminders.digests import SECTIONS, Digest, days_left, full_line, section_of
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.summons import Summons
from reqsheets.model.frames import as_date
from reqsheets.model.harmless import legal
from reqsheets.model.plan import Language, Words

SOON = 3  # days
GROUPS = (
    Words("已过", "Overdue"),
    Words("今天或尽快", "Today, or as soon as you can"),
    Words("3 天内", "Within 3 days"),
    Words("以后", "Later"),
)
TEXTS: Mapping[str, Words] = {
    "title": Words("我的待办", "My to-dos"),
    "due": Words("到期", "Due"),
    "duty": Words("事项", "Duty"),
    "number": Words("编号", "Number"),
    "customer": Words("客户", "Customer"),
    "text": Words("需求描述", "Requirement"),
    "grade": Words("级别", "Grade"),
    "status": Words("状态", "Status"),
    "days": Words("天数", "Days"),
    "where": Words("在哪里填", "Where to fill in"),
    "book": Words("工作簿", "Workbook"),
    "none": Words("没有待办。", "Nothing to do."),
    "made": Words("生成于", "made on"),
}


def person_page(name: str, owed: Sequence[tuple[Summons, Obligation]], now: datetime, language: Language) -> str:
    """Return the page of all that a person owes, overdue first."""
    groups: list[tuple[str, list[dict[str, str]]]] = [(words.to(language), []) for words in GROUPS]
    for summons, one in owed:
        group = group_of(one, now)
        if group is not None:
            groups[group][1].append(row_of(summons, one, now, language))
    return _page(name, now, language, groups=[(title, rows) for title, rows in groups if rows], sections=[])


def digest_page(digest: Digest, language: Language) -> str:
    """Return a message as a page, every line of it."""
    sections: list[tuple[str, list[str]]] = []
    for line in digest.lines:
        title = SECTIONS[section_of(line)].to(language)
        if not sections or sections[-1][0] != title:
            sections.append((title, []))
        sections[-1][1].append(full_line(line, language))
    return _page(digest.person.name, digest.now, language, groups=[], sections=sections)


def group_of(one: Obligation, now: datetime) -> int | None:
    """Return under which heading it stands: 0 overdue to 3 later; None where it is only news of the past."""
    due = as_date(one.due)
    if due is None:
        return 1
    late = one.due < now if isinstance(one.due, datetime) else due < now.date()
    if late:
        return None if one.pace in ("announced", "once") else 0
    days = (due - now.date()).days
    return 1 if days == 0 else 2 if days <= SOON else 3


def row_of(summons: Summons, one: Obligation, now: datetime, language: Language) -> dict[str, str]:
    """Return what a row of to-dos shows."""
    due = f"{one.due:%Y-%m-%d %H:%M}" if isinstance(one.due, datetime) else str(one.due or "")
    return {
        "due": due,
        "duty": one.words.to(language),
        "number": one.number,
        "customer": one.customer,
        "text": one.text,
        "grade": one.grade,
        "status": one.status,
        "days": days_left(one, now).to(language),
        "where": summons.places.get(one.key, one.place),
        "book": PurePath(summons.path).name,
        "to_tell": one.to_tell.to(language),
    }


def _page(
    name: str,
    now: datetime,
    language: Language,
    *,
    groups: Sequence[tuple[str, Sequence[Mapping[str, str]]]],
    sections: Sequence[tuple[str, Sequence[str]]],
) -> str:
    page = _template().render(
        language="zh-CN" if language == "zh" else "en",
        text={key: words.to(language) for key, words in TEXTS.items()},
        name=name,
        made=f"{now:%Y-%m-%d %H:%M}",
        groups=groups,
        sections=sections,
        columns=("due", "duty", "number", "customer", "text", "grade", "status", "days", "where", "book"),
    )
    return legal(page)


@cache
def _template() -> Template:
    text = files("reqsheets.report").joinpath("person_page.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
