"""A kind of workbook from a pandera DataFrameModel, for people who have their checks there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from pandera.api.checks import Check
from pandera.pandas import Column, DataFrameModel

from reqsheets.kinds.housekeeping import GUIDE, OPTIONS_OF_ALL, beside
from reqsheets.kinds.shared_columns import KEPT, PARAMETERS_OF_ALL
from reqsheets.model.errors import UsageError
from reqsheets.model.plan import NOTHING_SAID, Words
from reqsheets.model.spec import ColumnSpec, ColumnType, Meaning, Option, SheetSpec, WorkbookSpec

TYPES: tuple[tuple[str, ColumnType], ...] = (
    ("int", "int"), ("uint", "int"), ("float", "decimal"), ("decimal", "decimal"), ("datetime", "datetime"),
    ("date", "date"), ("bool", "bool"),
)  # fmt: skip


def own_models(values: Iterable[object], module: str) -> list[type[DataFrameModel]]:
    """Return the models that a file itself declares; `module` "" takes imported ones too."""
    found = [value for value in values if isinstance(value, type) and issubclass(value, DataFrameModel)]
    return [model for model in found if model is not DataFrameModel and module in ("", model.__module__)]


def kind_of_model(model: type[DataFrameModel], where: str) -> WorkbookSpec:
    """Return the kind of a model: a register titled as its Config says, a column a field, its checks as they are.

    A field's `metadata` may say what it means ({"means": "number"}) and its type ({"type": "long"}). Raises UsageError.
    """
    try:
        schema = model.to_schema()
        columns = [_column(name, column) for name, column in schema.columns.items()]
        number = next((column.name for column in columns if column.meaning == "number"), "")
        title = schema.title or model.__name__
        kept = KEPT if number else ()
        sheet = SheetSpec(
            "needs", title, "register", "needs", (*columns, *kept), key=(number,) if number else (), models=(model,)
        )
        lists = [Option(c.title, word) for c in columns if c.options for word in _options(schema.columns[c.title])]
        return WorkbookSpec(
            model.__name__.lower(),
            Words(title, title),
            "1",
            (GUIDE, sheet, *beside(sheet)),
            (*lists, Option("部门", "综合部"), *OPTIONS_OF_ALL),
            PARAMETERS_OF_ALL,
        )
    except UsageError as error:
        raise UsageError(f"{where}：\n{error.words.zh}", f"{where}:\n{error.words.en}") from None


def _column(title: str, column: Column) -> ColumnSpec:
    told = column.metadata if isinstance(column.metadata, Mapping) else {}
    means, listed = told.get("means"), _options(column)
    kind = told.get("type") or ("enum" if listed else "id" if means == "number" else _type(str(column.dtype)))
    help_ = str(column.description or "")
    return ColumnSpec(
        str(means or title),
        title,
        cast("ColumnType", kind),
        Words(help_, help_) if help_ else NOTHING_SAID,
        meaning=cast("Meaning | None", means),
        required="never" if column.nullable else "always",
        options=title if listed else "",
    )


def _type(dtype: str) -> ColumnType:
    return next((kind for begin, kind in TYPES if dtype.lower().startswith(begin)), "text")


def _options(column: Column) -> list[str]:
    """Return the words that `isin` allows."""
    for check in cast("list[Check]", column.checks):
        if check.name == "isin":
            return [str(word) for word in (check.statistics or {}).get("allowed_values", ())]
    return []
