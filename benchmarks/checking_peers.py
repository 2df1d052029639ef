"""The same checks elsewhere: bare vectorised pandas, pandera and frictionless as their documentation shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from checking_register import (
    CODE,
    CODE_SIGNS,
    COLUMNS,
    CUSTOMER,
    CUSTOMERS,
    FINISH,
    HOURS,
    LABEL,
    LABELS,
    MODULE,
    MODULES,
    NUMBER,
    OPTIONS,
    REASON,
    START,
    TODAY,
)

Told = set[tuple[int, str, str]]
CODE_FORM = f"[{CODE_SIGNS}]{{2}}[0-9]{{6}}[{CODE_SIGNS}]{{10}}"
LISTED = {CUSTOMER: CUSTOMERS, MODULE: MODULES}
ALL_LABELS = [label for labels in LABELS.values() for label in labels]
KINDS = {column.name: column.type for column in COLUMNS}


class Bare:
    """What the checks find with vectorised pandas alone, each mask turned into rows."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.found: Told = set()

    def add(self, column: str, rule: str, wrong: pd.Series) -> None:
        """Note a rule's wrong cells."""
        self.found.update((row, column, rule) for row in self.frame.index[wrong.to_numpy(bool)])

    def text(self, name: str, held: pd.Series, blank: pd.Series) -> None:
        """Check a column that holds text."""
        text = held.astype("string")
        edges = (text.str.strip() != text).fillna(value=False)
        self.add(name, "REQ201", edges)
        self.add(name, "REQ209", text.str.contains("[\x00-\x08\x0b-\x1f]", regex=True).fillna(value=False))
        if name == NUMBER:
            self.add(name, "REQ302", ~blank & ~edges & ~text.str.fullmatch("XY[0-9]{9}").fillna(value=False))
            self.add(name, "REQ501", held.duplicated(keep=False) & ~blank)
        elif KINDS[name] == "text":
            self.add(name, "REQ305", text.str.len().gt(40).fillna(value=False))
            self.add(name, "REQ801", text.str.contains(r"[0-9]{17}[0-9X]", regex=True).fillna(value=False))
            self.add(name, "REQ802", text.str.contains("(?<![0-9])1[3-9][0-9]{9}(?![0-9])").fillna(value=False))

    def number(self, name: str, held: pd.Series, blank: pd.Series) -> None:
        """Check a column of numbers."""
        number = pd.to_numeric(held, errors="coerce")
        typed = held.map(type).eq(str)
        low, high = (0, 1000) if name == HOURS else (1, 5)
        self.add(name, "REQ203", typed & number.notna())
        self.add(name, "REQ310", typed & number.isna())
        self.add(name, "REQ304", ~typed & ~number.between(low, high) & ~blank)

    def day(self, name: str, held: pd.Series) -> pd.Series:
        """Check a column of days and return them."""
        typed = held.map(type).eq(str)
        day = pd.to_datetime(held.where(~typed), errors="coerce")
        said = pd.to_datetime(held.where(typed).str.replace("/", "-"), format="%Y-%m-%d", errors="coerce")
        self.add(name, "REQ204", typed & said.notna())
        self.add(name, "REQ306", typed & said.isna())
        if name not in (START, FINISH):
            self.add(name, "REQ401", day.gt(pd.Timestamp(TODAY)).fillna(value=False))
        return day

    def code(self, held: pd.Series, blank: pd.Series) -> None:
        """Check codes by their last sign."""
        form = held.astype("string").str.fullmatch(CODE_FORM).fillna(value=False).to_numpy(bool)
        self.add(CODE, "REQ308", ~blank & ~pd.Series(form, index=held.index))
        signs = np.array(held[form].tolist(), dtype="U18").view("U1").reshape(-1, 18)
        worth = np.searchsorted(np.array(list(CODE_SIGNS)), signs)
        weights = np.array([pow(3, place, 31) for place in range(17)])
        wrong = np.zeros(len(held), dtype=bool)
        wrong[form] = (-(worth[:, :17] @ weights)) % 31 != worth[:, 17]
        self.add(CODE, "REQ307", pd.Series(wrong, index=held.index))

    def across(self) -> None:
        """Check columns against each other."""
        frame = self.frame
        upper, label = frame["enum0"], frame[LABEL]
        for option, labels in LABELS.items():
            self.add(LABEL, "REQ603", upper.eq(option) & label.notna() & ~label.isin(labels))
        self.add(REASON, "REQ301", frame["enum3"].eq("丁") & frame[REASON].isna())


