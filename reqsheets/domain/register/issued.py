"""Every number of a column that was ever given, as far as the workbook knows."""

from __future__ import annotations

from collections.abc import Iterator

from reqsheets.domain.register.columns import number_of
from reqsheets.model.frames import Frames, values_or_blank
from reqsheets.model.plan import Value
from reqsheets.model.settings import Settings, split_choices
from reqsheets.model.spec import ColumnSpec, SheetSpec, WorkbookSpec
from reqsheets.rules.earlier import earlier

OURS = ("derived", "log")  # roles of sheets that reqsheets writes
KEEPERS = ("number", "main", "merged", "main_number")  # columns of logs and archives in which numbers live on


def issued(spec: WorkbookSpec, frames: Frames, sheet: SheetSpec, column: ColumnSpec) -> set[str]:
    """Return every number that was given: in the column, on the sheets that we write, such as logs and archive.

    Also those that the workbook lists as given by earlier ones. What people type on another sheet gives no number: a
    slip there must not push the next one up.
    """
    found = set(earlier(Settings(spec, frames), sheet, column.name).listed)
    for other in spec.sheets:
        if other.name not in frames:
            continue
        if other.name == sheet.name:
            found.update(part for key in frames.apart.get(other.name, {}).values() for part in _parts(key))
        for known in other.columns:
            refers = known.refers is not None and (known.refers.sheet, known.refers.column) == (sheet.name, column.name)
            ours = other.role in OURS and known.derived  # where no person mistypes a number
            if (ours and (refers or known.name in KEEPERS)) or (other.name, known.name) == (sheet.name, column.name):
                for value in values_or_blank(frames, other.name, known.name):
                    found.update(_parts(value))
    return found


def _parts(value: Value) -> Iterator[str]:
    text = number_of(value)
    if text is not None:
        for part in split_choices(text):
            yield from part.split("/")  # the journal names rows with several keys so
