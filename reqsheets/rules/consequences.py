"""A consequence is told with its cause where that is a finding, so that no cell is told twice for one fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reqsheets.model.plan import Cell, Finding, Words
from reqsheets.model.spec import WorkbookSpec

CAUSES: Mapping[str, tuple[str, ...]] = {"REQ453": ("REQ204", "REQ306"), "REQ454": ("REQ501",)}
# What stands there is wrong already: that it says nothing is not told on top (F-52).
SAID_BY: Mapping[str, tuple[str, ...]] = {"REQ444": ("REQ207",)}
SO = Words("，所以", ", so ")  # what parts cause and consequence in the messages of these rules


def with_consequences(spec: WorkbookSpec, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, those that only tell what follows from another of their cell joined to its message.

    That a row has no number is not told once more where it is told why (REQ452), nor that a cell says nothing where
    what stands there is told to be damaged.
    """
    numbered = {(sheet.name, column.name) for sheet in spec.sheets for column in sheet.columns if column.numbering}
    listed = list(findings)
    faults = {(finding.at, finding.rule) for finding in listed}
    undated = {(finding.at.sheet, finding.at.row) for finding in listed if finding.rule == "REQ452"}
    follows = {(finding.at, cause): finding for finding in listed for cause in CAUSES.get(finding.rule, ())}
    causes = faults & follows.keys()
    told: set[tuple[Cell, str]] = {(at, follows[at, cause].rule) for at, cause in causes}
    for finding in listed:
        at = finding.at
        if finding.rule == "REQ301" and (at.sheet, at.column) in numbered and (at.sheet, at.row) in undated:
            continue
        if any((at, rule) in faults for rule in SAID_BY.get(finding.rule, ())):
            continue
        if (at, finding.rule) in causes:
            yield replace(finding, message=_joined(finding.message, follows[at, finding.rule].message))
        elif (at, finding.rule) not in told:
            yield finding


def _joined(cause: Words, full: Words) -> Words:
    zh, en = full.zh.partition(SO.zh)[2], full.en.partition(SO.en)[2]
    return Words(f"{cause.zh}因此{zh}", f"{cause.en} So {en}")
