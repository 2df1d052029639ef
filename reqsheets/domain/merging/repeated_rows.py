"""Rows of the register that repeat another: same text, customer and product, received within some days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from reqsheets.domain.merging.repeats import Candidate, Repeat, repeats
from reqsheets.domain.register.columns import column_for, meant, needed, numbers, readable, sheet_if_there
from reqsheets.domain.register.derived_sheet import DerivedSheet, derived_if_there
from reqsheets.domain.register.merge_log import apart
from reqsheets.domain.register.requirements import Requirements
from reqsheets.domain.register.states import clock_stands
from reqsheets.domain.register.text import in_order, same_name
from reqsheets.domain.register.traits import Traits, against_in, telling_columns, trait
from reqsheets.domain.register.word_lists import lexicon_of
from reqsheets.matching.content import certain_keys
from reqsheets.model.contentless import Contentless, contentless_of
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, Meaning, SheetSpec, WorkbookSpec
from reqsheets.rules.cells.filled_in import Judgement, filled_in

WITHIN_PARAMETER = "自动合并间隔"  # days
NO_TEXT = "="  # the key of a text without any word
NOBODY = Words("客户看不出是谁", "nobody can tell who the customer is")
NO_PRODUCT = Words("产品看不出是哪个", "nobody can tell which product it is")
TOO_LITTLE = Words("描述太笼统，可能说的不是同一件事", "the text is so vague that it may mean different things")
ELSEWHERE = Words("描述里有一部分要到别处去看", "the text leaves some of what it says to another place")


@dataclass(frozen=True)
class Sheets:
    """The sheets that merging reads."""

    spec: WorkbookSpec
    frames: Frames
    needs: Requirements
    log: SheetSpec

    @cached_property
    def scored(self) -> frozenset[str | None]:
        """Return the numbers that stand on the scores sheet."""
        return frozenset(numbers(self.frames, sheet_if_there(self.spec, self.frames, "scores")))

    @cached_property
    def handled(self) -> tuple[DerivedSheet, ...]:
        """Return the derived sheets on which people type while a requirement is handled."""
        found = (derived_if_there(self.spec, self.frames, purpose) for purpose in ("tracking", "archive"))
        return tuple(sheet for sheet in found if sheet is not None)

    @cached_property
    def asked_by_several(self) -> bool:
        """Tell whether a requirement names several who ask for it, such as departments."""
        asker = self.needs.sheet.meaning("customer")
        return any(column.name == asker and column.type == "multi" for column in self.needs.sheet.columns)

    @cached_property
    def words(self) -> Contentless:
        """Return what says nothing."""
        return contentless_of(self.spec, self.frames)

    def says_nothing(self, column: ColumnSpec | None, value: Value) -> bool:
        """Tell whether a cell of that column is blank or a placeholder; in a column of people's own, blank alone."""
        name = "" if column is None else column.name
        if name not in self._filled:
            self._filled[name] = filled_in(column, Settings(self.spec, self.frames))
        return not self._filled[name](value)

    @cached_property
    def _filled(self) -> dict[str, Judgement]:
        return {}

    @cached_property
    def telling(self) -> list[ColumnSpec]:
        """Return the columns that tell rows of one text and customer apart."""
        return telling_columns(self.needs.sheet, self.columns)

    def traits(self, position: int) -> Traits:
        """Return what a row says in the telling columns."""
        return tuple(trait(column, self.columns[column.name][position], self.words) for column in self.telling)

    @cached_property
    def columns(self) -> dict[str, list[Value]]:
        """Return the register's columns as they stand."""
        sheet = self.needs.sheet.name
        return {str(name): values_or_blank(self.frames, sheet, str(name)) for name in self.frames[sheet].columns}

    def row(self, position: int) -> dict[str, Value]:
        """Return one row of the register by column."""
        return {name: held[position] for name, held in self.columns.items()}

    def candidate(self, position: int) -> Candidate:
        """Return a row as one that may repeat others; without a day of receipt it counts as the earliest."""
        needs = self.needs
        number = needs.numbers[position] or ""
        ended = needs.rests(position) or clock_stands(needs.cycle, needs.statuses[position])
        at = self.columns.get(needs.sheet.meaning("received") or "", [None] * len(needs.rows))[position]
        day = at if isinstance(at, date) else date.min
        return Candidate(position, number, in_order(number), day, ended, self.why_fixed(position, number))

    def repeating(self, position: int) -> Candidate:
        """Return a row whose text others say too; why not to merge it may lie in what it says itself."""
        row = self.candidate(position)
        return replace(row, fixed=row.fixed or self.why_vague(position), traits=self.traits(position))

    def why_vague(self, position: int) -> Words | None:
        """Return why equal texts of equal customers may still mean different things, None where they may not."""

        def held(meaning: Meaning) -> Value:
            return self.columns.get(self.needs.sheet.meaning(meaning) or "", [None] * (position + 1))[position]

        text, product = str(held("text")), readable(held("product"))
        unknown = self.words.says_nothing if self.asked_by_several else self.words.is_nobody
        if unknown(held("customer")):
            return NOBODY
        if self.words.is_placeholder(product):
            return NO_PRODUCT
        if self.words.says_too_little(text):
            return TOO_LITTLE
        return ELSEWHERE if self.words.refers_elsewhere(text) else None

    def why_fixed(self, position: int, number: str) -> Words | None:
        """Return why only a person may merge the row into another, None where we may (decision T-33)."""
        cycle, status = self.needs.cycle, self.needs.statuses[position]
        if cycle is not None and status not in (None, cycle.initial, *cycle.waiting):
            return Words(f"后者状态已是“{status}”", f"the later one is {status} already")
        if number in self.scored:
            return Words("后者已在评估表里", "the later one is on the scores sheet")
        for sheet in self.handled:
            closed = sheet.sheet.meaning("closed")  # we fill it in ourselves
            if any(name != closed for name in sheet.typed_on(number)):
                return Words("后者已有手工填写的处理内容", "somebody typed how the later one is handled")
        return None


