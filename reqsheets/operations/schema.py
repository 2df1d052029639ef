"""A sheet's spec as a pandera schema, to check frames in one's own code."""

from __future__ import annotations

from pandera.pandas import Column, DataFrameSchema

from reqsheets.rules.cells import cell_checks, checked_columns
from reqsheets.rules.required_later import row_checks
from reqsheets.settings import Settings
from reqsheets.spec import ColumnSpec, SheetSpec


def schema(sheet: SheetSpec, settings: Settings) -> DataFrameSchema:
    """Return the schema of one sheet as `Frames` holds it: columns of objects, no dtype, nothing coerced.

    Each check is named by its rule code and judges any value without raising; a required column is a check too, so
    every failure has its row. Options and references are those of the workbook in `settings`. Use `lazy=True`.
    """
    return DataFrameSchema(
        {column.name: _column(column, settings) for column in checked_columns(sheet)},
        checks=[row_check.check for row_check in row_checks(sheet)],
        name=sheet.name,
        title=sheet.title,
    )


def _column(column: ColumnSpec, settings: Settings) -> Column:
    return Column(
        checks=[cell_check.check for cell_check in cell_checks(column, settings)],
        nullable=True,
        required=column.required == "always" and not column.derived,
        title=column.title,
        description=column.help.en or None,
    )
