"""Findings on numbers that a cell shows otherwise than it holds them: both are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.xlsx.reading.displayed import Place, displayed
from reqsheets.xlsx.reading.layout import SheetLayout

RULES = ("REQ304", "REQ353", "REQ405")
MOST = 500  # findings that are looked up; a sheet with more has another problem


def with_shown(path: Path, layouts: Mapping[str, SheetLayout], findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, each on a number with what its cell shows where that is something else."""
    listed = list(findings)
    places: dict[Cell, tuple[Place, int | float]] = {}
    for finding in listed:
        layout, value = layouts.get(finding.at.sheet), finding.value
        if (
            finding.rule in RULES
            and layout
            and finding.at.column in layout.columns
            and isinstance(value, int | float)
            and not isinstance(value, bool)
            and len(places) < MOST
        ):
            tab, row = layout.tab_of(finding.at.row)
            places[finding.at] = (tab.title, row, tab.columns[finding.at.column]), value
    shown = displayed(path, dict(places.values())) if places else {}
    told = {at: shown[place] for at, (place, _) in places.items() if place in shown}
    return [
        _told(finding, told[finding.at]) if finding.at in told and finding.rule in RULES else finding
        for finding in listed
    ]


def _told(finding: Finding, shown: str) -> Finding:
    message = Words(f"{finding.message.zh}单元格里显示的是 {shown}。", f"{finding.message.en} The cell shows {shown}.")
    return replace(finding, message=message)
