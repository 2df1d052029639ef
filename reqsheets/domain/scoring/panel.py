"""Several reviewers' points: how many gave some, the mean of each dimension, how far they lie apart (decision T-5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from reqsheets.domain.register.columns import numbers
from reqsheets.domain.scoring.verdicts import HARMLESS, HIGHEST, LOWEST
from reqsheets.model.frames import Frames, canonical, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.rating import Rating
from reqsheets.model.settings import as_decimal
from reqsheets.model.spec import WorkbookSpec


@dataclass
class Points:
    """All points that reviewers gave one requirement, by dimension."""

    reviewers: int = 0
    given: defaultdict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))

    def mean(self, dimension: str) -> Value:
        """Return the mean of the points given, None where nobody gave any."""
        points = self.given[dimension]
        if not points:
            return None
        return canonical(float((sum(points, Decimal(0)) / len(points)).quantize(HARMLESS, ROUND_HALF_UP)))

    @property
    def spread(self) -> Value:
        """Return the widest gap between the highest and the lowest point of one dimension."""
        widest = max((max(points) - min(points) for points in self.given.values() if points), default=Decimal(0))
        return canonical(float(widest))


def panel_points(spec: WorkbookSpec, frames: Frames, rating: Rating) -> dict[str, Points]:
    """Return the reviewers' points by requirement; empty where nobody reviewed or the sheet is absent."""
    found: dict[str, Points] = {}
    if rating.panel is None or rating.panel.sheet not in frames:
        return found
    sheet = spec.sheet(rating.panel.sheet)
    columns = [values_or_blank(frames, sheet.name, name) for name, _ in rating.weights]
    for number, *row in zip(numbers(frames, sheet), *columns, strict=True):
        points = [as_decimal(value) for value in row]
        if number is None or all(point is None for point in points):
            continue
        so_far = found.setdefault(number, Points())
        so_far.reviewers += 1
        for (name, _), point in zip(rating.weights, points, strict=True):
            if point is not None and LOWEST <= point <= HIGHEST:
                so_far.given[name].append(point)
    return found
