"""Findings as JSON objects, for other programs; `findings.schema.json` beside this file describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from reqsheets.model.harmless import json_text
from reqsheets.model.personal.masking import masked, masked_value
from reqsheets.model.plan import Finding, Language, Severity, State, Value
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.places import place, shown
from reqsheets.xlsx.reading.layout import SheetLayout


class FindingObject(TypedDict):
    """One finding; stable: no key is renamed or dropped. A finding on a whole row has no column and no header."""

    file: str
    sheet: str  # title of the tab
    cell: str  # A1
    row: int
    column: str | None  # letters
    header: str | None
    key: str  # the row's number, "" where it has none
    rule: str
    level: Severity
    value: str | int | float | bool | None  # dates as ISO text
    message: str
    hint: str
    owner: str  # who must mend it, "" where nobody is named
    # new or old since the last run, "" where nothing was compared; unseen: not looked at this time; gone on the page
    # and in SARIF alone
    state: State


def finding_objects(
    file: str,
    spec: WorkbookSpec,
    layouts: Mapping[str, SheetLayout],
    findings: Iterable[Finding],
    language: Language,
) -> list[FindingObject]:
    """Return the findings of one workbook, in the given order, personal data masked."""
    return [_object(file, spec, layouts, finding, language) for finding in findings]


def _object(
    file: str, spec: WorkbookSpec, layouts: Mapping[str, SheetLayout], finding: Finding, language: Language
) -> FindingObject:
    at = place(spec, layouts, finding.at)
    return {
        "file": file,
        "sheet": at.sheet,
        "cell": at.cell,
        "row": finding.at.row,
        "column": at.column or None,
        "header": at.header or None,
        "key": masked(finding.key),
        "rule": finding.rule,
        "level": finding.severity,
        "value": _plain(masked_value(finding.value, at.header)),
        "message": masked(finding.message.to(language)),
        "hint": masked(finding.hint.to(language)),
        "owner": masked(finding.owner),
        "state": finding.state,
    }


def _plain(value: Value) -> str | int | float | bool | None:
    match value:
        case None | str() | bool() | int() | float():
            return value
        case _:
            return shown(value)


def to_text(findings: Iterable[FindingObject]) -> str:
    """Return the JSON text, one finding a line, so that two reports can be compared line by line."""
    lines = ",\n".join(json_text(finding) for finding in findings)
    return f"[\n{lines}\n]\n" if lines else "[]\n"
