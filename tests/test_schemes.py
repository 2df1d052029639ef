"""Every scheme of rating: the live formula (LibreOffice), Python and hand arithmetic agree on every combination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path

import pytest
from office import needs_office, recalculated

from reqsheets.domain.register.columns import readable
from reqsheets.domain.scoring.score import score
from reqsheets.kinds import kind_named
from reqsheets.model.frames import applied
from reqsheets.model.plan import Value
from reqsheets.xlsx.reading.read import read
from reqsheets.xlsx.template.template import template

pytestmark = pytest.mark.capability("0-3c", "3-2b", "3-2c", "4-3d", "D3")

THIRDS = tuple(product((1, 2, 3, 4, 5), repeat=3))
TODAY = date(2024, 6, 30)
Shown = list[tuple[object, ...]]


@dataclass(frozen=True)
class Case:
    """Rows of one rated sheet, what the parameters say, and the columns to look at."""

    kind: str
    sheet: str
    inputs: Sequence[str]
    rows: Sequence[Sequence[Value]]
    outputs: Sequence[str]
    parameters: Mapping[str, Value] = field(default_factory=dict)
    typed: Mapping[str, Value] = field(default_factory=dict)  # in each row: a number and choices are no record (F-14)

    def package(self) -> bytes:
        """Return the workbook."""
        numbers = [f"N{i}" for i in range(len(self.rows))]
        rows = [
            {"number": n, **self.typed, **dict(zip(self.inputs, row, strict=True))}
            for n, row in zip(numbers, self.rows, strict=True)
        ]
        parameters = [{"name": name, "value": value} for name, value in self.parameters.items()]
        return template(kind_named(self.kind), {self.sheet: rows, "parameters": parameters})


COLLECTION = ("collection", "scores", ("customer_value", "cost", "urgency"))
RESPONSE = ("response", "needs", ("urgency_points", "value_points", "effort_points", "lifted_because"))
CASES = {
    "thirds": Case(*COLLECTION, THIRDS, ("score", "assessed", "grade")),
    "turned": Case(*COLLECTION, THIRDS, ("score", "assessed", "grade"), {"企业成本计分方向": "反向"}),
    "shares 2 1 1": Case(*COLLECTION, THIRDS, ("score", "assessed", "grade"), {"客户价值权重": 2, "评估权重合计": 4}),
    "per cent of a hundred": Case(
        *COLLECTION,
        THIRDS,
        ("score", "assessed", "grade"),
        {"客户价值权重": 33.34, "企业成本权重": 33.33, "紧急度权重": 33.33, "评估权重合计": 100},
    ),
    "wrong sum": Case(*COLLECTION, THIRDS[:4], ("score", "assessed", "grade"), {"客户价值权重": 2}),
    "lifts": Case(*RESPONSE, [(*p, why) for p in THIRDS for why in (None, "系统宕机")], ("score", "grade")),
    "lifted without points": Case(
        *RESPONSE,
        [(None, None, None, "数据丢失"), (3, None, 3, None)],
        ("score", "grade"),
        typed={"text": "登录要等一分钟"},
    ),
    "matrix": Case(
        "survey",
        "needs",
        ("urgent", "important"),
        tuple(product(("是", "否", None), repeat=2)),
        ("quadrant", "grade"),
        typed={"text": "到期自动提醒跟进"},
    ),
}


def by_hand(points: Sequence[int], weights: Sequence[str], whole: str) -> float:
    total = sum((Decimal(p) * Decimal(w) for p, w in zip(points, weights, strict=True)), Decimal(0))
    return float((total / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def level(points: float) -> str:
    return "P0" if points >= 4 else "P1" if points >= 2.5 else "P2"


def in_python(case: Case, file: Path) -> Shown:
    spec = kind_named(case.kind)
    file.write_bytes(case.package())
    frames = read(file, (spec,)).frames
    frame = applied(frames, score(spec, frames, TODAY))[case.sheet].head(len(case.rows))
    columns = (
        [readable(value) for value in frame[name].tolist()] for name in case.outputs
    )  # no formula has a value yet
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_python_is_hand_arithmetic(name: str, tmp_path: Path) -> None:
    assert in_python(CASES[name], tmp_path / "case.xlsx") == expected(name)


def expected(name: str) -> Shown:
    case = CASES[name]
    match name:
        case "thirds" | "turned" | "shares 2 1 1" | "per cent of a hundred":
            weights = {"shares 2 1 1": ("2", "1", "1"), "per cent of a hundred": ("33.34", "33.33", "33.33")}
            whole = {"shares 2 1 1": "4", "per cent of a hundred": "100"}.get(name, "3")
            turned = [(v, 6 - c if name == "turned" else c, u) for v, c, u in THIRDS]
            scores = [by_hand(points, weights.get(name, ("1", "1", "1")), whole) for points in turned]
            return [(points, level(points), level(points)) for points in scores]
        case "wrong sum":
            return [(None, None, None)] * 4
        case "lifts":
            scores = [by_hand(points, ("1", "1", "1"), "3") for points in THIRDS]
            return [(points, grade) for points in scores for grade in (f"{level(points)}级", "P0级")]
        case "lifted without points":
            return [(None, "P0级"), (None, None)]
        case _:
            names = {("是", "是"): ("紧急且重要", "高"), ("否", "是"): ("重要不紧急", "中")}
            names |= {("是", "否"): ("紧急不重要", "中"), ("否", "否"): ("不紧急不重要", "低")}
            return [names.get((first, second), (None, None)) for first, second in case.rows]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """Return what LibreOffice computes, case by case."""
    packages = {name: case.package() for name, case in CASES.items()}
    workbooks = recalculated(packages, tmp_path_factory.mktemp("office"))
    found = {}
    for name, case in CASES.items():
        sheet = kind_named(case.kind).sheet(case.sheet)
        places = [[c.name for c in sheet.columns].index(output) for output in case.outputs]
        rows = workbooks[name][sheet.title].iter_rows(min_row=2, max_row=1 + len(case.rows), values_only=True)
        found[name] = [tuple(row[place] or None for place in places) for row in rows]
    return found


@needs_office
@pytest.mark.parametrize("name", CASES)
def test_the_live_formula_is_hand_arithmetic(judged: Mapping[str, Shown], name: str) -> None:
    assert judged[name] == expected(name)
