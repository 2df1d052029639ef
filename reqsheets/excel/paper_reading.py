"""A filled .xlsx form: which paper it is and what its named cells hold, wherever people moved them."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reqsheets.errors import UnreadableFileError
from reqsheets.excel.package_check import BROKEN, Package, damaged, package
from reqsheets.excel.paper_sheet import LINE_OF, NAME
from reqsheets.model.papers import ReadForm
from reqsheets.plan import Value

_PLACE = re.compile(r"\A'?(?P<sheet>.+?)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})(?::.*)?\Z")
_FINGERPRINT = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


def read_xlsx_form(path: Path) -> ReadForm:
    """Return what a form holds by field ID.

    Raises UnreadableFileError where the file is no whole workbook.
    """
    opened = package(path)
    try:
        workbook = load_workbook(io.BytesIO(opened.content), data_only=True)
    except (*BROKEN, TypeError, AttributeError, InvalidFileException):
        raise damaged(path) from None
    names = workbook.defined_names
    line = str(names[LINE_OF].attr_text or "").strip('"') if LINE_OF in names else ""
    fields: dict[str, Value] = {}
    for name, held in names.items():
        place = _PLACE.match(str(held.attr_text or "").replace("''", "'"))
        if name.startswith(NAME) and name != LINE_OF and place and place["sheet"] in workbook.sheetnames:
            fields[name.removeprefix(NAME)] = _value(workbook, place)
    return ReadForm(line, fields, {}, _unlinked(opened), _of_footers(workbook))


def _value(workbook: Workbook, place: re.Match[str]) -> Value:
    value = workbook[place["sheet"]][f"{place['column']}{place['row']}"].value
    match value:
        case None | str() | bool() | int() | float() | datetime() | date() | time():
            return value
        case _:
            return str(value)


def _of_footers(workbook: Workbook) -> str:
    for sheet in workbook.worksheets:
        foot = sheet.oddFooter
        found = _FINGERPRINT.search(str(foot.center.text or "")) if foot is not None else None
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
