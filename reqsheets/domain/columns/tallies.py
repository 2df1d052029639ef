"""How far a goal is reached, where each goal counts a thing of its own: requirements, departments, faults."""

from __future__ import annotations

from reqsheets.domain.register.columns import number_of, readable
from reqsheets.domain.register.states import MERGED, VOID
from reqsheets.model.derived_cells import Figure, Tally
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import cleaned, is_blank
from reqsheets.rules.choices import choices, option_of


def tallied(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, figure: Figure) -> list[Value]:
    """Return for each row of the sheet how much its goal counts; None where the row does not say what."""
    asked = [readable(value) for value in values_or_blank(frames, sheet.name, figure.among)]
    known, cases = choices(Settings(spec, frames), sheet.column(figure.among).options), dict(figure.cases)
    found: list[Value] = []
    for i, value in enumerate(asked):
        case = None if is_blank(value) else option_of(known, str(value)) or str(value)
        tallies = cases.get(case or "")
        if tallies is None:
            found.append(None)
            continue
        found.append(len(set().union(*(_things(spec, frames, sheet, tally, i) for tally in tallies))))
    return found


def _things(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, tally: Tally, position: int) -> set[str]:
    """Return what a tally finds for one row."""
    if tally.sheet not in frames:
        return set()
    other = spec.sheet(tally.sheet)
    own = _told(frames, sheet, tally.ours)[position] if tally.by else set()
    names = _told(frames, other, tally.by) if tally.by else None
    states = values_or_blank(frames, other.name, other.meaning("record_state"))
    found: set[str] = set()
    for i, parts in enumerate(_told(frames, other, tally.column)):
        concerned = names is None or not own.isdisjoint(names[i])
        if concerned and states[i] not in (MERGED, VOID):
            found |= parts
    return found & own if tally.column == tally.by else found


def _told(frames: Frames, sheet: SheetSpec, name: str) -> list[set[str]]:
    """Return what each row holds in a column: one text, or several where the column takes several."""
    several = sheet.column(name).type == "multi"
    return [_parts(readable(value), split=several) for value in values_or_blank(frames, sheet.name, name)]


def _parts(value: Value, *, split: bool) -> set[str]:
    text = number_of(value)
    if text is None:
        return set()
    return {cleaned(part).casefold() for part in (split_choices(text) if split else (text,))}
