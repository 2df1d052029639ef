"""How files were taken in before: columns, options, days and records, kept on the sheet 导入映射 of the register."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from reqsheets.domain.intake.contents import Contents
from reqsheets.domain.intake.days import Order
from reqsheets.domain.intake.headings import Answer
from reqsheets.domain.intake.options import options_of
from reqsheets.domain.intake.proposal import Guess, Proposal, key_of
from reqsheets.domain.intake.vocabulary import plain_text
from reqsheets.model.errors import UsageError
from reqsheets.model.frames import Frames, rows_of
from reqsheets.model.plan import AddRow, Cell, Change, SetCell, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec

COLUMN, OPTION, DAYS, KEY, HEADERS, RECORDS = "列", "选项", "日期", "主键", "表头", "记录"
ALIKE = 0.5  # of the headers make a file one of a known shape
PACKED = 30_000  # letters of a cell; Excel keeps 32,767
GONE = "~"  # before the fingerprints of a record that a later version has no more
LINE, FIELD = "\n", "\t"
BECAUSE = Words("记住导入时的对应关系", "how the file was taken in, for the next time")
NAMES = ("source", "what", "own", "header", "sheet", "column", "value", "prints")


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was taken in: our number and the fingerprints of its cells."""

    number: str
    prints: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Memory:
    """What is known of one shape of file; titles of sheets and columns as people see them."""

    source: str = ""
    headers: tuple[str, ...] = ()
    key: tuple[str, ...] | None = None
    columns: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    days: Mapping[str, Order] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)

    @property
    def contents(self) -> Contents:
        """Return what the version held that was taken in last."""
        return Contents(self.headers, {key: r.prints for key, r in self.records.items() if not r.gone})


NOTHING = Memory()


def sheet_of(spec: WorkbookSpec, frames: Frames) -> SheetSpec | None:
    """Return the sheet that remembers, None where the kind or the workbook has none."""
    sheet = spec.purpose("intake")
    return sheet if sheet is not None and sheet.name in frames else None


def remembered(spec: WorkbookSpec, frames: Frames, headers: Sequence[str]) -> Memory:
    """Return what is known of the shape of file that these headers are nearest to; nothing where none is near."""
    sheet = sheet_of(spec, frames)
    if sheet is None:
        return NOTHING
    wanted = {plain_text(header) for header in headers}
    best, found = ALIKE, NOTHING
    for memory in _memories(frames, sheet):
        own = {plain_text(header) for header in (memory.headers or memory.columns)}
        alike = len(own & wanted) / len(own | wanted) if own | wanted else 0
        if alike >= best:
            best, found = alike, memory
    return found


def _memories(frames: Frames, sheet: SheetSpec) -> Iterator[Memory]:
    by_source: dict[str, dict[int, dict[str, Value]]] = {}
    names = list(frames[sheet.name].columns)
    for at, row in rows_of(frames[sheet.name]).items():
        cells = dict(zip(names, row, strict=True))
        if cells.get("source") is not None:
            by_source.setdefault(str(cells["source"]), {})[at] = cells
    for source, rows in by_source.items():
        yield _memory(sheet, source, rows)


def _memory(sheet: SheetSpec, source: str, rows: Mapping[int, Mapping[str, Value]]) -> Memory:
    columns: dict[str, tuple[str, str] | None] = {}
    options: dict[tuple[str, str], str | None] = {}
    days: dict[str, Order] = {}
    records: dict[str, Record] = {}
    memory = Memory(source)
    for at, row in rows.items():
        what, own, header, value = (_text(row.get(name)) for name in ("what", "own", "header", "value"))
        if what in (HEADERS, KEY, RECORDS) and not _whole(what, value):
            raise _edited(sheet, at, source)
        if what == COLUMN:
            to = (_text(row.get("sheet")), _text(row.get("column")))
            columns[own] = to if all(to) else None
        elif what == OPTION:
            options[header, own] = value or None
        elif what == DAYS and value in ("YMD", "DMY", "MDY"):
            days[own] = value  # type: ignore[assignment]  # just looked
        elif what == HEADERS:
            memory = replace(memory, headers=tuple(json.loads(value)))
        elif what == KEY:
            memory = replace(memory, key=tuple(json.loads(value)))
        elif what == RECORDS:
            records.update(_unpacked(value))
    return replace(memory, columns=columns, options=options, days=days, records=records)


