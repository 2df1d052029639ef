"""A person's calendar file: one event a duty, the same when its day moves, cancelled once it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.summons import Summons
from reqsheets.model.plan import Language

CANCELLED = "CANCELLED"
PRODUCT = "-//reqsheets//reminders//ZH"


def calendar_file(
    owed: Iterable[tuple[Summons, Obligation]], now: datetime, before: bytes | None, language: Language
) -> bytes:
    """Return the file with an event for each obligation that has a day; `before` is the file of the run before.

    An event that changed counts its SEQUENCE on; one whose obligation is gone stays as cancelled.
    """
    earlier = _events(before)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    current: set[str] = set()
    for summons, one in owed:
        if one.due is not None and (name := uid(summons, one)) not in current:
            current.add(name)
            calendar.add_component(_event(name, one, earlier.get(name), now, language))
    for name, event in earlier.items():
        if name not in current:
            calendar.add_component(_cancelled(event, now))
    written: bytes = calendar.to_ical()
    return written


def uid(summons: Summons, one: Obligation) -> str:
    """Return the name of the event: the same whatever day it is due."""
    return f"{sha256(f'{summons.workbook}|{one.name}'.encode()).hexdigest()[:32]}@reqsheets"


def _events(content: bytes | None) -> dict[str, Event]:
    if not content:
        return {}
    try:
        calendar = Calendar.from_ical(content)
    except ValueError:  # somebody else's file
        return {}
    return {str(event["UID"]): event for event in calendar.walk("VEVENT") if isinstance(event, Event)}


def _event(name: str, one: Obligation, earlier: Event | None, now: datetime, language: Language) -> Event:
    event = Event()
    start: date | datetime = one.due or now
    event.add("uid", name)
    event.add("summary", one.words.to(language))
    event.add("dtstart", start)
    event.add("dtend", start + (timedelta(minutes=30) if isinstance(start, datetime) else timedelta(days=1)))
    event.add("description", " ".join(part for part in (one.number, one.customer, one.text) if part))
    if earlier is not None and _says(earlier) == _says(event):
        return earlier
    event.add("dtstamp", now)
    event.add("sequence", 0 if earlier is None else int(earlier.get("SEQUENCE", 0)) + 1)
    event.add("status", "CONFIRMED")
    return event


def _says(event: Event) -> tuple[object, ...]:
    there = event.get("STATUS", "CONFIRMED") != CANCELLED
    return there, str(event.get("SUMMARY")), event.decoded("DTSTART"), str(event.get("DESCRIPTION"))


def _cancelled(event: Event, now: datetime) -> Event:
    if event.get("STATUS") == CANCELLED:
        return event
    for name in ("STATUS", "SEQUENCE", "DTSTAMP"):
        before = event.pop(name, None)
        if name == "SEQUENCE":
            event.add("sequence", int(before or 0) + 1)
    event.add("status", CANCELLED)
    event.add("dtstamp", now)
    return event
