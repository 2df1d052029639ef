"""What a stranger's workbook is in our terms: the proposal that people see before anything is written."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from reqsheets.domain.intake.closing import Closing, closing
from reqsheets.domain.intake.days import Order, day_of, is_doubtful, order_of, shown, steps_back, year_in
from reqsheets.domain.intake.grids import Source
from reqsheets.domain.intake.headings import Answer, matched
from reqsheets.domain.intake.options import meant, options_of
from reqsheets.domain.intake.samples import Look, is_blank, look
from reqsheets.domain.intake.tables import Column, Table, table_of
from reqsheets.domain.intake.vocabulary import data_of, plain_text
from reqsheets.model.brief import brief
from reqsheets.model.plan import Value
from reqsheets.model.spec import ColumnSpec, WorkbookSpec

SAMPLES = 300  # cells of a column that are looked at
SHOWN = 3  # cells of a column that people are shown
SAME_TABLE = 0.8  # of the headers make two tabs one register
CLUE = 1.5  # columns that a word in a title is worth, as evidence for a kind
CLUES = 2  # such words that count
WORDS_OF_A_LIST = 60  # different words; more are no list
DATES = 0.6
ORDERS: tuple[Order, ...] = ("YMD", "DMY", "MDY")
BESIDE = "-"  # between a kind and a sheet beside its register, in the name of a vocabulary
TARGETS = {"survey": ("imports", "answers"), "collection": ("raw",)}  # whole files go there (capabilities 0-2b, 4-4e)
BY_TAB = "@sheet"  # in a key: the tab's name
Sample: TypeAlias = tuple[list[Value], Look]  # some cells of a column, and what they look like


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of theirs: what it may be, with what its cells look like."""

    column: Column
    answers: tuple[Answer, ...]
    samples: tuple[Value, ...]
    look: Look
    volatile: bool = False  # a formula: no part of the record

    @property
    def to(self) -> Answer | None:
        """Return the column of ours that is taken without asking."""
        return next((answer for answer in self.answers if answer.taken), None)

    @property
    def asked(self) -> tuple[Answer, ...]:
        """Return the columns of ours that a person is asked about."""
        return () if self.to else self.answers


@brief
@dataclass(frozen=True)
class Proposal:
    """All that is proposed for one file."""

    source: Source
    spec: WorkbookSpec
    ranking: tuple[tuple[str, float], ...]  # kinds by how well they fit
    reasons: tuple[str, ...]  # words of titles that speak for the kind
    tables: tuple[Table, ...]
    guesses: tuple[Guess, ...]
    values: Mapping[str, Mapping[str, str | None]]  # by their header: their word and our option
    dates: Mapping[str, Order]
    doubtful_dates: tuple[str, ...]
    closing: Closing
    key: tuple[str, ...]  # their headers, or BY_TAB
    year: int | None = None
    filled_down: tuple[str, ...] = ()  # headers whose blank cells mean what stands above
    left: tuple[str, ...] = field(default=())  # tabs that are not read

    @cached_property
    def count(self) -> int:
        """Return how many records there are."""
        return sum(len(table.records) for table in self.tables)

    def column_of(self, guess: Guess) -> ColumnSpec | None:
        """Return the column of ours that is taken for one of theirs."""
        answer = guess.to
        return self.spec.sheet(answer.sheet).column(answer.column) if answer else None

    @cached_property
    def cells(self) -> dict[str, list[Value]]:
        """Return by header the cells of all records, days as days, in the order of `places`."""
        found: dict[str, list[Value]] = {}
        begun: list[Value] = []
        for guess in sorted(self.guesses, key=self._is_begin, reverse=True):
            values = column_values(self.tables, guess.column)
            title = guess.column.title
            if title in self.filled_down:
                values = filled(values)
            if title in self.dates:
                values = self._days(values, self.dates[title], begun if begun and not self._is_begin(guess) else None)
                if self._is_begin(guess):
                    begun = values
            found[title] = values
        return found

    def _is_begin(self, guess: Guess) -> bool:
        column = self.column_of(guess)
        return column is not None and column.meaning == "received"

    def _days(self, values: Sequence[Value], order: Order, begun: Sequence[Value] | None) -> list[Value]:
        starts = begun or [None] * len(values)
        found: list[Value] = []
        for value, start in zip(values, starts, strict=True):
            day = day_of(value, order, self.year, start if isinstance(start, date) else None)
            found.append(value if day is None else day)
        return found

    @cached_property
    def places(self) -> list[tuple[str, int]]:
        """Return tab and Excel row of each record."""
        return [(table.grid.title, row) for table in self.tables for row in table.records]

    @cached_property
    def keys(self) -> list[str]:
        """Return what names each record, in their words."""
        columns = [[tab for tab, _ in self.places] if name == BY_TAB else self.cells[name] for name in self.key]
        return (
            [" | ".join(text_of(value) for value in cells) for cells in zip(*columns, strict=True)] if columns else []
        )


