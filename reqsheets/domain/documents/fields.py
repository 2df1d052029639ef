"""One field of a paper filled from a row: text, boxes, and the cell into which it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reqsheets.domain.documents.others import OtherCustomers
from reqsheets.domain.documents.rows import Entry, Rows
from reqsheets.domain.documents.wording import for_customers, on_paper
from reqsheets.domain.register.columns import number_of
from reqsheets.model.frames import canonical
from reqsheets.model.papers import Choice, Field, Slot, Target, Visible
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec

YES = "是"


@dataclass(frozen=True)
class Filler:
    """Fills the fields of one paper; `customer`: nothing but what a customer may see."""

    prefix: str  # of the IDs: the paper's, without its dash
    rows: Rows
    settings: Settings
    customer: bool = False
    shared: bool = False
    sees: tuple[Visible, ...] = ()
    others: OtherCustomers | None = None  # whose names are hidden on a customer's copy

    def slot(self, field: Field, entry: Entry | None, sheet: str, turn: str = "", new: str = "") -> Slot:
        """Return a field with what the row says; without a row it is blank, to be read into the new row `new`."""
        spec = self.rows.spec.sheet(field.sheet or sheet)
        column = spec.column(field.column)
        source = self._source(field, entry, spec)
        value = None if source is None else source.values.get(field.column)
        text = self._text(column, value, source, spec)
        if source is not None and source.sheet not in (spec.name, entry.sheet if entry else ""):
            source = None  # what is read back cannot go to the archive
        if field.split and source is not None and source.text(field.split):
            text = f"{text}/{source.text(field.split)}"
        name = f"{self.prefix}.{spec.name}.{field.column}{turn}"
        return Slot(
            name,
            field.label or column.title,
            text,
            hand=field.hand,
            choices=self._choices(field, column, text) if field.boxes else (),
            several=column.type == "multi",
            size=field.size,
            lines=field.lines,
            empty=field.empty,
            ask=field.ask,
            target=_target(spec, field, entry, source, value, new),
        )

    def shows(self, field: Field, sheet: str) -> bool:
        """Tell whether a field may stand on this copy; what is filled in by hand stands there, though blank."""
        name = field.sheet or sheet
        return not self.customer or self.shared or field.hand or field.column in self.visible.get(name, ())

    @cached_property
    def visible(self) -> Mapping[str, set[str]]:
        """Return by sheet the columns that may stand on a customer's copy at all."""
        found: dict[str, set[str]] = {}
        for one in self.sees:
            if not one.parameter or self.settings.value(one.parameter) == YES:
                found.setdefault(one.sheet, set()).update(one.columns)
        return found

    def _source(self, field: Field, entry: Entry | None, spec: SheetSpec) -> Entry | None:
        if entry is None or entry.sheet == spec.name:
            return entry
        column = spec.key[0] if field.by else (spec.meaning("number") or spec.key[0])
        own = self.rows.spec.sheet(entry.sheet)
        held = number_of(entry.values.get(field.by or own.meaning("number") or own.key[0])) or ""
        return self.rows.first(spec.name, column, held) or self._archived(spec, held)

    def _archived(self, spec: SheetSpec, number: str) -> Entry | None:
        """Return the row of the archive that took over what the tracking sheet said of a requirement."""
        archive = self.rows.spec.purpose("archive") if spec.purpose == "tracking" else None
        if archive is None or archive.name not in self.rows.frames:
            return None
        return self.rows.first(archive.name, archive.meaning("number") or archive.key[0], number)

    def _text(self, column: ColumnSpec, value: Value, source: Entry | None, spec: SheetSpec) -> str:
        if not self.customer:
            return on_paper(value, column)
        return self.for_customer(source, spec, column, value)

    def for_customer(self, source: Entry | None, spec: SheetSpec, column: ColumnSpec, value: Value) -> str:
        """Return a value as a customer may read it: masked, other customers hidden, "" where it is not for them."""
        if not self.shared and (source is None or not self._may_see(source, spec.name, column.name)):
            return ""
        text = for_customers(on_paper(value, column), column)
        return text if self.others is None else self.others.hidden(text)

    def _may_see(self, source: Entry, sheet: str, column: str) -> bool:
        for one in self.sees:
            if one.sheet != sheet or column not in one.columns:
                continue
            if one.parameter and self.settings.value(one.parameter) != YES:
                continue
            column_of, values = one.when or ("", ())
            if source.sheet != sheet and column_of == self.rows.spec.sheet(sheet).meaning("status"):
                return True  # the archive, which holds what has ended and no status
            text = source.text(column_of) if column_of else ""
            if not column_of or (text in values if values else bool(text)):
                return True
        return False

    def _choices(self, field: Field, column: ColumnSpec, text: str) -> tuple[Choice, ...]:
        chosen = set(split_choices(text))
        labels = field.printed or tuple((option, option) for option in self._options(column))
        return tuple(Choice(label, value, value in chosen) for label, value in labels)

    def _options(self, column: ColumnSpec) -> tuple[str, ...]:
        if column.options:
            return tuple(option for option, used in self.settings.options.get(column.options, {}).items() if used)
        if column.minimum is not None and column.maximum is not None:
            return tuple(str(i) for i in range(int(column.minimum), int(column.maximum) + 1))
        return ()


def _target(spec: SheetSpec, field: Field, entry: Entry | None, source: Entry | None, value: Value, new: str) -> Target:
    sheet, column, also = spec.name, field.column, field.also
    if source is None and entry is not None and not new:  # its row is not there yet
        number = entry.values.get("number")
        column_of_number = spec.meaning("number")
        key: tuple[tuple[str, Value], ...] = ((column_of_number, number),) if number and column_of_number else ()
        return Target(sheet, key, column, None, f"{sheet}:{number}", field.split, also=also)
    if source is None:
        return Target(sheet, (), column, None, new or sheet, field.split, also=also)
    key = tuple((name, source.values.get(name)) for name in spec.key)
    other = canonical(source.values.get(field.split)) if field.split else None
    return Target(sheet, key, column, canonical(value), "", field.split, other, also)
