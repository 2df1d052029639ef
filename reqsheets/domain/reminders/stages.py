"""Which stage an obligation has reached, by what was told of it before: due soon, due, overdue, escalated, settled.

Source: reminders.md, section 2, and the settled questions A-1 to A-7, A-12, A-17 and A-28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.domain.reminders.moments import worked_days
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.policy import Policy
from reqsheets.model.frames import as_date

Stage: TypeAlias = Literal["S1", "S2", "S3", "S4", "S5", "S6"]
STAGES: tuple[Stage, ...] = ("S1", "S2", "S3", "S4", "S5", "S6")


@dataclass(frozen=True)
class Past:
    """On which days each stage of an obligation was told."""

    days: Mapping[Stage, tuple[date, ...]] = field(default_factory=dict)

    def first(self, stage: Stage) -> date | None:
        """Return the first of them, None where it was not told."""
        return min(self.days.get(stage, ()), default=None)

    def last(self, *stages: Stage) -> date | None:
        """Return the last day on which one of these was told."""
        return max((day for stage in stages for day in self.days.get(stage, ())), default=None)

    def times(self, stage: Stage) -> int:
        """Return how often it was told."""
        return len(self.days.get(stage, ()))


@dataclass(frozen=True, slots=True)
class Step:
    """A stage to tell now; `number` counts the times that it is told."""

    stage: Stage
    number: int = 1

    @property
    def key(self) -> str:
        """Return how the ledger writes it down."""
        return self.stage if self.number == 1 else f"{self.stage}/{self.number}"


NOTHING = Past()


def reached(one: Obligation, past: Past, now: datetime, calendar: WorkCalendar) -> Stage | None:
    """Return the stage of the moment, S1 to S3, whatever was told of it; None before the first."""
    if one.due is None:
        told = past.first("S2")
        over = told is not None and worked_days(told, now.date(), calendar) >= one.grace
        return "S3" if over and one.pace != "once" else "S2"
    if _has_passed(one.due, now):
        return "S3" if one.pace not in ("once", "announced") else "S2" if one.pace == "once" else None
    if one.opens is not None and one.pace != "once":
        if one.soon is not None and _has_come(one.soon, now):
            return "S1"
        return "S2" if one.opens <= now.date() else None
    if as_date(one.due) == now.date():
        return "S2"
    return "S1" if one.soon is not None and _has_come(one.soon, now) else None


def steps(one: Obligation, past: Past, now: datetime, calendar: WorkCalendar, policy: Policy) -> tuple[Step, ...]:
    """Return what is to be told now, nothing that was told before.

    S4 goes along where superiors are told at once.
    """
    stage = reached(one, past, now, calendar)
    if stage is None:
        return ()
    if stage != "S3":
        found: tuple[Step, ...] = () if past.times(stage) else (Step(stage),)
    else:
        found = _overdue(one, past, now.date(), calendar, policy)
    if one.superior and found and found[0].stage in ("S2", "S3") and not past.times("S4"):
        found = (*found, Step("S4"))
    return found


def _overdue(one: Obligation, past: Past, today: date, calendar: WorkCalendar, policy: Policy) -> tuple[Step, ...]:
    first = past.first("S3")
    if first is None:  # never skipped, however late
        return (Step("S3"),)
    lasted = worked_days(first, today, calendar)
    escalated = past.first("S4")
    if escalated is None and _is_enough(lasted, patience(one, policy)):
        return (Step("S4"),)
    waited = worked_days(escalated, today, calendar) if escalated is not None and not past.times("S5") else -1
    if _is_enough(waited, policy.escalate_again):
        return (Step("S5"),)
    last = past.last("S3", "S4", "S5") or first
    every = 1 if one.is_urgent and policy.every is not None else policy.every
    if _is_enough(worked_days(last, today, calendar), every):
        return (Step("S3", past.times("S3") + 1),)
    return ()


def patience(one: Obligation, policy: Policy) -> int | None:
    """Return after how many work days of S3 the superior is told, None where never."""
    if policy.escalate is None:
        return None
    if one.pace == "hours":
        return 1
    if one.is_urgent:
        return policy.escalate_urgent
    return policy.escalate if one.patience is None else one.patience


def _is_enough(days: int, wanted: int | None) -> bool:
    return wanted is not None and days >= wanted


def _has_passed(due: date | datetime, now: datetime) -> bool:
    return due < now if isinstance(due, datetime) else due < now.date()


def _has_come(soon: date | datetime, now: datetime) -> bool:
    return soon <= now if isinstance(soon, datetime) else datetime.combine(soon, time()) <= now
