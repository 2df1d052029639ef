"""Columns as they count where something must be filled in: what says nothing is blank."""

from __future__ import annotations

from reqsheets.domain.register.columns import meant
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings
from reqsheets.model.spec import Meaning, SheetSpec
from reqsheets.rules.cells.filled_in import filled_in


def said(settings: Settings, sheet: SheetSpec, meaning: Meaning) -> list[Value]:
    """Return that column in row order, cells that say nothing as None; all None where the sheet lacks it."""
    return only_said(settings, sheet, meaning, meant(settings.frames, sheet, meaning))


def only_said(settings: Settings, sheet: SheetSpec, meaning: Meaning, held: list[Value]) -> list[Value]:
    """Return cells of that column, those that say nothing as None."""
    name = sheet.meaning(meaning)
    if name is None:
        return held
    filled = filled_in(sheet.column(name), settings)
    return [value if filled(value) else None for value in held]
