"""Whatever stands in the cells, `validate` tells it and does not break."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from reqsheets.domain.checking.schema import schema
from reqsheets.domain.checking.validate import validate
from reqsheets.kinds.feedback import FEEDBACK
from reqsheets.model.frames import Frames, canonical, frame_of, rows_of
from reqsheets.model.plan import Unreadable, Value
from reqsheets.model.settings import Settings

TODAY = date(2024, 6, 1)
TABLES = [sheet for sheet in FEEDBACK.sheets if sheet.columns]  # the first sheet, 首页, is none
LIKELY = [option.value for option in FEEDBACK.options] + [parameter.name for parameter in FEEDBACK.parameters]
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(
        [*LIKELY, "XY2024001", "XY2024999", "2024-02-30", "3月1日", "５", "是", "尽快", "　", "\u200b", "#REF!"]
    ),
    st.text(max_size=8),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(days=-9), timedelta(days=9)),
    st.sampled_from([Unreadable("#N/A"), Unreadable("=A1"), time(0), datetime(1900, 1, 1, 1)]),  # noqa: DTZ001
)


@st.composite
def workbooks(draw: st.DrawFn) -> Frames:
    """Draw a workbook of the feedback kind: some sheets, some of their columns, any value in every cell."""
    sheets = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=4, unique_by=lambda sheet: sheet.name))
    tables = {}
    for sheet in sheets:
        missing = draw(st.sets(st.sampled_from([column.name for column in sheet.columns]), max_size=2))
        columns = [column.name for column in sheet.columns if column.name not in missing]
        rows = draw(st.sets(st.integers(2, 50), max_size=4))
        cells = st.tuples(*[VALUES.map(canonical)] * len(columns))
        tables[sheet.name] = frame_of(columns, {row: draw(cells) for row in sorted(rows)})
    return Frames(tables)


@given(workbooks())
def test_every_finding_has_a_row_and_a_column_of_its_sheet_and_words_in_both_languages(frames: Frames) -> None:
    before = {name: repr(rows_of(frames[name])) for name in frames}

    plan = validate(FEEDBACK, frames, TODAY)

    for finding in plan.findings:
        assert finding.at.row in frames[finding.at.sheet].index
        assert finding.at.column in frames[finding.at.sheet].columns
        assert finding.message.zh
        assert finding.message.en
    assert {name: repr(rows_of(frames[name])) for name in frames} == before


BESIDES = ("REQ201", "REQ209", "REQ801", "REQ802")  # of its signs or its content, whatever else is wrong


@given(workbooks())
def test_a_schema_judges_any_value_and_no_cell_fails_twice(frames: Frames) -> None:
    for name in frames:
        made = schema(FEEDBACK.sheet(name), Settings(FEEDBACK, frames))
        try:
            made.validate(frames[name], lazy=True)
        except SchemaErrors as errors:
            table = errors.failure_cases
            cells = table[(table.schema_context == "Column") & ~table.check.isin(BESIDES)]
            assert not cells.duplicated(["column", "index"]).any(), cells
