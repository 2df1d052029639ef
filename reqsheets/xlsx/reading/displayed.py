"""What Excel shows of a number where that differs from what it holds: rounded, or as a percentage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeAlias

from reqsheets.model.errors import ReqsheetsError
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import letters
from reqsheets.xlsx.package.xml_bytes import PREFIX, attribute, inside, tags

BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
SIMPLE = re.compile(r"(?P<thousands>#,##)?0(?:\.(?P<decimals>0{1,30}))?(?P<percent>%)?")
LARGE = 1e15  # from here on Excel shows powers of ten
_STYLES = re.compile(rb"<" + PREFIX + rb"cellXfs(?=[\s>])" + inside(rb"cellXfs") + rb"</" + PREFIX + rb"cellXfs\s*>")
Place: TypeAlias = tuple[str, int, int]  # tab, Excel row, Excel column


def displayed(path: Path, numbers: Mapping[Place, int | float]) -> dict[Place, str]:
    """Return what the cells show where it is not the number itself; formats beyond 0, 0.0 and 0 % are left out.

    A file that cannot be read once more tells nothing.
    """
    try:
        with path.open("rb") as file:
            package = Package(file, path.name)
            codes = _codes(package)
            rounding = any(SIMPLE.fullmatch(code) for code in codes.values())
            styles = _styles(package, numbers) if rounding else {}  # else there is nothing to look for
    except (OSError, ValueError, ReqsheetsError):  # ValueError: bytes that are no UTF-8
        return {}
    shown = {at: shown_as(codes.get(style, ""), numbers[at]) for at, style in styles.items()}
    return {at: text for at, text in shown.items() if text is not None}


def shown_as(code: str, number: float) -> str | None:
    """Return the number in a simple number format, None where that says the same, and for any other format."""
    found = SIMPLE.fullmatch(code)
    if found is None or not abs(number) < LARGE:
        return None
    exact = Decimal(f"{number:.15g}") * (100 if found["percent"] else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-len(found["decimals"] or "")), ROUND_HALF_UP)
    if rounded == exact and not found["percent"]:
        return None
    return f"{rounded:{',' if found['thousands'] else ''}f}{found['percent'] or ''}"


def _codes(package: Package) -> dict[str, str]:
    """Return the number format of each cell style, by the number that cells name it by."""
    parts = package.related(package.workbook, "styles")
    text = package.read(parts[0]) if parts else b""
    formats = (tag[0] for tag in tags("numFmt").finditer(text))
    own = {attribute(tag, "numFmtId"): attribute(tag, "formatCode") or "" for tag in formats}
    listed = _STYLES.search(text)
    styles = (tag[0] for tag in tags("xf").finditer(listed[0])) if listed else ()
    numbers = (attribute(tag, "numFmtId") for tag in styles)
    return {str(at): own.get(number) or BUILT_IN.get(number or "", "") for at, number in enumerate(numbers)}


def _styles(package: Package, places: Iterable[Place]) -> dict[Place, str]:
    """Return the cell style of each place that is found, in one pass over each sheet."""
    by_sheet: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_sheet[place[0]].append(place)
    found: dict[Place, str] = {}
    for tab, wanted in by_sheet.items():
        text = b"".join(package.stream(package.sheets[tab])) if tab in package.sheets else b""
        position = 0
        for place in sorted(wanted):
            position = max(position, text.find(b'<row r="%d"' % place[1], position))
            start = text.find(b'<c r="%b%d"' % (letters(place[2]).encode(), place[1]), position)
            style = attribute(text[start : text.find(b">", start) + 1], "s") if start >= 0 else None
            if style is not None:
                found[place] = style
    return found
