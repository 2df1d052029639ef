"""The plan of an import: new rows, changed cells, and what is told; nothing of a person's is overwritten or removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reqsheets.domain.intake.contents import BLANK, Contents, Update, contents, fingerprint, record_keys, update
from reqsheets.domain.intake.memory import NOTHING, Memory, Record, changes, sheet_of
from reqsheets.domain.intake.proposal import BY_TAB, Proposal, target_of, text_of
from reqsheets.domain.intake.telling import Told, told
from reqsheets.domain.intake.transfer import Transfer, transferred
from reqsheets.domain.register.columns import number_of
from reqsheets.domain.register.issued import issued
from reqsheets.model.frames import Frames, as_date, canonical, row_numbers, values_or_blank
from reqsheets.model.plan import AddRow, Cell, Change, Plan, SetCell, Value, Words
from reqsheets.model.spec import ColumnSpec, Meaning, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import highest

YES = "是"
TAKEN = Words("从别的登记表导入", "imported from another register")
NEWER = Words("导入的文件里改成了这样", "it says so in the file imported")
CUSTOMERS = "customers"
KEPT: tuple[Meaning, ...] = ("source_number", "taken_over", "source_cells")


@dataclass(frozen=True)
class Intake:
    """What an import does: the plan, and what becomes of each record, by its key in their words."""

    proposal: Proposal
    plan: Plan
    update: Update
    conflicts: tuple[Told, ...] = ()
    refused: tuple[int, ...] = ()  # records, from 0, that are not taken
    first: bool = True  # nothing of that shape was imported before

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many records are new, changed, the same, vanished, in conflict and refused."""
        return {
            "new": len(self.update.new),
            "changed": len(self.update.changed),
            "same": self.update.same,
            "vanished": len(self.update.vanished),
            "conflict": len(self.conflicts),
            "refused": len(self.refused),
        }


@dataclass
class _Rows:
    """One sheet of ours: where its records stand and the next free row."""

    sheet: SheetSpec
    link: str  # the column that names the record
    at: dict[str, int]
    next: int
    names: frozenset[str]


@dataclass
class Import:
    """One import under way."""

    spec: WorkbookSpec
    frames: Frames
    proposal: Proposal
    memory: Memory
    today: date
    changes: list[Change] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    conflicts: list[Told] = field(default_factory=list)

    @cached_property
    def main(self) -> SheetSpec:
        """Return the sheet that the records go to."""
        return self.spec.sheet(target_of(self.spec))

    @cached_property
    def number(self) -> str:
        """Return the column of that sheet which names a record."""
        return number_column(self.spec, self.main)

    @cached_property
    def cells(self) -> Transfer:
        """Return the cells of all records as ours have them."""
        return transferred(self.proposal)

    @cached_property
    def keys(self) -> list[str]:
        """Return what names each record in their words."""
        return record_keys(self.proposal)

    @cached_property
    def held(self) -> Contents:
        """Return what this version holds."""
        return contents(self.proposal)

    @cached_property
    def update(self) -> Update:
        """Return what differs from the version that was imported last."""
        return update(self.memory.contents, self.held)

    @cached_property
    def rows(self) -> dict[str, _Rows]:
        """Return by name the sheets that records go to."""
        names = dict.fromkeys([self.main.name, *self.cells.cells])
        return {name: self._rows_of(self.spec.sheet(name)) for name in names if name in self.frames}

    def _rows_of(self, sheet: SheetSpec) -> _Rows:
        link = "customer" if sheet.name == CUSTOMERS else link_of(self.spec, sheet)
        link = self.number if sheet.name == self.main.name else link
        held = values_or_blank(self.frames, sheet.name, link)
        at: dict[str, int] = {}
        for row, value in zip(row_numbers(self.frames[sheet.name]), held, strict=True):
            name = number_of(value)
            if name is not None:
                at.setdefault(name, row)
        names = frozenset(self.frames[sheet.name].columns)
        return _Rows(sheet, link, at, self.frames.next_row(sheet.name), names)

    @cached_property
    def known(self) -> dict[str, str]:
        """Return by key of theirs our number of the records that were imported before, by memory or by 原编号."""
        found = {key: record.number for key, record in self.memory.records.items()}
        sheet = self.main
        numbers = values_or_blank(self.frames, sheet.name, self.number)
        sources = values_or_blank(self.frames, sheet.name, sheet.meaning("source_number"))
        for number, source in zip(map(number_of, numbers), sources, strict=True):
            if number is not None:
                found.setdefault(text_of(source) if source is not None else number, number)
        return found


