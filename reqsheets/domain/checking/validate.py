"""Tell what is wrong in a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from reqsheets.model.external_references import ALONE, Surroundings
from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import Cell, Finding, Plan, Unreadable, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank, titled
from reqsheets.rules.cells.by_column import cell_checks, checked_columns
from reqsheets.rules.cells.cell_check import CellCheck, Distinct, Told, distinct
from reqsheets.rules.consequences import with_consequences
from reqsheets.rules.named_paths import unread_paths
from reqsheets.rules.registry import rules_of
from reqsheets.rules.required_later import RowCheck, row_checks
from reqsheets.rules.runner import crashed, name_of, not_checked, told_by
from reqsheets.rules.titles import TITLES


def validate(spec: WorkbookSpec, frames: Frames, today: date, around: Surroundings = ALONE) -> Plan:
    """Find every fault: the pandera checks of each sheet's `schema`, then the rules across columns and sheets.

    Shape: findings only, by sheet as in the spec, then row, then column; none twice for one fault of a cell.
    The checks run one by one, so a bad cell hides no other, and a rule that fails is REQ901. What a column leaves open
    that the file lacks is REQ902. `around` is what is known of other workbooks, where some columns may refer to.
    """
    frames = replace(frames, asked=set())
    settings = Settings(spec, frames, around)
    found: list[Finding] = [*unread_paths(settings)]
    for sheet in spec.sheets:
        if sheet.name in frames:
            found += _of_sheet(sheet, _entered(sheet, frames[sheet.name], _begun_columns(spec, sheet)), settings)
    asked: defaultdict[tuple[str, str], list[Words]] = defaultdict(list)
    for rule in rules_of(spec):
        found += told_by(rule, spec, frames, today)
        for place in frames.asked:
            asked[place].append(name_of(rule))
    found += not_checked(spec, frames, asked)
    return Plan(tuple(_in_order(spec, _with_keys(spec, frames, with_consequences(spec, found)))))


def _begun_columns(spec: WorkbookSpec, sheet: SheetSpec) -> frozenset[str]:
    """Return the columns that hold what we begin a row with (`WorkbookSpec.duties`), none on other sheets."""
    found: set[str] = set()
    for duty in (duty for duty in spec.duties if duty.sheet == sheet.name):
        found |= {duty.each, duty.round, *(name for name, _ in duty.fills)}
        needs = spec.purpose("needs")
        refers = (c.name for c in sheet.columns if c.refers is not None and needs and c.refers.sheet == needs.name)
        found |= {sheet.meaning("number") or next(refers, "")}
    return frozenset(found - {""})


def _entered(sheet: SheetSpec, frame: pd.DataFrame, begun: frozenset[str]) -> pd.DataFrame:
    """Return the rows in which people entered something: rows laid out with formulas alone wait to be filled in.

    So do those that we began: their deadline tells what is wanted.
    """
    if begun:
        others = [c.name for c in sheet.columns if not c.derived and c.name in frame.columns and c.name not in begun]
        numbered = [c.name for c in sheet.columns if c.numbering is not None]
        waiting = frame.index[frame[[name for name in others if name not in numbered]].isna().all(axis=1)]
        frame = frame.drop(index=waiting) if len(waiting) else frame
    if sheet.role not in ("register", "settings"):
        return frame
    people = [column.name for column in sheet.columns if not column.derived and column.name in frame.columns]
    unkeyed = frame[frame[[name for name in sheet.key if name in frame.columns]].isna().any(axis=1)]
    untouched = unkeyed.index[unkeyed[people].isna().all(axis=1)]
    return frame.drop(index=untouched) if len(untouched) else frame


def _of_sheet(sheet: SheetSpec, frame: pd.DataFrame, settings: Settings) -> Iterator[Finding]:
    header, rows = settings.frames.headers.get(sheet.name, 1), row_numbers(frame)
    for column in checked_columns(sheet):
        if column.name in frame.columns:
            held = frame[column.name].tolist()
            known = distinct(held)
            at = Cell(sheet.name, header, column.name)
            try:
                checks = cell_checks(column, settings)
            except Exception as error:  # noqa: BLE001 (a column told wrongly, such as a pattern that is none)
                yield crashed(at, titled(column), error)
                continue
            for check in checks:
                yield from _of_check(check, at, rows, held, known)
    for row_check in row_checks(sheet, settings):
        yield from _of_rows(row_check, sheet, frame)


def _of_check(
    check: CellCheck, header: Cell, rows: Sequence[int], held: Sequence[Value], known: Distinct
) -> Iterator[Finding]:
    """Tell each wrong cell; where the check itself fails that is the finding, at the header."""
    told: dict[tuple[type, Value], Told] = {}
    try:
        for place in check.failing(held, known):
            value = held[place]
            words = told.get((type(value), value))
            if words is None:
                words = told[type(value), value] = check.told(value)
            at = replace(header, row=rows[place])
            yield Finding(check.rule, words.severity, at, value, words.message, words.hint)
    except Exception as error:  # noqa: BLE001 (whatever a check does, the others have their say)
        title = TITLES[check.rule]
        yield crashed(header, Words(f"{check.rule} {title.zh}", check.rule), error)


def _of_rows(row_check: RowCheck, sheet: SheetSpec, frame: pd.DataFrame) -> Iterator[Finding]:
    passed = row_check.passed(frame)
    if passed.all():
        return
    failing = frame[~passed]
    held, causes = failing[row_check.column.name].tolist(), failing[row_check.cause.name].tolist()
    for row, value, cause in zip(row_numbers(failing), held, causes, strict=True):
        words, blank = row_check.told(cause, value), is_blank(value)
        at = Cell(sheet.name, row, row_check.column.name)
        yield Finding(
            "REQ301" if blank else "REQ444", words.severity, at, None if blank else value, words.message, words.hint
        )


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
