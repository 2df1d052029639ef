"""Files for people: a page and a calendar file each in the report folder, or a page beside the workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from reqsheets.app.notify.calendar_file import calendar_file
from reqsheets.domain.reminders.digests import Digest
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.staff import Person
from reqsheets.domain.reminders.summons import Summons
from reqsheets.model.errors import NotPlainError, PlantedError
from reqsheets.model.plan import Language
from reqsheets.report.person_page import digest_page, person_page
from reqsheets.store.plain_files import folder_within, put, read

BESIDE, PEOPLE = "提醒", "people"
ODD = re.compile(r"[^\w-]+")


class Folder:
    """Where the run puts its files; without a folder beside the first workbook that a person is told of."""

    def __init__(self, path: Path | None, now: datetime, language: Language) -> None:
        self._path, self._now, self._language = path, now, language
        self._taken: set[str] = set()

    def pages(self, summonses: Sequence[Summons]) -> dict[tuple[str, str], Path]:
        """Write a page and a calendar file for everybody who owes something; return the pages by person."""
        if self._path is None:
            return {}
        folder = folder_within(self._path, PEOPLE)
        found: dict[tuple[str, str], Path] = {}
        for person, owed in owed_by(summonses):
            base = folder / self._name(person)
            page = person_page(person.shown, owed, self._now, self._language)
            _put(base.with_name(f"{base.name}.html"), page.encode("utf-8", "replace"))
            events = base.with_name(f"{base.name}.ics")
            _put(events, calendar_file(owed, self._now, _content(events), self._language))
            found[person.identity] = self._path / PEOPLE / f"{base.name}.html"
        return found

    def attachments(self, digest: Digest, *, with_calendar: bool) -> dict[str, bytes]:
        """Return what goes with a mail: the whole list as a page, and the days as a calendar file."""
        name = file_name(digest.person.name)
        found = {f"{name}.html": digest_page(digest, self._language).encode("utf-8", "replace")}
        if with_calendar:
            owed = [(line.summons, line.one) for line in digest.lines if line.telling.role in ("doer", "deputy")]
            found[f"{name}.ics"] = calendar_file(owed, self._now, None, self._language)
        return found

    def digest_file(self, digest: Digest) -> Path | None:
        """Write a digest as a page where no channel took it; return where, None where it cannot be written."""
        beside = Path(digest.lines[0].summons.kept).parent
        above, folder = (beside, BESIDE) if self._path is None else (self._path, PEOPLE)
        name = f"{file_name(digest.person.name)}-{self._now:%Y-%m-%d}.html"
        try:
            _put(folder_within(above, folder) / name, digest_page(digest, self._language).encode("utf-8", "replace"))
        except (OSError, NotPlainError, PlantedError):
            return None
        return above / folder / name

    def _name(self, person: Person) -> str:
        name = file_name(person.name)
        free = next(
            one for one in chain([name], (f"{name}-{n}" for n in count(2))) if one.casefold() not in self._taken
        )
        self._taken.add(free.casefold())
        return free


def owed_by(summonses: Sequence[Summons]) -> list[tuple[Person, list[tuple[Summons, Obligation]]]]:
    """Return everybody who owes something, by name, with what it is, soonest first."""
    people: dict[tuple[str, str], Person] = {}
    owed: dict[tuple[str, str], list[tuple[Summons, Obligation]]] = {}
    for summons in summonses:
        for one in summons.owed:
            for doer in one.doers:
                person = summons.staff.people.get(doer) or Person(doer)
                people.setdefault(person.identity, person)
                owed.setdefault(person.identity, []).append((summons, one))
    ordered = sorted(people.values(), key=lambda person: (person.name, person.identity))
    return [(person, sorted(owed[person.identity], key=_rank)) for person in ordered]


def _rank(pair: tuple[Summons, Obligation]) -> tuple[str, bool, str, str]:
    summons, one = pair
    return (str(one.due or "")[:10], not one.is_urgent, summons.path, one.key)


def file_name(name: str) -> str:
    """Return a person's name as a file may be called everywhere."""
    return ODD.sub("_", name).strip("_")[:60] or "_"


def _put(place: Path, content: bytes) -> None:
    """Write a file unless it is there with that content already."""
    if _content(place) != content:
        put(place, content)


def _content(place: Path) -> bytes | None:
    with suppress(OSError, NotPlainError, PlantedError):
        return read(place)
    return None
