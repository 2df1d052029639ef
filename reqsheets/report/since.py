"""What is new since the last run that filled the findings sheet, and what is gone; by number, whatever the row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.places import LEVELS, place
from reqsheets.rules.titles import TITLES
from reqsheets.xlsx.reading.layout import SheetLayout

Key = tuple[Value, ...]
KEY = ("rule", "sheet", "number", "field")
ROW = re.compile("[A-Z]{1,3}([1-9][0-9]{0,6})")
OF_LAYOUT = ("REQ0", "REQ1")  # rules about files, tabs and headers, which are always looked at
OF_VERBS = {  # rules that are told by an operation other than the check, and by which
    "REQ403": "track",
    "REQ405": "score",
    "REQ411": "score",
    "REQ412": "score",
    "REQ502": "merge",
    "REQ604": "track",
}
NOT_LOOKED_AT = Words("（这次没有查到这里，上次是：）", "(Not looked at this time; the last time:) ")


def compared(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return the findings, each marked new or old, then those of the last run at what was not looked at this time.

    Unmarked where there was no last run.
    """
    before = Counter(_keys(spec, frames, layouts))
    if not before:
        return tuple(findings)
    marked = []
    for finding in findings:
        key = _known(before, _key(spec, layouts, finding))
        known = before[key] > 0
        before[key] -= known
        marked.append(replace(finding, state="old" if known else "new"))
    unseen = (told for told in _left(spec, frames, layouts, findings) if not _looked_at(layouts, told))
    return (*marked, *map(_unseen, unseen))


def gone(
    spec: WorkbookSpec,
    frames: Frames,
    layouts: Mapping[str, SheetLayout],
    findings: Sequence[Finding],
    verbs: Collection[str] = frozenset(OF_VERBS.values()),
) -> tuple[Finding, ...]:
    """Return what the last run found and this one does not, as the findings sheet told it, where it stood then.

    Only what was looked at counts: its sheet and column are there, and the operation that tells it was among `verbs`.
    """
    left = _left(spec, frames, layouts, findings)
    return tuple(told for told in left if _looked_at(layouts, told) and OF_VERBS.get(told.rule, "") in ("", *verbs))


def _left(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield what the last run found and this one does not."""
    before = list(_keys(spec, frames, layouts))
    now: Counter[Key] = Counter()
    stored = Counter(before)
    for finding in findings:
        if finding.state != "unseen":
            now[_known(stored, _key(spec, layouts, finding))] += 1
    for key, told in zip(before, _told(spec, frames, layouts), strict=True):
        if now[key] > 0:
            now[key] -= 1
        elif told.rule:
            yield told


def _looked_at(layouts: Mapping[str, SheetLayout], told: Finding) -> bool:
    """Tell whether the sheet and the column that a finding was about are there to be looked at."""
    if told.rule.startswith(OF_LAYOUT):
        return True
    layout = layouts.get(told.at.sheet)
    return layout is not None and (not told.at.column or told.at.column in layout.columns)


def _unseen(told: Finding) -> Finding:
    zh, en = (text.removeprefix(NOT_LOOKED_AT.zh) for text in (told.message.zh, told.message.en))
    return replace(told, state="unseen", message=Words(f"{NOT_LOOKED_AT.zh}{zh}", f"{NOT_LOOKED_AT.en}{en}"))


def _key(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], finding: Finding) -> Key:
    at = place(spec, layouts, finding.at)
    return finding.rule, finding.at.sheet, finding.key or None, at.header or None


def _known(before: Mapping[Key, int], key: Key) -> Key:
    """Return the key under which the last run told it: of a tab that was renamed since, nobody knows the sheet."""
    rule, _, number, header = key
    anywhere = (rule, None, number, header)
    return anywhere if before.get(key, 0) <= 0 < before.get(anywhere, 0) else key


def _sheets(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout]) -> dict[Value, str]:
    """Return the names of sheets by what they may be called on the findings sheet."""
    titles: dict[Value, str] = {sheet.title: sheet.name for sheet in spec.sheets}
    return titles | {tab.title: name for name, one in layouts.items() for tab in (one, *one.joined)}


def _keys(spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout]) -> list[Key]:
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return []
    names = _sheets(spec, layouts)
    rows = zip(*(values_or_blank(frames, sheet.name, name) for name in KEY), strict=True)
    return [
        (rule, names.get(tab, tab if str(rule).startswith(OF_LAYOUT) else None), number, field)
        for rule, tab, number, field in rows
    ]


def _told(spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout]) -> Iterator[Finding]:
    """Yield the rows of the findings sheet as findings, by the titles that stand there."""
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return
    sheets = {known.name: known for known in spec.sheets}
    names = {title: sheets[name] for title, name in _sheets(spec, layouts).items()}
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
