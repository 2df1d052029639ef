"""The pandera schema that follows from a sheet's spec, used as people use it in their own code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from command_line import register
from drawing import drawn
from pandera.errors import SchemaErrors
from pandera.pandas import DataFrameModel, DataFrameSchema

import reqsheets
from reqsheets.domain.checking.schema import schema
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.errors import UsageError
from reqsheets.model.settings import Settings
from reqsheets.rules.titles import TITLES

TODAY = date(2024, 6, 1)
SCORES = FEEDBACK.sheet("scores")
ROWS = """
    需求编号  | 紧急性 | 重要性 | 可行性 | 客户价值 | 评审部门/评审人 | 评审日期   | 人工调整 | 调整理由
    XY2024001 | 4     | 4     | 3     | 4       | 产品、技术、客服、市场 | 2024-03-08 |         |
    XY2024002 | 很急   | "4"   | 6     | #N/A    | 产品、技术、客服、市场 | 月底       | S       |
    XY2024003 | 2     | 2     | 2     | 2       |                | 45352      | 超级     | 客户急
    """


def test_a_clean_sheet_passes_and_comes_back_as_it_was() -> None:
    frames = drawn(FEEDBACK, {"scores": "\n".join(ROWS.splitlines()[:3])})

    checked = schema(SCORES, Settings(FEEDBACK, frames)).validate(frames["scores"], lazy=True)

    assert checked.equals(frames["scores"])


def test_the_schema_fails_the_cells_that_validate_tells() -> None:
    frames = drawn(FEEDBACK, {"scores": ROWS})

    with pytest.raises(SchemaErrors) as caught:
        schema(SCORES, Settings(FEEDBACK, frames)).validate(frames["scores"], lazy=True)

    failed = caught.value.failure_cases
    cells = failed
    found = [finding for finding in validate(FEEDBACK, frames, TODAY).findings if finding.at.sheet == "scores"]
    expected = {(finding.rule, finding.at.row, finding.at.column) for finding in found}
    assert set(zip(cells.check, cells["index"], cells.column, strict=True)) == expected
    assert len(failed) == len(expected)  # one line a cell, also of a rule that looks at another cell of the row


@pytest.mark.parametrize("sheet", FEEDBACK.sheets, ids=lambda sheet: sheet.name)
def test_a_schema_coerces_nothing_and_names_every_check_by_its_rule(sheet) -> None:  # noqa: ANN001
    made = schema(sheet, Settings(FEEDBACK, drawn(FEEDBACK, {}, whole=True)))

    assert not made.coerce
    checks = [*made.checks]
    for column in made.columns.values():
        assert column.dtype is None
        assert not column.coerce
        names = [check.name for check in column.checks]
        assert len(names) == len(set(names))
        checks += column.checks
    assert all(check.title == TITLES[check.name].zh and check.description for check in checks)


NEED = {
    "number": "XY2024001",
    "channel": "客服工单",
    "customer": "甲-机械-大型企业",
    "text": "导出慢",
    "received": date(2024, 3, 1),
    "recorder": "张三",
    "status": "待处理",
}


def test_people_check_a_sheet_that_pandas_read_in_their_own_code(tmp_path: Path) -> None:
    wrong = NEED | {"number": "XY-2", "channel": "乱", "received": None, "status": "处理中"}
    path = register(tmp_path / "a.xlsx", [NEED, wrong])
    made = reqsheets.schema("feedback", file=path)
    frame = pd.read_excel(
        path, sheet_name=made.title, keep_default_na=False, na_values=[""], nrows=2, engine="calamine"
    )

    assert isinstance(made, DataFrameSchema)
    assert made.validate(frame.head(1), lazy=True) is not None
    with pytest.raises(SchemaErrors) as caught:
        made.validate(frame, lazy=True)

    failed = caught.value.failure_cases
    told = set(zip(failed.check, failed["index"], strict=True))
    assert {("REQ302", 1), ("REQ303", 1), ("REQ301", 1)} <= told
    assert {row for _, row in told} == {1}


@pytest.mark.fault("F-56")
def test_a_model_has_a_field_a_column_and_fails_the_one_cell_that_is_blank(tmp_path: Path) -> None:
    wrong = NEED | {"status": "已关闭", "affected": None}
    path = register(tmp_path / "a.xlsx", [NEED, wrong])
    made = reqsheets.model("feedback")
    frame = (
        reqsheets.open(path)
        .reading.frames["needs"]
        .rename(columns={column.name: column.title for column in FEEDBACK.sheet("needs").columns})
    )

    assert issubclass(made, DataFrameModel)
    assert (made.__name__, made.number) == ("FeedbackNeeds", "需求编号")
    with pytest.raises(SchemaErrors) as caught:
        made.validate(frame, lazy=True)

    blank = caught.value.failure_cases.query("check == 'REQ301' and schema_context == 'DataFrameSchema'")
    assert len(blank) == len(set(zip(blank.column, blank["index"], strict=True)))
    assert set(blank["index"]) <= {2, 3}
    assert blank.failure_case.isna().all()


def test_an_unknown_sheet_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no sheet '没有'"):
        reqsheets.schema("feedback", "没有")


def test_a_date_that_pandas_could_not_read_is_blank_to_every_check() -> None:
    made = reqsheets.schema("feedback").columns["提出时间"]
    required = next(check for check in made.checks if check.name == "REQ301")
    read = pd.Series([pd.Timestamp(2024, 3, 1), pd.NaT])
    assert required(read).check_output.tolist() == [True, False]
