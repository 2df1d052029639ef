"""Findings as one HTML page that needs nothing else: filtered by person, rule and sheet, it opens without a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from reqsheets.model.harmless import legal
from reqsheets.model.plan import Language, Words
from reqsheets.report.findings_json import FindingObject
from reqsheets.report.outcome import Outcome
from reqsheets.report.places import LEVELS, ORDER
from reqsheets.rules.titles import TITLES

MOST = 5000  # findings on a page; more make a browser slow and are read by nobody
NOBODY = Words("（没有负责人）", "(nobody)")
TEXTS: Mapping[str, Words] = {
    "title": Words("校验报告", "Findings"),
    "person": Words("负责人", "Person"),
    "rule": Words("规则", "Rule"),
    "sheet": Words("工作表", "Sheet"),
    "level": Words("级别", "Level"),
    "all": Words("全部", "all"),
    "where": Words("位置", "Where"),
    "number": Words("编号", "Number"),
    "value": Words("当前值", "Value"),
    "problem": Words("问题", "Problem"),
    "hint": Words("怎么改", "What to do"),
    "state": Words("状态", "State"),
    "new": Words("新", "new"),
    "old": Words("旧", "old"),
    "gone": Words("已解决", "gone"),
    "unseen": Words("没有查", "not looked at"),
    "since": Words("自上次校验以来已解决", "Gone since the last check"),
    "shown": Words("显示", "shown"),
    "of": Words("处，共", "of"),
    "count": Words("处", ""),
    "none": Words("没有发现问题。", "Nothing wrong."),
    "search": Words("搜索", "Search"),
    "by_rule": Words("按规则", "By rule"),
    "by_person": Words("按负责人", "By person"),
    "unread": Words("没有读取", "Not read"),
    "nothing_new": Words("没有新问题。", "Nothing new."),
    "csv": Words("把显示的行存成 CSV", "Save the rows shown as CSV"),
    "more": Words("页面只列出前 5000 处，其余见 JSON。", "Only the first 5000 are listed; JSON has all."),
}


def heading(outcome: Outcome, today: date) -> str:
    """Return what a page says of itself: file, day, and the batch that was written."""
    return " · ".join(part for part in (outcome.path.name, today.isoformat(), outcome.head[:12]) if part)


def html(found: Sequence[FindingObject], unread: Mapping[str, str], language: Language, heading: str = "") -> str:
    """Return the page, new findings first; `unread` is why a workbook could not be read, by its path."""
    gone = [finding for finding in found if finding["state"] == "gone"]
    found = sorted((finding for finding in found if finding["state"] != "gone"), key=lambda one: one["state"] != "new")
    named = {finding["file"] for finding in (*found, *gone)}
    rules = Counter(finding["rule"] for finding in found)
    people = Counter(finding["owner"] or NOBODY.to(language) for finding in found)
    page = _template().render(
        language="zh-CN" if language == "zh" else "en",
        text={name: words.to(language) for name, words in TEXTS.items()},
        heading=heading or (next(iter(named)) if len(named) == 1 else ""),
        several=len(named) > 1,
        new=sum(finding["state"] == "new" for finding in found),
        compared=any(finding["state"] for finding in found) or bool(gone),
        found=found[:MOST],
        gone=gone[:MOST],
        many=len(found),
        cut=len(found) > MOST,
        unread=unread,
        levels={level: words.to(language) for level, words in LEVELS.items()},
        counts=[(level, sum(finding["level"] == level for finding in found)) for level in ORDER],
        titles={code: words.to(language) for code, words in TITLES.items()},
        rules=rules.most_common(),
        people=people.most_common(),
        sheets=sorted({finding["sheet"] for finding in found}),
        nobody=NOBODY.to(language),
    )
    return legal(page)


@cache
def _template() -> Template:
    text = files("reqsheets.report").joinpath("findings.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
