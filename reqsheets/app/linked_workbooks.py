"""The workbooks around one: those of the same run and those that it names; each is read once a run, if it is needed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

from reqsheets.app.attachments import missing_files
from reqsheets.app.basis import RUN, Basis, digest_of_names, digest_of_run
from reqsheets.app.known_ids import KnownIds, known_ids
from reqsheets.app.named_places import GONE, Unread, local, reasons, trusted_everywhere
from reqsheets.kinds import KINDS
from reqsheets.model.errors import FileInUseError, ReqsheetsError, UnknownKindError
from reqsheets.model.external_references import (
    NO_EXTERNAL_REFERENCES,
    Column,
    ExternalReferences,
    LinkedWorkbook,
    ReferencedColumn,
)
from reqsheets.model.frames import Frames
from reqsheets.model.plan import Unreadable, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import WorkbookSpec
from reqsheets.model.wording import cleaned
from reqsheets.rules.cells.reference_cells import known_texts, named_in
from reqsheets.rules.earlier import Earlier, earlier, numbered_column
from reqsheets.rules.named_paths import WORKBOOKS
from reqsheets.store.run_lock import exclusive_run
from reqsheets.store.vault import is_encrypted
from reqsheets.xlsx.reading.glance import glance
from reqsheets.xlsx.reading.read import Reading

BROKEN = Words("读取时出错", "it could not be read")


@dataclass(frozen=True)
class LookedUp:
    """What was seen in a workbook: its kind, values and earlier numbers by sheet and column; or why nothing was.

    Only the kind, where nobody asked for that kind yet.
    """

    kind: str = ""
    held: Mapping[Column, frozenset[str]] = field(default_factory=dict)
    given: Mapping[Column, tuple[str, ...]] = field(default_factory=dict)
    error: Words | None = None
    foreign: bool = False  # it is no workbook of a kind that we know
    digest: str = ""  # of its bytes before they were read

    def lacks(self, asked: Collection[str]) -> bool:
        """Tell whether the workbook is of one of these kinds, but its values were not wanted before."""
        return self.kind in asked and not self.held


@dataclass(frozen=True)
class RunWorkbooks:
    """The workbooks of one run and what was seen in them; several processes share that by a folder.

    `trusted` are the folders in which a workbook may have us look, beside its own.
    """

    paths: tuple[Path, ...] = ()
    own_kinds: Sequence[WorkbookSpec] | None = None  # None: those that ship, which a process need not be sent
    folder: Path | None = None
    trusted: tuple[Path, ...] = ()
    known: KnownIds | None = None  # which workbooks bear which ID, if that was looked up
    seen: dict[Path, LookedUp] = field(default_factory=dict, compare=False, repr=False)
    bases: dict[Path, Basis] = field(default_factory=dict, compare=False, repr=False)  # by the workbook looked from

    @property
    def kinds(self) -> Sequence[WorkbookSpec]:
        """Return the kinds of workbook that are known in this run."""
        return KINDS if self.own_kinds is None else self.own_kinds

    @cached_property
    def ids(self) -> KnownIds:
        """Return which workbooks of the run, and beside them, bear which ID; as they stood when first asked for."""
        return self.known or known_ids(self.paths, self.folder)

    def look(self, path: Path, asked: Collection[str]) -> LookedUp:
        """Return what stands in a workbook of the kinds asked for, read once a run."""
        look = self.seen.get(path)
        if look is None or look.lacks(asked):
            look = self._shared(path, asked, self.folder) if self.folder else _looked(path, self.kinds, asked)
            self.seen[path] = look
        return look

    def unfinished(self) -> set[str]:
        """Return by a name of their own the looks that are under way or that brought their process down."""
        looks = self.folder.glob("*.json") if self.folder else ()
        return {place.name for place in looks if not place.stat().st_size}

    def give_up(self, path: Path) -> None:
        """Have nobody look into a workbook that brought its process down; one who looked before has what was seen."""
        if self.folder:
            place = _place(_real(path), self.folder)
            with suppress(OSError):
                place.touch()

    def _shared(self, path: Path, asked: Collection[str], folder: Path) -> LookedUp:
        place = _place(path, folder)
        try:
            with exclusive_run(place):
                if place.exists():
                    text = place.read_text("utf-8")
                    look = _from_json(text) if text else LookedUp(error=BROKEN)  # it brought the process down
                    if not look.lacks(asked):
                        return look
                place.write_text("", "utf-8")
                look = _looked(path, self.kinds, asked)
                if is_encrypted(path):  # what was seen must not lie there in the clear
                    place.unlink()
                else:
                    place.write_text(_to_json(look), "utf-8")
                return look
        except (OSError, ValueError, FileInUseError):  # not to be had or cut short: this process looks for itself
            return _looked(path, self.kinds, asked)


def _place(path: Path, folder: Path) -> Path:
    return folder / f"{sha256(str(path).encode('utf-8', 'surrogatepass')).hexdigest()}.json"


def external_references_of(reading: Reading, beside: RunWorkbooks) -> ExternalReferences:
    """Return what is known of other workbooks, as far as one of this workbook's values must be looked for there.

    A named workbook that cannot be read is told by the parameter that names it; one of the run has its own turn, and is
    looked in only while something was not found yet.
    """
    path = reading.path
    if not path.exists():  # a workbook that was never saved
        return NO_EXTERNAL_REFERENCES
    settings = Settings(reading.spec, reading.frames)
    trusted = (*beside.trusted, *trusted_everywhere())
    files, lost, folders = missing_files(path, settings, trusted)
    if not lost:
        beside.bases[path] = Basis({}, {str(folder): digest_of_names(folder) for folder in folders})
    if not any(column.elsewhere for sheet in reading.spec.sheets for column in sheet.columns):
        return ExternalReferences(unread=reasons(lost), missing_files=files)
    named, unread = _named(path, settings, (*trusted, *beside.paths))
    sought = list(_sought(settings, named=bool(named))) if named or beside.paths else []
    kinds = {kind for column in sought for kind in column.kinds()}
    found, unseen = [], []
    looks: dict[Path, LookedUp] = {}
    for other in _others(path, named, beside, sought) if kinds else ():
        look, shown = looks.setdefault(other, beside.look(other, kinds)), _shown(path, other)
        if look.error is not None and other in named:
            unread.append(Unread(named[other], shown, look.error))
        elif look.error is not None and not look.foreign:
            unseen.append(shown)
        if look.kind in kinds:
            found.append(_neighbour(shown, look, beside.kinds, named=other in named))
            for column in sought:
                column.texts.difference_update(list(column.found_in(found[-1])))
    _note_looks(path, beside, looks, whole=not unread)
    unseen += [text for _, text, _ in unread]
    neighbours = tuple(sorted(found, key=lambda known: known.name))
    return ExternalReferences(neighbours, reasons([*unread, *lost]), tuple(sorted(unseen)), files)


def _note_looks(path: Path, beside: RunWorkbooks, looks: Mapping[Path, LookedUp], *, whole: bool) -> None:
    """Note what was looked into for a workbook; nothing is known for sure where something could not be."""
    basis = beside.bases.pop(path, None)
    if basis is not None and whole and all(look.digest for look in looks.values()):
        run = {} if not looks else {RUN: digest_of_run(beside.paths)}
        beside.bases[path] = Basis({str(other): look.digest for other, look in looks.items()} | run, basis.folders)


def _others(path: Path, named: Collection[Path], beside: RunWorkbooks, sought: Sequence[_Sought]) -> Iterator[Path]:
    """Yield the named workbooks, then those of the run while something may still be found there."""
    yield from named
    for other in map(_real, beside.paths):
        if not any(column.may_stand_in_run() for column in sought):
            return
        if other != _real(path) and other not in named:
            yield other


def _named(path: Path, settings: Settings, trusted: Collection[Path]) -> tuple[dict[Path, str], list[Unread]]:
    """Return by path the parameter that names a workbook; and what it names in vain."""
    found: dict[Path, str] = {}
    unread = []
    for parameter, place, text, why in local(path, settings, WORKBOOKS, trusted):
        if why or not _is_file(place):
            unread.append(Unread(parameter, text, why or GONE))
        elif _real(place) != _real(path):
            found.setdefault(_real(place), parameter)
    return found, unread


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except (OSError, ValueError):  # no name that this system knows
        return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _shown(path: Path, other: Path) -> str:
    """Return how people find the other workbook from this one."""
    try:
        return Path(os.path.relpath(other, _real(path).parent)).as_posix()
    except ValueError:  # on another drive
        return str(other)


@dataclass(frozen=True)
class _Sought:
    """What the cells of a column name that does not stand in this workbook, and where it may stand."""

    places: Sequence[ReferencedColumn]
    texts: set[str]

    def kinds(self) -> set[str]:
        """Return the kinds of workbook in which it may stand."""
        return {where.kind for where in self.places if any(map(where.fits, self.texts))}

    def may_stand_in_run(self) -> bool:
        """Tell whether some of it may stand in a workbook that is not named."""
        return any(not where.named and where.fits(text) for text in self.texts for where in self.places)

    def found_in(self, known: LinkedWorkbook) -> Iterator[str]:
        """Yield what stands in that workbook."""
        serving = [where for where in self.places if known.serves(where)]
        for text in self.texts if serving else ():
            if any(where.fits(text) and known.holds(where, text) for where in serving):
                yield text


def _sought(settings: Settings, *, named: bool) -> Iterator[_Sought]:
    spec, frames = settings.spec, settings.frames
    for sheet in spec.sheets:
        for column in sheet.columns:
            places = [where for where in column.elsewhere if named or not where.named]
            if places and sheet.name in frames and column.name in frames[sheet.name].columns:
                held = set(frames[sheet.name][column.name].tolist()) - {None}
                values = (value for value in held if not isinstance(value, Unreadable))
                texts = {cleaned(name) for value in values for name in named_in(column, value)}
                here = [_here(settings, where) for where in places if where.kind == spec.kind]
                away = (text for text in texts if not any(text in known for known in chain.from_iterable(here)))
                yield _Sought(places, {text for text in away if any(where.fits(text) for where in places)})


def _here(settings: Settings, where: ReferencedColumn) -> tuple[Container[str], ...]:
    """Return what stands in a column of this workbook, and what stood there."""
    if where.sheet not in settings.frames:
        return ()
    gone = earlier(settings, settings.spec.sheet(where.sheet), where.column)
    return known_texts(settings.frames, where.sheet, where.column), gone


def _neighbour(name: str, look: LookedUp, kinds: Sequence[WorkbookSpec], *, named: bool) -> LinkedWorkbook:
    spec = next(spec for spec in kinds if spec.kind == look.kind)
    given = {}
    for (sheet, column), numbers in look.given.items():
        numbered = numbered_column(spec.sheet(sheet))
        given[sheet, column] = Earlier(numbered.numbering if numbered else None, numbers)
    return LinkedWorkbook(name, look.kind, look.held, given, named)


# --- what is seen -------------------------------------------------------------------------------------------------


def _looked(path: Path, kinds: Sequence[WorkbookSpec], asked: Collection[str]) -> LookedUp:
    wanted = {kind: places for kind, places in _wanted(kinds).items() if kind in asked}
    sheets = {kind: tuple(dict.fromkeys(sheet for sheet, _ in places)) for kind, places in wanted.items()}
    for spec in kinds:
        parameters = spec.purpose("parameters")
        if parameters and spec.kind in sheets:
            sheets[spec.kind] = (*sheets[spec.kind], parameters.name)
    try:
        spec, frames, digest = glance(path, kinds, sheets)
        return replace(_seen(spec, frames, wanted.get(spec.kind, ())), digest=digest)
    except ReqsheetsError as error:
        return LookedUp(error=error.words, foreign=isinstance(error, UnknownKindError))
    except Exception:  # noqa: BLE001 (another workbook must never stop this one; it has its own turn to tell)
        return LookedUp(error=BROKEN)


def _wanted(kinds: Sequence[WorkbookSpec]) -> dict[str, tuple[Column, ...]]:
    """Return by kind the columns that some column of some kind may refer to."""
    found: dict[str, dict[Column, None]] = {}
    for spec in kinds:
        for where in (where for sheet in spec.sheets for column in sheet.columns for where in column.elsewhere):
            found.setdefault(where.kind, {})[where.sheet, where.column] = None
    return {kind: tuple(places) for kind, places in found.items()}


def _seen(spec: WorkbookSpec, frames: Frames, places: Iterable[Column]) -> LookedUp:
    settings = Settings(spec, frames)
    held, given = {}, {}
    for sheet, column in places:
        if sheet in frames and column in frames[sheet].columns:
            held[sheet, column] = frozenset(known_texts(frames, sheet, column))
            given[sheet, column] = earlier(settings, spec.sheet(sheet), column).listed
    return LookedUp(spec.kind, held, given)


def _to_json(look: LookedUp) -> str:
    error = [look.error.zh, look.error.en] if look.error else None
    held = [[*place, sorted(texts), look.given.get(place, ())] for place, texts in look.held.items()]
    return json.dumps([look.kind, held, error, look.foreign, look.digest])


def _from_json(text: str) -> LookedUp:
    kind, held, error, foreign, digest = json.loads(text)
    return LookedUp(
        kind,
        {(sheet, column): frozenset(texts) for sheet, column, texts, _ in held},
        {(sheet, column): tuple(numbers) for sheet, column, _, numbers in held},
        Words(*error) if error else None,
        foreign,
        digest,
    )
