"""How a sheet's pandera schema is run: every failing cell keeps its row, and no check hides another.

`SheetSchema` is a `DataFrameSchema` with a backend of its own, registered as pandera provides. The backend differs from
pandera's in four things: it does not copy the frame; a cell that does not fit a dtype takes no other failure with it; a
warning is a result, not a `warnings.warn`; and the table of failures is made once, and names the one cell that failed.
Nothing is ever coerced: checks of people's own see a column's fitting cells as their dtype, under their row numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype
from pandera.api.base.checks import CheckResult
from pandera.backends.base import CoreCheckResult
from pandera.backends.pandas.components import ColumnBackend
from pandera.backends.pandas.container import DataFrameSchemaBackend
from pandera.config import ValidationDepth, config_context
from pandera.errors import FailureCaseMetadata, SchemaError, SchemaErrorReason, SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema

from reqsheets.domain.checking.sheet_checks import HELD, RuleCheck

OF_TYPE = "reqsheets type"  # in a column's metadata: the type that the kind declares, where it has no dtype
DTYPES = {"int": "Int64", "decimal": "float64", "date": "datetime64[us]", "datetime": "datetime64[us]"}
NUMERIC, MOMENTS, TEXTS = ("int", "float", "uint", "Int", "Float", "UInt"), ("datetime", "date"), ("str", "object")
TABLE = ("schema_context", "column", "check", "check_number", "failure_case", "index")


class SheetSchema(DataFrameSchema):
    """A `DataFrameSchema` that is run by `SheetBackend`; everything else is pandera's."""

    def __repr__(self) -> str:
        return f"<Schema {self.name}: {len(self.columns)} columns>"

    @staticmethod
    def register_default_backends(_check_obj_cls: type) -> None:
        """Leave pandera's own ones alone: loading them takes time, and a check of people's own does so when it runs."""

    @classmethod
    def of(cls, schema: DataFrameSchema) -> SheetSchema:
        """Return a schema of people's own, such as `Model.to_schema()`, to be run as ours are."""
        kept = ("strict", "name", "ordered", "unique", "unique_column_names", "title", "description", "metadata")
        return cls(schema.columns, checks=schema.checks, **{name: getattr(schema, name) for name in kept})


class SheetBackend(DataFrameSchemaBackend):
    """Runs a schema over a sheet."""

    def validate(self, check_obj: pd.DataFrame, schema: DataFrameSchema, **_: object) -> pd.DataFrame:
        """Return the frame as it is; raise SchemaErrors with all that fails, lazy or not."""
        if not all(isinstance(check, RuleCheck) for check in _checks_of(schema)):
            DataFrameSchema.register_default_backends(type(check_obj))
        with HELD:
            errors = [*self._of_columns(check_obj, schema), *_of_rows(check_obj, schema)]
        if errors:
            raise SchemaErrors(schema=schema, schema_errors=errors, data=check_obj)
        return check_obj

    def _of_columns(self, frame: pd.DataFrame, schema: DataFrameSchema) -> Iterator[SchemaError]:
        info = self.collect_column_info(frame, schema)
        for results in (
            self.check_column_names_are_unique(frame, schema),
            self.check_column_presence(frame, schema, info),
            self.check_column_values_are_unique(frame, schema),
        ):
            for result in [results] if isinstance(results, CoreCheckResult) else results:
                yield from _error(result, schema)
        for name, column in schema.columns.items():
            if name in frame.columns:
                yield from _of_column(frame, column)

    def failure_cases_metadata(self, schema_name: str, schema_errors: list[SchemaError]) -> FailureCaseMetadata:
        """Return the table of failures, one row a cell, made once."""
        rows = [row for error in schema_errors for row in _rows_of(error)]
        columns = {name: [row[at] for row in rows] for at, name in enumerate(TABLE)}
        table = pd.DataFrame({name: pd.Series(held, dtype=object) for name, held in columns.items()})
        counts = Counter(error.reason_code.name for error in schema_errors if error.reason_code is not None)
        message = {"schema": schema_name, "errors": [str(error) for error in schema_errors]}
        return FailureCaseMetadata(failure_cases=table, message=message, error_counts=dict(counts))


SheetSchema.register_backend(pd.DataFrame, SheetBackend)


def failures(schema: DataFrameSchema, frame: pd.DataFrame) -> list[SchemaError]:
    """Return what fails of a sheet, whatever pandera's settings say: a check that is switched off finds nothing."""
    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            schema.validate(frame, lazy=True, inplace=True)
    except SchemaErrors as errors:
        return list(errors.schema_errors)
    return []


def _checks_of(schema: DataFrameSchema) -> Iterator[Check]:
    yield from schema.checks
    for column in schema.columns.values():
        yield from column.checks


def _of_column(frame: pd.DataFrame, column: Column) -> Iterator[SchemaError]:
    """Yield what fails of one column; our rules see the cells as they stand, people's checks the fitting ones."""
    theirs: list[tuple[int, Check]] = []
    for number, check in enumerate(column.checks):
        if isinstance(check, RuleCheck):
            yield from _error(_outcome(check, number, frame, column.name), column)
        else:
            theirs.append((number, check))
    dtype: object = column.dtype  # pandera's annotation says that there always is one
    if not theirs and dtype is None and column.nullable and not column.unique:
        return
    backend, series = ColumnBackend(), frame[column.name]
    yield from _error(backend.check_nullable(series, column), column)
    fitting, misfits = _fitting(series, column)
    if len(misfits) and dtype is not None:  # else a rule of ours tells them
        yield from _error(_misfit(column, misfits), column)
    yield from _error(backend.check_unique(fitting, column), column)
    for number, check in theirs:
        yield from _error(_of_people(check, number, fitting), column)


