"""How the last nights over a workbook went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REMINDERS = "reminders.jsonl"  # the ledger, beside a workbook, of who was told what


@dataclass(frozen=True, slots=True)
class Nights:
    """How the last nights went: how many in a row could not write, who has it open, on which day the last one ran."""

    unwritten: int = 0
    holder: str = ""
    last: date | None = None  # None where nobody knows


NO_NIGHTS = Nights()
