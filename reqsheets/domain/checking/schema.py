"""A sheet's spec as a pandera schema, to check frames in one's own code."""

from __future__ import annotations

import pandas as pd
from pandera.api.base.checks import CheckResult
from pandera.pandas import Check, Column, DataFrameModel, DataFrameSchema, Field
from pandera.typing import Series

from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
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
        checks=[CellCheck(row_check, names) for row_check in row_checks(sheet, settings)],
        name=sheet.name,
        title=sheet.title,
    )


class CellCheck(Check):
    """A check on the rows of a frame that names the one cell of a row that fails, not each cell of the row."""

    def __init__(self, row_check: RowCheck, names: dict[str, str]) -> None:
        known = row_check.check
        shown = {name: title for title, name in names.items()}
        self.column = shown.get(row_check.column.name, row_check.column.name)

        def passed(frame: pd.DataFrame) -> pd.Series:
            return row_check.passed(frame.rename(columns=names))

        super().__init__(passed, name=known.name, title=known.title, description=known.description, ignore_na=False)

    def __call__(self, check_obj: pd.DataFrame, column: str | None = None) -> CheckResult:
        """Return what passes, and as failure cases the cells that do not, by column and index."""
        found: CheckResult = Check.get_backend(check_obj)(self)(check_obj, column)
        if found.check_passed or self.column not in check_obj.columns:
            return found
        failing = check_obj.loc[~found.check_output, self.column]
        cells = pd.DataFrame({"column": self.column, "index": failing.index, "failure_case": failing.to_numpy()})
        return found._replace(failure_cases=cells)


def model(sheet: SheetSpec, made: DataFrameSchema, spec: WorkbookSpec) -> type[DataFrameModel]:
    """Return a model that validates as that schema does; its fields are the sheet's columns by name, for their titles.

    The class is called by kind and sheet, as FeedbackNeeds.
    """
    held = [column for column in sheet.columns if column.title in made.columns]
    fields: dict[str, object] = {
        column.name: Field(alias=column.title, nullable=True, title=column.title, description=column.help.en or None)
        for column in held
    }
    types = {
        column.name: Series[object] if made.columns[column.title].required else Series[object] | None for column in held
    }
    name = "".join(part.title() for part in (spec.kind, *sheet.name.split("_")))
    doc = f"{spec.title.en}: {sheet.title}."
    fields |= {"__annotations__": types, "__doc__": doc, "__module__": __name__, "_made": made, "to_schema": _as_made}
    return type(name, (DataFrameModel,), fields)


@classmethod  # type: ignore[misc]
def _as_made(cls: type[DataFrameModel]) -> DataFrameSchema:
    """Return the schema that the model was made from."""
    made: DataFrameSchema = cls._made  # type: ignore[attr-defined]
    return made


def _column(column: ColumnSpec, settings: Settings) -> Column:
    return Column(
        checks=[cell_check.check for cell_check in cell_checks(column, settings)],
        nullable=True,
        required=column.required == "always" and not column.derived,
        title=column.title,
        description=column.help.en or None,
    )
