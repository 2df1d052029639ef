"""A sheet's spec as a pandera schema, to check frames in one's own code."""

from __future__ import annotations

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec
from reqsheets.rules.cells.by_column import cell_checks, checked_columns
from reqsheets.rules.required_later import RowCheck, row_checks


def schema(sheet: SheetSpec, settings: Settings, *, by_title: bool = False) -> DataFrameSchema:
    """Return the schema of one sheet as `Frames` holds it: columns of objects, no dtype, nothing coerced.

    With `by_title` the columns go by the titles in the header row, as `pandas.read_excel` names them. Each check is
    named by its rule code and judges any value without raising; a required column is a check too, so every failure has
    its row. Options and references are those of the workbook in `settings`. Use `lazy=True`.
    """
    names = {(column.title if by_title else column.name): column.name for column in sheet.columns}
    columns = {column.name: _column(column, settings) for column in checked_columns(sheet)}
    return DataFrameSchema(
        {shown: columns[name] for shown, name in names.items() if name in columns},
        checks=[
            _by_titles(row_check, names) if by_title else row_check.check for row_check in row_checks(sheet, settings)
        ],
        name=sheet.name,
        title=sheet.title,
    )


def _by_titles(row_check: RowCheck, names: dict[str, str]) -> Check:
    """Return the check for frames whose columns go by their titles."""

    def passed(frame: pd.DataFrame) -> pd.Series:
        return row_check.passed(frame.rename(columns=names))

    known = row_check.check
    return Check(passed, name=known.name, title=known.title, description=known.description, ignore_na=False)


def _column(column: ColumnSpec, settings: Settings) -> Column:
    return Column(
        checks=[cell_check.check for cell_check in cell_checks(column, settings)],
        nullable=True,
        required=column.required == "always" and not column.derived,
        title=column.title,
        description=column.help.en or None,
    )
