"""What people set in the workbook: weights, limits, lists, calendar. A missing row falls back to the spec's seed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reqsheets.model.external_references import NO_EXTERNAL_REFERENCES, ExternalReferences
from reqsheets.model.plan import Value
from reqsheets.model.spec import WorkbookSpec

if TYPE_CHECKING:  # brings pandas
    from reqsheets.model.frames import Frames

KEPT = 200  # characters of a list of which the choices are kept
FILLED_IN = 3  # rows, from which a sheet of parameters is no fragment


@dataclass(frozen=True)
class Settings:
    """The parameters and options sheets of one workbook, looked up by name, and what is known outside of it."""

    spec: WorkbookSpec
    frames: Frames
    around: ExternalReferences = NO_EXTERNAL_REFERENCES

    @cached_property
    def parameters(self) -> dict[str, tuple[int, Value, str]]:
        """Return (Excel row, value, unit) by parameter name; row 0 where only the spec's seed has it."""
        found: dict[str, tuple[int, Value, str]] = {p.name: (0, p.value, p.unit) for p in self.spec.parameters}
        sheet = self.spec.purpose("parameters")
        if sheet is None or sheet.name not in self.frames:
            return found
        columns = (_values(self.frames, sheet.name, name) for name in ("name", "value", "unit"))
        seen: set[str] = set()
        for row, name, value, unit in zip(self.frames[sheet.name].index.tolist(), *columns, strict=True):
            if isinstance(name, str) and name not in seen:  # the first row of a name counts, as in MATCH(…, 0)
                seen.add(name)
                found[name] = (row, value, str(unit or ""))
        return found

    def row(self, name: str) -> int:
        """Return the Excel row of a parameter, 0 where the sheet lacks it."""
        return self.parameters.get(name, (0, None, ""))[0]

    def lacks(self, name: str) -> bool:
        """Tell whether the workbook's sheet of parameters is filled in, but has no row for this one."""
        return not self.row(name) and sum(row > 0 for row, _, _ in self.parameters.values()) >= FILLED_IN

    def value(self, name: str) -> Value:
        """Return a parameter's value, None where it is blank or unknown."""
        return self.parameters.get(name, (0, None, ""))[1]

    def unit(self, name: str) -> str:
        """Return a parameter's unit, such as 天, 月 or %."""
        return self.parameters.get(name, (0, None, ""))[2]

    def number(self, name: str) -> Decimal | None:
        """Return a parameter as an exact number, None where it is blank or no number."""
        return as_decimal(self.value(name))

    def words(self, name: str) -> tuple[str, ...]:
        """Return a parameter that lists words, split at 、 , ; or line breaks."""
        value = self.value(name)
        return split_choices(value) if isinstance(value, str) else ()

    @cached_property
    def options(self) -> dict[str, dict[str, bool]]:
        """Return by dictionary its options and whether each is still in use (a stopped one stays valid on old rows)."""
        sheet = self.spec.purpose("options")
        found: dict[str, dict[str, bool]] = {}
        if sheet is not None and sheet.name in self.frames:
            columns = (_values(self.frames, sheet.name, name) for name in ("dictionary", "value", "stopped"))
            for dictionary, value, stopped in zip(*columns, strict=True):
                if isinstance(dictionary, str) and value is not None:
                    found.setdefault(dictionary, {})[str(value)] = stopped not in ("是", True)
        for option in self.spec.options:
            if option.dictionary not in found or sheet is None:
                found.setdefault(option.dictionary, {})
        seeded = {d for d, held in found.items() if not held}
        for option in self.spec.options:
            if option.dictionary in seeded:
                found[option.dictionary][option.value] = True
        return found

    def aliases(self, dictionary: str) -> dict[str, str]:
        """Return the option behind each other name in a dictionary; an option is never another's alias."""
        if dictionary not in self._aliases:
            options = self.options.get(dictionary, {})
            named = self._other_names.get(dictionary, ())
            self._aliases[dictionary] = {
                alias: value for value, names in named for alias in names if alias not in options
            }
        return self._aliases[dictionary]

    @cached_property
    def _aliases(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _other_names(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Return by dictionary the other names of each option, those of the sheet last."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for option in self.spec.options:
            if option.aliases:
                found.setdefault(option.dictionary, []).append((option.value, option.aliases))
        sheet = self.spec.purpose("options")
        if sheet is not None and sheet.name in self.frames:
            columns = (_values(self.frames, sheet.name, name) for name in ("dictionary", "value", "aliases"))
            for dictionary, value, aliases in zip(*columns, strict=True):
                if isinstance(dictionary, str) and isinstance(aliases, str):
                    found.setdefault(dictionary, []).append((str(value), split_choices(aliases)))
        return found


def _values(frames: Frames, sheet: str, column: str) -> list[Value]:
    from reqsheets.model.frames import values_or_blank

    return values_or_blank(frames, sheet, column)


def as_decimal(value: Value) -> Decimal | None:
    """Return a number cell as an exact decimal, by the digits that Excel shows; None for text, dates and booleans."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))


def split_choices(text: str) -> tuple[str, ...]:
    """Return the choices in one cell: separated by 、 , ; or line breaks, full or half width (decision T-43)."""
    return _kept_choices(text) if len(text) <= KEPT else _choices(text)


def _choices(text: str) -> tuple[str, ...]:
    for other in ("\uff0c", ",", "\uff1b", ";", "\n"):
        text = text.replace(other, "、")
    return tuple(choice for choice in (part.strip() for part in text.split("、")) if choice)


_kept_choices = lru_cache(maxsize=1 << 13)(_choices)  # the lists of a workbook are looked up by many rules
