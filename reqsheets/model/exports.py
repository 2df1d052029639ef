"""What may leave a workbook as a plain table, as values of the spec: for a CRM, for a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from reqsheets.model.plan import Words


@dataclass(frozen=True, slots=True)
class Exported:
    """A column of the table: what it is called there and where it comes from.

    Other sheets are found by the row's number, or by what its cell `by` holds among the other sheet's keys. `mapped` is
    a dictionary of the options sheet whose values are written for their aliases (decision T-11: 高 for S and P0).
    """

    title: str
    sheet: str
    column: str
    by: str = ""
    mapped: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """A table made of a sheet, one row a row: only where `only` (column, values) fits, sorted by `order`.

    `fields` is a dictionary of the options sheet: its values are the titles there, in that order, and an alias says
    which title of ours each stands for; what is taken off it, or stopped, is left out.
    """

    name: str
    words: Words
    sheet: str
    columns: tuple[Exported, ...]
    fields: str
    only: tuple[str, tuple[str, ...]] | None = None
    order: tuple[str, ...] = ()
