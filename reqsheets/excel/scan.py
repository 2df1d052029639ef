"""What calamine cannot tell of a sheet: formulas, whether they were calculated, error cells, and how far it reaches.

A scan of the bytes, streamed; a sheet that is spelled in an unusual way goes through expat instead, four times slower.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from reqsheets.excel.marks import SIGN, MarkEvents, marks_in
from reqsheets.excel.markup import parse
from reqsheets.excel.package_check import Package, damaged
from reqsheets.plan import Severity

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

CELL = re.compile(rb'<c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>')
FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)")
VALUE = re.compile(rb"<v(?:\s[^>]*)?(?:/>|>([^<]*)</v>)")
PLAIN_FORMULA = re.compile(  # with a result that is neither an error nor, save as a text, empty
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="(?:str|n|b)")?>'
    rb"<f(?: [^<>]*[^<>/])?>[^<]*</f><v>[^<]+</v></c>"
)
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*\shidden="(?:1|true)")(?:[^>]*?\s)?r="([0-9]{1,7})"')
HIDDEN_COLUMNS = re.compile(rb'<col\s(?=[^>]*\shidden="(?:1|true)")[^>]*>')
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
BOUND = re.compile(rb'\s(min|max)="([0-9]{1,5})"')
AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
SET = ("1", "true")  # how XML says yes
PICTURE = "DISPIMG("  # WPS: a picture inside a cell
ODD_AT_START = (b"<c r='", b"<row r='", b"<c\n", b"<c\r", b"<c\t", b"<c>", b"<c/>")
END_OF_ROW = b"</row>"
PLAIN_CELL = b'<c r="'
DIGITS = b"0123456789"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area, by Excel's numbers, ends included."""

    top: int
    left: int
    bottom: int
    right: int


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
    merged: list[Merged] = field(default_factory=list)
    marks: list[tuple[str, Severity]] = field(default_factory=list)  # areas and level of each mark of ours
    filled: dict[int, int] = field(default_factory=dict)  # column: the last row whose last cell, a filled one, is there

    def reach(self, row: int, column: int) -> None:
        """Note that a cell stands there; raise ValueError where no sheet reaches."""
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            message = f"no sheet has a row {row} and a column {column}"
            raise ValueError(message)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

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


def scan(package: Package, part: str) -> Scan:
    """Return what one sheet's part tells; raise UnreadableFileError where it is broken."""
    try:
        return _by_bytes(package.chunks(part)) or _by_events(package, part)
    except ValueError:
        raise damaged(package.path, part) from None


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# --- the fast way: bytes ------------------------------------------------------------------------------------------


def _by_bytes(chunks: Iterable[bytes]) -> Scan | None:
    """Return None where the sheet is spelled in a way that a search for bytes does not follow."""
    found = Scan()
    rightmost: set[bytes] = set()
    filled: dict[bytes, bytes] = {}
    for number, rows in enumerate(_whole_rows(chunks)):
        if number == 0 and (b"<worksheet" not in rows or any(mark in rows for mark in ODD_AT_START)):
            return None
        if b"<!" in rows or not _scan_rows(found, rows, rightmost, filled):
            return None
        _note_edges(found, rows)
    found.last_column = max(map(column_number, (letters.decode() for letters in rightmost)), default=0)
    found.filled = {_number_of(letters): _row_of(cell) for letters, cell in filled.items()}
    if found.last_row:
        found.reach(found.last_row, found.last_column)
    return found


def _whole_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(END_OF_ROW, max(0, len(rest) - len(chunk) - len(END_OF_ROW)))
        if cut >= 0:
            yield rest[: cut + len(END_OF_ROW)]
            rest = rest[cut + len(END_OF_ROW) :]
    yield rest


