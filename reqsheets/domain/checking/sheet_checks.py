"""Our rules as pandera checks: each tells which cells fail, by row and column, and what to say of them."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from pandera.backends.base import BaseCheckBackend
from pandera.pandas import Check, DataFrameSchema

from reqsheets.model.frames import Frames, row_numbers
from reqsheets.model.plan import Cell, Finding, Value, Words
from reqsheets.model.spec import SheetSpec, WorkbookSpec
from reqsheets.model.wording import is_blank
from reqsheets.rules.cells.cell_check import CellCheck, Distinct, Told, distinct, plain_values
from reqsheets.rules.required_later import RowCheck
from reqsheets.rules.runner import CODE, Rule, name_of, told_by
from reqsheets.rules.titles import TITLES

FOREIGN = frozenset({pd.Timestamp, type(pd.NaT)})
NOT_ABOUT_CELLS = "REQ902"  # what could not be looked at: of a workbook, not of a frame that somebody checks


class _Held(threading.local):
    """What stands in the column that was looked at last: its checks share it, while a sheet is validated."""

    runs = 0
    frame: pd.DataFrame | None = None
    column = ""
    values: Sequence[Value] = ()
    known: Distinct

    def of(self, frame: pd.DataFrame, column: str) -> tuple[Sequence[Value], Distinct]:
        """Return the values of a column, and each of them once."""
        if self.runs and self.frame is frame and self.column == column:
            return self.values, self.known
        series = frame[column]
        self.values = series.tolist() if series.dtype == object else plain_values(series)
        self.known = distinct(self.values)
        if not self.known.types.isdisjoint(FOREIGN):  # a frame that another program read
            self.values = plain_values(series)
            self.known = distinct(self.values)
        self.frame, self.column = (frame, column) if self.runs else (None, "")
        return self.values, self.known

    def __enter__(self) -> None:
        self.runs += 1

    def __exit__(self, *_: object) -> None:
        self.runs -= 1
        self.frame, self.column, self.values = None, "", ()


HELD = _Held()


class RuleCheck(Check):
    """A check of ours: pandera runs it as any other, `SheetBackend` asks it for its failing cells at once.

    It is never copied: pandera copies columns deeply, and with them all that a check refers to, frames included.
    """

    def __deepcopy__(self, _memo: dict[int, Any]) -> Check:
        """Return the check itself."""
        return self

    @classmethod
    def get_backend(cls, check_obj: object) -> type[BaseCheckBackend]:
        """Return pandera's own, for a check that somebody calls alone."""
        DataFrameSchema.register_default_backends(pd.DataFrame)
        return Check.get_backend(check_obj)

    @abstractmethod
    def cases(self, frame: pd.DataFrame, column: str) -> pd.DataFrame | None:
        """Return what fails, a row a cell: `index`, `failure_case`, and `column` where it differs; None: nothing."""

    @abstractmethod
    def findings(self, cases: pd.DataFrame, sheet: str, column: str) -> Iterator[Finding]:
        """Yield what to tell of the failing cells, under the program's names of sheet and column."""


class CellRule(RuleCheck):
    """A rule on the single cells of one column."""

    def __init__(self, cell: CellCheck) -> None:
        title = TITLES[cell.rule]
        super().__init__(cell.passed, name=cell.rule, title=title.zh, description=title.en, ignore_na=False)
        self.cell = cell

    def cases(self, frame: pd.DataFrame, column: str) -> pd.DataFrame | None:
        """Return the failing cells of the column."""
        held, known = HELD.of(frame, column)
        places = self.cell.failing(held, known)
        if not places:
            return None
        values = pd.Series([held[at] for at in places], dtype=object)
        return pd.DataFrame({"index": frame.index[places], "failure_case": values})

    def findings(self, cases: pd.DataFrame, sheet: str, column: str) -> Iterator[Finding]:
        """Yield a finding a cell; cells of one value are worded once."""
        words: dict[tuple[type, Value], Told] = {}
        for row, value in zip(cases["index"].tolist(), cases["failure_case"].tolist(), strict=True):
            told = words.get((type(value), value))
            if told is None:
                told = words[type(value), value] = self.cell.told(value)
            at = Cell(sheet, row, column)
            yield Finding(self.cell.rule, told.severity, at, value, told.message, told.hint)