def repeated_rows(sheets: Sheets) -> Iterator[Repeat]:
    """Yield the repeats, in the order in which their text first stands in the register.

    Raises MissingColumnError where the text, customer or day of receipt is absent.
    """
    frames, needs = sheets.frames, sheets.needs
    days = Settings(sheets.spec, frames).number(WITHIN_PARAMETER)
    received = needed(frames, needs.sheet, column_for(frames, needs.sheet, "received"))
    if days is None or days < 0:
        return
    groups = _groups(sheets, received, int(days))
    never = apart(frames, sheets.log)
    for group in groups:
        rows = [sheets.repeating(i) for i in group]
        against = against_in(sheets.telling, (row.traits for row in rows))
        yield from repeats(rows, int(days), never, against)


def _groups(sheets: Sheets, received: list[Value], within: int) -> list[list[int]]:
    """Return the positions of rows that say the same for the same customer, two or more together.

    Where the askers are a set of departments, they are all of one house (decision T-34).
    """
    frames, needs = sheets.frames, sheets.needs
    texts = needed(frames, needs.sheet, column_for(frames, needs.sheet, "text"))
    customers = needed(frames, needs.sheet, column_for(frames, needs.sheet, "customer"))
    products = meant(frames, needs.sheet, "product") if needs.sheet.meaning("product") else [None] * len(texts)
    names = {customer: same_name(customer) for customer in set(customers) if isinstance(customer, str)}
    named = {product: same_name(str(product or "")) for product in set(products)}
    by_customer: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i in needs.position.values():
        if isinstance(received[i], date) and customers[i] in names and needs.counts(i):
            asker = "" if sheets.asked_by_several else names[customers[i]]  # type: ignore[index]
            by_customer[asker, named[products[i]]].append(i)
    near = (_near(sheets, positions, received, within) for positions in by_customer.values())
    together = [positions for positions in near if len(positions) > 1]
    keys = _keys(sheets, texts, together)
    groups: list[list[int]] = []
    for positions in together:
        by_text: defaultdict[str, list[int]] = defaultdict(list)
        for i in positions:
            by_text[keys.get(i, "")].append(i)
        groups += [same for text, same in by_text.items() if text and len(same) > 1]
    return sorted(groups)


def _near(sheets: Sheets, positions: list[int], received: list[Value], within: int) -> list[int]:
    """Return the rows that came in near one that has not ended: what ended long ago repeats nothing of today."""
    needs = sheets.needs
    days = {i: _day(day).toordinal() for i in positions if isinstance(day := received[i], date)}
    live = [day for i, day in days.items() if not (needs.rests(i) or clock_stands(needs.cycle, needs.statuses[i]))]
    if not live:
        return []
    first, last = min(live) - within, max(live) + within
    return [i for i, day in days.items() if first <= day <= last]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _keys(sheets: Sheets, texts: list[Value], together: list[list[int]]) -> dict[int, str]:
    """Return by position what is equal where nothing of content differs."""
    chosen = [
        (i, text, group)
        for group, positions in enumerate(together)
        for i in positions
        if isinstance(text := texts[i], str) and not sheets.words.is_placeholder(text)
    ]
    words = lexicon_of(sheets.spec, sheets.frames)
    keys = certain_keys([text for _, text, _ in chosen], words, [group for *_, group in chosen])
    return {i: key for (i, *_), key in zip(chosen, keys, strict=True) if key not in ("", NO_TEXT)}
