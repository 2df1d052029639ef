"""The rows of a sheet before and after a write: those whose bytes are equal are left out, expat parses all others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from operator import lt
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reqsheets.xlsx.package.xml_bytes import PREFIX, as_utf8, encoding_of

BATCH = 512  # rows that are parsed at a time: the trees of more take memory and no less time
LONGEST_HEAD = 1 << 22
_START = re.compile(rb"<(" + PREFIX + rb")sheetData\s*>")
_ROOT = re.compile(rb"<(" + PREFIX + rb"worksheet)\s[^<>]*>")
_NUMBER = re.compile(rb"(?<!\s)\s*+<" + PREFIX + rb'row r="([0-9]+)"')
_EMPTY = re.compile(rb"(?<!\s)\s*+<" + PREFIX + rb'row r="([0-9]+)"(?:[^<>"]|"[^<>"]*")*/>')
_NUMBERED = b' r="'
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+<\?xml[^>]*\?>")
_CELL, _PLACED, _CELL_ENDS = b"<c ", b'<c r="', (b"</c>", b"/>")
Chunks = Callable[[], Iterator[bytes]]


class Held(NamedTuple):
    """What a cell holds: type, text of its value, text and attributes of its formula, style, and whatever else."""

    kind: str
    value: str | None
    formula: tuple[str, tuple[tuple[str, str], ...]] | None
    style: str
    more: str = ""


@dataclass(slots=True)
class Line:
    """A row: its attributes but number and spans, and its cells by column."""

    number: int
    attributes: dict[str, str]
    element: ET.Element
    space: str
    _cells: dict[int, Held] | None = None

    @property
    def cells(self) -> dict[int, Held]:
        """The cells by column; raises DisorderError where one stands out of order."""
        if self._cells is None:
            self._cells = _cells(self.element, self.number, self.space)
        return self._cells

    def plain(self) -> list[tuple[str, str, str | None]] | None:
        """Return place, type and text of each filled cell; None where one holds more than a plain value."""
        inline, value, found = f"{self.space}is", f"{self.space}v", []
        for cell in self.element:
            if not len(cell):
                continue
            [first, *more] = cell
            if more or (first.tag != value and (first.tag != inline or len(first) != 1)):
                return None
            found.append((cell.get("r", ""), cell.get("t", "n"), first.text if first.tag == value else first[0].text))
        return found

    def letters(self) -> set[str]:
        """Return the letters of the columns that have a cell."""
        digits = str(self.number)
        return {cell.get("r", "").removesuffix(digits) for cell in self.element}


Lines = dict[int, Line]
Block = tuple[list[int], list[bytes]]  # numbers and bytes of rows


class DisorderError(Exception):
    """A row or cell of the new sheet stands out of order, twice, or where it says that it does not."""


class _OddError(Exception):
    """The sheet cannot be taken apart row by row; never leaves this file."""


@dataclass
class Around:
    """What stands before and behind the rows, once they have been gone through."""

    head: bytes = b""
    tail: bytes = b""


@dataclass
class Differing:
    """The rows of a sheet that differ, and those that must be looked at; `rows` gives any one of the old ones."""

    before: Chunks
    after: Chunks
    wanted: Collection[int]
    named: Callable[[int], Collection[str] | None] = lambda _: None  # a row's columns to look at; None: at all
    heads: tuple[Around, Around] = field(default_factory=lambda: (Around(), Around()))
    _old: dict[int, bytes] = field(default_factory=dict)
    _whole: Lines | None = None
    _parsed: dict[int, Line | None] = field(default_factory=dict)

    def batches(self) -> Iterator[tuple[Lines, Lines]]:
        """Yield old and new rows under the same numbers; raise DisorderError where the new ones have none."""
        try:
            pairs = self._apart()
        except _OddError:
            yield self._all()
            return
        for at in range(0, len(pairs), BATCH):
            was, now = zip(*pairs[at : at + BATCH], strict=True)
            yield self._lines(self.heads[0].head, was), self._lines(self.heads[1].head, now)

    def old(self, row: int) -> Line | None:
        """Return an old row, where it differs or is among the wanted ones."""
        if self._whole is not None:
            return self._whole.get(row)
        if row not in self._parsed:
            xml = self._old.get(row)
            self._parsed[row] = self._lines(self.heads[0].head, [xml]).get(row) if xml else None
        return self._parsed[row]

    def has_formula(self, row: int) -> bool:
        """Tell whether an old row may hold a formula."""
        xml = self._old.get(row)
        return xml is None or b"<f" in xml or b":f" in xml

    def _apart(self) -> list[tuple[bytes, bytes]]:
        """Return the rows to look at, before and after, as short as may be; where rows move, the old ones are kept."""
        found: list[tuple[bytes, bytes]] = []
        wanted = frozenset(self.wanted)
        old, new = Rows(_rows(self.before(), self.heads[0])), Rows(_rising(_rows(self.after(), self.heads[1])))
        while old.more() | new.more():
            skip_equal(old, new, wanted)
            if not (old.more() | new.more()):
                break
            here = min(rows.number() for rows in (old, new) if rows.at < len(rows.numbers))
            found.append(self._in_short(here, old.taken(here), new.taken(here)))
        return found

    def _in_short(self, row: int, old: bytes, new: bytes) -> tuple[bytes, bytes]:
        """Return the row before and after without the cells that are equal and not to be looked at."""
        named = self.named(row)
        if named is None:
            self._old[row] = old
            return old, new
        return in_short(old, new, tuple(f'r="{name}{row}"'.encode() for name in named)) if old and new else (old, new)

    def _lines(self, head: bytes, rows: Sequence[bytes]) -> Lines:
        if not any(rows):
            return {}
        root, start = _ROOT.search(head), _START.search(head)
        if root is None or start is None:
            raise DisorderError("A1")
        close = b"</" + start[1] + b"sheetData></" + root[1] + b">"
        return _lines_of(ET.fromstring(root[0] + start[0] + b"".join(rows) + close))  # noqa: S314 -- no DOCTYPE in it

    def _all(self) -> tuple[Lines, Lines]:
        both = []
        for around, chunks in zip(self.heads, (self.before(), self.after()), strict=True):
            root = parsed(b"".join(chunks))
            both.append(_lines_of(root))
            for data in [child for child in root if child.tag.endswith("}sheetData")]:
                data.clear()
            around.head, around.tail = ET.tostring(root), b""
        self._whole = both[0]
        return both[0], both[1]


def parsed(text: bytes) -> ET.Element:
    """Return the root of a part in any encoding; raise ET.ParseError where it is not well-formed."""
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 -- sheets with a DOCTYPE were refused before
    return ET.fromstring(as_utf8(text)[0], parser=parser)  # noqa: S314


@dataclass
class Rows:
    """The rows of a sheet one after the other; those of a block at hand, the next one at `at`."""

    blocks: Iterator[Block]
    numbers: Sequence[int] = ()
    xml: Sequence[bytes] = ()
    at: int = 0

    def more(self) -> bool:
        """Tell whether there is a next row, and have it at hand."""
        while self.at >= len(self.numbers):
            block = next(self.blocks, None)
            if block is None:
                return False
            (self.numbers, self.xml), self.at = block, 0
        return True

    def number(self) -> int:
        """Return the number of the next row."""
        return self.numbers[self.at]

    def taken(self, number: int) -> bytes:
        """Return the next row where it has that number, and go on to the one after it; b"" where it has another."""
        if self.at >= len(self.numbers) or self.numbers[self.at] != number:
            return b""
        self.at += 1
        return self.xml[self.at - 1]


def skip_equal(old: Rows, new: Rows, wanted: Collection[int]) -> None:
    """Pass by the rows that are equal before and after, up to one that differs or is wanted; a stretch at a time."""
    stretch = 1
    while stretch and old.more() and new.more():
        stretch = min(stretch, len(old.xml) - old.at, len(new.xml) - new.at)
        was, now = old.xml[old.at : old.at + stretch], new.xml[new.at : new.at + stretch]
        if was == now and frozenset(new.numbers[new.at : new.at + stretch]).isdisjoint(wanted):
            old.at, new.at, stretch = old.at + stretch, new.at + stretch, stretch * 2
        else:
            stretch //= 2


def _rising(blocks: Iterator[Block]) -> Iterator[Block]:
    last = -1
    for numbers, xml in blocks:
        if numbers and not (last < numbers[0] and all(map(lt, numbers, numbers[1:]))):
            raise DisorderError(str(next(b for a, b in pairwise([last, *numbers]) if b <= a)))
        last = numbers[-1] if numbers else last
        yield numbers, xml


def _rows(chunks: Iterator[bytes], around: Around) -> Iterator[Block]:
    """Yield numbers and bytes of the rows; raise _OddError where one does not tell its number or more stands there."""
    around.head, prefix, rest = _head(chunks)
    row, end, close = b"<" + prefix + b"row", b"</" + prefix + b"row>", b"</" + prefix + b"sheetData"
    while True:
        cut = rest.rfind(end) + len(end)
        if cut >= len(end):
            whole, rest = rest[:cut], rest[cut:]
            yield _block(whole, row, end)
        if close in rest:
            break
        chunk = next(chunks, b"")
        if not chunk or _odd(chunk):
            raise _OddError
        rest += chunk
    last, _, tail = rest.partition(close)
    empty, last = _without_empty(last)
    yield [number for number, _ in empty], [xml for _, xml in empty]
    around.tail = close + tail + b"".join(chunks)
    if last.strip() or _odd(around.tail):
        raise _OddError


def _block(text: bytes, row: bytes, end: bytes) -> Block:
    """Return the rows of a text that ends with one; nearly always each begins where the one before it ends."""
    whole = text.split(end)[:-1]
    sign = row + _NUMBERED
    if text.startswith(sign) and text.count(end + sign) == len(whole) - 1 and text.count(row) == len(whole):
        told = [xml[len(sign) : xml.find(b'"', len(sign))] for xml in whole]
        if all(map(bytes.isdigit, told)):
            return list(map(int, told)), [xml + end for xml in whole]
    return _block_of_any(whole, row, end)


def _block_of_any(whole: Sequence[bytes], row: bytes, end: bytes) -> Block:
    """Return the rows of which these are the bytes before each end; some may have rows without cells before them."""
    numbers: list[int] = []
    rows: list[bytes] = []
    for xml in whole:
        full = xml
        if xml.count(row) != 1:
            empty, full = _without_empty(xml)
            numbers += [number for number, _ in empty]
            rows += [each for _, each in empty]
        number = _NUMBER.match(full)
        if number is None or full.count(row) != 1:
            raise _OddError
        numbers.append(int(number[1]))
        rows.append(full + end)
    return numbers, rows


def in_short(old: bytes, new: bytes, named: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Return two rows without the cells whose bytes are equal, but those that begin as `named`.

    Both come back whole where a cell came, went or moved, or the spelling leaves doubt where one begins and ends.
    """
    was, now = old.split(_CELL), new.split(_CELL)
    count = len(was)
    if count < 2 or count != len(now) or old.count(_PLACED) != count - 1 or new.count(_PLACED) != count - 1:  # noqa: PLR2004
        return old, new
    end = was[-1].rfind(b"</")
    close = was[-1][end:]
    if not now[-1].endswith(close):
        return old, new
    was[-1], now[-1] = was[-1][:end], now[-1][: -len(close)]
    kept = [at for at in range(1, count) if was[at] != now[at] or was[at].startswith(named)]
    for at in kept:
        place = was[at][: was[at].find(b'"', 3) + 1]
        if not (now[at].startswith(place) and was[at].endswith(_CELL_ENDS) and now[at].endswith(_CELL_ENDS)):
            return old, new
    return _of(was, kept) + close, _of(now, kept) + close


