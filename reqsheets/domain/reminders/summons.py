"""What a workbook hands on about its duties: plain data, so that a worker can give it to the run as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reqsheets.domain.deadlines.workdays import WorkCalendar
from reqsheets.domain.register.identity import identity
from reqsheets.domain.reminders.lookup import Lookup
from reqsheets.domain.reminders.owed import Obligation, obligations
from reqsheets.domain.reminders.policy import Policy, policy_of
from reqsheets.domain.reminders.staff import Staff
from reqsheets.model.frames import Frames
from reqsheets.model.nights import NO_NIGHTS, Nights
from reqsheets.model.plan import Words
from reqsheets.model.spec import WorkbookSpec


@dataclass(frozen=True)
class Summons:
    """What is owed in one workbook, by whom, and how it wants to be told; `places` are where each is answered.

    `resting` are the requirements at rest: what was owed for them is dropped, not settled.
    """

    path: str
    kept: str  # where the file really lies
    workbook: str  # its ID, else its path
    kind: str
    owed: tuple[Obligation, ...]
    staff: Staff
    calendar: WorkCalendar
    policy: Policy
    now: datetime
    resting: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    odd: tuple[Words, ...] = ()


def summons_of(
    spec: WorkbookSpec, frames: Frames, now: datetime, path: str, kept: str, nights: Nights = NO_NIGHTS
) -> Summons:
    """Return what that workbook hands on."""
    look = Lookup(spec, frames, now, nights)
    return Summons(
        path,
        kept,
        identity(spec, frames) or kept,
        spec.kind,
        obligations(spec, frames, now, nights),
        look.staff,
        look.calendar,
        policy_of(look.settings),
        now,
        _resting(look),
        odd=tuple(_odd(look)),
    )


def _resting(look: Lookup) -> frozenset[str]:
    needs = look.needs
    if needs is None:
        return frozenset()
    return frozenset(number for number, i in needs.position.items() if look.is_at_rest(needs, i))


def _odd(look: Lookup) -> list[Words]:
    """Return what of the settings cannot be read as meant: spans of deputies, and nobody who looks after it."""
    people = look.staff.people.values()
    found = [
        Words(
            f"{one.name}的代理起止“{one.unreadable}”读不懂，没有按代理处理",
            f"{one.name}: the deputy's dates {one.unreadable!r} cannot be read, so nobody stands in",
        )
        for one in people
        if one.unreadable and one.deputy
    ]
    if not look.settings.value("管理员"):
        found.append(Words("参数配置里没有填“管理员”", "the parameter 管理员 names nobody"))
    return found
