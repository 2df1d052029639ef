"""The summary sheet of the findings: how many there are by rule and by person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reqsheets.model.frames import Frames
from reqsheets.model.plan import Finding, Plan, ReplaceRows, Row, Severity, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.places import LEVELS
from reqsheets.rules.titles import TITLES

BECAUSE = Words("校验汇总按最新数据重写", "the summary of the findings as they are now")
BY_RULE, BY_PERSON = "按规则", "按负责人"
NOBODY = "（没有负责人）"


def findings_summary(spec: WorkbookSpec, frames: Frames, findings: Sequence[Finding]) -> Plan:
    """Rewrite the summary sheet: a row a rule, then a row a person, the most findings first.

    A workbook without that sheet is left as it is. The texts are Chinese, as the titles are.
    """
    sheet = spec.purpose("findings_summary")
    if sheet is None or sheet.name not in frames:
        return Plan()
    columns = tuple(frames[sheet.name].columns)
    first = frames.headers.get(sheet.name, 1) + 1
    rows = (*_counted(BY_RULE, findings), *_counted(BY_PERSON, findings))
    new: dict[int, Row] = {row: tuple(told.get(column) for column in columns) for row, told in enumerate(rows, first)}
    change = ReplaceRows(sheet.name, columns, frames.rows(sheet.name), new, BECAUSE)
    return Plan(changes=(change,) if change.old != new else ())


def _counted(group: str, findings: Sequence[Finding]) -> Iterator[dict[str, Value]]:
    counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.rule if group == BY_RULE else finding.owner or NOBODY][finding.severity] += 1
    for name, levels in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0])):
        title = TITLES[name].zh if group == BY_RULE and name in TITLES else None
        told: dict[str, Value] = {"group": group, "name": name, "title": title, "total": levels.total()}
        yield told | {level: levels[level] or None for level in LEVELS}
