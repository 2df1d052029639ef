"""What points come to: score and grade of a rating, quadrant and grade of a matrix, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias, assert_never

from reqsheets.domain.register.columns import readable
from reqsheets.domain.register.states import NO, YES
from reqsheets.model.frames import canonical
from reqsheets.model.plan import Value, Words
from reqsheets.model.rating import TURNED, Matrix, Rating, Scheme
from reqsheets.model.settings import Settings, as_decimal

PER_CENT = Decimal(100)
LOWEST, HIGHEST = 1, 5  # points
HUNDREDTH = Decimal("0.01")
HARMLESS = Decimal("0.00000001")  # what floats add lies below, what people type lies above

Verdict: TypeAlias = tuple[tuple[Value, Words], ...]  # value and reason of each of the scheme's columns


@dataclass(frozen=True, slots=True)
class Scale:
    """What the workbook's parameters say: weights of a whole, cuts in points from best to worst, turned dimensions."""

    weights: tuple[Decimal, ...] = ()
    whole: Decimal = PER_CENT
    cuts: tuple[tuple[str, Decimal | None], ...] = ()
    turned: frozenset[str] = frozenset()
    version: Value = None


def scale_of(settings: Settings, scheme: Scheme) -> Scale | None:
    """Return the scale of a scheme; None while its weights are missing, blank or of another sum (decision T-6)."""
    if isinstance(scheme, Matrix):
        return Scale()
    if any(settings.lacks(name) for _, name in scheme.weights):
        return None
    weights = [weight for _, name in scheme.weights if (weight := settings.number(name)) is not None]
    whole = settings.number(scheme.whole) if scheme.whole else PER_CENT
    if len(weights) < len(scheme.weights) or sum(weights) != whole or not whole or min(weights) < 0:
        return None
    cuts = tuple((cut.grade, settings.number(cut.parameter) if cut.parameter else Decimal(0)) for cut in scheme.cuts)
    turned = frozenset(column for column, name in scheme.turned if settings.value(name) == TURNED)
    return Scale(tuple(weights), whole, cuts, turned, readable(settings.value(scheme.version_parameter)))


def verdict(scheme: Scheme, scale: Scale, inputs: Sequence[Value]) -> Verdict:
    """Return value and reason for each of the scheme's columns."""
    match scheme:
        case Rating():
            return _of_rating(scheme, scale, inputs)
        case Matrix():
            return _of_matrix(scheme, inputs)
        case _:
            assert_never(scheme)


def _of_rating(rating: Rating, scale: Scale, inputs: Sequence[Value]) -> Verdict:
    dimensions, others = inputs[: len(rating.weights)], list(map(readable, inputs[len(rating.weights) :]))
    exact, how = _sum(rating, scale, dimensions)
    grade = _grade(scale, exact)
    final = grade
    for lift, cell in zip(rating.lifts, others, strict=False):
        if cell is not None:
            because = Words(f"按硬性规则定为 {lift.grade}：{cell}", f"a hard rule makes it {lift.grade}: {cell}")
            final = lift.grade, because
            break
    if rating.adjusted and others[-1] is not None:
        final = others[-1], Words(f"人工调整为 {others[-1]}", f"adjusted to {others[-1]} by hand")
    score = None if exact is None else canonical(float(exact))
    return ((score, how), *((grade,) if rating.assessed else ()), final)


def _sum(rating: Rating, scale: Scale, dimensions: Sequence[Value]) -> tuple[Decimal | None, Words]:
    points = [point for value in dimensions if (point := as_decimal(value)) is not None]
    if len(points) < len(dimensions) or not all(LOWEST <= point <= HIGHEST for point in points):
        return None, Words("评分不全，不计分", "a rating is missing")
    columns = [column for column, _ in rating.weights]
    counted = [LOWEST + HIGHEST - p if c in scale.turned else p for c, p in zip(columns, points, strict=True)]
    products = [point * weight for point, weight in zip(counted, scale.weights, strict=True)]
    total = sum(products, Decimal(0)).quantize(HARMLESS, ROUND_HALF_UP)
    exact = (total / scale.whole).quantize(HUNDREDTH, ROUND_HALF_UP)
    unit = "%" if scale.whole == PER_CENT else f"/{scale.whole.normalize():f}"
    terms = [f"{p.normalize():f}×{w.normalize():f}{unit}" for p, w in zip(counted, scale.weights, strict=True)]
    shown = " + ".join(terms) + f" = {exact}"
    return exact, Words(shown, shown)


def _grade(scale: Scale, exact: Decimal | None) -> tuple[Value, Words]:
    """Return the grade and why; none while a cut is blank, because any below it could be wrong."""
    if exact is None:
        return None, Words("没有综合得分", "there is no score")
    if any(cut is None for _, cut in scale.cuts):
        return None, _below(exact)
    for grade, lowest in scale.cuts:
        if lowest and exact >= lowest:
            return grade, Words(f"综合得分 {exact}，不低于下限 {lowest}", f"the score is {exact}, the cut {lowest}")
        if not lowest:
            return grade, _below(exact)
    return None, _below(exact)


def _below(exact: Decimal) -> Words:
    return Words(f"综合得分 {exact}，低于其他各级的下限", f"the score is {exact}, below every other cut")


def _of_matrix(matrix: Matrix, inputs: Sequence[Value]) -> Verdict:
    first, second = (_yes(value) for value in inputs)
    for quadrant in matrix.quadrants:
        if (quadrant.first, quadrant.second) == (first, second):
            because = Words(f"两项判断落在“{quadrant.name}”", f"both answers make it {quadrant.name}")
            return (quadrant.name, because), (quadrant.grade, because)
    lacks = Words("两项判断不全", "one of the two answers lacks")
    return (None, lacks), (None, lacks)


def _yes(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    return {YES: True, NO: False}.get(value) if isinstance(value, str) else None
