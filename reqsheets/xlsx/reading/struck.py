"""Cells whose text is struck through, by their style or by each run of a rich text; looked for only where there may be.

Excel knows no void rows, so people strike them out. A strike on a part of a text is an edit and does not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from reqsheets.model.errors import UnreadableFileError
from reqsheets.xlsx.package.markup import parse
from reqsheets.xlsx.package.package_check import Package
from reqsheets.xlsx.package.tabs import related_part
from reqsheets.xlsx.reading.scanned import column_number

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
OFF = ("0", "false")
STRIKE = re.compile(rb"[<:]strike[\s/>]")
OVERLAP = 32  # bytes of a chunk that the next one's first match may begin in


def struck_cells(package: Package, part: str) -> dict[int, frozenset[int]]:
    """Return by Excel row the columns, from 1, whose cells are struck through as a whole."""
    try:
        styles, strings = struck_styles(package), _struck_strings(package)
    except UnreadableFileError:  # broken styles: Excel repairs them, and every value can be read
        return {}
    inline = _mentions(package, part, STRIKE, b"strike")
    if not strings and not inline and not (styles and _names_one(package, part, styles)):
        return {}
    found: defaultdict[int, set[int]] = defaultdict(set)
    reader = _Cells(styles, strings, found)
    parse(package, part, reader.start, reader.end, reader.text)
    return {row: frozenset(columns) for row, columns in found.items()}


def struck_styles(package: Package) -> frozenset[str]:
    """Return the numbers of the cell styles whose font is struck through."""
    part = related_part(package, "styles")
    if part is None or not _mentions(package, part, STRIKE, b"strike"):
        return frozenset()
    reader = _Styles()
    parse(package, part, reader.start, reader.end)
    return frozenset(str(i) for i, font in enumerate(reader.fonts_of) if font in reader.struck)


def _struck_strings(package: Package) -> frozenset[str]:
    part = related_part(package, "sharedStrings")
    if part is None or not _mentions(package, part, STRIKE, b"strike"):
        return frozenset()
    reader = _Strings()
    parse(package, part, reader.start, reader.end)
    return frozenset(map(str, reader.struck))


def _names_one(package: Package, part: str, styles: Iterable[str]) -> bool:
    return _mentions(package, part, re.compile(rf"""\ss\s*=\s*["'](?:{"|".join(styles)})["']""".encode()))


def _mentions(package: Package, part: str, pattern: re.Pattern[bytes], sign: bytes = b"") -> bool:
    """Tell whether a part holds the pattern; `sign`: bytes that every match of it has, which are found much faster."""
    rest = b""
    for chunk in package.chunks(part):
        text = rest + chunk
        if sign in text and pattern.search(text):
            return True
        rest = chunk[-OVERLAP:]
    return False


class _Styles:
    """The fonts that strike, and each cell style's font."""

    def __init__(self) -> None:
        self.struck: set[int] = set()
        self.fonts_of: list[int] = []
        self._inside = ""
        self._font = -1

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Note a font that strikes, or a cell style."""
        if element in ("fonts", "cellXfs"):
            self._inside = element
        elif self._inside == "fonts":
            self._font += element == "font"
            if element == "strike" and attributes.get("val") not in OFF:
                self.struck.add(self._font)
        elif self._inside == "cellXfs" and element == "xf":
            self.fonts_of.append(int(attributes.get("fontId", 0)))

    def end(self, element: str) -> None:
        """Leave a list."""
        if element == self._inside:
            self._inside = ""


class _Strings:
    """The shared strings of which every run strikes."""

    def __init__(self) -> None:
        self.struck: list[int] = []
        self._at = -1
        self._runs = self._strikes = 0
        self._strike = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Count runs."""
        if element == "si":
            self._at, self._runs, self._strikes = self._at + 1, 0, 0
        elif element == "r":
            self._runs, self._strike = self._runs + 1, False
        elif element == "strike" and attributes.get("val") not in OFF:
            self._strike = True

    def end(self, element: str) -> None:
        """Note whether a run strikes, and a string of which all do."""
        if element == "r":
            self._strikes += self._strike
        elif element == "si" and self._runs and self._strikes == self._runs:
            self.struck.append(self._at)


class _Cells:
    """The cells of a sheet; those without an address stand right of, or below, the one before."""

    def __init__(self, styles: frozenset[str], strings: frozenset[str], found: defaultdict[int, set[int]]) -> None:
        self._styles, self._strings, self._found = styles, strings, found
        self._row = self._column = 0
        self._shared = self._in_value = self._strike = False
        self._value = ""
        self._runs = self._strikes = 0  # of a rich text that stands in the cell itself

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Note where a cell stands, and whether its style strikes."""
        if element == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif element == "c":
            at = REFERENCE.fullmatch(attributes.get("r", ""))
            self._column, self._row = (column_number(at[1]), int(at[2])) if at else (self._column + 1, self._row)
            self._shared, self._value = attributes.get("t") == "s", ""
            self._runs = self._strikes = 0
            if attributes.get("s") in self._styles:
                self._found[self._row].add(self._column)
        elif element == "r":
            self._runs, self._strike = self._runs + 1, False
        elif element == "strike" and attributes.get("val") not in OFF:
            self._strike = True
        self._in_value = element == "v"

    def text(self, text: str) -> None:
        """Collect the number of a shared string."""
        if self._in_value and self._shared:
            self._value += text

    def end(self, element: str) -> None:
        """Note a cell whose text strikes."""
        self._in_value = False
        if element == "r":
            self._strikes += self._strike
        elif element == "c" and self._text_strikes():
            self._found[self._row].add(self._column)

    def _text_strikes(self) -> bool:
        if self._runs:
            return self._strikes == self._runs
        return self._shared and self._value in self._strings
