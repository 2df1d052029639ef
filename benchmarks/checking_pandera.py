"""The checks as pandera's documentation shows them: dtypes, coercion, checks of a column and of the frame, lazy.

Every check sees whole columns, which its documentation says is the quick way. What coercion takes away, a check cannot
see: a number or a date that was text, and all checks of a column whose coercion fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from checking_pandas import wrong_signs
from checking_register import (
    CODE,
    CODE_FORM,
    COLUMNS,
    CUSTOMER,
    FINISH,
    KINDS,
    LABEL,
    LABELS,
    LISTS,
    MODULE,
    NUMBER,
    OPTIONS,
    REASON,
    SHEET,
    START,
    TODAY,
    Told,
)

TYPES = {"int": "Int64", "decimal": "float64", "date": "datetime64[ns]"}
NAMES = {column.title: column.name for column in COLUMNS}
TITLES = {column.name: column.title for column in COLUMNS}
PAIRS = [f"{option}/{label}" for option, labels in LABELS.items() for label in labels]
BUILT_IN = {"not_nullable": "REQ301", "field_uniqueness": "REQ501"}
ACROSS = {"REQ402": FINISH, "REQ603": LABEL, "REQ301": REASON}  # a check of the frame, and the column that it is about


def schema(lists: Mapping[str, pd.Series]) -> pa.DataFrameSchema:
    """Return the schema; `lists` are the numbers that stand on the other sheets, by the column that refers to them."""
    columns = {
        column.title: pa.Column(
            TYPES.get(column.type, str),
            _checks(column.name, lists),
            nullable=column.required != "always",
            unique=column.name == NUMBER,
            coerce=True,
        )
        for column in COLUMNS
    }
    start, finish, upper, label = TITLES[START], TITLES[FINISH], TITLES["enum0"], TITLES[LABEL]
    why, reason = TITLES["enum3"], TITLES[REASON]
    across = [
        pa.Check(lambda frame: ~(frame[finish] < frame[start]), error="REQ402"),
        pa.Check(lambda frame: frame[label].isna() | (frame[upper] + "/" + frame[label]).isin(PAIRS), error="REQ603"),
        pa.Check(lambda frame: (frame[why] != "丁") | frame[reason].notna(), error="REQ301"),
    ]
    return pa.DataFrameSchema(columns, checks=across)


def _checks(name: str, lists: Mapping[str, pd.Series]) -> list[pa.Check]:
    match KINDS[name]:
        case "int":
            return [pa.Check.in_range(1, 5, error="REQ304")]
        case "decimal":
            return [pa.Check.in_range(0, 1000, error="REQ304")]
        case "date":
            return [] if name in (START, FINISH) else [pa.Check.le(pd.Timestamp(TODAY), error="REQ401")]
        case _:
            return [*_text_checks(name), *_own_checks(name, lists)]


def _text_checks(name: str) -> list[pa.Check]:
    checks = [
        pa.Check(lambda held: held.str.strip() == held, error="REQ201"),
        pa.Check(lambda held: ~held.str.contains("[\x00-\x08\x0b-\x1f]"), error="REQ209"),
    ]
    if KINDS[name] == "text":
        checks += [
            pa.Check.str_length(max_value=40, error="REQ305"),
            pa.Check(lambda held: ~held.str.contains("[0-9]{17}[0-9X]"), error="REQ801"),
            pa.Check(lambda held: ~held.str.contains("(?<![0-9])1[3-9][0-9]{9}(?![0-9])"), error="REQ802"),
        ]
    return checks


def _own_checks(name: str, lists: Mapping[str, pd.Series]) -> list[pa.Check]:
    match KINDS[name]:
        case "id":
            return [pa.Check.str_matches(r"^\s*XY[0-9]{9}\s*$", error="REQ302")]
        case "ref":
            return [pa.Check.isin(lists[name], error="REQ601")]
        case "enum":
            return [] if name == LABEL else [pa.Check.isin(OPTIONS, error="REQ303")]
        case "bool":
            return [pa.Check.isin(("是", "否"), error="REQ303")]
        case _ if name == CODE:
            return [
                pa.Check.str_matches(f"^{CODE_FORM}$", error="REQ308"),
                pa.Check(_ends_right, error="REQ307"),
            ]
        case _:
            return []


def _ends_right(codes: pd.Series) -> pd.Series:
    right = pd.Series(data=True, index=codes.index)
    in_form = codes.str.fullmatch(CODE_FORM)
    right[in_form] = ~wrong_signs(codes[in_form].tolist())
    return right


def found(path: Path) -> Told:
    """Return what the schema finds in the workbook."""
    sheets = pd.read_excel(path, sheet_name=None, engine="calamine")
    listed = zip((CUSTOMER, MODULE), LISTS, strict=True)
    wanted = schema({name: sheets[sheet.title][sheet.columns[0].title] for name, sheet in listed})
    try:
        wanted.validate(sheets[SHEET.title], lazy=True)
    except pa.errors.SchemaErrors as errors:
        return _told(errors.failure_cases)
    return set()


def _told(cases: pd.DataFrame) -> Told:
    """Return the failure cases that have a row; a check that broke off has none."""
    told: Told = set()
    cases = cases[cases["index"].notna()]
    for context, title, check, row in zip(
        cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
    ):
        if context == "DataFrameSchema" and check in ACROSS:
            name, rule = ACROSS[check], check
        elif check.startswith(("coerce_dtype", "dtype")):
            name = NAMES[title]
            rule = "REQ306" if KINDS[name] == "date" else "REQ304"
        else:
            name, rule = NAMES[title], BUILT_IN.get(check, check)
        told.add((int(row) + 2, name, rule))
    return told
