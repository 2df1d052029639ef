"""Tell what is wrong in a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from reqsheets.domain.checking.failed_cells import findings_of, of_rule
from reqsheets.domain.checking.schema import across, contents, of_people, schema
from reqsheets.domain.checking.sheet_backend import failures
from reqsheets.model.external_references import NO_EXTERNAL_REFERENCES, ExternalReferences
from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import Cell, Finding, Plan, Unreadable, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import titled
from reqsheets.rules.begun_rows import begun_columns, waiting_rows
from reqsheets.rules.consequences import with_consequences
from reqsheets.rules.named_paths import unread_paths
from reqsheets.rules.runner import crashed, name_of, not_checked


def validate(
    spec: WorkbookSpec, frames: Frames, today: date, around: ExternalReferences = NO_EXTERNAL_REFERENCES
) -> Plan:
    """Find every fault: what fails of each sheet's pandera `schema`, then of the rules `across` columns and sheets.

    Shape: findings only, by sheet as in the spec, then row, then column; none twice for one fault of a cell.
    A bad cell hides no other, and a rule that fails is REQ901; checks of people's own are REQ906 or have a code of
    their own. What a column leaves open that the file lacks is REQ902. `around` is what is known of other workbooks,
    where some columns may refer to.
    """
    frames = replace(frames, asked=set())
    settings = Settings(spec, frames, around)
    found: list[Finding] = [*unread_paths(settings)]
    for sheet in spec.sheets:
        if sheet.name in frames:
            found += _of_sheet(sheet, _entered(sheet, frames[sheet.name], begun_columns(spec, sheet)), settings)
    rules = across(spec, frames, today)
    found += (finding for error in failures(rules, contents(spec, frames)) for finding in of_rule(error, "", 1))
    asked: defaultdict[tuple[str, str], list[Words]] = defaultdict(list)
    for check in rules.checks:
        for place in check.asked:
            asked[place].append(name_of(check.rule))
    found += not_checked(spec, frames, asked)
    return Plan(tuple(_in_order(spec, _with_keys(spec, frames, with_consequences(spec, found)))))


def _entered(sheet: SheetSpec, frame: pd.DataFrame, begun: frozenset[str]) -> pd.DataFrame:
    """Return the rows in which people entered something: rows laid out with formulas alone wait to be filled in.

    So do those that we began: their deadline tells what is wanted.
    """
    waiting = waiting_rows(sheet, frame, begun)
    frame = frame.drop(index=waiting) if len(waiting) else frame
    if sheet.role not in ("register", "settings"):
        return frame
    people = [column.name for column in sheet.columns if not column.derived and column.name in frame.columns]
    unkeyed = frame[frame[[name for name in sheet.key if name in frame.columns]].isna().any(axis=1)]
    untouched = unkeyed.index[unkeyed[people].isna().all(axis=1)]
    return frame.drop(index=untouched) if len(untouched) else frame


def _of_sheet(sheet: SheetSpec, frame: pd.DataFrame, settings: Settings) -> Iterator[Finding]:
    header = settings.frames.headers.get(sheet.name, 1)
    broken: dict[str, Exception] = {}
    made = schema(sheet, settings, broken=broken)
    for name, error in broken.items():
        yield crashed(Cell(sheet.name, header, name), titled(sheet.column(name)), error)
    yield from findings_of(failures(made, frame), sheet, header)
    for model in sheet.models:
        theirs, names = of_people(model, sheet)
        yield from findings_of(failures(theirs, frame.rename(columns=names)), sheet, header, names)


def _with_keys(spec: WorkbookSpec, frames: Frames, findings: Iterable[Finding]) -> Iterator[Finding]:
    by_sheet: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sheet[finding.at.sheet].append(finding)
    for name, found in by_sheet.items():
        if name not in frames:
            yield from found  # of a rule of people's own, on a sheet that is not there
            continue
        keys = _keys(spec.sheet(name), frames[name], {finding.at.row for finding in found})
        for finding in found:
            yield replace(finding, key=keys.get(finding.at.row, ""))


def _keys(sheet: SheetSpec, frame: pd.DataFrame, rows: set[int]) -> dict[int, str]:
    some = frame.loc[frame.index.isin(rows), [name for name in sheet.key if name in frame.columns]]
    parts = [[_key_part(value) for value in some[name].tolist()] for name in some.columns]
    keys = ["/".join(part for part in row if part) for row in zip(*parts, strict=True)] if parts else [""] * len(some)
    return dict(zip(row_numbers(some), keys, strict=True))


def _key_part(value: Value) -> str:
    return "" if value is None or isinstance(value, Unreadable) else str(value)


def _in_order(spec: WorkbookSpec, findings: Iterable[Finding]) -> list[Finding]:
    sheets = {sheet.name: i for i, sheet in enumerate(spec.sheets)}
    columns = {(sheet.name, column.name): i for sheet in spec.sheets for i, column in enumerate(sheet.columns)}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        at = finding.at
        return sheets.get(at.sheet, len(sheets)), at.row, columns.get((at.sheet, at.column), -1), finding.rule

    return sorted(findings, key=place)
