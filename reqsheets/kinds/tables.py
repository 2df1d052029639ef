"""The tables that may leave a workbook: for a CRM, with its words for priorities (decision T-11), for a meeting."""

from __future__ import annotations

from collections.abc import Mapping

from reqsheets.model.exports import Export, Exported
from reqsheets.model.plan import Words
from reqsheets.model.spec import Option

FIELDS, PRIORITIES = "CRM字段", "CRM优先级"
FOR_CRM = Words("录入CRM用的字段，优先级写成高、中、低", "the fields of a CRM, priorities as 高, 中, 低")


def for_crm(sheet: str, columns: tuple[Exported, ...], only: tuple[str, tuple[str, ...]] | None = None) -> Export:
    """Return the export for a CRM."""
    return Export("crm", FOR_CRM, sheet, columns, FIELDS, only)


def lists_of(export: Export, priorities: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Option, ...]:
    """Return the lists by which people change an export: its titles, and which grades are 高, 中 and 低 there."""
    titles = (Option(export.fields, column.title, (column.title,)) for column in export.columns)
    words = (Option(PRIORITIES, word, grades) for word, grades in (priorities or {}).items())
    return (*titles, *words)
