"""A filled .xlsx form: which paper it is and what its named cells hold, wherever people moved them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reqsheets.model.errors import UnreadableFileError
from reqsheets.model.papers import ReadForm
from reqsheets.model.plan import Value
from reqsheets.xlsx.package.package_check import BROKEN, Package, damaged, package
from reqsheets.xlsx.template.paper_sheet import LINE_OF, NAME

_PLACE = re.compile(r"\A'?(?P<sheet>.{1,62}?)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})(?::[^!]*)?\Z")
FOOT = 1 << 14  # bytes at the end of a sheet, where its footer stands
_FINGERPRINT = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


def read_xlsx_form(path: Path) -> ReadForm:
    """Return what a form holds by field ID.

    Raises UnreadableFileError where the file is no whole workbook.
    """
    opened = package(path)
    try:
        workbook = load_workbook(io.BytesIO(opened.content), data_only=True, read_only=True)
        names = workbook.defined_names
        line = str(names[LINE_OF].attr_text or "").strip('"') if LINE_OF in names else ""
        places = {name: _PLACE.match(str(held.attr_text or "").replace("''", "'")) for name, held in names.items()}
        wanted = {name.removeprefix(NAME): place for name, place in places.items() if name.startswith(NAME) and place}
        fields = dict(_values(workbook, wanted))
    except (*BROKEN, TypeError, AttributeError, InvalidFileException):
        raise damaged(path) from None
    return ReadForm(line, fields, {}, _unlinked(opened), _of_footers(opened))


def _values(workbook: Workbook, wanted: Mapping[str, re.Match[str]]) -> Iterator[tuple[str, Value]]:
    """Yield the value of each named cell; a sheet is gone through once."""
    for title in dict.fromkeys(place["sheet"] for place in wanted.values()):
        if title not in workbook.sheetnames:
            continue
        held = {
            (cell.row, cell.column_letter): cell.value
            for row in workbook[title].iter_rows()
            for cell in row
            if cell.value is not None
        }
        for name, place in wanted.items():
            if place["sheet"] == title:
                yield name, _plain(held.get((int(place["row"]), place["column"])))


def _plain(value: object) -> Value:
    match value:
        case None | str() | bool() | int() | float() | datetime() | date() | time():
            return value
        case _:
            return str(value)


def _of_footers(opened: Package) -> str:
    for part in opened.members:
        if part.startswith("xl/worksheets/sheet"):
            tail = b"".join(opened.chunks(part))[-FOOT:].decode("utf-8", "replace")
            found = _FINGERPRINT.search(tail.rpartition("<oddFooter>")[2]) if "<oddFooter>" in tail else None
            if found:
                return found[0]
    return ""


def _unlinked(opened: Package) -> int:
    """Return how many form-control check boxes have no linked cell."""
    count = 0
    for part in opened.members:
        if part.startswith("xl/ctrlprops/"):
            try:
                content = b"".join(opened.chunks(part))
            except UnreadableFileError:
                continue
            count += b'objectType="CheckBox"' in content and b"fmlaLink" not in content
    return count
