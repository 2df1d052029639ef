"""The summary sheet of the findings: how many there are by rule and by person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reqsheets.model.frames import Frames, as_date, values_or_blank
from reqsheets.model.plan import Finding, Plan, ReplaceRows, Row, Severity, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.terms import Terms
from reqsheets.report.places import LEVELS
from reqsheets.rules.titles import TITLES

BECAUSE = Words("校验汇总按最新数据重写", "the summary of the findings as they are now")
SINCE, NEW, GONE, LEFT = "与上次相比", "新增", "已解决", "仍在"
BY_RULE, BY_PERSON = "按规则", "按负责人"
NOBODY = "（没有负责人）"


def findings_summary(
    spec: WorkbookSpec,
    frames: Frames,
    findings: Sequence[Finding],
    gone: Sequence[Finding] = (),
    today: date | None = None,
) -> Plan:
    """Rewrite the summary sheet: what is new, gone and left, then a row a rule, then a row a person, the most first.

    New is what the findings sheet in `frames` saw first on `today`; `gone` adds to what was gone earlier that day, so
    that a second run on a day changes nothing. Without `today` the sheet begins with the rules.
    A workbook without that sheet is left as it is. The texts are in the language of the titles.
    """
    sheet = spec.purpose("findings_summary")
    if sheet is None or sheet.name not in frames:
        return Plan()
    columns = tuple(frames[sheet.name].columns)
    first = frames.headers.get(sheet.name, 1) + 1
    since = _since(spec, frames, gone, today) if today is not None and spec.purpose("findings") else ()
    rows = (*since, *_counted(spec.terms, BY_RULE, findings), *_counted(spec.terms, BY_PERSON, findings))
    new: dict[int, Row] = {row: tuple(told.get(column) for column in columns) for row, told in enumerate(rows, first)}
    change = ReplaceRows(sheet.name, columns, frames.rows(sheet.name), new, BECAUSE)
    return Plan(changes=(change,) if change.old != new else ())


def _counted(terms: Terms, group: str, findings: Sequence[Finding]) -> Iterator[dict[str, Value]]:
    counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.rule if group == BY_RULE else finding.owner or NOBODY][finding.severity] += 1
    for name, levels in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0])):
        title = terms.said(TITLES[name]) if group == BY_RULE and name in TITLES else None
        told: dict[str, Value] = {"group": group, "name": name, "title": title, "total": levels.total()}
        yield told | {level: levels[level] or None for level in LEVELS}


def _since(spec: WorkbookSpec, frames: Frames, gone: Sequence[Finding], today: date) -> Iterator[dict[str, Value]]:
    """Yield what is new today, what is gone today, and what was there before."""
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return
    levels, seen = (values_or_blank(frames, sheet.name, name) for name in ("level", "first_seen"))
    names = {words.zh: level for level, words in LEVELS.items()}
    counts: dict[str, Counter[str]] = {NEW: Counter(), LEFT: Counter()}
    for level, first in zip(levels, seen, strict=True):
        counts[NEW if as_date(first) == today else LEFT][names.get(str(level), "info")] += 1
    counts[GONE] = Counter(finding.severity for finding in gone) + _earlier(spec, frames, today)
    for name in (NEW, GONE, LEFT):
        yield _compared(name, counts[name], today if name != LEFT and counts[name] else None)


def _compared(name: str, levels: Mapping[str, int], day: date | None) -> dict[str, Value]:
    told: dict[str, Value] = {"group": SINCE, "name": name, "title": day and day.isoformat()}
    return told | {level: levels.get(level) or None for level in LEVELS} | {"total": sum(levels.values())}


def _earlier(spec: WorkbookSpec, frames: Frames, today: date) -> Counter[str]:
    """Return by level what an earlier run of the same day told as gone."""
    sheet = spec.purpose("findings_summary")
    if sheet is None:
        return Counter()
    columns = {name: values_or_blank(frames, sheet.name, name) for name in ("group", "name", "title", *LEVELS)}
    for i, group in enumerate(columns["group"]):
        if group == SINCE and columns["name"][i] == GONE and str(columns["title"][i] or "")[:10] == today.isoformat():
            held = {level: columns[level][i] for level in LEVELS}
            return Counter({level: n for level, n in held.items() if isinstance(n, int)})
    return Counter()
