"""How a built workbook looks: fonts, fills, borders, alignments and number formats by who fills a column."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

from reqsheets.model.rating import Rating
from reqsheets.model.spec import ColumnSpec, ColumnType, Purpose, Role, SheetSpec

FONT = "微软雅黑"
INK, MUTED, NAVY, WHITE = "1F2937", "6B7280", "1F3F66", "FFFFFF"
LINK = "1D4E86"
LINE = Side(style="thin", color="D9DEE5")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)

REQUIRED_HEADER = ("2F5D8C", WHITE)
LATER_HEADER = ("6F98BF", WHITE)  # required at a later stage
OPTIONAL_HEADER = ("DCE8F3", NAVY)
NUMBERED_HEADER = ("DDEBE3", "2F6B4F")  # numbers that we give where people leave them blank
DERIVED_HEADER = ("E3E6EA", "4B5563")
DERIVED_FILL = "F6F7F9"
BAND_FILL = "EEF3F8"

GRADE_COLOURS = (("FBEDEC", "8F1D1D"), ("FDF3E3", "8A4B08"), (None, "1D4E86"), (None, MUTED))
MISSING_COLOUR = "FFF3CC"
ALARM = ("FBD9D7", "A61B1B")

TAB_COLOURS: dict[Role, str] = {
    "register": "2F5D8C",
    "derived": "9AA5B1",
    "settings": "C9A14A",
    "log": "C5CBD3",
    "form": "3D8B7D",
}
SHELVED_TAB, HOME_TAB = "A9BFD6", NAVY

NUMBER_FORMATS: dict[ColumnType, str] = {
    "text": "@",  # else 2015-03, 1-2, leading zeros and long numbers are mangled (decision T-28)
    "id": "@",
    "ref": "@",
    "link": "@",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "int": "0",
    "decimal": "0.00",
}
LEFT_ALIGNED: tuple[ColumnType, ...] = ("text", "long", "link", "multi")
FREE_VALUES: tuple[Purpose, ...] = ("parameters", "figures")  # a number there stays as it is


def set_normal_font(workbook: Workbook) -> None:
    """Make the workbook's default font ours: row heights and column widths are measured in it."""
    workbook._fonts = IndexedList([font()])  # type: ignore[attr-defined] # noqa: SLF001 # no public way


def number_format(sheet: SheetSpec, column: ColumnSpec) -> str:
    """Return the Excel number format of a column's cells."""
    if sheet.purpose in FREE_VALUES and column.type in ("text", "decimal"):
        return "General"
    if column.type == "decimal" and not column.derived:
        return "0.0#" if _is_averaged(sheet, column) else "General"  # points stay as typed: 4, 4.5
    return NUMBER_FORMATS.get(column.type, "General")


def _is_averaged(sheet: SheetSpec, column: ColumnSpec) -> bool:
    """Tell whether the mean of several reviewers fills the column, with more decimals than anybody wants to see."""
    rating = sheet.rating
    return isinstance(rating, Rating) and rating.panel is not None and column.name in dict(rating.weights)


def header_colours(column: ColumnSpec) -> tuple[str, str]:
    """Return fill and ink of a header cell: who fills the column, and must they."""
    if column.derived:
        return DERIVED_HEADER
    if column.numbering is not None:
        return NUMBERED_HEADER
    if column.required == "always":
        return REQUIRED_HEADER
    return OPTIONAL_HEADER if column.required == "never" else LATER_HEADER


def fill(colour: str) -> PatternFill:
    """Return a solid fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def font(colour: str = INK, size: float = 10, *, bold: bool = False, underline: bool = False) -> Font:
    """Return our font in that colour and size."""
    return Font(name=FONT, size=size, bold=bold, underline="single" if underline else None, color=colour, family=2)


def alignment(column: ColumnSpec) -> Alignment:
    """Return how a column's cells stand: words at the left and wrapped, all else in the middle."""
    if column.type in LEFT_ALIGNED:
        return Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    return Alignment(horizontal="center", vertical="center", wrap_text=True)


def highlight(
    ink: str | None = None, colour: str | None = None, *, bold: bool | None = None, struck: bool = False
) -> DifferentialStyle:
    """Return what a conditional format lays over a cell."""
    face = Font(color=ink, bold=bold, italic=struck or None, strike=struck or None)
    return DifferentialStyle(font=face, fill=PatternFill(bgColor=colour) if colour else None)


def line_above(colour: str) -> DifferentialStyle:
    """Return a line over a cell, as a conditional format lays it."""
    return DifferentialStyle(border=Border(left=LINE, right=LINE, bottom=LINE, top=Side(style="thin", color=colour)))
