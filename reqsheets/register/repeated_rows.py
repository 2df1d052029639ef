"""Rows of the register that repeat another: same text, customer and product, received within some days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from reqsheets.frames import Frames, values_or_blank
from reqsheets.matching.content import certain_keys
from reqsheets.plan import Value, Words
from reqsheets.register.carried import Derived, derived_if_there
from reqsheets.register.columns import column_for, meant, needed, numbers, sheet_if_there
from reqsheets.register.merge_log import apart
from reqsheets.register.needs import Register
from reqsheets.register.repeats import Candidate, Repeat, repeats
from reqsheets.register.states import clock_stands
from reqsheets.register.text import in_order, same_name
from reqsheets.register.word_lists import lexicon_of
from reqsheets.settings import Settings
from reqsheets.spec import SheetSpec, WorkbookSpec

WITHIN_PARAMETER = "自动合并间隔"  # days
NO_TEXT = "="  # the key of a text without any word


@dataclass(frozen=True)
class Sheets:
    """The sheets that merging reads."""

    spec: WorkbookSpec
    frames: Frames
    needs: Register
    log: SheetSpec

    @cached_property
    def scored(self) -> frozenset[str | None]:
        """Return the numbers that stand on the scores sheet."""
        return frozenset(numbers(self.frames, sheet_if_there(self.spec, self.frames, "scores")))

    @cached_property
    def handled(self) -> tuple[Derived, ...]:
        """Return the derived sheets on which people type while a requirement is handled."""
        found = (derived_if_there(self.spec, self.frames, purpose) for purpose in ("tracking", "archive"))
        return tuple(sheet for sheet in found if sheet is not None)

    @cached_property
    def asked_by_several(self) -> bool:
        """Tell whether a requirement names several who ask for it, such as departments."""
        asker = self.needs.sheet.meaning("customer")
        return any(column.name == asker and column.type == "multi" for column in self.needs.sheet.columns)

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
        yield from repeats((sheets.candidate(i) for i in group), int(days), never)


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
        if isinstance(text := texts[i], str)
    ]
    words = lexicon_of(sheets.spec, sheets.frames)
    keys = certain_keys([text for _, text, _ in chosen], words, [group for *_, group in chosen])
    return {i: key for (i, *_), key in zip(chosen, keys, strict=True) if key not in ("", NO_TEXT)}
