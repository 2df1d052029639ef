"""The same checks as bare vectorised pandas, and nothing around them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from checking_register import (
    CODE,
    CODE_FORM,
    CODE_SIGNS,
    COLUMNS,
    CUSTOMER,
    CUSTOMERS,
    FINISH,
    HOURS,
    KINDS,
    LABEL,
    LABELS,
    MODULE,
    MODULES,
    NUMBER,
    OPTIONS,
    REASON,
    SHEET,
    START,
    TODAY,
    Told,
)

LISTED = {CUSTOMER: CUSTOMERS, MODULE: MODULES}


def wrong_signs(codes: list[str]) -> np.ndarray:
    """Return which codes end in a wrong sign (GB 32100); all are in form."""
    signs = np.array(codes, dtype="U18").view("U1").reshape(-1, 18)
    worth = np.searchsorted(np.array(list(CODE_SIGNS)), signs)
    weights = np.array([pow(3, place, 31) for place in range(17)])
    return (-(worth[:, :17] @ weights)) % 31 != worth[:, 17]


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
        self.add(name, "REQ304", typed & number.isna())
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
        """Check codes by their form and their last sign."""
        in_form = held.astype("string").str.fullmatch(CODE_FORM).fillna(value=False).to_numpy(bool)
        self.add(CODE, "REQ308", ~blank & ~in_form)
        wrong = np.zeros(len(held), dtype=bool)
        wrong[in_form] = wrong_signs(held[in_form].tolist())
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


def found(path: Path) -> Told:
    """Return what is wrong in the workbook."""
    sheet = pd.read_excel(path, sheet_name=SHEET.title, engine="calamine", dtype=object)
    frame = sheet.set_axis([column.name for column in COLUMNS], axis=1)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return bare(frame.where(frame.notna(), None))
