"""Numbers that earlier workbooks gave: after a change of year they are neither given again nor missed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reqsheets.model.derived_cells import Numbering
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec

NAME = "已用编号："  # a parameter is called so, with the title of the sheet whose numbers it lists
FIELDS = {"{year}": "[0-9]{4}", "{month}": "[0-9]{2}"}
COUNT = "([0-9]{1,9})"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The numbers of one column that earlier workbooks gave: those listed, and in each series all up to the highest."""

    numbering: Numbering | None = None
    listed: tuple[str, ...] = ()

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, str) or not self.listed:
            return False
        found = series(self.numbering, number)
        return number in self.listed or (found is not None and found[1] <= self.highest.get(found[0], 0))

    @property
    def highest(self) -> Mapping[str, int]:
        """Return the highest count by what stands around it."""
        return highest(self.numbering, self.listed)


def earlier(settings: Settings, sheet: SheetSpec, column: str) -> Earlier:
    """Return what the workbook says of numbers that it no longer holds; nothing for a column that is not numbered."""
    numbered = numbered_column(sheet)
    if numbered is None or numbered.name != column:
        return Earlier()
    return Earlier(numbered.numbering, settings.words(parameter_name(sheet)))


def parameter_name(sheet: SheetSpec) -> str:
    """Return the name of the parameter that lists a sheet's earlier numbers."""
    return f"{NAME}{sheet.title}"


def numbered_column(sheet: SheetSpec) -> ColumnSpec | None:
    """Return the column in which rows without a number get one: a sheet has at most one."""
    return next((column for column in sheet.columns if column.numbering is not None), None)


def highest(numbering: Numbering | None, numbers: Iterable[str]) -> dict[str, int]:
    """Return the highest count of each series, by the number with `#` in the count's place."""
    found: dict[str, int] = {}
    for number in numbers:
        counted = series(numbering, number)
        if counted is not None:
            found[counted[0]] = max(counted[1], found.get(counted[0], 0))
    return found


def series(numbering: Numbering | None, number: str) -> tuple[str, int] | None:
    """Return the number with `#` in the count's place, and the count; None where it is not of that form."""
    match = None if numbering is None else _form(numbering.form).fullmatch(number)
    return None if match is None else (f"{number[: match.start(1)]}#{number[match.end(1) :]}", int(match[1]))


@cache
def _form(form: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^{}]*\})", form)
    return re.compile("".join(FIELDS.get(part, COUNT if part[:1] == "{" else re.escape(part)) for part in parts))
