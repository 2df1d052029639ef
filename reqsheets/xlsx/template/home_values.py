"""What the formulas of the first sheet show once a plan is carried out: right values at rest, in the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqsheets.model.frames import applied
from reqsheets.model.plan import Plan, SetCell, Value
from reqsheets.model.spec import Purpose
from reqsheets.xlsx.package.package import Package
from reqsheets.xlsx.package.references import column_number
from reqsheets.xlsx.patching.splices import parsed_part
from reqsheets.xlsx.patching.stale import formula_cells
from reqsheets.xlsx.reading.read import Reading
from reqsheets.xlsx.template.home_cells import PERSON, LiveCell, live_cells

SHOWN: tuple[Purpose, ...] = ("needs", "tracking", "figures", "findings", "duplicates", "dashboard")


def home_formulas(reading: Reading, package: Package) -> dict[tuple[int, int], LiveCell]:
    """Return by row and column the formulas of the first sheet that stand there as we laid them out."""
    home = reading.spec.purpose("home")
    if home is None or home.name not in reading.layouts:
        return {}
    part = package.sheets[reading.layouts[home.name].title]
    standing = {(cell.row, cell.column): cell.text for cell in formula_cells(package, part, ())}
    found = {}
    for cell in live_cells(reading.spec, reading.layouts, _person(package, part)):
        place = cell.row, column_number(cell.column)
        if standing.get(place) == reading.spec.terms.formula(cell.formula):
            found[place] = cell
    return found


def home_values(reading: Reading, package: Package, plan: Plan) -> Iterator[tuple[str, int, Mapping[int, Value]]]:
    """Yield sheet, row and values of the first sheet's formulas, where the plan changes what they show."""
    spec = reading.spec
    home = spec.purpose("home")
    shown = {sheet.name for purpose in SHOWN if (sheet := spec.purpose(purpose)) is not None}
    changed = {change.at.sheet if isinstance(change, SetCell) else change.sheet for change in plan.changes}
    if home is None or home.name not in reading.layouts or not shown & changed:
        return
    frames = applied(reading.frames, plan)
    for (row, column), cell in home_formulas(reading, package).items():
        yield home.name, row, {column: cell.shows(frames)}


def _person(package: Package, part: str) -> Value:
    """Return whom somebody chose to look at alone; None where nobody is chosen."""
    root = parsed_part(package.read(part))
    cell = next((cell for cell in root.iter("{*}c") if cell.get("r") == PERSON), None)
    if cell is None:
        return None
    text = "".join(node.text or "" for node in cell.iter("{*}t")) or next((n.text or "" for n in cell.iter("{*}v")), "")
    parts = package.related(package.workbook, "sharedStrings")
    if cell.get("t") == "s" and text.isdecimal() and parts:
        items = list(parsed_part(package.read(parts[0])).iter("{*}si"))
        text = "".join(node.text or "" for node in items[int(text)].iter("{*}t")) if int(text) < len(items) else ""
    return text or None
