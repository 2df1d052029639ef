"""A workbook on which nothing bears that its last night did not know is not read again (D25).

A night notes what it came to and all that this rests on: the bytes of the workbook and of what was looked into for it,
what lies in its history and in the folders that it names, the day, the settings of the run, the program itself. While
all of it is the same, the next run would tell the same and write nothing, so the note answers.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from importlib.metadata import entry_points, version
from os import DirEntry, scandir
from pathlib import Path

from reqsheets.app.basis import RUN, Basis, digest_of, digest_of_names, digest_of_run, digest_of_text
from reqsheets.app.known_ids import KnownIds
from reqsheets.app.named_places import trusted_everywhere
from reqsheets.kinds.own_kinds import GROUP, added_files, files_of_this_run
from reqsheets.model.errors import ReqsheetsError
from reqsheets.model.nights import REMINDERS
from reqsheets.model.plan import Plan
from reqsheets.report.outcome import Outcome
from reqsheets.report.run_log import Entry, entry_of
from reqsheets.store import plain_files, record_file
from reqsheets.store.office_lock_files import in_use_by
from reqsheets.store.own_notes import own_note, put_own_note
from reqsheets.store.vault import is_encrypted
from reqsheets.store.versions import history_folder

LIBRARIES = ("chinesecalendar", "numpy", "openpyxl", "pandas", "pandera", "python-calamine", "rapidfuzz")
OF_NIGHTS = "R-906"  # the reminder that nights did not run or could not write
UNREADABLE = (pickle.UnpicklingError, EOFError, AttributeError, ImportError, LookupError, TypeError, ValueError)
REPORTS = (".findings.json", ".findings.html", ".plan.txt")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The run itself, as far as what it comes to depends on it; hours count only where `now` is given."""

    day: date
    now: datetime | None
    settings: tuple[object, ...]  # of the run that bear on what is found


@dataclass(frozen=True, slots=True)
class Note:
    """What a night came to and on what that rests.

    `by_the_hour`: at another moment of the day it may come to something else. `reports` are the files that it left in
    a report folder.
    """

    occasion: Occasion
    by_the_hour: bool
    basis: Basis
    history: str
    reports: Mapping[str, str]
    entry: Entry


@dataclass
class Rested:
    """The workbooks of a run that are as their last night left them; every file and folder is looked at once."""

    occasion: Occasion
    paths: Sequence[Path]  # of the run
    ids: KnownIds
    reports: Path | None = None
    wants_duties: bool = False
    _digests: dict[str, str] = field(default_factory=dict, repr=False)
    _listed: dict[Path, list[str]] = field(default_factory=dict, repr=False)

    def entry(self, path: Path, name: str) -> Entry | None:
        """Return what a run would tell of this workbook whose reports bear that name; None where it must look."""
        try:
            place = path.resolve()
            note = _noted(place)
            return self._told(path, place, note, name) if note and self._holds(place, note, name) else None
        except (OSError, ValueError, ReqsheetsError):
            return None

    def _holds(self, place: Path, note: Note, name: str) -> bool:
        ours, then = self.occasion, note.occasion
        if ours != then and (note.by_the_hour or replace(ours, now=then.now) != then):
            return False
        if self.wants_duties and note.entry.duties is None:
            return False
        return (
            all(self._file(file) == digest for file, digest in note.basis.files.items())
            and all(self._folder(folder) == digest for folder, digest in note.basis.folders.items())
            and in_use_by(place) is None
            and not self._is_copied(place)
            and state_of_history(place, self._names(place.parent / plain_files.FOLDER)) == note.history
            and self._are_there(note, name)
        )

    def _is_copied(self, place: Path) -> bool:
        known = record_file.last(place)
        return known is not None and any(other != place for other in self.ids.known.get(known.workbook, ()))

    def _are_there(self, note: Note, name: str) -> bool:
        """Tell whether what the night left in the report folder is there as it was, if there is one this time."""
        if self.reports is None:
            return True
        wanted = [str(self.reports.resolve() / f"{name}{ending}") for ending in REPORTS]
        return sorted(note.reports) == sorted(wanted) and all(
            self._file(file) == digest for file, digest in note.reports.items()
        )

    def _told(self, path: Path, place: Path, note: Note, name: str) -> Entry:
        entry = replace(note.entry, path=str(path), page=name if self.reports is not None else "", unchanged=True)
        if entry.duties is None or not self.wants_duties:
            return replace(entry, duties=None)
        from reqsheets.domain.deadlines.duties import moment_of_day

        now = moment_of_day(self.occasion.now, self.occasion.day)
        return replace(entry, duties=replace(entry.duties, path=str(path), kept=str(place), now=now))

    def _file(self, place: str) -> str:
        if place not in self._digests:
            self._digests[place] = digest_of_run(self.paths) if place == RUN else digest_of(Path(place))
        return self._digests[place]

    def _folder(self, place: str) -> str:
        key = f"{place}/"
        if key not in self._digests:
            self._digests[key] = digest_of_names(Path(place))
        return self._digests[key]

    def _names(self, folder: Path) -> list[str]:
        if folder not in self._listed:
            self._listed[folder] = plain_files.names(folder)
        return self._listed[folder]


