"""REQ419: what a status requires on other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reqsheets.model.derived_cells import Stage
from reqsheets.model.frames import Frames, row_numbers, values_or_blank
from reqsheets.model.plan import Cell, Finding, Unreadable, Value, Words
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.rules.cells.filled_in import filled_in
from reqsheets.rules.rows.gate_rows import OUT_OF_FORCE, YES, naming


def status_without_its_ground(spec: WorkbookSpec, frames: Frames, _: date) -> Iterator[Finding]:
    """REQ419 (error): a requirement has reached a status for which something is not there yet.

    Such as work that began without an owner, or before the customer signed. Merged, void and archived rows are left
    in peace (decisions T-45, T-46).
    """
    sheet = spec.purpose("needs")
    at = sheet.meaning("status") if sheet else None
    if sheet is None or at is None or spec.cycle is None or sheet.name not in frames:
        return
    unmet = unmet_stages(spec, frames)
    told_by_archive = (*spec.cycle.closed, *spec.cycle.dropped) if spec.purpose("archive") else ()
    names = (sheet.meaning("number"), at, sheet.meaning("record_state"))
    columns = (values_or_blank(frames, sheet.name, name) for name in names)
    for row, number, status, state in zip(row_numbers(frames[sheet.name]), *columns, strict=True) if unmet else ():
        missing = unmet.get(str(number).strip(), ())
        if missing and state not in OUT_OF_FORCE and status not in told_by_archive:
            zh, en = "、".join(words.zh for words in missing), " and ".join(words.en for words in missing)
            yield Finding(
                "REQ419",
                "error",
                Cell(sheet.name, row, at),
                status,
                Words(f"状态已是“{status}”，但还缺少：{zh}。", f"The status is {status}, but this is missing: {en}."),
                Words("请补上，或把状态改回上一步。", "Add it, or set the status back."),
            )


def unmet_stages(spec: WorkbookSpec, frames: Frames) -> dict[str, tuple[Words, ...]]:
    """Return by number what a requirement lacks for the status it has; those that lack nothing are left out."""
    sheet = spec.purpose("needs")
    if sheet is None or spec.cycle is None or not spec.cycle.stages or sheet.name not in frames:
        return {}
    met = [(stage, _met(spec, frames, stage)) for stage in spec.cycle.stages if stage.sheet in frames]
    numbers, statuses = (values_or_blank(frames, sheet.name, sheet.meaning(m)) for m in ("number", "status"))
    about = [_about(frames, sheet, stage) for stage, _ in met]
    found: dict[str, tuple[Words, ...]] = {}
    history = values_or_blank(frames, sheet.name, sheet.meaning("taken_over"))
    for i, (value, status) in enumerate(zip(numbers, statuses, strict=True)):
        if history[i] == YES:
            continue
        number = str(value).strip()
        missing = tuple(
            stage.what
            for (stage, there), concerned in zip(met, about, strict=True)
            if status in stage.statuses and number not in there and concerned[i]
        )
        if missing and value is not None:
            found[number] = missing
    return found


def _about(frames: Frames, sheet: SheetSpec, stage: Stage) -> list[bool]:
    """Tell for each row of the register whether the stage concerns it."""
    if stage.only is None:
        return [True] * len(frames[sheet.name])
    column, one_of = stage.only
    return [value in one_of for value in values_or_blank(frames, sheet.name, column)]


def _met(spec: WorkbookSpec, frames: Frames, stage: Stage) -> frozenset[str]:
    """Return the numbers of requirements that have what the stage asks for."""
    sheets, settings = [spec.sheet(stage.sheet)], Settings(spec, frames)
    if sheets[0].purpose == "tracking":  # its rows move on to the archive
        sheets += [sheet for sheet in spec.sheets if sheet.purpose == "archive" and sheet.name in frames]
    return frozenset().union(*(_met_on(settings, sheet, stage) for sheet in sheets))


def _met_on(settings: Settings, sheet: SheetSpec, stage: Stage) -> frozenset[str]:
    frames = settings.frames
    filled = filled_in(next((c for c in sheet.columns if c.name == stage.column), None), settings)
    names = values_or_blank(frames, sheet.name, naming(sheet))
    held = values_or_blank(frames, sheet.name, stage.column)
    counts = _counting(frames, sheet, stage)
    found: set[str] = set()
    for value, cell, among in zip(names, held, counts, strict=True):
        if among and filled(cell) and not isinstance(cell, Unreadable) and _suits(stage, cell):
            found.update(split_choices(str(value)) if value is not None else ())
    return frozenset(found)


def _suits(stage: Stage, cell: Value) -> bool:
    return not stage.one_of or not {str(cell), *split_choices(str(cell))}.isdisjoint(stage.one_of)


def _counting(frames: Frames, sheet: SheetSpec, stage: Stage) -> list[bool]:
    """Tell for each row whether it counts: by what it holds, and as the requirement's latest."""
    counts = [True] * len(frames[sheet.name])
    if stage.where is not None:
        column, one_of = stage.where
        counts = [value in one_of for value in values_or_blank(frames, sheet.name, column)]
    if not stage.latest:
        return counts
    names = list(map(str, values_or_blank(frames, sheet.name, naming(sheet))))
    versions = list(map(_in_order, values_or_blank(frames, sheet.name, stage.latest)))
    last: dict[str, tuple[int, ...]] = {}
    for name, version in zip(names, versions, strict=True):
        last[name] = max(version, last.get(name, ()))
    return [count and last[n] == v for count, n, v in zip(counts, names, versions, strict=True)]


def _in_order(value: Value) -> tuple[int, ...]:
    """Return what orders versions: V1.10 comes after V1.9."""
    return tuple(map(int, re.findall("[0-9]{1,9}", str(value))))
