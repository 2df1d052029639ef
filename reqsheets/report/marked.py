"""The cells that have findings, marked in the workbook itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import Finding, Mark, MarkCells, Plan, Severity, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.rules.cells.by_column import checked_columns

SWITCH = "标出问题单元格"  # the parameter; 否 takes all marks away
BECAUSE = Words("按最新的校验结果标出，改好后自动消失", "what the check found; gone once mended")
Places = dict[tuple[str, str], dict[int, Severity]]


def marked(spec: WorkbookSpec, frames: Frames, findings: Iterable[Finding]) -> Plan:
    """Mark each cell that has an error or a warning, and take the marks off all others.

    Shape: one MarkCells a sheet whose marks differ. Only cells that people can mend are marked: those of registers and
    settings, and people's columns on sheets that reqsheets writes. Of two findings the worse one counts.
    """
    wanted = _wanted(frames, findings) if Settings(spec, frames).value(SWITCH) not in ("否", False) else {}
    changes = []
    for sheet in spec.sheets:
        if sheet.name not in frames:
            continue
        ours = {column.name for column in sheet.columns} - {column.name for column in checked_columns(sheet)}
        new: set[Mark] = set()
        for (name, column), rows in wanted.items():
            if name == sheet.name and sheet.purpose != "findings" and column not in ours:
                new.update(_runs(column, rows))
        old = frames.marks.get(sheet.name, frozenset())
        if new != old:
            changes.append(MarkCells(sheet.name, old, frozenset(new), BECAUSE))
    return Plan(changes=tuple(changes))


def _wanted(frames: Frames, findings: Iterable[Finding]) -> Places:
    there = {name: (frozenset(row_numbers(frames[name])), frozenset(frames[name].columns)) for name in frames}
    found: Places = defaultdict(dict)
    for finding in findings:
        at = finding.at
        rows, columns = there.get(at.sheet, (frozenset(), frozenset()))
        if finding.severity != "info" and at.row in rows and at.column in columns:
            cells = found[at.sheet, at.column]
            cells[at.row] = "error" if "error" in (finding.severity, cells.get(at.row)) else "warning"
    return found


def _runs(column: str, rows: dict[int, Severity]) -> Iterable[Mark]:
    """Yield the marks of a column, cells of one level that touch as one."""
    first = last = 0
    level: Severity = "info"
    for row in sorted(rows):
        if row == last + 1 and rows[row] == level:
            last = row
            continue
        if first:
            yield Mark(column, first, last, level)
        first, last, level = row, row, rows[row]
    if first:
        yield Mark(column, first, last, level)