def note_night(outcome: Outcome, occasion: Occasion, basis: Basis, reports: Iterable[Path]) -> None:
    """Note what a night came to, unless the next one may come to something else though nothing changes.

    So it is where the history had something to tell, or where something could not be looked at or was not written.
    """
    place = outcome.place.path if outcome.place else None
    owed = outcome.duties.owed if outcome.duties else ()
    if place is None or is_encrypted(place) or not outcome.is_settled or any(one.duty == OF_NIGHTS for one in owed):
        return
    left = _left(outcome, place)
    if not left:
        return
    basis = Basis({**basis.files, str(place): left}, basis.folders)
    done = {str(report.resolve()): digest_of(report) for report in reports}
    entry = entry_of(_next(outcome))
    history = state_of_history(place, plain_files.names(place.parent / plain_files.FOLDER))
    note = Note(occasion, outcome.by_the_hour, basis, history, done, entry)
    put_own_note(place, pickle.dumps(note))


def _left(outcome: Outcome, place: Path) -> str:
    """Return the digest of the file as the night left it, "" where nobody knows any more."""
    if not history_folder(place).is_dir():
        return ""
    if not outcome.written:
        return "" if outcome.plan.changes else outcome.digest
    last = record_file.last(place)
    return last.left if last is not None and last.link == outcome.head else ""


def _next(outcome: Outcome) -> Outcome:
    """Return what becomes of the workbook the next time: there is nothing to do, and nothing is new or gone."""
    found = outcome.plan.findings
    listing = outcome.spec.purpose("findings") if outcome.spec else None
    if listing is not None and listing.name in outcome.layouts:
        found = tuple(replace(finding, state="old") for finding in found)
    return replace(outcome, plan=Plan(found), gone=(), written=False, head="", seconds=0.0)


def _noted(place: Path) -> Note | None:
    content = own_note(place)
    try:
        note = pickle.loads(content) if content else None  # noqa: S301 (nobody but this person can have written it)
    except UNREADABLE:  # cut short, or of another version of the program
        return None
    return note if isinstance(note, Note) else None


def occasion_of(day: date, now: datetime | None, *settings: object) -> Occasion:
    """Return the occasion of a run with these settings."""
    kinds = [digest_of(path) for path in (*files_of_this_run(), *added_files())]
    packages = [(one.name, one.value) for one in entry_points(group=GROUP)]
    trusted = [str(folder) for folder in trusted_everywhere()]
    return Occasion(day, now, (_program(), repr((settings, kinds, packages, trusted))))


@cache
def _program() -> str:
    """Return what tells this program and the libraries that it goes by from any other state of them."""
    libraries = [version(name) for name in LIBRARIES]
    code = sorted(_states(Path(__file__).parent.parent, ("__pycache__",)))
    return digest_of_text(repr((sys.version, libraries, code)))


def state_of_history(place: Path, kept: Iterable[str]) -> str:
    """Return what tells the history of a workbook, and those of others that bore its name, from any other state.

    `kept` are the names of all histories in its folder.
    """
    folder = history_folder(place)
    records = digest_of(folder / record_file.NAME)
    aside = [name for name in kept if name.startswith(f"{place.name}.") and not name.endswith(".lock")]
    return digest_of_text(repr((records, aside, sorted(_states(folder, (REMINDERS,))))))


def _states(folder: Path, left_out: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of change of everything in a folder, links as such."""
    with scandir(folder) as found:
        entries: list[DirEntry[str]] = [entry for entry in found if entry.name not in left_out]
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _states(Path(entry.path), left_out)
        else:
            state = entry.stat(follow_symlinks=False)
            yield entry.path, state.st_size, state.st_mtime_ns
