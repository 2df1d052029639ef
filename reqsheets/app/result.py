"""What became of one workbook, as Python people work with it: frames, a state, an error to raise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from html import escape
from typing import TYPE_CHECKING, assert_never

from reqsheets.domain.register.columns import title_of
from reqsheets.model.errors import ReqsheetsError, UsageError
from reqsheets.model.plan import (
    AddColumn,
    AddRow,
    AddSheet,
    Change,
    Language,
    MarkCells,
    RemoveColumn,
    RemoveSheet,
    ReplaceRows,
    SetCell,
    ShowSheet,
    Value,
    Words,
    cells_marked,
)
from reqsheets.model.spec import WorkbookSpec
from reqsheets.report.findings_json import FindingObject, finding_objects
from reqsheets.report.outcome import Outcome
from reqsheets.xlsx.reading.layout import SheetLayout, a1

if TYPE_CHECKING:
    import pandas as pd

    from reqsheets.app.workbook import Workbook

MOST_SHOWN = 10  # findings in a notebook
CHANGE_COLUMNS = ("change", "sheet", "row", "cell", "header", "old", "new", "because")


class FindingsError(ReqsheetsError):
    """The workbook has findings that count as errors; `result` has them."""

    exit_code = 1

    def __init__(self, zh: str, en: str, result: Result | None = None) -> None:
        super().__init__(zh, en)
        self.result = result


@dataclass(frozen=True, repr=False)
class Result(Outcome):
    """What became of one workbook: `valid`, `findings`, `changes`, the `plan`, whether it is `written`.

    `plan` has every finding, worst first, and every change, made (`written`) or only planned. `error` tells why nothing
    could be read or written; `skipped` that it came with a folder or a pattern and is none of our registers.
    """

    language: Language = "zh"
    workbook: Workbook | None = field(default=None, compare=False)  # which was planned on

    @property
    def valid(self) -> bool:
        """Tell whether it was read and has no finding that counts as an error (with `strict` no warning either)."""
        return not self.skipped and Outcome.exit_code.__get__(self) == 0

    @property
    def findings(self) -> pd.DataFrame:
        """Return the findings, worst first, a row each; the columns are the keys of `check --json`.

        Personal data is masked. `cell` is the A1 address, `column` its letters, `level` error, warning or info.
        """
        import pandas as pd

        keys = list(FindingObject.__annotations__)
        return pd.DataFrame(self.finding_objects(), columns=pd.Index(keys))

    def finding_objects(self) -> list[FindingObject]:
        """Return the findings as `check --json` prints them."""
        if self.spec is None:
            return []
        return finding_objects(str(self.path), self.spec, self.layouts, self.plan.findings, self.language)

    @property
    def changes(self) -> pd.DataFrame:
        """Return the changes, a row each, in the order in which they were planned.

        Shape: change (set, add, rewrite, mark, add sheet, …), sheet (title), row, cell (A1), header, old, new, because.
        Of a sheet that is rewritten, and of marks, `old` and `new` count the rows or cells.
        """
        import pandas as pd

        rows = [] if self.spec is None else [self._change(self.spec, change) for change in self.plan.changes]
        return pd.DataFrame(rows, columns=pd.Index(CHANGE_COLUMNS)).astype({"row": "Int64"})

    def _change(self, spec: WorkbookSpec, change: Change) -> tuple[Value, ...]:
        because = change.because.to(self.language)
        match change:
            case SetCell(at=at, old=old, new=new):
                sheet = spec.sheet(at.sheet)
                layout: SheetLayout | None = self.layouts.get(at.sheet)
                cell = a1(layout, at) if layout and at.column in layout.columns else ""
                return "set", sheet.title, at.row, cell, title_of(sheet, at.column), old, new, because
            case AddRow(sheet=name, row=row):
                sheet = spec.sheet(name)
                key = "/".join(str(change.values.get(part) or "") for part in sheet.key)  # noqa: PD011 (a change)
                return "add", sheet.title, row, "", "", None, key, because
            case ReplaceRows(sheet=name, old=before, new=after):
                return "rewrite", spec.sheet(name).title, None, "", "", len(before), len(after), because
            case MarkCells(sheet=name, old=marked, new=marks):
                return "mark", spec.sheet(name).title, None, "", "", cells_marked(marked), cells_marked(marks), because
            case _:
                return (*self._structure(spec, change), because)

    @staticmethod
    def _structure(
        spec: WorkbookSpec, change: AddSheet | RemoveSheet | AddColumn | RemoveColumn | ShowSheet
    ) -> tuple[Value, ...]:
        match change:
            case AddSheet(title=title, rows=rows):
                return "add sheet", title, None, "", "", None, len(rows)
            case RemoveSheet(title=title, rows=rows):
                return "remove sheet", title, None, "", "", len(rows), None
            case AddColumn(sheet=name, title=title, values=values):
                return "add column", spec.sheet(name).title, None, "", title, None, len(values)
            case RemoveColumn(sheet=name, title=title, values=values):
                return "remove column", spec.sheet(name).title, None, "", title, len(values), None
            case ShowSheet(sheet=name, old=before, new=after):
                return "show sheet", spec.sheet(name).title, None, "", "", before, after
            case _:
                assert_never(change)

    def raise_for_errors(self) -> Result:
        """Return this result; raise its `error`, or FindingsError where it is not `valid`."""
        if self.error is not None:
            raise self.error
        if not self.valid:
            told = self._counts()
            raise FindingsError(f"{self.path.name}：{told.zh}", f"{self.path.name}: {told.en}", self)
        return self

    def then(self, verb: str) -> Result:
        """Plan one more verb, such as "score", on what this plan leaves, on the same reading.

        The result has both plans, and `write` carries both out in one batch. Raises UsageError where there is no such
        verb, or nothing to go on from.
        """
        return _workbook(self).after(self, verb)

    def write(self) -> Result:
        """Carry the plan out in one batch that `undo` takes back, and return what became of it.

        Raises what writing raises, such as WorkbookOpenError or StalePlanError; nothing is written then.
        """
        return _workbook(self).carry_out(self)

    def _counts(self) -> Words:
        from reqsheets.report.places import counted

        return counted(Counter(finding.severity for finding in self.plan.findings))

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<Result {self.path.name!r}: {type(self.error).__name__}: {str(self.error)[:300]}>"
        count, done = len(self.plan.changes), "written" if self.written else "planned"
        told = f"{self._counts().en}; {count} change(s) {done}"
        return f"<Result {self.path.name!r}: {'valid' if self.valid else 'not valid'}; {told}>"

    def _repr_html_(self) -> str:
        lines = "".join(self._html_rows())
        more = len(self.plan.findings) - MOST_SHOWN
        rest = f"<p>… {more}</p>" if more > 0 else ""
        return f"<p>{escape(repr(self)[1:-1])}</p><table>{lines}</table>{rest}"

    def _html_rows(self) -> Iterator[str]:
        for found in self.finding_objects()[:MOST_SHOWN]:
            cells = (found["level"], f"{found['sheet']}!{found['cell']}", found["rule"], found["message"])
            yield "<tr>" + "".join(f"<td>{escape(str(cell)[:200])}</td>" for cell in cells) + "</tr>"


def result_of(outcome: Outcome, workbook: Workbook | None = None, language: Language = "zh") -> Result:
    """Return an outcome as a result."""
    held = {one.name: getattr(outcome, one.name) for one in fields(Outcome)}
    return Result(**held, workbook=workbook, language=language)


def _workbook(result: Result) -> Workbook:
    if result.workbook is None or result.spec is None or result.written:
        raise UsageError(
            "没有可以接着计划或写入的内容；请从 reqsheets.open(…) 开始",
            "there is nothing to go on from or to write; begin with reqsheets.open(…)",
        )
    return result.workbook