def number_column(spec: WorkbookSpec, sheet: SheetSpec) -> str:
    """Return the column of a sheet that names its own records."""
    if sheet == spec.purpose("needs"):
        return sheet.meaning("number") or ""
    return next((name for name in sheet.key if sheet.column(name).type == "id"), sheet.meaning("number") or "")


def link_of(spec: WorkbookSpec, sheet: SheetSpec) -> str:
    """Return the column of a sheet that names the requirement."""
    own = sheet.meaning("number")
    needs = spec.purpose("needs")
    if own is not None or needs is None:
        return own or ""
    return next((c.name for c in sheet.columns if c.refers is not None and c.refers.sheet == needs.name), "")


def intake(
    spec: WorkbookSpec,
    frames: Frames,
    proposal: Proposal,
    memory: Memory,
    today: date,
    refused: Sequence[int] = (),
) -> Intake:
    """Plan the import of a proposal that is settled, on the register as it stands.

    Shape: one AddRow a new record on each sheet that has something of it; SetCells where the file says something new
    and nobody changed the cell in the register since; the sheet that remembers. Source: capability B3.
    """
    work = Import(spec, frames, proposal, memory, today)
    first = memory is NOTHING
    numbers = _numbered(work)
    out = frozenset(refused)
    for i, key in enumerate(work.keys):
        number = numbers[i]
        if number is None or i in out:
            continue
        if key in work.known and work.known[key] in work.rows[work.main.name].at:
            _updated(work, i, key, number)
        else:
            _added(work, i, key, number)
    records = _records(work, [None if i in out else number for i, number in enumerate(numbers)])
    work.changes += changes(spec, frames, proposal, memory, work.held, records)
    findings = tuple(
        told(work.spec, work.main, one) for one in (*_notes(work, first=first), *work.told, *work.conflicts)
    )
    return Intake(
        proposal, Plan(findings, tuple(work.changes)), work.update, tuple(work.conflicts), tuple(sorted(out)), first
    )


def _records(work: Import, numbers: Sequence[str | None]) -> dict[str, Record]:
    """Return what is to be remembered of each record; those that the file has no more as gone."""
    found = {
        key: Record(number, work.held.prints[key]) for key, number in zip(work.keys, numbers, strict=True) if number
    }
    for key, record in work.memory.records.items():
        if key not in found:
            found[key] = Record(record.number, record.prints, gone=True)
    return dict(sorted(found.items())) if work.memory is NOTHING else _in_old_order(work, found)


def _in_old_order(work: Import, found: Mapping[str, Record]) -> dict[str, Record]:
    """Return the records in the order in which they were remembered, new ones below: a sorted file changes nothing."""
    ordered = {key: found[key] for key in work.memory.records}
    new = {key: record for key, record in found.items() if key not in ordered}
    return ordered | dict(sorted(new.items()))


# --- numbers ------------------------------------------------------------------------------------------------------


def _numbered(work: Import) -> list[str | None]:
    """Return our number of each record: the one it has, her own where its form is ours, else the next one."""
    sheet = work.main
    column = sheet.column(work.number)
    taken = set(work.known.values()) | set(work.rows[sheet.name].at)
    found: list[str | None] = []
    received = work.cells.cells.get(sheet.name, {}).get(sheet.meaning("received") or "", [])
    given = _Numbers(work, column, taken)
    for i, key in enumerate(work.keys):
        own = work.known.get(key)
        if own is None:
            own = given.of(_own_number(work, key), as_date(received[i]) if received else None)
        found.append(own)
    return found


def _own_number(work: Import, key: str) -> str:
    return key if work.proposal.key and BY_TAB not in work.proposal.key else ""


class _Numbers:
    """The numbers that are given next."""

    def __init__(self, work: Import, column: ColumnSpec, taken: set[str]) -> None:
        self.today, self.column, self.taken = work.today, column, taken
        self.used = highest(column.numbering, issued(work.spec, work.frames, work.main, column) | taken)
        own = highest(column.numbering, [key for key in work.keys if self._is_ours(key)])
        for series, count in own.items():
            self.used[series] = max(count, self.used.get(series, 0))

    def _is_ours(self, number: str) -> bool:
        import re  # noqa: PLC0415

        return bool(self.column.pattern) and re.fullmatch(self.column.pattern, number) is not None

    def of(self, own: str, day: date | None) -> str:
        """Return her own number where its form is ours, else the next one of that day's year or month."""
        if own and own not in self.taken and self._is_ours(own):
            self.taken.add(own)
            return own
        numbering = self.column.numbering
        if numbering is None:
            return own
        day = day or self.today
        before, _, rest = numbering.form.partition("{count")
        width, _, after = rest.partition("}")
        before, after = (part.format(year=f"{day:%Y}", month=f"{day:%m}") for part in (before, after))
        series = f"{before}#{after}"
        count = self.used.get(series, 0) + 1
        self.used[series] = count
        digits = int(width.removeprefix(":0").removesuffix("d") or 1)
        return f"{before}{count:0{digits}d}{after}"


