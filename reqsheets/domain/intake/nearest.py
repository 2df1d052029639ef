"""Which of our kinds a workbook that is none of our registers comes nearest to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reqsheets.domain.intake.grids import Grid, Source
from reqsheets.domain.intake.proposal import proposal
from reqsheets.model.spec import WorkbookSpec

FEWEST = 3  # columns that fit, for a workbook to be called a register


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest kind, the tab, how many columns it has and how many of them fit."""

    spec: WorkbookSpec
    tab: str
    columns: int
    fitting: int


def nearest(path: Path, kinds: Sequence[WorkbookSpec], tops: Mapping[str, Sequence[Sequence[str]]]) -> Nearest | None:
    """Return the nearest kind by the first rows of each tab, None where no tab looks like a register."""
    grids = tuple(Grid(tab, [[text or None for text in row] for row in rows]) for tab, rows in tops.items())
    found = proposal(Source(path, grids), [spec for spec in kinds if has_vocabulary(spec.kind)])
    if found is None:
        return None
    fitting = sum(guess.to is not None for guess in found.guesses)
    if fitting < FEWEST:
        return None
    return Nearest(found.spec, found.tables[0].grid.title, len(found.guesses), fitting)


def has_vocabulary(kind: str) -> bool:
    """Tell whether there are words for a kind: those that ship have them."""
    return kind in ("collection", "feedback", "customer", "response", "survey")