def _of(pieces: Sequence[bytes], kept: Sequence[int]) -> bytes:
    return _CELL.join([pieces[0], *[pieces[at] for at in kept]])


def _without_empty(xml: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Return the rows without cells at the start of a text, and the rest of it."""
    found, at = [], 0
    while match := _EMPTY.match(xml, at):
        found.append((int(match[1]), match[0]))
        at = match.end()
    return found, xml[at:]


def _head(chunks: Iterator[bytes]) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the rows, the prefix of its elements, and what was read beyond."""
    rest, start = b"", None
    while start is None:
        chunk = next(chunks, b"")
        if not chunk or len(rest) > LONGEST_HEAD:
            raise _OddError
        rest += chunk
        start = _START.search(rest)
    head = rest[: start.end()]
    if encoding_of(head[:200]) not in {"utf-8", "utf-8-sig"} or _odd(_DECLARATION.sub(b"", head) + rest[len(head) :]):
        raise _OddError
    return head, start[1], rest[len(head) :]


def _odd(text: bytes) -> bool:
    return (b"!" in text and b"<!" in text) or (b"?" in text and b"<?" in text)


def _lines_of(root: ET.Element) -> Lines:
    """Return the rows of a worksheet."""
    space = root.tag[: root.tag.index("}") + 1]
    found: Lines = {}
    number = 0
    for row in (row for data in root.iter(f"{space}sheetData") for row in data if row.tag == f"{space}row"):
        attributes = dict(row.attrib)
        number = int(attributes.pop("r", number + 1))
        attributes.pop("spans", None)
        if number in found:
            raise DisorderError(str(number))
        found[number] = Line(number, attributes, row, space)
    return found


def _cells(row: ET.Element, number: int, space: str) -> dict[int, Held]:
    found: dict[int, Held] = {}
    column, digits = 0, str(number)
    tag = f"{space}c"
    for cell in row:
        if cell.tag != tag:
            continue
        reference = cell.attrib.get("r")
        if reference is None:
            column += 1
        else:
            here = _column(reference.removesuffix(digits))
            if here <= column or not reference.endswith(digits):
                raise DisorderError(reference)
            column = here
        found[column] = _held(cell, space)
    return found


@cache
def _column(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def _held(cell: ET.Element, space: str) -> Held:
    attributes = cell.attrib
    if len(attributes) <= 3 and len(cell) == 1 and cell[0].tag == f"{space}v":  # noqa: PLR2004 -- place, style and type
        return Held(attributes.get("t", "n"), cell[0].text or "", None, attributes.get("s", "0"))
    value = formula = None
    more = ""
    for child in cell:
        name = child.tag.removeprefix(space)
        if name == "v":
            value = child.text or ""
        elif name == "f":
            formula = (child.text or "", tuple(sorted(child.attrib.items())))
        elif name == "is" and len(child) == 1 and child[0].tag.endswith("}t"):
            value = child[0].text or ""
        else:
            more += ET.tostring(child, encoding="unicode").strip()
    if len(attributes) > 3:  # noqa: PLR2004 -- place, style and type
        more += "".join(f"{name}={attributes[name]}" for name in ("cm", "vm", "ph") if name in attributes)
    return Held(attributes.get("t", "n"), value, formula, attributes.get("s", "0"), more)
