"""What is owed in a workbook once a plan is carried out, with the cell where each is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reqsheets.app.commit import kept_at
from reqsheets.app.known_events import history_of
from reqsheets.domain.reminders.summons import Summons, summons_of
from reqsheets.model.frames import applied
from reqsheets.model.nights import Nights
from reqsheets.model.plan import Plan
from reqsheets.report.places import place
from reqsheets.xlsx.reading.read import Reading


def owed_in(path: Path, reading: Reading, plan: Plan, now: datetime, nights: Nights) -> Summons:
    """Return what is owed at that moment; where no row is yet, the sheet is named on which it is begun."""
    spec, layouts = reading.spec, reading.layouts
    frames = applied(replace(reading.frames, history=history_of(reading, now)), plan)
    found = summons_of(spec, frames, now, str(path), str(kept_at(reading)), nights)
    places = {}
    for one in found.owed:
        at = place(spec, layouts, one.at) if one.at.sheet else None
        places[one.key] = one.place if at is None else f"{at.sheet}!{at.cell}" if one.at.row else at.sheet
    return replace(found, places=places)
