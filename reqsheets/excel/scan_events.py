"""The sure way to scan a sheet, however it is spelled: expat tells each element."""

from __future__ import annotations

import re

from reqsheets.excel.marks import MarkEvents
from reqsheets.excel.markup import parse
from reqsheets.excel.package_check import Package
from reqsheets.excel.scanned import Scan, area, column_number

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
SET = ("1", "true")  # how XML says yes


def by_events(package: Package, part: str) -> Scan:
    """Return what one sheet's part tells; raise ValueError where a cell stands where no sheet reaches."""
    events = _Events()
    parse(package, part, events.start, events.end, events.text)
    events.found.marks = events.marks.found
    return events.found


class _Events:
    """The cell that is being read; cells and rows without `r` stand right of, or below, the one before."""

    def __init__(self) -> None:
        self.found = Scan()
        self.row = 0
        self.column = 0
        self.type = ""
        self.texts: dict[str, str] = {}
        self.inside = ""
        self.marks = MarkEvents()

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Note where a row or cell stands; open a formula or value."""
        self.marks.start(element, attributes)
        if element == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if attributes.get("hidden") in SET:
                self.found.hidden_rows.add(self.row)
        elif element == "c":
            self._place(attributes.get("r"))
            self.type = attributes.get("t", "")
            self.texts = {}
        elif element in ("f", "v", "formula"):
            self.inside = element
            self.texts[element] = ""
        elif element == "col" and attributes.get("hidden") in SET:
            self.found.hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif element == "mergeCell":
            match = AREA.fullmatch(attributes.get("ref", ""))
            if match is not None:
                self.found.merged.append(area(*match.groups()))

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            match = REFERENCE.fullmatch(reference)
            if match is None:
                raise ValueError(reference)
            self.column, self.row = column_number(match[1]), int(match[2])
        self.found.cells += 1
        self.found.reach(self.row, self.column)

    def text(self, text: str) -> None:
        """Collect the text of a formula or value."""
        if self.inside:
            self.texts[self.inside] += text

    def end(self, element: str) -> None:
        """Note a finished cell."""
        self.inside = ""
        if element == "formula":
            self.marks.formula(self.texts.pop("formula", ""))
        if element == "c" and self.texts:
            self.found.filled[self.column] = self.row
        if element == "c" and ("f" in self.texts or self.type == "e"):
            self.found.note(self.row, self.column, self.type, self.texts.get("f"), self.texts.get("v"))