def bare(frame: pd.DataFrame) -> Told:
    """Return (row, column, rule) of all that is wrong."""
    work = Bare(frame)
    days = {}
    for column in COLUMNS:
        name, held = column.name, frame[column.name]
        blank = held.isna()
        match column.type:
            case "int" | "decimal":
                work.number(name, held, blank)
            case "date":
                days[name] = work.day(name, held)
            case _:
                work.text(name, held, blank)
        if column.required == "always":
            work.add(name, "REQ301", blank)
        if name in LISTED:
            work.add(name, "REQ601", ~blank & ~held.isin(LISTED[name]))
        elif column.type == "bool" or (column.type == "enum" and name != LABEL):
            work.add(name, "REQ303", ~blank & ~held.isin(OPTIONS if column.type == "enum" else ("是", "否")))
        elif name == CODE:
            work.code(held, blank)
    work.add(FINISH, "REQ402", days[FINISH].lt(days[START]).fillna(value=False))
    work.across()
    return work.found


def documented(frame: pd.DataFrame) -> int:
    """Return how many rows pandera locates as its documentation shows: dtypes and coercion, lazy."""
    types = {"int": "Int64", "decimal": "float64", "date": "datetime64[ns]"}
    columns = {
        column.name: pa.Column(
            types.get(column.type, str), _checks(column.name), nullable=column.required != "always", coerce=True
        )
        for column in COLUMNS
    }
    due = pa.Check(lambda sheet: sheet[FINISH] >= sheet[START])
    reasoned = pa.Check(lambda sheet: (sheet["enum3"] != "丁") | sheet[REASON].notna())
    try:
        pa.DataFrameSchema(columns, checks=[due, reasoned], unique=[NUMBER]).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return int(errors.failure_cases["index"].dropna().nunique())
    return 0


def _checks(name: str) -> list[pa.Check]:  # noqa: PLR0911 (a type of column each)
    if name in LISTED:
        return [pa.Check.isin(LISTED[name])]
    match KINDS[name]:
        case "id":
            return [pa.Check.str_matches("XY[0-9]{9}$")]
        case "enum":
            return [
                pa.Check.isin([label for labels in LABELS.values() for label in labels] if name == LABEL else OPTIONS)
            ]
        case "int":
            return [pa.Check.in_range(1, 5)]
        case "decimal":
            return [pa.Check.in_range(0, 1000)]
        case "date":
            return [] if name in (START, FINISH) else [pa.Check.le(pd.Timestamp(TODAY))]
        case "bool":
            return [pa.Check.isin(("是", "否"))]
        case _:
            return [pa.Check.str_matches(f"{CODE_FORM}$")] if name == CODE else [pa.Check.str_length(max_value=40)]


def frictionless_rows(path: Path) -> int:
    """Return how many rows frictionless locates in the workbook; raise ImportError where it is not installed."""
    from frictionless import Resource, Schema, formats, system

    kinds = {"int": "integer", "decimal": "number", "date": "date"}
    fields = [
        {"name": column.title, "type": kinds.get(column.type, "string"), "constraints": _constraints(column.name)}
        for column in COLUMNS
    ]
    schema = Schema.from_descriptor({"fields": fields})
    with system.use_context(trusted=True):
        resource = Resource(path=str(path), control=formats.ExcelControl(sheet="登记"), schema=schema)
        report = resource.validate(limit_errors=100_000)
    return len({row for row, *_ in report.flatten(["rowNumber"]) if row})


def _constraints(name: str) -> dict[str, object]:  # noqa: PLR0911 (a type of column each)
    column = next(column for column in COLUMNS if column.name == name)
    found: dict[str, object] = {"required": True} if column.required == "always" else {}
    if name in LISTED:
        return found | {"enum": list(LISTED[name])}
    match column.type:
        case "id":
            return found | {"pattern": "XY[0-9]{9}", "unique": True}
        case "enum":
            return found | {"enum": ALL_LABELS if name == LABEL else [*OPTIONS]}
        case "int" | "decimal":
            return found | {"minimum": column.minimum, "maximum": column.maximum}
        case "date":
            return found if name in (START, FINISH) else found | {"maximum": TODAY.isoformat()}
        case "bool":
            return found | {"enum": ["是", "否"]}
        case _:
            return found | ({"pattern": CODE_FORM} if name == CODE else {"maxLength": 40})
