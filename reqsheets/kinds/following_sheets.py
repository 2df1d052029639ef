"""The tracking and the archive sheet of a register that a declaration gives a life cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reqsheets.kinds.feedback import OPTION_VALUES
from reqsheets.kinds.feedback_handling import ARCHIVE, TRACKING
from reqsheets.kinds.housekeeping import OPTIONS_OF_ALL
from reqsheets.model.spec import ColumnSpec, Option, SheetSpec

TAKEN = ("number", "received")  # meanings of the sheet's own


def following(needs: SheetSpec) -> tuple[SheetSpec, ...]:
    """Return both sheets with the columns that this register can fill; what it has itself they copy."""
    return tuple(
        replace(sheet, columns=tuple(_columns(sheet, needs)), help=sheet.help) for sheet in (TRACKING, ARCHIVE)
    )


def missing_options(sheets: Sequence[SheetSpec], there: Sequence[Option]) -> Iterator[Option]:
    """Yield the options of the lists that these sheets choose from and nobody declared."""
    known = {option.dictionary for option in (*there, *OPTIONS_OF_ALL)}
    wanted = dict.fromkeys(column.options for sheet in sheets for column in sheet.columns if column.options)
    lists = dict(OPTION_VALUES)
    for name in wanted:
        if name not in known:
            yield from (Option(name, word) for word in lists.get(name, ()))


def _columns(sheet: SheetSpec, needs: SheetSpec) -> Iterator[ColumnSpec]:
    mine = {column.meaning: column for column in needs.columns if column.meaning}
    for column in sheet.columns:
        meaning = "text" if column.name == "text" else column.meaning
        own = mine.get(meaning) if meaning else None
        if own is None and (column.copies or column.name == "status"):
            continue
        if own is None or column.name == "number":
            yield column if isinstance(column.required, str) else replace(column, required="never")
        elif column.name == "status":
            yield replace(column, options=own.options)
        else:
            yield _copy(column, own)


def _copy(column: ColumnSpec, own: ColumnSpec) -> ColumnSpec:
    """Return the column as a copy of what the register has."""
    return replace(
        column,
        type=own.type,
        options=own.options,
        open_options=own.open_options,
        refers=own.refers,
        required="never",
        derived=True,
        copies=("needs", own.name),
    )