def text_of(value: Value) -> str:
    """Return a cell as text without blanks around it, days as YYYY-MM-DD."""
    if isinstance(value, date):
        return shown(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())


def column_values(tables: Iterable[Table], column: Column) -> list[Value]:
    """Return the cells of all records in the column of that title; None where a table has none."""
    found: list[Value] = []
    for table in tables:
        own = next((one for one in table.columns if one.title == column.title), None)
        found += table.values(own) if own else [None] * len(table.records)
    return found


def filled(values: Sequence[Value]) -> list[Value]:
    """Return the cells with blank ones as those above them."""
    found: list[Value] = []
    for value in values:
        found.append(found[-1] if value is None and found else value)
    return found


def proposal(source: Source, kinds: Sequence[WorkbookSpec], kind: str = "") -> Proposal | None:
    """Return what a file is in our terms, with `kind` as that kind; None where it holds no register."""
    tables = [table for table in map(table_of, source.grids) if table is not None]
    groups = _groups(tables)
    if not groups:
        return None
    seen = {id(group): _samples(group) for group in groups}
    fits = [
        (*_fit(source, group, seen[id(group)], spec), group, spec)
        for group in groups
        for spec in kinds
        if kind in ("", spec.kind)
    ]
    weights = {id(group): max(f[0] for f in fits if f[2] is group) * _weight(group) for group in groups}
    main = max(groups, key=lambda group: weights[id(group)])
    if kind:
        fits += [
            (*_fit(source, main, seen[id(main)], spec), main, spec)
            for spec in targets(kinds[0] if len(kinds) == 1 else _named(kinds, kind))
        ]
    ranked = sorted((fit for fit in fits if fit[2] is main), key=lambda fit: -fit[0])
    _, guesses, _, spec = ranked[0]
    read = {table.grid.title for table in main}
    left = tuple(grid.title for grid in source.grids if grid.title not in read and grid.cells)
    return _whole(source, spec, main, guesses, tuple((fit[3].kind, round(fit[0], 2)) for fit in ranked), left)


def _named(kinds: Sequence[WorkbookSpec], kind: str) -> WorkbookSpec:
    return next(spec for spec in kinds if spec.kind == kind)


def targets(spec: WorkbookSpec) -> list[WorkbookSpec]:
    """Return the kind once for each sheet beside the register that files may go to as a whole, such as answers."""
    return [replace(spec, kind=f"{spec.kind}{BESIDE}{name}") for name in TARGETS.get(spec.kind, ())]


def target_of(spec: WorkbookSpec) -> str:
    """Return the sheet that the records of a file go to: the register, or the one that stands behind the kind."""
    _, _, name = spec.kind.partition(BESIDE)
    needs = spec.purpose("needs") or spec.sheets[0]
    return name or needs.name


def _weight(group: Sequence[Table]) -> float:
    return 1 + math.log10(1 + sum(len(table.records) for table in group)) / 2


def _groups(tables: Sequence[Table]) -> list[list[Table]]:
    """Return the tables that are one register together, by their headers."""
    groups: list[list[Table]] = []
    for table in tables:
        titles = {plain_text(title) for title in table.titles}
        for group in groups:
            others = {plain_text(title) for title in group[0].titles}
            if len(titles & others) >= SAME_TABLE * len(titles | others):
                group.append(table)
                break
        else:
            groups.append([table])
    return groups


def _fit(
    source: Source, group: Sequence[Table], seen: Sequence[Sample], spec: WorkbookSpec
) -> tuple[float, list[Guess]]:
    """Return how well a kind fits a register, in columns, and what its columns are in that kind."""
    guesses = _guesses(group, seen, spec)
    taken = [answer for guess in guesses if (answer := guess.to)]
    own = sum(1 for answer in taken if answer.place < 0)
    specific = sum(spec.sheet(answer.sheet).column(answer.column).meaning is None for answer in taken)
    return len(taken) + 0.2 * own + 0.1 * specific + CLUE * len(_clues(source, group, spec.kind)[:CLUES]), guesses


