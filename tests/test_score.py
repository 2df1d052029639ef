"""Scores and grades: the weights of the workbook, exact to the hundredth, never over what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from drawing import drawn

from reqsheets.domain.scoring.score import score
from reqsheets.kinds import kind_named
from reqsheets.model.errors import MissingColumnError, MissingSheetError
from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan, SetCell
from reqsheets.report.lines import lines

pytestmark = pytest.mark.capability("1-3b", "1-3c", "1-3d")

SPEC = kind_named("feedback")
TODAY = date(2024, 6, 1)
HEADER = "需求编号 | 紧急性 | 重要性 | 可行性 | 客户价值 | 综合得分 | 最终优先级 | 人工调整 | 权重版本"
NEEDS = "需求编号 | 需求状态 | 记录状态\nXY2024001 | {} | {}"


def scored(
    *rows: str,
    needs: str = NEEDS.format("处理中", "有效"),
    parameters: str = "参数 | 值",
    formulas: Mapping[tuple[str, str], Iterable[int]] | None = None,
) -> Plan:
    tables = {"scores": "\n".join([HEADER, *rows]), "needs": needs, "parameters": parameters}
    return score(SPEC, drawn(SPEC, tables, formulas=formulas), TODAY)


def told(plan: Plan) -> list[str]:
    return [*lines(SPEC, plan, "en"), *(f"{f.rule} {f.at.row} {f.at.column}" for f in plan.findings)]


def test_the_example_of_the_document_is_4_30_and_a() -> None:
    assert told(scored("XY2024001 | 4 | 5 | 3 | 5")) == [
        "set 需求优先级评估表!2:综合得分 blank -> 4.3 (4×30% + 5×30% + 3×20% + 5×20% = 4.30)",
        "set 需求优先级评估表!2:最终优先级 blank -> A (the score is 4.30, the cut 3.5)",
        "set 需求优先级评估表!2:权重版本 blank -> W2024-1 (scored with the weights of this version)",
    ]


def test_all_625_combinations_are_as_by_hand() -> None:
    rows = list(product(range(1, 6), repeat=4))
    tables = {"scores": "\n".join([HEADER, *(f"XY{i:07} | " + " | ".join(map(str, r)) for i, r in enumerate(rows))])}
    frames = drawn(SPEC, tables | {"needs": NEEDS.format("处理中", "有效")})
    frame = applied(frames, score(SPEC, frames, TODAY))["scores"]
    for points, found, grade in zip(rows, frame["score"].tolist(), frame["grade"].tolist(), strict=True):
        hundredths = 30 * points[0] + 30 * points[1] + 20 * points[2] + 20 * points[3]
        assert Decimal(str(found)) * 100 == hundredths
        assert grade == ("S" if hundredths >= 450 else "A" if hundredths >= 350 else "B" if hundredths >= 250 else "C")


@pytest.mark.parametrize(
    "points", ["3.35 | 3.35 | 3.35 | 3.35", "1.05 | 2.15 | 3.25 | 4.35", "4.125 | 1 | 1.5 | 2.005"]
)
def test_a_half_hundredth_is_rounded_up_once(points: str) -> None:
    parts = [Decimal(part) for part in points.split("|")]
    exact = sum((p * w for p, w in zip(parts, map(Decimal, ("0.3", "0.3", "0.2", "0.2")), strict=True)), Decimal(0))
    line = told(scored(f"XY2024001 | {points}"))[0]
    assert f"= {exact.quantize(Decimal('0.01'), ROUND_HALF_UP)})" in line


def test_weights_and_cuts_come_from_the_workbook() -> None:
    parameters = (
        "参数 | 值\n紧急性权重 | 70\n重要性权重 | 10\n可行性权重 | 10\n客户价值权重 | 10\nS级下限 | 4\n权重版本 | W9"
    )
    assert told(scored("XY2024001 | 5 | 1 | 1 | 2", parameters=parameters))[:3] == [
        "set 需求优先级评估表!2:综合得分 blank -> 3.9 (5×70% + 1×10% + 1×10% + 2×10% = 3.90)",
        "set 需求优先级评估表!2:最终优先级 blank -> A (the score is 3.90, the cut 3.5)",
        "set 需求优先级评估表!2:权重版本 blank -> W9 (scored with the weights of this version)",
    ]


@pytest.mark.parametrize("weight", ["20", "40", "", "三十"])
def test_nothing_is_scored_while_the_weights_are_not_whole(weight: str) -> None:
    assert scored("XY2024001 | 4 | 5 | 3 | 5", parameters=f"参数 | 值\n紧急性权重 | {weight}") == Plan()


@pytest.mark.parametrize("points", ["", "0", "6", "高", "TRUE", "#REF!", "5.01", "2024-03-01", '"4"'])
def test_a_dimension_that_is_no_number_from_1_to_5_gives_no_score(points: str) -> None:
    row = f"XY2024001 | {points} | 5 | 3 | 5 | {{}} | {{}}"
    assert told(scored(row.format("", ""))) == []
    assert told(scored(row.format("4.2", "B"))) == []  # typed: left alone, nothing to say
    live = {("scores", "score"): [2], ("scores", "grade"): [2]}
    assert told(scored(row.format("4.2", "B"), formulas=live)) == [
        "set 需求优先级评估表!2:综合得分 4.2 -> blank (a rating is missing)",
        "set 需求优先级评估表!2:最终优先级 B -> blank (there is no score)",
    ]


def test_a_typed_score_that_is_not_the_formulas_is_an_error_and_stays() -> None:
    plan = scored("XY2024001 | 4 | 5 | 3 | 5 | 4.2 | B")
    assert told(plan) == ["REQ405 2 score", "REQ405 2 grade"]
    assert [finding.severity for finding in plan.findings] == ["error", "error"]
    assert "填的是 4.2，应为 4.3" in plan.findings[0].message.zh


def test_a_live_formula_gets_its_right_cached_value() -> None:
    live = {("scores", "score"): [2], ("scores", "grade"): [2]}
    lines_told = told(scored("XY2024001 | 4 | 5 | 3 | 5 | 4.2 | =IF() |  | W2024-1", formulas=live))
    assert [line.split(" (")[0] for line in lines_told] == [
        "set 需求优先级评估表!2:综合得分 4.2 -> 4.3",
        "set 需求优先级评估表!2:最终优先级 =IF() -> A",
    ]


def test_an_adjusted_grade_overrides() -> None:
    assert told(scored("XY2024001 | 4 | 5 | 3 | 5 | 4.3 |  | S | W2024-1")) == [
        "set 需求优先级评估表!2:最终优先级 blank -> S (adjusted to S by hand)"
    ]


def test_no_grade_while_a_cut_is_blank() -> None:
    told_lines = told(scored("XY2024001 | 5 | 5 | 5 | 5 |  |  |  | W2024-1", parameters="参数 | 值\nB级下限 |"))
    assert [line.split(" (")[0] for line in told_lines] == ["set 需求优先级评估表!2:综合得分 blank -> 5"]


@pytest.mark.parametrize(
    ("status", "state"), [("已关闭", "有效"), ("已关闭", "已归档"), ("已拒绝", "已归档"), ("", "已归档")]
)
def test_new_weights_do_not_grade_closed_rows_again(status: str, state: str) -> None:
    live = {("scores", "score"): [2], ("scores", "grade"): [2]}
    row = "XY2024001 | 4 | 5 | 3 | 5 | 4.2 | B |  | W2023-1"
    closed = NEEDS.format(status, state)
    assert scored(row, needs=closed) == Plan()
    kept = scored(row, needs=closed, formulas=live)
    assert [(change.new, change.formula) for change in kept.changes if isinstance(change, SetCell)] == [
        (4.2, "value"),
        ("B", "value"),
    ]
    assert not kept.findings


def test_a_reopened_row_is_graded_again() -> None:
    live = {("scores", "score"): [2], ("scores", "grade"): [2]}
    row = "XY2024001 | 4 | 5 | 3 | 5 | 4.2 | B |  | W2023-1"
    shown = [line.split(" (")[0] for line in told(scored(row, needs=NEEDS.format("重新打开", "已归档"), formulas=live))]
    assert shown == [
        "set 需求优先级评估表!2:综合得分 4.2 -> 4.3",
        "set 需求优先级评估表!2:最终优先级 B -> A",
        "set 需求优先级评估表!2:权重版本 W2023-1 -> W2024-1",
    ]


def test_a_missing_dimension_is_named_by_its_title() -> None:
    frames = drawn(SPEC, {"scores": "需求编号 | 紧急性", "needs": "需求编号"})
    with pytest.raises(MissingColumnError, match="重要性"):
        score(SPEC, frames, TODAY)


def test_a_missing_sheet_is_named_by_its_title() -> None:
    with pytest.raises(MissingSheetError, match="需求优先级评估表"):
        score(SPEC, drawn(SPEC, {"needs": "需求编号"}), TODAY)
