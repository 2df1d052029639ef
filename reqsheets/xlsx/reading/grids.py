"""Any spreadsheet as grids of cells: workbooks through calamine, csv in the encoding that it has."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import python_calamine as calamine
from charset_normalizer import from_bytes

from reqsheets.domain.intake.grids import Area, Grid, Looks, Source
from reqsheets.model.errors import ReqsheetsError, UnreadableFileError, UsageError
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.encryption import locked
from reqsheets.xlsx.package.package_check import Package, package
from reqsheets.xlsx.package.tabs import related_part, tabs
from reqsheets.xlsx.reading.scanned import column_number
from reqsheets.xlsx.reading.struck import struck_styles

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xltx", ".xltm", ".et")
PACKAGES = (".xlsx", ".xlsm", ".xltx", ".xltm")
TEXTS = (".csv", ".tsv", ".txt")
SEPARATORS = ",;\t|"
CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(/?)>(?:\s*<(?:\w+:)?(f)[\s/>])?")
ATTRIBUTE = re.compile(rb'\b(r|s)="([A-Z]*)([0-9]+)"')
FILL, FILL_END = re.compile(rb"<(?:\w+:)?fill>"), re.compile(rb"</(?:\w+:)?fill>")
COLOUR = re.compile(rb'fgColor[^<>]{0,300}?(?:rgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"|theme="(\d+)"|indexed="(\d+)")')
FORMAT = re.compile(rb'<(?:\w+:)?numFmt\s[^<>]{0,300}?numFmtId="(\d{1,9})"[^<>]{0,300}?formatCode="([^"]*)"')
SAMPLE = 1 << 16  # bytes of a text file by which its separator is told


def source(path: Path) -> Source:
    """Return all tabs of a file.

    Raises UsageError where it is missing or of no form that can be read, UnreadableFileError where it is damaged,
    EncryptedFileError where it has a password.
    """
    if not path.is_file():
        raise UsageError(f"找不到文件“{path}”", f"no such file: {path}")
    ending = path.suffix.lower()
    if ending in TEXTS:
        return _text_file(path)
    if ending not in WORKBOOKS:
        raise UsageError(
            f"{path.name}：不认识这种文件，可以导入的有：{'、'.join(WORKBOOKS + TEXTS)}",
            f"{path.name}: this kind of file cannot be imported; there are: {', '.join(WORKBOOKS + TEXTS)}",
        )
    return Source(path, tuple(_workbook(path, ending)))


def _workbook(path: Path, ending: str) -> Iterator[Grid]:
    try:
        opened = package(path) if ending in PACKAGES else None  # says what is wrong with it in our words
        with calamine.load_workbook(path if opened is None else io.BytesIO(opened.content)) as book:
            for number, tab in enumerate(book.sheets_metadata):
                if tab.typ == calamine.SheetTypeEnum.WorkSheet:
                    yield _grid(book, number, tab, opened)
    except calamine.PasswordError:
        raise locked(path) from None
    except (
        calamine.CalamineError,
        calamine.ZipError,
        calamine.XmlError,
        zipfile.BadZipFile,
        OSError,
        EOFError,
    ) as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, why: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name}：文件已损坏或不是表格，无法读取（{why}）；请用 Excel 打开后另存为 .xlsx 再试",
        f"{path.name}: damaged or no spreadsheet ({why}); open it in Excel and save it as .xlsx",
    )


def _grid(book: calamine.CalamineWorkbook, number: int, tab: calamine.SheetMetadata, opened: Package | None) -> Grid:
    sheet = book.get_sheet_by_index(number)
    cells = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    areas = tuple(Area(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in sheet.merged_cell_ranges or ())
    hidden = tab.visible != calamine.SheetVisibleEnum.Visible
    return Grid(tab.name, cells, areas, hidden, partial(_looks, opened, tab.name) if opened else _plain)


def _value(cell: object) -> Value:
    """Return a cell as our frames have it: whole numbers as int, midnight as a date, blank as None."""
    if cell == "":
        return None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell  # noqa: PLR2004 (digits that a float keeps)
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, str):
        return cell if cell.strip() else None
    return cell  # type: ignore[return-value]  # calamine gives nothing else


def _plain(most: int) -> Looks:
    del most
    return Looks()


def _looks(opened: Package, title: str, most: int) -> Looks:
    """Return how the cells of one tab look; nothing where that cannot be read."""
    part = tabs(opened).get(title)
    if part is None:
        return Looks()
    try:
        fills, struck = _filled_styles(opened), struck_styles(opened)
        orders = _orders(opened)
        content = _beginning(opened.chunks(part), most)
    except ReqsheetsError:  # broken styles: values can be read all the same
        return Looks()
    return _seen(content, fills, struck, orders)


def _beginning(chunks: Iterable[bytes], most: int) -> bytes:
    """Return a part, or as many bytes of it as are wanted."""
    found = []
    for chunk in chunks:
        found.append(chunk)
        most -= len(chunk) if most else 0
        if most < 0:
            break
    return b"".join(found)


def _seen(content: bytes, fills: dict[str, str], struck: frozenset[str], orders: dict[str, str]) -> Looks:
    coloured: defaultdict[int, set[str]] = defaultdict(set)
    lines: defaultdict[int, list[bool]] = defaultdict(list)
    formulas: set[int] = set()
    shown: defaultdict[int, set[str]] = defaultdict(set)
    for attributes, closed, formula in CELL.findall(content):
        found = {name: (letters, digits) for name, letters, digits in ATTRIBUTE.findall(attributes)}
        if b"r" not in found:
            continue
        letters, digits = found[b"r"]
        row, style = int(digits), found.get(b"s", (b"", b"0"))[1].decode()
        if formula:
            formulas.add(column_number(letters.decode()))
        if style in orders and not closed:
            shown[column_number(letters.decode())].add(orders[style])
        if style in fills:
            coloured[row].add(fills[style])
        if struck and not closed:
            lines[row].append(style in struck)
    marked = frozenset(row for row, cells in lines.items() if cells and all(cells))
    return Looks(
        {row: frozenset(colours) for row, colours in coloured.items()},
        marked,
        frozenset(formulas),
        {column: frozenset(seen) for column, seen in shown.items()},
    )


def _orders(opened: Package) -> dict[str, str]:
    """Return by the number of a cell style the order in which it shows year, month and day."""
    part = related_part(opened, "styles")
    if part is None:
        return {}
    content = b"".join(opened.chunks(part))
    codes = {b"14": "", b"15": "DMY", b"16": "DMY", b"22": "", **{n: _order(c) for n, c in FORMAT.findall(content)}}
    start, end = content.find(b"<cellXfs"), content.find(b"</cellXfs>")
    numbers = re.findall(rb'<(?:\w+:)?xf\s[^<>]*?numFmtId="(\d+)"|<(?:\w+:)?xf\s', content[start:end])
    return {str(i): codes[n] for i, n in enumerate(numbers) if codes.get(n)}


def _order(code: bytes) -> str:
    """Return the order that a number format such as dd/mm/yyyy shows; "" for one without a year or a day."""
    text = re.sub(r"\[[^\[\]]*\]|\"[^\"]*+(?:\"|\Z)|\\\\.", "", code.decode("utf-8", "replace")).lower()
    places = {letter: text.find(letter) for letter in "ymd"}
    if min(places.values()) < 0:
        return ""
    return "".join(sorted(places, key=lambda letter: places[letter])).upper()


def _filled_styles(opened: Package) -> dict[str, str]:
    """Return by the number of a cell style its fill, as letters that are the same for the same colour."""
    part = related_part(opened, "styles")
    if part is None:
        return {}
    content = b"".join(opened.chunks(part))
    fills = [_colour(FILL_END.split(fill, 1)[0]) for fill in FILL.split(content)[1:]]
    start, end = content.find(b"<cellXfs"), content.find(b"</cellXfs>")
    numbers = re.findall(rb'<xf\s[^<>]*?fillId="(\d+)"|<xf\s', content[start:end])
    named = ((str(i), fills[int(n)] if n and int(n) < len(fills) else "") for i, n in enumerate(numbers))
    return {style: colour for style, colour in named if colour}


def _colour(fill: bytes) -> str:
    if b'"solid"' not in fill:
        return ""
    found = COLOUR.search(fill)
    if not found:
        return ""
    rgb, theme, indexed = (part.decode() if part else "" for part in found.groups())
    if rgb.upper() == "FFFFFF" or theme == "0":
        return ""
    return rgb.upper() or (f"theme{theme}" if theme else f"indexed{indexed}")


def _text_file(path: Path) -> Source:
    content = path.read_bytes()
    text, encoding = _decoded(path, content)
    dialect = _separator(text[:SAMPLE])
    rows: list[list[Value]] = [
        [_typed(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=dialect)
    ]
    return Source(path, (Grid(path.stem, rows),), encoding)


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: by its mark, as UTF-8, as GB18030, else the likeliest."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, "replace"), name
    for name in ("utf-8", "gb18030"):
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    best = from_bytes(content).best()
    if best is None:
        raise _damaged(path, "encoding")
    return str(best), best.encoding


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    return max(SEPARATORS, key=lambda sign: sorted(line.count(sign) for line in lines)[len(lines) // 2] if lines else 0)


def _typed(cell: str) -> Value:
    """Return a cell of a text file: short whole numbers as such, anything else as it is written."""
    text = cell.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 15 and (text == "0" or not text.startswith("0")):  # noqa: PLR2004
        return int(text)
    return cell
