"""The pandera schemas that a kind is checked by: one a sheet, and one over the workbook's table of contents."""

from __future__ import annotations

from datetime import date

import pandas as pd
from pandera.pandas import Check, Column, DataFrameModel, DataFrameSchema, Field
from pandera.typing import Series

from reqsheets.domain.checking.sheet_backend import OF_TYPE, SheetSchema
from reqsheets.domain.checking.sheet_checks import AcrossRule, CellRule, RowRule
from reqsheets.model.frames import Frames
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.cells.by_column import cell_checks, checked_columns
from reqsheets.rules.registry import rules_of
from reqsheets.rules.required_later import row_checks


def schema(
    sheet: SheetSpec,
    settings: Settings,
    *,
    by_title: bool = False,
    today: date | None = None,
    broken: dict[str, Exception] | None = None,
) -> SheetSchema:
    """Return the schema of one sheet as `Frames` holds it: columns of objects, no dtype, nothing coerced.

    With `by_title` the columns go by the titles in the header row, as `pandas.read_excel` names them. Each check is
    named by its rule code and judges any value without raising; a required column is a check too, so every failure has
    its row. Options and references are those of the workbook in `settings`. With `today` the rules across columns and
    sheets count as well, as far as they tell something of this sheet, the others being those in `settings`. `broken`
    takes the error of each column whose checks cannot be made; without it that error is raised.
    """
    titles = {column.name: column.title for column in sheet.columns} if by_title else {}
    columns: dict[str, Column] = {}
    for column in checked_columns(sheet):
        try:
            checks = _checks(column, settings)
        except Exception as error:  # a column told wrongly, such as a pattern that is none
            if broken is None:
                raise
            broken[column.name] = error
            continue
        columns[titles.get(column.name, column.name)] = _column(column, checks)
    rows: list[Check] = [RowRule(row, titles) for row in row_checks(sheet, settings)]
    if today is not None:
        rules = rules_of(settings.spec)
        rows += [AcrossRule(rule, settings.spec, settings.frames, today, sheet, titles) for rule in rules]
    return SheetSchema(columns, checks=rows, name=sheet.name, title=sheet.title)


def across(spec: WorkbookSpec, frames: Frames, today: date) -> SheetSchema:
    """Return the rules across columns and sheets as the schema of the workbook's table of `contents`."""
    return SheetSchema(checks=[AcrossRule(rule, spec, frames, today) for rule in rules_of(spec)], name="workbook")


def contents(spec: WorkbookSpec, frames: Frames) -> pd.DataFrame:
    """Return the workbook as a frame: a row a sheet, with its name and how many rows it has."""
    names = [sheet.name for sheet in spec.sheets if sheet.name in frames]
    return pd.DataFrame({"sheet": names, "rows": [len(frames[name]) for name in names]})


def of_people(model: type[DataFrameModel] | DataFrameSchema, sheet: SheetSpec) -> tuple[SheetSchema, dict[str, str]]:
    """Return a model of people's own to be run as ours are, and under which name it knows each column of the sheet."""
    made = model if isinstance(model, DataFrameSchema) else model.to_schema()
    names = {column.name: column.name for column in sheet.columns}
    names |= {c.name: c.title for c in sheet.columns if c.title in made.columns and c.name not in made.columns}
    return SheetSchema.of(made), names


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


def _checks(column: ColumnSpec, settings: Settings) -> list[Check]:
    return [*map(CellRule, cell_checks(column, settings)), *column.checks]


def _column(column: ColumnSpec, checks: list[Check]) -> Column:
    return Column(
        checks=checks,
        nullable=True,
        required=column.required == "always" and not column.derived,
        title=column.title,
        description=column.help.en or None,
        metadata={OF_TYPE: column.type},
    )