# --- new rows -----------------------------------------------------------------------------------------------------


def _added(work: Import, i: int, key: str, number: str) -> None:
    values = _values(work, work.main.name, i)
    own_key = key if work.proposal.key else ""
    extra = {
        work.main.meaning("source_number"): own_key if own_key and own_key != number else None,
        work.main.meaning("taken_over"): YES if _is_closed(work, i) else None,
        work.main.meaning("source_cells"): work.cells.aside_text(i),
    }
    rows = work.rows[work.main.name]
    values |= {name: value for name, value in extra.items() if name in rows.names and value is not None}
    customer = _customer(work, i)
    if customer and values and "customer" in rows.names:
        values.setdefault("customer", customer)
    if work.main.name != _home(work) and not _says_something(work, i):
        values = {}
    if values:
        _add(work, rows, number, values)
    for name, others in work.rows.items():
        if name != work.main.name:
            _add_beside(work, others, i, number, customer)


def _home(work: Import) -> str:
    return CUSTOMERS if CUSTOMERS in work.cells.cells else work.main.name


def _says_something(work: Import, i: int) -> bool:
    return any(cells[i] is not None for cells in work.cells.cells.get(work.main.name, {}).values())


def _customer(work: Import, i: int) -> str | None:
    cells = work.cells.cells.get(CUSTOMERS, {}).get("customer")
    return number_of(cells[i]) if cells else None


def _values(work: Import, sheet: str, i: int) -> dict[str, Value]:
    names = work.rows[sheet].names
    cells = work.cells.cells.get(sheet, {})
    return {name: held[i] for name, held in cells.items() if held[i] is not None and name in names}


def _add(work: Import, rows: _Rows, number: str, values: Mapping[str, Value]) -> None:
    row = {rows.link: number, **values} if rows.link in rows.names else dict(values)
    if rows.sheet.name == CUSTOMERS:
        row = dict(values)
    work.changes.append(AddRow(rows.sheet.name, rows.next, {n: canonical(v) for n, v in row.items()}, TAKEN))
    rows.at[number] = rows.next
    rows.next += 1


def _add_beside(work: Import, rows: _Rows, i: int, number: str, customer: str | None) -> None:
    values = _values(work, rows.sheet.name, i)
    if not values:
        return
    name = customer if rows.sheet.name == CUSTOMERS else number
    if name is None:
        return
    if name in rows.at:
        if rows.sheet.name == CUSTOMERS:
            return  # one row a customer: the first of a name says what it is
        for column, value in values.items():
            work.changes.append(SetCell(Cell(rows.sheet.name, rows.at[name], column), None, canonical(value), TAKEN))
        return
    if rows.sheet.purpose == "archive" and not _is_closed(work, i):
        return
    _add(work, rows, name, {**values, **_carried(work, rows, i)})


def _carried(work: Import, rows: _Rows, i: int) -> dict[str, Value]:
    """Return what a row on another sheet repeats of the register, such as the customer of a raw record."""
    main = work.cells.cells.get(work.main.name, {})
    found: dict[str, Value] = {}
    for mine, theirs in (("customer", "customer"), ("words", "text"), ("collected", "received")):
        held = main.get(theirs)
        if (
            held is None
            or held[i] is None
            or mine not in rows.names
            or rows.sheet.name not in ("raw", "followups", "surveys")
        ):
            continue
        found[mine] = held[i]
    return found


def _is_closed(work: Import, i: int) -> bool:
    return work.proposal.places[i] in work.proposal.closing.rows


# --- changed rows -------------------------------------------------------------------------------------------------


def _updated(work: Import, i: int, key: str, number: str) -> None:
    known = work.memory.records.get(key)
    if known is not None and not known.gone and key not in work.update.changed:
        return
    changed = work.update.changed.get(key) if known is not None and not known.gone else None
    renamed = work.update.renamed
    headers = None if changed is None else {renamed.get(header, header) for header in changed}
    for header, (sheet, column) in work.cells.homes.items():
        if headers is None or header in headers:
            _update_cell(work, i, (key, header), number, sheet, column)
    _update_kept(work, i, number)