def _of_rows(frame: pd.DataFrame, schema: DataFrameSchema) -> Iterator[SchemaError]:
    seen: pd.DataFrame | None = None
    for number, check in enumerate(schema.checks):
        if isinstance(check, RuleCheck):
            yield from _error(_outcome(check, number, frame, ""), schema)
        else:
            seen = _fitting_rows(frame, schema) if seen is None else seen
            yield from _error(_of_people(check, number, seen), schema)


def _outcome(check: RuleCheck, number: int, frame: pd.DataFrame, column: str) -> CoreCheckResult:
    try:
        cases = check.cases(frame, column)
    except Exception as error:  # noqa: BLE001 (whatever a check does, the others have their say)
        return _broken_off(check, number, error)
    return _failed(check, number, cases)


def _of_people(check: Check, number: int, seen: pd.Series | pd.DataFrame) -> CoreCheckResult:
    try:
        result: CheckResult = check(seen)
    except Exception as error:  # noqa: BLE001 (the same)
        return _broken_off(check, number, error)
    cases = result.failure_cases
    if result.check_passed or (cases is not None and not len(cases)):
        return CoreCheckResult(passed=True, check=check, check_index=number)
    if isinstance(cases, pd.Series):
        cases = pd.DataFrame({"index": cases.index, "failure_case": cases.astype(object).to_numpy()})
    elif isinstance(cases, pd.DataFrame) and "failure_case" not in cases.columns:  # whole rows
        cases = pd.DataFrame({"index": cases.index, "failure_case": None})
    return _failed(check, number, cases, whole=cases is None)


def _failed(check: Check, number: int, cases: pd.DataFrame | None, *, whole: bool = False) -> CoreCheckResult:
    if cases is None and not whole:
        return CoreCheckResult(passed=True, check=check, check_index=number)
    return CoreCheckResult(
        passed=False,
        check=check,
        check_index=number,
        reason_code=SchemaErrorReason.DATAFRAME_CHECK,
        message=f"{check.name}: {1 if cases is None else len(cases)} failed",
        failure_cases=False if cases is None else cases,
    )


def _broken_off(check: Check, number: int, error: Exception) -> CoreCheckResult:
    return CoreCheckResult(
        passed=False,
        check=check,
        check_index=number,
        reason_code=SchemaErrorReason.CHECK_ERROR,
        message=f"{check.name}: {type(error).__name__}",
        failure_cases=type(error).__name__,
        original_exc=error,
    )


def _error(result: CoreCheckResult, schema: DataFrameSchema | Column) -> Iterable[SchemaError]:
    if result.passed:
        return ()
    error = SchemaError(  # type: ignore[no-untyped-call]
        schema,
        data=None,
        message=result.message,
        failure_cases=result.failure_cases,
        check=result.check,
        check_index=result.check_index,
        reason_code=result.reason_code,
        column_name=schema.name if isinstance(schema, Column) else None,
    )
    error.__cause__ = result.original_exc
    return (error,)


def _rows_of(error: SchemaError) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the table of failures, in the order of TABLE."""
    check, cases, column = error.check, error.failure_cases, error.column_name
    name = (check.error or check.name) if isinstance(check, Check) else check
    context = "DataFrameSchema" if column is None else "Column"
    if not isinstance(cases, pd.DataFrame):
        yield context, column, name, error.check_index, cases, None
        return
    columns = cases["column"].tolist() if "column" in cases.columns else [column] * len(cases)
    for row, value, at in zip(cases["index"].tolist(), cases["failure_case"].tolist(), columns, strict=True):
        yield context, at, name, error.check_index, value, row


def _dtype(column: Column) -> str:
    """Return what a column's cells should be, "" where nothing is said."""
    dtype: object = column.dtype
    if dtype is not None:
        return str(dtype)
    declared = (column.metadata or {}).get(OF_TYPE, "")
    return DTYPES.get(declared, "str") if declared else ""


def _fitting(series: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    """Split a column: the cells that fit its dtype, as that dtype, under their row numbers; and those that do not."""
    filled, dtype = series[series.notna()], _dtype(column)
    values = filled.tolist()
    if not dtype:
        return filled, filled.iloc[:0]
    if dtype.startswith(NUMERIC):
        whole = dtype.lower().startswith(("int", "uint"))
        right = [type(v) is int or (type(v) is float and (not whole or v.is_integer())) for v in values]
        target = "Int64" if whole else "float64"
    elif dtype.startswith(MOMENTS):
        right, target = [isinstance(v, date | datetime) for v in values], "datetime64[us]"
    elif dtype.startswith(TEXTS):
        right, target = [isinstance(v, str) for v in values], "object"
    else:
        return filled, filled.iloc[:0]
    mask = np.array(right, dtype=bool)
    return filled[mask].astype(pandas_dtype(target)), filled[~mask]


def _fitting_rows(frame: pd.DataFrame, schema: DataFrameSchema) -> pd.DataFrame:
    """Return the sheet with each column of its dtype; a cell that does not fit is blank, as it is told already."""
    typed = {name: column for name, column in schema.columns.items() if name in frame.columns and _dtype(column)}
    fitting = {name: _fitting(frame[name], column)[0] for name, column in typed.items()}
    return frame.assign(**{name: cells.reindex(frame.index) for name, cells in fitting.items()})


def _misfit(column: Column, cases: pd.Series) -> CoreCheckResult:
    return CoreCheckResult(
        passed=False,
        check=f"dtype('{column.dtype}')",
        reason_code=SchemaErrorReason.WRONG_DATATYPE,
        message=f"{len(cases)} cells are no {column.dtype}",
        failure_cases=pd.DataFrame({"index": cases.index, "failure_case": cases.to_numpy()}),
    )
