"""What the rows tell once a plan is carried out: what is owed, which papers can be issued, what ends today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from reqsheets.app.commit import kept_at
from reqsheets.app.documents.ready import papers_at_night
from reqsheets.app.known_events import history_of
from reqsheets.domain.deadlines.duties import moment_of_day
from reqsheets.domain.deadlines.overdue import is_by_the_hour
from reqsheets.domain.deadlines.running import Clockwork
from reqsheets.domain.reminders.summons import Summons, summons_of
from reqsheets.model.frames import Frames, applied
from reqsheets.model.nights import Nights
from reqsheets.model.plan import Plan
from reqsheets.report.places import place
from reqsheets.xlsx.reading.read import Reading


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan leaves to tell; `plan` brings the ledger of papers up to date too, where it is a night's."""

    plan: Plan
    duties: Summons | None = None
    papers: Mapping[str, int] = field(default_factory=dict)
    by_the_hour: bool = True


def told_after(
    path: Path, reading: Reading, plan: Plan, today: date, now: datetime | None, remind: Nights | None, *, night: bool
) -> Told:
    """Return what the rows tell once the plan is carried out: duties where `remind` is given, papers at night."""
    if remind is None and not night:
        return Told(plan)
    moment = moment_of_day(now, today)
    frames = _left(reading, plan, moment)
    duties = _owed(path, reading, frames, moment, remind) if remind is not None else None
    if not night:
        return Told(plan, duties)
    plan, papers = papers_at_night(path, reading.spec, frames, plan, today)
    ends = [end for one in (duties.owed if duties else ()) for end in (one.due, one.soon, one.start)]
    hourly = any(isinstance(end, datetime) and end.date() == today for end in ends)
    return Told(plan, duties, papers, hourly or is_by_the_hour(Clockwork(reading.spec, frames, today, now)))


def owed_in(path: Path, reading: Reading, plan: Plan, now: datetime, nights: Nights) -> Summons:
    """Return what is owed at that moment once the plan is carried out."""
    return _owed(path, reading, _left(reading, plan, now), now, nights)


def _left(reading: Reading, plan: Plan, now: datetime) -> Frames:
    return applied(replace(reading.frames, history=history_of(reading, now)), plan)


def _owed(path: Path, reading: Reading, frames: Frames, now: datetime, nights: Nights) -> Summons:
    """Return what is owed at that moment; where no row is yet, the sheet is named on which it is begun."""
    spec, layouts = reading.spec, reading.layouts
    found = summons_of(spec, frames, now, str(path), str(kept_at(reading)), nights)
    places = {}
    for one in found.owed:
        at = place(spec, layouts, one.at) if one.at.sheet else None
        places[one.key] = one.place if at is None else f"{at.sheet}!{at.cell}" if one.at.row else at.sheet
    return replace(found, places=places)
