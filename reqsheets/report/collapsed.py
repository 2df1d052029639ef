"""A column that fails one rule as a whole is one finding, with its count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reqsheets.model.frames import Frames
from reqsheets.model.plan import Finding, Words
from reqsheets.xlsx.reading.layout import SheetLayout, a1

SHARE = 0.3  # of a column's rows
FEWEST = 20  # rows, below which each is told
NAMED = 3  # cells in the message
OF_CELLS = (
    "REQ2",
    "REQ3",
    "REQ452",
    "REQ453",
    "REQ6",
)  # rules whose fault is usually one way of typing; an overdue row is never collapsed
Place = tuple[str, str, str, str]


def collapsed(frames: Frames, layouts: Mapping[str, SheetLayout], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings, those of one rule on more than 30 % of a column (20 rows or more) as one at the first."""
    groups: defaultdict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule.startswith(OF_CELLS) and finding.at.column:
            groups[_place(finding)].append(finding)
    whole = {place: group for place, group in groups.items() if _is_whole(frames, group)}
    told: set[Place] = set()
    kept: list[Finding] = []
    for finding in findings:
        place = _place(finding)
        if place not in whole:
            kept.append(finding)
        elif place not in told:
            told.add(place)
            kept.append(_one(finding, layouts, whole[place]))
    return tuple(kept)


def _place(finding: Finding) -> Place:
    return finding.at.sheet, finding.at.column, finding.rule, finding.severity


def _is_whole(frames: Frames, group: Sequence[Finding]) -> bool:
    sheet = group[0].at.sheet
    rows = len(frames[sheet]) if sheet in frames else 0
    return rows >= FEWEST and len(group) > SHARE * rows


def _one(first: Finding, layouts: Mapping[str, SheetLayout], group: Sequence[Finding]) -> Finding:
    layout = layouts.get(first.at.sheet)
    cells = [a1(layout, finding.at) if layout else str(finding.at.row) for finding in group[:NAMED]]
    message = Words(
        f"整列有 {len(group)} 处同样的问题，例如 {'、'.join(cells)}：{first.message.zh}",
        f"{len(group)} cells of the column have the same fault, such as {', '.join(cells)}: {first.message.en}",
    )
    owner = Counter(finding.owner for finding in group).most_common(1)[0][0]
    return replace(first, message=message, key="", owner=owner)
