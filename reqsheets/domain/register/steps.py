"""Which step of the life cycle the tracking sheet takes over from the register (decision T-45)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reqsheets.model.plan import Value
from reqsheets.model.spec import LifeCycle


@dataclass(frozen=True)
class Steps:
    """The life cycle, looked up quickly."""

    cycle: LifeCycle | None

    @cached_property
    def known(self) -> frozenset[Value]:
        """Return all statuses that the life cycle names."""
        cycle = self.cycle
        if cycle is None:
            return frozenset()
        named = {status for step in cycle.steps for status in (step.before, step.after)}
        return frozenset({cycle.initial, *named, *cycle.done, *cycle.closed, *cycle.dropped, *cycle.merged})

    @cached_property
    def allowed(self) -> frozenset[tuple[str, str]]:
        """Return the steps as pairs."""
        return frozenset() if self.cycle is None else frozenset((s.before, s.after) for s in self.cycle.steps)

    def after(self, status: str) -> list[str]:
        """Return what may follow a status, in the life cycle's order."""
        return [] if self.cycle is None else [step.after for step in self.cycle.steps if step.before == status]

    def accepts(self, before: Value, wanted: Value) -> bool:
        """Tell whether a row that showed `before` may show `wanted`; a row that showed no known status may show any."""
        return before == wanted or before not in self.known or (before, wanted) in self.allowed
