"""Whom to tell what: the doer or who stands in, the superior once it is escalated, all who helped once it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.domain.reminders.owed import Obligation
from reqsheets.domain.reminders.policy import Policy
from reqsheets.domain.reminders.staff import Staff
from reqsheets.domain.reminders.stages import NOTHING, Past, Step, steps
from reqsheets.model.plan import Words

Role: TypeAlias = Literal["doer", "deputy", "copy", "superior", "settled"]
NO_SUPERIOR = Words("没有直属负责人可以升级", "there is no superior to escalate to")


@dataclass(frozen=True, slots=True)
class Telling:
    """One obligation told to one person at one stage; `instead_of` names who is away, or whose superior is told."""

    to: str
    role: Role
    one: Obligation
    step: Step
    instead_of: str = ""
    told_on: tuple[date, ...] = ()  # the days on which it was told before
    was: str = ""  # the key of the obligation, where it is owed no more

    @property
    def owed(self) -> str:
        """Return the key of the obligation."""
        return self.was or self.one.key

    @property
    def key(self) -> str:
        """Return the key under which it is told once: obligation, stage and person."""
        return f"{self.owed}|{self.step.key}|{self.to}"


@dataclass(frozen=True, slots=True)
class Unheard:
    """An obligation that nobody can be told of, and why."""

    one: Obligation
    why: Words


@dataclass(frozen=True)
class Situation:
    """A workbook's people, calendar and wishes at a moment, and what was told of each obligation before, by its key."""

    staff: Staff
    calendar: WorkCalendar
    policy: Policy
    now: datetime
    past: Mapping[str, Past]


def tellings(found: tuple[Obligation, ...], at: Situation) -> Iterator[Telling | Unheard]:
    """Yield whom to tell what now, and what nobody can be told of; the ledger keeps it from being told again."""
    for one in found:
        past = at.past.get(one.key, NOTHING)
        for step in steps(one, past, at.now, at.calendar, at.policy):
            if not one.doers:
                if step.stage != "S4":
                    yield Unheard(one, one.nobody)
                continue
            days = tuple(sorted({day for told in past.days.values() for day in told}))
            for doer in one.doers:
                yield from _of_doer(doer, one, step, at, days)


def _of_doer(
    doer: str, one: Obligation, step: Step, at: Situation, days: tuple[date, ...]
) -> Iterator[Telling | Unheard]:
    if not (step.stage == "S4" and one.superior and not days):  # at once, the doer has S2 anyway
        yield from _with_deputy(doer, "doer", one, step, at, days)
    if step.stage not in ("S4", "S5"):
        return
    above = at.staff.superior(doer) if step.stage == "S4" else at.staff.above(doer)
    if above:
        yield from _with_deputy(above, "superior", one, step, at, days, of=doer)
    elif step.stage == "S4":
        yield Unheard(one, NO_SUPERIOR)


def _with_deputy(
    name: str, role: Role, one: Obligation, step: Step, at: Situation, days: tuple[date, ...], of: str = ""
) -> Iterator[Telling]:
    """Yield it to a person, or to who stands in; the absent one has a copy from S2 on (A-15)."""
    deputy = at.staff.standing_in(name, at.now.date())
    if not deputy:
        yield Telling(name, role, one, step, of, days)
        return
    yield Telling(deputy, "deputy" if role == "doer" else role, one, step, of or name, days)
    if step.stage != "S1":
        yield Telling(name, "copy", one, step, deputy, days)
