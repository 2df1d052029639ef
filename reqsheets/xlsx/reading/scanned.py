"""What a scan of one sheet finds, by Excel's numbers: formulas, error cells, what is hidden or merged, its reach."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from reqsheets.model.plan import Severity

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
PICTURE = "DISPIMG("  # WPS: a picture inside a cell


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area, by Excel's numbers, ends included."""

    top: int
    left: int
    bottom: int
    right: int


class BeyondSheetError(ValueError):
    """A cell says that it stands where no sheet reaches."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(f"no sheet has a row {row} and a column {column}")
        self.row, self.column = row, column


@dataclass
class Scan:
    """Rows and columns by Excel's numbers; `cells` counts cell elements, styled blanks included."""

    formulas: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # column: rows
    unreadable: defaultdict[int, dict[int, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # column: row: shown
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    pictures: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # column: rows
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: int = 0  # the same, a bit a column
    merged: list[Merged] = field(default_factory=list)
    marks: list[tuple[str, Severity]] = field(default_factory=list)  # areas and level of each mark of ours
    filled: dict[int, int] = field(default_factory=dict)  # column: the last row whose last cell, a filled one, is there
    respelled: bytes = b""  # the sheet in the usual spelling, where its own is another

    def reach(self, row: int, column: int) -> None:
        """Note that a cell stands there; raise ValueError where no sheet reaches."""
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise BeyondSheetError(row, column)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def hide_columns(self, first: int, last: int) -> None:
        """Note that these columns are hidden; a sheet that says so again and again costs nothing more."""
        columns = (1 << min(last, LAST_COLUMN) + 1) - (1 << first) if 0 < first <= min(last, LAST_COLUMN) else 0
        if columns | self.hidden != self.hidden:
            self.hidden |= columns
            self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))

    def note(self, row: int, column: int, type_: str, formula: str | None, value: str | None) -> None:
        """Note a cell of that type; `formula` None: it has none; `value` None: it has no value element or an empty one.

        An empty value of type str is a calculated empty text.
        """
        if formula is not None:
            self.formulas[column].add(row)
        if formula is not None and PICTURE in formula:
            self.pictures[column].add(row)
        elif type_ == "e":
            self.unreadable[column][row] = value or "#ERROR!"
        elif formula is not None and not value and (value is None or type_ != "str"):
            self.unreadable[column][row] = f"={formula}"


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def area(left: str, top: str, right: str, bottom: str) -> Merged:
    """Return the area between two cells."""
    return Merged(int(top), column_number(left), int(bottom), column_number(right))
