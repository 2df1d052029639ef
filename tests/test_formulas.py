"""The live formulas of score and grade, recalculated by LibreOffice and compared with hand arithmetic in Decimal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from office import needs_office, recalculated

from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.plan import Value
from reqsheets.xlsx.template.formulas import live_formula
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("1-T2", "D3")

DIMENSIONS = ("urgency", "importance", "feasibility", "customer_value")
WEIGHT_NAMES = ("紧急性权重", "重要性权重", "可行性权重", "客户价值权重")
TITLE = "需求优先级评估表"
ALL_625 = tuple(product((1, 2, 3, 4, 5), repeat=4))
NEWER_THAN_2010 = ("XLOOKUP", "XMATCH", "FILTER(", "UNIQUE(", "SORT(", "LET(", "LAMBDA(", "IFS(", "[#All]")

Points = Sequence[Value]


def by_hand(points: Sequence[int | float], weights: Sequence[int | float]) -> tuple[float, str]:
    total = sum((Decimal(str(p)) * Decimal(str(w)) for p, w in zip(points, weights, strict=True)), Decimal(0))
    score = (total / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    cuts = (("S", "4.5"), ("A", "3.5"), ("B", "2.5"))
    return float(score), next((grade for grade, lowest in cuts if score >= Decimal(lowest)), "C")


@dataclass(frozen=True)
class Case:
    """An evaluation sheet: the points of each row, what differs in the parameters, and more cells for every row."""

    rows: Sequence[Points]
    parameters: Mapping[str, Value] = field(default_factory=dict)
    more: Mapping[str, Value] = field(default_factory=dict)

    def package(self) -> bytes:
        """Return the workbook."""
        rows = [
            {"number": f"XY2024{i:03}", **dict(zip(DIMENSIONS, points, strict=True)), **self.more}
            for i, points in enumerate(self.rows, 1)
        ]
        parameters = [{"name": name, "value": value} for name, value in self.parameters.items()]
        return template(FEEDBACK, {"scores": rows, "parameters": parameters})


EXAMPLE = ((4, 5, 3, 5), (5, 5, 5, 5))
PARTS = (
    (4.35, 3.15, 2.05, 1.95),
    (4.25, 4.25, 4.25, 4.25),
    (3.35, 3.35, 3.35, 3.35),
    (1.05, 1, 1, 1),
    (3.33, 4.67, 2, 5),
)
WEIGHTS = (30, 30, 20, 20)
OTHER_WEIGHTS = ((40, 30, 20, 10), (33.3, 33.3, 16.7, 16.7), (0, 0, 50, 50))
WRONG_WEIGHTS: Mapping[str, Mapping[str, Value]] = {
    "they sum to 90": {"紧急性权重": 20},
    "one is blank though the others sum to 100": {"紧急性权重": None, "重要性权重": 60},
    "one is text": {"紧急性权重": "30"},
    "they sum to 100.01": {"紧急性权重": 30.01},
}
CASES = {
    **{str(weights): Case(ALL_625[::7], dict(zip(WEIGHT_NAMES, weights, strict=True))) for weights in OTHER_WEIGHTS},
    **{why: Case(EXAMPLE, parameters) for why, parameters in WRONG_WEIGHTS.items()},
    "seeds": Case(ALL_625),
    "parts": Case(PARTS),
    "incomplete": Case(((4, 5, 3, None), (None, None, None, None), (4, 5, "3", 5), (4, 5, 3, 5))),
    "moved cuts": Case(((4, 5, 3, 5), (3, 4, 2, 5)), {"S级下限": 4.3, "A级下限": 3.51}),
    "blank cut": Case(((4, 5, 3, 5),), {"B级下限": None}),
    "adjusted": Case(((1, 1, 1, 1),), more={"adjusted": "S"}),
    "typed score": Case(((4, 5, 3, 5),), more={"score": 3.4}),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, object]]]:
    """Score and grade of each row of each case, as LibreOffice computes them."""
    names = [column.name for column in FEEDBACK.sheet("scores").columns]
    score, grade = names.index("score"), names.index("grade")
    packages = {name: case.package() for name, case in CASES.items()}
    workbooks = recalculated(packages, tmp_path_factory.mktemp("office"))
    found = {}
    for name, case in CASES.items():
        rows = workbooks[name][TITLE].iter_rows(min_row=2, max_row=1 + len(case.rows), values_only=True)
        found[name] = [(row[score] or None, row[grade] or None) for row in rows]
    return found


Judged = Mapping[str, list[tuple[object, object]]]


@needs_office
def test_every_combination_of_points_has_the_score_and_grade_of_hand_arithmetic(judged: Judged) -> None:
    assert judged["seeds"] == [by_hand(points, WEIGHTS) for points in ALL_625]
    assert judged["seeds"][ALL_625.index((4, 5, 3, 5))] == (4.3, "A")


@needs_office
@pytest.mark.parametrize("weights", OTHER_WEIGHTS, ids=str)
def test_changed_weights_change_every_score(judged: Judged, weights: tuple[float, ...]) -> None:
    assert judged[str(weights)] == [by_hand(points, weights) for points in ALL_625[::7]]


@needs_office
def test_points_with_decimals_are_rounded_half_up_once(judged: Judged) -> None:
    assert judged["parts"] == [by_hand(points, WEIGHTS) for points in PARTS]


@needs_office
@pytest.mark.parametrize("why", WRONG_WEIGHTS)
def test_wrong_weights_give_neither_score_nor_grade(judged: Judged, why: str) -> None:
    assert judged[why] == [(None, None), (None, None)]


@needs_office
def test_a_row_without_all_four_points_has_neither_score_nor_grade(judged: Judged) -> None:
    assert judged["incomplete"] == [(None, None), (None, None), (None, None), (4.3, "A")]


@needs_office
def test_cuts_are_read_from_the_parameters_and_a_blank_one_leaves_no_grade(judged: Judged) -> None:
    assert judged["moved cuts"] == [(4.3, "S"), (3.5, "B")]
    assert judged["blank cut"] == [(4.3, None)]


@needs_office
def test_an_adjusted_grade_wins_and_a_typed_score_is_graded_as_typed(judged: Judged) -> None:
    assert judged["adjusted"] == [(1, "S")]
    assert judged["typed score"] == [(3.4, "B")]


def test_formulas_use_nothing_that_older_excel_lacks_and_fit_into_a_cell() -> None:
    sheet = FEEDBACK.sheet("scores")
    formulas = [live_formula(FEEDBACK, sheet, column) for column in ("score", "grade")]
    for formula in formulas:
        assert formula is not None
        assert not formula.startswith("=")
        assert len(formula) < 8192
        assert [word for word in NEWER_THAN_2010 if word in formula] == []


def test_no_other_column_has_a_formula() -> None:
    with_formula = [
        (sheet.name, column.name)
        for sheet in FEEDBACK.sheets
        for column in sheet.columns
        if live_formula(FEEDBACK, sheet, column.name) is not None
    ]
    assert with_formula == [("scores", "score"), ("scores", "grade")]
