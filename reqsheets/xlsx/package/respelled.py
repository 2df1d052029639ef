"""A worksheet in the usual spelling, whatever its own: each row and cell says where it stands, nothing stands between.

What searches for bytes (`sheet_blocks`, `scan`) understands one spelling, that of Excel, WPS and nearly every library.
Any other legal one goes through here first, by a real XML parser: references left out, other quotes and order,
comments, CDATA, white space. Elements, attributes, texts and prefixes stay; a reader may have the prefixes gone too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from reqsheets.xlsx.package.references import column_number, letters

NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.microsoft.com/office/excel/2006/2",  # a beta of Excel 2007
}
_DECLARATION = re.compile(rb"\A\s*+<\?xml[^>]*\?>\s*")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
MARK = "\t"  # behind a reference that was left out
_PLACE = re.compile(rb'(<(?:[\w.-]+:)?(?:row|c)) r="([A-Z]*)([0-9]+)"(\t?)')
_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_SPACE_AROUND = ("sheetData", "row")  # elements whose own text is nothing but layout


class NotWellFormedError(Exception):
    """The text is no well-formed worksheet; never leaves this folder."""


class OutOfOrderError(Exception):
    """Rows or cells stand in no rising order, twice, or contradict each other; `where` names the place."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def respelled(text: bytes, *, bare: bool = False, in_order: bool = True) -> bytes:
    """Return a worksheet (UTF-8) in the usual spelling; `bare`: its elements bear no prefix.

    Raises NotWellFormedError, and OutOfOrderError unless the order is of no matter.
    """
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.buffer_text = True
    walk = _Walk(bare=bare, in_order=in_order)
    parser.StartDoctypeDeclHandler = walk.doctype
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.characters
    try:
        parser.Parse(text, True)  # noqa: FBT003 -- expat takes it by place
    except expat.ExpatError as error:
        raise NotWellFormedError(str(error)) from error
    if not walk.seen:
        message = "no rows"
        raise NotWellFormedError(message)
    declaration = _DECLARATION.match(text.removeprefix(b"\xef\xbb\xbf"))
    start = text[: len(text) - len(text.removeprefix(b"\xef\xbb\xbf"))]
    walk.flush()
    return b"".join([start, declaration[0] if declaration else b"", *walk.done])


@dataclass
class _Walk:
    """What a parse has written so far; `path` are the open elements, "" for one of another namespace."""

    bare: bool
    in_order: bool
    done: list[bytes] = field(default_factory=list)
    out: list[str] = field(default_factory=list)  # not yet in `done`
    path: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # as they are written
    scopes: list[dict[str, str]] = field(default_factory=lambda: [{"": ""}])
    prefix: str = ""
    row: int = 0
    passed: int = -1  # the row before; a few programs count from 0
    column: int = 0
    seen: bool = False
    is_open: bool = False  # a tag that may yet end in />

    def doctype(self, *_: object) -> None:
        """Refuse what no office program writes: it is how entity bombs begin."""
        message = "a document type"
        raise NotWellFormedError(message)

    def start(self, name: str, listed: list[str]) -> None:
        """Write an opening tag, a row's and a cell's with their place first."""
        given = dict(zip(listed[::2], listed[1::2], strict=True))
        scope = self._scope(given)
        self.scopes.append(scope)
        prefix, _, local = name.rpartition(":")
        ours = scope.get(prefix, "") in NAMESPACES
        self.path.append(local if ours else "")
        if self.path[1:] == ["sheetData"]:
            self.seen, self.prefix = True, "" if self.bare or not prefix else f"{prefix}:"
        inside = self.path[1:2] == ["sheetData"] and "" not in self.path
        written = local if ours and self.bare else self.prefix + local if inside else name
        self._close_tag()
        place = self._place(given) if inside else {}
        mark = MARK if place and "r" not in given and not self.bare else ""
        self.names.append(written)
        attributes = place | {key: value for key, value in given.items() if key not in place}
        if self.bare:
            attributes = self._bare(attributes)
        texts = [f' {key}="{_quoted(value)}"' for key, value in attributes.items()]
        self.out += [f"<{written}", *texts[:1], mark, *texts[1:]]
        self.is_open = True

    def _bare(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return the attributes without those that bind a prefix to our namespace, which the root binds to none."""
        kept = {
            key: value for key, value in attributes.items() if not (key.startswith("xmlns:") and value in NAMESPACES)
        }
        if len(self.path) == 1 and self.path[0]:
            kept = {"xmlns": min(NAMESPACES, key=lambda known: known not in self.scopes[-1].values())} | kept
        return kept

    def _scope(self, given: Mapping[str, str]) -> dict[str, str]:
        new = {
            name.partition(":")[2]: value
            for name, value in given.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        return self.scopes[-1] | new if new else self.scopes[-1]

    def _place(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return where a row or cell stands; the next one is right of it, or below."""
        match self.path[2:]:
            case ["row"]:
                number = int(given["r"]) if given.get("r", "").isdecimal() else self.row + 1
                self._keep_order(f"{number}", number > self.passed)
                self.row, self.passed, self.column = number, number, 0
                return {"r": str(number)}
            case ["row", "c"]:
                return {"r": self._reference(given.get("r"))}
            case _:
                return {}

    def _reference(self, given: str | None) -> str:
        if not given:
            self.column += 1
            return f"{letters(self.column)}{self.row}"
        match = _REFERENCE.fullmatch(given)
        if match is None:
            raise NotWellFormedError(given)
        column, row = column_number(match[1].upper()), int(match[2])
        self._keep_order(f"{match[0]}", column > self.column and row == self.row)
        self.column = column
        return f"{letters(column)}{row}"

    def _keep_order(self, where: str, right: bool) -> None:  # noqa: FBT001
        if self.in_order and not right:
            raise OutOfOrderError(where)

    def _close_tag(self) -> None:
        if self.is_open:
            self.out.append(">")
        self.is_open = False

    def end(self, _: str) -> None:
        """Write a closing tag, or close the opening one."""
        name, local = self.names.pop(), self.path.pop()
        self.scopes.pop()
        self.out.append("/>" if self.is_open else f"</{name}>")
        self.is_open = False
        if local == "row":
            self.flush()

    def flush(self) -> None:
        """Put what was written into bytes, which take a fraction of the room."""
        self.done.append("".join(self.out).encode())
        self.out.clear()

    def characters(self, text: str) -> None:
        """Write a text, but for white space between rows and cells."""
        if self.path[1:2] == ["sheetData"] and self.path[-1] in _SPACE_AROUND and not text.strip():
            return
        self._close_tag()
        self.out.append(escape(text, {"\r": "&#13;"}))


def as_short(rows: bytes) -> bytes:
    """Return rows without the references that `respelled` filled in, but where one is needed by now."""
    row = column = 0

    def shortened(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        before = row, column
        row = int(match[3])
        column = column_number(match[2].decode()) if match[2] else 0
        implied = (row, column) == ((before[0], before[1] + 1) if match[2] else (before[0] + 1, 0))
        return match[1] if match[4] and implied else match[0].removesuffix(match[4])

    return _PLACE.sub(shortened, rows) if b"\t" in rows else rows


def _quoted(value: str) -> str:
    return escape(value, _QUOTED)
