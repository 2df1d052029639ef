"""The first page of a report folder: every workbook with its state, what is new and overdue, and the last 30 nights."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePath
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from reqsheets.domain.reminders.owed import Obligation
from reqsheets.model.harmless import legal
from reqsheets.model.plan import Language, Words
from reqsheets.report.run_log import Entry, lines_of

NIGHTS = 30
WIDTH, HEIGHT = 120, 24  # of a trend, in pixels
TEXTS: Mapping[str, Words] = {
    "title": Words("登记表一览", "Registers"),
    "book": Words("工作簿", "Workbook"),
    "state": Words("状态", "State"),
    "errors": Words("错误", "Errors"),
    "warnings": Words("警告", "Warnings"),
    "new": Words("新增", "New"),
    "gone": Words("已解决", "Gone"),
    "overdue": Words("超期事项", "Overdue"),
    "waiting": Words("等待决定", "To decide"),
    "trend": Words("近 30 晚的错误", "Errors in 30 nights"),
    "people": Words("每个人的待办", "Everybody's to-dos"),
    "person": Words("姓名", "Name"),
    "due": Words("待办", "To do"),
    "filter": Words("筛选", "Filter"),
    "all": Words("全部", "all"),
    "ok": Words("没有错误", "clean"),
    "wrong": Words("有错误", "errors"),
    "failed": Words("未能处理", "failed"),
    "skipped": Words("不是登记表", "no register"),
    "none": Words("没有工作簿。", "No workbook."),
    "nothing_new": Words("没有新问题。", "Nothing new."),
    "made": Words("生成于", "made on"),
}


def index_page(
    entries: Sequence[Entry],
    people: Sequence[tuple[str, str, int, int]],
    trends: Mapping[str, Sequence[int]],
    now: datetime,
    language: Language,
) -> str:
    """Return the page; `people` are name, file, number of things to do and of overdue ones."""
    rows = [_row(entry, trends.get(entry.path, ()), now) for entry in sorted(entries, key=lambda one: -one.exit_code)]
    page = _template().render(
        language="zh-CN" if language == "zh" else "en",
        text={name: words.to(language) for name, words in TEXTS.items()},
        made=f"{now:%Y-%m-%d %H:%M}",
        rows=rows,
        nothing_new=bool(entries) and all(_is_known(entry) for entry in entries if not entry.skipped),
        people=[(name, quote(file), many, late) for name, file, many, late in people],
    )
    return legal(page)


def _is_known(entry: Entry) -> bool:
    """Tell whether a workbook was compared with the last run and has nothing that was not there then."""
    return not entry.since.get("new", 0) and (entry.since.get("old", 0) > 0 or not any(entry.findings.values()))


def _row(entry: Entry, trend: Sequence[int], now: datetime) -> dict[str, object]:
    state = "skipped" if entry.skipped else "failed" if entry.exit_code > 1 else "wrong" if entry.exit_code else "ok"
    return {
        "name": PurePath(entry.path).name,
        "path": entry.path,
        "page": quote(f"{entry.page}.findings.html") if entry.page else "",
        "state": state,
        "error": entry.error,
        "errors": entry.findings.get("error", 0),
        "warnings": entry.findings.get("warning", 0),
        "new": entry.since.get("new", 0),
        "gone": entry.since.get("gone", 0),
        "overdue": sum(is_late(one, now) for one in entry.duties.owed) if entry.duties else 0,
        "waiting": entry.waiting,
        "points": points(trend),
        "last": trend[-1] if trend else 0,
    }


def is_late(one: Obligation, now: datetime) -> bool:
    """Tell whether something owed is overdue; news of the past is not."""
    if one.due is None or one.pace in ("once", "announced"):
        return False
    return one.due < now if isinstance(one.due, datetime) else one.due < now.date()


def points(trend: Sequence[int]) -> str:
    """Return the points of an SVG line through these figures; "" for fewer than two."""
    if len(trend) < 2:  # noqa: PLR2004 (a line has two ends)
        return ""
    highest = max(*trend, 1)
    step = WIDTH / (len(trend) - 1)
    return " ".join(f"{step * i:.1f},{HEIGHT - 2 - (HEIGHT - 4) * n / highest:.1f}" for i, n in enumerate(trend))


def trends_of(folder: Path) -> dict[str, list[int]]:
    """Return by workbook how many errors the last 30 nights found, the last run of a day; {} without a run log."""
    by_day: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for line in lines_of(folder):
        try:
            item = json.loads(line)
            path, errors = item["path"], item["findings"]["error"]
            day = datetime.fromisoformat(item["run"]).date()
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(path, str) and isinstance(errors, int):
            by_day[path][day] = errors
    return {path: [days[day] for day in sorted(days)[-NIGHTS:]] for path, days in by_day.items()}


@cache
def _template() -> Template:
    text = files("reqsheets.report").joinpath("index.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
