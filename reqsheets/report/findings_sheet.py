"""The findings sheet inside the workbook: every finding a row, with what people noted on it before."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date

from reqsheets.model.frames import Frames, as_date, canonical
from reqsheets.model.personal.masking import masked_value
from reqsheets.model.plan import Finding, Plan, ReplaceRows, Row, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.report.places import LEVELS, place, shown
from reqsheets.xlsx.reading.layout import SheetLayout

LONGEST = 1000  # characters of a value; the cell itself is one click away
BECAUSE = Words("校验结果按最新数据重写", "findings of the data as they are now")
Noted = dict[tuple[Value, ...], deque[dict[str, Value]]]


def findings_sheet(
    spec: WorkbookSpec,
    frames: Frames,
    layouts: Mapping[str, SheetLayout],
    findings: Sequence[Finding],
    today: date,
) -> Plan:
    """Rewrite the findings sheet: one row a finding, in the given order.

    When a finding was first seen, and what people typed beside it, follow its key (rule, sheet, number, column); of
    several with one key the first keeps the first one's. A workbook without that sheet is left as it is.
    The texts are in the language of the titles.
    """
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames:
        return Plan()
    frame = frames[sheet.name]
    columns = tuple(frame.columns)
    noted = _noted(sheet, frames)
    first = frames.headers.get(sheet.name, 1) + 1
    new: dict[int, Row] = {}
    for row, finding in enumerate(findings, first):
        values = _told(spec, layouts, finding)
        before = noted[_key(sheet, values)]
        kept = before.popleft() if before else {}
        seen = as_date(kept.get("first_seen")) or today
        cells = kept | values | {"first_seen": seen}
        new[row] = tuple(canonical(cells.get(column)) for column in columns)
    change = ReplaceRows(sheet.name, columns, frames.rows(sheet.name), new, BECAUSE)
    return Plan(changes=(change,) if change.old != new else ())


def _told(spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], finding: Finding) -> dict[str, Value]:
    at = place(spec, layouts, finding.at)
    return {
        "level": LEVELS[finding.severity].zh,
        "sheet": at.sheet,
        "cell": at.cell,
        "number": finding.key or None,
        "field": at.header or None,
        "rule": finding.rule,
        "message": spec.terms.said(finding.message),
        "value": shown(masked_value(finding.value, at.header))[:LONGEST] or None,
        "hint": spec.terms.said(finding.hint) or None,
        "owner": finding.owner or None,
    }


def _noted(sheet: SheetSpec, frames: Frames) -> Noted:
    """Return by key, in row order, the cells of each row that a new row with that key takes over."""
    ours = {column.name for column in sheet.columns if column.derived} - {"first_seen"}
    columns = tuple(frames[sheet.name].columns)
    found: Noted = defaultdict(deque)
    for row in frames.rows(sheet.name).values():
        values = dict(zip(columns, row, strict=True))
        kept = {column: value for column, value in values.items() if column not in ours}
        found[_key(sheet, values)].append(kept)
    return found


def _key(sheet: SheetSpec, values: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(values.get(column) for column in sheet.key)
