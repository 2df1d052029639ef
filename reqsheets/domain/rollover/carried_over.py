"""Which rows go into the next year's workbook: what is open, and all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from reqsheets.domain.register.columns import meant, number_of
from reqsheets.domain.register.requirements import Requirements, register
from reqsheets.domain.register.states import MERGED, has_ended
from reqsheets.model.frames import Frames, as_date, row_numbers, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import Earlier, earlier


@dataclass(frozen=True)
class Link:
    """A column (`source`) whose cells name rows of a register: by position, what a row names in the target's column."""

    source: str
    target: str
    column: str
    named: list[tuple[str, ...]]


@dataclass
class YearEnd:
    """What is sorted out: positions that go along by sheet (they only ever grow), and what each row names."""

    spec: WorkbookSpec
    frames: Frames
    needs: Requirements
    earlier: Earlier
    kept: dict[str, set[int]] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)

    def keys(self, sheet: str, column: str) -> list[str | None]:
        """Return what stands in a column, as references name it."""
        return [number_of(value) for value in values_or_blank(self.frames, sheet, column)]

    def kept_keys(self, sheet: str, column: str) -> set[str]:
        """Return what the rows that go along hold in a column."""
        kept = self.kept.get(sheet, set())
        return {key for i, key in enumerate(self.keys(sheet, column)) if key is not None and i in kept}


def rows_carried(spec: WorkbookSpec, frames: Frames, today: date) -> dict[str, list[int]]:
    """Return by sheet the Excel rows that go along, in their order.

    Of the register: rows that are neither ended nor at rest, rows merged into one of them, and what was signed together
    with one. Of other registers: all rows but those that only name rows which stay, or which only such rows name;
    whatever a row that goes along names goes along too. All settings, but for waivers that are over or about rows that
    stay. Of sheets that we write: rows about requirements that go along. A sheet of which no row can go along is
    absent. Raises MissingSheetError or MissingColumnError where the register or its numbers are absent.
    """
    needs = register(spec, frames)
    number = needs.sheet.meaning("number") or ""
    case = YearEnd(spec, frames, needs, earlier(Settings(spec, frames), needs.sheet, number))
    case.kept[needs.sheet.name] = _requirements(case)
    others = [s for s in spec.sheets if s.role == "register" and s.name in frames and s.name != needs.sheet.name]
    for sheet in (needs.sheet, *others):
        case.links[sheet.name] = list(_links(case, sheet))
    _hangers_on(case, others)
    for sheet in spec.sheets:
        if sheet.name in frames and sheet.role != "register":
            _beside(case, sheet, today)
    rows = {name: row_numbers(frames[name]) for name in case.kept}
    return {s.name: [rows[s.name][i] for i in sorted(case.kept[s.name])] for s in spec.sheets if s.name in case.kept}


def _requirements(case: YearEnd) -> set[int]:
    """Return the positions on the register that go along."""
    needs = case.needs
    archived = case.spec.purpose("archive") is not None  # there a row that has ended rests only once nothing lacks
    kept = {
        i
        for i, status in enumerate(needs.statuses)
        if needs.counts(i) and not needs.rests(i) and (archived or not has_ended(needs.cycle, status))
    }
    main = [number_of(value) for value in meant(case.frames, needs.sheet, "main_number")]
    merged = [i for i, state in enumerate(needs.record_states) if state == MERGED]
    letters = list(_letters(case))
    before = -1
    while len(kept) != before:
        before = len(kept)
        numbers = {needs.numbers[i] for i in kept} - {None}
        together = {n for letter in letters if not numbers.isdisjoint(letter) for n in letter}
        kept |= {i for i in merged if main[i] in numbers}
        kept |= {i for i, number in enumerate(needs.numbers) if number in numbers | together}
    return kept


def _letters(case: YearEnd) -> Iterator[frozenset[str]]:
    """Yield the numbers that were signed together: the signature is about all of them."""
    for seal in case.spec.seals:
        if seal.sheet in case.frames:
            names, statuses = (values_or_blank(case.frames, seal.sheet, name) for name in (seal.names, seal.status))
            for named, status in zip(names, statuses, strict=True):
                if status in seal.sealed:
                    yield frozenset(split_choices(number_of(named) or ""))


def _links(case: YearEnd, sheet: SheetSpec) -> Iterator[Link]:
    """Yield what the rows name: rows of other registers, and of its own."""
    for column in sheet.columns:
        refers = column.refers
        if refers is not None and refers.sheet in case.frames and case.spec.sheet(refers.sheet).role == "register":
            target, place = refers.sheet, refers.column
        elif column.meaning == "number" and sheet.name != case.needs.sheet.name:
            target, place = case.needs.sheet.name, column_of(case)
        else:
            continue
        held = values_or_blank(case.frames, sheet.name, column.name)
        yield Link(column.name, target, place, [_named(column, value) for value in held])


