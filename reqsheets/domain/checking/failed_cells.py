"""What fails of a pandera schema, as findings: one a cell, with address, level and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
from pandera.errors import SchemaError, SchemaErrorReason
from pandera.pandas import Check

from reqsheets.domain.checking.sheet_checks import RuleCheck
from reqsheets.model.plan import Cell, Finding, Severity, Value, Words
from reqsheets.model.spec import SheetSpec
from reqsheets.model.wording import titled
from reqsheets.rules.cells.cell_check import plain_values
from reqsheets.rules.runner import crashed

OWN = "REQ906"  # a check of people's own that has no code as its name
CODE = re.compile("[A-Z]{2,4}[0-9]{3}")
LONGEST = 120  # characters of what a check says of itself


def findings_of(
    errors: Iterable[SchemaError], sheet: SheetSpec, header: int, names: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Yield a finding a failing cell; `names` are what the schema calls the columns of the sheet, by our names.

    A column that is not there is no failure here: reading tells it. What has no cell of its own stands at the header.
    """
    ours = {shown: name for name, shown in (names or {}).items()}
    for error in errors:
        if error.reason_code is SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
            continue
        column = ours.get(str(error.column_name), error.column_name or "")
        if isinstance(error.check, RuleCheck) or error.reason_code is SchemaErrorReason.CHECK_ERROR:
            yield from of_rule(error, sheet.name, header, column)
        else:
            yield from _of_people(error, sheet, header, column, ours)


def of_rule(error: SchemaError, sheet: str, header: int, column: str = "") -> Iterator[Finding]:
    """Yield what a check of ours tells of its failing cells; one that breaks off is REQ901, at the header."""
    check = error.check
    if isinstance(check, RuleCheck) and error.reason_code is not SchemaErrorReason.CHECK_ERROR:
        try:
            yield from check.findings(error.failure_cases, sheet, column)
        except Exception as broken:  # noqa: BLE001 (whatever a check does, the others have their say)
            yield crashed(Cell(sheet, header, column), _name(check), broken)
    elif isinstance(error.__cause__, Exception):
        yield crashed(Cell(sheet, header, column), _name(check), error.__cause__)


def _name(check: Check) -> Words:
    name = str(check.name or "check")
    return Words(f"{name} {check.title}" if isinstance(check, RuleCheck) else name, name)


def _of_people(
    error: SchemaError, sheet: SheetSpec, header: int, column: str, ours: Mapping[str, str]
) -> Iterator[Finding]:
    cases, code, said, level = error.failure_cases, *_said(error.check)
    if not isinstance(cases, pd.DataFrame):  # of the whole
        yield _finding(sheet, Cell(sheet.name, header, column), None, code, said, level)
        return
    rows, values = cases["index"].tolist(), plain_values(cases["failure_case"])
    places = cases["column"].tolist() if "column" in cases.columns else [column] * len(rows)
    for row, value, place in zip(rows, values, places, strict=True):
        at = Cell(sheet.name, row if isinstance(row, int) else header, ours.get(str(place), place or column))
        yield _finding(sheet, at, value, code, said, level)


def _said(check: object) -> tuple[str, str, Severity]:
    """Return the code of a check of people's own, what it says of itself, and its level."""
    if not isinstance(check, Check):  # of the schema itself: a dtype, blanks, what stands twice
        return OWN, str(check), "error"
    name = str(check.name or "")
    said = str(check.error or check.description or check.title or name or "check")
    return name if CODE.fullmatch(name) else OWN, said[:LONGEST], "warning" if check.raise_warning else "error"


def _finding(sheet: SheetSpec, at: Cell, value: Value, code: str, said: str, level: Severity) -> Finding:
    known = {column.name: column for column in sheet.columns}
    where = titled(known[at.column]) if at.column in known else Words("这一行", "The row")
    message = Words(f"{where.zh}没有通过自定义检查：{said}。", f"{where.en} fails a check of your own: {said}.")
    hint = Words("请按这条检查的要求改正。", "Correct it as that check asks.")
    return Finding(code, level, Cell(at.sheet, at.row, at.column if at.column in known else ""), value, message, hint)
