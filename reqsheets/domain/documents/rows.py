"""Rows of a workbook as papers need them: by key, by number, by what other rows say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from reqsheets.domain.register.columns import number_of
from reqsheets.model.frames import Frames, as_date
from reqsheets.model.gates import Holds
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.settings import split_choices
from reqsheets.model.spec import SheetSpec, WorkbookSpec


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its sheet, Excel row and values by column."""

    sheet: str
    row: int
    values: dict[str, Value]

    def text(self, column: str) -> str:
        """Return what a cell says as text, "" where it is blank."""
        value = self.values.get(column)
        return "" if value is None or isinstance(value, Unreadable) else str(value).strip()


@dataclass(frozen=True)
class Rows:
    """All rows of a workbook, looked up."""

    spec: WorkbookSpec
    frames: Frames

    def of(self, sheet: str) -> list[Entry]:
        """Return the rows of a sheet, none where the workbook lacks it."""
        if sheet not in self.frames:
            return []
        names = list(self.frames[sheet].columns)

        def made() -> list[Entry]:
            rows = self.frames.rows(sheet).items()
            return [Entry(sheet, row, dict(zip(names, held, strict=True))) for row, held in rows]

        return self.frames.once("entries", sheet, made)

    def by(self, sheet: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Entry]]:
        """Return the rows of a sheet by what stands in these columns."""
        if sheet not in self.frames:
            return {}

        def made() -> dict[tuple[str, ...], list[Entry]]:
            found: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
            for entry in self.of(sheet):
                found[tuple(map(entry.text, columns))].append(entry)
            return found

        return self.frames.once(("entries by", columns), sheet, made)

    def first(self, sheet: str, column: str, value: str) -> Entry | None:
        """Return the first row with that text in that column."""
        found = self.by(sheet, (column,)).get((value,), [])
        return found[0] if found and value else None

    @cached_property
    def needs(self) -> SheetSpec | None:
        """Return the register of requirements."""
        return self.spec.purpose("needs")

    def need_of(self, entry: Entry) -> Entry | None:
        """Return the requirement that a row is about: itself, or the first that it names."""
        if self.needs is None:
            return None
        if entry.sheet == self.needs.name:
            return entry
        name = self.needs.meaning("number") or self.needs.key[0]
        sheet = self.spec.sheet(entry.sheet)
        column = sheet.meaning("number") or next((c for c in ("numbers", "number") if c in entry.values), "")
        for number in split_choices(entry.text(column)) if column else ():
            found = self.first(self.needs.name, name, number)
            if found is not None:
                return found
        return None

    def customer_of(self, entry: Entry) -> str:
        """Return whose paper it is: the customer that the row names, else that of its requirement; "" for nobody."""
        for one in (entry, self.need_of(entry)):
            if one is None:
                continue
            sheet = self.spec.sheet(one.sheet)
            for column in ("customer_name", "customer", sheet.meaning("customer") or ""):
                if one.text(column) and column != "departments":
                    return one.text(column)
        return ""

    def collected(self, entries: list[Entry]) -> str:
        """Return the earliest day on which the requirements of these rows were received, as text."""
        if self.needs is None:
            return ""
        column = self.needs.meaning("received") or ""
        needs = [need for entry in entries if (need := self.need_of(entry)) is not None]
        days = [day for need in needs if (day := as_date(need.values.get(column))) is not None]
        return min(days).isoformat() if days else ""

    def holds(self, entry: Entry, conditions: tuple[Holds, ...]) -> bool:
        """Tell whether all of these hold of a row."""
        return all(self._holds(entry, one) for one in conditions)

    def _holds(self, entry: Entry, one: Holds) -> bool:
        if not one.sheet:
            text = entry.text(one.column)
            return (not text) if one.blank else (text in one.one_of if one.one_of else bool(text))
        for other in self.related(entry, one.sheet, one.by):
            if self._holds(other, Holds(one.column, one.one_of, blank=one.blank)):
                return True
        return False

    def related(self, entry: Entry, sheet: str, by: tuple[tuple[str, str], ...]) -> list[Entry]:
        """Return the rows of another sheet that belong to this one: by these columns, else by the number."""
        if by:
            ours, theirs = zip(*by, strict=True)
            wanted = tuple(map(entry.text, ours))
            return self.by(sheet, tuple(theirs)).get(wanted, []) if all(wanted) else []
        column = self.spec.sheet(sheet).meaning("number") or self.spec.sheet(sheet).key[0]
        own = self.spec.sheet(entry.sheet).meaning("number") or "numbers"
        numbers = split_choices(entry.text(own)) or ((number_of(entry.values.get("numbers")) or "",))
        return [other for number in numbers for other in self.by(sheet, (column,)).get((number,), [])]