def column_of(case: YearEnd) -> str:
    """Return the name of the register's number column."""
    return case.needs.sheet.meaning("number") or ""


def _named(column: ColumnSpec, value: Value) -> tuple[str, ...]:
    text = number_of(value)
    if text is None:
        return ()
    return split_choices(text) if column.type == "multi" else (text,)


def _hangers_on(case: YearEnd, others: list[SheetSpec]) -> None:
    """Sort out the other registers, until no further row goes along."""
    before = -1
    while (now := sum(map(len, case.kept.values()))) != before:
        before = now
        for sheet in others:
            kept = case.kept.setdefault(sheet.name, set())
            kept |= _hanging(case, sheet)
            kept |= _named_by_kept(case, sheet)


def _hanging(case: YearEnd, sheet: SheetSpec) -> set[int]:
    count = len(case.frames[sheet.name])
    if sheet.lasting:
        return set(range(count))
    others = [link for link in case.links[sheet.name] if link.target != sheet.name]
    on_needs = [link for link in others if link.target == case.needs.sheet.name]
    if not others:
        return _not_outlived(case, sheet, count)
    hooks = [link for link in on_needs if link.source == sheet.meaning("number")] or on_needs or others
    stays = [_stays(case, link) for link in hooks]
    return {i for i in range(count) if not all(stay[i] for stay in stays) or not any(hook.named[i] for hook in hooks)}


def _stays(case: YearEnd, link: Link) -> list[bool]:
    """Tell of each row whether all that it names there stays; what is nowhere to be found is an open question."""
    kept = case.kept_keys(link.target, link.column)
    known = {key for key in case.keys(link.target, link.column) if key is not None}
    gone = case.earlier if link.target == case.needs.sheet.name else ()
    return [all(name not in kept and (name in known or name in gone) for name in named) for named in link.named]


def _not_outlived(case: YearEnd, sheet: SheetSpec, count: int) -> set[int]:
    """Return the rows of a sheet that names no other: those that no row names at all."""
    named = {
        (link.column, name)
        for links in case.links.values()
        for link in links
        if link.target == sheet.name
        for names in link.named
        for name in names
    }
    columns = {column for column, _ in named}
    held = {column: case.keys(sheet.name, column) for column in columns}
    return {i for i in range(count) if not any((column, held[column][i]) in named for column in columns)}


def _named_by_kept(case: YearEnd, sheet: SheetSpec) -> set[int]:
    """Return the rows that a row which goes along names."""
    found: set[int] = set()
    for name, links in case.links.items():
        kept = case.kept.get(name, set())
        for link in links:
            if link.target == sheet.name:
                wanted = {key for i, keys in enumerate(link.named) if i in kept for key in keys}
                found |= {i for i, key in enumerate(case.keys(sheet.name, link.column)) if key in wanted}
    return found


def _beside(case: YearEnd, sheet: SheetSpec, today: date) -> None:
    """Sort out a sheet of settings, or one that we write."""
    frame = case.frames[sheet.name]
    if sheet.role == "settings":
        waived = sheet.purpose == "waivers"
        case.kept[sheet.name] = _waivers(case, sheet, today) if waived else set(range(len(frame)))
        return
    columns = [c for c in sheet.columns if c.refers and c.refers.sheet == case.needs.sheet.name]
    columns = columns or [c for c in sheet.columns if c.meaning == "number"]
    if sheet.purpose == "findings":
        columns = [column for column in sheet.columns if column.name == "number"]
    if not columns or sheet.purpose == "journal":
        return
    on_needs = sheet.purpose != "findings"
    known = case.kept_keys(case.needs.sheet.name, column_of(case)) if on_needs else _record_keys(case)
    cells = [[_named(c, value) for value in values_or_blank(case.frames, sheet.name, c.name)] for c in columns]
    rows = enumerate(zip(*cells, strict=True))
    case.kept[sheet.name] = {i for i, named in rows if any(named) and known.issuperset(n for ns in named for n in ns)}


def _waivers(case: YearEnd, sheet: SheetSpec, today: date) -> set[int]:
    """Return the waivers that still hold and are about no row that stays."""
    columns = (values_or_blank(case.frames, sheet.name, name) for name in ("number", "until"))
    known = _record_keys(case)
    return {
        i
        for i, (number, until) in enumerate(zip(*columns, strict=True))
        if (day := as_date(until)) is not None and day >= today
        if number is None or number_of(number) in known
    }


def _record_keys(case: YearEnd) -> set[str]:
    """Return what identifies the rows of registers that go along."""
    registers = (sheet for sheet in case.spec.sheets if sheet.role == "register" and sheet.key)
    return {key for sheet in registers if sheet.name in case.frames for key in case.kept_keys(sheet.name, sheet.key[0])}
