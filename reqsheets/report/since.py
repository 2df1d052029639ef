"""What is new since the last run that filled the findings sheet, and what is gone; by number, whatever the row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reqsheets.excel.layout import SheetLayout
from reqsheets.frames import Frames, row_numbers, values_or_blank
from reqsheets.plan import Cell, Finding, Value, Words
from reqsheets.report.places import LEVELS, place
from reqsheets.rules.titles import TITLES
from reqsheets.spec import WorkbookSpec

Key = tuple[Value, ...]
KEY = ("rule", "sheet", "number", "field")
ROW = re.compile("[A-Z]{1,3}([1-9][0-9]{0,6})")


def compared(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return the findings, each marked new or old; unmarked where there was no last run."""
    before = Counter(_keys(spec, frames))
    if not before:
        return tuple(findings)
    marked = []
    for finding in findings:
        key = _key(spec, layouts, finding)
        known = before[key] > 0
        before[key] -= known
        marked.append(replace(finding, state="old" if known else "new"))
    return tuple(marked)


def gone(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return what the last run found and this one does not, as the findings sheet told it, where it stood then."""
    now = Counter(_key(spec, layouts, finding) for finding in findings)
    left = []
    for key, told in zip(_keys(spec, frames), _told(spec, frames), strict=True):
        if now[key] > 0:
            now[key] -= 1
        elif told.rule:
            left.append(told)
    return tuple(left)


def _key(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], finding: Finding) -> Key:
    at = place(spec, layouts, finding.at)
    return finding.rule, at.sheet, finding.key or None, at.header or None


def _keys(spec: WorkbookSpec, frames: Frames) -> list[Key]:
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return []
    return list(zip(*(values_or_blank(frames, sheet.name, name) for name in KEY), strict=True))


def _told(spec: WorkbookSpec, frames: Frames) -> Iterator[Finding]:
    """Yield the rows of the findings sheet as findings, by the titles that stand there."""
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return
    names = {known.title: known for known in spec.sheets}
    levels = {words.zh: level for level, words in LEVELS.items()}
    wanted = ("level", "sheet", "cell", "field", "rule", "message", "number")
    columns = (values_or_blank(frames, sheet.name, name) for name in wanted)
    for row, *held in zip(row_numbers(frames[sheet.name]), *columns, strict=True):
        level, tab, cell, field, rule, message, number = ("" if value is None else str(value) for value in held)
        known = names.get(tab)
        titles = {column.title: column.name for column in known.columns} if known else {}
        found = ROW.fullmatch(cell)
        at = Cell(known.name if known else tab, int(found[1]) if found else row, titles.get(field, field))
        title = TITLES.get(rule, Words(rule, rule))
        words = Words(message or title.zh, title.en)
        yield Finding(rule, levels.get(level, "info"), at, None, words, key=number, state="gone")
