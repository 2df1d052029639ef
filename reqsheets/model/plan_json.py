"""A plan as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import assert_never

from reqsheets.model.plan import (
    FORMULAS,
    SEVERITIES,
    STATES,
    AddColumn,
    AddRow,
    AddSheet,
    Cell,
    Change,
    Finding,
    Mark,
    MarkCells,
    Plan,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    Row,
    SetCell,
    ShowSheet,
    State,
    Structural,
    Value,
    Words,
    value_in,
    value_out,
)


def to_json(plan: Plan, *, indent: int | None = None) -> str:
    """Return the plan as JSON text; `from_json` gives back an equal plan."""
    document = {
        "findings": [_finding_out(finding) for finding in plan.findings],
        "changes": [_change_out(change) for change in plan.changes],
    }
    return json.dumps(document, ensure_ascii=False, indent=indent)


def from_json(text: str) -> Plan:
    """Return the plan that `to_json` wrote; raise ValueError (or KeyError) on any other text."""
    document = json.loads(text)
    return Plan(
        tuple(_finding_in(item) for item in document["findings"]),
        tuple(_change_in(item) for item in document["changes"]),
    )


def _cell_out(at: Cell) -> list[object]:
    return [at.sheet, at.row, at.column]


def _words_out(words: Words) -> list[str]:
    return [words.zh, words.en]


def _finding_out(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "at": _cell_out(finding.at),
        "value": value_out(finding.value),
        "message": _words_out(finding.message),
        "hint": _words_out(finding.hint),
        "key": finding.key,
        "owner": finding.owner,
        "state": finding.state,
    }


def _finding_in(item: dict[str, object]) -> Finding:
    severity = next(known for known in SEVERITIES if known == item["severity"])
    at, message, hint = (Cell(*item["at"]), Words(*item["message"]), Words(*item["hint"]))  # type: ignore[misc]
    key, owner = str(item["key"]), str(item.get("owner", ""))
    state: State = next((known for known in STATES if known == item.get("state")), "")
    return Finding(str(item["rule"]), severity, at, value_in(item["value"]), message, hint, key, owner, state)


def _rows_out(rows: Mapping[int, Row]) -> list[list[object]]:
    return [[number, *map(value_out, values)] for number, values in rows.items()]


def _rows_in(items: list[list[object]]) -> dict[int, Row]:
    return {int(str(number)): tuple(map(value_in, values)) for number, *values in items}


def _marks_out(marks: Iterable[Mark]) -> list[list[object]]:
    return sorted([mark.column, mark.first, mark.last, mark.severity] for mark in marks)


def _marks_in(items: list[list[object]]) -> frozenset[Mark]:
    return frozenset(
        Mark(str(column), int(str(first)), int(str(last)), next(s for s in SEVERITIES if s == severity))
        for column, first, last, severity in items
    )


def _change_out(change: Change) -> dict[str, object]:
    because: dict[str, object] = {"because": _words_out(change.because)}
    match change:
        case SetCell(at=at, old=old, new=new):
            cell = because | {"set": _cell_out(at), "old": value_out(old), "new": value_out(new)}
            return cell if change.formula == "kept" else cell | {"formula": change.formula}
        case AddRow(sheet=sheet, row=row, values=values):
            return because | {"add": sheet, "row": row, "values": {k: value_out(v) for k, v in values.items()}}
        case ReplaceRows(sheet=sheet, columns=columns, old=before, new=after):
            rows: dict[str, object] = {"old": _rows_out(before), "new": _rows_out(after)}
            return because | {"replace": sheet, "columns": list(columns)} | rows
        case MarkCells(sheet=sheet, old=was, new=then):
            return because | {"mark": sheet, "old": _marks_out(was), "new": _marks_out(then)}
        case _:
            return because | _structural_out(change)


def _structural_out(change: Structural) -> dict[str, object]:
    match change:
        case AddSheet() | RemoveSheet():
            verb = "add_sheet" if isinstance(change, AddSheet) else "remove_sheet"
            told: dict[str, object] = {verb: change.sheet, "title": change.title, "columns": list(change.columns)}
            told["rows"] = _rows_out(change.rows)
            if isinstance(change, AddSheet):
                told |= {"header": change.header, "hidden": change.hidden, "before": change.before}
            return told
        case AddColumn() | RemoveColumn():
            verb = "add_column" if isinstance(change, AddColumn) else "remove_column"
            values = [[row, value_out(value)] for row, value in change.values.items()]
            return {verb: change.sheet, "column": change.column, "title": change.title, "values": values}
        case ShowSheet(sheet=sheet, old=old, new=new):
            return {"show": sheet, "old": old, "new": new}
        case _:
            assert_never(change)


def _structural_in(item: dict[str, object], because: Words) -> Structural:
    match item:
        case {"add_sheet": str(sheet), "title": str(title), "columns": list(columns), "rows": list(rows)}:
            header, hidden = int(str(item.get("header", 1))), bool(item.get("hidden"))
            before, names = str(item.get("before", "")), tuple(map(str, columns))
            return AddSheet(sheet, title, names, _rows_in(rows), because, header, hidden, before)
        case {"remove_sheet": str(sheet), "title": str(title), "columns": list(columns), "rows": list(rows)}:
            return RemoveSheet(sheet, title, tuple(map(str, columns)), _rows_in(rows), because)
        case {"add_column": str(sheet), "column": str(column), "title": str(title), "values": list(values)}:
            return AddColumn(sheet, column, title, _values_in(values), because)
        case {"remove_column": str(sheet), "column": str(column), "title": str(title), "values": list(values)}:
            return RemoveColumn(sheet, column, title, _values_in(values), because)
        case {"show": str(sheet), "old": bool(old), "new": bool(new)}:
            return ShowSheet(sheet, old, new, because)
        case _:
            message = f"not a change: {item!r}"
            raise ValueError(message)


def _values_in(items: list[list[object]]) -> dict[int, Value]:
    return {int(str(row)): value_in(value) for row, value in items}


def _change_in(item: dict[str, object]) -> Change:
    because = Words(*item["because"])  # type: ignore[misc]
    match item:
        case {"set": [str(sheet), int(row), str(column)], "old": old, "new": new}:
            formula = next((known for known in FORMULAS if known == item.get("formula")), FORMULAS[0])
            return SetCell(Cell(sheet, row, column), value_in(old), value_in(new), because, formula)
        case {"add": str(sheet), "row": int(row), "values": dict(values)}:
            return AddRow(sheet, row, {k: value_in(v) for k, v in values.items()}, because)
        case {"replace": str(sheet), "columns": list(columns), "old": list(old), "new": list(new)}:
            return ReplaceRows(sheet, tuple(map(str, columns)), _rows_in(old), _rows_in(new), because)
        case {"mark": str(sheet), "old": list(old), "new": list(new)}:
            return MarkCells(sheet, _marks_in(old), _marks_in(new), because)
        case _:
            return _structural_in(item, because)
