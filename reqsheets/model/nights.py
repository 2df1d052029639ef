"""How the last nights over a workbook went."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nights:
    """How the last nights went: how many in a row could not write, who has it open, work days without any night."""

    unwritten: int = 0
    holder: str = ""
    idle: int = 0


NO_NIGHTS = Nights()