def _clues(source: Source, group: Sequence[Table], kind: str) -> list[str]:
    texts = [source.path.stem, group[0].grid.title, group[0].top[:200]]
    text = f" {plain_text(' '.join(texts))} "
    clues = str(data_of("clues")["kinds"].get(kind.partition(BESIDE)[0], "")).split()
    return [clue for word in clues if _said(text, clue := word.replace("_", " "))]


def _said(text: str, word: str) -> bool:
    return f" {word} " in text or f" {word}s " in text if word.isascii() else word in text


def _samples(group: Sequence[Table]) -> list[Sample]:
    """Return of each column of a register some cells and what they look like, the same for every kind."""
    cells = (spread(column_values(group, column)) for column in _largest(group).columns)
    return [(values, look(values)) for values in cells]


def _largest(group: Sequence[Table]) -> Table:
    return max(group, key=lambda table: len(table.records))


def _guesses(group: Sequence[Table], seen: Sequence[Sample], spec: WorkbookSpec) -> list[Guess]:
    main = _largest(group)
    tab = " ".join((main.grid.title, main.top[:60]))
    formulas = main.grid.top_looks.formulas
    volatile = [column.number in formulas for column in main.columns]
    answers = matched(spec, tab, [column.path for column in main.columns], [values for values, _ in seen])
    answers = _one_number(spec, answers, volatile)
    return [
        Guess(column, tuple(answer), tuple(v for v in values if v is not None)[:SHOWN], looks, is_volatile)
        for column, answer, (values, looks), is_volatile in zip(main.columns, answers, seen, volatile, strict=True)
    ]


def _one_number(spec: WorkbookSpec, answers: Sequence[list[Answer]], volatile: Sequence[bool]) -> list[list[Answer]]:
    """Return the answers with no number of a record in a column of formulas: that is a counter."""
    found: list[list[Answer]] = []
    for listed, is_volatile in zip(answers, volatile, strict=True):
        number = [a for a in listed if spec.sheet(a.sheet).column(a.column).meaning == "number"]
        found.append([a for a in listed if a not in number] if is_volatile and number else list(listed))
    return found