class RowRule(RuleCheck):
    """A rule that requires a cell because of another one in its row; `titles` give the frame's names of columns."""

    def __init__(self, rows: RowCheck, titles: Mapping[str, str] | None = None) -> None:
        title = TITLES["REQ301"]
        super().__init__(self.passed, name="REQ301", title=title.zh, description=title.en, ignore_na=False)
        self.rows, self.titles = rows, titles or {}

    def passed(self, frame: pd.DataFrame) -> pd.Series:
        """Return which rows pass, under the frame's index."""
        names = {shown: name for name, shown in self.titles.items()}
        return self.rows.passed(frame.rename(columns=names) if names else frame)

    def cases(self, frame: pd.DataFrame, column: str) -> pd.DataFrame | None:  # noqa: ARG002 (it knows its column)
        """Return the cells that lack a value, each with its cause."""
        passed = self.passed(frame)
        if passed.all():
            return None
        failing = frame[~passed]
        shown, cause = (self.titles.get(name, name) for name in (self.rows.column.name, self.rows.cause.name))
        values, causes = (pd.Series(failing[name].tolist(), dtype=object) for name in (shown, cause))
        return pd.DataFrame({"index": failing.index, "failure_case": values, "column": shown, "cause": causes})

    def findings(self, cases: pd.DataFrame, sheet: str, column: str) -> Iterator[Finding]:  # noqa: ARG002 (the same)
        """Yield REQ301 where the cell is blank, REQ444 where what stands there says nothing."""
        told_of = zip(cases["index"].tolist(), cases["failure_case"].tolist(), cases["cause"].tolist(), strict=True)
        for row, value, cause in told_of:
            told, blank = self.rows.told(cause, value), is_blank(value)
            at, code = Cell(sheet, row, self.rows.column.name), "REQ301" if blank else "REQ444"
            yield Finding(code, told.severity, at, None if blank else value, told.message, told.hint)


class AcrossRule(RuleCheck):
    """A rule across columns or sheets. As a check of the table of contents it tells all that it finds.

    With `sheet` it is a check of that sheet alone: the frame that is validated takes the sheet's place among `frames`.
    """

    def __init__(
        self,
        rule: Rule,
        spec: WorkbookSpec,
        frames: Frames,
        today: date,
        sheet: SheetSpec | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        words = name_of(rule)
        code = next(iter(CODE.findall(words.en)), words.en)
        title = TITLES.get(code, Words(words.zh, words.en))
        super().__init__(self.passed, name=code, title=title.zh, description=title.en, ignore_na=False)
        self.rule, self.spec, self.frames, self.today, self.sheet = rule, spec, frames, today, sheet
        self.titles = titles or {}
        self.asked: frozenset[tuple[str, str]] = frozenset()

    def told(self, frame: pd.DataFrame) -> list[Finding]:
        """Return what the rule finds."""
        frames = self.frames if self.sheet is None else self._with(frame, self.sheet)
        found = [*told_by(self.rule, self.spec, frames, self.today)]
        self.asked = frozenset(frames.asked)
        if self.sheet is None:
            return found
        return [each for each in found if each.at.sheet == self.sheet.name and each.rule != NOT_ABOUT_CELLS]

    def _with(self, frame: pd.DataFrame, sheet: SheetSpec) -> Frames:
        names = {shown: name for name, shown in self.titles.items()}
        values = {names.get(str(title), title): plain_values(frame[title]) for title in frame.columns}
        table = pd.DataFrame(values, index=frame.index, dtype=object)
        return replace(self.frames, tables={**self.frames.tables, sheet.name: table}, asked=set())

    def passed(self, frame: pd.DataFrame) -> pd.Series:
        """Return which rows pass, under the frame's index."""
        rows = {finding.at.row for finding in self.told(frame)}
        if self.sheet is None:
            return pd.Series(not rows, index=frame.index, dtype=bool)
        return pd.Series([row not in rows for row in row_numbers(frame)], index=frame.index, dtype=bool)

    def cases(self, frame: pd.DataFrame, column: str) -> pd.DataFrame | None:  # noqa: ARG002 (a rule names its own)
        """Return what the rule finds, with the findings themselves."""
        found = self.told(frame)
        if not found:
            return None
        return pd.DataFrame(
            {
                "index": [finding.at.row for finding in found],
                "failure_case": pd.Series([finding.value for finding in found], dtype=object),
                "column": [self.titles.get(finding.at.column, finding.at.column) for finding in found],
                "finding": pd.Series(found, dtype=object),
            }
        )

    def findings(self, cases: pd.DataFrame, sheet: str, column: str) -> Iterator[Finding]:  # noqa: ARG002 (the same)
        """Yield what the rule found."""
        yield from cases["finding"].tolist()
