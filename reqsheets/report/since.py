"""What is new since the last run that filled the findings sheet; by number, whatever the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reqsheets.excel.layout import SheetLayout
from reqsheets.frames import Frames, values_or_blank
from reqsheets.plan import Finding, Value
from reqsheets.report.places import place
from reqsheets.spec import WorkbookSpec

Key = tuple[Value, ...]


def compared(
    spec: WorkbookSpec, frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Return the findings, each marked new or old; unmarked where there was no last run."""
    sheet = spec.purpose("findings")
    if sheet is None or sheet.name not in frames or frames[sheet.name].empty:
        return tuple(findings)
    columns = (values_or_blank(frames, sheet.name, name) for name in ("rule", "sheet", "number", "field"))
    before = Counter(zip(*columns, strict=True))
    marked = []
    for finding in findings:
        at = place(spec, layouts, finding.at)
        key: Key = (finding.rule, at.sheet, finding.key or None, at.header or None)
        known = before[key] > 0
        before[key] -= known
        marked.append(replace(finding, state="old" if known else "new"))
    return tuple(marked)