def spread(values: Sequence[Value]) -> list[Value]:
    """Return some cells from all over a column."""
    there = [value for value in values if not is_blank(value)]
    step = max(1, len(there) // SAMPLES)
    return there[::step][:SAMPLES]


def _whole(
    source: Source,
    spec: WorkbookSpec,
    tables: Sequence[Table],
    guesses: Sequence[Guess],
    ranking: tuple[tuple[str, float], ...],
    left: tuple[str, ...],
) -> Proposal:
    columns = {guess.column.title: column_values(tables, guess.column) for guess in guesses}
    year = year_in(*(table.top for table in tables), *(table.grid.title for table in tables), source.path.stem)
    dates, doubtful = _dates(spec, guesses, columns, _shown_orders(tables))
    draft = Proposal(
        source,
        spec,
        ranking,
        tuple(_clues(source, tables, spec.kind)),
        tuple(tables),
        tuple(guesses),
        _values(spec, guesses, columns),
        dates,
        doubtful,
        _closed(spec, tables, guesses),
        (),
        year,
        _filled_down(spec, guesses, columns),
        left,
    )
    return _with_key(draft)


def _with_key(draft: Proposal) -> Proposal:
    return replace(draft, key=key_of(draft))


def _is_day(spec: WorkbookSpec, guess: Guess) -> bool:
    answer = guess.to
    if answer and spec.sheet(answer.sheet).column(answer.column).type in ("date", "datetime"):
        return True
    return answer is None and guess.look.dates >= DATES


def _dates(
    spec: WorkbookSpec,
    guesses: Sequence[Guess],
    columns: Mapping[str, Sequence[Value]],
    formats: Mapping[str, frozenset[str]],
) -> tuple[dict[str, Order], tuple[str, ...]]:
    """Return the order of day and month by header, and the headers of which nothing tells it."""
    days = [guess.column.title for guess in guesses if _is_day(spec, guess)]
    told = {title: _told(order_of(columns[title]), formats.get(title, frozenset())) for title in days}
    votes = Counter(order for order in told.values() if order)
    whole = votes.most_common(1)[0][0] if votes else None
    found: dict[str, Order] = {}
    doubtful: list[str] = []
    for title in days:
        order = told[title]
        if order is None and is_doubtful(columns[title]):
            order = whole if whole in ("DMY", "MDY") else _likelier(columns[title])
            if whole not in ("DMY", "MDY"):
                doubtful.append(title)
        found[title] = order or whole or "YMD"
    return found, tuple(doubtful)


def _told(written: Order | None, formats: frozenset[str]) -> Order | None:
    """Return the order that texts and number formats tell; the year first where either of them has it so."""
    if "YMD" in formats:
        return "YMD"
    return written or next((order for order in ORDERS if order in formats), None)


def _shown_orders(tables: Sequence[Table]) -> dict[str, frozenset[str]]:
    """Return by header the orders of day and month in the number formats of its cells."""
    found: dict[str, frozenset[str]] = {}
    for table in tables[:1]:
        for column in table.columns:
            found[column.title] = table.grid.top_looks.orders.get(column.number, frozenset())
    return found


def _likelier(values: Sequence[Value]) -> Order:
    """Return the order under which the days of a column go back less often."""
    steps: dict[Order, int] = {}
    orders: tuple[Order, ...] = ("DMY", "MDY")
    for order in orders:
        steps[order] = steps_back([day for value in values if (day := day_of(value, order, None)) is not None])
    return min(steps, key=lambda order: steps[order])


def values_of(
    spec: WorkbookSpec, tables: Sequence[Table], guesses: Sequence[Guess]
) -> dict[str, dict[str, str | None]]:
    """Return by header the words of each list and our options."""
    return _values(spec, guesses, {guess.column.title: column_values(tables, guess.column) for guess in guesses})


def _values(
    spec: WorkbookSpec, guesses: Sequence[Guess], columns: Mapping[str, Sequence[Value]]
) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for guess in guesses:
        answer = guess.to
        if answer is None:
            continue
        column = spec.sheet(answer.sheet).column(answer.column)
        if column.type not in ("enum", "multi", "bool") or not options_of(spec, column):
            continue
        listed = list(dict.fromkeys(text_of(v) for v in columns[guess.column.title] if v is not None and not _dash(v)))
        if 0 < len(listed) <= WORDS_OF_A_LIST:
            found[guess.column.title] = meant(spec, column, listed)
    return found


def _dash(value: Value) -> bool:
    return is_blank(value) and str(value).strip() not in ("无", "×")


def _closed(spec: WorkbookSpec, tables: Sequence[Table], guesses: Sequence[Guess]) -> Closing:
    def meaning(name: str) -> Column | None:
        for guess in guesses:
            answer = guess.to
            if answer and spec.sheet(answer.sheet).column(answer.column).meaning == name:
                return guess.column
        return None

    finished = meaning("finished") or next(
        (g.column for g in guesses if g.to and g.to.column in ("actual_finish", "solved", "finished")), None
    )
    return closing(tables, meaning("status"), finished)


def _filled_down(
    spec: WorkbookSpec, guesses: Sequence[Guess], columns: Mapping[str, Sequence[Value]]
) -> tuple[str, ...]:
    """Return the headers whose blank cells mean what stands above: a customer written in the first of its rows only."""
    found = []
    for guess in guesses:
        answer = guess.to
        if answer is None:
            continue
        column = spec.sheet(answer.sheet).column(answer.column)
        values = columns[guess.column.title]
        if column.meaning != "customer" and column.name not in ("customer", "departments"):
            continue
        blank = sum(value is None for value in values)
        if values and values[0] is not None and 0 < blank < len(values):
            found.append(guess.column.title)
    return tuple(found)


def key_of(draft: Proposal) -> tuple[str, ...]:
    """Return the headers that name a record together: a number, with the tab where each tab counts anew; else ()."""
    numbers = [g.column.title for g in draft.guesses if g.to and not g.volatile and _names_record(draft, g)]
    for title in numbers:
        values = [text_of(value) for value in draft.cells[title]]
        if not values or "" in values:
            continue
        if len(set(values)) == len(values):
            return (title,)
        by_tab = list(zip((tab for tab, _ in draft.places), values, strict=True))
        if len(set(by_tab)) == len(by_tab) and len(draft.tables) > 1:
            return (BY_TAB, title)
    return ()


def _names_record(draft: Proposal, guess: Guess) -> bool:
    answer = guess.to
    if answer is None:
        return False
    column = draft.spec.sheet(answer.sheet).column(answer.column)
    whole = draft.spec.kind.partition(BESIDE)[2]
    own = column.type == "id" and answer.sheet == whole
    return column.meaning == "number" or own or (answer.sheet == "customers" and answer.column == "customer")