def _update_cell(work: Import, i: int, at: tuple[str, str], number: str, sheet: str, column: str) -> None:
    rows = work.rows.get(sheet)
    if rows is None or column not in rows.names:
        return
    name = _customer(work, i) if sheet == CUSTOMERS else number
    new = canonical(work.cells.cells[sheet][column][i])
    row = rows.at.get(name) if name else None
    if row is None:
        if new is not None and name and not (rows.sheet.purpose == "archive" and not _is_closed(work, i)):
            _add(work, rows, name, {column: new, **_carried(work, rows, i)})
        return
    old = _held(work, sheet, row, column)
    if old == new:
        return
    if new is None and not _was(work, at, old):
        return
    if old is not None and not _was(work, at, old):
        work.conflicts.append(Told("REQ913", i, at[1], row, sheet, column, (text_of(old), text_of(new), at[0])))
        return
    work.changes.append(SetCell(Cell(sheet, row, column), old, new, NEWER))


def _held(work: Import, sheet: str, row: int, column: str) -> Value:
    places, cells = work.frames.once(
        ("intake", column),
        sheet,
        lambda: (
            {at: i for i, at in enumerate(row_numbers(work.frames[sheet]))},
            values_or_blank(work.frames, sheet, column),
        ),
    )
    place = places.get(row)
    return None if place is None else cells[place]


def _was(work: Import, at: tuple[str, str], old: Value) -> bool:
    """Tell whether a cell of ours still says what the last import wrote into it."""
    key, header = at
    record = work.memory.records.get(key)
    before = next((o for o, n in work.update.renamed.items() if n == header), header)
    if record is None or before not in work.memory.headers or not record.prints:
        return False
    print_ = Contents(work.memory.headers, {key: record.prints}).cell(key, work.memory.headers.index(before))
    if print_ == BLANK:
        return old is None
    if fingerprint(old) == print_:
        return True
    words = [word for (of, word), option in work.memory.options.items() if of == before and option == old]
    return any(fingerprint(word) == print_ for word in words)


def _update_kept(work: Import, i: int, number: str) -> None:
    """Bring what we keep beside a record up to date: whether it is closed, and what ours has no column for."""
    rows = work.rows[work.main.name]
    row = rows.at.get(number)
    if row is None:
        return
    closed = YES if _is_closed(work, i) else None
    kept: tuple[tuple[Meaning, Value], ...] = (("taken_over", closed), ("source_cells", work.cells.aside_text(i)))
    for meaning, new in kept:
        column = work.main.meaning(meaning)
        if column is None or column not in rows.names:
            continue
        old = _held(work, work.main.name, row, column)
        if old != new and not (meaning == "taken_over" and new is None):
            work.changes.append(SetCell(Cell(work.main.name, row, column), old, new, NEWER))


# --- what is told -------------------------------------------------------------------------------------------------


def _notes(work: Import, *, first: bool) -> Iterator[Told]:
    """Yield what people should know besides conflicts."""
    row = work.rows[work.main.name].next
    names = work.rows[work.main.name].names
    missing = [column for m in KEPT if (column := work.main.meaning(m)) is not None and column not in names]
    if missing or sheet_of(work.spec, work.frames) is None:
        yield Told("REQ918", -1, "", 1, work.main.name, "", ())
    counted = Counter((odd.header, odd.column.title) for odd in work.cells.odd)
    for (header, title), count in counted.items():
        sample = next(odd.value for odd in work.cells.odd if odd.header == header)
        yield Told("REQ912", -1, header, 1, work.main.name, "", (title, str(count), text_of(sample)))
    for header, words in work.proposal.values.items():
        unknown = [word for word, option in words.items() if option is None]
        if unknown:
            yield Told("REQ911", -1, header, 1, work.main.name, "", ("、".join(unknown),))
    if not first and work.update.vanished:
        gone = work.update.vanished
        yield Told("REQ914", -1, "", 1, work.main.name, "", (str(len(gone)), "、".join(gone[:10])))
    for header in work.proposal.doubtful_dates:
        yield Told("REQ919", -1, header, 1, work.main.name, "", (work.proposal.dates[header],))
    if work.proposal.filled_down:
        yield Told("REQ916", -1, "", 1, work.main.name, "", ("、".join(work.proposal.filled_down),))
    aside = [g.column.title for g in work.proposal.guesses if g.to is None and not g.volatile and g.look.filled]
    if aside and row:
        yield Told("REQ917", -1, "", 1, work.main.name, "", ("、".join(aside),))
