"""One or several columns set in all rows that meet some conditions, as a person would one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reqsheets.domain.register.columns import meant, number_of
from reqsheets.domain.register.states import MERGED, VOID, is_archived
from reqsheets.domain.register.steps import Steps
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Formula, Plan, SetCell, Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.model.wording import listed
from reqsheets.rules.cells.by_column import cell_checks
from reqsheets.rules.meant_value import meant_value


@dataclass(frozen=True, slots=True)
class Setting:
    """A column and the value that its cells shall hold."""

    column: ColumnSpec
    value: Value


def settings_of(sheet: SheetSpec, given: Mapping[str, str], settings: Settings) -> tuple[Setting, ...]:
    """Return what the texts mean in the columns of these titles.

    A number, a day or an option is read as in `check --fix`; "" clears a cell. Raises UsageError where there is no such
    column, where it is an ID or filled by reqsheets, and where `check` would call the value an error.
    """
    return tuple(_setting(sheet, title, text, settings) for title, text in given.items())


def set_cells(
    spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, positions: Sequence[int], wanted: Sequence[Setting]
) -> Plan:
    """Set these columns in the rows at these positions (from 0).

    Shape: one SetCell a cell that differs. Rows that are merged, void or archived stay as they are (REQ908), and so
    does a status from which the life cycle does not lead to the new one (REQ403).
    """
    changes: list[SetCell] = []
    findings: list[Finding] = []
    rows, resting = row_numbers(frames[sheet.name]), _resting(spec, frames, sheet)
    keys = _keys(frames, sheet)
    for setting in wanted:
        held = values_or_blank(frames, sheet.name, setting.column.name)
        formulas = frames.formula_rows(sheet.name, setting.column.name)
        steps = Steps(spec.cycle) if setting.column.meaning == "status" else None
        because = Words(f"批量修改“{setting.column.title}”", f"{setting.column.title} set in many rows")
        for i in positions:
            at = Cell(sheet.name, rows[i], setting.column.name)
            if resting[i]:
                findings.append(_left_alone(at, held[i], keys[i], resting[i]))
            elif steps is not None and not steps.accepts(held[i], setting.value):
                findings.append(_no_step(at, held[i], setting.value, keys[i], steps))
            elif held[i] != setting.value:
                form: Formula = "value" if rows[i] in formulas else "kept"
                changes.append(SetCell(at, held[i], setting.value, because, form))
    return Plan(tuple(findings), tuple(changes))


def _setting(sheet: SheetSpec, title: str, text: str, settings: Settings) -> Setting:
    column = next((c for c in sheet.columns if title.strip() in (c.title, c.name, *c.aliases)), None)
    if column is None or column.name not in settings.frames[sheet.name].columns:
        titles = "、".join(c.title for c in sheet.columns if not c.derived and c.name not in sheet.key)
        raise UsageError(
            f"“{sheet.title}”没有列“{title}”，可以修改的列：{titles}",
            f"{sheet.title} has no column {title!r}; these can be set: {titles}",
        )
    if column.derived or column.name in sheet.key:
        raise UsageError(
            f"“{column.title}”由系统填写或是编号，不能批量修改",
            f"{column.title} is filled by reqsheets or is the row's ID, so it cannot be set",
        )
    value = meant_value(column, text.strip(), settings)
    for check in cell_checks(column, settings):
        if type(value) in check.suspects and check.wrong(value) and check.told(value).severity == "error":
            told = check.told(value).message
            raise UsageError(f"不能填“{text}”：{told.zh}", f"{text!r} cannot be set: {told.en}")
    return Setting(column, value)


def _resting(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec) -> list[str]:
    """Return by position why a row is not to be edited any more, "" where it is."""
    states, statuses = meant(frames, sheet, "record_state"), meant(frames, sheet, "status")
    return [
        str(state) if state in (MERGED, VOID) or is_archived(spec.cycle, state, status) else ""
        for state, status in zip(states, statuses, strict=True)
    ]


def _keys(frames: Frames, sheet: SheetSpec) -> list[str]:
    columns = [list(map(number_of, values_or_blank(frames, sheet.name, name))) for name in sheet.key[:1]]
    return [key or "" for key in columns[0]] if columns else [""] * len(frames[sheet.name])


def _left_alone(at: Cell, value: Value, key: str, state: str) -> Finding:
    return Finding(
        "REQ908",
        "warning",
        at,
        value,
        Words(f"{key}的记录状态是“{state}”，没有修改。", f"{key} is {state}, so it was not changed."),
        Words("确实要改，请先恢复这条记录，再在表格里修改。", "If it must change, bring the record back first."),
        key,
    )


def _no_step(at: Cell, before: Value, wanted: Value, key: str, steps: Steps) -> Finding:
    after = listed(steps.after(str(before))) if steps.after(str(before)) else Words("无", "nothing")
    return Finding(
        "REQ403",
        "error",
        at,
        before,
        Words(
            f"{key}现在是“{before}”，不能直接改成“{wanted}”，没有修改。",
            f'{key} is "{before}" and cannot go to "{wanted}" in one step; it was not changed.',
        ),
        Words(f"下一步可以是：{after.zh}。", f"Next may be: {after.en}."),
        key,
    )
