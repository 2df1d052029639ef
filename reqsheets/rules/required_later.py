"""Cells that become required once another column of the row holds a certain value (decision T-46)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from reqsheets.model.contentless import Contentless, contentless_of, shipped_words
from reqsheets.model.plan import Value, Words
from reqsheets.model.settings import Settings
from reqsheets.model.spec import ColumnSpec, SheetSpec, When
from reqsheets.model.wording import is_blank, shown, titled
from reqsheets.rules.cells.by_column import to_fill
from reqsheets.rules.cells.cell_check import Told
from reqsheets.rules.cells.filled_in import Judgement, placeholder_in, says_nothing_told
from reqsheets.rules.rows.gate_rows import YES


@dataclass(frozen=True)
class RowCheck:
    """`column` must be filled where `cause` holds one of `one_of`."""

    column: ColumnSpec
    cause: ColumnSpec
    one_of: frozenset[str]
    says_nothing: Judgement = is_blank
    words: Contentless = field(default_factory=shipped_words)

    def passed(self, frame: pd.DataFrame) -> pd.Series:
        """Return which rows pass, under the frame's index."""
        if self.column.name not in frame.columns or self.cause.name not in frame.columns:
            return pd.Series(data=True, index=frame.index, dtype=bool)
        causes, held = frame[self.cause.name].tolist(), frame[self.column.name].tolist()
        causing = {cause for cause in set(causes) if isinstance(cause, str) and cause in self.one_of}
        if not causing:
            return pd.Series(data=True, index=frame.index, dtype=bool)
        blank = {value for value in set(held) if is_blank(value) or self.says_nothing(value)}
        over = frame["taken_over"].tolist() if "taken_over" in frame.columns else [None] * len(held)
        cells = zip(causes, held, over, strict=True)
        right = [cause not in causing or value not in blank or old == YES for cause, value, old in cells]
        return pd.Series(right, index=frame.index, dtype=bool)

    def told(self, cause: Value, value: Value) -> Told:
        """Return what to tell where the cell holds this, which says nothing, and the cause that."""
        if not is_blank(value):
            return says_nothing_told(self.column, self.words, to_fill(self.column), value)
        title, why, is_ = titled(self.column), titled(self.cause), shown(cause)
        return Told(
            Words(
                f"{title.zh}没有填写；{why.zh}是{is_.zh}时必须填写。",
                f"{title.en} is blank; it is required once {why.en} is {is_.en}.",
            ),
            to_fill(self.column),
        )


def row_checks(sheet: SheetSpec, settings: Settings) -> tuple[RowCheck, ...]:
    """Return the checks for every column that people fill and that another column of the sheet makes required.

    A placeholder counts as blank in a column of text; in others the check of its type tells it.
    """
    names, words = {column.name for column in sheet.columns}, contentless_of(settings.spec, settings.frames)

    def judged(column: ColumnSpec) -> Judgement:
        return placeholder_in(column, settings) if column.type in ("text", "long", "link") else is_blank

    return tuple(
        RowCheck(column, sheet.column(column.required.column), frozenset(column.required.one_of), judged(column), words)
        for column in sheet.columns
        if isinstance(column.required, When) and not column.derived and column.required.column in names
    )
