"""Checks that people write with pandera for a kind of their own: findings with address, level and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.config import config_context
from pandera.errors import SchemaErrors

import reqsheets
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, frame_of
from reqsheets.model.plan import Unreadable, Words
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec

TODAY = date(2024, 6, 1)
ROWS = {
    2: ("XY2024001", 5, "HT-0001", date(2024, 3, 1), date(2024, 3, 2)),
    3: ("XY2024002", "很好", "HT-0001", date(2024, 3, 5), date(2024, 3, 2)),
    4: ("XY2024003", 9, "HT-9001", "2024/3/5", date(2024, 3, 2)),
    5: ("XY2024004", None, None, None, None),
    6: ("XY2024005", 4, "4", Unreadable("#N/A"), date(2024, 3, 2)),
}
COLUMNS = (
    ColumnSpec("number", "编号", "id", pattern="XY[0-9]{7}", meaning="number"),
    ColumnSpec("satisfied", "满意度", "int"),
    ColumnSpec("contract", "合同编号", "text"),
    ColumnSpec("start", "开工", "date"),
    ColumnSpec("finish", "完工", "date"),
)
FRAMES = Frames({"works": frame_of([column.name for column in COLUMNS], ROWS)})


class Contracts(pa.DataFrameModel):
    """What a firm asks of its contracts; the columns go by their titles."""

    satisfied: int = pa.Field(alias="满意度", ge=1, le=5, nullable=True)
    contract: str = pa.Field(alias="合同编号", nullable=True, str_matches=r"^HT-[0-9]{4}$", unique=True)
    start: pa.DateTime = pa.Field(alias="开工", nullable=True)
    finish: pa.DateTime = pa.Field(alias="完工", nullable=True)

    @pa.check("合同编号", name="ORG001", error="合同编号以 HT-9 开头的已作废", raise_warning=True)
    def not_void(cls, held: pd.Series) -> pd.Series:  # noqa: N805 (pandera makes it a method of the class)
        """Tell which contracts stand."""
        return ~held.str.startswith("HT-9")

    @pa.dataframe_check(name="ORG002", error="完工早于开工")
    def in_order(cls, rows: pd.DataFrame) -> pd.Series:  # noqa: N805 (the same)
        """Tell which works end after they began."""
        return rows["完工"].isna() | rows["开工"].isna() | (rows["完工"] >= rows["开工"])

    @pa.check("满意度", name="ORG003")
    def breaks(cls, held: pd.Series) -> pd.Series:  # noqa: N805 (the same)
        """Break off."""
        return held / {}[0]


def kind(*columns: ColumnSpec, models: tuple[object, ...] = ()) -> WorkbookSpec:
    sheet = SheetSpec("works", "工程", "register", "needs", columns, key=("number",), models=models)
    return WorkbookSpec("works", Words("工程", "Works"), "1", (sheet,))


def told(spec: WorkbookSpec) -> set[tuple[str, str, int, str]]:
    findings = validate(spec, FRAMES, TODAY).findings
    return {
        (f.rule, f.at.column, f.at.row, f.severity) for f in findings if f.rule.startswith("ORG") or f.rule > "REQ900"
    }


def test_a_model_of_ones_own_tells_every_wrong_cell_at_its_place() -> None:
    assert told(kind(*COLUMNS, models=(Contracts,))) == {
        ("REQ906", "satisfied", 3, "error"),  # no whole number
        ("REQ906", "satisfied", 4, "error"),  # 9
        ("REQ906", "contract", 2, "error"),  # stands twice
        ("REQ906", "contract", 3, "error"),
        ("REQ906", "contract", 6, "error"),  # not in form
        ("ORG001", "contract", 4, "warning"),
        ("REQ906", "start", 4, "error"),  # text
        ("REQ906", "start", 6, "error"),
        ("ORG002", "", 3, "error"),
        ("REQ901", "satisfied", 1, "error"),  # the check that breaks off hides no other
    }


def test_a_check_of_a_column_sees_its_filled_cells_of_the_column_s_type() -> None:
    check = pa.Check(lambda held: held % 2 == 0, name="ORG010", error="只收偶数")
    number, satisfied, *others = COLUMNS
    spec = kind(number, replace(satisfied, checks=(check, pa.Check.le(5))), *others)

    assert told(spec) == {
        ("ORG010", "satisfied", 2, "error"),
        ("ORG010", "satisfied", 4, "error"),
        ("REQ906", "satisfied", 4, "error"),
    }


def test_switching_pandera_off_switches_nothing_off() -> None:
    before = told(kind(*COLUMNS, models=(Contracts,)))
    with config_context(validation_enabled=False):
        assert told(kind(*COLUMNS, models=(Contracts,))) == before


def test_the_table_of_failures_names_the_one_cell_that_failed() -> None:
    made = reqsheets.schema("feedback", today=TODAY)
    titles = [column.title for column in FEEDBACK.sheet("needs").columns]
    row = dict.fromkeys(titles) | {"需求编号": "XY2024001", "需求状态": "处理中", "提出时间": pd.Timestamp(2025, 1, 1)}

    with pytest.raises(SchemaErrors) as caught:
        made.validate(pd.DataFrame([row, row], index=[7, 9]), lazy=True)

    failed = caught.value.failure_cases
    assert set(failed["index"]) == {7, 9}
    assert {("REQ501", "需求编号"), ("REQ401", "提出时间")} <= set(zip(failed.check, failed.column, strict=True))