def _note_edges(found: Scan, rows: bytes) -> None:
    """Note what is hidden and what is merged; both stand outside the cells."""
    if b' hidden="' in rows:
        found.hidden_rows.update(int(row[1]) for row in HIDDEN_ROW.finditer(rows))
        for columns in HIDDEN_COLUMNS.finditer(rows):
            bounds = {name.decode(): int(number) for name, number in BOUND.findall(columns[0])}
            found.hidden_columns.update(range(bounds.get("min", 1), min(bounds.get("max", 0), LAST_COLUMN) + 1))
    if b"<mergeCell " in rows:
        found.merged += [_area(*(part.decode() for part in area.groups())) for area in MERGED.finditer(rows)]
    found.marks += marks_in(rows) if SIGN in rows else ()


def _area(left: str, top: str, right: str, bottom: str) -> Merged:
    return Merged(int(top), column_number(left), int(bottom), column_number(right))


def _scan_rows(found: Scan, rows: bytes, rightmost: set[bytes], filled: dict[bytes, bytes]) -> bool:
    cells = rows.count(b"<c ")
    found.cells += cells
    *whole, rest = rows.split(END_OF_ROW)
    if not whole:
        return True  # what stands below the last row has elements such as <formula1>
    if rest.count(b"<c ") or rows.count(PLAIN_CELL) != cells:
        return False
    tails = [tail for _, cell, tail in (row.rpartition(PLAIN_CELL) for row in whole) if cell]
    lasts = [tail[: tail.find(b'"')] for tail in tails]
    letters = [last.rstrip(DIGITS) for last in lasts]
    rightmost.update(letters)
    filled.update(
        (column, last) for column, last, tail in zip(letters, lasts, tails, strict=True) if tail.endswith(b"</c>")
    )
    if lasts:
        found.last_row = max(found.last_row, _row_of(lasts[-1]))
    return _scan_formulas(found, rows) and _scan_marks(found, rows, b' t="e"')


def _row_of(reference: bytes) -> int:
    match = REFERENCE.fullmatch(reference.decode("ascii", "replace"))
    if match is None:
        raise ValueError(reference)
    return int(match[2])


def _scan_formulas(found: Scan, rows: bytes) -> bool:
    """Note the formulas of plain cells with a value in one sweep; leave the block to the careful way if any is not."""
    count = rows.count(b"<f")
    plain = PLAIN_FORMULA.findall(rows) if count and PICTURE.encode() not in rows else []
    if len(plain) != count:
        return _scan_marks(found, rows, b"<f")
    for letters, row in plain:
        found.formulas[_number_of(letters)].add(int(row))
    return True


@lru_cache(maxsize=1024)
def _number_of(letters: bytes) -> int:
    return column_number(letters.decode())


def _scan_marks(found: Scan, rows: bytes, mark: bytes) -> bool:
    at = rows.find(mark)
    while at >= 0:
        begin = rows.rfind(b"<c ", 0, at)
        end = rows.find(b"</c>", at)
        cell = CELL.match(rows, begin) if begin >= 0 else None
        if cell is None or end < 0:
            return False
        _note(found, cell, rows[cell.end() : end])
        at = rows.find(mark, end)
    return True


def _note(found: Scan, cell: re.Match[bytes], body: bytes) -> None:
    formula, value = FORMULA.search(body), VALUE.search(body)
    type_ = re.search(rb'\st="(\w+)"', cell[0])
    found.note(
        int(cell[2]),
        column_number(cell[1].decode()),
        type_[1].decode() if type_ else "",
        None if formula is None else _text(formula[1]),
        None if value is None else _text(value[1]),
    )


def _text(raw: bytes | None) -> str:
    return unescape((raw or b"").decode("utf-8", "replace"))


# --- the sure way: expat ------------------------------------------------------------------------------------------


def _by_events(package: Package, part: str) -> Scan:
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
            first, last = int(attributes["min"]), int(attributes["max"])
            self.found.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))
        elif element == "mergeCell":
            match = AREA.fullmatch(attributes.get("ref", ""))
            if match is not None:
                self.found.merged.append(_area(*match.groups()))

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