def _whole(what: str, value: str) -> bool:
    """Tell whether a line that only we write still says what it says; people may edit any cell."""
    try:
        if what == RECORDS:
            return len(list(_unpacked(value))) == value.count(LINE) + 1
        listed = json.loads(value)
    except ValueError:
        return False
    return isinstance(listed, list) and all(isinstance(one, str) for one in listed)


def _edited(sheet: SheetSpec, row: int, source: str) -> UsageError:
    return UsageError(
        f"“{sheet.title}”第 {row} 行被改过，读不出“{source}”上次导入了什么；请撤销那次改动（或用 restore 找回），"
        f"要当作第一次导入就删去这个来源的所有行",
        f"row {row} of {sheet.title} was edited, so what was imported from {source!r} cannot be read; undo that edit "
        "(or restore an earlier version), or delete all rows of that source to import it as if for the first time",
    )


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _unpacked(text: str) -> Iterator[tuple[str, Record]]:
    for line in text.split(LINE):
        parts = line.split(FIELD)
        if len(parts) == 3:  # noqa: PLR2004 (key, number, fingerprints)
            key, number, prints = parts
            yield json.loads(f'"{key}"'), Record(number, prints.removeprefix(GONE), prints.startswith(GONE))


def _packed(records: Mapping[str, Record]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for key, record in records.items():
        line = FIELD.join(
            (json.dumps(key, ensure_ascii=False)[1:-1], record.number, GONE * record.gone + record.prints)
        )
        if lines and size + len(line) > PACKED:
            yield LINE.join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield LINE.join(lines)


def with_memory(proposal: Proposal, memory: Memory, renamed: Mapping[str, str] | None = None) -> Proposal:
    """Return the proposal as it was settled before, the rest as proposed; `renamed` leads from old headers to new."""
    if memory is NOTHING:
        return proposal
    names = {new: old for old, new in (renamed or {}).items()}
    guesses = tuple(_settled(proposal.spec, guess, memory, names) for guess in proposal.guesses)
    values: dict[str, dict[str, str | None]] = {}
    from reqsheets.domain.intake.proposal import values_of  # noqa: PLC0415

    for title, words in values_of(proposal.spec, proposal.tables, guesses).items():
        known = names.get(title, title)
        values[title] = {w: memory.options.get((known, w), option) for w, option in words.items()}
    days = {t: memory.days.get(names.get(t, t), order) for t, order in proposal.dates.items()}
    doubtful = tuple(title for title in proposal.doubtful_dates if names.get(title, title) not in memory.days)
    found = replace(proposal, guesses=guesses, values=values, dates=days, doubtful_dates=doubtful, key=())
    found = replace(found, dates=_more_days(found))
    olds = {old: new for new, old in names.items()}
    key = tuple(olds.get(name, name) for name in memory.key) if memory.key is not None else key_of(found)
    known_titles = {guess.column.title for guess in guesses} | {"@sheet"}
    return replace(found, key=key if set(key) <= known_titles else key_of(found))


def _more_days(proposal: Proposal) -> dict[str, Order]:
    """Return the orders of days with those of columns that only the memory knows to hold days."""
    found = dict(proposal.dates)
    for guess in proposal.guesses:
        column = proposal.column_of(guess)
        if column is not None and column.type in ("date", "datetime"):
            found.setdefault(guess.column.title, "YMD")
    return found


def _settled(spec: WorkbookSpec, guess: Guess, memory: Memory, names: Mapping[str, str]) -> Guess:
    title = names.get(guess.column.title, guess.column.title)
    if title not in memory.columns:
        return guess
    to = memory.columns[title]
    if to is None:
        return replace(guess, answers=())
    for sheet in spec.sheets:
        for column in sheet.columns:
            if (sheet.title, column.title) == to:
                return replace(guess, answers=(Answer(sheet.name, column.name, True, -2),))  # noqa: FBT003
    return guess


def source_name(proposal: Proposal) -> str:
    """Return what the shape of a file is called: its tab and some letters that its headers make."""
    titles = "\x1f".join(sorted(plain_text(guess.column.title) for guess in proposal.guesses))
    return f"{proposal.tables[0].grid.title[:40]}·{blake2b(titles.encode(), digest_size=3).hexdigest()}"


def changes(
    spec: WorkbookSpec,
    frames: Frames,
    proposal: Proposal,
    before: Memory,
    held: Contents,
    records: Mapping[str, Record],
) -> list[Change]:
    """Return the changes that make the sheet remember this version."""
    sheet = sheet_of(spec, frames)
    if sheet is None:
        return []
    source = before.source or source_name(proposal)
    wanted = [dict(zip(NAMES, row, strict=True)) for row in _rows(proposal, source, held, records)]
    return list(_to_write(frames, sheet, source, wanted))


def _rows(
    proposal: Proposal, source: str, held: Contents, records: Mapping[str, Record]
) -> Iterator[tuple[str | None, ...]]:
    yield source, HEADERS, HEADERS, None, None, None, json.dumps(held.headers, ensure_ascii=False), None
    yield source, KEY, KEY, None, None, None, json.dumps(proposal.key, ensure_ascii=False), None
    spec = proposal.spec
    for guess in proposal.guesses:
        answer, column = guess.to, proposal.column_of(guess)
        to = (spec.sheet(answer.sheet).title, column.title) if answer and column else (None, None)
        yield source, COLUMN, guess.column.title, None, *to, None, None
    for title, words in proposal.values.items():
        for word, option in words.items():
            yield source, OPTION, word, title, None, None, option, None
    for title, order in proposal.dates.items():
        yield source, DAYS, title, None, None, None, order, None
    for number, text in enumerate(_packed(records), 1):
        yield source, RECORDS, str(number), None, None, None, text, None


def _to_write(
    frames: Frames, sheet: SheetSpec, source: str, wanted: Sequence[Mapping[str, str | None]]
) -> Iterator[Change]:
    """Yield what is needed for the rows of a source: known ones set, new ones added, what is left over blanked."""
    frame = frames[sheet.name]
    names = [name for name in NAMES if name in frame.columns]
    there: dict[tuple[str, ...], int] = {}
    held: dict[int, dict[str, Value]] = {}
    for row, cells in rows_of(frame).items():
        values = dict(zip(frame.columns, cells, strict=True))
        if values.get("source") == source:
            there[_key(values)] = row
            held[row] = values
    free = frames.next_row(sheet.name)
    for line in wanted:
        at = there.pop(_key(line), None)
        if at is None:
            yield AddRow(sheet.name, free, {n: line[n] for n in names if line[n] is not None}, BECAUSE)
            free += 1
            continue
        for name in names:
            if held[at].get(name) != line[name]:
                yield SetCell(Cell(sheet.name, at, name), held[at].get(name), line[name], BECAUSE)
    for row in there.values():
        for name in names:
            if held[row].get(name) is not None:
                yield SetCell(Cell(sheet.name, row, name), held[row][name], None, BECAUSE)


def _key(row: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(_text(row.get(name)) for name in ("what", "own", "header"))


def choices_of(spec: WorkbookSpec, guess: Guess) -> tuple[str, ...]:
    """Return the options of the column of ours that is taken for one of theirs."""
    answer = guess.to
    return options_of(spec, spec.sheet(answer.sheet).column(answer.column)) if answer else ()
