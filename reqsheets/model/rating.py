"""How a requirement is rated, as values of the spec: weighted dimensions cut into grades, or a matrix of two axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cut:
    """A grade and the parameter that holds its lowest score, in points; no parameter: everything below."""

    grade: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Lift:
    """A hard rule (T-10): where `column` is filled the grade is this, whatever the score; the cell says why."""

    column: str
    grade: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Several reviewers: the sheet with one row each, and the rated sheet's columns for how many and how far apart.

    The mean of a dimension fills the dimension's cell; the columns bear the same names on both sheets. `apart` is the
    parameter from which on the spread (highest less lowest point of a dimension) is told. Source: decision T-5.
    """

    sheet: str
    count: str
    spread: str
    apart: str


@dataclass(frozen=True, slots=True)
class Rating:
    """Weighted sum of dimensions (points, 1 to 5) to a score of two decimals, half up, and by cuts to a grade.

    `weights` are (column, parameter); they sum to 100 %, or to what the parameter `whole` says: 1, 1 and 1 of 3 are
    exact thirds. `turned` are (column, parameter): where the parameter says 反向, 5 points count as 1 (decision T-8).
    Cuts stand from best to worst. A value in `adjusted` overrides the grade, and so does a lift. `assessed` is a column
    that keeps the grade before anybody adjusted it. Source: document 1, step 3; decisions T-1 to T-10.
    """

    weights: tuple[tuple[str, str], ...]
    score: str
    grade: str
    cuts: tuple[Cut, ...]
    adjusted: str = ""
    version: str = ""  # column that keeps which weights were used
    version_parameter: str = ""
    whole: str = ""
    turned: tuple[tuple[str, str], ...] = ()
    lifts: tuple[Lift, ...] = ()
    assessed: str = ""
    panel: Panel | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the columns that the formulas read, in the order in which a verdict takes their values."""
        adjusted = (self.adjusted,) if self.adjusted else ()
        return (*(column for column, _ in self.weights), *(lift.column for lift in self.lifts), *adjusted)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that hold a live formula."""
        return tuple(filter(None, (self.score, self.assessed, self.grade)))

    @property
    def grades(self) -> tuple[str, ...]:
        """Return the grades from best to worst."""
        return tuple(cut.grade for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One field of a matrix: what it is called and which grade it has."""

    first: bool
    second: bool
    name: str
    grade: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two yes-or-no columns to a quadrant and a grade, as urgency and importance. Source: document 4; decision T-13."""

    first: str
    second: str
    quadrant: str
    grade: str
    quadrants: tuple[Quadrant, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the columns that the formulas read."""
        return self.first, self.second

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that hold a live formula."""
        return self.quadrant, self.grade

    @property
    def grades(self) -> tuple[str, ...]:
        """Return the grades from best to worst, each once."""
        return tuple(dict.fromkeys(quadrant.grade for quadrant in self.quadrants))


Scheme: TypeAlias = Rating | Matrix
TURNED = "反向"  # of a direction parameter: 5 points count as 1
